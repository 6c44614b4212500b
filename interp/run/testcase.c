#include "run/testcase.h"

#include <string.h>

#include "base/suggest.h"
#include "rule/check.h"
#include "rule/compile.h"
#include "run/eval.h"

typedef struct runner {
    gj_arena *arena;
    const gj_program *program;
    gj_lang lang;
    gj_test_results *results;
    const gj_form *form;
    const gj_binding *bindings; /* definitions, and the values of 对每 */
    gj_report *report, *previous;
    gj_buf text, previous_text; /* of the reports' sections */
    bool counts;                /* the values of 对每 are as many as its names */
    gj_str message;             /* why the test cannot be run */
    gj_span span;
} runner;

static bool problem(runner *t, gj_span span, const char *zh, const char *en, gj_str a, gj_str b) {
    if (t->message.n) return false;
    gj_buf out = GJ_BUF_INIT;
    for (const char *p = t->lang == GJ_LANG_ZH ? zh : en; *p; p++) {
        if (*p == '1' && p[1] == '$')
            gj_buf_add(&out, a), p++;
        else if (*p == '2' && p[1] == '$')
            gj_buf_add(&out, b), p++;
        else
            gj_buf_addc(&out, *p);
    }
    t->message = gj_buf_copy(&out, t->arena);
    gj_buf_free(&out);
    t->span = span;
    return false;
}

static gj_checker checker(runner *t, gj_diags *diags) {
    gj_diags_init(diags, t->arena, t->program->sources);
    return (gj_checker){.arena = t->arena,
                        .scratch = t->arena,
                        .diags = diags,
                        .form = t->form,
                        .forms = t->program->forms,
                        .nforms = t->program->nforms,
                        .scope = GJ_NO_INDEX,
                        .bindings = t->bindings,
                        .groups = true};
}

static bool first_problem(runner *t, const gj_diags *diags, gj_span span) {
    gj_buf out = GJ_BUF_INIT;
    if (diags->first) gj_diag_message(&out, diags->first, t->lang);
    gj_str why = gj_buf_copy(&out, t->arena);
    gj_buf_free(&out);
    return problem(t, diags->first ? diags->first->span[0] : span, "1$", "1$", why.n ? why : GJ_STR("?"), GJ_STR_NONE);
}

/* ---- 设 ---- */

static const gj_node *lone_word(const gj_node *target) {
    const gj_node *step = target->first;
    return target->kind == GJ_N_PATH && target->nkids == 1 && step->kind == GJ_N_STEP && step->op == GJ_STEP_WORD && !(target->op & 2)
               ? step
               : NULL;
}

static bool is_name(const gj_node *target, const char *zh, const char *en) {
    const gj_node *word = lone_word(target);
    return word && (gj_str_eq(word->text, gj_str_from(zh)) || gj_str_eq(word->text, gj_str_from(en)));
}

/* The value of a 设: a constant, or a name of 对每. */
static bool value_of(runner *t, const gj_node *node, gj_scalar *out, gj_written *written) {
    if (node->kind == GJ_N_MISSING)
        return problem(t, node->span, "这里要一段文字或一个数；文字写在引号里",
                       "a text or a number is needed here; a text stands in quotes", GJ_STR_NONE, GJ_STR_NONE);
    gj_diags diags;
    gj_checker k = checker(t, &diags);
    gj_expr *x = gj_check_expr(&k, node);
    if (x->type == GJ_TYPE_ERROR) return first_problem(t, &diags, node->span);
    gj_env env = {.arena = t->arena, .report = t->report};
    *out = gj_eval(&env, x, 0, 0);
    *written = x->kind == GJ_X_NUM ? x->written : (gj_written){0};
    return true;
}

/* The value itself, or what a name of 对每 stands for when that is a reason to be missing. */
static const gj_node *missing_meant(const runner *t, const gj_node *value) {
    const gj_node *word = value->kind == GJ_N_PATH ? lone_word(value) : NULL;
    for (const gj_binding *b = word ? t->bindings : NULL; b; b = b->outer)
        if (gj_str_eq(b->name, word->text) && b->value && b->value->node && b->value->node->kind == GJ_N_MISSING) return b->value->node;
    return value;
}

