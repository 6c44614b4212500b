/* builder.h - how a reader makes a document: text in, lines and fields out, in reading order.
 *
 *     gj_builder b;
 *     gj_builder_init(&b, arena, GJ_FORMAT_HTML);
 *     gj_builder_begin(&b, GJ_LINE_ROW, 0, table, place);
 *     gj_builder_field(&b, raw, GJ_GAP_CELL, x0, x1, 1, place);   // normalises, appends, records
 *     gj_builder_end(&b);
 *     return gj_builder_finish(&b, path, title, doc, diags);
 *
 * A reader whose text is normalised already (plain) appends it with gj_builder_text and records fields with gj_builder_slice. The
 * builder's working memory goes with the arena at the latest; gj_builder_finish or gj_builder_drop releases it before. Past one of the
 * limits (lines, fields, bytes of text) it takes no more, and gj_builder_finish says which.
 */
#ifndef GJ_REPORT_BUILDER_H
#define GJ_REPORT_BUILDER_H

#include "base/diag.h"
#include "report/document.h"

typedef struct gj_builder {
    gj_arena *arena;
    gj_format format;
    struct gj_building *made; /* text, lines and fields so far */
    gj_diag_code full;        /* the limit that was passed, or GJ_DIAG_NONE: the reader may stop */
} gj_builder;

void gj_builder_init(gj_builder *b, gj_arena *arena, gj_format format);

/* Begins a line (ending the one before it when it is still open). PLACE.line 0 means the next number; column 0 means 1. */
void gj_builder_begin(gj_builder *b, gj_line_kind kind, unsigned heading, unsigned table, gj_place place);

/* Adds a field to the open line: RAW is UTF-8 as the file has it; its line breaks count as spaces. Fields are separated by a tab in the
 * text (by two spaces for WIDE, one for SPACE). PLACE.line 0 means the line's own; the column is counted. */
void gj_builder_field(gj_builder *b, gj_str raw, gj_field_gap gap, uint32_t x0, uint32_t x1, uint32_t span_rows, gj_place place);

/* A whole line of prose in one call: RAW becomes the line and its only field. An empty one becomes a BLANK line. */
void gj_builder_prose(gj_builder *b, gj_str raw, unsigned heading, unsigned table, gj_place place);

/* For text that is normalised already: appends it to the open line and returns the offset where it starts; then records a field of
 * the line that covers [start, end) of the text, trimmed of white space. */
uint32_t gj_builder_text(gj_builder *b, gj_str normalised);
void gj_builder_slice(gj_builder *b, uint32_t start, uint32_t end, gj_field_gap gap, uint32_t x0, uint32_t x1, uint32_t span_rows,
                      gj_place place);

/* Ends the open line with \n. */
void gj_builder_end(gj_builder *b);

/* Where the document ends now, and back to it: what was added since, whole lines, is forgotten. */
typedef struct gj_builder_mark {
    size_t text;
    uint32_t nlines, nfields, number;
} gj_builder_mark;
gj_builder_mark gj_builder_here(gj_builder *b);
void gj_builder_rewind(gj_builder *b, gj_builder_mark mark);

/* Ends everything: *doc in the arena, its source equal to its text (the plain reader sets source and map afterwards). Nonzero with a
 * diagnostic when a limit was passed. */
int gj_builder_finish(gj_builder *b, gj_str path, gj_str title, gj_doc **doc, gj_diags *diags);

/* Releases the working memory of a document that is not to be finished. Safe to call twice, and after gj_builder_finish. */
void gj_builder_drop(gj_builder *b);

#endif
