/* choose.h - which of the forms a report follows. */
#ifndef GJ_REPORT_CHOOSE_H
#define GJ_REPORT_CHOOSE_H

#include "report/report.h"

/* DOC as the form sees it that fits best. */
gj_report *gj_align_best(gj_arena *arena, gj_str path, gj_doc *doc, const gj_reader *reader);

#endif
