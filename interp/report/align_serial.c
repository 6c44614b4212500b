/* align_serial.c - numbers that are no values: a column that counts the rows, and digits that strayed behind a label.
 *
 * Lines that begin with a cell of 1, 2, 3 … and go on with a label are counted, whether the count runs through the table or begins anew with
 * each group of rows. Digits glued to a row's label are taken for its first value; where as many values as the row has columns follow, each
 * in a field or on a line of its own, they are the label's after all.
 */
#include "report/align_parts.h"

enum { LEAST = 3 }; /* so many lines make a count */

/* The number that the line of item I begins with, in a cell of its own and with a label behind it; -1 when there is none. */
static int64_t serial_at(const gj_aligner *a, uint32_t i) {
    const gj_item *item = &a->items[i];
    if (item->kind != GJ_ITEM_VALUES || item->nvalues != 1 || item->lines || i + 1 >= a->nitems) return -1;
    if (i > 0 && a->items[i - 1].kind != GJ_ITEM_BARRIER && a->items[i - 1].line == item->line) return -1;
    if (a->items[i + 1].kind != GJ_ITEM_LABEL || a->items[i + 1].line != item->line) return -1;
    const gj_token *token = &a->tokens[item->token]; /* empty cells may follow */
    int64_t n;
    if (token->kind != GJ_TOKEN_NUMBER || token->split || !gj_num_to_int64(token->value, &n)) return -1;
    return n >= 0 && token->end - token->start <= 3 ? n : -1;
}

void gj_align_serials(gj_aligner *a) {
    uint32_t *run = NULL, n = 0;
    int64_t last = -1;
    for (uint32_t i = 0; i <= a->nitems; i++) {
        int64_t serial = i < a->nitems ? serial_at(a, i) : -1;
        bool end = i == a->nitems || a->items[i].kind == GJ_ITEM_BARRIER;
        if (serial < 0 && !end) continue;
        if (n > 0 && (end || (serial != last + 1 && serial != 1))) {
            for (uint32_t k = 0; n >= LEAST && k < n; k++) a->items[run[k]].ntokens = a->items[run[k]].nvalues = 0;
            n = 0;
        }
        if (serial < 0) continue;
        if (!run) run = gj_arena_raw(a->scratch, a->nitems, sizeof *run);
        run[n++] = i;
        last = serial;
    }
}

/* The columns of the row that a label certainly names; 0 when it names none. */
static uint32_t columns_of(const gj_aligner *a, const gj_item *label) {
    for (uint32_t k = label->name; k != GJ_NO_INDEX; k = a->names->name[k].next) {
        const gj_name *name = &a->names->name[k];
        if (name->kind != GJ_NAME_LEAF) continue;
        const gj_row *row = &a->form->tables[name->table].rows[name->index];
        bool ordinal = label->ordinal.bytes && row->ordinal.n && gj_ordinal_eq(label->ordinal.bare, row->ordinal);
        if (name->unique || ordinal) return row->ncolumns;
    }
    return 0;
}

/* Every value of the run but the first has a field of its own. */
static bool has_own_fields(const gj_aligner *a, const gj_item *run) {
    for (uint32_t i = 1; i < run->ntokens; i++) {
        const gj_token *token = &a->tokens[run->token + i];
        if (token->split || token->gap == GJ_GAP_NONE || token->gap == GJ_GAP_SPACE) return false;
    }
    return true;
}

/* The label that the first value of item I is glued to, or NULL. */
static gj_item *glued_label(const gj_aligner *a, uint32_t i) {
    const gj_item *run = &a->items[i];
    if (i == 0 || run->kind != GJ_ITEM_VALUES || run->ntokens == 0 || !a->tokens[run->token].glued) return NULL;
    return a->items[i - 1].kind == GJ_ITEM_LABEL ? &a->items[i - 1] : NULL;
}

void gj_align_glued(gj_aligner *a) {
    bool habit = false; /* rows have their first value glued to the label */
    for (uint32_t i = 1; i < a->nitems && !habit; i++) {
        const gj_item *label = glued_label(a, i);
        habit = label && a->items[i].nvalues > 1 && a->items[i].nvalues == columns_of(a, label);
    }
    for (uint32_t i = 1; i < a->nitems; i++) {
        gj_item *label = glued_label(a, i), *glued = &a->items[i];
        uint32_t ncolumns = label ? columns_of(a, label) : 0;
        if (ncolumns < 2) continue;
        const gj_item *next = i + 1 < a->nitems ? &a->items[i + 1] : NULL;
        bool follow = glued->nvalues == 1 && next && next->kind == GJ_ITEM_VALUES && next->lines && next->nvalues == ncolumns;
        bool beside = glued->nvalues == ncolumns + 1 && (!habit || has_own_fields(a, glued));
        if (!follow && !beside) continue;
        label->end = a->tokens[glued->token].end;
        label->stray = true;
        glued->token++;
        glued->ntokens--;
        glued->nvalues--;
    }
}
