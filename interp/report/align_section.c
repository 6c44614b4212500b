/* align_section.c - which line is the heading of which section.
 *
 * Candidates are short lines that begin with an ordinal, are marked as headings by the format, or are spelt like a section's title. They are
 * aligned in order with the form's sections so that the sum of likenesses is greatest; what is left over is tried out of order.
 */
#include <string.h>

#include "base/utf8.h"
#include "report/align_parts.h"

typedef struct gj_candidate {
    uint32_t line, last_line; /* a heading may be split over two lines */
    uint32_t start, end;
    gj_ordinal ordinal;
    gj_fold fold;
    uint8_t heading;
    uint8_t *like; /* by section, of 100 */
    bool body;     /* something other than a further candidate follows */
    bool run_in;   /* the line goes on behind the heading */
} gj_candidate;

typedef struct gj_candidates {
    gj_candidate *c;
    uint32_t n, capacity;
} gj_candidates;

enum { LIKE_MIN = 60, LIKE_BARE = 80, LIKE_EXACT = 100 }; /* BARE: without ordinal */

static gj_str slice(const gj_aligner *a, uint32_t start, uint32_t end) {
    return (gj_str){a->doc->text.p + start, end - start};
}

/* How like two texts are, of 100; 0 for what is less than LEAST. */
static int like_one(gj_fold a, gj_fold b, int least) {
    uint32_t longer = a.n > b.n ? a.n : b.n, shorter = a.n > b.n ? b.n : a.n;
    if (shorter == 0) return 0;
    uint32_t limit = longer * (uint32_t)(100 - least) / 100;
    uint64_t only_a = a.bits & ~b.bits, only_b = b.bits & ~a.bits; /* characters that one has and not the other: most texts have many */
    if (only_a && only_b && (uint32_t)(__builtin_popcountll(only_a) + __builtin_popcountll(only_b)) > 2 * limit) return 0;
    if (gj_fold_eq(a, b)) return LIKE_EXACT;
    uint32_t d = gj_fold_distance(a, b, limit);
    int like = d <= limit ? (int)(100 - 100 * d / longer) : 0;
    if (like < 80 && shorter >= 4 && shorter * 2 >= longer && (gj_fold_contains(a, b) || gj_fold_contains(b, a))) like = 80;
    return like < LIKE_EXACT ? like : LIKE_EXACT - 1;
}

/* How like the title of each section FOLD is, from LEAST on, into LIKE (by section, zeroed); the greatest is returned. The form's spellings are
 * those in the table of names, where sections come last. */
static int liken(const gj_aligner *a, gj_fold fold, int least, uint8_t *like) {
    int best = 0;
    for (uint32_t i = a->names->n; i-- > 0 && a->names->name[i].kind == GJ_NAME_SECTION;) {
        const gj_name *name = &a->names->name[i];
        int most = like[name->index];
        if (name->with_ordinal || fold.n > 2 * name->fold.n || name->fold.n > 2 * fold.n) continue; /* less like than LIKE_MIN */
        int one = like_one(fold, name->fold, most > least ? most : least);
        if (one > most) like[name->index] = (uint8_t)one;
        if (one > best) best = one;
    }
    return best;
}

/* The same for what is too unlike to be the section: good enough to be pointed at. */
static int nearness(const gj_aligner *a, gj_fold fold, uint32_t section) {
    gj_fold title = gj_fold_make(a->scratch, a->form->sections[section].title.name);
    uint32_t longer = fold.n > title.n ? fold.n : title.n, limit = longer * 7 / 10, d = gj_fold_distance(fold, title, limit);
    return longer && d <= limit ? (int)(100 - 100 * d / longer) : 0;
}

/* NAME: the first that the candidate is spelt like. What is a section's title to the letter is like no other. */
static gj_candidate *add_candidate(gj_aligner *a, gj_candidates *list, gj_candidate candidate, uint32_t name) {
    list->c = gj_arena_grow(a->scratch, list->c, list->n, &list->capacity, 32, sizeof *list->c);
    candidate.like = GJ_NEW_ARRAY(a->scratch, uint8_t, a->form->nsections + 1);
    bool exact = false;
    for (; name != GJ_NO_INDEX; name = a->names->name[name].next) {
        const gj_name *n = &a->names->name[name];
        if (n->kind != GJ_NAME_SECTION || n->with_ordinal) continue;
        candidate.like[n->index] = LIKE_EXACT;
        exact = true;
    }
    if (!exact) liken(a, candidate.fold, LIKE_MIN, candidate.like);
    list->c[list->n] = candidate;
    return &list->c[list->n++];
}

