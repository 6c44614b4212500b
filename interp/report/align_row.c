/* align_row.c - the values of a row and its columns: a small alignment whose costs stand in one table.
 *
 * A column may be filled by a value, by a blank, or by nothing; a blank may be padding; a value may be one too many. The cheapest
 * explanation is not enough: a column is read only when all cheapest explanations agree on it.
 */
#include <string.h>

#include "report/align_parts.h"

enum {
    COST_BLANK_DROP = 1,   /* a blank between values fills none */
    COST_BLANK_CELL = 1,   /* a blank fills a column */
    COST_OFF_PLACE = 5,    /* it stands where another column's values stand */
    COST_DROP_TWIN = 4,    /* one value too many, like its neighbour */
    COST_DROP = 7,         /* one value too many */
    COST_NOTHING = 6,      /* nothing stands for the column */
    COST_NOTHING_SEEN = 1, /* the same, where places are known and this one is free */
    COST_INFINITE = 1 << 28,
    MAX_EXTRA = 6 /* more values than that too many explain nothing */
};

bool gj_token_is_value(const gj_token *t) {
    return t->kind <= GJ_TOKEN_UNREADABLE;
}

bool gj_token_same(const gj_token *a, const gj_token *b) {
    if (a->kind != b->kind) return false;
    return a->kind != GJ_TOKEN_NUMBER || gj_num_cmp(a->value, b->value) == 0;
}

uint32_t gj_geometry_column(const gj_geometry *g, const gj_token *token) {
    bool laid_out = token->gap == GJ_GAP_WIDE || token->gap == GJ_GAP_SPACE || token->gap == GJ_GAP_NONE;
    if (!laid_out) {
        for (uint32_t c = 0; c < g->ncolumns; c++)
            if (token->x0 >= g->x0[c] && token->x0 < g->x1[c]) return c;
        return GJ_NO_INDEX;
    }
    uint32_t middle = g->by_character ? token->c0 + token->c1 : token->x0 + token->x1, best = GJ_NO_INDEX,
             best_distance = UINT32_MAX; /* twice the middle */
    for (uint32_t c = 0; c < g->ncolumns; c++) {
        uint32_t m = g->x0[c] + g->x1[c], d = middle > m ? middle - m : m - middle;
        if (d < best_distance) {
            best_distance = d;
            best = c;
        }
    }
    uint32_t left = best > 0 ? (g->x0[best] + g->x1[best]) - (g->x0[best - 1] + g->x1[best - 1]) : UINT32_MAX;
    uint32_t right = best + 1 < g->ncolumns ? (g->x0[best + 1] + g->x1[best + 1]) - (g->x0[best] + g->x1[best]) : UINT32_MAX;
    uint32_t step = left < right ? left : right;
    return best_distance * 5 <= step * 2 ? best : GJ_NO_INDEX; /* within two fifths of the way to the next */
}

typedef struct gj_costs {
    int drop;
    uint32_t place;
    bool value;
} gj_costs;

