"""Tables as plain text, in every way seen in the wild. Each layout takes rows (see grid) and gives lines.

KEEPS_BLANK says whether a blank cell still has its place in the layout; where it has not, the row's numbers cannot be assigned to columns.
"""
from .grid import pages, place

KEEPS_BLANK = {
    "commas": True, "box": True, "tabs": True, "tabs-left": True, "bars": True, "bars-inner": True, "bars-repeat": True, "markdown": True, "eye": True, "eye-loose": True, "eye-characters": False,
    "lines": True, "lines-tab": True, "lines-tight": True, "lines-bars": True, "label-then-bars": True, "wide": False, "spaces": False,
    "stream": False, "stream-rows": False, "stream-loose": False, "stream-page": False, "oneline": False, "mixed": False,
}
LAYOUTS = list(KEEPS_BLANK)


def width(s):
    """Display columns."""
    return sum(2 if ord(c) > 0x2E7F or c in "“”—…·" else 1 for c in s)


def wrap(s, columns):
    """S broken as a narrow cell breaks it: by width, and where the author put a line break. Numbers are not broken."""
    out = []
    for part in s.split("\n"):
        line = ""
        for c in part:
            if line and width(line + c) > columns and c not in "0123456789.,%，。、；：）)”":
                out.append(line)
                line = ""
            line += c
        out.append(line)
    return out or [""]


def joined(cells, sep):
    """Cells of one line with a separator, except where one is glued to the one before it."""
    out = ""
    for i, (text, glue) in enumerate(cells):
        out += ("" if i == 0 or glue else sep) + text
    return out


def full_line(row, empty=True):
    """(text, glue) for every grid column of a placed row."""
    return [(c.text if origin else "", c.glue and origin) for _, c, origin in row]


def tabs(rows, rng, left):
    out = []
    for row in place(rows):
        line = full_line(row)
        if left and rng.random() < 0.4:
            # merged label cells lost on the left come back as empty cells on the right
            first_number = next((i for i, (_, c, o) in enumerate(row) if c.ref), len(line))
            kept = [t for t in line[:first_number] if t[0]]
            line = kept + line[first_number:] + [("", False)] * (first_number - len(kept))
        out.append(joined(line, "\t"))
    return out


def bars(rows, rng, outer, repeat=False, markdown=False):
    out = []
    for i, row in enumerate(place(rows)):
        line = [(c.text.replace("\n", "<br>" if markdown else " ") if origin or (repeat and not c.ref) else "", c.glue and origin) for _, c, origin in row]
        s = joined(line, " | ")
        out.append("| " + s + " |" if outer else s)
        if i == 0 and markdown:
            out.append("|" + rng.choice(["---|", " --- |", ":---:|", "----------|"]) * len(line))
    return out


def commas(rows, rng):
    """As a spreadsheet saves: commas, and quotes where a cell needs them."""
    sep = rng.choice([",", ",", ";"])

    def cell(text):
        return '"' + text.replace('"', '""') + '"' if any(c in text for c in sep + '"\n') else text
    return [joined([(cell(t), g) for t, g in full_line(row)], sep) for row in place(rows)]


