/* fuzz_readers.h - what every reader promises: lines and fields in order and inside the text, or a diagnostic. */
#ifndef GJ_FUZZ_READERS_H
#define GJ_FUZZ_READERS_H

#include "base/utf8.h"
#include "fuzz.h"
#include "report/load.h"

typedef int fuzz_reader(gj_arena *arena, gj_str path, gj_str bytes, gj_doc **doc, gj_diags *diags);

static inline int fuzz_read(fuzz_reader *read, const uint8_t *data, size_t size) {
    gj_arena *arena = gj_arena_new();
    gj_diags diags;
    gj_diags_init(&diags, arena, gj_sources_new(arena));
    gj_doc *doc = NULL;
    if (read(arena, GJ_STR("fuzz"), fuzz_str(data, size), &doc, &diags) != 0) {
        FUZZ_PROMISE(diags.errors > 0);
    } else {
        FUZZ_PROMISE(doc != NULL && gj_utf8_valid(doc->text, NULL));
        for (uint32_t i = 0; i < doc->nlines; i++) {
            gj_extent only = gj_line_only_cell(doc, &doc->lines[i]);
            gj_doc_split_line(doc, i);
            gj_extent split = gj_line_only_cell(doc, &doc->lines[i]);
            FUZZ_PROMISE(only.end - only.start == split.end - split.start);
        }
        gj_doc_split(doc);
        for (uint32_t i = 0; i < doc->nlines; i++) {
            const gj_line *line = &doc->lines[i];
            FUZZ_PROMISE(line->start <= line->end && line->end <= doc->text.n);
            FUZZ_PROMISE(line->field + line->nfields <= doc->nfields);
        }
        for (uint32_t i = 0; i < doc->nfields; i++) {
            const gj_field *field = &doc->fields[i];
            FUZZ_PROMISE(field->start <= field->end && field->end <= doc->text.n);
            FUZZ_PROMISE(gj_doc_source_offset(doc, field->start) <= doc->source.n);
        }
        for (uint32_t at = 0; at < doc->text.n; at += 1 + (uint32_t)doc->text.n / 16) gj_doc_place(doc, at);
    }
    gj_arena_free(arena);
    return 0;
}

#endif
