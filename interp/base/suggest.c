#include "base/suggest.h"

#include <stdlib.h>

#include "base/utf8.h"

/* Nobody mistypes a name of more characters than this; longer ones are only ever equal. */
#define NAME_MOST 64

static size_t decode(gj_str s, uint32_t out[NAME_MOST]) {
    size_t n = 0;
    for (size_t at = 0; at < s.n; n++) {
        if (n == NAME_MOST) return NAME_MOST + 1;
        out[n] = gj_utf8_next(s, &at);
    }
    return n;
}

static unsigned least(unsigned a, unsigned b) {
    return a < b ? a : b;
}

unsigned gj_edit_distance(gj_str a, gj_str b, unsigned limit) {
    uint32_t x[NAME_MOST], y[NAME_MOST];
    size_t n = decode(a, x), m = decode(b, y);
    if (n > NAME_MOST || m > NAME_MOST) return gj_str_eq(a, b) ? 0 : limit + 1;
    unsigned rows[3][NAME_MOST + 1];
    for (size_t j = 0; j <= m; j++) rows[0][j] = (unsigned)j;
    for (size_t i = 1; i <= n; i++) {
        unsigned *row = rows[i % 3];
        const unsigned *above = rows[(i + 2) % 3], *above2 = rows[(i + 1) % 3];
        row[0] = (unsigned)i;
        for (size_t j = 1; j <= m; j++) {
            unsigned d = above[j - 1] + (x[i - 1] != y[j - 1]);
            d = least(d, least(above[j], row[j - 1]) + 1);
            if (i > 1 && j > 1 && x[i - 1] == y[j - 2] && x[i - 2] == y[j - 1]) d = least(d, above2[j - 2] + 1);
            row[j] = d;
        }
    }
    return least(rows[n % 3][m], limit + 1);
}

static bool shares_an_end(gj_str a, gj_str b) {
    size_t i = 0, j = 0;
    if (gj_utf8_next(a, &i) == gj_utf8_next(b, &j)) return true;
    for (i = a.n - 1; i > 0 && (a.p[i] & 0xC0) == 0x80;) i--;
    for (j = b.n - 1; j > 0 && (b.p[j] & 0xC0) == 0x80;) j--;
    return gj_str_eq(gj_str_slice(a, i, a.n), gj_str_slice(b, j, b.n));
}

ptrdiff_t gj_suggest(gj_str name, const gj_str *candidates, size_t count) {
    if (name.n == 0) return -1;
    ptrdiff_t best = -1;
    unsigned best_score = UINT32_MAX;
    size_t length = gj_utf8_count(name);
    for (size_t i = 0; i < count; i++) {
        gj_str c = candidates[i];
        if (c.n == 0) continue;
        size_t other = gj_utf8_count(c), longer = other > length ? other : length, shorter = other > length ? length : other;
        unsigned most = (unsigned)(longer < NAME_MOST ? (longer + 2) / 3 : NAME_MOST / 3);
        unsigned d = gj_edit_distance(name, c, most);
        if (shorter >= 2 && d > most && (gj_str_find(c, name) >= 0 || gj_str_find(name, c) >= 0)) d = most;
        if (d > most || d >= longer) continue; /* something must be in common */
        unsigned score = 2 * d + !shares_an_end(name, c);
        if (score < best_score) {
            best_score = score;
            best = (ptrdiff_t)i;
        }
    }
    return best;
}
