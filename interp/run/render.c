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

static void show_subject(const printer *p, const gj_expr *x, uint32_t r, uint32_t c);

/* 他年(章 一): a function that says yes or no. */
static void show_truth(const printer *p, const gj_expr *x, uint32_t r, uint32_t c) {
    static const char *const words[4][2] = {
        {"成立", "holds"}, {"不成立", "does not hold"}, {"无法判定", "cannot be decided"}, {"不适用", "does not apply"}};
    const gj_builtin *f = gj_builtin_describe((gj_builtin_id)x->op);
    gj_buf_addf(p->out, "%s(", p->lang == GJ_LANG_ZH ? f->zh : f->en);
    if (x->nkids) show_subject(p, x->kid[0], r, c);
    gj_buf_addf(p->out, ") %s", words[gj_eval(p->env, x, r, c).truth][p->lang]);
}

void gj_render_section(gj_buf *out, const gj_form *form, const gj_expr *x, uint32_t r) {
    uint32_t section = x->row ? x->slots[r] : x->index;
    if (section >= form->nsections) return;
    const gj_section *s = &form->sections[section];
    gj_buf_addf(out, "%s章 %.*s", x->previous ? "上年." : "", GJ_FMT(s->ordinal.n ? s->ordinal : s->title.name));
}

/* What a relation speaks of, by its name rather than its value. */
static void show_subject(const printer *p, const gj_expr *x, uint32_t r, uint32_t c) {
    const gj_report *report;
    uint32_t slot = GJ_NO_INDEX;
    if (x->kind == GJ_X_CELLS && x->form) {
        bool given = gj_eval_slot(p->env, x, gj_expr_element(x, r, c), &report, &slot);
        if (!given) slot = x->slots[gj_expr_element(x, r, c)];
        if (x->previous) gj_buf_addz(p->out, "上年.");
        if (slot != GJ_NO_INDEX) gj_slot_path(p->out, given ? report->form : x->form, slot);
    } else if (x->kind == GJ_X_CALL && x->op == GJ_BUILTIN_WHOLE) {
        gj_buf_addz(p->out, x->previous ? "上年.全文" : "全文");
    } else {
        show(p, x, r, c, 5);
    }
}

static void show_exists(const printer *p, const gj_expr *x, uint32_t r, uint32_t c) {
    bool there = ((gj_verdict)gj_eval(p->env, x, r, c).truth == GJ_PASS) == (x->op == 0);
    if (p->lang == GJ_LANG_ZH)
        gj_buf_addz(p->out, there ? "存在 " : "缺 ");
    else
        gj_buf_addz(p->out, there ? "there is " : "there is no ");
    show_subject(p, x->kid[0], r, c);
}

static void show_match(const printer *p, const gj_expr *x, uint32_t r, uint32_t c) {
    static const char *const verbs[2][3][2] = {
        {{" 包含“", " 不包含“"}, {" 匹配“", " 不匹配“"}, {" 有“", " 没有“"}},
        {{" contains \"", " does not contain \""}, {" matches \"", " does not match \""}, {" has \"", " has no \""}}};
    bool fails = (gj_verdict)gj_eval(p->env, x, r, c).truth == GJ_FAIL;
    unsigned verb = x->op == GJ_OP_CONTAINS ? 0 : x->op == GJ_OP_MATCHES ? 1 : 2;
    show_subject(p, x->kid[0], r, c);
    gj_buf_addz(p->out, verbs[p->lang == GJ_LANG_ZH ? 0 : 1][verb][fails]);
    if (verb == 0)
        gj_render_scalar(p->out, gj_eval(p->env, x->kid[1], r, c), p->lang);
    else
        gj_buf_add(p->out, x->node->last->text);
    gj_buf_addz(p->out, p->lang == GJ_LANG_ZH ? "”" : "\"");
}

/* 全部, 任一: how many hold, and one that says why. */
static void show_quantifier(const printer *p, const gj_expr *x, uint32_t r, uint32_t c) {
    const gj_expr *kid = x->kid[0];
    bool zh = p->lang == GJ_LANG_ZH;
    uint32_t n = 0, count[4] = {0}, r0, r1, c0, c1, at[4][2] = {{0}};
    gj_eval_range(kid->row, x->collapse_all, r, &r0, &r1);
    gj_eval_range(kid->column, x->collapse_all, c, &c0, &c1);
    for (uint32_t i = r0; i < r1; i++)
        for (uint32_t k = c0; k < c1; k++) {
            gj_verdict v = (gj_verdict)gj_eval(p->env, kid, i, k).truth;
            n += v != GJ_NA;
            if (count[v]++) continue;
            at[v][0] = i;
            at[v][1] = k;
        }
    gj_verdict whole = (gj_verdict)gj_eval(p->env, x, r, c).truth;
    gj_verdict told = whole == GJ_UNKNOWN ? GJ_UNKNOWN : x->op == GJ_BUILTIN_ALL ? GJ_FAIL : GJ_PASS;
    if (count[told] == 0) {
        bool holds = told == GJ_FAIL;
        gj_buf_addf(p->out, zh ? (holds ? "%u 处都成立" : "%u 处都不成立") : holds ? "all of %u hold" : "none of %u holds", n);
        return;
    }
    const char *const words[2][3] = {{"成立", "不成立", "无法判定"}, {"hold", "do not hold", "cannot be decided"}};
    gj_buf_addf(p->out, zh ? "%u 处中 %u 处%s，如 " : "%2$u of %1$u %3$s, such as ", n, count[told], words[!zh][told]);
    uint32_t i = at[told][0], k = at[told][1];
    if (kid->row) gj_buf_addf(p->out, "%.*s", GJ_FMT(kid->row->label[i]));
    if (kid->column) gj_buf_addf(p->out, kid->row ? "〔%.*s〕" : "%.*s", GJ_FMT(kid->column->label[k]));
    if (kid->row || kid->column) gj_buf_addz(p->out, zh ? "：" : ": ");
    show(p, kid, i, k, 0);
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

/* Written as it turned out, not as the rule has it. */
static bool shows_its_truth(const gj_expr *x) {
    return x->kind == GJ_X_COMPARE || x->kind == GJ_X_EXISTS || x->kind == GJ_X_MATCH;
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
        if (shows_its_truth(x->kid[0])) { /* that says it already */
            show(p, x->kid[0], r, c, around);
            break;
        }
        gj_buf_addz(p->out, p->lang == GJ_LANG_ZH ? "非 " : "not ");
        show(p, x->kid[0], r, c, 4);
        break;
    case GJ_X_SCALE: show(p, x->kid[0], r, c, around); break;
    case GJ_X_EXISTS: show_exists(p, x, r, c); break;
    case GJ_X_MATCH: show_match(p, x, r, c); break;
    case GJ_X_SECTION: gj_render_section(p->out, p->env->report->form, x, r); break;
    case GJ_X_CALL:
        if (x->op == GJ_BUILTIN_ALL || x->op == GJ_BUILTIN_ANY)
            show_quantifier(p, x, r, c);
        else if (x->type == GJ_TYPE_BOOL)
            show_truth(p, x, r, c);
        else
            show_call(p, x, r, c, around);
        break;
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
