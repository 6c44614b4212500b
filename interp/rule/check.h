/* check.h - from tree to meaning, for one form: names to cells, axes, types. Everything wrong is told here, before any report is read.
 */
#ifndef GJ_RULE_CHECK_H
#define GJ_RULE_CHECK_H

#include "rule/expr.h"
#include "rule/resolve.h"

/* A name that stands for something else: a 设, a 函数, a parameter, or a hole of a claim. Innermost first. */
typedef struct gj_binding {
    gj_str name;
    const gj_node *node;                /* LET or FUNC; NULL for a parameter or a hole */
    gj_expr *value;                     /* a parameter's argument, a hole */
    uint32_t scope;                     /* LET: the table its paths start in */
    const struct gj_policies *policies; /* LET, FUNC: those in force where it stands */
    bool *used;                         /* set when it is used; may be NULL */
    const struct gj_binding *outer;
} gj_binding;

typedef struct gj_policies {
    gj_policy policy;
    const struct gj_policies *outer;
} gj_policies;

/* What the paths of a form were found to mean: rules name the same cells again and again. */
typedef struct gj_path_cache gj_path_cache;
gj_path_cache *gj_path_cache_new(gj_arena *arena);

typedef struct gj_checker {
    gj_arena *arena;
    gj_arena *scratch;    /* for what is not kept; the caller resets it between statements. May be ARENA */
    gj_path_cache *cache; /* of `form`; may be NULL */
    gj_diags *diags;
    const gj_form *form;         /* the form that names are resolved in */
    const gj_form *const *forms; /* all of them, for 上年 */
    uint32_t nforms;
    uint32_t scope;          /* table that paths start in, or GJ_NO_INDEX */
    gj_table_bits preferred; /* set for each relation by gj_check_relation */
    const gj_binding *bindings;
    const gj_policies *policies;
    struct gj_regexes *regexes; /* patterns compiled before; may be NULL */
    gj_templates *templates;    /* the same of templates; may be NULL */
    bool groups;                /* a path that only names a group means its leaves (REPL, eval) */
    bool message;               /* inside a message: 列, 行, … may be used */
    unsigned depth;             /* of functions calling functions */
} gj_checker;

/* One expression. Never NULL; type GJ_TYPE_ERROR when diagnostics were recorded. */
gj_expr *gj_check_expr(gj_checker *checker, const gj_node *node);

/* A relation: as gj_check_expr, after finding which tables its paths agree on; must be a BOOL unless ANY_TYPE. */
gj_expr *gj_check_relation(gj_checker *checker, const gj_node *node, bool any_type);

/* A condition (若): a single BOOL. */
gj_expr *gj_check_condition(gj_checker *checker, const gj_node *node);

/* The policies that a POLICY node states, in front of OUTER. */
const gj_policies *gj_check_policy(gj_checker *checker, const gj_node *node, const gj_policies *outer);

/* The sections that a SECTION_REF names: indexes into the form's sections; 全文 is one GJ_NO_INDEX. Returns nonzero with a diagnostic. */
int gj_check_sections(gj_checker *checker, const gj_node *ref, uint32_t **sections, uint32_t *count);

#endif
