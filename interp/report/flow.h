/* flow.h - paragraphs and tables as they flow from a web page or a Word file, laid out as the lines of a document.
 *
 * The reader calls these in the order of its file; the flow joins the pieces of a paragraph, gives the cells of a table their grid
 * columns (spans included), and decides what a table is: rows of numbers become ROW lines, while a table that only lays out the page
 * (its cell holds prose or another table) gives way to what it holds. Text outside the rows of a table, as a caption is, stands before
 * it. Calls need not balance: what is left open is closed, what was never opened is ignored.
 *
 * The flow belongs to the arena; its working memory is released by gj_flow_finish or gj_flow_drop.
 */
#ifndef GJ_REPORT_FLOW_H
#define GJ_REPORT_FLOW_H

#include "report/builder.h"

typedef struct gj_flow gj_flow;

gj_flow *gj_flow_new(gj_arena *arena, gj_format format);

/* The limit that was passed, or GJ_DIAG_NONE: the reader may stop. */
gj_diag_code gj_flow_full(const gj_flow *flow);

/* The page of what comes, for its places; 0 when there are none. */
void gj_flow_page(gj_flow *flow, unsigned page);

/* For a line of fields that the reader laid out itself: only between paragraphs, outside tables. */
gj_builder *gj_flow_builder(gj_flow *flow);

/* Adds to the paragraph; a tab separates fields. */
void gj_flow_text(gj_flow *flow, gj_str utf8);

/* The same for raised text, whose digits become superscript characters: a footnote's mark behind a number is no digit of it. */
void gj_flow_superscript(gj_flow *flow, gj_str utf8);

/* A line break inside the paragraph: a line of its own in prose, joined in a cell. */
void gj_flow_break(gj_flow *flow);

/* Ends the paragraph. HEADING (0 to 6) is that of the one that begins. */
void gj_flow_paragraph(gj_flow *flow, unsigned heading);

/* Ends the paragraph and forgets it. */
void gj_flow_forget(gj_flow *flow);

void gj_flow_table(gj_flow *flow);
void gj_flow_table_end(gj_flow *flow);
void gj_flow_row(gj_flow *flow);
void gj_flow_row_end(gj_flow *flow);
/* Forgets the row that is open. */
void gj_flow_row_forget(gj_flow *flow);

/* A cell of COLSPAN x ROWSPAN at the next free column. MERGED: it continues the cell above it, as a vMerge of Word does. */
void gj_flow_cell(gj_flow *flow, uint32_t colspan, uint32_t rowspan, bool merged);
void gj_flow_cell_end(gj_flow *flow);

/* Leaves COUNT grid columns empty before the next cell. */
void gj_flow_skip(gj_flow *flow, uint32_t count);

/* Between these, what comes stands before the paragraph that is open: a text box. May nest. */
void gj_flow_aside(gj_flow *flow);
void gj_flow_aside_end(gj_flow *flow);

/* What came since a mark can be forgotten, as long as the table and cell that were open then still are. */
typedef struct gj_flow_mark {
    gj_builder_mark document;
    struct gj_block *last;
    const void *cell;
    uint32_t rows; /* of tables of numbers, so far */
} gj_flow_mark;
gj_flow_mark gj_flow_here(gj_flow *flow);
void gj_flow_rewind(gj_flow *flow, gj_flow_mark mark);

/* How many rows of at least two cells came since the mark: something to keep. */
uint32_t gj_flow_rows_since(const gj_flow *flow, gj_flow_mark mark);

int gj_flow_finish(gj_flow *flow, gj_str path, gj_str title, gj_doc **doc, gj_diags *diags);
void gj_flow_drop(gj_flow *flow);

#endif
