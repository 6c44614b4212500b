/* test: the 测例 in rule files. */
#include "cmd.h"
#include "rule/code.h"
#include "run/testcase.h"

typedef struct testing {
    gj_cmd *cmd;
    const gj_program *program;
    const gj_test_results *results;
    gj_buf buf;
} testing;

static gj_str file_of(const testing *t, const gj_test_result *r) {
    uint32_t source = r->test ? r->test->span.source : r->span.source;
    return source ? gj_source_name(t->program->sources, source) : GJ_STR("-");
}

/* "rules/a.gj:12": the expectation at fault, or the test. */
static void add_place(testing *t, const gj_test_result *r) {
    gj_span span = r->span.source ? r->span : r->test->span;
    if (!span.source) return;
    gj_buf_addf(&t->buf, "%.*s:%u", GJ_FMT(gj_source_name(t->program->sources, span.source)),
                gj_source_locate(t->program->sources, span.source, span.start).line);
}

static void add_indented(gj_buf *buf, gj_str text, const char *indent) {
    for (size_t from = 0; from < text.n;) {
        size_t to = from;
        while (to < text.n && text.p[to] != '\n') to++;
        gj_buf_addz(buf, indent);
        gj_out_plain(buf, gj_str_slice(text, from, to));
        gj_buf_addc(buf, '\n');
        from = to + 1;
    }
}

static void draw_text(testing *t) {
    const gj_cmd *cmd = t->cmd;
    const gj_test_results *results = t->results;
    for (uint32_t i = 0; i < results->n; i++) {
        const gj_test_result *r = &results->items[i];
        if (r->passed && !cmd->verbose) continue;
        if (cmd->color) gj_buf_addz(&t->buf, r->passed ? "\x1b[32m" : "\x1b[1;31m");
        gj_buf_addz(&t->buf, r->passed ? "✓ " : "✗ ");
        gj_out_plain(&t->buf, r->title);
        if (cmd->color) gj_buf_addz(&t->buf, "\x1b[0m");
        gj_buf_addz(&t->buf, "  ");
        add_place(t, r);
        gj_buf_addc(&t->buf, '\n');
        add_indented(&t->buf, r->message, "    ");
    }
    if (results->failed == 0 && cmd->quiet) return;
    if (results->failed == 0)
        gj_buf_addf(&t->buf,
                    gj_cmd_say(cmd, "%u 个测例，都合\n", results->n == 1 ? "%u test, as expected\n" : "%u tests, all as expected\n"),
                    results->n);
    else
        gj_buf_addf(&t->buf, gj_cmd_say(cmd, "%u 个测例，%u 个不合\n", "%u tests, %u not as expected\n"), results->n, results->failed);
}

static void draw_coverage(testing *t) {
    uint32_t seen = 0;
    for (uint32_t i = 0; i < t->program->nrules; i++)
        if (t->results->rule_seen[i]) seen++;
    gj_buf_addf(&t->buf, gj_cmd_say(t->cmd, "%u 条规则，%u 条有测例\n", "%u rules, %u with a test\n"), t->program->nrules, seen);
    for (uint32_t i = 0; i < t->program->nrules; i++) {
        const gj_rule *rule = &t->program->rules[i];
        if (t->results->rule_seen[i]) continue;
        gj_buf_addz(&t->buf, gj_cmd_say(t->cmd, "  没有测例：", "  no test: "));
        gj_out_plain(&t->buf, rule->id);
        gj_buf_addc(&t->buf, ' ');
        gj_out_plain(&t->buf, rule->bare ? rule->relation : rule->title);
        gj_buf_addf(&t->buf, "  %.*s:%u\n", GJ_FMT(gj_source_name(t->program->sources, rule->span.source)),
                    gj_source_locate(t->program->sources, rule->span.source, rule->span.start).line);
    }
}

/* Relations that no test has seen fail, of rules that tests do look at: a test that could not fail says little. */
static void draw_never_failed(testing *t) {
    const gj_program *program = t->program;
    if (program->nforms == 0) return;
    const gj_form_code *code = &program->code->forms[0];
    for (uint32_t i = 0; i < code->n && i < t->results->nstatements; i++) {
        const gj_statement *s = &code->statements[i];
        if (t->results->statement_failed[i] || !t->results->rule_seen[s->rule] || s->kind == GJ_STMT_OTHER_FORM) continue;
        gj_buf_addz(&t->buf, gj_cmd_say(t->cmd, "  没有测例见过它不通过：", "  no test saw it fail: "));
        gj_out_plain(&t->buf, program->rules[s->rule].id);
        gj_buf_addc(&t->buf, ' ');
        gj_out_plain(&t->buf, s->source);
        gj_buf_addc(&t->buf, '\n');
    }
}

static void draw_junit(testing *t) {
    const gj_test_results *results = t->results;
    gj_buf *buf = &t->buf;
    gj_buf_addz(buf, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"gouji test\">\n");
    for (uint32_t i = 0; i < results->n;) { /* a suite a file: tests come file by file */
        gj_str file = file_of(t, &results->items[i]);
        uint32_t end = i, failed = 0;
        for (; end < results->n && gj_str_eq(file_of(t, &results->items[end]), file); end++)
            if (!results->items[end].passed) failed++;
        gj_buf_addz(buf, "  <testsuite name=\"");
        gj_out_xml(buf, file);
        gj_buf_addf(buf, "\" tests=\"%u\" failures=\"%u\" errors=\"0\" skipped=\"0\">\n", end - i, failed);
        for (; i < end; i++) {
            const gj_test_result *r = &results->items[i];
            gj_buf_addz(buf, "    <testcase name=\"");
            gj_out_xml(buf, r->title);
            gj_buf_addz(buf, "\" classname=\"");
            gj_out_xml(buf, file);
            gj_buf_addz(buf, r->passed ? "\"/>\n" : "\">\n      <failure message=\"");
            if (r->passed) continue;
            gj_out_xml(buf, r->message);
            gj_buf_addz(buf, "\">");
            add_place(t, r);
            gj_buf_addz(buf, "</failure>\n    </testcase>\n");
        }
        gj_buf_addz(buf, "  </testsuite>\n");
    }
    gj_buf_addz(buf, "</testsuites>\n");
}

int gj_cmd_test(gj_cmd *cmd) {
    static const char *const formats[] = {"text", "junit", NULL};
    bool wrong = false;
    gj_str format = gj_cmd_format(cmd, cmd->outputs.n - 1, formats, &wrong);
    if (wrong) return 2;
    cmd->rules = cmd->args;
    gj_rules *rules = gj_cmd_load_rules(cmd, true);
    if (!rules) return 2;
    gj_test_results results = {0};
    gj_run_tests(cmd->arena, &rules->program, cmd->lang, &results);
    testing t = {.cmd = cmd, .program = &rules->program, .results = &results};
    if (gj_str_eq(format, GJ_STR("junit"))) {
        draw_junit(&t);
    } else {
        draw_text(&t);
        if (cmd->coverage) {
            draw_coverage(&t);
            draw_never_failed(&t);
        }
    }
    gj_cmd_write(cmd, &t.buf);
    gj_buf_free(&t.buf);
    gj_rules_free(rules);
    return results.failed > 0 ? 1 : 0;
}
