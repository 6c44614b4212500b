/* Many reports at once: one row a report, and which of them satisfy a condition. */
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "output/value.h"
#include "repl.h"
#include "rule/parse.h"

static size_t chosen_count(const gj_session *s) {
    size_t n = 0;
    for (size_t i = 0; i < s->nreports; i++) n += s->reports[i].chosen;
    return n;
}

/* "12  organisation 2023"; of a long organisation the end is left out, never the year. */
static gj_str row_label(gj_session *s, size_t i, size_t digits) {
    enum { WIDE = 32 };
    const gj_report *report = s->reports[i].report;
    gj_str title = gj_report_title(s->scratch, report);
    if (gj_utf8_width(title) > WIDE) {
        gj_str year = report->organisation.n && report->year ? gj_str_format(s->scratch, " %d", report->year) : GJ_STR_NONE;
        title = gj_str_format(s->scratch, "%.*s…%.*s", GJ_FMT(gj_utf8_fit(title, WIDE - 2 - year.n)), GJ_FMT(year));
    }
    return gj_str_format(s->scratch, "%*zu  %.*s", (int)digits, i + 1, GJ_FMT(title));
}

static size_t digits_of(size_t n) {
    size_t digits = 1;
    for (; n >= 10; n /= 10) digits++;
    return digits;
}

/* ---- numbers and texts ---- */

typedef struct row {
    size_t report;
    gj_value value;
} row;

/* Shares (numbers from 0 to 1 that are not all whole) read better as percentages. */
static bool are_shares(const gj_num *numbers, size_t n) {
    bool broken = false;
    for (size_t i = 0; i < n; i++) {
        if (gj_num_sign(numbers[i]) < 0 || gj_num_cmp(numbers[i], gj_num_int(1)) > 0) return false;
        broken = broken || !gj_num_is_integer(numbers[i]);
    }
    return broken;
}

static size_t numbers_of(const row *rows, size_t n, gj_num *numbers) {
    size_t count = 0;
    for (size_t i = 0; i < n; i++)
        if (rows[i].value.kind == GJ_VAL_NUMBER && !rows[i].value.items[0].missing) numbers[count++] = rows[i].value.items[0].num;
    return count;
}

static void as_percent(gj_session *s, gj_value_item *item) {
    gj_buf text = GJ_BUF_INIT;
    if (item->missing) return;
    gj_num_show(&text, gj_num_round(s->scratch, gj_num_mul(s->scratch, item->num, gj_num_int(100)), 1), 1);
    gj_buf_addc(&text, '%');
    gj_buf padded = GJ_BUF_INIT;
    gj_utf8_pad(&padded, gj_buf_str(&text), 7, true);
    item->text = gj_buf_copy(&padded, s->scratch);
    gj_buf_free(&text);
    gj_buf_free(&padded);
}

/* The rows as one table: a report's only axis lies across. */
static void draw_rows(gj_session *s, const row *rows, size_t n, bool percent) {
    const gj_value *first = &rows[0].value;
    uint32_t across = first->nrows > 1 || first->rows ? first->nrows : first->ncolumns;
    gj_str *labels = first->rows ? first->rows : first->columns;
    gj_value all = {.kind = percent ? GJ_VAL_TEXT : first->kind, .nrows = (uint32_t)n, .ncolumns = across, .columns = labels};
    all.rows = GJ_NEW_ARRAY(s->scratch, gj_str, n);
    all.items = GJ_NEW_ARRAY(s->scratch, gj_value_item, n * across);
    for (size_t i = 0; i < n; i++) {
        const gj_value *v = &rows[i].value;
        all.rows[i] = row_label(s, rows[i].report, digits_of(s->nreports));
        gj_str *own = v->rows ? v->rows : v->columns;
        uint32_t count = v->rows ? v->nrows : v->ncolumns;
        for (uint32_t c = 0; c < across; c++) {
            gj_value_item *item = &all.items[i * across + c];
            *item = (gj_value_item){.missing = true, .status = GJ_ABSENT, .slot = GJ_NO_INDEX, .truth = GJ_NA};
            for (uint32_t k = 0; k < count; k++) /* forms may order them otherwise */
                if (!labels || !own || gj_str_eq(own[k], labels[c])) {
                    *item = v->items[k];
                    break;
                }
            if (percent) as_percent(s, item);
            if (all.kind == GJ_VAL_TEXT && !item->missing) item->text = gj_utf8_fit(item->text, 60);
        }
    }
    gj_value_draw(&s->out, &all, &s->options);
}

