#include "run/judge.h"

#include <stdlib.h>
#include <string.h>

#include "rule/check.h"
#include "rule/statutory.h"
#include "run/judge_internal.h"
#include "run/vm.h"

bool gj_judging_count(gj_judging *j, const gj_rule *rule, gj_verdict verdict) {
    gj_summary *s = &j->out->summary;
    uint32_t *counter[] = {&s->pass, &s->fail, &s->unknown, &s->na};
    ++*counter[verdict];
    if (verdict == GJ_FAIL) s->fail_by_level[rule->level]++;
    return verdict == GJ_FAIL || verdict == GJ_UNKNOWN || j->options->keep_all;
}

static gj_finding *add(gj_judging *j) {
    gj_findings *out = j->out;
    if (out->n == out->capacity) {
        uint32_t capacity = out->capacity ? out->capacity * 2 : 16;
        gj_finding *items = gj_arena_array(j->arena, capacity, sizeof *items);
        if (out->n) memcpy(items, out->items, out->n * sizeof *items);
        out->items = items;
        out->capacity = capacity;
    }
    return &out->items[out->n++];
}

gj_finding *gj_judging_add(gj_judging *j, const gj_statement *s, gj_verdict verdict) {
    const gj_rule *rule = &j->program->rules[s->rule];
    gj_finding *f = add(j);
    *f = (gj_finding){.rule = rule->id, .title = rule->title, .level = rule->level, .verdict = (uint8_t)verdict};
    return f;
}

/* ---- relations ---- */

static void find_hole(void *context, const gj_expr *x, uint32_t element) {
    *(bool *)context = *(bool *)context || (!x->previous && x->slots[element] == GJ_NO_INDEX);
}

static bool is_ragged(const gj_expr *x) {
    bool ragged = x->kind == GJ_X_CELLS && x->ragged && !x->previous;
    for (uint16_t i = 0; i < x->nkids && !ragged; i++) ragged = is_ragged(x->kid[i]);
    return ragged;
}

/* A ragged table has no such instance: there is nothing to judge. */
static bool no_such_instance(const gj_expr *relation, uint32_t r, uint32_t c) {
    bool hole = false;
    if (!is_ragged(relation)) return false;
    gj_visit_cells(relation, r, c, find_hole, &hole);
    return hole;
}

static gj_env environment(gj_judging *j, const gj_expr *relation) {
    return (gj_env){.arena = j->scratch,
                    .report = j->report,
                    .cache = &j->cache,
                    .row = relation ? relation->row : NULL,
                    .column = relation ? relation->column : NULL};
}

/* 若: what holds before anything is judged. PASS when there is none. */
static gj_verdict preconditions(gj_judging *j, const gj_statement *s) {
    gj_verdict all = GJ_PASS;
    gj_env env = environment(j, NULL);
    for (uint32_t i = 0; i < s->nwhen; i++) {
        gj_verdict v = (gj_verdict)gj_eval(&env, s->when[i], 0, 0).truth;
        all = v == GJ_NA ? GJ_FAIL : gj_and(all, v);
    }
    return all == GJ_FAIL ? GJ_NA : all;
}

static gj_verdict judge_instance(const gj_statement *s, const gj_env *env, const gj_expr *relation, gj_verdict when, uint32_t r,
                                 uint32_t c) {
    if (when != GJ_PASS) return when;
    if (s->guard) {
        gj_verdict guard = (gj_verdict)gj_eval(env, s->guard, r, c).truth;
        if (guard == GJ_FAIL || guard == GJ_NA) return GJ_NA;
        if (guard == GJ_UNKNOWN) return GJ_UNKNOWN;
    }
    return (gj_verdict)gj_eval(env, relation, r, c).truth;
}

/* The same, and the condition of `若 … 则 必有 …`. */
static gj_verdict guarded(gj_judging *j, const gj_statement *s) {
    gj_verdict when = preconditions(j, s);
    if (when != GJ_PASS || !s->guard) return when;
    gj_env env = environment(j, NULL);
    gj_verdict guard = (gj_verdict)gj_eval(&env, s->guard, 0, 0).truth;
    return guard == GJ_FAIL ? GJ_NA : guard;
}

