/* html: one self-contained page for people who would rather look: what it came to, two charts, a list to filter and sort, and each
 * report's tables with what is wrong marked. Nothing on it comes from a network, and its policy lets nothing run or style but the two
 * texts of page.js and page.css: a report cannot bring a script. */
#include "output/html.h"

#include "assets.h"
#include "base/utf8.h"

#define TABLES_MAX 400 /* reports drawn with their tables; the list has every finding */
#define UNFOLDED   5   /* reports that are open from the start */

typedef struct html_state {
    gj_buf rows[9], reports; /* of the list, what weighs most first; of the reports' own parts */
    gj_bar *rules, *organisations;
    size_t nrules, norganisations, organisation_room;
    uint32_t drawn;
} html_state;

static const char *say(const gj_output *out, const char *zh, const char *en) {
    return out->options.lang == GJ_LANG_ZH ? zh : en;
}

static void free_state(void *arg) {
    html_state *state = arg;
    for (size_t i = 0; i < sizeof state->rows / sizeof *state->rows; i++) gj_buf_free(&state->rows[i]);
    gj_buf_free(&state->reports);
}

static void html_begin(gj_output *out) {
    html_state *state = GJ_NEW(out->arena, html_state);
    gj_arena_defer(out->arena, free_state, state);
    size_t notes = 0;
    const char *id, *title[2];
    while (gj_note_rule(notes, &id, title)) notes++;
    state->rules = GJ_NEW_ARRAY(out->arena, gj_bar, out->program->nrules + notes);
    for (uint32_t i = 0; i < out->program->nrules; i++) {
        const gj_rule *rule = &out->program->rules[i];
        state->rules[state->nrules++].label = gj_str_format(out->arena, "%.*s %.*s", GJ_FMT(rule->id), GJ_FMT(rule->title));
    }
    for (size_t i = 0; gj_note_rule(i, &id, title); i++)
        state->rules[state->nrules++].label = gj_str_format(out->arena, "%s %s", id, title[out->options.lang]);
    out->state = state;
}

/* The bar of a rule's id: labels begin with it. */
static gj_bar *rule_bar(html_state *state, gj_str id) {
    for (size_t i = 0; i < state->nrules; i++) {
        gj_str label = state->rules[i].label;
        if (gj_str_has_prefix(label, id) && label.n > id.n && label.p[id.n] == ' ') return &state->rules[i];
    }
    return NULL;
}

static gj_bar *organisation_bar(gj_output *out, html_state *state, gj_str name) {
    for (size_t i = 0; i < state->norganisations; i++)
        if (gj_str_eq(state->organisations[i].label, name)) return &state->organisations[i];
    if (state->norganisations == state->organisation_room) {
        size_t room = state->organisation_room ? 2 * state->organisation_room : 32;
        gj_bar *grown = GJ_NEW_ARRAY(out->arena, gj_bar, room);
        for (size_t i = 0; i < state->norganisations; i++) grown[i] = state->organisations[i];
        state->organisations = grown;
        state->organisation_room = room;
    }
    gj_bar *bar = &state->organisations[state->norganisations++];
    bar->label = gj_str_copy(out->arena, name);
    return bar;
}

static void count(gj_bar *bar, const gj_finding *f) {
    if (!bar) return;
    if (f->verdict == GJ_FAIL && !f->waived)
        bar->fail[f->level]++;
    else if (f->verdict == GJ_UNKNOWN)
        bar->unknown++;
    else if (f->verdict == GJ_PASS)
        bar->pass++;
}

static void tag(gj_output *out, gj_buf *buf, const gj_finding *f) {
    bool plain = f->verdict != GJ_FAIL || f->waived;
    const char *word = f->waived               ? say(out, "已豁免", "waived")
                       : f->verdict == GJ_FAIL ? gj_level_name((gj_level)f->level, out->options.lang)
                                               : gj_verdict_name((gj_verdict)f->verdict, out->options.lang);
    gj_buf_addf(buf, "<span class=\"tag %s\">%s</span>", plain ? gj_verdict_key(GJ_UNKNOWN) : gj_level_key((gj_level)f->level), word);
}

/* What the list sorts and filters a finding's level by. */
static const char *level_key(const gj_finding *f) {
    if (f->waived) return "waived";
    return f->verdict == GJ_FAIL ? gj_level_key((gj_level)f->level) : gj_verdict_key((gj_verdict)f->verdict);
}

