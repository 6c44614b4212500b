/* The list of findings: rows as HTML, what weighs most first, and past a few hundred of one kind as data that page.js makes rows of when
 * they are asked for, so that a page of many thousand findings opens as quickly as a small one. */
#include "output/html.h"

enum { ROWS_NOW = 400 }; /* of each kind */

static const char *say(const gj_output *out, const char *zh, const char *en) {
    return out->options.lang == GJ_LANG_ZH ? zh : en;
}

/* What weighs more comes first: failures by level, unknown, waived, pass, na. */
static unsigned order_of(const gj_finding *f) {
    static const unsigned verdicts[] = {[GJ_UNKNOWN] = 3, [GJ_PASS] = 5, [GJ_NA] = 6};
    return f->verdict != GJ_FAIL ? verdicts[f->verdict] : f->waived ? 4 : f->level;
}

/* The kinds in that order, as the filter knows them. */
static const char *kind_key(unsigned order) {
    static const char *const keys[GJ_HTML_KINDS] = {"error", "warning", "info", "unknown", "waived", "pass", "na"};
    return keys[order];
}

static const char *kind_name(const gj_output *out, unsigned order) {
    gj_lang lang = out->options.lang;
    switch (order) {
    case 3: return gj_verdict_name(GJ_UNKNOWN, lang);
    case 4: return say(out, "已豁免", "waived");
    case 5: return gj_verdict_name(GJ_PASS, lang);
    case 6: return gj_verdict_name(GJ_NA, lang);
    default: return gj_level_name((gj_level)order, lang);
    }
}

static void where(gj_buf *buf, const gj_finding *f, void (*put)(gj_buf *, gj_str)) {
    put(buf, f->row.n ? f->row : f->table.n ? f->table : f->section);
    if (f->column.n == 0) return;
    gj_buf_addc(buf, '[');
    put(buf, f->column);
    gj_buf_addc(buf, ']');
}

/* The relation, unless the message says it. */
static gj_str relation_of(const gj_finding *f) {
    return f->relation.n && gj_str_find(f->message, f->relation) < 0 ? f->relation : GJ_STR_NONE;
}

static void row_now(const gj_output *out, gj_buf *buf, const gj_finding *f, const gj_report *report, uint32_t number, uint32_t slot) {
    unsigned order = order_of(f);
    gj_buf_addf(buf, "<tr data-kind=\"%u\" data-rule=\"", order);
    gj_out_xml(buf, f->rule);
    gj_buf_addf(buf, "\" data-report=\"%u\"><td><span class=\"tag %s\">%s</span></td><td><b>", number, kind_key(order),
                kind_name(out, order));
    gj_out_xml(buf, f->rule);
    gj_buf_addz(buf, "</b> ");
    if (!gj_str_eq(f->title, f->rule)) gj_out_xml(buf, f->title);
    gj_buf_addf(buf, "</td><td><a href=\"#r%u\">", number);
    gj_html_report_name(out, buf, report);
    gj_buf_addz(buf, "</a></td><td class=\"at\">");
    if (slot != GJ_NO_INDEX) gj_buf_addf(buf, "<a href=\"#r%uc%u\">", number, slot);
    where(buf, f, gj_out_xml);
    if (slot != GJ_NO_INDEX) gj_buf_addz(buf, "</a>");
    gj_buf_addz(buf, "</td><td>");
    gj_out_xml(buf, f->message);
    gj_str relation = relation_of(f);
    if (relation.n) {
        gj_buf_addz(buf, "<span class=\"rel\">");
        gj_out_xml(buf, relation);
        gj_buf_addz(buf, "</span>");
    }
    gj_buf_addz(buf, "</td><td class=\"line\">");
    uint32_t line = gj_finding_line(f, report);
    if (line) gj_buf_addf(buf, "%u", line);
    gj_buf_addz(buf, "</td></tr>\n");
}

static void string(gj_buf *buf, gj_str s) {
    gj_buf_addc(buf, '"');
    gj_out_script(buf, s);
    gj_buf_addc(buf, '"');
}

/* [kind, rule, report, slot or -1, where, message, relation, line or 0] */
static void row_later(gj_buf *buf, const gj_finding *f, const gj_report *report, uint32_t number, uint32_t slot) {
    gj_buf_addf(buf, ",\n[%u,", order_of(f));
    string(buf, f->rule);
    gj_buf_addf(buf, ",%u,%d,\"", number, slot == GJ_NO_INDEX ? -1 : (int)slot);
    where(buf, f, gj_out_script);
    gj_buf_addz(buf, "\",");
    string(buf, f->message);
    gj_buf_addc(buf, ',');
    string(buf, relation_of(f));
    gj_buf_addf(buf, ",%u]", gj_finding_line(f, report));
}

