/* align_wide.c - a wide table: every cell of it in one line of values, its rows side by side. */
#include <string.h>

#include "report/align_parts.h"

static gj_str slice(const gj_aligner *a, uint32_t start, uint32_t end) {
    return (gj_str){a->doc->text.p + start, end - start};
}

/* The label in front of values is that of a row, not of a column: the row stands on its own. */
static bool has_own_label(const gj_aligner *a, uint32_t table, uint32_t run) {
    const gj_item *label = NULL;
    if (a->items[run].bound != GJ_NO_INDEX)
        label = &a->items[a->items[run].bound];
    else if (run > 0 && a->items[run - 1].kind == GJ_ITEM_LABEL)
        label = &a->items[run - 1];
    if (!label) return false;
    if (label->line != a->items[run].line && label > a->items && label[-1].kind == GJ_ITEM_LABEL && label[-1].line == label->line)
        return false; /* several names on a line head columns */
    bool row = label->name == GJ_NO_INDEX;
    for (uint32_t k = label->name; k != GJ_NO_INDEX; k = a->names->name[k].next) {
        const gj_name *name = &a->names->name[k];
        if (name->table != table) continue;
        if (name->kind == GJ_NAME_COLUMN) return false;
        row |= name->kind == GJ_NAME_LEAF;
    }
    return row;
}

/* The columns that all rows of the table have; 0 when they differ. */
static uint32_t common_columns(const gj_table *form) {
    const gj_row *first = NULL;
    for (uint32_t r = 0; r < form->nrows; r++) {
        const gj_row *row = &form->rows[r];
        if (row->slot == GJ_NO_INDEX) continue;
        if (!first) first = row;
        if (row->column != first->column || row->ncolumns != first->ncolumns) return 0;
    }
    return first ? first->ncolumns : 0;
}

/* The table is cut into blocks, one or several rows side by side in each, under a heading of its own: their numbers together are all. */
static bool find_blocks(const gj_aligner *a, uint32_t table, gj_zone zone, uint32_t *from, uint32_t *to) {
    const gj_table *form = &a->form->tables[table];
    uint32_t ncolumns = common_columns(form), values = 0, runs = 0;
    for (uint32_t i = zone.from; i < zone.to && ncolumns > 1 && values < form->nslots; i++) {
        const gj_item *item = &a->items[i];
        if (item->kind != GJ_ITEM_VALUES || item->used || item->nvalues == 0) continue;
        if (item->nvalues % ncolumns != 0) return false;
        if (runs++ == 0) *from = i;
        values += item->nvalues;
        *to = i + 1;
    }
    return runs > 1 && values == form->nslots;
}

/* The longest stretch of runs without a row's label between them, when it holds about as many values as the table has cells, or stands
 * behind the names of columns. */
bool gj_find_wide(gj_aligner *a, uint32_t table, gj_zone zone, uint32_t *from, uint32_t *to) {
    const gj_table *form = &a->form->tables[table];
    uint32_t best = 0, most = 0;
    for (uint32_t r = 0; r < form->nrows; r++)
        if (form->rows[r].slot != GJ_NO_INDEX && form->rows[r].ncolumns > most) most = form->rows[r].ncolumns;
    if (find_blocks(a, table, zone, from, to)) return true;
    for (uint32_t i = zone.from; i < zone.to;) {
        if (a->items[i].kind != GJ_ITEM_VALUES || a->items[i].used) {
            i++;
            continue;
        }
        uint32_t k = i, values = 0, tokens = 0;
        while (k < zone.to && a->items[k].kind == GJ_ITEM_VALUES && !a->items[k].used && values < form->nslots) {
            values += a->items[k].nvalues;
            tokens += a->items[k].ntokens;
            k++;
        }
        if (values > best && (values > most || tokens >= form->nslots || (form->wide && !has_own_label(a, table, i)))) {
            best = values;
            *from = i;
            *to = k;
        }
        i = k;
    }
    return best > 0;
}

/* Values that stand on one line: empty cells of other lines (a header's) are none of theirs. */
static void keep_line_of_values(gj_reading *r) {
    uint32_t line = GJ_NO_INDEX, n = 0;
    for (uint32_t i = 0; i < r->ntokens; i++) {
        if (!gj_token_is_value(&r->token[i])) continue;
        if (line != GJ_NO_INDEX && line != r->token[i].line) return;
        line = r->token[i].line;
    }
    if (line == GJ_NO_INDEX || r->nvalues < 2) return;
    for (uint32_t i = 0; i < r->ntokens; i++)
        if (r->token[i].line == line) r->token[n++] = r->token[i];
    r->ntokens = n;
    r->one_line = true;
    r->lines = n == 1;
}

