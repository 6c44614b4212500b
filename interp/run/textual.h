/* textual.h - what the functions of text work out from a piece of the narrative: its numbers, its lists, its ordinals, its years. General
 * Chinese only: digits, list marks, counting words. Nothing is owned; results borrow from the text or from the arena.
 */
#ifndef GJ_RUN_TEXTUAL_H
#define GJ_RUN_TEXTUAL_H

#include "base/number.h"
#include "rule/regex.h"

/* The first place from FROM on where NEEDLE stands in TEXT, white space, line ends and width aside (they never matter in a report); the
 * slice into *START and *END (may be NULL). An empty needle stands nowhere. */
bool gj_text_find(gj_str text, gj_str needle, size_t from, size_t *start, size_t *end);

/* Whether two texts say the same, white space and width aside. */
bool gj_text_same(gj_str a, gj_str b);

/* Whether a year other than YEAR is written in TEXT (2021年). */
bool gj_text_other_year(gj_str text, int32_t year);

/* The K-th number (from 1) of TEXT that is written in digits; false when there are fewer. */
bool gj_text_number(gj_arena *arena, gj_str text, int64_t k, gj_num *num, gj_written *written);

/* The sum of a list that TEXT begins with, of at least two items "词 + 数 + 量词" with one counting word and one list mark
 * (主办9件、协办7件、分办3件). False when TEXT begins with no such list. */
bool gj_text_list_sum(gj_arena *arena, gj_str text, gj_num *sum);

/* How often REGEX matches in TEXT, without overlaps; -1 when the limit was reached. VALID as in gj_regex_match. */
int64_t gj_text_count(const gj_regex *regex, gj_str text, bool valid);

/* The first ordinal of TEXT that does not follow the one before it, as "（四）→（三）" (what stands there → what should). STYLE shows what the
 * ordinals look like, with 一 where the number goes: "（一）" (at the start of a line), "一是" (behind a punctuation mark too). Empty when all
 * follow. A series may begin anew. */
gj_str gj_text_ordinal_fault(gj_arena *arena, gj_str text, gj_str style);

#endif
