/* align_lines.c - the tokens of a row: gathered from its runs, with blank cells where empty lines stand for them. */
#include <string.h>

#include "report/align_parts.h"

/* The tokens of a row's runs, in order. */
void gj_reading_gather(gj_aligner *a, gj_reading *r) {
    uint32_t n = 0;
    for (uint32_t i = r->match.from; i < r->match.to; i++)
        if (a->items[i].kind == GJ_ITEM_VALUES) n += a->items[i].ntokens;
    r->token = gj_arena_raw(a->scratch, n + 1, sizeof *r->token);
    r->one_line = true;
    for (uint32_t i = r->match.from; i < r->match.to; i++) {
        const gj_item *item = &a->items[i];
        if (item->kind != GJ_ITEM_VALUES) continue;
        r->lines |= item->lines;
        for (uint32_t k = 0; k < item->ntokens; k++) {
            const gj_token *t = &a->tokens[item->token + k];
            if (r->ntokens && t->line != r->token[0].line) r->one_line = false;
            r->token[r->ntokens++] = *t;
            r->nvalues += gj_token_is_value(t);
        }
    }
}

/* A cell a line. */

typedef struct gj_gap {
    uint32_t separators, empties;
    uint32_t empties_first, empties_last; /* before the first separator, behind the last */
} gj_gap;

static gj_gap gap_at(const gj_reading *r, uint32_t *at) {
    gj_gap gap = {0};
    while (*at < r->ntokens && !gj_token_is_value(&r->token[*at])) {
        const gj_token *t = &r->token[(*at)++];
        if (t->kind == GJ_TOKEN_SEPARATOR) {
            gap.separators++;
            gap.empties_last = 0;
        } else {
            gap.empties++;
            gap.empties_last++;
            if (!gap.separators) gap.empties_first++;
        }
    }
    return gap;
}

/* Learns from complete rows; rows that differ from each other teach nothing. */
gj_line_habit gj_learn_line_habit(const gj_table *table, const gj_reading *rows, uint32_t n) {
    gj_line_habit habit = {0};
    uint32_t votes = 0;
    for (uint32_t i = 0; i < n; i++) {
        const gj_reading *r = &rows[i];
        uint32_t ncolumns = table->rows[r->row].ncolumns;
        if (!r->lines || r->nvalues != ncolumns) continue;
        uint32_t at = 0, between = 0;
        bool even = true;
        gj_gap before = gap_at(r, &at), behind = {0};
        for (uint32_t k = 0; k < ncolumns; k++) {
            at++;
            gj_gap gap = gap_at(r, &at);
            if (k + 1 == ncolumns)
                behind = gap;
            else if (k == 0)
                between = gap.separators;
            else if (gap.separators != between)
                even = false;
        }
        if (!even) continue;
        if (!habit.known || (votes == 1 && ncolumns > 1)) {
            habit = (gj_line_habit){.known = true,
                                    .between = ncolumns > 1 ? between : before.separators,
                                    .before = before.separators,
                                    .behind = behind.separators};
            votes = 1;
        } else {
            votes++;
            if (behind.separators < habit.behind) habit.behind = behind.separators;
        }
    }
    return habit;
}

/* How many blank cells a gap of empty lines stands for. */
static uint32_t blanks_in(gj_gap gap, uint32_t usual, uint32_t between, bool *uncertain) {
    uint32_t blanks = gap.empties;
    if (gap.separators > usual) {
        uint32_t extra = gap.separators - usual;
        if (extra % (between + 1) != 0) *uncertain = true;
        blanks += extra / (between + 1);
    }
    return blanks;
}

