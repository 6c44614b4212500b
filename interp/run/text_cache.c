#include "run/text_cache.h"

#include "base/utf8.h"

void gj_text_cache_free(gj_text_cache *cache) {
    gj_arena_free(cache->arena);
}

static bool is_piece(gj_str whole, gj_str text) {
    return text.p >= whole.p && text.p + text.n <= whole.p + whole.n;
}

/* TEXT prepared for templates of LEXICON; NULL when there is no room for more. */
static const gj_prose *prepared(gj_text_cache *cache, gj_str text, const gj_lexicon *lexicon) {
    const gj_prose *whole = NULL;
    for (uint32_t i = 0; i < cache->nknown; i++) {
        const gj_prose *p = cache->known[i];
        if (p->lexicon != lexicon) continue;
        if (p->text.p == text.p && p->text.n == text.n) return p;
        if (!whole && is_piece(p->text, text)) whole = p;
    }
    if (cache->nknown == sizeof cache->known / sizeof *cache->known) return NULL;
    const gj_prose *prose = whole ? gj_prose_part(cache->arena, whole, text) : NULL;
    if (!prose) prose = gj_prose_new(cache->arena, text, lexicon);
    return cache->known[cache->nknown++] = prose;
}

/* What T matched in PROSE: the last of those that share its place in the table. */
typedef struct gj_text_cache_found {
    const gj_template *t;
    const gj_prose *prose;
    gj_match *matches;
    size_t n;
    bool gave_up;
} gj_text_cache_found;

enum { PLACES = 256 };

static gj_text_cache_found *place_of(gj_text_cache *cache, const gj_template *t, const gj_prose *prose) {
    uintptr_t mixed = ((uintptr_t)t >> 4) * 31 + ((uintptr_t)prose >> 4);
    return &cache->matches[(mixed ^ mixed >> 8) % PLACES];
}

size_t gj_text_cache_match(gj_text_cache *cache, gj_arena *arena, const gj_template *t, gj_str text, gj_match **matches, bool *gave_up) {
    if (cache && !cache->arena) {
        cache->arena = gj_arena_new();
        cache->matches = GJ_NEW_ARRAY(cache->arena, gj_text_cache_found, PLACES);
    }
    const gj_prose *prose = cache ? prepared(cache, text, gj_template_lexicon(t)) : NULL;
    if (!prose) return gj_template_match_prose(arena, t, gj_prose_new(arena, text, gj_template_lexicon(t)), matches, gave_up);
    gj_text_cache_found *m = place_of(cache, t, prose);
    if (m->t != t || m->prose != prose) {
        *m = (gj_text_cache_found){.t = t, .prose = prose};
        m->n = gj_template_match_prose(cache->arena, t, prose, &m->matches, &m->gave_up);
    }
    *matches = m->matches;
    *gave_up = m->gave_up;
    return m->n;
}

/* Whether the document's text is valid; who prepared it has seen it all. */
static bool is_valid(const gj_text_cache *cache) {
    gj_str all = cache->doc->text;
    for (uint32_t i = 0; i < cache->nknown; i++)
        if (cache->known[i]->source.p == all.p && cache->known[i]->source.n == all.n) return !cache->known[i]->all->invalid;
    return gj_utf8_valid(all, NULL);
}

bool gj_text_cache_valid(gj_text_cache *cache, gj_str text) {
    if (!cache || !cache->doc || !is_piece(cache->doc->text, text)) return false;
    if (cache->utf8 == GJ_TEXT_CACHE_UNSEEN) cache->utf8 = is_valid(cache) ? GJ_TEXT_CACHE_VALID : GJ_TEXT_CACHE_INVALID;
    return cache->utf8 == GJ_TEXT_CACHE_VALID;
}
