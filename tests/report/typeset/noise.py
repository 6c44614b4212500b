"""What goes wrong between an office and a file. Each noise changes a report (its tables, its truth, its options) and says whether it could.

The truth of a cell is [value, status, allow]: what stands on the page; `allow` lists statuses that are also right, where the page does not tell.
Never a different number.
"""
from .grid import Break, Cell, Row
from .text import BREAKS, KEEPS_BLANK

LOST = {"ambiguous", "blank", "absent"}


def allow(rep, cells, statuses=("ambiguous",)):
    for c in cells:
        if c.ref in rep.truth:
            rep.truth[c.ref][2] |= set(statuses)


def miss(rep, ref, status, allowed=()):
    if ref not in rep.truth:
        return
    rep.truth[ref] = ["", status, set(allowed)]


def pick_table(rep, names="二三三四"):
    names = [n for n in names if n in rep.tables]
    return rep.tables[rep.rng.choice(names)] if names else None


def odd(rep, t, r):
    """Marks a row whose numbers are not as many as its columns: nothing else may happen to it, or nobody could read it."""
    r.odd = True
    allow(rep, r.numbers())


def pick_row(rep, names="二三三四", want=lambda r: True):
    for _ in range(8):
        t = pick_table(rep, names)
        rows = [r for r in t.data_rows() if r.numbers() and not r.odd and want(r)] if t else []
        if rows:
            return t, rep.rng.choice(rows)
    return None, None


def leaf_labels(rep, names="二三"):
    for n in names:
        for r in rep.tables[n].data_rows() if n in rep.tables else []:
            c = r.label()
            if c is not None and c.name:
                yield c


def pick_label(rep, names="二三三", want=lambda c: True):
    cells = [c for c in leaf_labels(rep, names) if want(c)]
    return rep.rng.choice(cells) if cells else None


# ---- labels

def stray_digit(rep):
    c = pick_label(rep, "三")
    if not c:
        return False
    c.text = rep.rng.choice("0017") + c.text
    return True


def stray_group_digit(rep):
    for r in rep.tables["三"].rows if "三" in rep.tables else []:
        for c in r.cells:
            if c.name == "本年度办理结果":
                c.text = rep.rng.choice("01") + c.text
                return True
    return False


def stray_character(rep):
    c = pick_label(rep, want=lambda c: len(c.name) > 4)
    if not c:
        return False
    i = rep.rng.randint(1, len(c.text))
    c.text = c.text[:i] + rep.rng.choice("的、·件了^*") + c.text[i:]
    return True


WRONG = [("逾期", "预期"), ("废止", "止"), ("制发", "制"), ("继续", "断续"), ("办理", "办里"), ("第三方", "第三人"), ("版物", "板物"), ("补正", "补证"), ("案卷", "卷宗"),
         ("查询", "咨询"), ("数量", "数"), ("机构", "机购"), ("公益", "公义"), ("申请", "申清"), ("缴纳", "交纳"), ("行为", "行之")]


def wrong_character(rep):
    cells = [c for t in rep.tables.values() for r in t.rows for c in r.cells if not c.ref and any(a in c.text for a, _ in WRONG)]
    if not cells:
        return False
    c = rep.rng.choice(cells)
    a, b = rep.rng.choice([w for w in WRONG if w[0] in c.text])
    c.text = c.text.replace(a, b, 1)
    return True


def wrong_ordinal(rep):
    c = pick_label(rep, "三", want=lambda c: c.ordinal)
    if not c:
        return False
    if c.ordinal.isdigit():
        wrong = str(rep.rng.randint(1, 9))
    elif c.ordinal.startswith("（"):
        wrong = rep.rng.choice(["（四）", "（五）", "（8）", "（一）"])
    else:
        wrong = rep.rng.choice(["一", "二", "三", "五"])
    c.text = c.text.replace(rep.style.ordinal(c.ordinal), rep.style.ordinal(wrong), 1)
    return True


def no_ordinal(rep):
    done = False
    for c in leaf_labels(rep, "三"):
        if c.ordinal.isdigit() and c.name != "其他":
            c.text = c.text.replace(rep.style.ordinal(c.ordinal), "", 1)
            done = True
    return done


