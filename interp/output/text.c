/* text: for people at a terminal. A heading for each report that has something to say, the findings of a rule together, each with the
 * relation and its values, and the lines of the report with the numbers marked; what could not be decided in a line a rule; at the
 * end what it all came to. */
#include <stdlib.h>

#include "base/utf8.h"
#include "output/excerpt.h"

#define INSTANCES 20 /* of one rule, before the rest is counted */
#define BOLD      "1"
#define DIM       "2"
#define RED       "1;31"
#define GREEN     "32"
#define YELLOW    "1;33"
#define CYAN      "36"

static const char *say(const gj_output *out, const char *zh, const char *en) {
    return out->options.lang == GJ_LANG_ZH ? zh : en;
}

static void paint(gj_output *out, const char *color) {
    if (out->options.color) gj_buf_addf(&out->buf, "\x1b[%sm", color);
}

static void unpaint(gj_output *out) {
    if (out->options.color) gj_buf_addz(&out->buf, "\x1b[0m");
}

static void painted(gj_output *out, const char *color, gj_str s) {
    paint(out, color);
    gj_out_plain(&out->buf, s);
    unpaint(out);
}

static const char *color_of(const gj_finding *f) {
    static const char *const by_level[] = {RED, YELLOW, CYAN};
    switch ((gj_verdict)f->verdict) {
    case GJ_FAIL: return f->waived ? DIM : by_level[f->level];
    case GJ_PASS: return GREEN;
    default: return DIM;
    }
}

static const char *symbol_of(const gj_finding *f) {
    static const char *const by_level[] = {"\xe2\x9c\x97" /* ✗ */, "!", "i"};
    switch ((gj_verdict)f->verdict) {
    case GJ_FAIL: return f->waived ? "-" : by_level[f->level];
    case GJ_PASS: return "\xe2\x9c\x93"; /* ✓ */
    case GJ_UNKNOWN: return "?";
    default: return "-";
    }
}

/* The instances of one rule that have one verdict. */
typedef struct group {
    const gj_finding **items;
    uint32_t n;
} group;

static bool same_group(const gj_finding *a, const gj_finding *b) {
    return a->verdict == b->verdict && a->waived == b->waived && gj_str_eq(a->rule, b->rule);
}

static bool all_equal(const group *g, size_t field) {
    for (uint32_t i = 1; i < g->n; i++) {
        const gj_str *a = (const gj_str *)(const void *)((const char *)g->items[0] + field);
        const gj_str *b = (const gj_str *)(const void *)((const char *)g->items[i] + field);
        if (!gj_str_eq(*a, *b)) return false;
    }
    return true;
}

/* What tells an instance from the others of its group: its column, its row, both, or its section. */
static void instance_label(gj_buf *buf, const group *g, const gj_finding *f) {
    bool rows_differ = g->n == 1 || !all_equal(g, offsetof(gj_finding, row));
    bool columns_differ = !all_equal(g, offsetof(gj_finding, column));
    if (f->row.n && (rows_differ || !f->column.n)) {
        gj_out_plain(buf, f->row);
        if (f->column.n && (columns_differ || g->n == 1)) {
            gj_buf_addc(buf, '[');
            gj_out_plain(buf, f->column);
            gj_buf_addc(buf, ']');
        } else if (f->row_label.n && !gj_str_eq(f->row, f->row_label)) {
            gj_buf_addc(buf, ' ');
            gj_out_plain(buf, f->row_label);
        }
    } else if (f->column.n) {
        gj_out_plain(buf, f->column);
    } else if (f->section.n && !all_equal(g, offsetof(gj_finding, section))) {
        gj_out_plain(buf, f->section);
    }
}

static bool holds(gj_str s, gj_str part) {
    return part.n > 0 && gj_str_find(s, part) >= 0;
}

