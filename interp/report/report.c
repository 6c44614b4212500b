#include "report/report.h"

#include <string.h>

static const struct {
    const char *key, *name[2];
} status_names[] = {
    [GJ_NUMBER] = {"number", {"数", "number"}},
    [GJ_BLANK] = {"blank", {"空白", "blank"}},
    [GJ_DASH] = {"dash", {"划线", "dash"}},
    [GJ_NONE] = {"none", {"无", "none"}},
    [GJ_ABSENT] = {"absent", {"缺行", "absent row"}},
    [GJ_UNREADABLE] = {"unreadable", {"不可读", "unreadable"}},
    [GJ_AMBIGUOUS] = {"ambiguous", {"歧义", "ambiguous"}},
    [GJ_NOT_THERE] = {"not_there", {"没有", "not there"}},
    [GJ_NO_DIVISOR] = {"division_by_zero", {"除以零", "division by zero"}},
    [GJ_UNDECIDED] = {"undecided", {"无法判定", "undecided"}},
};

const char *gj_status_name(gj_status status, gj_lang lang) {
    return status_names[status].name[lang];
}

const char *gj_status_key(gj_status status) {
    return status_names[status].key;
}

gj_place gj_cell_place(const gj_report *report, const gj_cell *cell) {
    if (!cell->there) return (gj_place){0};
    if (cell->field) return report->doc->fields[cell->field - 1].place;
    return gj_doc_place(report->doc, cell->at);
}

gj_str gj_cell_raw(const gj_report *report, const gj_cell *cell) {
    return cell->end > cell->at ? gj_doc_source_slice(report->doc, cell->at, cell->end) : GJ_STR_NONE;
}

gj_str gj_report_section_text(const gj_report *report, uint32_t section) {
    if (!report->doc || section >= report->form->nsections || !report->sections[section].found) return GJ_STR_NONE;
    const gj_found_section *s = &report->sections[section];
    return gj_str_trim(gj_str_slice(report->doc->text, s->body, s->body_end));
}

enum { MAX_NOTES = 2000 };

gj_note *gj_report_note(gj_report *report, gj_note_id id, uint32_t table, uint32_t row, uint32_t start, uint32_t end) {
    gj_note *note = GJ_NEW(report->arena, gj_note);
    note->id = id;
    note->table = table;
    note->row = row;
    note->start = start;
    note->end = end;
    if (report->doc) note->place = gj_doc_place(report->doc, start);
    if (report->nnotes >= MAX_NOTES) return note; /* thousands of them say no more than these; it is not queued */
    if (report->last_note)
        report->last_note->next = note;
    else
        report->notes = note;
    report->last_note = note;
    report->nnotes++;
    return note;
}

static const char *const note_text[GJ_NOTE_COUNT][2] = {
#define NOTE(name, id, title_zh, title_en, text_zh, text_en) [GJ_NOTE_##name] = {text_zh, text_en},
#include "report/notes.def"
#undef NOTE
};

/* A slice of the report in a message is one line, whatever it goes over. */
static void add_in_one_line(gj_buf *out, gj_str s) {
    for (size_t i = 0; i < s.n; i++) {
        bool space = s.p[i] == ' ' || s.p[i] == '\n' || s.p[i] == '\t' || s.p[i] == '\f';
        if (!space)
            gj_buf_addc(out, s.p[i]);
        else if (i > 0 && i + 1 < s.n && out->p[out->n - 1] != ' ')
            gj_buf_addc(out, ' ');
    }
}

void gj_note_message(gj_buf *out, const gj_note *note, gj_lang lang) {
    for (const char *p = note_text[note->id][lang]; *p;) {
        if (p[0] == '{' && p[1] >= '0' && p[1] <= '2' && p[2] == '}') {
            add_in_one_line(out, note->arg[p[1] - '0']);
            p += 3;
        } else {
            gj_buf_addc(out, *p++);
        }
    }
}

gj_report *gj_report_empty(gj_arena *arena, const gj_form *form, gj_str path) {
    gj_report *report = GJ_NEW(arena, gj_report);
    report->arena = arena;
    report->path = gj_str_copy(arena, path);
    report->form = form;
    report->cells = GJ_NEW_ARRAY(arena, gj_cell, form->nslots);
    report->ints = GJ_NEW_ARRAY(arena, int64_t, form->nslots);
    report->fast = GJ_NEW_ARRAY(arena, uint8_t, form->nslots);
    for (uint32_t i = 0; i < form->nslots; i++) {
        report->cells[i].status = GJ_ABSENT;
        report->fast[i] = GJ_FAST_MISSING;
    }
    report->sections = GJ_NEW_ARRAY(arena, gj_found_section, form->nsections);
    report->tables = GJ_NEW_ARRAY(arena, gj_found_table, form->ntables);
    report->rows = GJ_NEW_ARRAY(arena, gj_found_row *, form->ntables);
    for (uint32_t t = 0; t < form->ntables; t++) report->rows[t] = GJ_NEW_ARRAY(arena, gj_found_row, form->tables[t].nrows);
    return report;
}

void gj_report_set(gj_report *report, uint32_t slot, gj_num value, gj_written written) {
    gj_cell *cell = &report->cells[slot];
    cell->status = GJ_NUMBER;
    cell->value = value;
    cell->written = written;
    int64_t *whole = &report->ints[slot];
    bool plain = gj_num_to_int64(value, whole) && !written.rounded && *whole<GJ_FAST_LIMIT && * whole> - GJ_FAST_LIMIT;
    if (!plain) report->ints[slot] = 0;
    report->fast[slot] = plain ? GJ_FAST_INT : GJ_FAST_NUM;
}

void gj_report_unset(gj_report *report, uint32_t slot, gj_status status) {
    gj_cell *cell = &report->cells[slot];
    cell->status = (uint8_t)status;
    cell->value = (gj_num){0};
    cell->written = (gj_written){0};
    report->ints[slot] = 0;
    report->fast[slot] = GJ_FAST_MISSING;
}
