/* One statement: an expression is shown, a relation is judged, a definition stays. */
#include <string.h>

#include "repl.h"
#include "rule/parse.h"

gj_program *gj_session_compile(gj_session *s, gj_arena *arena, gj_str text) {
    gj_diags diags;
    gj_diags_init(&diags, s->scratch, s->rules->sources);
    gj_program *program = gj_rules_compile_expression(s->rules, arena, text, &diags);
    gj_session_diags(s, &diags);
    if (!program) gj_session_status(s, 2);
    return program;
}

static void need_report(gj_session *s) {
    gj_session_complain(s, "还没有打开报告：用 :open 打开，如 :open 年报.txt",
                        "no report is open: open one with :open, as in :open report.txt");
}

/* ---- expressions and relations ---- */

static void show_relation(gj_session *s, const gj_findings *findings, const gj_value *value, const gj_program *program) {
    if (findings->n)
        gj_show_findings(s, findings, true);
    else
        gj_show_value(s, value, findings->report, program);
    gj_show_passages(s, findings->report, program);
    if (findings->summary.fail) gj_session_status(s, 1);
}

/* [列] of every table that has it: alone it would name several. */
static bool evaluate_columns(gj_session *s, gj_str text) {
    const gj_report *report = gj_session_report(s);
    if (!report || !gj_str_has_prefix(text, GJ_STR("["))) return false;
    uint32_t shown = 0;
    for (uint32_t t = 0; t < report->form->ntables; t++) {
        gj_str name = gj_str_format(s->scratch, "表%.*s", GJ_FMT(report->form->tables[t].name));
        gj_diags diags;
        gj_diags_init(&diags, s->scratch, s->rules->sources);
        gj_program *program =
            gj_rules_compile_expression(s->rules, s->scratch, gj_str_format(s->scratch, "%.*s%.*s", GJ_FMT(name), GJ_FMT(text)), &diags);
        if (!program) continue;
        gj_value value;
        gj_evaluate(s->scratch, program, report, s->lang, &value, NULL);
        if (value.kind != GJ_VAL_NUMBER) continue;
        if (shown++) gj_buf_addc(&s->out, '\n');
        gj_paint(s, "1");
        gj_buf_addf(&s->out, "%.*s\n", GJ_FMT(name));
        gj_unpaint(s);
        gj_show_value(s, &value, report, program);
    }
    return shown > 0;
}

static void evaluate(gj_session *s, gj_str text) {
    if (evaluate_columns(s, text)) return;
    if (gj_session_many(s)) {
        gj_many_evaluate(s, text);
        return;
    }
    gj_arena *arena = gj_arena_new();
    gj_program *program = gj_session_compile(s, arena, text);
    gj_report *report = gj_session_report(s);
    if (program && !report) need_report(s);
    if (!program || !report) {
        gj_arena_free(arena);
        return;
    }
    gj_value value;
    gj_findings *findings = GJ_NEW(arena, gj_findings);
    gj_evaluate(arena, program, report, s->lang, &value, findings);
    if (value.kind == GJ_VAL_BOOL) {
        gj_session_new_findings(s, arena, s->rules);
        show_relation(s, findings, &value, program);
    } else {
        gj_show_value(s, &value, report, program);
        gj_arena_free(arena);
    }
}

/* ---- statements that are judged once, and rules that stay ---- */

/* The rules that were written in SOURCE. */
static bool *rules_of(gj_session *s, const gj_rules *rules, uint32_t source) {
    bool *selected = GJ_NEW_ARRAY(s->scratch, bool, rules->program.nrules + 1u);
    for (uint32_t i = 0; i < rules->program.nrules; i++) selected[i] = rules->program.rules[i].span.source == source;
    return selected;
}

static void judge(gj_session *s, gj_rules *rules, const bool *selected) {
    gj_report *report = gj_session_report(s);
    if (gj_session_many(s)) {
        gj_many_judge(s, rules, selected, false);
        return;
    }
    if (!report) return;
    gj_arena *arena = gj_arena_new();
    gj_findings *findings = GJ_NEW(arena, gj_findings);
    gj_judge_options options = {.lang = s->lang, .keep_all = true, .selected = selected, .no_notes = true};
    gj_judge(arena, &rules->program, report, &options, findings);
    gj_session_new_findings(s, arena, rules);
    gj_show_findings(s, findings, true);
    if (findings->summary.fail_by_level[GJ_LEVEL_ERROR]) gj_session_status(s, 1);
}

