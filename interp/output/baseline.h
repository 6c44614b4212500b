/* baseline.h - an earlier json or ndjson output, to tell what is new, what is still there, and what has been put right.
 *
 * Findings are the same when their fingerprints are; a report is the same when its organisation and year are (its path, when those are not
 * known). Only failures count.
 */
#ifndef GJ_OUTPUT_BASELINE_H
#define GJ_OUTPUT_BASELINE_H

#include "base/diag.h"
#include "run/finding.h"

typedef struct gj_baseline gj_baseline;

/* Reads TEXT, of the file PATH. The baseline belongs to ARENA. NULL with a diagnostic when it is not such an output. */
gj_baseline *gj_baseline_read(gj_arena *arena, gj_str path, gj_str text, gj_diags *diags);

/* Sets `since` of each failure, and `fixed` (in ARENA) to those of the report's earlier failures that are gone. */
void gj_baseline_apply(gj_arena *arena, const gj_baseline *baseline, gj_findings *findings);

#endif
