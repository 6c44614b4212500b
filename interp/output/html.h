/* html.h - the parts of the html page that html.c puts together. */
#ifndef GJ_OUTPUT_HTML_H
#define GJ_OUTPUT_HTML_H

#include "output/output.h"

/* The tables of a report as its form lays them out, with the cells of failing findings marked and what fails in a tip. Cells get the ids
 * "r<number>c<slot>". */
void gj_html_tables(gj_buf *buf, const gj_findings *findings, gj_lang lang, uint32_t number);

/* The same, to be drawn by page.js when somebody looks: a form's tables once, as a template, and of each report what its cells hold (a number,
 * or "~n" for the n-th way of missing) and what fails. */
void gj_html_template(gj_buf *buf, const gj_form *form, gj_lang lang);
void gj_html_tables_later(gj_buf *buf, const gj_findings *findings, gj_lang lang);

/* What the narrative says, for findings that quote it: the sentence with the quote marked. */
void gj_html_quotes(gj_buf *buf, const gj_findings *findings, gj_lang lang);

/* One bar of a chart: a label and how many of each. It is a button: a click filters the list by the rule KEY, or without one by the label. */
typedef struct gj_bar {
    gj_str label, key;
    uint32_t fail[3], unknown, pass, waived; /* fail by gj_level */
} gj_bar;

/* A list of what failed or could not be decided, a button, a bar and figures each, the longest first, at most LIMIT of them; "3 / 77" beside a bar is how many
 * failed of all. Sorts BARS. */
void gj_html_chart(gj_buf *buf, gj_bar *bars, size_t n, size_t limit);

/* The list of findings: rows now, and rows for later as data. */
enum { GJ_HTML_KINDS = 7 };
typedef struct gj_html_list {
    gj_buf now[GJ_HTML_KINDS], later;
    uint32_t n[GJ_HTML_KINDS];
} gj_html_list;
void gj_html_list_add(const gj_output *out, gj_html_list *list, const gj_finding *finding, const gj_report *report, uint32_t number);
/* With its filters; RULES are those that the filter offers. */
void gj_html_list_write(gj_output *out, const gj_html_list *list, const gj_bar *rules, size_t nrules);
void gj_html_list_free(gj_html_list *list);

/* "云岭市人民政府 2024", or the path of a report of nobody. */
void gj_html_report_name(const gj_output *out, gj_buf *buf, const gj_report *report);

/* The slot of the form's cell that this evidence is, or GJ_NO_INDEX. */
uint32_t gj_html_slot(const gj_report *report, const gj_evidence *evidence);

#endif
