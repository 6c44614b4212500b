/* testcase.h - 测例: rule tests written beside the rules (design: language, section 12).
 *
 * A test sets cells and texts of an otherwise empty report, judges the rules it expects something of, and compares. A test with 对每 is run once
 * for each tuple of values.
 */
#ifndef GJ_RUN_TESTCASE_H
#define GJ_RUN_TESTCASE_H

#include "rule/program.h"
#include "run/judge.h"

typedef struct gj_test_result {
    const gj_node *test;
    gj_str title; /* with the values of 对每, when there are any */
    bool passed;
    gj_str message; /* what was expected and what came, or why the test could not be run; empty when it passed */
    gj_span span;   /* of the expectation or the 设 at fault */
} gj_test_result;

typedef struct gj_test_results {
    gj_test_result *items;
    uint32_t n, capacity;
    uint32_t passed, failed;
    bool *rule_seen;        /* by rule index: some test expects something of it */
    bool *statement_failed; /* by statement index of the first form: some test saw it fail */
    uint32_t nstatements;
} gj_test_results;

/* Runs every 测例 of PROGRAM. Results belong to ARENA. */
void gj_run_tests(gj_arena *arena, const gj_program *program, gj_lang lang, gj_test_results *results);

#endif