/* The instances that the bytecode knows to pass; NULL when it cannot tell, or when passes are wanted with their evidence. */
static const uint8_t *sure_passes(const gj_judging *j, const gj_statement *s, const gj_expr *relation) {
    if (!s->fast || s->relation != relation || s->guard || j->options->keep_all) return NULL;
    uint8_t *holds = gj_arena_raw(j->scratch, s->fast->instances, 1);
    return gj_vm_run(j->scratch, s->fast, j->report, holds) ? holds : NULL;
}

static void judge_relation(gj_judging *j, const gj_statement *s, const gj_expr *relation) {
    const gj_rule *rule = &j->program->rules[s->rule];
    gj_env env = environment(j, relation);
    if (s->table != GJ_NO_INDEX) env.table = j->report->form->tables[s->table].name;
    gj_verdict when = preconditions(j, s);
    uint32_t rows = gj_axis_size(relation->row), columns = gj_axis_size(relation->column);
    const uint8_t *passes = when == GJ_PASS ? sure_passes(j, s, relation) : NULL;
    for (uint32_t r = 0; r < rows; r++)
        for (uint32_t c = 0; c < columns; c++) {
            if (passes && passes[r * columns + c]) {
                j->out->summary.pass++;
                continue;
            }
            gj_verdict v = judge_instance(s, &env, relation, when, r, c);
            if (v == GJ_NA && no_such_instance(relation, r, c)) continue;
            if (!gj_judging_count(j, rule, v)) continue;
            gj_finding *f = gj_judging_add(j, s, v);
            gj_evidence_fill(j, s, &env, relation, r, c, f);
            f->fingerprint = gj_evidence_fingerprint(j, s, f, 0);
        }
}

/* ---- 勾稽 自述 ---- */

static void judge_nothing(gj_judging *j, const gj_statement *s, gj_verdict v, const char *zh, const char *en, gj_str arg) {
    if (!gj_judging_count(j, &j->program->rules[s->rule], v)) return;
    gj_finding *f = gj_judging_add(j, s, v);
    f->message = gj_str_format(j->arena, "%s%.*s", j->options->lang == GJ_LANG_ZH ? zh : en, GJ_FMT(arg));
    f->fingerprint = gj_evidence_fingerprint(j, s, f, 0);
}

static void judge_tie_self(gj_judging *j, const gj_statement *s) {
    const gj_form *form = j->report->form;
    bool any = false;
    for (uint32_t t = 0; t < form->ntables; t++) {
        if ((s->table != GJ_NO_INDEX && s->table != t) || form->tables[t].relation_note.n == 0) continue;
        any = true;
        gj_str sentence = j->report->tables[t].relation;
        if (sentence.n == 0) {
            judge_nothing(j, s, GJ_NA, "报告没有印出勾稽关系：表", "the report prints no relation above table ", form->tables[t].name);
            continue;
        }
        gj_diags silent;
        gj_diags_init(&silent, j->arena, j->program->sources);
        gj_node *tree = gj_statutory_parse(j->arena, form, t, sentence, s->node->span, NULL);
        gj_checker k = {.arena = j->arena,
                        .scratch = j->arena,
                        .diags = &silent,
                        .form = form,
                        .forms = j->program->forms,
                        .nforms = j->program->nforms,
                        .scope = t};
        gj_expr *relation = tree ? gj_check_relation(&k, tree, false) : NULL;
        if (!relation || relation->type != GJ_TYPE_BOOL) {
            judge_nothing(j, s, GJ_UNKNOWN, "读不懂报告印出的勾稽关系：", "cannot read the relation that the report prints: ", sentence);
            continue;
        }
        gj_statement own = *s;
        own.table = t;
        judge_relation(j, &own, relation);
    }
    if (!any) judge_nothing(j, s, GJ_NA, "表样没有自述", "the form declares no printed relation", GJ_STR_NONE);
}

