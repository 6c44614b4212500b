#include "run/render.h"

enum { MOST_TERMS = 8, SHOWN_DIGITS = 6 };

void gj_render_scalar(gj_buf *out, gj_scalar s, gj_lang lang) {
    if (s.type == GJ_TYPE_BOOL) {
        gj_buf_addz(out, gj_verdict_name((gj_verdict)s.truth, lang));
    } else if (s.state == GJ_NOT_APPLICABLE) {
        gj_buf_addz(out, lang == GJ_LANG_ZH ? "〈不适用〉" : "〈n/a〉");
    } else if (s.state == GJ_MISSING) {
        gj_buf_addf(out, "〈%s〉", gj_status_name((gj_status)s.status, lang));
    } else if (s.type == GJ_TYPE_TEXT) {
        gj_buf_add(out, s.text);
    } else {
        gj_num_show(out, s.num, SHOWN_DIGITS);
    }
}

/* The sign of how a comparison turned out. */
static const char *sign(gj_op op, gj_verdict verdict) {
    static const char *const holds[] = {
        [GJ_OP_EQ] = "=", [GJ_OP_NE] = "≠", [GJ_OP_LT] = "<", [GJ_OP_LE] = "≤", [GJ_OP_GT] = ">", [GJ_OP_GE] = "≥", [GJ_OP_APPROX] = "≈"};
    static const char *const fails[] = {
        [GJ_OP_EQ] = "≠", [GJ_OP_NE] = "=", [GJ_OP_LT] = "≥", [GJ_OP_LE] = ">", [GJ_OP_GT] = "≤", [GJ_OP_GE] = "<", [GJ_OP_APPROX] = "≉"};
    return verdict == GJ_FAIL ? fails[op] : holds[op];
}

/* How tightly an operator binds, to write no bracket that is not needed. */
static int strength(const gj_expr *x) {
    switch (x->kind) {
    case GJ_X_OR: return 1;
    case GJ_X_AND: return 2;
    case GJ_X_NOT: return 3;
    case GJ_X_COMPARE: return 4;
    case GJ_X_BINARY: return x->op == GJ_OP_ADD || x->op == GJ_OP_SUB ? 5 : 6;
    case GJ_X_NEG: return 7;
    default: return 9;
    }
}

typedef struct printer {
    gj_buf *out;
    const gj_env *env;
    gj_lang lang;
} printer;

static void show(const printer *p, const gj_expr *x, uint32_t r, uint32_t c, int around);

typedef struct terms {
    const printer *p;
    const gj_expr *sum;
    uint32_t shown, nonzero;
    bool count_only;
} terms;

/* The terms of a sum, zeros left out: 合计(三.不予公开.*) with two that count is "1 + 2". */
static void each_term(void *context, const gj_expr *x, uint32_t element) {
    terms *t = context;
    gj_scalar v = gj_eval_cell(t->p->env, x, element, NULL);
    if (v.state == GJ_NOT_APPLICABLE || (v.state == GJ_HAS && gj_num_sign(v.num) == 0)) return;
    t->nonzero++;
    if (t->count_only) return;
    if (t->shown++) gj_buf_addz(t->p->out, " + ");
    gj_render_scalar(t->p->out, v, t->p->lang);
}

static void show_call(const printer *p, const gj_expr *x, uint32_t r, uint32_t c, int around) {
    bool plain_sum = x->op == GJ_BUILTIN_SUM;
    for (uint16_t i = 0; i < x->nkids; i++) plain_sum = plain_sum && x->kid[i]->kind == GJ_X_CELLS;
    if (plain_sum) {
        terms t = {.p = p, .sum = x, .count_only = true};
        gj_visit_cells(x, r, c, each_term, &t);
        if (t.nonzero > 0 && t.nonzero <= MOST_TERMS) {
            bool bracket = t.nonzero > 1 && around > 5;
            t.count_only = false;
            if (bracket) gj_buf_addc(p->out, '(');
            gj_visit_cells(x, r, c, each_term, &t);
            if (bracket) gj_buf_addc(p->out, ')');
            return;
        }
    }
    gj_render_scalar(p->out, gj_eval(p->env, x, r, c), p->lang);
}

