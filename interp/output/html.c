/* html: one self-contained page for people who would rather look: what it came to, two charts, a list to filter and sort, and each
 * report's tables with what is wrong marked. Nothing on it comes from a network, and its policy lets nothing run or style but the two
 * texts of page.js and page.css: a report cannot bring a script. */
#include "output/html.h"

#include "assets.h"
#include "base/utf8.h"

enum {
    TABLES_NOW = 40, /* reports whose tables are drawn here; page.js draws the others' when they are opened */
    UNFOLDED = 5     /* reports that are open from the start */
};

typedef struct html_state {
    gj_html_list list;
    gj_buf unread, reports;
    gj_bar *rules, *organisations;
    size_t nrules, norganisations, organisation_room;
    uint32_t *organisation_at; /* hash table: index + 1; twice as many as ROOM */
    bool *later;               /* by form: some report's tables are drawn later */
    uint32_t drawn, unfolded;
} html_state;

static const char *say(const gj_output *out, const char *zh, const char *en) {
    return out->options.lang == GJ_LANG_ZH ? zh : en;
}

static void free_state(void *arg) {
    html_state *state = arg;
    gj_html_list_free(&state->list);
    gj_buf_free(&state->unread);
    gj_buf_free(&state->reports);
}

static void html_begin(gj_output *out) {
    html_state *state = GJ_NEW(out->arena, html_state);
    gj_arena_defer(out->arena, free_state, state);
    size_t notes = 0;
    const char *id, *title[2];
    while (gj_note_rule(notes, &id, title)) notes++;
    state->later = GJ_NEW_ARRAY(out->arena, bool, out->program->nforms + 1);
    state->rules = GJ_NEW_ARRAY(out->arena, gj_bar, out->program->nrules + notes);
    for (uint32_t i = 0; i < out->program->nrules; i++) {
        const gj_rule *rule = &out->program->rules[i];
        gj_bar *bar = &state->rules[state->nrules++];
        bar->key = rule->id;
        bar->label =
            gj_str_eq(rule->title, rule->id) ? rule->id : gj_str_format(out->arena, "%.*s %.*s", GJ_FMT(rule->id), GJ_FMT(rule->title));
    }
    for (size_t i = 0; gj_note_rule(i, &id, title); i++) {
        gj_bar *bar = &state->rules[state->nrules++];
        bar->key = gj_str_from(id);
        bar->label = gj_str_format(out->arena, "%s %s", id, title[out->options.lang]);
    }
    out->state = state;
}

static gj_bar *rule_bar(html_state *state, gj_str id) {
    for (size_t i = 0; i < state->nrules; i++)
        if (gj_str_eq(state->rules[i].key, id)) return &state->rules[i];
    return NULL;
}

/* Where NAME is in the hash table, or where it would be. */
static uint32_t *organisation_place(const html_state *state, gj_str name) {
    size_t size = 2 * state->organisation_room, at = gj_str_hash(name) % size;
    while (state->organisation_at[at] && !gj_str_eq(state->organisations[state->organisation_at[at] - 1].label, name)) at = (at + 1) % size;
    return &state->organisation_at[at];
}

static void organisations_grow(gj_output *out, html_state *state) {
    size_t room = state->organisation_room ? 2 * state->organisation_room : 64;
    gj_bar *grown = GJ_NEW_ARRAY(out->arena, gj_bar, room);
    for (size_t i = 0; i < state->norganisations; i++) grown[i] = state->organisations[i];
    state->organisations = grown;
    state->organisation_room = room;
    state->organisation_at = GJ_NEW_ARRAY(out->arena, uint32_t, 2 * room);
    for (size_t i = 0; i < state->norganisations; i++) *organisation_place(state, grown[i].label) = (uint32_t)i + 1;
}

static gj_bar *organisation_bar(gj_output *out, html_state *state, gj_str name) {
    if (state->norganisations == state->organisation_room) organisations_grow(out, state);
    uint32_t *place = organisation_place(state, name);
    if (*place == 0) {
        state->organisations[state->norganisations].label = gj_str_copy(out->arena, name);
        *place = (uint32_t)++state->norganisations;
    }
    return &state->organisations[*place - 1];
}

