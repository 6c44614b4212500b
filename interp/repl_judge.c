/* The commands that judge, and what stands where: :run :why :rules :source :cells :whatif :undo. */
#include <stdlib.h>
#include <string.h>

#include "base/suggest.h"
#include "base/utf8.h"
#include "output/cells.h"
#include "output/excerpt.h"
#include "repl.h"
#include "run/passage.h"

static gj_report *one_report(gj_session *s) {
    gj_report *report = gj_session_report(s);
    if (!report) {
        if (s->nreports)
            gj_session_complain(s, "先用 :use N 选一份报告（:reports 列出）", "choose a report with :use N first (:reports lists them)");
        else
            gj_session_complain(s, "还没有打开报告：用 :open 打开", "no report is open: open one with :open");
    }
    return report;
}

/* ---- :run ---- */

static bool rule_is(const gj_rule *rule, gj_str word) {
    bool is = gj_str_eq(rule->id, word);
    for (uint32_t i = 0; i < rule->ntags; i++) is = is || gj_str_eq(rule->tags[i], word);
    return is;
}

/* The next word of *REST, which moves behind it. */
static gj_str next_word(gj_str *rest) {
    *rest = gj_str_trim(*rest);
    size_t n = 0;
    while (n < rest->n && rest->p[n] != ' ' && rest->p[n] != ',') n++;
    gj_str word = gj_str_slice(*rest, 0, n);
    *rest = gj_str_slice(*rest, n < rest->n ? n + 1 : n, rest->n);
    return word;
}

/* The rules that ARG names by id or tag; NULL, and said so, when one is not known. */
static bool *select_rules(gj_session *s, gj_str arg) {
    const gj_program *p = &s->rules->program;
    bool *selected = GJ_NEW_ARRAY(s->scratch, bool, p->nrules + 1u);
    for (gj_str word = next_word(&arg); word.n; word = next_word(&arg)) {
        bool known = false;
        for (uint32_t i = 0; i < p->nrules; i++)
            if (rule_is(&p->rules[i], word)) known = selected[i] = true;
        if (known) continue;
        gj_str *names = GJ_NEW_ARRAY(s->scratch, gj_str, p->nrules + 1u);
        for (uint32_t i = 0; i < p->nrules; i++) names[i] = p->rules[i].id;
        ptrdiff_t near = gj_suggest(word, names, p->nrules);
        if (near >= 0)
            gj_session_complain(s, "没有规则“%.*s”，是不是“%.*s”？", "there is no rule '%.*s'; did you mean '%.*s'?", GJ_FMT(word),
                                GJ_FMT(names[near]));
        else
            gj_session_complain(s, "没有规则“%.*s”（:rules 列出）", "there is no rule '%.*s' (:rules lists them)", GJ_FMT(word));
        return NULL;
    }
    return selected;
}

void gj_command_run(gj_session *s, gj_str arg) {
    bool *selected = NULL, all = gj_str_trim(arg).n == 0;
    if (!all && !(selected = select_rules(s, arg))) return;
    if (gj_session_many(s)) {
        gj_many_judge(s, s->rules, selected, all);
        return;
    }
    gj_report *report = one_report(s);
    if (!report) return;
    gj_arena *arena = gj_arena_new();
    gj_findings *findings = GJ_NEW(arena, gj_findings);
    gj_judge_options options = {.lang = s->lang, .keep_all = true, .selected = selected, .no_notes = !all};
    gj_judge(arena, &s->rules->program, report, &options, findings);
    gj_session_new_findings(s, arena, s->rules);
    gj_show_findings(s, findings, !all || s->options.all);
    if (findings->summary.fail_by_level[GJ_LEVEL_ERROR]) gj_session_status(s, 1);
}

/* ---- :why ---- */

void gj_command_why(gj_session *s, gj_str arg) {
    if (!s->nlast) {
        gj_session_complain(s, "还没有不通过的结论：先写一个关系，或 :run", "nothing has failed yet: write a relation, or :run");
        return;
    }
    char *end;
    gj_str text = gj_str_copy(s->scratch, gj_str_trim(arg));
    unsigned long number = text.n ? strtoul(text.p, &end, 10) : 1;
    if (text.n && (*end || number < 1 || number > s->nlast)) {
        gj_session_complain(s, ":why 后面是结论的编号，1 到 %zu", ":why takes the number of a finding, 1 to %zu", s->nlast);
        return;
    }
    gj_show_why(s, s->last[number - 1], s->last_report[number - 1]);
}

