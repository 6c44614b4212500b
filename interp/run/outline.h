/* outline.h - how a passage is built: what stands before a place under the same ordinal, ordinals in digits, paragraphs that stand twice,
 * who is named.
 * Results borrow from the text or belong to the arena.
 */
#ifndef GJ_RUN_OUTLINE_H
#define GJ_RUN_OUTLINE_H

#include <stdbool.h>

#include "base/text.h"

/* What TEXT says before AT under the ordinal that AT stands under: from the last line that begins with one (（一）, 一、, 1.), or else from
 * TEXT's start. */
gj_str gj_outline_before(gj_str text, size_t at);

/* What TEXT says before AT in the same sentence, a heading's line aside. */
gj_str gj_outline_sentence_before(gj_str text, size_t at);

/* What TEXT says behind AT in the same sentence. */
gj_str gj_outline_sentence_after(gj_str text, size_t at);

/* The first ordinal in digits (1. 1、 （1） 1） at the start of a line or behind a mark) that neither begins a series nor goes on with it, as
 * "4.→3." (what stands there → what should). A heading in Chinese numerals lets series begin anew. Empty when all follow. */
gj_str gj_outline_digit_fault(gj_arena *arena, gj_str text);

/* The first 一是, 二是, … (at the start of a line or of a clause) that is skipped to or repeated, as "四是→三是". A list may stand inside an item of
 * another, and a list that lacks its first item is let go. Empty when there is none. */
gj_str gj_outline_listing_fault(gj_arena *arena, gj_str text);

/* The first paragraph of TEXT that stands in it twice, word for word, cut short. A paragraph is a line of at least twenty characters with a
 * mark of sentences in it. Empty when there is none. */
gj_str gj_outline_repeated(gj_arena *arena, gj_str text);

/* Whether TEXT names ORGANISATION, in full or from its place on: 某市水利局, 市水利局, 水利局. */
bool gj_outline_names(gj_str text, gj_str organisation);

#endif