/* Is each token of the row a column? It is, when the row has a field for each and the header above it has as many. */
static bool field_a_column(const gj_aligner *a, const gj_reading *r, gj_zone zone, uint32_t ncolumns) {
    if (r->ntokens != ncolumns || !r->one_line) return false;
    uint32_t line = r->token[0].line;
    const gj_line *mine = &a->doc->lines[line];
    if (mine->nfields != ncolumns) return false;
    for (uint32_t i = 1; i < r->ntokens; i++) {
        uint8_t gap = r->token[i].gap;
        if (gap != GJ_GAP_TAB && gap != GJ_GAP_BAR && gap != GJ_GAP_CELL) return false;
        if (r->token[i].x1 - r->token[i].x0 != 1) return false;
    }
    for (uint32_t i = a->items[zone.from].line; i < line; i++) {
        const gj_line *above = &a->doc->lines[i];
        if (above->nfields == 0 || above->kind != GJ_LINE_ROW || above->table != mine->table) continue;
        const gj_field *last = &a->doc->fields[above->field + above->nfields - 1];
        if (last->x1 == ncolumns) return true;
    }
    return false;
}

/* A cell a line, an empty one a line with an empty field: when there are as many of both, without a gap, as the table has cells, each is one.
 * The row is cut to them. */
static bool line_a_column(gj_reading *r, uint32_t ncolumns) {
    uint32_t from = 0, values = 0;
    for (uint32_t i = 0; i <= r->ntokens; i++) {
        if (i < r->ntokens && r->token[i].kind != GJ_TOKEN_SEPARATOR) {
            values += gj_token_is_value(&r->token[i]);
            continue;
        }
        if (values > 0) {
            if (values != r->nvalues || i - from != ncolumns) return false;
            r->token += from;
            r->ntokens = ncolumns;
            return true;
        }
        from = i + 1;
    }
    return false;
}

/* By position on the page: the column of a row's block, when the names above say the same order for every block. */
static void order_columns(const gj_aligner *a, uint32_t table, const gj_row *row, gj_zone zone, uint32_t from, uint32_t nslots,
                          uint32_t *order) {
    uint32_t n = 0, ncolumns = row->ncolumns;
    for (uint32_t c = 0; c < ncolumns; c++) order[c] = GJ_NO_INDEX;
    bool same = true;
    for (uint32_t i = zone.from; i < from && same; i++) {
        if (a->items[i].kind != GJ_ITEM_LABEL) continue;
        uint32_t c = gj_column_of(a, table, row, &a->items[i]), k = n % ncolumns;
        if (c == GJ_NO_INDEX) continue;
        if (n < ncolumns) {
            for (uint32_t d = 0; d < k; d++) same &= order[d] != c;
            order[k] = c;
        }
        same &= order[k] == c;
        n++;
    }
    if (same && n == nslots) return;
    for (uint32_t c = 0; c < ncolumns; c++) order[c] = c;
}

/* By position on the page: the row of each block, when each row's name begins in the field where a block begins. */
static void order_rows(gj_aligner *a, uint32_t table, gj_zone zone, uint32_t from, const gj_reading *r, uint32_t ncolumns,
                       const gj_row **rows, uint32_t nrows) {
    const gj_table *form = &a->form->tables[table];
    if (r->ntokens < nrows * ncolumns || r->nvalues != nrows * ncolumns || gj_token_placed(a, &r->token[1]).gap < GJ_GAP_TAB) return;
    const gj_row **order = gj_arena_array(a->scratch, nrows + 1, sizeof *order);
    for (uint32_t i = zone.from; i < from; i++) {
        const gj_item *item = &a->items[i];
        if (item->kind != GJ_ITEM_LABEL) continue;
        for (uint32_t k = item->name; k != GJ_NO_INDEX; k = a->names->name[k].next) {
            const gj_name *name = &a->names->name[k];
            if (name->kind != GJ_NAME_LEAF || name->table != table) continue;
            uint32_t x0, x1, block = 0, at = 0;
            gj_label_extent(a, item, false, &x0, &x1);
            for (uint32_t t = 0; t < r->ntokens; t++) {
                if (!gj_token_is_value(&r->token[t])) continue;
                if (at++ % ncolumns == 0) block++;
                if (at % ncolumns == 1 % ncolumns && gj_token_placed(a, &r->token[t]).x0 == x0) order[block - 1] = &form->rows[name->index];
            }
        }
    }
    for (uint32_t b = 0; b < nrows; b++)
        for (uint32_t d = 0; d <= b; d++)
            if (!order[b] || (d < b && order[d] == order[b])) return;
    memcpy(rows, order, nrows * sizeof *rows);
}

