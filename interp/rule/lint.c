#include "rule/lint.h"

#include "rule/linear.h"

enum { MAX_EQUATIONS = 800, MAX_NAMED = 5, MAX_POLICIES = 8 };

/* ---- forms: an alias that another sibling has ---- */

static void shadowed(gj_diags *diags, const gj_label *a, const gj_label *b) {
    for (uint32_t i = 0; i < a->naliases; i++)
        if (gj_label_is(b, a->alias[i])) {
            gj_diag *d = GJ_DIAG(diags, GJ_W_ALIAS_SHADOWS, a->span, a->alias[i], b->name);
            gj_diag_point(diags, d, b->span, GJ_STR_NONE);
        }
}

static void lint_form(const gj_form *form, gj_diags *diags) {
    for (uint32_t i = 0; i < form->nsections; i++)
        for (uint32_t k = 0; k < form->nsections; k++)
            if (i != k) shadowed(diags, &form->sections[i].title, &form->sections[k].title);
    for (uint32_t t = 0; t < form->ntables; t++) {
        const gj_table *table = &form->tables[t];
        for (uint32_t i = 0; i < table->nrows; i++)
            for (uint32_t k = 0; k < table->nrows; k++)
                if (i != k && table->rows[i].parent == table->rows[k].parent) shadowed(diags, &table->rows[i].label, &table->rows[k].label);
        for (uint32_t i = 0; i < table->ncolumns; i++)
            for (uint32_t k = 0; k < table->ncolumns; k++)
                if (i != k && table->columns[i].label.naliases) shadowed(diags, &table->columns[i].label, &table->columns[k].label);
    }
}

/* ---- one relation ---- */

/* 三.总计 == 三.不予公开.*: every one of the set against one and the same number, where a sum was probably meant. */
static void lint_set(const gj_expr *x, gj_diags *diags) {
    if (x->kind == GJ_X_COMPARE && (x->op == GJ_OP_EQ || x->op == GJ_OP_APPROX)) {
        for (unsigned i = 0; i < 2; i++) {
            const gj_expr *side = x->kid[i], *other = x->kid[1 - i];
            bool constant = other->kind == GJ_X_NUM;
            bool rows = side->row && side->row->set && !side->row->section && !other->row,
                 columns = side->column && side->column->set && !other->column;
            if (side->kind == GJ_X_CELLS && !constant && (rows || columns))
                GJ_DIAG(diags, GJ_W_SET_NOT_AGGREGATED, side->node->span, gj_source_slice(diags->sources, side->node->span));
        }
    }
    for (uint16_t i = 0; i < x->nkids; i++) lint_set(x->kid[i], diags);
}

static bool holds(gj_op op, int sign) {
    switch (op) {
    case GJ_OP_EQ:
    case GJ_OP_APPROX: return sign == 0;
    case GJ_OP_NE: return sign != 0;
    case GJ_OP_LT: return sign < 0;
    case GJ_OP_LE: return sign <= 0;
    case GJ_OP_GT: return sign > 0;
    default: return sign >= 0;
    }
}

/* A comparison in which every cell cancels out says the same of every report. */
static void lint_constant(const gj_statement *s, uint32_t nslots, gj_arena *scratch, gj_diags *diags) {
    const gj_expr *x = s->relation;
    if (x->kind != GJ_X_COMPARE) return;
    bool always = true, never = true;
    for (uint32_t r = 0; r < gj_axis_size(x->row); r++)
        for (uint32_t c = 0; c < gj_axis_size(x->column); c++) {
            gj_equation e;
            if (!gj_equation_make(scratch, x, nslots, r, c, &e) || !gj_equation_is_constant(&e)) return;
            if (holds((gj_op)x->op, gj_equation_constant_sign(&e)))
                never = false;
            else
                always = false;
        }
    if (always)
        GJ_DIAG0(diags, GJ_W_NEVER_FAILS, s->node->span);
    else if (never)
        GJ_DIAG0(diags, GJ_W_NEVER_PASSES, s->node->span);
}

