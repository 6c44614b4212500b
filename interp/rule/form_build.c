#include "rule/form_build.h"

#include <string.h>

#include "base/suggest.h"

enum { MAX_SLOTS = 60000, MAX_ROWS = 20000 };

typedef struct builder {
    gj_arena *arena;
    gj_diags *diags;
    gj_form *form;
    gj_table *table;
    uint32_t row_capacity, column_capacity;
    bool broken; /* part of the table could not be parsed: what is missing has been complained of */
} builder;

static gj_label label_of(builder *b, const gj_node *node) {
    gj_label label = {.name = node->text, .span = node->span};
    uint32_t n = 0;
    for (const gj_node *kid = node->first; kid; kid = kid->next) n += kid->kind == GJ_N_ALIAS;
    label.alias = GJ_NEW_ARRAY(b->arena, gj_str, n);
    for (const gj_node *kid = node->first; kid; kid = kid->next)
        if (kid->kind == GJ_N_ALIAS) label.alias[label.naliases++] = kid->text;
    gj_label_prepare(b->arena, &label);
    return label;
}

/* Capacities are known before anything is stored, so rows and columns never move. */
static uint32_t count_kind(const gj_node *node, gj_kind_of_node kind) {
    uint32_t n = node->kind == kind;
    for (const gj_node *kid = node->first; kid; kid = kid->next) n += count_kind(kid, kind);
    return n;
}

static void add_column(builder *b, const gj_node *node, gj_str heading) {
    gj_column *column = &b->table->columns[b->table->ncolumns++];
    column->label = label_of(b, node);
    column->heading = heading;
    const gj_node *unit = gj_node_find(node, GJ_N_UNIT);
    if (unit) column->unit = unit->text;
}

static bool same_columns(const gj_table *table, uint32_t a, uint32_t b, uint32_t n) {
    for (uint32_t i = 0; i < n; i++) {
        const gj_column *x = &table->columns[a + i], *y = &table->columns[b + i];
        if (!gj_str_eq(x->label.name, y->label.name) || !gj_str_eq(x->unit, y->unit)) return false;
    }
    return true;
}

/* The columns that NODE (a TABLE or a GROUP) declares, as a range; two groups with the same columns share one range. */
static void columns_of(builder *b, const gj_node *node, uint32_t *first, uint32_t *count) {
    gj_table *table = b->table;
    uint32_t start = table->ncolumns;
    for (const gj_node *kid = node->first; kid; kid = kid->next) {
        if (kid->kind != GJ_N_COLUMNS) continue;
        for (const gj_node *c = kid->first; c; c = c->next)
            if (c->kind == GJ_N_COLUMN) add_column(b, c, kid->text);
    }
    uint32_t n = table->ncolumns - start;
    if (n == 0) return;
    for (uint32_t i = start; i < table->ncolumns; i++)
        for (uint32_t j = start; j < i; j++)
            if (gj_str_eq(table->columns[i].label.name, table->columns[j].label.name)) {
                gj_diag *d = GJ_DIAG(b->diags, GJ_E_COLUMN_TWICE, table->columns[i].label.span, table->columns[i].label.name);
                gj_diag_point(b->diags, d, table->columns[j].label.span, GJ_STR_NONE);
            }
    for (uint32_t i = 0; i + n <= start; i++)
        if (same_columns(table, i, start, n)) {
            table->ncolumns = start;
            start = i;
            break;
        }
    *first = start;
    *count = n;
}

static gj_str row_path(builder *b, const gj_row *row) {
    const gj_table *table = b->table;
    uint32_t parent = row->parent;
    while (parent != GJ_NO_INDEX && table->rows[parent].heading_only) parent = table->rows[parent].parent;
    gj_buf path = GJ_BUF_INIT;
    if (parent != GJ_NO_INDEX) gj_buf_addf(&path, "%.*s.", GJ_FMT(table->rows[parent].path));
    if (row->ordinal.n == 0)
        gj_buf_add(&path, row->label.name);
    else if (row->ordinal_paren)
        gj_buf_addf(&path, "（%.*s）", GJ_FMT(row->ordinal));
    else
        gj_buf_add(&path, row->ordinal);
    gj_str copy = gj_buf_copy(&path, b->arena);
    gj_buf_free(&path);
    return copy;
}

