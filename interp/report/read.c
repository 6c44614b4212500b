/* read.c - the second walk: bytes -> document -> the form that fits -> report. */
#include "report/align.h"
#include "report/load.h"

enum { FIT_SURE = 850, FIT_AHEAD = 100 }; /* per thousand */

/* Rows of which every cell was read without doubt. */
static uint32_t sure_rows(const gj_report *report) {
    const gj_form *form = report->form;
    uint32_t rows = 0;
    for (uint32_t t = 0; t < form->ntables; t++)
        for (uint32_t r = 0; r < form->tables[t].nrows; r++) {
            const gj_row *row = &form->tables[t].rows[r];
            if (row->slot == GJ_NO_INDEX) continue;
            bool sure = row->ncolumns > 0;
            for (uint32_t c = 0; c < row->ncolumns; c++) {
                const gj_cell *cell = &report->cells[row->slot + c];
                sure &= cell->status != GJ_ABSENT && cell->status != GJ_AMBIGUOUS && !cell->inferred;
            }
            rows += sure;
        }
    return rows;
}

static uint32_t leaf_rows(const gj_form *form) {
    uint32_t n = 0;
    for (uint32_t t = 0; t < form->ntables; t++) n += form->tables[t].nleaves;
    return n;
}

static gj_report *align_with(gj_arena *arena, gj_str path, gj_doc *doc, const gj_form *form) {
    gj_report *report = gj_report_empty(arena, form, path);
    gj_align(report, doc, form);
    return report;
}

/* The report under the form that fits best: by its labels where they tell, else by what can be read with each. */
static gj_report *choose(gj_arena *arena, gj_str path, gj_doc *doc, const gj_form *const *forms, uint32_t nforms) {
    if (nforms == 1) return align_with(arena, path, doc, forms[0]);
    gj_arena *scratch = gj_arena_new();
    uint32_t best = 0, first = 0, second = 0;
    for (uint32_t i = 0; i < nforms; i++) {
        uint32_t fit = gj_align_fit(scratch, doc, forms[i]);
        if (fit > first) {
            second = first;
            first = fit;
            best = i;
        } else if (fit > second) {
            second = fit;
        }
    }
    gj_arena_free(scratch);
    if (first >= FIT_SURE && first - second >= FIT_AHEAD) return align_with(arena, path, doc, forms[best]);
    gj_report *chosen = NULL;
    uint64_t most = 0;
    for (uint32_t i = 0; i < nforms; i++) {
        gj_report *report = align_with(arena, path, doc, forms[i]);
        uint32_t leaves = leaf_rows(forms[i]);
        uint64_t share = leaves ? 1000u * (uint64_t)sure_rows(report) / leaves : 0;
        if (chosen && (share < most || (share == most && report->fit <= chosen->fit))) continue;
        chosen = report;
        most = share;
    }
    return chosen;
}

gj_report *gj_report_read(gj_arena *arena, gj_str path, gj_str bytes, const gj_form *const *forms, uint32_t nforms, gj_diags *diags) {
    gj_doc *doc = NULL;
    if (gj_load_document(arena, path, bytes, &doc, diags) != 0 || !doc) return NULL;
    gj_report *report = choose(arena, path, doc, forms, nforms);
    const gj_form *form = report->form;
    bool early = form->since && report->year && report->year < form->since, late = form->until && report->year > form->until;
    if ((early || late) && report->fit > 0) {
        gj_note *note = gj_report_note(report, GJ_NOTE_OTHER_FORM, GJ_NO_INDEX, GJ_NO_INDEX, report->title_at, report->title_end);
        note->arg[0] = gj_str_format(arena, "%d", report->year);
        note->arg[1] = form->name;
    }
    return report;
}