static void show_infix(const printer *p, const gj_expr *x, const char *op, uint32_t r, uint32_t c) {
    int mine = strength(x);
    bool left_only = x->kind == GJ_X_BINARY && (x->op == GJ_OP_SUB || x->op == GJ_OP_DIV);
    show(p, x->kid[0], r, c, mine);
    gj_buf_addf(p->out, " %s ", op);
    show(p, x->kid[1], r, c, left_only ? mine + 1 : mine);
}

static void show_cell(const printer *p, const gj_expr *x, uint32_t element) {
    bool assumed = false;
    gj_scalar v = gj_eval_cell(p->env, x, element, &assumed);
    gj_render_scalar(p->out, v, p->lang);
    if (!assumed) return;
    const gj_report *report;
    uint32_t slot = 0;
    if (gj_eval_slot(p->env, x, element, &report, &slot))
        gj_buf_addf(p->out, "〈%s〉", gj_status_name((gj_status)report->cells[slot].status, p->lang));
}

static void show(const printer *p, const gj_expr *x, uint32_t r, uint32_t c, int around) {
    static const char *const arithmetic[] = {[GJ_OP_ADD] = "+", [GJ_OP_SUB] = "−", [GJ_OP_MUL] = "×", [GJ_OP_DIV] = "÷"};
    bool bracket = strength(x) < around;
    if (bracket) gj_buf_addc(p->out, '(');
    switch ((gj_expr_kind)x->kind) {
    case GJ_X_NUM:
        if (x->node->text.n)
            gj_buf_add(p->out, x->node->text);
        else
            gj_render_scalar(p->out, gj_eval(p->env, x, r, c), p->lang);
        break;
    case GJ_X_CELLS: show_cell(p, x, gj_expr_element(x, r, c)); break;
    case GJ_X_HOLE: {
        const gj_hole_value *hole = p->env->match ? &p->env->match->hole[x->index] : NULL;
        if (hole && hole->present)
            gj_buf_add(p->out, gj_str_slice(p->env->searched, hole->start, hole->end));
        else
            gj_render_scalar(p->out, gj_eval(p->env, x, r, c), p->lang);
        break;
    }
    case GJ_X_NEG:
        gj_buf_addz(p->out, "−");
        show(p, x->kid[0], r, c, 7);
        break;
    case GJ_X_BINARY: show_infix(p, x, arithmetic[x->op], r, c); break;
    case GJ_X_COMPARE:
        show_infix(p, x, sign((gj_op)x->op, (gj_verdict)gj_eval(p->env, x, r, c).truth), r, c);
        if (x->nkids > 2) {
            gj_buf_addz(p->out, " ± ");
            show(p, x->kid[2], r, c, 5);
        }
        break;
    case GJ_X_AND: show_infix(p, x, p->lang == GJ_LANG_ZH ? "且" : "and", r, c); break;
    case GJ_X_OR: show_infix(p, x, p->lang == GJ_LANG_ZH ? "或" : "or", r, c); break;
    case GJ_X_NOT:
        gj_buf_addz(p->out, p->lang == GJ_LANG_ZH ? "非 " : "not ");
        show(p, x->kid[0], r, c, 4);
        break;
    case GJ_X_SCALE: show(p, x->kid[0], r, c, around); break;
    case GJ_X_CALL: show_call(p, x, r, c, around); break;
    default: gj_render_scalar(p->out, gj_eval(p->env, x, r, c), p->lang); break;
    }
    if (bracket) gj_buf_addc(p->out, ')');
}

void gj_render_values(gj_buf *out, const gj_env *env, gj_lang lang, const gj_expr *x, uint32_t r, uint32_t c) {
    printer p = {out, env, lang};
    show(&p, x, r, c, 0);
}

void gj_render_message(gj_buf *out, const gj_env *env, gj_lang lang, const gj_message *message, uint32_t r, uint32_t c) {
    for (uint32_t i = 0; i < message->n; i++) {
        const gj_part *part = &message->parts[i];
        if (part->expr)
            gj_render_scalar(out, gj_eval(env, part->expr, r, c), lang);
        else
            gj_buf_add(out, part->text);
    }
}