static void draw_values(gj_session *s, const row *rows, size_t n, const gj_num *mark) {
    bool table = false, scalar = true;
    for (size_t i = 0; i < n; i++) {
        table = table || (rows[i].value.rows && rows[i].value.columns);
        scalar = scalar && !rows[i].value.rows && !rows[i].value.columns;
    }
    if (table) {
        for (size_t i = 0; i < n; i++) {
            gj_paint(s, "1");
            gj_out_plain(&s->out, row_label(s, rows[i].report, 1));
            gj_unpaint(s);
            gj_buf_addc(&s->out, '\n');
            gj_value_draw(&s->out, &rows[i].value, &s->options);
            gj_buf_addc(&s->out, '\n');
        }
        return;
    }
    gj_num *numbers = GJ_NEW_ARRAY(s->scratch, gj_num, n + 1);
    size_t count = scalar ? numbers_of(rows, n, numbers) : 0;
    bool percent = scalar && are_shares(numbers, count);
    draw_rows(s, rows, n, percent);
    if (count > 2) {
        gj_buf_addc(&s->out, '\n');
        gj_chart(s, numbers, count, percent, mark);
    }
}

/* ---- verdicts ---- */

typedef struct verdict_row {
    size_t report;
    gj_findings *findings;
} verdict_row;

static int worse_first(const void *a, const void *b) {
    const verdict_row *x = a, *y = b;
    const gj_summary *p = &x->findings->summary, *q = &y->findings->summary;
    if (!p->fail != !q->fail) return p->fail ? -1 : 1;
    if (p->fail != q->fail) return p->fail > q->fail ? -1 : 1;
    if (!p->unknown != !q->unknown) return p->unknown ? -1 : 1;
    return x->report < y->report ? -1 : x->report > y->report;
}

static const gj_finding *first_failure(const gj_findings *f) {
    for (uint32_t pass = 0; pass < 2; pass++)
        for (uint32_t i = 0; i < f->n; i++)
            if (f->items[i].verdict == (pass ? GJ_UNKNOWN : GJ_FAIL)) return &f->items[i];
    return NULL;
}

/* Numbers one failure a report, the one that is shown; the others of the report follow it. */
static void number_all(gj_session *s, const gj_findings *f) {
    for (uint32_t i = 0; i < f->n; i++)
        if (f->items[i].verdict == GJ_FAIL) gj_session_number(s, &f->items[i], f->report);
}

static void draw_rules(gj_session *s, const verdict_row *rows, size_t n);

