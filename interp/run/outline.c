#include "run/outline.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "rule/sentence.h"

enum {
    PARAGRAPH_LEAST = 20,
    SHOWN = 24 /* characters */,
    ORDINAL_MOST = 40,
    HEADING_MOST = 25 /* characters of a heading on a line of its own */
};

static uint32_t next(gj_str s, size_t *at) {
    return gj_utf8_narrow(gj_utf8_next(s, at));
}

static uint32_t peek(gj_str s, size_t at) {
    return at < s.n ? next(s, &at) : 0;
}

/* Blanks, and the signs by which Markdown marks headings and strong print. */
static void skip_lead(gj_str s, size_t *at) {
    for (size_t to = *at; to < s.n; *at = to) {
        uint32_t c = next(s, &to);
        if (c == '\n' || !(gj_utf8_is_space(c) || c == '#' || c == '*')) return;
    }
}

/* An ordinal: what surrounds its number, and the number, 0 for Chinese numerals. */
typedef struct ordinal {
    bool opened; /* （ before it */
    uint32_t closing;
    int value;
    size_t end;
} ordinal;

static bool read_ordinal(gj_str s, size_t at, ordinal *out) {
    *out = (ordinal){0};
    uint32_t c = peek(s, at);
    if (c == '(') {
        out->opened = true;
        next(s, &at);
    }
    bool han = gj_utf8_is_numeral(peek(s, at));
    int length = 0;
    while (at < s.n && length < 3 && (han ? gj_utf8_is_numeral(peek(s, at)) : gj_utf8_is_digit(peek(s, at)))) {
        c = next(s, &at);
        out->value = han ? 0 : out->value * 10 + (int)(c - '0');
        length++;
    }
    if (!length || length > (han ? 3 : 2)) return false;
    out->closing = at < s.n ? next(s, &at) : 0;
    out->end = at;
    if (out->opened) return out->closing == ')';
    if (out->closing == 0x3001 /* 、 */) return true;
    return !han && (out->closing == ')' || (out->closing == '.' && !gj_utf8_is_digit(peek(s, at))));
}

gj_str gj_outline_before(gj_str text, size_t at) {
    if (at > text.n) at = text.n;
    for (size_t end = at;;) {
        const char *newline = end ? memrchr(text.p, '\n', end) : NULL;
        size_t start = newline ? (size_t)(newline - text.p) + 1 : 0, from = start;
        ordinal o;
        skip_lead(text, &from);
        if (start == 0 || (from < at && read_ordinal(text, from, &o))) return gj_str_slice(text, start, at);
        end = start - 1;
    }
}

/* What ends a sentence, in either width. */
static bool ends_sentence(uint32_t c) {
    return c == 0x3002 /* 。 */ || c == ';' || c == '!' || c == '?';
}

gj_str gj_outline_sentence_before(gj_str text, size_t at) {
    gj_str before = gj_outline_before(text, at);
    const char *newline = memchr(before.p, '\n', before.n);
    ordinal o;
    size_t start = 0;
    skip_lead(before, &start);
    bool heading =
        newline && read_ordinal(before, start, &o) && gj_utf8_count(gj_str_slice(before, 0, (size_t)(newline - before.p))) <= HEADING_MOST;
    start = heading ? (size_t)(newline - before.p) + 1 : 0;
    for (size_t from = before.n, end = before.n; from > start; end = from) { /* the nearest end, from behind */
        do from--;
        while (from > start && ((unsigned char)before.p[from] & 0xC0) == 0x80);
        size_t i = from;
        if (ends_sentence(next(before, &i))) return gj_str_slice(before, end, before.n);
    }
    return gj_str_slice(before, start, before.n);
}

gj_str gj_outline_sentence_after(gj_str text, size_t at) {
    bool cut;
    size_t end = at < text.n ? gj_sentence_end(text, at, &cut) : text.n;
    return gj_str_slice(text, at < end ? at : end, end);
}

/* ---- ordinals in digits ---- */

static size_t style_of(const ordinal *o) {
    return o->opened ? 0 : o->closing == ')' ? 1 : o->closing == '.' ? 2 : 3;
}

static bool begins_clause(uint32_t before) {
    return before == '\n' || before == 0x3002 /* 。 */ || before == ';' || before == ':';
}

gj_str gj_outline_digit_fault(gj_arena *arena, gj_str text) {
    int last[4] = {0};
    uint32_t before = '\n';
    for (size_t at = 0; at < text.n;) {
        size_t behind = begins_clause(before) ? at : gj_utf8_past_han(text, at); /* nothing begins among Han */
        if (behind > at) {
            at = behind;
            continue;
        }
        size_t from = at;
        if (before == '\n') skip_lead(text, &from);
        ordinal o;
        if (begins_clause(before) && read_ordinal(text, from, &o)) {
            int *previous = &last[style_of(&o)];
            if (o.value == 0) {
                if (before == '\n') memset(last, 0, sizeof last);
            } else if (o.value != 1 && *previous && o.value != *previous + 1 && o.value < ORDINAL_MOST) {
                gj_str there = gj_str_slice(text, from, o.end);
                return gj_str_format(arena, "%.*s→%s%d%s", GJ_FMT(there), o.opened ? "（" : "", *previous + 1,
                                     o.closing == ')'   ? "）"
                                     : o.closing == '.' ? "."
                                                        : "、");
            } else {
                *previous = o.value;
            }
            before = 0;
            at = o.end;
            continue;
        }
        before = next(text, &at);
    }
    return GJ_STR_NONE;
}

