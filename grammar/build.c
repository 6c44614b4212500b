/* build.c - nodes for the parser's actions. */
#include "build.h"

#include <string.h>

#include "base/utf8.h"
#include "parser.h"

enum { MOST_COPIED = 64 };

gj_node *gj_build(gj_parser *P, gj_kind_of_node kind, gj_span span) {
    return gj_node_new(P->arena, kind, span);
}

gj_node *gj_build_text(gj_parser *P, gj_kind_of_node kind, gj_span span, gj_str text) {
    gj_node *node = gj_build(P, kind, span);
    node->text = text;
    return node;
}

gj_node *gj_build_op(gj_parser *P, gj_kind_of_node kind, gj_span span, uint32_t op) {
    gj_node *node = gj_build(P, kind, span);
    node->op = op;
    return node;
}

gj_node *gj_build_list(gj_parser *P, gj_node *first) {
    return gj_node_add(gj_build(P, GJ_N_ERROR, first ? first->span : GJ_SPAN_NONE), first);
}

gj_node *gj_build_take(gj_node *parent, gj_node *list) {
    return gj_node_add_all(parent, list->first);
}

/* ---- strings and numbers ---- */

/* \" \\ \n \{ mean what they say; any other backslash stands for itself, as regular expressions want it. */
static gj_str unescape(gj_arena *arena, gj_str raw) {
    if (raw.n == 0 || memchr(raw.p, '\\', raw.n) == NULL) return raw;
    char *out = gj_arena_raw(arena, raw.n, 1);
    size_t n = 0;
    for (size_t i = 0; i < raw.n; i++) {
        char c = raw.p[i];
        if (c == '\\' && i + 1 < raw.n && strchr("\"\\n{", raw.p[i + 1]) != NULL) {
            c = raw.p[++i];
            if (c == 'n') c = '\n';
        }
        out[n++] = c;
    }
    return (gj_str){out, n};
}

gj_node *gj_build_string(gj_parser *P, gj_kind_of_node kind, const gj_token *token) {
    return gj_build_text(P, kind, token->span, unescape(P->arena, token->text));
}

/* A text in an expression. One that was never closed has been complained of: nothing more is said of it. */
gj_node *gj_build_text_value(gj_parser *P, const gj_token *token) {
    gj_node *node = gj_build_string(P, GJ_N_STR, token);
    gj_str source = gj_source_text(P->diags->sources, token->span.source);
    if (token->text.p + token->text.n == source.p + token->span.end) node->kind = GJ_N_ERROR;
    return node;
}

/* The span of a string's inside: the template's own diagnostics point into it. */
static gj_span inside(const gj_token *token, gj_str source) {
    uint32_t start = (uint32_t)(token->text.p - source.p);
    return (gj_span){token->span.source, start, start + (uint32_t)token->text.n};
}

gj_node *gj_build_template(gj_parser *P, const gj_token *token) {
    gj_span span = inside(token, gj_source_text(P->diags->sources, token->span.source));
    return gj_build_text(P, GJ_N_TEMPLATE, span, token->text);
}

gj_node *gj_build_number(gj_parser *P, const gj_token *token) {
    gj_node *node = gj_build_text(P, GJ_N_NUM, token->span, gj_build_digits(P, token));
    node->num = token->num;
    node->written = token->written;
    return node;
}

gj_str gj_build_digits(gj_parser *P, const gj_token *token) {
    gj_buf buf = GJ_BUF_INIT;
    for (size_t at = 0; at < token->text.n;) {
        char utf8[4];
        size_t n = gj_utf8_put(gj_utf8_narrow(gj_utf8_next(token->text, &at)), utf8);
        gj_buf_add(&buf, (gj_str){utf8, n});
    }
    gj_str text = gj_buf_copy(&buf, P->arena);
    gj_buf_free(&buf);
    return text;
}

/* ---- messages ---- */

static void add_literal(gj_parser *P, gj_node *message, gj_span span, gj_buf *literal) {
    if (literal->n == 0) return;
    gj_node_add(message, gj_build_text(P, GJ_N_TEXTPART, span, gj_buf_copy(literal, P->arena)));
    gj_buf_clear(literal);
}

/* {列} and its like name the instance; anything else is an expression. */
static gj_node *placeholder(gj_parser *P, gj_str source, gj_span span) {
    static const int axes[] = {TOK_COLUMN, TOK_ROW, TOK_TABLE, TOK_SECTION};
    gj_str text = gj_str_trim(gj_str_slice(source, span.start, span.end));
    gj_span whole = {span.source, span.start - 1, span.end + 1};
    if (text.n == 0) {
        gj_complain(P, GJ_E_PLACEHOLDER_EMPTY, whole);
        return gj_build(P, GJ_N_ERROR, whole);
    }
    int token = gj_keyword_token(text);
    for (uint32_t i = 0; i < sizeof axes / sizeof *axes; i++)
        if (token == axes[i]) return gj_build_op(P, GJ_N_AXIS, span, i);
    return gj_parse_range(P->arena, P->diags, span);
}

