#include "rule/check.h"

#include <stdlib.h>
#include <string.h>

#include "base/suggest.h"
#include "rule/axes.h"
#include "rule/regex.h"

enum { MAX_CALLS = 64 };

static gj_expr *new_expr(gj_checker *k, gj_expr_kind kind, gj_type type, const gj_node *node) {
    gj_expr *x = GJ_NEW(k->arena, gj_expr);
    x->kind = (uint8_t)kind;
    x->type = (uint8_t)type;
    x->node = node;
    return x;
}

static gj_expr *bad(gj_checker *k, const gj_node *node) {
    return new_expr(k, GJ_X_ERROR, GJ_TYPE_ERROR, node);
}

static gj_expr *with_kids(gj_checker *k, gj_expr *x, uint16_t n, gj_expr **kids) {
    x->nkids = n;
    x->kid = gj_arena_array(k->arena, n, sizeof *x->kid);
    memcpy(x->kid, kids, n * sizeof *kids);
    return x;
}

static gj_str type_name(gj_type type) {
    switch (type) {
    case GJ_TYPE_NUMBER:
        return GJ_STR("数\x1f"
                      "a number");
    case GJ_TYPE_BOOL:
        return GJ_STR("是否\x1f"
                      "a truth");
    case GJ_TYPE_TEXT:
        return GJ_STR("文字\x1f"
                      "a text");
    default: return GJ_STR("?");
    }
}

static bool want(gj_checker *k, const gj_expr *x, gj_type type) {
    if (x->type == type) return true;
    if (x->type != GJ_TYPE_ERROR) GJ_DIAG(k->diags, GJ_E_TYPE, x->node->span, type_name(type), type_name(x->type));
    return false;
}

/* ---- what paths mean, remembered ---- */

typedef struct path_meaning {
    gj_str key;
    uint64_t hash;
    gj_table_bits tables; /* that have it */
    gj_expr *cells;       /* made once, for one of them; NULL until then */
    struct path_meaning *next;
} path_meaning;

enum { BUCKETS = 1024 };

struct gj_path_cache {
    gj_arena *arena;
    path_meaning *bucket[BUCKETS];
};

gj_path_cache *gj_path_cache_new(gj_arena *arena) {
    gj_path_cache *cache = GJ_NEW(arena, gj_path_cache);
    cache->arena = arena;
    return cache;
}

/* Two paths with one key name the same cells in one scope of one form. */
static void path_key(gj_buf *key, const gj_node *node) {
    gj_buf_addc(key, (char)('A' + node->op % 26));
    if (node->kind == GJ_N_INDEX) gj_buf_addc(key, '[');
    gj_buf_add(key, node->text);
    for (const gj_node *kid = node->first; kid; kid = kid->next)
        if (kid->kind != GJ_N_MISSING_AS) path_key(key, kid);
    gj_buf_addc(key, '\x1f');
}

/* NULL without a cache. */
static path_meaning *meaning_of(const gj_checker *k, const gj_node *path) {
    if (!k->cache) return NULL;
    gj_buf key = GJ_BUF_INIT;
    gj_buf_addf(&key, "%u\x1f", k->scope);
    path_key(&key, path);
    gj_str text = gj_buf_str(&key);
    uint64_t hash = gj_str_hash(text);
    path_meaning *m = k->cache->bucket[hash % BUCKETS];
    while (m && !(m->hash == hash && gj_str_eq(m->key, text))) m = m->next;
    if (!m) {
        m = GJ_NEW(k->cache->arena, path_meaning);
        m->key = gj_buf_copy(&key, k->cache->arena);
        m->hash = hash;
        m->tables = gj_resolve_tables(k->scratch, k->form, k->scope, path);
        m->next = k->cache->bucket[hash % BUCKETS];
        k->cache->bucket[hash % BUCKETS] = m;
    }
    gj_buf_free(&key);
    return m;
}

static gj_table_bits tables_of(const gj_checker *k, const gj_node *path) {
    path_meaning *m = meaning_of(k, path);
    return m ? m->tables : gj_resolve_tables(k->scratch, k->form, k->scope, path);
}

/* ---- names ---- */

static const gj_node *lone_word(const gj_node *path) {
    const gj_node *step = path->first;
    return path->nkids == 1 && step->kind == GJ_N_STEP && step->op == GJ_STEP_WORD && path->op == 0 ? step : NULL;
}

static const gj_binding *find_binding(const gj_checker *k, gj_str name) {
    for (const gj_binding *b = k->bindings; b; b = b->outer)
        if (gj_str_eq(b->name, name)) return b;
    return NULL;
}

