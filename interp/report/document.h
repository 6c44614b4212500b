/* document.h - what a reader makes of a file, whatever its format: lines of fields, each with its place.
 *
 * Every reader (plain, html, docx, pdf) produces the same thing and knows nothing of forms. A line is a line of text, a paragraph, or a
 * row of a physical table; a field is a table cell, a piece between tabs, bars or wide gaps, or the whole line. The text is
 * normalised UTF-8 (see normalize.h) in reading order; a field is a slice of it. A document is owned by the report's arena.
 */
#ifndef GJ_REPORT_DOCUMENT_H
#define GJ_REPORT_DOCUMENT_H

#include "base/text.h"

/* Where something stands in the file, in the file's own terms. line and column count from 1; column in characters. For text they
 * are those of the file; for the other formats line counts the lines (paragraphs, table rows) of the extracted text. page, table, row
 * and cell count from 1 and are 0 where they do not apply. */
typedef struct gj_place {
    uint32_t line, column;
    uint16_t page, table, row, cell;
} gj_place;

typedef enum gj_field_gap {               /* what separates a field from the one before it on its line */
                            GJ_GAP_NONE,  /* first on its line */
                            GJ_GAP_SPACE, /* one space */
                            GJ_GAP_WIDE,  /* two spaces or more: laid out by eye, x is meaningful */
                            GJ_GAP_TAB,
                            GJ_GAP_BAR,
                            GJ_GAP_CELL /* a cell boundary of a real table (html, docx): x is the grid column */
} gj_field_gap;

typedef struct gj_field {
    uint32_t start, end; /* trimmed slice of doc->text; start == end for an empty cell */
    uint32_t x0, x1;     /* horizontal extent [x0, x1): grid columns (CELL), index of the piece (TAB, BAR), display columns (SPACE, WIDE),
                            or points for PDF */
    uint16_t span_rows;  /* rows of the grid it covers; 1 for most */
    uint8_t gap;         /* gj_field_gap */
    gj_place place;
} gj_field;

typedef enum gj_line_kind {
    GJ_LINE_TEXT,  /* a line or a paragraph of prose, possibly one cell of a table that lost its bars */
    GJ_LINE_ROW,   /* a row of fields */
    GJ_LINE_BLANK, /* an empty line (kept: blank cells may have been reduced to it) */
    GJ_LINE_BREAK  /* a page break */
} gj_line_kind;

/* What a line of text holds that separates its fields: its bars, or else its tabs. */
enum {
    GJ_HOLDS_BAR = 1,
    GJ_HOLDS_TAB = 2,
    GJ_HOLDS_FRAME_LEFT = 4, /* the bars before the first cell and behind the last, if they are there, are a frame's */
    GJ_HOLDS_FRAME_RIGHT = 8,
    GJ_HOLDS_RULE = 16,   /* nothing but a drawn line: it has no fields */
    GJ_HOLDS_COMMAS = 32, /* cells between commas, or */
    GJ_HOLDS_SEMICOLONS = 64
};

typedef struct gj_line {
    uint32_t field, nfields; /* a range of doc->fields, when they are made */
    uint32_t start, end;     /* slice of doc->text */
    uint8_t kind;            /* gj_line_kind */
    uint8_t heading;         /* 1 to 6 when the format marks it as a heading (h2, Heading 2), else 0 */
    uint16_t table;          /* physical table it belongs to, from 1 (html, docx), 0 for none */
    uint8_t holds;           /* of text: GJ_HOLDS_… */
    bool split;              /* of text: its fields are made */
    gj_place place;
} gj_line;

typedef enum gj_format { GJ_FORMAT_TEXT, GJ_FORMAT_HTML, GJ_FORMAT_DOCX, GJ_FORMAT_PDF } gj_format;

/* A run of doc->text that is a plain shift of the original bytes: the offset map of normalisation. */
typedef struct gj_map_run {
    uint32_t text, source;
} gj_map_run;

