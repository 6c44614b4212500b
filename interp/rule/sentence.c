#include "rule/sentence.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

#define HEADING_MOST 25 /* characters; a longer line that begins with an ordinal is a paragraph */

/* ---- where a sentence ends ---- */

static gj_str line_before(gj_str text, size_t newline) {
    const char *p = memrchr(text.p, '\n', newline);
    return gj_str_trim(gj_str_slice(text, p ? (size_t)(p - text.p) + 1 : 0, newline));
}

static gj_str line_after(gj_str text, size_t newline) {
    const char *p = memchr(text.p + newline + 1, '\n', text.n - newline - 1);
    return gj_str_trim(gj_str_slice(text, newline + 1, p ? (size_t)(p - text.p) : text.n));
}

/* （一）, 一、, 1. and 1、, but not 1.5 */
static bool starts_with_ordinal(gj_str line) {
    size_t at = 0;
    uint32_t c = line.n ? gj_utf8_narrow(gj_utf8_next(line, &at)) : 0;
    bool bracket = c == '(';
    if (bracket && at < line.n) c = gj_utf8_narrow(gj_utf8_next(line, &at));
    bool han = gj_utf8_is_numeral(c), arabic = c >= '0' && c <= '9';
    if (!han && !arabic) return false;
    for (int i = 0; at < line.n && i < 3; i++) {
        c = gj_utf8_narrow(gj_utf8_next(line, &at));
        if (han ? gj_utf8_is_numeral(c) : (c >= '0' && c <= '9')) continue;
        if (bracket) return c == ')';
        if (c == 0x3001 /* 、 */) return true;
        if (c != '.' || !arabic) return false;
        c = at < line.n ? gj_utf8_narrow(gj_utf8_next(line, &at)) : 0;
        return c < '0' || c > '9';
    }
    return false;
}

static bool is_heading(gj_str line) {
    if (!starts_with_ordinal(line) || gj_utf8_count(line) > HEADING_MOST) return false;
    return !gj_str_has_suffix(line, GJ_STR("，")) && !gj_str_has_suffix(line, GJ_STR("、")) && !gj_str_has_suffix(line, GJ_STR("：")) &&
           !gj_str_has_suffix(line, GJ_STR(",")) && !gj_str_has_suffix(line, GJ_STR(":"));
}

static bool newline_ends(gj_str text, size_t at) {
    if (at == 0 || text.p[at - 1] == '\n' || at + 1 == text.n || text.p[at + 1] == '\n') return true; /* a blank line, the usual one */
    gj_str before = line_before(text, at), after = line_after(text, at);
    return before.n == 0 || after.n == 0 || starts_with_ordinal(after) || is_heading(before);
}

/* The length of the closing mark at AT, 0 when there is none. */
static size_t mark_at(gj_str text, size_t at) {
    const unsigned char *p = (const unsigned char *)text.p + at;
    switch (*p) {
    case ';':
    case '!':
    case '?': return 1;
    case '\n': return newline_ends(text, at) ? 1 : 0;
    case 0xE3: return text.n - at >= 3 && p[1] == 0x80 && p[2] == 0x82 ? 3 : 0;                                   /* 。 */
    case 0xEF: return text.n - at >= 3 && p[1] == 0xBC && (p[2] == 0x9B || p[2] == 0x81 || p[2] == 0x9F) ? 3 : 0; /* ；！？ */
    default: return 0;
    }
}

static bool starts_character(char c) {
    return (c & 0xC0) != 0x80;
}

/* The first byte at or behind AT, before TO, that a closing mark may begin with. */
static size_t next_mark(gj_str text, size_t at, size_t to) {
    static const bool begins[256] = {[';'] = true, ['!'] = true, ['?'] = true, ['\n'] = true, [0xE3] = true, [0xEF] = true};
    while (at < to && !begins[(unsigned char)text.p[at]]) at++;
    return at;
}