/* ---- claims ---- */

static void judge_match(gj_judging *j, const gj_statement *s, gj_env *env, uint32_t section, uint32_t base, uint32_t ordinal) {
    const gj_rule *rule = &j->program->rules[s->rule];
    gj_verdict v = judge_instance(s, env, s->relation, preconditions(j, s), 0, 0);
    if (!gj_judging_count(j, rule, v)) return;
    gj_finding *f = gj_judging_add(j, s, v);
    const gj_match *m = env->match;
    f->section = env->section;
    f->quote = gj_str_copy(j->arena, gj_str_slice(env->searched, m->start, m->end));
    gj_evidence_fill(j, s, env, s->relation, 0, 0, f);
    f->table = f->row = f->column = f->row_label = GJ_STR_NONE;
    f->section = env->section;
    if (j->report->doc && base != GJ_NO_INDEX) {
        f->quote_at = base + m->start;
        f->quote_end = base + m->end;
        f->place = gj_doc_place(j->report->doc, f->quote_at);
    }
    if (!s->message || v == GJ_PASS || v == GJ_NA) {
        bool zh = j->options->lang == GJ_LANG_ZH;
        f->message =
            gj_str_format(j->arena, zh ? "正文“%.*s”：%.*s" : "the text says \"%.*s\": %.*s", GJ_FMT(f->quote), GJ_FMT(f->message));
    }
    (void)section;
    gj_finding keyed = *f;
    keyed.section = gj_str_format(j->arena, "%.*s\x1f%.*s", GJ_FMT(f->section), GJ_FMT(gj_template_text(s->pattern)));
    f->fingerprint = gj_evidence_fingerprint(j, s, &keyed, ordinal);
}

static void judge_claim(gj_judging *j, const gj_statement *s) {
    uint32_t found = 0, looked = 0;
    bool gave_up = false;
    for (uint32_t i = 0; i < s->nsections; i++) {
        uint32_t section = s->sections[i];
        gj_env env = environment(j, NULL);
        if (section == GJ_NO_INDEX) {
            env.searched = j->report->doc ? j->report->doc->text : GJ_STR_NONE;
        } else {
            const gj_section *declared = &j->report->form->sections[section];
            env.section = declared->ordinal.n ? declared->ordinal : declared->title.name;
            if (!j->report->sections[section].found) continue;
            env.searched = gj_report_section_text(j->report, section);
        }
        looked++;
        gj_match *matches;
        bool stopped = false;
        size_t n = gj_text_cache_match(&j->cache, j->scratch, s->pattern, env.searched, &matches, &stopped);
        gave_up = gave_up || stopped;
        uint32_t base = GJ_NO_INDEX;
        const gj_doc *doc = j->report->doc;
        if (doc && env.searched.p >= doc->text.p && env.searched.p <= doc->text.p + doc->text.n)
            base = (uint32_t)(env.searched.p - doc->text.p);
        for (size_t m = 0; m < n; m++) {
            env.match = &matches[m];
            judge_match(j, s, &env, section, base, ++found);
        }
    }
    if (found) return;
    if (gave_up)
        judge_nothing(j, s, GJ_UNKNOWN, "这段文字太长，没有找完：",
                      "the text is too long to search to its end: ", gj_template_text(s->pattern));
    else if (!looked)
        judge_nothing(j, s, GJ_UNKNOWN, "没有找到要查的章节：", "the section to be searched was not found: ", gj_template_text(s->pattern));
    else
        judge_nothing(j, s, GJ_NA, "正文没有这样的话：", "the text says no such thing: ", gj_template_text(s->pattern));
}

/* ---- the reader's notes ---- */