static void add_rows(builder *b, const gj_node *node, uint32_t parent, uint32_t column, uint32_t ncolumns) {
    gj_table *table = b->table;
    uint32_t previous = GJ_NO_INDEX;
    if (parent == GJ_NO_INDEX && table->nrows > 0) /* continue the top level's chain */
        for (previous = 0; table->rows[previous].next_sibling != GJ_NO_INDEX;) previous = table->rows[previous].next_sibling;
    for (const gj_node *kid = node->first; kid; kid = kid->next) {
        if (kid->kind != GJ_N_ROW && kid->kind != GJ_N_GROUP) continue;
        uint32_t index = table->nrows++;
        gj_row *row = &table->rows[index];
        *row = (gj_row){.label = label_of(b, kid),
                        .ordinal = kid->text2,
                        .ordinal_paren = kid->op & 1,
                        .total = kid->op & 2,
                        .parent = parent,
                        .first_child = GJ_NO_INDEX,
                        .last_child = GJ_NO_INDEX,
                        .next_sibling = GJ_NO_INDEX,
                        .column = column,
                        .ncolumns = ncolumns,
                        .slot = GJ_NO_INDEX,
                        .leaf = GJ_NO_INDEX,
                        .heading_only = kid->kind == GJ_N_GROUP};
        row->path = row_path(b, row);
        if (previous != GJ_NO_INDEX) table->rows[previous].next_sibling = index;
        if (parent != GJ_NO_INDEX) {
            if (table->rows[parent].first_child == GJ_NO_INDEX) table->rows[parent].first_child = index;
            table->rows[parent].last_child = index;
        }
        previous = index;
        if (row->heading_only) columns_of(b, kid, &row->column, &row->ncolumns);
        add_rows(b, kid, index, row->column, row->ncolumns);
        bool leaf = !row->heading_only && row->first_child == GJ_NO_INDEX;
        if (leaf && row->ncolumns == 0 && !b->broken) GJ_DIAG(b->diags, GJ_E_ROW_WITHOUT_COLUMNS, kid->span, row->label.name);
    }
}

static void check_rows(builder *b) {
    const gj_table *table = b->table;
    for (uint32_t i = 0; i < table->nrows; i++)
        for (uint32_t j = i + 1; j < table->nrows; j++) {
            const gj_row *x = &table->rows[i], *y = &table->rows[j];
            if (x->heading_only || y->heading_only || !gj_str_eq(x->path, y->path)) continue;
            gj_diag *d = GJ_DIAG(b->diags, GJ_E_ROW_TWICE, y->label.span, y->path);
            gj_diag_point(b->diags, d, x->label.span, GJ_STR_NONE);
        }
}

/* Declared in this form itself, not taken over from its parent. */
static bool is_own(const builder *b, gj_span span) {
    gj_span form = b->form->span;
    return span.source == form.source && span.start >= form.start && span.end <= form.end;
}

static void add_table(builder *b, const gj_node *node, uint32_t section) {
    gj_form *form = b->form;
    uint32_t index = 0; /* declared again after 继承, a table replaces the inherited one */
    while (index < form->ntables && !gj_str_eq(form->tables[index].name, node->text)) index++;
    if (index < form->ntables && is_own(b, form->tables[index].span)) {
        gj_diag *d = GJ_DIAG(b->diags, GJ_E_TABLE_TWICE, node->span, node->text);
        gj_diag_point(b->diags, d, form->tables[index].span, GJ_STR_NONE);
    }
    if (index == form->ntables) form->ntables++;
    gj_table *table = b->table = &form->tables[index];
    *table = (gj_table){.name = node->text, .section = section, .span = node->span, .wide = node->op == 1};
    table->title = label_of(b, node);
    table->title.name = node->text2;
    gj_label_prepare(b->arena, &table->title);
    b->broken = count_kind(node, GJ_N_ERROR) > 0;
    const gj_node *note = gj_node_find(node, GJ_N_NOTE);
    if (note) table->relation_note = note->text;
    table->rows = GJ_NEW_ARRAY(b->arena, gj_row, count_kind(node, GJ_N_ROW) + count_kind(node, GJ_N_GROUP));
    table->columns = GJ_NEW_ARRAY(b->arena, gj_column, count_kind(node, GJ_N_COLUMN));
    uint32_t column = 0, ncolumns = 0;
    columns_of(b, node, &column, &ncolumns);
    add_rows(b, node, GJ_NO_INDEX, column, ncolumns);
    check_rows(b);
    if (table->nrows == 0 && !b->broken) GJ_DIAG(b->diags, GJ_E_TABLE_WITHOUT_ROWS, node->span, table->name);
}

static void add_section(builder *b, const gj_node *node) {
    gj_form *form = b->form;
    uint32_t index = form->nsections;
    for (uint32_t i = 0; i < form->nsections; i++)
        if (node->text2.n > 0 && gj_str_eq(form->sections[i].ordinal, node->text2)) {
            if (is_own(b, form->sections[i].span)) {
                gj_diag *d = GJ_DIAG(b->diags, GJ_E_SECTION_TWICE, node->span, node->text2);
                gj_diag_point(b->diags, d, form->sections[i].span, GJ_STR_NONE);
            }
            index = i;
        }
    if (index == form->nsections) form->nsections++;
    form->sections[index] = (gj_section){.ordinal = node->text2, .title = label_of(b, node), .span = node->span};
    for (const gj_node *kid = node->first; kid; kid = kid->next)
        if (kid->kind == GJ_N_TABLE) add_table(b, kid, index);
}

