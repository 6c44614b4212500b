/* passage.h - the text that an expression is about: the sections it names, and what 有, 包含 and 匹配 find in them. For people to read;
 * no verdict depends on it.
 */
#ifndef GJ_RUN_PASSAGE_H
#define GJ_RUN_PASSAGE_H

#include "run/judge.h"

typedef struct gj_slice {
    uint32_t start, end; /* of doc->text */
} gj_slice;

typedef struct gj_passage {
    uint32_t section; /* index of the form's section, GJ_NO_INDEX for the whole report */
    gj_slice text;    /* without white space at its ends; empty when the report lacks the section */
    gj_slice *found;  /* ascending, without overlaps */
    uint32_t nfound;
    bool searched; /* something was looked for in it */
} gj_passage;

/* The passages of a program made by gj_rules_compile_expression, each section once, into ARENA. Returns how many. */
uint32_t gj_passages(gj_arena *arena, const gj_program *program, const gj_report *report, gj_passage **out);

#endif
