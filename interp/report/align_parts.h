/* align_parts.h - the parts of the alignment, private to report/align*.c.
 *
 * The document becomes a stream of items in reading order: pieces of label, and runs of values between them. For each table of the
 * form, the stretch of the stream where its row labels stand is aligned with its leaf rows at the least cost (align_table.c), and then
 * the values of each row with its columns (align_row.c). What the pieces say is looked up in a table of the form's names, folded.
 * Everything here lives in a scratch arena that ends with gj_align.
 */
#ifndef GJ_REPORT_ALIGN_PARTS_H
#define GJ_REPORT_ALIGN_PARTS_H

#include "report/align.h"

/* Characters as labels are compared: half width, simplified, no spaces, no punctuation. */
typedef struct gj_fold {
    const uint32_t *p;
    uint32_t n;
    uint64_t bits; /* which characters it has, hashed to bits: what one fold has and another has not must be edited */
} gj_fold;

typedef enum gj_name_kind { GJ_NAME_LEAF, GJ_NAME_GROUP, GJ_NAME_COLUMN, GJ_NAME_HEADING, GJ_NAME_SECTION } gj_name_kind;

/* One spelling of something in the form. */
typedef struct gj_name {
    uint8_t kind;      /* gj_name_kind */
    bool unique;       /* no other row or column of the form is spelt so: meeting it is proof */
    bool with_ordinal; /* the spelling includes the row's ordinal ("3其他") */
    uint32_t table;    /* GJ_NO_INDEX for a section */
    uint32_t index;    /* row, column or section */
    gj_fold fold;
    uint32_t next; /* the next name with the same fold, or GJ_NO_INDEX */
} gj_name;

/* The form's names by their fold. */
struct gj_names {
    const gj_form *form;
    gj_name *name;
    uint32_t n, longest;    /* longest: characters */
    struct gj_table_names { /* by table: where the names of its rows are, and behind them those of its columns; the sections' come last */
        uint32_t rows, columns, end;
    } * table;
    uint32_t *bucket, mask;
    struct gj_spelling { /* the same by their very bytes: most labels are spelt as the form has them, and need not be folded */
        gj_str bytes;
        uint32_t name;
    } * spelling;
    uint32_t spelling_mask;
    uint64_t start[64]; /* the two characters that names begin with, hashed to bits */
};

uint32_t gj_names_find(const gj_names *names, gj_fold fold); /* first name spelt so, or GJ_NO_INDEX */

/* S may be spelt like a name: seen from its first two characters, for most texts are not. True of what has no character that is compared. */
bool gj_names_may_be(const gj_names *names, gj_str s);

/* A character as it is compared: half width, simplified; 0 for what labels ignore. */
uint32_t gj_fold_char(uint32_t c);

/* Folds S; the result is in ARENA. */
gj_fold gj_fold_make(gj_arena *arena, gj_str s);
gj_fold gj_fold_of(const uint32_t *p, uint32_t n); /* of characters that are folded already; borrows them */
bool gj_fold_eq(gj_fold a, gj_fold b);
bool gj_fold_find(gj_fold whole, gj_fold part);                  /* of gj_fold_contains: PART is not empty and not longer */
uint32_t gj_fold_distance(gj_fold a, gj_fold b, uint32_t limit); /* edits; at most limit + 1 */

/* An empty part is in nothing. */
static inline bool gj_fold_contains(gj_fold whole, gj_fold part) {
    return part.n > 0 && part.n <= whole.n && !(part.bits & ~whole.bits) && gj_fold_find(whole, part);
}

/* The ordinal that S starts with ("三、" "（三）" "3." "第三部分"): the bytes it takes, 0 for none. */
typedef struct gj_ordinal {
    uint32_t bytes; /* with its punctuation and the spaces behind it */
    gj_str bare;    /* "三", "3" */
    bool paren;
    bool han; /* 三, not 3 */
} gj_ordinal;
gj_ordinal gj_ordinal_read(gj_str s);
bool gj_ordinal_eq(gj_str a, gj_str b); /* 三 and 3 count as different; full and half width do not */
uint32_t gj_ordinal_value(gj_str bare); /* 三, 3 and ③ are 3 */

