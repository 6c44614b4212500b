/* parse.h - text to tree: the door to grammar/. Only gouji.c (and repl.c, through it) calls these.
 */
#ifndef GJ_RULE_PARSE_H
#define GJ_RULE_PARSE_H

#include "rule/ast.h"

typedef enum gj_parse_start {
    GJ_PARSE_FILE,      /* items of a file: forms, rules, relations, … */
    GJ_PARSE_EXPRESSION /* one expression or relation (eval, a placeholder, :time) */
} gj_parse_start;

/* Parses the source ID of DIAGS->sources into a tree in ARENA. Returns nonzero when there were errors; *tree is then what could be parsed
 * (ERROR nodes where not), never NULL. */
int gj_parse(gj_arena *arena, uint32_t source, gj_parse_start start, gj_node **tree, gj_diags *diags);

/* For the REPL: is TEXT finished, does it want more lines, or is it wrong already? */
typedef enum gj_completeness { GJ_COMPLETE, GJ_INCOMPLETE, GJ_WRONG } gj_completeness;
gj_completeness gj_parse_completeness(gj_str text);

/* For completion: the token kinds that may come next after TEXT (a prefix of a statement), as keyword spellings or one of the concepts
 * "<名称>", "<列>", "<数>", "<字符串>". Fills OUT (at most MAX) and returns how many. */
size_t gj_parse_expected(gj_str text, const char **out, size_t max);

/* A keyword table, for docs, completion and highlighting: the i-th pair of spellings, false past the end. */
bool gj_keyword(size_t i, const char **zh, const char **en, const char **doc);

#endif
