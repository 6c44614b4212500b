#include "report/package.h"

#include <libxml/parser.h>
#include <stdlib.h>
#include <string.h>
#include <zip.h>

#include "report/load.h"
#include "report/markup.h"

enum { CHUNK = 1 << 16 };

struct gj_package {
    zip_t *zip;
    gj_str path;
    gj_diags *diags;
    uint64_t left; /* of GJ_LIMIT_UNPACKED */
};

typedef struct part {
    xmlParserCtxtPtr parser;
    const gj_xml_handler *handler;
    void *context;
    uint32_t depth;
    bool too_deep, has_dtd;
} part;

static int fail(gj_package *package, gj_diag_code code, gj_str what) {
    GJ_DIAG(package->diags, code, GJ_SPAN_NONE, package->path, what);
    return 1;
}

static int fail_limit(gj_package *package, gj_diag_code code, uint32_t limit) {
    return fail(package, code, gj_str_format(package->diags->arena, "%u", limit));
}

gj_package *gj_package_open(gj_str path, gj_str bytes, gj_diags *diags) {
    gj_package *package = gj_malloc(sizeof *package);
    *package = (gj_package){.path = path, .diags = diags, .left = GJ_LIMIT_UNPACKED};
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t *source = zip_source_buffer_create(bytes.p, bytes.n, 0, &error);
    if (source != NULL) package->zip = zip_open_from_source(source, ZIP_RDONLY, &error);
    if (package->zip == NULL) {
        if (source != NULL) zip_source_free(source);
        fail(package, GJ_E_DOCX_BROKEN, gj_str_from(zip_error_strerror(&error)));
        free(package);
        package = NULL;
    }
    zip_error_fini(&error);
    return package;
}

void gj_package_close(gj_package *package) {
    if (package == NULL) return;
    zip_discard(package->zip);
    free(package);
}

bool gj_package_has(gj_package *package, const char *name) {
    return zip_name_locate(package->zip, name, 0) >= 0;
}

gj_str gj_xml_attribute(const gj_xml_element *element, const char *name) {
    for (int i = 0; i < element->nattributes; i++) {
        const unsigned char **a = element->attributes + 5 * i; /* local name, prefix, URI, value, its end */
        if (strcmp((const char *)a[0], name) == 0) return (gj_str){(const char *)a[3], (size_t)(a[4] - a[3])};
    }
    return GJ_STR_NONE;
}

uint32_t gj_xml_number(const gj_xml_element *element, const char *name, uint32_t fallback) {
    gj_str value = gj_xml_attribute(element, name);
    uint32_t n = 0;
    if (value.n == 0) return fallback;
    for (size_t i = 0; i < value.n; i++) {
        if (value.p[i] < '0' || value.p[i] > '9') return fallback;
        if (n < 1000000) n = n * 10 + (uint32_t)(value.p[i] - '0');
    }
    return n;
}

bool gj_xml_on(const gj_xml_element *element) {
    gj_str value = gj_xml_attribute(element, "val");
    return value.p == NULL || !(gj_str_eq(value, GJ_STR("0")) || gj_str_eq(value, GJ_STR("false")) || gj_str_eq(value, GJ_STR("off")));
}

/* ---- the handlers of libxml2 ---- */

static void on_start(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri, int nnamespaces,
                     const xmlChar **namespaces, int nattributes, int ndefaulted, const xmlChar **attributes) {
    (void)prefix, (void)uri, (void)nnamespaces, (void)namespaces, (void)ndefaulted;
    part *p = context;
    if (++p->depth > GJ_LIMIT_DEPTH) {
        p->too_deep = true;
        xmlStopParser(p->parser);
        return;
    }
    p->handler->start(p->context, &(gj_xml_element){(const char *)name, attributes, nattributes});
}

static void on_end(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri) {
    (void)prefix, (void)uri;
    part *p = context;
    if (p->too_deep || p->has_dtd) return;
    p->depth--;
    p->handler->end(p->context, (const char *)name);
}

