#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "base/utf8.h"
#include "report/flow.h"
#include "report/load.h"
#include "report/pdf_sheet.h"

static const float SAME_PLACE = 5; /* points */

static void emit_line(gj_flow *flow, const gj_sheet *s, const gj_sheet_line *l, unsigned page) {
    gj_buf text = GJ_BUF_INIT;
    if (l->npieces == 1) {
        gj_sheet_add_piece(&text, s, l->pieces);
        gj_flow_text(flow, gj_buf_str(&text));
        gj_flow_paragraph(flow, 0);
    } else if (l->npieces > 1) {
        gj_builder *b = gj_flow_builder(flow);
        gj_place place = {.page = (uint16_t)page};
        gj_builder_begin(b, GJ_LINE_ROW, 0, 0, place);
        for (uint32_t i = 0; i < l->npieces; i++) {
            const gj_sheet_piece *p = &l->pieces[i];
            gj_buf_clear(&text);
            gj_sheet_add_piece(&text, s, p);
            gj_builder_field(b, gj_buf_str(&text), GJ_GAP_WIDE, p->x0 < 0 ? 0 : (uint32_t)p->x0, p->x1 < 0 ? 0 : (uint32_t)p->x1, 1, place);
        }
        gj_builder_end(b);
    }
    gj_buf_free(&text);
}

/* A table, perhaps of several pages. */
typedef struct whole {
    const gj_sheet *parts[GJ_LIMIT_PAGES];
    uint32_t tables[GJ_LIMIT_PAGES]; /* which table of the sheet */
    unsigned pages[GJ_LIMIT_PAGES];
    uint32_t first[GJ_LIMIT_PAGES], end[GJ_LIMIT_PAGES]; /* its rows that count */
    uint32_t nparts;
} whole;

static const gj_pdf_table *part_table(const whole *w, uint32_t part) {
    return &w->parts[part]->tables[w->tables[part]];
}

static gj_str text_at(const whole *w, uint32_t part, uint32_t row, uint32_t column) {
    const gj_pdf_table *t = part_table(w, part);
    return w->parts[part]->cells[w->tables[part]][t->cell_of[row * t->ncolumns + column]];
}

static const gj_pdf_cell *cell_at(const gj_pdf_table *t, uint32_t row, uint32_t column) {
    return &t->cells[t->cell_of[row * t->ncolumns + column]];
}

static bool has_digit(gj_str s) {
    for (size_t i = 0; i < s.n; i++)
        if (gj_utf8_is_digit((unsigned char)s.p[i])) return true;
    return false;
}

/* Whether nothing stands in the cells that begin in a row (of those that begin at FIRST or before, in row FIRST). */
static bool is_bare(const whole *w, uint32_t part, uint32_t row, uint32_t first) {
    const gj_pdf_table *t = part_table(w, part);
    for (uint32_t column = 0; column < t->ncolumns; column++) {
        uint32_t begins = cell_at(t, row, column)->row;
        if ((begins == row || (row == first && begins < first)) && text_at(w, part, row, column).n > 0) return false;
    }
    return true;
}

/* Whether a row repeats one of the first part: the heads of columns, which Word repeats on each page. */
static bool repeats(const whole *w, uint32_t part, uint32_t row, uint32_t head) {
    const gj_pdf_table *top = part_table(w, 0), *t = part_table(w, part);
    if (top->ncolumns != t->ncolumns || head >= w->end[0]) return false;
    for (uint32_t column = 0; column < t->ncolumns; column++) {
        gj_str a = text_at(w, 0, head, column);
        if (!gj_str_eq(a, text_at(w, part, row, column)) || has_digit(a)) return false;
    }
    return true;
}

/* Rows of a part that do not count: strips between the last row and the page's end, where only what covers several rows goes on; heads
 * that stand above already. */
static void trim_part(whole *w, uint32_t part) {
    uint32_t first = 0, end = part_table(w, part)->nrows;
    while (end > 1 && is_bare(w, part, end - 1, end)) end--;
    if (part > 0) {
        while (first + 1 < end && is_bare(w, part, first, first)) first++;
        for (uint32_t head = w->first[0]; first + 1 < end && repeats(w, part, first, head) && !is_bare(w, part, first, first); head++)
            first++;
    }
    w->first[part] = first;
    w->end[part] = end;
}

typedef struct row_kind {
    uint32_t numbers, labels, blanks;
    bool ordinal; /* its first label begins as labels begin: "3.", "（三）", "三、" */
} row_kind;

static bool begins_label(gj_str s) {
    if (s.n == 0) return false;
    size_t at = 0;
    uint32_t c = gj_utf8_narrow(gj_utf8_next(s, &at));
    if (gj_utf8_is_digit(c) || c == '(' || (c >= 0x2460 && c <= 0x249B)) return true;
    return wcschr(L"一二三四五六七八九十", (wchar_t)c) != NULL && gj_str_has_prefix(gj_str_slice(s, at, s.n), GJ_STR("、"));
}

