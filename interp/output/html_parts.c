/* The parts of the page beside the tables: what the text of a report says, and the charts. */
#include "output/html.h"

#include <stdlib.h>

#include "base/utf8.h"

static const char *say(gj_lang lang, const char *zh, const char *en) {
    return lang == GJ_LANG_ZH ? zh : en;
}

#define AROUND 120 /* bytes of context at each side of a quote, before they are moved to whole characters */

void gj_html_quotes(gj_buf *buf, const gj_findings *findings, gj_lang lang) {
    const gj_doc *doc = findings->report->doc;
    bool any = false;
    for (uint32_t i = 0; doc && i < findings->n; i++) {
        const gj_finding *f = &findings->items[i];
        if (f->verdict != GJ_FAIL || f->waived || f->quote_end <= f->quote_at || f->quote_end > doc->text.n) continue;
        if (!any) gj_buf_addf(buf, "<h3>%s</h3>\n<div class=\"quotes\">\n", say(lang, "原文", "In the report"));
        any = true;
        size_t from = f->quote_at, to = f->quote_end;
        while (from > 0 && f->quote_at - from < AROUND && doc->text.p[from - 1] != '\n') from--;
        while (from < f->quote_at && ((unsigned char)doc->text.p[from] & 0xc0) == 0x80) from++;
        while (to < doc->text.n && to - f->quote_end < AROUND && doc->text.p[to] != '\n') to++;
        while (to > f->quote_end && to < doc->text.n && ((unsigned char)doc->text.p[to] & 0xc0) == 0x80) to--;
        gj_buf_addz(buf, "<p>…");
        gj_out_xml(buf, gj_str_slice(doc->text, from, f->quote_at));
        gj_buf_addz(buf, "<mark tabindex=\"0\">");
        gj_out_xml(buf, gj_str_slice(doc->text, f->quote_at, f->quote_end));
        gj_buf_addz(buf, "<span class=\"tip\">");
        gj_out_xml(buf, f->rule);
        gj_buf_addc(buf, ' ');
        gj_out_xml(buf, f->message);
        gj_buf_addz(buf, "</span></mark>");
        gj_out_xml(buf, gj_str_slice(doc->text, f->quote_end, to));
        gj_buf_addf(buf, say(lang, "… <span class=\"soft\">第 %u 行</span></p>\n", "… <span class=\"soft\">line %u</span></p>\n"),
                    gj_doc_place(doc, f->quote_at).line);
    }
    if (any) gj_buf_addz(buf, "</div>\n");
}

static uint32_t failures(const gj_bar *bar) {
    return bar->fail[0] + bar->fail[1] + bar->fail[2];
}

static int by_failures(const void *a, const void *b) {
    const gj_bar *x = a, *y = b;
    uint32_t fx = failures(x), fy = failures(y);
    if (fx != fy) return fx > fy ? -1 : 1;
    if (x->unknown != y->unknown) return x->unknown > y->unknown ? -1 : 1;
    return gj_str_cmp(x->label, y->label);
}

void gj_html_chart(gj_buf *buf, gj_bar *bars, size_t n, size_t limit) {
    enum { WIDE = 1000 };
    qsort(bars, n, sizeof *bars, by_failures);
    if (n > limit) n = limit;
    uint32_t most = 1;
    for (size_t i = 0; i < n; i++)
        if (failures(&bars[i]) + bars[i].unknown > most) most = failures(&bars[i]) + bars[i].unknown;
    gj_buf_addz(buf, "<ul class=\"chart\">\n");
    for (size_t i = 0; i < n; i++) {
        const gj_bar *bar = &bars[i];
        const struct {
            const char *name;
            uint32_t n;
        } parts[] = {{"error", bar->fail[0]}, {"warning", bar->fail[1]}, {"info", bar->fail[2]}, {"unknown", bar->unknown}};
        gj_buf_addz(buf, bar->key.n ? "<li><button type=\"button\" data-rule=\"" : "<li><button type=\"button\" data-text=\"");
        gj_out_xml(buf, bar->key.n ? bar->key : bar->label);
        gj_buf_addz(buf, "\" title=\"");
        gj_out_xml(buf, bar->label);
        gj_buf_addz(buf, "\">");
        gj_out_xml(buf, bar->label);
        gj_buf_addf(buf, "</button><svg viewBox=\"0 0 %d 1\" preserveAspectRatio=\"none\" aria-hidden=\"true\">", WIDE);
        double x = 0;
        for (size_t p = 0; p < sizeof parts / sizeof *parts; p++) {
            if (parts[p].n == 0) continue;
            double width = (double)WIDE * parts[p].n / most;
            if (width < 6) width = 6;
            gj_buf_addf(buf, "<rect class=\"%s\" x=\"%.0f\" width=\"%.0f\" height=\"1\"/>", parts[p].name, x, width);
            x += width;
        }
        gj_buf_addf(buf, "</svg><span>%u / %u</span></li>\n", failures(bar), failures(bar) + bar->unknown + bar->pass);
    }
    gj_buf_addz(buf, "</ul>\n");
}
