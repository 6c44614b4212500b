/* diag_draw.c - the one renderer of diagnostics. Display columns exist only here. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/utf8.h"

#define LINE_COLUMNS 110 /* a longer line is cut around what is marked */
#define LEAD_COLUMNS 40  /* what is kept before the mark then */
#define TAB_COLUMNS  4

#define RESET  "\033[0m"
#define BOLD   "\033[1m"
#define RED    "\033[1;31m"
#define YELLOW "\033[1;33m"
#define CYAN   "\033[1;36m"
#define BLUE   "\033[34m"

typedef struct brush {
    gj_buf *out;
    const gj_diags *diags;
    gj_lang lang;
    bool color;
    const char *ink; /* the severity's colour */
    int digits;      /* of the largest line number of the diagnostic */
} brush;

typedef struct mark {
    gj_span span;
    gj_location place;
    gj_str note;
    uint32_t from, to; /* byte offsets in the line */
    bool primary, drawn;
} mark;

static void paint(brush *pen, const char *code) {
    if (pen->color) gj_buf_addz(pen->out, code);
}

/* Adds the next character of a line as the terminal may safely get it, and returns its columns: a tab becomes spaces up to its stop, and
 * what could move the cursor or turn the writing around becomes U+FFFD. */
static size_t put_glyph(gj_buf *out, gj_str line, size_t *at, size_t column) {
    size_t before = *at;
    uint32_t c = gj_utf8_next(line, at);
    if (c == '\t') {
        size_t n = TAB_COLUMNS - column % TAB_COLUMNS;
        if (out) gj_buf_add_repeat(out, " ", n);
        return n;
    }
    bool turns = (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0x200E || c == 0x200F;
    if (c < 0x20 || (c >= 0x7F && c < 0xA0) || turns || c == 0xFFFD || c == 0x2028 || c == 0x2029) {
        if (out) gj_buf_addz(out, "�");
        return 1;
    }
    if (out) gj_buf_add(out, gj_str_slice(line, before, *at));
    return (size_t)gj_utf8_width_of(c);
}

static size_t column_of(gj_str line, size_t offset) {
    size_t column = 0;
    for (size_t at = 0; at < line.n && at < offset;) column += put_glyph(NULL, line, &at, column);
    return column;
}

static void put_clean(gj_buf *out, gj_str text) {
    for (size_t at = 0, column = 0; at < text.n;) column += put_glyph(out, text, &at, column);
}

static void put_gutter(brush *pen, uint32_t line) {
    paint(pen, BLUE);
    if (line)
        gj_buf_addf(pen->out, "%*u | ", pen->digits + 2, line);
    else
        gj_buf_addf(pen->out, "%*s | ", pen->digits + 2, "");
    paint(pen, RESET);
}

static void end_row(gj_buf *out) {
    while (out->n && out->p[out->n - 1] == ' ') out->p[--out->n] = '\0';
    gj_buf_addc(out, '\n');
}

/* The part of a line that is shown: columns [from, to), and where on the row column `from` comes to stand. */
typedef struct window {
    size_t from, to, shift;
} window;

/* Draws the line of LEADER and says which window of it is seen. */
static window put_line(brush *pen, const mark *leader) {
    gj_str line = leader->place.text;
    size_t start = column_of(line, leader->from);
    window w = {0, SIZE_MAX, 0};
    if (line.n > LINE_COLUMNS && column_of(line, line.n) > LINE_COLUMNS) {
        w.from = start > LINE_COLUMNS - LEAD_COLUMNS ? start - LEAD_COLUMNS : 0;
        w.to = w.from + LINE_COLUMNS;
    }
    put_gutter(pen, leader->place.line);
    size_t at = 0, column = 0;
    while (at < line.n && column < w.from) column += put_glyph(NULL, line, &at, column);
    w.from = column;
    if (column > 0) {
        gj_buf_addz(pen->out, "…");
        w.shift = (size_t)gj_utf8_width_of(0x2026);
    }
    while (at < line.n && column < w.to) column += put_glyph(pen->out, line, &at, column);
    if (at < line.n) gj_buf_addz(pen->out, "…");
    w.to = column;
    end_row(pen->out);
    return w;
}

typedef struct stretch {
    size_t from, to; /* columns of the row */
    const mark *mark;
} stretch;

static int by_column(const void *a, const void *b) {
    const stretch *x = a, *y = b;
    return (x->from > y->from) - (x->from < y->from);
}

/* The row under a line: ^ for the place itself, - for what belongs to it. The note of the last mark stands beside it, the others below. */
static void put_underlines(brush *pen, stretch *s, size_t n) {
    qsort(s, n, sizeof *s, by_column);
    size_t end = 0;
    for (size_t i = 0; i < n; i++)
        if (s[i].to > end) end = s[i].to;
    put_gutter(pen, 0);
    char now = 0;
    for (size_t column = 0; column < end; column++) {
        char c = ' ';
        for (size_t i = 0; i < n; i++)
            if (column >= s[i].from && column < s[i].to && c != '^') c = s[i].mark->primary ? '^' : '-';
        if (c != now) {
            if (now == '^' || now == '-') paint(pen, RESET);
            if (c == '^') paint(pen, pen->ink);
            if (c == '-') paint(pen, BLUE);
            now = c;
        }
        gj_buf_addc(pen->out, c);
    }
    paint(pen, RESET);
    bool beside = s[n - 1].to == end && s[n - 1].mark->note.n > 0;
    if (beside) {
        gj_buf_addc(pen->out, ' ');
        put_clean(pen->out, s[n - 1].mark->note);
    }
    end_row(pen->out);
    for (size_t i = n - (beside ? 1 : 0); i-- > 0;) {
        if (s[i].mark->note.n == 0) continue;
        put_gutter(pen, 0);
        gj_buf_add_repeat(pen->out, " ", s[i].from);
        put_clean(pen->out, s[i].mark->note);
        end_row(pen->out);
    }
}

/* One line of source with all marks that it holds and that its window shows. */
static void put_snippet(brush *pen, mark *marks, size_t n, mark *leader) {
    window w = put_line(pen, leader);
    stretch s[GJ_DIAG_SPANS];
    size_t count = 0;
    for (size_t i = 0; i < n; i++) {
        mark *m = &marks[i];
        if (m->drawn || m->span.source != leader->span.source || m->place.line != leader->place.line) continue;
        size_t from = column_of(m->place.text, m->from), to = column_of(m->place.text, m->to);
        if (m != leader && (from < w.from || from > w.to)) continue;
        if (to > w.to) to = w.to;
        if (to <= from) to = from + 1;
        s[count++] = (stretch){from - w.from + w.shift, to - w.from + w.shift, m};
        m->drawn = true;
    }
    put_underlines(pen, s, count);
}

static size_t collect_marks(const gj_diags *diags, const gj_diag *diag, mark marks[GJ_DIAG_SPANS]) {
    size_t n = 0;
    for (int i = 0; i < GJ_DIAG_SPANS; i++) {
        gj_span span = diag->span[i];
        if (!span.source || !diags->sources) continue;
        mark m = {.span = span, .note = diag->note[i], .primary = i == 0};
        m.place = gj_source_locate(diags->sources, span.source, span.start);
        gj_str whole = gj_source_text(diags->sources, span.source);
        uint32_t start = span.start < whole.n ? span.start : (uint32_t)whole.n;
        uint32_t line = whole.n ? (uint32_t)(m.place.text.p - whole.p) : 0;
        m.from = start - line < m.place.text.n ? start - line : (uint32_t)m.place.text.n;
        m.to = span.end > line + m.place.text.n ? (uint32_t)m.place.text.n : span.end - line;
        if (span.end < span.start) m.to = m.from;
        marks[n++] = m;
    }
    return n;
}

static void put_heading(brush *pen, const gj_diag *diag, const gj_location *place) {
    static const char *const name[][2] = {{"错误", "error"}, {"警告", "warning"}, {"说明", "note"}};
    const gj_diag_info *info = gj_diag_describe(diag->code);
    if (place) {
        paint(pen, BOLD);
        put_clean(pen->out, gj_source_name(pen->diags->sources, diag->span[0].source));
        gj_buf_addf(pen->out, ":%u:%u: ", place->line, place->column);
        paint(pen, RESET);
    }
    paint(pen, pen->ink);
    gj_buf_addf(pen->out, "%s[%s]: ", name[info->severity][pen->lang], info->code);
    paint(pen, RESET);
    paint(pen, BOLD);
    gj_diag_message(pen->out, diag, pen->lang);
    paint(pen, RESET);
    gj_buf_addc(pen->out, '\n');
}

static void put_diag(brush *pen, const gj_diag *diag) {
    static const char *const ink[] = {RED, YELLOW, CYAN};
    mark marks[GJ_DIAG_SPANS];
    size_t n = collect_marks(pen->diags, diag, marks);
    pen->ink = ink[gj_diag_describe(diag->code)->severity];
    pen->digits = 1;
    for (size_t i = 0; i < n; i++) {
        int digits = snprintf(NULL, 0, "%u", marks[i].place.line);
        if (digits > pen->digits) pen->digits = digits;
    }
    put_heading(pen, diag, n && marks[0].primary ? &marks[0].place : NULL);

    /* Lines of the same source in their order, whatever the order of the spans; other sources after them. */
    uint32_t home = n ? marks[0].span.source : 0;
    for (;;) {
        mark *next = NULL;
        for (size_t i = 0; i < n; i++) {
            mark *m = &marks[i];
            if (m->drawn) continue;
            bool away = m->span.source != home;
            bool next_away = next && next->span.source != home;
            if (!next || (!away && next_away) || (away == next_away && m->place.line < next->place.line)) next = m;
        }
        if (!next) break;
        if (next->span.source != home) {
            gj_buf_addf(pen->out, "%*s--> ", pen->digits + 2, "");
            put_clean(pen->out, gj_source_name(pen->diags->sources, next->span.source));
            gj_buf_addf(pen->out, ":%u:%u\n", next->place.line, next->place.column);
        }
        put_snippet(pen, marks, n, next);
    }
    if (diag->hint.n) {
        paint(pen, BLUE);
        gj_buf_addf(pen->out, "%*s = ", pen->digits + 2, "");
        paint(pen, RESET);
        put_clean(pen->out, diag->hint);
        gj_buf_addc(pen->out, '\n');
    }
}

typedef struct entry {
    const gj_diag *diag;
    size_t index;
} entry;

static int by_place(const void *a, const void *b) {
    const entry *x = a, *y = b;
    gj_span s = x->diag->span[0], t = y->diag->span[0];
    if (s.source != t.source) return s.source < t.source ? -1 : 1;
    if (s.start != t.start) return s.start < t.start ? -1 : 1;
    return x->index < y->index ? -1 : 1;
}

void gj_diags_render(gj_buf *out, const gj_diags *diags, gj_lang lang, bool color) {
    size_t n = 0;
    uint32_t kept[3] = {0};
    for (const gj_diag *d = diags->first; d; d = d->next, n++) kept[gj_diag_describe(d->code)->severity]++;
    if (n == 0) return;
    entry *entries = gj_malloc(n * sizeof *entries);
    n = 0;
    for (const gj_diag *d = diags->first; d; d = d->next, n++) entries[n] = (entry){d, n};
    qsort(entries, n, sizeof *entries, by_place);
    brush pen = {.out = out, .diags = diags, .lang = lang, .color = color};
    for (size_t i = 0; i < n; i++) put_diag(&pen, entries[i].diag);
    free(entries);
    if (diags->errors > kept[GJ_SEV_ERROR])
        gj_buf_addf(out, lang == GJ_LANG_ZH ? "还有 %u 个错误没有列出\n" : "%u more errors are not shown\n",
                    diags->errors - kept[GJ_SEV_ERROR]);
    if (diags->warnings > kept[GJ_SEV_WARNING])
        gj_buf_addf(out, lang == GJ_LANG_ZH ? "还有 %u 个警告没有列出\n" : "%u more warnings are not shown\n",
                    diags->warnings - kept[GJ_SEV_WARNING]);
}
