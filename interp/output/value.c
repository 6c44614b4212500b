#include "output/value.h"

#include <stdlib.h>

#include "base/utf8.h"

static void item_text(gj_buf *buf, const gj_value *value, const gj_value_item *item, gj_lang lang) {
    if (value->kind == GJ_VAL_BOOL) {
        gj_buf_addz(buf, gj_verdict_name((gj_verdict)item->truth, lang));
    } else if (item->missing && item->none_such) {
        return;
    } else if (item->missing) {
        gj_buf_addf(buf, "〈%s〉", gj_status_name((gj_status)item->status, lang));
    } else if (value->kind == GJ_VAL_TEXT) {
        gj_out_plain(buf, item->text);
    } else {
        gj_num_show(buf, item->num, 6);
    }
}

static const char *item_color(const gj_value *value, const gj_value_item *item) {
    if (value->kind == GJ_VAL_BOOL) return item->truth == GJ_FAIL ? "\x1b[1;31m" : item->truth == GJ_PASS ? "\x1b[32m" : "\x1b[2m";
    return item->missing ? "\x1b[33m" : NULL;
}

static void draw_item(gj_buf *buf, const gj_value *value, const gj_value_item *item, size_t width, const gj_output_options *options) {
    gj_buf text = GJ_BUF_INIT;
    item_text(&text, value, item, options->lang);
    const char *color = options->color ? item_color(value, item) : NULL;
    if (color) gj_buf_addz(buf, color);
    gj_utf8_pad(buf, gj_buf_str(&text), width, value->kind != GJ_VAL_TEXT);
    if (color) gj_buf_addz(buf, "\x1b[0m");
    gj_buf_free(&text);
}

static gj_str label_at(const gj_str *labels, uint32_t i) {
    return labels ? labels[i] : GJ_STR_NONE;
}

/* ---- tables ---- */

enum { STUB = 36, LEAST_STUB = 22, HEADER_LINES = 3, LEAST_HEADING = 4 };

/* How a table is laid out: columns that are narrower than their headings have these folded. */
typedef struct layout {
    size_t stub;      /* columns for the labels of the rows */
    size_t lines;     /* of the headings */
    size_t *width;    /* by column */
    size_t *least;    /* what its values need */
    size_t available; /* 0: as much as it takes */
} layout;

/* How many lines of WIDTH columns S takes. */
static size_t folds(gj_str s, size_t width) {
    size_t n = 0;
    while (s.n > 0) {
        gj_str line = gj_utf8_fit(s, width);
        if (line.n == 0) return SIZE_MAX; /* a character wider than the column */
        s = gj_str_slice(s, line.n, s.n);
        n++;
    }
    return n;
}

static gj_str folded_line(gj_str s, size_t width, size_t line) {
    for (; line > 0; line--) s = gj_str_slice(s, gj_utf8_fit(s, width).n, s.n);
    return gj_utf8_fit(s, width);
}

/* Headings wider than CAP are folded, into HEADER_LINES at most. */
static void set_widths(layout *l, const gj_value *value, size_t cap) {
    l->lines = 0;
    for (uint32_t c = 0; c < value->ncolumns; c++) {
        gj_str heading = label_at(value->columns, c);
        size_t w = gj_utf8_width(heading);
        if (w > cap) w = cap;
        if (w < l->least[c]) w = l->least[c];
        while (folds(heading, w) > HEADER_LINES) w++;
        l->width[c] = w;
        size_t n = folds(heading, w);
        if (n > l->lines) l->lines = n;
    }
}

static size_t total_width(const layout *l, uint32_t ncolumns) {
    size_t total = l->stub;
    for (uint32_t c = 0; c < ncolumns; c++) total += (l->stub || c ? 2 : 0) + l->width[c];
    return total;
}

