/* align_header.c - the order of a table's columns on the page, where its heading line shows it.
 *
 * A heading is trusted only when it stands on one line: in a heading of several lines, cells that span them come first in reading order
 * wherever they stand. Columns that the form puts under a common heading are therefore always taken in the form's order.
 */
#include "report/align_parts.h"

static bool has_common_heading(const gj_table *form, const gj_row *row) {
    for (uint32_t c = 0; c < row->ncolumns; c++)
        if (form->columns[row->column + c].heading.n > 0) return true;
    return false;
}

/* The column of ROW that the label is the name of, counted from the row's first; or GJ_NO_INDEX. */
static uint32_t column_of(const gj_aligner *a, uint32_t table, const gj_row *row, const gj_item *item) {
    for (uint32_t k = item->name; k != GJ_NO_INDEX; k = a->names->name[k].next) {
        const gj_name *name = &a->names->name[k];
        if (name->kind == GJ_NAME_COLUMN && name->table == table && name->index >= row->column && name->index < row->column + row->ncolumns)
            return name->index - row->column;
    }
    return GJ_NO_INDEX;
}

/* Columns named on the line of item I (the last of its line), from left to right; 0 when one stands twice or something is unknown. */
static uint32_t read_line(const gj_aligner *a, uint32_t table, const gj_row *row, uint32_t i, uint32_t *order) {
    uint32_t line = a->items[i].line, first = i, n = 0;
    while (first > a->zone.from && a->items[first - 1].line == line) first--;
    for (uint32_t k = first; k <= i; k++) {
        const gj_item *item = &a->items[k];
        if (item->kind != GJ_ITEM_LABEL) return 0;
        uint32_t c = column_of(a, table, row, item);
        if (c == GJ_NO_INDEX) {
            if (n > 0) return 0; /* before the columns stands the heading of the labels; between them nothing may */
            continue;
        }
        for (uint32_t d = 0; d < n; d++)
            if (order[d] == c) return 0;
        order[n++] = c;
    }
    return n;
}

uint32_t gj_header_order(gj_aligner *a, uint32_t table, const gj_row *row, uint32_t before, uint32_t *order) {
    const gj_table *form = &a->form->tables[table];
    if (row->ncolumns < 2 || has_common_heading(form, row)) return 0;
    uint32_t line = GJ_NO_INDEX;
    for (uint32_t i = before; i-- > a->zone.from;) { /* the nearest line above that names columns */
        const gj_item *item = &a->items[i];
        if (item->line == line || item->kind != GJ_ITEM_LABEL) continue;
        line = item->line;
        if (column_of(a, table, row, item) == GJ_NO_INDEX) continue;
        uint32_t n = read_line(a, table, row, i, order);
        return n >= 2 ? n : 0;
    }
    return 0;
}

/* Columns in another order, or some of them: the placed tokens are put where the heading says. */
void gj_reading_reorder(gj_aligner *a, uint32_t table, gj_reading *rows, uint32_t n, uint32_t target) {
    gj_reading *r = &rows[target];
    const gj_table *form = &a->form->tables[table];
    const gj_row *row = &form->rows[r->row];
    if (r->nvalues == 0) return;
    uint32_t *order = gj_arena_raw(a->scratch, row->ncolumns + 1, sizeof *order),
             named = gj_header_order(a, table, row, r->match.from, order);
    if (named == 0) return;
    bool ascending = true;
    for (uint32_t c = 1; c < named; c++) ascending &= order[c] > order[c - 1];
    if (named == row->ncolumns && ascending) return;
    gj_placed *placed = GJ_NEW_ARRAY(a->scratch, gj_placed, row->ncolumns + 1);
    for (uint32_t c = 0; c < row->ncolumns; c++) placed[c] = (gj_placed){.token = GJ_NO_INDEX};
    if (named == row->ncolumns) {
        for (uint32_t c = 0; c < named; c++) placed[order[c]] = r->placed[c];
    } else { /* some columns are not on the page: believed when no row has more values than the heading has names */
        for (uint32_t i = 0; i < n; i++)
            if (rows[i].match.found && form->rows[rows[i].row].column == row->column && rows[i].nvalues > named) return;
        if (r->nvalues != named) return;
        for (uint32_t i = 0, c = 0; i < r->ntokens; i++)
            if (gj_token_is_value(&r->token[i])) placed[order[c++]].token = i;
        for (uint32_t c = 0; c < row->ncolumns; c++) placed[c].absent = placed[c].token == GJ_NO_INDEX;
        r->result = (gj_row_reading){.nvalues = r->nvalues};
        r->uncertain = false;
    }
    r->placed = placed;
    r->reordered = true;
}