/* What a piece of the report in a cell's place is. */
typedef enum gj_token_kind {
    GJ_TOKEN_NUMBER,
    GJ_TOKEN_DASH,
    GJ_TOKEN_NONE,
    GJ_TOKEN_UNREADABLE,
    GJ_TOKEN_BLANK,    /* an empty field */
    GJ_TOKEN_EMPTY,    /* a line that holds one empty field */
    GJ_TOKEN_SEPARATOR /* an empty line */
} gj_token_kind;

typedef struct gj_token {
    uint8_t kind;
    uint8_t gap;         /* of the field it came from */
    bool split;          /* one of several pieces of one field */
    bool glued;          /* nothing stands between it and its label */
    uint32_t start, end; /* slice of the text */
    uint32_t x0, x1;
    uint32_t c0, c1; /* where it stands when every character counts as one column (text laid out by eye) */
    uint32_t line, field;
    gj_num value;
    gj_written written;
} gj_token;

typedef enum gj_item_kind {
    GJ_ITEM_LABEL,  /* a piece of text */
    GJ_ITEM_VALUES, /* a run of tokens */
    GJ_ITEM_BARRIER /* prose or a heading: no table goes on over it */
} gj_item_kind;

/* A piece of a group's label, which stands in the middle of the rows it spans: surely, or a row's label may have it too. */
enum { GJ_FRAGMENT_NO, GJ_FRAGMENT_MAYBE, GJ_FRAGMENT_SURE };

typedef struct gj_item {
    uint8_t kind;
    bool used;        /* belongs to a row already */
    bool stray;       /* digits in front of the label were taken off */
    bool lines;       /* a run that goes over lines, a cell or less in each */
    uint8_t fragment; /* a label: GJ_FRAGMENT_… of the table that is being aligned */
    bool unfolded;    /* a label that is no name, which nothing has been compared with yet; see gj_fold_items */
    uint32_t line, start, end;
    /* a label */
    gj_fold fold; /* without its ordinal */
    gj_ordinal ordinal;
    uint32_t name; /* first name spelt so, or GJ_NO_INDEX */
    /* values */
    uint32_t token, ntokens, nvalues; /* nvalues: those that are not blank */
    uint32_t bound;                   /* the label before it on its line, or GJ_NO_INDEX */
} gj_item;

/* Text read as a label, as sections and items both want it. */
typedef struct gj_line_label {
    uint32_t start, end; /* equal: nothing was read */
    gj_ordinal ordinal;
    gj_fold fold;  /* behind the ordinal, when it is folded */
    uint32_t name; /* first name spelt so, or GJ_NO_INDEX */
    bool folded;
    bool bracket; /* one opens behind the ordinal; not told where there is a name */
} gj_line_label;

typedef struct gj_zone {
    uint32_t from, to; /* items; from == to: nowhere */
    uint32_t hits;
} gj_zone;

typedef struct gj_aligner {
    gj_arena *scratch;
    gj_report *report;
    gj_doc *doc;
    const gj_form *form;
    const gj_names *names;
    gj_item *items;
    uint32_t nitems, item_capacity;
    gj_token *tokens;
    uint32_t ntokens, token_capacity;
    uint8_t *line_role;   /* by line: GJ_ROLE_… */
    gj_line_label *label; /* by line: the last that was read in it; see gj_label_read */
    gj_zone zone;         /* of the table that is being aligned */
} gj_aligner;

enum { GJ_ROLE_NONE, GJ_ROLE_HEADING, GJ_ROLE_SKIP };

/* Where a table's rows were found: a window of items each. */
typedef struct gj_match {
    bool found;
    bool labelled;        /* false: values without a label, placed by what stands around them */
    uint32_t from, to;    /* items [from, to) */
    uint32_t first, last; /* label items that make up its label (first == GJ_NO_INDEX: none) */
    uint32_t errors;      /* characters of the label that are not as in the form */
    bool truncated, wrong_ordinal;
} gj_match;

/* Reads [START, END) of LINE as a label, unless it was the last that was read there. Text that can be no name is folded only if FOLDED. */
const gj_line_label *gj_label_read(gj_aligner *a, uint32_t line, uint32_t start, uint32_t end, bool folded);

