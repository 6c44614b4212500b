/* The first line is a template, the rest a text: matches lie in the text, in order, and holes in their match. */
#include <string.h>

#include "fuzz.h"
#include "rule/template.h"

FUZZ_TARGET(template) {
    gj_arena *arena = gj_arena_new();
    gj_sources *sources = gj_sources_new(arena);
    gj_diags diags;
    gj_diags_init(&diags, arena, sources);
    gj_str all = fuzz_str(data, size);
    ptrdiff_t line = gj_str_find(all, GJ_STR("\n"));
    gj_str first = gj_str_slice(all, 0, line < 0 ? all.n : (size_t)line), text = gj_str_slice(all, first.n, all.n);
    uint32_t id = gj_sources_add(sources, GJ_STR("fuzz"), first);
    gj_template *t;
    if (gj_template_compile(arena, NULL, first, (gj_span){id, 0, (uint32_t)first.n}, &t, &diags) != 0) {
        FUZZ_PROMISE(diags.errors > 0);
        gj_buf out = GJ_BUF_INIT;
        gj_diags_render(&out, &diags, GJ_LANG_ZH, false);
        gj_buf_free(&out);
    } else {
        size_t nholes;
        const gj_hole *holes = gj_template_holes(t, &nholes);
        gj_match *m;
        bool gave_up;
        size_t n = gj_template_match(arena, t, text, &m, &gave_up);
        for (size_t i = 0; i < n; i++) {
            FUZZ_PROMISE(m[i].start < m[i].end && m[i].end <= text.n);
            FUZZ_PROMISE(i == 0 || m[i - 1].end <= m[i].start);
            for (size_t h = 0; h < nholes; h++) {
                const gj_hole_value *v = &m[i].hole[h];
                FUZZ_PROMISE(v->present || holes[h].optional);
                FUZZ_PROMISE(!v->present || (v->start < v->end && v->start >= m[i].start && v->end <= m[i].end));
            }
        }
    }
    gj_arena_free(arena);
    return 0;
}
