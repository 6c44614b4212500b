/* statutory_parts.h - what the files of the statutory sentence share: statutory.c (reading it), statutory_build.c (its tree). */
#ifndef GJ_RULE_STATUTORY_PARTS_H
#define GJ_RULE_STATUTORY_PARTS_H

#include "rule/statutory.h"

enum { GJ_TIE_TERMS = 64 };

typedef enum gj_tie_kind {
    GJ_TIE_ROW,
    GJ_TIE_COLUMN,
    GJ_TIE_NUMBER,
    GJ_TIE_OTHERS /* 各项: what the other side's first term is the total of */
} gj_tie_kind;

typedef struct gj_tie_term {
    gj_tie_kind kind;
    uint32_t index; /* of the row or column */
    gj_num num;
    gj_op op;    /* ADD or SUB: how it joins what stands before it */
    bool linked; /* joined by 与, 和 or 、, which 之差 makes a difference */
} gj_tie_term;

typedef struct gj_tie_side {
    gj_tie_term term[GJ_TIE_TERMS];
    uint32_t n;
} gj_tie_side;

typedef struct gj_tie_reader {
    gj_arena *arena;
    const gj_form *form;
    const gj_table *table;
    bool columns;    /* the terms are columns */
    uint32_t within; /* the row whose columns they are, when the sentence names one */
    gj_str text;
    size_t at, end, furthest;
    gj_span span;
} gj_tie_reader;

/* The comparison of two sides, whose nodes all have the reader's span; NULL when 各项 has no total to belong to, or nothing is compared. */
gj_node *gj_tie_build(const gj_tie_reader *r, gj_op op, const gj_tie_side *left, const gj_tie_side *right);

#endif
