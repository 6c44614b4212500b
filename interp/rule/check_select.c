/* check_select.c - 不予公开数[总计]: columns of what a 设, or a parameter, stands for. */
#include "base/suggest.h"
#include "rule/axes.h"
#include "rule/check_parts.h"

typedef struct selection {
    const gj_axis *axis;
    uint32_t *pick, n;
    bool set;
} selection;

/* The column of the axis that NAME, or an alias that a table of the form has for it, means. */
static uint32_t find_column(const gj_checker *k, const gj_axis *axis, gj_str name) {
    for (uint32_t i = 0; i < axis->n; i++)
        if (gj_str_eq(axis->label[i], name)) return i;
    for (uint32_t t = 0; t < k->form->ntables; t++) {
        const gj_table *table = &k->form->tables[t];
        uint32_t column = gj_table_column(table, GJ_NO_INDEX, name);
        for (uint32_t i = 0; column != GJ_NO_INDEX && i < axis->n; i++)
            if (gj_str_eq(axis->label[i], table->columns[column].label.name)) return i;
    }
    return GJ_NO_INDEX;
}

static int no_column(gj_checker *k, const gj_axis *axis, const gj_node *step) {
    ptrdiff_t near = gj_suggest(step->text, axis->label, axis->n);
    if (near >= 0) {
        GJ_DIAG(k->diags, GJ_E_UNKNOWN_NAME_NEAR, step->span, step->text, axis->label[near]);
        return 1;
    }
    gj_buf list = GJ_BUF_INIT;
    for (uint32_t i = 0; i < axis->n; i++) gj_buf_addf(&list, "%s%.*s", i ? "、" : "", GJ_FMT(axis->label[i]));
    GJ_DIAG(k->diags, GJ_E_UNKNOWN_NAME_HERE, step->span, step->text, gj_buf_copy(&list, k->diags->arena));
    gj_buf_free(&list);
    return 1;
}

static void add(selection *s, uint32_t column) {
    for (uint32_t i = 0; i < s->n; i++)
        if (s->pick[i] == column) return;
    s->pick[s->n++] = column;
}

static int add_step(gj_checker *k, selection *s, const gj_node *step) {
    switch (step->op) {
    case GJ_STEP_STAR:
    case GJ_STEP_STARSTAR:
        for (uint32_t i = 0; i < s->axis->n; i++) add(s, i);
        s->set = true;
        return 0;
    case GJ_STEP_RANGE: {
        uint32_t from = find_column(k, s->axis, step->first->text), to = find_column(k, s->axis, step->last->text);
        if (from == GJ_NO_INDEX) return no_column(k, s->axis, step->first);
        if (to == GJ_NO_INDEX) return no_column(k, s->axis, step->last);
        if (from > to) {
            GJ_DIAG(k->diags, GJ_E_EMPTY_RANGE, step->span, step->first->text, step->last->text);
            return 1;
        }
        for (uint32_t i = from; i <= to; i++) add(s, i);
        s->set = true;
        return 0;
    }
    default: {
        uint32_t column = find_column(k, s->axis, step->text);
        if (column == GJ_NO_INDEX) return no_column(k, s->axis, step);
        add(s, column);
        return 0;
    }
    }
}

gj_expr *gj_check_select(gj_checker *k, gj_expr *x, const gj_node *index, const gj_node *path) {
    if (x->type == GJ_TYPE_ERROR) return x;
    if (!x->column) {
        GJ_DIAG(k->diags, GJ_E_NO_COLUMNS, path->span, path->first->text);
        return gj_check_bad(k, path);
    }
    selection s = {.axis = x->column, .set = index->nkids > 1};
    s.pick = gj_arena_raw(k->arena, x->column->n, sizeof *s.pick);
    for (const gj_node *step = index->first; step; step = step->next)
        if (add_step(k, &s, step)) return gj_check_bad(k, path);
    gj_expr *selected = gj_axes_select(k->arena, x, s.pick, s.n, s.set);
    selected->node = path;
    return selected;
}