static void add_note(gj_judging *j, const gj_note *note, uint32_t ordinal) {
    static const struct {
        const char *id, *title[2];
    } known[] = {
#define NOTE(name, id, title_zh, title_en, text_zh, text_en) {id, {title_zh, title_en}},
#include "report/notes.def"
#undef NOTE
    };
    const gj_form *form = j->report->form;
    gj_lang lang = j->options->lang;
    j->out->summary.fail++;
    j->out->summary.fail_by_level[GJ_LEVEL_WARNING]++;
    gj_finding *f = add(j);
    *f = (gj_finding){.rule = gj_str_from(known[note->id].id),
                      .title = gj_str_from(known[note->id].title[lang]),
                      .level = GJ_LEVEL_WARNING,
                      .verdict = GJ_FAIL,
                      .note = true,
                      .place = note->place,
                      .quote_at = note->start,
                      .quote_end = note->end};
    if (note->table < form->ntables) {
        const gj_table *table = &form->tables[note->table];
        f->table = table->name;
        if (note->row < table->nrows) {
            f->row = table->rows[note->row].path;
            f->row_label = table->rows[note->row].label.name;
        }
    }
    if (j->report->doc && note->end > note->start) f->quote = gj_str_slice(j->report->doc->text, note->start, note->end);
    gj_buf text = GJ_BUF_INIT;
    gj_note_message(&text, note, lang);
    f->message = gj_buf_copy(&text, j->arena);
    gj_buf_free(&text);
    f->fingerprint = gj_evidence_fingerprint(j, NULL, f, ordinal);
}

static void add_notes(gj_judging *j) {
    for (const gj_note *note = j->report->notes; note; note = note->next) {
        uint32_t same = 0;
        for (const gj_note *earlier = j->report->notes; earlier != note; earlier = earlier->next)
            same += earlier->id == note->id && earlier->table == note->table && earlier->row == note->row;
        add_note(j, note, same);
    }
}

/* ---- the walk ---- */

void gj_judge(gj_arena *arena, const gj_program *program, const gj_report *report, const gj_judge_options *options, gj_findings *out) {
    *out = (gj_findings){.report = report};
    gj_judging j = {.arena = arena,
                    .scratch = gj_arena_new(),
                    .program = program,
                    .report = report,
                    .options = options,
                    .out = out,
                    .cache = {.doc = report->doc}};
    if (!options->no_notes) add_notes(&j);
    const gj_form_code *code = &program->code->forms[report->form->index];
    for (uint32_t i = 0; i < code->n; i++) {
        const gj_statement *s = &code->statements[i];
        if (options->selected && !options->selected[s->rule]) continue;
        switch ((gj_statement_kind)s->kind) {
        case GJ_STMT_RELATION: judge_relation(&j, s, s->relation); break;
        case GJ_STMT_REQUIRE: gj_require_judge(&j, s, guarded(&j, s)); break;
        case GJ_STMT_CLAIM: judge_claim(&j, s); break;
        case GJ_STMT_TIE_SELF: judge_tie_self(&j, s); break;
        case GJ_STMT_OTHER_FORM:
            judge_nothing(&j, s, GJ_NA, "报告所用的表样没有这里的名称：", "the report's form lacks names used here: ", s->source);
            break;
        }
        gj_arena_reset(j.scratch);
    }
    gj_text_cache_free(&j.cache);
    gj_arena_free(j.scratch);
}

static int by_owner(const void *a, const void *b) {
    const gj_report *x = *(gj_report *const *)a, *y = *(gj_report *const *)b;
    int order = gj_str_cmp(x->organisation, y->organisation);
    return order ? order : x->year < y->year ? -1 : x->year > y->year;
}

void gj_reports_link(gj_report *const *reports, size_t count) {
    if (count < 2) return;
    gj_report **sorted = gj_malloc(count * sizeof *sorted);
    size_t n = 0;
    for (size_t i = 0; i < count; i++)
        if (reports[i] && reports[i]->organisation.n && reports[i]->year) sorted[n++] = reports[i];
    if (n) qsort(sorted, n, sizeof *sorted, by_owner);
    for (size_t i = 0; i < n; i++) { /* several of one year: the last before it is taken */
        size_t k = i;
        while (k > 0 && gj_str_eq(sorted[k - 1]->organisation, sorted[i]->organisation) && sorted[k - 1]->year == sorted[i]->year) k--;
        if (k > 0 && gj_str_eq(sorted[k - 1]->organisation, sorted[i]->organisation) && sorted[k - 1]->year == sorted[i]->year - 1)
            sorted[i]->previous = sorted[k - 1];
    }
    free(sorted);
}

