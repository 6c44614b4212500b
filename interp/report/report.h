/* report.h - a report as the form sees it: cells by slot, sections by name, what the reader noticed. Owned by one arena; immutable
 * once gj_report_read has returned, so any number of threads may judge it.
 */
#ifndef GJ_REPORT_REPORT_H
#define GJ_REPORT_REPORT_H

#include "base/diag.h"
#include "form/form.h"
#include "report/document.h"

/* Why a cell is or is not a number (design: language, section 7). The order is part of the cells output. */
typedef enum gj_status {
    GJ_NUMBER,     /* number */
    GJ_BLANK,      /* 空白 */
    GJ_DASH,       /* 划线: - — / */
    GJ_NONE,       /* 无 */
    GJ_ABSENT,     /* 缺行: the row is not in the report */
    GJ_UNREADABLE, /* 不可读 */
    GJ_AMBIGUOUS,  /* 歧义 */
    /* of what an expression works out, never of a cell: */
    GJ_NOT_THERE,  /* 没有: a section, or a report, that is not there */
    GJ_NO_DIVISOR, /* 除以零 */
    GJ_UNDECIDED   /* 无法判定: how many of a set hold when some are unknown */
} gj_status;

/* Fast view for the judge, one byte a slot: 0 for a number that is a plain int64 in report->ints. */
enum { GJ_FAST_INT = 0, GJ_FAST_NUM = 1, GJ_FAST_MISSING = 2 };
#define GJ_FAST_LIMIT (INT64_C(1) << 40) /* beyond it a number is not a FAST_INT, so that no sum of thousands of them overflows */

typedef struct gj_cell {
    uint8_t status; /* gj_status */
    bool there;     /* the report has the cell at all, with a number or without */
    bool inferred;  /* the row had too many or too few numbers, but every cheapest explanation gives this value */
    gj_num value;   /* when status is GJ_NUMBER */
    gj_written written;
    uint32_t at, end; /* what was read, as a slice of doc->text; nothing, at the row's label, where a cell is blank or cannot be told */
    uint32_t field;   /* in doc->fields, from 1, when it has a field of its own; else 0 */
} gj_cell;

typedef struct gj_found_section {
    bool found;
    uint8_t match;                 /* 100 when the heading is the form's own or an alias, less when only similar */
    uint32_t order;                /* how many-th section of the report it is, from 1 */
    uint32_t heading, heading_end; /* the heading line, slice of doc->text */
    uint32_t body, body_end;       /* the text under it up to the next heading */
    gj_str ordinal;                /* as printed ("三"), may be wrong or empty */
    gj_place place;
    uint32_t near, near_end; /* when not found: the nearest candidate heading (equal when there was none) */
    gj_place near_place;
} gj_found_section;

typedef struct gj_found_table {
    bool found;
    uint32_t start, end; /* its zone, slice of doc->text */
    gj_place place;
    gj_str relation; /* the relation printed above it ("第一项加第二项之和，等于…"), spaces removed; empty when none */
    uint32_t relation_at;
} gj_found_table;

/* What a row's label was read from: for messages and 必有. */
typedef struct gj_found_row {
    bool found;
    uint32_t start, end; /* slice of doc->text */
} gj_found_row;

/* What the reader noticed. Declared once in notes.def: id, zh, en. */
typedef enum gj_note_id {
#define NOTE(name, id, title_zh, title_en, text_zh, text_en) GJ_NOTE_##name,
#include "report/notes.def"
#undef NOTE
    GJ_NOTE_COUNT
} gj_note_id;

typedef struct gj_note {
    gj_note_id id;
    uint32_t table, row; /* of the form, or GJ_NO_INDEX */
    uint32_t start, end; /* slice of doc->text */
    gj_place place;
    gj_str arg[3]; /* fill {0}, {1}, {2} of the text */
    struct gj_note *next;
} gj_note;

typedef struct gj_report {
    gj_arena *arena;
    gj_str path;         /* as given */
    const gj_form *form; /* the one that fits best; never NULL */
    uint16_t fit;        /* how well it fits: leaf rows found, per thousand */
    gj_str title, organisation;
    int32_t year; /* 0 when not known */
    uint32_t title_at, title_end;
    gj_doc *doc;
    gj_cell *cells;             /* by slot */
    int64_t *ints;              /* by slot: the value where fast[slot] == GJ_FAST_INT, else 0 */
    uint8_t *fast;              /* by slot */
    gj_found_section *sections; /* by the form's section index */
    gj_found_table *tables;     /* by the form's table index */
    gj_found_row **rows;        /* [table][row] */
    gj_note *notes, *last_note;
    uint32_t nnotes;
    const struct gj_report *previous; /* the same organisation's report of the year before, when it is among those given */
} gj_report;

const char *gj_status_name(gj_status status, gj_lang lang); /* "空白", "blank" */
const char *gj_status_key(gj_status status);                /* "blank": the word of the cells output */

/* Where a cell of the report stands, line 0 when it is not there; and how it stands there, as a slice of the source, empty for a blank. Both are
 * found when they are asked for: few cells are. */
gj_place gj_cell_place(const gj_report *report, const gj_cell *cell);
gj_str gj_cell_raw(const gj_report *report, const gj_cell *cell);

/* The text of a section without white space at its ends; empty when not found. */
gj_str gj_report_section_text(const gj_report *report, uint32_t section);

/* Queues a note in the report's arena. */
gj_note *gj_report_note(gj_report *report, gj_note_id id, uint32_t table, uint32_t row, uint32_t start, uint32_t end);
void gj_note_message(gj_buf *out, const gj_note *note, gj_lang lang);

/* A report with no document, every cell absent: where 测例 and the tests put their own cells. */
gj_report *gj_report_empty(gj_arena *arena, const gj_form *form, gj_str path);

/* Sets a cell to a number or to a reason for missing, and keeps the fast view right. */
void gj_report_set(gj_report *report, uint32_t slot, gj_num value, gj_written written);
void gj_report_unset(gj_report *report, uint32_t slot, gj_status status);

/* What reading needs to know of the forms, worked out once: immutable, shared by any number of threads. It borrows the forms. */
typedef struct gj_reader gj_reader;
gj_reader *gj_reader_new(gj_arena *arena, const gj_form *const *forms, uint32_t nforms);

/* The second walk. Reads BYTES (of the file named PATH; they must live as long as ARENA) into a new report in ARENA, aligned with the form that
 * fits best. The file's extension is used only where the bytes do not tell what it is. Returns NULL with a diagnostic when it cannot be read. */
gj_report *gj_reader_read(gj_arena *arena, gj_str path, gj_str bytes, const gj_reader *reader, gj_diags *diags);

/* The same, for one report. */
gj_report *gj_report_read(gj_arena *arena, gj_str path, gj_str bytes, const gj_form *const *forms, uint32_t nforms, gj_diags *diags);

#endif
