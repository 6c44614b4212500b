/* eval: one expression or relation, for each report. */
#include <stdlib.h>

#include "cmd.h"
#include "output/value.h"

typedef struct eval {
    gj_cmd *cmd;
    const gj_rules *rules;
    const gj_program *program;
    gj_output_options options;
    bool json, several;
    uint32_t written;
    int status;
} eval;

static void evaluate(eval *e, const gj_report *report, gj_arena *arena, gj_buf *buf) {
    gj_value value = {0};
    gj_findings findings = {0};
    gj_evaluate(arena, e->program, report, e->cmd->lang, &value, &findings);
    for (uint32_t i = 0; i < findings.n; i++)
        if (findings.items[i].verdict == GJ_FAIL && e->status < 1) e->status = 1;
    bool relation = findings.n > 0 && value.kind == GJ_VAL_BOOL;
    if (e->json) {
        json_t *object = json_object();
        json_object_set_new(object, "report", gj_json_str(report->path));
        json_object_update_new(object, gj_value_json(&value));
        if (relation) {
            json_t *list = json_array();
            for (uint32_t i = 0; i < findings.n; i++) json_array_append_new(list, gj_json_finding(&findings.items[i], report));
            json_object_set_new(object, "instances", list);
        }
        gj_buf_addz(buf, e->written > 0 ? ",\n  " : "\n  ");
        gj_json_dump(buf, object, JSON_INDENT(2), 2);
        return;
    }
    if (e->several) {
        if (e->written > 0) gj_buf_addc(buf, '\n');
        if (e->options.color) gj_buf_addz(buf, "\x1b[1m");
        gj_out_plain(buf, report->path);
        if (e->options.color) gj_buf_addz(buf, "\x1b[0m");
        gj_buf_addc(buf, '\n');
    }
    if (relation)
        gj_relation_draw(buf, &findings, &e->options);
    else
        gj_value_draw(buf, &value, &e->options);
}

static void eval_reports(eval *e, const gj_strs *paths) {
    gj_buf buf = GJ_BUF_INIT;
    size_t n = 0;
    gj_report **reports = gj_malloc((paths->n + 1) * sizeof *reports);
    gj_arena *arena = gj_arena_new();
    for (size_t i = 0; i < paths->n; i++) {
        gj_diags diags;
        gj_diags_init(&diags, arena, gj_sources_new(arena));
        gj_report *report = gj_walk_report(e->rules, arena, paths->v[i], &diags);
        if (report) {
            reports[n++] = report;
        } else {
            gj_cmd_show(e->cmd, &diags);
            e->status = 3;
        }
    }
    gj_reports_link(reports, n);
    if (e->json) gj_buf_addc(&buf, '[');
    for (size_t i = 0; i < n && !gj_interrupted(); i++) {
        evaluate(e, reports[i], arena, &buf);
        e->written++;
        if (!gj_cmd_write(e->cmd, &buf)) break;
    }
    if (e->json) gj_buf_addz(&buf, "\n]\n");
    gj_cmd_write(e->cmd, &buf);
    gj_buf_free(&buf);
    gj_arena_free(arena);
    free(reports);
}

int gj_cmd_eval(gj_cmd *cmd) {
    static const char *const formats[] = {"text", "json", NULL};
    eval e = {.cmd = cmd};
    bool wrong = false;
    e.json = gj_str_eq(gj_cmd_format(cmd, cmd->outputs.n - 1, formats, &wrong), GJ_STR("json"));
    if (wrong) return 2;
    if (cmd->args.n == 0) {
        gj_cmd_complain(cmd, GJ_E_USAGE, GJ_STR("gouji eval"), gj_str_from(gj_cmd_say(cmd, "式子和报告", "an expression and a report")));
        return 2;
    }
    gj_strs paths = gj_cmd_reports(cmd, 1, &e.status);
    if (e.status == 2) return 2;
    gj_rules *rules = gj_cmd_load_rules(cmd, false);
    if (!rules) return 2;
    gj_diags diags;
    gj_diags_init(&diags, cmd->arena, rules->sources);
    e.rules = rules;
    e.program = gj_rules_compile_expression(rules, cmd->arena, cmd->args.v[0], &diags);
    gj_cmd_show(cmd, &diags);
    gj_cmd_show(cmd, &cmd->diags);
    if (e.program) {
        gj_interrupt_catch();
        e.options = gj_cmd_output_options(cmd, cmd->output);
        e.several = paths.n > 1;
        eval_reports(&e, &paths);
    } else {
        e.status = 2;
    }
    gj_rules_free(rules);
    return e.status;
}
