#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "base/utf8.h"
#include "report/pdf_sheet.h"

/* In ems, about: the height of a glyph's box is a little more. */
static const float EM = 0.75F, SPACE = 0.25F, WIDE = 0.9F, CLOSE = 0.45F, SAME_LINE = 0.45F;
static const float MARGIN = 0.12F;        /* of a page's height: where running heads and page numbers stand */
static const float SAME_PLACE = 5;        /* points */
static const float STACKED = 0.75F;       /* of a line's height: lines nearer than this overlap */
static const float STROKE = 40;           /* points: the longest of a character */
static const float BROKEN = 1.35F;        /* of a line's height: to the next line of a cell */
static const float LEAST_PADDING = 10.8F; /* points, both sides of a cell together */
static const float LEVEL = 1.5F;          /* points: as far above as below */
static const float CELL_PADDING = 14;     /* points, both sides together */
enum { PAGE_NUMBER_BYTES = 40 };

typedef gj_sheet_line text_line;
typedef gj_sheet_piece piece;
typedef gj_sheet sheet;

/* ---- lines ---- */

static float middle(const gj_glyph *g) {
    return (g->y0 + g->y1) / 2;
}

static int by_middle(const void *a, const void *b) {
    const gj_glyph *x = *(const gj_glyph *const *)a, *y = *(const gj_glyph *const *)b;
    return (middle(x) > middle(y)) - (middle(x) < middle(y));
}

static int by_left(const void *a, const void *b) {
    const gj_glyph *x = *(const gj_glyph *const *)a, *y = *(const gj_glyph *const *)b;
    return (x->x0 > y->x0) - (x->x0 < y->x0);
}

/* Sorts GLYPHS into lines, written to LINES (room for N); their ranges start at BASE. */
static uint32_t find_lines(const gj_glyph **glyphs, uint32_t n, uint32_t base, text_line *lines) {
    qsort(glyphs, n, sizeof *glyphs, by_middle);
    uint32_t nlines = 0;
    for (uint32_t i = 0; i < n;) {
        text_line *l = &lines[nlines++];
        float at = middle(glyphs[i]), height = glyphs[i]->y1 - glyphs[i]->y0;
        *l = (text_line){.y0 = glyphs[i]->y0, .y1 = glyphs[i]->y1, .x0 = glyphs[i]->x0, .x1 = glyphs[i]->x1, .from = base + i};
        uint32_t first = i;
        for (; i < n && middle(glyphs[i]) - at <= SAME_LINE * height; i++) {
            const gj_glyph *g = glyphs[i];
            if (g->y0 < l->y0) l->y0 = g->y0;
            if (g->y1 > l->y1) l->y1 = g->y1;
            if (g->x0 < l->x0) l->x0 = g->x0;
            if (g->x1 > l->x1) l->x1 = g->x1;
        }
        if (i == first) i++; /* a box that is no box */
        l->to = base + i;
        qsort(glyphs + first, i - first, sizeof *glyphs, by_left);
    }
    return nlines;
}

static void add_char(gj_buf *out, uint32_t c) {
    char bytes[4];
    gj_buf_add(out, (gj_str){bytes, gj_utf8_put(c, bytes)});
}

/* The distance from A to the next glyph of its line, in ems. */
static float distance(const gj_glyph *a, const gj_glyph *b) {
    float height = a->y1 - a->y0 > b->y1 - b->y0 ? a->y1 - a->y0 : b->y1 - b->y0;
    return height > 0 ? (b->x0 - a->x1) / (EM * height) : 0;
}

static void add_glyphs(gj_buf *out, const gj_glyph **glyphs, uint32_t n) {
    for (uint32_t i = 0; i < n; i++) {
        if (i > 0 && distance(glyphs[i - 1], glyphs[i]) > SPACE) gj_buf_addc(out, ' ');
        add_char(out, glyphs[i]->c);
    }
}

/* ---- cells ---- */

