/* linear.h - relations as linear equations over cells, to see which say nothing, which repeat and which follow from others.
 *
 * Arithmetic is modulo the prime 2^61 - 1: coefficients of rules are small, so two different equations agree by accident with a chance of about
 * 2^-61. It decides warnings only, never a verdict.
 */
#ifndef GJ_RULE_LINEAR_H
#define GJ_RULE_LINEAR_H

#include "rule/expr.h"

typedef struct gj_equation {
    uint64_t *coefficient; /* by slot; then last year's by slot; then the constant */
    uint32_t width;
} gj_equation;

/* left - right of a comparison at instance (R, C); false when it is not linear with whole coefficients. */
bool gj_equation_make(gj_arena *arena, const gj_expr *compare, uint32_t nslots, uint32_t r, uint32_t c, gj_equation *out);

bool gj_equation_is_constant(const gj_equation *e);  /* no cell is left in it */
int gj_equation_constant_sign(const gj_equation *e); /* of its constant */

/* A growing set of independent equations. */
typedef struct gj_basis gj_basis;
gj_basis *gj_basis_new(gj_arena *arena, uint32_t width, uint32_t nsources);

/* Reduces E by the basis. If it vanishes, returns true and SOURCES (a bit set of nsources bits) says whose equations it follows from; else adds what is
 * left, on behalf of SOURCE, and returns false. */
bool gj_basis_add(gj_basis *basis, const gj_equation *e, uint32_t source, uint64_t *sources);

#endif