static void on_text(void *context, const xmlChar *text, int length) {
    part *p = context;
    if (p->handler->text != NULL) p->handler->text(p->context, (gj_str){(const char *)text, (size_t)length});
}

static void on_dtd(void *context, const xmlChar *name, const xmlChar *external, const xmlChar *system) {
    (void)name, (void)external, (void)system;
    part *p = context;
    p->has_dtd = true;
    xmlStopParser(p->parser);
}

static void on_error(void *context, xmlErrorPtr error) {
    (void)context, (void)error; /* asked for afterwards */
}

/* ---- one part ---- */

/* The bytes of the part, a chunk at a time, to the parser. */
static int feed(gj_package *package, const char *name, zip_file_t *file, part *p) {
    char *chunk = gj_malloc(CHUNK);
    gj_markup_guard guard = {0};
    int failed = 0;
    for (;;) {
        zip_int64_t n = zip_fread(file, chunk, CHUNK);
        if (n < 0) {
            failed = fail(package, GJ_E_DOCX_BROKEN, gj_str_format(package->diags->arena, "%s: %s", name, zip_file_strerror(file)));
            break;
        }
        if ((uint64_t)n > package->left) {
            failed = fail_limit(package, GJ_E_LIMIT_UNPACKED, GJ_LIMIT_UNPACKED);
            break;
        }
        package->left -= (uint64_t)n;
        if (gj_markup_over(&guard, (gj_str){chunk, (size_t)n})) {
            failed = fail_limit(package, GJ_E_LIMIT_ATTRIBUTES, GJ_LIMIT_ATTRIBUTES);
            break;
        }
        int code = memchr(chunk, '\0', (size_t)n) != NULL ? XML_ERR_INVALID_CHAR : xmlParseChunk(p->parser, chunk, (int)n, n == 0);
        if (p->has_dtd) {
            failed = fail(package, GJ_E_DOCX_ENTITY, GJ_STR(""));
            break;
        }
        if (p->too_deep) {
            failed = fail_limit(package, GJ_E_LIMIT_DEPTH, GJ_LIMIT_DEPTH);
            break;
        }
        if (p->handler->full != NULL && p->handler->full(p->context) != GJ_DIAG_NONE) {
            failed = 1;
            break;
        }
        if (code != 0 && !p->parser->wellFormed) {
            xmlErrorPtr error = xmlCtxtGetLastError(p->parser);
            gj_str why = gj_str_trim(gj_str_from(error == NULL ? "XML" : error->message));
            failed = fail(package, GJ_E_DOCX_BROKEN, gj_str_format(package->diags->arena, "%s: %.*s", name, GJ_FMT(why)));
            break;
        }
        if (n == 0) break;
    }
    free(chunk);
    return failed;
}

int gj_package_read(gj_package *package, const char *name, const gj_xml_handler *handler, void *context) {
    if (!gj_package_has(package, name)) return 0;
    zip_file_t *file = zip_fopen(package->zip, name, 0);
    if (file == NULL) {
        bool locked = zip_error_code_zip(zip_get_error(package->zip)) == ZIP_ER_NOPASSWD;
        return fail(package, locked ? GJ_E_LOCKED : GJ_E_DOCX_BROKEN,
                    gj_str_format(package->diags->arena, "%s: %s", name, zip_strerror(package->zip)));
    }
    part p = {.handler = handler, .context = context};
    xmlSAXHandler sax = {.initialized = XML_SAX2_MAGIC,
                         .startElementNs = on_start,
                         .endElementNs = on_end,
                         .characters = on_text,
                         .ignorableWhitespace = on_text,
                         .cdataBlock = on_text,
                         .internalSubset = on_dtd,
                         .serror = on_error};
    xmlInitParser(); /* see html.c */
    p.parser = xmlCreatePushParserCtxt(&sax, &p, NULL, 0, NULL);
    int failed = 1;
    if (p.parser != NULL) {
        xmlCtxtUseOptions(p.parser, XML_PARSE_NONET);
        failed = feed(package, name, file, &p);
        xmlFreeParserCtxt(p.parser);
    }
    zip_fclose(file);
    return failed;
}
