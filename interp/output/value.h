/* value.h - the value of an expression, drawn as a table or on one line, and a relation's verdicts a line an instance: what eval and the
 * REPL show. */
#ifndef GJ_OUTPUT_VALUE_H
#define GJ_OUTPUT_VALUE_H

#include "output/json.h"
#include "run/judge.h"

/* A scalar on one line; a row, a column or a table with its labels, aligned by display width, missing cells in words. Columns that do not fit
 * OPTIONS->width (0: no limit) go on in a next block. */
void gj_value_draw(gj_buf *buf, const gj_value *value, const gj_output_options *options);

/* One line an instance: the verdict, where, the relation with its values, the difference. Failures come first. */
void gj_relation_draw(gj_buf *buf, const gj_findings *findings, const gj_output_options *options);

/* A new reference: {"kind", "rows", "columns", "values"}, values row by row, a number as a string, a missing one as {"missing": reason}. */
json_t *gj_value_json(const gj_value *value);

#endif