static bool has_han(gj_str s) {
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] >= 0xE3) return true;
    return false;
}

/* A sentence ends in it. */
static bool has_full_stop(gj_str s) {
    for (const char *p = s.p, *end = s.p + s.n; (p = memchr(p, 0xE3, (size_t)(end - p))) != NULL; p++)
        if (end - p >= 3 && memcmp(p, "。", 3) == 0) return true;
    return false;
}

static bool has_comma(gj_str s) {
    return gj_str_find(s, GJ_STR("，")) >= 0;
}

static uint32_t longest_title(const gj_names *names) {
    uint32_t longest = 0;
    for (uint32_t i = names->n; i-- > 0 && names->name[i].kind == GJ_NAME_SECTION;)
        if (names->name[i].fold.n > longest) longest = names->name[i].fold.n;
    return longest;
}

enum { HEADING_BYTES = 150, CANDIDATES = 400 };

static void collect(gj_aligner *a, gj_candidates *list) {
    const gj_doc *doc = a->doc;
    uint8_t *like = gj_arena_raw(a->scratch, a->form->nsections + 1, 1);
    uint32_t most = longest_title(a->names) * 3 * 100 / LIKE_BARE; /* bytes: what is longer can only hold a title, among other words */
    for (uint32_t i = 0; i < doc->nlines && list->n < CANDIDATES; i++) {
        const gj_line *line = &doc->lines[i];
        if (line->kind == GJ_LINE_BLANK || line->kind == GJ_LINE_BREAK || line->end - line->start > HEADING_BYTES + 40) continue;
        gj_str all = slice(a, line->start, line->end);
        if (!has_han(all) || (line->kind == GJ_LINE_TEXT && gj_has_number_row(all))) continue;
        gj_extent only = gj_line_only_cell(doc, line);
        if (only.start == only.end || only.end - only.start > HEADING_BYTES) continue;
        gj_str s = slice(a, only.start, only.end);
        if (has_full_stop(s)) continue;
        gj_candidate c = {.line = i, .last_line = i, .start = only.start, .end = only.end, .heading = line->heading};
        const gj_line_label *label = gj_label_read(a, i, only.start, only.end, false);
        c.ordinal = label->ordinal;
        uint32_t name = label->name;
        bool section = false, row = false;
        for (uint32_t k = name; k != GJ_NO_INDEX; k = a->names->name[k].next) {
            section |= a->names->name[k].kind == GJ_NAME_SECTION;
            row |= a->names->name[k].kind != GJ_NAME_SECTION;
        }
        if (row && !section) continue;
        if (!section && c.ordinal.bytes == 0 && !line->heading) {
            if (s.n > most && has_comma(s)) continue;
            c.fold = gj_label_read(a, i, only.start, only.end, true)->fold;
            if (c.fold.n < 4 || c.fold.n > a->names->longest) continue;
            memset(like, 0, a->form->nsections + 1);
            if (liken(a, c.fold, LIKE_BARE, like) < LIKE_BARE) continue;
        }
        c.fold = gj_label_read(a, i, only.start, only.end, true)->fold;
        add_candidate(a, list, c, name);
        if (section) continue;
        /* the rest of the heading may stand on the next line */
        if (i + 1 < doc->nlines && doc->lines[i + 1].kind != GJ_LINE_BLANK) {
            gj_extent next = gj_line_only_cell(doc, &doc->lines[i + 1]);
            gj_str rest = slice(a, next.start, next.end);
            if (rest.n > 0 && rest.n <= 60 && has_han(rest) && gj_ordinal_read(rest).bytes == 0) {
                gj_candidate two = c;
                two.last_line = i + 1;
                two.end = next.end;
                gj_str whole = slice(a, two.start, two.end);
                two.fold = gj_fold_make(a->scratch, gj_str_slice(whole, two.ordinal.bytes, whole.n));
                add_candidate(a, list, two, gj_names_find(a->names, two.fold));
            }
        }
    }
}

/* What a candidate is worth as the heading of a section; 0 when it is none. */
static int worth(const gj_aligner *a, const gj_candidate *c, uint32_t section) {
    int like = c->like[section];
    if (like < LIKE_MIN) return 0;
    gj_str ordinal = a->form->sections[section].ordinal;
    int value = like * 2;
    if (c->ordinal.bytes && gj_ordinal_eq(c->ordinal.bare, ordinal) && !c->ordinal.paren) value += 30;
    if (c->ordinal.paren) value -= 70;
    if (c->ordinal.bytes == 0 && !c->heading) value -= like == LIKE_EXACT ? 20 : 60;
    if (c->heading) value += 10;
    if (c->body) value += 25;
    if (c->last_line != c->line) value -= 5;
    return value > 0 ? value : 0;
}

