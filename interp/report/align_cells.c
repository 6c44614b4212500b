/* align_cells.c - what is read becomes cells, and what is noticed becomes notes. */
#include <string.h>

#include "base/utf8.h"
#include "report/align_parts.h"

static gj_str slice(const gj_aligner *a, uint32_t start, uint32_t end) {
    return (gj_str){a->doc->text.p + start, end - start};
}

/* Cells. */

void gj_cell_put(gj_aligner *a, uint32_t slot, const gj_token *t, bool inferred) {
    gj_report *report = a->report;
    gj_cell *cell = &report->cells[slot];
    switch (t->kind) {
    case GJ_TOKEN_NUMBER: gj_report_set(report, slot, t->value, t->written); break;
    case GJ_TOKEN_DASH: gj_report_unset(report, slot, GJ_DASH); break;
    case GJ_TOKEN_NONE: gj_report_unset(report, slot, GJ_NONE); break;
    case GJ_TOKEN_UNREADABLE: gj_report_unset(report, slot, GJ_UNREADABLE); break;
    default: gj_report_unset(report, slot, GJ_BLANK); break;
    }
    cell->inferred = inferred;
    bool own_field = !t->split && t->gap != GJ_GAP_NONE && gj_token_is_value(t);
    cell->at = t->start;
    cell->end = gj_token_is_value(t) ? t->end : t->start;
    cell->there = true;
    cell->field = own_field ? t->field + 1 : 0;
}

void gj_cell_put_missing(gj_aligner *a, uint32_t slot, gj_status status, uint32_t at) {
    gj_report_unset(a->report, slot, status);
    gj_cell *cell = &a->report->cells[slot];
    cell->at = cell->end = at;
    cell->there = true;
    cell->field = 0;
}

gj_str gj_count_str(gj_arena *arena, uint32_t n) {
    return gj_str_format(arena, "%u", n);
}

static gj_str row_name(const gj_row *row) {
    return row->label.name;
}

/* "O" for 0 and its like: what was probably meant. */
gj_str gj_unreadable_hint(gj_arena *arena, gj_str raw) {
    bool round = raw.n > 0;
    for (size_t i = 0; i < raw.n; i++) round &= raw.p[i] == 'O' || raw.p[i] == 'o' || (raw.p[i] >= '0' && raw.p[i] <= '9');
    if (!round || raw.n > 12) return GJ_STR_NONE;
    char digits[16];
    for (size_t i = 0; i < raw.n; i++) digits[i] = raw.p[i] == 'O' || raw.p[i] == 'o' ? '0' : raw.p[i];
    return gj_str_format(arena, "（%.*s？）", (int)raw.n, digits);
}

void gj_cell_put_placed(gj_aligner *a, uint32_t table, uint32_t slot, const gj_reading *r, const gj_placed *p, bool doubtful, bool inferred,
                        uint32_t at) {
    if (doubtful || p->token == GJ_NO_INDEX) {
        gj_cell_put_missing(a, slot, doubtful ? GJ_AMBIGUOUS : GJ_BLANK, at);
        return;
    }
    const gj_token *t = &r->token[p->token];
    gj_cell_put(a, slot, t, inferred);
    if (t->kind != GJ_TOKEN_UNREADABLE) return;
    gj_note *note = gj_report_note(a->report, GJ_NOTE_UNREADABLE_NUMBER, table, a->form->slots[slot].row, t->start, t->end);
    note->arg[0] = slice(a, t->start, t->end);
    note->arg[1] = gj_unreadable_hint(a->report->arena, note->arg[0]);
}

/* The numbers of a row as they stand, for a message. */
static gj_str numbers_of(const gj_aligner *a, const gj_reading *r) {
    enum { MOST = 24 };
    gj_buf seen = GJ_BUF_INIT;
    for (uint32_t i = 0, k = 0; i < r->ntokens && k < MOST; i++) {
        if (!gj_token_is_value(&r->token[i])) continue;
        if (k++) gj_buf_addc(&seen, ' ');
        gj_buf_add(&seen, slice(a, r->token[i].start, r->token[i].end));
    }
    gj_str s = gj_buf_copy(&seen, a->report->arena);
    gj_buf_free(&seen);
    return s;
}

