/* judge.h - where the walks meet: a program and a report give findings; an expression and a report give a value. A judge looks no name
 * up, allocates only from the arena it is given, and may run on every thread at once with the same program and reports.
 */
#ifndef GJ_RUN_JUDGE_H
#define GJ_RUN_JUDGE_H

#include "rule/program.h"
#include "run/finding.h"

typedef struct gj_judge_options {
    gj_lang lang;         /* of the messages made from relations and notes */
    bool keep_all;        /* keep pass and na findings too */
    const bool *selected; /* by rule index; NULL means every rule */
    bool no_notes;        /* leave the reader's notes out */
} gj_judge_options;

/* Judges REPORT by every selected rule. Findings, and the strings made for them, belong to ARENA. */
void gj_judge(gj_arena *arena, const gj_program *program, const gj_report *report, const gj_judge_options *options, gj_findings *out);

/* Links each report to the previous year's of the same organisation (report->previous) among REPORTS. */
void gj_reports_link(gj_report *const *reports, size_t count);

/* The value of an expression for one report, with the labels of its axes: what eval and the REPL show. */
typedef enum gj_value_kind { GJ_VAL_NUMBER, GJ_VAL_BOOL, GJ_VAL_TEXT } gj_value_kind;

typedef struct gj_value_item {
    uint8_t truth;  /* for BOOL: gj_verdict (pass true, fail false, unknown, na) */
    bool missing;   /* NUMBER or TEXT without a value, for reason STATUS */
    uint8_t status; /* gj_status */
    bool none_such; /* missing because it cannot be there: a ragged table has no such cell */
    gj_num num;
    gj_str text;
    uint32_t slot; /* the cell, when the item is just a cell; else GJ_NO_INDEX */
} gj_value_item;

typedef struct gj_value {
    uint8_t kind;             /* gj_value_kind */
    gj_str *rows, *columns;   /* labels; NULL when the value has no such axis */
    gj_str *row_paths;        /* canonical paths of the rows, beside rows */
    uint32_t nrows, ncolumns; /* 1 where there is no axis */
    gj_value_item *items;     /* nrows * ncolumns, row by row */
} gj_value;

/* Evaluates the program's expression (compiled by gj_rules_compile_expression). For a relation, FINDINGS (may be NULL) gets every instance,
 * pass included. */
void gj_evaluate(gj_arena *arena, const gj_program *program, const gj_report *report, gj_lang lang, gj_value *value, gj_findings *findings);

#endif