gj_node *gj_build_message(gj_parser *P, gj_kind_of_node kind, const gj_token *token, gj_span span) {
    gj_node *message = gj_build_text(P, kind, span, token->text);
    gj_str source = gj_source_text(P->diags->sources, token->span.source);
    gj_span in = inside(token, source);
    gj_buf literal = GJ_BUF_INIT;
    uint32_t from = in.start;
    for (uint32_t i = in.start; i < in.end; i++) {
        char c = source.p[i], next = i + 1 < in.end ? source.p[i + 1] : '\0';
        if (c == '\\' && (next == '"' || next == '\\' || next == 'n' || next == '{')) {
            gj_buf_addc(&literal, next == 'n' ? '\n' : next);
            i++;
        } else if ((c == '{' || c == '}') && next == c) {
            gj_buf_addc(&literal, c);
            i++;
        } else if (c == '{') {
            uint32_t close = i + 1;
            while (close < in.end && source.p[close] != '}') close++;
            if (close == in.end) {
                gj_complain(P, GJ_E_PLACEHOLDER_OPEN, (gj_span){in.source, i, i + 1});
                break;
            }
            add_literal(P, message, (gj_span){in.source, from, i}, &literal);
            gj_span part = {in.source, i + 1, close};
            gj_node *node = gj_build(P, GJ_N_TEXTPART, (gj_span){in.source, i, close + 1});
            gj_node_add(message, gj_node_add(node, placeholder(P, source, part)));
            i = close;
            from = close + 1;
        } else {
            gj_buf_addc(&literal, c);
        }
    }
    add_literal(P, message, (gj_span){in.source, from, in.end}, &literal);
    gj_buf_free(&literal);
    return message;
}

/* ---- paths ---- */

gj_node *gj_build_step(gj_parser *P, gj_step step, gj_span span, gj_str text) {
    gj_node *node = gj_build_text(P, GJ_N_STEP, span, text);
    node->op = step;
    return node;
}

gj_node *gj_build_range(gj_parser *P, gj_node *from, gj_node *to) {
    gj_node *node = gj_build_step(P, GJ_STEP_RANGE, gj_span_join(from->span, to->span), GJ_STR_NONE);
    return gj_node_add(gj_node_add(node, from), to);
}

gj_node *gj_build_table_step(gj_parser *P, gj_span span, gj_str name) {
    gj_node *node = gj_build_step(P, GJ_STEP_WORD, span, gj_str_format(P->arena, "表%.*s", GJ_FMT(name)));
    node->text2 = name;
    return node;
}

gj_node *gj_build_requirement(gj_parser *P, gj_node *path) {
    gj_node *step = path->first;
    if (step == NULL || step != path->last || step->kind != GJ_N_STEP || step->text2.n == 0 || path->op) return path;
    return gj_build_text(P, GJ_N_TABLE_REF, path->span, step->text2);
}

/* ---- expressions ---- */

gj_node *gj_build_binary(gj_parser *P, gj_kind_of_node kind, gj_op op, gj_node *a, gj_node *b) {
    gj_node *node = gj_build_op(P, kind, gj_span_join(a->span, b->span), op);
    return gj_node_add(gj_node_add(node, a), b);
}

/* Counts the nodes of a tree up to a limit. */
static unsigned count_nodes(const gj_node *node, unsigned limit) {
    unsigned n = 1;
    for (const gj_node *kid = node->first; kid && n < limit; kid = kid->next) n += count_nodes(kid, limit - n);
    return n;
}

static gj_node *copy_tree(gj_parser *P, const gj_node *node) {
    gj_node *copy = GJ_NEW(P->arena, gj_node);
    *copy = *node;
    copy->first = copy->last = copy->next = NULL;
    copy->nkids = 0;
    for (const gj_node *kid = node->first; kid; kid = kid->next) gj_node_add(copy, copy_tree(P, kid));
    return copy;
}

gj_node *gj_build_chain(gj_parser *P, gj_op op, gj_node *chain, gj_node *b) {
    gj_node *last = chain->kind == GJ_N_AND ? chain->last : chain;
    gj_node *middle = gj_node_kid(last, 1);
    if (count_nodes(middle, MOST_COPIED) == MOST_COPIED) { /* copies of copies would grow without bound */
        gj_complain(P, GJ_E_CHAIN_TOO_LONG, middle->span);
        return chain;
    }
    gj_node *next = gj_build_binary(P, GJ_N_COMPARE, op, copy_tree(P, middle), b);
    return gj_build_binary(P, GJ_N_AND, (gj_op)0, chain, next);
}

