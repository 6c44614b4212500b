/* repl_complete.h - what the two files of completion share: repl_complete.c (what kind of thing may come) and repl_names.c (which names a
 * form has there).
 */
#ifndef GJ_REPL_COMPLETE_H
#define GJ_REPL_COMPLETE_H

#include "repl.h"

/* How what was typed fits a name; only candidates of the best fit are offered. */
typedef enum gj_fit { GJ_FIT_NONE, GJ_FIT_INSIDE, GJ_FIT_INITIALS, GJ_FIT_PREFIX } gj_fit;

typedef struct gj_completer {
    const gj_session *session;
    gj_arena *arena;
    gj_completion *out;
    gj_str typed;
    bool quoted; /* inside a string that is not ended yet */
    gj_fit best;
} gj_completer;

gj_fit gj_completer_fit(gj_completer *k, gj_str name);
void gj_completer_add(gj_completer *k, gj_fit fit, gj_str text, gj_str note);

/* The statement so far, roughly: W a word or a number, S a string, U a string without its end, D "..", else the punctuation itself (full-width
 * forms narrowed; ? for what completion does not care about). */
typedef struct gj_piece {
    char kind;
    size_t start, end;
    gj_str text; /* of a string: its inside */
} gj_piece;

typedef struct gj_pieces {
    gj_piece *v;
    size_t n;
} gj_pieces;

#define GJ_NO_PIECE SIZE_MAX

gj_pieces gj_pieces_of(gj_arena *arena, gj_str text);

/* What may follow the path that ends before piece DOT; the columns of the path that ends before piece BRACKET. */
void gj_names_children(gj_completer *k, const gj_pieces *p, size_t dot);
void gj_names_columns(gj_completer *k, const gj_pieces *p, size_t bracket);
void gj_names_sections(gj_completer *k);
void gj_names_tables(gj_completer *k, const char *prefix);
/* Rows that a path may begin with; rows anywhere, as whole paths. */
void gj_names_rows(gj_completer *k);
void gj_names_deep(gj_completer *k);

#endif