/* The text of a cell: its lines with \n between, but a number that the cell was too narrow for is one number. */
static gj_str cell_text(gj_arena *arena, const gj_glyph **glyphs, uint32_t n, float width) {
    if (n == 0) return GJ_STR_NONE;
    text_line *lines = gj_arena_raw(arena, n, sizeof *lines);
    uint32_t nlines = find_lines(glyphs, n, 0, lines);
    gj_buf out = GJ_BUF_INIT;
    for (uint32_t i = 0; i < nlines; i++) {
        const text_line *l = &lines[i];
        if (i > 0) {
            const gj_glyph *before = glyphs[lines[i - 1].to - 1], *after = glyphs[l->from];
            bool full = lines[i - 1].x1 - lines[i - 1].x0 + (before->x1 - before->x0) + CELL_PADDING > width;
            bool number = gj_utf8_is_digit(before->c) && (gj_utf8_is_digit(after->c) || after->c == '.' || after->c == ',');
            if (!(full && number)) gj_buf_addc(&out, '\n');
        }
        add_glyphs(&out, glyphs + l->from, l->to - l->from);
    }
    gj_str text = gj_buf_copy(&out, arena);
    gj_buf_free(&out);
    return text;
}

/* The interval of EDGES (N + 1 of them) that holds VALUE. */
uint32_t gj_sheet_interval(const float *edges, uint32_t n, float value) {
    uint32_t i = 0;
    while (i + 1 < n && value >= edges[i + 1]) i++;
    return i;
}

/* The smallest table around a point, or -1. */
static int table_at(const sheet *s, float x, float y) {
    int best = -1;
    float size = INFINITY;
    for (uint32_t i = 0; i < s->ntables; i++) {
        const gj_pdf_table *t = &s->tables[i];
        float left = t->xs[0], right = t->xs[t->ncolumns], top = t->ys[0], bottom = t->ys[t->nrows];
        if (x < left || x > right || y < top || y > bottom || (right - left) * (bottom - top) >= size) continue;
        size = (right - left) * (bottom - top);
        best = (int)i;
    }
    return best;
}

/* ---- pieces ---- */

static int by_piece(const void *a, const void *b) {
    const piece *x = a, *y = b;
    return (x->x0 > y->x0) - (x->x0 < y->x0);
}

static void cut_pieces(gj_arena *arena, sheet *s, text_line *l) {
    l->pieces = gj_arena_raw(arena, l->to - l->from, sizeof *l->pieces);
    l->npieces = 0;
    bool row = false; /* in a row a number may stand close to its label */
    for (uint32_t i = l->from + 1; i < l->to && !row; i++) row = distance(s->sorted[i - 1], s->sorted[i]) > WIDE;
    for (uint32_t i = l->from; i < l->to; i++) {
        const gj_glyph *g = s->sorted[i];
        bool number = row && i > l->from && gj_utf8_is_digit(g->c) && !gj_utf8_is_digit(s->sorted[i - 1]->c);
        if (i == l->from || distance(s->sorted[i - 1], g) > (number ? CLOSE : WIDE))
            l->pieces[l->npieces++] = (piece){.from = i, .x0 = g->x0};
        piece *p = &l->pieces[l->npieces - 1];
        p->to = i + 1;
        p->x1 = g->x1;
    }
}

static float line_middle(const text_line *l) {
    return (l->y0 + l->y1) / 2;
}

static bool beside(const piece *a, const piece *b) {
    return a->x1 <= b->x0 || b->x1 <= a->x0;
}

static bool is_free(const text_line *l, const piece *p) {
    for (uint32_t i = 0; i < l->npieces; i++)
        if (!beside(&l->pieces[i], p)) return false;
    return true;
}

static void take_piece(text_line *l, uint32_t i) {
    memmove(&l->pieces[i], &l->pieces[i + 1], (--l->npieces - i) * sizeof *l->pieces);
}

static bool is_number(const sheet *s, const piece *p) {
    for (uint32_t i = p->from; i < p->to; i++)
        if (gj_utf8_is_han(s->sorted[i]->c)) return false;
    return gj_utf8_is_digit(s->sorted[p->from]->c);
}

/* The piece of LINE that is in one column with P, both with room in ROW; or NULL. */
static piece *partner(const text_line *line, const piece *p, const text_line *row) {
    for (uint32_t i = 0; i < line->npieces; i++) {
        piece *other = &line->pieces[i];
        if (!beside(other, p) && p->rest_to == 0 && other->rest_to == 0 && is_free(row, p) && is_free(row, other)) return other;
    }
    return NULL;
}

/* Numbers without a partner are a row of their own. */
static bool has_own_numbers(const sheet *s, const text_line *line, const text_line *other, const text_line *row) {
    for (uint32_t i = 0; i < line->npieces; i++)
        if (is_number(s, &line->pieces[i]) && partner(other, &line->pieces[i], row) == NULL) return true;
    return false;
}

