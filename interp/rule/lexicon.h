/* lexicon.h - the words that a program's templates cannot do without, and one pass over a text that tells which of its sentences hold which,
 * so that of all templates only those are tried, and only where, they have a chance.
 *
 * A word is a run of Han characters of three bytes each. Words are added while rules are compiled; from then on a lexicon is immutable and
 * shared between threads. It belongs to its arena.
 */
#ifndef GJ_RULE_LEXICON_H
#define GJ_RULE_LEXICON_H

#include "base/text.h"

typedef struct gj_lexicon gj_lexicon;

gj_lexicon *gj_lexicon_new(gj_arena *arena);

/* The number of WORD, which is copied when it is new. */
uint32_t gj_lexicon_add(gj_lexicon *lexicon, gj_str word);

uint32_t gj_lexicon_size(const gj_lexicon *lexicon);

/* Which sentences hold which words: a row of bits for each word, a bit for each sentence. */
typedef struct gj_holdings {
    uint64_t *bits;
    uint32_t stride; /* of a row, in pieces of 64 sentences */
    uint32_t nwords; /* that the lexicon had then */
} gj_holdings;

static inline uint64_t *gj_holdings_row(const gj_holdings *h, uint32_t word) {
    return h->bits + (size_t)word * h->stride;
}

/* Looks TEXT (valid UTF-8) through; sentence i of N is at [start[i], start[i + 1]). */
gj_holdings gj_lexicon_search(gj_arena *arena, const gj_lexicon *lexicon, gj_str text, const uint32_t *start, uint32_t n);

#endif
