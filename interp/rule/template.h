/* template.h - what the narrative claims: a template with typed holes, compiled once, matched against a section's text.
 *
 * "予以公开{n}件[，占{p:百分数}]": literal text; {n} a number (never a percentage); {p:百分数} a percentage; {x:词} a word (no punctuation); {m:文} anything up to
 * what follows, within the sentence; [ ] optional; ( | ) either; … anything within the sentence (shortest first). White space and width in
 * the report never matter; a match never crosses a sentence's end (。；！？ or a blank line / heading), except that a line broken inside a
 * sentence is joined. Numbers match as a whole: {n} never starts or ends inside a longer number, and an inexact count (两千余, 近百)
 * is not a number claim, unless the template itself says 约{n}件. Nor are the ends of a range (3-5件), dates and other numbers in parts
 * (2022-01-05), or an ordinal (第3次), unless the template says 第{n}次.
 *
 * The signs of a template are the half-width ones: （ and ［ are text. \ before a sign makes it text.
 */
#ifndef GJ_RULE_TEMPLATE_H
#define GJ_RULE_TEMPLATE_H

#include "base/diag.h"
#include "base/number.h"
#include "rule/sentence.h"

typedef enum gj_hole_type { GJ_HOLE_NUMBER, GJ_HOLE_PERCENT, GJ_HOLE_WORD, GJ_HOLE_TEXT } gj_hole_type;

typedef struct gj_hole {
    gj_str name;
    uint8_t type;
    bool optional; /* inside [ ] or one side of ( | ): may be absent in a match */
    gj_span span;
} gj_hole;

typedef struct gj_template gj_template; /* immutable, shareable between threads */

/* SPAN is the place of the template's text (inside its quotes) in its source. Returns nonzero with diagnostics on a bad template (an
 * unclosed bracket, an unknown type, two holes side by side, a hole named twice but not
 * on two sides of ( | ), nothing but holes and …). The words that it cannot do without go into LEXICON; NULL makes one of its own. */
int gj_template_compile(gj_arena *arena, gj_lexicon *lexicon, gj_str text, gj_span span, gj_template **out, gj_diags *diags);

/* The templates compiled so far, and the words they need, so that a template that stands in several rules, or is checked for several forms, is
 * one. Zeroed to begin with; its entries belong to the arena of the first call. */
typedef struct gj_templates {
    struct gj_template_entry *first;
    gj_lexicon *lexicon;
} gj_templates;

/* As gj_template_compile, or what was compiled before of the same text. KNOWN may be NULL. */
int gj_template_once(gj_templates *known, gj_arena *arena, gj_str text, gj_span span, const gj_template **out, gj_diags *diags);

const gj_hole *gj_template_holes(const gj_template *t, size_t *count);
gj_str gj_template_text(const gj_template *t);
const gj_lexicon *gj_template_lexicon(const gj_template *t);

typedef struct gj_hole_value {
    bool present;
    gj_num num; /* NUMBER, PERCENT (as a fraction: 49.6% is 0.496) */
    gj_written written;
    uint32_t start, end; /* slice of the text that was searched */
} gj_hole_value;

typedef struct gj_match {
    uint32_t start, end; /* slice of the text that was searched */
    gj_hole_value *hole; /* as many as the template has holes, in their order */
} gj_match;

/* Every match in TEXT, left to right, without overlaps; where the template could match longer with its optional parts, it does.
 * Matches belong to ARENA. The work is bounded (linear in the text times the template's length, with a cap): *gave_up is set when
 * the cap was reached. Returns how many; *matches is an array. */
size_t gj_template_match(gj_arena *arena, const gj_template *t, gj_str text, gj_match **matches, bool *gave_up);

/* The same over a text that was prepared once for any number of templates of one lexicon (rule/sentence.h); templates of another one match
 * as well, only slower. */
size_t gj_template_match_prose(gj_arena *arena, const gj_template *t, const gj_prose *prose, gj_match **matches, bool *gave_up);

/* For lint: true when the template's literal text is too little to mean anything. */
bool gj_template_is_vague(const gj_template *t);

#endif
