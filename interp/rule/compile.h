/* compile.h - from trees to a program: forms built, definitions gathered, every rule checked against every form.
 *
 * A rule belongs to the forms that have its names. Where a form lacks them the rule is not applicable to reports of that form; where no form has
 * them it is an error, told once, in terms of the form that came nearest.
 */
#ifndef GJ_RULE_COMPILE_H
#define GJ_RULE_COMPILE_H

#include "rule/check.h"
#include "rule/code.h"

/* Compiles FILES into *program, whose arena and sources are set. Returns nonzero when errors were recorded. */
int gj_compile(gj_program *program, const gj_node *const *files, uint32_t nfiles, gj_diags *diags);

/* Compiles one expression against the forms and the definitions of BASE into a program of its own (arena and sources set by the caller). */
int gj_compile_expression(gj_program *program, const gj_program *base, const gj_node *expression, gj_diags *diags);

/* The definitions (设, 函数) of all files, as bindings. */
const gj_binding *gj_compile_definitions(gj_arena *arena, const gj_node *const *files, uint32_t nfiles, gj_diags *diags);

#endif
