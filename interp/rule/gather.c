#include "rule/gather.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

/* ---- ids ---- */

/* Width and white space do not change what a relation says. */
static gj_str bare_id(gj_arena *arena, gj_str source) {
    gj_buf folded = GJ_BUF_INIT;
    for (size_t at = 0; at < source.n;) {
        uint32_t c = gj_utf8_narrow(gj_utf8_next(source, &at));
        char bytes[4];
        if (!gj_utf8_is_space(c)) gj_buf_add(&folded, (gj_str){bytes, gj_utf8_put(c, bytes)});
    }
    gj_str id = gj_str_format(arena, "G-%08x", (unsigned)(gj_str_hash(gj_buf_str(&folded)) & 0xffffffffu));
    gj_buf_free(&folded);
    return id;
}

static gj_rule *add_rule(gj_gathered *g) {
    gj_program *p = g->program;
    p->rules = gj_arena_grow(g->arena, p->rules, p->nrules, &g->rules_capacity, 64, sizeof *p->rules);
    return memset(&p->rules[p->nrules++], 0, sizeof *p->rules);
}

/* ---- gathering ---- */

static bool says_something(const gj_node *body) {
    for (const gj_node *kid = body->first; kid; kid = kid->next)
        if (kid->kind == GJ_N_POLICY || (body->kind != GJ_N_FILE && (kid->kind == GJ_N_LET || kid->kind == GJ_N_FUNC))) return true;
    return false;
}

static bool is_statement(const gj_node *node) {
    return node->kind == GJ_N_ASSERT || node->kind == GJ_N_TIE || node->kind == GJ_N_TIE_SELF || node->kind == GJ_N_REQUIRE ||
           node->kind == GJ_N_CLAIM;
}

gj_str gj_gather_source(const gj_gathered *g, const gj_node *node) {
    return gj_str_trim(gj_source_slice(g->program->sources, node->span));
}

static void add_item(gj_gathered *g, gj_stated it) {
    g->items = gj_arena_grow(g->arena, g->items, g->n, &g->capacity, 64, sizeof *g->items);
    g->items[g->n++] = it;
}

/* A node of a tree that others hold too: on its own, without what follows it there. */
static gj_node *alone(gj_arena *arena, const gj_node *node) {
    gj_node *copy = GJ_NEW(arena, gj_node);
    *copy = *node;
    copy->next = NULL;
    return copy;
}

/* 若 inside 若: both must hold. */
static const gj_node *both_guards(gj_gathered *g, const gj_node *outer, const gj_node *inner) {
    if (!outer) return inner;
    gj_node *both = gj_node_new(g->arena, GJ_N_AND, inner->span), *when = gj_node_new(g->arena, GJ_N_WHEN, inner->span);
    gj_node_add(gj_node_add(both, alone(g->arena, outer->first)), alone(g->arena, inner->first));
    return gj_node_add(when, both);
}

/* The preconditions that stand in BODY by themselves hold for all of it. */
static const gj_node *guard_of(gj_gathered *g, const gj_node *body, const gj_node *guard) {
    for (const gj_node *kid = body->first; kid; kid = kid->next)
        if (kid->kind == GJ_N_WHEN && kid->nkids == 1) guard = both_guards(g, guard, kid);
    return guard;
}

static void gather_body(gj_gathered *g, const gj_node *body, const gj_block *in, gj_str scope, const gj_node *rule_node, uint32_t rule,
                        const gj_node *guard, uint32_t *ordinal) {
    uint32_t first = g->n;
    for (const gj_node *kid = body->first; kid; kid = kid->next) {
        if (is_statement(kid)) {
            add_item(g, (gj_stated){.node = kid,
                                    .rule_node = rule_node,
                                    .guard = guard,
                                    .scope = scope,
                                    .block = in,
                                    .rule = rule,
                                    .ordinal = (*ordinal)++});
        } else if (kid->kind == GJ_N_WHEN && kid->nkids > 1) {
            gather_body(g, kid, in, scope, rule_node, rule, guard_of(g, kid, both_guards(g, guard, kid)), ordinal);
        } else if (kid->kind == GJ_N_SCOPE) {
            gj_block *inner = GJ_NEW(g->arena, gj_block);
            *inner = (gj_block){kid, says_something(kid), in};
            gather_body(g, kid, inner, kid->text, rule_node, rule, guard_of(g, kid, guard), ordinal);
        } else if (kid->kind == GJ_N_ELSE) {
            for (uint32_t i = first; i < g->n; i++)
                if (!g->items[i].message) g->items[i].message = kid;
        }
    }
}

