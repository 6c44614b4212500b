#include "base/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

gj_str gj_str_copy(gj_arena *arena, gj_str s) {
    char *p = gj_arena_raw(arena, s.n + 1, 1);
    if (s.n) memcpy(p, s.p, s.n);
    p[s.n] = '\0';
    return (gj_str){p, s.n};
}

gj_str gj_str_format(gj_arena *arena, const char *format, ...) {
    gj_buf buf = GJ_BUF_INIT;
    va_list args;
    va_start(args, format);
    gj_buf_addv(&buf, format, args);
    va_end(args);
    gj_str s = gj_buf_copy(&buf, arena);
    gj_buf_free(&buf);
    return s;
}

static bool ascii_space(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

gj_str gj_str_trim(gj_str s) {
    for (;;) {
        size_t n = s.n && ascii_space(s.p[0]) ? 1 : s.n >= 3 && memcmp(s.p, "　", 3) == 0 ? 3 : 0;
        if (!n) break;
        s.p += n;
        s.n -= n;
    }
    for (;;) {
        size_t n = s.n && ascii_space(s.p[s.n - 1]) ? 1 : s.n >= 3 && memcmp(s.p + s.n - 3, "　", 3) == 0 ? 3 : 0;
        if (!n) return s;
        s.n -= n;
    }
}

int gj_str_cmp(gj_str a, gj_str b) {
    size_t n = a.n < b.n ? a.n : b.n;
    int c = n ? memcmp(a.p, b.p, n) : 0;
    return c ? c : (a.n > b.n) - (a.n < b.n);
}

ptrdiff_t gj_str_find(gj_str s, gj_str needle) {
    if (needle.n == 0) return 0;
    if (needle.n > s.n) return -1;
    const char *at = memmem(s.p, s.n, needle.p, needle.n);
    return at ? at - s.p : -1;
}

uint64_t gj_str_hash(gj_str s) {
    uint64_t h = UINT64_C(0xcbf29ce484222325);
    for (size_t i = 0; i < s.n; i++) h = (h ^ (unsigned char)s.p[i]) * UINT64_C(0x100000001b3);
    return h;
}

/* Room for MORE bytes and the final NUL. */
static void reserve(gj_buf *buf, size_t more) {
    size_t need;
    if (__builtin_add_overflow(buf->n, more, &need) || need > SIZE_MAX / 2 - 1) need = SIZE_MAX - 1; /* refused by realloc */
    if (need + 1 <= buf->capacity) return;
    size_t capacity = buf->capacity ? buf->capacity * 2 : 64;
    if (capacity < need + 1) capacity = need + 1;
    buf->p = gj_realloc(buf->p, capacity);
    buf->capacity = capacity;
}

void gj_buf_free(gj_buf *buf) {
    free(buf->p);
    *buf = GJ_BUF_INIT;
}

void gj_buf_clear(gj_buf *buf) {
    buf->n = 0;
    if (buf->p) buf->p[0] = '\0';
}

void gj_buf_add(gj_buf *buf, gj_str s) {
    reserve(buf, s.n);
    if (s.n) memcpy(buf->p + buf->n, s.p, s.n);
    buf->n += s.n;
    buf->p[buf->n] = '\0';
}

void gj_buf_addz(gj_buf *buf, const char *z) {
    gj_buf_add(buf, gj_str_from(z));
}

void gj_buf_addc(gj_buf *buf, char c) {
    gj_buf_add(buf, (gj_str){&c, 1});
}

void gj_buf_add_repeat(gj_buf *buf, const char *z, size_t times) {
    gj_str s = gj_str_from(z);
    for (size_t i = 0; i < times; i++) gj_buf_add(buf, s);
}

void gj_buf_addv(gj_buf *buf, const char *format, va_list args) {
    va_list again;
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, args);
    if (n > 0) {
        reserve(buf, (size_t)n);
        vsnprintf(buf->p + buf->n, (size_t)n + 1, format, again);
        buf->n += (size_t)n;
    }
    va_end(again);
}

void gj_buf_addf(gj_buf *buf, const char *format, ...) {
    va_list args;
    va_start(args, format);
    gj_buf_addv(buf, format, args);
    va_end(args);
}

gj_str gj_buf_str(const gj_buf *buf) {
    return (gj_str){buf->p, buf->n};
}

gj_str gj_buf_copy(const gj_buf *buf, gj_arena *arena) {
    return gj_str_copy(arena, gj_buf_str(buf));
}