def spaced_label(rep):
    for t in rep.tables.values():
        for r in t.rows:
            for c in r.cells:
                if not c.ref and len(c.text) > 3 and rep.rng.random() < 0.4:
                    for _ in range(rep.rng.randint(1, 2)):
                        i = rep.rng.randint(1, len(c.text) - 1)
                        c.text = c.text[:i] + " " + c.text[i:]
    return True


def broken_label(rep):
    done = False
    for _ in range(rep.rng.randint(1, 4)):
        t = pick_table(rep)
        cells = [c for r in t.rows for c in r.cells if not c.ref and len(c.text) >= 4 and "\n" not in c.text] if t else []
        if cells:
            c = rep.rng.choice(cells)
            i = rep.rng.randint(2, len(c.text) - 2)
            c.text = c.text[:i] + "\n" + c.text[i:]
            done = True
    return done


def bookmark(rep):
    if rep.format != "txt":
        return False
    n = rep.rng.randint(66000000, 67999999)
    for t in rep.tables.values():
        for r in t.rows:
            for c in r.cells:
                if not c.ref and c.text and rep.rng.random() < 0.15:
                    n += rep.rng.randint(10, 900)
                    c.text = f"[bookmark: _Hlk{n}]" + c.text
    rep.options["bookmarks"] = True
    return True


def glued_first(rep):
    """The first number stuck to its label."""
    if rep.format != "txt":
        return False
    done = False
    for _ in range(rep.rng.randint(1, 3)):
        t, r = pick_row(rep, "二三三")
        if r:
            r.numbers()[0].glue = True
            done = True
    return done


def glued_all(rep):
    """规章000: nothing between the numbers; all of one digit, else it could not be read."""
    if rep.format != "txt":
        return False
    t, r = pick_row(rep, "二二三", want=lambda r: all(len(c.text) == 1 and c.text.isdigit() for c in r.numbers()))
    if not r:
        return False
    for c in r.numbers():
        c.glue = True
    allow(rep, r.numbers(), ("ambiguous", "unreadable"))
    return True


ALIAS = [("社会公益组织", "社会组织"), ("行政规范性文件", "规范性文件"), ("部分公开（区分处理的，只计这一情形，不计其他情形）", "部分公开"),
         ("其他法律行政法规禁止公开", "其他法律、行政法规禁止公开"), ("危及“三安全一稳定”", "危及“三安全一稳定”"), ("总计", "合计")]


def alias_labels(rep):
    pairs = rep.rng.sample(ALIAS, 3)
    for t in rep.tables.values():
        for r in t.rows:
            for c in r.cells:
                for a, b in pairs:
                    if not c.ref and (c.name == a or c.text == a):
                        c.text = c.text.replace(c.name or a, b) if c.name in c.text else (rep.style.label(c.ordinal, b) if c.name else b)
    return True


def quotes_changed(rep):
    for c in leaf_labels(rep, "三"):
        c.text = c.text.replace("“", rep.quote[0]).replace("”", rep.quote[1])
    return True


def label_note(rep):
    """Digits after a label that are not its number."""
    t, r = pick_row(rep, "二三三")
    c = r.label() if r else None
    if not c:
        return False
    c.text += rep.rng.choice(["（2023）", "(单位：件)", "〔2021〕30号", "（见注1）", "（含第二十条）"])
    return True


# ---- numbers

def full(r):
    return all(c.text for c in r.numbers())


def extra_duplicate(rep):
    t, r = pick_row(rep, want=full)
    if not r:
        return False
    c = rep.rng.choice(r.numbers())
    i = r.cells.index(c)
    r.cells.insert(i + 1, Cell(c.text, ref=c.ref))
    odd(rep, t, r)
    return True


def extra_random(rep):
    t, r = pick_row(rep, want=full)
    if not r:
        return False
    numbers = r.numbers()
    i = r.cells.index(rep.rng.choice(numbers)) + rep.rng.randint(0, 1)
    r.cells.insert(i, Cell(str(rep.rng.choice([1, 2, 5, 11, 40, 309])), ref=numbers[0].ref))
    odd(rep, t, r)
    return True


def too_few(rep):
    t, r = pick_row(rep, want=lambda r: len(r.numbers()) > 1 and full(r))
    if not r:
        return False
    numbers = r.numbers()
    lost = rep.rng.choice(numbers)
    lost.gone = True
    odd(rep, t, r)
    allow(rep, [lost], LOST)
    return True


