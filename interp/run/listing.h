/* listing.h - figures that a passage lists: what its items add up to, and the figure that it ends with. General Chinese only: digits, counting
 * words, list marks. Numbers belong to the arena.
 *
 * An item is a number with a counting word: 网站274条, 17件来自自然人, 征收（42件）. Percentages and what stands in brackets beside an item are passed
 * over. A list may be followed, or led, by other things, so that the first (or last) one, two, three, … items are tried: *SUM is TARGET
 * when some of them add up to it, else what all of the same counting word add up to.
 */
#ifndef GJ_RUN_LISTING_H
#define GJ_RUN_LISTING_H

#include "base/number.h"

/* Of the list that TEXT begins with. False when that is none: no item, or an inexact one. */
bool gj_listing_head_sum(gj_arena *arena, gj_str text, const gj_num *target, gj_num *sum);

/* Of the list that TEXT ends with. */
bool gj_listing_tail_sum(gj_arena *arena, gj_str text, const gj_num *target, gj_num *sum);

/* The number that TEXT ends with, marks behind it aside. False when it ends with something else. */
bool gj_listing_last(gj_arena *arena, gj_str text, gj_num *num, gj_written *written);

#endif
