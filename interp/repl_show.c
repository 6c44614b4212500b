/* Values and verdicts on the terminal. */
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "output/excerpt.h"
#include "output/value.h"
#include "repl.h"
#include "run/passage.h"

void gj_paint(gj_session *s, const char *color) {
    if (s->options.color) gj_buf_addf(&s->out, "\x1b[%sm", color);
}

void gj_unpaint(gj_session *s) {
    if (s->options.color) gj_buf_addz(&s->out, "\x1b[0m");
}

static void painted(gj_session *s, const char *color, gj_str text) {
    gj_paint(s, color);
    gj_out_plain(&s->out, text);
    gj_unpaint(s);
}

/* ---- verdicts ---- */

static const char *const color_of[] = {[GJ_PASS] = "32", [GJ_FAIL] = "1;31", [GJ_UNKNOWN] = "33", [GJ_NA] = "2"};
static const char *const symbol_of[] = {[GJ_PASS] = "✓", [GJ_FAIL] = "✗", [GJ_UNKNOWN] = "?", [GJ_NA] = "-"};

/* What tells the instances apart: rows, columns, sections. */
typedef struct variety {
    bool rows, columns;
} variety;

static variety variety_of(const gj_finding *const *items, size_t n) {
    variety v = {false, false};
    for (size_t i = 1; i < n; i++) {
        v.rows = v.rows || !gj_str_eq(items[i]->row, items[0]->row);
        v.columns = v.columns || !gj_str_eq(items[i]->column, items[0]->column);
    }
    return v;
}

static gj_str place_of(gj_arena *arena, const gj_finding *f, variety v) {
    if (!f->row.n && !f->column.n) return f->section.n ? gj_str_format(arena, "章 %.*s", GJ_FMT(f->section)) : f->section;
    if (f->column.n && (!f->row.n || (v.columns && !v.rows))) return f->column;
    if (f->column.n) return gj_str_format(arena, "%.*s[%.*s]", GJ_FMT(f->row), GJ_FMT(f->column));
    if (!f->row_label.n || gj_str_eq(f->row_label, f->row)) return f->row;
    return gj_str_format(arena, "%.*s %.*s", GJ_FMT(f->row), GJ_FMT(f->row_label));
}

gj_str gj_finding_words(const gj_finding *f, gj_lang lang) {
    bool automatic = f->relation.n && (!f->message.n || gj_str_find(f->message, f->relation) >= 0 || f->verdict != GJ_FAIL);
    if (automatic) return f->relation;
    bool says_nothing = !f->message.n || gj_str_eq(f->message, gj_str_from(gj_verdict_name((gj_verdict)f->verdict, lang)));
    return says_nothing ? f->title : f->message;
}

static void show_line(gj_session *s, const gj_finding *f, gj_str place, size_t width, size_t number, size_t digits) {
    gj_buf *out = &s->out;
    gj_buf_addz(out, "  ");
    gj_paint(s, color_of[f->verdict]);
    gj_buf_addz(out, symbol_of[f->verdict]);
    gj_unpaint(s);
    gj_buf_addc(out, ' ');
    if (number) {
        gj_paint(s, "2");
        gj_buf_addf(out, "%*zu", (int)digits, number);
        gj_unpaint(s);
        gj_buf_addz(out, "  ");
    } else if (digits) {
        gj_buf_add_repeat(out, " ", digits + 2);
    }
    if (width) {
        gj_utf8_pad(out, place, width, false);
        gj_buf_addz(out, "  ");
    }
    gj_buf line = GJ_BUF_INIT;
    gj_str words = gj_finding_words(f, s->lang);
    if (f->quote.n && !f->note && gj_str_find(words, f->quote) < 0) {
        enum { QUOTE = 40 };
        gj_str quote = gj_utf8_fit(f->quote, QUOTE);
        gj_buf_addf(&line, quote.n < f->quote.n ? "“%.*s…”  " : "“%.*s”  ", GJ_FMT(quote));
    }
    gj_out_plain(&line, words);
    if (f->verdict == GJ_FAIL && f->difference.n && words.p == f->relation.p) {
        bool negative = f->difference.p[0] == '-';
        gj_buf_addf(&line, gj_session_say(s, "，相差 %.*s", ", off by %.*s"),
                    GJ_FMT(gj_str_slice(f->difference, negative, f->difference.n)));
    }
    /* What failed is shown whole; the rest is cut to the line. */
    size_t used = 2 + 1 + 1 + (digits ? digits + 2 : 0) + (width ? width + 2 : 0);
    size_t room = s->options.width > used + 20 ? s->options.width - used - 1 : 20;
    gj_str all = gj_buf_str(&line), fitted = f->verdict == GJ_FAIL || !s->terminal ? all : gj_utf8_fit(all, room);
    gj_buf_add(out, fitted);
    if (fitted.n < all.n) gj_buf_addz(out, "…");
    gj_buf_addc(out, '\n');
    gj_buf_free(&line);
}