gj_row_reading gj_place_tokens(gj_arena *scratch, const gj_token *tokens, uint32_t n, uint32_t ncolumns, const gj_geometry *geometry,
                               gj_placed *placed) {
    gj_row_reading reading = {0};
    for (uint32_t i = 0; i < n; i++) reading.nvalues += gj_token_is_value(&tokens[i]);
    for (uint32_t c = 0; c < ncolumns; c++) placed[c] = (gj_placed){.token = GJ_NO_INDEX};
    if (reading.nvalues == ncolumns) {
        for (uint32_t i = 0, c = 0; i < n; i++)
            if (gj_token_is_value(&tokens[i])) placed[c++].token = i;
        return reading;
    }
    if (reading.nvalues == 0) return reading;
    reading.inexact = true;
    if (reading.nvalues > ncolumns + MAX_EXTRA || reading.nvalues > 2 * ncolumns + 1 || n > 4 * ncolumns + 64) {
        for (uint32_t c = 0; c < ncolumns; c++) placed[c].ambiguous = true;
        reading.ambiguous = true;
        return reading;
    }
    bool seen = geometry && geometry->known;
    gj_costs *cost = GJ_NEW_ARRAY(scratch, gj_costs, n + 1);
    const gj_token *last = NULL;
    for (uint32_t i = 0; i < n; i++) {
        cost[i].value = gj_token_is_value(&tokens[i]);
        cost[i].place = seen ? gj_geometry_column(geometry, &tokens[i]) : GJ_NO_INDEX;
        if (!cost[i].value) continue;
        cost[i].drop = last && gj_token_same(last, &tokens[i]) ? COST_DROP_TWIN : COST_DROP;
        if (last && cost[i].drop == COST_DROP_TWIN) cost[last - tokens].drop = COST_DROP_TWIN;
        last = &tokens[i];
    }
    for (uint32_t i = 1; i + 1 < n; i++) /* what stands in the middle of a run of equals may be the one too many as well */
        if (cost[i].value && cost[i - 1].value && cost[i + 1].value && gj_token_same(&tokens[i - 1], &tokens[i + 1]))
            cost[i].drop = COST_DROP_TWIN;
    for (uint32_t i = 0, before = 0; !seen && i < n; i++) {
        before += cost[i].value;
        if (!cost[i].value && before > 0 && before < reading.nvalues) cost[i].drop = COST_BLANK_DROP;
    }
    int nothing = seen ? COST_NOTHING_SEEN : COST_NOTHING;
    uint32_t width = ncolumns + 1;
    int *to = gj_arena_raw(scratch, (size_t)(n + 1) * width, sizeof *to),
        *from = gj_arena_raw(scratch, (size_t)(n + 1) * width, sizeof *from);
#define AT(i, c) ((size_t)(i)*width + (c))
#define FILL(i, c)                                                                                                                         \
    ((cost[i].value ? 0 : (seen && cost[i].place == (c)) ? 0 : COST_BLANK_CELL) + (seen && cost[i].place != (c) ? COST_OFF_PLACE : 0))
#define DROP(i) (cost[i].drop + (!cost[i].value && seen && cost[i].place != GJ_NO_INDEX))
    for (uint32_t i = 0; i <= n; i++) /* TO: the least cost of what is before; FROM: of what is behind */
        for (uint32_t c = 0; c <= ncolumns; c++) {
            int best = i == 0 && c == 0 ? 0 : COST_INFINITE;
            if (i > 0 && to[AT(i - 1, c)] + DROP(i - 1) < best) best = to[AT(i - 1, c)] + DROP(i - 1);
            if (c > 0 && to[AT(i, c - 1)] + nothing < best) best = to[AT(i, c - 1)] + nothing;
            if (i > 0 && c > 0 && to[AT(i - 1, c - 1)] + FILL(i - 1, c - 1) < best) best = to[AT(i - 1, c - 1)] + FILL(i - 1, c - 1);
            to[AT(i, c)] = best;
        }
    for (uint32_t i = n + 1; i-- > 0;)
        for (uint32_t c = ncolumns + 1; c-- > 0;) {
            int best = i == n && c == ncolumns ? 0 : COST_INFINITE;
            if (i < n && from[AT(i + 1, c)] + DROP(i) < best) best = from[AT(i + 1, c)] + DROP(i);
            if (c < ncolumns && from[AT(i, c + 1)] + nothing < best) best = from[AT(i, c + 1)] + nothing;
            if (i < n && c < ncolumns && from[AT(i + 1, c + 1)] + FILL(i, c) < best) best = from[AT(i + 1, c + 1)] + FILL(i, c);
            from[AT(i, c)] = best;
        }
    int least = to[AT(n, ncolumns)];
    for (uint32_t c = 0; c < ncolumns; c++) {
        bool empty = false; /* some cheapest explanation leaves the column without a value */
        for (uint32_t i = 0; i <= n; i++) {
            if (to[AT(i, c)] + nothing + from[AT(i, c + 1)] == least) empty = true;
            if (i == n || to[AT(i, c)] + FILL(i, c) + from[AT(i + 1, c + 1)] != least) continue;
            if (!cost[i].value) {
                empty = true;
                if (placed[c].token == GJ_NO_INDEX) placed[c].token = i;
            } else if (placed[c].token == GJ_NO_INDEX || !cost[placed[c].token].value) {
                placed[c].token = i;
            } else if (!gj_token_same(&tokens[placed[c].token], &tokens[i])) {
                placed[c].ambiguous = true;
            }
        }
        if (empty && placed[c].token != GJ_NO_INDEX && cost[placed[c].token].value) placed[c].ambiguous = true;
        reading.ambiguous |= placed[c].ambiguous;
    }
#undef AT
#undef FILL
#undef DROP
    return reading;
}