/* The slot of each position: the form's order, unless the heading shows another. */
static uint32_t *slots_in_order(gj_aligner *a, uint32_t table, gj_zone zone, uint32_t from, const gj_reading *r) {
    const gj_table *form = &a->form->tables[table];
    uint32_t *slot = gj_arena_raw(a->scratch, form->nslots + 1, sizeof *slot), ncolumns = common_columns(form), nrows = 0;
    for (uint32_t c = 0; c < form->nslots; c++) slot[c] = form->slot + c;
    if (ncolumns < 2) return slot;
    const gj_row **rows = gj_arena_array(a->scratch, form->nleaves + 1, sizeof *rows);
    for (uint32_t i = 0; i < form->nrows; i++)
        if (form->rows[i].slot != GJ_NO_INDEX) rows[nrows++] = &form->rows[i];
    uint32_t *order = gj_arena_raw(a->scratch, ncolumns + 1, sizeof *order);
    order_columns(a, table, rows[0], zone, from, form->nslots, order);
    order_rows(a, table, zone, from, r, ncolumns, rows, nrows);
    for (uint32_t c = 0; c < form->nslots; c++) slot[c] = rows[c / ncolumns]->slot + order[c % ncolumns];
    return slot;
}

void gj_read_wide(gj_aligner *a, uint32_t table, gj_zone zone, uint32_t from, uint32_t to) {
    gj_report *report = a->report;
    const gj_table *form = &a->form->tables[table];
    gj_reading r = {.match = {.found = true, .from = from, .to = to, .first = GJ_NO_INDEX, .last = GJ_NO_INDEX}};
    gj_reading_gather(a, &r);
    keep_line_of_values(&r);
    bool counted = r.lines && r.nvalues < form->nslots && line_a_column(&r, form->nslots);
    while (!counted && r.ntokens > 0 && r.lines && !gj_token_is_value(&r.token[r.ntokens - 1])) r.ntokens--;
    if (!counted) gj_reading_resolve_lines(a, &r, form->nslots, (gj_line_habit){0});
    gj_reading_split_glued(a, &r, form->nslots);
    gj_reading_join_fields(a, &r, form->nslots);
    r.placed = GJ_NEW_ARRAY(a->scratch, gj_placed, form->nslots + 1);
    r.result = gj_place_tokens(a->scratch, r.token, r.ntokens, form->nslots, NULL, r.placed);
    bool few = r.nvalues < form->nslots;
    counted |= few && field_a_column(a, &r, zone, form->nslots);
    for (uint32_t c = 0; counted && c < form->nslots; c++)
        r.placed[c] = (gj_placed){.token = gj_token_is_value(&r.token[c]) ? c : GJ_NO_INDEX};
    if (counted) r.result = (gj_row_reading){.nvalues = r.nvalues};
    bool pushed = few && !counted && r.one_line && r.ntokens > 0 && (r.token[0].gap != GJ_GAP_CELL) &&
                  gj_reading_blank_side(&r, form->nslots) != GJ_BLANKS_INSIDE;
    r.uncertain |= r.one_line && r.nvalues == form->nslots && gj_reading_blanks_between(&r);
    bool ambiguous = pushed || r.uncertain || r.result.ambiguous;
    uint32_t start = r.ntokens ? r.token[0].start : a->items[from].start, end = a->items[to - 1].end;
    uint32_t *slot = slots_in_order(a, table, zone, from, &r);
    for (uint32_t c = 0; c < form->nslots; c++)
        gj_cell_put_placed(a, table, slot[c], &r, &r.placed[c], pushed || r.uncertain || r.placed[c].ambiguous,
                           r.result.inexact && r.nvalues > form->nslots, start);
    for (uint32_t i = from; i < to; i++) a->items[i].used = true;
    for (uint32_t i = zone.from; i < zone.to; i++) {
        gj_item *item = &a->items[i];
        if (item->kind != GJ_ITEM_LABEL) continue;
        for (uint32_t k = item->name; k != GJ_NO_INDEX; k = a->names->name[k].next) {
            const gj_name *name = &a->names->name[k];
            if (name->kind > GJ_NAME_GROUP || name->table != table) continue;
            gj_found_row *row = &report->rows[table][name->index];
            if (!row->found) *row = (gj_found_row){.found = true, .start = item->start, .end = item->end};
        }
    }
    if (ambiguous || r.nvalues > form->nslots) {
        gj_str what = form->title.name.n ? form->title.name : form->name;
        gj_note *note =
            gj_report_note(report, r.nvalues > form->nslots ? GJ_NOTE_EXTRA_NUMBERS : GJ_NOTE_TOO_FEW, table, GJ_NO_INDEX, start, end);
        note->arg[0] = what;
        note->arg[1] = gj_count_str(report->arena, r.nvalues);
        note->arg[2] = gj_count_str(report->arena, form->nslots);
        if (ambiguous) {
            note = gj_report_note(report, GJ_NOTE_AMBIGUOUS_ROW, table, GJ_NO_INDEX, start, end);
            note->arg[0] = what;
            note->arg[1] = slice(a, start, end > start && end - start < 200 ? end : start);
        }
    }
}
