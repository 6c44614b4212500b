/* pdf_sheet.h - a page of a PDF sorted out: its glyphs as lines, its tables with the text of each cell, and what is no part of the report
 * (running heads, page numbers) told from what is. Everything belongs to the arena that it was prepared in. */
#ifndef GJ_REPORT_PDF_SHEET_H
#define GJ_REPORT_PDF_SHEET_H

#include "report/pdf_page.h"

typedef struct gj_sheet_line {
    float y0, y1, x0, x1;
    uint32_t from, to;             /* range of the page's sorted glyphs */
    bool running;                  /* a head, a foot or a page number: not the report's */
    uint64_t key;                  /* of its text without digits */
    int64_t number;                /* a page number's, else -1 */
    struct gj_sheet_piece *pieces; /* from left to right */
    uint32_t npieces;
} gj_sheet_line;

typedef struct gj_sheet_piece { /* of a line, between wide gaps; REST is the second line of a stack */
    uint32_t from, to, rest_from, rest_to;
    float x0, x1;
} gj_sheet_piece;

typedef struct gj_sheet { /* a page on its way to lines */
    const gj_pdf_page *page;
    const gj_glyph **sorted; /* by line, from left to right; outside tables first */
    gj_sheet_line *lines;
    uint32_t nlines;
    gj_pdf_table *tables;
    uint32_t ntables;
    gj_str **cells; /* [table][cell]: text */
} gj_sheet;

void gj_sheet_prepare(gj_arena *arena, const gj_pdf_page *page, gj_sheet *sheet);

/* Marks the lines that are running heads, feet or page numbers, comparing the pages of a document. */
void gj_sheet_find_running(gj_sheet *sheets, uint32_t n);

/* The text of a piece. */
void gj_sheet_add_piece(gj_buf *out, const gj_sheet *sheet, const gj_sheet_piece *piece);

/* The interval of EDGES (N + 1 of them, ascending) that holds VALUE. */
uint32_t gj_sheet_interval(const float *edges, uint32_t n, float value);

#endif
