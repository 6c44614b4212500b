/* align_place.c - where the columns of a row stand, learnt from the rows that are complete, and the placing of those that are not. */
#include <string.h>

#include "base/utf8.h"
#include "report/align_parts.h"

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
        if (gj_token_is_value(&r->token[i])) {
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
        if (!gj_token_is_value(t)) continue;
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
        if (!gj_token_is_value(&r->token[i])) continue;
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
    uint32_t gap = UINT32_MAX, digits = UINT32_MAX; /* between values, and of a value: while they are always the same */
    bool same_gap = true, same_digits = true;
    for (uint32_t i = 0; i < n; i++) {
        const gj_reading *o = &rows[i];
        if (!teaches(a, form, o, r, GJ_GAP_WIDE)) continue;
        uint32_t c = 0, behind = 0;
        for (uint32_t k = 0; k < o->ntokens; k++) {
            const gj_token *t = &o->token[k];
            if (!gj_token_is_value(t)) continue;
            uint32_t x0 = by_character ? t->c0 : t->x0, x1 = by_character ? t->c1 : t->x1;
            uint32_t at[3] = {2 * x0, x0 + x1, 2 * x1}; /* left edge, middle, right edge, all doubled */
            for (uint32_t e = 0; e < 3; e++) {
                if (!g.known || at[e] < low[3 * c + e]) low[3 * c + e] = at[e];
                if (!g.known || at[e] > high[3 * c + e]) high[3 * c + e] = at[e];
            }
            if (!g.known || x0 < g.x0[c]) g.x0[c] = x0;
            if (!g.known || x1 > g.x1[c]) g.x1[c] = x1;
            if (c > 0) same_gap &= gap == UINT32_MAX || gap == x0 - behind;
            if (c > 0) gap = x0 - behind;
            same_digits &= digits == UINT32_MAX || digits == x1 - x0;
            digits = x1 - x0;
            behind = x1;
            c++;
        }
        g.known = true;
    }
    /* the same gap between short values and long ones is a separator; columns would vary it */
    if (g.ncolumns > 1 && same_gap && (!same_digits || gap <= 3)) g.known = false;
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

gj_token gj_token_placed(gj_aligner *a, const gj_token *token) {
    gj_token t = *token;
    if (t.field != GJ_NO_INDEX) return t;
    gj_doc_split_line(a->doc, t.line);
    const gj_line *line = &a->doc->lines[t.line];
    for (uint32_t i = 0; i < line->nfields; i++) {
        const gj_field *f = &a->doc->fields[line->field + i];
        if (t.start < f->start || t.start >= f->end) continue;
        gj_str before = {a->doc->text.p + f->start, t.start - f->start}, own = {a->doc->text.p + t.start, t.end - t.start};
        bool whole = before.n == 0 && t.end == f->end;
        t.gap = f->gap;
        t.x0 = whole ? f->x0 : f->x1 > f->x0 ? f->x0 + (uint32_t)gj_utf8_width(before) : 0;
        t.x1 = whole ? f->x1 : f->x1 > f->x0 ? t.x0 + (uint32_t)gj_utf8_width(own) : 0;
        t.c0 = f->place.column + (uint32_t)gj_utf8_count(before);
        t.c1 = t.c0 + (uint32_t)gj_utf8_count(own);
        break;
    }
    return t;
}

void gj_label_extent(gj_aligner *a, const gj_item *item, bool by_character, uint32_t *x0, uint32_t *x1) {
    gj_doc_split_line(a->doc, item->line);
    const gj_line *line = &a->doc->lines[item->line];
    *x0 = *x1 = 0;
    for (uint32_t i = 0; i < line->nfields; i++) {
        const gj_field *f = &a->doc->fields[line->field + i];
        if (item->start < f->start || item->start >= f->end) continue;
        gj_str before = {a->doc->text.p + f->start, item->start - f->start},
               label = {a->doc->text.p + item->start, item->end - item->start};
        if (by_character) {
            *x0 = f->place.column + (uint32_t)gj_utf8_count(before);
            *x1 = *x0 + (uint32_t)gj_utf8_count(label);
        } else if (before.n == 0 && item->end == f->end) {
            *x0 = f->x0;
            *x1 = f->x1;
        } else {
            *x0 = f->x0 + (uint32_t)gj_utf8_width(before);
            *x1 = *x0 + (uint32_t)gj_utf8_width(label);
        }
        return;
    }
}

uint32_t gj_column_with(const gj_aligner *a, const gj_table *form, const gj_row *row, gj_fold fold) {
    uint32_t found = GJ_NO_INDEX, table = (uint32_t)(form - a->form->tables);
    for (uint32_t k = a->names->table[table].columns; k < a->names->table[table].end; k++) {
        const gj_name *name = &a->names->name[k];
        if (name->kind != GJ_NAME_COLUMN || name->index < row->column) continue;
        uint32_t c = name->index - row->column;
        if (c >= row->ncolumns || !gj_fold_contains(name->fold, fold)) continue;
        if (found != GJ_NO_INDEX && found != c) return GJ_NO_INDEX;
        found = c;
    }
    return found;
}

/* Places from the headings above the table, where no row is complete: every column needs a heading, or a piece of one that no other column
 * has, and every value of the rows must stand under one. */
static gj_geometry learn_headings(gj_aligner *a, const gj_table *form, const gj_reading *rows, uint32_t n, uint32_t target,
                                  bool by_character) {
    const gj_reading *r = &rows[target];
    const gj_row *row = &form->rows[r->row];
    gj_geometry g = {.ncolumns = row->ncolumns, .by_character = by_character};
    g.x0 = gj_arena_raw(a->scratch, g.ncolumns + 1, sizeof *g.x0);
    g.x1 = gj_arena_array(a->scratch, g.ncolumns + 1, sizeof *g.x1);
    for (uint32_t i = r->match.from; i-- > a->zone.from;) { /* the nearest headings above */
        const gj_item *item = &a->items[i];
        if (item->kind != GJ_ITEM_LABEL || item->used || item->fold.n == 0 || item->fold.n > 12) continue;
        uint32_t c = gj_column_with(a, form, row, item->fold), x0, x1;
        if (c == GJ_NO_INDEX || g.x1[c] > 0) continue;
        gj_label_extent(a, item, by_character, &x0, &x1);
        if (x1 <= x0) continue;
        g.x0[c] = x0;
        g.x1[c] = x1;
    }
    for (uint32_t c = 0; c < g.ncolumns; c++) {
        if (g.x1[c] == 0) return g;
        if (c > 0 && g.x0[c] + g.x1[c] <= g.x0[c - 1] + g.x1[c - 1]) return g;
    }
    for (uint32_t i = 0; i < n; i++) {
        const gj_reading *o = &rows[i];
        if (!o->match.found || o->lines || o->ntokens == 0 || form->rows[o->row].column != row->column || o->nvalues > g.ncolumns) continue;
        if (layout_of(o) != GJ_GAP_WIDE) continue;
        uint32_t last = GJ_NO_INDEX;
        for (uint32_t k = 0; k < o->ntokens; k++) {
            if (!gj_token_is_value(&o->token[k])) continue;
            uint32_t c = gj_geometry_column(&g, &o->token[k]);
            if (c == GJ_NO_INDEX || (last != GJ_NO_INDEX && c <= last)) return g;
            last = c;
        }
    }
    g.known = true;
    return g;
}

bool gj_reading_blanks_between(const gj_reading *r) {
    uint32_t values = 0;
    for (uint32_t i = 0; i < r->ntokens; i++) {
        values += gj_token_is_value(&r->token[i]);
        if (!gj_token_is_value(&r->token[i]) && values > 0 && values < r->nvalues) return true;
    }
    return false;
}

/* Places the tokens of a row, with what complete rows teach of where columns stand. */
void gj_reading_place(gj_aligner *a, const gj_table *form, gj_reading *rows, uint32_t n, uint32_t target) {
    gj_reading *r = &rows[target];
    uint32_t ncolumns = form->rows[r->row].ncolumns;
    r->placed = GJ_NEW_ARRAY(a->scratch, gj_placed, ncolumns + 1);
    gj_geometry none = {0};
    bool uneven = r->nvalues != ncolumns && r->nvalues > 0, placed = r->ntokens > 0 && !r->lines && r->one_line;
    uint8_t layout = r->ntokens ? layout_of(r) : GJ_GAP_NONE;
    bool counted = layout == GJ_GAP_TAB || layout == GJ_GAP_BAR || layout == GJ_GAP_CELL;
    if (!uneven && placed && counted && gj_reading_blanks_between(r)) { /* one value too many may have filled the place of a blank */
        for (uint32_t i = 0; i < n; i++)
            if (teaches(a, form, &rows[i], r, layout) && !gj_reading_blanks_between(&rows[i])) r->uncertain = true;
    }
    if (!uneven || !placed || r->nvalues > ncolumns) {
        /* a value too many moves what stands behind it: places tell nothing then */
        r->result = gj_place_tokens(a->scratch, r->token, r->ntokens, ncolumns, &none, r->placed);
        return;
    }
    if (counted) {
        place_counted(a, form, rows, n, r, layout);
        return;
    }
    gj_geometry seen = learn_seen(a, form, rows, n, target, false);
    gj_geometry characters = a->doc->format == GJ_FORMAT_TEXT ? learn_seen(a, form, rows, n, target, true) : none;
    if (!seen.known && !characters.known) {
        seen = learn_headings(a, form, rows, n, target, false);
        if (a->doc->format == GJ_FORMAT_TEXT) characters = learn_headings(a, form, rows, n, target, true);
    }
    const gj_geometry *g = seen.known ? &seen : &characters;
    r->geometry = g->known;
    r->result = gj_place_tokens(a->scratch, r->token, r->ntokens, ncolumns, g, r->placed);
    if (!seen.known || !characters.known) return;
    gj_placed *other = GJ_NEW_ARRAY(a->scratch, gj_placed, ncolumns + 1);
    gj_place_tokens(a->scratch, r->token, r->ntokens, ncolumns, &characters, other);
    if (!same_places(r->placed, other, ncolumns)) r->uncertain = true; /* the two ways to count columns differ */
}

int gj_reading_blank_side(const gj_reading *r, uint32_t ncolumns) {
    uint32_t first = GJ_NO_INDEX, last = 0, filled = 0;
    for (uint32_t c = 0; c < ncolumns; c++)
        if (r->placed[c].token != GJ_NO_INDEX && gj_token_is_value(&r->token[r->placed[c].token])) {
            if (first == GJ_NO_INDEX) first = c;
            last = c;
            filled++;
        }
    if (filled == 0 || filled == ncolumns) return GJ_BLANKS_NOWHERE;
    if (last - first + 1 != filled || (first > 0 && last + 1 < ncolumns)) return GJ_BLANKS_INSIDE;
    return first > 0 ? GJ_BLANKS_LEFT : GJ_BLANKS_RIGHT;
}

/* Fields, or columns of the grid, that a line goes over. */
static uint32_t line_length(const gj_aligner *a, uint32_t line) {
    const gj_line *l = &a->doc->lines[line];
    return l->nfields ? a->doc->fields[l->field + l->nfields - 1].x1 : 0;
}

/* Has the row a field for each of its columns? It has when it is as long as a complete row of its shape, or, where none is complete, as long as
 * all the others. */
static bool has_own_fields(const gj_aligner *a, const gj_reading *rows, uint32_t n, const gj_reading *r, uint32_t ncolumns) {
    for (uint32_t c = 0; c < ncolumns; c++)
        if (r->placed[c].token == GJ_NO_INDEX) return false;
    if (r->lines) return !r->from_gaps;
    if (!r->one_line || layout_of(r) == GJ_GAP_WIDE) return false;
    if (r->geometry) return true;
    uint32_t length = line_length(a, r->token[0].line);
    for (uint32_t i = 0; i < n; i++) {
        const gj_reading *o = &rows[i];
        if (!o->match.found || o->lines || o->ntokens == 0 || layout_of(o) != layout_of(r)) continue;
        if (line_length(a, o->token[0].line) != length) return false;
    }
    return true;
}

/* Blanks that all stand at one side may have been pushed there: then no place can be trusted, unless other rows show blanks between numbers.
 * Believed are blanks that have their own fields, and, with a note, by eye one blank in front of the numbers (nothing pushes blanks there). */
bool gj_reading_pushed_aside(const gj_aligner *a, const gj_table *table, const gj_reading *rows, uint32_t n, const gj_reading *r,
                             bool *noted) {
    uint32_t ncolumns = table->rows[r->row].ncolumns;
    if (r->nvalues >= ncolumns || r->nvalues == 0 || ncolumns < 2) return false;
    int side = gj_reading_blank_side(r, ncolumns);
    if (side != GJ_BLANKS_LEFT && side != GJ_BLANKS_RIGHT) return false;
    uint32_t inside = 0, left = 0, right = 0;
    for (uint32_t i = 0; i < n; i++) {
        if (!rows[i].match.found || !rows[i].placed || rows[i].result.ambiguous) continue;
        int other = gj_reading_blank_side(&rows[i], table->rows[rows[i].row].ncolumns);
        inside += other == GJ_BLANKS_INSIDE;
        left += other == GJ_BLANKS_LEFT;
        right += other == GJ_BLANKS_RIGHT;
    }
    bool own_fields = has_own_fields(a, rows, n, r, ncolumns), by_eye = !r->lines && r->geometry && layout_of(r) == GJ_GAP_WIDE;
    bool kept = inside > 0 || (left > 0 && right > 0); /* blanks elsewhere in the table kept their places */
    if (kept && (own_fields || by_eye || r->lines)) return false;
    if (own_fields && left + right < 3) return false; /* a field that is empty says all there is to say */
    *noted = true;
    if (own_fields) return true;
    return !(by_eye && side == GJ_BLANKS_LEFT && ncolumns - r->nvalues == 1);
}
