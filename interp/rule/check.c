#include "rule/check_parts.h"

#include <stdlib.h>
#include <string.h>

#include "base/suggest.h"
#include "rule/axes.h"
#include "rule/regex.h"

enum { MAX_CALLS = 64 };

gj_expr *gj_check_new(gj_checker *k, gj_expr_kind kind, gj_type type, const gj_node *node) {
    gj_expr *x = GJ_NEW(k->arena, gj_expr);
    x->kind = (uint8_t)kind;
    x->type = (uint8_t)type;
    x->node = node;
    return x;
}

gj_expr *gj_check_bad(gj_checker *k, const gj_node *node) {
    return gj_check_new(k, GJ_X_ERROR, GJ_TYPE_ERROR, node);
}

gj_expr *gj_check_with_kids(gj_checker *k, gj_expr *x, uint16_t n, gj_expr **kids) {
    x->nkids = n;
    x->kid = gj_arena_array(k->arena, n, sizeof *x->kid);
    memcpy(x->kid, kids, n * sizeof *kids);
    return x;
}

gj_str gj_check_type_name(gj_type type) {
    switch (type) {
    case GJ_TYPE_NUMBER:
        return GJ_STR("数\x1f"
                      "a number");
    case GJ_TYPE_BOOL:
        return GJ_STR("条件（成立与否）\x1f"
                      "a condition (true or false)");
    case GJ_TYPE_TEXT:
        return GJ_STR("文字\x1f"
                      "a text");
    default: return GJ_STR("?");
    }
}

/* "3" for 3. */
static void hint_number(gj_checker *k, gj_diag *d, const gj_expr *x) {
    gj_num num;
    gj_written written;
    if (x->kind != GJ_X_TEXT || x->text.n == 0 || gj_num_read(k->arena, x->text, GJ_NUM_UNIT, &num, &written) != x->text.n) return;
    gj_diag_hint(k->diags, d, "\"%.*s\" → %.*s", GJ_FMT(x->text), GJ_FMT(x->text));
}

bool gj_check_want(gj_checker *k, const gj_expr *x, gj_type type) {
    if (x->type == type) return true;
    if (x->type == GJ_TYPE_ERROR) return false;
    gj_diag *d = GJ_DIAG(k->diags, GJ_E_TYPE, x->node->span, gj_check_type_name(type), gj_check_type_name(x->type));
    if (type == GJ_TYPE_NUMBER) hint_number(k, d, x);
    return false;
}

/* ---- names ---- */

static const gj_node *lone_word(const gj_node *path) {
    const gj_node *step = path->first;
    return path->nkids == 1 && step->kind == GJ_N_STEP && step->op == GJ_STEP_WORD && path->op == 0 ? step : NULL;
}

const gj_binding *gj_check_binding(const gj_checker *k, gj_str name) {
    for (const gj_binding *b = k->bindings; b; b = b->outer)
        if (gj_str_eq(b->name, name)) return b;
    return NULL;
}

/* The body of a definition, checked where it stands: its own scope, the bindings outside of it. */
gj_expr *gj_check_expand(gj_checker *k, const gj_binding *b, const gj_binding *inner, const gj_node *body, const gj_node *use) {
    if (k->depth >= MAX_CALLS) {
        GJ_DIAG(k->diags, GJ_E_RECURSION, use->span, b->name);
        return gj_check_bad(k, use);
    }
    gj_checker inside = *k;
    inside.bindings = inner;
    inside.scope = b->scope;
    if (b->policies) inside.policies = b->policies;
    inside.depth++;
    return gj_check_expr(&inside, body);
}

static gj_expr *bound(gj_checker *k, const gj_binding *b, const gj_node *use) {
    if (b->used) *b->used = true;
    if (b->value) {
        gj_expr *x = GJ_NEW(k->arena, gj_expr);
        *x = *b->value;
        if (x->kind == GJ_X_HOLE) x->node = use;
        return x;
    }
    if (b->node->kind == GJ_N_FUNC && b->node->nkids > 1) {
        GJ_DIAG(k->diags, GJ_E_ARGUMENTS, use->span, b->name, gj_str_format(k->arena, "%u", (unsigned)b->node->nkids - 1), GJ_STR("0"));
        return gj_check_bad(k, use);
    }
    /* A 设 sees the names outside itself, and every other definition of the file: only itself would turn in a circle, and does. */
    return gj_check_expand(k, b, k->bindings, b->node->last, use);
}