void gj_html_list_add(const gj_output *out, gj_html_list *list, const gj_finding *f, const gj_report *report, uint32_t number) {
    unsigned order = order_of(f);
    const gj_evidence *anchor = gj_finding_anchor(f, report);
    uint32_t slot = anchor ? gj_html_slot(report, anchor) : GJ_NO_INDEX;
    if (list->n[order]++ < ROWS_NOW)
        row_now(out, &list->now[order], f, report, number, slot);
    else
        row_later(&list->later, f, report, number, slot);
}

void gj_html_list_free(gj_html_list *list) {
    for (size_t i = 0; i < GJ_HTML_KINDS; i++) gj_buf_free(&list->now[i]);
    gj_buf_free(&list->later);
}

static void filters(gj_output *out, const gj_html_list *list, const gj_bar *rules, size_t nrules) {
    gj_buf *buf = &out->buf;
    const char *search = say(out, "查找：机构、规则、内容…", "Search: organisation, rule, text…");
    gj_buf_addf(buf, "<div class=\"filters\"><input id=\"f-text\" type=\"search\" placeholder=\"%s\" aria-label=\"%s\">", search, search);
    gj_buf_addf(buf, "<select id=\"f-kind\" aria-label=\"%s\"><option value=\"\">%s</option>", say(out, "结论", "Verdict"),
                say(out, "所有结论", "Every verdict"));
    for (unsigned i = 0; i < GJ_HTML_KINDS; i++)
        if (list->n[i] > 0) gj_buf_addf(buf, "<option value=\"%u\" data-class=\"%s\">%s</option>", i, kind_key(i), kind_name(out, i));
    gj_buf_addf(buf, "</select><select id=\"f-rule\" aria-label=\"%s\"><option value=\"\">%s</option>", say(out, "规则", "Rule"),
                say(out, "所有规则", "Every rule"));
    for (size_t i = 0; i < nrules; i++) {
        if (!out->options.all && rules[i].fail[0] + rules[i].fail[1] + rules[i].fail[2] + rules[i].unknown + rules[i].waived == 0) continue;
        gj_buf_addz(buf, "<option value=\"");
        gj_out_xml(buf, rules[i].key);
        gj_buf_addz(buf, "\">");
        gj_out_xml(buf, rules[i].label);
        gj_buf_addz(buf, "</option>");
    }
    gj_buf_addf(buf,
                "</select><button type=\"button\" id=\"f-clear\" hidden>%s</button><span class=\"soft\" id=\"f-shown\" role=\"status\" "
                "data-all=\"%s\" data-some=\"%s\"></span></div>\n",
                say(out, "清除", "Clear"), say(out, "共 {2} 条", "{2} findings"),
                say(out, "列出 {0} 条，符合的 {1} 条，共 {2} 条", "{0} shown, {1} match, of {2}"));
}

void gj_html_list_write(gj_output *out, const gj_html_list *list, const gj_bar *rules, size_t nrules) {
    gj_buf *buf = &out->buf;
    size_t all = 0;
    for (size_t i = 0; i < GJ_HTML_KINDS; i++) all += list->n[i];
    if (all == 0) {
        gj_buf_addf(buf, "<p class=\"soft\">%s</p>\n", say(out, "没有发现问题。", "Nothing was found."));
        return;
    }
    gj_buf_addz(buf, "<div class=\"panel\">\n");
    filters(out, list, rules, nrules);
    gj_buf_addf(buf, "<table class=\"list\" id=\"findings\" aria-label=\"%s\"><thead><tr>", say(out, "问题清单", "Findings"));
    const char *const heads[][2] = {{"结论", "Verdict"}, {"规则", "Rule"},    {"报告", "Report"},
                                    {"位置", "Where"},   {"内容", "Finding"}, {"行", "Line"}};
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        gj_buf_addf(buf, "<th scope=\"col\"><button type=\"button\">%s</button></th>", say(out, heads[i][0], heads[i][1]));
    gj_buf_addz(buf, "</tr></thead><tbody>\n");
    for (size_t i = 0; i < GJ_HTML_KINDS; i++) gj_buf_add(buf, gj_buf_str(&list->now[i]));
    gj_buf_addf(buf, "</tbody></table>\n<p><button type=\"button\" id=\"f-more\" hidden>%s</button></p>\n",
                say(out, "再列一些", "Show more"));
    if (list->later.n > 0) {
        gj_buf_addz(buf, "<script type=\"application/json\" id=\"later\">[");
        gj_buf_add(buf, gj_str_slice(gj_buf_str(&list->later), 1, list->later.n)); /* without the first comma */
        gj_buf_addz(buf, "]</script>\n");
        size_t now = 0;
        for (size_t i = 0; i < GJ_HTML_KINDS; i++) now += list->n[i] < ROWS_NOW ? list->n[i] : ROWS_NOW;
        gj_buf_addf(buf,
                    say(out, "<noscript><p>还有 %zu 条，要允许本页自己的脚本才能列出。</p></noscript>\n",
                        "<noscript><p>%zu more are listed when the page's own script may run.</p></noscript>\n"),
                    all - now);
    }
    gj_buf_addz(buf, "</div>\n");
}