static void list_row(gj_output *out, html_state *state, const gj_finding *f, const gj_report *report, uint32_t number) {
    int order = f->verdict == GJ_FAIL ? (f->waived ? 8 : f->level) : 3 + f->verdict;
    gj_buf *buf = &state->rows[order];
    gj_buf_addf(buf, "<tr data-level=\"%s\" data-rule=\"", level_key(f));
    gj_out_xml(buf, f->rule);
    gj_buf_addf(buf, "\"><td data-key=\"%d\">", order);
    tag(out, buf, f);
    gj_buf_addz(buf, "</td><td><b>");
    gj_out_xml(buf, f->rule);
    gj_buf_addz(buf, "</b> ");
    if (!gj_str_eq(f->title, f->rule)) gj_out_xml(buf, f->title);
    gj_buf_addf(buf, "</td><td><a href=\"#r%u\">", number);
    gj_out_xml(buf, report->organisation.n ? report->organisation : report->path);
    if (report->year) gj_buf_addf(buf, " %d", report->year);
    gj_buf_addz(buf, "</a></td><td class=\"at\">");
    uint32_t slot = GJ_NO_INDEX;
    const gj_evidence *anchor = gj_finding_anchor(f, report);
    if (anchor) slot = gj_html_slot(report, anchor);
    if (slot != GJ_NO_INDEX) gj_buf_addf(buf, "<a href=\"#r%uc%u\">", number, slot);
    gj_out_xml(buf, f->row.n ? f->row : f->table.n ? f->table : f->section);
    if (f->column.n) {
        gj_buf_addc(buf, '[');
        gj_out_xml(buf, f->column);
        gj_buf_addc(buf, ']');
    }
    if (slot != GJ_NO_INDEX) gj_buf_addz(buf, "</a>");
    gj_buf_addz(buf, "</td><td>");
    gj_out_xml(buf, f->message);
    if (f->relation.n && gj_str_find(f->message, f->relation) < 0) {
        gj_buf_addz(buf, "<span class=\"rel\">");
        gj_out_xml(buf, f->relation);
        gj_buf_addz(buf, "</span>");
    }
    gj_buf_addz(buf, "</td><td class=\"line\">");
    uint32_t line = gj_finding_line(f, report);
    if (line) gj_buf_addf(buf, "%u", line);
    gj_buf_addz(buf, "</td></tr>\n");
}

static void badge(gj_output *out, gj_buf *buf, const char *class, const char *word, uint32_t n) {
    (void)out;
    if (n > 0) gj_buf_addf(buf, " <span class=\"tag %s\">%s %u</span>", class, word, n);
}

static void report_part(gj_output *out, html_state *state, const gj_findings *findings, uint32_t number) {
    gj_buf *buf = &state->reports;
    const gj_report *report = findings->report;
    const gj_summary *s = &findings->summary;
    gj_buf_addf(buf, "<details class=\"report\" id=\"r%u\"%s><summary>", number, s->fail > 0 && state->drawn < UNFOLDED ? " open" : "");
    gj_out_xml(buf, report->organisation.n ? report->organisation : report->path);
    if (report->year) gj_buf_addf(buf, say(out, " %d 年", " %d"), report->year);
    for (int level = 0; level < 3; level++)
        badge(out, buf, gj_level_key((gj_level)level), gj_level_name((gj_level)level, out->options.lang), s->fail_by_level[level]);
    badge(out, buf, "unknown", gj_verdict_name(GJ_UNKNOWN, out->options.lang), s->unknown);
    if (s->fail == 0) badge(out, buf, "pass", gj_verdict_name(GJ_PASS, out->options.lang), s->pass);
    gj_buf_addz(buf, "<span class=\"soft\">");
    gj_out_xml(buf, report->path);
    gj_buf_addz(buf, " · ");
    gj_out_xml(buf, report->form->name);
    gj_buf_addz(buf, "</span></summary>\n<div>\n");
    if (state->drawn < TABLES_MAX) {
        gj_html_quotes(buf, findings, out->options.lang);
        gj_html_tables(buf, findings, out->options.lang, number);
    } else {
        gj_buf_addz(buf, say(out, "<p class=\"soft\">报告太多，这里不再画出表格；问题都在上面的清单里。</p>\n",
                             "<p class=\"soft\">Too many reports to draw every table; all findings are in the list above.</p>\n"));
    }
    gj_buf_addz(buf, "</div>\n</details>\n");
    state->drawn++;
}

