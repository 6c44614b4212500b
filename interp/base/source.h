/* source.h - texts that spans point into: rule files, REPL lines, strings given on the command line.
 *
 * A span is a pair of byte offsets into one source. Line, character column and display column are computed only when
 * something is drawn. The table of sources belongs to an arena and keeps its own copy of every text.
 */
#ifndef GJ_BASE_SOURCE_H
#define GJ_BASE_SOURCE_H

#include "base/text.h"

typedef struct gj_span {
    uint32_t source; /* id in gj_sources; 0 means nowhere */
    uint32_t start, end;
} gj_span;

#define GJ_SPAN_NONE ((gj_span){0, 0, 0})

typedef struct gj_sources gj_sources;

gj_sources *gj_sources_new(gj_arena *arena);

/* Adds a text under NAME (a path, or "<表达式>"); both are copied. Returns its id, from 1. */
uint32_t gj_sources_add(gj_sources *sources, gj_str name, gj_str text);
gj_str gj_source_name(const gj_sources *sources, uint32_t id);
gj_str gj_source_text(const gj_sources *sources, uint32_t id);

/* The text that SPAN covers. */
gj_str gj_source_slice(const gj_sources *sources, gj_span span);

typedef struct gj_location {
    uint32_t line;   /* from 1 */
    uint32_t column; /* from 1, in characters */
    uint32_t offset; /* display columns before it, from 0, a tab counted as 1 */
    gj_str text;     /* the whole line, without its end */
} gj_location;

gj_location gj_source_locate(const gj_sources *sources, uint32_t id, uint32_t offset);

/* The span from the start of A to the end of B (of one source). */
gj_span gj_span_join(gj_span a, gj_span b);

#endif