static bool put(runner *t, gj_report *report, uint32_t slot, const gj_node *value) {
    value = missing_meant(t, value);
    if (value->kind == GJ_N_MISSING) {
        gj_report_unset(report, slot, (gj_status)value->op);
        return true;
    }
    gj_scalar s;
    gj_written written;
    if (!value_of(t, value, &s, &written)) return false;
    if (s.type != GJ_TYPE_NUMBER) return problem(t, value->span, "这里要一个数", "a number is needed here", GJ_STR_NONE, GJ_STR_NONE);
    if (s.state == GJ_HAS)
        gj_report_set(report, slot, s.num, written);
    else
        gj_report_unset(report, slot, (gj_status)s.status);
    return true;
}

static bool set_cells(runner *t, const gj_node *node, const gj_node *target) {
    gj_diags diags;
    gj_checker k = checker(t, &diags);
    gj_selection s;
    if (gj_resolve(t->arena, t->form, GJ_NO_INDEX, 0, target, &s, &diags)) return first_problem(t, &diags, target->span);
    gj_expr *x = gj_check_expr(&k, target);
    if (x->type == GJ_TYPE_ERROR || x->kind != GJ_X_CELLS) return first_problem(t, &diags, target->span);
    uint32_t n = gj_axis_size(x->row) * gj_axis_size(x->column), cells = 0, given = node->nkids - 1u;
    for (uint32_t i = 0; i < n; i++) cells += x->slots[i] != GJ_NO_INDEX;
    if (given != cells && given != 1)
        return problem(t, node->span, "“1$”要 2$", "\"1$\" takes 2$", gj_source_slice(t->program->sources, target->span),
                       gj_str_format(t->arena,
                                     t->lang == GJ_LANG_ZH ? "%u 个值（或一个），这里有 %u 个" : "%u values (or one), here are %u", cells,
                                     given));
    gj_report *report = x->previous ? t->previous : t->report;
    const gj_node *value = target->next;
    for (uint32_t i = 0; i < n; i++) {
        if (x->slots[i] == GJ_NO_INDEX) continue;
        if (!put(t, report, x->slots[i], value)) return false;
        if (given > 1) value = value->next;
    }
    return true;
}

static gj_buf *text_of(runner *t, const gj_node *target) {
    return target->op & 1 ? &t->previous_text : &t->text;
}

/* Text that stands in no section. */
static bool set_text(runner *t, const gj_node *target) {
    gj_scalar s;
    gj_written written;
    if (!target->next || !value_of(t, target->next, &s, &written)) return false;
    if (s.type != GJ_TYPE_TEXT) return problem(t, target->next->span, "这里要一段文字", "a text is needed here", GJ_STR_NONE, GJ_STR_NONE);
    gj_buf *out = text_of(t, target);
    gj_buf_add(out, s.text);
    gj_buf_addc(out, '\n');
    return true;
}

static bool set_section(runner *t, const gj_node *target) {
    gj_diags diags;
    gj_checker k = checker(t, &diags);
    uint32_t *sections, n;
    if (gj_check_sections(&k, target, &sections, &n)) return first_problem(t, &diags, target->span);
    gj_scalar s;
    gj_written written;
    if (!target->next || !value_of(t, target->next, &s, &written)) return false;
    if (s.type != GJ_TYPE_TEXT) return problem(t, target->next->span, "这里要一段文字", "a text is needed here", GJ_STR_NONE, GJ_STR_NONE);
    gj_report *report = target->op & 1 ? t->previous : t->report;
    gj_buf *out = text_of(t, target);
    for (uint32_t i = 0; i < n; i++) {
        if (sections[i] == GJ_NO_INDEX) continue;
        const gj_section *declared = &t->form->sections[sections[i]];
        gj_found_section *found = &report->sections[sections[i]];
        *found = (gj_found_section){.found = true, .match = 100, .ordinal = declared->ordinal};
        found->heading = (uint32_t)out->n;
        gj_buf_addf(out, "%.*s、%.*s", GJ_FMT(declared->ordinal), GJ_FMT(declared->title.name));
        found->heading_end = (uint32_t)out->n;
        gj_buf_addc(out, '\n');
        found->body = (uint32_t)out->n;
        gj_buf_add(out, s.text);
        found->body_end = (uint32_t)out->n;
        gj_buf_addc(out, '\n');
    }
    return true;
}

