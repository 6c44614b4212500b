#include "rule/linear.h"

#include <string.h>

#define PRIME ((UINT64_C(1) << 61) - 1)

static uint64_t mul(uint64_t a, uint64_t b) {
    unsigned __int128 p = (unsigned __int128)a * b;
    uint64_t low = (uint64_t)(p & PRIME), high = (uint64_t)(p >> 61), sum = low + high;
    return sum >= PRIME ? sum - PRIME : sum;
}

static uint64_t add(uint64_t a, uint64_t b) {
    uint64_t sum = a + b;
    return sum >= PRIME ? sum - PRIME : sum;
}

static uint64_t negative(uint64_t a) {
    return a ? PRIME - a : 0;
}

static uint64_t inverse(uint64_t a) {
    uint64_t result = 1;
    for (uint64_t e = PRIME - 2; e; e >>= 1, a = mul(a, a))
        if (e & 1) result = mul(result, a);
    return result;
}

static uint64_t of_int(int64_t v) {
    return v >= 0 ? (uint64_t)v % PRIME : negative((uint64_t)-v % PRIME);
}

/* Adds FACTOR * X to OUT; false when X is not linear. */
static bool gather(const gj_expr *x, uint64_t factor, uint32_t nslots, uint32_t r, uint32_t c, gj_equation *out) {
    switch (x->kind) {
    case GJ_X_NUM: {
        int64_t v;
        if (!gj_num_to_int64(x->num, &v)) return false;
        uint64_t *constant = &out->coefficient[out->width - 1];
        *constant = add(*constant, mul(factor, of_int(v)));
        return true;
    }
    case GJ_X_CELLS: {
        uint32_t slot = x->slots[gj_expr_element(x, r, c)];
        if (slot == GJ_NO_INDEX) return true; /* no such cell: no such instance */
        uint64_t *place = &out->coefficient[slot + (x->previous ? nslots : 0)];
        *place = add(*place, factor);
        return true;
    }
    case GJ_X_NEG: return gather(x->kid[0], negative(factor), nslots, r, c, out);
    case GJ_X_BINARY: {
        if (x->op == GJ_OP_ADD || x->op == GJ_OP_SUB)
            return gather(x->kid[0], factor, nslots, r, c, out) &&
                   gather(x->kid[1], x->op == GJ_OP_SUB ? negative(factor) : factor, nslots, r, c, out);
        if (x->op != GJ_OP_MUL) return false;
        const gj_expr *number = x->kid[0]->kind == GJ_X_NUM ? x->kid[0] : x->kid[1], *other = number == x->kid[0] ? x->kid[1] : x->kid[0];
        int64_t v;
        if (number->kind != GJ_X_NUM || !gj_num_to_int64(number->num, &v)) return false;
        return gather(other, mul(factor, of_int(v)), nslots, r, c, out);
    }
    case GJ_X_CALL:
        if (x->op != GJ_BUILTIN_SUM) return false;
        for (uint16_t k = 0; k < x->nkids; k++) {
            const gj_expr *kid = x->kid[k];
            bool rows = kid->row && kid->row->set, columns = kid->column && kid->column->set;
            for (uint32_t i = rows ? 0 : r; i < (rows ? kid->row->n : r + 1); i++)
                for (uint32_t j = columns ? 0 : c; j < (columns ? kid->column->n : c + 1); j++)
                    if (!gather(kid, factor, nslots, i, j, out)) return false;
        }
        return true;
    default: return false;
    }
}

bool gj_equation_make(gj_arena *arena, const gj_expr *compare, uint32_t nslots, uint32_t r, uint32_t c, gj_equation *out) {
    out->width = nslots * 2 + 1;
    out->coefficient = GJ_NEW_ARRAY(arena, uint64_t, out->width);
    if (compare->kind != GJ_X_COMPARE || compare->nkids > 2 || compare->kid[0]->type != GJ_TYPE_NUMBER) return false;
    return gather(compare->kid[0], 1, nslots, r, c, out) && gather(compare->kid[1], PRIME - 1, nslots, r, c, out);
}

bool gj_equation_is_constant(const gj_equation *e) {
    for (uint32_t i = 0; i + 1 < e->width; i++)
        if (e->coefficient[i]) return false;
    return true;
}

int gj_equation_constant_sign(const gj_equation *e) {
    uint64_t k = e->coefficient[e->width - 1];
    return k == 0 ? 0 : k <= PRIME / 2 ? 1 : -1;
}

typedef struct basis_row {
    uint64_t *coefficient, *sources;
    uint32_t pivot;
} basis_row;

struct gj_basis {
    gj_arena *arena;
    basis_row *rows;
    uint32_t *row_of_pivot; /* GJ_NO_INDEX where there is none */
    uint32_t n, width, words;
};

gj_basis *gj_basis_new(gj_arena *arena, uint32_t width, uint32_t nsources) {
    gj_basis *b = GJ_NEW(arena, gj_basis);
    *b = (gj_basis){.arena = arena, .width = width, .words = nsources / 64 + 1};
    b->rows = GJ_NEW_ARRAY(arena, basis_row, width);
    b->row_of_pivot = GJ_NEW_ARRAY(arena, uint32_t, width);
    memset(b->row_of_pivot, 0xff, width * sizeof *b->row_of_pivot);
    return b;
}

bool gj_basis_add(gj_basis *b, const gj_equation *e, uint32_t source, uint64_t *sources) {
    uint64_t *row = GJ_NEW_ARRAY(b->arena, uint64_t, b->width);
    memcpy(row, e->coefficient, b->width * sizeof *row);
    memset(sources, 0, b->words * sizeof *sources);
    uint32_t pivot = GJ_NO_INDEX;
    for (uint32_t i = 0; i < b->width; i++) {
        if (!row[i]) continue;
        uint32_t with = b->row_of_pivot[i];
        if (with == GJ_NO_INDEX) {
            if (pivot == GJ_NO_INDEX) pivot = i;
            continue;
        }
        uint64_t factor = negative(row[i]); /* basis rows have 1 at their pivot */
        for (uint32_t k = i; k < b->width; k++)
            if (b->rows[with].coefficient[k]) row[k] = add(row[k], mul(factor, b->rows[with].coefficient[k]));
        for (uint32_t w = 0; w < b->words; w++) sources[w] |= b->rows[with].sources[w];
    }
    if (pivot == GJ_NO_INDEX) return true;
    uint64_t scale = inverse(row[pivot]);
    for (uint32_t k = pivot; k < b->width; k++) row[k] = mul(row[k], scale);
    basis_row *added = &b->rows[b->n];
    *added = (basis_row){.coefficient = row, .sources = GJ_NEW_ARRAY(b->arena, uint64_t, b->words), .pivot = pivot};
    memcpy(added->sources, sources, b->words * sizeof *sources);
    added->sources[source / 64] |= UINT64_C(1) << (source % 64);
    b->row_of_pivot[pivot] = b->n++;
    return false;
}
