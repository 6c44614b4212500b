/* html.h - the parts of the html page that html.c puts together. */
#ifndef GJ_OUTPUT_HTML_H
#define GJ_OUTPUT_HTML_H

#include "output/output.h"

/* The tables of a report as its form lays them out, with the cells of failing findings marked. Cells get the ids "r<number>c<slot>". */
void gj_html_tables(gj_buf *buf, const gj_findings *findings, gj_lang lang, uint32_t number);

/* What the narrative says, for findings that quote it: the sentence with the quote marked. */
void gj_html_quotes(gj_buf *buf, const gj_findings *findings, gj_lang lang);

/* One bar of a chart: a label and how many of each. */
typedef struct gj_bar {
    gj_str label;
    uint32_t fail[3], unknown, pass; /* fail by gj_level */
} gj_bar;

/* An inline SVG of what failed or could not be decided, a bar each, the longest first, at most LIMIT of them; "3 / 77" beside a bar is how many
 * failed of all. Sorts BARS. */
void gj_html_chart(gj_buf *buf, gj_bar *bars, size_t n, size_t limit);

/* The slot of the form's cell that this evidence is, or GJ_NO_INDEX. */
uint32_t gj_html_slot(const gj_report *report, const gj_evidence *evidence);

#endif