static const gj_verdict shown_order[] = {GJ_FAIL, GJ_UNKNOWN, GJ_PASS, GJ_NA};

/* The instances of one rule. */
static void show_group(gj_session *s, const gj_finding *const *items, size_t n, const gj_report *report, size_t digits, bool brief) {
    enum { UNDECIDED = 3 }; /* so many of a rule are listed when it is brief */
    variety v = variety_of(items, n);
    size_t width = 0;
    for (size_t i = 0; i < n; i++) {
        size_t w = gj_utf8_width(place_of(s->scratch, items[i], v));
        if (w > width) width = w;
    }
    if (width > s->options.width / 2) width = s->options.width / 2;
    size_t undecided = 0;
    for (size_t o = 0; o < 4; o++)
        for (size_t i = 0; i < n; i++) {
            if (items[i]->verdict != shown_order[o]) continue;
            bool numbered = items[i]->verdict == GJ_FAIL || items[i]->verdict == GJ_UNKNOWN;
            size_t number = numbered ? gj_session_number(s, items[i], report) : 0;
            if (items[i]->verdict == GJ_UNKNOWN && ++undecided > UNDECIDED && brief) continue;
            show_line(s, items[i], place_of(s->scratch, items[i], v), width, number, digits);
        }
    if (brief && undecided > UNDECIDED) {
        gj_paint(s, "33");
        gj_buf_addf(&s->out, gj_session_say(s, "  … 另有 %zu 项无法判定\n", "  … %zu more undecided\n"), undecided - UNDECIDED);
        gj_unpaint(s);
    }
}

static size_t digits_of(size_t n) {
    size_t digits = 1;
    while (n >= 10) {
        n /= 10;
        digits++;
    }
    return digits;
}

static void show_rule_heading(gj_session *s, const gj_finding *f) {
    painted(s, "1", f->rule);
    if (f->title.n && !gj_str_eq(f->title, f->rule)) {
        gj_buf_addc(&s->out, ' ');
        gj_out_plain(&s->out, f->title);
    }
    gj_buf_addz(&s->out, "  ");
    gj_paint(s, f->level == GJ_LEVEL_ERROR ? "31" : f->level == GJ_LEVEL_WARNING ? "33" : "36");
    gj_buf_addz(&s->out, gj_level_name((gj_level)f->level, s->lang));
    gj_unpaint(s);
    gj_buf_addc(&s->out, '\n');
}

