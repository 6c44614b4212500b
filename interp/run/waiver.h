/* waiver.h - findings that someone has answered for: known, explained, and until when. A waived finding is shown as such, never hidden, and does
 * not count for the exit status; a waiver that has run out counts for nothing, and the finding says so.
 *
 * The file has one waiver a line: fingerprint (16 hexadecimal digits, from the json or csv output), the last day it holds (2026-03-31; - for
 * no end), who answers for it, and the reason, which is the rest of the line. White space parts them; # starts a comment line.
 */
#ifndef GJ_RUN_WAIVER_H
#define GJ_RUN_WAIVER_H

#include "base/diag.h"
#include "run/finding.h"

typedef struct gj_waiver {
    uint64_t fingerprint;
    int32_t until; /* 20260331; 0: no end */
    gj_str who, reason;
    const char *shown; /* "reason (who, until 2026-03-31)": what a waived finding carries */
    bool used;         /* a finding had this fingerprint */
} gj_waiver;

typedef struct gj_waivers {
    gj_waiver *items; /* sorted by fingerprint */
    uint32_t n;
} gj_waivers;

/* Reads the source ID of DIAGS->sources. Waivers belong to ARENA. Nonzero with a diagnostic for each line that is none, and for a fingerprint
 * that stands twice. */
int gj_waivers_read(gj_arena *arena, uint32_t source, gj_lang lang, gj_waivers *waivers, gj_diags *diags);

/* Marks the failures of FINDINGS that are waived on TODAY (20251121); those whose waiver has run out get a word about it in their message,
 * which belongs to ARENA. */
void gj_waivers_apply(gj_arena *arena, gj_waivers *waivers, int32_t today, gj_lang lang, gj_findings *findings);

#endif