static void draw_verdicts(gj_session *s, verdict_row *rows, size_t n, bool named) {
    qsort(rows, n, sizeof *rows, worse_first);
    gj_summary total = {0, 0, 0, 0, {0, 0, 0}};
    size_t width = 0, bad = 0, unknown = 0, digits = digits_of(s->nreports);
    for (size_t i = 0; i < n; i++) {
        const gj_summary *q = &rows[i].findings->summary;
        if (!q->fail && !q->unknown) continue;
        size_t w = gj_utf8_width(row_label(s, rows[i].report, digits));
        if (w > width) width = w;
    }
    for (size_t i = 0; i < n; i++) {
        const gj_summary *q = &rows[i].findings->summary;
        total.pass += q->pass;
        total.fail += q->fail;
        total.unknown += q->unknown;
        total.na += q->na;
        bad += q->fail > 0;
        unknown += !q->fail && q->unknown;
        const gj_finding *f = first_failure(rows[i].findings);
        if (!f) continue;
        size_t number = s->nlast + 1;
        number_all(s, rows[i].findings);
        gj_paint(s, q->fail ? "1;31" : "33");
        gj_buf_addz(&s->out, q->fail ? "✗ " : "? ");
        gj_unpaint(s);
        gj_utf8_pad(&s->out, row_label(s, rows[i].report, digits), width, false);
        gj_buf_addf(&s->out, "  %3u  ", q->fail ? q->fail : q->unknown);
        if (q->fail) {
            gj_paint(s, "2");
            gj_buf_addf(&s->out, "[%zu]  ", number);
            gj_unpaint(s);
        }
        gj_buf line = GJ_BUF_INIT;
        if (named) gj_buf_addf(&line, "%.*s ", GJ_FMT(f->rule));
        if (f->row.n || f->column.n) gj_buf_addf(&line, f->column.n ? "%.*s[%.*s]  " : "%.*s%.*s  ", GJ_FMT(f->row), GJ_FMT(f->column));
        gj_out_plain(&line, gj_finding_words(f, s->lang));
        size_t used = width + 18, room = s->options.width > used + 20 ? s->options.width - used : 20;
        gj_str all = gj_buf_str(&line), fitted = s->terminal ? gj_utf8_fit(all, room) : all;
        gj_buf_add(&s->out, fitted);
        gj_buf_addz(&s->out, fitted.n < all.n ? "…\n" : "\n");
        gj_buf_free(&line);
    }
    if (bad + unknown) gj_buf_addc(&s->out, '\n');
    gj_buf_addf(&s->out,
                gj_session_say(s, "%zu 份报告：%zu 份有不通过，%zu 份有无法判定，%zu 份没有问题。",
                               "%zu reports: %zu with failures, %zu undecided, %zu without any. "),
                n, bad, unknown, n - bad - unknown);
    gj_show_summary(s, &total);
    if (named) draw_rules(s, rows, n);
}

/* Which rules fail most: in how many reports. */
typedef struct tally {
    const gj_finding *first;
    size_t reports, last; /* the report counted last, from 1 */
} tally;

static int more_first(const void *a, const void *b) {
    const tally *x = a, *y = b;
    if (x->reports != y->reports) return x->reports > y->reports ? -1 : 1;
    return gj_str_cmp(x->first->rule, y->first->rule);
}

static size_t tally_rules(const verdict_row *rows, size_t n, tally *all, size_t room) {
    size_t count = 0;
    for (size_t i = 0; i < n; i++)
        for (uint32_t k = 0; k < rows[i].findings->n; k++) {
            const gj_finding *f = &rows[i].findings->items[k];
            if (f->verdict != GJ_FAIL) continue;
            size_t t = 0;
            while (t < count && !gj_str_eq(all[t].first->rule, f->rule)) t++;
            if (t == room) continue;
            if (t == count) all[count++] = (tally){.first = f};
            if (all[t].last != i + 1) all[t].reports++;
            all[t].last = i + 1;
        }
    return count;
}

static void draw_rules(gj_session *s, const verdict_row *rows, size_t n) {
    enum { ROOM = 512, SHOWN = 12 };
    tally *all = GJ_NEW_ARRAY(s->scratch, tally, ROOM);
    size_t count = tally_rules(rows, n, all, ROOM), width = 0, digits = digits_of(n);
    if (count < 2) return;
    qsort(all, count, sizeof *all, more_first);
    size_t shown = count < SHOWN ? count : SHOWN;
    for (size_t i = 0; i < shown; i++)
        if (gj_utf8_width(all[i].first->rule) > width) width = gj_utf8_width(all[i].first->rule);
    gj_buf_addz(&s->out, gj_session_say(s, "\n不通过最多的规则（份数）：\n", "\nrules that fail in most reports:\n"));
    for (size_t i = 0; i < shown; i++) {
        gj_buf_addz(&s->out, "  ");
        gj_paint(s, "1");
        gj_utf8_pad(&s->out, all[i].first->rule, width, false);
        gj_unpaint(s);
        gj_buf_addf(&s->out, "  %*zu  %.*s\n", (int)digits, all[i].reports, GJ_FMT(all[i].first->title));
    }
    if (shown < count) gj_buf_addf(&s->out, gj_session_say(s, "  … 另有 %zu 条\n", "  … and %zu more\n"), count - shown);
}

