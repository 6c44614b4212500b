/* render.h - a relation in words: its values written in, for messages. */
#ifndef GJ_RUN_RENDER_H
#define GJ_RUN_RENDER_H

#include "rule/code.h"
#include "run/eval.h"

/* X at the instance (R, C) with every cell's value in its place: "66 ≠ 63 + 3 − 1". A comparison is shown as it turned out. */
void gj_render_values(gj_buf *out, const gj_env *env, gj_lang lang, const gj_expr *x, uint32_t r, uint32_t c);

/* A section by its name: 章 五, 上年.章 五; of an axis of sections the R-th. */
void gj_render_section(gj_buf *out, const gj_form *form, const gj_expr *x, uint32_t r);

/* One value: a number, a text, a verdict, or 〈空白〉 with the reason it is missing. */
void gj_render_scalar(gj_buf *out, gj_scalar s, gj_lang lang);

/* The text of a rule's own message at an instance. */
void gj_render_message(gj_buf *out, const gj_env *env, gj_lang lang, const gj_message *message, uint32_t r, uint32_t c);

#endif
