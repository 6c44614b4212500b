/* align_cross.c - a table set crosswise: the form's columns are printed as rows ("结果维持 97 13 21", a number for each row of the form), or as a
 * list under each row's name ("行政复议", then "结果维持 97" and so on).
 *
 * It is one only when every column of the form has values behind its name. Which number is whose is told by the rows' names above, else by the
 * form's order.
 */
#include <string.h>

#include "report/align_parts.h"

typedef struct gj_crossing {
    uint32_t label, values; /* items */
    uint32_t column, leaf;  /* leaf: the row's name that stands nearest above, or GJ_NO_INDEX */
} gj_crossing;

typedef struct gj_cross {
    gj_aligner *a;
    uint32_t table, nleaves;
    const gj_table *form;
    const gj_row **leaf; /* in the form's order; all have the same columns */
    gj_crossing *at;
    uint32_t n;
    uint32_t *order, named; /* the leaves that are named before the first crossing, as they stand there */
} gj_cross;

static uint32_t leaf_of(const gj_cross *x, const gj_item *item) {
    const gj_names *names = x->a->names;
    for (uint32_t k = item->name; k != GJ_NO_INDEX; k = names->name[k].next)
        if (names->name[k].kind == GJ_NAME_LEAF && names->name[k].table == x->table) return x->form->rows[names->name[k].index].leaf;
    return GJ_NO_INDEX;
}

static bool share_columns(gj_cross *x) {
    x->leaf = gj_arena_array(x->a->scratch, x->form->nleaves + 1, sizeof *x->leaf);
    for (uint32_t r = 0; r < x->form->nrows; r++) {
        const gj_row *row = &x->form->rows[r];
        if (row->slot == GJ_NO_INDEX) continue;
        x->leaf[x->nleaves++] = row;
        if (row->column != x->leaf[0]->column || row->ncolumns != x->leaf[0]->ncolumns) return false;
    }
    return x->nleaves > 1 && x->leaf[0]->ncolumns > 1;
}

/* Names of columns with values right behind them. Fewer than the columns: it is no such table. */
static bool collect(gj_cross *x, gj_zone zone) {
    const gj_aligner *a = x->a;
    const gj_row *row = x->leaf[0];
    uint32_t most = x->nleaves * row->ncolumns, leaf = GJ_NO_INDEX, seen = 0;
    for (uint32_t i = zone.from; i + 1 < zone.to; i++) {
        const gj_item *item = &a->items[i], *next = item + 1;
        if (item->kind != GJ_ITEM_LABEL || item->name == GJ_NO_INDEX || item->used) continue;
        uint32_t l = leaf_of(x, item), c = GJ_NO_INDEX;
        if (l == GJ_NO_INDEX) c = gj_column_of(a, x->table, row, item);
        bool valued = next->kind == GJ_ITEM_VALUES && !next->used && next->ntokens > 0 && (next->bound == i || next->bound == GJ_NO_INDEX);
        if (l != GJ_NO_INDEX) {
            if (valued && next->nvalues > 0) return false; /* a row of its own */
            leaf = l;
            for (uint32_t k = 0; x->n == 0 && k <= x->named && x->named < x->nleaves; k++) {
                if (k == x->named) x->order[x->named++] = l;
                if (x->order[k] == l) break;
            }
        }
        if (c == GJ_NO_INDEX || !valued) continue;
        if (x->n == most) return false;
        bool met = false;
        for (uint32_t k = 0; k < x->n; k++) met |= x->at[k].column == c;
        seen += !met;
        x->at[x->n++] = (gj_crossing){.label = i, .values = i + 1, .column = c, .leaf = leaf};
    }
    return seen == row->ncolumns;
}

static gj_reading gather(const gj_cross *x, const gj_crossing *at) {
    gj_reading r = {.match = {.found = true, .from = at->label, .to = at->values + 1, .first = at->label, .last = at->label}};
    gj_reading_gather(x->a, &r);
    return r;
}

static gj_placed *place(const gj_cross *x, gj_reading *r, uint32_t n, const gj_geometry *geometry) {
    gj_reading_resolve_lines(x->a, r, n, (gj_line_habit){0});
    gj_reading_join_fields(x->a, r, n);
    r->placed = GJ_NEW_ARRAY(x->a->scratch, gj_placed, n + 1);
    r->result = gj_place_tokens(x->a->scratch, r->token, r->ntokens, n, geometry, r->placed);
    return r->placed;
}

