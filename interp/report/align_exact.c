/* align_exact.c - a table whose rows all stand as the form has them: nothing needs to be searched for.
 *
 * Most tables of most reports are so: every label is spelt right and has its own ordinal, the rows stand in the form's order, and each is followed
 * by as many values as it has columns. There the alignment costs nothing, so no other can be cheaper, and what align_rows.c and
 * align_place.c would find is read off in one pass. Whatever is not so is theirs: then nothing has been written.
 */
#include <string.h>

#include "base/utf8.h"
#include "report/align_parts.h"

/* A name of a table's row as the label ITEM is spelt: certainly, by its ordinal, or not at all. */
static const gj_name *row_name(const gj_aligner *a, uint32_t table, const gj_item *item) {
    for (uint32_t k = item->name; k != GJ_NO_INDEX; k = a->names->name[k].next) {
        const gj_name *name = &a->names->name[k];
        if (name->table != table || name->kind > GJ_NAME_GROUP) continue;
        const gj_row *row = &a->form->tables[table].rows[name->index];
        if (item->ordinal.bytes && row->ordinal.n && !name->with_ordinal) {
            if (item->ordinal.paren != row->ordinal_paren || !gj_ordinal_eq(item->ordinal.bare, row->ordinal)) continue;
            return name;
        }
        if (name->unique || name->with_ordinal) return name;
    }
    return NULL;
}

/* What NAME has behind or before PART is a name of the same row: with PART it would be another spelling of the label beside it. */
static bool completes(const gj_aligner *a, const gj_name *name, gj_fold part) {
    if (name->fold.n <= part.n) return false;
    size_t size = part.n * sizeof *part.p;
    uint32_t rest = name->fold.n - part.n;
    gj_fold ends[] = {{name->fold.p, rest, 0}, {name->fold.p + part.n, rest, 0}};
    bool at_end = memcmp(name->fold.p + rest, part.p, size) == 0, at_start = memcmp(name->fold.p, part.p, size) == 0;
    for (int side = 0; side < 2; side++)
        for (uint32_t k = (side ? at_start : at_end) ? gj_names_find(a->names, ends[side]) : GJ_NO_INDEX; k != GJ_NO_INDEX;
             k = a->names->name[k].next)
            if (a->names->name[k].table == name->table && a->names->name[k].index == name->index && a->names->name[k].kind == name->kind)
                return true;
    return false;
}

/* ITEM has no name (its fold is then all of its text behind the ordinal). Text between rows that is no name of the form, nor a piece of a row's label: a remark, or a piece of the label of a group, which is read in the
 * middle of the rows that it stands beside. */
static bool is_loose(gj_aligner *a, uint32_t table, const gj_item *item) {
    gj_str text = {a->doc->text.p + item->start, item->end - item->start};
    gj_fold whole = item->ordinal.bytes || item->stray ? gj_fold_make(a->scratch, text) : item->fold;
    bool leaf = false, group = false;
    for (uint32_t k = a->names->table[table].rows; k < a->names->table[table].columns; k++) {
        const gj_name *name = &a->names->name[k];
        if (!gj_fold_contains(name->fold, whole)) continue;
        group |= name->kind == GJ_NAME_GROUP;
        leaf |= name->kind == GJ_NAME_LEAF;
        if (name->kind == GJ_NAME_LEAF && completes(a, name, whole)) return false;
    }
    return group || (!leaf && item->ordinal.bytes == 0);
}

/* A row of the table is spelt so, though perhaps something else is as well. */
static bool may_be_row(const gj_aligner *a, uint32_t table, const gj_item *item) {
    for (uint32_t k = item->name; k != GJ_NO_INDEX; k = a->names->name[k].next)
        if (a->names->name[k].table == table && a->names->name[k].kind == GJ_NAME_LEAF) return true;
    return false;
}

/* As many values as columns, none unreadable, and no empty cell between them. */
static bool is_whole_run(const gj_aligner *a, const gj_item *run, uint32_t ncolumns) {
    if (run->kind != GJ_ITEM_VALUES || run->nvalues != ncolumns) return false;
    uint32_t seen = 0;
    for (uint32_t i = 0; i < run->ntokens; i++) {
        const gj_token *token = &a->tokens[run->token + i];
        if (token->kind == GJ_TOKEN_UNREADABLE) return false;
        if (gj_token_is_value(token))
            seen++;
        else if (seen > 0 && seen < ncolumns && !run->lines)
            return false;
    }
    return true;
}

static gj_str text_of(const gj_aligner *a, uint32_t item) {
    return (gj_str){a->doc->text.p + a->items[item].start, a->items[item].end - a->items[item].start};
}

int gj_open_brackets(gj_str s) {
    int open = 0;
    for (size_t at = 0; at < s.n;) {
        size_t behind = gj_utf8_past_han(s, at);
        if (behind > at) {
            at = behind;
            continue;
        }
        uint32_t c = gj_utf8_narrow(gj_utf8_next(s, &at));
        open += (c == '(' || c == 0x3014) - (c == ')' || c == 0x3015);
    }
    return open;
}