void gj_note_count(gj_aligner *a, uint32_t table, uint32_t row, const gj_reading *r, uint32_t n, gj_str name) {
    gj_report *report = a->report;
    bool ambiguous = r->pushed || r->uncertain || r->result.ambiguous;
    uint32_t start = r->match.first != GJ_NO_INDEX ? a->items[r->match.first].start : a->items[r->match.from].start;
    uint32_t label_end = r->match.last != GJ_NO_INDEX ? a->items[r->match.last].end : start;
    uint32_t end = r->ntokens && r->token[r->ntokens - 1].end > start ? r->token[r->ntokens - 1].end : label_end;
    if (r->nvalues == 0) return;
    if (ambiguous) {
        gj_note *note = gj_report_note(report, GJ_NOTE_AMBIGUOUS_ROW, table, row, start, end);
        note->arg[0] = name;
        note->arg[1] = numbers_of(a, r);
    }
    if (r->nvalues > n || (r->nvalues < n && (ambiguous || r->noted || r->from_gaps))) {
        gj_note *note = gj_report_note(report, r->nvalues > n ? GJ_NOTE_EXTRA_NUMBERS : GJ_NOTE_TOO_FEW, table, row, start, end);
        note->arg[0] = name;
        note->arg[1] = gj_count_str(report->arena, r->nvalues);
        note->arg[2] = gj_count_str(report->arena, n);
    }
}

void gj_reading_write(gj_aligner *a, uint32_t table, gj_reading *r) {
    const gj_row *row = &a->form->tables[table].rows[r->row];
    uint32_t label = r->match.first != GJ_NO_INDEX ? a->items[r->match.first].start : a->items[r->match.from].start;
    bool inferred = r->result.inexact && r->nvalues != row->ncolumns && (r->nvalues > row->ncolumns || r->noted || r->from_gaps);
    for (uint32_t c = 0; c < row->ncolumns; c++) {
        const gj_placed *p = &r->placed[c];
        if (p->absent) continue; /* as it was: not in the report */
        bool doubtful = r->nvalues > 0 && (r->pushed || r->uncertain || p->ambiguous);
        gj_cell_put_placed(a, table, row->slot + c, r, p, doubtful, inferred, label);
    }
    gj_note_count(a, table, r->row, r, row->ncolumns, row_name(row));
}

/* The label of a row is spelt right as far as it goes, and goes on elsewhere: its cell was broken over lines and some of them stand apart. */
static bool goes_on_elsewhere(gj_aligner *a, uint32_t table, const gj_reading *r) {
    enum { MOST = 128, SURE = 8, NEAR = 6 };
    uint32_t text[MOST], n = 0;
    for (uint32_t i = r->match.first; i <= r->match.last; i++) {
        const gj_item *item = &a->items[i];
        if (item->kind != GJ_ITEM_LABEL || !item->used || n + item->fold.n > MOST) continue;
        memcpy(text + n, item->fold.p, item->fold.n * sizeof *text);
        n += item->fold.n;
    }
    for (uint32_t k = a->names->table[table].rows; k < a->names->table[table].columns; k++) {
        const gj_name *name = &a->names->name[k];
        if (name->kind != GJ_NAME_LEAF || name->index != r->row || name->with_ordinal) continue;
        if (n >= name->fold.n || memcmp(name->fold.p, text, n * sizeof *text) != 0) continue;
        if (n >= SURE) return true;
        uint32_t end = a->nitems < r->match.to + NEAR ? a->nitems : r->match.to + NEAR;
        gj_fold_items(a, r->match.to, end);
        for (uint32_t i = r->match.to; i < end; i++) {
            const gj_item *item = &a->items[i];
            if (item->kind == GJ_ITEM_LABEL && !item->used && item->fold.n > 0 && item->fold.n <= name->fold.n - n &&
                memcmp(item->fold.p, name->fold.p + n, item->fold.n * sizeof *text) == 0)
                return true;
        }
    }
    return false;
}

