#include "run/texts.h"

#include "base/utf8.h"

void gj_texts_free(gj_texts *texts) {
    gj_arena_free(texts->arena);
}

static bool is_piece(gj_str whole, gj_str text) {
    return text.p >= whole.p && text.p + text.n <= whole.p + whole.n;
}

/* TEXT prepared for templates of LEXICON; NULL when there is no room for more. */
static const gj_prose *prepared(gj_texts *texts, gj_str text, const gj_lexicon *lexicon) {
    const gj_prose *whole = NULL;
    for (uint32_t i = 0; i < texts->nknown; i++) {
        const gj_prose *p = texts->known[i];
        if (p->lexicon != lexicon) continue;
        if (p->text.p == text.p && p->text.n == text.n) return p;
        if (!whole && is_piece(p->text, text)) whole = p;
    }
    if (texts->nknown == sizeof texts->known / sizeof *texts->known) return NULL;
    const gj_prose *prose = whole ? gj_prose_part(texts->arena, whole, text) : NULL;
    if (!prose) prose = gj_prose_new(texts->arena, text, lexicon);
    return texts->known[texts->nknown++] = prose;
}

/* What T matched in PROSE: the last of those that share its place in the table. */
typedef struct gj_texts_found {
    const gj_template *t;
    const gj_prose *prose;
    gj_match *matches;
    size_t n;
    bool gave_up;
} gj_texts_found;

enum { PLACES = 256 };

static gj_texts_found *place_of(gj_texts *texts, const gj_template *t, const gj_prose *prose) {
    uintptr_t mixed = ((uintptr_t)t >> 4) * 31 + ((uintptr_t)prose >> 4);
    return &texts->matches[(mixed ^ mixed >> 8) % PLACES];
}

size_t gj_texts_match(gj_texts *texts, gj_arena *arena, const gj_template *t, gj_str text, gj_match **matches, bool *gave_up) {
    if (texts && !texts->arena) {
        texts->arena = gj_arena_new();
        texts->matches = GJ_NEW_ARRAY(texts->arena, gj_texts_found, PLACES);
    }
    const gj_prose *prose = texts ? prepared(texts, text, gj_template_lexicon(t)) : NULL;
    if (!prose) return gj_template_match_prose(arena, t, gj_prose_new(arena, text, gj_template_lexicon(t)), matches, gave_up);
    gj_texts_found *m = place_of(texts, t, prose);
    if (m->t != t || m->prose != prose) {
        *m = (gj_texts_found){.t = t, .prose = prose};
        m->n = gj_template_match_prose(texts->arena, t, prose, &m->matches, &m->gave_up);
    }
    *matches = m->matches;
    *gave_up = m->gave_up;
    return m->n;
}

/* Whether the document's text is valid; who prepared it has seen it all. */
static bool is_valid(const gj_texts *texts) {
    gj_str all = texts->doc->text;
    for (uint32_t i = 0; i < texts->nknown; i++)
        if (texts->known[i]->source.p == all.p && texts->known[i]->source.n == all.n) return !texts->known[i]->all->invalid;
    return gj_utf8_valid(all, NULL);
}

bool gj_texts_valid(gj_texts *texts, gj_str text) {
    if (!texts || !texts->doc || !is_piece(texts->doc->text, text)) return false;
    if (texts->utf8 == GJ_TEXTS_UNSEEN) texts->utf8 = is_valid(texts) ? GJ_TEXTS_VALID : GJ_TEXTS_INVALID;
    return texts->utf8 == GJ_TEXTS_VALID;
}
