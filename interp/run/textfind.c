/* textfind.c - looking for words in a text whose lines were broken for the page. */
#include "base/utf8.h"
#include "run/textual.h"

/* The next character that counts, in its narrow form; 0 at the end. */
static uint32_t next_of(gj_str s, size_t *at) {
    while (*at < s.n) {
        uint32_t c = gj_utf8_next(s, at);
        if (!gj_utf8_is_space(c)) return gj_utf8_narrow(c);
    }
    return 0;
}

static bool stands_at(gj_str text, gj_str needle, size_t at, size_t *end) {
    for (size_t k = 0;;) {
        uint32_t want = next_of(needle, &k);
        if (want == 0) break;
        if (next_of(text, &at) != want) return false;
        *end = at;
    }
    return true;
}

bool gj_text_find(gj_str text, gj_str needle, size_t from, size_t *start, size_t *end) {
    size_t k = 0, stop = 0;
    uint32_t first = next_of(needle, &k);
    if (first == 0) return false;
    for (size_t at = from; at < text.n;) {
        size_t here = at;
        if (gj_utf8_narrow(gj_utf8_next(text, &at)) != first || !stands_at(text, needle, here, &stop)) continue;
        if (start) *start = here;
        if (end) *end = stop;
        return true;
    }
    return false;
}

bool gj_text_same(gj_str a, gj_str b) {
    for (size_t i = 0, k = 0;;) {
        uint32_t x = next_of(a, &i);
        if (x != next_of(b, &k)) return false;
        if (x == 0) return true;
    }
}
