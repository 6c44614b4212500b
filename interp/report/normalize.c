#include "report/normalize.h"

#include <endian.h>
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
    gj_str source;
    size_t from; /* what of the source has not gone out */
    char *text;  /* NULL until something changes */
    size_t n;
    gj_normal *out;
    uint32_t cut_capacity;
    unsigned seen; /* in the line so far */
} gj_normalizer;

/* Says that the text from here on stands SHIFT further in the source. */
static void note_shift(gj_normalizer *z, size_t text, size_t source) {
    int64_t shift = (int64_t)source - (int64_t)text;
    if (shift == z->shift) return;
    if (z->nmap > 0 && z->map[z->nmap - 1].text == text) {
        z->map[z->nmap - 1].source = (uint32_t)source;
    } else {
        z->map = gj_arena_grow(z->arena, z->map, z->nmap, &z->capacity, 64, sizeof *z->map);
        if (z->nmap == 0) z->map[z->nmap++] = (gj_map_run){0, 0};
        if (text == 0)
            z->map[0].source = (uint32_t)source;
        else
            z->map[z->nmap++] = (gj_map_run){(uint32_t)text, (uint32_t)source};
    }
    z->shift = shift;
}

static bool is_word(unsigned char c) {
    return gj_is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

/* A digit, half or full width, starts at AT. */
static bool digit_at(gj_str s, size_t at) {
    if (at < s.n && gj_is_digit(s.p[at])) return true;
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
    if ((c == 0xFF0C || c == 0xFF0E) && gj_is_digit(previous) && digit_at(s, at + n)) return out[0] = c == 0xFF0C ? ',' : '.', 1;
    if ((c == 0xFF0B || c == 0xFF0D || c == 0x2212) && digit_at(s, at + n)) return out[0] = c == 0xFF0B ? '+' : '-', 1;
    if (c == 0xFF5C || c == 0x2502 || c == 0x2503 || c == 0x2551 || c == 0xFFE8) return out[0] = '|', 1;
    return -1;
}

/* What the pass over the bytes does at one of them. The SEEN bits are those of a cut. */
enum {
    CLASS_KEEP = 0,       /* a byte that stays, and separates nothing */
    CLASS_NEWLINE = 0x20, /* what is less is a GJ_SEEN_… */
    CLASS_CONTROL,        /* and the bracket that may begin a mark */
    CLASS_WIDE            /* beyond ASCII */
};

static const unsigned char byte_class[256] = {
    [0x00 ... 0x08] = CLASS_CONTROL, ['\t'] = GJ_SEEN_TAB,   ['\n'] = CLASS_NEWLINE,       ['\v'] = CLASS_CONTROL, ['\f'] = GJ_SEEN_FEED,
    [0x0D ... 0x1F] = CLASS_CONTROL, [' '] = GJ_SEEN_SPACE,  ['['] = CLASS_CONTROL,        ['|'] = GJ_SEEN_BAR,    [','] = GJ_SEEN_COMMA,
    [';'] = GJ_SEEN_COMMA,           [0x7F] = CLASS_CONTROL, [0x80 ... 0xFF] = CLASS_WIDE,
};

/* Bytes are looked at by blocks: most are letters, digits, Han and Chinese punctuation, which stay and separate nothing. */
enum { BLOCK = 64, AHEAD = 2 }; /* AHEAD: so many bytes behind a block are looked at too */

/* By byte of a block, the first in the lowest bit. */
typedef struct gj_block {
    uint64_t look;    /* it is one of those that want a closer look */
    uint64_t leads;   /* it leads a character of three bytes, which any two that go on with one make whole */
    uint64_t goes_on; /* it goes on with a character */
} gj_block;

typedef unsigned char gj_lane __attribute__((vector_size(16)));

/* The bits of a lane whose bytes are 0 or 0xFF. */
static inline uint64_t bits_of(gj_lane v) {
#ifdef __SSE2__
    return (unsigned)__builtin_ia32_pmovmskb128((char __attribute__((vector_size(16))))v);
#else
    uint64_t half[2];
    memcpy(half, &v, sizeof half);
    for (int i = 0; i < 2; i++) half[i] = (le64toh(half[i]) & UINT64_C(0x8080808080808080)) * UINT64_C(0x0002040810204081) >> 56;
    return half[0] | half[1] << 8;
#endif
}

static inline gj_block look_over(const unsigned char *p) {
    gj_block block = {0};
    for (unsigned at = 0; at < BLOCK; at += sizeof(gj_lane)) {
        gj_lane v, third;
        memcpy(&v, p + at, sizeof v);
        memcpy(&third, p + at + AHEAD, sizeof third);
        gj_lane ascii = (gj_lane)((v <= ' ') | (v == ',') | (v == ';') |
                                  ((v | 0x20) - '{' <= 0x7F - '{')); /* the last: [ | and DEL, and a few that stay */
        gj_lane wide = (gj_lane)((v >= 0xC0) & (v - 0xE3 > 0xE9 - 0xE3)),
                space = (gj_lane)((v == 0xE3) & (third == 0x80)); /* perhaps the wide one */
        block.look |= bits_of(ascii | wide | space) << at;
        block.leads |= bits_of((gj_lane)((v - 0xE1 <= 0xEF - 0xE1) & (v != 0xED))) << at;
        block.goes_on |= bits_of((gj_lane)((signed char __attribute__((vector_size(16))))v < -0x40)) << at;
    }
    return block;
}

/* The text up to AT in the source goes out; until the first change there is nothing to do, for the text is the source. */
static void flush(gj_normalizer *z, size_t at) {
    if (!z->text) z->text = gj_arena_raw(z->arena, z->source.n + 2, 1);
    memcpy(z->text + z->n, z->source.p + z->from, at - z->from);
    z->n += at - z->from;
    z->from = at;
}

/* A line of the text ends. */
static void cut(gj_normalizer *z, size_t end) {
    gj_normal *out = z->out;
    out->cuts = gj_arena_grow(z->arena, out->cuts, out->ncuts, &z->cut_capacity, 64, sizeof *out->cuts);
    out->cuts[out->ncuts++] = (gj_cut){.end = (uint32_t)end, .seen = (uint8_t)z->seen};
    z->seen = 0;
}

/* Most characters of three bytes that are looked at are punctuation that stays. BEFORE: the byte before them is text. */
static bool stays(const unsigned char *p, bool before) {
    if (p[0] == 0xEF && p[1] == 0xBC) {
        if (p[2] == 0x8C) return before && !gj_is_digit(p[-1]); /* a comma changes between digits */
        return p[2] == 0x88 || p[2] == 0x89 || p[2] == 0x9A || p[2] == 0x9B || p[2] == 0x81 || p[2] == 0x9F;
    }
    return p[0] == 0xE2 && p[1] == 0x80 && p[2] >= 0x90 && p[2] < 0xA8;
}

/* The character at FROM, which may have to change; where the next one begins is returned. */
static size_t look_closer(gj_normalizer *z, size_t from, unsigned class) {
    gj_str source = z->source;
    const unsigned char *p = (const unsigned char *)source.p;
    char instead[4];
    int m = -1;
    size_t at = from;
    if (class == CLASS_WIDE) {
        if (at + 2 < source.n && stays(p + at, at > z->from)) return at + 3;
        uint32_t u = gj_utf8_next(source, &at);
        z->out->valid &= u != 0xFFFD || at - from != 1;
        m = respell(source, from, at - from, u, from > z->from ? source.p[from - 1] : z->n ? z->text[z->n - 1] : '\n', instead);
        if (m < 0) return at;
    } else {
        size_t mark = p[at] == '[' ? mark_at(source, at) : 0;
        at += mark ? mark : 1;
        z->out->valid &= p[from] != 0;
        if (mark || p[from] == 0 || p[from] == 0x7F || p[from] == 0x1A || (p[from] == '\r' && at < source.n && p[at] == '\n'))
            m = 0;
        else if (p[from] == '\r' || p[from] == '\v' || p[from] == 0x07)
            instead[0] = p[from] == 0x07 ? '\t' : '\n', m = 1;
        else
            return at;
    }
    flush(z, from);
    if (m > 0) {
        unsigned became = byte_class[(unsigned char)instead[0]];
        if (became == CLASS_NEWLINE)
            cut(z, z->n);
        else
            z->seen |= became;
        memcpy(z->text + z->n, instead, (size_t)m);
        z->n += (size_t)m;
    }
    z->from = at;
    note_shift(z, z->n, at);
    return at;
}

void gj_normalize(gj_arena *arena, gj_str source, gj_normal *out) {
    enum { LINE = 40 }; /* bytes: lines of reports are longer */
    gj_normalizer z = {.arena = arena, .source = source, .out = out, .cut_capacity = (uint32_t)(source.n / LINE) + 16};
    *out = (gj_normal){.valid = true, .cuts = gj_arena_raw(arena, z.cut_capacity, sizeof *out->cuts)};
    const unsigned char *p = (const unsigned char *)source.p;
    uint64_t owed = 0; /* bytes of the next block with which a character has to go on */
    for (size_t base = 0, done = 0; base < source.n; base += BLOCK) {
        unsigned char last[BLOCK + AHEAD] = {0};
        size_t left = source.n - base;
        if (left < sizeof last) memcpy(last, p + base, left);
        gj_block block = look_over(left < sizeof last ? last : p + base);
        /* torn: it goes on with nothing, or does not go on where it should; there: the block has such a byte at all */
        uint64_t torn = block.goes_on ^ (block.leads << 1 | block.leads << 2 | owed),
                 there = left < BLOCK ? (UINT64_C(1) << left) - 1 : UINT64_MAX;
        owed = block.leads >> 62 | block.leads >> 63;
        out->valid &= (torn & ~there) == 0;
        for (uint64_t todo = (block.look | torn) & there; todo; todo &= todo - 1) {
            unsigned bit = (unsigned)__builtin_ctzll(todo);
            size_t at = base + bit;
            if (at < done) continue;
            out->valid &= !(torn >> bit & 1);
            unsigned class = byte_class[p[at]];
            if (class < CLASS_NEWLINE)
                z.seen |= class;
            else if (class == CLASS_NEWLINE)
                cut(&z, z.n + (at - z.from));
            else
                done = look_closer(&z, at, class);
        }
    }
    out->valid &= owed == 0;
    bool open = source.n > z.from ? source.p[source.n - 1] != '\n' : z.n > 0 && z.text[z.n - 1] != '\n';
    if (z.text || open) {
        flush(&z, source.n);
        if (open) {
            cut(&z, z.n);
            z.text[z.n++] = '\n';
        }
        z.text[z.n] = '\0';
        out->text = (gj_str){z.text, z.n};
    } else {
        out->text = source;
    }
    out->map = z.map;
    out->nmap = z.nmap;
}
