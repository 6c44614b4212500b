/* build.h - what the parser's actions build with, and the parser's state. Nodes and lists live in the arena of the tree. */
#ifndef GJ_GRAMMAR_BUILD_H
#define GJ_GRAMMAR_BUILD_H

#include "lex.h"

typedef struct gj_parser {
    gj_arena *arena;
    gj_diags *diags;
    gj_tokens *tokens;
    gj_node *root;     /* set by the grammar's start rule */
    gj_token token;    /* the token being pushed */
    gj_token last;     /* the one before it */
    uint32_t mistakes; /* syntax errors met */
    bool doubtful;     /* the statement goes on what stood before a comma that should not be there */
    bool at_end;       /* the last of them stood at the end of the text */
} gj_parser;

/* A list is a node of kind ERROR whose kids are the elements, until gj_build_take hands them to their parent. */
gj_node *gj_build(gj_parser *parser, gj_kind_of_node kind, gj_span span);
gj_node *gj_build_text(gj_parser *parser, gj_kind_of_node kind, gj_span span, gj_str text);
gj_node *gj_build_op(gj_parser *parser, gj_kind_of_node kind, gj_span span, uint32_t op);
gj_node *gj_build_list(gj_parser *parser, gj_node *first);
gj_node *gj_build_take(gj_node *parent, gj_node *list); /* the elements of LIST become kids of PARENT */

gj_node *gj_build_string(gj_parser *parser, gj_kind_of_node kind, const gj_token *token); /* text unescaped */
gj_node *gj_build_text_value(gj_parser *parser, const gj_token *token);
gj_node *gj_build_template(gj_parser *parser, const gj_token *token);
gj_node *gj_build_number(gj_parser *parser, const gj_token *token);
gj_node *gj_build_message(gj_parser *parser, gj_kind_of_node kind, const gj_token *token, gj_span span); /* TEXTPART kids */
gj_str gj_build_digits(gj_parser *parser, const gj_token *token); /* a number's text as an ordinal, narrowed */

gj_node *gj_build_step(gj_parser *parser, gj_step step, gj_span span, gj_str text);
gj_node *gj_build_range(gj_parser *parser, gj_node *from, gj_node *to);
gj_node *gj_build_table_step(gj_parser *parser, gj_span span, gj_str name); /* 表 三 as the step 表三 */
gj_node *gj_build_binary(gj_parser *parser, gj_kind_of_node kind, gj_op op, gj_node *a, gj_node *b);
/* CHAIN op B where CHAIN is a comparison or a chain of them: a <= b <= c is a <= b 且 b <= c. */
gj_node *gj_build_chain(gj_parser *parser, gj_op op, gj_node *chain, gj_node *b);
gj_node *gj_build_else(gj_parser *parser, gj_node *line, gj_node *otherwise, gj_span span);
gj_node *gj_build_section(gj_parser *parser, gj_span span, gj_node *first, gj_node *second);
gj_node *gj_build_row(gj_parser *parser, gj_span span, gj_node *first, gj_node *second);
gj_node *gj_build_before_comma(gj_parser *parser, gj_node *list, gj_node *assert, gj_span comma);
gj_node *gj_build_item(gj_parser *parser, gj_node *list, gj_node *item); /* LIST with the statement ITEM */
gj_node *gj_build_requirement(gj_parser *parser, gj_node *path);

/* Complaints (complain.c). */
void gj_complain(gj_parser *parser, gj_diag_code code, gj_span span);
void gj_complain_syntax(gj_parser *parser, const int *expected, int count);

/* One expression at RANGE of a source (a placeholder). */
gj_node *gj_parse_range(gj_arena *arena, gj_diags *diags, gj_span range);

#endif
