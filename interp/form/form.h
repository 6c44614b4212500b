/* form.h - the declared shape of a report: sections, tables, rows, columns, aliases, and a slot for every cell.
 *
 * A form is built once from its 表样 declaration (rule/form_build.c), owned by the program's arena, and immutable from then on.
 * The reader aligns what it reads with it; the compiler resolves names against it. Neither knows any label of its own.
 *
 * Slots: the cells of a form are numbered from 0 in the form's order (tables in turn, leaf rows in turn, columns in turn), so a
 * leaf row's cells are contiguous: slot = row->slot + column index within the row.
 */
#ifndef GJ_FORM_FORM_H
#define GJ_FORM_FORM_H

#include "base/number.h"
#include "base/source.h"

/* A name and the other spellings seen in the wild. name is what is shown. */
typedef struct gj_label {
    gj_str name;
    gj_str *alias;
    uint32_t naliases;
    gj_str *folded; /* name, then each alias, after gj_label_fold: set by gj_label_prepare */
    gj_span span;   /* where it is declared */
} gj_label;

typedef struct gj_column {
    gj_label label;
    gj_str unit;    /* 件, 万元, …; empty when not declared */
    gj_str heading; /* the heading above several columns on the page ("法人或其他组织"), or empty */
} gj_column;

#define GJ_NO_INDEX UINT32_MAX

typedef struct gj_row {
    gj_label label;
    gj_str ordinal;                                         /* the bare ordinal "三", "4"; empty when the row has none */
    bool ordinal_paren;                                     /* written （三） */
    gj_str path;                                            /* canonical path: "三.（三）.4", "规章" */
    uint32_t parent, first_child, last_child, next_sibling; /* indexes into table->rows, or GJ_NO_INDEX */
    uint32_t column, ncolumns;                              /* its columns: a range of table->columns */
    uint32_t slot;                                          /* its first cell; GJ_NO_INDEX for a row that only groups others */
    uint32_t leaf;                                          /* index among the table's leaf rows, or GJ_NO_INDEX */
    bool total;                                             /* declared 汇总: what its parent adds up to */
    bool heading_only;                                      /* declared with 组: a heading on the page that paths step over */
} gj_row;

typedef struct gj_table {
    gj_str name;    /* "三" */
    gj_label title; /* may be empty */
    gj_row *rows;   /* in the order of the page, parents before children */
    uint32_t nrows, nleaves;
    gj_column *columns; /* all of them; a row uses a contiguous range */
    uint32_t ncolumns;
    uint32_t section; /* index into form->sections, or GJ_NO_INDEX */
    uint32_t slot, nslots;
    bool wide;            /* declared 横排: on the page the rows stand side by side, one line of numbers */
    gj_str relation_note; /* 自述: the words before the relation that the report prints above the table; may be empty */
    gj_span span;
} gj_table;

typedef struct gj_section {
    gj_str ordinal; /* "一" */
    gj_label title;
    gj_span span;
} gj_section;

typedef struct gj_slot {
    uint16_t table;
    uint16_t row;    /* index into table->rows */
    uint16_t column; /* index into table->columns */
} gj_slot;

typedef struct gj_form {
    gj_str name;          /* "年报2021" */
    gj_label title;       /* what the report's title contains; aliases allowed */
    int32_t since, until; /* years, 0 when open */
    gj_section *sections;
    uint32_t nsections;
    gj_table *tables;
    uint32_t ntables;
    gj_slot *slots;
    uint32_t nslots;
    uint32_t index; /* among the program's forms */
    gj_span span;
} gj_form;

/* The table of this name ("三"), or GJ_NO_INDEX. */
uint32_t gj_form_table(const gj_form *form, gj_str name);

/* The section with this ordinal, title or alias, or GJ_NO_INDEX. */
uint32_t gj_form_section(const gj_form *form, gj_str name);

/* The child of PARENT (GJ_NO_INDEX: the top level) whose ordinal, label or alias is NAME; headings (组) are stepped over. Labels are
 * compared after gj_label_fold. GJ_NO_INDEX when there is none. */
uint32_t gj_table_child(const gj_table *table, uint32_t parent, gj_str name);

/* The column of ROW (GJ_NO_INDEX: of any row, the first that has it) of this name or alias: an index into table->columns. */
uint32_t gj_table_column(const gj_table *table, uint32_t row, gj_str name);

bool gj_label_is(const gj_label *label, gj_str name);

/* Folds the name and the aliases once, so that looking a name up folds only that name. */
void gj_label_prepare(gj_arena *arena, gj_label *label);

/* What comparing labels ignores: width, spaces, punctuation, quotes. Appends the folded text to OUT. */
void gj_label_fold(gj_buf *out, gj_str label);

/* The canonical path of a slot: "三.（三）.4[自然人]". */
void gj_slot_path(gj_buf *out, const gj_form *form, uint32_t slot);

#endif