/* ---- an expression for each ---- */

static void no_reports(gj_session *s) {
    gj_session_complain(s, "没有选中的报告：:where 取消条件", "no report is chosen: :where drops the condition");
}

void gj_many_evaluate(gj_session *s, gj_str text) {
    gj_arena *arena = gj_arena_new();
    gj_program *program = gj_session_compile(s, arena, text);
    size_t n = chosen_count(s), count = 0;
    if (program && n == 0) no_reports(s);
    if (!program || n == 0) {
        gj_arena_free(arena);
        return;
    }
    row *rows = GJ_NEW_ARRAY(s->scratch, row, n);
    verdict_row *verdicts = GJ_NEW_ARRAY(s->scratch, verdict_row, n);
    for (size_t i = 0; i < s->nreports && !gj_interrupted(); i++) {
        if (!s->reports[i].chosen) continue;
        gj_findings *findings = GJ_NEW(arena, gj_findings);
        gj_evaluate(arena, program, s->reports[i].report, s->lang, &rows[count].value, findings);
        rows[count].report = i;
        verdicts[count++] = (verdict_row){i, findings};
    }
    if (count && rows[0].value.kind == GJ_VAL_BOOL) {
        gj_session_new_findings(s, arena, s->rules);
        draw_verdicts(s, verdicts, count, false);
        for (size_t i = 0; i < count; i++)
            if (verdicts[i].findings->summary.fail) gj_session_status(s, 1);
        return;
    }
    if (count) draw_values(s, rows, count, NULL);
    gj_arena_free(arena);
}

/* ---- rules for each ---- */

typedef struct judging {
    gj_session *s;
    gj_rules *rules;
    gj_judge_options options;
    const size_t *reports;
    gj_arena **arenas;
    gj_findings *findings;
} judging;

static void judge_one(void *ctx, size_t i) {
    judging *j = ctx;
    j->arenas[i] = gj_arena_new();
    gj_judge(j->arenas[i], &j->rules->program, j->s->reports[j->reports[i]].report, &j->options, &j->findings[i]);
}

static bool judged(void *ctx, size_t i) {
    (void)ctx, (void)i;
    return true;
}

static void free_arena(void *arena) {
    gj_arena_free(arena);
}

void gj_many_judge(gj_session *s, gj_rules *rules, const bool *selected, bool notes) {
    size_t n = chosen_count(s), k = 0;
    if (n == 0) {
        no_reports(s);
        return;
    }
    gj_arena *arena = gj_arena_new();
    size_t *reports = GJ_NEW_ARRAY(s->scratch, size_t, n);
    for (size_t i = 0; i < s->nreports; i++)
        if (s->reports[i].chosen) reports[k++] = i;
    judging j = {.s = s, .rules = rules, .options = {.lang = s->lang, .selected = selected, .no_notes = !notes}, .reports = reports};
    j.arenas = GJ_NEW_ARRAY(s->scratch, gj_arena *, n);
    j.findings = GJ_NEW_ARRAY(arena, gj_findings, n);
    size_t done = gj_pool_run(n, gj_pool_threads(s->cmd, n), judge_one, judged, &j);
    for (size_t i = 0; i < n; i++)
        if (j.arenas[i]) gj_arena_defer(arena, free_arena, j.arenas[i]);
    gj_session_new_findings(s, arena, rules);
    verdict_row *rows = GJ_NEW_ARRAY(s->scratch, verdict_row, n);
    for (size_t i = 0; i < done; i++) {
        rows[i] = (verdict_row){reports[i], &j.findings[i]};
        if (j.findings[i].summary.fail_by_level[GJ_LEVEL_ERROR]) gj_session_status(s, 1);
    }
    draw_verdicts(s, rows, done, true);
}

