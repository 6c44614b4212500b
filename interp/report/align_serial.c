/* align_serial.c - a column that counts the rows: its numbers are no values.
 *
 * Lines that begin with a cell of 1, 2, 3 … and go on with a label are counted, whether the count runs through the table or begins anew with
 * each group of rows.
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