static bool stays(const gj_node *item) {
    switch ((gj_kind_of_node)item->kind) {
    case GJ_N_ASSERT:
    case GJ_N_TIE:
    case GJ_N_TIE_SELF:
    case GJ_N_REQUIRE:
    case GJ_N_CLAIM:
    case GJ_N_WHEN: return false;
    default: return true;
    }
}

static gj_str key_of(gj_session *s, const gj_node *item) {
    switch ((gj_kind_of_node)item->kind) {
    case GJ_N_LET:
    case GJ_N_FUNC: return gj_str_format(s->scratch, "name %.*s", GJ_FMT(item->text));
    case GJ_N_RULE: return gj_str_format(s->scratch, "rule %.*s", GJ_FMT(item->text));
    case GJ_N_FORM: return gj_str_format(s->scratch, "form %.*s", GJ_FMT(item->text));
    case GJ_N_TEST: return gj_str_format(s->scratch, "test %.*s", GJ_FMT(item->text));
    case GJ_N_POLICY: return GJ_STR("policy");
    default: return GJ_STR_NONE;
    }
}

static void tell_defined(gj_session *s, const gj_node *item, bool again) {
    if (!s->terminal) return;
    gj_paint(s, "2");
    gj_buf_addf(&s->out,
                again ? gj_session_say(s, "重新定义了 %.*s\n", "defined anew: %.*s\n")
                      : gj_session_say(s, "定义了 %.*s\n", "defined: %.*s\n"),
                GJ_FMT(item->text));
    gj_unpaint(s);
}

static bool has_key(const gj_session *s, gj_str key) {
    for (size_t i = 0; i < s->ndefinitions; i++)
        if (key.n && gj_str_eq(s->definitions[i].key, key)) return true;
    return false;
}

static void define(gj_session *s, const gj_node *item, gj_str text) {
    gj_str key = key_of(s, item);
    bool again = has_key(s, key);
    if (gj_session_define(s, key, text, item->kind == GJ_N_LET ? item->text : GJ_STR_NONE)) return;
    if (item->text.n) tell_defined(s, item, again);
    if (item->kind != GJ_N_RULE && item->kind != GJ_N_SCOPE) return;
    uint32_t source = s->rules->files[s->rules->nfiles - 1]->span.source;
    judge(s, s->rules, rules_of(s, s->rules, source));
}

/* A relation with its own words (必有, 凡, 勾稽): judged, not kept. */
static void judge_once(gj_session *s, gj_str text) {
    uint32_t source = 0;
    gj_rules *rules = gj_session_rules_with(s, text, &source);
    if (!rules) return;
    if (!gj_session_report(s) && !gj_session_many(s)) need_report(s);
    judge(s, rules, rules_of(s, rules, source));
}

static void run_item(gj_session *s, const gj_node *item, gj_str text) {
    if (item->kind == GJ_N_ASSERT)
        evaluate(s, text);
    else if (stays(item))
        define(s, item, text);
    else
        judge_once(s, text);
}

/* ---- what kind of statement is it? ---- */

static uint32_t first_error(const gj_diags *diags) {
    uint32_t at = 0;
    for (const gj_diag *d = diags->first; d; d = d->next)
        if (gj_diag_describe(d->code)->severity == GJ_SEV_ERROR && (at == 0 || d->span[0].start < at)) at = d->span[0].start + 1;
    return at;
}

void gj_session_statement(gj_session *s, gj_str text) {
    text = gj_str_trim(text);
    if (!text.n || text.p[0] == '#') return;
    gj_sources *sources = gj_sources_new(s->scratch);
    uint32_t source = gj_sources_add(sources, gj_str_from(gj_session_say(s, "<输入>", "<input>")), text);
    gj_diags as_expression, as_file;
    gj_diags_init(&as_expression, s->scratch, sources);
    gj_diags_init(&as_file, s->scratch, sources);
    gj_node *tree = NULL;
    if (gj_parse(s->scratch, source, GJ_PARSE_EXPRESSION, &tree, &as_expression) == 0) {
        evaluate(s, text);
        return;
    }
    if (gj_parse(s->scratch, source, GJ_PARSE_FILE, &tree, &as_file) == 0) {
        for (const gj_node *item = tree->first; item; item = item->next)
            run_item(s, item, tree->nkids == 1 ? text : gj_source_slice(sources, item->span));
        return;
    }
    /* Wrong as both: the reading that went further says more. */
    gj_session_diags(s, first_error(&as_file) > first_error(&as_expression) ? &as_file : &as_expression);
    gj_session_status(s, 2);
}
