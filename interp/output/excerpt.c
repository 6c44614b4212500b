#include "output/excerpt.h"

#include <stdlib.h>

#include "base/utf8.h"

#define GUTTER   "│"
#define ELLIPSIS "…"
#define RED      "\x1b[1;31m"
#define DIM      "\x1b[2m"
#define RESET    "\x1b[0m"

static int by_place(const void *a, const void *b) {
    const gj_mark *x = a, *y = b;
    if (x->line != y->line) return x->line < y->line ? -1 : 1;
    if (x->at != y->at) return x->at < y->at ? -1 : 1;
    return x->length < y->length ? -1 : x->length > y->length;
}

size_t gj_marks_of(const gj_finding *f, const gj_report *report, const gj_report *judged, gj_mark *marks) {
    size_t n = 0;
    if (!report->doc) return 0;
    for (uint32_t i = 0; i < f->ncells; i++) {
        const gj_evidence *e = &f->cells[i];
        if ((e->report ? e->report : judged) != report || !e->cell || !e->cell->there) continue;
        marks[n++] =
            (gj_mark){e->cell->at, (uint32_t)gj_utf8_count(gj_cell_raw(report, e->cell)), gj_cell_place(report, e->cell).line, e->path};
    }
    if (report == judged && f->quote_end > f->quote_at) {
        gj_str quote = gj_str_slice(report->doc->text, f->quote_at, f->quote_end);
        marks[n++] = (gj_mark){f->quote_at, (uint32_t)gj_utf8_count(quote), gj_doc_place(report->doc, f->quote_at).line, GJ_STR_NONE};
    }
    return n;
}

/* Moves AT back by N characters. */
static size_t step_back(gj_str s, size_t at, size_t n) {
    while (n > 0 && at > 0) {
        at--;
        while (at > 0 && ((unsigned char)s.p[at] & 0xc0) == 0x80) at--;
        n--;
    }
    return at;
}

static size_t step_on(gj_str s, size_t at, size_t n) {
    while (n > 0 && at < s.n) {
        gj_utf8_next(s, &at);
        n--;
    }
    return at;
}

/* A stretch of the line that is shown; what lies between two is cut out. */
typedef struct stretch {
    size_t from, to;
    bool cut; /* a mark that is longer than the room for it: what follows is not shown */
} stretch;

typedef struct drawing {
    gj_buf *buf;
    gj_buf under; /* the line of carets */
    size_t gap;   /* columns of the line of carets not yet written */
    const gj_excerpt_options *options;
} drawing;

static void draw_number(drawing *d, uint32_t line) {
    gj_buf_add_repeat(d->buf, " ", d->options->indent);
    if (d->options->color) gj_buf_addz(d->buf, DIM);
    if (line)
        gj_buf_addf(d->buf, "%5u " GUTTER " ", line);
    else
        gj_buf_addz(d->buf, "      " GUTTER " ");
    if (d->options->color) gj_buf_addz(d->buf, RESET);
}

static void caret(drawing *d, size_t columns) {
    gj_buf_add_repeat(&d->under, " ", d->gap);
    gj_buf_add_repeat(&d->under, "^", columns);
    d->gap = 0;
}

/* Draws [from, to) of LINE; MARKED draws it as a mark. */
static void draw_piece(drawing *d, gj_str line, size_t from, size_t to, bool marked) {
    gj_buf plain = GJ_BUF_INIT;
    gj_out_plain(&plain, gj_str_slice(line, from, to));
    size_t columns = gj_utf8_width(gj_buf_str(&plain));
    bool color = marked && d->options->color;
    if (color) gj_buf_addz(d->buf, RED);
    gj_buf_add(d->buf, gj_buf_str(&plain));
    if (color) gj_buf_addz(d->buf, RESET);
    if (marked)
        caret(d, columns);
    else
        d->gap += columns;
    gj_buf_free(&plain);
}

/* The stretches of LINE around its marks when AROUND characters are kept at each side, and HEAD at its beginning. */
static size_t stretches_of(gj_str line, const stretch *marks, size_t n, size_t head, size_t around, stretch *out) {
    size_t count = 0;
    out[count++] = (stretch){0, step_on(line, 0, head), false};
    for (size_t i = 0; i < n; i++) {
        size_t from = step_back(line, marks[i].from, around), to = step_on(line, marks[i].to, marks[i].cut ? 0 : around);
        if (from <= step_on(line, out[count - 1].to, 3)) {
            if (to > out[count - 1].to) out[count - 1].to = to;
        } else {
            out[count++] = (stretch){from, to, false};
        }
    }
    if (line.n <= step_on(line, out[count - 1].to, 3)) out[count - 1].to = line.n;
    return count;
}

