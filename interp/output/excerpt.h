/* excerpt.h - the lines of a report with what matters marked beneath, as a compiler shows code. Double-width characters are counted as
 * such, a long line is cut to what surrounds its marks, and a line that holds just one number is shown with the cell's name.
 */
#ifndef GJ_OUTPUT_EXCERPT_H
#define GJ_OUTPUT_EXCERPT_H

#include "output/output.h"

typedef struct gj_mark {
    uint32_t at;     /* offset in doc->text */
    uint32_t length; /* characters; 0 marks a gap, where a number should be */
    uint32_t line;   /* from 1 */
    gj_str name;     /* the cell's path, or empty for a quote */
} gj_mark;

typedef struct gj_excerpt_options {
    gj_lang lang;
    bool color;
    size_t width;  /* of the terminal */
    size_t indent; /* columns before the line number */
    size_t lines;  /* at most so many lines of the report */
} gj_excerpt_options;

/* Sorts MARKS (by line and offset) and draws the lines of DOC that they stand in. */
void gj_excerpt(gj_buf *buf, const gj_doc *doc, gj_mark *marks, size_t nmarks, const gj_excerpt_options *options);

/* One line of the file as it is, cut to the width. */
void gj_excerpt_line(gj_buf *buf, const gj_doc *doc, uint32_t line, const gj_excerpt_options *options);

/* A mark for each cell of F that stands in REPORT, and one for its quote or place, added to MARKS (with room for ncells + 1). */
size_t gj_marks_of(const gj_finding *f, const gj_report *report, const gj_report *judged, gj_mark *marks);

#endif
