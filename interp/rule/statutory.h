/* statutory.h - the sentence of the regulation as a relation: "第一项加第二项之和，等于第三项加第四项之和". */
#ifndef GJ_RULE_STATUTORY_H
#define GJ_RULE_STATUTORY_H

#include "form/form.h"
#include "rule/ast.h"

/* The relation that SENTENCE states about rows or columns of TABLE (GJ_NO_INDEX: of the only table of FORM that has them) as a COMPARE tree whose
 * nodes all have SPAN. Rows are tried first, then columns. An item that only groups others stands for its row declared 汇总, else for the
 * sum of its rows; 各项 is everything beside the total that the other side names. White space, and words up to a colon, are
 * ignored. NULL with a diagnostic (DIAGS may be NULL) when it cannot be read. */
gj_node *gj_statutory_parse(gj_arena *arena, const gj_form *form, uint32_t table, gj_str sentence, gj_span span, gj_diags *diags);

#endif