static bool set_property(runner *t, const gj_node *target) {
    gj_scalar s;
    gj_written written;
    if (!target->next || !value_of(t, target->next, &s, &written)) return false;
    int64_t year = 0;
    gj_report *report = target->op & 1 ? t->previous : t->report;
    if (is_name(target, "年份", "year")) {
        if (s.type != GJ_TYPE_NUMBER || !gj_num_to_int64(s.num, &year))
            return problem(t, target->next->span, "年份要一个数", "the year is a number", GJ_STR_NONE, GJ_STR_NONE);
        report->year = (int32_t)year;
    } else {
        if (s.type != GJ_TYPE_TEXT)
            return problem(t, target->next->span, "这里要一段文字", "a text is needed here", GJ_STR_NONE, GJ_STR_NONE);
        if (is_name(target, "机构", "organisation"))
            report->organisation = s.text;
        else
            report->title = s.text;
    }
    return true;
}

static bool set(runner *t, const gj_node *node) {
    const gj_node *target = node->first;
    if (!target) return false;
    if (target->kind == GJ_N_SECTION_REF) return set_section(t, target);
    if (is_name(target, "全文", "whole_text")) return set_text(t, target);
    if (is_name(target, "年份", "year") || is_name(target, "机构", "organisation") || is_name(target, "报告标题", "report_title"))
        return set_property(t, target);
    if (is_name(target, "表样", "form")) return true; /* chosen already */
    return set_cells(t, node, target);
}

/* The document of the sections that the test gave: one line a line. */
static void make_document(runner *t, gj_report *report, const gj_buf *text) {
    gj_doc *doc = GJ_NEW(t->arena, gj_doc);
    doc->text = doc->source = gj_buf_copy(text, t->arena);
    uint32_t lines = 1;
    for (size_t i = 0; i < doc->text.n; i++) lines += doc->text.p[i] == '\n';
    doc->lines = GJ_NEW_ARRAY(t->arena, gj_line, lines);
    doc->fields = GJ_NEW_ARRAY(t->arena, gj_field, lines);
    for (uint32_t start = 0; start < doc->text.n; doc->nlines++) {
        const char *newline = memchr(doc->text.p + start, '\n', doc->text.n - start);
        uint32_t end = newline ? (uint32_t)(newline - doc->text.p) : (uint32_t)doc->text.n;
        gj_place place = {.line = doc->nlines + 1, .column = 1};
        doc->fields[doc->nfields++] = (gj_field){.start = start, .end = end, .place = place};
        doc->lines[doc->nlines] = (gj_line){.field = doc->nlines, .nfields = 1, .start = start, .end = end, .place = place};
        start = end + 1;
    }
    report->doc = doc;
    uint32_t order = 0;
    for (uint32_t i = 0; i < t->form->nsections; i++)
        if (report->sections[i].found) {
            report->sections[i].order = ++order;
            report->sections[i].place = gj_doc_place(doc, report->sections[i].heading);
        }
}

/* ---- 期望 ---- */

static gj_verdict worst(const gj_findings *f) {
    return f->summary.fail ? GJ_FAIL : f->summary.unknown ? GJ_UNKNOWN : f->summary.pass ? GJ_PASS : GJ_NA;
}

