/* text_cache.h - the texts of one report as rules look at them: each is prepared once, whoever asks for it. A judge has one, on its thread. */
#ifndef GJ_RUN_TEXT_CACHE_H
#define GJ_RUN_TEXT_CACHE_H

#include "report/report.h"
#include "rule/template.h"

typedef struct gj_text_cache {
    const gj_doc *doc; /* of the report; may be NULL */
    gj_arena *arena;   /* of what is prepared; made when first needed */
    const gj_prose *known[16];
    uint32_t nknown;
    struct gj_text_cache_found *matches;                                            /* what templates were last found to match */
    enum { GJ_TEXT_CACHE_UNSEEN, GJ_TEXT_CACHE_VALID, GJ_TEXT_CACHE_INVALID } utf8; /* whether the document's text is */
} gj_text_cache;

void gj_text_cache_free(gj_text_cache *cache);

/* Every match of T in TEXT, as gj_template_match; of the same template in the same text looked for once. They live as long as CACHE and ARENA do. */
size_t gj_text_cache_match(gj_text_cache *cache, gj_arena *arena, const gj_template *t, gj_str text, gj_match **matches, bool *gave_up);

/* Whether TEXT is known to be valid UTF-8: a piece of the report's, which is looked through once. CACHE may be NULL. */
bool gj_text_cache_valid(gj_text_cache *cache, gj_str text);

#endif