/* ---- all equations together ---- */

static gj_str names_of(const gj_program *p, const gj_form_code *code, const uint64_t *sources, uint32_t words, gj_arena *arena) {
    gj_buf list = GJ_BUF_INIT;
    uint32_t n = 0, last = GJ_NO_INDEX;
    for (uint32_t i = 0; i < code->n && i / 64 < words; i++) {
        if (!(sources[i / 64] >> (i % 64) & 1) || code->statements[i].rule == last) continue;
        last = code->statements[i].rule;
        if (n++ >= MAX_NAMED) continue;
        if (list.n) gj_buf_addz(&list, "、");
        const gj_rule *rule = &p->rules[last];
        gj_buf_add(&list, rule->bare ? rule->relation : rule->id);
    }
    if (n > MAX_NAMED) gj_buf_addz(&list, "…");
    gj_str copy = gj_buf_copy(&list, arena);
    gj_buf_free(&list);
    return copy;
}

enum { NO_CELLS = UINT32_MAX, MIXED = UINT32_MAX - 1 };

/* What missing cells count as in X: 0 when nothing is said, MIXED when it is not one and the same everywhere. */
static uint32_t policy_of(const gj_expr *x) {
    if (x->kind == GJ_X_CELLS) {
        uint64_t hash = 0;
        for (uint32_t i = 0; i < x->npolicies; i++) {
            const gj_policy *p = &x->policies[i];
            hash = hash * 31 + p->bits + 7u * (uint64_t)(uint32_t)gj_num_sign(p->value) + (uintptr_t)p->slots;
        }
        return x->npolicies ? (uint32_t)(hash % (MIXED - 1)) + 1 : 0;
    }
    uint32_t one = NO_CELLS;
    for (uint16_t i = 0; i < x->nkids; i++) {
        uint32_t kid = policy_of(x->kid[i]);
        if (kid == NO_CELLS) continue;
        if (one != NO_CELLS && kid != one) return MIXED;
        one = kid;
    }
    return one;
}

/* A rule all of whose equations follow from those before it finds nothing that they do not. */
static void lint_follows(const gj_program *p, const gj_form_code *code, uint32_t policy, gj_arena *scratch, gj_diags *diags) {
    uint32_t nslots = code->form->nslots, words = code->n / 64 + 1, equations = 0;
    gj_basis *basis = gj_basis_new(scratch, nslots * 2 + 1, code->n);
    uint64_t *sources = GJ_NEW_ARRAY(scratch, uint64_t, words), *all = GJ_NEW_ARRAY(scratch, uint64_t, words);
    for (uint32_t i = 0; i < code->n; i++) {
        const gj_statement *s = &code->statements[i];
        if (s->kind != GJ_STMT_RELATION || s->nwhen || s->guard || s->relation->kind != GJ_X_COMPARE || s->relation->op != GJ_OP_EQ ||
            policy_of(s->relation) != policy)
            continue;
        uint32_t rows = gj_axis_size(s->relation->row), columns = gj_axis_size(s->relation->column);
        equations += rows * columns;
        if (equations > MAX_EQUATIONS) return;
        bool follows = rows * columns > 0, constant = true;
        for (uint32_t w = 0; w < words; w++) all[w] = 0;
        for (uint32_t r = 0; r < rows; r++)
            for (uint32_t c = 0; c < columns; c++) {
                gj_equation e;
                if (!gj_equation_make(scratch, s->relation, nslots, r, c, &e)) {
                    follows = false;
                    continue;
                }
                constant = constant && gj_equation_is_constant(&e);
                if (!gj_basis_add(basis, &e, i, sources)) follows = false;
                for (uint32_t w = 0; w < words; w++) all[w] |= sources[w];
            }
        all[i / 64] &= ~(UINT64_C(1) << (i % 64));
        if (follows && !constant) GJ_DIAG(diags, GJ_W_FOLLOWS, s->node->span, names_of(p, code, all, words, diags->arena));
    }
}

/* ---- definitions nobody uses ---- */