/* 年份, 全文; 上年.全文: a function without arguments. NULL when it is none. */
static gj_expr *check_property(gj_checker *k, const gj_node *node) {
    const gj_node *step = node->first;
    if (node->nkids != 1 || step->kind != GJ_N_STEP || step->op != GJ_STEP_WORD || (node->op & ~1u)) return NULL;
    gj_builtin_id id = gj_builtin_find(step->text);
    if (id == GJ_BUILTINS || gj_builtin_describe(id)->max != 0) return NULL;
    gj_expr *x = gj_check_builtin(k, node, id);
    x->previous = node->op & 1;
    return x;
}

/* 不予公开数[总计], 不予公开数 空白 视为 0: a definition, and then columns of it or what its missing numbers count as. NULL when the path
 * does not begin with one. */
static gj_expr *check_defined(gj_checker *k, const gj_node *node) {
    const gj_node *first = node->first, *index = gj_node_find(node, GJ_N_INDEX), *own = gj_node_find(node, GJ_N_MISSING_AS);
    bool plain = first && first->kind == GJ_N_STEP && first->op == GJ_STEP_WORD && node->op == 0 && (index || own);
    if (!plain || (first->next && first->next->kind == GJ_N_STEP)) return NULL;
    const gj_binding *b = gj_check_binding(k, first->text);
    if (!b || (b->node && b->node->kind == GJ_N_FUNC) || (own && b->value)) return NULL;
    gj_policies policy;
    gj_checker inside = *k;
    if (own) {
        policy = (gj_policies){{.bits = own->op, .value = own->first ? own->first->num : gj_num_int(0)}, k->policies};
        inside.policies = &policy;
    }
    gj_expr *x = bound(&inside, b, node);
    return index ? gj_check_select(k, x, index, node) : x;
}

static gj_expr *check_path(gj_checker *k, const gj_node *node) {
    gj_expr *defined = check_defined(k, node);
    if (defined) return defined;
    const gj_node *word = lone_word(node);
    if (word) {
        const gj_binding *b = gj_check_binding(k, word->text);
        if (b) return bound(k, b, node);
    }
    gj_expr *property = check_property(k, node);
    if (property) return property;
    gj_builtin_id id = word ? gj_builtin_find(word->text) : GJ_BUILTINS;
    if (id != GJ_BUILTINS && !gj_check_tables(k, node)) return gj_check_builtin(k, node, id); /* that complains of its arguments */
    return gj_check_explained(k, node, word != NULL) ? gj_check_bad(k, node) : gj_check_cells(k, node);
}

/* ---- sections ---- */

static int section_complaint(gj_checker *k, const gj_node *step) {
    gj_buf list = GJ_BUF_INIT;
    for (uint32_t i = 0; i < k->form->nsections; i++) {
        if (i) gj_buf_addz(&list, "、");
        gj_buf_add(&list, k->form->sections[i].ordinal.n ? k->form->sections[i].ordinal : k->form->sections[i].title.name);
    }
    GJ_DIAG(k->diags, GJ_E_UNKNOWN_SECTION, step->span, step->text, gj_buf_copy(&list, k->arena));
    gj_buf_free(&list);
    return 1;
}

