#include "rule/compile.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "rule/axes.h"
#include "rule/check_parts.h"
#include "rule/fast.h"
#include "rule/gather.h"
#include "rule/lint.h"
#include "rule/form_build.h"
#include "rule/regex.h"
#include "rule/statutory.h"

/* Statements on their way to the code of each form. */
typedef struct gj_compiling {
    gj_arena *arena, *scratch;
    gj_path_cache **cache; /* by form */
    gj_program *program;
    gj_diags *diags;
    gj_gathered all;
    gj_regexes regexes;
    gj_templates templates;
    struct tried_policy *policies;
} gj_compiling;

/* A policy restricted to a selection: a form may lack what it names, but not every form. */
typedef struct tried_policy {
    const gj_node *node;
    bool good;
    gj_diags why; /* what the first form had against it */
    struct tried_policy *next;
} tried_policy;

/* ---- definitions ---- */

static const gj_binding *bind(gj_arena *arena, const gj_node *node, uint32_t scope, const gj_binding *outer) {
    gj_binding *b = GJ_NEW(arena, gj_binding);
    *b = (gj_binding){.name = node->text, .node = node, .scope = scope, .outer = outer};
    return b;
}

const gj_binding *gj_compile_definitions(gj_arena *arena, const gj_node *const *files, uint32_t nfiles, gj_diags *diags) {
    const gj_binding *all = NULL;
    for (uint32_t f = 0; f < nfiles; f++)
        for (const gj_node *kid = files[f]->first; kid; kid = kid->next) {
            if (kid->kind != GJ_N_LET && kid->kind != GJ_N_FUNC) continue;
            for (const gj_binding *b = all; b && diags; b = b->outer)
                if (gj_str_eq(b->name, kid->text)) {
                    gj_diag *d = GJ_DIAG(diags, GJ_E_DEFINED_TWICE, kid->span, kid->text);
                    gj_diag_point(diags, d, b->node->span, GJ_STR_NONE);
                }
            for (const gj_node *param = kid->kind == GJ_N_FUNC ? kid->first : NULL; param && diags; param = param->next)
                for (const gj_node *other = kid->first; other != param && param->kind == GJ_N_PARAM; other = other->next)
                    if (gj_str_eq(other->text, param->text)) GJ_DIAG(diags, GJ_E_DEFINED_TWICE, param->span, param->text);
            all = bind(arena, kid, GJ_NO_INDEX, all);
        }
    return all;
}

/* ---- one statement for one form ---- */

static bool find_scope(const gj_form *form, gj_str name, uint32_t *scope) {
    *scope = name.n ? gj_form_table(form, name) : GJ_NO_INDEX;
    return name.n == 0 || *scope != GJ_NO_INDEX;
}

static void enter_policy(gj_compiling *g, gj_checker *k, const gj_node *node) {
    tried_policy *tried = g->policies;
    while (tried && tried->node != node) tried = tried->next;
    if (!tried) {
        tried = GJ_NEW(g->arena, tried_policy);
        tried->node = node;
        tried->next = g->policies;
        g->policies = tried;
        gj_diags_init(&tried->why, g->arena, k->diags->sources);
    }
    gj_diags own, *outer = k->diags;
    gj_diags_init(&own, g->arena, outer->sources);
    k->diags = &own;
    k->policies = gj_check_policy(k, node, k->policies);
    k->diags = outer;
    if (own.errors == 0) tried->good = true;
    if (own.errors && !tried->why.errors) tried->why = own;
}

/* Outermost first, so that inner definitions shadow outer ones and inner policies come before them. */
static void enter(gj_compiling *g, gj_checker *k, const gj_block *b) {
    if (!b) return;
    enter(g, k, b->outer);
    if (!b->says) return;
    bool file = b->node->kind == GJ_N_FILE;
    for (const gj_node *kid = b->node->first; kid; kid = kid->next)
        if ((kid->kind == GJ_N_LET || kid->kind == GJ_N_FUNC) && !file) k->bindings = bind(k->arena, kid, k->scope, k->bindings);
    for (const gj_node *kid = b->node->first; kid; kid = kid->next)
        if (kid->kind == GJ_N_POLICY) enter_policy(g, k, kid);
}

