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

/* What is made of an axis: TO, whose i-th element is the pick[i]-th of FROM; NULL when it does not vary any more. */
typedef struct rearrangement {
    const gj_axis *from, *to;
    const uint32_t *pick;
    uint32_t n;
    bool rows;
} rearrangement;

static const uint32_t *picked(gj_arena *arena, const uint32_t *slots, const rearrangement *how, uint32_t nr, uint32_t nc) {
    uint32_t rows = how->rows ? how->n : nr, columns = how->rows ? nc : how->n;
    uint32_t *out = gj_arena_raw(arena, (size_t)rows * columns, sizeof *out);
    for (uint32_t r = 0; r < rows; r++)
        for (uint32_t c = 0; c < columns; c++)
            out[r * columns + c] = slots[(how->rows ? how->pick[r] : r) * nc + (how->rows ? c : how->pick[c])];
    return out;
}

/* Whether the aggregate X collapses the axis of its KID. */
static bool collapses(const gj_expr *x, const gj_expr *kid, bool rows) {
    if (x->kind != GJ_X_CALL) return false;
    uint8_t class = gj_builtin_describe((gj_builtin_id)x->op)->class;
    const gj_axis *axis = rows ? kid->row : kid->column;
    return axis && ((class == GJ_CLASS_AGG && axis->set) || (class == GJ_CLASS_BOOL && (x->collapse_all || axis->set)));
}

/* A copy of X with the axis rearranged: only cells and sections are laid out by position, so only they are. */
static gj_expr *rearrange(gj_arena *arena, gj_expr *x, const rearrangement *how) {
    const gj_axis *mine = how->rows ? x->row : x->column;
    if (mine && !same_order(mine, how->from)) mine = NULL;
    gj_expr *copy = GJ_NEW(arena, gj_expr);
    *copy = *x;
    if (mine && how->rows) copy->row = how->to;
    if (mine && !how->rows) copy->column = how->to;
    if (x->nkids) {
        copy->kid = gj_arena_array(arena, x->nkids, sizeof *copy->kid);
        for (uint16_t i = 0; i < x->nkids; i++)
            copy->kid[i] = collapses(x, x->kid[i], how->rows) ? x->kid[i] : rearrange(arena, x->kid[i], how);
    }
    if ((x->kind != GJ_X_CELLS && x->kind != GJ_X_SECTION) || !mine) return copy;
    uint32_t nr = gj_axis_size(x->row), nc = gj_axis_size(x->column);
    copy->slots = picked(arena, x->slots, how, nr, nc);
    if (x->slots_of) {
        const uint32_t **lists = gj_arena_array(arena, x->nforms, sizeof *lists);
        for (uint32_t f = 0; f < x->nforms; f++) lists[f] = x->slots_of[f] ? picked(arena, x->slots_of[f], how, nr, nc) : NULL;
        copy->slots_of = lists;
    }
    return copy;
}

/* In the order of TO, which has the same labels. */
static gj_expr *reorder(gj_arena *arena, gj_expr *x, const gj_axis *from, const gj_axis *to, bool rows) {
    uint32_t *pick = gj_arena_raw(arena, to->n, sizeof *pick);
    for (uint32_t i = 0; i < to->n; i++) pick[i] = (uint32_t)find_label(from, to->label[i]);
    return rearrange(arena, x, &(rearrangement){.from = from, .to = to, .pick = pick, .n = to->n, .rows = rows});
}

gj_expr *gj_axes_select(gj_arena *arena, gj_expr *x, const uint32_t *pick, uint32_t n, bool set) {
    gj_axis *to = NULL;
    if (set || n != 1) {
        to = GJ_NEW(arena, gj_axis);
        *to = (gj_axis){.n = n, .set = set};
        to->label = gj_arena_array(arena, n, sizeof *to->label);
        to->path = gj_arena_array(arena, n, sizeof *to->path);
        for (uint32_t i = 0; i < n; i++) {
            to->label[i] = x->column->label[pick[i]];
            to->path[i] = x->column->path[pick[i]];
        }
    }
    return rearrange(arena, x, &(rearrangement){.from = x->column, .to = to, .pick = pick, .n = n});
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
