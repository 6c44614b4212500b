/* form_text.h - a form from a few lines of text, for tests of the reader that do without the rule language:
 *
 *   F name|title|alias…        S ordinal|title|alias…
 *   T name|wide|section|words before the relation
 *   C name|heading|alias…      R depth|ordinal|paren|kind|first column|columns|label|alias…     (kind: leaf, group, heading)
 */
#ifndef GJ_FORM_TEXT_H
#define GJ_FORM_TEXT_H

#include <string.h>

#include "form/form.h"

enum { FORM_TEXT_FIELDS = 24, FORM_TEXT_MANY = 256 };

static inline size_t form_text_split(gj_arena *arena, gj_str line, gj_str *field) {
    size_t n = 0, from = 0;
    for (size_t at = 0; at <= line.n && n < FORM_TEXT_FIELDS; at++)
        if (at == line.n || line.p[at] == '|') {
            field[n++] = gj_str_copy(arena, gj_str_slice(line, from, at));
            from = at + 1;
        }
    return n;
}

static inline gj_label form_text_label(gj_arena *arena, const gj_str *field, size_t from, size_t n) {
    gj_label label = {.name = from < n ? field[from] : GJ_STR_NONE};
    if (n > from + 1) {
        label.naliases = (uint32_t)(n - from - 1);
        label.alias = gj_arena_array(arena, label.naliases, sizeof *label.alias);
        for (uint32_t i = 0; i < label.naliases; i++) label.alias[i] = field[from + 1 + i];
    }
    gj_label_prepare(arena, &label);
    return label;
}

static inline uint32_t form_text_number(gj_str s) {
    uint32_t v = 0;
    for (size_t i = 0; i < s.n; i++) v = v * 10 + (uint32_t)(s.p[i] - '0');
    return v;
}

static inline gj_form *form_text(gj_arena *arena, const char *text) {
    gj_form *form = GJ_NEW(arena, gj_form);
    form->sections = GJ_NEW_ARRAY(arena, gj_section, FORM_TEXT_MANY);
    form->tables = GJ_NEW_ARRAY(arena, gj_table, FORM_TEXT_MANY);
    form->slots = GJ_NEW_ARRAY(arena, gj_slot, FORM_TEXT_MANY * 64);
    uint32_t path[8] = {0};
    gj_str rest = gj_str_from(text);
    while (rest.n > 0) {
        const char *end = memchr(rest.p, '\n', rest.n);
        size_t length = end ? (size_t)(end - rest.p) : rest.n;
        gj_str line = gj_str_slice(rest, 0, length), field[FORM_TEXT_FIELDS];
        rest = gj_str_slice(rest, end ? length + 1 : length, rest.n);
        if (line.n < 3) continue;
        size_t n = form_text_split(arena, gj_str_slice(line, 2, line.n), field);
        gj_table *table = form->ntables ? &form->tables[form->ntables - 1] : NULL;
        switch (line.p[0]) {
        case 'F':
            form->name = field[0];
            form->title = form_text_label(arena, field, 1, n);
            break;
        case 'S':
            form->sections[form->nsections++] = (gj_section){.ordinal = field[0], .title = form_text_label(arena, field, 1, n)};
            break;
        case 'T':
            table = &form->tables[form->ntables++];
            table->name = field[0];
            table->wide = field[1].n && field[1].p[0] == '1';
            table->section = field[2].n ? form_text_number(field[2]) : GJ_NO_INDEX;
            if (n > 3) table->relation_note = field[3];
            table->rows = GJ_NEW_ARRAY(arena, gj_row, FORM_TEXT_MANY);
            table->columns = GJ_NEW_ARRAY(arena, gj_column, FORM_TEXT_MANY);
            table->slot = form->nslots;
            break;
        case 'C':
            table->columns[table->ncolumns].heading = n > 1 ? field[1] : GJ_STR_NONE;
            field[1] = field[0];
            table->columns[table->ncolumns++].label = form_text_label(arena, field, 1, n > 1 ? n : 2);
            break;
        case 'R': {
            uint32_t depth = form_text_number(field[0]), index = table->nrows++;
            gj_row *row = &table->rows[index];
            *row = (gj_row){
                .ordinal = field[1], .ordinal_paren = field[2].n && field[2].p[0] == '1', .label = form_text_label(arena, field, 6, n)};
            row->parent = depth ? path[depth - 1] : GJ_NO_INDEX;
            row->first_child = row->last_child = row->next_sibling = row->slot = row->leaf = GJ_NO_INDEX;
            path[depth] = index;
            if (depth) {
                gj_row *parent = &table->rows[row->parent];
                if (parent->first_child == GJ_NO_INDEX)
                    parent->first_child = index;
                else
                    table->rows[parent->last_child].next_sibling = index;
                parent->last_child = index;
            }
            gj_str own = row->ordinal.n ? row->ordinal : row->label.name;
            row->path = row->parent != GJ_NO_INDEX && table->rows[row->parent].ordinal.n
                            ? gj_str_format(arena, row->ordinal_paren ? "%.*s.（%.*s）" : "%.*s.%.*s",
                                            GJ_FMT(table->rows[row->parent].path), GJ_FMT(own))
                            : own;
            row->heading_only = gj_str_eq(field[3], GJ_STR("heading"));
            row->column = form_text_number(field[4]);
            row->ncolumns = form_text_number(field[5]);
            if (gj_str_eq(field[3], GJ_STR("leaf"))) {
                row->leaf = table->nleaves++;
                row->slot = form->nslots;
                for (uint32_t c = 0; c < row->ncolumns; c++)
                    form->slots[form->nslots++] =
                        (gj_slot){.table = (uint16_t)(form->ntables - 1), .row = (uint16_t)index, .column = (uint16_t)(row->column + c)};
                table->nslots += row->ncolumns;
            }
            break;
        }
        default: break;
        }
    }
    return form;
}

#endif
