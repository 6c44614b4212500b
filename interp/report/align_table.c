/* align_table.c - from matched rows to cells: which tokens a row has, where its columns stand, what is noted. */
#include <string.h>

#include "base/utf8.h"
#include "report/align_parts.h"

/* One row with its values. */
typedef struct gj_reading {
    uint32_t row; /* of the form's table */
    gj_match match;
    gj_token *token; /* blanks included, padding not yet taken off */
    uint32_t ntokens, nvalues;
    bool lines;     /* a cell a line */
    bool one_line;  /* all tokens stand on one line */
    bool uncertain; /* blank lines could not be counted out */
    bool from_gaps; /* blanks were counted from empty lines */
    bool geometry;  /* places were known from other rows */
    gj_placed *placed;
    gj_row_reading result;
} gj_reading;

/* How a table that has a cell a line separates cells and rows, learnt from its complete rows. */
typedef struct gj_line_habit {
    bool known;
    uint32_t between, before, behind; /* empty lines between cells, before the first, behind the last */
} gj_line_habit;

static bool is_value(const gj_token *t) {
    return t->kind <= GJ_TOKEN_UNREADABLE;
}

static gj_str slice(const gj_aligner *a, uint32_t start, uint32_t end) {
    return (gj_str){a->doc->text.p + start, end - start};
}

