#include "run/textual.h"

#include <string.h>

#include "base/utf8.h"

/* ---- characters, narrowed, one by one ---- */

typedef struct cursor {
    gj_str s;
    size_t at;
} cursor;

static uint32_t next(cursor *c) {
    return gj_utf8_narrow(gj_utf8_next(c->s, &c->at));
}

static uint32_t peek(cursor c) {
    return c.at < c.s.n ? next(&c) : 0;
}

static void skip_blanks(cursor *c) {
    while (c->at < c->s.n) {
        uint32_t p = peek(*c);
        if (p == '\n' || !gj_utf8_is_space(p)) return;
        next(c);
    }
}

/* ---- years and numbers ---- */

enum { NIAN = 0x5E74 /* 年 */ };

/* The first byte at or behind AT that a digit may begin with. */
static size_t next_digit(gj_str text, size_t at) {
    while (at < text.n && !gj_utf8_is_digit((unsigned char)text.p[at]) && (unsigned char)text.p[at] != 0xEF) at++;
    return at;
}

bool gj_text_other_year(gj_str text, int32_t year) {
    for (cursor c = {text, 0}; c.at < text.n;) {
        if ((c.at = next_digit(text, c.at)) == text.n) break;
        uint32_t digits = 0;
        int32_t value = 0;
        while (gj_utf8_is_digit(peek(c)) && digits < 9) {
            value = value * 10 + (int32_t)(next(&c) - '0');
            digits++;
        }
        if (digits == 0) {
            next(&c);
            continue;
        }
        skip_blanks(&c);
        if (digits == 4 && peek(c) == NIAN && value > 1900 && value < 2200 && value != year) return true;
    }
    return false;
}

bool gj_text_number(gj_arena *arena, gj_str text, int64_t k, gj_num *num, gj_written *written) {
    for (cursor c = {text, 0}; c.at < text.n;) {
        if (!gj_utf8_is_digit(peek(c))) {
            next(&c);
            continue;
        }
        gj_num value;
        gj_written how = {0};
        size_t read = gj_num_read(arena, gj_str_slice(text, c.at, text.n), GJ_NUM_UNIT, &value, &how);
        if (read && --k == 0) {
            *num = value;
            *written = how;
            return true;
        }
        c.at += read;
        while (gj_utf8_is_digit(peek(c))) next(&c);
    }
    return false;
}

/* ---- lists ---- */

/* Where the item at AT ends: at a mark of lists or of sentences; *mark is that mark. */
static size_t item_end(gj_str text, size_t at, uint32_t *mark) {
    for (cursor c = {text, at}; c.at < text.n;) {
        size_t before = c.at;
        uint32_t x = next(&c);
        *mark = x;
        if (x == 0x3001 || x == ',' || x == ';' || x == 0x3002 || x == '(' || x == ')') return before;
    }
    *mark = 0;
    return text.n;
}

/* Reads "词 + 数 + 量词" from ITEM: how many bytes of it that is, 0 when it is no such thing. The word of the FIRST may stand before the
 * text. */
static size_t read_item(gj_arena *arena, gj_str item, bool first, gj_num *num, gj_str *unit) {
    cursor c = {item, 0};
    skip_blanks(&c);
    size_t label = c.at;
    while (c.at < item.n && !gj_utf8_is_digit(peek(c))) next(&c);
    if ((c.at == label && !first) || c.at == item.n) return 0;
    gj_written written;
    size_t read = gj_num_read(arena, gj_str_slice(item, c.at, item.n), GJ_NUM_UNIT, num, &written);
    if (!read || written.percent || gj_num_is_inexact(item, c.at, c.at + read)) return 0;
    *unit = written.unit;
    return written.unit.n ? c.at + read : 0;
}

bool gj_text_list_sum(gj_arena *arena, gj_str text, gj_num *sum) {
    gj_num total = gj_num_int(0);
    gj_str unit = GJ_STR_NONE;
    uint32_t list_mark = 0, n = 0;
    for (size_t at = 0; at < text.n;) {
        uint32_t mark = 0;
        size_t end = item_end(text, at, &mark);
        gj_str item = gj_str_slice(text, at, end), own = GJ_STR_NONE;
        gj_num value;
        size_t read = read_item(arena, item, n == 0, &value, &own);
        if (!read || (n && !gj_str_eq(own, unit))) break;
        total = gj_num_add(arena, total, value);
        unit = own;
        n++;
        bool whole = gj_str_trim(gj_str_slice(item, read, item.n)).n == 0;
        if (!whole || end == text.n || (mark != 0x3001 && mark != ',' && mark != ';') || (list_mark && mark != list_mark)) break;
        list_mark = mark;
        cursor behind = {text, end};
        next(&behind);
        at = behind.at;
    }
    if (n < 2) return false;
    *sum = total;
    return true;
}

/* ---- patterns ---- */

int64_t gj_text_count(const gj_regex *regex, gj_str text, bool valid) {
    int64_t n = 0;
    for (size_t at = 0; at <= text.n;) {
        size_t start, end;
        int found = gj_regex_match(regex, gj_str_slice(text, at, text.n), valid, &start, &end);
        if (found < 0) return -1;
        if (!found) break;
        n++;
        if (end == start) { /* nothing was consumed: go on behind the next character */
            cursor c = {text, at + end};
            if (c.at >= text.n) break;
            next(&c);
            at = c.at;
        } else {
            at += end;
        }
    }
    return n;
}

/* ---- ordinals ---- */

enum { SHI = 0x5341 /* 十 */, YI = 0x4E00 /* 一 */ };

static int han_digit(uint32_t c) {
    return c == SHI ? 0 : gj_utf8_numeral(c);
}