/* `自然人  66 ≠ 63 + 3 − 1，相差 1`. A message of the author's own comes first, with the relation beneath it. */
static void instance(gj_output *out, const group *g, const gj_finding *f, size_t label_width) {
    gj_buf label = GJ_BUF_INIT;
    instance_label(&label, g, f);
    gj_buf_addz(&out->buf, "      ");
    bool automatic = f->relation.n > 0 && (f->message.n == 0 || holds(f->message, f->relation));
    bool labelled = label.n > 0 && (automatic || (g->n > 1 && !holds(f->message, f->column.n ? f->column : f->row)));
    size_t indent = 6;
    if (labelled) {
        paint(out, BOLD);
        gj_utf8_pad(&out->buf, gj_buf_str(&label), label_width, false);
        unpaint(out);
        gj_buf_addz(&out->buf, "  ");
        if (label_width < 40) indent += label_width + 2;
    }
    size_t column = 6 + (labelled ? label_width + 2 : 0);
    if (automatic) {
        gj_out_wrap(&out->buf, gj_finding_statement(f), column, indent, out->options.width, 0);
    } else {
        gj_str message = f->message.n ? f->message : f->title;
        gj_out_wrap(&out->buf, message, column, indent, out->options.width, 0);
        if (f->relation.n) { /* beside it where there is room, else beneath */
            column += gj_utf8_width(message) + 3;
            if (column + gj_utf8_width(f->relation) <= out->options.width) {
                gj_buf_addz(&out->buf, "   ");
            } else {
                gj_buf_addc(&out->buf, '\n');
                gj_buf_add_repeat(&out->buf, " ", indent);
                column = indent;
            }
            paint(out, DIM);
            gj_out_wrap(&out->buf, f->relation, column, indent, out->options.width, 0);
            unpaint(out);
        }
    }
    if (f->since == GJ_SINCE_NEW) gj_buf_addz(&out->buf, say(out, "（新出现）", " (new)"));
    if (f->since == GJ_SINCE_BEFORE) gj_buf_addz(&out->buf, say(out, "（仍未改）", " (still there)"));
    if (f->waived) {
        gj_buf_addz(&out->buf, say(out, "（已豁免：", " (waived: "));
        gj_out_plain(&out->buf, gj_str_from(f->waived));
        gj_buf_addz(&out->buf, say(out, "）", ")"));
    }
    gj_buf_addc(&out->buf, '\n');
    gj_buf_free(&label);
}

static gj_str basis_of(const gj_output *out, gj_str rule) {
    for (uint32_t i = 0; out->program && i < out->program->nrules; i++)
        if (gj_str_eq(out->program->rules[i].id, rule)) return out->program->rules[i].basis;
    return GJ_STR_NONE;
}

/* The lines of REPORT that the group's numbers and quotes stand in. */
static void excerpt(gj_output *out, const group *g, const gj_report *report, const gj_report *judged) {
    size_t room = 0;
    for (uint32_t i = 0; i < g->n; i++) room += g->items[i]->ncells + 1;
    gj_mark *marks = gj_malloc(room * sizeof *marks);
    size_t n = 0;
    for (uint32_t i = 0; i < g->n; i++) n += gj_marks_of(g->items[i], report, judged, marks + n);
    if (n > 0 && report != judged) {
        gj_buf_addz(&out->buf, "      ");
        painted(out, DIM, report->path);
        gj_buf_addc(&out->buf, '\n');
    }
    gj_excerpt_options options = {out->options.lang, out->options.color, out->options.width, 6, out->options.verbose ? 40 : 6};
    if (n > 0) gj_excerpt(&out->buf, report->doc, marks, n, &options);
    free(marks);
}

static const gj_report *other_report(const group *g, const gj_report *judged) {
    for (uint32_t i = 0; i < g->n; i++)
        for (uint32_t k = 0; k < g->items[i]->ncells; k++) {
            const gj_report *r = g->items[i]->cells[k].report;
            if (r && r != judged) return r;
        }
    return NULL;
}

