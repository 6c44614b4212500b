/* A package as it is, or (where the bytes are none) the document part of one: a mutated archive seldom gets as far as its XML. */
#include <zip.h>

#include "fuzz_readers.h"

static size_t pack(const uint8_t *data, size_t size, uint8_t **out) {
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t *target = zip_source_buffer_create(NULL, 0, 0, &error);
    zip_source_keep(target);
    zip_t *zip = zip_open_from_source(target, ZIP_TRUNCATE, &error);
    zip_int64_t at = zip_file_add(zip, "word/document.xml", zip_source_buffer(zip, data, size, 0), 0);
    zip_set_file_compression(zip, (zip_uint64_t)at, ZIP_CM_STORE, 0);
    zip_close(zip);
    zip_source_open(target);
    zip_source_seek(target, 0, SEEK_END);
    zip_uint64_t length = (zip_uint64_t)zip_source_tell(target);
    zip_source_seek(target, 0, SEEK_SET);
    *out = gj_malloc(length);
    zip_source_read(target, *out, length);
    zip_source_close(target);
    zip_source_free(target);
    return length;
}

FUZZ_TARGET(docx) {
    if (size >= 2 && data[0] == 'P' && data[1] == 'K') return fuzz_read(gj_read_docx, data, size);
    uint8_t *package;
    size_t length = pack(data, size, &package);
    int r = fuzz_read(gj_read_docx, package, length);
    free(package);
    return r;
}
