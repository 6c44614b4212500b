/* formats_module.c - the door of gouji-formats.so; not part of the program or the library. */
#include "report/formats.h"

extern const gj_formats gj_formats_table;
__attribute__((visibility("default"))) const gj_formats gj_formats_table = {gj_read_html, gj_read_docx, gj_read_pdf, gj_read_old_office};
