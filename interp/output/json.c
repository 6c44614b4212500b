/* json and ndjson: the report object that other programs rely on (docs/outputs.md). */
#include "output/json.h"

json_t *gj_json_str(gj_str s) {
    json_t *value = json_stringn(s.p ? s.p : "", s.n);
    if (value) return value;
    gj_buf valid = GJ_BUF_INIT; /* not UTF-8: only a path can be */
    gj_out_valid(&valid, s);
    value = json_stringn(valid.p ? valid.p : "", valid.n);
    gj_buf_free(&valid);
    return value ? value : json_string("");
}

json_t *gj_json_opt(gj_str s) {
    return s.n > 0 ? gj_json_str(s) : json_null();
}

json_t *gj_json_num(gj_num num) {
    gj_buf text = GJ_BUF_INIT;
    gj_num_print(&text, num, false);
    json_t *value = gj_json_str(gj_buf_str(&text));
    gj_buf_free(&text);
    return value;
}

static void set_count(json_t *object, const char *key, uint32_t n) {
    if (n > 0) json_object_set_new(object, key, json_integer(n));
}

/* Where something is, in the terms of the file's format: what does not apply is left out. */
static void set_format_place(json_t *object, const gj_place *place) {
    set_count(object, "page", place->page);
    set_count(object, "table", place->table);
    set_count(object, "row", place->row);
    set_count(object, "cell", place->cell);
}

static bool has_format_place(const gj_place *place) {
    return place->page || place->table || place->row || place->cell;
}

static json_t *line_or_null(uint32_t n) {
    return n > 0 ? json_integer(n) : json_null();
}

static json_t *evidence_object(const gj_evidence *e, const gj_report *judged) {
    const gj_cell *cell = e->cell;
    const gj_report *report = e->report ? e->report : judged;
    gj_place place = cell ? gj_cell_place(report, cell) : (gj_place){0};
    json_t *object = json_object();
    json_object_set_new(object, "path", gj_json_str(e->path));
    bool number = cell && cell->status == GJ_NUMBER;
    json_object_set_new(object, "value", number ? gj_json_num(cell->value) : json_null());
    json_object_set_new(object, "raw", place.line ? gj_json_str(gj_cell_raw(report, cell)) : json_null());
    json_object_set_new(object, "line", line_or_null(place.line));
    json_object_set_new(object, "column", line_or_null(place.column));
    json_object_set_new(object, "status", json_string(gj_status_key(cell ? (gj_status)cell->status : GJ_ABSENT)));
    if (cell && cell->inferred) json_object_set_new(object, "inferred", json_true());
    if (e->assumed) json_object_set_new(object, "assumed", gj_json_num(e->assumed_value));
    if (e->report && e->report != judged) json_object_set_new(object, "report", gj_json_str(e->report->path));
    if (has_format_place(&place)) {
        json_t *there = json_object();
        set_format_place(there, &place);
        json_object_set_new(object, "place", there);
    }
    return object;
}

json_t *gj_json_finding(const gj_finding *f, const gj_report *report) {
    json_t *object = json_object(), *at = json_object(), *cells = json_array();
    json_object_set_new(object, "rule", gj_json_str(f->rule));
    json_object_set_new(object, "title", gj_json_str(f->title));
    json_object_set_new(object, "level", json_string(gj_level_key((gj_level)f->level)));
    json_object_set_new(object, "verdict", json_string(gj_verdict_key((gj_verdict)f->verdict)));
    if (f->table.n) json_object_set_new(at, "table", gj_json_str(f->table));
    if (f->row.n) json_object_set_new(at, "row", gj_json_str(f->row));
    if (f->column.n) json_object_set_new(at, "column", gj_json_str(f->column));
    if (f->section.n) json_object_set_new(at, "section", gj_json_str(f->section));
    json_object_set_new(object, "at", at);
    json_object_set_new(object, "message", gj_json_str(f->message));
    json_object_set_new(object, "left", gj_json_opt(f->left));
    json_object_set_new(object, "right", gj_json_opt(f->right));
    json_object_set_new(object, "difference", gj_json_opt(f->difference));
    for (uint32_t i = 0; i < f->ncells; i++) json_array_append_new(cells, evidence_object(&f->cells[i], report));
    json_object_set_new(object, "cells", cells);
    json_object_set_new(object, "quote", gj_json_opt(f->quote));
    if (f->place.line > 0 || has_format_place(&f->place)) {
        json_t *place = json_object();
        json_object_set_new(place, "line", line_or_null(f->place.line));
        json_object_set_new(place, "column", line_or_null(f->place.column));
        set_format_place(place, &f->place);
        json_object_set_new(object, "place", place);
    } else {
        json_object_set_new(object, "place", json_null());
    }
    if (f->since) json_object_set_new(object, "baseline", json_string(f->since == GJ_SINCE_NEW ? "new" : "unchanged"));
    if (f->waived) json_object_set_new(object, "waived", gj_json_str(gj_str_from(f->waived)));
    gj_buf fingerprint = GJ_BUF_INIT;
    gj_out_fingerprint(&fingerprint, f->fingerprint);
    json_object_set_new(object, "fingerprint", gj_json_str(gj_buf_str(&fingerprint)));
    gj_buf_free(&fingerprint);
    return object;
}

