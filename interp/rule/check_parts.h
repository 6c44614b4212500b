/* check_parts.h - what the files of check share: check.c (expressions), check_call.c (calls), check_cells.c (paths to cells), check_select.c (columns
 * of a definition), check_explain.c (names that mean nothing). */
#ifndef GJ_RULE_CHECK_PARTS_H
#define GJ_RULE_CHECK_PARTS_H

#include "rule/check.h"

gj_expr *gj_check_new(gj_checker *checker, gj_expr_kind kind, gj_type type, const gj_node *node);
gj_expr *gj_check_bad(gj_checker *checker, const gj_node *node); /* an expression whose diagnostics were recorded */
gj_axis *gj_check_axis(gj_checker *checker, uint32_t n, bool set);

gj_expr *gj_check_with_kids(gj_checker *checker, gj_expr *x, uint16_t n, gj_expr **kids);
gj_str gj_check_type_name(gj_type type);                                                  /* in both languages */
bool gj_check_want(gj_checker *checker, const gj_expr *x, gj_type type);                  /* complains when X is of another type */
gj_expr *gj_check_no_pattern(gj_checker *checker, const gj_expr *x, const gj_node *node); /* X is no regular expression */
/* Brings the right side to the left side's unit; nonzero with a complaint at NODE when they have none in common. */
int gj_check_units(gj_checker *checker, gj_expr *left, gj_expr **right, const gj_node *node);

/* What NAME stands for, the innermost; NULL when it is nothing of the file's own. */
const gj_binding *gj_check_binding(const gj_checker *checker, gj_str name);
/* The body of a definition, checked where it stands: its own scope, the bindings outside of it. */
gj_expr *gj_check_expand(gj_checker *checker, const gj_binding *b, const gj_binding *inner, const gj_node *body, const gj_node *use);

/* Calls (check_call.c); a NODE that is no CALL is a function named without brackets. */
gj_expr *gj_check_call(gj_checker *checker, const gj_node *node);
gj_expr *gj_check_builtin(gj_checker *checker, const gj_node *node, gj_builtin_id id);

/* The tables that have PATH, from what is remembered when there is a cache. */
gj_table_bits gj_check_tables(const gj_checker *checker, const gj_node *path);

/* The cells that PATH names, under the policies in force. */
gj_expr *gj_check_cells(gj_checker *checker, const gj_node *path);

/* Whether the first word of PATH, which no table has, explains itself: it was complained of, with what was meant (check_explain.c). LONE: the
 * path is that word. */
bool gj_check_explained(gj_checker *checker, const gj_node *path, bool lone);

/* The columns that INDEX names of X, which the first word of PATH stands for. */
gj_expr *gj_check_select(gj_checker *checker, gj_expr *x, const gj_node *index, const gj_node *path);

/* Says that the form has no table WORD (表五, 表 五), and which it has; false when it has none at all. */
bool gj_check_no_table(gj_checker *checker, gj_str word, gj_span span);

/* The function that NAME means in other programs and among people; empty when there is none. */
gj_str gj_check_other_word(gj_str name);

#endif
