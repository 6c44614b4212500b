#include <stdlib.h>
#include <string.h>

#include "report/pdf_page.h"

static const float THINNEST = 5;           /* points: of a row or column; nearer rules are the two strokes of one border */
static const float NEAR = 2.5F, LONG = 40; /* points: rules this near meet; strokes of large characters are not LONG */
static const float COVERED = 0.6F;         /* how much of a side must be drawn for it to be a side */

enum { WORK_MAX = 4000000 }; /* boxes times rules: a real table has a hundredth of it */

static bool is_horizontal(const gj_rule *r) {
    return r->y0 == r->y1;
}

static uint32_t root(uint32_t *parent, uint32_t i) {
    while (parent[i] != i) i = parent[i] = parent[parent[i]];
    return i;
}

static void unite(uint32_t *parent, uint32_t a, uint32_t b) {
    a = root(parent, a);
    b = root(parent, b);
    if (a < b)
        parent[b] = a;
    else
        parent[a] = b;
}

typedef struct edge {
    float at, length;
} edge;

static int by_place(const void *a, const void *b) {
    const edge *x = a, *y = b;
    return (x->at > y->at) - (x->at < y->at);
}

/* Sorts, and makes one of those that stand together, at the place of the longest. Writes their places to AT. */
static uint32_t distinct(edge *edges, uint32_t n, float *at) {
    qsort(edges, n, sizeof *edges, by_place);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < n;) {
        edge best = edges[i];
        uint32_t first = i;
        for (; i < n && edges[i].at - edges[first].at <= THINNEST; i++)
            if (edges[i].length > best.length) best = edges[i];
        at[kept++] = best.at;
    }
    return kept;
}

/* How much of [from, to] the rules at AT cover, of those of one direction in the table. */
static bool is_drawn(const gj_rule *rules, uint32_t n, bool horizontal, float at, float from, float to) {
    float covered = 0;
    for (uint32_t i = 0; i < n; i++) {
        const gj_rule *r = &rules[i];
        if (is_horizontal(r) != horizontal) continue;
        float where = horizontal ? r->y0 : r->x0;
        if (where < at - THINNEST || where > at + THINNEST) continue;
        float low = horizontal ? r->x0 : r->y0, high = horizontal ? r->x1 : r->y1;
        if (low < from) low = from;
        if (high > to) high = to;
        if (high > low) covered += high - low;
    }
    return covered >= COVERED * (to - from);
}

/* Boxes between which no side is drawn are one cell. */
static void join_boxes(gj_arena *arena, gj_pdf_table *t, const gj_rule *rules, uint32_t n) {
    uint32_t boxes = t->nrows * t->ncolumns;
    uint32_t *parent = gj_arena_raw(arena, boxes, sizeof *parent);
    for (uint32_t i = 0; i < boxes; i++) parent[i] = i;
    for (uint32_t row = 0; row < t->nrows; row++)
        for (uint32_t column = 0; column < t->ncolumns; column++) {
            uint32_t box = row * t->ncolumns + column;
            if (column + 1 < t->ncolumns && !is_drawn(rules, n, false, t->xs[column + 1], t->ys[row], t->ys[row + 1]))
                unite(parent, box, box + 1);
            if (row + 1 < t->nrows && !is_drawn(rules, n, true, t->ys[row + 1], t->xs[column], t->xs[column + 1]))
                unite(parent, box, box + t->ncolumns);
        }
    t->cells = GJ_NEW_ARRAY(arena, gj_pdf_cell, boxes);
    t->cell_of = gj_arena_raw(arena, boxes, sizeof *t->cell_of);
    for (uint32_t box = 0; box < boxes; box++) {
        uint32_t row = box / t->ncolumns, column = box % t->ncolumns, first = root(parent, box);
        if (first == box) {
            t->cell_of[box] = t->ncells;
            t->cells[t->ncells++] = (gj_pdf_cell){row, row + 1, column, column + 1};
            continue;
        }
        t->cell_of[box] = t->cell_of[first];
        gj_pdf_cell *c = &t->cells[t->cell_of[box]];
        if (row + 1 > c->row_end) c->row_end = row + 1;
        if (column < c->column) c->column = column;
        if (column + 1 > c->column_end) c->column_end = column + 1;
    }
}