static json_t *summary_object(const gj_summary *summary) {
    return json_pack("{s:i, s:i, s:i, s:i}", "pass", (int)summary->pass, "fail", (int)summary->fail, "unknown", (int)summary->unknown, "na",
                     (int)summary->na);
}

json_t *gj_json_report(const gj_findings *findings, bool all) {
    const gj_report *report = findings->report;
    json_t *object = json_object(), *list = json_array();
    json_object_set_new(object, "path", gj_json_str(report->path));
    json_object_set_new(object, "organisation", gj_json_opt(report->organisation));
    json_object_set_new(object, "year", report->year ? json_integer(report->year) : json_null());
    json_object_set_new(object, "form", gj_json_str(report->form->name));
    json_object_set_new(object, "summary", summary_object(&findings->summary));
    for (uint32_t i = 0; i < findings->n; i++) {
        const gj_finding *f = &findings->items[i];
        if (all || f->verdict == GJ_FAIL || f->verdict == GJ_UNKNOWN) json_array_append_new(list, gj_json_finding(f, report));
    }
    json_object_set_new(object, "findings", list);
    if (findings->compared) {
        json_t *fixed = json_array();
        for (uint32_t i = 0; i < findings->nfixed; i++) {
            json_t *gone = json_object();
            json_object_set_new(gone, "rule", gj_json_str(findings->fixed[i].rule));
            json_object_set_new(gone, "title", gj_json_str(findings->fixed[i].title));
            json_object_set_new(gone, "message", gj_json_str(findings->fixed[i].message));
            json_array_append_new(fixed, gone);
        }
        json_object_set_new(object, "fixed", fixed);
    }
    return object;
}

static int add_to_buf(const char *bytes, size_t n, void *buf) {
    gj_buf_add(buf, (gj_str){bytes, n});
    return 0;
}

void gj_json_dump(gj_buf *buf, json_t *value, size_t flags, unsigned indent) {
    gj_buf text = GJ_BUF_INIT;
    json_dump_callback(value, add_to_buf, indent ? &text : buf, flags);
    json_decref(value);
    for (size_t i = 0; i < text.n; i++) { /* a line end inside a string is escaped: each one here begins a line */
        gj_buf_addc(buf, text.p[i]);
        if (text.p[i] == '\n') gj_buf_add_repeat(buf, " ", indent);
    }
    gj_buf_free(&text);
}

/* json: {"gouji", "reports": [ … ], "summary"}, each report written as soon as it is there. */

static void json_begin(gj_output *out) {
    gj_buf_addz(&out->buf, "{\n  \"gouji\": \"" GJ_VERSION "\",\n  \"reports\": [");
}

static void json_next(gj_output *out, json_t *object) {
    gj_buf_addz(&out->buf, out->totals.reports > 1 ? ",\n    " : "\n    ");
    gj_json_dump(&out->buf, object, JSON_INDENT(2), 4);
}

static json_t *unread_object(gj_str path, gj_str reason) {
    json_t *object = json_object();
    json_object_set_new(object, "path", gj_json_str(path));
    json_object_set_new(object, "error", gj_json_str(reason));
    return object;
}

static void json_report(gj_output *out, const gj_findings *findings) {
    json_next(out, gj_json_report(findings, out->options.all));
}

static void json_unread(gj_output *out, gj_str path, gj_str reason) {
    json_next(out, unread_object(path, reason));
}

static void json_end(gj_output *out) {
    gj_buf_addz(&out->buf, out->totals.reports > 0 ? "\n  ],\n" : "],\n");
    if (out->totals.left > 0) gj_buf_addz(&out->buf, "  \"interrupted\": true,\n");
    gj_buf_addz(&out->buf, "  \"summary\": ");
    json_t *summary = summary_object(&out->totals.summary);
    json_object_set_new(summary, "reports", json_integer(out->totals.reports));
    json_object_set_new(summary, "unread", json_integer(out->totals.unread));
    gj_json_dump(&out->buf, summary, JSON_INDENT(2), 2);
    gj_buf_addz(&out->buf, "\n}\n");
}

const gj_writer gj_writer_json = {"json", false, json_begin, json_report, json_unread, json_end};

/* ndjson: the same objects, one a line. */

static void ndjson_report(gj_output *out, const gj_findings *findings) {
    gj_json_dump(&out->buf, gj_json_report(findings, out->options.all), 0, 0);
    gj_buf_addc(&out->buf, '\n');
}

static void ndjson_unread(gj_output *out, gj_str path, gj_str reason) {
    gj_json_dump(&out->buf, unread_object(path, reason), 0, 0);
    gj_buf_addc(&out->buf, '\n');
}

const gj_writer gj_writer_ndjson = {"ndjson", false, NULL, ndjson_report, ndjson_unread, NULL};
