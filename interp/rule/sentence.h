/* sentence.h - prose as a template sees it: one sentence at a time, without white space, in half width.
 *
 * A sentence ends at 。；！？, at a blank line, and at both ends of a heading's line (（一）…, 一、…, 1. …); any other line end is only where the
 * page was full. Offsets are bytes.
 */
#ifndef GJ_RULE_SENTENCE_H
#define GJ_RULE_SENTENCE_H

#include "rule/lexicon.h"

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
    bool invalid; /* the text it came from is not UTF-8: what is not became U+FFFD */
} gj_condensed;

/* Condenses TEXT[FROM, TO) into OUT, replacing what it held. White space goes, but digits that it keeps apart stay apart (by one space), unless it
 * parts thousands ("6 284条"); full-width forms and quotes become ASCII, except a comma, which becomes ， unless it groups the digits around it. */
void gj_condense(gj_condensed *out, gj_str text, size_t from, size_t to);
void gj_condensed_free(gj_condensed *c);

/* Where the character at byte AT of the condensed text began in SOURCE, and where the one that ends at byte END ended. */
uint32_t gj_condensed_start(const gj_condensed *c, size_t at);
uint32_t gj_condensed_stop(const gj_condensed *c, gj_str source, size_t end);

/* A text condensed once, sentence by sentence, for any number of templates. Belongs to its arena; immutable. A part of a text shares what was
 * made of the whole. */
typedef struct gj_prose {
    gj_str text;              /* borrowed */
    gj_str source;            /* what was condensed: the text, or the whole that it is part of */
    uint32_t shift;           /* of the text in the source */
    const gj_condensed *all;  /* every sentence of the source, one after another */
    const uint32_t *from;     /* where each begins in the source; behind the last, its end */
    const uint32_t *sentence; /* and in the condensed text */
    uint32_t first, end;      /* the sentences of the text */
    bool cut;                 /* a sentence was longer than allowed and is taken apart */
    const gj_lexicon *lexicon;
    gj_holdings holds; /* its words in the sentences of the source */
} gj_prose;

const gj_prose *gj_prose_new(gj_arena *arena, gj_str text, const gj_lexicon *lexicon);

/* The same for TEXT, a slice of WHOLE's text, without condensing it again; NULL where it does not begin and end with whole lines and sentences, so
 * that it must be read by itself. */
const gj_prose *gj_prose_part(gj_arena *arena, const gj_prose *whole, gj_str text);

#endif