typedef struct gj_doc {
    gj_format format;
    gj_str
        source;  /* the original bytes of a text file, decoded to UTF-8 but not otherwise changed: what is quoted under a finding; for other
                      formats equal to text */
    gj_str text; /* normalised; lines end with \n */
    gj_map_run *map; /* ascending; text offset -> source offset; NULL means equal */
    uint32_t nmap;
    gj_line *lines;
    uint32_t nlines;
    gj_field *fields;
    uint32_t nfields;
    struct gj_splitting *splitting; /* of text: not every line has its fields yet; NULL when every line has */
    gj_str title;                   /* from metadata (html <title>, docx core properties); a last resort for the report's title */
} gj_doc;

/* Text is cut into lines at once, and a line into fields when they are asked for: most lines of most reports need none. Makes the fields of a
 * line, or of every line, if they are not made yet. */
void gj_doc_split_line(gj_doc *doc, uint32_t line);
void gj_doc_split(gj_doc *doc);

typedef struct gj_extent {
    uint32_t start, end;
} gj_extent;

/* What separates the cells of a line of text; 0 where spaces do. */
static inline char gj_line_separator(const gj_line *line) {
    return line->holds & GJ_HOLDS_BAR ? '|' : line->holds & GJ_HOLDS_TAB ? '\t' : '\0';
}

/* The comma or semicolon between its cells, which may be quoted; 0 for other lines. */
static inline char gj_line_commas(const gj_line *line) {
    return line->holds & GJ_HOLDS_COMMAS ? ',' : line->holds & GJ_HOLDS_SEMICOLONS ? ';' : '\0';
}

/* The part of a line of text that its separators divide into cells: without the frame's bars, and the spaces around them. */
gj_extent gj_line_cells(const gj_doc *doc, const gj_line *line);

/* The next cell of a line of text, trimmed: of [*AT, END) up to SEP, or where SEP is 0 up to two spaces. *AT is left behind what ends it. */
gj_extent gj_next_cell(gj_str text, char sep, uint32_t *at, uint32_t end);

/* The only cell of a line that is not empty, trimmed; an empty extent when there is none or several. Makes no fields. */
gj_extent gj_line_only_cell(const gj_doc *doc, const gj_line *line);

/* The run of doc->map that holds a text offset. */
uint32_t gj_doc_run(const gj_doc *doc, uint32_t text_offset);

/* Columns along one line: offsets are asked for in ascending order. */
typedef struct gj_columns {
    const gj_doc *doc;
    uint32_t run;     /* the run of doc->map that was met last */
    uint32_t counted; /* offset in doc->source up to which characters of the line are counted */
    uint32_t column;  /* of `counted`, from 1 */
} gj_columns;

gj_columns gj_columns_of(const gj_doc *doc, uint32_t line);
uint32_t gj_columns_source(gj_columns *columns, uint32_t text_offset); /* its offset in doc->source */
uint32_t gj_columns_at(gj_columns *columns, uint32_t text_offset);     /* its column, in characters of doc->source */

/* The offset in doc->source of an offset in doc->text. */
uint32_t gj_doc_source_offset(const gj_doc *doc, uint32_t text_offset);

/* What a slice of doc->text was in doc->source. */
gj_str gj_doc_source_slice(const gj_doc *doc, uint32_t start, uint32_t end);

/* The line (index into doc->lines) that holds a text offset. */
uint32_t gj_doc_line_at(const gj_doc *doc, uint32_t text_offset);

/* The place of a text offset: the line's place, with the column counted in characters of doc->source. */
gj_place gj_doc_place(const gj_doc *doc, uint32_t text_offset);

/* The line of the original that holds a text offset, without its end: what is shown under a finding. */
gj_str gj_doc_source_line(const gj_doc *doc, uint32_t text_offset, uint32_t *column_offset);

#endif
