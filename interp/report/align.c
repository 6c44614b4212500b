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

struct gj_alignment {
    gj_aligner a;
    gj_zone *zones;       /* by table */
    gj_exact_row **exact; /* by table: its rows, if they all stand as the form has them */
    bool exactly;         /* every table does */
};

/* The document as items, the zone of each table, and the rows of those that stand as the form has them; false when there are others. */
static bool find_exact(gj_alignment *alignment, bool plainly) {
    gj_aligner *a = &alignment->a;
    const gj_zone *zones = alignment->zones;
    bool all = true;
    gj_align_items(a, plainly);
    gj_align_serials(a);
    gj_align_glued(a);
    gj_align_zones(a, alignment->zones);
    for (uint32_t t = 0; t < a->form->ntables; t++) gj_fold_items(a, zones[t].from, zones[t].to);
    for (uint32_t t = 0; t < a->form->ntables; t++) {
        alignment->exact[t] = gj_exact_find(a, t, zones[t]);
        all &= alignment->exact[t] || gj_exact_wide(a, t, zones[t]);
    }
    return all;
}

gj_alignment *gj_align_begin(gj_report *report, gj_doc *doc, const gj_names *names) {
    const gj_form *form = names->form;
    gj_arena *scratch = gj_arena_new();
    gj_alignment *alignment = GJ_NEW(scratch, gj_alignment);
    gj_aligner *a = &alignment->a;
    report->doc = doc;
    report->form = form;
    *a = (gj_aligner){.scratch = scratch, .report = report, .doc = doc, .form = form, .names = names};
    a->line_role = GJ_NEW_ARRAY(scratch, uint8_t, doc->nlines + 1);
    a->label = GJ_NEW_ARRAY(scratch, gj_line_label, doc->nlines + 1);
    alignment->zones = GJ_NEW_ARRAY(scratch, gj_zone, form->ntables + 1);
    alignment->exact = GJ_NEW_ARRAY(scratch, gj_exact_row *, form->ntables + 1);
    gj_align_sections(a);
    gj_align_title(a);
    return alignment;
}

bool gj_align_look(gj_alignment *alignment) {
    alignment->exactly = find_exact(alignment, alignment->a.doc->splitting != NULL);
    return alignment->exactly;
}

void gj_align_drop(gj_alignment *alignment) {
    if (alignment) gj_arena_free(alignment->a.scratch);
}

void gj_align_finish(gj_alignment *alignment) {
    gj_aligner *a = &alignment->a;
    if (!alignment->exactly && a->doc->splitting) { /* then it matters where on its line everything stands */
        gj_doc_split(a->doc);
        find_exact(alignment, false);
    }
    for (uint32_t t = 0; t < a->form->ntables; t++) {
        gj_align_table(a, t, alignment->zones[t], alignment->exact[t]);
        gj_note_second_table(a, t, alignment->zones[t]);
        find_relation(a, t);
    }
    gj_note_strange_headings(a);
    uint32_t leaves = count_leaves(a->form);
    a->report->fit = (uint16_t)(leaves ? 1000 * count_found(a->report) / leaves : 0);
    gj_align_drop(alignment);
}

void gj_align(gj_report *report, gj_doc *doc, const gj_names *names) {
    gj_alignment *alignment = gj_align_begin(report, doc, names);
    gj_align_look(alignment);
    gj_align_finish(alignment);
}