/* A piece that may go on with a label: text without a name or an ordinal of its own. */
static bool goes_on(const gj_item *item) {
    return item->kind == GJ_ITEM_LABEL && item->name == GJ_NO_INDEX && item->ordinal.bytes == 0 && !item->stray;
}

static bool has_ordinal_of(const gj_item *item, const gj_row *row) {
    if (row->ordinal.n == 0 || item->ordinal.bytes == 0) return row->ordinal.n == 0 && item->ordinal.bytes == 0;
    return item->ordinal.paren == row->ordinal_paren && gj_ordinal_eq(item->ordinal.bare, row->ordinal);
}

enum { NOT_SPELT, SPELT_SO_FAR, SPELT };

/* FOLD is a spelling of the row's label, or the beginning of one. */
static int spelt(const gj_aligner *a, uint32_t table, uint32_t row, gj_fold fold) {
    int so_far = NOT_SPELT;
    for (uint32_t k = a->names->table[table].rows; k < a->names->table[table].columns; k++) {
        const gj_name *name = &a->names->name[k];
        if (name->index != row || name->kind != GJ_NAME_LEAF || name->with_ordinal || name->fold.n < fold.n) continue;
        if (memcmp(name->fold.p, fold.p, fold.n * sizeof *fold.p) != 0) continue;
        if (name->fold.n == fold.n) return SPELT;
        so_far = SPELT_SO_FAR;
    }
    return so_far;
}

enum { PIECES = 8, LETTERS = 128 };

/* The label of a group of the table, or the piece of one that its ordinal stands before. */
static bool is_of_group(gj_aligner *a, uint32_t table, const gj_item *item) {
    if (item->kind != GJ_ITEM_LABEL || item->stray) return false;
    const gj_name *name = row_name(a, table, item);
    if (name || item->name != GJ_NO_INDEX) return name && name->kind == GJ_NAME_GROUP;
    return item->ordinal.bytes > 0 && is_loose(a, table, item);
}

/* A label broken over lines, with its values behind one of the pieces: in the middle, where they are set so in its cell. To the letter the pieces
 * are together the label of ROW; those of the group's label beside it may stand between them. */
static bool read_broken(gj_aligner *a, uint32_t table, gj_zone zone, uint32_t i, const gj_row *row, gj_exact_row *out) {
    uint32_t letters[LETTERS], n = 0, run = GJ_NO_INDEX, last = i, index = (uint32_t)(row - a->form->tables[table].rows);
    if (a->items[i].kind != GJ_ITEM_LABEL || a->items[i].stray || !has_ordinal_of(&a->items[i], row)) return false;
    int so_far = NOT_SPELT;
    for (uint32_t k = i; k < zone.to && k < i + PIECES; k++) {
        const gj_item *item = &a->items[k];
        if (item->kind == GJ_ITEM_VALUES) {
            if (run != GJ_NO_INDEX || !is_whole_run(a, item, row->ncolumns)) return false;
            run = k;
        } else if (k > i && is_of_group(a, table, item)) {
            continue;
        } else {
            if ((k > i && !goes_on(item)) || n + item->fold.n > LETTERS) return false;
            memcpy(letters + n, item->fold.p, item->fold.n * sizeof *letters);
            int with = spelt(a, table, index, gj_fold_of(letters, n + item->fold.n));
            if (with == NOT_SPELT && (k == i || !is_loose(a, table, item))) return false;
            if (with != NOT_SPELT) {
                so_far = with;
                n += item->fold.n;
                last = k;
            }
        }
        if (run == GJ_NO_INDEX || so_far != SPELT || last == i) continue;
        if (last < run && a->items[run].bound != GJ_NO_INDEX && a->items[run].bound != last) return false; /* they are the group's */
        *out = (gj_exact_row){.label = i, .last = last, .run = run, .end = k + 1};
        return true;
    }
    return false;
}

/* The row whose label, known by what stands before a bracket, leaves the bracket open: its pieces go on until it is closed. One piece behind the
 * values is rather left alone. */
static bool read_remarked(const gj_aligner *a, gj_zone zone, uint32_t i, uint32_t ncolumns, gj_exact_row *out) {
    int open = gj_open_brackets(text_of(a, i));
    uint32_t run = GJ_NO_INDEX, last = i, k = i + 1;
    for (; k < zone.to && k < i + PIECES && (open > 0 || run == GJ_NO_INDEX); k++) {
        const gj_item *item = &a->items[k];
        if (item->kind == GJ_ITEM_VALUES) {
            if (run != GJ_NO_INDEX || !is_whole_run(a, item, ncolumns)) return false;
            run = k;
        } else {
            if (open <= 0 || !goes_on(item)) return false;
            open += gj_open_brackets(text_of(a, k));
            last = k;
        }
    }
    if (run == GJ_NO_INDEX || open > 0) return run == i + 1 && last == i; /* a bracket that is never closed is no matter */
    bool lone = run == i + 1 && last == i + 2;
    *out = (gj_exact_row){.label = i, .last = lone ? i : last, .run = run, .end = k};
    return true;
}