void gj_show_summary(gj_session *s, const gj_summary *summary) {
    const uint32_t count[] = {[GJ_PASS] = summary->pass, [GJ_FAIL] = summary->fail, [GJ_UNKNOWN] = summary->unknown, [GJ_NA] = summary->na};
    uint32_t total = summary->pass + summary->fail + summary->unknown + summary->na;
    if (total == 0) return;
    gj_buf_addf(&s->out, gj_session_say(s, "%u 项：", "%u: "), total);
    bool any = false;
    for (size_t o = 0; o < 4; o++) {
        gj_verdict v = shown_order[o];
        if (!count[v]) continue;
        if (any) gj_buf_addz(&s->out, gj_session_say(s, "，", ", "));
        any = true;
        gj_paint(s, color_of[v]);
        gj_buf_addf(&s->out, "%s %u", gj_verdict_name(v, s->lang), count[v]);
        gj_unpaint(s);
    }
    gj_buf_addc(&s->out, '\n');
}

static const gj_rule *rule_of(const gj_session *s, gj_str id) {
    for (uint32_t i = 0; s->last_rules && i < s->last_rules->program.nrules; i++)
        if (gj_str_eq(s->last_rules->program.rules[i].id, id)) return &s->last_rules->program.rules[i];
    return NULL;
}

/* The findings of one rule, which stand together. */
typedef struct group {
    uint32_t from, to;
    uint8_t rank; /* what failed first, what is undecided next; of these the errors first */
} group;

static int by_rank(const void *a, const void *b) {
    const group *x = a, *y = b;
    return x->rank != y->rank ? (x->rank < y->rank ? -1 : 1) : x->from < y->from ? -1 : x->from > y->from;
}

static size_t groups_of(const gj_findings *findings, group *groups) {
    size_t n = 0;
    for (uint32_t i = 0; i < findings->n;) {
        const gj_finding *first = &findings->items[i];
        group g = {i, i, 2};
        for (; g.to < findings->n && gj_str_eq(findings->items[g.to].rule, first->rule); g.to++) {
            uint8_t verdict = findings->items[g.to].verdict;
            if (verdict == GJ_FAIL) g.rank = 0;
            if (verdict == GJ_UNKNOWN && g.rank > 1) g.rank = 1;
        }
        g.rank = (uint8_t)(g.rank * 4 + first->level);
        i = g.to;
        groups[n++] = g;
    }
    qsort(groups, n, sizeof *groups, by_rank);
    return n;
}

void gj_show_findings(gj_session *s, const gj_findings *findings, bool passes) {
    const gj_finding **items = GJ_NEW_ARRAY(s->scratch, const gj_finding *, findings->n + 1);
    group *groups = GJ_NEW_ARRAY(s->scratch, group, findings->n + 1);
    size_t ngroups = groups_of(findings, groups), digits = 0, numbered = 0;
    for (uint32_t i = 0; i < findings->n; i++)
        numbered += findings->items[i].verdict == GJ_FAIL || findings->items[i].verdict == GJ_UNKNOWN;
    if (numbered) digits = digits_of(s->nlast + numbered);
    bool any = false;
    for (size_t g = 0; g < ngroups; g++) {
        size_t n = 0;
        for (uint32_t i = groups[g].from; i < groups[g].to; i++) {
            const gj_finding *f = &findings->items[i];
            if (passes || f->verdict == GJ_FAIL || f->verdict == GJ_UNKNOWN) items[n++] = f;
        }
        if (!n) continue;
        const gj_rule *rule = rule_of(s, items[0]->rule); /* none: a reader's note, or a relation that was typed */
        bool named = !gj_str_eq(items[0]->rule, GJ_STR("=")) && !(rule && rule->bare);
        if (named && any) gj_buf_addc(&s->out, '\n');
        if (named) show_rule_heading(s, items[0]);
        show_group(s, items, n, findings->report, digits, !passes);
        any = true;
    }
    if (findings->summary.pass + findings->summary.fail + findings->summary.unknown + findings->summary.na > 1) {
        if (any) gj_buf_addc(&s->out, '\n');
        gj_show_summary(s, &findings->summary);
    }
}

/* ---- why ---- */

