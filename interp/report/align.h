/* align.h - a document against a form: which label is which row, which number is which cell. The heart of the reader. */
#ifndef GJ_REPORT_ALIGN_H
#define GJ_REPORT_ALIGN_H

#include "report/report.h"

/* The form's names as labels are looked up, worked out once; immutable. */
typedef struct gj_names gj_names;
gj_names *gj_names_new(gj_arena *arena, const gj_form *form);

/* Fills REPORT (cells, sections, tables, rows, notes, title, organisation, year) from DOC as the form of NAMES sees it. What is not there is
 * missing with its reason. It never uses a rule to choose a number. */
void gj_align(gj_report *report, gj_doc *doc, const gj_names *names);

/* The same step by step, so that a form that does not suit can be given up before it is dear. */
typedef struct gj_alignment gj_alignment;

gj_alignment *gj_align_begin(gj_report *report, gj_doc *doc, const gj_names *names); /* its sections, title, organisation and year */
bool gj_align_look(gj_alignment *alignment);                                         /* then: every table stands as the form has it */
void gj_align_finish(gj_alignment *alignment);                                       /* then the rest, which frees it; or */
void gj_align_drop(gj_alignment *alignment); /* nothing more, which frees it and leaves the report half filled; NULL is allowed */

/* The report is of a year that its form is for. */
bool gj_is_of_its_time(const gj_report *report);

#endif
