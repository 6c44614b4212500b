/* utf8.h - characters and columns.
 *
 * Offsets are in bytes; a character is one Unicode scalar value; a display column is a cell of a terminal (a Chinese
 * character takes two). Invalid bytes count as one character and one column each, so every walk ends.
 */
#ifndef GJ_BASE_UTF8_H
#define GJ_BASE_UTF8_H

#include "base/text.h"

/* gj_utf8_next for what is neither ASCII nor three plain bytes. */
uint32_t gj_utf8_next_rare(gj_str s, size_t *at);

/* Decodes the character at S.p[*AT], moves *AT behind it and returns it; an invalid byte gives U+FFFD and moves by one.
 * *AT < S.n is the caller's duty. */
static inline uint32_t gj_utf8_next(gj_str s, size_t *at) {
    /* Nearly all text is ASCII or three bytes a character. */
    const unsigned char *p = (const unsigned char *)s.p + *at;
    if (*p < 0x80) {
        *at += 1;
        return *p;
    }
    if (*p > 0xE0 && *p < 0xF0 && *p != 0xED && s.n - *at >= 3 && (p[1] & 0xC0) == 0x80 && (p[2] & 0xC0) == 0x80) {
        *at += 3;
        return (*p & 0x0Fu) << 12 | (p[1] & 0x3Fu) << 6 | (p[2] & 0x3Fu);
    }
    return gj_utf8_next_rare(s, at);
}

/* Writes C to OUT (4 bytes at most); returns how many bytes. */
size_t gj_utf8_put(uint32_t c, char out[4]);

bool gj_utf8_valid(gj_str s, size_t *bad_at); /* strict: no surrogates, no overlong forms; bad_at may be NULL */
size_t gj_utf8_count(gj_str s);               /* characters */
int gj_utf8_width_of(uint32_t c);             /* columns of one character: 0, 1 or 2 (East Asian Ambiguous counts as 2 for
                                                 punctuation used in Chinese text: quotes, dashes, ellipsis, ≠ ≈ ± × ÷ count 1 or 2 as
                                                 utf8proc says; Han, kana and full-width forms count 2) */
size_t gj_utf8_width(gj_str s);               /* columns of a string without line breaks; a tab counts 1 */

/* The half-width equal of a full-width form (U+FF01..FF5E, U+3000), else C itself. */
static inline uint32_t gj_utf8_narrow(uint32_t c) {
    if (c >= 0xFF01 && c <= 0xFF5E) return c - 0xFEE0;
    return c == 0x3000 ? ' ' : c;
}

static inline bool gj_utf8_is_digit(uint32_t c) {
    return c >= '0' && c <= '9';
}

static inline bool gj_utf8_is_letter(uint32_t c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* 一 to 十, which ordinals are written with: 1 to 10; 0 for what is none of them. */
int gj_utf8_numeral(uint32_t c);

static inline bool gj_utf8_is_numeral(uint32_t c) {
    return gj_utf8_numeral(c) != 0;
}

/* The numeral of N, 1 to 10. */
uint32_t gj_utf8_numeral_of(int n);

/* A CJK ideograph, including 〇 and the extensions. */
static inline bool gj_utf8_is_han(uint32_t c) {
    return (c >= 0x4E00 && c <= 0x9FFF) || c == 0x3007 || (c >= 0x3400 && c <= 0x4DBF) || (c >= 0xF900 && c <= 0xFAFF) ||
           (c >= 0x20000 && c <= 0x323AF);
}

/* Behind the Han characters from AT on (those of three bytes led by E4 to E9); AT itself when none stands there. */
static inline size_t gj_utf8_past_han(gj_str s, size_t at) {
    while (at + 3 <= s.n && (unsigned char)s.p[at] >= 0xE4 && (unsigned char)s.p[at] <= 0xE9) at += 3;
    return at;
}

/* ASCII white space, NBSP, U+2000..200B, U+3000, BOM. */
static inline bool gj_utf8_is_space(uint32_t c) {
    return c == ' ' || (c >= '\t' && c <= '\r') || c == 0xA0 || (c >= 0x2000 && c <= 0x200B) || c == 0x3000 || c == 0xFEFF;
}

/* Pads S with spaces to WIDTH columns into BUF; right-aligned when RIGHT. Longer strings are added whole. */
void gj_utf8_pad(gj_buf *buf, gj_str s, size_t width, bool right);

/* The longest prefix of S that fits WIDTH columns. */
gj_str gj_utf8_fit(gj_str s, size_t width);

#endif
