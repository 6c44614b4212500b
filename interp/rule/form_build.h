/* form_build.h - from a 表样 declaration to a form. */
#ifndef GJ_RULE_FORM_BUILD_H
#define GJ_RULE_FORM_BUILD_H

#include "form/form.h"
#include "rule/ast.h"

/* Builds the form that NODE (FORM) declares; FORMS are those built before it (继承 looks there). The form belongs to ARENA, and borrows its
 * strings from the tree. Returns nonzero when diagnostics were recorded; *form is NULL only when nothing could be built. */
int gj_form_build(gj_arena *arena, const gj_node *node, gj_form *const *forms, uint32_t nforms, gj_form **form, gj_diags *diags);

#endif