static void count(gj_bar *bar, const gj_finding *f) {
    if (!bar) return;
    if (f->verdict == GJ_FAIL && f->waived)
        bar->waived++;
    else if (f->verdict == GJ_FAIL)
        bar->fail[f->level]++;
    else if (f->verdict == GJ_UNKNOWN)
        bar->unknown++;
    else if (f->verdict == GJ_PASS)
        bar->pass++;
}

void gj_html_report_name(const gj_output *out, gj_buf *buf, const gj_report *report) {
    gj_out_xml(buf, report->organisation.n ? report->organisation : report->path);
    if (report->year) gj_buf_addf(buf, say(out, " %d 年", " %d"), report->year);
}

static void badge(gj_buf *buf, const char *class, const char *word, uint32_t n) {
    if (n > 0) gj_buf_addf(buf, " <span class=\"tag %s\">%s %u</span>", class, word, n);
}

static void report_part(gj_output *out, html_state *state, const gj_findings *findings, uint32_t number) {
    gj_buf *buf = &state->reports;
    const gj_report *report = findings->report;
    const gj_summary *s = &findings->summary;
    bool open = s->fail > 0 && state->unfolded < UNFOLDED;
    state->unfolded += open;
    gj_buf_addf(buf, "<details class=\"report\" id=\"r%u\"%s><summary><b>", number, open ? " open" : "");
    gj_html_report_name(out, buf, report);
    gj_buf_addz(buf, "</b>");
    for (int level = 0; level < 3; level++)
        badge(buf, gj_level_key((gj_level)level), gj_level_name((gj_level)level, out->options.lang), s->fail_by_level[level]);
    badge(buf, "unknown", gj_verdict_name(GJ_UNKNOWN, out->options.lang), s->unknown);
    if (s->fail == 0) badge(buf, "pass", gj_verdict_name(GJ_PASS, out->options.lang), s->pass);
    gj_buf_addz(buf, " <span class=\"soft\">");
    gj_out_xml(buf, report->path);
    gj_buf_addz(buf, " · ");
    gj_out_xml(buf, report->form->name);
    gj_buf_addz(buf, "</span></summary>\n<div>\n");
    gj_html_quotes(buf, findings, out->options.lang);
    if (state->drawn++ < TABLES_NOW) {
        gj_html_tables(buf, findings, out->options.lang, number);
    } else {
        gj_html_tables_later(buf, findings, out->options.lang);
        state->later[report->form->index] = true;
    }
    gj_buf_addz(buf, "</div>\n</details>\n");
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
        if (gj_output_shows(out, f)) gj_html_list_add(out, &state->list, f, report, number);
    }
    report_part(out, state, findings, number);
}

static void html_unread(gj_output *out, gj_str path, gj_str reason) {
    html_state *state = out->state;
    gj_buf_addf(&state->unread, "<p class=\"unread\" id=\"r%u\"><b>", out->totals.reports);
    gj_out_xml(&state->unread, path);
    gj_buf_addz(&state->unread, "</b><br>");
    gj_out_xml(&state->unread, reason);
    gj_buf_addz(&state->unread, "</p>\n");
}

static void card(gj_output *out, const char *class, const char *word, uint32_t n) {
    gj_buf_addf(&out->buf, "<div class=\"card %s\"><b>%u</b>%s</div>\n", n > 0 ? class : "none", n, word);
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
    gj_buf_addf(buf, "<span><i class=\"unknown\"></i>%s</span><span>%s</span></p>\n", gj_verdict_name(GJ_UNKNOWN, out->options.lang),
                say(out, "右边：不通过 / 核对", "right: failed / checked"));
    if (used == 0)
        gj_buf_addf(buf, "<p class=\"soft\">%s</p>\n", say(out, "没有。", "None."));
    else
        gj_html_chart(buf, bars, used, 20);
    gj_buf_addz(buf, "</section>\n");
}

