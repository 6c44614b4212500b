/* pdf_page.h - what a page of a PDF is made of, and the stages from there to a document:
 *
 *   pdf.c        poppler, in a process of its own -> glyphs and rules of each page
 *   pdf_rules.c  a picture of the page -> its rules: the lines drawn around cells, which text extraction does not know
 *   pdf_grid.c   rules -> tables of cells
 *   pdf_lay.c    glyphs and tables -> lines, fields, tables over several pages
 *
 * Lengths are points, from the upper left corner of the page.
 */
#ifndef GJ_REPORT_PDF_PAGE_H
#define GJ_REPORT_PDF_PAGE_H

#include "base/diag.h"
#include "report/document.h"

typedef struct gj_glyph {
    float x0, y0, x1, y1;
    uint32_t c;
} gj_glyph;

typedef struct gj_rule { /* horizontal when y0 == y1, else vertical */
    float x0, y0, x1, y1;
} gj_rule;

typedef struct gj_pdf_page {
    float width, height;
    gj_glyph *glyphs;
    gj_rule *rules;
    uint32_t nglyphs, nrules;
} gj_pdf_page;

#define GJ_PDF_RULES_MAX 4000u

/* The rules in a picture of WIDTH x HEIGHT pixels, SCALE pixels a point: thin straight lines that cross others, darker than what is on
 * either side. PIXELS are xRGB, STRIDE bytes a row. Writes at most GJ_PDF_RULES_MAX to RULES; returns how many. */
uint32_t gj_pdf_find_rules(const unsigned char *pixels, int width, int height, int stride, float scale, gj_rule *rules);

typedef struct gj_pdf_cell { /* covers rows [row, row_end) and columns [column, column_end) of its table */
    uint32_t row, row_end, column, column_end;
} gj_pdf_cell;

typedef struct gj_pdf_table {
    float *xs, *ys; /* ncolumns + 1 and nrows + 1 of them, ascending */
    uint32_t nrows, ncolumns;
    gj_pdf_cell *cells; /* in reading order */
    uint32_t *cell_of;  /* by row * ncolumns + column: index into cells */
    uint32_t ncells;
} gj_pdf_table;

/* The tables that the rules of PAGE draw, from top to bottom; a frame around a single cell is none. */
uint32_t gj_pdf_find_tables(gj_arena *arena, const gj_pdf_page *page, gj_pdf_table **tables);

/* Pages to a document. */
int gj_pdf_lay(gj_arena *arena, gj_str path, gj_str title, const gj_pdf_page *pages, uint32_t npages, gj_doc **doc, gj_diags *diags);

#endif