def blank_cells(rep):
    done = False
    for _ in range(rep.rng.randint(1, 4)):
        t, r = pick_row(rep, want=lambda r: all(c.text for c in r.numbers()))
        if r:
            c = rep.rng.choice(r.numbers())
            c.text = ""
            miss(rep, c.ref, "blank")
            done = True
    return done


def blank_row(rep):
    """A row whose cells are all empty."""
    t, r = pick_row(rep)
    if not r or len(t.data_rows()) < 2:
        return False
    for c in r.numbers():
        c.text = ""
        miss(rep, c.ref, "blank", LOST)
    return True


def blank_zeros(rep):
    """An author who leaves zeros out, in one row or in a whole table."""
    t = pick_table(rep)
    if not t:
        return False
    for r in t.data_rows():
        for c in r.numbers():
            if c.text == "0" and not r.odd:
                c.text = ""
                miss(rep, c.ref, "blank", LOST if all(k.text in ("0", "") for k in r.numbers()) else ())
    return True


def blank_collapsed(rep):
    """A blank cell whose place is gone: the numbers after it move to one side."""
    t, r = pick_row(rep, want=lambda r: len(r.numbers()) > 1 and full(r))
    if not r:
        return False
    c = rep.rng.choice(r.numbers())
    c.gone = True
    allow(rep, r.numbers())
    miss(rep, c.ref, "blank", LOST)
    return True


def mark(word, status, allowed=()):
    def noise(rep):
        done = False
        for _ in range(rep.rng.randint(1, 6)):
            t, r = pick_row(rep, want=lambda r: all(c.text for c in r.numbers()))
            if r:
                c = rep.rng.choice(r.numbers())
                c.text = rep.rng.choice(word)
                miss(rep, c.ref, status, allowed)
                done = True
        return done
    return noise


dash = mark(["-", "—", "/", "－", "——"], "dash")
none_word = mark(["无"], "none")


def letter_o(rep):
    t, r = pick_row(rep)
    if not r:
        return False
    c = rep.rng.choice(r.numbers())
    c.text = rep.rng.choice(["O", "o", "Ｏ"])
    miss(rep, c.ref, "unreadable", ("ambiguous",))
    return True


def written(change):
    def noise(rep):
        done = False
        for t in rep.tables.values():
            if rep.rng.random() < 0.6:
                for r in t.data_rows():
                    for c in r.numbers():
                        new = change(rep, t, c)
                        if new != c.text:
                            c.text, done = new, True
        return done
    return noise


def is_number(text):
    return text.isascii() and text.replace(".", "", 1).isdigit()


FULL = {ord(a): b for a, b in zip("0123456789.-", "０１２３４５６７８９．－")}
full_width = written(lambda rep, t, c: c.text.translate(FULL) if is_number(c.text) else c.text)
padded = written(lambda rep, t, c: f" {c.text} " if is_number(c.text) and t.layout not in ("stream-rows",) else c.text)
circle_zero = written(lambda rep, t, c: "〇" if c.text == "0" and rep.rng.random() < 0.3 else c.text)


def thousands_of(rep, t, c):
    if not is_number(c.text) or len(c.text.split(".")[0]) < 4:
        return c.text
    whole, _, rest = c.text.partition(".")
    return f"{int(whole):,}" + ("." + rest if rest else "")


def unit_of(rep, t, c):
    if not is_number(c.text) or rep.rng.random() < 0.5:
        return c.text
    column = c.ref[2]
    return c.text + ("万元" if column in ("本年收费金额", "采购总金额") else "件")


def sign_of(rep, t, c):
    if c.ref[2] != "本年增/减" or not c.text.lstrip("-").isdigit() or c.text == "0":
        return c.text
    n = int(c.text)
    return rep.rng.choice(["减", "-", "－", "减少"] if n < 0 else ["增", "+", "＋", "增加"]) + str(abs(n))


thousands, units, signs = written(thousands_of), written(unit_of), written(sign_of)


# ---- structure

def lose_row(rep, t, r):
    for c in r.numbers():
        miss(rep, c.ref, "absent")
    t.delete(r)