static const gj_message *check_message(gj_checker *k, const gj_node *node, const gj_expr *relation) {
    if (!node) return NULL;
    gj_message *m = GJ_NEW(k->arena, gj_message);
    m->parts = GJ_NEW_ARRAY(k->arena, gj_part, (size_t)node->nkids + 1);
    gj_checker inside = *k;
    inside.message = true;
    for (const gj_node *part = node->first; part; part = part->next) {
        if (part->kind != GJ_N_TEXTPART) continue;
        if (!part->first) {
            m->parts[m->n++].text = part->text;
            continue;
        }
        gj_expr *x = gj_check_expr(&inside, part->first);
        if (x->type != GJ_TYPE_ERROR && relation) { /* a placeholder may vary only with the relation */
            gj_expr joined = *relation, *a = &joined, *b = x, sink = {.row = NULL};
            if (x->kind != GJ_X_LABEL && gj_axes_join(k->arena, &sink, &a, &b, part->first, k->diags)) continue;
            if ((x->row && !relation->row) || (x->column && !relation->column)) {
                GJ_DIAG(k->diags, GJ_E_VECTOR_PLACEHOLDER, part->first->span, gj_source_slice(k->diags->sources, part->first->span));
                continue;
            }
            x = b;
        }
        m->parts[m->n++].expr = x;
    }
    if (node->nkids == 0) m->parts[m->n++].text = node->text;
    return m;
}

static void one_table(void *context, const gj_expr *x, uint32_t element) {
    (void)element;
    uint32_t *table = context;
    if (*table == GJ_NO_INDEX)
        *table = x->index;
    else if (*table != x->index)
        *table = GJ_NO_INDEX - 1;
}

static void visit_kids(const gj_expr *x, uint32_t *table) {
    if (x->kind == GJ_X_CELLS) one_table(table, x, 0);
    for (uint16_t i = 0; i < x->nkids; i++) visit_kids(x->kid[i], table);
}

/* The leftmost comparison: whose left side names the place of the instances. */
static const gj_expr *first_compare(const gj_expr *x) {
    if (x->kind == GJ_X_COMPARE) return x;
    for (uint16_t i = 0; i < x->nkids; i++) {
        const gj_expr *found = x->kid[i]->type == GJ_TYPE_BOOL ? first_compare(x->kid[i]) : NULL;
        if (found) return found;
    }
    return NULL;
}

void gj_statement_place(gj_statement *s, const gj_form *form) {
    uint32_t table = GJ_NO_INDEX;
    visit_kids(s->relation, &table);
    s->table = table < form->ntables ? table : GJ_NO_INDEX;
    const gj_expr *compare = first_compare(s->relation);
    const gj_expr *left = compare ? compare->kid[0] : NULL;
    if (!left || left->kind != GJ_X_CELLS || left->previous || left->slots[0] == GJ_NO_INDEX) return;
    if (s->table == GJ_NO_INDEX) s->table = left->index;
    const gj_slot *slot = &form->slots[left->slots[0]];
    if (!left->row) {
        s->at_row = form->tables[slot->table].rows[slot->row].path;
        s->at_row_label = form->tables[slot->table].rows[slot->row].label.name;
    }
    if (!left->column) s->at_column = form->tables[slot->table].columns[slot->column].label.name;
}

static void add_requirement(gj_statement *s, gj_requirement r, gj_requirement *list) {
    list[s->nrequire++] = r;
}

/* 必有 and 凡 look at the report that is judged. */
static bool of_another_report(gj_checker *k, const gj_node *node) {
    bool other = (node->kind == GJ_N_PATH || node->kind == GJ_N_SECTION_REF) && (node->op & 3);
    if (other) GJ_DIAG(k->diags, GJ_E_OTHER_REPORT, node->span, gj_source_slice(k->diags->sources, node->span));
    return other;
}