static int add_sections(gj_checker *k, const gj_node *step, uint32_t *list, uint32_t *n) {
    const gj_form *form = k->form;
    switch (step->op) {
    case GJ_STEP_STAR:
    case GJ_STEP_STARSTAR:
        for (uint32_t i = 0; i < form->nsections; i++) list[(*n)++] = i;
        return 0;
    case GJ_STEP_RANGE: {
        uint32_t from = gj_form_section(form, step->first->text), to = gj_form_section(form, step->last->text);
        if (from == GJ_NO_INDEX) return section_complaint(k, step->first);
        if (to == GJ_NO_INDEX) return section_complaint(k, step->last);
        if (from > to) {
            GJ_DIAG(k->diags, GJ_E_EMPTY_RANGE, step->span, step->first->text, step->last->text);
            return 1;
        }
        for (uint32_t i = from; i <= to; i++) list[(*n)++] = i;
        return 0;
    }
    case GJ_STEP_LIST:
        for (const gj_node *kid = step->first; kid; kid = kid->next)
            if (add_sections(k, kid, list, n)) return 1;
        return 0;
    default: {
        uint32_t found = gj_form_section(form, step->text);
        if (found == GJ_NO_INDEX) return section_complaint(k, step);
        list[(*n)++] = found;
        return 0;
    }
    }
}

int gj_check_sections(gj_checker *k, const gj_node *ref, uint32_t **sections, uint32_t *count) {
    uint32_t *list = gj_arena_raw(k->arena, (size_t)(k->form->nsections + 1) * (ref->nkids + 8u), sizeof *list), n = 0;
    *sections = list;
    *count = 0;
    if (ref->op & 2) {
        GJ_DIAG0(k->diags, GJ_E_SUBORDINATES, ref->span);
        return 1;
    }
    const gj_node *word = ref->kind == GJ_N_PATH ? lone_word(ref) : NULL;
    if (word && gj_builtin_find(word->text) == GJ_BUILTIN_WHOLE) { /* 全文 */
        list[n++] = GJ_NO_INDEX;
    } else if (ref->kind != GJ_N_SECTION_REF) {
        gj_diag *d = GJ_DIAG(k->diags, GJ_E_TYPE, ref->span,
                             GJ_STR("章\x1f"
                                    "a section"),
                             gj_source_slice(k->diags->sources, ref->span));
        if (word && gj_form_section(k->form, word->text) != GJ_NO_INDEX)
            gj_diag_hint(k->diags, d, "%.*s → 章 %.*s", GJ_FMT(word->text), GJ_FMT(word->text));
        return 1;
    } else {
        for (const gj_node *step = ref->first; step; step = step->next)
            if (step->kind == GJ_N_STEP && add_sections(k, step, list, &n)) return 1;
    }
    *count = n;
    return 0;
}

/* The same sections in the other forms, by ordinal or title: last year's report may have another form. */
static void previous_sections(gj_checker *k, gj_expr *x, const uint32_t *list, uint32_t n) {
    const uint32_t **lists = gj_arena_array(k->arena, k->nforms, sizeof *lists);
    for (uint32_t f = 0; f < k->nforms; f++) {
        uint32_t *others = gj_arena_raw(k->arena, n + 1u, sizeof *others);
        for (uint32_t i = 0; i < n; i++) {
            const gj_section *section = &k->form->sections[list[i]];
            others[i] = k->forms[f] == k->form ? list[i] : gj_form_section(k->forms[f], section->ordinal);
            if (others[i] == GJ_NO_INDEX) others[i] = gj_form_section(k->forms[f], section->title.name);
        }
        lists[f] = others;
    }
    x->previous = true;
    x->slots_of = lists;
    x->nforms = k->nforms;
}

static gj_expr *check_section(gj_checker *k, const gj_node *node) {
    uint32_t *list, n;
    if (gj_check_sections(k, node, &list, &n)) return gj_check_bad(k, node);
    gj_expr *x = gj_check_new(k, GJ_X_SECTION, GJ_TYPE_TEXT, node);
    x->index = n ? list[0] : GJ_NO_INDEX;
    bool several =
        n > 1 || (node->first && (node->first->op == GJ_STEP_RANGE || node->first->op == GJ_STEP_STAR || node->first->op == GJ_STEP_LIST));
    if (several) {
        gj_axis *axis = gj_check_axis(k, n, true);
        axis->section = true;
        for (uint32_t i = 0; i < n; i++) {
            axis->label[i] =
                k->form->sections[list[i]].ordinal.n ? k->form->sections[list[i]].ordinal : k->form->sections[list[i]].title.name;
            axis->path[i] = k->form->sections[list[i]].title.name;
        }
        x->row = axis;
        x->slots = list;
    }
    if (node->op & 1) previous_sections(k, x, list, n);
    return x;
}