/* When no number marks the place: the line itself. */
static void place_line(gj_output *out, const group *g, const gj_report *report) {
    for (uint32_t i = 0; i < g->n; i++)
        if (g->items[i]->ncells > 0 || g->items[i]->quote_end > g->items[i]->quote_at) return;
    gj_excerpt_options options = {out->options.lang, out->options.color, out->options.width, 6, 1};
    for (uint32_t i = 0; i < g->n && i < 6; i++) {
        const gj_finding *f = g->items[i];
        if (f->place.line == 0) continue;
        if (report->doc) {
            gj_excerpt_line(&out->buf, report->doc, f->place.line, &options);
        } else {
            gj_buf_addf(&out->buf, say(out, "      第 %u 行\n", "      line %u\n"), f->place.line);
        }
    }
}

static void rule_heading(gj_output *out, const gj_finding *f, uint32_t n) {
    gj_buf *buf = &out->buf;
    const char *color = color_of(f);
    gj_buf_addz(buf, "  ");
    painted(out, color, gj_str_from(symbol_of(f)));
    gj_buf_addc(buf, ' ');
    painted(out, color, f->rule);
    if (f->title.n && !gj_str_eq(f->title, f->rule)) {
        gj_buf_addc(buf, ' ');
        painted(out, BOLD, f->title);
    }
    gj_buf_addz(buf, "  ");
    const char *word = f->verdict == GJ_FAIL ? gj_level_name((gj_level)f->level, out->options.lang)
                                             : gj_verdict_name((gj_verdict)f->verdict, out->options.lang);
    painted(out, color, gj_str_from(word));
    if (n > 1) gj_buf_addf(buf, " \xc3\x97%u", n);
    gj_buf_addc(buf, '\n');
}

static void failing_group(gj_output *out, const group *g, const gj_report *report) {
    rule_heading(out, g->items[0], g->n);
    uint32_t shown = g->n > INSTANCES && !out->options.verbose ? INSTANCES : g->n;
    size_t width = 0;
    for (uint32_t i = 0; i < shown; i++) {
        gj_buf label = GJ_BUF_INIT;
        instance_label(&label, g, g->items[i]);
        size_t w = gj_utf8_width(gj_buf_str(&label));
        if (w > width) width = w;
        gj_buf_free(&label);
    }
    for (uint32_t i = 0; i < shown; i++) instance(out, g, g->items[i], width);
    if (shown < g->n) gj_buf_addf(&out->buf, say(out, "      … 另有 %u 项\n", "      … %u more\n"), g->n - shown);
    gj_str basis = basis_of(out, g->items[0]->rule);
    if (basis.n) {
        gj_buf_addz(&out->buf, "      ");
        paint(out, DIM);
        gj_buf_addz(&out->buf, say(out, "依据：", "Basis: "));
        gj_out_wrap(&out->buf, basis, 12, 12, out->options.width, 0);
        unpaint(out);
        gj_buf_addc(&out->buf, '\n');
    }
    group seen = {g->items, shown};
    excerpt(out, &seen, report, report);
    const gj_report *other = other_report(&seen, report);
    if (other) excerpt(out, &seen, other, report);
    place_line(out, &seen, report);
    gj_buf_addc(&out->buf, '\n');
}

/* A line a rule, for what passed, could not be decided or did not apply: the first message, and how many there are. */
static void brief_group(gj_output *out, const group *g) {
    const gj_finding *f = g->items[0];
    gj_buf line = GJ_BUF_INIT;
    gj_out_plain(&line, f->rule);
    if (f->title.n && !gj_str_eq(f->title, f->rule)) {
        gj_buf_addc(&line, ' ');
        gj_out_plain(&line, f->title);
    }
    if (g->n > 1) gj_buf_addf(&line, " \xc3\x97%u", g->n);
    if ((f->verdict == GJ_UNKNOWN || f->waived) && f->message.n) {
        gj_buf_addz(&line, say(out, "：", ": "));
        gj_out_plain(&line, f->message);
    }
    if (f->waived) {
        gj_buf_addz(&line, say(out, "（已豁免：", " (waived: "));
        gj_out_plain(&line, gj_str_from(f->waived));
        gj_buf_addz(&line, say(out, "）", ")"));
    }
    gj_buf_addz(&out->buf, "    ");
    painted(out, color_of(f), gj_str_from(symbol_of(f)));
    gj_buf_addc(&out->buf, ' ');
    gj_out_wrap(&out->buf, gj_buf_str(&line), 6, 6, out->options.width, 3);
    gj_buf_addc(&out->buf, '\n');
    gj_buf_free(&line);
}