/* Keeps what of a mark fits ROOM columns. */
static void cut_mark(gj_str line, stretch *mark, size_t room) {
    gj_str whole = gj_str_slice(line, mark->from, mark->to);
    gj_str kept = gj_utf8_fit(whole, room);
    mark->cut = kept.n < whole.n;
    mark->to = mark->from + kept.n;
}

static size_t width_of(gj_str line, const stretch *s, size_t n) {
    size_t width = 0;
    for (size_t i = 0; i < n; i++) width += gj_utf8_width(gj_str_slice(line, s[i].from, s[i].to)) + 3;
    return width;
}

/* One line of the report and the carets under it. MARKS are byte stretches of LINE, ascending. */
static void draw_line(drawing *d, uint32_t number, gj_str line, stretch *marks, size_t n) {
    size_t room = d->options->width > d->options->indent + 24 ? d->options->width - d->options->indent - 8 : 16;
    stretch *shown = gj_malloc((n + 1) * sizeof *shown);
    size_t count = 1;
    shown[0] = (stretch){0, line.n, false};
    if (line.n > 8 * room || gj_utf8_width(line) > room) {
        for (size_t i = 0; i < n; i++) cut_mark(line, &marks[i], room / 2);
        static const size_t tries[][2] = {{24, 16}, {24, 8}, {16, 4}, {8, 2}, {8, 1}};
        for (size_t i = 0; i < sizeof tries / sizeof *tries; i++) {
            count = stretches_of(line, marks, n, tries[i][0], tries[i][1], shown);
            if (width_of(line, shown, count) <= room) break;
        }
    }
    draw_number(d, number);
    size_t m = 0;
    for (size_t i = 0; i < count; i++) {
        if (i > 0) {
            gj_buf_addz(d->buf, " " ELLIPSIS " ");
            d->gap += 2 + gj_utf8_width(GJ_STR(ELLIPSIS));
        }
        size_t at = shown[i].from;
        for (; m < n && marks[m].from <= shown[i].to; m++) {
            if (marks[m].from < at) continue; /* within the mark before it */
            draw_piece(d, line, at, marks[m].from, false);
            if (marks[m].to > marks[m].from) {
                draw_piece(d, line, marks[m].from, marks[m].to, true);
            } else { /* a gap: the caret stands under what follows, and takes none of it */
                caret(d, 1);
                size_t next = marks[m].from;
                if (next < shown[i].to) {
                    gj_utf8_next(line, &next);
                    size_t before = d->gap;
                    draw_piece(d, line, marks[m].from, next, false);
                    d->gap = d->gap > before + 1 ? d->gap - 1 : before;
                }
                at = next;
                continue;
            }
            at = marks[m].to;
        }
        draw_piece(d, line, at, shown[i].to, false);
    }
    if (shown[count - 1].to < line.n) gj_buf_addz(d->buf, " " ELLIPSIS);
    gj_buf_addc(d->buf, '\n');
    if (d->under.n > 0) {
        draw_number(d, 0);
        if (d->options->color) gj_buf_addz(d->buf, RED);
        gj_buf_add(d->buf, gj_buf_str(&d->under));
        if (d->options->color) gj_buf_addz(d->buf, RESET);
        gj_buf_addc(d->buf, '\n');
    }
    gj_buf_clear(&d->under);
    d->gap = 0;
    free(shown);
}

/* True when LINE holds nothing but one number or nothing at all, with bars perhaps: it says little without its name. */
static bool is_bare(gj_str line) {
    size_t content = 0;
    for (size_t at = 0; at < line.n;) {
        uint32_t c = gj_utf8_narrow(gj_utf8_next(line, &at));
        if (gj_utf8_is_space(c) || c == '|') continue;
        if (++content > 12 || gj_utf8_is_han(c)) return false;
    }
    return true;
}

/* "三.（七）[自然人]" is row 三.（七）, column 自然人. */
static gj_str row_of(gj_str name) {
    ptrdiff_t bracket = gj_str_find(name, GJ_STR("["));
    return gj_str_slice(name, 0, bracket < 0 ? name.n : (size_t)bracket);
}

static gj_str column_of(gj_str name) {
    gj_str row = row_of(name);
    return row.n + 1 < name.n ? gj_str_slice(name, row.n + 1, name.n - 1) : GJ_STR_NONE;
}