/* The tokens of a row's runs, in order. */
static void gather(gj_aligner *a, gj_reading *r) {
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
            r->nvalues += is_value(t);
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
    while (*at < r->ntokens && !is_value(&r->token[*at])) {
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
static gj_line_habit learn_habit(const gj_table *table, const gj_reading *rows, uint32_t n) {
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
static void resolve_lines(gj_aligner *a, gj_reading *r, uint32_t ncolumns, gj_line_habit habit) {
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
static void split_glued(gj_aligner *a, gj_reading *r, uint32_t ncolumns) {
    if (r->nvalues >= ncolumns || r->nvalues == 0) return;
    uint32_t digits = 0;
    for (uint32_t i = 0; i < r->ntokens; i++) {
        const gj_token *t = &r->token[i];
        if (!is_value(t)) return; /* a blank may be a column */
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
static void join_fields(gj_aligner *a, gj_reading *r, uint32_t ncolumns) {
    uint32_t fields = 0;
    bool split = false;
    for (uint32_t i = 0; i < r->ntokens; i++) {
        const gj_token *t = &r->token[i];
        if (!is_value(t)) continue;
        if (t->gap != GJ_GAP_TAB && t->gap != GJ_GAP_BAR && t->gap != GJ_GAP_CELL) return;
        split |= t->split;
        fields += i == 0 || r->token[i - 1].field != t->field;
    }
    if (!split || fields != ncolumns || r->nvalues == ncolumns) return;
    uint32_t n = 0;
    for (uint32_t i = 0; i < r->ntokens; i++) {
        if (n > 0 && is_value(&r->token[i]) && r->token[n - 1].field == r->token[i].field) {
            r->token[n - 1].kind = GJ_TOKEN_UNREADABLE;
            r->token[n - 1].end = r->token[i].end;
            r->nvalues--;
            continue;
        }
        r->token[n++] = r->token[i];
    }
    r->ntokens = n;
    (void)a;
}

/* Places. */

static uint8_t layout_of(const gj_reading *r) {
    for (uint32_t i = r->ntokens; i-- > 0;)
        if (r->token[i].gap != GJ_GAP_NONE) return r->token[i].gap == GJ_GAP_SPACE ? GJ_GAP_WIDE : r->token[i].gap;
    return GJ_GAP_WIDE;
}

/* How many fields of its line stand up to the label that is next to a row's values: cells moved by merged labels move with them. */
static uint32_t last_label_field(const gj_aligner *a, const gj_reading *r) {
    const gj_line *line = &a->doc->lines[r->token[0].line];
    uint32_t first = r->token[0].start;
    for (uint32_t i = 0; i < r->ntokens; i++)
        if (is_value(&r->token[i])) {
            first = r->token[i].start;
            break;
        }
    uint32_t last = 0;
    for (uint32_t i = 0; i < line->nfields; i++) {
        const gj_field *f = &a->doc->fields[line->field + i];
        if (f->start >= first) break;
        if (f->end > f->start) last = i + 1;
    }
    return last;
}

/* A complete row that shares the columns and the layout of row R: its places can be learnt from. */
static bool teaches(const gj_aligner *a, const gj_table *form, const gj_reading *o, const gj_reading *r, uint8_t layout) {
    const gj_row *row = &form->rows[r->row], *other = &form->rows[o->row];
    if (o == r || !o->match.found || o->lines || !o->one_line || o->ntokens == 0 || o->nvalues != row->ncolumns) return false;
    if (other->column != row->column || other->ncolumns != row->ncolumns || layout_of(o) != layout) return false;
    const gj_line *mine = &a->doc->lines[r->token[0].line], *theirs = &a->doc->lines[o->token[0].line];
    if (layout == GJ_GAP_CELL) return mine->table == theirs->table;
    if (layout == GJ_GAP_WIDE) return true;
    return mine->nfields == theirs->nfields && last_label_field(a, o) == last_label_field(a, r);
}

/* The places of a complete row's values. */
static gj_geometry places_of(gj_aligner *a, const gj_reading *o, uint32_t ncolumns) {
    gj_geometry g = {.known = true, .ncolumns = ncolumns};
    g.x0 = gj_arena_raw(a->scratch, ncolumns + 1, sizeof *g.x0);
    g.x1 = gj_arena_raw(a->scratch, ncolumns + 1, sizeof *g.x1);
    for (uint32_t k = 0, c = 0; k < o->ntokens; k++) {
        const gj_token *t = &o->token[k];
        if (!is_value(t)) continue;
        g.x0[c] = t->x0;
        g.x1[c++] = t->x1 > t->x0 ? t->x1 : t->x0 + 1;
    }
    return g;
}

static bool same_places(const gj_placed *p, const gj_placed *q, uint32_t n) {
    for (uint32_t c = 0; c < n; c++)
        if (p[c].token != q[c].token || p[c].ambiguous != q[c].ambiguous) return false;
    return true;
}

/* Every value of the row stands where the geometry has a column. */
static bool fits(const gj_reading *r, const gj_geometry *g) {
    for (uint32_t i = 0, c = 0; i < r->ntokens; i++) {
        if (!is_value(&r->token[i])) continue;
        while (c < g->ncolumns && g->x0[c] != r->token[i].x0) c++;
        if (c++ >= g->ncolumns) return false;
    }
    return true;
}

/* Places by counted fields (tabs, bars, cells): as in every complete row of the same shape that the row fits; when these say different things,
 * or there is none, costs alone decide. */
static void place_counted(gj_aligner *a, const gj_table *form, const gj_reading *rows, uint32_t n, gj_reading *r, uint8_t layout) {
    uint32_t ncolumns = form->rows[r->row].ncolumns;
    gj_placed *other = GJ_NEW_ARRAY(a->scratch, gj_placed, ncolumns + 1);
    bool agree = true;
    gj_geometry last = {0};
    for (uint32_t i = 0; i < n && agree; i++) {
        if (!teaches(a, form, &rows[i], r, layout)) continue;
        gj_geometry g = places_of(a, &rows[i], ncolumns);
        if (last.known && memcmp(last.x0, g.x0, ncolumns * sizeof *g.x0) == 0) continue;
        last = g;
        if (!fits(r, &g)) continue;
        gj_row_reading result = gj_place_tokens(a->scratch, r->token, r->ntokens, ncolumns, &g, r->geometry ? other : r->placed);
        if (r->geometry)
            agree = same_places(r->placed, other, ncolumns);
        else
            r->result = result;
        r->geometry = true;
    }
    if (r->geometry && agree) return;
    r->geometry = false;
    r->result = gj_place_tokens(a->scratch, r->token, r->ntokens, ncolumns, NULL, r->placed);
}

/* Places by eye: where the middles (or the edges) of all complete rows agree within a third of the way from column to column. */
static gj_geometry learn_seen(gj_aligner *a, const gj_table *form, const gj_reading *rows, uint32_t n, uint32_t target, bool by_character) {
    const gj_reading *r = &rows[target];
    gj_geometry g = {.ncolumns = form->rows[r->row].ncolumns, .by_character = by_character};
    g.x0 = gj_arena_raw(a->scratch, g.ncolumns + 1, sizeof *g.x0);
    g.x1 = gj_arena_raw(a->scratch, g.ncolumns + 1, sizeof *g.x1);
    uint32_t *low = gj_arena_raw(a->scratch, 3 * (size_t)g.ncolumns + 1, sizeof *low),
             *high = gj_arena_raw(a->scratch, 3 * (size_t)g.ncolumns + 1, sizeof *high);
    for (uint32_t i = 0; i < n; i++) {
        const gj_reading *o = &rows[i];
        if (!teaches(a, form, o, r, GJ_GAP_WIDE)) continue;
        uint32_t c = 0;
        for (uint32_t k = 0; k < o->ntokens; k++) {
            const gj_token *t = &o->token[k];
            if (!is_value(t)) continue;
            uint32_t x0 = by_character ? t->c0 : t->x0, x1 = by_character ? t->c1 : t->x1;
            uint32_t at[3] = {2 * x0, x0 + x1, 2 * x1}; /* left edge, middle, right edge, all doubled */
            for (uint32_t e = 0; e < 3; e++) {
                if (!g.known || at[e] < low[3 * c + e]) low[3 * c + e] = at[e];
                if (!g.known || at[e] > high[3 * c + e]) high[3 * c + e] = at[e];
            }
            if (!g.known || x0 < g.x0[c]) g.x0[c] = x0;
            if (!g.known || x1 > g.x1[c]) g.x1[c] = x1;
            c++;
        }
        g.known = true;
    }
    for (uint32_t c = 0; g.known && c < g.ncolumns; c++) {
        uint32_t spread = UINT32_MAX, step = UINT32_MAX;
        for (uint32_t e = 0; e < 3; e++)
            if (high[3 * c + e] - low[3 * c + e] < spread) spread = high[3 * c + e] - low[3 * c + e];
        for (uint32_t k = c ? c - 1 : 0; k < c + 1 && k + 1 < g.ncolumns; k++) {
            uint32_t left = low[3 * k + 1] + high[3 * k + 1], right = low[3 * k + 4] + high[3 * k + 4];
            if (right <= left)
                g.known = false;
            else if ((right - left) / 2 < step)
                step = (right - left) / 2;
        }
        if (g.ncolumns > 1 && 3 * spread > step) g.known = false;
    }
    return g;
}

static bool blanks_between(const gj_reading *r) {
    uint32_t values = 0;
    for (uint32_t i = 0; i < r->ntokens; i++) {
        values += is_value(&r->token[i]);
        if (!is_value(&r->token[i]) && values > 0 && values < r->nvalues) return true;
    }
    return false;
}

/* Places the tokens of a row, with what complete rows teach of where columns stand. */
static void place_row(gj_aligner *a, const gj_table *form, gj_reading *rows, uint32_t n, uint32_t target) {
    gj_reading *r = &rows[target];
    uint32_t ncolumns = form->rows[r->row].ncolumns;
    r->placed = GJ_NEW_ARRAY(a->scratch, gj_placed, ncolumns + 1);
    gj_geometry none = {0};
    bool uneven = r->nvalues != ncolumns && r->nvalues > 0, placed = r->ntokens > 0 && !r->lines && r->one_line;
    uint8_t layout = r->ntokens ? layout_of(r) : GJ_GAP_NONE;
    bool counted = layout == GJ_GAP_TAB || layout == GJ_GAP_BAR || layout == GJ_GAP_CELL;
    if (!uneven && placed && counted && blanks_between(r)) { /* one value too many may have filled the place of a blank */
        for (uint32_t i = 0; i < n; i++)
            if (teaches(a, form, &rows[i], r, layout) && !blanks_between(&rows[i])) r->uncertain = true;
    }
    if (!uneven || !placed || (r->nvalues > ncolumns && layout != GJ_GAP_CELL && counted)) {
        /* a value too many moves counted places: they tell nothing then */
        r->result = gj_place_tokens(a->scratch, r->token, r->ntokens, ncolumns, &none, r->placed);
        return;
    }
    if (counted) {
        place_counted(a, form, rows, n, r, layout);
        return;
    }
    gj_geometry seen = learn_seen(a, form, rows, n, target, false);
    gj_geometry characters = a->doc->format == GJ_FORMAT_TEXT ? learn_seen(a, form, rows, n, target, true) : none;
    const gj_geometry *g = seen.known ? &seen : &characters;
    r->geometry = g->known;
    r->result = gj_place_tokens(a->scratch, r->token, r->ntokens, ncolumns, g, r->placed);
    if (!seen.known || !characters.known) return;
    gj_placed *other = GJ_NEW_ARRAY(a->scratch, gj_placed, ncolumns + 1);
    gj_place_tokens(a->scratch, r->token, r->ntokens, ncolumns, &characters, other);
    if (!same_places(r->placed, other, ncolumns)) r->uncertain = true; /* the two ways to count columns differ */
}

/* Where the blanks of a row with too few values stand. */
enum { BLANKS_NOWHERE, BLANKS_LEFT, BLANKS_RIGHT, BLANKS_INSIDE };

static int blank_side(const gj_reading *r, uint32_t ncolumns) {
    uint32_t first = GJ_NO_INDEX, last = 0, filled = 0;
    for (uint32_t c = 0; c < ncolumns; c++)
        if (r->placed[c].token != GJ_NO_INDEX && is_value(&r->token[r->placed[c].token])) {
            if (first == GJ_NO_INDEX) first = c;
            last = c;
            filled++;
        }
    if (filled == 0 || filled == ncolumns) return BLANKS_NOWHERE;
    if (last - first + 1 != filled || (first > 0 && last + 1 < ncolumns)) return BLANKS_INSIDE;
    return first > 0 ? BLANKS_LEFT : BLANKS_RIGHT;
}

/* Blanks that all stand at one side may have been pushed there: then no place can be trusted, unless other rows show blanks between numbers.
 * Believed, and noted, are one blank in front of the numbers (nothing pushes blanks there) and blanks that have their own fields. */
static bool pushed_aside(const gj_table *table, const gj_reading *rows, uint32_t n, const gj_reading *r, bool *noted) {
    uint32_t ncolumns = table->rows[r->row].ncolumns;
    if (r->nvalues >= ncolumns || r->nvalues == 0 || ncolumns < 2) return false;
    int side = blank_side(r, ncolumns);
    if (side != BLANKS_LEFT && side != BLANKS_RIGHT) return false;
    uint32_t inside = 0, left = 0, right = 0;
    for (uint32_t i = 0; i < n; i++) {
        if (!rows[i].match.found || !rows[i].placed || rows[i].result.ambiguous) continue;
        int other = blank_side(&rows[i], table->rows[rows[i].row].ncolumns);
        inside += other == BLANKS_INSIDE;
        left += other == BLANKS_LEFT;
        right += other == BLANKS_RIGHT;
    }
    if (inside > 0 || (left > 0 && right > 0)) return false;
    *noted = true;
    bool own_fields = r->lines ? !r->from_gaps : r->one_line && layout_of(r) != GJ_GAP_WIDE;
    for (uint32_t c = 0; c < ncolumns; c++) own_fields &= r->placed[c].token != GJ_NO_INDEX;
    if (own_fields && left + right < 3) return false;
    return !(side == BLANKS_LEFT && ncolumns - r->nvalues == 1);
}

/* Cells. */

static void put(gj_aligner *a, uint32_t slot, const gj_token *t, bool inferred) {
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
    cell->raw = is_value(t) ? slice(a, t->start, t->end) : GJ_STR_NONE;
    cell->at = t->start;
    cell->place = t->split || t->gap == GJ_GAP_NONE || !is_value(t) ? gj_doc_place(a->doc, t->start) : a->doc->fields[t->field].place;
}

static void put_missing(gj_aligner *a, uint32_t slot, gj_status status, uint32_t at) {
    gj_report_unset(a->report, slot, status);
    a->report->cells[slot].at = at;
    a->report->cells[slot].place = gj_doc_place(a->doc, at);
}

static gj_str count_str(gj_arena *arena, uint32_t n) {
    return gj_str_format(arena, "%u", n);
}

static gj_str row_name(const gj_row *row) {
    return row->label.name;
}

/* "O" for 0 and its like: what was probably meant. */
static gj_str unreadable_hint(gj_arena *arena, gj_str raw) {
    bool round = raw.n > 0;
    for (size_t i = 0; i < raw.n; i++) round &= raw.p[i] == 'O' || raw.p[i] == 'o' || (raw.p[i] >= '0' && raw.p[i] <= '9');
    if (!round || raw.n > 12) return GJ_STR_NONE;
    char digits[16];
    for (size_t i = 0; i < raw.n; i++) digits[i] = raw.p[i] == 'O' || raw.p[i] == 'o' ? '0' : raw.p[i];
    return gj_str_format(arena, "（%.*s？）", (int)raw.n, digits);
}

static void write_row(gj_aligner *a, uint32_t table, gj_reading *r, bool pushed, bool noted) {
    gj_report *report = a->report;
    const gj_table *form = &a->form->tables[table];
    const gj_row *row = &form->rows[r->row];
    uint32_t label = r->match.first != GJ_NO_INDEX ? a->items[r->match.first].start : a->items[r->match.from].start;
    uint32_t label_end = r->match.last != GJ_NO_INDEX ? a->items[r->match.last].end : label;
    bool inferred = r->result.inexact && r->nvalues != row->ncolumns;
    bool ambiguous = pushed || r->uncertain || r->result.ambiguous;
    for (uint32_t c = 0; c < row->ncolumns; c++) {
        uint32_t slot = row->slot + c;
        const gj_placed *p = &r->placed[c];
        if (r->nvalues > 0 && (pushed || r->uncertain || p->ambiguous)) {
            put_missing(a, slot, GJ_AMBIGUOUS, label);
        } else if (p->token == GJ_NO_INDEX) {
            put_missing(a, slot, GJ_BLANK, label);
        } else {
            put(a, slot, &r->token[p->token], inferred && (r->nvalues > row->ncolumns || noted || r->from_gaps));
            if (report->cells[slot].status == GJ_UNREADABLE) {
                const gj_token *t = &r->token[p->token];
                gj_note *note = gj_report_note(report, GJ_NOTE_UNREADABLE_NUMBER, table, r->row, t->start, t->end);
                note->arg[0] = slice(a, t->start, t->end);
                note->arg[1] = unreadable_hint(report->arena, note->arg[0]);
            }
        }
    }
    if (r->nvalues == 0) return;
    uint32_t end = r->ntokens ? r->token[r->ntokens - 1].end : label_end;
    if (ambiguous) {
        gj_note *note = gj_report_note(report, GJ_NOTE_AMBIGUOUS_ROW, table, r->row, label, end > label ? end : label_end);
        note->arg[0] = row_name(row);
        gj_buf seen = GJ_BUF_INIT;
        for (uint32_t i = 0, k = 0; i < r->ntokens && k < 24; i++) {
            if (!is_value(&r->token[i])) continue;
            if (k++) gj_buf_addc(&seen, ' ');
            gj_buf_add(&seen, slice(a, r->token[i].start, r->token[i].end));
        }
        note->arg[1] = gj_buf_copy(&seen, report->arena);
        gj_buf_free(&seen);
    }
    if (r->nvalues > row->ncolumns || (r->nvalues < row->ncolumns && (ambiguous || noted || r->from_gaps))) {
        gj_note *note = gj_report_note(report, r->nvalues > row->ncolumns ? GJ_NOTE_EXTRA_NUMBERS : GJ_NOTE_TOO_FEW, table, r->row, label,
                                       end > label ? end : label_end);
        note->arg[0] = row_name(row);
        note->arg[1] = count_str(report->arena, r->nvalues);
        note->arg[2] = count_str(report->arena, row->ncolumns);
    }
}

static void note_label(gj_aligner *a, uint32_t table, const gj_reading *r) {
    const gj_match *m = &r->match;
    if (m->first == GJ_NO_INDEX) return;
    const gj_row *row = &a->form->tables[table].rows[r->row];
    gj_found_row *found = &a->report->rows[table][r->row];
    const gj_item *first = &a->items[m->first], *last = &a->items[m->last];
    uint32_t end = last->end;
    *found = (gj_found_row){.found = true, .start = first->start, .end = end, .place = gj_doc_place(a->doc, first->start)};
    if (m->errors > 0 || first->stray) {
        gj_note *note = gj_report_note(a->report, GJ_NOTE_STRAY_CHARACTER, table, r->row, first->start, end);
        note->arg[0] = m->first == m->last ? slice(a, first->start, end) : slice(a, first->start, first->end);
        note->arg[1] = row_name(row);
    }
    if (m->wrong_ordinal) {
        gj_note *note = gj_report_note(a->report, GJ_NOTE_WRONG_ORDINAL, table, r->row, first->start, first->end);
        note->arg[0] = slice(a, first->start, first->end);
        note->arg[1] = row->ordinal;
    }
}

/* Marks the groups and notes what is left over in the table's zone. */
static void note_rest(gj_aligner *a, uint32_t table, uint32_t from, uint32_t to) {
    gj_report *report = a->report;
    const gj_table *form = &a->form->tables[table];
    for (uint32_t i = from; i < to; i++) {
        gj_item *item = &a->items[i];
        if (item->kind == GJ_ITEM_LABEL && !item->used) {
            for (uint32_t k = item->name; k != GJ_NO_INDEX; k = a->names.name[k].next) {
                const gj_name *name = &a->names.name[k];
                if (name->kind != GJ_NAME_GROUP || name->table != table) continue;
                gj_found_row *row = &report->rows[table][name->index];
                if (!row->found)
                    *row =
                        (gj_found_row){.found = true, .start = item->start, .end = item->end, .place = gj_doc_place(a->doc, item->start)};
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

/* Rows that the table lacks. */
static void note_absent(gj_aligner *a, uint32_t table, const gj_reading *rows, uint32_t n) {
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
        note->arg[1] = count_str(a->report->arena, absent);
        note->arg[2] = gj_buf_copy(&list, a->report->arena);
    }
    gj_buf_free(&list);
}

/* A row's label that stands a second time, with values: the same values are only noted, others make the cells doubtful. */
static void note_twice(gj_aligner *a, uint32_t table, gj_reading *rows, uint32_t n, uint32_t from, uint32_t to) {
    for (uint32_t i = from; i + 1 < to; i++) {
        gj_item *label = &a->items[i], *values = &a->items[i + 1];
        if (label->kind != GJ_ITEM_LABEL || label->used || label->name == GJ_NO_INDEX) continue;
        const gj_name *name = &a->names.name[label->name];
        if (name->kind != GJ_NAME_LEAF || name->table != table || !name->unique) continue;
        if (values->kind != GJ_ITEM_VALUES || values->used || values->nvalues == 0) continue;
        gj_reading *r = NULL;
        for (uint32_t k = 0; k < n; k++)
            if (rows[k].row == name->index) r = &rows[k];
        if (!r) continue;
        const gj_row *row = &a->form->tables[table].rows[r->row];
        label->used = values->used = true;
        if (!r->match.found || (r->nvalues == 0 && r->match.found)) { /* out of its place, but certain */
            r->match = (gj_match){.found = true, .labelled = true, .from = i, .to = i + 2, .first = i, .last = i};
            r->ntokens = r->nvalues = 0;
            gather(a, r);
            continue;
        }
        bool same = values->nvalues == r->nvalues;
        for (uint32_t k = 0, t = 0; same && k < values->ntokens; k++) {
            const gj_token *v = &a->tokens[values->token + k];
            if (!is_value(v)) continue;
            while (t < r->ntokens && !is_value(&r->token[t])) t++;
            same = t < r->ntokens && r->token[t].kind == v->kind &&
                   (v->kind != GJ_TOKEN_NUMBER || gj_num_cmp(r->token[t].value, v->value) == 0);
            t++;
        }
        gj_note *note = gj_report_note(a->report, GJ_NOTE_DUPLICATE_ROW, table, r->row, label->start, values->end);
        note->arg[0] = row_name(row);
        if (!same) r->uncertain = true;
    }
}

/* A wide table: every cell of it in one line of values. */

/* The longest stretch of runs without a row's label between them, when it holds about as many values as the table has cells. */
static bool find_wide(gj_aligner *a, uint32_t table, gj_zone zone, uint32_t *from, uint32_t *to) {
    const gj_table *form = &a->form->tables[table];
    uint32_t best = 0, most = 0;
    for (uint32_t r = 0; r < form->nrows; r++)
        if (form->rows[r].slot != GJ_NO_INDEX && form->rows[r].ncolumns > most) most = form->rows[r].ncolumns;
    for (uint32_t i = zone.from; i < zone.to;) {
        if (a->items[i].kind != GJ_ITEM_VALUES) {
            i++;
            continue;
        }
        uint32_t k = i, values = 0, tokens = 0;
        while (k < zone.to && a->items[k].kind == GJ_ITEM_VALUES && values < form->nslots) {
            values += a->items[k].nvalues;
            tokens += a->items[k].ntokens;
            k++;
        }
        if (values > best && (values > most || tokens >= form->nslots)) {
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
        if (!is_value(&r->token[i])) continue;
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

static void read_wide(gj_aligner *a, uint32_t table, gj_zone zone, uint32_t from, uint32_t to) {
    gj_report *report = a->report;
    const gj_table *form = &a->form->tables[table];
    gj_reading r = {.match = {.found = true, .from = from, .to = to, .first = GJ_NO_INDEX, .last = GJ_NO_INDEX}};
    gather(a, &r);
    keep_line_of_values(&r);
    while (r.ntokens > 0 && r.lines && !is_value(&r.token[r.ntokens - 1])) r.ntokens--;
    resolve_lines(a, &r, form->nslots, (gj_line_habit){0});
    split_glued(a, &r, form->nslots);
    join_fields(a, &r, form->nslots);
    r.placed = GJ_NEW_ARRAY(a->scratch, gj_placed, form->nslots + 1);
    r.result = gj_place_tokens(a->scratch, r.token, r.ntokens, form->nslots, NULL, r.placed);
    bool few = r.nvalues < form->nslots, counted = few && field_a_column(a, &r, zone, form->nslots);
    for (uint32_t c = 0; counted && c < form->nslots; c++) r.placed[c] = (gj_placed){.token = is_value(&r.token[c]) ? c : GJ_NO_INDEX};
    if (counted) r.result = (gj_row_reading){.nvalues = r.nvalues};
    bool pushed =
        few && !counted && r.one_line && r.ntokens > 0 && (r.token[0].gap != GJ_GAP_CELL) && blank_side(&r, form->nslots) != BLANKS_INSIDE;
    r.uncertain |= r.one_line && r.nvalues == form->nslots && blanks_between(&r);
    bool ambiguous = pushed || r.uncertain || r.result.ambiguous;
    uint32_t start = r.ntokens ? r.token[0].start : a->items[from].start, end = a->items[to - 1].end;
    for (uint32_t c = 0; c < form->nslots; c++) {
        uint32_t slot = form->slot + c;
        if (pushed || r.uncertain || r.placed[c].ambiguous)
            put_missing(a, slot, GJ_AMBIGUOUS, start);
        else if (r.placed[c].token == GJ_NO_INDEX)
            put_missing(a, slot, GJ_BLANK, start);
        else
            put(a, slot, &r.token[r.placed[c].token], r.result.inexact && r.nvalues > form->nslots);
        if (report->cells[slot].status == GJ_UNREADABLE) {
            gj_note *note = gj_report_note(report, GJ_NOTE_UNREADABLE_NUMBER, table, a->form->slots[slot].row, report->cells[slot].at,
                                           report->cells[slot].at + (uint32_t)report->cells[slot].raw.n);
            note->arg[0] = report->cells[slot].raw;
            note->arg[1] = unreadable_hint(report->arena, note->arg[0]);
        }
    }
    for (uint32_t i = from; i < to; i++) a->items[i].used = true;
    for (uint32_t i = zone.from; i < zone.to; i++) {
        gj_item *item = &a->items[i];
        if (item->kind != GJ_ITEM_LABEL) continue;
        for (uint32_t k = item->name; k != GJ_NO_INDEX; k = a->names.name[k].next) {
            const gj_name *name = &a->names.name[k];
            if (name->kind > GJ_NAME_GROUP || name->table != table) continue;
            gj_found_row *row = &report->rows[table][name->index];
            if (!row->found)
                *row = (gj_found_row){.found = true, .start = item->start, .end = item->end, .place = gj_doc_place(a->doc, item->start)};
        }
    }
    if (ambiguous || r.nvalues > form->nslots) {
        gj_str what = form->title.name.n ? form->title.name : form->name;
        gj_note *note =
            gj_report_note(report, r.nvalues > form->nslots ? GJ_NOTE_EXTRA_NUMBERS : GJ_NOTE_TOO_FEW, table, GJ_NO_INDEX, start, end);
        note->arg[0] = what;
        note->arg[1] = count_str(report->arena, r.nvalues);
        note->arg[2] = count_str(report->arena, form->nslots);
        if (ambiguous) {
            note = gj_report_note(report, GJ_NOTE_AMBIGUOUS_ROW, table, GJ_NO_INDEX, start, end);
            note->arg[0] = what;
            note->arg[1] = slice(a, start, end > start && end - start < 200 ? end : start);
        }
    }
}

static void set_table(gj_aligner *a, uint32_t table, uint32_t from, uint32_t to) {
    gj_found_table *found = &a->report->tables[table];
    found->found = true;
    found->start = a->items[from].start;
    found->end = a->items[to - 1].end > found->start ? a->items[to - 1].end : found->start;
    found->place = gj_doc_place(a->doc, found->start);
}

void gj_align_table(gj_aligner *a, uint32_t table, gj_zone zone) {
    gj_report *report = a->report;
    const gj_table *form = &a->form->tables[table];
    if (zone.from >= zone.to || form->nleaves == 0) {
        gj_note *note = gj_report_note(report, GJ_NOTE_TABLE_ABSENT, table, GJ_NO_INDEX, 0, 0);
        note->arg[0] = form->name;
        return;
    }
    gj_match *match = GJ_NEW_ARRAY(a->scratch, gj_match, form->nleaves);
    gj_align_rows(a, table, zone, match);
    uint32_t n = form->nleaves, found = 0, with_values = 0, first = zone.to, last = zone.from;
    gj_reading *rows = GJ_NEW_ARRAY(a->scratch, gj_reading, n);
    for (uint32_t r = 0, i = 0; r < form->nrows && i < n; r++)
        if (form->rows[r].slot != GJ_NO_INDEX) rows[i++].row = r;
    for (uint32_t i = 0; i < n; i++) {
        rows[i].match = match[i];
        if (!match[i].found) continue;
        gather(a, &rows[i]);
        found++;
        uint32_t ncolumns = form->rows[rows[i].row].ncolumns;
        with_values += rows[i].nvalues > 0 && rows[i].nvalues <= ncolumns + 2;
        if (match[i].from < first) first = match[i].from;
        if (match[i].to > last) last = match[i].to;
    }
    uint32_t wide_from, wide_to;
    if (form->nleaves > 1 && with_values * 2 < n + 1 && (form->wide || with_values == 0) &&
        find_wide(a, table, zone, &wide_from, &wide_to)) {
        for (uint32_t i = zone.from; i < zone.to; i++) a->items[i].used = false;
        set_table(a, table, zone.from, wide_to);
        read_wide(a, table, zone, wide_from, wide_to);
        note_rest(a, table, zone.from, zone.to);
        return;
    }
    if (found == 0) {
        gj_note *note = gj_report_note(report, GJ_NOTE_TABLE_ABSENT, table, GJ_NO_INDEX, 0, 0);
        note->arg[0] = form->name;
        return;
    }
    set_table(a, table, first, last);
    note_twice(a, table, rows, n, zone.from, zone.to);
    gj_line_habit habit = learn_habit(form, rows, n);
    for (uint32_t i = 0; i < n; i++) {
        gj_reading *r = &rows[i];
        if (!r->match.found) continue;
        uint32_t ncolumns = form->rows[r->row].ncolumns;
        if (habit.known || !r->lines)
            resolve_lines(a, r, ncolumns, habit);
        else
            resolve_lines(a, r, ncolumns, (gj_line_habit){0});
        split_glued(a, r, ncolumns);
        join_fields(a, r, ncolumns);
    }
    for (uint32_t i = 0; i < n; i++) {
        gj_reading *r = &rows[i];
        if (!r->match.found) continue;
        place_row(a, form, rows, n, i);
    }
    for (uint32_t i = 0; i < n; i++) {
        gj_reading *r = &rows[i];
        if (!r->match.found) continue;
        bool noted = false, pushed = false;
        pushed = pushed_aside(form, rows, n, r, &noted);
        note_label(a, table, r);
        write_row(a, table, r, pushed, noted);
    }
    note_rest(a, table, first, last);
    note_absent(a, table, rows, n);
}
