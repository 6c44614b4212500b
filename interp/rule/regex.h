/* regex.h - 匹配: a PCRE2 pattern, compiled once, with limits so that no pattern can hang. */
#ifndef GJ_RULE_REGEX_H
#define GJ_RULE_REGEX_H

#include "base/diag.h"

typedef struct gj_regex gj_regex; /* immutable, shareable between threads; freed with its arena */

/* NULL with a diagnostic at SPAN when PATTERN is not a regular expression. */
const gj_regex *gj_regex_compile(gj_arena *arena, gj_str pattern, gj_span span, gj_diags *diags);

/* The patterns compiled so far, so that a function used in forty rules compiles its pattern once. Zeroed to begin with; its entries belong to
 * the arena of the first call. */
typedef struct gj_regexes {
    struct gj_regex_entry *first;
} gj_regexes;

/* As gj_regex_compile, or what was compiled before of the same pattern. CACHE may be NULL. */
const gj_regex *gj_regex_once(gj_regexes *cache, gj_arena *arena, gj_str pattern, gj_span span, gj_diags *diags);

/* 1 when TEXT matches anywhere (and *start, *end say where, when not NULL), 0 when not, -1 when the limit was reached or TEXT is not UTF-8. VALID:
 * it is known to be, so that it need not be looked through for that (it costs more than most patterns). */
int gj_regex_match(const gj_regex *regex, gj_str text, bool valid, size_t *start, size_t *end);

#endif