static layout lay_out(const gj_value *value, const gj_output_options *options) {
    layout l = {.available = options->width};
    l.width = gj_malloc((value->ncolumns + 1u) * sizeof *l.width);
    l.least = gj_malloc((value->ncolumns + 1u) * sizeof *l.least);
    gj_buf text = GJ_BUF_INIT;
    for (uint32_t c = 0; c < value->ncolumns; c++) {
        l.least[c] = 1;
        for (uint32_t r = 0; r < value->nrows; r++) {
            gj_buf_clear(&text);
            item_text(&text, value, &value->items[(size_t)r * value->ncolumns + c], options->lang);
            size_t w = gj_utf8_width(gj_buf_str(&text));
            if (w > l.least[c]) l.least[c] = w;
        }
    }
    gj_buf_free(&text);
    for (uint32_t r = 0; r < value->nrows; r++) {
        size_t w = gj_utf8_width(label_at(value->rows, r));
        if (w > l.stub) l.stub = w;
    }
    if (l.stub > STUB && l.available && value->ncolumns > 1) l.stub = STUB;
    size_t cap = 0;
    for (uint32_t c = 0; c < value->ncolumns; c++)
        if (gj_utf8_width(label_at(value->columns, c)) > cap) cap = gj_utf8_width(label_at(value->columns, c));
    for (;; cap -= 2) { /* fold the widest first */
        set_widths(&l, value, cap);
        if (!l.available || total_width(&l, value->ncolumns) <= l.available) return l;
        if (cap < LEAST_HEADING + 2) break;
    }
    size_t total = total_width(&l, value->ncolumns), over = total - l.available;
    if (l.stub > LEAST_STUB && over <= l.stub - LEAST_STUB)
        l.stub -= over;
    else
        set_widths(&l, value, 2 * LEAST_HEADING);
    return l;
}

static void draw_headings(gj_buf *buf, const gj_value *value, const layout *l, uint32_t from, uint32_t to, bool color) {
    if (color) gj_buf_addz(buf, "\x1b[2m");
    for (size_t line = 0; line < l->lines; line++) { /* a heading of fewer lines stands at the bottom */
        gj_buf_add_repeat(buf, " ", l->stub);
        for (uint32_t c = from; c < to; c++) {
            size_t empty = l->lines - folds(value->columns[c], l->width[c]);
            gj_buf_addz(buf, l->stub || c > from ? "  " : "");
            gj_str part = line < empty ? GJ_STR_NONE : folded_line(value->columns[c], l->width[c], line - empty);
            gj_utf8_pad(buf, part, l->width[c], value->kind != GJ_VAL_TEXT);
        }
        gj_buf_addc(buf, '\n');
    }
    if (color) gj_buf_addz(buf, "\x1b[0m");
}

static void draw_label(gj_buf *buf, gj_str label, size_t width) {
    if (gj_utf8_width(label) <= width) {
        gj_utf8_pad(buf, label, width, false);
        return;
    }
    gj_str cut = gj_utf8_fit(label, width > 2 ? width - 2 : width);
    gj_buf_add(buf, cut);
    gj_utf8_pad(buf, GJ_STR("…"), width - gj_utf8_width(cut), false);
}

void gj_value_draw(gj_buf *buf, const gj_value *value, const gj_output_options *options) {
    if (!value->rows && !value->columns) {
        draw_item(buf, value, &value->items[0], 0, options);
        gj_buf_addc(buf, '\n');
        return;
    }
    layout l = lay_out(value, options);
    /* Columns that do not fit the width go on in a next block, under the labels of the rows again. */
    for (uint32_t from = 0; from < value->ncolumns;) {
        size_t used = l.stub;
        uint32_t to = from;
        while (to < value->ncolumns && (to == from || !l.available || used + 2 + l.width[to] <= l.available)) {
            used += (l.stub || to > from ? 2 : 0) + l.width[to];
            to++;
        }
        if (value->columns) draw_headings(buf, value, &l, from, to, options->color);
        for (uint32_t r = 0; r < value->nrows; r++) {
            draw_label(buf, label_at(value->rows, r), l.stub);
            for (uint32_t c = from; c < to; c++) {
                gj_buf_addz(buf, l.stub || c > from ? "  " : "");
                draw_item(buf, value, &value->items[(size_t)r * value->ncolumns + c], l.width[c], options);
            }
            gj_buf_addc(buf, '\n');
        }
        from = to;
    }
    free(l.width);
    free(l.least);
}

