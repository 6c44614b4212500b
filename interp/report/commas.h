/* commas.h - text whose cells stand between commas or semicolons, as a spreadsheet writes them.
 *
 * A comma is also punctuation and parts thousands: lines are taken apart only in a block of three or more that look like cells, and a cell
 * may stand in double quotes, over several lines.
 */
#ifndef GJ_REPORT_COMMAS_H
#define GJ_REPORT_COMMAS_H

#include "report/document.h"

enum { GJ_COMMAS_OPEN = 0xFFFFFFFF }; /* a quoted cell that nothing closes */

typedef struct gj_commas {
    uint32_t from, to; /* the block that was looked at last: offsets of the text */
    char separator;    /* of its cells; 0: it is none */
} gj_commas;

/* The separator of the cells of the line [start, end), or 0. Lines are asked for in ascending order; *END moves to the end of the line that the
 * last quoted cell ends on. */
char gj_commas_line(gj_commas *commas, gj_str text, uint32_t start, uint32_t *end);

/* Where the cell that begins at AT ends: at a separator, or at END. */
uint32_t gj_commas_cell(gj_str text, uint32_t at, uint32_t end, char separator);

/* The next cell of [*AT, END), trimmed and without its quotes; *AT is left behind what ends it. */
gj_extent gj_commas_next(gj_str text, uint32_t *at, uint32_t end, char separator);

#endif
