/* cells.h - what the reader read: every cell of the form with its place, as csv, json or an aligned table. */
#ifndef GJ_OUTPUT_CELLS_H
#define GJ_OUTPUT_CELLS_H

#include "output/output.h"

typedef enum gj_cells_format { GJ_CELLS_CSV, GJ_CELLS_JSON, GJ_CELLS_TABLE } gj_cells_format;

/* What stands before the first report and after the last one. */
void gj_cells_begin(gj_buf *buf, gj_cells_format format);
void gj_cells_end(gj_buf *buf, gj_cells_format format);

/* The cells of one report; NUMBER counts from 0. */
void gj_cells_report(gj_buf *buf, gj_cells_format format, const gj_report *report, uint32_t number, const gj_output_options *options);

#endif