/* ---- one expression ---- */

static gj_value_item item_of(gj_arena *arena, const gj_env *env, const gj_expr *x, uint32_t r, uint32_t c) {
    gj_scalar s = gj_eval(env, x, r, c);
    gj_value_item item = {
        .truth = s.truth, .missing = s.type != GJ_TYPE_BOOL && s.state != GJ_HAS, .status = s.status, .slot = GJ_NO_INDEX};
    if (s.state == GJ_NOT_APPLICABLE) {
        item.status = GJ_NONE;
        item.none_such = true;
    }
    if (s.type == GJ_TYPE_NUMBER && s.state == GJ_HAS) item.num = gj_num_clone(arena, s.num);
    if (s.type == GJ_TYPE_TEXT && s.state == GJ_HAS) item.text = gj_str_copy(arena, s.text);
    const gj_report *report;
    uint32_t slot;
    if (x->kind == GJ_X_CELLS && gj_eval_slot(env, x, gj_expr_element(x, r, c), &report, &slot) && report == env->report) item.slot = slot;
    return item;
}

void gj_evaluate(gj_arena *arena, const gj_program *program, const gj_report *report, gj_lang lang, gj_value *value,
                 gj_findings *findings) {
    const gj_expr *x = program->code->expression[report->form->index];
    *value = (gj_value){.kind = GJ_VAL_NUMBER, .nrows = 1, .ncolumns = 1};
    if (findings) *findings = (gj_findings){.report = report};
    if (!x) { /* this report's form lacks the names */
        value->items = GJ_NEW(arena, gj_value_item);
        value->items[0] = (gj_value_item){.missing = true, .status = GJ_ABSENT, .slot = GJ_NO_INDEX, .truth = GJ_NA};
        return;
    }
    gj_judge_options options = {.lang = lang, .keep_all = true};
    gj_rule rule = {.id = GJ_STR("="), .title = GJ_STR_NONE, .bare = true};
    gj_program whole = *program;
    whole.rules = &rule;
    whole.nrules = 1;
    gj_findings none;
    gj_judging j = {.arena = arena,
                    .scratch = gj_arena_new(),
                    .program = &whole,
                    .report = report,
                    .options = &options,
                    .out = findings ? findings : &none,
                    .cache = {.doc = report->doc}};
    gj_env env = environment(&j, x);
    value->kind = x->type == GJ_TYPE_BOOL ? GJ_VAL_BOOL : x->type == GJ_TYPE_TEXT ? GJ_VAL_TEXT : GJ_VAL_NUMBER;
    value->nrows = gj_axis_size(x->row);
    value->ncolumns = gj_axis_size(x->column);
    if (x->row) {
        value->rows = x->row->label;
        value->row_paths = x->row->path;
    }
    if (x->column) value->columns = x->column->label;
    value->items = GJ_NEW_ARRAY(arena, gj_value_item, (size_t)value->nrows * value->ncolumns);
    for (uint32_t r = 0; r < value->nrows; r++)
        for (uint32_t c = 0; c < value->ncolumns; c++) value->items[r * value->ncolumns + c] = item_of(arena, &env, x, r, c);
    if (findings && x->type == GJ_TYPE_BOOL) {
        gj_statement s = {.kind = GJ_STMT_RELATION, .relation = x, .node = x->node, .table = GJ_NO_INDEX};
        gj_statement_place(&s, report->form);
        judge_relation(&j, &s, x);
    }
    gj_text_cache_free(&j.cache);
    gj_arena_free(j.scratch);
}
