/* resolve.h - names to cells: a path against a form (design: language, section 4). */
#ifndef GJ_RULE_RESOLVE_H
#define GJ_RULE_RESOLVE_H

#include "form/form.h"
#include "rule/ast.h"

typedef struct gj_selection {
    uint32_t table;
    uint32_t *rows, nrows; /* indexes into table->rows; leaf rows unless `group` */
    gj_str *columns;       /* labels; the union over the rows, in the form's order */
    uint32_t ncolumns;
    bool rows_vary, rows_set; /* more than a single row was named or implied; it was named as a set */
    bool columns_vary, columns_set;
    uint32_t group; /* the row that only groups others, when that is all the path names; else GJ_NO_INDEX */
} gj_selection;

/* Tables preferred when a path fits several: a bit each. */
typedef uint64_t gj_table_bits;

/* The tables of FORM that PATH resolves in, as bits (tables beyond 64 are not told apart). SCOPE is the table that paths start in, or
 * GJ_NO_INDEX. */
gj_table_bits gj_resolve_tables(gj_arena *arena, const gj_form *form, uint32_t scope, const gj_node *path);

/* Resolves PATH. Where several tables have it, the one in PREFERRED (tables that other paths of the same relation need) is taken if that
 * decides; else it is an error that lists them. Returns nonzero with a diagnostic. */
int gj_resolve(gj_arena *arena, const gj_form *form, uint32_t scope, gj_table_bits preferred, const gj_node *path, gj_selection *out,
               gj_diags *diags);

/* The slot of element (row, column label), or GJ_NO_INDEX. */
uint32_t gj_selection_slot(const gj_form *form, const gj_selection *selection, uint32_t row, uint32_t column);

#endif