static void excerpt(gj_session *s, const gj_finding *f, const gj_report *report, const gj_report *judged) {
    gj_mark *marks = GJ_NEW_ARRAY(s->scratch, gj_mark, f->ncells + 2u);
    size_t n = gj_marks_of(f, report, judged, marks);
    if (n == 0) return;
    if (report != judged) {
        gj_buf_addz(&s->out, "  ");
        painted(s, "2", report->path);
        gj_buf_addc(&s->out, '\n');
    }
    gj_excerpt_options options = {s->lang, s->options.color, s->options.width, 0, 60};
    gj_excerpt(&s->out, report->doc, marks, n, &options);
}

static void show_cells(gj_session *s, const gj_finding *f, const gj_report *report) {
    size_t width = 0, number_width = 0;
    gj_str *numbers = GJ_NEW_ARRAY(s->scratch, gj_str, f->ncells + 1u);
    for (uint32_t i = 0; i < f->ncells; i++) {
        const gj_evidence *e = &f->cells[i];
        gj_buf text = GJ_BUF_INIT;
        if (e->cell->status == GJ_NUMBER)
            gj_num_print(&text, e->cell->value, true);
        else
            gj_buf_addf(&text, "〈%s〉", gj_status_name((gj_status)e->cell->status, s->lang));
        numbers[i] = gj_buf_copy(&text, s->scratch);
        gj_buf_free(&text);
        size_t w = gj_utf8_width(e->path);
        if (w > width) width = w;
        w = gj_utf8_width(numbers[i]);
        if (w > number_width) number_width = w;
    }
    for (uint32_t i = 0; i < f->ncells; i++) {
        const gj_evidence *e = &f->cells[i];
        gj_buf_addz(&s->out, "  ");
        gj_utf8_pad(&s->out, e->path, width, false);
        gj_buf_addz(&s->out, "  ");
        gj_paint(s, e->cell->status == GJ_NUMBER ? "1" : "33");
        gj_utf8_pad(&s->out, numbers[i], number_width, true);
        gj_unpaint(s);
        gj_paint(s, "2");
        gj_place place = gj_cell_place(e->report ? e->report : report, e->cell);
        if (place.page) gj_buf_addf(&s->out, gj_session_say(s, "  第 %u 页", "  page %u"), place.page);
        if (place.line)
            gj_buf_addf(&s->out, gj_session_say(s, "  第 %u 行", "  line %u"), place.line);
        else
            gj_buf_addz(&s->out, gj_session_say(s, "  报告里没有", "  not in the report"));
        if (e->cell->inferred) gj_buf_addz(&s->out, gj_session_say(s, "，推定", ", inferred"));
        if (e->assumed) {
            gj_buf_addz(&s->out, gj_session_say(s, "，视为 ", ", counted as "));
            gj_num_print(&s->out, e->assumed_value, false);
        }
        if (e->report && e->report != report) gj_buf_addf(&s->out, gj_session_say(s, "，上年报告", ", last year's report"));
        gj_unpaint(s);
        gj_buf_addc(&s->out, '\n');
    }
}

static void show_labelled(gj_session *s, const char *zh, const char *en, gj_str text) {
    if (!text.n) return;
    gj_buf_addz(&s->out, "  ");
    gj_paint(s, "2");
    gj_buf_addz(&s->out, gj_session_say(s, zh, en));
    gj_unpaint(s);
    gj_out_plain(&s->out, text);
    gj_buf_addc(&s->out, '\n');
}

