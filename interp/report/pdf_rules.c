#include <stdlib.h>
#include <string.h>

#include "report/pdf_page.h"

enum {
    CONTRAST = 20,    /* of 255: how much darker a rule is than what it divides */
    REACH = 3,        /* points to either side where that is looked for: thicker lines are not rules */
    RUNS_MAX = 60000, /* candidates kept while looking: a page of noise has more */
};
static const float SHORTEST = 9, NEAR = 2.5F, GAP = 1, APART = 6, LONG = 40; /* points */

/* The picture's brightness, seen along one direction: (along, across) is (x, y) for horizontal rules, (y, x) for vertical ones. */
typedef struct view {
    const unsigned char *light;
    int length, breadth;
    int step, stride; /* from one pixel to the next along, and across */
    int reach;
} view;

static unsigned light_at(const view *v, int along, int across) {
    return across < 0 || across >= v->breadth ? 255 : v->light[along * v->step + across * v->stride];
}

/* Whether the pixel is the bottom of a valley: brighter on both sides, at one distance or another (text may stand near). */
static bool is_dark(const view *v, int along, int across) {
    unsigned limit = light_at(v, along, across) + CONTRAST;
    if (limit > 255) return false;
    bool before = light_at(v, along, across - v->reach) >= limit || light_at(v, along, across - v->reach / 2 - 1) >= limit;
    return before && (light_at(v, along, across + v->reach) >= limit || light_at(v, along, across + v->reach / 2 + 1) >= limit);
}

typedef struct run {
    int from, to, first, last; /* along [from, to), across [first, last] */
} run;

typedef struct runs {
    run *items;
    uint32_t n, live; /* items before LIVE ended too long ago to grow */
} runs;

/* A run beside one of the row before thickens it. */
static void add_run(runs *all, int from, int to, int across) {
    while (all->live < all->n && all->items[all->live].last < across - 2) all->live++;
    for (uint32_t i = all->n; i > all->live; i--) {
        run *r = &all->items[i - 1];
        int low = r->from > from ? r->from : from, high = r->to < to ? r->to : to;
        int shorter = r->to - r->from < to - from ? r->to - r->from : to - from;
        if (r->last < across - 2 || 2 * (high - low) < shorter) continue;
        if (from < r->from) r->from = from;
        if (to > r->to) r->to = to;
        r->last = across;
        return;
    }
    if (all->n < RUNS_MAX) all->items[all->n++] = (run){from, to, across, across};
}

static void find_runs(const view *v, float scale, runs *all) {
    int shortest = (int)(SHORTEST * scale), gap = (int)(GAP * scale);
    for (int across = 0; across < v->breadth; across++) {
        int from = -1, last = -1;
        for (int along = 0; along <= v->length; along++) {
            bool dark = along < v->length && light_at(v, along, across) < 255 - CONTRAST && is_dark(v, along, across);
            if (dark && from < 0) from = along;
            if (dark) last = along;
            if (from < 0 || (along - last <= gap && along < v->length)) continue;
            if (last + 1 - from >= shortest) add_run(all, from, last + 1, across);
            from = -1;
        }
    }
}

static bool cross(const gj_rule *h, const gj_rule *v) {
    return v->x0 >= h->x0 - NEAR && v->x0 <= h->x1 + NEAR && h->y0 >= v->y0 - NEAR && h->y0 <= v->y1 + NEAR;
}

/* Strokes of characters and underlines cross nothing: what does not meet two rules of the other direction, some way apart (the two strokes
 * of a double border are one), is dropped; a long one need only meet one, for the end of a page leaves tables open. */
static uint32_t drop_loose(gj_rule *rules, uint32_t n, const gj_rule *others, uint32_t nothers, bool horizontal) {
    uint32_t kept = 0;
    for (uint32_t i = 0; i < n; i++) {
        float least = 1e9F, most = -1e9F;
        for (uint32_t k = 0; k < nothers && most - least < APART; k++) {
            if (!(horizontal ? cross(&rules[i], &others[k]) : cross(&others[k], &rules[i]))) continue;
            float where = horizontal ? others[k].x0 : others[k].y0;
            if (where < least) least = where;
            if (where > most) most = where;
        }
        bool is_long = rules[i].x1 - rules[i].x0 + rules[i].y1 - rules[i].y0 >= LONG;
        if (is_long ? most >= least : most - least >= APART) rules[kept++] = rules[i];
    }
    return kept;
}

static uint32_t to_rules(const runs *all, float scale, bool horizontal, gj_rule *rules) {
    uint32_t n = 0;
    for (uint32_t i = 0; i < all->n && n < GJ_PDF_RULES_MAX / 2; i++) {
        const run *r = &all->items[i];
        if ((float)(r->last - r->first) > 2 * REACH * scale) continue;
        float from = (float)r->from / scale, to = (float)r->to / scale, at = (float)(r->first + r->last + 1) / 2 / scale;
        rules[n++] = horizontal ? (gj_rule){from, at, to, at} : (gj_rule){at, from, at, to};
    }
    return n;
}

uint32_t gj_pdf_find_rules(const unsigned char *pixels, int width, int height, int stride, float scale, gj_rule *rules) {
    unsigned char *light = gj_malloc((size_t)width * (size_t)height);
    for (int y = 0; y < height; y++)
        for (int x = 0; x < width; x++) {
            uint32_t p;
            memcpy(&p, pixels + (size_t)y * (size_t)stride + (size_t)x * 4, 4);
            light[(size_t)y * (size_t)width + (size_t)x] =
                (unsigned char)(((p >> 16 & 255) * 77 + (p >> 8 & 255) * 150 + (p & 255) * 29) >> 8);
        }
    runs all = {.items = gj_malloc(RUNS_MAX * sizeof(run))};
    int reach = (int)(REACH * scale);
    find_runs(&(view){light, width, height, 1, width, reach}, scale, &all);
    uint32_t nh = to_rules(&all, scale, true, rules);
    all.n = all.live = 0;
    find_runs(&(view){light, height, width, width, 1, reach}, scale, &all);
    gj_rule *vertical = gj_malloc(GJ_PDF_RULES_MAX / 2 * sizeof(gj_rule));
    uint32_t nv = to_rules(&all, scale, false, vertical);
    for (int pass = 0; pass < 3; pass++) {
        nh = drop_loose(rules, nh, vertical, nv, true);
        nv = drop_loose(vertical, nv, rules, nh, false);
    }
    memcpy(rules + nh, vertical, nv * sizeof *vertical);
    free(vertical);
    free(all.items);
    free(light);
    return nh + nv;
}
