/* utf8.h - characters and columns.
 *
 * Offsets are in bytes; a character is one Unicode scalar value; a display column is a cell of a terminal (a Chinese
 * character takes two). Invalid bytes count as one character and one column each, so every walk ends.
 */
#ifndef GJ_BASE_UTF8_H
#define GJ_BASE_UTF8_H

#include "base/text.h"

/* Decodes the character at S.p[*AT], moves *AT behind it and returns it; an invalid byte gives U+FFFD and moves by one.
 * *AT < S.n is the caller's duty. */
uint32_t gj_utf8_next(gj_str s, size_t *at);

/* Writes C to OUT (4 bytes at most); returns how many bytes. */
size_t gj_utf8_put(uint32_t c, char out[4]);

bool gj_utf8_valid(gj_str s, size_t *bad_at); /* strict: no surrogates, no overlong forms; bad_at may be NULL */
size_t gj_utf8_count(gj_str s);               /* characters */
int gj_utf8_width_of(uint32_t c);             /* columns of one character: 0, 1 or 2 (East Asian Ambiguous counts as 2 for
                                                 punctuation used in Chinese text: quotes, dashes, ellipsis, ≠ ≈ ± × ÷ count 1 or 2 as
                                                 utf8proc says; Han, kana and full-width forms count 2) */
size_t gj_utf8_width(gj_str s);               /* columns of a string without line breaks; a tab counts 1 */

/* The half-width equal of a full-width form (U+FF01..FF5E, U+3000), else C itself. */
uint32_t gj_utf8_narrow(uint32_t c);

bool gj_utf8_is_han(uint32_t c);   /* a CJK ideograph, including 〇 and the extensions */
bool gj_utf8_is_space(uint32_t c); /* ASCII white space, NBSP, U+2000..200B, U+3000, BOM */

/* Pads S with spaces to WIDTH columns into BUF; right-aligned when RIGHT. Longer strings are added whole. */
void gj_utf8_pad(gj_buf *buf, gj_str s, size_t width, bool right);

/* The longest prefix of S that fits WIDTH columns. */
gj_str gj_utf8_fit(gj_str s, size_t width);

#endif
