/* lint.h - what is legal in a rule file but probably not meant: warnings W07…. */
#ifndef GJ_RULE_LINT_H
#define GJ_RULE_LINT_H

#include "rule/code.h"

/* Looks at a compiled program (of its first form where a rule has several). Only called when there were no errors. */
void gj_lint(const gj_program *program, gj_diags *diags);

/* Whether anything in FILES but itself mentions the DEFINITION. */
bool gj_lint_uses(const gj_node *const *files, uint32_t nfiles, const gj_node *definition);

#endif