static int check_require(gj_checker *k, gj_statement *s) {
    const gj_form *form = k->form;
    size_t most = form->nsections + form->ntables + 1;
    for (uint32_t t = 0; t < form->ntables; t++) most += form->tables[t].nrows + form->tables[t].ncolumns;
    gj_requirement *list = gj_arena_array(k->arena, most * (s->node->nkids + 1u), sizeof *list);
    s->require = list;
    s->ordered = s->node->op & 1;
    for (const gj_node *kid = s->node->first; kid; kid = kid->next) {
        if (of_another_report(k, kid)) return 1;
        if (kid->kind == GJ_N_SECTION_REF) {
            uint32_t *sections, n;
            if (gj_check_sections(k, kid, &sections, &n)) return 1;
            for (uint32_t i = 0; i < n; i++) add_requirement(s, (gj_requirement){.kind = GJ_REQUIRED_SECTION, .index = sections[i]}, list);
        } else if (kid->kind == GJ_N_TABLE_REF) {
            uint32_t table = gj_form_table(form, kid->text);
            if (table == GJ_NO_INDEX) {
                gj_str word = gj_str_format(k->arena, "表 %.*s", GJ_FMT(kid->text));
                if (!gj_check_no_table(k, word, kid->span)) GJ_DIAG(k->diags, GJ_E_UNKNOWN_NAME, kid->span, word);
                return 1;
            }
            add_requirement(s, (gj_requirement){.kind = GJ_REQUIRED_TABLE, .index = table}, list);
        } else if (kid->kind == GJ_N_PATH) {
            gj_selection sel;
            if (gj_check_explained(k, kid, kid->nkids == 1) || gj_resolve(k->scratch, form, k->scope, 0, kid, &sel, k->diags)) return 1;
            const gj_table *table = &form->tables[sel.table];
            bool named_rows = !sel.rows_vary || sel.rows_set;
            if (named_rows)
                for (uint32_t r = 0; r < sel.nrows; r++)
                    add_requirement(s, (gj_requirement){.kind = GJ_REQUIRED_ROW, .index = sel.table, .row = sel.rows[r]}, list);
            else if (sel.columns_vary && !sel.columns_set)
                add_requirement(s, (gj_requirement){.kind = GJ_REQUIRED_TABLE, .index = sel.table}, list);
            else
                for (uint32_t c = 0; c < sel.ncolumns; c++)
                    add_requirement(s,
                                    (gj_requirement){.kind = GJ_REQUIRED_COLUMN,
                                                     .index = sel.table,
                                                     .column = gj_table_column(table, GJ_NO_INDEX, sel.columns[c])},
                                    list);
        }
    }
    if (s->nrequire == 0) GJ_DIAG0(k->diags, GJ_E_REQUIRE_NOTHING, s->node->span);
    return s->nrequire == 0;
}

static int check_claim(gj_checker *k, gj_statement *s) {
    const gj_node *where = s->node->first, *template = gj_node_find(s->node, GJ_N_TEMPLATE);
    if (!where || !template || of_another_report(k, where)) return 1;
    uint32_t *sections;
    if (gj_check_sections(k, where, &sections, &s->nsections)) return 1;
    s->sections = sections;
    if (gj_template_once(k->templates, k->arena, template->text, template->span, &s->pattern, k->diags)) return 1;
    size_t nholes = 0;
    const gj_hole *holes = gj_template_holes(s->pattern, &nholes);
    for (size_t i = 0; i < nholes; i++) {
        gj_expr *hole = GJ_NEW(k->arena, gj_expr);
        hole->kind = GJ_X_HOLE;
        hole->type = holes[i].type == GJ_HOLE_NUMBER || holes[i].type == GJ_HOLE_PERCENT ? GJ_TYPE_NUMBER : GJ_TYPE_TEXT;
        hole->index = (uint32_t)i;
        hole->node = template;
        gj_binding *b = GJ_NEW(k->arena, gj_binding);
        *b = (gj_binding){.name = holes[i].name, .value = hole, .outer = k->bindings};
        k->bindings = b;
    }
    const gj_node *then = s->node->last;
    gj_expr *x = gj_check_relation(k, then, false);
    if (x->type == GJ_TYPE_ERROR) return 1;
    if (x->row || x->column) {
        GJ_DIAG(k->diags, GJ_E_CLAIM_VECTOR, then->span,
                x->column ? GJ_STR("列\x1f"
                                   "column")
                          : GJ_STR("行\x1f"
                                   "row"));
        return 1;
    }
    s->relation = x;
    return 0;
}

static int check_tie_self(gj_checker *k, gj_statement *s) {
    uint32_t n = 0;
    for (const gj_policies *p = k->policies; p; p = p->outer) n++;
    gj_policy *list = gj_arena_array(k->arena, n, sizeof *list);
    for (const gj_policies *p = k->policies; p; p = p->outer) list[s->npolicies++] = p->policy;
    s->policies = list;
    s->table = k->scope;
    return 0;
}