size_t gj_sentence_end(gj_str text, size_t from, bool *cut) {
    bool longer = text.n - from > GJ_SENTENCE_MOST;
    size_t to = longer ? from + GJ_SENTENCE_MOST : text.n;
    for (size_t at = from; (at = next_mark(text, at, to)) < to; at++) {
        size_t n = mark_at(text, at);
        if (n) return at + n;
    }
    for (; to < text.n; to++) {
        size_t n = mark_at(text, to);
        if (n) return to + n;
        if (starts_character(text.p[to])) {
            *cut = true;
            return to;
        }
    }
    return text.n;
}

/* ---- condensing ---- */

static bool is_any_digit(uint32_t c) {
    return gj_utf8_is_digit(gj_utf8_narrow(c));
}

/* Appends BYTES, which stand for what begins at SOURCE. */
static void put(gj_condensed *out, gj_str bytes, size_t source) {
    uint32_t at = (uint32_t)out->text.n;
    const gj_shift *last = out->nshifts ? &out->shift[out->nshifts - 1] : NULL;
    if (!last || last->source + (at - last->at) != source) {
        if (out->nshifts == out->capacity) {
            out->capacity = out->capacity ? out->capacity * 2 : 64;
            out->shift = gj_realloc(out->shift, out->capacity * sizeof *out->shift);
        }
        out->shift[out->nshifts++] = (gj_shift){at, (uint32_t)source};
    }
    gj_buf_add(&out->text, bytes);
}

/* The next character that is not white space, 0 at the end. */
static uint32_t look_ahead(gj_str text, size_t at, size_t to) {
    while (at < to) {
        uint32_t c = gj_utf8_next(text, &at);
        if (!gj_utf8_is_space(c)) return c;
    }
    return 0;
}

/* Digits on both sides of a line end are one number when the page was full there: words run up to the first ones and on from the
 * last ones, and the line was a long one. */
static bool is_wrapped_number(gj_str text, size_t newline, size_t digit, size_t to) {
    gj_str line = line_before(text, newline);
    if (gj_utf8_count(line) < 10) return false;
    size_t p = line.n;
    while (p > 0 && gj_utf8_is_digit((unsigned char)line.p[p - 1])) p--;
    if (p == line.n || p == 0 || line.p[p - 1] == ' ' || line.p[p - 1] == '\t' || line.p[p - 1] == '|') return false;
    while (digit < to && gj_utf8_is_digit((unsigned char)text.p[digit])) digit++;
    return digit < to && (unsigned char)text.p[digit] >= 0x80 && !gj_str_has_prefix(gj_str_slice(text, digit, to), GJ_STR("　"));
}

static size_t past_digits(gj_str text, size_t at, size_t to) {
    while (at < to && gj_is_digit(text.p[at])) at++;
    return at;
}

/* The one space at GAP, with DIGIT behind it, parts thousands: one to three digits before it, groups of three behind it up to a Han character, what
 * is counted ("6 284条", "2 380 件"). */
static bool parts_thousands(gj_str text, size_t gap, size_t digit, size_t to) {
    if (digit != gap + 1) return false;
    size_t from = gap;
    while (from > 0 && gj_is_digit(text.p[from - 1])) from--;
    bool goes_on = gap - from == 3 && from > 1 && text.p[from - 1] == ' ' && gj_is_digit(text.p[from - 2]);
    if (gap - from < 1 || gap - from > 3 || (text.p[from] == '0' && !goes_on)) return false;
    if (from > 0 && (text.p[from - 1] == '.' || text.p[from - 1] == ',')) return false;
    for (size_t at = digit;;) {
        size_t end = past_digits(text, at, to);
        if (end - at != 3) return false;
        at = end + (end < to && text.p[end] == ' ');
        if (at < to && !gj_is_digit(text.p[at])) return (unsigned char)text.p[at] >= 0xE4 && (unsigned char)text.p[at] <= 0xE9;
        if (at == end || at >= to) return false;
    }
}