/* Turns the empty lines of a row that has too few values into blank cells, and drops them otherwise. */
void gj_reading_resolve_lines(gj_aligner *a, gj_reading *r, uint32_t ncolumns, gj_line_habit habit) {
    if (!r->lines) return;
    gj_token *out = gj_arena_raw(a->scratch, r->ntokens + ncolumns + 1, sizeof *out);
    uint32_t n = 0, at = 0, seen = 0;
    bool few = r->nvalues < ncolumns && r->nvalues > 0;
    while (at < r->ntokens) {
        uint32_t start = at;
        gj_gap gap = gap_at(r, &at);
        bool last = at >= r->ntokens;
        if (few && at > start) {
            uint32_t blanks;
            if (last) { /* what follows the first empty line behind the values belongs to the next row */
                gj_gap tail = {.separators = gap.separators, .empties = gap.empties_first};
                blanks = blanks_in(tail, habit.known ? habit.behind : tail.separators, habit.between, &r->uncertain);
            } else if (seen == 0 && !habit.known) {
                blanks = gap.empties_last;
            } else {
                blanks = blanks_in(gap, seen ? habit.between : habit.before, habit.between, &r->uncertain);
            }
            if (blanks > 0 && gap.separators > 0) r->from_gaps = true;
            for (uint32_t k = 0; k < blanks && k < ncolumns; k++) {
                gj_token blank = r->token[start];
                blank.kind = GJ_TOKEN_BLANK;
                out[n++] = blank;
                if (n > r->ntokens + ncolumns - 1) break;
            }
        }
        if (!last) {
            out[n++] = r->token[at++];
            seen++;
        }
        if (n > r->ntokens + ncolumns - 1) break;
    }
    r->token = out;
    r->ntokens = n;
}

/* Glued digits: "000" for three columns is one digit each when nothing else is possible. */
void gj_reading_split_glued(gj_aligner *a, gj_reading *r, uint32_t ncolumns) {
    if (r->nvalues >= ncolumns || r->nvalues == 0) return;
    uint32_t digits = 0;
    for (uint32_t i = 0; i < r->ntokens; i++) {
        const gj_token *t = &r->token[i];
        if (!gj_token_is_value(t)) return; /* a blank may be a column */
        if (t->kind != GJ_TOKEN_NUMBER) return;
        for (uint32_t k = t->start; k < t->end; k++)
            if (a->doc->text.p[k] < '0' || a->doc->text.p[k] > '9') return;
        digits += t->end - t->start;
    }
    bool zero = false; /* a number that begins with 0 and goes on is several */
    for (uint32_t i = 0; i < r->ntokens; i++) zero |= r->token[i].end - r->token[i].start > 1 && a->doc->text.p[r->token[i].start] == '0';
    if (digits != ncolumns || !zero) {
        for (uint32_t i = 0; i < r->ntokens; i++) r->uncertain |= r->token[i].glued;
        return;
    }
    gj_token *out = gj_arena_raw(a->scratch, digits, sizeof *out);
    uint32_t n = 0;
    for (uint32_t i = 0; i < r->ntokens; i++)
        for (uint32_t k = r->token[i].start; k < r->token[i].end; k++) {
            out[n] = r->token[i];
            out[n].start = k;
            out[n].end = k + 1;
            out[n++].value = gj_num_int(a->doc->text.p[k] - '0');
        }
    r->token = out;
    r->ntokens = r->nvalues = n;
}

/* A field that holds several numbers, in a row that has a field for each column, is one unreadable cell. */
void gj_reading_join_fields(gj_reading *r, uint32_t ncolumns) {
    uint32_t fields = 0;
    bool split = false;
    for (uint32_t i = 0; i < r->ntokens; i++) {
        const gj_token *t = &r->token[i];
        if (!gj_token_is_value(t)) continue;
        if (t->gap != GJ_GAP_TAB && t->gap != GJ_GAP_BAR && t->gap != GJ_GAP_CELL) return;
        split |= t->split;
        fields += i == 0 || r->token[i - 1].field != t->field;
    }
    if (!split || fields != ncolumns || r->nvalues == ncolumns) return;
    uint32_t n = 0;
    for (uint32_t i = 0; i < r->ntokens; i++) {
        if (n > 0 && gj_token_is_value(&r->token[i]) && r->token[n - 1].field == r->token[i].field) {
            r->token[n - 1].kind = GJ_TOKEN_UNREADABLE;
            r->token[n - 1].end = r->token[i].end;
            r->nvalues--;
            continue;
        }
        r->token[n++] = r->token[i];
    }
    r->ntokens = n;
}
