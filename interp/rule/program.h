/* program.h - compiled rules: immutable, shareable between threads, every instruction with its span. The bytecode itself is private to
 * rule/compile.c and run/vm.c (rule/code.h); this is what everything else may know of a program.
 */
#ifndef GJ_RULE_PROGRAM_H
#define GJ_RULE_PROGRAM_H

#include "form/form.h"
#include "rule/ast.h"

typedef struct gj_rule {
    gj_str id, title, basis;
    gj_str *tags;
    uint32_t ntags;
    uint8_t level;       /* gj_level: 0 error, 1 warning, 2 info */
    const gj_node *node; /* its RULE, or the bare relation's ASSERT */
    gj_span span;
    bool bare;       /* a relation without a rule around it: its id is made from its text */
    gj_str relation; /* the relation(s) as written, for people */
} gj_rule;

typedef struct gj_program {
    gj_arena *arena;
    gj_sources *sources;
    const gj_form **forms;
    uint32_t nforms;
    gj_rule *rules;
    uint32_t nrules;
    const gj_node **tests; /* TEST nodes, with the file they stand in */
    uint32_t ntests;
    const gj_node **files; /* FILE nodes in the order read */
    uint32_t nfiles;
    struct gj_code *code; /* rule/code.h */
} gj_program;

#endif
