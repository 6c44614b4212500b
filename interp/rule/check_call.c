/* check_call.c - calls: aggregates, the built-in functions, and those of the file. */
#include "base/suggest.h"
#include "rule/axes.h"
#include "rule/check_parts.h"
#include "rule/regex.h"

static gj_expr *call_aggregate(gj_checker *k, const gj_node *node, gj_expr *x, gj_expr **arg, uint16_t n) {
    bool any_set = false, truth = arg[0]->type == GJ_TYPE_BOOL;
    for (uint16_t i = 0; i < n; i++) {
        any_set = any_set || (arg[i]->row && arg[i]->row->set) || (arg[i]->column && arg[i]->column->set);
        if (truth && x->op == GJ_BUILTIN_COUNT) continue;
        if (!gj_check_want(k, arg[i], GJ_TYPE_NUMBER)) return gj_check_bad(k, node);
        if (i && gj_check_units(k, arg[0], &arg[i], node)) return gj_check_bad(k, node);
    }
    if (!any_set && n == 1) { /* nothing to collapse: a single number, or a for-each that was meant as a set */
        GJ_DIAG(k->diags, GJ_E_NOT_A_SET, arg[0]->node->span, gj_source_slice(k->diags->sources, arg[0]->node->span));
        return gj_check_bad(k, node);
    }
    if (gj_axes_join_all(k->arena, x, arg, n, true, node, k->diags)) return gj_check_bad(k, node);
    if (x->op != GJ_BUILTIN_COUNT) {
        x->dimension = arg[0]->dimension;
        x->exponent = arg[0]->exponent;
        x->written.unit = arg[0]->written.unit;
    }
    return gj_check_with_kids(k, x, n, arg);
}

gj_expr *gj_check_builtin(gj_checker *k, const gj_node *node, gj_builtin_id id) {
    const gj_builtin *f = gj_builtin_describe(id);
    uint16_t n = node->kind == GJ_N_CALL ? node->nkids : 0;
    if (n < f->min || n > f->max) {
        gj_str wanted = f->max == 255      ? gj_str_format(k->arena,
                                                           "至少 %u\x1f"
                                                                "at least %u",
                                                           f->min, f->min)
                        : f->min == f->max ? gj_str_format(k->arena, "%u", f->min)
                                           : gj_str_format(k->arena, "%u–%u", f->min, f->max);
        GJ_DIAG(k->diags, GJ_E_ARGUMENTS, node->span, gj_str_from(f->zh), wanted, gj_str_format(k->arena, "%u", n));
        return gj_check_bad(k, node);
    }
    gj_expr **arg = gj_arena_array(k->arena, (size_t)n + 1, sizeof *arg);
    const gj_node *kid = node->kind == GJ_N_CALL ? node->first : NULL;
    for (uint16_t i = 0; i < n; i++, kid = kid->next) {
        arg[i] = gj_check_expr(k, kid);
        if (arg[i]->type == GJ_TYPE_ERROR) return gj_check_bad(k, node);
    }
    gj_expr *x = gj_check_new(k, GJ_X_CALL, (gj_type)f->result, node);
    x->op = id;
    switch (f->class) {
    case GJ_CLASS_AGG: return call_aggregate(k, node, x, arg, n);
    case GJ_CLASS_BOOL:
        if (!gj_check_want(k, arg[0], GJ_TYPE_BOOL)) return gj_check_bad(k, node);
        x->collapse_all = !(arg[0]->row && arg[0]->row->set) && !(arg[0]->column && arg[0]->column->set);
        if (!x->collapse_all && gj_axes_join_all(k->arena, x, arg, 1, true, node, k->diags)) return gj_check_bad(k, node);
        return gj_check_with_kids(k, x, 1, arg);
    case GJ_CLASS_NUM:
        for (uint16_t i = 0; i < n; i++)
            if (!gj_check_want(k, arg[i], GJ_TYPE_NUMBER)) return gj_check_bad(k, node);
        if (gj_axes_join_all(k->arena, x, arg, n, false, node, k->diags)) return gj_check_bad(k, node);
        x->dimension = arg[0]->dimension;
        x->exponent = arg[0]->exponent;
        x->written.unit = arg[0]->written.unit;
        return gj_check_with_kids(k, x, n, arg);
    default:
        if (n && !gj_check_want(k, arg[0], GJ_TYPE_TEXT)) return gj_check_bad(k, node);
        if (id == GJ_BUILTIN_HEADING && arg[0]->kind != GJ_X_SECTION) {
            GJ_DIAG(k->diags, GJ_E_TYPE, arg[0]->node->span,
                    GJ_STR("章\x1f"
                           "a section"),
                    gj_check_type_name(arg[0]->type));
            return gj_check_bad(k, node);
        }
        if (n > 1 &&
            !gj_check_want(k, arg[1], id == GJ_BUILTIN_OCCURRENCES || id == GJ_BUILTIN_ORDINAL_FAULT ? GJ_TYPE_TEXT : GJ_TYPE_NUMBER))
            return gj_check_bad(k, node);
        if (id == GJ_BUILTIN_OCCURRENCES) {
            if (arg[1]->kind != GJ_X_TEXT) return gj_check_no_pattern(k, arg[1], node);
            x->regex = gj_regex_once(k->regexes, k->arena, arg[1]->text, arg[1]->node->span, k->diags);
            if (!x->regex) return gj_check_bad(k, node);
        }
        if (n) x->row = arg[0]->row;
        return gj_check_with_kids(k, x, n, arg);
    }
}

