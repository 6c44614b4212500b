/* sarif 2.1.0: the rules with their help, a result a finding, the places as regions. Only for text files are line and column those of
 * the file itself; for the others the result says page, table, row and cell in words and properties, and gives no region. */
#include "base/utf8.h"
#include "output/json.h"

static json_t *text_object(gj_str s) {
    json_t *object = json_object();
    json_object_set_new(object, "text", gj_json_str(s));
    return object;
}

static const char *sarif_level(gj_level level) {
    return level == GJ_LEVEL_ERROR ? "error" : level == GJ_LEVEL_WARNING ? "warning" : "note";
}

static json_t *rule_object(gj_str id, gj_str title, gj_str relation, gj_str basis, gj_level level) {
    json_t *rule = json_object(), *defaults = json_object();
    json_object_set_new(rule, "id", gj_json_str(id));
    json_object_set_new(rule, "shortDescription", text_object(title.n ? title : id));
    if (relation.n) json_object_set_new(rule, "fullDescription", text_object(relation));
    gj_buf help = GJ_BUF_INIT;
    gj_buf_add(&help, title.n ? title : id);
    if (relation.n) gj_buf_addf(&help, "\n%.*s", GJ_FMT(relation));
    if (basis.n) gj_buf_addf(&help, "\n%.*s", GJ_FMT(basis));
    json_object_set_new(rule, "help", text_object(gj_buf_str(&help)));
    gj_buf_free(&help);
    json_object_set_new(defaults, "level", json_string(sarif_level(level)));
    json_object_set_new(rule, "defaultConfiguration", defaults);
    return rule;
}

static void sarif_begin(gj_output *out) {
    json_t *rules = json_array();
    for (uint32_t i = 0; i < out->program->nrules; i++) {
        const gj_rule *r = &out->program->rules[i];
        json_t *rule = rule_object(r->id, r->title, r->relation, r->basis, (gj_level)r->level);
        if (r->ntags > 0) {
            json_t *tags = json_array(), *properties = json_object();
            for (uint32_t t = 0; t < r->ntags; t++) json_array_append_new(tags, gj_json_str(r->tags[t]));
            json_object_set_new(properties, "tags", tags);
            json_object_set_new(rule, "properties", properties);
        }
        json_array_append_new(rules, rule);
    }
    const char *id, *title[2];
    for (size_t i = 0; gj_note_rule(i, &id, title); i++)
        json_array_append_new(
            rules, rule_object(gj_str_from(id), gj_str_from(title[out->options.lang]), GJ_STR_NONE, GJ_STR_NONE, GJ_LEVEL_WARNING));
    json_t *driver =
        json_pack("{s:s, s:s, s:s, s:o}", "name", "gouji", "version", GJ_VERSION, "semanticVersion", GJ_VERSION, "rules", rules);
    gj_buf_addz(&out->buf,
                "{\n  \"$schema\": \"https://json.schemastore.org/sarif-2.1.0.json\",\n  \"version\": \"2.1.0\",\n  \"runs\": [\n"
                "    {\n      \"tool\": {\n        \"driver\": ");
    gj_json_dump(&out->buf, driver, JSON_INDENT(2), 8);
    gj_buf_addf(&out->buf, "\n      },\n      \"language\": \"%s\",\n      \"columnKind\": \"unicodeCodePoints\",\n      \"results\": [",
                out->options.lang == GJ_LANG_ZH ? "zh-CN" : "en-US");
    out->state = NULL;
}

static json_t *artifact(gj_str path) {
    gj_buf uri = GJ_BUF_INIT;
    gj_out_uri(&uri, path);
    json_t *object = json_object();
    json_object_set_new(object, "uri", gj_json_str(gj_buf_str(&uri)));
    gj_buf_free(&uri);
    return object;
}