/* ---- :rules ---- */

void gj_command_rules(gj_session *s, gj_str arg) {
    const gj_program *p = &s->rules->program;
    size_t width = 0, shown = 0;
    gj_str word = gj_str_trim(arg);
    for (uint32_t i = 0; i < p->nrules; i++)
        if (gj_utf8_width(p->rules[i].id) > width) width = gj_utf8_width(p->rules[i].id);
    for (uint32_t i = 0; i < p->nrules; i++) {
        const gj_rule *r = &p->rules[i];
        if (word.n && !rule_is(r, word) && gj_str_find(r->title, word) < 0 && !gj_str_has_prefix(r->id, word)) continue;
        shown++;
        gj_paint(s, "1");
        gj_utf8_pad(&s->out, r->id, width, false);
        gj_unpaint(s);
        gj_buf_addz(&s->out, "  ");
        gj_paint(s, r->level == GJ_LEVEL_ERROR ? "31" : r->level == GJ_LEVEL_WARNING ? "33" : "36");
        gj_utf8_pad(&s->out, gj_str_from(gj_level_name((gj_level)r->level, s->lang)), s->lang == GJ_LANG_ZH ? 4 : 7, false);
        gj_unpaint(s);
        gj_buf_addz(&s->out, "  ");
        gj_str what = r->title.n ? r->title : r->relation;
        size_t room = s->options.width > width + 16 ? s->options.width - width - 12 : 20;
        gj_str fitted = s->terminal ? gj_utf8_fit(what, room) : what;
        gj_out_plain(&s->out, fitted);
        gj_buf_addz(&s->out, fitted.n < what.n ? "…\n" : "\n");
    }
    if (!shown) gj_session_complain(s, "没有这样的规则", "there is no such rule");
}

/* ---- :source and :cells ---- */

static gj_str label_of(gj_session *s, const gj_report *report, uint32_t slot) {
    gj_buf path = GJ_BUF_INIT;
    gj_slot_path(&path, report->form, slot);
    gj_str copy = gj_buf_copy(&path, s->scratch);
    gj_buf_free(&path);
    return copy;
}

void gj_command_source(gj_session *s, gj_str arg) {
    gj_report *report = one_report(s);
    if (!report) return;
    gj_program *program = gj_session_compile(s, s->scratch, arg);
    if (!program) return;
    gj_value value;
    gj_evaluate(s->scratch, program, report, s->lang, &value, NULL);
    if (value.kind == GJ_VAL_TEXT) {
        gj_show_passages(s, report, program);
        return;
    }
    size_t count = (size_t)value.nrows * value.ncolumns, n = 0;
    gj_mark *marks = GJ_NEW_ARRAY(s->scratch, gj_mark, count + 1);
    for (size_t i = 0; i < count; i++) {
        uint32_t slot = value.items[i].slot;
        if (slot == GJ_NO_INDEX) continue;
        const gj_cell *cell = &report->cells[slot];
        if (cell->there)
            marks[n++] = (gj_mark){cell->at, (uint32_t)gj_utf8_count(gj_cell_raw(report, cell)), gj_cell_place(report, cell).line,
                                   label_of(s, report, slot)};
        else
            gj_buf_addf(&s->out, gj_session_say(s, "%.*s  报告里没有\n", "%.*s  is not in the report\n"),
                        GJ_FMT(label_of(s, report, slot)));
    }
    gj_excerpt_options options = {s->lang, s->options.color, s->options.width, 0, 200};
    if (n && report->doc)
        gj_excerpt(&s->out, report->doc, marks, n, &options);
    else if (!s->out.n)
        gj_session_complain(s, ":source 后面是一个路径，如 :source 三.（七）[列]", ":source takes a path, as in :source 三.（七）[列]");
}

