/* Lexer and parser: any bytes give a tree whose spans lie in the text, with diagnostics where it is wrong. */
#include "fuzz.h"
#include "rule/parse.h"

static void check_spans(const gj_node *node, uint32_t size) {
    FUZZ_PROMISE(node->span.start <= node->span.end && node->span.end <= size);
    unsigned kids = 0;
    for (const gj_node *kid = node->first; kid; kid = kid->next, kids++) check_spans(kid, size);
    FUZZ_PROMISE(kids == node->nkids);
}

static void parse(gj_str text, gj_parse_start start) {
    gj_arena *arena = gj_arena_new();
    gj_sources *sources = gj_sources_new(arena);
    gj_diags diags;
    gj_diags_init(&diags, arena, sources);
    uint32_t id = gj_sources_add(sources, GJ_STR("fuzz"), text);
    gj_node *tree = NULL;
    int failed = gj_parse(arena, id, start, &tree, &diags);
    FUZZ_PROMISE(tree != NULL);
    FUZZ_PROMISE((failed != 0) == (diags.errors > 0));
    check_spans(tree, (uint32_t)text.n);
    gj_buf out = GJ_BUF_INIT;
    gj_node_dump(&out, tree);
    gj_diags_render(&out, &diags, GJ_LANG_EN, true);
    gj_buf_free(&out);
    gj_arena_free(arena);
}

FUZZ_TARGET(parse) {
    gj_str text = fuzz_str(data, size);
    parse(text, GJ_PARSE_FILE);
    parse(text, GJ_PARSE_EXPRESSION);
    gj_parse_completeness(text);
    const char *expected[32];
    FUZZ_PROMISE(gj_parse_expected(text, expected, 32) <= 32);
    return 0;
}
