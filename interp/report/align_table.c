/* align_table.c - one table: its rows, or its one wide line, from the zone where it stands to cells. */
#include <string.h>

#include "report/align_parts.h"

enum { ODD_VALUES = 2 }; /* so many more values than columns a row may have */

void gj_found_at(gj_aligner *a, uint32_t table, uint32_t from, uint32_t to) {
    gj_found_table *found = &a->report->tables[table];
    found->found = true;
    found->start = a->items[from].start;
    found->end = a->items[to - 1].end > found->start ? a->items[to - 1].end : found->start;
    found->place = gj_doc_place(a->doc, found->start);
}

/* A table laid out wide, in whose zone every run of values is too long for a row: it has no rows to be found. */
static bool is_only_wide(const gj_aligner *a, const gj_table *form, gj_zone zone) {
    uint32_t most = 0, runs = 0;
    for (uint32_t r = 0; r < form->nrows; r++)
        if (form->rows[r].slot != GJ_NO_INDEX && form->rows[r].ncolumns > most) most = form->rows[r].ncolumns;
    for (uint32_t i = zone.from; i < zone.to; i++) {
        const gj_item *item = &a->items[i];
        if (item->kind != GJ_ITEM_VALUES || item->nvalues == 0) continue;
        if (item->nvalues <= most + ODD_VALUES) return false;
        runs++;
    }
    return form->wide && form->nleaves > 1 && runs > 0;
}

/* Exchanges which items of the zone are used for those kept in USED. */
static void swap_used(gj_aligner *a, gj_zone zone, bool *used) {
    for (uint32_t i = zone.from; i < zone.to; i++) {
        bool was = a->items[i].used;
        a->items[i].used = used[i - zone.from];
        used[i - zone.from] = was;
    }
}

/* A text that was read column by column has numbers in front of labels that are not theirs: where most rows have not as many as they should,
 * those that have them in front, a cell a line, have them by chance. */
static void doubt_values_first(const gj_aligner *a, const gj_table *form, gj_reading *rows, uint32_t n) {
    uint32_t valued = 0, complete = 0;
    for (uint32_t i = 0; i < n; i++) {
        if (!rows[i].match.found || rows[i].nvalues == 0) continue;
        valued++;
        complete += rows[i].nvalues == form->rows[rows[i].row].ncolumns;
    }
    for (uint32_t i = 0; i < n && 2 * complete < valued; i++)
        if (rows[i].match.found && rows[i].lines && a->items[rows[i].match.from].kind == GJ_ITEM_VALUES) rows[i].uncertain = true;
}

void gj_align_table(gj_aligner *a, uint32_t table, gj_zone zone, const gj_exact_row *exact) {
    gj_report *report = a->report;
    const gj_table *form = &a->form->tables[table];
    if (zone.from >= zone.to || form->nleaves == 0) {
        gj_note *note = gj_report_note(report, GJ_NOTE_TABLE_ABSENT, table, GJ_NO_INDEX, 0, 0);
        note->arg[0] = form->name;
        return;
    }
    a->zone = zone;
    if (exact) {
        uint32_t from = exact[0].label, to = exact[form->nleaves - 1].end;
        gj_exact_write(a, table, exact);
        gj_found_at(a, table, from, to);
        gj_note_headings(a, table, zone.from, to);
        gj_note_rest(a, table, from, to);
        return;
    }
    if (gj_read_cross(a, table, zone)) return;
    gj_match *match = GJ_NEW_ARRAY(a->scratch, gj_match, form->nleaves);
    bool *used = GJ_NEW_ARRAY(a->scratch, bool, zone.to - zone.from); /* by the table before */
    for (uint32_t i = zone.from; i < zone.to; i++) used[i - zone.from] = a->items[i].used;
    if (!is_only_wide(a, form, zone)) gj_align_rows(a, table, zone, match);
    uint32_t n = form->nleaves, found = 0, with_values = 0, first = zone.to, last = zone.from;
    gj_reading *rows = GJ_NEW_ARRAY(a->scratch, gj_reading, n);
    for (uint32_t r = 0, i = 0; r < form->nrows && i < n; r++)
        if (form->rows[r].slot != GJ_NO_INDEX) rows[i++].row = r;
    for (uint32_t i = 0; i < n; i++) {
        rows[i].match = match[i];
        if (!match[i].found) continue;
        gj_reading_gather(a, &rows[i]);
        found++;
        uint32_t ncolumns = form->rows[rows[i].row].ncolumns;
        with_values += rows[i].nvalues > 0 && rows[i].nvalues <= ncolumns + ODD_VALUES;
        if (match[i].from < first) first = match[i].from;
        if (match[i].to > last) last = match[i].to;
    }
    uint32_t wide_from, wide_to;
    if (form->nleaves > 1 && with_values * 2 < n + 1 && (form->wide || (with_values == 0 && zone.hits > 1))) {
        swap_used(a, zone, used);
        if (gj_find_wide(a, table, zone, &wide_from, &wide_to)) {
            gj_found_at(a, table, zone.from, wide_to);
            gj_read_wide(a, table, zone, wide_from, wide_to);
            gj_note_headings(a, table, zone.from, wide_from);
            gj_note_rest(a, table, zone.from, zone.to);
            return;
        }
        swap_used(a, zone, used);
    }
    bool stray = found == 1 && n > 2 && with_values == 0 && zone.hits <= 1; /* one name is no table */
    if (found == 0 || stray) {
        gj_note *note = gj_report_note(report, GJ_NOTE_TABLE_ABSENT, table, GJ_NO_INDEX, 0, 0);
        note->arg[0] = form->name;
        return;
    }
    gj_found_at(a, table, first, last);
    gj_note_twice(a, table, rows, n, zone.from, zone.to);
    gj_reading_merge_repeated(form, rows, n);
    gj_line_habit habit = gj_learn_line_habit(form, rows, n);
    for (uint32_t i = 0; i < n; i++) {
        gj_reading *r = &rows[i];
        if (!r->match.found) continue;
        uint32_t ncolumns = form->rows[r->row].ncolumns;
        if (habit.known || !r->lines)
            gj_reading_resolve_lines(a, r, ncolumns, habit);
        else
            gj_reading_resolve_lines(a, r, ncolumns, (gj_line_habit){0});
        gj_reading_split_glued(a, r, ncolumns);
        gj_reading_join_fields(a, r, ncolumns);
    }
    for (uint32_t i = 0; i < n; i++) {
        gj_reading *r = &rows[i];
        if (!r->match.found) continue;
        gj_reading_place(a, form, rows, n, i);
    }
    doubt_values_first(a, form, rows, n);
    for (uint32_t i = 0; i < n; i++)
        if (rows[i].match.found) rows[i].pushed = gj_reading_pushed_aside(a, form, rows, n, &rows[i], &rows[i].noted);
    gj_reading_reorder(a, table, rows, n);
    for (uint32_t i = 0; i < n; i++) {
        if (!rows[i].match.found) continue;
        gj_note_label(a, table, &rows[i]);
        gj_reading_write(a, table, &rows[i]);
    }
    gj_note_headings(a, table, zone.from, last);
    gj_note_rest(a, table, first, last);
    gj_note_absent(a, table, rows, n);
}
