/* judge_internal.h - what the files of the judge share: judge.c (the walk over statements), evidence.c (a finding made from an instance),
 * require.c (what a report must contain).
 */
#ifndef GJ_RUN_JUDGE_INTERNAL_H
#define GJ_RUN_JUDGE_INTERNAL_H

#include "rule/code.h"
#include "run/eval.h"
#include "run/judge.h"

typedef struct gj_judging {
    gj_arena *arena;   /* of the findings */
    gj_arena *scratch; /* of intermediate numbers; reset between statements */
    const gj_program *program;
    const gj_report *report;
    const gj_judge_options *options;
    gj_findings *out;
    gj_text_cache cache;
} gj_judging;

/* Counts VERDICT for the statement's rule; true when a finding of it is wanted. */
bool gj_judging_count(gj_judging *j, const gj_rule *rule, gj_verdict verdict);

/* Appends an empty finding of the statement's rule. */
gj_finding *gj_judging_add(gj_judging *j, const gj_statement *s, gj_verdict verdict);

/* Fills a finding of a relation (or of a claim's 则) from its instance (R, C): place, message, both sides, the cells. */
void gj_evidence_fill(gj_judging *j, const gj_statement *s, const gj_env *env, const gj_expr *relation, uint32_t r, uint32_t c,
                      gj_finding *f);

/* The fingerprint of a finding whose place is set. EXTRA tells findings of one place apart. */
uint64_t gj_evidence_fingerprint(const gj_judging *j, const gj_statement *s, const gj_finding *f, uint32_t extra);

/* Judges a 必有: one finding. */
void gj_require_judge(gj_judging *j, const gj_statement *s, gj_verdict forced);

#endif