/* ---- 一是, 二是 ---- */

enum { LISTS_MOST = 16 };

/* The lists that may go on, the innermost last: how far each has come. */
typedef struct lists {
    int last[LISTS_MOST];
    size_t n;
} lists;

/* Whether VALUE begins a list or goes on with one; a list of one item is not left for the one around it. */
static bool goes_on(lists *open, int value) {
    if (value == 1) {
        if (open->n == LISTS_MOST) open->n = 0;
        open->last[open->n++] = 1;
        return true;
    }
    for (size_t n = open->n; n > 0; n--) {
        if (open->last[n - 1] == value - 1) {
            open->last[n - 1] = value;
            open->n = n;
            return true;
        }
        if (open->last[n - 1] == 1) return false;
    }
    return open->n == 0;
}

gj_str gj_outline_listing_fault(gj_arena *arena, gj_str text) {
    lists open = {.n = 0};
    uint32_t before = '\n';
    bool first = false; /* 一是 was the last of its list, in this very sentence, and no colon opened a list below it */
    for (size_t at = 0; at < text.n;) {
        size_t behind = begins_clause(before) || before == ',' ? at : gj_utf8_past_han(text, at);
        if (behind > at) {
            at = behind;
            continue;
        }
        ordinal o;
        if (before == '\n') skip_lead(text, &at);
        if (before == '\n' && read_ordinal(text, at, &o)) open.n = 0;
        size_t start = at;
        uint32_t c = next(text, &at);
        int value = begins_clause(before) || before == ',' ? gj_utf8_numeral(c) : 0;
        behind = at;
        bool item = value && behind < text.n && next(text, &behind) == 0x662F /* 是 */;
        if (item && ((first && value == 1 && before == ';') || !goes_on(&open, value))) {
            int due = open.last[open.n - 1] + 1;
            char right[4];
            size_t n = gj_utf8_put(gj_utf8_numeral_of(due < 10 ? due : 10), right);
            return gj_str_format(arena, "%.*s→%.*s是", (int)(behind - start), text.p + start, (int)n, right);
        }
        if (item) first = value == 1;
        if (c == '\n' || c == ':' || c == 0x3002 /* 。 */) first = false;
        before = c;
    }
    return GJ_STR_NONE;
}

/* ---- paragraphs that stand twice ---- */

static int by_text(const void *a, const void *b) {
    const gj_str *x = a, *y = b;
    int order = gj_str_cmp(*x, *y);
    return order ? order : x->p < y->p ? -1 : x->p > y->p;
}

static bool is_paragraph(gj_str line) {
    return gj_utf8_count(line) >= PARAGRAPH_LEAST && (gj_str_find(line, GJ_STR("。")) >= 0 || gj_str_find(line, GJ_STR("；")) >= 0);
}

static gj_str cut_short(gj_arena *arena, gj_str s) {
    size_t at = 0;
    for (int i = 0; i < SHOWN && at < s.n; i++) gj_utf8_next(s, &at);
    return at < s.n ? gj_str_format(arena, "%.*s…", (int)at, s.p) : s;
}

gj_str gj_outline_repeated(gj_arena *arena, gj_str text) {
    size_t n = 0, room = 1;
    for (size_t i = 0; i < text.n; i++) room += text.p[i] == '\n';
    gj_str *lines = GJ_NEW_ARRAY(arena, gj_str, room);
    for (size_t at = 0; at < text.n;) {
        const char *newline = memchr(text.p + at, '\n', text.n - at);
        size_t end = newline ? (size_t)(newline - text.p) : text.n;
        gj_str line = gj_str_trim(gj_str_slice(text, at, end));
        if (is_paragraph(line)) lines[n++] = line;
        at = end + 1;
    }
    qsort(lines, n, sizeof *lines, by_text);
    const gj_str *found = NULL;
    for (size_t i = 1; i < n; i++)
        if (gj_str_eq(lines[i - 1], lines[i]) && (!found || lines[i].p < found->p)) found = &lines[i];
    return found ? cut_short(arena, *found) : GJ_STR_NONE;
}

/* ---- who is named ---- */

enum { NAME_LEAST = 3 };

/* 省市县区旗州盟镇乡: the last character of a place's name. */
static bool ends_place(uint32_t c) {
    static const uint32_t ends[] = {0x7701, 0x5E02, 0x53BF, 0x533A, 0x65D7, 0x5DDE, 0x76DF, 0x9547, 0x4E61};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (ends[i] == c) return true;
    return false;
}

bool gj_outline_names(gj_str text, gj_str organisation) {
    if (!organisation.n) return false;
    if (gj_str_find(text, organisation) >= 0) return true;
    for (size_t at = 0; at < organisation.n;) {
        if (!ends_place(gj_utf8_next(organisation, &at)) || at >= organisation.n) continue;
        gj_str rest = gj_str_slice(organisation, at, organisation.n);
        if (gj_utf8_count(rest) >= NAME_LEAST && gj_str_find(text, rest) >= 0) return true;
    }
    return false;
}
