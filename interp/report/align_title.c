/* align_title.c - whose report it is, and of which year: from the title, with the form's own title as the guide. */
#include <string.h>

#include "base/utf8.h"
#include "report/align_parts.h"

enum { TOP_LINES = 14, TOP_BYTES = 1200, YEAR = 0x5E74 /* 年 */, DEGREE = 0x5EA6 /* 度 */ };

/* The characters of the report's top without spaces, each with its offset in the text. */
typedef struct gj_top {
    uint32_t c[TOP_BYTES], folded[TOP_BYTES], at[TOP_BYTES], end[TOP_BYTES], line[TOP_BYTES];
    uint32_t n;
} gj_top;

static void gather(gj_aligner *a, gj_top *top) {
    const gj_doc *doc = a->doc;
    uint32_t lines = 0;
    for (uint32_t i = 0; i < doc->nlines && lines < TOP_LINES && top->n < TOP_BYTES; i++) {
        const gj_line *line = &doc->lines[i];
        if (a->line_role[i] == GJ_ROLE_HEADING) break;
        if (line->kind == GJ_LINE_BLANK || line->kind == GJ_LINE_BREAK) continue;
        lines++;
        gj_str text = gj_str_slice(doc->text, 0, line->end);
        for (size_t at = line->start; at < text.n && top->n < TOP_BYTES;) {
            size_t from = at;
            uint32_t c = gj_utf8_narrow(gj_utf8_next(text, &at));
            if (c == ' ' || c == '\t' || c == '|') continue;
            uint32_t n = top->n++;
            top->c[n] = c;
            top->folded[n] = gj_fold_char(c);
            top->at[n] = (uint32_t)from;
            top->end[n] = (uint32_t)at;
            top->line[n] = i;
        }
    }
}

/* The first place of the characters of NAME in the top; GJ_NO_INDEX when it is not there. */
static uint32_t find_name(gj_aligner *a, const gj_top *top, gj_str name, uint32_t *length) {
    gj_fold fold = gj_fold_make(a->scratch, name);
    *length = fold.n;
    if (fold.n == 0) return GJ_NO_INDEX;
    for (uint32_t i = 0; i + fold.n <= top->n; i++)
        if (top->folded[i] == fold.p[0] && memcmp(top->folded + i, fold.p, fold.n * sizeof *fold.p) == 0) return i;
    return GJ_NO_INDEX;
}

static int digit_of(uint32_t c) {
    if (gj_utf8_is_digit(c)) return (int)(c - '0');
    int numeral = gj_utf8_numeral(c);
    if (numeral > 0 && numeral < 10) return numeral;
    return c == 0x3007 || c == 0x25CB || c == 0x96F6 || c == 0x25EF || c == 'O' ? 0 : -1; /* 〇 ○ 零 ◯ */
}

/* The year whose 年 stands at I, or 0; START: its first digit. */
static int32_t year_at(const gj_top *top, uint32_t i, uint32_t *start) {
    if (i < 4 || top->c[i] != YEAR) return 0;
    int32_t year = 0;
    for (uint32_t k = i - 4; k < i; k++) {
        int d = digit_of(top->c[k]);
        if (d < 0) return 0;
        year = year * 10 + d;
    }
    *start = i - 4;
    return year >= 1949 && year <= 2199 ? year : 0;
}

static bool is_name_char(uint32_t c) {
    return c >= 0x80 ? gj_utf8_is_han(c) || c == 0xB7 || c == 0x3001 || c == 0xFF08 || c == 0xFF09
                     : c == '(' || c == ')' || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

static gj_str squeeze(gj_arena *arena, const gj_top *top, uint32_t from, uint32_t to) {
    gj_buf out = GJ_BUF_INIT;
    for (uint32_t i = from; i < to; i++) {
        char bytes[4];
        size_t n = gj_utf8_put(top->c[i] == '(' ? 0xFF08 : top->c[i] == ')' ? 0xFF09 : top->c[i], bytes);
        gj_buf_add(&out, (gj_str){bytes, n});
    }
    gj_str s = gj_buf_copy(&out, arena);
    gj_buf_free(&out);
    return s;
}

static bool read_title(gj_aligner *a, const gj_top *top, uint32_t at, uint32_t length) {
    gj_report *report = a->report;
    uint32_t year_start = 0, year_i = GJ_NO_INDEX, first = at;
    int32_t year = 0;
    for (uint32_t i = at + 1; i-- > 0 && at - i < 40;) { /* the nearest year in front (the name may itself begin with 年度) */
        year = year_at(top, i, &year_start);
        if (year) {
            year_i = i;
            break;
        }
    }
    uint32_t org_from, org_to;
    if (year_i != GJ_NO_INDEX) {
        first = org_to = year_start;
        org_from = org_to;
        uint32_t after = year_i + 1;
        if (after < at && top->c[after] == DEGREE) after++;
        while (org_from > 0 && is_name_char(top->c[org_from - 1])) {
            /* the organisation ends where a line of another kind begins: a line before that already holds one */
            if (top->line[org_from - 1] != top->line[org_from] && org_from != org_to) break;
            org_from--;
        }
        if (org_from == org_to && after < at) { /* 2022年某某局…报告 */
            org_from = after;
            org_to = at;
        }
    } else {
        org_to = org_from = at;
        while (org_from > 0 && is_name_char(top->c[org_from - 1])) {
            if (top->line[org_from - 1] != top->line[org_from] && org_from != org_to) break;
            org_from--;
        }
    }
    if (org_from < first) first = org_from;
    report->year = year;
    if (org_to > org_from && org_to - org_from <= 60) report->organisation = squeeze(report->arena, top, org_from, org_to);
    report->title_at = top->at[first];
    report->title_end = top->end[at + length - 1];
    report->title = squeeze(report->arena, top, first, at + length);
    return year != 0;
}

/* The year of "2022年1月1日", when the title has none. */
static int32_t first_year(const gj_top *top) {
    for (uint32_t i = 0; i < top->n; i++) {
        uint32_t start;
        int32_t year = year_at(top, i, &start);
        if (year) return year;
    }
    return 0;
}

void gj_align_title(gj_aligner *a) {
    gj_top *top = gj_arena_raw(a->scratch, 1, sizeof *top);
    top->n = 0;
    gather(a, top);
    const gj_label *title = &a->form->title;
    uint32_t best = GJ_NO_INDEX, best_length = 0;
    for (uint32_t v = 0; v <= title->naliases; v++) { /* the first in the text; of those at one place the longest */
        uint32_t length, at = find_name(a, top, v ? title->alias[v - 1] : title->name, &length);
        if (at == GJ_NO_INDEX) continue;
        if (best == GJ_NO_INDEX || at + length < best + best_length || (at < best && at + length == best + best_length)) {
            best = at;
            best_length = length;
        }
    }
    if (best != GJ_NO_INDEX) read_title(a, top, best, best_length);
    gj_report *report = a->report;
    if (report->title.n == 0 && a->doc->title.n > 0) report->title = gj_str_copy(report->arena, a->doc->title);
    if (report->year == 0) report->year = first_year(top);
}
