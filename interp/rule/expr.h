/* expr.h - a checked expression: every name resolved to cells of one form, every node with its type and its axes. What check makes,
 * compile shortens, and the judge evaluates. Immutable; owned by the program's arena.
 *
 * Axes (design: language, section 5). An expression ranges over at most two axes: rows (or sections) and columns. Its elements are laid out
 * row by row: element (r, c) is r * (columns or 1) + c. An axis that is NULL does not vary.
 */
#ifndef GJ_RULE_EXPR_H
#define GJ_RULE_EXPR_H

#include "form/form.h"
#include "rule/ast.h"
#include "rule/template.h"

typedef enum gj_type { GJ_TYPE_ERROR, GJ_TYPE_NUMBER, GJ_TYPE_BOOL, GJ_TYPE_TEXT } gj_type;

typedef struct gj_axis {
    uint32_t n;
    gj_str *label; /* what operands join on, and what is shown */
    gj_str *path;  /* rows: canonical paths; columns: the same as label; sections: titles */
    gj_str *table; /* rows: the name of each row's table; else NULL */
    bool set;      /* named as a set (a..b, [a, b], *, **): an aggregate collapses it */
    bool section;  /* an axis of sections */
} gj_axis;

/* What a missing cell counts as: the first policy whose bits (1 << gj_status) has the cell's status. */
typedef struct gj_policy {
    uint32_t bits;
    gj_num value;
    const uint32_t *slots; /* the selection it is restricted to, ascending; NULL means every cell */
    uint32_t nslots;
} gj_policy;

typedef enum gj_expr_kind {
    GJ_X_ERROR,
    GJ_X_NUM,     /* num, written */
    GJ_X_TEXT,    /* text */
    GJ_X_CELLS,   /* slots; previous: of last year's report */
    GJ_X_SECTION, /* the text of a section; index: section; previous: of last year's report */
    GJ_X_HOLE,    /* index: hole of the claim's template */
    GJ_X_LABEL,   /* op: 0 column, 1 row, 2 table, 3 section: the label of the instance */
    GJ_X_NEG,
    GJ_X_BINARY,  /* op: gj_op ADD..DIV */
    GJ_X_COMPARE, /* op: gj_op EQ..APPROX; third kid: tolerance */
    GJ_X_AND,
    GJ_X_OR,
    GJ_X_NOT,
    GJ_X_EXISTS, /* op: 0 exists, 1 missing */
    GJ_X_IF,     /* condition, then, else */
    GJ_X_MATCH,  /* op: GJ_OP_CONTAINS, MATCHES (regex), HAS (template) */
    GJ_X_CALL,   /* op: gj_builtin; an aggregate collapses those axes of each kid that are sets, or all (collapse_all) */
    GJ_X_SCALE   /* kid times 10^exponent: brings two units of one dimension together */
} gj_expr_kind;

typedef struct gj_expr {
    uint8_t kind, type;
    uint8_t dimension; /* of its unit; 0 for a plain number */
    int8_t exponent;   /* of its unit */
    bool previous;
    bool collapse_all; /* 全部/任一 of a relation without a set: every axis of the kid is collapsed */
    uint16_t nkids;
    uint32_t op, index;
    const gj_node *node;
    const gj_axis *row, *column; /* NULL where it does not vary */
    struct gj_expr **kid;
    gj_num num;
    gj_written written;
    gj_str text;
    const gj_form *form;       /* CELLS: whose slots these are */
    bool ragged;               /* CELLS: some of the slots are GJ_NO_INDEX */
    const uint32_t *slots;     /* CELLS: by element; GJ_NO_INDEX where a ragged table has no such cell */
    const uint32_t **slots_of; /* CELLS, SECTION of the previous report: by the index of its form; NULL where it has no such cells */
    uint32_t nforms;           /* entries of slots_of */
    const gj_policy *policies;
    uint32_t npolicies;
    const gj_template *pattern;   /* MATCH with HAS */
    const struct gj_regex *regex; /* MATCH with MATCHES */
} gj_expr;

typedef enum gj_builtin_id {
#define BUILTIN(id, zh, en, class, result, min, max, signature, doc_zh, doc_en) GJ_BUILTIN_##id,
#include "rule/builtins.def"
#undef BUILTIN
    GJ_BUILTINS
} gj_builtin_id;

typedef enum gj_builtin_class { GJ_CLASS_AGG, GJ_CLASS_BOOL, GJ_CLASS_NUM, GJ_CLASS_TEXT } gj_builtin_class;

typedef struct gj_builtin {
    const char *zh, *en;
    uint8_t class, result /* gj_type */, min, max;
    const char *signature, *doc[2]; /* doc by gj_lang */
} gj_builtin;

const gj_builtin *gj_builtin_describe(gj_builtin_id id);
/* By either spelling; GJ_BUILTINS when there is none. */
gj_builtin_id gj_builtin_find(gj_str name);

static inline uint32_t gj_axis_size(const gj_axis *axis) {
    return axis ? axis->n : 1;
}

/* The element of X for the instance (R, C) of a relation that X is part of: an axis that X lacks does not count. */
static inline uint32_t gj_expr_element(const gj_expr *x, uint32_t r, uint32_t c) {
    return (x->row ? r : 0) * gj_axis_size(x->column) + (x->column ? c : 0);
}

#endif