/* ---- which reports? ---- */

static void choose_all(gj_session *s) {
    for (size_t i = 0; i < s->nreports; i++) s->reports[i].chosen = true;
    s->filter = GJ_STR_NONE;
}

/* All instances hold. */
static gj_verdict verdict_of(const gj_value *value) {
    gj_verdict all = GJ_NA;
    for (size_t i = 0; i < (size_t)value->nrows * value->ncolumns; i++) {
        gj_verdict v = (gj_verdict)value->items[i].truth;
        if (v == GJ_FAIL) return GJ_FAIL;
        if (v == GJ_UNKNOWN || all == GJ_NA) all = v;
    }
    return all;
}

/* The text of one side of a comparison; empty when TEXT is none. */
static gj_str side_of(gj_session *s, gj_str text, bool left) {
    gj_sources *sources = gj_sources_new(s->scratch);
    gj_diags diags;
    gj_diags_init(&diags, s->scratch, sources);
    gj_node *tree = NULL;
    if (gj_parse(s->scratch, gj_sources_add(sources, GJ_STR("<where>"), text), GJ_PARSE_EXPRESSION, &tree, &diags)) return GJ_STR_NONE;
    if (tree->kind != GJ_N_COMPARE) return GJ_STR_NONE;
    const gj_node *side = left ? tree->first : gj_node_kid(tree, 1);
    return side ? gj_str_copy(s->scratch, gj_source_slice(sources, side->span)) : GJ_STR_NONE;
}

static int larger_first(const void *a, const void *b) {
    const row *x = a, *y = b;
    int order = gj_num_cmp(y->value.items[0].num, x->value.items[0].num);
    return order ? order : x->report < y->report ? -1 : x->report > y->report;
}

static bool is_number(const gj_value *v) {
    return v->kind == GJ_VAL_NUMBER && !v->rows && !v->columns && !v->items[0].missing;
}

/* The left side for every report that was looked at: the list of those that were chosen, and how all are spread. */
static void show_spread(gj_session *s, gj_str text, const bool *looked) {
    gj_str left = side_of(s, text, true), right = side_of(s, text, false);
    if (!left.n) return;
    gj_program *program = gj_session_compile(s, s->scratch, left), *other = gj_session_compile(s, s->scratch, right);
    if (!program || !other) return;
    row *rows = GJ_NEW_ARRAY(s->scratch, row, s->nreports);
    gj_num *numbers = GJ_NEW_ARRAY(s->scratch, gj_num, s->nreports);
    gj_num mark = gj_num_int(0);
    bool has_mark = false, same_mark = true;
    size_t n = 0, count = 0;
    for (size_t i = 0; i < s->nreports && !gj_interrupted(); i++) {
        if (!looked[i]) continue;
        gj_value value, bound;
        gj_evaluate(s->scratch, program, s->reports[i].report, s->lang, &value, NULL);
        gj_evaluate(s->scratch, other, s->reports[i].report, s->lang, &bound, NULL);
        if (!is_number(&value)) continue;
        numbers[count++] = value.items[0].num;
        if (s->reports[i].chosen) rows[n++] = (row){i, value};
        if (is_number(&bound)) {
            same_mark = same_mark && (!has_mark || gj_num_cmp(mark, bound.items[0].num) == 0);
            mark = bound.items[0].num;
            has_mark = true;
        }
    }
    if (n) {
        qsort(rows, n, sizeof *rows, larger_first);
        draw_rows(s, rows, n, are_shares(numbers, count));
        gj_buf_addc(&s->out, '\n');
    }
    gj_chart(s, numbers, count, are_shares(numbers, count), has_mark && same_mark ? &mark : NULL);
}