/* Where cells are centred, two lines of one stand a little above and below the line of their row: they are put into it. */
static void join_stacks(gj_arena *arena, const sheet *s, text_line *above, text_line *row, text_line *below) {
    float height = row->y1 - row->y0;
    float up = line_middle(row) - line_middle(above), down = line_middle(below) - line_middle(row);
    if (up > STACKED * height || down > STACKED * height || fabsf(up - down) > LEVEL) return;
    if (has_own_numbers(s, above, below, row) || has_own_numbers(s, below, above, row)) return;
    uint32_t stacks = 0, numbers = 0;
    for (uint32_t i = 0; i < above->npieces; i++) stacks += partner(below, &above->pieces[i], row) != NULL;
    for (uint32_t i = 0; i < row->npieces; i++) numbers += is_number(s, &row->pieces[i]);
    if (stacks == 0 || (numbers == 0 && stacks < 2)) return; /* a label between two others, not the line of a row */
    piece *pieces = gj_arena_raw(arena, row->npieces + above->npieces, sizeof *pieces);
    memcpy(pieces, row->pieces, row->npieces * sizeof *pieces);
    uint32_t n = row->npieces;
    for (uint32_t i = 0; i < above->npieces;) {
        piece *a = &above->pieces[i], *b = partner(below, a, row);
        if (b == NULL) {
            i++;
            continue;
        }
        pieces[n++] = (piece){.from = a->from,
                              .to = a->to,
                              .rest_from = b->from,
                              .rest_to = b->to,
                              .x0 = a->x0 < b->x0 ? a->x0 : b->x0,
                              .x1 = a->x1 > b->x1 ? a->x1 : b->x1};
        take_piece(above, i);
        take_piece(below, (uint32_t)(b - below->pieces));
    }
    qsort(pieces, n, sizeof *pieces, by_piece);
    row->pieces = pieces;
    row->npieces = n;
}

/* How far the nearest number beside piece I of a line stands: about the width of its column. */
static float pitch(const sheet *s, const text_line *l, uint32_t i) {
    float least = 1e9F;
    if (i > 0 && is_number(s, &l->pieces[i - 1])) least = l->pieces[i].x0 - l->pieces[i - 1].x0;
    if (i + 1 < l->npieces && is_number(s, &l->pieces[i + 1]) && l->pieces[i + 1].x0 - l->pieces[i].x0 < least)
        least = l->pieces[i + 1].x0 - l->pieces[i].x0;
    return least;
}

/* The piece of ROW that a number below it continues: one that fills its column, so that one more digit had no room; or NULL. */
static piece *broken_number(const sheet *s, const text_line *row, const piece *below) {
    for (uint32_t i = 0; i < row->npieces; i++) {
        piece *p = &row->pieces[i];
        if (beside(p, below) || !is_number(s, p) || p->rest_to > 0) continue;
        float digit = (p->x1 - p->x0) / (float)(p->to - p->from);
        return p->x1 - p->x0 + digit + LEAST_PADDING > pitch(s, row, i) ? p : NULL;
    }
    return NULL;
}

/* In narrow columns without rules long numbers go on in the next line: they are put together, and a label there joins its row. */
static void join_broken(gj_arena *arena, const sheet *s, text_line *row, text_line *next) {
    uint32_t numbers = 0, broken = 0;
    if (line_middle(next) - line_middle(row) > BROKEN * (row->y1 - row->y0)) return;
    for (uint32_t i = 0; i < row->npieces; i++) numbers += is_number(s, &row->pieces[i]);
    for (uint32_t i = 0; i < next->npieces; i++) {
        if (!is_number(s, &next->pieces[i])) continue;
        if (broken_number(s, row, &next->pieces[i]) == NULL) return;
        broken++;
    }
    if (broken == 0 || broken >= numbers) return;
    bool labelled = numbers < row->npieces;
    piece *pieces = gj_arena_raw(arena, row->npieces + next->npieces, sizeof *pieces);
    uint32_t n = 0;
    for (uint32_t i = 0; i < next->npieces;) {
        piece *q = &next->pieces[i], *p = is_number(s, q) ? broken_number(s, row, q) : NULL;
        if (p == NULL && labelled) {
            i++;
            continue;
        }
        if (p != NULL)
            p->rest_from = q->from, p->rest_to = q->to;
        else
            pieces[n++] = *q;
        take_piece(next, i);
    }
    memcpy(pieces + n, row->pieces, row->npieces * sizeof *pieces);
    row->pieces = pieces;
    row->npieces += n;
    qsort(pieces, row->npieces, sizeof *pieces, by_piece);
}

