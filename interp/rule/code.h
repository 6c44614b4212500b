/* code.h - what a rule becomes for one form: statements, each with its checked expressions and, where it can be had, its bytecode.
 * Private to rule/compile.c, rule/fast.c and run/.
 */
#ifndef GJ_RULE_CODE_H
#define GJ_RULE_CODE_H

#include "rule/expr.h"
#include "rule/program.h"

/* A message: literal parts and placeholders in turn. */
typedef struct gj_part {
    gj_str text; /* when expr is NULL */
    const gj_expr *expr;
} gj_part;

typedef struct gj_message {
    gj_part *parts;
    uint32_t n;
} gj_message;

typedef enum gj_required { GJ_REQUIRED_SECTION, GJ_REQUIRED_TABLE, GJ_REQUIRED_ROW, GJ_REQUIRED_COLUMN } gj_required;

/* What a 必有 asks for. */
typedef struct gj_requirement {
    uint8_t kind;    /* gj_required */
    uint32_t index;  /* section or table */
    uint32_t row;    /* ROW: index into the table's rows */
    uint32_t column; /* COLUMN: index into the table's columns */
} gj_requirement;

typedef enum gj_statement_kind {
    GJ_STMT_RELATION,
    GJ_STMT_REQUIRE,
    GJ_STMT_CLAIM,
    GJ_STMT_TIE_SELF,
    GJ_STMT_OTHER_FORM /* its names are not in this form: not applicable */
} gj_statement_kind;

typedef struct gj_statement {
    uint8_t kind;
    bool ordered;     /* REQUIRE: 依次 */
    uint32_t rule;    /* index into program->rules */
    uint32_t ordinal; /* among the rule's statements, from 0 */
    const gj_node *node;
    gj_str source;        /* the statement as written, for people */
    const gj_expr **when; /* 若: all must hold */
    uint32_t nwhen;
    const gj_expr *guard;    /* 若 … 则 …: may range over the relation's axes */
    const gj_expr *relation; /* RELATION, and the 则 of a CLAIM; whose axes are the instances */
    const gj_message *message;
    const uint32_t *sections; /* CLAIM: where to look */
    uint32_t nsections;
    const gj_template *pattern;
    const gj_requirement *require;
    uint32_t nrequire;
    uint32_t table;           /* the table all its cells are in, or GJ_NO_INDEX: `at` */
    gj_str at_row, at_column; /* the left side's row (canonical path) and column where they are single */
    gj_str at_row_label;
    const gj_policy *policies; /* TIE_SELF */
    uint32_t npolicies;
    const struct gj_fast *fast; /* bytecode that can tell instances that surely pass; NULL when there is none */
} gj_statement;

/* Sets `table`, `at_row` and `at_column` from the relation's left side. */
void gj_statement_place(gj_statement *statement, const gj_form *form);

typedef struct gj_form_code {
    const gj_form *form;
    gj_statement *statements;
    uint32_t n;
} gj_form_code;

struct gj_code {
    gj_form_code *forms; /* by form index */
    uint32_t nforms;
    /* A program made by gj_rules_compile_expression: its expression for each form, NULL where its names are not in the form. */
    const gj_expr **expression;
    const gj_node *expression_node;
};

#endif
