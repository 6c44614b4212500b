/* format.h - the canonical layout of a rule file (`gouji fmt`).
 *
 * One statement a line, four spaces a level, half-width punctuation, at most 100 columns where a line can be broken. Comments stay, and so
 * do single blank lines between statements; a block written on one line stays on one line while it fits. Formatting what is formatted
 * changes nothing, and the tree is the same before and after.
 */
#ifndef GJ_RULE_FORMAT_H
#define GJ_RULE_FORMAT_H

#include "base/diag.h"

/* Appends the source ID of SOURCES, laid out, to OUT. Returns nonzero and appends nothing when it has syntax errors, which are in DIAGS.
 * DIAGS->sources must be SOURCES. */
int gj_format_source(gj_arena *arena, gj_sources *sources, uint32_t source, gj_buf *out, gj_diags *diags);

#endif
