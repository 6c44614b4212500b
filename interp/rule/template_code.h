/* template_code.h - a compiled template: what template.c makes and template_match.c runs.
 *
 * A little machine: each instruction looks at the condensed sentence at one position, moves on or fails; SPLIT tries `next` first and
 * `other` when that failed.
 */
#ifndef GJ_RULE_TEMPLATE_CODE_H
#define GJ_RULE_TEMPLATE_CODE_H

#include "rule/template.h"

#define GJ_TEMPLATE_HOLES 32u

typedef enum gj_template_op {
    GJ_T_LITERAL, /* text, then next */
    GJ_T_NUMBER,  /* a number or a percentage into hole, then next */
    GJ_T_OPEN,    /* a word or a text begins here, then next */
    GJ_T_CLOSE,   /* and ends here, then next */
    GJ_T_ANY,     /* one character, then next */
    GJ_T_WORD,    /* one character of a word, then next */
    GJ_T_SPLIT,
    GJ_T_MATCH
} gj_template_op;

typedef struct gj_template_step {
    uint8_t op; /* gj_template_op */
    uint8_t hole;
    bool plain;        /* NUMBER: without the 万, 亿 or % that the template's own text goes on with */
    bool own_before;   /* NUMBER: the template's own text stands right before it, */
    bool own_after;    /* right behind it, */
    bool hedged_after; /* and makes it inexact, so that an inexact one is wanted */
    uint16_t next, other;
    gj_str text; /* LITERAL, condensed */
} gj_template_step;

struct gj_template {
    gj_str text;
    gj_hole *holes;
    uint32_t nholes;
    gj_template_step *step;
    uint32_t nsteps;
    uint16_t start;
    gj_str anchor;         /* Han characters in a row that every match holds; empty when there are none */
    uint32_t literal_size; /* characters, punctuation aside, that every match holds outside its holes */
};

#endif
