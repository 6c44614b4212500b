#include "report/normalize.h"

#include <errno.h>
#include <iconv.h>
#include <string.h>

#include "base/utf8.h"

/* Decoding. */

static gj_str convert(gj_arena *arena, const char *from, gj_str bytes, size_t unit) {
    iconv_t cd = iconv_open("UTF-8", from);
    if (cd == (iconv_t)-1) return gj_str_copy(arena, bytes);
    gj_buf out = GJ_BUF_INIT;
    char *in = (char *)(uintptr_t)bytes.p, block[16384];
    size_t left = bytes.n;
    while (left > 0) {
        char *p = block;
        size_t room = sizeof block;
        size_t r = iconv(cd, &in, &left, &p, &room);
        gj_buf_add(&out, (gj_str){block, sizeof block - room});
        if (r != (size_t)-1 || errno == E2BIG) continue;
        gj_buf_addz(&out, "\xEF\xBF\xBD");
        size_t skip = left < unit ? left : unit;
        in += skip;
        left -= skip;
    }
    iconv_close(cd);
    gj_str text = gj_buf_copy(&out, arena);
    gj_buf_free(&out);
    return text;
}

/* How much of BYTES reads as UTF-8: characters of several bytes, and bytes that are none. */
static void count_utf8(gj_str bytes, size_t *wide, size_t *bad) {
    *wide = *bad = 0;
    for (size_t at = 0; at < bytes.n;) {
        size_t from = at;
        if ((unsigned char)bytes.p[at] < 0x80) {
            at++;
            continue;
        }
        uint32_t c = gj_utf8_next(bytes, &at);
        if (c == 0xFFFD && at - from == 1)
            ++*bad;
        else
            ++*wide;
    }
}

static gj_str replace_invalid(gj_arena *arena, gj_str bytes) {
    gj_buf out = GJ_BUF_INIT;
    for (size_t at = 0; at < bytes.n;) {
        size_t from = at;
        uint32_t c = gj_utf8_next(bytes, &at);
        if (c == 0xFFFD && at - from == 1)
            gj_buf_addz(&out, "\xEF\xBF\xBD");
        else
            gj_buf_add(&out, gj_str_slice(bytes, from, at));
    }
    gj_str text = gj_buf_copy(&out, arena);
    gj_buf_free(&out);
    return text;
}

/* UTF-16 without a mark: in Chinese text the bytes of line ends, digits and spaces leave zeros on one side only. */
static const char *sniff_utf16(gj_str bytes) {
    size_t n = bytes.n < 4096 ? bytes.n & ~(size_t)1 : 4096, even = 0, odd = 0;
    if (n < 4) return NULL;
    for (size_t i = 0; i < n; i += 2) {
        even += bytes.p[i] == 0;
        odd += bytes.p[i + 1] == 0;
    }
    if (odd > n / 64 && odd > 8 * even) return "UTF-16LE";
    if (even > n / 64 && even > 8 * odd) return "UTF-16BE";
    return NULL;
}

gj_str gj_decode(gj_arena *arena, gj_str bytes) {
    if (gj_str_has_prefix(bytes, GJ_STR("\xFF\xFE"))) return convert(arena, "UTF-16LE", gj_str_slice(bytes, 2, bytes.n), 2);
    if (gj_str_has_prefix(bytes, GJ_STR("\xFE\xFF"))) return convert(arena, "UTF-16BE", gj_str_slice(bytes, 2, bytes.n), 2);
    if (gj_str_has_prefix(bytes, GJ_STR("\xEF\xBB\xBF"))) bytes = gj_str_slice(bytes, 3, bytes.n);
    if (gj_utf8_valid(bytes, NULL) && (bytes.n == 0 || !memchr(bytes.p, 0, bytes.n))) return gj_str_copy(arena, bytes);
    const char *utf16 = sniff_utf16(bytes);
    if (utf16) return convert(arena, utf16, bytes, 2);
    size_t wide, bad;
    count_utf8(bytes, &wide, &bad);
    if (wide >= 4 * bad) return replace_invalid(arena, bytes);
    return convert(arena, "GB18030", bytes, 1);
}

/* Normalising. */

typedef struct gj_normalizer {
    gj_arena *arena;
    gj_map_run *map;
    uint32_t nmap, capacity;
    int64_t shift; /* source - text of the last run */
} gj_normalizer;

/* Says that the text from here on stands SHIFT further in the source. */
static void note_shift(gj_normalizer *z, size_t text, size_t source) {
    int64_t shift = (int64_t)source - (int64_t)text;
    if (shift == z->shift) return;
    if (z->nmap > 0 && z->map[z->nmap - 1].text == text) {
        z->map[z->nmap - 1].source = (uint32_t)source;
    } else {
        if (z->nmap == z->capacity) {
            uint32_t capacity = z->capacity ? z->capacity * 2 : 64;
            gj_map_run *map = gj_arena_raw(z->arena, capacity, sizeof *map);
            if (z->nmap) memcpy(map, z->map, z->nmap * sizeof *map);
            z->map = map;
            z->capacity = capacity;
        }
        if (z->nmap == 0) z->map[z->nmap++] = (gj_map_run){0, 0};
        if (text == 0)
            z->map[0].source = (uint32_t)source;
        else
            z->map[z->nmap++] = (gj_map_run){(uint32_t)text, (uint32_t)source};
    }
    z->shift = shift;
}