/* A number as tables have them, perhaps with its unit; "3.其他" is a label. */
static bool is_figure(gj_str s) {
    size_t at = 0, digits = 0, han = 0;
    if (s.n == 0 || s.n > 24) return false;
    while (at < s.n) {
        uint32_t c = gj_utf8_narrow(gj_utf8_next(s, &at));
        han += gj_utf8_is_han(c);
        if ((c == '.' || c == 0x3001) && at < s.n && !gj_utf8_is_digit((unsigned char)s.p[at])) return false;
        if (c == '(' || c == ')') return false;
        digits += gj_utf8_is_digit(c) || c == '-' || c == '/' || c == 0x2014;
    }
    return digits > 0 && han <= 2;
}

static row_kind kind_of_row(const whole *w, uint32_t part, uint32_t row) {
    const gj_pdf_table *t = part_table(w, part);
    row_kind k = {0};
    for (uint32_t column = 0; column < t->ncolumns; column = cell_at(t, row, column)->column_end) {
        const gj_pdf_cell *c = cell_at(t, row, column);
        if (c->row_end - c->row > 1 || c->column != column) continue;
        gj_str s = text_at(w, part, row, column);
        if (s.n == 0)
            k.blanks++;
        else if (is_figure(s))
            k.numbers++;
        else {
            if (k.labels++ == 0) k.ordinal = begins_label(s);
        }
    }
    return k;
}

/* Whether the last row of the part before and the first of this one are one row that the page's end cut in two: the second piece has no
 * label of its own, or one piece has the numbers and the other only the rest of the label. */
static bool is_cut_row(const whole *w, uint32_t part) {
    if (part == 0) return false;
    row_kind a = kind_of_row(w, part - 1, w->end[part - 1] - 1), b = kind_of_row(w, part, w->first[part]);
    if (b.ordinal) return false;
    if (a.numbers > 0 && b.labels == 0) return b.blanks > 0 && b.numbers > 0;
    if (a.numbers > 0 && b.numbers == 0) return b.labels == 1 && b.blanks >= a.numbers;
    return a.numbers == 0 && b.numbers > 0 && a.labels == 1 && a.blanks >= b.numbers && b.labels <= 1;
}

static int by_float(const void *a, const void *b) {
    float x = *(const float *)a, y = *(const float *)b;
    return (x > y) - (x < y);
}

/* The columns of all parts together. */
static uint32_t all_columns(gj_arena *arena, const whole *w, float **xs) {
    uint32_t n = 0;
    for (uint32_t i = 0; i < w->nparts; i++) n += part_table(w, i)->ncolumns + 1;
    *xs = gj_arena_raw(arena, n, sizeof **xs);
    n = 0;
    for (uint32_t i = 0; i < w->nparts; i++) {
        const gj_pdf_table *t = part_table(w, i);
        memcpy(*xs + n, t->xs, (t->ncolumns + 1) * sizeof **xs);
        n += t->ncolumns + 1;
    }
    qsort(*xs, n, sizeof **xs, by_float);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < n; i++)
        if (kept == 0 || (*xs)[i] - (*xs)[kept - 1] > SAME_PLACE / 2) (*xs)[kept++] = (*xs)[i];
    return kept;
}

static uint32_t nearest(const float *xs, uint32_t n, float x) {
    uint32_t best = 0;
    for (uint32_t i = 1; i < n; i++)
        if (fabsf(xs[i] - x) < fabsf(xs[best] - x)) best = i;
    return best;
}

/* Whether the cell of the first row continues the one above the page's end: it is empty, and one of them covers several rows. */
static bool continues(const whole *w, uint32_t part, uint32_t row, const gj_pdf_cell *c) {
    const gj_pdf_table *t = part_table(w, part), *above = part_table(w, part - 1);
    if (text_at(w, part, row, c->column).n > 0) return false;
    uint32_t column = gj_sheet_interval(above->xs, above->ncolumns, (t->xs[c->column] + t->xs[c->column_end]) / 2);
    const gj_pdf_cell *over = cell_at(above, w->end[part - 1] - 1, column);
    bool same = fabsf(above->xs[over->column] - t->xs[c->column]) < SAME_PLACE &&
                fabsf(above->xs[over->column_end] - t->xs[c->column_end]) < SAME_PLACE;
    return same && (over->row_end - over->row > 1 || c->row_end - c->row > 1);
}

/* The text of a cell that begins in ROW, with what the page's end cut off. */
static gj_str whole_text(gj_arena *arena, const whole *w, uint32_t part, uint32_t row, uint32_t column) {
    gj_str text = text_at(w, part, row, column);
    if (row + 1 != w->end[part] || part + 1 == w->nparts || !is_cut_row(w, part + 1)) return text;
    const gj_pdf_table *t = part_table(w, part), *next = part_table(w, part + 1);
    float middle = (t->xs[column] + t->xs[cell_at(t, row, column)->column_end]) / 2;
    gj_str rest = text_at(w, part + 1, w->first[part + 1], gj_sheet_interval(next->xs, next->ncolumns, middle));
    if (rest.n == 0 || text.n == 0) return rest.n == 0 ? text : rest;
    bool number = gj_utf8_is_digit((unsigned char)text.p[text.n - 1]) && gj_utf8_is_digit((unsigned char)rest.p[0]);
    return gj_str_format(arena, number ? "%.*s%.*s" : "%.*s\n%.*s", GJ_FMT(text), GJ_FMT(rest));
}