static void html_report(gj_output *out, const gj_findings *findings) {
    html_state *state = out->state;
    const gj_report *report = findings->report;
    uint32_t number = out->totals.reports;
    gj_bar *organisation = organisation_bar(out, state, report->organisation.n ? report->organisation : report->path);
    for (uint32_t i = 0; i < findings->n; i++) {
        const gj_finding *f = &findings->items[i];
        count(rule_bar(state, f->rule), f);
        count(organisation, f);
        if (gj_output_shows(out, f)) list_row(out, state, f, report, number);
    }
    report_part(out, state, findings, number);
}

static void html_unread(gj_output *out, gj_str path, gj_str reason) {
    html_state *state = out->state;
    gj_buf_addf(&state->reports, "<p class=\"unread\" id=\"r%u\"><b>", out->totals.reports);
    gj_out_xml(&state->reports, path);
    gj_buf_addz(&state->reports, "</b><br>");
    gj_out_xml(&state->reports, reason);
    gj_buf_addz(&state->reports, "</p>\n");
}

static void card(gj_output *out, const char *class, const char *word, uint32_t n) {
    gj_buf_addf(&out->buf, "<div class=\"card %s\"><b>%u</b>%s</div>\n", class, n, word);
}

static void chart(gj_output *out, const char *title, gj_bar *bars, size_t n) {
    gj_buf *buf = &out->buf;
    size_t used = 0;
    for (size_t i = 0; i < n; i++) { /* where all is well there is no bar */
        const gj_bar *b = &bars[i];
        if (b->fail[0] + b->fail[1] + b->fail[2] + b->unknown > 0) bars[used++] = *b;
    }
    gj_buf_addf(buf, "<section class=\"panel\"><h3>%s</h3>\n<p class=\"legend\">", title);
    for (int level = 0; level < 3; level++)
        gj_buf_addf(buf, "<span><i class=\"%s\"></i>%s</span>", gj_level_key((gj_level)level),
                    gj_level_name((gj_level)level, out->options.lang));
    gj_buf_addf(buf, "<span><i class=\"unknown\"></i>%s</span></p>\n", gj_verdict_name(GJ_UNKNOWN, out->options.lang));
    if (used == 0)
        gj_buf_addf(buf, "<p class=\"soft\">%s</p>\n", say(out, "都通过。", "All is well."));
    else
        gj_html_chart(buf, bars, used, 20);
    gj_buf_addz(buf, "</section>\n");
}

static void option(gj_output *out, const char *value, const char *word) {
    gj_buf_addf(&out->buf, "<option value=\"%s\">%s</option>", value, word);
}

static void filters(gj_output *out, const html_state *state) {
    gj_buf *buf = &out->buf;
    gj_lang lang = out->options.lang;
    gj_buf_addf(buf,
                "<div class=\"filters\"><input id=\"f-text\" type=\"search\" placeholder=\"%s\" aria-label=\"%s\"><select id=\"f-level\">",
                say(out, "查找：机构、规则、内容…", "Search: organisation, rule, text…"), say(out, "查找", "Search"));
    option(out, "", say(out, "所有结论", "Every verdict"));
    for (int level = 0; level < 3; level++) option(out, gj_level_key((gj_level)level), gj_level_name((gj_level)level, lang));
    option(out, gj_verdict_key(GJ_UNKNOWN), gj_verdict_name(GJ_UNKNOWN, lang));
    if (out->totals.waived) option(out, "waived", say(out, "已豁免", "waived"));
    if (out->options.all) {
        option(out, gj_verdict_key(GJ_PASS), gj_verdict_name(GJ_PASS, lang));
        option(out, gj_verdict_key(GJ_NA), gj_verdict_name(GJ_NA, lang));
    }
    gj_buf_addz(buf, "</select><select id=\"f-rule\">");
    option(out, "", say(out, "所有规则", "Every rule"));
    for (size_t i = 0; i < state->nrules; i++) {
        const gj_bar *bar = &state->rules[i];
        if (bar->fail[0] + bar->fail[1] + bar->fail[2] + bar->unknown == 0) continue;
        ptrdiff_t space = gj_str_find(bar->label, GJ_STR(" "));
        gj_buf_addz(buf, "<option value=\"");
        gj_out_xml(buf, gj_str_slice(bar->label, 0, (size_t)space));
        gj_buf_addz(buf, "\">");
        gj_out_xml(buf, bar->label);
        gj_buf_addz(buf, "</option>");
    }
    gj_buf_addz(buf, "</select><span class=\"soft\" id=\"f-shown\"></span></div>\n");
}

