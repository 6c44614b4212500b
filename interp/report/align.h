/* align.h - a document against a form: which label is which row, which number is which cell. The heart of the reader. */
#ifndef GJ_REPORT_ALIGN_H
#define GJ_REPORT_ALIGN_H

#include "report/report.h"

/* The form's names as labels are looked up, worked out once; immutable. */
typedef struct gj_names gj_names;
gj_names *gj_names_new(gj_arena *arena, const gj_form *form);

/* Fills REPORT (cells, sections, tables, rows, notes, title, organisation, year) from DOC as the form of NAMES sees it. What is not there is
 * missing with its reason. It never uses a rule to choose a number. TIMELY: only if the report is of a year that the form is for;
 * returns false, with REPORT half filled, when it is not. */
bool gj_align(gj_report *report, gj_doc *doc, const gj_names *names, bool timely);

/* The report is of a year that its form is for. */
bool gj_is_of_its_time(const gj_report *report);

#endif
