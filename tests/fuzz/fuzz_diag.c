/* Drawing diagnostics: any text, any spans, also outside of it. */
#include <string.h>

#include "base/diag.h"
#include "base/suggest.h"
#include "base/utf8.h"
#include "fuzz.h"

FUZZ_TARGET(diag) {
    uint16_t at[6] = {0};
    if (size < sizeof at) return 0;
    memcpy(at, data, sizeof at);
    gj_str text = fuzz_str(data + sizeof at, size - sizeof at);
    gj_arena *arena = gj_arena_new();
    gj_sources *sources = gj_sources_new(arena);
    gj_diags diags;
    gj_diags_init(&diags, arena, sources);
    uint32_t id = gj_sources_add(sources, GJ_STR("fuzz"), text);
    gj_diag *d = GJ_DIAG(&diags, GJ_E_TEMPLATE_STRAY, ((gj_span){id, at[0], at[1]}), text);
    gj_diag_point(&diags, d, (gj_span){id, at[2], at[3]}, text);
    gj_diag_point(&diags, d, (gj_span){id + (at[0] & 1u), at[4], at[5]}, GJ_STR("note"));
    gj_diag_hint(&diags, d, "%.*s", GJ_FMT(gj_str_slice(text, 0, 50)));
    gj_buf out = GJ_BUF_INIT;
    gj_diags_render(&out, &diags, GJ_LANG_ZH, false);
    FUZZ_PROMISE(gj_utf8_valid(gj_buf_str(&out), NULL));
    FUZZ_PROMISE(!memchr(out.p, 0x1B, out.n));
    gj_buf_free(&out);
    gj_str half = gj_str_slice(text, 0, text.n / 2), rest = gj_str_slice(text, text.n / 2, text.n);
    FUZZ_PROMISE(gj_edit_distance(half, rest, 9) == gj_edit_distance(rest, half, 9));
    gj_suggest(half, &rest, 1);
    gj_arena_free(arena);
    return 0;
}