/* ---- a page ---- */

typedef struct placed { /* a glyph with the cell it is in; table -1 for none */
    const gj_glyph *glyph;
    int table;
    uint32_t cell;
} placed;

static int by_cell(const void *a, const void *b) {
    const placed *x = a, *y = b;
    if (x->table != y->table) return (x->table > y->table) - (x->table < y->table);
    if (x->cell != y->cell) return (x->cell > y->cell) - (x->cell < y->cell);
    return (x->glyph > y->glyph) - (x->glyph < y->glyph);
}

static bool is_sound(const gj_glyph *g) {
    return isfinite(g->x0) && isfinite(g->y0) && isfinite(g->x1) && isfinite(g->y1) && g->x1 >= g->x0 && g->y1 >= g->y0;
}

/* Strokes of characters that stand close to a table seem to be rules of it: what is short and inside a glyph is dropped. */
static void drop_strokes(gj_arena *arena, gj_pdf_page *page) {
    gj_rule *kept = gj_arena_raw(arena, page->nrules + 1, sizeof *kept);
    uint32_t n = 0;
    for (uint32_t i = 0; i < page->nrules; i++) {
        const gj_rule *r = &page->rules[i];
        float x = (r->x0 + r->x1) / 2, y = (r->y0 + r->y1) / 2, length = r->x1 - r->x0 + r->y1 - r->y0;
        bool stroke = false;
        for (uint32_t k = 0; k < page->nglyphs && !stroke && length < STROKE; k++) {
            const gj_glyph *g = &page->glyphs[k];
            stroke = x > g->x0 && x < g->x1 && y > g->y0 && y < g->y1;
        }
        if (!stroke) kept[n++] = *r;
    }
    page->rules = kept;
    page->nrules = n;
}

void gj_sheet_prepare(gj_arena *arena, const gj_pdf_page *page, sheet *s) {
    *s = (sheet){.page = page};
    gj_pdf_page ruled = *page;
    drop_strokes(arena, &ruled);
    s->ntables = gj_pdf_find_tables(arena, &ruled, &s->tables);
    uint32_t n = 0;
    placed *all = gj_arena_raw(arena, page->nglyphs + 1, sizeof *all);
    for (uint32_t i = 0; i < page->nglyphs; i++) {
        const gj_glyph *g = &page->glyphs[i];
        if (!is_sound(g)) continue;
        float x = (g->x0 + g->x1) / 2, y = middle(g);
        placed p = {.glyph = g, .table = table_at(s, x, y)};
        if (p.table >= 0) {
            const gj_pdf_table *t = &s->tables[p.table];
            p.cell = t->cell_of[gj_sheet_interval(t->ys, t->nrows, y) * t->ncolumns + gj_sheet_interval(t->xs, t->ncolumns, x)];
        }
        all[n++] = p;
    }
    qsort(all, n, sizeof *all, by_cell);
    s->sorted = gj_arena_raw(arena, n + 1, sizeof *s->sorted);
    for (uint32_t i = 0; i < n; i++) s->sorted[i] = all[i].glyph;
    uint32_t free_ones = 0;
    while (free_ones < n && all[free_ones].table < 0) free_ones++;
    s->lines = gj_arena_raw(arena, free_ones + 1, sizeof *s->lines);
    s->nlines = find_lines(s->sorted, free_ones, 0, s->lines);
    for (uint32_t i = 0; i < s->nlines; i++) cut_pieces(arena, s, &s->lines[i]);
    for (uint32_t i = 1; i + 1 < s->nlines; i++) join_stacks(arena, s, &s->lines[i - 1], &s->lines[i], &s->lines[i + 1]);
    for (uint32_t i = 0; i + 1 < s->nlines; i++) join_broken(arena, s, &s->lines[i], &s->lines[i + 1]);
    s->cells = GJ_NEW_ARRAY(arena, gj_str *, s->ntables + 1);
    for (uint32_t i = 0; i < s->ntables; i++) s->cells[i] = GJ_NEW_ARRAY(arena, gj_str, s->tables[i].ncells);
    for (uint32_t i = free_ones, end; i < n; i = end) {
        for (end = i; end < n && all[end].table == all[i].table && all[end].cell == all[i].cell;) end++;
        const gj_pdf_table *t = &s->tables[all[i].table];
        const gj_pdf_cell *c = &t->cells[all[i].cell];
        s->cells[all[i].table][all[i].cell] = cell_text(arena, s->sorted + i, end - i, t->xs[c->column_end] - t->xs[c->column]);
    }
}

