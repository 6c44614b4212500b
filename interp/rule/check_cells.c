/* check_cells.c - a path to the cells it means, with their axes; and what paths were found to mean, remembered. */
#include <string.h>

#include "rule/check_parts.h"

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
    gj_buf key; /* of the path that is looked for */
    path_meaning *bucket[BUCKETS];
};

static void free_key(void *arg) {
    gj_buf_free(arg);
}

gj_path_cache *gj_path_cache_new(gj_arena *arena) {
    gj_path_cache *cache = GJ_NEW(arena, gj_path_cache);
    cache->arena = arena;
    gj_arena_defer(arena, free_key, &cache->key);
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
    gj_buf *key = &k->cache->key;
    gj_buf_clear(key);
    gj_buf_add(key, (gj_str){(const char *)&k->scope, sizeof k->scope});
    path_key(key, path);
    gj_str text = gj_buf_str(key);
    uint64_t hash = gj_str_hash(text);
    path_meaning *m = k->cache->bucket[hash % BUCKETS];
    while (m && !(m->hash == hash && gj_str_eq(m->key, text))) m = m->next;
    if (!m) {
        m = GJ_NEW(k->cache->arena, path_meaning);
        m->key = gj_buf_copy(key, k->cache->arena);
        m->hash = hash;
        m->tables = gj_resolve_tables(k->scratch, k->form, k->scope, path);
        m->next = k->cache->bucket[hash % BUCKETS];
        k->cache->bucket[hash % BUCKETS] = m;
    }
    return m;
}

gj_table_bits gj_check_tables(const gj_checker *k, const gj_node *path) {
    path_meaning *m = meaning_of(k, path);
    return m ? m->tables : gj_resolve_tables(k->scratch, k->form, k->scope, path);
}

/* ---- cells ---- */

gj_axis *gj_check_axis(gj_checker *k, uint32_t n, bool set) {
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
    gj_expr *x = gj_check_new(k, GJ_X_CELLS, GJ_TYPE_NUMBER, node);
    x->form = k->form;
    x->index = s->table;
    if (s->rows_vary) {
        gj_axis *axis = gj_check_axis(k, s->nrows, s->rows_set);
        axis->table = gj_arena_array(k->arena, s->nrows, sizeof *axis->table);
        for (uint32_t r = 0; r < s->nrows; r++) {
            axis->label[r] = table->rows[s->rows[r]].label.name;
            axis->path[r] = table->rows[s->rows[r]].path;
            axis->table[r] = table->name;
        }
        x->row = axis;
    }
    if (s->columns_vary) {
        gj_axis *axis = gj_check_axis(k, s->ncolumns, s->columns_set);
        memcpy(axis->label, s->columns, s->ncolumns * sizeof *s->columns);
        memcpy(axis->path, s->columns, s->ncolumns * sizeof *s->columns);
        x->column = axis;
    }
    x->slots = slots_of(k, k->form, s);
    for (uint32_t i = 0; i < s->nrows * s->ncolumns; i++) x->ragged = x->ragged || x->slots[i] == GJ_NO_INDEX;
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
    gj_diag *d = GJ_DIAG(k->diags, GJ_E_GROUP_ROW, node->span, name, deep ? GJ_STR("**") : GJ_STR("*"));
    const gj_node *last = node->first;
    while (last && last->next && last->next->kind == GJ_N_STEP) last = last->next;
    if (!last || last->op != GJ_STEP_STAR) return;
    gj_str before = gj_source_slice(k->diags->sources, (gj_span){node->span.source, node->span.start, last->span.start});
    gj_diag_hint(k->diags, d, "%.*s* → %.*s**", GJ_FMT(before), GJ_FMT(before));
}

gj_expr *gj_check_cells(gj_checker *k, const gj_node *node) {
    if (node->op & 2) {
        GJ_DIAG0(k->diags, GJ_E_SUBORDINATES, node->span);
        return gj_check_bad(k, node);
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
        if (gj_resolve(k->scratch, k->form, k->scope, k->preferred, node, &s, k->diags)) return gj_check_bad(k, node);
        if (s.group != GJ_NO_INDEX && !k->groups) {
            complain_of_group(k, node, &s);
            return gj_check_bad(k, node);
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
