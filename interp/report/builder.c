#include "report/builder.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "report/load.h"
#include "report/normalize.h"

/* Grows outside the arena, so that doubling leaves nothing behind; copied into it once at the end. */
struct gj_building {
    gj_buf text;
    gj_arena *scratch; /* for one field at a time */
    gj_line *lines;
    gj_field *fields;
    uint32_t nlines, lines_capacity, nfields, fields_capacity;
    uint32_t number; /* of the last line */
    bool open;
};

static void release(void *arg) {
    struct gj_building *made = arg;
    gj_buf_free(&made->text);
    free(made->lines);
    free(made->fields);
    gj_arena_free(made->scratch);
    *made = (struct gj_building){0};
}

void gj_builder_init(gj_builder *b, gj_arena *arena, gj_format format) {
    *b = (gj_builder){.arena = arena, .format = format, .made = GJ_NEW(arena, struct gj_building)};
    b->made->scratch = gj_arena_new();
    gj_arena_defer(arena, release, b->made);
}

void gj_builder_drop(gj_builder *b) {
    if (b->made != NULL) release(b->made);
}

/* One spelling, and runs of white space as one space. */
static void add_normalised(struct gj_building *made, gj_str raw) {
    gj_normal normal;
    gj_normalize(made->scratch, raw, &normal);
    gj_str text = normal.text;
    for (size_t from = 0, to; from < text.n; from = to) {
        to = from;
        while (to < text.n && strchr(" \t\n\f", text.p[to]) == NULL) to++;
        if (from > 0 && to > from) gj_buf_addc(&made->text, ' ');
        gj_buf_add(&made->text, gj_str_slice(text, from, to));
        while (to < text.n && strchr(" \t\n\f", text.p[to]) != NULL) to++;
    }
    gj_arena_reset(made->scratch);
}

static gj_line *open_line(gj_builder *b) {
    struct gj_building *made = b->made;
    return made->open ? &made->lines[made->nlines - 1] : NULL;
}

/* Widths and spaces only shrink in normalisation, and a full-width form is three bytes: N bytes stay N at most. */
static bool fits(gj_builder *b, size_t n) {
    if (b->full == GJ_DIAG_NONE && n + b->made->text.n > GJ_LIMIT_TEXT) b->full = GJ_E_LIMIT_TEXT;
    return b->full == GJ_DIAG_NONE;
}

void gj_builder_begin(gj_builder *b, gj_line_kind kind, unsigned heading, unsigned table, gj_place place) {
    struct gj_building *made = b->made;
    gj_builder_end(b);
    if (made->nlines >= GJ_LIMIT_LINES) b->full = GJ_E_LIMIT_LINES;
    if (b->full != GJ_DIAG_NONE) return;
    if (made->nlines == made->lines_capacity) {
        made->lines_capacity = made->lines_capacity == 0 ? 256 : made->lines_capacity * 2;
        made->lines = gj_realloc(made->lines, made->lines_capacity * sizeof *made->lines);
    }
    if (place.line == 0) place.line = made->number + 1;
    if (place.column == 0) place.column = 1;
    made->number = place.line;
    uint32_t start = (uint32_t)made->text.n;
    made->lines[made->nlines++] = (gj_line){.field = made->nfields,
                                            .start = start,
                                            .end = start,
                                            .kind = (uint8_t)kind,
                                            .heading = (uint8_t)heading,
                                            .table = (uint16_t)(table > UINT16_MAX ? UINT16_MAX : table),
                                            .place = place};
    made->open = true;
}

uint32_t gj_builder_text(gj_builder *b, gj_str normalised) {
    uint32_t start = (uint32_t)b->made->text.n;
    if (open_line(b) != NULL && fits(b, normalised.n)) gj_buf_add(&b->made->text, normalised);
    return start;
}

