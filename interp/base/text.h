/* text.h - slices of bytes, and a buffer that grows.
 *
 * Law of ownership: a gj_str borrows its bytes (from an arena, a source, a literal) and is passed by value; it is not
 * NUL-terminated. A gj_buf owns its bytes until gj_buf_free, or until gj_buf_take hands them over.
 */
#ifndef GJ_BASE_TEXT_H
#define GJ_BASE_TEXT_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"

typedef struct gj_str {
    const char *p;
    size_t n;
} gj_str;

#define GJ_STR(literal) ((gj_str){(literal), sizeof(literal) - 1})
#define GJ_STR_NONE     ((gj_str){NULL, 0})
/* For printf("%.*s", GJ_FMT(s)). */
#define GJ_FMT(s) (int)(s).n, (s).p

/* The small ones are here, so that they cost nothing where text is walked through. */

/* Of ASCII; C is a byte, signed or not. */
static inline bool gj_is_digit(int c) {
    return c >= '0' && c <= '9';
}

/* NULL gives an empty string. */
static inline gj_str gj_str_from(const char *nul_terminated) {
    return nul_terminated ? (gj_str){nul_terminated, strlen(nul_terminated)} : GJ_STR_NONE;
}

/* Clamped to the string. */
static inline gj_str gj_str_slice(gj_str s, size_t from, size_t to) {
    if (to > s.n) to = s.n;
    if (from > to) from = to;
    return (gj_str){s.n ? s.p + from : s.p, to - from};
}

static inline bool gj_str_eq(gj_str a, gj_str b) {
    return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

/* The last byte is compared first: of Chinese characters the first ones are nearly all alike. */
static inline bool gj_str_has_prefix(gj_str s, gj_str prefix) {
    return prefix.n == 0 || (s.n >= prefix.n && s.p[prefix.n - 1] == prefix.p[prefix.n - 1] && memcmp(s.p, prefix.p, prefix.n) == 0);
}

static inline bool gj_str_has_suffix(gj_str s, gj_str suffix) {
    return suffix.n == 0 ||
           (s.n >= suffix.n && s.p[s.n - 1] == suffix.p[suffix.n - 1] && memcmp(s.p + s.n - suffix.n, suffix.p, suffix.n) == 0);
}

gj_str gj_str_copy(gj_arena *arena, gj_str s); /* the copy is also NUL-terminated */
gj_str gj_str_format(gj_arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));
gj_str gj_str_trim(gj_str s);                   /* without leading and trailing white space, ASCII and ideographic */
int gj_str_cmp(gj_str a, gj_str b);             /* bytewise order, for sorting */
ptrdiff_t gj_str_find(gj_str s, gj_str needle); /* byte offset of the first occurrence, or -1 */
uint64_t gj_str_hash(gj_str s);                 /* FNV-1a 64: stable over versions, used in ids and fingerprints */

typedef struct gj_buf {
    char *p; /* NUL-terminated whenever not NULL */
    size_t n, capacity;
} gj_buf;

#define GJ_BUF_INIT ((gj_buf){NULL, 0, 0})

void gj_buf_free(gj_buf *buf);
void gj_buf_clear(gj_buf *buf); /* empties, keeps the memory */
void gj_buf_add(gj_buf *buf, gj_str s);
void gj_buf_addz(gj_buf *buf, const char *nul_terminated);
void gj_buf_addc(gj_buf *buf, char c);
void gj_buf_add_repeat(gj_buf *buf, const char *nul_terminated, size_t times);
void gj_buf_addf(gj_buf *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));
void gj_buf_addv(gj_buf *buf, const char *format, va_list args) __attribute__((format(printf, 2, 0)));
gj_str gj_buf_str(const gj_buf *buf);                   /* borrowed until the buffer changes */
gj_str gj_buf_copy(const gj_buf *buf, gj_arena *arena); /* a copy that the arena owns */

#endif
