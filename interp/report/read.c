/* read.c - the second walk: bytes -> document -> the form that fits -> report. */
#include "report/choose.h"
#include "report/load.h"

gj_report *gj_reader_read(gj_arena *arena, gj_str path, gj_str bytes, const gj_reader *reader, gj_diags *diags) {
    gj_doc *doc = NULL;
    if (gj_load_document(arena, path, bytes, &doc, diags) != 0 || !doc) return NULL;
    gj_report *report = gj_align_best(arena, path, doc, reader);
    const gj_form *form = report->form;
    bool early = form->since && report->year && report->year < form->since, late = form->until && report->year > form->until;
    if ((early || late) && report->fit > 0) {
        gj_note *note = gj_report_note(report, GJ_NOTE_OTHER_FORM, GJ_NO_INDEX, GJ_NO_INDEX, report->title_at, report->title_end);
        note->arg[0] = gj_str_format(arena, "%d", report->year);
        note->arg[1] = form->name;
    }
    return report;
}

gj_report *gj_report_read(gj_arena *arena, gj_str path, gj_str bytes, const gj_form *const *forms, uint32_t nforms, gj_diags *diags) {
    return gj_reader_read(arena, path, bytes, gj_reader_new(arena, forms, nforms), diags);
}
