/* ast.h - the tree that the parser builds and every later stage reads. Nodes live in the program's arena. One node type with a
 * list of kids keeps the parser's actions, fmt, explain and check uniform; ast.def says what each kind holds.
 */
#ifndef GJ_RULE_AST_H
#define GJ_RULE_AST_H

#include "base/diag.h"
#include "base/number.h"

typedef enum gj_kind_of_node {
#define NODE(name, layout) GJ_N_##name,
#include "rule/ast.def"
#undef NODE
    GJ_N_COUNT
} gj_kind_of_node;

typedef enum gj_step {
    GJ_STEP_WORD,     /* 不予公开, 三, "a string" */
    GJ_STEP_ORDINAL,  /* （三）: text is 三 */
    GJ_STEP_NUMBER,   /* 4 */
    GJ_STEP_STAR,     /* * */
    GJ_STEP_STARSTAR, /* ** */
    GJ_STEP_RANGE,    /* a..b: two STEP kids */
    GJ_STEP_LIST      /* [a, b]: STEP kids */
} gj_step;

typedef enum gj_op {
    GJ_OP_ADD,
    GJ_OP_SUB,
    GJ_OP_MUL,
    GJ_OP_DIV,
    GJ_OP_EQ,
    GJ_OP_NE,
    GJ_OP_LT,
    GJ_OP_LE,
    GJ_OP_GT,
    GJ_OP_GE,
    GJ_OP_APPROX,
    GJ_OP_CONTAINS,
    GJ_OP_MATCHES,
    GJ_OP_HAS
} gj_op;

typedef struct gj_node {
    uint16_t kind; /* gj_kind_of_node */
    uint16_t nkids;
    uint32_t op;
    gj_span span;
    gj_str text, text2;
    gj_num num;
    gj_written written;
    struct gj_node *first, *last, *next; /* kids, and the next sibling */
} gj_node;

gj_node *gj_node_new(gj_arena *arena, gj_kind_of_node kind, gj_span span);
/* Appends KID (NULL is allowed and ignored) and returns PARENT. */
gj_node *gj_node_add(gj_node *parent, gj_node *kid);
/* Appends every node of the sibling list LIST. */
gj_node *gj_node_add_all(gj_node *parent, gj_node *list);
gj_node *gj_node_kid(const gj_node *node, unsigned i);            /* the i-th kid, or NULL */
gj_node *gj_node_find(const gj_node *node, gj_kind_of_node kind); /* the first kid of this kind, or NULL */
const char *gj_node_name(gj_kind_of_node kind);
/* The tree as an S-expression, for tests and the fuzzer. */
void gj_node_dump(gj_buf *out, const gj_node *node);

#endif
