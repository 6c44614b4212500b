/* normalize.h - bytes of any encoding to UTF-8, and UTF-8 to one spelling, without losing where anything stood.
 *
 * Decoding: UTF-8 with or without a mark, UTF-16 with or without one, GB18030; bytes that fit nothing become U+FFFD and reading goes on.
 * Normalising: line ends become \n; full-width digits and letters, and the signs within numbers, become half-width; every kind of space
 * becomes a plain space; characters without width and the marks that extractors leave ("[bookmark: _x]", "[image: y]") are removed.
 */
#ifndef GJ_REPORT_NORMALIZE_H
#define GJ_REPORT_NORMALIZE_H

#include "report/document.h"

/* BYTES as UTF-8, in ARENA. */
gj_str gj_decode(gj_arena *arena, gj_str bytes);

/* The end of a line of the text, and what that line holds that may separate fields. */
typedef struct gj_cut {
    uint32_t end; /* offset of its \n */
    uint8_t seen; /* GJ_SEEN_… */
} gj_cut;

enum { GJ_SEEN_SPACE = 1, GJ_SEEN_TAB = 2, GJ_SEEN_BAR = 4, GJ_SEEN_FEED = 8, GJ_SEEN_COMMA = 16 /* or a semicolon */ };

typedef struct gj_normal {
    gj_str text;     /* ends with \n unless it is empty; SOURCE itself when nothing had to change */
    gj_map_run *map; /* the runs that lead back to the source (document.h); NULL when nothing moved */
    uint32_t nmap;
    gj_cut *cuts; /* every line of the text */
    uint32_t ncuts;
    bool valid; /* the source was UTF-8 without a zero byte; else it wants to be decoded first */
} gj_normal;

/* Normalises SOURCE, in ARENA, in one pass over its bytes. Bytes that are no UTF-8 are kept. */
void gj_normalize(gj_arena *arena, gj_str source, gj_normal *out);

#endif
