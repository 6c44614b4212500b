#include "base/utf8.h"

#include <utf8proc.h>

#define REPLACEMENT 0xFFFD

/* Length of the well-formed character at P (N bytes are left), 0 when there is none; *C is set only when there is one. */
static size_t decode(const unsigned char *p, size_t n, uint32_t *c) {
    unsigned b = p[0];
    if (b < 0x80) {
        *c = b;
        return 1;
    }
    size_t len = b >= 0xC2 && b < 0xE0 ? 2 : b >= 0xE0 && b < 0xF0 ? 3 : b >= 0xF0 && b < 0xF5 ? 4 : 0;
    if (len == 0 || len > n) return 0;
    uint32_t v = b & (0xFFu >> (len + 1));
    for (size_t i = 1; i < len; i++) {
        if ((p[i] & 0xC0) != 0x80) return 0;
        v = v << 6 | (p[i] & 0x3Fu);
    }
    bool overlong = (len == 3 && v < 0x800) || (len == 4 && v < 0x10000);
    if (overlong || (v >= 0xD800 && v < 0xE000) || v > 0x10FFFF) return 0;
    *c = v;
    return len;
}

uint32_t gj_utf8_next_rare(gj_str s, size_t *at) {
    uint32_t c = REPLACEMENT;
    size_t n = decode((const unsigned char *)s.p + *at, s.n - *at, &c);
    *at += n ? n : 1;
    return c;
}

size_t gj_utf8_put(uint32_t c, char out[4]) {
    if (c > 0x10FFFF || (c >= 0xD800 && c < 0xE000)) c = REPLACEMENT;
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    size_t n = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    for (size_t i = n - 1; i > 0; i--, c >>= 6) out[i] = (char)(0x80 | (c & 0x3F));
    out[0] = (char)((0xF00u >> n & 0xFFu) | c);
    return n;
}

/* Where the run of ASCII and usual three-byte characters from AT on ends. */
static size_t usual_end(gj_str s, size_t at) {
    const unsigned char *p = (const unsigned char *)s.p;
    for (;;) {
        if (at < s.n && p[at] < 0x80)
            at++;
        else if (s.n - at >= 3 && p[at] > 0xE0 && p[at] < 0xED && (p[at + 1] & 0xC0) == 0x80 && (p[at + 2] & 0xC0) == 0x80)
            at += 3;
        else
            return at;
    }
}

bool gj_utf8_valid(gj_str s, size_t *bad_at) {
    for (size_t i = 0; (i = usual_end(s, i)) < s.n;) {
        uint32_t c;
        size_t n = decode((const unsigned char *)s.p + i, s.n - i, &c);
        if (n == 0) {
            if (bad_at) *bad_at = i;
            return false;
        }
        i += n;
    }
    return true;
}

size_t gj_utf8_count(gj_str s) {
    size_t count = 0;
    for (size_t at = 0; at < s.n; count++) gj_utf8_next(s, &at);
    return count;
}

int gj_utf8_width_of(uint32_t c) {
    if (c < 0x7F) return c >= 0x20 || c == '\t';
    if (c >= 0x4E00 && c <= 0x9FFF) return 2;
    switch (c) { /* Ambiguous, and drawn wide beside Chinese */
    case 0x2014:
    case 0x2015:
    case 0x2018:
    case 0x2019:
    case 0x201C:
    case 0x201D:
    case 0x2026: return 2;
    default: break;
    }
    if (c > 0x10FFFF) return 1;
    int width = utf8proc_charwidth((utf8proc_int32_t)c);
    return width < 0 ? 0 : width > 2 ? 2 : width;
}

size_t gj_utf8_width(gj_str s) {
    size_t width = 0;
    for (size_t at = 0; at < s.n;) width += (size_t)gj_utf8_width_of(gj_utf8_next(s, &at));
    return width;
}

void gj_utf8_pad(gj_buf *buf, gj_str s, size_t width, bool right) {
    size_t w = gj_utf8_width(s);
    size_t pad = w < width ? width - w : 0;
    if (right) gj_buf_add_repeat(buf, " ", pad);
    gj_buf_add(buf, s);
    if (!right) gj_buf_add_repeat(buf, " ", pad);
}

gj_str gj_utf8_fit(gj_str s, size_t width) {
    size_t used = 0;
    for (size_t at = 0; at < s.n;) {
        size_t before = at;
        used += (size_t)gj_utf8_width_of(gj_utf8_next(s, &at));
        if (used > width) return gj_str_slice(s, 0, before);
    }
    return s;
}

int gj_utf8_numeral(uint32_t c) {
    switch (c) {
    case 0x4E00: return 1;
    case 0x4E8C: return 2;
    case 0x4E09: return 3;
    case 0x56DB: return 4;
    case 0x4E94: return 5;
    case 0x516D: return 6;
    case 0x4E03: return 7;
    case 0x516B: return 8;
    case 0x4E5D: return 9;
    case 0x5341: return 10;
    default: return 0;
    }
}

uint32_t gj_utf8_numeral_of(int n) {
    static const uint32_t numerals[] = {0x4E00, 0x4E8C, 0x4E09, 0x56DB, 0x4E94, 0x516D, 0x4E03, 0x516B, 0x4E5D, 0x5341};
    return numerals[n - 1];
}