/* A location: the file, the region of LENGTH characters at PLACE where the file has lines, and the cell's name. */
static json_t *location(const gj_report *report, const gj_place *place, size_t length, gj_str name) {
    json_t *object = json_object(), *physical = json_object();
    json_object_set_new(physical, "artifactLocation", artifact(report->path));
    if (place && place->line > 0 && (!report->doc || report->doc->format == GJ_FORMAT_TEXT)) {
        json_t *region = json_object();
        json_object_set_new(region, "startLine", json_integer(place->line));
        if (place->column > 0) {
            json_object_set_new(region, "startColumn", json_integer(place->column));
            if (length > 0) json_object_set_new(region, "endColumn", json_integer((json_int_t)(place->column + length)));
        }
        json_object_set_new(physical, "region", region);
    }
    json_object_set_new(object, "physicalLocation", physical);
    if (name.n) {
        json_t *logical = json_object(), *list = json_array();
        json_object_set_new(logical, "fullyQualifiedName", gj_json_str(name));
        json_object_set_new(logical, "kind", json_string("element"));
        json_array_append_new(list, logical);
        json_object_set_new(object, "logicalLocations", list);
    }
    return object;
}

static json_t *evidence_location(const gj_evidence *e, const gj_report *judged) {
    const gj_report *report = e->report ? e->report : judged;
    if (!e->cell) return location(report, NULL, 0, e->path);
    gj_place place = gj_cell_place(report, e->cell);
    return location(report, &place, gj_utf8_count(gj_cell_raw(report, e->cell)), e->path);
}

/* What stands under `at`, as one name: "三.（七）[自然人]". */
static gj_str at_name(gj_arena *arena, const gj_finding *f) {
    gj_str row = f->row.n ? f->row : f->table.n ? f->table : f->section;
    if (f->column.n) return gj_str_format(arena, "%.*s[%.*s]", GJ_FMT(row), GJ_FMT(f->column));
    return row;
}

static ptrdiff_t rule_index(const gj_output *out, gj_str id) {
    for (uint32_t i = 0; i < out->program->nrules; i++)
        if (gj_str_eq(out->program->rules[i].id, id)) return i;
    const char *note, *title[2];
    for (size_t i = 0; gj_note_rule(i, &note, title); i++)
        if (gj_str_eq(gj_str_from(note), id)) return (ptrdiff_t)(out->program->nrules + i);
    return -1;
}

static json_t *result_object(gj_output *out, const gj_finding *f, const gj_report *report) {
    static const char *const kinds[] = {[GJ_PASS] = "pass", [GJ_FAIL] = "fail", [GJ_UNKNOWN] = "open", [GJ_NA] = "notApplicable"};
    json_t *result = json_object();
    json_object_set_new(result, "ruleId", gj_json_str(f->rule));
    ptrdiff_t index = rule_index(out, f->rule);
    if (index >= 0) json_object_set_new(result, "ruleIndex", json_integer(index));
    json_object_set_new(result, "kind", json_string(kinds[f->verdict]));
    json_object_set_new(result, "level", json_string(f->verdict == GJ_FAIL ? sarif_level((gj_level)f->level) : "none"));
    json_object_set_new(result, "message", text_object(f->message.n ? f->message : f->title));

    json_t *locations = json_array(), *related = json_array();
    const gj_evidence *anchor = gj_finding_anchor(f, report);
    if (f->place.line > 0 || !anchor)
        json_array_append_new(locations, location(report, &f->place, gj_utf8_count(f->quote), at_name(out->arena, f)));
    else
        json_array_append_new(locations, evidence_location(anchor, report));
    for (uint32_t i = 0; i < f->ncells; i++) {
        if (f->place.line == 0 && &f->cells[i] == anchor) continue;
        json_t *where = evidence_location(&f->cells[i], report);
        json_object_set_new(where, "id", json_integer((json_int_t)i + 1));
        json_object_set_new(where, "message", text_object(f->cells[i].path));
        json_array_append_new(related, where);
    }
    json_object_set_new(result, "locations", locations);
    if (json_array_size(related) > 0)
        json_object_set_new(result, "relatedLocations", related);
    else
        json_decref(related);

    gj_buf fingerprint = GJ_BUF_INIT;
    gj_out_fingerprint(&fingerprint, f->fingerprint);
    json_t *prints = json_object();
    json_object_set_new(prints, "gouji/v1", gj_json_str(gj_buf_str(&fingerprint)));
    json_object_set_new(result, "partialFingerprints", prints);
    gj_buf_free(&fingerprint);
    if (f->since) json_object_set_new(result, "baselineState", json_string(f->since == GJ_SINCE_NEW ? "new" : "unchanged"));
    if (f->waived) {
        json_t *suppressions = json_array(), *suppression = json_object();
        json_object_set_new(suppression, "kind", json_string("external"));
        json_object_set_new(suppression, "justification", gj_json_str(gj_str_from(f->waived)));
        json_array_append_new(suppressions, suppression);
        json_object_set_new(result, "suppressions", suppressions);
    }
    return result;
}

