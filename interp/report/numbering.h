/* numbering.h - the numbers that Word writes before paragraphs: they are not in the text but in the style, the list and a counter.
 *
 * Filled from styles.xml and numbering.xml, then asked for the label of each paragraph in order. Owned by an arena.
 */
#ifndef GJ_REPORT_NUMBERING_H
#define GJ_REPORT_NUMBERING_H

#include "report/package.h"

typedef struct gj_numbering gj_numbering;

gj_numbering *gj_numbering_new(gj_arena *arena);

/* Handlers for the two parts; the context is the gj_numbering. */
extern const gj_xml_handler gj_numbering_styles, gj_numbering_lists;

/* Call when both parts were read. */
void gj_numbering_ready(gj_numbering *numbering);

#define GJ_NUMBERING_INHERIT UINT32_MAX

/* What a paragraph says of itself: GJ_NUMBERING_INHERIT where it leaves the word to its style. */
typedef struct gj_paragraph_style {
    gj_str style;         /* id; empty for the default */
    uint32_t list, level; /* numId (0: none), ilvl */
    uint32_t outline;     /* 0 to 8; 9 is body text */
} gj_paragraph_style;

/* 1 to 6 for a heading, else 0. */
unsigned gj_numbering_heading(const gj_numbering *numbering, const gj_paragraph_style *paragraph);

/* Whether the paragraph is a line of a table of contents. */
bool gj_numbering_is_contents(const gj_numbering *numbering, const gj_paragraph_style *paragraph);

/* Counts the paragraph and adds its label, with the space that follows it, to OUT; nothing for a bullet or a paragraph without number. */
void gj_numbering_label(gj_numbering *numbering, const gj_paragraph_style *paragraph, gj_buf *out);

/* N in a format of ST_NumberFormat ("chineseCounting"); decimal when the format is not known. */
void gj_numeral_add(gj_buf *out, uint32_t n, gj_str format);

#endif