void gj_command_cells(gj_session *s, gj_str arg) {
    (void)arg;
    gj_report *report = one_report(s);
    if (report) gj_cells_report(&s->out, s->terminal ? GJ_CELLS_TABLE : GJ_CELLS_CSV, report, 0, &s->options);
}

/* ---- :whatif and :undo ---- */

static gj_findings *judge_all(gj_session *s, gj_arena *arena, const gj_report *report) {
    gj_findings *findings = GJ_NEW(arena, gj_findings);
    gj_judge_options options = {.lang = s->lang, .keep_all = true, .no_notes = true};
    gj_judge(arena, &s->rules->program, report, &options, findings);
    return findings;
}

static const gj_finding *counterpart(const gj_findings *all, uint32_t at, const gj_finding *f) {
    if (at < all->n && all->items[at].fingerprint == f->fingerprint && gj_str_eq(all->items[at].rule, f->rule)) return &all->items[at];
    for (uint32_t i = 0; i < all->n; i++)
        if (all->items[i].fingerprint == f->fingerprint) return &all->items[i];
    return NULL;
}

static void paint_verdict(gj_session *s, uint8_t verdict) {
    static const char *const colors[] = {[GJ_PASS] = "32", [GJ_FAIL] = "1;31", [GJ_UNKNOWN] = "33", [GJ_NA] = "2"};
    gj_paint(s, colors[verdict]);
    gj_buf_addz(&s->out, gj_verdict_name((gj_verdict)verdict, s->lang));
    gj_unpaint(s);
}

/* What changed from BEFORE to AFTER; the failures among it are numbered for :why. */
static void show_flips(gj_session *s, const gj_findings *before, const gj_findings *after) {
    uint32_t flips = 0;
    for (uint32_t i = 0; i < after->n; i++) {
        const gj_finding *f = &after->items[i], *old = counterpart(before, i, f);
        if (!old || old->verdict == f->verdict) continue;
        flips++;
        gj_buf_addz(&s->out, "  ");
        gj_paint(s, "1");
        gj_buf_add(&s->out, f->rule);
        gj_unpaint(s);
        if (f->row.n || f->column.n)
            gj_buf_addf(&s->out, f->column.n ? " %.*s[%.*s]" : " %.*s%.*s", GJ_FMT(f->row.n ? f->row : f->table), GJ_FMT(f->column));
        gj_buf_addz(&s->out, gj_session_say(s, "：", ": "));
        paint_verdict(s, old->verdict);
        gj_buf_addz(&s->out, " → ");
        paint_verdict(s, f->verdict);
        if (f->verdict == GJ_FAIL) gj_buf_addf(&s->out, "  [%zu]", gj_session_number(s, f, after->report));
        gj_buf_addz(&s->out, "  ");
        gj_out_plain(&s->out, f->relation.n ? f->relation : f->message);
        gj_buf_addc(&s->out, '\n');
    }
    if (!flips) gj_buf_addz(&s->out, gj_session_say(s, "没有结论改变。\n", "no verdict changes.\n"));
}

static bool status_of(gj_str word, gj_status *status) {
    for (int i = GJ_BLANK; i <= GJ_AMBIGUOUS; i++)
        if (gj_str_eq(word, gj_str_from(gj_status_name((gj_status)i, GJ_LANG_ZH))) ||
            gj_str_eq(word, gj_str_from(gj_status_key((gj_status)i)))) {
            *status = (gj_status)i;
            return true;
        }
    return false;
}

static void remember(gj_session *s, uint32_t slot, uint32_t group) {
    s->changes = gj_realloc(s->changes, (s->nchanges + 1) * sizeof *s->changes);
    s->changes[s->nchanges++] = (gj_change){s->current, slot, group, s->reports[s->current].report->cells[slot]};
}

/* One number for a cell: an expression of this report. */
static bool number_of(gj_session *s, gj_report *report, gj_str text, gj_num *number) {
    gj_program *program = gj_session_compile(s, s->scratch, text);
    if (!program) return false;
    gj_value value;
    gj_evaluate(s->scratch, program, report, s->lang, &value, NULL);
    if (value.kind != GJ_VAL_NUMBER || value.rows || value.columns || value.items[0].missing) {
        gj_session_complain(s, "等号右边要是一个数，或者 空白", "on the right of = stands one number, or blank");
        return false;
    }
    *number = gj_num_clone(report->arena, value.items[0].num);
    return true;
}