static bool mentions(const gj_node *node, gj_str name) {
    if (node->kind == GJ_N_PATH && node->first && node->first->kind == GJ_N_STEP && gj_str_eq(node->first->text, name)) return true;
    if (node->kind == GJ_N_CALL && gj_str_eq(node->text, name)) return true;
    for (const gj_node *kid = node->first; kid; kid = kid->next)
        if (mentions(kid, name)) return true;
    return false;
}

bool gj_lint_uses(const gj_node *const *files, uint32_t nfiles, const gj_node *definition) {
    for (uint32_t f = 0; f < nfiles; f++)
        for (const gj_node *other = files[f]->first; other; other = other->next)
            if (other != definition && mentions(other, definition->text)) return true;
    return false;
}

/* Only what stands in a file with rules of its own: a library's definitions are there for others. */
static void lint_unused(const gj_program *p, const gj_node *body, gj_diags *diags) {
    for (const gj_node *kid = body->first; kid; kid = kid->next) {
        if (kid->kind == GJ_N_RULE || kid->kind == GJ_N_SCOPE) lint_unused(p, kid, diags);
        if (kid->kind != GJ_N_LET) continue;
        bool used = false;
        if (body->kind == GJ_N_FILE) {
            bool rules = false;
            for (const gj_node *other = body->first; other; other = other->next)
                rules = rules || other->kind == GJ_N_RULE || other->kind == GJ_N_ASSERT || other->kind == GJ_N_SCOPE;
            used = !rules || gj_lint_uses(p->files, p->nfiles, kid);
        } else {
            for (const gj_node *other = body->first; other && !used; other = other->next) used = other != kid && mentions(other, kid->text);
        }
        if (!used) GJ_DIAG(diags, GJ_W_UNUSED, kid->span, kid->text);
    }
}

/* A rule without anything to judge. */
static void lint_empty(const gj_program *p, const gj_form_code *code, gj_diags *diags) {
    if (diags->errors) return; /* what could not be parsed may have been what it says */
    for (uint32_t r = 0; r < p->nrules; r++) {
        bool says = false;
        for (uint32_t i = 0; i < code->n && !says; i++) says = code->statements[i].rule == r;
        if (!says) GJ_DIAG(diags, GJ_W_EMPTY_RULE, p->rules[r].span, p->rules[r].id);
    }
}

void gj_lint(const gj_program *p, gj_diags *diags) {
    for (uint32_t f = 0; f < p->nforms; f++) lint_form(p->forms[f], diags);
    for (uint32_t i = 0; i < p->nfiles; i++) lint_unused(p, p->files[i], diags);
    if (p->nforms == 0) return;
    gj_arena *scratch = gj_arena_new();
    const gj_form_code *code = &p->code->forms[0];
    for (uint32_t i = 0; i < code->n; i++) {
        const gj_statement *s = &code->statements[i];
        if (s->kind == GJ_STMT_CLAIM && gj_template_is_vague(s->pattern))
            GJ_DIAG(diags, GJ_W_VAGUE_TEMPLATE, s->node->span, gj_template_text(s->pattern));
        if (s->kind != GJ_STMT_RELATION) continue;
        lint_set(s->relation, diags);
        lint_constant(s, code->form->nslots, scratch, diags);
        gj_arena_reset(scratch);
    }
    lint_empty(p, code, diags);
    /* Relations that count missing numbers differently are compared only among themselves. */
    uint32_t policies[MAX_POLICIES] = {0}, n = 1;
    for (uint32_t i = 0; i < code->n; i++) {
        uint32_t policy = code->statements[i].kind == GJ_STMT_RELATION ? policy_of(code->statements[i].relation) : 0, k = 0;
        while (k < n && policies[k] != policy) k++;
        if (k == n && n < MAX_POLICIES && policy != MIXED) policies[n++] = policy;
    }
    for (uint32_t k = 0; k < n; k++) {
        lint_follows(p, code, policies[k], scratch, diags);
        gj_arena_reset(scratch);
    }
    gj_arena_free(scratch);
}