/* Folds the labels among items [from, to) that are not yet folded. */
void gj_fold_items(gj_aligner *a, uint32_t from, uint32_t to);

/* align_piece.c: what the fields of a line hold. */

enum { GJ_PIECE_LABEL, GJ_PIECE_VALUE, GJ_PIECE_BLANK };
enum { GJ_MAX_PIECES = 20000 }; /* of a line: beyond them nothing is read */

typedef struct gj_piece {
    uint8_t kind;
    bool own_field; /* it is all that its field holds */
    uint32_t field, start, end;
    union {
        gj_item label; /* as an item would be */
        gj_token token;
    };
} gj_piece;

typedef struct gj_pieces {
    uint32_t line;
    gj_piece *p;
    uint32_t n, capacity;
} gj_pieces;

/* Takes one field apart. */
void gj_split_field(gj_aligner *a, gj_pieces *list, uint32_t field);

/* Makes values of the pieces that stand where values should and are no labels. */
void gj_find_unreadable(gj_aligner *a, gj_pieces *list);

/* Reads [START, END) of LINE as an item of label: its ordinal, the name of the form that is spelt so, and its fold, which unless FOLDED may be left
 * for later. */
void gj_read_label(gj_aligner *a, uint32_t line, uint32_t start, uint32_t end, bool folded, gj_item *label);

/* The same of a piece of a line, without digits that strayed in front of a row's label. */
void gj_read_label_piece(gj_aligner *a, uint32_t line, uint32_t start, uint32_t end, bool folded, gj_item *label);

/* Cuts a label of several words that the form does not know as a whole: known names are cut out of it, the longest first. The pieces go into PIECE as
 * far as there is ROOM; how many there are is returned, twice GJ_LABEL_WORDS at most. */
enum { GJ_LABEL_WORDS = 256 };
uint32_t gj_cut_label(gj_aligner *a, uint32_t line, uint32_t start, uint32_t end, gj_extent *piece, uint32_t room);

/* The whole number that S is, of GJ_WHOLE_DIGITS at most. */
enum { GJ_WHOLE_DIGITS = 18 };
bool gj_read_whole(gj_str s, int64_t *value);

/* What the word S is as a value; false when it is text. */
bool gj_read_value(gj_aligner *a, gj_str s, gj_token *token);

/* S begins as a value may: most words are labels, and need no closer look. */
bool gj_begins_value(gj_str s);
bool gj_is_mark(char c);         /* what may stand in front of a label and is none of it: of an extractor's mark, of Markdown */
bool gj_is_empty_word(gj_str s); /* what programs write for an empty cell */

/* The words of [START, END), with spaces between them, are together a name of the form, and none behind the first is a value. */
bool gj_is_spaced_name(gj_aligner *a, uint32_t line, uint32_t start, uint32_t end);

/* A row's items: its label, in one piece or from the first to the last of several, and the run of its values. */
typedef struct gj_exact_row {
    uint32_t label, last, run, end; /* end: behind the last of them */
} gj_exact_row;

void gj_align_sections(gj_aligner *a);
void gj_align_title(gj_aligner *a);
void gj_note_strange_headings(gj_aligner *a); /* align_heading.c: after the tables */
/* Numbers stand in a row in S with single spaces between them: no heading, and no prose. */
bool gj_has_number_row(gj_str s);

/* Cuts the document into items, in place of those that there are. PLAINLY: lines of text that hold nothing but whole numbers and plain labels are
 * not made into fields for it; where their numbers stand is then not known but for line and offset. */
void gj_align_items(gj_aligner *a, bool plainly);
void gj_align_serials(gj_aligner *a); /* align_serial.c: takes the values from a column that counts the rows */
void gj_align_glued(gj_aligner *a); /* the same: gives digits back to the label before them, where the row's values follow by themselves */
void gj_align_zones(gj_aligner *a, gj_zone *zones);
/* EXACT: its rows as gj_exact_find has found them, or NULL. */
void gj_align_table(gj_aligner *a, uint32_t table, gj_zone zone, const gj_exact_row *exact);