static bool labelled(const gj_finding *f, gj_str label) {
    return gj_str_eq(f->column, label) || gj_str_eq(f->row, label) || gj_str_eq(f->row_label, label) || gj_str_eq(f->section, label) ||
           gj_str_eq(f->table, label);
}

static gj_str where(const gj_finding *f, bool by_row) {
    if (by_row && f->row_label.n) return f->row_label;
    return f->column.n ? f->column : f->row_label.n ? f->row_label : f->section;
}

/* The instances differ by row, by column, or not at all: what to call them. */
static bool differ_by_row(const gj_findings *all) {
    for (uint32_t i = 1; i < all->n; i++)
        if (!gj_str_eq(all->items[i].row, all->items[0].row)) return true;
    return false;
}

static void describe(gj_buf *out, const gj_findings *all, gj_verdict verdict, gj_lang lang) {
    uint32_t n = 0;
    bool by_row = differ_by_row(all);
    for (uint32_t i = 0; i < all->n; i++) {
        if (all->items[i].verdict != verdict) continue;
        gj_str label = where(&all->items[i], by_row);
        if (n++ == 0) {
            if (out->n) gj_buf_addz(out, "; ");
            gj_buf_addz(out, gj_verdict_name(verdict, lang));
            if (label.n) gj_buf_addz(out, lang == GJ_LANG_ZH ? " 于 " : " at ");
        } else if (label.n) {
            gj_buf_addz(out, ", ");
        }
        gj_buf_add(out, label);
    }
}

static bool matches(const gj_findings *all, const gj_node *expect) {
    gj_verdict verdict = (gj_verdict)expect->op;
    const gj_node *labels = gj_node_find(expect, GJ_N_LABEL);
    if (!labels) return worst(all) == verdict;
    for (const gj_node *label = labels; label; label = label->next) {
        bool found = false;
        for (uint32_t i = 0; i < all->n; i++) found = found || (all->items[i].verdict == verdict && labelled(&all->items[i], label->text));
        if (!found) return false;
    }
    for (uint32_t i = 0; i < all->n; i++) {
        if (all->items[i].verdict != verdict) continue;
        bool named = false;
        for (const gj_node *label = labels; label; label = label->next) named = named || labelled(&all->items[i], label->text);
        if (!named) return false;
    }
    return true;
}

static uint32_t find_rule(const gj_program *p, gj_str id) {
    for (uint32_t i = 0; i < p->nrules; i++)
        if (gj_str_eq(p->rules[i].id, id)) return i;
    return GJ_NO_INDEX;
}

static bool expect(runner *t, const gj_node *node) {
    const gj_program *p = t->program;
    uint32_t rule = find_rule(p, node->text);
    if (rule == GJ_NO_INDEX) {
        gj_str *ids = gj_arena_array(t->arena, p->nrules, sizeof *ids);
        for (uint32_t i = 0; i < p->nrules; i++) ids[i] = p->rules[i].id;
        ptrdiff_t near = gj_suggest(node->text, ids, p->nrules);
        if (near >= 0)
            return problem(t, node->span, "没有规则“1$”，是不是“2$”？", "there is no rule \"1$\"; did you mean \"2$\"?", node->text,
                           ids[near]);
        return problem(t, node->span, "没有规则“1$”", "there is no rule \"1$\"", node->text, GJ_STR_NONE);
    }
    t->results->rule_seen[rule] = true;
    bool *selected = gj_arena_array(t->arena, p->nrules, sizeof *selected);
    selected[rule] = true;
    gj_judge_options options = {.lang = t->lang, .keep_all = true, .selected = selected, .no_notes = true};
    gj_findings all;
    gj_judge(t->arena, p, t->report, &options, &all);
    const gj_form_code *code = &p->code->forms[t->form->index];
    for (uint32_t i = 0; i < code->n && i < t->results->nstatements; i++)
        if (code->statements[i].rule == rule && all.summary.fail) t->results->statement_failed[i] = true;
    if (matches(&all, node)) return true;
    gj_buf want = GJ_BUF_INIT, got = GJ_BUF_INIT;
    gj_buf_addz(&want, gj_verdict_name((gj_verdict)node->op, t->lang));
    for (const gj_node *label = node->first; label; label = label->next) {
        gj_buf_addz(&want, label == node->first ? (t->lang == GJ_LANG_ZH ? " 于 " : " at ") : ", ");
        gj_buf_add(&want, label->text);
    }
    for (int v = GJ_FAIL; v <= GJ_NA; v++) describe(&got, &all, (gj_verdict)v, t->lang);
    describe(&got, &all, GJ_PASS, t->lang);
    if (!got.n) gj_buf_addz(&got, "-");
    gj_str id_want = gj_str_format(t->arena, "%.*s %.*s", GJ_FMT(node->text), GJ_FMT(gj_buf_str(&want)));
    problem(t, node->span, "期望 1$\n得到 2$", "expected 1$\ngot 2$", id_want, gj_buf_copy(&got, t->arena));
    gj_buf_free(&want);
    gj_buf_free(&got);
    return false;
}

