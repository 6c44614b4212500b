/* package.h - the container of a docx: its parts, each an XML text that is streamed through handlers.
 *
 * What the parts unpack to is bounded over the whole package (GJ_LIMIT_UNPACKED), nesting by GJ_LIMIT_DEPTH; a document type declaration
 * is refused, and with it every entity. The bytes must outlive the package.
 */
#ifndef GJ_REPORT_PACKAGE_H
#define GJ_REPORT_PACKAGE_H

#include "base/diag.h"

typedef struct gj_package gj_package;

/* An element as libxml2's SAX2 gives it; names are local (without their prefix). */
typedef struct gj_xml_element {
    const char *name;
    const unsigned char **attributes;
    int nattributes;
} gj_xml_element;

typedef struct gj_xml_handler {
    void (*start)(void *context, const gj_xml_element *element);
    void (*end)(void *context, const char *name);
    void (*text)(void *context, gj_str text);
    gj_diag_code (*full)(void *context); /* asked now and then: a limit that was passed stops the part; may be NULL */
} gj_xml_handler;

/* The value of an attribute by its local name; p is NULL when it is not there. Borrowed until the handler returns. */
gj_str gj_xml_attribute(const gj_xml_element *element, const char *name);

/* A value as a number; FALLBACK when absent or not a number. Clamped to a million. */
uint32_t gj_xml_number(const gj_xml_element *element, const char *name, uint32_t fallback);

/* Whether a property such as <w:vanish/> is on: absent or any value but 0, false and off. */
bool gj_xml_on(const gj_xml_element *element);

/* NULL with a diagnostic when the bytes are no package. */
gj_package *gj_package_open(gj_str path, gj_str bytes, gj_diags *diags);
void gj_package_close(gj_package *package); /* NULL is allowed */

bool gj_package_has(gj_package *package, const char *part);

/* Streams a part through HANDLER. A part that is not there is nothing to read. Nonzero with a diagnostic when it cannot be read, or when
 * a limit was passed (that of HANDLER->full is for the caller to report). */
int gj_package_read(gj_package *package, const char *part, const gj_xml_handler *handler, void *context);

#endif
