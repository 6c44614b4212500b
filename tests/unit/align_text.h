/* align_text.h - for tests of the alignment: a text read with a small form, and its cells as one string a row: "3 0 3"; _ blank, - dash,
 * 无 none, ? ambiguous, ! unreadable, x absent.
 */
#ifndef GJ_ALIGN_TEXT_H
#define GJ_ALIGN_TEXT_H

#include "unit.h"

#include "base/diag.h"
#include "form_text.h"
#include "report/align_parts.h"
#include "report/load.h"

static gj_arena *arena;
static gj_report *report;

static inline gj_report *align(const char *form_lines, gj_str text, bool split) {
    static gj_diags diags;
    gj_diags_init(&diags, arena, gj_sources_new(arena));
    gj_doc *doc = NULL;
    gj_form *form = form_text(arena, form_lines);
    ck_assert_int_eq(gj_read_plain(arena, GJ_STR("a.txt"), text, &doc, &diags), 0);
    if (split) gj_doc_split(doc);
    gj_report *made = gj_report_empty(arena, form, GJ_STR("a.txt"));
    gj_align(made, doc, gj_names_new(arena, form));
    return made;
}

static inline bool same_place(gj_place a, gj_place b) {
    return a.line == b.line && a.column == b.column;
}

/* Reads TEXT with the form that FORM_LINES describe (see form_text.h). Every text is read twice: as it comes, when lines are made into fields
 * only where need be, and with all its fields. */
static inline void read_with(const char *form_lines, const char *text) {
    arena = gj_arena_new();
    report = align(form_lines, gj_str_from(text), false);
    gj_report *split = align(form_lines, gj_str_from(text), true);
    for (uint32_t i = 0; i < report->form->nslots; i++) {
        const gj_cell *a = &report->cells[i], *b = &split->cells[i];
        ck_assert_msg(a->status == b->status && a->inferred == b->inferred && a->at == b->at && gj_str_eq(gj_cell_raw(report, a), gj_cell_raw(split, b)) &&
                          same_place(gj_cell_place(report, a), gj_cell_place(split, b)),
                      "cell %u is read otherwise with fields", i);
    }
    ck_assert_uint_eq(report->nnotes, split->nnotes);
    for (const gj_note *a = report->notes, *b = split->notes; a; a = a->next, b = b->next) {
        ck_assert_int_eq(a->id, b->id);
        ck_assert_uint_eq(a->start, b->start);
        gj_buf message = GJ_BUF_INIT;
        gj_note_message(&message, a, GJ_LANG_ZH);
        ck_assert_ptr_null(strchr(message.p, '\n')); /* one line, whatever it quotes */
        gj_buf_free(&message);
    }
}

static inline void done(void) {
    gj_arena_free(arena);
}

/* The cells of leaf LEAF of table TABLE as one string. */
static inline const char *cells(uint32_t table, uint32_t leaf) {
    const gj_table *t = &report->form->tables[table];
    for (uint32_t r = 0; r < t->nrows; r++) {
        if (t->rows[r].leaf != leaf) continue;
        gj_buf out = GJ_BUF_INIT;
        for (uint32_t c = 0; c < t->rows[r].ncolumns; c++) {
            const gj_cell *cell = &report->cells[t->rows[r].slot + c];
            static const char *const word[] = {"", "_", "-", "无", "x", "!", "?"};
            if (c) gj_buf_addc(&out, ' ');
            if (cell->status == GJ_NUMBER)
                gj_num_print(&out, cell->value, false);
            else
                gj_buf_addz(&out, word[cell->status]);
        }
        const char *s = gj_buf_copy(&out, arena).p;
        gj_buf_free(&out);
        return s;
    }
    return "no such row";
}

/* The cell of column COLUMN of leaf LEAF as it stands in the report. */
static inline gj_str raw(uint32_t table, uint32_t leaf, uint32_t column) {
    const gj_table *t = &report->form->tables[table];
    for (uint32_t r = 0; r < t->nrows; r++)
        if (t->rows[r].leaf == leaf) return gj_cell_raw(report, &report->cells[t->rows[r].slot + column]);
    return GJ_STR_NONE;
}

static inline uint32_t notes(gj_note_id id) {
    uint32_t n = 0;
    for (const gj_note *note = report->notes; note; note = note->next) n += note->id == id;
    return n;
}

/* The message of the first note ID in a language. */
static inline const char *message(gj_note_id id, gj_lang lang) {
    for (const gj_note *note = report->notes; note; note = note->next) {
        if (note->id != id) continue;
        gj_buf out = GJ_BUF_INIT;
        gj_note_message(&out, note, lang);
        const char *s = gj_buf_copy(&out, arena).p;
        gj_buf_free(&out);
        return s;
    }
    return "no such note";
}

#endif