/* ---- one test ---- */

static bool is_property(const gj_node *target) {
    return is_name(target, "年份", "year") || is_name(target, "机构", "organisation") || is_name(target, "报告标题", "report_title") ||
           is_name(target, "全文", "whole_text") || is_name(target, "表样", "form");
}

/* The form that the test names with 设 表样 = …, else the first in which its paths can be resolved. */
static const gj_form *choose_form(runner *t, const gj_node *test) {
    const gj_program *p = t->program;
    for (const gj_node *kid = test->first; kid; kid = kid->next)
        if (kid->kind == GJ_N_SET && is_name(kid->first, "表样", "form") && kid->first->next) {
            const gj_node *value = kid->first->next, *word = lone_word(value);
            gj_str name = word ? word->text : value->text;
            for (uint32_t f = 0; f < p->nforms; f++)
                if (gj_str_eq(p->forms[f]->name, name)) return p->forms[f];
            problem(t, value->span, "没有表样“1$”", "there is no form \"1$\"", name, GJ_STR_NONE);
        }
    const gj_form *best = p->nforms ? p->forms[0] : NULL;
    uint32_t least = GJ_NO_INDEX;
    for (uint32_t f = 0; f < p->nforms; f++) {
        uint32_t misfits = 0; /* none in the form that is meant; when the test is mistaken, fewest */
        for (const gj_node *kid = test->first; kid; kid = kid->next) {
            if (kid->kind == GJ_N_SET && kid->first && kid->first->kind == GJ_N_PATH && !is_property(kid->first))
                misfits += gj_resolve_tables(t->arena, p->forms[f], GJ_NO_INDEX, kid->first) == 0;
            if (kid->kind == GJ_N_EXPECT) {
                uint32_t rule = find_rule(p, kid->text);
                const gj_form_code *code = &p->code->forms[f];
                for (uint32_t i = 0; i < code->n; i++)
                    misfits += code->statements[i].rule == rule && code->statements[i].kind == GJ_STMT_OTHER_FORM;
            }
        }
        if (misfits >= least) continue;
        least = misfits;
        best = p->forms[f];
    }
    return best;
}