static bool is_digit(unsigned char c) {
    return c >= '0' && c <= '9';
}

static bool is_word(unsigned char c) {
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

/* A digit, half or full width, starts at AT. */
static bool digit_at(gj_str s, size_t at) {
    if (at < s.n && is_digit((unsigned char)s.p[at])) return true;
    return at + 2 < s.n && (unsigned char)s.p[at] == 0xEF && (unsigned char)s.p[at + 1] == 0xBC && (unsigned char)s.p[at + 2] >= 0x90 &&
           (unsigned char)s.p[at + 2] <= 0x99;
}

/* The length of an extractor's mark at AT: a bracket, an ASCII word, a colon, up to the closing bracket on the same line, or up to the end of
 * the next ASCII word where the line ends first; else 0. */
static size_t mark_at(gj_str s, size_t at) {
    size_t i = at + 1, limit = at + 200 < s.n ? at + 200 : s.n;
    while (i < limit && is_word((unsigned char)s.p[i])) i++;
    size_t colon = i;
    if (i == at + 1 || i >= limit || s.p[i] != ':') return 0;
    while (i < limit && s.p[i] != ']' && s.p[i] != '\n' && s.p[i] != '\r') i++;
    if (i < limit && s.p[i] == ']') return i + 1 - at;
    if (i < limit && s.p[i] != '\n' && s.p[i] != '\r') return 0;
    i = colon + 1;
    while (i < limit && s.p[i] == ' ') i++;
    while (i < limit && is_word((unsigned char)s.p[i])) i++;
    return i - at;
}

/* What becomes of the character C of N bytes at AT: its replacement in OUT (up to 4 bytes), of the length returned; -1 to keep it. */
static int respell(gj_str s, size_t at, size_t n, uint32_t c, char previous, char out[4]) {
    if (c == 0xA0 || (c >= 0x2000 && c <= 0x200A) || c == 0x202F || c == 0x205F || c == 0x3000) return out[0] = ' ', 1;
    if (c == 0x2028 || c == 0x2029 || c == 0x85) return out[0] = '\n', 1;
    if (c == 0xAD || (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x2064) || c == 0xFEFF) return 0;
    if ((c >= 0xFF10 && c <= 0xFF19) || (c >= 0xFF21 && c <= 0xFF3A) || (c >= 0xFF41 && c <= 0xFF5A) || c == 0xFF05)
        return out[0] = (char)(c - 0xFF01 + '!'), 1;
    if ((c == 0xFF0C || c == 0xFF0E) && is_digit((unsigned char)previous) && digit_at(s, at + n))
        return out[0] = c == 0xFF0C ? ',' : '.', 1;
    if ((c == 0xFF0B || c == 0xFF0D || c == 0x2212) && digit_at(s, at + n)) return out[0] = c == 0xFF0B ? '+' : '-', 1;
    if (c == 0xFF5C || c == 0x2502 || c == 0x2503 || c == 0x2551 || c == 0xFFE8) return out[0] = '|', 1;
    return -1;
}

gj_str gj_normalize(gj_arena *arena, gj_str source, gj_map_run **map, uint32_t *nmap) {
    gj_normalizer z = {.arena = arena};
    char *text = gj_arena_raw(arena, source.n + 2, 1);
    size_t n = 0;
    const unsigned char *p = (const unsigned char *)source.p;
    for (size_t at = 0; at < source.n;) {
        unsigned char c = p[at];
        if (c >= 0xE4 && c <= 0xE9 && at + 2 < source.n) { /* Han: three bytes, kept */
            memcpy(text + n, p + at, 3);
            n += 3;
            at += 3;
            continue;
        }
        if (c < 0x80 && c >= ' ' && c != '[' && c != 0x7F) {
            text[n++] = (char)c;
            at++;
            continue;
        }
        if (c < 0x80) {
            size_t skip = 0;
            if (c == '[')
                skip = mark_at(source, at);
            else if (c == '\r' && at + 1 < source.n && p[at + 1] == '\n')
                skip = 1;
            else if (c == 0 || c == 0x7F || c == 0x1A)
                skip = 1;
            if (skip) {
                at += skip;
                note_shift(&z, n, at);
                continue;
            }
            text[n++] = (c == '\r' || c == '\v' || c == 0x07) ? (c == 0x07 ? '\t' : '\n') : (char)c;
            at++;
            continue;
        }
        size_t from = at;
        uint32_t u = gj_utf8_next(source, &at);
        char out[4];
        int m = respell(source, from, at - from, u, n ? text[n - 1] : '\n', out);
        if (m < 0) {
            memcpy(text + n, p + from, at - from);
            n += at - from;
        } else {
            memcpy(text + n, out, (size_t)m);
            n += (size_t)m;
            note_shift(&z, n, at);
        }
    }
    if (n > 0 && text[n - 1] != '\n') text[n++] = '\n';
    text[n] = '\0';
    *map = z.map;
    *nmap = z.nmap;
    return (gj_str){text, n};
}
