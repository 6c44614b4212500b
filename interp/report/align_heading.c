/* align_heading.c - headings that are no section's: a section of the reporter's own, or one whose title is another.
 *
 * A line is one when it goes on with the count of the sections' headings ("七、…" behind 六) and looks like a title. Lists inside a section
 * count for themselves from one, and rows of tables are none.
 */
#include <string.h>

#include "base/utf8.h"
#include "report/align_parts.h"

enum { TITLE_BYTES = 120, TITLE_LEAST = 4 };

static gj_str slice(const gj_aligner *a, uint32_t start, uint32_t end) {
    return (gj_str){a->doc->text.p + start, end - start};
}

/* Words of a title: no sentence, no numbers but years, no counting on ("二、三月"). */
static bool is_title(gj_str s) {
    uint32_t n = 0;
    for (size_t at = 0; at < s.n; n++) {
        uint32_t c = gj_utf8_narrow(gj_utf8_next(s, &at));
        if (c == 0x3002 || c == ',' || c == ';' || c == '?' || c == '!' || c == '|' || c == '\t') return false;
        if (c == ' ' && at < s.n && s.p[at] >= '0' && s.p[at] <= '9') return false;
    }
    return n >= TITLE_LEAST && gj_ordinal_value(gj_str_slice(s, 0, s.n < 3 ? s.n : 3)) == 0;
}

/* FOLD is a name of the form, or like the title of a section: a row, or a heading that stands again. */
static bool is_known(const gj_aligner *a, gj_fold fold) {
    if (gj_names_find(a->names, fold) != GJ_NO_INDEX) return true;
    for (uint32_t i = a->names->n; i-- > 0 && a->names->name[i].kind == GJ_NAME_SECTION;) { /* sections come last */
        gj_fold title = a->names->name[i].fold;
        uint32_t longer = fold.n > title.n ? fold.n : title.n, limit = longer * 2 / 5;
        if (gj_fold_distance(fold, title, limit) <= limit || (title.n >= 4 && gj_fold_contains(fold, title))) return true;
    }
    return false;
}

static bool in_table(const gj_report *report, uint32_t at) {
    for (uint32_t t = 0; t < report->form->ntables; t++)
        if (report->tables[t].found && at >= report->tables[t].start && at < report->tables[t].end) return true;
    return false;
}

/* Seen from its first bytes: 第, or a character led as Chinese numerals are and punctuation or 十 behind it. */
static bool may_be_numbered(const gj_aligner *a, const gj_line *line) {
    const char *p = a->doc->text.p;
    uint32_t at = line->start;
    while (at < line->end && (p[at] == ' ' || p[at] == '\t' || p[at] == '|')) at++;
    if (at + 6 > line->end) return false;
    unsigned char first = (unsigned char)p[at], next = (unsigned char)p[at + 3];
    if (first == 0xE7) return memcmp(p + at, "第", 3) == 0;
    if (first != 0xE4 && first != 0xE5) return false;
    return next == 0xE3 || next == 0xEF || next < 0x80 || memcmp(p + at, "十", 3) == 0;
}

void gj_note_strange_headings(gj_aligner *a) {
    uint32_t last = 0, list = 0; /* the count of the sections so far, and of a list inside one */
    for (uint32_t i = 0; i < a->doc->nlines; i++) {
        const gj_line *line = &a->doc->lines[i];
        if (a->line_role[i] != GJ_ROLE_HEADING && !may_be_numbered(a, line)) continue;
        if (line->end - line->start > 2 * TITLE_BYTES) continue;
        gj_extent f = gj_line_only_cell(a->doc, line);
        if (f.start == f.end || f.end - f.start > TITLE_BYTES) continue;
        gj_str s = slice(a, f.start, f.end);
        gj_ordinal ordinal = gj_ordinal_read(s);
        uint32_t count = ordinal.bytes > 0 && ordinal.han && !ordinal.paren ? gj_ordinal_value(ordinal.bare) : 0;
        if (a->line_role[i] == GJ_ROLE_HEADING) {
            if (count > 0) last = count;
            list = 0;
            continue;
        }
        if (count == 0) continue;
        bool listed = count == 1 || (list > 0 && count == list + 1);
        if (listed) list = count;
        gj_str title = gj_str_slice(s, ordinal.bytes, s.n);
        if (listed || last == 0 || count != last + 1 || !is_title(title) || in_table(a->report, f.start)) continue;
        if (is_known(a, gj_fold_make(a->scratch, title))) continue;
        last = count;
        gj_note *note = gj_report_note(a->report, GJ_NOTE_STRANGE_HEADING, GJ_NO_INDEX, GJ_NO_INDEX, f.start, f.end);
        note->arg[0] = s;
    }
}