static bool is_bare_mark(const gj_doc *doc, const gj_mark *mark) {
    uint32_t offset;
    return mark->name.n > 0 && is_bare(gj_doc_source_line(doc, mark->at, &offset));
}

/* The marks of one row of the form that stand on bare lines: `三.（七）  自然人 66  商业企业 0（125–126 行）`. Returns how many. */
static size_t draw_bare(drawing *d, const gj_doc *doc, const gj_mark *marks, size_t n) {
    if (!is_bare_mark(doc, &marks[0])) return 0;
    gj_str row = row_of(marks[0].name);
    draw_number(d, marks[0].line);
    gj_out_plain(d->buf, row);
    size_t i = 0;
    for (; i < n && is_bare_mark(doc, &marks[i]) && gj_str_eq(row_of(marks[i].name), row); i++) {
        uint32_t offset;
        gj_str line = gj_doc_source_line(doc, marks[i].at, &offset);
        gj_str number = gj_str_slice(line, offset, step_on(line, offset, marks[i].length));
        gj_buf_addz(d->buf, "  ");
        gj_out_plain(d->buf, column_of(marks[i].name));
        gj_buf_addc(d->buf, ' ');
        if (d->options->color) gj_buf_addz(d->buf, RED);
        if (number.n > 0)
            gj_out_plain(d->buf, number);
        else
            gj_buf_addz(d->buf, "_");
        if (d->options->color) gj_buf_addz(d->buf, RESET);
    }
    if (marks[i - 1].line > marks[0].line) {
        if (d->options->color) gj_buf_addz(d->buf, DIM);
        gj_buf_addf(d->buf, d->options->lang == GJ_LANG_ZH ? "（%u–%u 行）" : " (lines %u–%u)", marks[0].line, marks[i - 1].line);
        if (d->options->color) gj_buf_addz(d->buf, RESET);
    }
    gj_buf_addc(d->buf, '\n');
    return i;
}

/* The line of DOC that is the LINE-th of the file, cut to the width, with nothing marked. */
void gj_excerpt_line(gj_buf *buf, const gj_doc *doc, uint32_t line, const gj_excerpt_options *options) {
    drawing d = {.buf = buf, .under = GJ_BUF_INIT, .options = options};
    for (uint32_t i = 0; i < doc->nlines; i++) {
        if (doc->lines[i].place.line != line) continue;
        draw_line(&d, line, gj_str_trim(gj_doc_source_line(doc, doc->lines[i].start, NULL)), NULL, 0);
        break;
    }
    gj_buf_free(&d.under);
}

void gj_excerpt(gj_buf *buf, const gj_doc *doc, gj_mark *marks, size_t nmarks, const gj_excerpt_options *options) {
    if (nmarks == 0) return;
    qsort(marks, nmarks, sizeof *marks, by_place);
    drawing d = {.buf = buf, .under = GJ_BUF_INIT, .options = options};
    stretch *on_line = gj_malloc(nmarks * sizeof *on_line);
    size_t drawn = 0;
    for (size_t i = 0; i < nmarks;) {
        if (drawn >= options->lines) {
            size_t rest = 0;
            for (size_t k = i; k < nmarks; k++)
                if (k == i || (marks[k].line != marks[k - 1].line &&
                               !(is_bare_mark(doc, &marks[k]) && gj_str_eq(row_of(marks[k].name), row_of(marks[k - 1].name)))))
                    rest++;
            draw_number(&d, 0);
            gj_buf_addf(buf, options->lang == GJ_LANG_ZH ? ELLIPSIS " 另有 %zu 行\n" : ELLIPSIS " %zu more lines\n", rest);
            break;
        }
        drawn++;
        size_t bare = draw_bare(&d, doc, marks + i, nmarks - i);
        if (bare > 0) {
            i += bare;
            continue;
        }
        uint32_t number = marks[i].line, offset;
        gj_str line = gj_doc_source_line(doc, marks[i].at, &offset);
        while (line.n > offset + marks[i].length && (line.p[line.n - 1] == ' ' || line.p[line.n - 1] == '\t')) line.n--;
        size_t n = 0;
        for (; i < nmarks && marks[i].line == number; i++) {
            gj_str same = gj_doc_source_line(doc, marks[i].at, &offset);
            if (same.p != line.p) continue;
            if (offset > line.n) offset = (uint32_t)line.n;
            on_line[n++] = (stretch){offset, step_on(line, offset, marks[i].length), false};
        }
        draw_line(&d, number, line, on_line, n);
    }
    gj_buf_free(&d.under);
    free(on_line);
}
