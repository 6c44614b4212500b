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

/* A count written with spaces between its thousands: one to three digits, then three each. */
static bool join_thousands(const gj_aligner *a, const gj_token *token, uint32_t n, gj_token *out) {
    gj_str s = {a->doc->text.p + token[0].start, token[n - 1].end - token[0].start};
    uint32_t group = 0, groups = 0;
    int64_t value = 0;
    for (size_t i = 0; i <= s.n; i++) {
        if (i < s.n && s.p[i] >= '0' && s.p[i] <= '9') {
            value = value * 10 + (s.p[i] - '0');
            if (++group > 3 || groups > 4) return false;
            continue;
        }
        if (i < s.n && s.p[i] != ' ') return false;
        if (groups == 0 ? group == 0 || s.p[0] == '0' : group != 3) return false;
        groups++;
        group = 0;
    }
    out->kind = GJ_TOKEN_NUMBER;
    out->value = gj_num_int(value);
    out->written = (gj_written){0};
    out->split = false;
    return true;
}

/* A field that holds several numbers, in a row that has a field for each column, is one cell: a number with parted thousands, or unreadable. */
void gj_reading_join_fields(const gj_aligner *a, gj_reading *r, uint32_t ncolumns) {
    uint32_t fields = 0, blanks = 0;
    bool split = false;
    for (uint32_t i = 0; i < r->ntokens; i++) {
        const gj_token *t = &r->token[i];
        if (t->gap < GJ_GAP_WIDE && gj_token_is_value(t)) return;
        if (!gj_token_is_value(t)) {
            blanks += fields > 0;
            continue;
        }
        split |= t->split;
        fields += i == 0 || r->token[i - 1].field != t->field;
    }
    if (!split || fields == r->nvalues) return;
    if (fields != ncolumns && (fields + blanks < ncolumns || 2 * fields <= ncolumns)) return;
    uint32_t n = 0;
    for (uint32_t i = 0; i < r->ntokens;) {
        uint32_t k = i + 1;
        gj_token token = r->token[i];
        while (gj_token_is_value(&token) && k < r->ntokens && gj_token_is_value(&r->token[k]) && r->token[k].field == token.field) k++;
        if (k > i + 1) {
            token.end = r->token[k - 1].end;
            token.x1 = r->token[k - 1].x1;
            token.c1 = r->token[k - 1].c1;
            if (!join_thousands(a, &r->token[i], k - i, &token)) token.kind = GJ_TOKEN_UNREADABLE;
            r->nvalues -= k - i - 1;
        }
        r->token[n++] = token;
        i = k;
    }
    r->ntokens = n;
}

/* Programs that read tables cell by cell repeat what is merged: a row of one column then has its number as often as the widest rows have columns.
 * Where all such rows of a table have it so, it is one number. */
void gj_reading_merge_repeated(const gj_table *form, gj_reading *rows, uint32_t n) {
    uint32_t most = 0;
    for (uint32_t i = 0; i < n; i++)
        if (form->rows[rows[i].row].ncolumns > most) most = form->rows[rows[i].row].ncolumns;
    for (int pass = 0; pass < 2 && most > 1; pass++)
        for (uint32_t i = 0; i < n; i++) {
            gj_reading *r = &rows[i];
            if (!r->match.found || form->rows[r->row].ncolumns != 1) continue;
            uint32_t seen = 0;
            const gj_token *first = NULL;
            for (uint32_t k = 0; k < r->ntokens; k++) {
                const gj_token *t = &r->token[k];
                if (!gj_token_is_value(t)) continue;
                if (t->gap < GJ_GAP_TAB || t->split || (first && !gj_token_same(first, t))) return;
                if (!first) first = t;
                seen++;
            }
            if (seen != most) return;
            if (pass == 0) continue;
            r->token = r->token + (first - r->token);
            r->ntokens = r->nvalues = 1;
        }
}
