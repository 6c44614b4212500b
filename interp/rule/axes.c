#include "rule/axes.h"

static ptrdiff_t find_label(const gj_axis *axis, gj_str label) {
    for (uint32_t i = 0; i < axis->n; i++)
        if (gj_str_eq(axis->label[i], label)) return (ptrdiff_t)i;
    return -1;
}

static bool same_order(const gj_axis *a, const gj_axis *b) {
    if (a == b) return true;
    if (a->n != b->n) return false;
    for (uint32_t i = 0; i < a->n; i++)
        if (!gj_str_eq(a->label[i], b->label[i])) return false;
    return true;
}

/* The first label of A that B lacks; empty when there is none. */
static gj_str only_in(const gj_axis *a, const gj_axis *b) {
    for (uint32_t i = 0; i < a->n; i++)
        if (find_label(b, a->label[i]) < 0) return a->label[i];
    return GJ_STR_NONE;
}

static const uint32_t *permuted(gj_arena *arena, const uint32_t *slots, const uint32_t *from_element, uint32_t n) {
    uint32_t *out = gj_arena_raw(arena, n, sizeof *out);
    for (uint32_t i = 0; i < n; i++) out[i] = slots[from_element[i]];
    return out;
}

/* A copy of X whose rows (or columns) stand in the order of TO: only cells and sections are laid out by position, so only they are. */
static gj_expr *reorder(gj_arena *arena, gj_expr *x, const gj_axis *from, const gj_axis *to, bool rows) {
    const gj_axis *mine = rows ? x->row : x->column;
    if (mine && !same_order(mine, from)) mine = NULL; /* an axis collapsed further up: not ours */
    gj_expr *copy = GJ_NEW(arena, gj_expr);
    *copy = *x;
    if (mine && rows) copy->row = to;
    if (mine && !rows) copy->column = to;
    if (x->nkids) {
        copy->kid = gj_arena_array(arena, x->nkids, sizeof *copy->kid);
        for (uint16_t i = 0; i < x->nkids; i++) copy->kid[i] = reorder(arena, x->kid[i], from, to, rows);
    }
    if ((x->kind != GJ_X_CELLS && x->kind != GJ_X_SECTION) || !mine) return copy;
    uint32_t nr = gj_axis_size(x->row), nc = gj_axis_size(x->column);
    uint32_t *from_element = gj_arena_raw(arena, (size_t)nr * nc, sizeof *from_element);
    for (uint32_t r = 0; r < nr; r++)
        for (uint32_t c = 0; c < nc; c++)
            from_element[r * nc + c] =
                rows ? (uint32_t)find_label(mine, to->label[r]) * nc + c : r * nc + (uint32_t)find_label(mine, to->label[c]);
    copy->slots = permuted(arena, x->slots, from_element, nr * nc);
    if (x->slots_of) {
        const uint32_t **lists = gj_arena_array(arena, x->nforms, sizeof *lists);
        for (uint32_t f = 0; f < x->nforms; f++) lists[f] = x->slots_of[f] ? permuted(arena, x->slots_of[f], from_element, nr * nc) : NULL;
        copy->slots_of = lists;
    }
    return copy;
}

static gj_str count_of(gj_arena *arena, const gj_axis *axis) {
    if (axis->n == 0) return GJ_STR("-");
    if (axis->n == 1) return axis->label[0];
    return gj_str_format(arena, "%.*s…%.*s (%u)", GJ_FMT(axis->label[0]), GJ_FMT(axis->label[axis->n - 1]), axis->n);
}

static int join_axis(gj_arena *arena, const gj_axis **result, const gj_axis *a, gj_expr **b, bool rows, const gj_node *node,
                     gj_diags *diags) {
    const gj_axis *other = rows ? (*b)->row : (*b)->column;
    if (!a || !other) {
        *result = a ? a : other;
        return 0;
    }
    bool same = same_order(a, other);
    gj_str extra = same ? GJ_STR_NONE : only_in(a, other);
    if (!same && extra.n == 0) extra = only_in(other, a);
    if (extra.n || a->n != other->n) {
        gj_str what = rows ? GJ_STR("行\x1frows")
                           : GJ_STR("列\x1f"
                                    "columns");
        GJ_DIAG(diags, GJ_E_LABELS_DIFFER, node->span, what, extra, count_of(arena, a), count_of(arena, other));
        return 1;
    }
    if (!same) *b = reorder(arena, *b, other, a, rows);
    *result = a;
    if (other->set && !a->set) { /* named as a set on one side is a set */
        gj_axis *set = GJ_NEW(arena, gj_axis);
        *set = *a;
        set->set = true;
        *result = set;
    }
    return 0;
}

int gj_axes_join(gj_arena *arena, gj_expr *result, gj_expr **a, gj_expr **b, const gj_node *node, gj_diags *diags) {
    const gj_axis *ar = (*a)->row, *ac = (*a)->column, *br = (*b)->row, *bc = (*b)->column;
    if ((ar && !ac && bc && !br) || (ac && !ar && br && !bc)) {
        const gj_axis *row = ar ? ar : br, *column = ac ? ac : bc;
        GJ_DIAG(diags, GJ_E_TWO_AXES, node->span, count_of(arena, row), count_of(arena, column));
        return 1;
    }
    int bad = join_axis(arena, &result->row, ar, b, true, node, diags);
    return bad ? bad : join_axis(arena, &result->column, ac, b, false, node, diags);
}

int gj_axes_join_all(gj_arena *arena, gj_expr *result, gj_expr **operands, uint32_t n, bool collapse, const gj_node *node,
                     gj_diags *diags) {
    result->row = result->column = NULL;
    for (uint32_t i = 0; i < n; i++) {
        gj_expr left = {.row = result->row, .column = result->column}, *a = &left;
        gj_expr right = *operands[i], *b = &right;
        if (collapse && right.row && right.row->set) right.row = NULL;
        if (collapse && right.column && right.column->set) right.column = NULL;
        if (gj_axes_join(arena, result, &a, &b, node, diags)) return 1;
        if (b != &right) operands[i] = b; /* put in order */
    }
    return 0;
}
