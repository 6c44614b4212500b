/* sentence.h - prose as a template sees it: one sentence at a time, without white space, in half width.
 *
 * A sentence ends at 。；！？, at a blank line, and at both ends of a heading's line (（一）…, 一、…, 1. …); any other line end is only where the
 * page was full. Offsets are bytes.
 */
#ifndef GJ_RULE_SENTENCE_H
#define GJ_RULE_SENTENCE_H

#include "base/text.h"

#define GJ_SENTENCE_MOST 32768u /* bytes; a longer one is taken apart */

/* The end of the sentence that starts at or holds FROM: behind its closing mark. *CUT is set when it is longer than allowed. */
size_t gj_sentence_end(gj_str text, size_t from, bool *cut);

/* From byte AT of a condensed text on, it is a plain shift of the text it came from. */
typedef struct gj_shift {
    uint32_t at, source;
} gj_shift;

/* A condensed text, which knows where each character stood. Freed by gj_condensed_free. */
typedef struct gj_condensed {
    gj_buf text;
    gj_shift *shift; /* ascending */
    size_t nshifts, capacity;
} gj_condensed;

/* Condenses TEXT[FROM, TO) into OUT, replacing what it held. White space goes, but digits that it keeps apart stay apart (by one space);
 * full-width forms and quotes become ASCII, except a comma, which becomes ， unless it groups the digits around it. */
void gj_condense(gj_condensed *out, gj_str text, size_t from, size_t to);
void gj_condensed_free(gj_condensed *c);

/* Where the character at byte AT of the condensed text began in SOURCE, and where the one that ends at byte END ended. */
uint32_t gj_condensed_start(const gj_condensed *c, size_t at);
uint32_t gj_condensed_stop(const gj_condensed *c, gj_str source, size_t end);

/* A whole text, condensed once sentence by sentence, for any number of templates. Belongs to its arena; immutable. */
typedef struct gj_prose {
    gj_str text;        /* what was condensed; borrowed */
    gj_condensed all;   /* every sentence, one after another */
    uint32_t *sentence; /* where each begins in the condensed text; the last entry is its end */
    uint32_t nsentences;
    bool cut; /* a sentence was longer than allowed and is taken apart */
} gj_prose;

const gj_prose *gj_prose_new(gj_arena *arena, gj_str text);

#endif