static void run_once(runner *t, const gj_node *test, gj_str title) {
    t->message = GJ_STR_NONE;
    t->span = test->span;
    if (!t->counts)
        problem(t, test->span, "对每的名称和值个数不同", "the names and values of 对每 (foreach) differ in number", GJ_STR_NONE,
                GJ_STR_NONE);
    if (!gj_node_find(test, GJ_N_EXPECT)) problem(t, test->span, "测例里没有“期望”", "the test expects nothing", GJ_STR_NONE, GJ_STR_NONE);
    t->form = choose_form(t, test);
    if (t->form && !t->message.n) {
        t->report = gj_report_empty(t->arena, t->form, GJ_STR("<test>"));
        t->previous = gj_report_empty(t->arena, t->form, GJ_STR("<test>"));
        t->report->year = t->form->since;
        gj_buf_clear(&t->text);
        gj_buf_clear(&t->previous_text);
        bool good = true, previous = false;
        for (const gj_node *kid = test->first; good && kid; kid = kid->next) {
            if (kid->kind != GJ_N_SET) continue;
            previous =
                previous || (kid->first && (kid->first->kind == GJ_N_PATH || kid->first->kind == GJ_N_SECTION_REF) && (kid->first->op & 1));
            good = set(t, kid);
        }
        make_document(t, t->report, &t->text);
        make_document(t, t->previous, &t->previous_text);
        if (!t->previous->year) t->previous->year = t->report->year - 1;
        if (previous) t->report->previous = t->previous;
        for (const gj_node *kid = test->first; good && kid; kid = kid->next)
            if (kid->kind == GJ_N_EXPECT) good = expect(t, kid);
    }
    gj_test_results *all = t->results;
    if (all->n == all->capacity) {
        uint32_t capacity = all->capacity ? all->capacity * 2 : 64;
        gj_test_result *items = gj_arena_array(t->arena, capacity, sizeof *items);
        if (all->n) memcpy(items, all->items, all->n * sizeof *items);
        all->items = items;
        all->capacity = capacity;
    }
    bool passed = t->message.n == 0;
    all->items[all->n++] = (gj_test_result){.test = test, .title = title, .passed = passed, .message = t->message, .span = t->span};
    if (passed)
        all->passed++;
    else
        all->failed++;
}

static uint32_t each_names(const gj_node *each) {
    uint32_t n = 0;
    for (const gj_node *kid = each->first; kid; kid = kid->next) n += kid->kind == GJ_N_PARAM;
    return n;
}

static void run_each(runner *t, const gj_node *test, const gj_node *each) {
    const gj_binding *outer = t->bindings;
    for (const gj_node *tuple = each->first; tuple; tuple = tuple->next) {
        if (tuple->kind != GJ_N_TUPLE) continue;
        t->bindings = outer;
        t->counts = tuple->nkids == each_names(each);
        t->form = t->program->nforms ? t->program->forms[0] : NULL;
        gj_buf title = GJ_BUF_INIT;
        gj_buf_addf(&title, "%.*s (%.*s)", GJ_FMT(test->text), GJ_FMT(gj_source_slice(t->program->sources, tuple->span)));
        const gj_node *value = tuple->first;
        for (const gj_node *param = each->first; param && value; param = param->next) {
            if (param->kind != GJ_N_PARAM) continue;
            gj_diags diags;
            gj_checker k = checker(t, &diags);
            gj_binding *b = GJ_NEW(t->arena, gj_binding);
            *b = (gj_binding){.name = param->text, .value = gj_check_expr(&k, value), .outer = t->bindings};
            t->bindings = b;
            value = value->next;
        }
        run_once(t, test, gj_buf_copy(&title, t->arena));
        gj_buf_free(&title);
    }
    t->bindings = outer;
    t->counts = true;
}

void gj_run_tests(gj_arena *arena, const gj_program *program, gj_lang lang, gj_test_results *results) {
    *results = (gj_test_results){.rule_seen = gj_arena_array(arena, program->nrules, sizeof(bool))};
    if (program->nforms) results->nstatements = program->code->forms[0].n;
    results->statement_failed = gj_arena_array(arena, results->nstatements, sizeof(bool));
    runner t = {.arena = arena,
                .program = program,
                .lang = lang,
                .results = results,
                .counts = true,
                .text = GJ_BUF_INIT,
                .previous_text = GJ_BUF_INIT};
    t.bindings = gj_compile_definitions(arena, program->files, program->nfiles, NULL);
    for (uint32_t i = 0; i < program->ntests; i++) {
        const gj_node *test = program->tests[i], *each = gj_node_find(test, GJ_N_EACH);
        if (each)
            run_each(&t, test, each);
        else
            run_once(&t, test, test->text);
    }
    gj_buf_free(&t.text);
    gj_buf_free(&t.previous_text);
}