void gj_note_label(gj_aligner *a, uint32_t table, const gj_reading *r) {
    const gj_match *m = &r->match;
    if (m->first == GJ_NO_INDEX) return;
    const gj_row *row = &a->form->tables[table].rows[r->row];
    gj_found_row *found = &a->report->rows[table][r->row];
    const gj_item *first = &a->items[m->first], *last = &a->items[m->last];
    uint32_t end = last->end;
    *found = (gj_found_row){.found = true, .start = first->start, .end = end};
    if (first->stray || (m->errors > 0 && !goes_on_elsewhere(a, table, r))) {
        gj_note *note = gj_report_note(a->report, GJ_NOTE_STRAY_CHARACTER, table, r->row, first->start, end);
        note->arg[0] = m->first == m->last ? slice(a, first->start, end) : slice(a, first->start, first->end);
        note->arg[1] = row_name(row);
    }
    if (m->wrong_ordinal && gj_ordinal_value(first->ordinal.bare) != gj_ordinal_value(row->ordinal)) { /* 1. for （一） is a style */
        gj_note *note = gj_report_note(a->report, GJ_NOTE_WRONG_ORDINAL, table, r->row, first->start, first->end);
        note->arg[0] = slice(a, first->start, first->end);
        note->arg[1] = row->ordinal;
    }
}

/* Marks the groups and notes what is left over in the table's zone. */
void gj_note_rest(gj_aligner *a, uint32_t table, uint32_t from, uint32_t to) {
    gj_report *report = a->report;
    const gj_table *form = &a->form->tables[table];
    for (uint32_t i = from; i < to; i++) {
        gj_item *item = &a->items[i];
        if (item->kind == GJ_ITEM_LABEL && !item->used) {
            for (uint32_t k = item->name; k != GJ_NO_INDEX; k = a->names->name[k].next) {
                const gj_name *name = &a->names->name[k];
                if (name->kind != GJ_NAME_GROUP || name->table != table) continue;
                gj_found_row *row = &report->rows[table][name->index];
                if (!row->found) *row = (gj_found_row){.found = true, .start = item->start, .end = item->end};
                if (item->stray) {
                    gj_note *note = gj_report_note(report, GJ_NOTE_STRAY_CHARACTER, table, name->index, item->start, item->end);
                    note->arg[0] = slice(a, item->start, item->end);
                    note->arg[1] = form->rows[name->index].label.name;
                }
                break;
            }
            continue;
        }
        if (item->kind != GJ_ITEM_VALUES || item->used || item->nvalues == 0) continue;
        const gj_item *label = item->bound != GJ_NO_INDEX                          ? &a->items[item->bound]
                               : i > from && a->items[i - 1].kind == GJ_ITEM_LABEL ? &a->items[i - 1]
                                                                                   : NULL;
        if (label && label->used) label = NULL;
        gj_note *note = gj_report_note(report, GJ_NOTE_UNPLACED_ROW, table, GJ_NO_INDEX, label ? label->start : item->start, item->end);
        note->arg[0] = label ? slice(a, label->start, label->end) : slice(a, item->start, item->end);
        item->used = true;
    }
}

/* A column's heading that is spelt nearly right: one or two characters of five or more. */
void gj_note_headings(gj_aligner *a, uint32_t table, uint32_t from, uint32_t to) {
    for (uint32_t i = from; i < to; i++) {
        const gj_item *item = &a->items[i];
        if (item->kind != GJ_ITEM_LABEL || item->used || item->name != GJ_NO_INDEX || item->ordinal.bytes > 0 || item->fold.n < 5) continue;
        const gj_name *near = NULL;
        uint32_t least = item->fold.n >= 8 ? 3 : 2; /* more errors than allowed */
        for (uint32_t k = a->names->table[table].columns; k < a->names->table[table].end; k++) {
            const gj_name *name = &a->names->name[k];
            if (name->kind != GJ_NAME_COLUMN) continue;
            if (gj_fold_contains(name->fold, item->fold) || gj_fold_contains(item->fold, name->fold)) {
                near = NULL; /* a piece of it, or it with a remark */
                break;
            }
            uint32_t d = gj_fold_distance(item->fold, name->fold, least);
            if (d >= least) continue;
            least = d;
            near = name;
        }
        if (!near) continue;
        gj_note *note = gj_report_note(a->report, GJ_NOTE_STRAY_CHARACTER, table, GJ_NO_INDEX, item->start, item->end);
        note->arg[0] = slice(a, item->start, item->end);
        note->arg[1] = a->form->tables[table].columns[near->index].label.name;
    }
}