def box(rows, rng):
    """A frame of box-drawing characters, every row between rules."""
    lines = [[t.replace("\n", "") for t, _ in full_line(row)] for row in place(rows)]
    n = max(len(line) for line in lines)
    lines = [line + [""] * (n - len(line)) for line in lines]
    widths = [max(2, *(width(line[i]) for line in lines)) for i in range(n)]
    bar, dash = rng.choice([("│", "─"), ("┃", "━"), ("║", "═"), ("|", "-")])
    joint = "+" if dash == "-" else "┼"
    rule = joint + joint.join(dash * (w if dash == "-" else (w + 1) // 2) for w in widths) + joint
    out = [rule]
    for line in lines:
        out += [bar + bar.join(t + " " * (w - width(t)) for t, w in zip(line, widths)) + bar, rule]
    return out


def one_a_line(rows, rng, prefix, covered, gap, bar=False):
    """One cell a line. COVERED: a line for a cell that a span from above covers; GAP: a blank line between rows."""
    out = []
    for row in place(rows):
        if gap and out:
            out.append("")
        done = set()
        for _, c, origin in row:
            if not origin:
                # what a span from above covers is an empty cell of this row; what a colspan covers is nothing
                if covered and id(c) not in done and not any(c is k for _, k, o in row if o):
                    out.append(prefix if prefix else "")
                done.add(id(c))
                continue
            text = ("| " if bar else prefix) + c.text
            if c.glue and out:
                out[-1] += c.text
            else:
                out.append(text)
    return out


def label_then_bars(rows, rng):
    """A label on its own line, its numbers on a line of bars."""
    out = []
    for row in place(rows):
        labels = [c.text for _, c, o in row if o and not c.ref and c.text]
        numbers = [c for _, c, o in row if o and c.ref]
        if numbers:
            out += labels
            if numbers[0].glue and out:
                out[-1] += numbers[0].text
                numbers = numbers[1:]
            out.append("| " + " | ".join(c.text for c in numbers) + " |")
        else:
            out.append("| " + " | ".join(labels) + " |")
    return out


def spaces(rows, rng, sep):
    out = []
    for row in place(rows):
        line = [(c.text.replace("\n", sep if sep == " " else ""), c.glue) for _, c, o in row if o and c.text.strip()]
        out.append(joined(line, sep))
    return out


def stream(rows, rng, numbers_on_a_line, loose):
    """Content order of a PDF: cell by cell, wrapped labels as several lines."""
    out = []
    widths = {1: 8, 2: 16, 3: 24}
    for row in place(rows):
        run = []

        def flush():
            if run:
                out.extend([" ".join(run)] if numbers_on_a_line else list(run))
                run.clear()
        for _, c, o in row:
            if not o or not c.text.strip():
                continue
            if c.ref:
                if c.glue and out and not run:
                    out[-1] += c.text
                elif c.glue and run:
                    run[-1] += c.text
                else:
                    run.append(c.text)
            else:
                flush()
                out.extend(wrap(c.text, widths.get(c.colspan, 24) if c.ordinal else 8 * c.colspan))
                if loose:
                    out.append("")
        flush()
        if loose:
            out.append("")
    return out


# ---- laid out by eye

def measure(rows, table, rng):
    """Column starts in display columns."""
    grid = place(rows)
    ncols = max((x for r in grid for x, _, _ in r), default=0) + 1
    w = [0] * ncols
    for r in grid:
        for x, c, o in r:
            if o and c.ref:
                w[x] = max(w[x], width(c.text) + 2)
    if table.name == "三":
        base = [rng.choice([4, 8, 10, 12]), rng.choice([10, 12]), rng.choice([18, 24, 30])]
        body = rng.choice([6, 8, 10])
    elif table.name == "二":
        base, body = [rng.choice([18, 24])], rng.choice([16, 18, 22])
    else:
        base, body = [], rng.choice([6, 8])
    start, at = [], rng.choice([0, 1, 4])
    for i in range(ncols):
        start.append(at)
        at += base[i] if i < len(base) else max(body, w[i])
    return start + [at], grid


def geometry(rows, table, rng, gap):
    """Every printed piece as (half-line, display column, text): the labels wrapped, everything centred in its cell."""
    start, grid = measure(rows, table, rng)
    n = len(rows)
    height = [0] * n
    pieces = []
    boxes = []
    for i, row in enumerate(grid):
        for x, c, o in row:
            if not o:
                continue
            room = start[min(x + c.colspan, len(start) - 1)] - start[x]
            lines = [t for t in wrap(c.text, max(4, room - 2))] if c.text.strip() else []
            boxes.append((i, x, c, room, lines))
            if c.rowspan == 1:
                height[i] = max(height[i], 2 * len(lines))
    height = [max(2, h) + gap for h in height]
    for i, x, c, room, lines in boxes:
        hi = min(n, i + c.rowspan)
        lack = 2 * len(lines) - sum(height[i:hi])
        if lack > 0:
            height[hi - 1] += lack
    top = [0]
    for h in height:
        top.append(top[-1] + h)
    # in some tables everything hangs at the top (or, numbers only, stands at the bottom) of its cell
    align = rng.choices(["middle", "top", "bottom"], [6, 3, 1])[0]
    for i, x, c, room, lines in boxes:
        hi = min(n, i + c.rowspan)
        y = top[i] + (top[hi] - top[i] - gap - 2 * len(lines)) // 2
        if align == "top":
            y = top[i]
        elif align == "bottom" and c.ref:
            y = top[hi] - gap - 2 * len(lines)
        for k, t in enumerate(lines):
            left = start[x] + (0 if c.glue else max(0, (room - width(t)) // 2 if c.ref or c.rowspan > 1 or not c.ordinal else 1))
            pieces.append((y + 2 * k, left, t, c))
    pieces.sort(key=lambda p: (p[0], p[1]))
    return pieces, top[-1]


def eye(rows, table, rng, gap, in_characters=False):
    """IN_CHARACTERS: as pdftotext -layout prints, where columns align when every character counts as one, the wide ones too."""
    pieces, _ = geometry(rows, table, rng, gap)
    measure_line = width
    if in_characters:
        pieces = [(y, int(x * 0.62), t, c) for y, x, t, c in pieces]
        measure_line = len
    out, y, line, at = [], None, "", 0
    for py, px, text, cell in pieces:
        if py != y:
            if y is not None:
                out.append(line)
                if gap and py - y > 2:
                    out.append("")
            y, line, at = py, "", 0
        if cell.glue and line:
            line = line.rstrip() + text
        else:
            line += " " * max(px - at, 1 if line else 0) + text
        at = measure_line(line)
    out.append(line)
    if rng.random() < 0.15:
        rule = "-" * rng.choice([40, 72])
        out = [rule] + out + [rule]
    return out


def one_page(layout, rows, table, rng):
    if layout == "tabs":
        return tabs(rows, rng, False)
    if layout == "commas":
        return commas(rows, rng)
    if layout == "box":
        return box(rows, rng)
    if layout == "tabs-left":
        return tabs(rows, rng, True)
    if layout == "bars":
        return bars(rows, rng, True)
    if layout == "bars-inner":
        return bars(rows, rng, False)
    if layout == "bars-repeat":
        return bars(rows, rng, True, repeat=True)
    if layout == "markdown":
        return bars(rows, rng, True, markdown=True)
    if layout == "lines":
        return one_a_line(rows, rng, "", False, True)
    if layout == "lines-tab":
        return one_a_line(rows, rng, "\t", True, True)
    if layout == "lines-tight":
        return one_a_line(rows, rng, "", False, False)
    if layout == "lines-bars":
        return one_a_line(rows, rng, "", False, rng.random() < 0.5, bar=True)
    if layout == "label-then-bars":
        return label_then_bars(rows, rng)
    if layout == "wide":
        return spaces(rows, rng, "   ")
    if layout in ("spaces", "oneline"):
        return spaces(rows, rng, " ")
    if layout == "stream":
        return stream(rows, rng, False, False)
    if layout == "stream-rows":
        return stream(rows, rng, True, False)
    if layout == "stream-loose":
        return stream(rows, rng, False, True)
    if layout == "stream-page":
        # top to bottom as printed, the gaps gone: a wrapped label stands above and below its numbers
        return [" ".join(line.split()) for line in eye(rows, table, rng, 0)]
    if layout == "eye":
        return eye(rows, table, rng, 0)
    if layout == "eye-characters":
        return eye(rows, table, rng, 0, True)
    if layout == "eye-loose":
        return eye(rows, table, rng, 2)
    raise ValueError(layout)


MIX = ["tabs", "bars", "lines-tab", "spaces", "lines-tight", "wide"]


def table_lines(table, rng):
    """The lines of a table, page breaks included."""
    out = []
    mix = rng.sample(MIX, 2) if table.layout == "mixed" else None
    if mix:
        cut = rng.randint(len(table.head_rows()) + 1, len(table.rows)) if table.name != "二" else rng.randint(2, len(table.rows) - 1)
    for brk, rows in pages(table):
        if brk:
            out += page_break(brk)
        if mix:
            out += one_page(mix[0], rows[:cut], table, rng)
            if rows[cut:]:
                if "lines" in mix[0] + mix[1]:
                    out.append("")
                out += one_page(mix[1], rows[cut:], table, rng)
        else:
            out += one_page(table.layout, rows, table, rng)
    if table.cut and table.layout[:3] in ("eye", "str") and len(out) > 12:
        # a page ends in the middle of a row: its label goes on after the break
        i = rng.randint(8, len(out) - 2)
        out[i:i] = page_break(table.cut)
    return out


PAGE = "\x01"  # the number of the page, known when the whole text is


def number_pages(lines):
    """Page numbers that stand alone count the form feeds before them."""
    page = 1
    for i, line in enumerate(lines):
        if line == PAGE:
            lines[i] = str(page)
        page += line == "\f"


def page_break(brk):
    return {
        "blank": [""], "number": ["", f"- {brk.page} -", ""], "dash": [f"—{brk.page}—"], "of": [f"第 {brk.page} 页 共 {brk.page + 4} 页"],
        "feed": ["\f"], "feed-number": [f"- {brk.page} -", "\f"], "bare-feed": [PAGE, "\f"], "rule": ["----------------------\t-------", ""],
    }[brk.kind]


BREAKS = ["blank", "number", "dash", "of", "feed", "feed-number", "bare-feed", "rule"]
