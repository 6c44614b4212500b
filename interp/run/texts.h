/* texts.h - the texts of one report as rules look at them: each is prepared once, whoever asks for it. A judge has one, on its thread.
 */
#ifndef GJ_RUN_TEXTS_H
#define GJ_RUN_TEXTS_H

#include "report/report.h"
#include "rule/template.h"

typedef struct gj_texts {
    const gj_doc *doc; /* of the report; may be NULL */
    gj_arena *arena;   /* of what is prepared; made when first needed */
    const gj_prose *known[16];
    uint32_t nknown;
    struct gj_texts_found *matches;                                  /* what templates were last found to match */
    enum { GJ_TEXTS_UNSEEN, GJ_TEXTS_VALID, GJ_TEXTS_INVALID } utf8; /* whether the document's text is */
} gj_texts;

void gj_texts_free(gj_texts *texts);

/* Every match of T in TEXT, as gj_template_match; of the same template in the same text looked for once. They live as long as TEXTS and ARENA do. */
size_t gj_texts_match(gj_texts *texts, gj_arena *arena, const gj_template *t, gj_str text, gj_match **matches, bool *gave_up);

/* Whether TEXT is known to be valid UTF-8: a piece of the report's, which is looked through once. TEXTS may be NULL. */
bool gj_texts_valid(gj_texts *texts, gj_str text);

#endif