/* 表 五 { … } of a form without it: told once, where its name stands. */
static void complain_of_scope(gj_checker *k, const gj_stated *it) {
    const gj_block *b = it->block;
    while (b && b->node->kind != GJ_N_SCOPE) b = b->outer;
    gj_span span = b ? b->node->span : it->node->span;
    ptrdiff_t brace = gj_str_find(gj_source_slice(k->diags->sources, span), GJ_STR("{"));
    if (b && brace > 0)
        span.end = span.start + (uint32_t)gj_str_trim(gj_str_slice(gj_source_slice(k->diags->sources, span), 0, (size_t)brace)).n;
    gj_str word = gj_str_format(k->arena, "表 %.*s", GJ_FMT(it->scope));
    if (!gj_check_no_table(k, word, span)) GJ_DIAG(k->diags, GJ_E_UNKNOWN_NAME, span, word);
}

/* Nonzero when diagnostics were recorded. */
static int check_statement(gj_compiling *g, gj_checker *k, const gj_stated *it, gj_statement *s) {
    uint32_t before = k->diags->errors;
    if (it->scope.n && !find_scope(k->form, it->scope, &k->scope)) {
        complain_of_scope(k, it);
        return 1;
    }
    enter(g, k, it->block);
    switch (it->node->kind) {
    case GJ_N_REQUIRE:
        s->kind = GJ_STMT_REQUIRE;
        check_require(k, s);
        break;
    case GJ_N_CLAIM:
        s->kind = GJ_STMT_CLAIM;
        check_claim(k, s);
        break;
    case GJ_N_TIE_SELF:
        s->kind = GJ_STMT_TIE_SELF;
        check_tie_self(k, s);
        break;
    default: {
        s->kind = GJ_STMT_RELATION;
        const gj_node *relation = it->node->first;
        if (it->node->kind == GJ_N_TIE)
            relation = gj_statutory_parse(k->arena, k->form, k->scope, it->node->text, it->node->span, k->diags);
        if (relation) s->relation = gj_check_relation(k, relation, false);
    }
    }
    if (s->relation && s->relation->type != GJ_TYPE_ERROR && k->diags->errors == before) gj_statement_place(s, k->form);
    if (it->guard) {
        s->guard = gj_check_relation(k, it->guard->first, false);
        gj_expr sink = {.row = NULL}, *a = (gj_expr *)(s->relation ? s->relation : &sink), *b = (gj_expr *)s->guard;
        if (s->guard->type != GJ_TYPE_ERROR && a->type != GJ_TYPE_ERROR &&
            gj_axes_join(k->arena, &sink, &a, &b, it->guard->first, k->diags) == 0) {
            if ((b->row && !a->row) || (b->column && !a->column))
                GJ_DIAG(k->diags, GJ_E_VECTOR_CONDITION, it->guard->first->span,
                        gj_str_format(k->arena, "%u", gj_axis_size(b->row) * gj_axis_size(b->column)));
            s->guard = b;
        }
    }
    if (it->rule_node) {
        s->when = gj_arena_array(k->arena, it->rule_node->nkids, sizeof *s->when);
        for (const gj_node *kid = it->rule_node->first; kid; kid = kid->next)
            if (kid->kind == GJ_N_WHEN && kid->nkids == 1) s->when[s->nwhen++] = gj_check_condition(k, kid->first);
    }
    if (s->kind == GJ_STMT_CLAIM && !s->relation) return 1; /* its message speaks of holes that nobody knows */
    s->message = check_message(k, it->message, s->relation && s->relation->type != GJ_TYPE_ERROR ? s->relation : NULL);
    if (s->kind == GJ_STMT_RELATION && k->diags->errors == before) s->fast = gj_fast_compile(k->arena, s->relation);
    return k->diags->errors > before;
}

/* A function that is not there is told of once, however often it is called. */
static bool told_already(const gj_diags *to, const gj_diag *d) {
    if (d->code != GJ_E_UNKNOWN_FUNCTION) return false;
    for (const gj_diag *other = to->first; other; other = other->next)
        if (other->code == d->code && gj_str_eq(other->arg[0], d->arg[0])) return true;
    return false;
}

static void copy_diags(gj_diags *to, const gj_diags *from) {
    for (const gj_diag *d = from->first; d; d = d->next) {
        if (told_already(to, d)) continue;
        gj_diag *copy = gj_diag_add(to, d->code, d->span[0], GJ_DIAG_ARGS, d->arg);
        memcpy(copy->span, d->span, sizeof d->span);
        memcpy(copy->note, d->note, sizeof d->note);
        copy->hint = d->hint;
    }
}

