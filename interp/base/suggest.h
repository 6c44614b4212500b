/* suggest.h - the nearest name: what was probably meant. */
#ifndef GJ_BASE_SUGGEST_H
#define GJ_BASE_SUGGEST_H

#include "base/text.h"

/* Optimal string alignment distance in characters (an insertion, deletion, substitution or swap of neighbours costs 1), at most
 * LIMIT + 1. */
unsigned gj_edit_distance(gj_str a, gj_str b, unsigned limit);

/* The index of the candidate that NAME was probably meant to be, or -1 when none is near enough (a third of the longer name's
 * characters, rounded up; sharing a first or last character breaks ties; containing it counts as near). */
ptrdiff_t gj_suggest(gj_str name, const gj_str *candidates, size_t count);

#endif
