/* junit: a test suite a report, a test case a rule, so that any CI shows an audit as it shows tests. */
#include <stdlib.h>

#include "output/output.h"

/* What one rule came to in one report. */
typedef struct rule_case {
    gj_str id, title;
    uint32_t count[4]; /* by gj_verdict */
    const gj_finding *first_fail, *first_unknown;
} rule_case;

static void attribute(gj_buf *buf, const char *name, gj_str value) {
    gj_buf_addf(buf, " %s=\"", name);
    gj_out_xml(buf, value);
    gj_buf_addc(buf, '"');
}

static void junit_begin(gj_output *out) {
    gj_buf_addz(&out->buf, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"gouji\">\n");
}

static rule_case *case_of(rule_case *cases, size_t *ncases, const gj_finding *f) {
    for (size_t i = 0; i < *ncases; i++)
        if (gj_str_eq(cases[i].id, f->rule)) return &cases[i];
    cases[*ncases] = (rule_case){.id = f->rule, .title = f->title};
    return &cases[(*ncases)++];
}

/* Every failure of a rule in the body of one <failure>: a line each. */
static void failure(gj_output *out, const gj_findings *findings, const rule_case *c) {
    gj_buf *buf = &out->buf;
    gj_buf_addz(buf, "      <failure");
    attribute(buf, "type", gj_str_from(gj_level_key((gj_level)c->first_fail->level)));
    attribute(buf, "message", c->first_fail->message);
    gj_buf_addc(buf, '>');
    bool first = true;
    for (uint32_t i = 0; i < findings->n; i++) {
        const gj_finding *f = &findings->items[i];
        if (f->verdict != GJ_FAIL || f->waived || !gj_str_eq(f->rule, c->id)) continue;
        if (!first) gj_buf_addc(buf, '\n');
        first = false;
        gj_out_xml(buf, findings->report->path);
        uint32_t line = gj_finding_line(f, findings->report);
        if (line) gj_buf_addf(buf, ":%u", line);
        gj_buf_addz(buf, ": ");
        gj_out_xml(buf, f->message);
    }
    gj_buf_addz(buf, "</failure>\n");
}

static void test_case(gj_output *out, const gj_findings *findings, const rule_case *c) {
    gj_buf *buf = &out->buf;
    gj_buf name = GJ_BUF_INIT;
    gj_buf_add(&name, c->id);
    if (c->title.n && !gj_str_eq(c->title, c->id)) gj_buf_addf(&name, " %.*s", GJ_FMT(c->title));
    gj_buf_addz(buf, "    <testcase");
    attribute(buf, "name", gj_buf_str(&name));
    attribute(buf, "classname", findings->report->path);
    gj_buf_free(&name);
    if (c->first_fail) {
        gj_buf_addz(buf, ">\n");
        failure(out, findings, c);
        gj_buf_addz(buf, "    </testcase>\n");
    } else if (c->first_unknown || (c->count[GJ_NA] > 0 && c->count[GJ_PASS] == 0 && c->count[GJ_FAIL] == 0)) {
        gj_buf_addz(buf, ">\n      <skipped>");
        gj_out_xml(buf, c->first_unknown ? c->first_unknown->message : gj_str_from(gj_verdict_name(GJ_NA, out->options.lang)));
        gj_buf_addz(buf, "</skipped>\n    </testcase>\n");
    } else {
        gj_buf_addz(buf, "/>\n");
    }
}

static void junit_report(gj_output *out, const gj_findings *findings) {
    const gj_program *program = out->program;
    rule_case *cases = gj_malloc((program->nrules + findings->n + 1) * sizeof *cases);
    size_t ncases = 0;
    for (uint32_t i = 0; i < program->nrules; i++)
        if (!out->selected || out->selected[i]) cases[ncases++] = (rule_case){.id = program->rules[i].id, .title = program->rules[i].title};
    for (uint32_t i = 0; i < findings->n; i++) {
        const gj_finding *f = &findings->items[i];
        rule_case *c = case_of(cases, &ncases, f);
        c->count[f->verdict]++;
        if (f->verdict == GJ_FAIL && !f->waived && !c->first_fail) c->first_fail = f;
        if (f->verdict == GJ_UNKNOWN && !c->first_unknown) c->first_unknown = f;
    }
    uint32_t failures = 0, skipped = 0;
    for (size_t i = 0; i < ncases; i++) {
        if (cases[i].first_fail)
            failures++;
        else if (cases[i].first_unknown || (cases[i].count[GJ_NA] > 0 && cases[i].count[GJ_PASS] == 0 && cases[i].count[GJ_FAIL] == 0))
            skipped++;
    }
    gj_buf_addz(&out->buf, "  <testsuite");
    attribute(&out->buf, "name", findings->report->path);
    gj_buf_addf(&out->buf, " tests=\"%zu\" failures=\"%u\" errors=\"0\" skipped=\"%u\">\n", ncases, failures, skipped);
    for (size_t i = 0; i < ncases; i++) test_case(out, findings, &cases[i]);
    gj_buf_addz(&out->buf, "  </testsuite>\n");
    free(cases);
}

static void junit_unread(gj_output *out, gj_str path, gj_str reason) {
    gj_buf *buf = &out->buf;
    gj_buf_addz(buf, "  <testsuite");
    attribute(buf, "name", path);
    gj_buf_addz(buf, " tests=\"1\" failures=\"0\" errors=\"1\" skipped=\"0\">\n    <testcase name=\"read\"");
    attribute(buf, "classname", path);
    gj_buf_addz(buf, ">\n      <error type=\"unread\"");
    attribute(buf, "message", reason);
    gj_buf_addz(buf, "/>\n    </testcase>\n  </testsuite>\n");
}

static void junit_end(gj_output *out) {
    gj_buf_addz(&out->buf, "</testsuites>\n");
}

const gj_writer gj_writer_junit = {"junit", true, junit_begin, junit_report, junit_unread, junit_end};
