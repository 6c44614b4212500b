/* walks.h - the two walks and their meeting, for the commands (the public face is gouji.h, and stands on this).
 *
 * The walk of a rule:   source -> parse -> form build -> check -> compile -> program.
 * The walk of a report: bytes -> load -> read -> align -> report.
 */
#ifndef GJ_WALKS_H
#define GJ_WALKS_H

#include "gouji.h"
#include "rule/program.h"
#include "run/judge.h"

/* gj_rules of gouji.h. Everything in it belongs to its arena. */
struct gj_rules {
    gj_arena *arena;
    gj_sources *sources;
    gj_diags diags;
    gj_program program;    /* filled by gj_rules_compile */
    gj_reader *reader;     /* what reading needs of its forms */
    const gj_node **files; /* FILE trees in the order loaded, stdlib first */
    uint32_t nfiles, capacity;
    bool stdlib_loaded;
    gj_lang lang; /* of what audits say; the commands have their own */
    const struct gj_loading *loading; /* the files whose imports are being loaded, innermost first */
};

/* The folder of stdlib/ or rules/ (NAME) that goes with the running program: $GOUJI_HOME/NAME, the folder beside build/, or where it
 * was installed. Into ARENA; empty when there is none. */
gj_str gj_data_dir(gj_arena *arena, const char *name);

/* Compiles one expression or relation against the forms of RULES (already compiled): a program of its own that gj_evaluate runs. The
 * session's definitions (设, 函数) can be used. NULL with diagnostics on errors. */
gj_program *gj_rules_compile_expression(const gj_rules *rules, gj_arena *arena, gj_str text, gj_diags *diags);

/* Reads one report against the forms of RULES. NULL with a diagnostic when it cannot be read. */
gj_report *gj_walk_report(const gj_rules *rules, gj_arena *arena, gj_str path, gj_diags *diags);

#endif