/* Where the name of a function stands. */
static gj_span name_span(const gj_checker *k, const gj_node *call) {
    gj_span span = call->span;
    gj_str source = gj_source_slice(k->diags->sources, span);
    ptrdiff_t bracket = gj_str_find(source, GJ_STR("(")), wide = gj_str_find(source, GJ_STR("（"));
    if (wide > 0 && (bracket < 0 || wide < bracket)) bracket = wide;
    if (bracket > 0) span.end = span.start + (uint32_t)gj_str_trim(gj_str_slice(source, 0, (size_t)bracket)).n;
    return span;
}

gj_expr *gj_check_call(gj_checker *k, const gj_node *node) {
    const gj_binding *b = gj_check_binding(k, node->text);
    if (b && b->node && b->node->kind == GJ_N_FUNC) {
        if (b->used) *b->used = true;
        unsigned params = (unsigned)b->node->nkids - 1;
        if (b->node->last->kind == GJ_N_ERROR) return gj_check_bad(k, node);
        if (node->nkids != params) {
            GJ_DIAG(k->diags, GJ_E_ARGUMENTS, node->span, b->name, gj_str_format(k->arena, "%u", params),
                    gj_str_format(k->arena, "%u", node->nkids));
            return gj_check_bad(k, node);
        }
        const gj_binding *inner = k->bindings;
        const gj_node *param = b->node->first, *arg = node->first;
        for (unsigned i = 0; i < params; i++, param = param->next, arg = arg->next) {
            gj_binding *p = GJ_NEW(k->arena, gj_binding);
            *p = (gj_binding){.name = param->text, .value = gj_check_expr(k, arg), .outer = inner};
            if (p->value->type == GJ_TYPE_ERROR) return gj_check_bad(k, node);
            inner = p;
        }
        return gj_check_expand(k, b, inner, b->node->last, node);
    }
    gj_builtin_id id = gj_builtin_find(node->text);
    if (id != GJ_BUILTINS) return gj_check_builtin(k, node, id);
    gj_str *names = gj_arena_array(k->arena, GJ_BUILTINS * 2 + 64, sizeof *names);
    size_t n = 0;
    for (unsigned i = 0; i < GJ_BUILTINS; i++) {
        names[n++] = gj_str_from(gj_builtin_describe((gj_builtin_id)i)->zh);
        names[n++] = gj_str_from(gj_builtin_describe((gj_builtin_id)i)->en);
    }
    for (b = k->bindings; b && n < GJ_BUILTINS * 2 + 64; b = b->outer)
        if (b->node && b->node->kind == GJ_N_FUNC) names[n++] = b->name;
    ptrdiff_t near = gj_suggest(node->text, names, n);
    gj_str other = gj_check_other_word(node->text);
    if (other.n || near >= 0)
        GJ_DIAG(k->diags, GJ_E_UNKNOWN_FUNCTION_NEAR, name_span(k, node), node->text, other.n ? other : names[near]);
    else
        GJ_DIAG(k->diags, GJ_E_UNKNOWN_FUNCTION, name_span(k, node), node->text);
    return gj_check_bad(k, node);
}