def row_lost(rep):
    """Rows lost at a page break."""
    t = pick_table(rep, "三三二")
    if not t:
        return False
    rows = t.data_rows()
    if len(rows) < 6:
        return False
    i = rep.rng.randint(1, len(rows) - 4)
    for r in rows[i:i + rep.rng.randint(1, 3)]:
        lose_row(rep, t, r)
    t.rows[len(t.rows) // 2].brk = None
    return True


def head_lost(rep):
    """The page with the head of a table is gone."""
    if "三" not in rep.tables or rep.tables["三"].ordered:
        return False
    t = rep.tables["三"]
    rows = t.data_rows()
    k = rep.rng.randint(1, len(rows) - 10)
    for r in t.head_rows():
        t.rows.remove(r)
    for r in rows[:k]:
        for c in r.numbers():
            miss(rep, c.ref, "absent")
        if rep.rng.random() < 0.5:
            t.drop_labels(r)
        else:
            t.delete(r)
    rep.options["headless"] = rep.options.get("headless", set()) | {"三"} if rep.rng.random() < 0.6 else set()
    return True


def tail_lost(rep):
    t = pick_table(rep, "三二")
    if not t:
        return False
    rows = t.data_rows()
    for r in rows[-rep.rng.randint(1, 5 if t.name == "三" else 2):]:
        lose_row(rep, t, r)
    return True


def heads_deduplicated(rep):
    """An extractor that drops a string it has seen: repeated header words vanish."""
    if rep.format != "txt":
        return False
    for t in rep.tables.values():
        seen = set()
        for r in t.head_rows():
            for c in r.cells:
                if c.text in seen:
                    c.text = ""
                seen.add(c.text)
    return True


def numbers_deduplicated(rep):
    """The same extractor on a row: equal neighbours become one."""
    if rep.format != "txt":
        return False
    t, r = pick_row(rep, "三二四", want=full)
    if not r:
        return False
    numbers, changed = r.numbers(), False
    for a, b in zip(numbers, numbers[1:]):
        if a.text == b.text:
            b.gone = changed = True
    if changed:
        odd(rep, t, r)
        allow(rep, numbers, LOST)
    return changed


OWN = {"二": ["其他主动公开文件", "行政确认", "政策解读"], "三": ["其中：网上申请", "信函申请", "当面申请"]}


def own_rows(rep):
    """Rows of the reporter's own."""
    t = pick_table(rep, "二三")
    if not t:
        return False
    rows = t.data_rows()
    after = rep.rng.choice(rows[:2] if t.name == "二" else rows[:2])
    numbers = [Cell(str(rep.rng.choice([0, 0, 1, 12, 307])), c.colspan, ref=("own", "", "")) for c in after.numbers()]
    label = Cell(rep.rng.choice(OWN[t.name]), 3 if t.name == "三" else 1)
    t.rows.insert(t.rows.index(after) + 1, Row([label] + numbers))
    return True


def six_as_one(rep):
    """（六）其他处理 as one row instead of three."""
    if rep.form != "年报2021" or "三" not in rep.tables or "二" not in rep.tables:
        return False
    t = rep.tables["三"]
    rows = [r for r in t.data_rows() if r.numbers() and r.numbers()[0].ref[1].startswith("三.（六）")]
    if len(rows) != 3:
        return False
    sums = []
    for k in range(7):
        texts = [r.numbers()[k].text for r in rows]
        if not all(x.isascii() and x.isdigit() for x in texts):
            return False
        sums.append(sum(map(int, texts)))
    i = t.rows.index(rows[0])
    keep = [c for c in rows[0].cells if not c.ref and c.name == "其他处理"]
    if not keep:
        return False
    for r in rows:
        for c in r.numbers():
            miss(rep, c.ref, "absent", ("ambiguous",))
    t.delete(rows[2])
    t.delete(rows[1])
    group = keep[0]
    group.colspan, group.rowspan = 2, 1
    others = [c for c in rows[0].cells if not c.ref and c is not group and not c.name.startswith("申请人")]
    rows[0].cells = others + [group] + [Cell(str(n), ref=("own", "", "")) for n in sums]
    return i > 0


def header_cut(rep):
    """The second line of a header lost: 本年新 | 本年新."""
    if "二" not in rep.tables:
        return False
    for r in rep.tables["二"].head_rows():
        for c in r.cells[1:]:
            c.text = c.text[:3] if rep.form == "年报2019" else c.text[:4]
    return True


def header_missing(rep):
    """A table without its column heads."""
    t = pick_table(rep, "三二四")
    if not t:
        return False
    heads = t.head_rows()
    if t.ordered or (t.name == "四" and len(heads) != 3):
        return False
    if t.name == "四":
        for c in heads[2].cells:
            c.text = ""
        return rep.format == "txt" and t.layout in ("tabs", "bars", "markdown")
    if t.name == "二":
        heads = [r for r in heads if len(r.cells) > 1]
    for r in heads:
        t.rows.remove(r)
    return True


def header_broken(rep):
    """Heads split over lines."""
    for t in rep.tables.values():
        for r in [] if t.ordered else t.head_rows():
            for c in r.cells:
                if "\n" not in c.text and 3 <= len(c.text) <= 10 and rep.rng.random() < 0.6:
                    i = len(c.text) // 2
                    c.text = c.text[:i] + "\n" + c.text[i:]
    return True


def page_breaks(rep):
    t = pick_table(rep, "三三二")
    if not t or len(t.rows) < 8 or t.layout == "oneline":
        return False
    repeat = rep.rng.random() < 0.4
    for _ in range(rep.rng.randint(1, 2)):
        i = rep.rng.randint(len(t.head_rows()) + 1 if t.name == "三" else 3, len(t.rows) - 1)
        t.rows[i].brk = Break(rep.rng.choice(BREAKS), rep.rng.randint(2, 9), repeat and t.name == "三")
    return True


def page_break_in_row(rep):
    t = pick_table(rep, "三三二")
    if not t or rep.format != "txt" or t.layout[:3] not in ("eye", "str"):
        return False
    t.cut = Break(rep.rng.choice(["feed", "feed-number", "number"]), rep.rng.randint(2, 9), False)
    return True


def heading_missing(rep):
    rep.options["no_heading"] = rep.rng.choice("二三四五")
    return True


def heading_wrong_ordinal(rep):
    rep.options["heading_ordinal"] = (rep.rng.choice("二三四五六"), rep.rng.choice("一二三"))
    return True


def table_missing(rep):
    n = "四" if "six_as_one" in rep.noises else rep.rng.choice("二四")
    for r in rep.tables[n].data_rows():
        for c in r.numbers():
            miss(rep, c.ref, "absent")
    del rep.tables[n]
    return True


# Layouts in which every cell has a field of its own.
FIELDS = ("commas", "box", "tabs", "bars", "bars-inner", "bars-repeat", "markdown", "html", "docx")


def total_first(rep):
    """The total in front of the applicants, as its heading says."""
    t = rep.tables.get("三")
    if not t or t.layout not in FIELDS + ("wide", "spaces", "tabs-left", "eye"):
        return False
    head = t.head_rows()
    if len(head) != 3 or any("\n" in c.text for r in head for c in r.cells):
        return False
    totals = [c for c in head[1].cells if c.text == "总计"]
    rows = t.data_rows()
    if len(totals) != 1 or any(len(r.numbers()) != 7 for r in rows):
        return False
    head[1].cells.remove(totals[0])
    head[1].cells.insert(0, totals[0])
    for r in rows:
        numbers = r.numbers()
        i = r.cells.index(numbers[0])
        r.cells[i:] = [numbers[-1]] + numbers[:-1]
    t.ordered = True
    return True


def crosswise(rep):
    """Table four with its results as rows, perhaps in another order."""
    t = rep.tables.get("四")
    if not t or t.layout in ("mixed", "oneline", "eye", "eye-loose", "eye-characters", "stream-page", "pdf"):  # too narrow for its names
        return False
    by = {c.ref: c for r in t.data_rows() for c in r.numbers()}
    outcomes = list(dict.fromkeys(ref[2] for ref in by))
    proceedings = list(dict.fromkeys(ref[1] for ref in by))
    if len(by) != 15 or any(r.odd for r in t.data_rows()) or any(("四", p, o) not in by for p in proceedings for o in outcomes):
        return False
    if rep.rng.random() < 0.3:
        outcomes.reverse()
    t.rows = [Row([Cell("结果")] + [Cell(p) for p in proceedings], head=True)]
    for o in outcomes:
        t.rows.append(Row([Cell(o)] + [by[("四", p, o)] for p in proceedings]))
    t.width = 1 + len(proceedings)
    return True


def counted_rows(rep):
    """A column that counts the rows."""
    t = pick_table(rep, "二三")
    if not t or t.layout not in FIELDS:
        return False
    n = 0
    for r in t.rows:
        n += not r.head
        r.cells.insert(0, Cell("" if r.head else str(n)))
    return True


def footnote_mark(rep):
    done = False
    for _ in range(rep.rng.randint(1, 3)):
        t, r = pick_row(rep, "二三三", want=lambda r: all(c.text.isascii() and c.text.isdigit() and not c.glue for c in r.numbers()))
        if r:
            c = rep.rng.choice(r.numbers())
            c.text += rep.rng.choice(["①", "*", "[1]", "¹", "（注1）"])
            done = True
    return done


def spaced_thousands(rep):
    done = False
    for t in rep.tables.values():
        if t.layout not in FIELDS:
            continue
        for r in t.data_rows():
            for c in r.numbers():
                if c.text.isascii() and c.text.isdigit() and len(c.text) > 3 and not c.glue:
                    c.text, done = f"{int(c.text):,}".replace(",", " "), True
    return done


def merged_repeated(rep):
    """A program that reads table two cell by cell repeats its merged cells."""
    t = rep.tables.get("二")
    if not t or rep.form != "年报2021" or t.layout not in FIELDS or any(len(r.numbers()) not in (1, 3) or r.odd for r in t.data_rows()):
        return False
    for r in t.data_rows():
        if len(r.numbers()) == 1:
            c = r.numbers()[0]
            c.colspan = 1
            r.cells += [Cell(c.text, ref=c.ref), Cell(c.text, ref=c.ref)]
            r.odd = True
    return True


def longer_label(rep):
    """A row's name that goes on: its ordinal tells which it is."""
    c = pick_label(rep, "三", want=lambda c: c.ordinal and len(c.name) > 4 and c.text.endswith(c.name[-2:]))
    if not c:
        return False
    c.text += rep.rng.choice(["的", "情况", "数", "的申请", "数量统计"])
    return True


LABEL = [stray_digit, stray_group_digit, stray_character, wrong_character, wrong_ordinal, no_ordinal, spaced_label, broken_label, bookmark, glued_first,
         glued_all, alias_labels, quotes_changed, label_note, longer_label]
NUMBER = [extra_duplicate, extra_random, too_few, blank_cells, blank_row, blank_zeros, blank_collapsed, dash, none_word, letter_o, footnote_mark]
WRITTEN = [full_width, padded, circle_zero, thousands, units, signs, spaced_thousands]
STRUCTURE = [row_lost, head_lost, tail_lost, heads_deduplicated, numbers_deduplicated, own_rows, six_as_one, header_cut, header_missing, header_broken,
             page_breaks, page_break_in_row, heading_missing, heading_wrong_ordinal, table_missing, total_first, crosswise, counted_rows,
             merged_repeated]
for _name, _fn in list(globals().items()):
    if callable(_fn) and getattr(_fn, "__name__", "") == "noise":
        _fn.__name__ = _name
NOISES = {f.__name__: f for f in LABEL + NUMBER + WRITTEN + STRUCTURE}


PLACED = ("box", "eye", "eye-loose", "eye-characters", "pdf")


def settle(rep):
    """After the layout is known: where it keeps no place for a blank, the row's numbers may be read as ambiguous."""
    for t in rep.tables.values():
        keeps = rep.format != "txt" or KEEPS_BLANK.get(t.layout, True)
        for r in t.data_rows():
            numbers = r.numbers()
            if not numbers:
                continue
            if t.layout in PLACED:
                # what stands at its place leaves a gap there when it is gone
                for c in numbers:
                    if c.gone:
                        c.gone, c.text = False, ""
                        miss(rep, c.ref, "blank", LOST)
            blanks = [c for c in numbers if not c.text.strip()]
            placed = t.layout in PLACED and not any(all(c.text.strip() and not c.glue for c in k.numbers()) and len(k.numbers()) == len(numbers)
                                                    for k in t.data_rows())
            if blanks and (not keeps or r.odd or placed):
                # (by eye, a place is known from a row that is complete)
                allow(rep, numbers)
                for c in blanks:
                    allow(rep, [c], LOST)
            elif blanks and t.layout in ("lines", "lines-tight", "lines-bars"):
                # blank lines are also what separates rows: only the position among the row's numbers tells
                allow(rep, numbers)
                for c in blanks:
                    allow(rep, [c], LOST)
