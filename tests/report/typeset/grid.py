"""A table as people draw it: rows of cells with spans, as in HTML. Every layout is printed from this one shape."""


class Cell:
    """A cell of the page. `ref` is (table, row, column) for a number; `gone` means that nothing of it is printed, not even its place."""
    __slots__ = ("text", "colspan", "rowspan", "ref", "ordinal", "name", "gone", "glue")

    def __init__(self, text, colspan=1, rowspan=1, ref=None, ordinal="", name=""):
        self.text, self.colspan, self.rowspan, self.ref = text, colspan, rowspan, ref
        self.ordinal, self.name = ordinal, name
        self.gone = False
        self.glue = False  # nothing separates it from the cell before it


class Break:
    """A page break in front of a row: what stands there in the text, and whether the header is printed again."""

    def __init__(self, kind, page, repeat_header):
        self.kind, self.page, self.repeat_header = kind, page, repeat_header


class Row:
    def __init__(self, cells, head=False):
        self.cells, self.head = cells, head
        self.brk = None
        self.odd = False  # it has more or fewer numbers than columns

    def numbers(self):
        return [c for c in self.cells if c.ref]

    def label(self):
        """The cell that names the row: the last one before its numbers."""
        last = None
        for c in self.cells:
            if c.ref:
                break
            last = c
        return last


class Table:
    def __init__(self, name, rows, width, label_columns):
        self.name, self.rows, self.width, self.label_columns = name, rows, width, label_columns
        self.layout = None
        self.ordered = False  # its heading says an order of the columns that is not the form's: it has to stay
        self.cut = None  # a Break that falls anywhere, in the middle of a row too

    def head_rows(self):
        return [r for r in self.rows if r.head]

    def data_rows(self):
        return [r for r in self.rows if not r.head]

    def delete(self, row):
        """Takes a row out; a cell that spans into the next rows moves down, as when a page loses a line."""
        i = self.rows.index(row)
        for k in range(i):
            for c in self.rows[k].cells:
                if k + c.rowspan > i:
                    c.rowspan -= 1
        moved = []
        for c in row.cells:
            if c.rowspan > 1:
                c.rowspan -= 1
                moved.append(c)
        if moved and i + 1 < len(self.rows):
            self.rows[i + 1].cells[:0] = moved
        del self.rows[i]
        if row.brk and i < len(self.rows):
            self.rows[i].brk = row.brk

    def drop_labels(self, row):
        """Takes a row out together with the labels that stand in it."""
        for c in row.cells:
            c.rowspan = 1
        self.delete(row)


def place(rows):
    """For each row a list of (column, cell, origin) in column order; origin is False where a span from above or the left covers."""
    busy = {}
    out = []
    for i, row in enumerate(rows):
        line = [(x, c, False) for (y, x), c in busy.items() if y == i]
        x = 0
        for cell in row.cells:
            if cell.gone:
                continue
            while (i, x) in busy:
                x += 1
            line.append((x, cell, True))
            for dx in range(cell.colspan):
                if dx:
                    line.append((x + dx, cell, False))
                for dy in range(1, cell.rowspan):
                    busy[(i + dy, x + dx)] = cell
            x += cell.colspan
        line.sort(key=lambda t: t[0])
        out.append(line)
    return out


def pages(table):
    """The table's rows cut at its page breaks: a list of (break or None, rows), with header rows repeated where the break says so.
    Spans are clipped to their page; a clipped label is not printed again."""
    cuts = [i for i, r in enumerate(table.rows) if r.brk and i]
    if not cuts:
        return [(None, table.rows)]
    parts, grid = [], place(table.rows)
    bounds = [0] + cuts + [len(table.rows)]
    for lo, hi in zip(bounds, bounds[1:]):
        rows = []
        for i in range(lo, hi):
            cells = []
            for x, cell, origin in grid[i]:
                if origin:
                    top = Cell(cell.text, cell.colspan, min(cell.rowspan, hi - i), cell.ref, cell.ordinal, cell.name)
                    top.glue = cell.glue
                    cells.append(top)
                elif i == lo and not any(cell is c for c in table.rows[i].cells):
                    first = min(xx for xx, c, _ in grid[i] if c is cell)
                    if x == first:
                        start = next(k for k, r in enumerate(table.rows) if any(c is cell for c in r.cells))
                        cells.append(Cell("", cell.colspan, min(start + cell.rowspan, hi) - lo))
            rows.append(Row(cells, table.rows[i].head))
        brk = table.rows[lo].brk if lo else None
        if brk and brk.repeat_header:
            rows = clone_rows(table.head_rows()) + rows
        parts.append((brk, rows))
    return parts


def clone_rows(rows):
    out = []
    for r in rows:
        cells = []
        for c in r.cells:
            d = Cell(c.text, c.colspan, c.rowspan, None, c.ordinal, c.name)
            d.gone = c.gone
            cells.append(d)
        out.append(Row(cells, r.head))
    return out