/* ---- operators ---- */

static gj_str unit_of(const gj_expr *x) {
    return x->written.unit.n ? x->written.unit : GJ_STR("?");
}

/* Brings the right side to the left side's unit, or complains. */
int gj_check_units(gj_checker *k, gj_expr *left, gj_expr **right, const gj_node *node) {
    if (!left->dimension || !(*right)->dimension) return 0;
    if (left->dimension != (*right)->dimension) {
        GJ_DIAG(k->diags, GJ_E_UNITS, node->span, unit_of(left), unit_of(*right));
        return 1;
    }
    if (left->exponent == (*right)->exponent) return 0;
    gj_expr *scaled = gj_check_new(k, GJ_X_SCALE, GJ_TYPE_NUMBER, (*right)->node);
    scaled->exponent = (int8_t)((*right)->exponent - left->exponent);
    scaled->row = (*right)->row;
    scaled->column = (*right)->column;
    scaled = gj_check_with_kids(k, scaled, 1, right);
    scaled->dimension = left->dimension;
    scaled->written.unit = left->written.unit;
    *right = scaled;
    return 0;
}

static gj_expr *check_binary(gj_checker *k, const gj_node *node) {
    gj_expr *kid[2] = {gj_check_expr(k, node->first), gj_check_expr(k, node->last)};
    if (!gj_check_want(k, kid[0], GJ_TYPE_NUMBER) | !gj_check_want(k, kid[1], GJ_TYPE_NUMBER)) return gj_check_bad(k, node);
    gj_expr *x = gj_check_new(k, GJ_X_BINARY, GJ_TYPE_NUMBER, node);
    x->op = node->op;
    if ((node->op == GJ_OP_ADD || node->op == GJ_OP_SUB) && gj_check_units(k, kid[0], &kid[1], node)) return gj_check_bad(k, node);
    if (gj_axes_join(k->arena, x, &kid[0], &kid[1], node, k->diags)) return gj_check_bad(k, node);
    const gj_expr *unit = kid[0]->dimension ? kid[0] : kid[1];
    bool keeps = node->op == GJ_OP_ADD || node->op == GJ_OP_SUB || (node->op == GJ_OP_MUL && !(kid[0]->dimension && kid[1]->dimension)) ||
                 (node->op == GJ_OP_DIV && kid[0]->dimension && !kid[1]->dimension);
    if (keeps) {
        x->dimension = unit->dimension;
        x->exponent = unit->exponent;
        x->written.unit = unit->written.unit;
    }
    return gj_check_with_kids(k, x, 2, kid);
}

/* The words to look for; a name that means nothing was to be in quotes. */
static gj_expr *check_words(gj_checker *k, const gj_node *node) {
    const gj_node *word = node->kind == GJ_N_PATH ? lone_word(node) : NULL;
    bool means = !word || gj_check_binding(k, word->text) || gj_builtin_find(word->text) != GJ_BUILTINS || gj_check_tables(k, node);
    if (means) return gj_check_expr(k, node);
    gj_diag *d = GJ_DIAG(k->diags, GJ_E_TYPE, node->span, gj_check_type_name(GJ_TYPE_TEXT), word->text);
    gj_diag_hint(k->diags, d, "%.*s → \"%.*s\"", GJ_FMT(word->text), GJ_FMT(word->text));
    return gj_check_bad(k, node);
}