static uint32_t plain_form(uint32_t c) {
    switch (c) {
    case 0x201C:
    case 0x201D: return '"';
    case 0x2018:
    case 0x2019: return '\'';
    default: return gj_utf8_narrow(c);
    }
}

/* Where the run of characters that stay as they are ends: Han, the marks 、 to 〿, and ASCII but for spaces and the comma. Nearly all
 * prose is one, and none is a digit but those of ASCII. */
static size_t unchanged_end(gj_str text, size_t at, size_t to) {
    const unsigned char *p = (const unsigned char *)text.p;
    for (;;) {
        if (at + 2 < to && p[at] >= 0xE3 && p[at] <= 0xE9) {
            bool han = p[at] >= 0xE4 || (p[at + 1] == 0x80 && p[at + 2] != 0x80);
            if (!han || (p[at + 1] & 0xC0) != 0x80 || (p[at + 2] & 0xC0) != 0x80) return at;
            at += 3;
        } else if (at < to && p[at] > ' ' && p[at] < 0x7F && p[at] != ',') {
            at++;
        } else {
            return at;
        }
    }
}

static void condense_more(gj_condensed *out, gj_str text, size_t from, size_t to) {
    uint32_t last = 0;                         /* the character before, as written */
    size_t gap = SIZE_MAX, newline = SIZE_MAX; /* where white space began, and its first line end */
    for (size_t at = from; at < to;) {
        size_t start = at;
        if (gap == SIZE_MAX && (at = unchanged_end(text, at, to)) > start) {
            put(out, gj_str_slice(text, start, at), start);
            last = (unsigned char)text.p[at - 1]; /* of a longer character a byte, which is no digit */
            continue;
        }
        uint32_t c = gj_utf8_next(text, &at);
        if (c == 0xFFFD && at - start == 1) out->invalid = true;
        if (gj_utf8_is_space(c)) {
            if (gap == SIZE_MAX) gap = start;
            if (c == '\n' && newline == SIZE_MAX) newline = start;
            continue;
        }
        if (gap != SIZE_MAX && is_any_digit(last) && is_any_digit(c) &&
            !(newline != SIZE_MAX ? is_wrapped_number(text, newline, start, to) : parts_thousands(text, gap, start, to)))
            put(out, GJ_STR(" "), gap);
        gap = newline = SIZE_MAX;
        uint32_t shown = plain_form(c);
        if (shown == ',') {
            uint32_t next = look_ahead(text, at, to);
            bool groups = is_any_digit(last) && is_any_digit(next) && (c == ',' || (last >= 0x80 && next >= 0x80));
            if (!groups) shown = 0xFF0C;
        }
        char changed[4];
        bool same = shown == c && c != 0xFFFD; /* what stands for an invalid byte must be a character itself */
        put(out, same ? gj_str_slice(text, start, at) : (gj_str){changed, gj_utf8_put(shown, changed)}, start);
        last = c;
    }
}

void gj_condense(gj_condensed *out, gj_str text, size_t from, size_t to) {
    gj_buf_clear(&out->text);
    out->nshifts = 0;
    out->invalid = false;
    condense_more(out, text, from, to);
}

void gj_condensed_free(gj_condensed *c) {
    gj_buf_free(&c->text);
    free(c->shift);
    *c = (gj_condensed){0};
}

uint32_t gj_condensed_start(const gj_condensed *c, size_t at) {
    size_t low = 0, high = c->nshifts; /* the last shift at or before AT */
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (c->shift[middle].at <= at)
            low = middle;
        else
            high = middle;
    }
    return c->shift[low].source + ((uint32_t)at - c->shift[low].at);
}

uint32_t gj_condensed_stop(const gj_condensed *c, gj_str source, size_t end) {
    size_t last = end - 1;
    while (last > 0 && !starts_character(c->text.p[last])) last--;
    size_t at = gj_condensed_start(c, last);
    gj_utf8_next(source, &at);
    return (uint32_t)at;
}

