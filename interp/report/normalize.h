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

/* The normalised text of SOURCE (valid UTF-8), in ARENA, with the runs that lead back to it (document.h; *map is NULL when nothing
 * moved). The text ends with \n unless it is empty. */
gj_str gj_normalize(gj_arena *arena, gj_str source, gj_map_run **map, uint32_t *nmap);

#endif
