#include "run/texts.h"

#include "base/utf8.h"

void gj_texts_free(gj_texts *texts) {
    gj_arena_free(texts->arena);
}

static bool is_piece(gj_str whole, gj_str text) {
    return text.p >= whole.p && text.p + text.n <= whole.p + whole.n;
}

const gj_prose *gj_texts_prose(gj_texts *texts, gj_arena *arena, gj_str text, const gj_lexicon *lexicon) {
    const gj_prose *whole = NULL;
    for (uint32_t i = 0; texts && i < texts->nknown; i++) {
        const gj_prose *p = texts->known[i];
        if (p->lexicon != lexicon) continue;
        if (p->text.p == text.p && p->text.n == text.n) return p;
        if (!whole && is_piece(p->text, text)) whole = p;
    }
    if (!texts || texts->nknown == sizeof texts->known / sizeof *texts->known) return gj_prose_new(arena, text, lexicon);
    if (!texts->arena) texts->arena = gj_arena_new();
    const gj_prose *prose = whole ? gj_prose_part(texts->arena, whole, text) : NULL;
    if (!prose) prose = gj_prose_new(texts->arena, text, lexicon);
    return texts->known[texts->nknown++] = prose;
}

bool gj_texts_valid(gj_texts *texts, gj_str text) {
    if (!texts || !texts->doc || !is_piece(texts->doc->text, text)) return false;
    if (texts->utf8 == GJ_TEXTS_UNSEEN) texts->utf8 = gj_utf8_valid(texts->doc->text, NULL) ? GJ_TEXTS_VALID : GJ_TEXTS_INVALID;
    return texts->utf8 == GJ_TEXTS_VALID;
}
