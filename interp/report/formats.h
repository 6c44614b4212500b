/* formats.h - the readers that stand on large libraries (libxml2, libzip, poppler), in a module that is loaded only when a report needs it:
 * most reports are text, and the libraries take longer to load than a report takes to read.
 */
#ifndef GJ_REPORT_FORMATS_H
#define GJ_REPORT_FORMATS_H

#include "report/load.h"

typedef int gj_read_fn(gj_arena *arena, gj_str path, gj_str bytes, gj_doc **doc, gj_diags *diags);

typedef struct gj_formats {
    gj_read_fn *html, *docx, *pdf, *old_office;
} gj_formats;

/* The readers of the module gouji-formats.so, which stands beside the program or library, in build/, or where it was installed. NULL with a
 * diagnostic about PATH when it cannot be loaded. */
const gj_formats *gj_formats_load(gj_str path, gj_diags *diags);

/* The path of a file that belongs beside the module (NUL-terminated, in ARENA): where the running code is, in build/, or where it was
 * installed. Empty when it is nowhere. */
gj_str gj_formats_companion(gj_arena *arena, const char *name);

#endif