/* Every leaf row's cells, in the form's order. */
static void number_slots(builder *b) {
    gj_form *form = b->form;
    uint32_t slot = 0;
    for (uint32_t t = 0; t < form->ntables; t++) {
        gj_table *table = &form->tables[t];
        table->slot = slot;
        table->nleaves = 0;
        for (uint32_t r = 0; r < table->nrows; r++) {
            gj_row *row = &table->rows[r];
            if (row->heading_only || row->first_child != GJ_NO_INDEX) continue;
            row->leaf = table->nleaves++;
            row->slot = slot;
            slot += row->ncolumns;
        }
        table->nslots = slot - table->slot;
    }
    if (slot > MAX_SLOTS) {
        GJ_DIAG(b->diags, GJ_E_FORM_TOO_LARGE, form->span, form->name, gj_str_format(b->arena, "%u", slot),
                gj_str_format(b->arena, "%d", MAX_SLOTS));
        form->ntables = 0;
        slot = 0;
    }
    form->nslots = slot;
    form->slots = GJ_NEW_ARRAY(b->arena, gj_slot, slot);
    for (uint32_t t = 0; t < form->ntables; t++)
        for (uint32_t r = 0; r < form->tables[t].nrows; r++) {
            const gj_row *row = &form->tables[t].rows[r];
            for (uint32_t c = 0; row->slot != GJ_NO_INDEX && c < row->ncolumns; c++)
                form->slots[row->slot + c] = (gj_slot){(uint16_t)t, (uint16_t)r, (uint16_t)(row->column + c)};
        }
}

static void inherit(builder *b, const gj_node *node, gj_form *const *forms, uint32_t nforms) {
    gj_str *names = GJ_NEW_ARRAY(b->arena, gj_str, nforms);
    for (uint32_t i = 0; i < nforms; i++) {
        names[i] = forms[i]->name;
        if (!gj_str_eq(forms[i]->name, node->text)) continue;
        memcpy(b->form->sections, forms[i]->sections, forms[i]->nsections * sizeof(gj_section));
        memcpy(b->form->tables, forms[i]->tables, forms[i]->ntables * sizeof(gj_table));
        b->form->nsections = forms[i]->nsections;
        b->form->ntables = forms[i]->ntables;
        for (uint32_t t = 0; t < b->form->ntables; t++) { /* slots are numbered again; the parent's rows stay its own */
            gj_table *table = &b->form->tables[t];
            gj_row *rows = GJ_NEW_ARRAY(b->arena, gj_row, table->nrows);
            memcpy(rows, table->rows, table->nrows * sizeof(gj_row));
            table->rows = rows;
        }
        return;
    }
    gj_diag *d = GJ_DIAG(b->diags, GJ_E_UNKNOWN_FORM, node->span, node->text);
    ptrdiff_t near = gj_suggest(node->text, names, nforms);
    if (near >= 0) gj_diag_hint(b->diags, d, "%.*s", GJ_FMT(names[near]));
}

int gj_form_build(gj_arena *arena, const gj_node *node, gj_form *const *forms, uint32_t nforms, gj_form **out, gj_diags *diags) {
    uint32_t before = diags->errors;
    builder b = {.arena = arena, .diags = diags, .form = GJ_NEW(arena, gj_form)};
    gj_form *form = b.form;
    *out = form;
    form->name = node->text;
    form->span = node->span;
    form->title = label_of(&b, node);
    const gj_node *title = gj_node_find(node, GJ_N_TITLE);
    form->title.name = title ? title->text : GJ_STR_NONE;
    gj_label_prepare(arena, &form->title);
    const gj_node *since = gj_node_find(node, GJ_N_SINCE), *until = gj_node_find(node, GJ_N_UNTIL);
    if (since) form->since = (int32_t)since->num.mant;
    if (until) form->until = (int32_t)until->num.mant;
    uint32_t sections = count_kind(node, GJ_N_SECTION), tables = count_kind(node, GJ_N_TABLE);
    if (count_kind(node, GJ_N_ROW) > MAX_ROWS) {
        GJ_DIAG(diags, GJ_E_FORM_TOO_LARGE, node->span, node->text, gj_str_format(arena, "%u", count_kind(node, GJ_N_ROW)),
                gj_str_format(arena, "%d", MAX_ROWS));
        number_slots(&b);
        return 1;
    }
    for (uint32_t i = 0; i < nforms; i++) {
        sections += forms[i]->nsections;
        tables += forms[i]->ntables;
    }
    form->sections = GJ_NEW_ARRAY(arena, gj_section, sections);
    form->tables = GJ_NEW_ARRAY(arena, gj_table, tables);
    const gj_node *parent = gj_node_find(node, GJ_N_EXTENDS);
    if (parent) inherit(&b, parent, forms, nforms);
    for (const gj_node *kid = node->first; kid; kid = kid->next) {
        if (kid->kind == GJ_N_SECTION)
            add_section(&b, kid);
        else if (kid->kind == GJ_N_TABLE)
            add_table(&b, kid, GJ_NO_INDEX);
    }
    number_slots(&b);
    return diags->errors > before;
}
