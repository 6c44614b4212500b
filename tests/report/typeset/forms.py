"""The two forms as this generator draws them, and figures for them that balance. Row paths and column names are those of stdlib/."""
from .grid import Cell, Row, Table

APPLICANTS = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
OUTCOMES = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
PROCEEDINGS = ["行政复议", "未经复议直接起诉", "复议后起诉"]
RESULT = ("三", "本年度办理结果")
REFUSED, UNABLE, DECLINED, OTHERWISE = ("（三）", "不予公开"), ("（四）", "无法提供"), ("（五）", "不予处理"), ("（六）", "其他处理")

# (path, labels from the outermost in), each label (ordinal, words)
THREE_2019 = [
    ("一", [("一", "本年新收政府信息公开申请数量")]),
    ("二", [("二", "上年结转政府信息公开申请数量")]),
    ("三.（一）", [RESULT, ("（一）", "予以公开")]),
    ("三.（二）", [RESULT, ("（二）", "部分公开（区分处理的，只计这一情形，不计其他情形）")]),
    ("三.（三）.1", [RESULT, REFUSED, ("1", "属于国家秘密")]),
    ("三.（三）.2", [RESULT, REFUSED, ("2", "其他法律行政法规禁止公开")]),
    ("三.（三）.3", [RESULT, REFUSED, ("3", "危及“三安全一稳定”")]),
    ("三.（三）.4", [RESULT, REFUSED, ("4", "保护第三方合法权益")]),
    ("三.（三）.5", [RESULT, REFUSED, ("5", "属于三类内部事务信息")]),
    ("三.（三）.6", [RESULT, REFUSED, ("6", "属于四类过程性信息")]),
    ("三.（三）.7", [RESULT, REFUSED, ("7", "属于行政执法案卷")]),
    ("三.（三）.8", [RESULT, REFUSED, ("8", "属于行政查询事项")]),
    ("三.（四）.1", [RESULT, UNABLE, ("1", "本机关不掌握相关政府信息")]),
    ("三.（四）.2", [RESULT, UNABLE, ("2", "没有现成信息需要另行制作")]),
    ("三.（四）.3", [RESULT, UNABLE, ("3", "补正后申请内容仍不明确")]),
    ("三.（五）.1", [RESULT, DECLINED, ("1", "信访举报投诉类申请")]),
    ("三.（五）.2", [RESULT, DECLINED, ("2", "重复申请")]),
    ("三.（五）.3", [RESULT, DECLINED, ("3", "要求提供公开出版物")]),
    ("三.（五）.4", [RESULT, DECLINED, ("4", "无正当理由大量反复申请")]),
    ("三.（五）.5", [RESULT, DECLINED, ("5", "要求行政机关确认或重新出具已获取信息")]),
    ("三.（六）", [RESULT, OTHERWISE]),
    ("三.（七）", [RESULT, ("（七）", "总计")]),
    ("四", [("四", "结转下年度继续办理")]),
]
SIX = [
    ("三.（六）.1", [RESULT, OTHERWISE, ("1", "申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请")]),
    ("三.（六）.2", [RESULT, OTHERWISE, ("2", "申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请")]),
    ("三.（六）.3", [RESULT, OTHERWISE, ("3", "其他")]),
]
THREE_2021 = [r for p in THREE_2019 for r in (SIX if p[0] == "三.（六）" else [p])]

# (heading, [(column, as printed)], [rows])
TWO_2021 = [
    ("第二十条第（一）项", [("本年制发件数", "本年制发件数"), ("本年废止件数", "本年废止件数"), ("现行有效件数", "现行有效件数")],
     ["规章", "行政规范性文件"]),
    ("第二十条第（五）项", [("本年处理决定数量", "本年处理决定数量")], ["行政许可"]),
    ("第二十条第（六）项", [("本年处理决定数量", "本年处理决定数量")], ["行政处罚", "行政强制"]),
    ("第二十条第（八）项", [("本年收费金额", "本年收费金额（单位：万元）")], ["行政事业性收费"]),
]
CHANGE = [("上一年项目数量", "上一年项目数量"), ("本年增/减", "本年增/减"), ("处理决定数量", "处理决定数量")]
TWO_2019 = [
    ("第二十条第（一）项", [("本年新制作数量", "本年新制作数量"), ("本年新公开数量", "本年新公开数量"), ("对外公开总数量", "对外公开总数量")],
     ["规章", "规范性文件"]),
    ("第二十条第（五）项", CHANGE, ["行政许可", "其他对外管理服务事项"]),
    ("第二十条第（六）项", CHANGE, ["行政处罚", "行政强制"]),
    ("第二十条第（八）项", CHANGE[:2], ["行政事业性收费"]),
    ("第二十条第（九）项", [("采购项目数量", "采购项目数量"), ("采购总金额", "采购总金额")], ["政府集中采购"]),
]
FORMS = {"年报2021": (TWO_2021, THREE_2021), "年报2019": (TWO_2019, THREE_2019)}