static void how_read(gj_output *out, const gj_report *report) {
    gj_buf *buf = &out->buf;
    paint(out, DIM);
    gj_buf_addf(buf, say(out, "  表样 %.*s，契合 %u.%u%%；章", "  form %.*s, fit %u.%u%%; sections"), GJ_FMT(report->form->name),
                report->fit / 10u, report->fit % 10u);
    for (uint32_t i = 0; i < report->form->nsections; i++) {
        const gj_section *section = &report->form->sections[i];
        gj_str name = section->ordinal.n ? section->ordinal : section->title.name;
        bool found = report->sections && report->sections[i].found;
        gj_buf_addf(buf, found ? " %.*s" : say(out, " %.*s（缺）", " %.*s (missing)"), GJ_FMT(name));
    }
    gj_buf_addz(buf, say(out, "；表", "; tables"));
    for (uint32_t i = 0; i < report->form->ntables; i++) {
        bool found = report->tables && report->tables[i].found;
        gj_buf_addf(buf, found ? " %.*s" : say(out, " %.*s（缺）", " %.*s (missing)"), GJ_FMT(report->form->tables[i].name));
    }
    unpaint(out);
    gj_buf_addc(buf, '\n');
}

static void report_heading(gj_output *out, const gj_report *report) {
    gj_buf *buf = &out->buf;
    painted(out, BOLD, report->path);
    if (report->organisation.n) {
        gj_buf_addz(buf, "  ");
        gj_out_plain(buf, report->organisation);
    }
    if (report->year) gj_buf_addf(buf, say(out, "  %d 年", "  %d"), report->year);
    gj_buf_addc(buf, '\n');
    if (out->options.verbose) how_read(out, report);
}

static bool in_detail(const gj_output *out, const gj_finding *f) {
    if (f->verdict == GJ_FAIL) return !f->waived;
    return f->verdict == GJ_UNKNOWN && out->options.verbose;
}

/* What an earlier output had and this one has not. */
static void gone(gj_output *out, const gj_findings *findings) {
    gj_buf_addf(&out->buf, say(out, "  已改正 %u 项\n", "  fixed: %u\n"), findings->nfixed);
    for (uint32_t i = 0; i < findings->nfixed; i++) {
        const gj_fixed *f = &findings->fixed[i];
        paint(out, GREEN);
        gj_buf_addz(&out->buf, "    ✓ ");
        unpaint(out);
        gj_out_plain(&out->buf, f->rule);
        gj_buf_addc(&out->buf, ' ');
        gj_out_plain(&out->buf, f->title);
        gj_buf_addz(&out->buf, say(out, "：", ": "));
        gj_out_plain(&out->buf, f->message);
        gj_buf_addc(&out->buf, '\n');
    }
}

