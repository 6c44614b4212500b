/* fast.h - bytecode for what most rules are: sums and comparisons of whole numbers that are all there.
 *
 * The bytecode may only say of an instance that it surely passes. Everything else (a failure, a missing cell, a decimal, a number beyond 2^40)
 * is judged by the exact evaluator (run/eval.h), so there is one meaning of a rule and the bytecode is only its shortcut.
 */
#ifndef GJ_RULE_FAST_H
#define GJ_RULE_FAST_H

#include "rule/expr.h"

typedef enum gj_opcode {
#define OPCODE(name, reads, writes, doc) GJ_OPCODE_##name,
#include "rule/opcodes.def"
#undef OPCODE
    GJ_OPCODE_COUNT
} gj_opcode;

typedef struct gj_instruction {
    uint8_t op;        /* gj_opcode */
    uint16_t to, a, b; /* registers; SUM: b is the number of layers */
    int64_t value;     /* CONST, NEAR; ROW: the first slot */
    const uint32_t
        *slots; /* GATHER: one an instance; SUM: layer after layer, each as long as the instances, or its first slot when `rows` */
    bool rows;  /* SUM: every layer is a run of slots; `slots` holds the first of each */
    gj_span span;
} gj_instruction;

/* Slots [from, to) that the program reads: they must all be whole numbers. */
typedef struct gj_slot_range {
    uint32_t from, to;
} gj_slot_range;

typedef struct gj_fast {
    gj_instruction *code;
    uint32_t n;
    uint32_t instances; /* rows * columns of the relation */
    uint16_t registers; /* the last one written is the answer */
    gj_slot_range *ranges;
    uint32_t nranges;
} gj_fast;

/* The bytecode of RELATION, or NULL when it says more than the bytecode can. */
const gj_fast *gj_fast_compile(gj_arena *arena, const gj_expr *relation);

#endif