void gj_many_where(gj_session *s, gj_str text) {
    if (!text.n) {
        choose_all(s);
        if (s->terminal) gj_buf_addf(&s->out, gj_session_say(s, "不设条件：%zu 份报告\n", "no condition: %zu reports\n"), s->nreports);
        return;
    }
    gj_program *program = gj_session_compile(s, s->scratch, text);
    if (!program) return;
    bool *looked = GJ_NEW_ARRAY(s->scratch, bool, s->nreports + 1);
    bool *holds = GJ_NEW_ARRAY(s->scratch, bool, s->nreports + 1);
    size_t yes = 0, no = 0, unknown = 0;
    for (size_t i = 0; i < s->nreports && !gj_interrupted(); i++) {
        gj_value value;
        gj_evaluate(s->scratch, program, s->reports[i].report, s->lang, &value, NULL);
        if (value.kind != GJ_VAL_BOOL) {
            gj_session_complain(s, "条件要是一个关系，如 :where 一[列] > 100", "a condition is a relation, as in :where 一[列] > 100");
            return;
        }
        looked[i] = true;
        gj_verdict v = verdict_of(&value);
        holds[i] = v == GJ_PASS;
        yes += v == GJ_PASS;
        no += v == GJ_FAIL;
        unknown += v == GJ_UNKNOWN || v == GJ_NA;
    }
    if (gj_interrupted()) return;
    for (size_t i = 0; i < s->nreports; i++) s->reports[i].chosen = holds[i];
    s->filter = gj_str_copy(s->arena, text);
    s->current = GJ_EVERY_REPORT;
    gj_buf_addf(&s->out,
                gj_session_say(s, "%zu 份中 %zu 份成立，%zu 份不成立，%zu 份无法判定\n",
                               "of %zu reports it holds for %zu, fails for %zu, is undecided for %zu\n"),
                s->nreports, yes, no, unknown);
    if (side_of(s, text, true).n) {
        show_spread(s, text, looked);
    } else {
        for (size_t i = 0; i < s->nreports; i++)
            if (holds[i]) gj_buf_addf(&s->out, "%.*s\n", GJ_FMT(row_label(s, i, digits_of(s->nreports))));
    }
    if (yes == 0) choose_all(s);
}

/* ---- :reports ---- */

void gj_many_reports(gj_session *s) {
    size_t digits = digits_of(s->nreports), width = 0;
    for (size_t i = 0; i < s->nreports; i++) {
        size_t w = gj_utf8_width(gj_report_title(s->scratch, s->reports[i].report));
        if (w > width) width = w < 40 ? w : 40;
    }
    for (size_t i = 0; i < s->nreports; i++) {
        const gj_report *r = s->reports[i].report;
        if (!s->reports[i].chosen) continue;
        bool current = i == s->current;
        gj_paint(s, current ? "1" : "0");
        gj_buf_addf(&s->out, "%s %*zu  ", current ? "▸" : " ", (int)digits, i + 1);
        gj_utf8_pad(&s->out, gj_utf8_fit(gj_report_title(s->scratch, r), 40), width, false);
        gj_unpaint(s);
        gj_paint(s, "2");
        gj_buf_addf(&s->out, "  %.*s  %3u.%u%%  ", GJ_FMT(r->form->name), r->fit / 10u, r->fit % 10u);
        gj_out_plain(&s->out, r->path);
        gj_unpaint(s);
        gj_buf_addc(&s->out, '\n');
    }
    if (s->filter.n) gj_buf_addf(&s->out, gj_session_say(s, "条件：%.*s\n", "condition: %.*s\n"), GJ_FMT(s->filter));
}