static void show_changed(gj_session *s, const gj_report *report, uint32_t slot, const gj_cell *before) {
    const gj_cell *cells[] = {before, &report->cells[slot]};
    gj_paint(s, "2");
    gj_buf_add(&s->out, label_of(s, report, slot));
    for (int i = 0; i < 2; i++) {
        gj_buf_addz(&s->out, i ? " → " : gj_session_say(s, "：", ": "));
        if (cells[i]->status == GJ_NUMBER)
            gj_num_print(&s->out, cells[i]->value, false);
        else
            gj_buf_addf(&s->out, "〈%s〉", gj_status_name((gj_status)cells[i]->status, s->lang));
    }
    gj_unpaint(s);
    gj_buf_addc(&s->out, '\n');
}

void gj_command_whatif(gj_session *s, gj_str arg) {
    gj_report *report = one_report(s);
    if (!report) return;
    ptrdiff_t at = gj_str_find(arg, GJ_STR("=")), wide = gj_str_find(arg, GJ_STR("＝"));
    size_t width = 1;
    if (wide >= 0 && (at < 0 || wide < at)) {
        at = wide;
        width = 3;
    }
    if (at < 0) {
        gj_session_complain(s, "写成 :whatif 路径 = 数，如 :whatif 三.（七）[列] = 67",
                            "write :whatif PATH = VALUE, as in :whatif 三.（七）[列] = 67");
        return;
    }
    gj_str path = gj_str_trim(gj_str_slice(arg, 0, (size_t)at)), right = gj_str_trim(gj_str_slice(arg, (size_t)at + width, arg.n));
    gj_program *program = gj_session_compile(s, s->scratch, path);
    if (!program) return;
    gj_value value;
    gj_evaluate(s->scratch, program, report, s->lang, &value, NULL);
    size_t count = (size_t)value.nrows * value.ncolumns;
    for (size_t i = 0; i < count; i++)
        if (value.kind != GJ_VAL_NUMBER || value.items[i].slot == GJ_NO_INDEX) {
            gj_session_complain(s, "等号左边要是表里的格，如 三.（七）[列]",
                                "on the left of = stand cells of a table, as in 三.（七）[列]");
            return;
        }
    gj_status status = GJ_NUMBER;
    gj_num number = gj_num_int(0);
    if (!status_of(right, &status) && !number_of(s, report, right, &number)) return;
    gj_arena *arena = gj_arena_new();
    gj_findings *before = judge_all(s, arena, report);
    uint32_t group = s->nchanges ? s->changes[s->nchanges - 1].group + 1 : 1;
    for (size_t i = 0; i < count; i++) {
        uint32_t slot = value.items[i].slot;
        gj_cell old = report->cells[slot];
        remember(s, slot, group);
        if (status == GJ_NUMBER)
            gj_report_set(report, slot, number, (gj_written){0});
        else
            gj_report_unset(report, slot, status);
        show_changed(s, report, slot, &old);
    }
    gj_session_new_findings(s, arena, s->rules);
    show_flips(s, before, judge_all(s, arena, report));
}

void gj_command_undo(gj_session *s, gj_str arg) {
    bool all = gj_str_eq(gj_str_trim(arg), GJ_STR("all")) || gj_str_eq(gj_str_trim(arg), GJ_STR("全部"));
    if (!s->nchanges) {
        gj_session_complain(s, "没有可以撤回的 :whatif", "there is no :whatif to undo");
        return;
    }
    uint32_t group = s->changes[s->nchanges - 1].group;
    do {
        gj_change change = s->changes[--s->nchanges];
        gj_report *report = s->reports[change.report].report;
        gj_cell now = report->cells[change.slot];
        if (change.before.status == GJ_NUMBER)
            gj_report_set(report, change.slot, change.before.value, change.before.written);
        else
            gj_report_unset(report, change.slot, (gj_status)change.before.status);
        report->cells[change.slot] = change.before;
        show_changed(s, report, change.slot, &now);
    } while (s->nchanges && (all || s->changes[s->nchanges - 1].group == group));
}