TITLES = {
    "一": ["总体情况"], "二": ["主动公开政府信息情况"],
    "三": ["收到和处理政府信息公开申请情况", "行政机关收到和处理政府信息公开申请情况"],
    "四": ["政府信息公开行政复议、行政诉讼情况", "因政府信息公开工作被申请行政复议、提起行政诉讼情况"],
    "五": ["存在的主要问题及改进情况", "政府信息公开工作存在的主要问题及改进情况"], "六": ["其他需要报告的事项"],
}


def slots(form):
    """Every cell of the form, in its order."""
    two, three = FORMS[form]
    for _, columns, rows in two:
        for r in rows:
            for c, _ in columns:
                yield ("二", r, c)
    for path, _ in three:
        for c in APPLICANTS:
            yield ("三", path, c)
    for r in PROCEEDINGS:
        for c in OUTCOMES:
            yield ("四", r, c)


# ---- figures

def small(rng, zero=0.6, top=9):
    return 0 if rng.random() < zero else rng.randint(1, top)


def split(rng, total, weights):
    """TOTAL dealt out by WEIGHTS."""
    out = [0] * len(weights)
    if sum(weights) == 0:
        weights = [1] * len(weights)
    for i in rng.choices(range(len(weights)), weights, k=min(total, 400)):
        out[i] += max(1, total // 400)
    out[0] += total - sum(out)
    return out


def figures(rng, form):
    """A plausible, balanced number for every cell: {slot: text of an exact decimal}."""
    two, three = FORMS[form]
    v = {}
    big = rng.random() < 0.3
    for _, columns, rows in two:
        for r in rows:
            for c, _ in columns:
                key = ("二", r, c)
                if c in ("本年收费金额", "采购总金额"):
                    v[key] = rng.choice(["0", "0", f"{rng.randint(1, 900)}.{rng.randint(1, 99):02d}", f"{rng.randint(1, 9000)}.{rng.randint(1, 999999):06d}",
                                         str(rng.randint(1, 30000))])
                elif c == "本年增/减":
                    v[key] = str(rng.choice([0, 0, rng.randint(-30, 60)]))
                elif r in ("行政许可", "行政处罚", "行政强制"):
                    v[key] = str(rng.choice([0, rng.randint(1, 200), rng.randint(200, 20000), rng.randint(20000, 5000000) if big else 0]))
                elif r == "规章":
                    v[key] = str(small(rng, 0.85))
                else:
                    v[key] = str(rng.choice([0, small(rng), rng.randint(1, 400) if big else small(rng)]))
    leaves = [p for p, _ in three if p.startswith("三.") and p != "三.（七）"]
    size = rng.choice([3, 12, 60, 300, 2500 if big else 40])
    total = {p: 0 for p, _ in three}
    favourites = [rng.choice([0, 0, 0, 1, 6]) for _ in leaves]
    favourites[0] = 5
    for i, c in enumerate(APPLICANTS[:-1]):
        scale = size if i == 0 else (size // 12 if rng.random() < 0.35 else 0)
        new = rng.randint(0, scale) if scale else (rng.randint(0, 2) if rng.random() < 0.15 else 0)
        old = rng.randint(0, max(1, new // 8)) if rng.random() < 0.4 else 0
        nxt = rng.randint(0, min(new + old, max(1, (new + old) // 8))) if rng.random() < 0.4 else 0
        done = new + old - nxt
        parts = dict(zip(leaves, split(rng, done, favourites)))
        parts.update({"一": new, "二": old, "三.（七）": done, "四": nxt})
        for p, n in parts.items():
            v[("三", p, c)] = str(n)
            total[p] += n
    for p, n in total.items():
        v[("三", p, "总计")] = str(n)
    for r in PROCEEDINGS:
        parts = [small(rng, 0.75, 5 if not big else 130) for _ in OUTCOMES[:-1]]
        for c, n in zip(OUTCOMES, parts + [sum(parts)]):
            v[("四", r, c)] = str(n)
    return v


# ---- tables of the page

class Style:
    """How one author writes labels and heads."""

    def __init__(self, rng):
        self.paren = rng.choice(["（）", "（）", "()"])
        self.after_paren = rng.choice(["", "", " "])
        self.dot = rng.choice([".", ".", ". ", "．", "、"])
        self.short_six = rng.random() < 0.3
        self.note = rng.choice(["（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", "(本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和)",
                                "本列数据的勾稽关系为:第一项加第二项之和,等于第三项加第四项之和"])
        self.total_top = rng.random() < 0.4  # 总计 spans all header rows and is met before 自然人 in reading order
        self.comma = rng.choice(["，", "，", ", "])

    def ordinal(self, o):
        if o.startswith("（"):
            return self.paren[0] + o[1:-1] + self.paren[1] + self.after_paren
        if o.isdigit():
            return o + self.dot
        return o + "、"

    def label(self, ordinal, name):
        if self.short_six and name.startswith("申请人"):
            name = name.split("、")[0]
        name = name.replace("（", self.paren[0]).replace("）", self.paren[1]).replace("，", self.comma)
        return (self.ordinal(ordinal) if ordinal else "") + name


def build(form, values, style):
    return {"二": build_two(form, values, style), "三": build_three(form, values, style), "四": build_four(values, style)}


def build_two(form, values, style):
    rows = []
    for heading, columns, names in FORMS[form][0]:
        rows.append(Row([Cell(heading, 4)], head=True))
        spans = {1: [3], 2: [1, 2], 3: [1, 1, 1]}[len(columns)]
        rows.append(Row([Cell("信息内容")] + [Cell(t, s) for (_, t), s in zip(columns, spans)], head=True))
        for n in names:
            cells = [Cell(n, name=n)]
            for (c, _), s in zip(columns, spans):
                cells.append(Cell(values[("二", n, c)], s, ref=("二", n, c)))
            rows.append(Row(cells))
    return Table("二", rows, 4, 1)


def build_three(form, values, style):
    note = Cell(style.note, 3, 3)
    companies = [Cell(c) for c in APPLICANTS[1:6]]
    if style.total_top:
        head = [Row([note, Cell("申请人情况", 6), Cell("总计", 1, 3)], True), Row([Cell("自然人", 1, 2), Cell("法人或其他组织", 5)], True), Row(companies, True)]
    else:
        head = [Row([note, Cell("申请人情况", 7)], True), Row([Cell("自然人", 1, 2), Cell("法人或其他组织", 5), Cell("总计", 1, 2)], True), Row(companies, True)]
    rows, last = list(head), {}
    spec = FORMS[form][1]
    for path, labels in spec:
        cells = []
        for depth, (o, n) in enumerate(labels):
            key = (depth, o, n, labels[0][0])
            if key in last and depth < len(labels) - 1:
                last[key].rowspan += 1
                continue
            leaf = depth == len(labels) - 1
            cell = Cell(style.label(o, n), 3 - depth if leaf else 1, 1, ordinal=o, name=n)
            last[key] = cell
            cells.append(cell)
        for c in APPLICANTS:
            cells.append(Cell(values[("三", path, c)], ref=("三", path, c)))
        rows.append(Row(cells))
    return Table("三", rows, 10, 3)


def build_four(values, style):
    rows = [Row([Cell("行政复议", 5), Cell("行政诉讼", 10)], True),
            Row([Cell(o, 1, 2) for o in OUTCOMES] + [Cell("未经复议直接起诉", 5), Cell("复议后起诉", 5)], True),
            Row([Cell(o) for o in OUTCOMES * 2], True),
            Row([Cell(values[("四", r, c)], ref=("四", r, c)) for r in PROCEEDINGS for c in OUTCOMES])]
    return Table("四", rows, 15, 0)
