/* axes.h - how operands come together: on labels, never on position (design: language, section 5). */
#ifndef GJ_RULE_AXES_H
#define GJ_RULE_AXES_H

#include "rule/expr.h"

/* Gives RESULT (the parent of its kids A and B) the axes of both. B (or A) is replaced by a copy in the other's order where only the order
 * of the labels differs. Nonzero with a diagnostic at NODE when they cannot be joined. */
int gj_axes_join(gj_arena *arena, gj_expr *result, gj_expr **a, gj_expr **b, const gj_node *node, gj_diags *diags);

/* As gj_axes_join for any number of operands; axes that are sets are left out when COLLAPSE (an aggregate's arguments). */
int gj_axes_join_all(gj_arena *arena, gj_expr *result, gj_expr **operands, uint32_t n, bool collapse, const gj_node *node, gj_diags *diags);

/* X, which varies by column, with the N columns PICK alone; a single one that is no SET leaves it without that axis. */
gj_expr *gj_axes_select(gj_arena *arena, gj_expr *x, const uint32_t *pick, uint32_t n, bool set);

#endif