static gj_expr *check_compare(gj_checker *k, const gj_node *node) {
    const gj_node *tolerance = gj_node_kid(node, 2);
    gj_expr *kid[3] = {gj_check_expr(k, node->first)};
    const gj_node *second = gj_node_kid(node, 1);
    kid[1] = kid[0]->type == GJ_TYPE_TEXT ? check_words(k, second) : gj_check_expr(k, second); /* 机构 == 某县 */
    if (tolerance) kid[2] = gj_check_expr(k, tolerance->first);
    if (kid[0]->type == GJ_TYPE_ERROR || kid[1]->type == GJ_TYPE_ERROR || (kid[2] && kid[2]->type == GJ_TYPE_ERROR))
        return gj_check_bad(k, node);
    bool texts = kid[0]->type == GJ_TYPE_TEXT && kid[1]->type == GJ_TYPE_TEXT && (node->op == GJ_OP_EQ || node->op == GJ_OP_NE) && !kid[2];
    bool truths = kid[0]->type == GJ_TYPE_BOOL && kid[1]->type == GJ_TYPE_BOOL && (node->op == GJ_OP_EQ || node->op == GJ_OP_NE) && !kid[2];
    bool numbers = kid[0]->type == GJ_TYPE_NUMBER && kid[1]->type == GJ_TYPE_NUMBER;
    if (!texts && !numbers && !truths) {
        gj_diag *d = GJ_DIAG(k->diags, GJ_E_COMPARE_TYPES, node->span, gj_check_type_name(kid[0]->type), gj_check_type_name(kid[1]->type));
        if (kid[0]->type == GJ_TYPE_NUMBER) hint_number(k, d, kid[1]);
        if (kid[1]->type == GJ_TYPE_NUMBER) hint_number(k, d, kid[0]);
        return gj_check_bad(k, node);
    }
    if (kid[2] && !gj_check_want(k, kid[2], GJ_TYPE_NUMBER)) return gj_check_bad(k, node);
    if (numbers && gj_check_units(k, kid[0], &kid[1], node)) return gj_check_bad(k, node);
    if (numbers && kid[2] && gj_check_units(k, kid[0], &kid[2], node)) return gj_check_bad(k, node);
    gj_expr *x = gj_check_new(k, GJ_X_COMPARE, GJ_TYPE_BOOL, node);
    x->op = node->op;
    if (gj_axes_join_all(k->arena, x, kid, kid[2] ? 3 : 2, false, node, k->diags)) return gj_check_bad(k, node);
    return gj_check_with_kids(k, x, kid[2] ? 3 : 2, kid);
}

static gj_expr *check_logic(gj_checker *k, const gj_node *node, gj_expr_kind kind) {
    gj_expr *kid[2] = {gj_check_expr(k, node->first), kind == GJ_X_NOT ? NULL : gj_check_expr(k, node->last)};
    uint16_t n = kid[1] ? 2 : 1;
    if (!gj_check_want(k, kid[0], GJ_TYPE_BOOL) | (kid[1] && !gj_check_want(k, kid[1], GJ_TYPE_BOOL))) return gj_check_bad(k, node);
    gj_expr *x = gj_check_new(k, kind, GJ_TYPE_BOOL, node);
    if (gj_axes_join_all(k->arena, x, kid, n, false, node, k->diags)) return gj_check_bad(k, node);
    return gj_check_with_kids(k, x, n, kid);
}

static gj_expr *check_if(gj_checker *k, const gj_node *node) {
    gj_expr *kid[3];
    for (unsigned i = 0; i < 3; i++) kid[i] = gj_check_expr(k, gj_node_kid(node, i));
    if (!gj_check_want(k, kid[0], GJ_TYPE_BOOL) || kid[1]->type == GJ_TYPE_ERROR || !gj_check_want(k, kid[2], kid[1]->type))
        return gj_check_bad(k, node);
    gj_expr *x = gj_check_new(k, GJ_X_IF, kid[1]->type, node);
    if (gj_axes_join_all(k->arena, x, kid, 3, false, node, k->diags)) return gj_check_bad(k, node);
    return gj_check_with_kids(k, x, 3, kid);
}

gj_expr *gj_check_no_pattern(gj_checker *k, const gj_expr *x, const gj_node *node) {
    GJ_DIAG(k->diags, GJ_E_TYPE, x->node->span,
            GJ_STR("引号里的正则表达式\x1f"
                   "a regular expression in quotes"),
            gj_check_type_name((gj_type)x->type));
    return gj_check_bad(k, node);
}