/* A candidate that leads straight on to another that is like a section stands in a list of contents. */
static void mark_bodies(gj_aligner *a, gj_candidates *list) {
    const gj_doc *doc = a->doc;
    for (uint32_t i = 0; i < list->n; i++) {
        gj_candidate *c = &list->c[i];
        uint32_t line = c->last_line + 1;
        while (line < doc->nlines && (doc->lines[line].kind == GJ_LINE_BLANK || doc->lines[line].kind == GJ_LINE_BREAK)) line++;
        c->body = line < doc->nlines;
        for (uint32_t k = i + 1; k < list->n && list->c[k].line <= line; k++) {
            if (list->c[k].line != line) continue;
            for (uint32_t s = 0; s < a->form->nsections; s++)
                if (!list->c[k].ordinal.paren && list->c[k].like[s] >= LIKE_MIN) c->body = false;
        }
    }
}

static void take(gj_aligner *a, const gj_candidate *c, uint32_t section) {
    gj_report *report = a->report;
    gj_found_section *found = &report->sections[section];
    found->found = true;
    found->match = (uint8_t)c->like[section];
    found->heading = c->start;
    found->heading_end = c->end;
    found->ordinal = c->ordinal.bytes ? c->ordinal.bare : GJ_STR_NONE;
    found->place = gj_doc_place(a->doc, c->start);
    if (!c->run_in)
        for (uint32_t i = c->line; i <= c->last_line; i++) a->line_role[i] = GJ_ROLE_HEADING;
}

/* The assignment in order of greatest worth. */
static void assign(gj_aligner *a, gj_candidates *list) {
    uint32_t m = list->n, n = a->form->nsections;
    if (m == 0 || n == 0) return;
    int *best = GJ_NEW_ARRAY(a->scratch, int, (size_t)(m + 1) * (n + 1));
    uint8_t *move = GJ_NEW_ARRAY(a->scratch, uint8_t, (size_t)(m + 1) * (n + 1));
    enum { SKIP_CANDIDATE, SKIP_SECTION, MATCH };
#define AT(i, j) ((size_t)(i) * (n + 1) + (j))
    for (uint32_t i = 0; i <= m; i++)
        for (uint32_t j = 0; j <= n; j++) {
            if (i == 0 || j == 0) {
                move[AT(i, j)] = i ? SKIP_CANDIDATE : SKIP_SECTION;
                continue;
            }
            int value = best[AT(i - 1, j)];
            uint8_t by = SKIP_CANDIDATE;
            if (best[AT(i, j - 1)] > value) {
                value = best[AT(i, j - 1)];
                by = SKIP_SECTION;
            }
            int w = worth(a, &list->c[i - 1], j - 1);
            uint32_t before = i - 1; /* a candidate of two lines excludes the one of its first line and what overlaps it */
            while (before > 0 && list->c[before - 1].last_line >= list->c[i - 1].line) before--;
            if (w > 0 && best[AT(before, j - 1)] + w > value) {
                value = best[AT(before, j - 1)] + w;
                by = MATCH;
            }
            best[AT(i, j)] = value;
            move[AT(i, j)] = by;
        }
    for (uint32_t i = m, j = n; i > 0 && j > 0;) {
        if (move[AT(i, j)] == SKIP_CANDIDATE) {
            i--;
        } else if (move[AT(i, j)] == SKIP_SECTION) {
            j--;
        } else {
            take(a, &list->c[i - 1], j - 1);
            uint32_t before = i - 1;
            while (before > 0 && list->c[before - 1].last_line >= list->c[i - 1].line) before--;
            i = before;
            j--;
        }
    }
#undef AT
}

static bool overlaps_heading(const gj_aligner *a, const gj_candidate *c) {
    for (uint32_t i = c->line; i <= c->last_line; i++)
        if (a->line_role[i] == GJ_ROLE_HEADING) return true;
    return false;
}