/* ---- relations ---- */

static gj_str place_name(gj_arena *arena, const gj_finding *f) {
    gj_str row = f->row.n ? f->row : f->table.n ? f->table : f->section;
    if (f->column.n && row.n) return gj_str_format(arena, "%.*s[%.*s]", GJ_FMT(row), GJ_FMT(f->column));
    return f->column.n ? f->column : row;
}

static void relation_line(gj_buf *buf, const gj_finding *f, gj_str place, size_t width, size_t verdict_width,
                          const gj_output_options *options) {
    static const char *const colors[] = {[GJ_PASS] = "\x1b[32m", [GJ_FAIL] = "\x1b[1;31m", [GJ_UNKNOWN] = "\x1b[33m", [GJ_NA] = "\x1b[2m"};
    if (options->color) gj_buf_addz(buf, colors[f->verdict]);
    gj_utf8_pad(buf, gj_str_from(gj_verdict_name((gj_verdict)f->verdict, options->lang)), verdict_width, false);
    if (options->color) gj_buf_addz(buf, "\x1b[0m");
    if (width > 0) {
        gj_buf_addz(buf, "  ");
        gj_utf8_pad(buf, place, width, false);
    }
    gj_str what = f->relation.n ? gj_finding_statement(f) : f->message;
    if (what.n) {
        gj_buf_addz(buf, "  ");
        gj_out_plain(buf, what);
    }
    gj_buf_addc(buf, '\n');
}

void gj_relation_draw(gj_buf *buf, const gj_findings *findings, const gj_output_options *options) {
    gj_arena *arena = gj_arena_new();
    size_t width = 0, verdict_width = 0;
    for (uint32_t i = 0; i < findings->n; i++) {
        size_t w = gj_utf8_width(place_name(arena, &findings->items[i]));
        if (w > width) width = w;
        w = gj_utf8_width(gj_str_from(gj_verdict_name((gj_verdict)findings->items[i].verdict, options->lang)));
        if (w > verdict_width) verdict_width = w;
    }
    static const gj_verdict order[] = {GJ_FAIL, GJ_UNKNOWN, GJ_PASS, GJ_NA};
    for (size_t v = 0; v < sizeof order / sizeof *order; v++)
        for (uint32_t i = 0; i < findings->n; i++)
            if (findings->items[i].verdict == order[v])
                relation_line(buf, &findings->items[i], place_name(arena, &findings->items[i]), width, verdict_width, options);
    gj_arena_free(arena);
}

static json_t *labels_json(const gj_str *labels, uint32_t n) {
    if (!labels) return json_null();
    json_t *array = json_array();
    for (uint32_t i = 0; i < n; i++) json_array_append_new(array, gj_json_str(labels[i]));
    return array;
}

static json_t *item_json(const gj_value *value, const gj_value_item *item) {
    if (value->kind == GJ_VAL_BOOL) return json_string(gj_verdict_key((gj_verdict)item->truth));
    if (item->missing) return json_pack("{s:s}", "missing", gj_status_key((gj_status)item->status));
    return value->kind == GJ_VAL_TEXT ? gj_json_str(item->text) : gj_json_num(item->num);
}

json_t *gj_value_json(const gj_value *value) {
    static const char *const kinds[] = {[GJ_VAL_NUMBER] = "number", [GJ_VAL_BOOL] = "relation", [GJ_VAL_TEXT] = "text"};
    json_t *object = json_object(), *values = json_array();
    json_object_set_new(object, "kind", json_string(kinds[value->kind]));
    json_object_set_new(object, "rows", labels_json(value->rows, value->nrows));
    json_object_set_new(object, "columns", labels_json(value->columns, value->ncolumns));
    for (size_t i = 0; i < (size_t)value->nrows * value->ncolumns; i++) json_array_append_new(values, item_json(value, &value->items[i]));
    json_object_set_new(object, "values", values);
    return object;
}