/* The body of a definition, checked where it stands: its own scope, the bindings outside of it. */
static gj_expr *expand(gj_checker *k, const gj_binding *b, const gj_binding *inner, const gj_node *body, const gj_node *use) {
    if (k->depth >= MAX_CALLS) {
        GJ_DIAG(k->diags, GJ_E_RECURSION, use->span, b->name);
        return bad(k, use);
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
    if (b->node->kind == GJ_N_FUNC) {
        GJ_DIAG(k->diags, GJ_E_ARGUMENTS, use->span, b->name, gj_str_format(k->arena, "%u", (unsigned)b->node->nkids - 1), GJ_STR("0"));
        return bad(k, use);
    }
    /* A 设 sees the names outside itself, and every other definition of the file: only itself would turn in a circle, and does. */
    return expand(k, b, k->bindings, b->node->first, use);
}

/* A word such as 二且三 is two names and an operator that lack a space. */
static bool glued(gj_checker *k, gj_str word, gj_span span) {
    static const char *const operators[] = {"且", "或", "非", "等于", "有", "则"};
    for (size_t i = 0; i < sizeof operators / sizeof *operators; i++) {
        gj_str op = gj_str_from(operators[i]);
        ptrdiff_t at = gj_str_find(word, op);
        if (at > 0 && (size_t)at + op.n < word.n) {
            GJ_DIAG(k->diags, GJ_E_GLUED_KEYWORD, span, word, op);
            return true;
        }
    }
    return false;
}

static gj_axis *new_axis(gj_checker *k, uint32_t n, bool set) {
    gj_axis *axis = GJ_NEW(k->arena, gj_axis);
    axis->n = n;
    axis->set = set;
    axis->label = gj_arena_array(k->arena, n, sizeof *axis->label);
    axis->path = gj_arena_array(k->arena, n, sizeof *axis->path);
    return axis;
}

static void cell_unit(gj_expr *x, const gj_form *form, const gj_selection *s) {
    const gj_table *table = &form->tables[s->table];
    gj_str unit = GJ_STR_NONE;
    for (uint32_t c = 0; c < s->ncolumns; c++) {
        uint32_t at = gj_table_column(table, s->nrows ? s->rows[0] : GJ_NO_INDEX, s->columns[c]);
        gj_str u = at == GJ_NO_INDEX ? GJ_STR_NONE : table->columns[at].unit;
        if (c && !gj_str_eq(u, unit)) return; /* mixed: nothing can be said */
        unit = u;
    }
    x->dimension = (uint8_t)gj_unit_dimension(unit);
    x->exponent = (int8_t)gj_unit_exponent(unit);
    x->written.unit = unit;
}

static const uint32_t *slots_of(gj_checker *k, const gj_form *form, const gj_selection *s) {
    uint32_t *slots = gj_arena_raw(k->arena, (size_t)s->nrows * s->ncolumns, sizeof *slots);
    for (uint32_t r = 0; r < s->nrows; r++)
        for (uint32_t c = 0; c < s->ncolumns; c++) slots[r * s->ncolumns + c] = gj_selection_slot(form, s, r, c);
    return slots;
}

/* The same cells in the other forms, by label: last year's report may have another form. */
static void previous_slots(gj_checker *k, gj_expr *x, const gj_node *path, const gj_selection *s) {
    const uint32_t **lists = gj_arena_array(k->arena, k->nforms, sizeof *lists);
    x->nforms = k->nforms;
    for (uint32_t f = 0; f < k->nforms; f++) {
        if (k->forms[f] == k->form) {
            lists[f] = x->slots;
            continue;
        }
        gj_diags silent;
        gj_diags_init(&silent, k->arena, k->diags->sources);
        gj_selection other;
        if (gj_resolve(k->scratch, k->forms[f], GJ_NO_INDEX, k->preferred, path, &other, &silent)) continue;
        bool same = other.nrows == s->nrows && other.ncolumns == s->ncolumns;
        for (uint32_t c = 0; same && c < s->ncolumns; c++) same = gj_str_eq(other.columns[c], s->columns[c]);
        if (same) lists[f] = slots_of(k, k->forms[f], &other);
    }
    x->slots_of = lists;
}

static void add_policies(gj_checker *k, gj_expr *x, const gj_node *own) {
    uint32_t n = own ? 1 : 0;
    for (const gj_policies *p = k->policies; p; p = p->outer) n++;
    if (n == 0) return;
    gj_policy *list = gj_arena_array(k->arena, n, sizeof *list);
    uint32_t i = 0;
    if (own) list[i++] = (gj_policy){.bits = own->op, .value = own->first ? own->first->num : gj_num_int(0)};
    for (const gj_policies *p = k->policies; p; p = p->outer) list[i++] = p->policy;
    x->policies = list;
    x->npolicies = n;
}

/* The leaves below a group, as the REPL shows 三.不予公开. */
static void group_to_leaves(gj_checker *k, gj_selection *s) {
    const gj_table *table = &k->form->tables[s->table];
    uint32_t *rows = gj_arena_raw(k->arena, table->nrows, sizeof *rows), n = 0;
    for (uint32_t i = 0; i < table->nrows; i++) {
        if (table->rows[i].slot == GJ_NO_INDEX) continue;
        for (uint32_t r = 0; r < s->nrows; r++) {
            uint32_t up = i;
            while (up != GJ_NO_INDEX && up != s->rows[r]) up = table->rows[up].parent;
            if (up == GJ_NO_INDEX) continue;
            rows[n++] = i;
            break;
        }
    }
    s->rows = rows;
    s->nrows = n;
    s->rows_vary = true;
    if (s->columns_vary && !s->columns_set) { /* the columns of the leaves */
        s->ncolumns = 0;
        s->columns = gj_arena_raw(k->arena, table->ncolumns, sizeof *s->columns);
        for (uint32_t c = 0; c < table->ncolumns; c++) {
            bool seen = false, has = false;
            for (uint32_t d = 0; d < s->ncolumns; d++) seen = seen || gj_str_eq(s->columns[d], table->columns[c].label.name);
            for (uint32_t r = 0; r < n; r++)
                has = has || (c >= table->rows[rows[r]].column && c < table->rows[rows[r]].column + table->rows[rows[r]].ncolumns);
            if (!seen && has) s->columns[s->ncolumns++] = table->columns[c].label.name;
        }
    }
}

static gj_expr *new_cells(gj_checker *k, const gj_node *node, const gj_selection *s) {
    const gj_table *table = &k->form->tables[s->table];
    gj_expr *x = new_expr(k, GJ_X_CELLS, GJ_TYPE_NUMBER, node);
    x->form = k->form;
    x->index = s->table;
    if (s->rows_vary) {
        gj_axis *axis = new_axis(k, s->nrows, s->rows_set);
        axis->table = gj_arena_array(k->arena, s->nrows, sizeof *axis->table);
        for (uint32_t r = 0; r < s->nrows; r++) {
            axis->label[r] = table->rows[s->rows[r]].label.name;
            axis->path[r] = table->rows[s->rows[r]].path;
            axis->table[r] = table->name;
        }
        x->row = axis;
    }
    if (s->columns_vary) {
        gj_axis *axis = new_axis(k, s->ncolumns, s->columns_set);
        memcpy(axis->label, s->columns, s->ncolumns * sizeof *s->columns);
        memcpy(axis->path, s->columns, s->ncolumns * sizeof *s->columns);
        x->column = axis;
    }
    x->slots = slots_of(k, k->form, s);
    cell_unit(x, k->form, s);
    return x;
}

static void complain_of_group(gj_checker *k, const gj_node *node, const gj_selection *s) {
    const gj_table *table = &k->form->tables[s->table];
    const gj_row *group = &table->rows[s->group];
    bool deep = false;
    for (uint32_t i = group->first_child; i != GJ_NO_INDEX; i = table->rows[i].next_sibling)
        deep = deep || table->rows[i].slot == GJ_NO_INDEX;
    gj_str name = s->nrows == 1 && !gj_node_find(node, GJ_N_INDEX) ? gj_source_slice(k->diags->sources, node->span) : group->path;
    GJ_DIAG(k->diags, GJ_E_GROUP_ROW, node->span, name, deep ? GJ_STR("**") : GJ_STR("*"));
}

static gj_expr *check_cells(gj_checker *k, const gj_node *node) {
    if (node->op & 2) {
        GJ_DIAG0(k->diags, GJ_E_SUBORDINATES, node->span);
        return bad(k, node);
    }
    path_meaning *known = meaning_of(k, node);
    gj_table_bits bits = known ? known->tables : 0;
    if (bits & k->preferred) bits &= k->preferred;
    gj_expr *x = NULL;
    if (known && known->cells && bits == (gj_table_bits)1 << known->cells->index) {
        x = GJ_NEW(k->arena, gj_expr);
        *x = *known->cells;
        x->node = node;
    }
    gj_selection s = {.group = GJ_NO_INDEX};
    if (!x || (node->op & 1)) {
        if (gj_resolve(k->scratch, k->form, k->scope, k->preferred, node, &s, k->diags)) return bad(k, node);
        if (s.group != GJ_NO_INDEX && !k->groups) {
            complain_of_group(k, node, &s);
            return bad(k, node);
        }
        bool plain = s.group == GJ_NO_INDEX;
        if (!plain) group_to_leaves(k, &s);
        x = new_cells(k, node, &s);
        if (known && plain && !(node->op & 1) && s.table < 63) {
            known->cells = GJ_NEW(k->arena, gj_expr);
            *known->cells = *x;
        }
    }
    x->previous = node->op & 1;
    if (x->previous) previous_slots(k, x, node, &s);
    add_policies(k, x, gj_node_find(node, GJ_N_MISSING_AS));
    return x;
}

static gj_expr *check_call(gj_checker *k, const gj_node *node);
static gj_expr *call_builtin(gj_checker *k, const gj_node *node, gj_builtin_id id);

/* A first word that no table has and that explains itself: two names run together, or a definition misspelt. */
static bool explained(gj_checker *k, const gj_node *node, bool lone) {
    const gj_node *first = node->first;
    if (!first || first->kind != GJ_N_STEP || first->op != GJ_STEP_WORD || tables_of(k, node)) return false;
    if (glued(k, first->text, first->span)) return true;
    for (const gj_binding *b = lone ? k->bindings : NULL; b; b = b->outer) {
        gj_str name = b->name;
        if (gj_suggest(first->text, &name, 1) != 0) continue;
        GJ_DIAG(k->diags, GJ_E_UNKNOWN_NAME_NEAR, node->span, first->text, name);
        return true;
    }
    return false;
}

static gj_expr *check_path(gj_checker *k, const gj_node *node) {
    const gj_node *word = lone_word(node);
    if (word) {
        const gj_binding *b = find_binding(k, word->text);
        if (b) return bound(k, b, node);
        gj_builtin_id id = gj_builtin_find(word->text);
        if (id != GJ_BUILTINS && gj_builtin_describe(id)->max == 0) return call_builtin(k, node, id);
    }
    return explained(k, node, word != NULL) ? bad(k, node) : check_cells(k, node);
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
    const gj_node *word = ref->kind == GJ_N_PATH ? lone_word(ref) : NULL;
    if (word && gj_builtin_find(word->text) == GJ_BUILTIN_WHOLE) { /* 全文 */
        list[n++] = GJ_NO_INDEX;
    } else if (ref->kind != GJ_N_SECTION_REF) {
        GJ_DIAG(k->diags, GJ_E_TYPE, ref->span,
                GJ_STR("章\x1f"
                       "a section"),
                gj_source_slice(k->diags->sources, ref->span));
        return 1;
    } else {
        for (const gj_node *step = ref->first; step; step = step->next)
            if (step->kind == GJ_N_STEP && add_sections(k, step, list, &n)) return 1;
    }
    *count = n;
    return 0;
}

static gj_expr *check_section(gj_checker *k, const gj_node *node) {
    uint32_t *list, n;
    if (gj_check_sections(k, node, &list, &n)) return bad(k, node);
    gj_expr *x = new_expr(k, GJ_X_SECTION, GJ_TYPE_TEXT, node);
    x->index = n ? list[0] : GJ_NO_INDEX;
    bool several =
        n > 1 || (node->first && (node->first->op == GJ_STEP_RANGE || node->first->op == GJ_STEP_STAR || node->first->op == GJ_STEP_LIST));
    if (several) {
        gj_axis *axis = new_axis(k, n, true);
        axis->section = true;
        for (uint32_t i = 0; i < n; i++) {
            axis->label[i] =
                k->form->sections[list[i]].ordinal.n ? k->form->sections[list[i]].ordinal : k->form->sections[list[i]].title.name;
            axis->path[i] = k->form->sections[list[i]].title.name;
        }
        x->row = axis;
        x->slots = list;
    }
    return x;
}

/* ---- operators ---- */

static gj_str unit_of(const gj_expr *x) {
    return x->written.unit.n ? x->written.unit : GJ_STR("?");
}

/* Brings the right side to the left side's unit, or complains. */
static int match_units(gj_checker *k, gj_expr *left, gj_expr **right, const gj_node *node) {
    if (!left->dimension || !(*right)->dimension) return 0;
    if (left->dimension != (*right)->dimension) {
        GJ_DIAG(k->diags, GJ_E_UNITS, node->span, unit_of(left), unit_of(*right));
        return 1;
    }
    if (left->exponent == (*right)->exponent) return 0;
    gj_expr *scaled = new_expr(k, GJ_X_SCALE, GJ_TYPE_NUMBER, (*right)->node);
    scaled->exponent = (int8_t)((*right)->exponent - left->exponent);
    scaled->row = (*right)->row;
    scaled->column = (*right)->column;
    scaled = with_kids(k, scaled, 1, right);
    scaled->dimension = left->dimension;
    scaled->written.unit = left->written.unit;
    *right = scaled;
    return 0;
}

static gj_expr *check_binary(gj_checker *k, const gj_node *node) {
    gj_expr *kid[2] = {gj_check_expr(k, node->first), gj_check_expr(k, node->last)};
    if (!want(k, kid[0], GJ_TYPE_NUMBER) | !want(k, kid[1], GJ_TYPE_NUMBER)) return bad(k, node);
    gj_expr *x = new_expr(k, GJ_X_BINARY, GJ_TYPE_NUMBER, node);
    x->op = node->op;
    if ((node->op == GJ_OP_ADD || node->op == GJ_OP_SUB) && match_units(k, kid[0], &kid[1], node)) return bad(k, node);
    if (gj_axes_join(k->arena, x, &kid[0], &kid[1], node, k->diags)) return bad(k, node);
    const gj_expr *unit = kid[0]->dimension ? kid[0] : kid[1];
    bool keeps = node->op == GJ_OP_ADD || node->op == GJ_OP_SUB || (node->op == GJ_OP_MUL && !(kid[0]->dimension && kid[1]->dimension)) ||
                 (node->op == GJ_OP_DIV && kid[0]->dimension && !kid[1]->dimension);
    if (keeps) {
        x->dimension = unit->dimension;
        x->exponent = unit->exponent;
        x->written.unit = unit->written.unit;
    }
    return with_kids(k, x, 2, kid);
}

static gj_expr *check_compare(gj_checker *k, const gj_node *node) {
    const gj_node *tolerance = gj_node_kid(node, 2);
    gj_expr *kid[3] = {gj_check_expr(k, node->first), gj_check_expr(k, gj_node_kid(node, 1)), NULL};
    if (tolerance) kid[2] = gj_check_expr(k, tolerance->first);
    if (kid[0]->type == GJ_TYPE_ERROR || kid[1]->type == GJ_TYPE_ERROR || (kid[2] && kid[2]->type == GJ_TYPE_ERROR)) return bad(k, node);
    bool texts = kid[0]->type == GJ_TYPE_TEXT && kid[1]->type == GJ_TYPE_TEXT && (node->op == GJ_OP_EQ || node->op == GJ_OP_NE) && !kid[2];
    bool truths = kid[0]->type == GJ_TYPE_BOOL && kid[1]->type == GJ_TYPE_BOOL && (node->op == GJ_OP_EQ || node->op == GJ_OP_NE) && !kid[2];
    bool numbers = kid[0]->type == GJ_TYPE_NUMBER && kid[1]->type == GJ_TYPE_NUMBER;
    if (!texts && !numbers && !truths) {
        GJ_DIAG(k->diags, GJ_E_COMPARE_TYPES, node->span, type_name(kid[0]->type), type_name(kid[1]->type));
        return bad(k, node);
    }
    if (kid[2] && !want(k, kid[2], GJ_TYPE_NUMBER)) return bad(k, node);
    if (numbers && match_units(k, kid[0], &kid[1], node)) return bad(k, node);
    if (numbers && kid[2] && match_units(k, kid[0], &kid[2], node)) return bad(k, node);
    gj_expr *x = new_expr(k, GJ_X_COMPARE, GJ_TYPE_BOOL, node);
    x->op = node->op;
    if (gj_axes_join_all(k->arena, x, kid, kid[2] ? 3 : 2, false, node, k->diags)) return bad(k, node);
    return with_kids(k, x, kid[2] ? 3 : 2, kid);
}

static gj_expr *check_logic(gj_checker *k, const gj_node *node, gj_expr_kind kind) {
    gj_expr *kid[2] = {gj_check_expr(k, node->first), kind == GJ_X_NOT ? NULL : gj_check_expr(k, node->last)};
    uint16_t n = kid[1] ? 2 : 1;
    if (!want(k, kid[0], GJ_TYPE_BOOL) | (kid[1] && !want(k, kid[1], GJ_TYPE_BOOL))) return bad(k, node);
    gj_expr *x = new_expr(k, kind, GJ_TYPE_BOOL, node);
    if (gj_axes_join_all(k->arena, x, kid, n, false, node, k->diags)) return bad(k, node);
    return with_kids(k, x, n, kid);
}

static gj_expr *check_if(gj_checker *k, const gj_node *node) {
    gj_expr *kid[3];
    for (unsigned i = 0; i < 3; i++) kid[i] = gj_check_expr(k, gj_node_kid(node, i));
    if (!want(k, kid[0], GJ_TYPE_BOOL) || kid[1]->type == GJ_TYPE_ERROR || !want(k, kid[2], kid[1]->type)) return bad(k, node);
    gj_expr *x = new_expr(k, GJ_X_IF, kid[1]->type, node);
    if (gj_axes_join_all(k->arena, x, kid, 3, false, node, k->diags)) return bad(k, node);
    return with_kids(k, x, 3, kid);
}

static gj_expr *check_match(gj_checker *k, const gj_node *node) {
    gj_expr *text = gj_check_expr(k, node->first);
    if (!want(k, text, GJ_TYPE_TEXT)) return bad(k, node);
    gj_expr *x = new_expr(k, GJ_X_MATCH, GJ_TYPE_BOOL, node);
    x->op = node->op;
    x->row = text->row;
    x->column = text->column;
    const gj_node *pattern = node->last;
    gj_span inside = {pattern->span.source, pattern->span.start, pattern->span.end};
    if (node->op == GJ_OP_HAS) {
        gj_template *t = NULL;
        if (gj_template_compile(k->arena, pattern->text, inside, &t, k->diags)) return bad(k, node);
        x->pattern = t;
    } else if (node->op == GJ_OP_MATCHES) {
        x->regex = gj_regex_once(k->regexes, k->arena, pattern->text, inside, k->diags);
        if (!x->regex) return bad(k, node);
    } else {
        gj_expr *needle = gj_check_expr(k, pattern);
        if (!want(k, needle, GJ_TYPE_TEXT)) return bad(k, node);
        gj_expr *kids[2] = {text, needle};
        if (gj_axes_join_all(k->arena, x, kids, 2, false, node, k->diags)) return bad(k, node);
        return with_kids(k, x, 2, kids);
    }
    return with_kids(k, x, 1, &text);
}

/* ---- functions ---- */

static gj_expr *call_aggregate(gj_checker *k, const gj_node *node, gj_expr *x, gj_expr **arg, uint16_t n) {
    bool any_set = false, truth = arg[0]->type == GJ_TYPE_BOOL;
    for (uint16_t i = 0; i < n; i++) {
        any_set = any_set || (arg[i]->row && arg[i]->row->set) || (arg[i]->column && arg[i]->column->set);
        if (truth && x->op == GJ_BUILTIN_COUNT) continue;
        if (!want(k, arg[i], GJ_TYPE_NUMBER)) return bad(k, node);
        if (i && match_units(k, arg[0], &arg[i], node)) return bad(k, node);
    }
    if (!any_set && n == 1) { /* nothing to collapse: a single number, or a for-each that was meant as a set */
        GJ_DIAG(k->diags, GJ_E_NOT_A_SET, arg[0]->node->span, gj_source_slice(k->diags->sources, arg[0]->node->span));
        return bad(k, node);
    }
    if (gj_axes_join_all(k->arena, x, arg, n, true, node, k->diags)) return bad(k, node);
    if (x->op != GJ_BUILTIN_COUNT) {
        x->dimension = arg[0]->dimension;
        x->exponent = arg[0]->exponent;
        x->written.unit = arg[0]->written.unit;
    }
    return with_kids(k, x, n, arg);
}

static gj_expr *call_builtin(gj_checker *k, const gj_node *node, gj_builtin_id id) {
    const gj_builtin *f = gj_builtin_describe(id);
    uint16_t n = node->kind == GJ_N_CALL ? node->nkids : 0;
    if (n < f->min || n > f->max) {
        gj_str wanted = f->max == 255      ? gj_str_format(k->arena, "%u+", f->min)
                        : f->min == f->max ? gj_str_format(k->arena, "%u", f->min)
                                           : gj_str_format(k->arena, "%u–%u", f->min, f->max);
        GJ_DIAG(k->diags, GJ_E_ARGUMENTS, node->span, gj_str_from(f->zh), wanted, gj_str_format(k->arena, "%u", n));
        return bad(k, node);
    }
    gj_expr **arg = gj_arena_array(k->arena, (size_t)n + 1, sizeof *arg);
    const gj_node *kid = node->kind == GJ_N_CALL ? node->first : NULL;
    for (uint16_t i = 0; i < n; i++, kid = kid->next) {
        arg[i] = gj_check_expr(k, kid);
        if (arg[i]->type == GJ_TYPE_ERROR) return bad(k, node);
    }
    gj_type type = id == GJ_BUILTIN_ORGANISATION || id == GJ_BUILTIN_FORM || id == GJ_BUILTIN_REPORT_TITLE || id == GJ_BUILTIN_HEADING ||
                           id == GJ_BUILTIN_ORDINAL_FAULT || id == GJ_BUILTIN_WHOLE
                       ? GJ_TYPE_TEXT
                   : f->class == GJ_CLASS_BOOL || id == GJ_BUILTIN_OTHER_YEAR ? GJ_TYPE_BOOL
                                                                              : GJ_TYPE_NUMBER;
    gj_expr *x = new_expr(k, GJ_X_CALL, type, node);
    x->op = id;
    switch (f->class) {
    case GJ_CLASS_AGG: return call_aggregate(k, node, x, arg, n);
    case GJ_CLASS_BOOL:
        if (!want(k, arg[0], GJ_TYPE_BOOL)) return bad(k, node);
        x->collapse_all = !(arg[0]->row && arg[0]->row->set) && !(arg[0]->column && arg[0]->column->set);
        if (!x->collapse_all && gj_axes_join_all(k->arena, x, arg, 1, true, node, k->diags)) return bad(k, node);
        return with_kids(k, x, 1, arg);
    case GJ_CLASS_NUM:
        for (uint16_t i = 0; i < n; i++)
            if (!want(k, arg[i], GJ_TYPE_NUMBER)) return bad(k, node);
        if (gj_axes_join_all(k->arena, x, arg, n, false, node, k->diags)) return bad(k, node);
        x->dimension = arg[0]->dimension;
        x->exponent = arg[0]->exponent;
        x->written.unit = arg[0]->written.unit;
        return with_kids(k, x, n, arg);
    default:
        if (n && !want(k, arg[0], GJ_TYPE_TEXT)) return bad(k, node);
        if (id == GJ_BUILTIN_HEADING && arg[0]->kind != GJ_X_SECTION) {
            GJ_DIAG(k->diags, GJ_E_TYPE, arg[0]->node->span,
                    GJ_STR("章\x1f"
                           "a section"),
                    type_name(arg[0]->type));
            return bad(k, node);
        }
        if (n > 1 && !want(k, arg[1], id == GJ_BUILTIN_NTH ? GJ_TYPE_NUMBER : GJ_TYPE_TEXT)) return bad(k, node);
        if (id == GJ_BUILTIN_OCCURRENCES) {
            if (arg[1]->kind != GJ_X_TEXT) {
                GJ_DIAG(k->diags, GJ_E_TYPE, arg[1]->node->span,
                        GJ_STR("引号里的正则表达式\x1f"
                               "a regular expression in quotes"),
                        type_name(arg[1]->type));
                return bad(k, node);
            }
            x->regex = gj_regex_once(k->regexes, k->arena, arg[1]->text, arg[1]->node->span, k->diags);
            if (!x->regex) return bad(k, node);
        }
        if (n) x->row = arg[0]->row;
        return with_kids(k, x, n, arg);
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

static gj_expr *check_call(gj_checker *k, const gj_node *node) {
    const gj_binding *b = find_binding(k, node->text);
    if (b && b->node && b->node->kind == GJ_N_FUNC) {
        if (b->used) *b->used = true;
        unsigned params = (unsigned)b->node->nkids - 1;
        if (node->nkids != params) {
            GJ_DIAG(k->diags, GJ_E_ARGUMENTS, node->span, b->name, gj_str_format(k->arena, "%u", params),
                    gj_str_format(k->arena, "%u", node->nkids));
            return bad(k, node);
        }
        const gj_binding *inner = k->bindings;
        const gj_node *param = b->node->first, *arg = node->first;
        for (unsigned i = 0; i < params; i++, param = param->next, arg = arg->next) {
            gj_binding *p = GJ_NEW(k->arena, gj_binding);
            *p = (gj_binding){.name = param->text, .value = gj_check_expr(k, arg), .outer = inner};
            if (p->value->type == GJ_TYPE_ERROR) return bad(k, node);
            inner = p;
        }
        return expand(k, b, inner, b->node->last, node);
    }
    gj_builtin_id id = gj_builtin_find(node->text);
    if (id != GJ_BUILTINS) return call_builtin(k, node, id);
    gj_str *names = gj_arena_array(k->arena, GJ_BUILTINS * 2 + 64, sizeof *names);
    size_t n = 0;
    for (unsigned i = 0; i < GJ_BUILTINS; i++) {
        names[n++] = gj_str_from(gj_builtin_describe((gj_builtin_id)i)->zh);
        names[n++] = gj_str_from(gj_builtin_describe((gj_builtin_id)i)->en);
    }
    for (b = k->bindings; b && n < GJ_BUILTINS * 2 + 64; b = b->outer)
        if (b->node && b->node->kind == GJ_N_FUNC) names[n++] = b->name;
    ptrdiff_t near = gj_suggest(node->text, names, n);
    if (near >= 0)
        GJ_DIAG(k->diags, GJ_E_UNKNOWN_FUNCTION_NEAR, name_span(k, node), node->text, names[near]);
    else
        GJ_DIAG(k->diags, GJ_E_UNKNOWN_FUNCTION, name_span(k, node), node->text);
    return bad(k, node);
}

static gj_expr *check_exists(gj_checker *k, const gj_node *node) {
    gj_expr *kid = gj_check_expr(k, node->first);
    if (kid->type == GJ_TYPE_ERROR) return bad(k, node);
    if (kid->type == GJ_TYPE_BOOL) {
        want(k, kid, GJ_TYPE_NUMBER);
        return bad(k, node);
    }
    gj_expr *x = new_expr(k, GJ_X_EXISTS, GJ_TYPE_BOOL, node);
    x->op = node->op;
    x->row = kid->row;
    x->column = kid->column;
    return with_kids(k, x, 1, &kid);
}

gj_expr *gj_check_expr(gj_checker *k, const gj_node *node) {
    if (!node) return bad(k, node);
    switch (node->kind) {
    case GJ_N_NUM: {
        gj_expr *x = new_expr(k, GJ_X_NUM, GJ_TYPE_NUMBER, node);
        x->num = node->num;
        x->written = node->written;
        x->dimension = (uint8_t)gj_unit_dimension(node->written.unit);
        x->exponent = (int8_t)gj_unit_exponent(node->written.unit);
        return x;
    }
    case GJ_N_STR:
    case GJ_N_TEXT: {
        gj_expr *x = new_expr(k, GJ_X_TEXT, GJ_TYPE_TEXT, node);
        x->text = node->kind == GJ_N_STR ? node->text : node->first ? node->first->text : GJ_STR_NONE;
        return x;
    }
    case GJ_N_PATH: return check_path(k, node);
    case GJ_N_SECTION_REF: return check_section(k, node);
    case GJ_N_CALL: return check_call(k, node);
    case GJ_N_AXIS: {
        if (!k->message) {
            GJ_DIAG(k->diags, GJ_E_LABEL_OUTSIDE, node->span, gj_source_slice(k->diags->sources, node->span));
            return bad(k, node);
        }
        gj_expr *x = new_expr(k, GJ_X_LABEL, GJ_TYPE_TEXT, node);
        x->op = node->op;
        return x;
    }
    case GJ_N_NEG: {
        gj_expr *kid = gj_check_expr(k, node->first);
        if (!want(k, kid, GJ_TYPE_NUMBER)) return bad(k, node);
        gj_expr *x = new_expr(k, GJ_X_NEG, GJ_TYPE_NUMBER, node);
        x->row = kid->row;
        x->column = kid->column;
        x->dimension = kid->dimension;
        x->exponent = kid->exponent;
        x->written.unit = kid->written.unit;
        return with_kids(k, x, 1, &kid);
    }
    case GJ_N_BINARY: return check_binary(k, node);
    case GJ_N_COMPARE: return check_compare(k, node);
    case GJ_N_AND: return check_logic(k, node, GJ_X_AND);
    case GJ_N_OR: return check_logic(k, node, GJ_X_OR);
    case GJ_N_NOT: return check_logic(k, node, GJ_X_NOT);
    case GJ_N_EXISTS: return check_exists(k, node);
    case GJ_N_MATCH: return check_match(k, node);
    case GJ_N_IF: return check_if(k, node);
    default: return bad(k, node); /* ERROR: told by the parser */
    }
}

/* ---- whole relations ---- */

/* The tables that the paths of a relation need, where a path leaves no choice. */
static void vote(gj_checker *k, const gj_node *node, gj_table_bits *sure) {
    if (node->kind == GJ_N_PATH) {
        const gj_node *word = lone_word(node);
        if (word && (find_binding(k, word->text) || gj_builtin_find(word->text) != GJ_BUILTINS)) return;
        gj_table_bits bits = tables_of(k, node);
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
        return bad(k, node);
    }
    return x;
}

gj_expr *gj_check_condition(gj_checker *k, const gj_node *node) {
    gj_expr *x = gj_check_relation(k, node, true);
    if (!want(k, x, GJ_TYPE_BOOL)) return bad(k, node);
    if (x->row || x->column) {
        GJ_DIAG(k->diags, GJ_E_VECTOR_CONDITION, node->span, gj_str_format(k->arena, "%u", gj_axis_size(x->row) * gj_axis_size(x->column)));
        return bad(k, node);
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
        gj_expr *x = check_cells(&wide, kid);
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