/* Sections that stand out of order, and for those that stand nowhere the nearest candidate. */
static void assign_rest(gj_aligner *a, gj_candidates *list) {
    for (uint32_t s = 0; s < a->form->nsections; s++) {
        gj_found_section *found = &a->report->sections[s];
        if (found->found) continue;
        int best = 0, nearest = 0;
        const gj_candidate *pick = NULL, *near = NULL;
        for (uint32_t i = 0; i < list->n; i++) {
            const gj_candidate *c = &list->c[i];
            if (overlaps_heading(a, c)) continue;
            int w = worth(a, c, s), like = c->like[s];
            if (w > best && like >= 80 && !c->ordinal.paren) {
                best = w;
                pick = c;
            }
            if (like == 0) like = nearness(a, c->fold, s);
            if (like > nearest && like >= 30) {
                nearest = like;
                near = c;
            }
        }
        if (pick) {
            take(a, pick, s);
        } else if (near) {
            found->near = near->start;
            found->near_end = near->end;
            found->near_place = gj_doc_place(a->doc, near->start);
        }
    }
}

/* Headings inside a long line: an ordinal and a section's title, spelt as the form has it, with more text behind. Only for sections that
 * no line is the heading of. */
static void find_run_in(gj_aligner *a) {
    gj_str text = a->doc->text;
    for (uint32_t s = 0; s < a->form->nsections; s++) {
        if (a->report->sections[s].found) continue;
        const gj_label *title = &a->form->sections[s].title;
        bool done = false;
        for (uint32_t v = 0; v <= title->naliases && !done; v++) {
            gj_str name = v ? title->alias[v - 1] : title->name;
            if (name.n == 0) continue;
            for (size_t at = 0; at < text.n && !done;) {
                ptrdiff_t hit = gj_str_find(gj_str_slice(text, at, text.n), name);
                if (hit < 0) break;
                size_t from = at + (size_t)hit;
                at = from + name.n;
                for (size_t back = 3; back <= 15 && back <= from && !done; back++) { /* the ordinal in front of it */
                    gj_str before = gj_str_slice(text, from - back, from);
                    gj_ordinal ordinal = gj_ordinal_read(before);
                    if (ordinal.bytes != back || ordinal.paren) continue;
                    size_t start = from - back;
                    bool edge = start == 0 || text.p[start - 1] == ' ' || text.p[start - 1] == '\n' || text.p[start - 1] == '\t' ||
                                text.p[start - 1] == '|' || (start >= 3 && memcmp(text.p + start - 3, "。", 3) == 0);
                    if (!edge || !gj_ordinal_eq(ordinal.bare, a->form->sections[s].ordinal)) continue;
                    uint32_t line = gj_doc_line_at(a->doc, (uint32_t)from);
                    gj_candidate c = {.line = line,
                                      .last_line = line,
                                      .start = (uint32_t)start,
                                      .end = (uint32_t)at,
                                      .ordinal = ordinal,
                                      .fold = gj_fold_make(a->scratch, name),
                                      .run_in = true};
                    c.like = gj_arena_raw(a->scratch, a->form->nsections + 1, 1);
                    memset(c.like, LIKE_EXACT, a->form->nsections + 1);
                    take(a, &c, s);
                    done = true;
                }
            }
        }
    }
}

/* Bodies run from a heading to the next. */
static void set_bodies(gj_aligner *a) {
    gj_report *report = a->report;
    for (uint32_t s = 0; s < a->form->nsections; s++) {
        gj_found_section *found = &report->sections[s];
        if (!found->found) continue;
        found->body = found->heading_end;
        found->body_end = (uint32_t)a->doc->text.n;
        found->order = 1;
        for (uint32_t k = 0; k < a->form->nsections; k++) {
            const gj_found_section *other = &report->sections[k];
            if (k == s || !other->found) continue;
            if (other->heading < found->heading) found->order++;
            if (other->heading > found->heading && other->heading < found->body_end) found->body_end = other->heading;
        }
    }
}

static void note_ordinals(gj_aligner *a) {
    for (uint32_t s = 0; s < a->form->nsections; s++) {
        const gj_found_section *found = &a->report->sections[s];
        gj_str ordinal = a->form->sections[s].ordinal;
        if (!found->found || found->ordinal.n == 0 || ordinal.n == 0 || gj_ordinal_eq(found->ordinal, ordinal)) continue;
        if (gj_ordinal_read(slice(a, found->heading, found->heading_end)).han == false) continue; /* 1. for 一、 is a style */
        gj_note *note = gj_report_note(a->report, GJ_NOTE_WRONG_ORDINAL, GJ_NO_INDEX, GJ_NO_INDEX, found->heading, found->heading_end);
        note->arg[0] = slice(a, found->heading, found->heading_end);
        note->arg[1] = ordinal;
    }
}

void gj_align_sections(gj_aligner *a) {
    gj_candidates list = {0};
    collect(a, &list);
    mark_bodies(a, &list);
    assign(a, &list);
    assign_rest(a, &list);
    find_run_in(a);
    set_bodies(a);
    note_ordinals(a);
}
