/* template_code.h - a compiled template: what template.c makes and template_match.c runs.
 *
 * A little machine: each instruction looks at the condensed sentence at one position, moves on or fails; SPLIT tries `next` first and
 * `other` when that failed, each only where it can begin.
 */
#ifndef GJ_RULE_TEMPLATE_CODE_H
#define GJ_RULE_TEMPLATE_CODE_H

#include "rule/template.h"

#define GJ_TEMPLATE_HOLES    32u
#define GJ_TEMPLATE_ANCHORS  8u
#define GJ_TEMPLATE_NUMERALS "0123456789零〇一二两三四五六七八九十百壹贰叁肆伍陆柒捌玖拾" /* what a number begins with */

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

/* A set of characters that may hold others too: one bit stands for all that agree in their lowest ten bits; folded, in their lowest six. */
typedef struct gj_template_set {
    uint64_t bits[16];
} gj_template_set;

static inline uint64_t gj_template_set_bit(uint32_t c) {
    return UINT64_C(1) << (c & 63);
}

static inline void gj_template_set_add(gj_template_set *set, uint32_t c) {
    set->bits[c >> 6 & 15] |= gj_template_set_bit(c);
}

static inline bool gj_template_set_has(const gj_template_set *set, uint32_t c) {
    return set->bits[c >> 6 & 15] & gj_template_set_bit(c);
}

static inline uint64_t gj_template_set_fold(const gj_template_set *set) {
    uint64_t folded = 0;
    for (int i = 0; i < 16; i++) folded |= set->bits[i];
    return folded;
}

typedef struct gj_template_step {
    uint8_t op; /* gj_template_op */
    uint8_t hole;
    bool plain;        /* NUMBER: without the 万, 亿 or % that the template's own text goes on with */
    bool own_before;   /* NUMBER: the template's own text stands right before it, */
    bool own_after;    /* right behind it, */
    bool hedged_after; /* and makes it inexact, so that an inexact one is wanted */
    uint16_t next, other;
    gj_str text;        /* LITERAL, condensed */
    uint64_t starts[2]; /* SPLIT: what can follow at next and at other, folded */
} gj_template_step;

/* Words of the lexicon, one of which every match holds. */
typedef struct gj_anchor {
    uint32_t *word;
    uint32_t n;
} gj_anchor;

struct gj_template {
    gj_str text;
    gj_hole *holes;
    uint32_t nholes;
    gj_template_step *step;
    uint32_t nsteps;
    uint16_t start;
    const gj_lexicon *lexicon;
    gj_anchor anchor[GJ_TEMPLATE_ANCHORS]; /* a sentence without one of them holds no match */
    uint32_t nanchors;
    gj_template_set starts; /* what a match may begin with */
    uint32_t literal_size;  /* characters, punctuation aside, that every match holds outside its holes */
};

#endif