static gj_expr *check_match(gj_checker *k, const gj_node *node) {
    gj_expr *text = gj_check_expr(k, node->first);
    if (!gj_check_want(k, text, GJ_TYPE_TEXT)) return gj_check_bad(k, node);
    gj_expr *x = gj_check_new(k, GJ_X_MATCH, GJ_TYPE_BOOL, node);
    x->op = node->op;
    x->row = text->row;
    x->column = text->column;
    const gj_node *pattern = node->last;
    gj_span inside = {pattern->span.source, pattern->span.start, pattern->span.end};
    if (node->op == GJ_OP_HAS) {
        if (gj_template_once(k->templates, k->arena, pattern->text, inside, &x->pattern, k->diags)) return gj_check_bad(k, node);
    } else {
        gj_expr *needle = check_words(k, pattern);
        if (!gj_check_want(k, needle, GJ_TYPE_TEXT)) return gj_check_bad(k, node);
        if (node->op == GJ_OP_CONTAINS) {
            gj_expr *kids[2] = {text, needle};
            if (gj_axes_join_all(k->arena, x, kids, 2, false, node, k->diags)) return gj_check_bad(k, node);
            return gj_check_with_kids(k, x, 2, kids);
        }
        if (needle->kind != GJ_X_TEXT) return gj_check_no_pattern(k, needle, node);
        x->regex = gj_regex_once(k->regexes, k->arena, needle->text, needle->node->span, k->diags);
        if (!x->regex) return gj_check_bad(k, node);
    }
    return gj_check_with_kids(k, x, 1, &text);
}

static gj_expr *check_exists(gj_checker *k, const gj_node *node) {
    gj_expr *kid = gj_check_expr(k, node->first);
    if (kid->type == GJ_TYPE_ERROR) return gj_check_bad(k, node);
    if (kid->type == GJ_TYPE_BOOL) {
        gj_check_want(k, kid, GJ_TYPE_NUMBER);
        return gj_check_bad(k, node);
    }
    gj_expr *x = gj_check_new(k, GJ_X_EXISTS, GJ_TYPE_BOOL, node);
    x->op = node->op;
    x->row = kid->row;
    x->column = kid->column;
    return gj_check_with_kids(k, x, 1, &kid);
}

gj_expr *gj_check_expr(gj_checker *k, const gj_node *node) {
    if (!node) return gj_check_bad(k, node);
    switch (node->kind) {
    case GJ_N_NUM: {
        gj_expr *x = gj_check_new(k, GJ_X_NUM, GJ_TYPE_NUMBER, node);
        x->num = node->num;
        x->written = node->written;
        x->dimension = (uint8_t)gj_unit_dimension(node->written.unit);
        x->exponent = (int8_t)gj_unit_exponent(node->written.unit);
        return x;
    }
    case GJ_N_STR:
    case GJ_N_TEXT: {
        gj_expr *x = gj_check_new(k, GJ_X_TEXT, GJ_TYPE_TEXT, node);
        x->text = node->kind == GJ_N_STR ? node->text : node->first ? node->first->text : GJ_STR_NONE;
        return x;
    }
    case GJ_N_PATH: return check_path(k, node);
    case GJ_N_SECTION_REF: return check_section(k, node);
    case GJ_N_CALL: return gj_check_call(k, node);
    case GJ_N_AXIS: {
        if (!k->message) {
            GJ_DIAG(k->diags, GJ_E_LABEL_OUTSIDE, node->span, gj_source_slice(k->diags->sources, node->span));
            return gj_check_bad(k, node);
        }
        gj_expr *x = gj_check_new(k, GJ_X_LABEL, GJ_TYPE_TEXT, node);
        x->op = node->op;
        return x;
    }
    case GJ_N_NEG: {
        gj_expr *kid = gj_check_expr(k, node->first);
        if (!gj_check_want(k, kid, GJ_TYPE_NUMBER)) return gj_check_bad(k, node);
        gj_expr *x = gj_check_new(k, GJ_X_NEG, GJ_TYPE_NUMBER, node);
        x->row = kid->row;
        x->column = kid->column;
        x->dimension = kid->dimension;
        x->exponent = kid->exponent;
        x->written.unit = kid->written.unit;
        return gj_check_with_kids(k, x, 1, &kid);
    }
    case GJ_N_BINARY: return check_binary(k, node);
    case GJ_N_COMPARE: return check_compare(k, node);
    case GJ_N_AND: return check_logic(k, node, GJ_X_AND);
    case GJ_N_OR: return check_logic(k, node, GJ_X_OR);
    case GJ_N_NOT: return check_logic(k, node, GJ_X_NOT);
    case GJ_N_EXISTS: return check_exists(k, node);
    case GJ_N_MATCH: return check_match(k, node);
    case GJ_N_IF: return check_if(k, node);
    default: return gj_check_bad(k, node); /* ERROR: told by the parser */
    }
}