/* Aligns the rows of a table with the items of its zone. MATCH is by leaf. */
void gj_align_rows(gj_aligner *a, uint32_t table, gj_zone zone, gj_match *match);

/* align_exact.c */

/* Brackets that S opens and does not close, less those that it closes and did not open. */
int gj_open_brackets(gj_str s);

/* The rows of a table that all stand as the form has them, by leaf; NULL when they do not. */
gj_exact_row *gj_exact_find(gj_aligner *a, uint32_t table, gj_zone zone);
void gj_exact_write(gj_aligner *a, uint32_t table, const gj_exact_row *rows);

/* The zone of a wide table holds one run of values, a whole number or the reason for none for each of its cells. */
bool gj_exact_wide(const gj_aligner *a, uint32_t table, gj_zone zone);

/* Where the values of each column stand: [x0, x1) by column. BY_CHARACTER: measured as gj_token.c0 is. */
typedef struct gj_geometry {
    bool known, by_character;
    uint32_t ncolumns;
    uint32_t *x0, *x1;
} gj_geometry;

/* The column whose place TOKEN stands in, or GJ_NO_INDEX. */
uint32_t gj_geometry_column(const gj_geometry *geometry, const gj_token *token);

/* What became of a column: the token that is its value, or why there is none. */
typedef struct gj_placed {
    uint32_t token; /* index into the tokens given; GJ_NO_INDEX: nothing stands there */
    bool ambiguous;
    bool absent; /* the page has no such column */
} gj_placed;

typedef struct gj_row_reading {
    uint32_t nvalues; /* tokens that are not blank */
    bool inexact;     /* there were more or fewer than columns, and costs decided */
    bool ambiguous;   /* some column is */
} gj_row_reading;

/* Places TOKENS in the N columns: every cheapest explanation is considered; a column where they differ is ambiguous. */
gj_row_reading gj_place_tokens(gj_arena *scratch, const gj_token *tokens, uint32_t ntokens, uint32_t ncolumns, const gj_geometry *geometry,
                               gj_placed *placed);

/* One row of the form with its values. */
typedef struct gj_reading {
    uint32_t row; /* of the form's table */
    gj_match match;
    gj_token *token; /* blanks included, padding not yet taken off */
    uint32_t ntokens, nvalues;
    bool lines;     /* a cell a line */
    bool one_line;  /* all tokens stand on one line */
    bool uncertain; /* blank lines could not be counted out */
    bool from_gaps; /* blanks were counted from empty lines */
    bool geometry;  /* places were known from other rows */
    bool pushed;    /* blanks at one side may have been pushed there: no place is certain */
    bool noted;     /* it has too few values, and that is worth a note */
    gj_placed *placed;
    gj_row_reading result;
} gj_reading;

/* How a table that has a cell a line separates cells and rows, learnt from its complete rows. */
typedef struct gj_line_habit {
    bool known;
    uint32_t between, before, behind; /* empty lines between cells, before the first, behind the last */
} gj_line_habit;

/* Where the blanks of a row with too few values stand. */
enum { GJ_BLANKS_NOWHERE, GJ_BLANKS_LEFT, GJ_BLANKS_RIGHT, GJ_BLANKS_INSIDE };

bool gj_token_is_value(const gj_token *token);
bool gj_token_same(const gj_token *a, const gj_token *b); /* the same number, or missing for the same reason */

/* align_lines.c */
void gj_reading_gather(gj_aligner *a, gj_reading *r);
gj_line_habit gj_learn_line_habit(const gj_table *table, const gj_reading *rows, uint32_t n);
void gj_reading_resolve_lines(gj_aligner *a, gj_reading *r, uint32_t ncolumns, gj_line_habit habit);
void gj_reading_split_glued(gj_aligner *a, gj_reading *r, uint32_t ncolumns);
void gj_reading_join_fields(const gj_aligner *a, gj_reading *r, uint32_t ncolumns);
void gj_reading_merge_repeated(const gj_table *form, gj_reading *rows, uint32_t n);