static void free_condensed(void *arg) {
    gj_condensed_free(arg);
}

static uint32_t *longer(gj_arena *arena, const uint32_t *old, uint32_t n) {
    uint32_t *more = gj_arena_raw(arena, n * 2 + 1u, sizeof *more);
    memcpy(more, old, (n + 1u) * sizeof *more);
    return more;
}

const gj_prose *gj_prose_new(gj_arena *arena, gj_str text, const gj_lexicon *lexicon) {
    gj_prose *prose = GJ_NEW(arena, gj_prose);
    gj_condensed *all = GJ_NEW(arena, gj_condensed);
    gj_arena_defer(arena, free_condensed, all);
    uint32_t capacity = 256, n = 0;
    uint32_t *from = gj_arena_raw(arena, capacity + 1u, sizeof *from), *sentence = gj_arena_raw(arena, capacity + 1u, sizeof *sentence);
    *prose = (gj_prose){.text = text, .source = text, .all = all, .lexicon = lexicon};
    from[0] = sentence[0] = 0;
    while (from[n] < text.n) {
        if (n == capacity) {
            from = longer(arena, from, capacity);
            sentence = longer(arena, sentence, capacity);
            capacity *= 2;
        }
        size_t to = gj_sentence_end(text, from[n], &prose->cut);
        condense_more(all, text, from[n], to);
        from[++n] = (uint32_t)to;
        sentence[n] = (uint32_t)all->text.n;
    }
    prose->from = from;
    prose->sentence = sentence;
    prose->end = n;
    prose->holds = gj_lexicon_search(arena, lexicon, gj_buf_str(&all->text), sentence, n);
    return prose;
}

/* ---- a part of a text ---- */

static bool is_blank(gj_str s) {
    for (size_t at = 0; at < s.n;)
        if (!gj_utf8_is_space(gj_utf8_next(s, &at))) return false;
    return true;
}

/* Whether what stands at AT is all of its line in front of it (or behind it) but for blanks. */
static bool begins_line(gj_str text, size_t at) {
    const char *newline = at ? memrchr(text.p, '\n', at) : NULL;
    return gj_str_trim(gj_str_slice(text, newline ? (size_t)(newline - text.p) : 0, at)).n == 0;
}

static bool ends_line(gj_str text, size_t at) {
    const char *newline = at < text.n ? memchr(text.p + at, '\n', text.n - at) : NULL;
    return gj_str_trim(gj_str_slice(text, at, newline ? (size_t)(newline - text.p) : text.n)).n == 0;
}

/* The sentence of PROSE that holds byte AT of its source. */
static uint32_t sentence_at(const gj_prose *prose, size_t at) {
    uint32_t low = prose->first, high = prose->end;
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (prose->from[middle] <= at)
            low = middle;
        else
            high = middle;
    }
    return low;
}

const gj_prose *gj_prose_part(gj_arena *arena, const gj_prose *whole, gj_str text) {
    gj_str source = whole->source;
    if (whole->cut || whole->text.n != source.n || text.n == 0 || text.p < source.p || text.p + text.n > source.p + source.n) return NULL;
    size_t start = (size_t)(text.p - source.p), stop = start + text.n;
    if (!begins_line(source, start) || !ends_line(source, stop)) return NULL;
    uint32_t first = sentence_at(whole, start), last = sentence_at(whole, stop - 1);
    if (!is_blank(gj_str_slice(source, whole->from[first], start)) || !is_blank(gj_str_slice(source, stop, whole->from[last + 1])))
        return NULL;
    gj_prose *part = GJ_NEW(arena, gj_prose);
    *part = *whole;
    part->text = text;
    part->shift = (uint32_t)start;
    part->first = first;
    part->end = last + 1;
    return part;
}