static void html_end(gj_output *out) {
    html_state *state = out->state;
    gj_buf *buf = &out->buf;
    const gj_totals *t = &out->totals;
    const gj_summary *s = &t->summary;
    gj_buf_addf(buf, "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n", say(out, "zh-CN", "en"));
    gj_buf_addz(
        buf,
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src '" PAGE_CSS_HASH
        "'; script-src '" PAGE_JS_HASH "'; base-uri 'none'; form-action 'none'\">\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"generator\" content=\"gouji " GJ_VERSION
        "\">\n");
    gj_buf_addf(buf, "<title>%s</title>\n<style>%s</style>\n</head>\n<body>\n<main>\n<h1>%s</h1>\n",
                say(out, "勾稽核对结果", "Gouji audit"), page_css, say(out, "勾稽核对结果", "Gouji audit"));
    gj_buf_addf(buf, say(out, "<p class=\"soft\">%u 份报告，%u 条规则</p>\n", "<p class=\"soft\">%u reports, %u rules</p>\n"), t->reports,
                out->program->nrules);
    gj_buf_addz(buf, "<div class=\"cards\">\n");
    card(out, t->with_failures ? "error" : "pass", say(out, "份报告有不符", "reports with failures"), t->with_failures);
    for (int level = 0; level < 3; level++)
        card(out, gj_level_key((gj_level)level), gj_level_name((gj_level)level, out->options.lang), s->fail_by_level[level]);
    card(out, "unknown", gj_verdict_name(GJ_UNKNOWN, out->options.lang), s->unknown);
    card(out, "pass", gj_verdict_name(GJ_PASS, out->options.lang), s->pass);
    if (t->unread) card(out, "error", say(out, "份读不了", "unreadable"), t->unread);
    gj_buf_addz(buf, "</div>\n");
    if (t->reports > t->unread) {
        /* The filter needs the rules in their order, the chart sorts: the chart gets a copy. */
        gj_bar *copy = GJ_NEW_ARRAY(out->arena, gj_bar, state->nrules);
        for (size_t i = 0; i < state->nrules; i++) copy[i] = state->rules[i];
        gj_buf_addz(buf, "<div class=\"charts\">\n");
        chart(out, say(out, "按规则", "By rule"), copy, state->nrules);
        chart(out, say(out, "按机构", "By organisation"), state->organisations, state->norganisations);
        gj_buf_addz(buf, "</div>\n");
    }
    gj_buf_addf(buf, "<h2>%s</h2>\n", say(out, "问题清单", "Findings"));
    bool any = false;
    for (size_t i = 0; i < sizeof state->rows / sizeof *state->rows; i++) any = any || state->rows[i].n > 0;
    if (any) {
        gj_buf_addz(buf, "<div class=\"panel\">\n");
        filters(out, state);
        gj_buf_addz(buf, "<table class=\"list\" id=\"findings\"><thead><tr>");
        const char *const heads[][2] = {{"结论", "Verdict"}, {"规则", "Rule"},    {"报告", "Report"},
                                        {"位置", "Where"},   {"内容", "Finding"}, {"行", "Line"}};
        for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
            gj_buf_addf(buf, "<th><button type=\"button\">%s</button></th>", say(out, heads[i][0], heads[i][1]));
        gj_buf_addz(buf, "</tr></thead><tbody>\n");
        for (size_t i = 0; i < sizeof state->rows / sizeof *state->rows; i++) gj_buf_add(buf, gj_buf_str(&state->rows[i]));
        gj_buf_addz(buf, "</tbody></table>\n</div>\n");
    } else {
        gj_buf_addf(buf, "<p class=\"soft\">%s</p>\n", say(out, "没有发现问题。", "Nothing was found."));
    }
    gj_buf_addf(buf, "<h2>%s</h2>\n", say(out, "各份报告", "Reports"));
    gj_buf_add(buf, gj_buf_str(&state->reports));
    gj_buf_addz(buf, "</main>\n<script>");
    gj_buf_addz(buf, page_js);
    gj_buf_addz(buf, "</script>\n</body>\n</html>\n");
}

const gj_writer gj_writer_html = {"html", true, html_begin, html_report, html_unread, html_end};