void gj_builder_slice(gj_builder *b, uint32_t start, uint32_t end, gj_field_gap gap, uint32_t x0, uint32_t x1, uint32_t span_rows,
                      gj_place place) {
    struct gj_building *made = b->made;
    gj_line *line = open_line(b);
    if (line == NULL) return;
    if (made->nfields >= GJ_LIMIT_FIELDS) b->full = GJ_E_LIMIT_FIELDS;
    if (b->full != GJ_DIAG_NONE) return;
    gj_str slice = gj_str_slice(gj_buf_str(&made->text), start, end);
    gj_str trimmed = gj_str_trim(slice);
    if (trimmed.n > 0) {
        start += (uint32_t)(trimmed.p - slice.p);
        end = start + (uint32_t)trimmed.n;
    } else {
        end = start;
    }
    if (made->nfields == made->fields_capacity) {
        made->fields_capacity = made->fields_capacity == 0 ? 512 : made->fields_capacity * 2;
        made->fields = gj_realloc(made->fields, made->fields_capacity * sizeof *made->fields);
    }
    if (place.line == 0) place.line = line->place.line;
    if (place.column == 0) place.column = 1 + (uint32_t)gj_utf8_count(gj_str_slice(gj_buf_str(&made->text), line->start, start));
    made->fields[made->nfields++] = (gj_field){.start = start,
                                               .end = end,
                                               .x0 = x0,
                                               .x1 = x1,
                                               .span_rows = (uint16_t)(span_rows > UINT16_MAX ? UINT16_MAX : span_rows),
                                               .gap = (uint8_t)(line->nfields == 0 ? GJ_GAP_NONE : gap),
                                               .place = place};
    line->nfields++;
}

void gj_builder_field(gj_builder *b, gj_str raw, gj_field_gap gap, uint32_t x0, uint32_t x1, uint32_t span_rows, gj_place place) {
    struct gj_building *made = b->made;
    gj_line *line = open_line(b);
    if (line == NULL || !fits(b, raw.n + 2)) return;
    if (line->nfields > 0) gj_buf_addz(&made->text, gap == GJ_GAP_WIDE ? "  " : gap == GJ_GAP_SPACE ? " " : "\t");
    uint32_t start = (uint32_t)made->text.n;
    add_normalised(made, raw);
    gj_builder_slice(b, start, (uint32_t)made->text.n, gap, x0, x1, span_rows, place);
}

void gj_builder_prose(gj_builder *b, gj_str raw, unsigned heading, unsigned table, gj_place place) {
    bool blank = gj_str_trim(raw).n == 0;
    gj_builder_begin(b, blank ? GJ_LINE_BLANK : GJ_LINE_TEXT, heading, table, place);
    if (!blank) gj_builder_field(b, raw, GJ_GAP_NONE, 0, 1, 1, place);
    gj_builder_end(b);
}

void gj_builder_end(gj_builder *b) {
    gj_line *line = open_line(b);
    if (line == NULL) return;
    line->end = (uint32_t)b->made->text.n;
    gj_buf_addc(&b->made->text, '\n');
    b->made->open = false;
}

gj_builder_mark gj_builder_here(gj_builder *b) {
    gj_builder_end(b);
    return (gj_builder_mark){b->made->text.n, b->made->nlines, b->made->nfields, b->made->number};
}

void gj_builder_rewind(gj_builder *b, gj_builder_mark mark) {
    struct gj_building *made = b->made;
    made->open = false;
    made->nlines = mark.nlines;
    made->nfields = mark.nfields;
    made->number = mark.number;
    made->text.n = mark.text;
    if (made->text.p != NULL) made->text.p[mark.text] = '\0';
}

/* The limit that a diagnostic names. */
static uint32_t limit_of(gj_diag_code code) {
    switch (code) {
    case GJ_E_LIMIT_TEXT: return GJ_LIMIT_TEXT;
    case GJ_E_LIMIT_FIELDS: return GJ_LIMIT_FIELDS;
    default: return GJ_LIMIT_LINES;
    }
}

int gj_builder_finish(gj_builder *b, gj_str path, gj_str title, gj_doc **doc, gj_diags *diags) {
    struct gj_building *made = b->made;
    gj_builder_end(b);
    if (b->full != GJ_DIAG_NONE) {
        GJ_DIAG(diags, b->full, GJ_SPAN_NONE, path, gj_str_format(diags->arena, "%u", limit_of(b->full)));
        gj_builder_drop(b);
        return 1;
    }
    gj_doc *d = GJ_NEW(b->arena, gj_doc);
    d->format = b->format;
    d->text = gj_buf_copy(&made->text, b->arena);
    d->source = d->text;
    d->nlines = made->nlines;
    d->lines = gj_arena_raw(b->arena, made->nlines + 1, sizeof *d->lines);
    if (made->nlines > 0) memcpy(d->lines, made->lines, made->nlines * sizeof *d->lines);
    d->nfields = made->nfields;
    d->fields = gj_arena_raw(b->arena, made->nfields + 1, sizeof *d->fields);
    if (made->nfields > 0) memcpy(d->fields, made->fields, made->nfields * sizeof *d->fields);
    d->title = gj_str_copy(b->arena, gj_str_trim(title));
    gj_builder_drop(b);
    *doc = d;
    return 0;
}