/* ---- running heads and page numbers ---- */

static bool in_margin(const sheet *s, const text_line *l) {
    return l->y1 < MARGIN * s->page->height || l->y0 > (1 - MARGIN) * s->page->height;
}

/* "3", "- 3 -", "第 3 页", "3 / 10": the number, or -1 when it is none. */
static int64_t page_number(gj_str text) {
    int64_t number = -1;
    bool ended = false;
    if (text.n >= PAGE_NUMBER_BYTES) return -1;
    for (size_t at = 0; at < text.n;) {
        uint32_t c = gj_utf8_narrow(gj_utf8_next(text, &at));
        if (gj_utf8_is_digit(c)) {
            if (!ended) number = (number < 0 ? 0 : number) * 10 + (c - '0');
            if (number > 100000) return -1;
            continue;
        }
        ended = number >= 0;
        if (!gj_utf8_is_space(c) && wcschr(L"-—–―_·•/|~第页共()", (wchar_t)c) == NULL) return -1;
    }
    return number;
}

static void key_lines(sheet *s) {
    gj_buf text = GJ_BUF_INIT, key = GJ_BUF_INIT;
    for (uint32_t i = 0; i < s->nlines; i++) {
        text_line *l = &s->lines[i];
        l->number = -1;
        if (!in_margin(s, l)) continue;
        gj_buf_clear(&text);
        gj_buf_clear(&key);
        add_glyphs(&text, s->sorted + l->from, l->to - l->from);
        for (size_t k = 0; k < text.n; k++)
            if (!gj_utf8_is_digit((unsigned char)text.p[k]) && text.p[k] != ' ') gj_buf_addc(&key, text.p[k]);
        l->key = gj_str_hash(gj_buf_str(&key)) | 1;
        l->number = l->npieces == 1 ? page_number(gj_buf_str(&text)) : -1;
    }
    gj_buf_free(&text);
    gj_buf_free(&key);
}

static bool has_line_like(const sheet *s, const text_line *wanted) {
    for (uint32_t i = 0; i < s->nlines; i++) {
        const text_line *l = &s->lines[i];
        if (l->key == wanted->key && fabsf(l->y0 - wanted->y0) < SAME_PLACE) return true;
    }
    return false;
}

/* Whether the page has a number in its margin that is OFFSET more than its own. */
static bool is_numbered(const sheet *s, int64_t own, int64_t offset) {
    for (uint32_t i = 0; i < s->nlines; i++)
        if (s->lines[i].number >= 0 && s->lines[i].number - own == offset) return true;
    return false;
}

/* What stands at the same place in the margin of most pages is no part of the report. */
void gj_sheet_find_running(sheet *sheets, uint32_t n) {
    for (uint32_t i = 0; i < n; i++) key_lines(&sheets[i]);
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t k = 0; k < sheets[i].nlines; k++) {
            text_line *l = &sheets[i].lines[k];
            if (l->key == 0) continue;
            uint32_t seen = 0, asked = 0, numbered = 0;
            uint32_t from = i > 8 ? i - 8 : 0; /* the pages around it: heads may change with the chapter */
            for (uint32_t other = from; other < n && other < from + 17; other++, asked++) {
                seen += has_line_like(&sheets[other], l);
                numbered += l->number >= 0 && is_numbered(&sheets[other], other, l->number - i);
            }
            l->running = l->number >= 0 ? numbered >= 2 || l->number == i + 1 : seen >= 2 && 2 * seen >= asked;
        }
}

void gj_sheet_add_piece(gj_buf *out, const sheet *s, const piece *p) {
    add_glyphs(out, s->sorted + p->from, p->to - p->from);
    if (p->rest_to > p->rest_from) add_glyphs(out, s->sorted + p->rest_from, p->rest_to - p->rest_from);
}
