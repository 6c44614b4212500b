#include "report/align.h"

#include <string.h>

#include "report/align_parts.h"

static gj_str slice(const gj_aligner *a, uint32_t start, uint32_t end) {
    return (gj_str){a->doc->text.p + start, end - start};
}

static bool closes(gj_str s) {
    return gj_str_has_prefix(s, GJ_STR("）")) || gj_str_has_prefix(s, GJ_STR(")")) || gj_str_has_prefix(s, GJ_STR("。"));
}

/* The relation printed above a table: from the form's words for it to the closing bracket, without spaces. It may go on in the first field of
 * the lines below. */
static void find_relation(gj_aligner *a, uint32_t table) {
    gj_str note = a->form->tables[table].relation_note;
    const gj_doc *doc = a->doc;
    ptrdiff_t hit = note.n ? gj_str_find(doc->text, note) : -1;
    if (hit < 0) return;
    uint32_t at = (uint32_t)hit + (uint32_t)note.n, line = gj_doc_line_at(doc, at);
    gj_doc_split_line(a->doc, line);
    const gj_line *first = &doc->lines[line];
    uint32_t f = first->field;
    while (f + 1 < first->field + first->nfields && doc->fields[f].end < at) f++;
    gj_buf out = GJ_BUF_INIT;
    enum { LINES = 8, MOST = 400 };
    for (uint32_t more = 0; more < LINES && f < doc->nfields && out.n < MOST; more++) {
        gj_str rest = slice(a, at < doc->fields[f].end ? at : doc->fields[f].end, doc->fields[f].end);
        if (out.n == 0 && gj_str_has_prefix(rest, GJ_STR("："))) rest = gj_str_slice(rest, 3, rest.n);
        if (out.n == 0 && gj_str_has_prefix(rest, GJ_STR(":"))) rest = gj_str_slice(rest, 1, rest.n);
        size_t i = 0;
        for (; i < rest.n && !closes(gj_str_slice(rest, i, rest.n)) && out.n < MOST; i++)
            if (rest.p[i] != ' ' && rest.p[i] != '\n' && rest.p[i] != '\t') gj_buf_addc(&out, rest.p[i]);
        if (i < rest.n) break;
        do gj_doc_split_line(a->doc, ++line);
        while (line < doc->nlines && doc->lines[line].nfields == 0);
        if (line >= doc->nlines) break;
        f = doc->lines[line].field;
        at = doc->fields[f].start;
    }
    a->report->tables[table].relation = gj_buf_copy(&out, a->report->arena);
    a->report->tables[table].relation_at = (uint32_t)hit;
    gj_buf_free(&out);
}

static uint32_t count_found(const gj_report *report) {
    const gj_form *form = report->form;
    uint32_t found = 0;
    for (uint32_t t = 0; t < form->ntables; t++)
        for (uint32_t r = 0; r < form->tables[t].nrows; r++) {
            const gj_row *row = &form->tables[t].rows[r];
            if (row->slot != GJ_NO_INDEX && report->cells[row->slot].status != GJ_ABSENT) found++;
        }
    return found;
}

static uint32_t count_leaves(const gj_form *form) {
    uint32_t n = 0;
    for (uint32_t t = 0; t < form->ntables; t++) n += form->tables[t].nleaves;
    return n;
}

bool gj_is_of_its_time(const gj_report *report) {
    const gj_form *form = report->form;
    return report->year && (!form->since || report->year >= form->since) && (!form->until || report->year <= form->until);
}

/* The zone of each table, and the rows of those that stand as the form has them; false when there are others. */
static bool find_exact(gj_aligner *a, gj_zone *zones, gj_exact_row **exact) {
    bool all = true;
    gj_align_zones(a, zones);
    for (uint32_t t = 0; t < a->form->ntables; t++) gj_fold_items(a, zones[t].from, zones[t].to);
    for (uint32_t t = 0; t < a->form->ntables; t++) {
        exact[t] = gj_exact_find(a, t, zones[t]);
        all &= exact[t] || gj_exact_wide(a, t, zones[t]);
    }
    return all;
}

bool gj_align(gj_report *report, gj_doc *doc, const gj_names *names, bool timely) {
    const gj_form *form = names->form;
    report->doc = doc;
    report->form = form;
    gj_aligner a = {.scratch = gj_arena_new(), .report = report, .doc = doc, .form = form, .names = names};
    a.line_role = GJ_NEW_ARRAY(a.scratch, uint8_t, doc->nlines + 1);
    a.label = GJ_NEW_ARRAY(a.scratch, gj_line_label, doc->nlines + 1);
    gj_align_sections(&a);
    gj_align_title(&a);
    if (timely && !gj_is_of_its_time(report)) {
        gj_arena_free(a.scratch);
        return false;
    }
    gj_zone *zones = GJ_NEW_ARRAY(a.scratch, gj_zone, form->ntables + 1);
    gj_exact_row **exact = GJ_NEW_ARRAY(a.scratch, gj_exact_row *, form->ntables + 1);
    bool plainly = doc->splitting != NULL;
    gj_align_items(&a, plainly);
    gj_align_serials(&a);
    gj_align_glued(&a);
    if (!find_exact(&a, zones, exact) && plainly) { /* then it matters where on its line everything stands */
        gj_doc_split(doc);
        gj_align_items(&a, false);
        gj_align_serials(&a);
        gj_align_glued(&a);
        find_exact(&a, zones, exact);
    }
    for (uint32_t t = 0; t < form->ntables; t++) {
        gj_align_table(&a, t, zones[t], exact[t]);
        gj_note_second_table(&a, t, zones[t]);
        find_relation(&a, t);
    }
    gj_note_strange_headings(&a);
    uint32_t leaves = count_leaves(form);
    report->fit = (uint16_t)(leaves ? 1000 * count_found(report) / leaves : 0);
    gj_arena_free(a.scratch);
    return true;
}
