/* choose.h - which of the forms a report follows. */
#ifndef GJ_REPORT_CHOOSE_H
#define GJ_REPORT_CHOOSE_H

#include "report/report.h"

/* For each form: how many of the names that only it has stand in DOC, per thousand. Reads no cell. */
void gj_form_evidence(gj_arena *scratch, const gj_doc *doc, const gj_form *const *forms, uint32_t nforms, uint16_t *evidence);

/* DOC as the form sees it that fits best. */
gj_report *gj_align_best(gj_arena *arena, gj_str path, gj_doc *doc, const gj_form *const *forms, uint32_t nforms);

#endif
