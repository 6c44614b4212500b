/* load.h - from a path to bytes: what it is, and how large it may be.
 *
 * Limits (stated in --help; an error names the limit that was passed): they bound memory before anything is parsed.
 */
#ifndef GJ_REPORT_LOAD_H
#define GJ_REPORT_LOAD_H

#include "base/diag.h"
#include "report/document.h"

#define GJ_LIMIT_FILE (64u << 20)      /* bytes of a report file */
#define GJ_LIMIT_UNPACKED (256u << 20) /* bytes of what a docx unpacks to */
#define GJ_LIMIT_TEXT (64u << 20)      /* bytes of the text of a document */
#define GJ_LIMIT_LINES 2000000u
#define GJ_LIMIT_FIELDS 4000000u
#define GJ_LIMIT_GRID 100000u          /* cells of one table's grid after spans, nested tables included */
#define GJ_LIMIT_DEPTH 512u            /* nested tags */
#define GJ_LIMIT_ATTRIBUTES 10000u     /* of one tag */
#define GJ_LIMIT_PAGES 2000u

typedef enum gj_kind { /* what the bytes are */
    GJ_KIND_TEXT, GJ_KIND_HTML, GJ_KIND_DOCX, GJ_KIND_PDF, GJ_KIND_OLD_OFFICE, /* .doc .wps .xls: to be converted */
    GJ_KIND_BINARY, GJ_KIND_EMPTY
} gj_kind;

/* Reads a file ("-": standard input) into the arena; nonzero with a diagnostic when it cannot be read or is over the limit. */
int gj_load_file(gj_arena *arena, gj_str path, gj_str *bytes, gj_diags *diags);

/* From the first bytes, and from the extension only where they do not tell. */
gj_kind gj_load_sniff(gj_str bytes, gj_str path);

/* The readers. BYTES must live as long as ARENA: a document may hold slices of them. Each returns nonzero with a diagnostic when it cannot
 * read; *doc belongs to ARENA. */
int gj_read_plain(gj_arena *arena, gj_str path, gj_str bytes, gj_doc **doc, gj_diags *diags);
int gj_read_html(gj_arena *arena, gj_str path, gj_str bytes, gj_doc **doc, gj_diags *diags);
int gj_read_docx(gj_arena *arena, gj_str path, gj_str bytes, gj_doc **doc, gj_diags *diags);
int gj_read_pdf(gj_arena *arena, gj_str path, gj_str bytes, gj_doc **doc, gj_diags *diags);
int gj_read_old_office(gj_arena *arena, gj_str path, gj_str bytes, gj_doc **doc, gj_diags *diags); /* through soffice */

/* Sniffs and calls the reader. */
int gj_load_document(gj_arena *arena, gj_str path, gj_str bytes, gj_doc **doc, gj_diags *diags);

#endif