/* A number for each row of the form behind the name of each column, once. */
static bool read_rows(gj_cross *x) {
    gj_aligner *a = x->a;
    uint32_t n = x->nleaves, complete = 0;
    if (x->n != x->leaf[0]->ncolumns) return false;
    gj_reading *r = GJ_NEW_ARRAY(a->scratch, gj_reading, x->n);
    gj_geometry g = {.ncolumns = n};
    g.x0 = gj_arena_raw(a->scratch, n + 1, sizeof *g.x0);
    g.x1 = gj_arena_raw(a->scratch, n + 1, sizeof *g.x1);
    for (uint32_t i = 0; i < x->n; i++) {
        r[i] = gather(x, &x->at[i]);
        bool fields = r[i].ntokens == n && !r[i].lines && r[i].token[n - 1].gap >= GJ_GAP_TAB; /* one for each, empty or not */
        if (r[i].nvalues != n && !fields) continue;
        complete++;
        for (uint32_t k = 0, c = 0; k < r[i].ntokens && !g.known; k++) {
            if (!fields && !gj_token_is_value(&r[i].token[k])) continue;
            g.x0[c] = r[i].token[k].x0;
            g.x1[c++] = r[i].token[k].x1;
        }
        g.known = !r[i].lines;
    }
    if (complete * 2 < x->n) return false;
    for (uint32_t i = 0; i < x->n; i++) {
        const gj_item *label = &a->items[x->at[i].label];
        gj_placed *placed = place(x, &r[i], n, r[i].lines ? NULL : &g);
        for (uint32_t k = 0; k < n; k++) {
            const gj_row *row = x->leaf[x->named == n ? x->order[k] : k];
            gj_cell_put_placed(a, x->table, row->slot + x->at[i].column, &r[i], &placed[k], r[i].uncertain || placed[k].ambiguous,
                               r[i].nvalues > n, label->start);
        }
        gj_note_count(a, x->table, GJ_NO_INDEX, &r[i], n, (gj_str){a->doc->text.p + label->start, label->end - label->start});
    }
    return true;
}

/* One number behind each name, under the name of its row. */
static bool read_list(gj_cross *x) {
    uint32_t ncolumns = x->leaf[0]->ncolumns, most = x->nleaves * ncolumns;
    if (x->n * 2 < most) return false;
    bool *met = gj_arena_array(x->a->scratch, most + 1, sizeof *met);
    for (uint32_t i = 0; i < x->n; i++) {
        const gj_crossing *at = &x->at[i];
        if (at->leaf == GJ_NO_INDEX || x->a->items[at->values].nvalues > 1 || met[at->leaf * ncolumns + at->column]) return false;
        met[at->leaf * ncolumns + at->column] = true;
    }
    for (uint32_t k = 0; k < most; k++)
        gj_cell_put_missing(x->a, x->leaf[k / ncolumns]->slot + k % ncolumns, GJ_BLANK, x->a->items[x->at[0].label].start);
    for (uint32_t i = 0; i < x->n; i++) {
        const gj_crossing *at = &x->at[i];
        gj_reading r = gather(x, at);
        gj_placed *placed = place(x, &r, 1, NULL);
        gj_cell_put_placed(x->a, x->table, x->leaf[at->leaf]->slot + at->column, &r, placed, placed->ambiguous, false,
                           x->a->items[at->label].start);
    }
    return true;
}

bool gj_read_cross(gj_aligner *a, uint32_t table, gj_zone zone) {
    gj_cross x = {.a = a, .table = table, .form = &a->form->tables[table]};
    if (x.form->nleaves < 2 || !share_columns(&x)) return false;
    x.at = GJ_NEW_ARRAY(a->scratch, gj_crossing, x.nleaves * x.leaf[0]->ncolumns + 1);
    x.order = gj_arena_raw(a->scratch, x.nleaves + 1, sizeof *x.order);
    if (!collect(&x, zone) || !(read_rows(&x) || read_list(&x))) return false;
    uint32_t first = x.at[0].label, last = x.at[x.n - 1].values + 1;
    for (uint32_t i = 0; i < x.n; i++) a->items[x.at[i].label].used = a->items[x.at[i].values].used = true;
    for (uint32_t i = zone.from; i < last; i++) {
        uint32_t l = a->items[i].kind == GJ_ITEM_LABEL ? leaf_of(&x, &a->items[i]) : GJ_NO_INDEX;
        if (l == GJ_NO_INDEX) continue;
        if (i < first) first = i;
        gj_found_row *row = &a->report->rows[table][x.leaf[l] - x.form->rows];
        gj_item *item = &a->items[i];
        item->used = true;
        if (!row->found) *row = (gj_found_row){.found = true, .start = item->start, .end = item->end};
    }
    gj_found_at(a, table, first, last);
    gj_note_rest(a, table, first, last);
    return true;
}