/* What follows 否则 on the statement's own line: a string is the message; after 若 a 则 b an expression makes the whole one. */
gj_node *gj_build_else(gj_parser *P, gj_node *line, gj_node *otherwise, gj_span span) {
    if (otherwise->kind == GJ_N_STR) {
        gj_str source = gj_source_text(P->diags->sources, otherwise->span.source);
        gj_token token = {.span = otherwise->span};
        token.text = gj_string_inside(gj_str_slice(source, otherwise->span.start, otherwise->span.end));
        gj_node *message = gj_build_message(P, GJ_N_ELSE, &token, gj_span_join(span, otherwise->span));
        return gj_node_add(gj_build_list(P, line), message);
    }
    gj_node *then = line->kind == GJ_N_WHEN ? gj_node_kid(line, 1) : NULL;
    if (then == NULL || then->kind != GJ_N_ASSERT || then != line->last) {
        gj_complain(P, GJ_E_ELSE_NOT_TEXT, otherwise->span);
        return gj_build_list(P, line);
    }
    gj_span whole = gj_span_join(line->span, otherwise->span);
    gj_node *choice = gj_build(P, GJ_N_IF, whole);
    gj_node *condition = line->first;
    gj_node_add(gj_node_add(gj_node_add(choice, condition), then->first), otherwise);
    return gj_build_list(P, gj_node_add(gj_build(P, GJ_N_ASSERT, whole), choice));
}

/* ---- statements with a comma between them ---- */

static bool is_relation(const gj_node *x) {
    return x->kind == GJ_N_COMPARE || x->kind == GJ_N_AND || x->kind == GJ_N_OR || x->kind == GJ_N_NOT || x->kind == GJ_N_MATCH ||
           x->kind == GJ_N_EXISTS;
}

/* 1,234: a number as people group its digits. */
static bool groups_digits(gj_str source, gj_span comma) {
    uint32_t digits = 0;
    while (comma.end + digits < source.n && source.p[comma.end + digits] >= '0' && source.p[comma.end + digits] <= '9') digits++;
    return digits == 3 && comma.start > 0 && source.p[comma.start - 1] >= '0' && source.p[comma.start - 1] <= '9';
}

/* Two relations on a line, or a comma inside of what is one (1,234; 三,总计): then both halves say nothing. */
gj_node *gj_build_before_comma(gj_parser *P, gj_node *list, gj_node *assert, gj_span comma) {
    gj_diag *diag = GJ_DIAG0(P->diags, GJ_E_COMMA_BETWEEN, comma);
    gj_str source = gj_source_text(P->diags->sources, comma.source);
    const gj_node *left = assert->first;
    if (left && left->kind == GJ_N_NUM && groups_digits(source, comma))
        gj_diag_hint(P->diags, diag, "%.*s,%.*s → %.*s%.*s", GJ_FMT(left->text), GJ_FMT(gj_str_slice(source, comma.end, comma.end + 3u)),
                     GJ_FMT(left->text), GJ_FMT(gj_str_slice(source, comma.end, comma.end + 3u)));
    else if (left && left->kind == GJ_N_PATH && left->span.end == comma.start && comma.end < source.n &&
             (unsigned char)source.p[comma.end] >= 0x80)
        gj_diag_hint(P->diags, diag, "%.*s → .", GJ_FMT(gj_str_slice(source, comma.start, comma.end)));
    P->doubtful = !left || !is_relation(left);
    P->tokens->recovering = true; /* of brackets that the comma broke nothing is said */
    return gj_node_add(list, P->doubtful ? gj_build(P, GJ_N_ERROR, assert->span) : assert);
}

gj_node *gj_build_item(gj_parser *P, gj_node *list, gj_node *item) {
    if (!P->doubtful) return gj_build_take(list, item);
    P->doubtful = false;
    return gj_node_add(list, gj_build(P, GJ_N_ERROR, item->span));
}

/* ---- forms ---- */

static bool is_ordinal(gj_str text) {
    static const char numerals[] = "〇零一二三四五六七八九十百";
    for (size_t at = 0; at < text.n;) {
        size_t before = at;
        uint32_t c = gj_utf8_next(text, &at);
        bool digit = c >= '0' && c <= '9';
        if (!digit && gj_str_find(GJ_STR(numerals), gj_str_slice(text, before, at)) < 0) return false;
    }
    return text.n > 0;
}

gj_node *gj_build_section(gj_parser *P, gj_span span, gj_node *first, gj_node *second) {
    gj_node *section = gj_build(P, GJ_N_SECTION, span);
    if (second) {
        section->text2 = first->text;
        section->text = second->text;
    } else if (is_ordinal(first->text)) {
        section->text2 = first->text;
    } else {
        section->text = first->text;
    }
    return section;
}

gj_node *gj_build_row(gj_parser *P, gj_span span, gj_node *first, gj_node *second) {
    gj_node *row = gj_build_text(P, GJ_N_ROW, span, second ? second->text : first->text);
    if (second) row->text2 = first->text;
    return row;
}