/* ---- whole relations ---- */

/* The tables that the paths of a relation need, where a path leaves no choice. */
static void vote(gj_checker *k, const gj_node *node, gj_table_bits *sure) {
    if (node->kind == GJ_N_PATH) {
        const gj_node *word = lone_word(node), *first = node->first;
        bool selects = first && first->kind == GJ_N_STEP && first->next && first->next->kind != GJ_N_STEP && node->op == 0;
        if (selects && gj_check_binding(k, first->text)) return; /* 不予公开数[总计] */
        if (word && (gj_check_binding(k, word->text) || gj_builtin_find(word->text) != GJ_BUILTINS)) return;
        gj_table_bits bits = gj_check_tables(k, node);
        if (bits && (bits & (bits - 1)) == 0) *sure |= bits;
        return;
    }
    for (const gj_node *kid = node->first; kid; kid = kid->next) vote(k, kid, sure);
}

gj_expr *gj_check_relation(gj_checker *k, const gj_node *node, bool any_type) {
    k->preferred = 0;
    gj_table_bits sure = 0;
    vote(k, node, &sure);
    k->preferred = sure;
    gj_expr *x = gj_check_expr(k, node);
    if (x->type != GJ_TYPE_ERROR && x->type != GJ_TYPE_BOOL && !any_type) {
        GJ_DIAG0(k->diags, GJ_E_NOT_A_RELATION, node->span);
        return gj_check_bad(k, node);
    }
    return x;
}

gj_expr *gj_check_condition(gj_checker *k, const gj_node *node) {
    gj_expr *x = gj_check_relation(k, node, true);
    if (!gj_check_want(k, x, GJ_TYPE_BOOL)) return gj_check_bad(k, node);
    if (x->row || x->column) {
        GJ_DIAG(k->diags, GJ_E_VECTOR_CONDITION, node->span, gj_str_format(k->arena, "%u", gj_axis_size(x->row) * gj_axis_size(x->column)));
        return gj_check_bad(k, node);
    }
    return x;
}

static int by_slot(const void *a, const void *b) {
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

const gj_policies *gj_check_policy(gj_checker *k, const gj_node *node, const gj_policies *outer) {
    gj_policies *p = GJ_NEW(k->arena, gj_policies);
    const gj_node *value = gj_node_find(node, GJ_N_NUM);
    p->policy = (gj_policy){.bits = node->op, .value = value ? value->num : gj_num_int(0)};
    p->outer = outer;
    uint32_t *slots = NULL, n = 0;
    for (const gj_node *kid = node->first; kid; kid = kid->next) {
        if (kid->kind != GJ_N_PATH) continue;
        gj_checker wide = *k;
        wide.groups = true;
        wide.policies = NULL;
        wide.preferred = 0;
        gj_expr *x = gj_check_cells(&wide, kid);
        if (x->type == GJ_TYPE_ERROR) return outer;
        if (!slots) slots = gj_arena_raw(k->arena, k->form->nslots * (size_t)node->nkids, sizeof *slots);
        uint32_t size = gj_axis_size(x->row) * gj_axis_size(x->column);
        for (uint32_t i = 0; i < size && n < k->form->nslots * (uint32_t)node->nkids; i++)
            if (x->slots[i] != GJ_NO_INDEX) slots[n++] = x->slots[i];
    }
    if (slots) qsort(slots, n, sizeof *slots, by_slot);
    p->policy.slots = slots;
    p->policy.nslots = n;
    return p;
}
