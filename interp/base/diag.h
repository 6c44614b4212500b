/* diag.h - errors as data: queued with their spans, drawn at the end by one renderer.
 *
 * Each kind of diagnostic is declared once in diag.def (code, severity, Chinese, English, and for `explain` its cause, an
 * example and a cure). A diagnostic carries up to three spans, each with an optional note, and arguments that fill {0},
 * {1}, … of its text. A gj_diags belongs to an arena.
 */
#ifndef GJ_BASE_DIAG_H
#define GJ_BASE_DIAG_H

#include "base/source.h"

typedef enum gj_diag_code {
    GJ_DIAG_NONE = 0,
#define DIAG(id, code, severity, zh, en, explain_zh, explain_en) GJ_##id,
#include "base/diag.def"
#undef DIAG
    GJ_DIAG_COUNT
} gj_diag_code;

typedef enum gj_severity { GJ_SEV_ERROR, GJ_SEV_WARNING, GJ_SEV_NOTE } gj_severity;
typedef enum gj_lang { GJ_LANG_ZH, GJ_LANG_EN } gj_lang;

#define GJ_DIAG_SPANS 3
#define GJ_DIAG_ARGS 4

typedef struct gj_diag {
    gj_diag_code code;
    gj_span span[GJ_DIAG_SPANS];      /* span[0] is where the caret stands */
    gj_str note[GJ_DIAG_SPANS];       /* what to say beside each; may be empty */
    gj_str arg[GJ_DIAG_ARGS];         /* copied into the arena */
    gj_str hint;                      /* a nearest name or a cure, drawn on its own line; may be empty */
    struct gj_diag *next;
} gj_diag;

typedef struct gj_diags {
    gj_arena *arena;
    gj_sources *sources;
    gj_diag *first, *last;
    uint32_t errors, warnings;
    uint32_t limit;  /* errors kept, and warnings; more are counted and one line says how many. 0 means 100 */
    gj_diag *unkept; /* what gj_diag_add returns for a diagnostic that is not queued */
} gj_diags;

void gj_diags_init(gj_diags *diags, gj_arena *arena, gj_sources *sources);

/* Queues a diagnostic; arguments are gj_str, up to four, ended by the macro. The same code at the same span is queued once.
 * Returns it so that spans, notes and the hint can be added, never NULL. */
gj_diag *gj_diag_add(gj_diags *diags, gj_diag_code code, gj_span span, size_t nargs, const gj_str *args);
#define GJ_DIAG0(diags, code, span) gj_diag_add((diags), (code), (span), 0, NULL)
#define GJ_DIAG(diags, code, span, ...) \
    gj_diag_add((diags), (code), (span), sizeof((gj_str[]){__VA_ARGS__}) / sizeof(gj_str), (gj_str[]){__VA_ARGS__})

/* Adds a second or third span with a note (ignored when all three are taken). */
void gj_diag_point(gj_diags *diags, gj_diag *diag, gj_span span, gj_str note);
void gj_diag_hint(gj_diags *diags, gj_diag *diag, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* What is known of a code. */
typedef struct gj_diag_info {
    const char *code; /* "E0301" */
    gj_severity severity;
    const char *text[2], *explain[2]; /* by gj_lang */
} gj_diag_info;
const gj_diag_info *gj_diag_describe(gj_diag_code code);
gj_diag_code gj_diag_lookup(gj_str code); /* "E0301", any case; GJ_DIAG_NONE when there is none */

/* The message with its arguments filled in; an argument that holds "中文\x1fEnglish" is shown in the language asked for; it is shown without control characters, and cut when it is very long. */
void gj_diag_message(gj_buf *out, const gj_diag *diag, gj_lang lang);

/* What the system says of ERROR (errno), in both languages, as an argument of a diagnostic. */
gj_str gj_errno_words(int error);

/* Draws all of them in the order of their places:
 *
 *   rules/a.gj:3:9: 错误[E0301]: 没有“商业公司”
 *     3 |   三.总计[商业公司] == 1
 *       |           ^^^^^^^^
 *       = 是不是“商业企业”？
 *
 * COLOR adds ANSI colours. Display columns are used under the line, so the caret stands under the right character. */
void gj_diags_render(gj_buf *out, const gj_diags *diags, gj_lang lang, bool color);

#endif
