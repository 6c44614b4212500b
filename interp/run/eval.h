/* eval.h - the exact evaluator: one expression, one instance, one report. Every verdict is its verdict; the bytecode (run/vm.h) only spares
 * it the instances that surely pass.
 */
#ifndef GJ_RUN_EVAL_H
#define GJ_RUN_EVAL_H

#include "rule/expr.h"
#include "run/finding.h"
#include "run/text_cache.h"

typedef enum gj_state {
    GJ_HAS,           /* it has a value */
    GJ_MISSING,       /* it has none, for reason `status` */
    GJ_NOT_APPLICABLE /* it does not arise: an absent optional hole, a cell that a ragged table does not have */
} gj_state;

typedef struct gj_scalar {
    uint8_t type;   /* gj_type */
    uint8_t state;  /* gj_state; a BOOL always HAS */
    uint8_t status; /* gj_status when missing */
    uint8_t truth;  /* BOOL: a gj_verdict (pass: true, fail: false) */
    gj_num num;
    gj_num lo, hi; /* what the number may stand for, when intervals are asked for; equal when it is exact */
    gj_str text;
} gj_scalar;

/* Where an expression is evaluated. */
typedef struct gj_env {
    gj_arena *arena;
    const gj_report *report;
    const gj_match *match;       /* of the claim whose 则 this is, or NULL */
    gj_str searched;             /* what the match's slices are of */
    const gj_axis *row, *column; /* of the instance: for its labels */
    gj_str at_row, at_column;    /* the same, where the relation does not vary but speaks of one row or column */
    gj_str table;
    gj_str section;
    gj_text_cache *cache; /* may be NULL */
    bool intervals;       /* numbers written with decimals stand for what rounds to them (≈) */
} gj_env;

gj_scalar gj_eval(const gj_env *env, const gj_expr *x, uint32_t r, uint32_t c);

/* The value of one cell under the policies of X. *assumed (may be NULL) tells that a policy stood in for it. */
gj_scalar gj_eval_cell(const gj_env *env, const gj_expr *x, uint32_t element, bool *assumed);

/* The report and slot of an element; false where there is none. */
bool gj_eval_slot(const gj_env *env, const gj_expr *x, uint32_t element, const gj_report **report, uint32_t *slot);

/* The part of an aggregate's AXIS that the instance's row (or column) AT stands for: all of a collapsed one, else AT alone. */
void gj_eval_range(const gj_axis *axis, bool collapse_all, uint32_t at, uint32_t *from, uint32_t *to);

/* Kleene's and, or, not over verdicts; what is not applicable is left out. */
gj_verdict gj_and(gj_verdict a, gj_verdict b);
gj_verdict gj_or(gj_verdict a, gj_verdict b);
gj_verdict gj_not(gj_verdict a);

/* Calls FN for every element of every CELLS of X that the instance (R, C) uses, sets inside aggregates included. */
typedef void gj_visit_cell(void *context, const gj_expr *x, uint32_t element);
void gj_visit_cells(const gj_expr *x, uint32_t r, uint32_t c, gj_visit_cell *fn, void *context);

#endif