/* Checks one statement for every form. */
static void compile_item(gj_compiling *g, const gj_stated *it, const gj_binding *definitions) {
    gj_program *p = g->program;
    gj_diags *tried = gj_arena_array(g->arena, p->nforms, sizeof *tried);
    bool good = false;
    for (uint32_t f = 0; f < p->nforms; f++) {
        gj_diags_init(&tried[f], g->arena, p->sources);
        gj_checker k = {.arena = g->arena,
                        .scratch = g->scratch,
                        .cache = g->cache[f],
                        .diags = &tried[f],
                        .form = p->forms[f],
                        .forms = p->forms,
                        .nforms = p->nforms,
                        .scope = GJ_NO_INDEX,
                        .bindings = definitions,
                        .regexes = &g->regexes,
                        .templates = &g->templates};
        gj_form_code *code = &p->code->forms[f];
        gj_statement *s = &code->statements[code->n++];
        *s = (gj_statement){.rule = it->rule,
                            .ordinal = it->ordinal,
                            .node = it->node,
                            .source = gj_gather_source(&g->all, it->node),
                            .table = GJ_NO_INDEX};
        if (check_statement(g, &k, it, s))
            *s = (gj_statement){.kind = GJ_STMT_OTHER_FORM,
                                .rule = it->rule,
                                .ordinal = it->ordinal,
                                .node = it->node,
                                .source = s->source,
                                .table = GJ_NO_INDEX};
        else if (!good) {
            good = true;
            copy_diags(g->diags, &tried[f]); /* warnings */
        }
    }
    if (good || p->nforms == 0) return;
    uint32_t best = 0;
    for (uint32_t f = 1; f < p->nforms; f++)
        if (tried[f].errors < tried[best].errors) best = f;
    copy_diags(g->diags, &tried[best]);
}

/* A 设 of the file is checked where it is used; one that nothing uses is checked by itself. */
static void check_unused(gj_compiling *g, const gj_node *const *files, uint32_t nfiles, const gj_binding *definitions) {
    const gj_program *p = g->program;
    for (uint32_t i = 0; i < nfiles; i++)
        for (const gj_node *let = files[i]->first; let; let = let->next) {
            if (let->kind != GJ_N_LET || gj_lint_uses(files, nfiles, let)) continue;
            gj_diags *first = NULL;
            bool good = false;
            for (uint32_t f = 0; f < p->nforms && !good; f++) {
                gj_diags *diags = GJ_NEW(g->arena, gj_diags);
                gj_diags_init(diags, g->arena, p->sources);
                gj_checker k = {.arena = g->arena,
                                .scratch = g->scratch,
                                .diags = diags,
                                .form = p->forms[f],
                                .forms = p->forms,
                                .nforms = p->nforms,
                                .scope = GJ_NO_INDEX,
                                .bindings = definitions,
                                .regexes = &g->regexes};
                good = gj_check_relation(&k, let->first, true)->type != GJ_TYPE_ERROR;
                if (!first) first = diags;
            }
            if (!good && first) copy_diags(g->diags, first);
        }
}

static void collect_tests(gj_arena *arena, gj_program *program, uint32_t *capacity, const gj_node *node) {
    for (const gj_node *kid = node->first; kid; kid = kid->next) {
        if (kid->kind == GJ_N_SCOPE) collect_tests(arena, program, capacity, kid);
        if (kid->kind != GJ_N_TEST) continue;
        program->tests = gj_arena_grow(arena, program->tests, program->ntests, capacity, 64, sizeof *program->tests);
        program->tests[program->ntests++] = kid;
    }
}

/* Forms in the order of declaration; the newest of a series (the latest 起) first, so that errors are told in its terms. */
static void build_forms(gj_program *program, const gj_node *const *files, uint32_t nfiles, gj_diags *diags) {
    uint32_t n = 0;
    for (uint32_t i = 0; i < nfiles; i++)
        for (const gj_node *kid = files[i]->first; kid; kid = kid->next) n += kid->kind == GJ_N_FORM;
    gj_form **forms = gj_arena_array(program->arena, n, sizeof *forms);
    uint32_t built = 0;
    for (uint32_t i = 0; i < nfiles; i++)
        for (const gj_node *kid = files[i]->first; kid; kid = kid->next) {
            if (kid->kind != GJ_N_FORM) continue;
            for (uint32_t f = 0; f < built; f++)
                if (gj_str_eq(forms[f]->name, kid->text)) {
                    gj_diag *d = GJ_DIAG(diags, GJ_E_FORM_TWICE, kid->span, kid->text);
                    gj_diag_point(diags, d, forms[f]->span, GJ_STR_NONE);
                }
            gj_form_build(program->arena, kid, forms, built, &forms[built], diags);
            built++;
        }
    for (uint32_t i = 1; i < built; i++) { /* insertion sort: stable, and there are few */
        gj_form *form = forms[i];
        uint32_t at = i;
        for (; at > 0 && forms[at - 1]->since < form->since; at--) forms[at] = forms[at - 1];
        forms[at] = form;
    }
    for (uint32_t i = 0; i < built; i++) forms[i]->index = i;
    program->forms = (const gj_form **)forms;
    program->nforms = built;
}