static void emit_table(gj_arena *arena, gj_flow *flow, whole *w) {
    float *xs;
    uint32_t nxs = all_columns(arena, w, &xs);
    gj_flow_table(flow);
    for (uint32_t part = 0; part < w->nparts; part++) trim_part(w, part);
    for (uint32_t part = 0; part < w->nparts; part++) {
        const gj_pdf_table *t = part_table(w, part);
        uint32_t first = w->first[part];
        bool cut = is_cut_row(w, part);
        gj_flow_page(flow, w->pages[part]);
        uint32_t *begins =
            gj_arena_raw(arena, t->nrows, sizeof *begins); /* the row where cells of a row begin when bare ones are left out */
        for (uint32_t row = w->end[part]; row-- > 0;) {
            bool kept = row == first || (row > first && !is_bare(w, part, row, first));
            begins[row] = kept ? row : row < first ? first : row + 1 < w->end[part] ? begins[row + 1] : row;
        }
        for (uint32_t row = first; row < w->end[part] && gj_flow_full(flow) == GJ_DIAG_NONE; row++) {
            if (begins[row] != row || (cut && row == first)) continue;
            gj_flow_row(flow);
            for (uint32_t column = 0; column < t->ncolumns;) {
                const gj_pdf_cell *c = cell_at(t, row, column);
                uint32_t x0 = nearest(xs, nxs, t->xs[column]), x1 = nearest(xs, nxs, t->xs[c->column_end]);
                bool merged = row > begins[c->row];
                if (!merged && part > 0 && row == first) merged = continues(w, part, row, c);
                gj_flow_cell(flow, x1 > x0 ? x1 - x0 : 1, 1, merged);
                if (row == begins[c->row]) gj_flow_text(flow, whole_text(arena, w, part, row, column));
                gj_flow_cell_end(flow);
                column = c->column_end > column ? c->column_end : column + 1;
            }
            gj_flow_row_end(flow);
        }
    }
    gj_flow_table_end(flow);
}

/* Whether TABLE, the first thing on its page, goes on with the one that the page before ends with. */
static bool goes_on(const whole *w, const gj_pdf_table *t) {
    const gj_pdf_table *above = part_table(w, w->nparts - 1);
    return fabsf(above->xs[0] - t->xs[0]) < SAME_PLACE && fabsf(above->xs[above->ncolumns] - t->xs[t->ncolumns]) < SAME_PLACE;
}

static void flush(gj_arena *arena, gj_flow *flow, whole *w) {
    if (w->nparts > 0) emit_table(arena, flow, w);
    w->nparts = 0;
}

static void emit_sheet(gj_arena *arena, gj_flow *flow, const gj_sheet *s, unsigned number, whole *w) {
    uint32_t line = 0, table = 0;
    for (bool first = true; line < s->nlines || table < s->ntables;) {
        if (line < s->nlines && s->lines[line].running) {
            line++;
            continue;
        }
        bool is_line = line < s->nlines && (table == s->ntables || s->lines[line].y0 + s->lines[line].y1 < 2 * s->tables[table].ys[0]);
        if (is_line) {
            flush(arena, flow, w);
            gj_flow_page(flow, number);
            emit_line(flow, s, &s->lines[line++], number);
        } else {
            if (!(first && w->nparts > 0 && w->nparts < GJ_LIMIT_PAGES && goes_on(w, &s->tables[table]))) flush(arena, flow, w);
            w->parts[w->nparts] = s;
            w->tables[w->nparts] = table++;
            w->pages[w->nparts++] = number;
        }
        first = false;
    }
}

int gj_pdf_lay(gj_arena *arena, gj_str path, gj_str title, const gj_pdf_page *pages, uint32_t npages, gj_doc **doc, gj_diags *diags) {
    gj_arena *scratch = gj_arena_new();
    gj_flow *flow = gj_flow_new(arena, GJ_FORMAT_PDF);
    gj_sheet *sheets = GJ_NEW_ARRAY(scratch, gj_sheet, npages);
    for (uint32_t i = 0; i < npages; i++) gj_sheet_prepare(scratch, &pages[i], &sheets[i]);
    gj_sheet_find_running(sheets, npages);
    whole *w = GJ_NEW(scratch, whole);
    for (uint32_t i = 0; i < npages && gj_flow_full(flow) == GJ_DIAG_NONE; i++) emit_sheet(scratch, flow, &sheets[i], i + 1, w);
    flush(scratch, flow, w);
    int failed = gj_flow_finish(flow, path, title, doc, diags);
    gj_arena_free(scratch);
    return failed;
}