/* The table that rules, all of one component, draw. */
static bool make_table(gj_arena *arena, const gj_rule *rules, uint32_t n, gj_pdf_table *t) {
    *t = (gj_pdf_table){.xs = GJ_NEW_ARRAY(arena, float, n + 2), .ys = GJ_NEW_ARRAY(arena, float, n + 2)};
    edge *across = GJ_NEW_ARRAY(arena, edge, n + 2), *down = GJ_NEW_ARRAY(arena, edge, n + 2);
    uint32_t nx = 0, ny = 0, nlong = 0;
    float left = rules[0].x0, right = left, top = rules[0].y0, bottom = top;
    for (uint32_t i = 0; i < n; i++) {
        const gj_rule *r = &rules[i];
        nlong += r->x1 - r->x0 >= LONG;
        if (is_horizontal(r))
            down[ny++] = (edge){r->y0, r->x1 - r->x0};
        else
            across[nx++] = (edge){r->x0, r->y1 - r->y0};
        if (r->x0 < left) left = r->x0;
        if (r->x1 > right) right = r->x1;
        if (r->y0 < top) top = r->y0;
        if (r->y1 > bottom) bottom = r->y1;
    }
    across[nx++].at = left; /* a side that is not drawn ends where the rules end */
    across[nx++].at = right;
    down[ny++].at = top;
    down[ny++].at = bottom;
    t->ncolumns = distinct(across, nx, t->xs) - 1;
    t->nrows = distinct(down, ny, t->ys) - 1;
    if (nlong < 2 || t->ncolumns == 0 || t->nrows == 0 || (uint64_t)t->ncolumns * t->nrows * n > WORK_MAX) return false;
    join_boxes(arena, t, rules, n);
    return t->ncells > 1;
}

static int by_top(const void *a, const void *b) {
    const gj_pdf_table *x = a, *y = b;
    return (x->ys[0] > y->ys[0]) - (x->ys[0] < y->ys[0]);
}

uint32_t gj_pdf_find_tables(gj_arena *arena, const gj_pdf_page *page, gj_pdf_table **tables) {
    uint32_t n = page->nrules, found = 0;
    *tables = NULL;
    if (n == 0) return 0;
    const gj_rule *rules = page->rules;
    uint32_t *parent = gj_arena_raw(arena, n, sizeof *parent);
    for (uint32_t i = 0; i < n; i++) parent[i] = i;
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t k = i + 1; k < n; k++) {
            if (is_horizontal(&rules[i]) == is_horizontal(&rules[k])) continue;
            const gj_rule *h = is_horizontal(&rules[i]) ? &rules[i] : &rules[k], *v = h == &rules[i] ? &rules[k] : &rules[i];
            if (v->x0 >= h->x0 - NEAR && v->x0 <= h->x1 + NEAR && h->y0 >= v->y0 - NEAR && h->y0 <= v->y1 + NEAR) unite(parent, i, k);
        }
    gj_rule *own = gj_arena_raw(arena, n, sizeof *own);
    *tables = GJ_NEW_ARRAY(arena, gj_pdf_table, n);
    for (uint32_t i = 0; i < n; i++) {
        if (root(parent, i) != i) continue;
        uint32_t count = 0;
        for (uint32_t k = i; k < n; k++)
            if (root(parent, k) == i) own[count++] = rules[k];
        if (count >= 4 && make_table(arena, own, count, &(*tables)[found])) found++;
    }
    qsort(*tables, found, sizeof **tables, by_top);
    return found;
}
