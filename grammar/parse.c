/* parse.c - the door: pushes tokens into the parser, and answers the REPL's two questions with it. */
#include "rule/parse.h"

#include <stdlib.h>

#include "build.h"
#include "parser.h"

enum { MOST_DEPTH = 1000 }; /* of the tree: later stages recurse on it */

int gj_parser_expected(const gj_parse_yypstate *state, int *tokens, int max); /* parser.y */
bool gj_parser_discarded(const gj_parse_yypstate *state);

static int push(gj_parser *P, gj_parse_yypstate *state, gj_token token) {
    GJ_PARSE_YYSTYPE value = {.token = token};
    P->token = token;
    int status = gj_parse_yypush_parse(state, token.kind, &value, &token.span, P);
    P->last = token;
    return status;
}

/* An empty statement before the first one of a block, so that a mistake in its very first word stays inside the block. */
static int begin_block(gj_parser *P, gj_parse_yypstate *state, gj_token brace) {
    int status = push(P, state, (gj_token){.kind = TOK_SEP, .span = {brace.span.source, brace.span.end, brace.span.end}});
    P->last = brace;
    return status;
}

/* Pushes every token of the text. With STOP before the end: the state is left for a question about what may follow. */
static void run(gj_parser *P, gj_parse_yypstate *state, gj_parse_start start, bool stop) {
    gj_span where = {P->tokens->lexer.source, P->tokens->lexer.base, P->tokens->lexer.base};
    gj_token first = {.kind = start == GJ_PARSE_FILE ? TOK_START_FILE : TOK_START_EXPRESSION, .span = where};
    int status = push(P, state, first);
    while (status == YYPUSH_MORE) {
        gj_token token = gj_tokens_next(P->tokens);
        if (stop && P->tokens->ended) return;
        uint32_t before = P->mistakes;
        status = push(P, state, token);
        if (P->mistakes > before) gj_tokens_error(P->tokens, &token);
        if (token.kind != TOK_LBRACE) continue;
        if (gj_parser_discarded(state))
            gj_tokens_skip_block(P->tokens);
        else if (status == YYPUSH_MORE)
            status = begin_block(P, state, token);
    }
}

static gj_node *parse(gj_arena *arena, gj_diags *diags, gj_span range, gj_parse_start start) {
    gj_tokens *tokens = gj_malloc(sizeof *tokens);
    gj_parser parser = {.arena = arena, .diags = diags, .tokens = tokens};
    gj_parse_yypstate *state = gj_parse_yypstate_new();
    if (state == NULL) abort();
    gj_tokens_init(tokens, arena, diags, range, start == GJ_PARSE_EXPRESSION, false);
    run(&parser, state, start, false);
    gj_parse_yypstate_delete(state);
    gj_tokens_free(tokens);
    free(tokens);
    if (parser.root == NULL) parser.root = gj_node_new(arena, start == GJ_PARSE_FILE ? GJ_N_FILE : GJ_N_ERROR, range);
    return parser.root;
}

gj_node *gj_parse_range(gj_arena *arena, gj_diags *diags, gj_span range) {
    return parse(arena, diags, range, GJ_PARSE_EXPRESSION);
}

/* Cuts what is nested too deeply, so that no later walk can exhaust the stack. */
static void limit_depth(gj_node *node, unsigned depth, gj_diags *diags, bool *told) {
    if (depth == MOST_DEPTH) {
        if (!*told) GJ_DIAG0(diags, GJ_E_TOO_DEEP, node->span);
        *told = true;
        node->kind = GJ_N_ERROR;
        node->first = node->last = NULL;
        node->nkids = 0;
        return;
    }
    for (gj_node *kid = node->first; kid; kid = kid->next) limit_depth(kid, depth + 1, diags, told);
}

int gj_parse(gj_arena *arena, uint32_t source, gj_parse_start start, gj_node **tree, gj_diags *diags) {
    uint32_t before = diags->errors;
    gj_str text = gj_source_text(diags->sources, source);
    bool told = false;
    *tree = parse(arena, diags, (gj_span){source, 0, (uint32_t)text.n}, start);
    limit_depth(*tree, 0, diags, &told);
    return diags->errors > before;
}

/* ---- the REPL's questions ---- */

typedef struct probe {
    gj_arena *arena;
    gj_diags diags;
    gj_tokens tokens;
    gj_parser parser;
    gj_parse_yypstate *state;
} probe;

static probe *probe_text(gj_str text, bool stop) {
    probe *p = gj_malloc(sizeof *p);
    *p = (probe){.arena = gj_arena_new(), .state = gj_parse_yypstate_new()};
    if (p->state == NULL) abort();
    gj_diags_init(&p->diags, p->arena, gj_sources_new(p->arena));
    uint32_t source = gj_sources_add(p->diags.sources, GJ_STR(""), text);
    p->parser = (gj_parser){.arena = p->arena, .diags = &p->diags, .tokens = &p->tokens};
    gj_tokens_init(&p->tokens, p->arena, &p->diags, (gj_span){source, 0, (uint32_t)text.n}, false, true);
    run(&p->parser, p->state, GJ_PARSE_FILE, stop);
    return p;
}

static void probe_free(probe *p) {
    gj_parse_yypstate_delete(p->state);
    gj_tokens_free(&p->tokens);
    gj_arena_free(p->arena);
    free(p);
}

gj_completeness gj_parse_completeness(gj_str text) {
    probe *p = probe_text(text, false);
    gj_completeness answer = GJ_COMPLETE;
    if (p->diags.errors > 0 && !(p->parser.at_end && p->diags.errors == 1))
        answer = GJ_WRONG;
    else if (p->tokens.unfinished || p->diags.errors > 0)
        answer = GJ_INCOMPLETE;
    probe_free(p);
    return answer;
}

size_t gj_parse_expected(gj_str text, const char **out, size_t max) {
    probe *p = probe_text(text, true);
    int expected[200];
    int count = gj_parser_expected(p->state, expected, 200);
    size_t n = 0;
    bool column = gj_tokens_open(&p->tokens) && gj_tokens_open(&p->tokens)->open == '[';
    for (int i = 0; i < count && n < max; i++) {
        const char *name = gj_keyword_spelling(expected[i], GJ_LANG_ZH);
        if (expected[i] == TOK_WORD) name = column ? "<列>" : "<名称>";
        if (expected[i] == TOK_NUMBER) name = "<数>";
        if (expected[i] == TOK_STRING) name = "<字符串>";
        if (name) out[n++] = name;
    }
    probe_free(p);
    return n;
}