int gj_compile(gj_program *program, const gj_node *const *files, uint32_t nfiles, gj_diags *diags) {
    uint32_t before = diags->errors;
    gj_compiling g = {.arena = program->arena, .program = program, .diags = diags};
    build_forms(program, files, nfiles, diags);
    program->files = gj_arena_array(g.arena, nfiles, sizeof *program->files);
    program->nfiles = nfiles;
    uint32_t tests = 0;
    for (uint32_t i = 0; i < nfiles; i++) {
        program->files[i] = files[i];
        collect_tests(g.arena, program, &tests, files[i]);
    }
    g.all = (gj_gathered){.arena = program->arena, .program = program, .diags = diags};
    gj_gather(&g.all, files, nfiles);
    const gj_binding *definitions = gj_compile_definitions(g.arena, files, nfiles, diags);
    program->code = GJ_NEW(g.arena, struct gj_code);
    program->code->nforms = program->nforms;
    program->code->forms = GJ_NEW_ARRAY(g.arena, gj_form_code, program->nforms);
    for (uint32_t f = 0; f < program->nforms; f++) {
        program->code->forms[f].form = program->forms[f];
        program->code->forms[f].statements = GJ_NEW_ARRAY(g.arena, gj_statement, g.all.n);
    }
    if (program->nforms == 0 && g.all.n) GJ_DIAG0(diags, GJ_E_NO_FORM, g.all.items[0].node->span);
    g.scratch = gj_arena_new();
    g.cache = gj_arena_array(g.arena, program->nforms, sizeof *g.cache);
    for (uint32_t f = 0; f < program->nforms; f++) g.cache[f] = gj_path_cache_new(g.arena);
    for (uint32_t i = 0; i < g.all.n; i++) {
        compile_item(&g, &g.all.items[i], definitions);
        gj_arena_reset(g.scratch);
    }
    for (const tried_policy *t = g.policies; t; t = t->next)
        if (!t->good) copy_diags(diags, &t->why);
    check_unused(&g, files, nfiles, definitions);
    gj_arena_free(g.scratch);
    if (diags->errors == before) gj_lint(program, diags);
    return diags->errors > before;
}

int gj_compile_expression(gj_program *program, const gj_program *base, const gj_node *expression, gj_diags *diags) {
    program->forms = base->forms;
    program->nforms = base->nforms;
    program->code = GJ_NEW(program->arena, struct gj_code);
    program->code->nforms = base->nforms;
    program->code->expression = gj_arena_array(program->arena, base->nforms, sizeof *program->code->expression);
    program->code->expression_node = expression;
    const gj_binding *definitions = gj_compile_definitions(program->arena, base->files, base->nfiles, NULL);
    bool good = false;
    gj_diags *tried = gj_arena_array(program->arena, base->nforms, sizeof *tried);
    for (uint32_t f = 0; f < base->nforms; f++) {
        gj_diags_init(&tried[f], program->arena, diags->sources);
        gj_checker k = {.arena = program->arena,
                        .scratch = program->arena,
                        .diags = &tried[f],
                        .form = base->forms[f],
                        .forms = base->forms,
                        .nforms = base->nforms,
                        .scope = GJ_NO_INDEX,
                        .bindings = definitions,
                        .groups = true};
        gj_expr *x = gj_check_relation(&k, expression, true);
        if (x->type == GJ_TYPE_ERROR || tried[f].errors) continue;
        program->code->expression[f] = x;
        good = true;
    }
    if (good) return 0;
    if (base->nforms)
        copy_diags(diags, &tried[0]);
    else
        GJ_DIAG0(diags, GJ_E_NO_FORM, expression->span);
    return 1;
}