/* align_place.c: rows[target] among the N rows of its table */
void gj_reading_place(gj_aligner *a, const gj_table *form, gj_reading *rows, uint32_t n, uint32_t target);
int gj_reading_blank_side(const gj_reading *r, uint32_t ncolumns);
bool gj_reading_blanks_between(const gj_reading *r);
/* Where on its line a label stands: the extent of its field, or of its words in it. */
void gj_label_extent(gj_aligner *a, const gj_item *item, bool by_character, uint32_t *x0, uint32_t *x1);
/* The token, with what is only known once its line has fields. */
gj_token gj_token_placed(gj_aligner *a, const gj_token *token);
/* The one column of the row whose heading has FOLD in it, or GJ_NO_INDEX. */
uint32_t gj_column_with(const gj_aligner *a, const gj_table *form, const gj_row *row, gj_fold fold);
bool gj_reading_pushed_aside(const gj_aligner *a, const gj_table *table, const gj_reading *rows, uint32_t n, const gj_reading *r,
                             bool *noted);

/* align_table.c: TABLE stands in items [from, to). */
void gj_found_at(gj_aligner *a, uint32_t table, uint32_t from, uint32_t to);

/* align_header.c: the columns of ROW that the heading above item BEFORE names, as they stand on its line; 0 when it tells nothing */
uint32_t gj_header_order(gj_aligner *a, uint32_t table, const gj_row *row, uint32_t before, uint32_t *order);
/* The columns of ROW stand in the form's order as far as the heading above item BEFORE shows; RUN holds a value for each. */
bool gj_columns_in_order(gj_aligner *a, uint32_t table, const gj_row *row, uint32_t before, const gj_item *run);
/* Of a label: the column of ROW that it names, counted from the row's first, or GJ_NO_INDEX. */
uint32_t gj_column_of(const gj_aligner *a, uint32_t table, const gj_row *row, const gj_item *item);
void gj_reading_reorder(gj_aligner *a, uint32_t table, gj_reading *rows, uint32_t n);

/* align_cells.c */
void gj_cell_put(gj_aligner *a, uint32_t slot, const gj_token *token, bool inferred);
/* The cell SLOT of a row read: what was placed, or AMBIGUOUS where that is doubtful, or BLANK; AT stands for what has no place of its own. */
void gj_cell_put_placed(gj_aligner *a, uint32_t table, uint32_t slot, const gj_reading *r, const gj_placed *p, bool doubtful, bool inferred,
                        uint32_t at);
void gj_cell_put_missing(gj_aligner *a, uint32_t slot, gj_status status, uint32_t at);
void gj_reading_write(gj_aligner *a, uint32_t table, gj_reading *r);
/* Notes a row (ROW may be GJ_NO_INDEX: it is called NAME) whose numbers are not as many as the N columns, or cannot be assigned. */
void gj_note_count(gj_aligner *a, uint32_t table, uint32_t row, const gj_reading *r, uint32_t n, gj_str name);
void gj_note_label(gj_aligner *a, uint32_t table, const gj_reading *r);
void gj_note_headings(gj_aligner *a, uint32_t table, uint32_t from, uint32_t to);
void gj_note_rest(gj_aligner *a, uint32_t table, uint32_t from, uint32_t to);
void gj_note_second_table(gj_aligner *a, uint32_t table, gj_zone zone);
void gj_note_absent(gj_aligner *a, uint32_t table, const gj_reading *rows, uint32_t n);
void gj_note_twice(gj_aligner *a, uint32_t table, gj_reading *rows, uint32_t n, uint32_t from, uint32_t to);
gj_str gj_unreadable_hint(gj_arena *arena, gj_str raw);
gj_str gj_count_str(gj_arena *arena, uint32_t n);

/* align_cross.c: a table whose columns are printed as rows, or a cell a line under its row's name. False when it is not one. */
bool gj_read_cross(gj_aligner *a, uint32_t table, gj_zone zone);

/* align_wide.c */
bool gj_find_wide(gj_aligner *a, uint32_t table, gj_zone zone, uint32_t *from, uint32_t *to);
void gj_read_wide(gj_aligner *a, uint32_t table, gj_zone zone, uint32_t from, uint32_t to);

#endif