/* An ordinal up to 99 at C, moved behind it; 0 when there is none. *HAN: in Chinese numerals. */
static int read_ordinal(cursor *c, bool *han) {
    int value = 0;
    *han = true;
    if (gj_utf8_is_digit(peek(*c))) {
        *han = false;
        for (int i = 0; i < 2 && gj_utf8_is_digit(peek(*c)); i++) value = value * 10 + (int)(next(c) - '0');
        return gj_utf8_is_digit(peek(*c)) ? 0 : value;
    }
    int tens = 0, ones = han_digit(peek(*c));
    if (ones) next(c);
    if (peek(*c) == SHI) {
        next(c);
        tens = ones ? ones : 1;
        ones = han_digit(peek(*c));
        if (ones) next(c);
    }
    return tens * 10 + ones;
}

static void put(gj_buf *out, uint32_t c) {
    char bytes[4];
    gj_buf_add(out, (gj_str){bytes, gj_utf8_put(c, bytes)});
}

static void put_ordinal(gj_buf *out, int n) {
    if (n >= 20) put(out, gj_utf8_numeral_of(n / 10));
    if (n >= 10) put(out, SHI);
    if (n % 10) put(out, gj_utf8_numeral_of(n % 10));
}

/* The narrowed characters of STYLE before and behind its 一. */
typedef struct ordinal_style {
    gj_str before, behind;
} ordinal_style;

static bool skip(cursor *c, gj_str what) {
    cursor w = {what, 0}, at = *c;
    while (w.at < what.n) {
        skip_blanks(&at);
        if (at.at >= at.s.n || next(&at) != next(&w)) return false;
    }
    *c = at;
    return true;
}

/* Whether an ordinal whose style has BEFORE in front of its number may begin with the character X. */
static bool may_begin(uint32_t x, gj_str before) {
    return before.n ? x == peek((cursor){before, 0}) : gj_utf8_is_digit(x) || x == SHI || han_digit(x) > 0;
}

static bool ends_clause(uint32_t c) {
    return c == 0x3002 || c == ';' || c == ':' || c == ',' || c == '!' || c == '?';
}

/* Where at or behind AT the first character may stand behind which an ordinal can begin. */
static size_t next_edge(gj_str text, size_t at, bool lines_only) {
    static const bool begins[256] = {
        ['\n'] = true, [';'] = true, [':'] = true, [','] = true, ['!'] = true, ['?'] = true, [0xE3] = true, [0xEF] = true};
    const unsigned char *p = (const unsigned char *)text.p;
    if (lines_only) {
        const char *newline = at < text.n ? memchr(text.p + at, '\n', text.n - at) : NULL;
        return newline ? (size_t)(newline - text.p) : text.n;
    }
    for (;; at++) {
        while (at < text.n && !begins[p[at]]) at++;
        bool other = text.n - at > 2 && ((p[at] == 0xE3 && (p[at + 1] != 0x80 || p[at + 2] != 0x82)) /* not 。 */
                                         || (p[at] == 0xEF && p[at + 1] != 0xBC));                   /* no full-width form */
        if (!other) return at;
    }
}

gj_str gj_text_ordinal_fault(gj_arena *arena, gj_str text, gj_str shape) {
    ordinal_style style = {GJ_STR_NONE, GJ_STR_NONE};
    for (cursor c = {shape, 0}; c.at < shape.n;) {
        size_t from = c.at;
        if (next(&c) != YI) continue;
        style.before = gj_str_slice(shape, 0, from);
        style.behind = gj_str_slice(shape, c.at, shape.n);
        break;
    }
    if (!style.behind.n) return GJ_STR_NONE;
    /* what stands in brackets is the head of a line; the others stand inside one as well */
    bool lines_only = gj_str_eq(style.before, GJ_STR("（")) || gj_str_eq(style.before, GJ_STR("("));
    int last = 0;     /* of the series in Chinese numerals */
    int digit = 0;    /* of a series of the same style in digits, which may be one below it */
    bool edge = true; /* an ordinal may begin here */
    for (cursor c = {text, 0}; c.at < text.n;) {
        if (edge)
            skip_blanks(&c);
        else
            c.at = next_edge(text, c.at, lines_only);
        cursor start = c;
        bool han = true;
        int value = 0;
        if (edge && may_begin(peek(c), style.before) && skip(&c, style.before)) {
            skip_blanks(&c);
            value = read_ordinal(&c, &han);
            if (value && !skip(&c, style.behind)) value = 0;
        }
        edge = false;
        if (value) {
            bool slip = false;
            if (han) {
                slip = value != 1 && value != last + 1;
                digit = 0;
            } else { /* (4) where （四） is due; (1) (2) under （一） is a series of its own */
                slip = style.before.n && value != 1 && value != digit + 1 && value == last + 1;
                digit = slip ? digit : value;
            }
            if (slip) {
                gj_buf out = GJ_BUF_INIT;
                gj_buf_add(&out, gj_str_trim(gj_str_slice(text, start.at, c.at)));
                gj_buf_addz(&out, "→");
                gj_buf_add(&out, style.before);
                put_ordinal(&out, han && value == 2 && last > 2 ? 1 : last + 1); /* a new series that lacks its first */
                gj_buf_add(&out, style.behind);
                gj_str fault = gj_buf_copy(&out, arena);
                gj_buf_free(&out);
                return fault;
            }
            if (han) last = value;
            continue;
        }
        c = start;
        if (c.at >= text.n) break;
        uint32_t x = next(&c);
        edge = x == '\n' || (!lines_only && ends_clause(x));
    }
    return GJ_STR_NONE;
}
