#include "output/baseline.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

typedef struct known {
    uint64_t report, fingerprint;
    gj_fixed finding;
} known;

struct gj_baseline {
    known *items; /* by report, then fingerprint */
    size_t n, capacity;
};

/* ---- what is the same report ---- */

static uint64_t report_key(gj_str organisation, int32_t year, gj_str path) {
    gj_buf key = GJ_BUF_INIT;
    if (organisation.n && year)
        gj_buf_addf(&key, "%.*s\x1f%d", GJ_FMT(organisation), year);
    else
        gj_buf_add(&key, path);
    uint64_t hash = gj_str_hash(gj_buf_str(&key));
    gj_buf_free(&key);
    return hash;
}

static gj_str string_of(const json_t *object, const char *key) {
    json_t *value = json_object_get(object, key);
    return json_is_string(value) ? (gj_str){json_string_value(value), json_string_length(value)} : GJ_STR_NONE;
}

/* ---- reading ---- */

static void add_finding(gj_arena *arena, gj_baseline *b, uint64_t report, const json_t *finding) {
    gj_str print = string_of(finding, "fingerprint");
    if (!gj_str_eq(string_of(finding, "verdict"), GJ_STR("fail")) || print.n != 16) return;
    if (b->n == b->capacity) {
        size_t capacity = b->capacity ? b->capacity * 2 : 256;
        known *items = gj_arena_array(arena, capacity, sizeof *items);
        if (b->n) memcpy(items, b->items, b->n * sizeof *items);
        b->items = items;
        b->capacity = capacity;
    }
    char digits[17] = {0};
    memcpy(digits, print.p, 16);
    b->items[b->n++] = (known){.report = report,
                               .fingerprint = strtoull(digits, NULL, 16),
                               .finding = {.rule = gj_str_copy(arena, string_of(finding, "rule")),
                                           .title = gj_str_copy(arena, string_of(finding, "title")),
                                           .message = gj_str_copy(arena, string_of(finding, "message"))}};
}

static bool add_report(gj_arena *arena, gj_baseline *b, const json_t *report) {
    const json_t *findings = json_object_get(report, "findings");
    if (!json_is_object(report) || !json_is_array(findings)) return json_object_get(report, "summary") || json_object_get(report, "error");
    json_t *year = json_object_get(report, "year");
    uint64_t key = report_key(string_of(report, "organisation"), json_is_integer(year) ? (int32_t)json_integer_value(year) : 0,
                              string_of(report, "path"));
    size_t i;
    json_t *finding;
    json_array_foreach(findings, i, finding) add_finding(arena, b, key, finding);
    return true;
}

static int by_report(const void *a, const void *b) {
    const known *x = a, *y = b;
    if (x->report != y->report) return x->report < y->report ? -1 : 1;
    return x->fingerprint < y->fingerprint ? -1 : x->fingerprint > y->fingerprint;
}

gj_baseline *gj_baseline_read(gj_arena *arena, gj_str path, gj_str text, gj_diags *diags) {
    gj_baseline *b = GJ_NEW(arena, gj_baseline);
    bool good = true, any = false;
    for (size_t at = 0; good && at < text.n;) { /* one object, or one a line */
        json_error_t error;
        gj_str rest = gj_str_slice(text, at, text.n);
        if (gj_str_trim(rest).n == 0) break;
        json_t *value = json_loadb(rest.p, rest.n, JSON_DISABLE_EOF_CHECK, &error);
        good = json_is_object(value);
        json_t *reports = json_object_get(value, "reports"), *report;
        size_t i;
        if (json_is_array(reports))
            json_array_foreach(reports, i, report) good = good && add_report(arena, b, report);
        else
            good = good && add_report(arena, b, value);
        any = true;
        json_decref(value);
        at += good ? (size_t)error.position : 0;
    }
    if (!good || !any) {
        GJ_DIAG(diags, GJ_E_BASELINE, GJ_SPAN_NONE, path);
        return NULL;
    }
    if (b->n) qsort(b->items, b->n, sizeof *b->items, by_report);
    return b;
}

/* ---- applying ---- */

void gj_baseline_apply(gj_arena *arena, const gj_baseline *b, gj_findings *findings) {
    const gj_report *report = findings->report;
    known key = {.report = report_key(report->organisation, report->year, report->path)};
    size_t from = 0, to;
    while (from < b->n && b->items[from].report != key.report) from++;
    for (to = from; to < b->n && b->items[to].report == key.report;) to++;
    bool *still = gj_arena_array(arena, to - from + 1, sizeof *still);
    for (uint32_t i = 0; i < findings->n; i++) {
        gj_finding *f = &findings->items[i];
        if (f->verdict != GJ_FAIL) continue;
        key.fingerprint = f->fingerprint;
        const known *was = to > from ? bsearch(&key, b->items + from, to - from, sizeof key, by_report) : NULL;
        f->since = was ? GJ_SINCE_BEFORE : GJ_SINCE_NEW;
        for (size_t k = from; was && k < to; k++) still[k - from] = still[k - from] || b->items[k].fingerprint == f->fingerprint;
    }
    findings->compared = true;
    findings->fixed = gj_arena_array(arena, to - from + 1, sizeof *findings->fixed);
    for (size_t k = from; k < to; k++)
        if (!still[k - from]) findings->fixed[findings->nfixed++] = b->items[k].finding;
}