void gj_show_why(gj_session *s, const gj_finding *f, const gj_report *report) {
    gj_paint(s, color_of[f->verdict]);
    gj_buf_addf(&s->out, "%s %s", symbol_of[f->verdict], gj_verdict_name((gj_verdict)f->verdict, s->lang));
    gj_unpaint(s);
    const gj_rule *rule = rule_of(s, f->rule);
    if (gj_str_eq(f->rule, GJ_STR("=")) || (rule && rule->bare)) {
        gj_buf_addc(&s->out, '\n');
    } else {
        gj_buf_addz(&s->out, "  ");
        show_rule_heading(s, f);
    }
    if (s->nreports > 1) show_labelled(s, "报告：", "report: ", gj_report_title(s->scratch, report));
    if (rule && !rule->bare) show_labelled(s, "关系：", "relation: ", rule->relation);
    if (rule) show_labelled(s, "依据：", "basis: ", rule->basis);
    gj_str place = place_of(s->scratch, f, (variety){true, true});
    show_labelled(s, "位置：", "where: ", place);
    show_labelled(s, "代入：", "values: ", f->relation);
    if (f->left.n) {
        gj_str right = f->right.n ? f->right : gj_str_from(gj_session_say(s, "缺数", "missing"));
        gj_str sides =
            gj_str_format(s->scratch, gj_session_say(s, "左边 %.*s，右边 %.*s", "left %.*s, right %.*s"), GJ_FMT(f->left), GJ_FMT(right));
        if (f->difference.n)
            sides = gj_str_format(s->scratch, gj_session_say(s, "%.*s，差 %.*s", "%.*s, difference %.*s"), GJ_FMT(sides),
                                  GJ_FMT(f->difference));
        show_labelled(s, "两边：", "sides: ", sides);
    }
    if (f->message.n && gj_str_find(f->message, f->relation) < 0) show_labelled(s, "说明：", "message: ", f->message);
    show_cells(s, f, report);
    excerpt(s, f, report, report);
    if (!f->ncells && f->quote_end <= f->quote_at && f->place.line)
        gj_buf_addf(&s->out, gj_session_say(s, "  第 %u 行\n", "  line %u\n"), f->place.line);
    const gj_report *other = NULL;
    for (uint32_t i = 0; i < f->ncells && !other; i++)
        if (f->cells[i].report && f->cells[i].report != report) other = f->cells[i].report;
    if (other) excerpt(s, f, other, report);
}

/* ---- values ---- */

/* How far all paths agree: up to their last common dot. */
static size_t common_path(const gj_value *v) {
    size_t n = v->row_paths[0].n;
    for (uint32_t i = 1; i < v->nrows; i++) {
        size_t k = 0;
        while (k < n && k < v->row_paths[i].n && v->row_paths[i].p[k] == v->row_paths[0].p[k]) k++;
        n = k;
    }
    while (n > 0 && v->row_paths[0].p[n - 1] != '.') n--;
    return n;
}

/* Rows with the ordinals that name them: "（三）.4 …". */
static void label_rows(gj_session *s, gj_value *v) {
    if (!v->rows || !v->row_paths || v->nrows < 1) return;
    size_t common = common_path(v);
    gj_str *rows = GJ_NEW_ARRAY(s->scratch, gj_str, v->nrows);
    for (uint32_t i = 0; i < v->nrows; i++) {
        gj_str path = gj_str_slice(v->row_paths[i], common, v->row_paths[i].n);
        bool plain = !path.n || gj_str_eq(v->row_paths[i], v->rows[i]) || gj_str_has_suffix(path, v->rows[i]);
        rows[i] = plain ? v->rows[i] : gj_str_format(s->scratch, "%.*s %.*s", GJ_FMT(path), GJ_FMT(v->rows[i]));
    }
    v->rows = rows;
}

void gj_show_value(gj_session *s, const gj_value *value, const gj_report *report, const gj_program *program) {
    bool scalar = !value->rows && !value->columns;
    if (value->kind == GJ_VAL_TEXT) { /* sections are shown as they stand in the report */
        gj_passage *passages;
        if (gj_passages(s->scratch, program, report, &passages) > 0) {
            gj_show_passages(s, report, program);
            return;
        }
    }
    if (value->kind == GJ_VAL_TEXT && scalar && !value->items[0].missing) {
        gj_show_text(s, value->items[0].text, 0);
        return;
    }
    gj_value labelled = *value;
    label_rows(s, &labelled);
    gj_value_draw(&s->out, &labelled, &s->options);
}