/* Rows that the table lacks. */
void gj_note_absent(gj_aligner *a, uint32_t table, const gj_reading *rows, uint32_t n) {
    const gj_table *form = &a->form->tables[table];
    gj_buf list = GJ_BUF_INIT;
    uint32_t absent = 0;
    for (uint32_t i = 0; i < n; i++) {
        if (rows[i].match.found) continue;
        if (absent++ < 3) {
            if (list.n) gj_buf_addz(&list, "、");
            gj_buf_add(&list, form->rows[rows[i].row].path);
        }
    }
    if (absent > 3) gj_buf_addz(&list, "…");
    if (absent > 0) {
        const gj_found_table *found = &a->report->tables[table];
        gj_note *note = gj_report_note(a->report, GJ_NOTE_TABLE_CUT, table, GJ_NO_INDEX, found->start, found->start);
        note->arg[0] = form->name;
        note->arg[1] = gj_count_str(a->report->arena, absent);
        note->arg[2] = gj_buf_copy(&list, a->report->arena);
    }
    gj_buf_free(&list);
}

/* A row's label that stands a second time, with values: the same values are only noted, others make the cells doubtful. */
void gj_note_twice(gj_aligner *a, uint32_t table, gj_reading *rows, uint32_t n, uint32_t from, uint32_t to) {
    for (uint32_t i = from; i + 1 < to; i++) {
        gj_item *label = &a->items[i], *values = &a->items[i + 1];
        if (label->kind != GJ_ITEM_LABEL || label->used || label->name == GJ_NO_INDEX) continue;
        const gj_name *name = &a->names->name[label->name];
        if (name->kind != GJ_NAME_LEAF || name->table != table || !name->unique) continue;
        if (values->kind != GJ_ITEM_VALUES || values->used || values->nvalues == 0) continue;
        gj_reading *r = NULL;
        for (uint32_t k = 0; k < n; k++)
            if (rows[k].row == name->index) r = &rows[k];
        if (!r) continue;
        const gj_row *row = &a->form->tables[table].rows[r->row];
        if (r->match.found && r->nvalues == row->ncolumns && values->nvalues < row->ncolumns && row->ncolumns > 1)
            continue; /* told of elsewhere */
        label->used = values->used = true;
        if (!r->match.found || (r->nvalues == 0 && r->match.found)) { /* out of its place, but certain */
            r->match = (gj_match){.found = true, .labelled = true, .from = i, .to = i + 2, .first = i, .last = i};
            r->ntokens = r->nvalues = 0;
            gj_reading_gather(a, r);
            continue;
        }
        bool same = values->nvalues == r->nvalues;
        for (uint32_t k = 0, t = 0; same && k < values->ntokens; k++) {
            const gj_token *v = &a->tokens[values->token + k];
            if (!gj_token_is_value(v)) continue;
            while (t < r->ntokens && !gj_token_is_value(&r->token[t])) t++;
            same = t < r->ntokens && r->token[t].kind == v->kind &&
                   (v->kind != GJ_TOKEN_NUMBER || gj_num_cmp(r->token[t].value, v->value) == 0);
            t++;
        }
        gj_note *note = gj_report_note(a->report, GJ_NOTE_DUPLICATE_ROW, table, r->row, label->start, values->end);
        note->arg[0] = row_name(row);
        if (!same) r->uncertain = true;
    }
}

/* Rows of the table, with values, that stand outside the zone where it was read: when they are many, the report has the table twice. */
void gj_note_second_table(gj_aligner *a, uint32_t table, gj_zone zone) {
    enum { LEAST = 3 };
    const gj_table *form = &a->form->tables[table];
    const gj_found_table *found = &a->report->tables[table];
    uint32_t rows = 0, last = GJ_NO_INDEX, at = GJ_NO_INDEX;
    for (uint32_t i = 0; i + 1 < a->nitems && found->found; i++) {
        if (i == zone.from) i = zone.to;
        if (i + 1 >= a->nitems) break;
        const gj_item *label = &a->items[i], *values = label + 1;
        if (label->kind != GJ_ITEM_LABEL || label->name == GJ_NO_INDEX || values->kind != GJ_ITEM_VALUES) continue;
        const gj_name *name = &a->names->name[label->name];
        if (name->kind != GJ_NAME_LEAF || name->table != table || !name->unique || name->index == last) continue;
        if (values->nvalues < form->rows[name->index].ncolumns) continue;
        if (rows++ == 0) at = i;
        last = name->index;
    }
    if (rows < LEAST || 3 * rows < form->nleaves) return;
    gj_note *note = gj_report_note(a->report, GJ_NOTE_TABLE_TWICE, table, GJ_NO_INDEX, a->items[at].start, a->items[at].end);
    note->arg[0] = form->name;
    note->arg[1] = gj_count_str(a->report->arena, found->place.line);
}