/* STATE: the notifications of reports that could not be read; `first` says whether a result stands already. */
typedef struct sarif_state {
    json_t *unread;
    bool any;
} sarif_state;

static void drop_json(void *value) {
    json_decref(*(json_t **)value);
}

static sarif_state *state_of(gj_output *out) {
    if (!out->state) {
        sarif_state *state = GJ_NEW(out->arena, sarif_state);
        state->unread = json_array();
        gj_arena_defer(out->arena, drop_json, &state->unread);
        out->state = state;
    }
    return out->state;
}

static void sarif_report(gj_output *out, const gj_findings *findings) {
    sarif_state *state = state_of(out);
    for (uint32_t i = 0; i < findings->n; i++) {
        if (!gj_output_shows(out, &findings->items[i])) continue;
        gj_buf_addz(&out->buf, state->any ? ",\n        " : "\n        ");
        state->any = true;
        gj_json_dump(&out->buf, result_object(out, &findings->items[i], findings->report), JSON_INDENT(2), 8);
    }
}

static void sarif_unread(gj_output *out, gj_str path, gj_str reason) {
    json_t *notification = json_object(), *where = json_object(), *physical = json_object(), *locations = json_array();
    json_object_set_new(notification, "level", json_string("error"));
    json_object_set_new(notification, "message", text_object(reason));
    json_object_set_new(physical, "artifactLocation", artifact(path));
    json_object_set_new(where, "physicalLocation", physical);
    json_array_append_new(locations, where);
    json_object_set_new(notification, "locations", locations);
    json_array_append_new(state_of(out)->unread, notification);
}

static void sarif_end(gj_output *out) {
    sarif_state *state = state_of(out);
    if (out->totals.left > 0) {
        json_t *notification = json_object();
        json_object_set_new(notification, "level", json_string("error"));
        json_object_set_new(notification, "message",
                            text_object(gj_str_format(out->arena,
                                                      out->options.lang == GJ_LANG_ZH ? "核对被中断，还有 %u 份没有核对"
                                                                                      : "interrupted: %u reports were not judged",
                                                      out->totals.left)));
        json_array_append_new(state->unread, notification);
    }
    gj_buf_addz(&out->buf, state->any ? "\n      ],\n      \"invocations\": [\n        " : "],\n      \"invocations\": [\n        ");
    json_t *invocation = json_object();
    json_object_set_new(invocation, "executionSuccessful", json_boolean(json_array_size(state->unread) == 0));
    if (json_array_size(state->unread) > 0) json_object_set(invocation, "toolExecutionNotifications", state->unread);
    gj_json_dump(&out->buf, invocation, JSON_INDENT(2), 8);
    gj_buf_addz(&out->buf, "\n      ]\n    }\n  ]\n}\n");
}

const gj_writer gj_writer_sarif = {"sarif", false, sarif_begin, sarif_report, sarif_unread, sarif_end};
