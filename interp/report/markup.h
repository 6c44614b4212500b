/* markup.h - a guard in front of libxml2, which compares each attribute of a tag with all before it: their number is bounded before the
 * parser sees them. One guard watches one text, fed in order in pieces of any size. */
#ifndef GJ_REPORT_MARKUP_H
#define GJ_REPORT_MARKUP_H

#include "base/text.h"

typedef struct gj_markup_guard {
    char before, quote;
    bool in_tag;
    uint32_t words;
} gj_markup_guard;

/* Whether a tag has more than GJ_LIMIT_ATTRIBUTES attributes so far. */
bool gj_markup_over(gj_markup_guard *guard, gj_str piece);

#endif
