/* output.h - findings on their way out: one interface, one file a format.
 *
 * A writer turns findings into bytes in OUTPUT->buf and knows nothing of files or terminals: whoever drives it writes the buffer
 * away and empties it after each call, so that an output streams. Reports arrive in input order, each once: read (report) or not
 * (unread). Nothing that is passed in is kept after the call.
 */
#ifndef GJ_OUTPUT_OUTPUT_H
#define GJ_OUTPUT_OUTPUT_H

#include "rule/program.h"
#include "run/finding.h"

typedef struct gj_output_options {
    gj_lang lang;
    bool color;   /* ANSI colours (text, cells) */
    bool all;     /* pass and na findings are shown too */
    bool quiet;   /* only what is wrong */
    bool verbose; /* how each report was read; every undecided instance */
    size_t width; /* columns of the terminal; 0 means 100 */
} gj_output_options;

/* What the whole run came to. */
typedef struct gj_totals {
    uint32_t reports, unread;
    uint32_t left; /* reports that an interruption left; set before the end */
    uint32_t with_failures; /* reports with at least one failure that is not waived */
    uint32_t waived;
    bool compared; /* with an earlier output */
    uint32_t new, before, fixed;
    gj_summary summary;
} gj_totals;

typedef struct gj_output gj_output;

typedef struct gj_writer {
    const char *name; /* as -f knows it */
    bool wants_all;   /* judge with keep_all: pass and na findings are needed too */
    void (*begin)(gj_output *out);
    void (*report)(gj_output *out, const gj_findings *findings);
    void (*unread)(gj_output *out, gj_str path, gj_str reason);
    void (*end)(gj_output *out);
} gj_writer;

struct gj_output {
    const gj_writer *writer;
    gj_output_options options;
    const gj_program *program; /* the rules, for formats that describe them */
    const bool *selected;      /* by rule index; NULL means every rule */
    gj_arena *arena;           /* lives as long as the output */
    gj_buf buf;
    gj_totals totals; /* kept by the functions below */
    void *state;      /* the writer's own, in ARENA */
};

/* The writer of this name, or NULL. */
const gj_writer *gj_writer_find(gj_str name);

void gj_output_begin(gj_output *out, const gj_writer *writer, const gj_program *program, const bool *selected,
                     const gj_output_options *options);
void gj_output_report(gj_output *out, const gj_findings *findings);
void gj_output_unread(gj_output *out, gj_str path, gj_str reason);
void gj_output_end(gj_output *out);
void gj_output_free(gj_output *out);

/* The cell that a finding points at first: the first that stands in the judged report; NULL when there is none. */
const gj_evidence *gj_finding_anchor(const gj_finding *finding, const gj_report *report);
/* Its line: of the anchor, or of the finding's place; 0 when it has none. */
uint32_t gj_finding_line(const gj_finding *finding, const gj_report *report);

/* What a finding states beside its label: of a message made from the relation, the relation and all that follows it (the difference, what was
 * assumed or inferred); of the author's own message, the relation. Empty when there is neither. */
gj_str gj_finding_statement(const gj_finding *finding);

/* True when the finding is one that this output shows. */
bool gj_output_shows(const gj_output *out, const gj_finding *finding);

/* Adds S with each invalid UTF-8 byte as U+FFFD, so that a path of any bytes can stand in any format. */
void gj_out_valid(gj_buf *buf, gj_str s);
/* S with the five special characters of XML as entities, control characters dropped: safe in HTML and XML, in text and in quoted
 * attributes. */
void gj_out_xml(gj_buf *buf, gj_str s);
/* S as the inside of a JSON string that may stand in a <script>: nothing in it can end the element or begin a comment. */
void gj_out_script(gj_buf *buf, gj_str s);
/* One CSV field, quoted when it must be. For a SPREADSHEET it is never a formula: what looks like one gets an apostrophe in front. */
void gj_out_csv(gj_buf *buf, gj_str s, bool spreadsheet);
/* For a terminal: no control character, no bidirectional override; a tab becomes two spaces, a line end one. */
void gj_out_plain(gj_buf *buf, gj_str s);
/* The same, broken into lines of WIDTH columns: it begins at COLUMN, later lines after INDENT spaces. Chinese breaks anywhere but before closing
 * punctuation, the rest at spaces. At most LINES lines (0: no limit); an ellipsis says that there was more. */
void gj_out_wrap(gj_buf *buf, gj_str s, size_t column, size_t indent, size_t width, size_t lines);
/* A fingerprint as 16 hexadecimal digits. */
void gj_out_fingerprint(gj_buf *buf, uint64_t fingerprint);
/* A path as a relative or absolute URI: every byte that is not plain is percent-encoded. */
void gj_out_uri(gj_buf *buf, gj_str path);

/* Reader's notes as rules: the i-th id and title in LANG; false past the end. */
bool gj_note_rule(size_t i, const char **id, const char *title[2]);

extern const gj_writer gj_writer_text, gj_writer_json, gj_writer_ndjson, gj_writer_sarif, gj_writer_junit, gj_writer_csv, gj_writer_html;

#endif