static void html_end(gj_output *out) {
    html_state *state = out->state;
    gj_buf *buf = &out->buf;
    const gj_totals *t = &out->totals;
    const gj_summary *s = &t->summary;
    gj_buf_addf(buf, "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n", say(out, "zh-CN", "en"));
    gj_buf_addz(buf, "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src '" PAGE_CSS_HASH
                     "'; script-src '" PAGE_JS_HASH "'; base-uri 'none'; form-action 'none'\">\n"
                     "<meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"viewport\" content=\"width=device-width, "
                     "initial-scale=1\">\n<meta name=\"generator\" content=\"gouji " GJ_VERSION "\">\n");
    gj_buf_addf(buf, "<title>%s</title>\n<style>%s</style>\n</head>\n<body>\n<main>\n<h1>%s</h1>\n",
                say(out, "勾稽核对结果", "Gouji audit"), page_css, say(out, "勾稽核对结果", "Gouji audit"));
    gj_buf_addf(buf, say(out, "<p class=\"soft\">%u 份报告，%u 条规则</p>\n", "<p class=\"soft\">%u reports, %u rules</p>\n"), t->reports,
                out->program->nrules);
    if (t->left)
        gj_buf_addf(buf,
                    say(out, "<p class=\"stopped\">核对被中断，还有 %u 份没有核对。</p>\n",
                        "<p class=\"stopped\">The audit was interrupted; %u reports were not judged.</p>\n"),
                    t->left);
    gj_buf_addz(buf, "<div class=\"cards\">\n");
    card(out, "error", say(out, "份报告有不符", "reports with failures"), t->with_failures);
    for (int level = 0; level < 3; level++)
        card(out, gj_level_key((gj_level)level), gj_level_name((gj_level)level, out->options.lang), s->fail_by_level[level]);
    card(out, "unknown", gj_verdict_name(GJ_UNKNOWN, out->options.lang), s->unknown);
    card(out, "pass", gj_verdict_name(GJ_PASS, out->options.lang), s->pass);
    if (t->unread) card(out, "error", say(out, "份读不了", "unreadable"), t->unread);
    gj_buf_addz(buf, "</div>\n");
    if (t->summary.fail + t->summary.unknown > 0) {
        /* The filter needs the rules in their order, the chart sorts: the chart gets a copy. */
        gj_bar *copy = GJ_NEW_ARRAY(out->arena, gj_bar, state->nrules);
        for (size_t i = 0; i < state->nrules; i++) copy[i] = state->rules[i];
        gj_buf_addz(buf, "<div class=\"charts\">\n");
        chart(out, say(out, "按规则", "By rule"), copy, state->nrules);
        chart(out, say(out, "按机构", "By organisation"), state->organisations, state->norganisations);
        gj_buf_addz(buf, "</div>\n");
    }
    if (t->reports > t->unread) {
        gj_buf_addf(buf, "<h2>%s</h2>\n", say(out, "问题清单", "Findings"));
        gj_html_list_write(out, &state->list, state->rules, state->nrules);
    }
    if (state->unread.n > 0) gj_buf_addf(buf, "<h2>%s</h2>\n", say(out, "读不了的报告", "Unreadable reports"));
    gj_buf_add(buf, gj_buf_str(&state->unread));
    if (state->reports.n > 0) gj_buf_addf(buf, "<h2>%s</h2>\n", say(out, "各份报告", "Reports"));
    gj_buf_add(buf, gj_buf_str(&state->reports));
    for (uint32_t i = 0; i < out->program->nforms; i++)
        if (state->later[i]) gj_html_template(buf, out->program->forms[i], out->options.lang);
    gj_buf_addz(buf, "</main>\n<script>");
    gj_buf_addz(buf, page_js);
    gj_buf_addz(buf, "</script>\n</body>\n</html>\n");
}

const gj_writer gj_writer_html = {"html", true, html_begin, html_report, html_unread, html_end};
