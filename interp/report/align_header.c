/* align_header.c - the order of a table's columns on the page, where its heading shows it.
 *
 * What one line shows is trusted: on it cells stand from left to right. In a heading of several lines, cells that span them come first in
 * reading order wherever they stand; there the order is what the places of the names say, when every name has the place of a column of
 * numbers. What neither shows is the form's order.
 */
#include <string.h>

#include "report/align_parts.h"

static bool has_common_heading(const gj_table *form, const gj_row *row) {
    for (uint32_t c = 0; c < row->ncolumns; c++)
        if (form->columns[row->column + c].heading.n > 0) return true;
    return false;
}

uint32_t gj_column_of(const gj_aligner *a, uint32_t table, const gj_row *row, const gj_item *item) {
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
        uint32_t c = gj_column_of(a, table, row, item);
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

/* The columns of ROW under the common heading that the label is, as the first and how many; 0 when it is none. */
static uint32_t columns_under(const gj_aligner *a, uint32_t table, const gj_row *row, const gj_item *item, uint32_t *first) {
    const gj_table *form = &a->form->tables[table];
    for (uint32_t k = item->name; k != GJ_NO_INDEX; k = a->names->name[k].next) {
        const gj_name *name = &a->names->name[k];
        if (name->kind != GJ_NAME_HEADING || name->table != table) continue;
        gj_str heading = form->columns[name->index].heading;
        uint32_t n = 0;
        for (uint32_t c = 0; c < row->ncolumns; c++) {
            if (!gj_str_eq(form->columns[row->column + c].heading, heading)) continue;
            if (n++ == 0) *first = c;
        }
        return n;
    }
    return 0;
}

/* The same as read_line for a row whose columns partly stand under a common heading: the line must name them all, one by one or by that heading,
 * whose columns a line of their own may put in another order. */
static uint32_t read_common_line(const gj_aligner *a, uint32_t table, const gj_row *row, uint32_t i, uint32_t before, uint32_t *order) {
    uint32_t line = a->items[i].line, from = i, n = 0, under = 0, under_at = 0, under_first = 0;
    while (from > a->zone.from && a->items[from - 1].line == line) from--;
    for (uint32_t k = from; k <= i; k++) {
        const gj_item *item = &a->items[k];
        if (item->kind != GJ_ITEM_LABEL || n >= row->ncolumns) return 0;
        uint32_t c = gj_column_of(a, table, row, item), first = 0,
                 count = c == GJ_NO_INDEX ? columns_under(a, table, row, item, &first) : 0;
        if (c == GJ_NO_INDEX && count == 0) {
            if (n > 0) return 0;
            continue;
        }
        if (count > 0) {
            if (under > 0 || n + count > row->ncolumns) return 0;
            under = count;
            under_at = n;
            under_first = first;
            for (uint32_t d = 0; d < count; d++) order[n++] = first + d;
        } else {
            order[n++] = c;
        }
    }
    if (n != row->ncolumns) return 0;
    for (uint32_t c = 0; c < n; c++)
        for (uint32_t d = 0; d < c; d++)
            if (order[d] == order[c]) return 0; /* a heading and its columns on one line: two lines that ran together */
    if (under < 2) return n;
    uint32_t *inner = gj_arena_raw(a->scratch, row->ncolumns + 1, sizeof *inner);
    for (uint32_t k = i + 1; k < before; k++) {
        if (k + 1 < before && a->items[k + 1].line == a->items[k].line) continue;
        if (read_line(a, table, row, k, inner) != under) continue;
        bool within = true;
        for (uint32_t c = 0; c < under; c++) within &= inner[c] >= under_first && inner[c] < under_first + under;
        for (uint32_t c = 0; within && c < under; c++) order[under_at + c] = inner[c];
        break;
    }
    return n;
}

/* The order of the columns of row O, which is complete, by the places of their names above: 0 when a name is missing, or not every column of
 * numbers has the place of one. */
static uint32_t read_places(gj_aligner *a, uint32_t table, const gj_reading *o, bool by_character, uint32_t *order) {
    const gj_table *form = &a->form->tables[table];
    const gj_row *row = &form->rows[o->row];
    gj_geometry g = {.known = true, .ncolumns = row->ncolumns, .by_character = by_character};
    g.x0 = gj_arena_raw(a->scratch, row->ncolumns + 1, sizeof *g.x0);
    g.x1 = gj_arena_raw(a->scratch, row->ncolumns + 1, sizeof *g.x1);
    uint8_t gap = GJ_GAP_WIDE;
    for (uint32_t i = 0, c = 0; i < o->ntokens; i++) {
        if (!gj_token_is_value(&o->token[i])) continue;
        gj_token t = gj_token_placed(a, &o->token[i]);
        if (c > 0) gap = t.gap;
        g.x0[c] = by_character ? t.c0 : t.x0;
        g.x1[c++] = by_character ? t.c1 : t.x1;
        if (g.x1[c - 1] == 0) return 0; /* nothing is known of where it stands */
    }
    uint32_t found = 0, *at = gj_arena_raw(a->scratch, row->ncolumns + 1, sizeof *at); /* by column: its place */
    memset(at, 0xFF, (row->ncolumns + 1) * sizeof *at);
    memset(order, 0xFF, row->ncolumns * sizeof *order);
    for (uint32_t i = o->match.from; i-- > a->zone.from && found < row->ncolumns;) {
        const gj_item *item = &a->items[i];
        if (item->kind != GJ_ITEM_LABEL || item->used || item->fold.n == 0 || item->fold.n > 12) continue;
        uint32_t c = gj_column_of(a, table, row, item);
        if (c == GJ_NO_INDEX && item->name == GJ_NO_INDEX) c = gj_column_with(a, form, row, item->fold);
        if (c == GJ_NO_INDEX || at[c] != GJ_NO_INDEX) continue;
        gj_token name = {.gap = gap};
        gj_label_extent(a, item, by_character, &name.x0, &name.x1);
        if (by_character) name.c0 = name.x0, name.c1 = name.x1;
        at[c] = gj_geometry_column(&g, &name);
        if (at[c] == GJ_NO_INDEX || order[at[c]] != GJ_NO_INDEX) return 0;
        order[at[c]] = c;
        found++;
    }
    return found == row->ncolumns ? found : 0;
}

/* A name a line, all columns of ROW one after another and no common heading among them: 0 when it is not so. */
static uint32_t read_column(const gj_aligner *a, uint32_t table, const gj_row *row, uint32_t before, uint32_t *order) {
    uint32_t n = row->ncolumns;
    for (uint32_t i = before; i-- > a->zone.from + n - 1;) {
        if (a->items[i].kind != GJ_ITEM_LABEL || gj_column_of(a, table, row, &a->items[i]) == GJ_NO_INDEX) continue;
        uint64_t met = 0;
        for (uint32_t k = 0; k < n && n < 64; k++) {
            const gj_item *item = &a->items[i - k];
            uint32_t c = item->kind == GJ_ITEM_LABEL ? gj_column_of(a, table, row, item) : GJ_NO_INDEX;
            if (c == GJ_NO_INDEX || (met >> c & 1) || (k > 0 && item->line == item[1].line)) return 0;
            met |= UINT64_C(1) << c;
            order[n - 1 - k] = c;
        }
        return n;
    }
    return 0;
}

/* The order of the columns of ROW, which stand under a common heading, as shown before item BEFORE; COMPLETE is a row that has them all, or NULL. */
static uint32_t common_order(gj_aligner *a, uint32_t table, const gj_row *row, uint32_t before, const gj_reading *complete,
                             uint32_t *order) {
    uint32_t line = GJ_NO_INDEX, named;
    for (uint32_t i = before; i-- > a->zone.from;) {
        const gj_item *item = &a->items[i];
        uint32_t under;
        if (item->line == line || item->kind != GJ_ITEM_LABEL) continue;
        line = item->line;
        if (item->name == GJ_NO_INDEX) continue;
        if (gj_column_of(a, table, row, item) == GJ_NO_INDEX && columns_under(a, table, row, item, &under) == 0) continue;
        named = read_common_line(a, table, row, i, before, order);
        if (named > 0) return named;
    }
    named = read_column(a, table, row, before, order);
    if (named > 0 || !complete) return named;
    named = read_places(a, table, complete, false, order);
    return named == 0 && a->doc->format == GJ_FORMAT_TEXT ? read_places(a, table, complete, true, order) : named;
}

/* The same for rows of a table: it is the same for all that share the columns of ROW. */
static uint32_t common_order_of(gj_aligner *a, uint32_t table, const gj_row *row, const gj_reading *rows, uint32_t n, uint32_t *order) {
    const gj_table *form = &a->form->tables[table];
    const gj_reading *first = NULL, *complete = NULL;
    for (uint32_t i = 0; i < n && !complete; i++) {
        const gj_reading *o = &rows[i];
        if (!o->match.found || form->rows[o->row].column != row->column || form->rows[o->row].ncolumns != row->ncolumns) continue;
        if (!first) first = o;
        if (o->nvalues == row->ncolumns && o->one_line && !o->lines) complete = o;
    }
    return first ? common_order(a, table, row, first->match.from, complete, order) : 0;
}

bool gj_columns_in_order(gj_aligner *a, uint32_t table, const gj_row *row, uint32_t before, const gj_item *run) {
    const gj_table *form = &a->form->tables[table];
    uint32_t *order = gj_arena_raw(a->scratch, row->ncolumns + 1, sizeof *order), named;
    if (row->ncolumns < 2) return true;
    if (has_common_heading(form, row)) {
        gj_reading complete = {
            .row = (uint32_t)(row - form->rows), .match = {.from = before}, .token = a->tokens + run->token, .ntokens = run->ntokens};
        named = common_order(a, table, row, before, run->lines ? NULL : &complete, order);
    } else {
        named = gj_header_order(a, table, row, before, order);
    }
    if (named == 0) return true;
    for (uint32_t c = 1; c < named; c++)
        if (order[c] <= order[c - 1]) return false;
    return named == row->ncolumns;
}

uint32_t gj_header_order(gj_aligner *a, uint32_t table, const gj_row *row, uint32_t before, uint32_t *order) {
    if (row->ncolumns < 2) return 0;
    uint32_t line = GJ_NO_INDEX;
    for (uint32_t i = before; i-- > a->zone.from;) { /* the nearest line above that names columns */
        const gj_item *item = &a->items[i];
        if (item->line == line || item->kind != GJ_ITEM_LABEL) continue;
        line = item->line;
        if (gj_column_of(a, table, row, item) == GJ_NO_INDEX) continue;
        uint32_t n = read_line(a, table, row, i, order);
        return n >= 2 ? n : 0;
    }
    return 0;
}

/* Puts the values of R where the heading says. */
static void put_in_order(gj_aligner *a, const gj_table *form, const gj_reading *rows, uint32_t n, gj_reading *r, const uint32_t *order,
                         uint32_t named) {
    const gj_row *row = &form->rows[r->row];
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
        r->uncertain = r->pushed = r->noted = false;
    }
    r->placed = placed;
}

/* Columns in another order, or some of them: the placed tokens are put where the heading says. */
void gj_reading_reorder(gj_aligner *a, uint32_t table, gj_reading *rows, uint32_t n) {
    const gj_table *form = &a->form->tables[table];
    uint32_t *order = gj_arena_raw(a->scratch, form->ncolumns + 1, sizeof *order), named = 0;
    const gj_row *common = NULL;
    for (uint32_t i = 0; i < n; i++) {
        gj_reading *r = &rows[i];
        const gj_row *row = &form->rows[r->row];
        if (!r->match.found || r->nvalues == 0 || row->ncolumns < 2) continue;
        if (!has_common_heading(form, row)) {
            named = gj_header_order(a, table, row, r->match.from, order);
            common = NULL;
        } else if (!common || common->column != row->column || common->ncolumns != row->ncolumns) {
            named = common_order_of(a, table, row, rows, n, order);
            common = row;
        }
        if (named > 0) put_in_order(a, form, rows, n, r, order, named);
    }
}
