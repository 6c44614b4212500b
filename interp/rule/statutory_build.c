/* statutory_build.c - a sentence that has been understood, as a tree. */
#include "rule/statutory_parts.h"

static gj_node *step(const gj_tie_reader *r, gj_node *parent, gj_str text, gj_step kind) {
    gj_node *node = gj_node_new(r->arena, GJ_N_STEP, r->span);
    node->text = text;
    node->op = (uint32_t)kind;
    return gj_node_add(parent, node);
}

static gj_node *table_path(const gj_tie_reader *r) {
    return step(r, gj_node_new(r->arena, GJ_N_PATH, r->span), gj_str_format(r->arena, "表%.*s", GJ_FMT(r->table->name)), GJ_STEP_WORD);
}

static void add_row_steps(const gj_tie_reader *r, gj_node *path, uint32_t row) {
    const gj_row *x = &r->table->rows[row];
    if (x->parent != GJ_NO_INDEX) add_row_steps(r, path, x->parent);
    if (!x->heading_only) step(r, path, x->label.name, GJ_STEP_WORD);
}

/* The row that stands for ROW: itself, or the one of its rows declared 汇总; GJ_NO_INDEX for a group without one. */
static uint32_t total_of(const gj_table *table, uint32_t row) {
    if (table->rows[row].slot != GJ_NO_INDEX) return row;
    for (uint32_t i = table->rows[row].first_child; i != GJ_NO_INDEX; i = table->rows[i].next_sibling)
        if (table->rows[i].total) return i;
    return GJ_NO_INDEX;
}

static gj_node *row_node(const gj_tie_reader *r, uint32_t row) {
    uint32_t total = total_of(r->table, row);
    gj_node *path = table_path(r);
    add_row_steps(r, path, total == GJ_NO_INDEX ? row : total);
    if (total != GJ_NO_INDEX) return path;
    step(r, path, GJ_STR_NONE, GJ_STEP_STARSTAR);
    gj_node *sum = gj_node_new(r->arena, GJ_N_CALL, r->span);
    sum->text = GJ_STR("sum");
    return gj_node_add(sum, path);
}

static gj_node *column_node(const gj_tie_reader *r, uint32_t column) {
    gj_node *path = table_path(r);
    if (r->within != GJ_NO_INDEX) add_row_steps(r, path, r->within);
    gj_node *index = gj_node_new(r->arena, GJ_N_INDEX, r->span);
    step(r, index, r->table->columns[column].label.name, GJ_STEP_WORD);
    return gj_node_add(path, index);
}

static gj_node *join(const gj_tie_reader *r, gj_node *left, gj_op op, gj_node *right) {
    if (!left) return right;
    gj_node *both = gj_node_new(r->arena, GJ_N_BINARY, r->span);
    both->op = (uint32_t)op;
    return gj_node_add(gj_node_add(both, left), right);
}

/* 各项: everything beside the total that the OTHER gj_tie_side names. */
static gj_node *others_node(const gj_tie_reader *r, const gj_tie_side *other) {
    gj_node *sum = NULL;
    const gj_tie_term *total = &other->term[0];
    if (other->n != 1) return NULL;
    if (total->kind == GJ_TIE_COLUMN) {
        uint32_t from = 0, to = r->table->ncolumns;
        if (r->within != GJ_NO_INDEX) {
            from = r->table->rows[r->within].column;
            to = from + r->table->rows[r->within].ncolumns;
        }
        for (uint32_t i = from; i < to; i++)
            if (i != total->index) sum = join(r, sum, GJ_OP_ADD, column_node(r, i));
    } else if (total->kind == GJ_TIE_ROW) {
        uint32_t row = total_of(r->table, total->index);
        if (row == GJ_NO_INDEX) return NULL;
        uint32_t parent = r->table->rows[row].parent;
        for (uint32_t i = 0; i < r->table->nrows; i++)
            if (r->table->rows[i].parent == parent && i != row && !r->table->rows[i].heading_only)
                sum = join(r, sum, GJ_OP_ADD, row_node(r, i));
    }
    return sum;
}

static gj_node *side_node(const gj_tie_reader *r, const gj_tie_side *s, const gj_tie_side *other) {
    gj_node *all = NULL;
    for (uint32_t i = 0; i < s->n; i++) {
        const gj_tie_term *t = &s->term[i];
        gj_node *node = NULL;
        switch (t->kind) {
        case GJ_TIE_ROW: node = row_node(r, t->index); break;
        case GJ_TIE_COLUMN: node = column_node(r, t->index); break;
        case GJ_TIE_OTHERS: node = others_node(r, other); break;
        case GJ_TIE_NUMBER:
            node = gj_node_new(r->arena, GJ_N_NUM, r->span);
            node->num = t->num;
            break;
        }
        if (!node) return NULL;
        all = join(r, all, t->op, node);
    }
    return all;
}

gj_node *gj_tie_build(const gj_tie_reader *r, gj_op op, const gj_tie_side *left, const gj_tie_side *right) {
    gj_node *a = side_node(r, left, right), *b = side_node(r, right, left);
    bool constant = left->n == 1 && right->n == 1 && left->term[0].kind == GJ_TIE_NUMBER && right->term[0].kind == GJ_TIE_NUMBER;
    if (!a || !b || constant) return NULL;
    gj_node *compare = gj_node_new(r->arena, GJ_N_COMPARE, r->span);
    compare->op = (uint32_t)op;
    return gj_node_add(gj_node_add(compare, a), b);
}