static void gather_rule(gj_gathered *g, const gj_node *node, const gj_block *in, gj_str scope, const gj_node *guard) {
    uint32_t index = g->program->nrules;
    gj_rule *rule = add_rule(g);
    *rule = (gj_rule){.id = node->text, .node = node, .span = node->span};
    const gj_node *title = gj_node_find(node, GJ_N_TITLE), *level = gj_node_find(node, GJ_N_LEVEL);
    const gj_node *basis = gj_node_find(node, GJ_N_BASIS), *tags = gj_node_find(node, GJ_N_TAGS);
    if (title) rule->title = title->text;
    if (level) rule->level = (uint8_t)level->op;
    if (basis) rule->basis = basis->text;
    if (tags) {
        rule->tags = GJ_NEW_ARRAY(g->arena, gj_str, tags->nkids);
        for (const gj_node *tag = tags->first; tag; tag = tag->next) rule->tags[rule->ntags++] = tag->text;
    }
    gj_block *inner = GJ_NEW(g->arena, gj_block);
    *inner = (gj_block){node, says_something(node), in};
    uint32_t ordinal = 0, from = g->n;
    gather_body(g, node, inner, scope, node, index, guard, &ordinal);
    gj_buf relation = GJ_BUF_INIT;
    for (uint32_t i = from; i < g->n; i++) {
        if (relation.n) gj_buf_addc(&relation, '\n');
        gj_buf_add(&relation, gj_gather_source(g, g->items[i].node));
    }
    g->program->rules[index].relation = gj_buf_copy(&relation, g->arena);
    gj_buf_free(&relation);
}

static void gather_bare(gj_gathered *g, const gj_node *node, const gj_block *in, gj_str scope, const gj_node *guard) {
    uint32_t index = g->program->nrules;
    gj_rule *rule = add_rule(g);
    gj_str source = gj_gather_source(g, node);
    *rule = (gj_rule){.id = bare_id(g->arena, source), .title = source, .node = node, .span = node->span, .bare = true, .relation = source};
    for (uint32_t i = 0, same = 1; i < index; i++)
        if (g->program->rules[i].bare && gj_str_has_prefix(g->program->rules[i].id, rule->id) &&
            gj_str_eq(g->program->rules[i].relation, source))
            rule->id = gj_str_format(g->arena, "%.*s-%u", GJ_FMT(bare_id(g->arena, source)), ++same);
    add_item(g, (gj_stated){.node = node, .guard = guard, .scope = scope, .block = in, .rule = index});
}

static void gather_file(gj_gathered *g, const gj_node *node, const gj_block *in, gj_str scope, const gj_node *guard) {
    uint32_t first = g->n;
    guard = guard_of(g, node, guard);
    for (const gj_node *kid = node->first; kid; kid = kid->next) {
        if (kid->kind == GJ_N_RULE) {
            gather_rule(g, kid, in, scope, guard);
        } else if (kid->kind == GJ_N_SCOPE) {
            gj_block *inner = GJ_NEW(g->arena, gj_block);
            *inner = (gj_block){kid, says_something(kid), in};
            gather_file(g, kid, inner, kid->text, guard);
        } else if (kid->kind == GJ_N_WHEN && kid->nkids > 1) {
            gather_file(g, kid, in, scope, both_guards(g, guard, kid));
        } else if (is_statement(kid)) {
            gather_bare(g, kid, in, scope, guard);
        } else if (node->kind != GJ_N_FILE && (kid->kind == GJ_N_IMPORT || kid->kind == GJ_N_FORM)) {
            GJ_DIAG(g->diags, GJ_E_INSIDE_BLOCK, kid->span,
                    kid->kind == GJ_N_FORM ? GJ_STR("表样\x1f"
                                                    "a form (表样)")
                                           : GJ_STR("引用\x1f"
                                                    "an import (引用)"));
        } else if (kid->kind == GJ_N_ELSE) {
            for (uint32_t i = first; i < g->n; i++)
                if (!g->items[i].message && !g->items[i].rule_node) g->items[i].message = kid;
        }
    }
}

static int by_id(const void *a, const void *b) {
    const gj_rule *x = *(const gj_rule *const *)a, *y = *(const gj_rule *const *)b;
    int order = gj_str_cmp(x->id, y->id);
    return order ? order : x < y ? -1 : x > y;
}

static void check_ids(gj_gathered *g) {
    gj_program *p = g->program;
    const gj_rule **sorted = gj_arena_array(g->arena, p->nrules, sizeof *sorted);
    for (uint32_t i = 0; i < p->nrules; i++) sorted[i] = &p->rules[i];
    if (p->nrules) qsort(sorted, p->nrules, sizeof *sorted, by_id);
    for (uint32_t i = 1; i < p->nrules; i++)
        if (!sorted[i]->bare && !sorted[i - 1]->bare && sorted[i]->id.n && gj_str_eq(sorted[i]->id, sorted[i - 1]->id)) {
            gj_diag *d = GJ_DIAG(g->diags, GJ_E_RULE_TWICE, sorted[i]->span, sorted[i]->id);
            gj_diag_point(g->diags, d, sorted[i - 1]->span, GJ_STR_NONE);
        }
}

void gj_gather(gj_gathered *g, const gj_node *const *files, uint32_t nfiles) {
    for (uint32_t i = 0; i < nfiles; i++) {
        gj_block *file = GJ_NEW(g->arena, gj_block);
        *file = (gj_block){files[i], says_something(files[i]), NULL};
        gather_file(g, files[i], file, GJ_STR_NONE, NULL);
    }
    check_ids(g);
}
