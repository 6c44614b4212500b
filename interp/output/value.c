#include "output/value.h"

#include <stdlib.h>

#include "base/utf8.h"

static void item_text(gj_buf *buf, const gj_value *value, const gj_value_item *item, gj_lang lang) {
    if (value->kind == GJ_VAL_BOOL) {
        gj_buf_addz(buf, gj_verdict_name((gj_verdict)item->truth, lang));
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

void gj_value_draw(gj_buf *buf, const gj_value *value, const gj_output_options *options) {
    if (!value->rows && !value->columns) {
        draw_item(buf, value, &value->items[0], 0, options);
        gj_buf_addc(buf, '\n');
        return;
    }
    uint32_t nrows = value->nrows, ncolumns = value->ncolumns;
    size_t *width = gj_malloc((ncolumns + 1u) * sizeof *width);
    size_t stub = 0;
    gj_buf text = GJ_BUF_INIT;
    for (uint32_t c = 0; c < ncolumns; c++) {
        width[c] = gj_utf8_width(label_at(value->columns, c));
        for (uint32_t r = 0; r < nrows; r++) {
            gj_buf_clear(&text);
            item_text(&text, value, &value->items[(size_t)r * ncolumns + c], options->lang);
            size_t w = gj_utf8_width(gj_buf_str(&text));
            if (w > width[c]) width[c] = w;
        }
    }
    for (uint32_t r = 0; r < nrows; r++) {
        size_t w = gj_utf8_width(gj_utf8_fit(label_at(value->rows, r), 36));
        if (w > stub) stub = w;
    }
    gj_buf_free(&text);
    /* Columns that do not fit the width go on in a next block, under the labels of the rows again. */
    for (uint32_t from = 0; from < ncolumns;) {
        size_t used = stub;
        uint32_t to = from;
        while (to < ncolumns && (to == from || options->width == 0 || used + 2 + width[to] <= options->width)) used += 2 + width[to++];
        if (value->columns) {
            if (options->color) gj_buf_addz(buf, "\x1b[2m");
            gj_buf_add_repeat(buf, " ", stub);
            for (uint32_t c = from; c < to; c++) {
                gj_buf_addz(buf, stub || c > from ? "  " : "");
                gj_utf8_pad(buf, value->columns[c], width[c], value->kind != GJ_VAL_TEXT);
            }
            if (options->color) gj_buf_addz(buf, "\x1b[0m");
            gj_buf_addc(buf, '\n');
        }
        for (uint32_t r = 0; r < nrows; r++) {
            gj_utf8_pad(buf, gj_utf8_fit(label_at(value->rows, r), 36), stub, false);
            for (uint32_t c = from; c < to; c++) {
                gj_buf_addz(buf, stub || c > from ? "  " : "");
                draw_item(buf, value, &value->items[(size_t)r * ncolumns + c], width[c], options);
            }
            gj_buf_addc(buf, '\n');
        }
        from = to;
    }
    free(width);
}

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
