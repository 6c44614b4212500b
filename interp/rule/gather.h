/* gather.h - what rule files state, before any of it is checked: each rule, and each statement with the blocks whose definitions and policies
 * it sees. Everything belongs to the program's arena.
 */
#ifndef GJ_RULE_GATHER_H
#define GJ_RULE_GATHER_H

#include "rule/ast.h"
#include "rule/program.h"

/* A statement found in a file, before it is checked for any form. */
typedef struct gj_stated {
    const gj_node *node;
    const gj_node *rule_node;     /* its RULE, or NULL when it stands alone */
    const gj_node *message;       /* ELSE, or NULL */
    const gj_node *guard;         /* WHEN of `若 … 则 …`, or NULL */
    gj_str scope;                 /* table name, or empty */
    const struct gj_block *block; /* whose policies and definitions it sees */
    uint32_t rule, ordinal;
} gj_stated;

/* A file, a 表 { } block or a rule: policies and local definitions nest. */
typedef struct gj_block {
    const gj_node *node;
    bool says; /* it has definitions or policies of its own */
    const struct gj_block *outer;
} gj_block;

typedef struct gj_gathered {
    gj_arena *arena;
    gj_program *program; /* its rules are made */
    gj_diags *diags;
    gj_stated *items;
    uint32_t n, capacity, rules_capacity;
} gj_gathered;

/* Gathers the statements of FILES, which are trees of kind GJ_N_FILE, and the rules that they belong to. A rule that stands alone gets its id from its
 * own text; ids that stand twice are diagnosed. */
void gj_gather(gj_gathered *g, const gj_node *const *files, uint32_t nfiles);

/* The text that a node was made from. */
gj_str gj_gather_source(const gj_gathered *g, const gj_node *node);

#endif