static void text_report(gj_output *out, const gj_findings *findings) {
    group *groups = gj_malloc((findings->n + 1) * sizeof *groups);
    const gj_finding **items = gj_malloc((findings->n + 1) * sizeof *items);
    uint32_t ngroups = 0, n = 0;
    for (uint32_t i = 0; i < findings->n; i++) { /* by rule; within a rule by verdict, in the order they come */
        const gj_finding *f = &findings->items[i];
        bool shown = gj_output_shows(out, f) && !(out->options.quiet && f->verdict != GJ_FAIL);
        for (uint32_t k = i; shown && k-- > 0 && gj_str_eq(findings->items[k].rule, f->rule);)
            if (same_group(&findings->items[k], f)) shown = false;
        if (!shown) continue;
        groups[ngroups].items = items + n;
        for (uint32_t k = i; k < findings->n && gj_str_eq(findings->items[k].rule, f->rule); k++)
            if (same_group(&findings->items[k], f)) items[n++] = &findings->items[k];
        groups[ngroups].n = (uint32_t)(items + n - groups[ngroups].items);
        ngroups++;
    }
    bool fixed = findings->nfixed && !out->options.quiet;
    if (ngroups > 0 || out->options.verbose || fixed) {
        report_heading(out, findings->report);
        for (uint32_t i = 0; i < ngroups; i++)
            if (in_detail(out, groups[i].items[0])) failing_group(out, &groups[i], findings->report);
        bool brief = false;
        static const gj_verdict order[] = {GJ_FAIL, GJ_UNKNOWN, GJ_NA, GJ_PASS};
        for (size_t v = 0; v < 4; v++) {
            uint32_t total = 0;
            for (uint32_t i = 0; i < ngroups; i++)
                if (groups[i].items[0]->verdict == order[v] && !in_detail(out, groups[i].items[0])) total += groups[i].n;
            if (total == 0) continue;
            const char *word = order[v] == GJ_FAIL ? say(out, "已豁免", "waived") : gj_verdict_name(order[v], out->options.lang);
            gj_buf_addf(&out->buf, say(out, "  %s %u 项\n", "  %s: %u\n"), word, total);
            for (uint32_t i = 0; i < ngroups; i++)
                if (groups[i].items[0]->verdict == order[v] && !in_detail(out, groups[i].items[0])) brief_group(out, &groups[i]);
            brief = true;
        }
        if (fixed) gone(out, findings);
        if (brief || fixed || (ngroups == 0 && out->options.verbose)) gj_buf_addc(&out->buf, '\n');
    }
    free(groups);
    free(items);
}

/* Unread reports are named on standard error by whoever drives the output. */

static void counted(gj_output *out, const char *color, const char *zh, const char *en, uint32_t n) {
    if (n > 0 && color) paint(out, color);
    gj_buf_addf(&out->buf, say(out, zh, en), n);
    if (n > 0 && color) unpaint(out);
}

static void text_end(gj_output *out) {
    if (out->options.quiet) return;
    const gj_totals *t = &out->totals;
    const gj_summary *s = &t->summary;
    counted(out, NULL, "%u 份报告", t->reports == 1 ? "%u report" : "%u reports", t->reports);
    if (t->unread) counted(out, RED, "，%u 份读不了", ", %u could not be read", t->unread);
    if (s->fail == 0) {
        counted(out, GREEN, "：通过 %u 项", ": %u passed", s->pass);
    } else {
        counted(out, NULL, "，%u 份有不符：", ", %u with failures: ", t->with_failures);
        const uint32_t *level = s->fail_by_level;
        counted(out, RED, "错误 %u", level[0] == 1 ? "%u error" : "%u errors", level[0]);
        counted(out, YELLOW, "，疑问 %u", level[1] == 1 ? ", %u warning" : ", %u warnings", level[1]);
        if (level[2]) counted(out, CYAN, "，提示 %u", ", %u info", level[2]);
        counted(out, NULL, "；通过 %u", "; %u passed", s->pass);
    }
    if (t->waived) counted(out, NULL, "，其中已豁免 %u", ", %u of the failures waived", t->waived);
    if (t->compared) {
        counted(out, NULL, "；与上次相比：新出现 %u", "; since the last time: %u new", t->new);
        counted(out, NULL, "，仍未改 %u", ", %u still there", t->before);
        counted(out, NULL, "，已改正 %u", ", %u fixed", t->fixed);
    }
    if (s->unknown) counted(out, NULL, "，无法判定 %u", ", %u unknown", s->unknown);
    if (s->na) counted(out, NULL, "，不适用 %u", ", %u not applicable", s->na);
    if (t->left)
        counted(out, YELLOW, "；中断，%u 份没有核对",
                t->left == 1 ? "; interrupted, %u report was not judged" : "; interrupted, %u reports were not judged", t->left);
    gj_buf_addc(&out->buf, '\n');
}

const gj_writer gj_writer_text = {"text", false, NULL, text_report, NULL, text_end};