/* Finds each leaf row, in order. */
static bool find_rows(gj_aligner *a, uint32_t table, gj_zone zone, gj_exact_row *found) {
    const gj_table *form = &a->form->tables[table];
    const gj_row *row = form->rows; /* the next leaf row */
    while (row->slot == GJ_NO_INDEX) row++;
    const gj_row *above = NULL;
    uint32_t next = 0, i = zone.from;
    while (i < zone.to && next < form->nleaves) {
        const gj_item *item = &a->items[i];
        const gj_name *name = item->kind == GJ_ITEM_LABEL && !item->stray ? row_name(a, table, item) : NULL;
        if (name && name->kind == GJ_NAME_LEAF) {
            if (form->rows[name->index].leaf != next || i + 1 >= zone.to) return false;
            found[next] = (gj_exact_row){.label = i, .last = i, .run = i + 1, .end = i + 2};
            bool broken = a->items[i + 1].kind == GJ_ITEM_LABEL || (i + 2 < zone.to && goes_on(&a->items[i + 2]));
            if (!(broken && read_broken(a, table, zone, i, row, &found[next])) && !read_remarked(a, zone, i, row->ncolumns, &found[next]))
                return false;
        } else if (name || item->name != GJ_NO_INDEX ||
                   !read_broken(a, table, zone, i, row, &found[next])) { /* between the rows: what is none, and no part of one */
            if (item->kind == GJ_ITEM_BARRIER ? next > 0 : item->kind == GJ_ITEM_VALUES && item->nvalues > 0) return false;
            if (item->kind == GJ_ITEM_LABEL && !name) {
                if (item->stray || (may_be_row(a, table, item) && (item->ordinal.bytes || next > 0))) return false;
                if (next > 0 && item->name == GJ_NO_INDEX && !is_loose(a, table, item)) return false;
            }
            i++;
            continue;
        }
        bool again = above && above->column == row->column && above->ncolumns == row->ncolumns; /* under the same heading */
        if (!again && !gj_columns_in_order(a, table, row, i, &a->items[found[next].run])) return false;
        above = row;
        i = found[next++].end;
        for (row++; next < form->nleaves && row->slot == GJ_NO_INDEX;) row++;
    }
    if (next < form->nleaves || (i < zone.to && a->items[i].kind == GJ_ITEM_VALUES && a->items[i].nvalues > 0)) return false;
    for (; i < zone.to; i++) {
        const gj_item *item = &a->items[i];
        if (item->kind != GJ_ITEM_LABEL || !may_be_row(a, table, item)) continue;
        if (item->ordinal.bytes || row_name(a, table, item)) return false;
    }
    return true;
}

static void write_row(gj_aligner *a, uint32_t table, const gj_row *row, const gj_exact_row *found) {
    const gj_item *first = &a->items[found->label], *last = &a->items[found->last], *run = &a->items[found->run];
    for (uint32_t i = found->label; i <= found->last || i <= found->run; i++)
        a->items[i].used = i == found->label || a->items[i].name == GJ_NO_INDEX; /* a group's label among them is its own */
    a->report->rows[table][row - a->form->tables[table].rows] = (gj_found_row){.found = true, .start = first->start, .end = last->end};
    for (uint32_t i = 0, slot = row->slot; i < run->ntokens; i++) {
        const gj_token *token = &a->tokens[run->token + i];
        if (gj_token_is_value(token)) gj_cell_put(a, slot++, token, false);
    }
}

gj_exact_row *gj_exact_find(gj_aligner *a, uint32_t table, gj_zone zone) {
    const gj_table *form = &a->form->tables[table];
    if (form->wide || form->nleaves == 0 || zone.from >= zone.to) return NULL;
    gj_exact_row *found = gj_arena_raw(a->scratch, form->nleaves, sizeof *found);
    a->zone = zone;
    return find_rows(a, table, zone, found) ? found : NULL;
}

void gj_exact_write(gj_aligner *a, uint32_t table, const gj_exact_row *found) {
    const gj_table *form = &a->form->tables[table];
    for (uint32_t r = 0; r < form->nrows; r++)
        if (form->rows[r].slot != GJ_NO_INDEX) write_row(a, table, &form->rows[r], &found[form->rows[r].leaf]);
}

bool gj_exact_wide(const gj_aligner *a, uint32_t table, gj_zone zone) {
    const gj_table *form = &a->form->tables[table];
    uint32_t runs = 0;
    for (uint32_t i = zone.from; i < zone.to; i++) {
        const gj_item *item = &a->items[i];
        if (item->kind != GJ_ITEM_VALUES || item->nvalues == 0) continue;
        if (!is_whole_run(a, item, form->nslots)) return false;
        runs++;
    }
    return form->wide && runs == 1;
}
