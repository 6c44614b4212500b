/* tokens.c - raw tokens to the parser's tokens: ends of statements, brackets, and keywords that are only labels.
 *
 * A line's end becomes SEP unless a bracket is open, the line ends in a token that goes on, or the next line begins with one that cannot
 * begin a statement. A block's last statement gets its SEP too, and so does a closing brace, so the grammar knows one way to end. A rule
 * that begins inside a rule means that a brace is missing: it is put in, and said. */
#include "lex.h"

#include <string.h>

#include "base/utf8.h"
#include "parser.h"

enum { MOST_ERRORS = 1000 }; /* a text with more is not read on: it is something else */

static bool is_in(int kind, const int *set, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (set[i] == kind) return true;
    return false;
}
#define IS_IN(kind, set) is_in((kind), (set), sizeof(set) / sizeof *(set))

bool gj_token_continues(int kind) {
    static const int set[] = {
        TOK_PLUS, TOK_MINUS, TOK_STAR,   TOK_TIMES, TOK_SLASH,    TOK_PM,         TOK_ASSIGN, TOK_EQ,  TOK_NE,     TOK_LT,      TOK_LE,
        TOK_GT,   TOK_GE,    TOK_APPROX, TOK_COMMA, TOK_DOT,      TOK_LIST_COMMA, TOK_DOTDOT, TOK_AND, TOK_OR,     TOK_NOT,     TOK_IF,
        TOK_THEN, TOK_ELSE,  TOK_WHERE,  TOK_HAS,   TOK_CONTAINS, TOK_MATCHES,    TOK_AS,     TOK_IN,  TOK_EXISTS, TOK_MISSING, TOK_ALIAS};
    return IS_IN(kind, set);
}

bool gj_token_joins(int kind) {
    static const int set[] = {TOK_PLUS,       TOK_STAR,  TOK_TIMES,   TOK_SLASH,  TOK_PM,     TOK_ASSIGN,   TOK_EQ,      TOK_NE,
                              TOK_LT,         TOK_LE,    TOK_GT,      TOK_GE,     TOK_APPROX, TOK_COMMA,    TOK_DOT,     TOK_DOTDOT,
                              TOK_LIST_COMMA, TOK_AND,   TOK_OR,      TOK_THEN,   TOK_HAS,    TOK_CONTAINS, TOK_MATCHES, TOK_AS,
                              TOK_IN,         TOK_ALIAS, TOK_ORDERED, TOK_LBRACE, TOK_RPAREN, TOK_RBRACKET};
    return IS_IN(kind, set);
}

/* Begins a statement and nothing else: at a line's start it cannot be inside a bracket. */
static bool begins_statement(int kind) {
    static const int set[] = {TOK_RULE,  TOK_TEST, TOK_IMPORT, TOK_LET,   TOK_EXPECT,   TOK_REQUIRE,
                              TOK_BASIS, TOK_TAGS, TOK_TIE,    TOK_WHERE, TOK_FUNCTION, TOK_RBRACE};
    return IS_IN(kind, set);
}

void gj_tokens_init(gj_tokens *T, gj_arena *arena, gj_diags *diags, gj_span range, bool expression, bool probe) {
    memset(T, 0, offsetof(gj_tokens, open)); /* a message's placeholders are many, and small */
    T->lexer =
        (gj_lexer){.arena = arena, .diags = diags, .source = range.source, .base = range.start, .end = range.end, .bad_end = UINT32_MAX};
    T->lexer.text = gj_source_text(diags->sources, range.source);
    T->scanner = gj_scanner_new(&T->lexer);
    T->expression = expression;
    T->probe = probe;
    T->newline = true;
    T->prev_span = (gj_span){range.source, range.start, range.start};
}

void gj_tokens_free(gj_tokens *T) {
    gj_scanner_free(T->scanner);
    T->scanner = NULL;
}

static gj_token read_raw(gj_tokens *T) {
    if (T->holding) {
        T->holding = false;
        return T->held;
    }
    if (T->lexer.diags->errors > MOST_ERRORS) T->stopped = true;
    if (T->stopped) {
        gj_token end = {.kind = TOK_END, .span = {T->lexer.source, T->lexer.at, T->lexer.at}};
        return end;
    }
    while (gj_scanner_next(T->scanner) == GJ_RAW_NEWLINE) T->newline = true;
    T->lexer.token.first = T->newline;
    return T->lexer.token;
}

static void hold(gj_tokens *T, gj_token token) {
    T->held = token;
    T->holding = true;
}

static void put(gj_tokens *T, gj_token token, int kind) {
    token.kind = kind;
    T->queue[(T->head + T->count++) % GJ_TOKEN_QUEUE] = token;
    T->prev2 = T->prev;
    T->prev = kind;
    T->prev_span = token.span;
    if (kind >= TOK_EQ && kind <= TOK_APPROX) T->compared = true;
    if (kind == TOK_SEP || kind == TOK_LBRACE) T->compared = false;
    if (kind == TOK_SEP || kind == TOK_LBRACE || kind == TOK_RBRACE)
        T->owner = 0;
    else if (T->owner == 0)
        T->owner = kind;
    if (kind == TOK_SEP || kind == TOK_LBRACE) {
        T->recovering = T->lexer.quiet = false;
        T->lexer.bad = 0;
    }
    if (kind == TOK_BAD) T->recovering = true;
}

/* Ends the statement, if there is one. */
static void put_end(gj_tokens *T, gj_span span) {
    if (T->prev == 0 || T->prev == TOK_SEP || T->prev == TOK_LBRACE) return;
    put(T, (gj_token){.span = span}, TOK_SEP);
}

static gj_span after_prev(const gj_tokens *T) {
    return (gj_span){T->prev_span.source, T->prev_span.end, T->prev_span.end};
}

/* ---- brackets ---- */

static gj_bracket *top(gj_tokens *T) {
    return T->depth ? &T->open[T->depth - 1] : NULL;
}

const gj_bracket *gj_tokens_open(const gj_tokens *T) {
    const gj_bracket *bracket = T->depth ? &T->open[T->depth - 1] : NULL;
    return bracket && bracket->open != '{' ? bracket : NULL;
}

static void complain(gj_tokens *T, gj_diag_code code, gj_span span, gj_span other, gj_str arg) {
    gj_diag *diag = GJ_DIAG(T->lexer.diags, code, span, arg);
    if (other.source) gj_diag_point(T->lexer.diags, diag, other, GJ_STR_NONE);
}

static void drop_brackets(gj_tokens *T) {
    while (gj_tokens_open(T)) T->depth--;
}

/* The open ( and [ will not be closed any more. */
static void give_up_brackets(gj_tokens *T, gj_token at) {
    const gj_bracket *open = gj_tokens_open(T);
    if (open == NULL) return;
    if (!T->recovering && !T->stopped) {
        complain(T, GJ_E_BRACKET_OPEN, open->span, GJ_SPAN_NONE, gj_source_slice(T->lexer.diags->sources, open->span));
        put(T, (gj_token){.span = at.span}, TOK_BAD);
    }
    drop_brackets(T);
}

static void open_bracket(gj_tokens *T, gj_token token, char open) {
    if (T->depth == GJ_MAX_NESTING) {
        complain(T, GJ_E_TOO_DEEP, token.span, GJ_SPAN_NONE, gj_str_format(T->lexer.arena, "%d", GJ_MAX_NESTING));
        T->stopped = true;
        put(T, token, TOK_BAD);
        return;
    }
    T->open[T->depth++] = (gj_bracket){open, T->owner, token.span, false};
    put(T, token, token.kind);
}

static void close_bracket(gj_tokens *T, gj_token token, char open) {
    const gj_bracket *last = gj_tokens_open(T);
    if (last && last->open == open) {
        T->depth--;
        put(T, token, token.kind);
        return;
    }
    gj_str text = gj_source_slice(T->lexer.diags->sources, token.span);
    if (!T->recovering && last)
        complain(T, GJ_E_BRACKET_MISMATCH, token.span, last->span, text);
    else if (!T->recovering)
        complain(T, GJ_E_BRACKET_STRAY, token.span, GJ_SPAN_NONE, text);
    if (last) T->depth--;
    if (!T->recovering) put(T, token, TOK_BAD);
}

static void close_block(gj_tokens *T, gj_token token) {
    give_up_brackets(T, token);
    if (T->depth == 0) {
        if (T->forgiven > 0)
            T->forgiven--;
        else
            complain(T, GJ_E_BRACE_STRAY, token.span, GJ_SPAN_NONE, GJ_STR("}"));
        return;
    }
    put_end(T, after_prev(T));
    T->depth--;
    put(T, token, TOK_RBRACE);
    put_end(T, after_prev(T));
}

/* A name or a string follows: `表样 年报 {` is a declaration, `表样 == 年报` is not. */
static bool declares(const gj_tokens *T, gj_token token) {
    if (token.kind != TOK_FORM) return token.kind == TOK_RULE || token.kind == TOK_TEST || token.kind == TOK_IMPORT;
    gj_str rest = gj_str_trim(gj_str_slice(T->lexer.text, token.span.end, T->lexer.end));
    size_t at = 0;
    uint32_t c = rest.n ? gj_utf8_next(rest, &at) : 0;
    return gj_utf8_is_han(c) || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/* A rule, form or test begins where one is still open: everything down to that one is closed. */
static bool close_forgotten(gj_tokens *T, gj_token token) {
    unsigned outer = T->depth;
    for (unsigned i = T->depth; i-- > 0;)
        if (T->open[i].owner == TOK_RULE || T->open[i].owner == TOK_TEST || T->open[i].owner == TOK_FORM) outer = i;
    if (outer == T->depth) return false;
    if (!top(T)->put_in) complain(T, GJ_E_BRACE_OPEN, top(T)->span, token.span, GJ_STR_NONE);
    T->closing = true;
    T->forgiven += T->depth - outer;
    T->close_to = outer;
    return true;
}

static void close_one(gj_tokens *T) {
    gj_span here = after_prev(T);
    put_end(T, here);
    if (T->depth > 0) T->depth--;
    put(T, (gj_token){.span = here}, TOK_RBRACE);
    put_end(T, here);
    T->closing = T->depth > T->close_to;
}

static void finish(gj_tokens *T, gj_token end) {
    if (T->probe && (T->depth > 0 || gj_token_continues(T->prev))) T->unfinished = true;
    if (T->probe && T->depth > 0) {
        put(T, end, TOK_END);
        T->ended = true;
        return;
    }
    give_up_brackets(T, end);
    if (T->depth > 0) {
        if (!T->stopped && !top(T)->put_in) complain(T, GJ_E_BRACE_OPEN, top(T)->span, GJ_SPAN_NONE, GJ_STR_NONE);
        T->closing = true;
        T->close_to = 0;
        hold(T, end);
        return;
    }
    T->ended = true;
    if (!T->expression) put_end(T, after_prev(T));
    put(T, end, TOK_END);
}

/* ---- one raw token after another ---- */

/* Does a line's end before NEXT end the statement? */
static bool ends_statement(const gj_tokens *T, int next) {
    if (begins_statement(next) && T->prev != TOK_THEN) return true;
    bool awaits_choice = T->prev == TOK_ASSIGN || T->prev == TOK_THEN || T->prev == TOK_ELSE;
    if ((next == TOK_IF || next == TOK_ELSE) && !awaits_choice) return true;
    bool in_test = T->depth && T->open[T->depth - 1].owner == TOK_TEST;
    bool dash = T->prev == TOK_MINUS || T->prev == TOK_SLASH; /* in a test's values, a line drawn for a number */
    bool star_step = T->prev == TOK_STAR && (T->prev2 == TOK_DOT || T->prev2 == TOK_ASSIGN || T->prev2 == TOK_SECTION);
    if (gj_token_continues(T->prev) && !(in_test && dash) && !star_step) return false;
    return !gj_token_joins(next);
}

/* Where only a label can stand a keyword is one. */
static int label_or_keyword(const gj_tokens *T, int kind) {
    if (kind < TOK_FORM || kind > TOK_SUBORDINATES) return kind; /* the keywords, as the grammar lists them */
    const gj_bracket *open = gj_tokens_open(T);
    if (open && open->open == '[') return TOK_WORD;
    if (T->prev == TOK_DOTDOT) return TOK_WORD;
    if (T->prev != TOK_DOT) return kind;
    bool after_report = T->prev2 == TOK_PREVIOUS || T->prev2 == TOK_SUBORDINATES;
    bool may_follow = kind == TOK_PREVIOUS || kind == TOK_SUBORDINATES || kind == TOK_TABLE || kind == TOK_SECTION;
    return after_report && may_follow ? kind : TOK_WORD;
}

/* The line is the head of a rule or test, whose { should have stood at its end. */
static bool awaits_block(const gj_tokens *T) {
    return (T->owner == TOK_RULE || T->owner == TOK_TEST) && T->prev != T->owner && T->depth < GJ_MAX_NESTING && !T->probe;
}

static void put_brace(gj_tokens *T) {
    gj_span here = after_prev(T);
    if (!T->recovering && !T->stopped) complain(T, GJ_E_BLOCK_EXPECTED, here, GJ_SPAN_NONE, GJ_STR_NONE);
    T->open[T->depth++] = (gj_bracket){'{', T->owner, here, true};
    put(T, (gj_token){.span = here}, TOK_LBRACE);
}

static void line_ended(gj_tokens *T, gj_token next) {
    if (T->expression) return;
    if (gj_tokens_open(T)) {
        if (!T->recovering && !begins_statement(next.kind)) return;
        give_up_brackets(T, next);
        put_end(T, after_prev(T));
    } else if (ends_statement(T, next.kind)) {
        if (awaits_block(T))
            put_brace(T);
        else
            put_end(T, after_prev(T));
    }
}

/* 一。总计 == 1: the stop stands where a path has its dot, as no relation stands before it, or none behind. */
static bool is_path_dot(const gj_tokens *T, gj_token stop) {
    if (T->recovering || T->prev != TOK_WORD || T->prev_span.end != stop.span.start) return false;
    gj_str rest = gj_str_slice(T->lexer.text, stop.span.end, T->lexer.end);
    const char *line = memchr(rest.p, '\n', rest.n);
    if (line) rest.n = (size_t)(line - rest.p);
    size_t at = 0;
    if (rest.n == 0 || !gj_utf8_is_han(gj_utf8_next(rest, &at))) return false;
    if (!T->compared) return true;
    for (at = 0; at < rest.n;) {
        uint32_t c = gj_utf8_narrow(gj_utf8_next(rest, &at));
        if (c == '=' || c == '<' || c == '>' || c == 0x2248 || c == 0x2264 || c == 0x2265) return false;
    }
    return true;
}

/* A colon is left out; inside a path it stands for the dot, in brackets for the range. */
static void read_colon(gj_tokens *T, gj_token colon) {
    if (T->recovering || T->stopped) return;
    gj_diag *diag = GJ_DIAG0(T->lexer.diags, GJ_E_COLON, colon.span);
    size_t at = colon.span.end;
    bool inside = T->prev == TOK_WORD && T->prev_span.end == colon.span.start && at < T->lexer.end &&
                  gj_utf8_is_han(gj_utf8_next(T->lexer.text, &at));
    const gj_bracket *open = gj_tokens_open(T);
    bool range = open && open->open == '[';
    if (!inside || (!range && T->owner != TOK_WORD)) return;
    gj_str written = gj_source_slice(T->lexer.diags->sources, colon.span);
    gj_diag_hint(T->lexer.diags, diag, "%.*s → %s", GJ_FMT(written), range ? ".." : ".");
    put(T, colon, range ? TOK_DOTDOT : TOK_DOT);
}

static void step(gj_tokens *T) {
    if (T->closing) {
        close_one(T);
        return;
    }
    gj_token token = read_raw(T);
    if (token.kind == TOK_END) {
        finish(T, token);
        return;
    }
    if (T->newline) {
        T->newline = false;
        line_ended(T, token);
    }
    token.kind = label_or_keyword(T, token.kind);
    switch (token.kind) {
    case TOK_LPAREN: open_bracket(T, token, '('); break;
    case TOK_LBRACKET: open_bracket(T, token, '['); break;
    case TOK_LBRACE:
        give_up_brackets(T, token); /* no block stands inside brackets */
        open_bracket(T, token, '{');
        break;
    case TOK_RPAREN: close_bracket(T, token, '('); break;
    case TOK_RBRACKET: close_bracket(T, token, '['); break;
    case TOK_RBRACE: close_block(T, token); break;
    case TOK_COLON: /* 依据：“…”: nothing is lost without it */ read_colon(T, token); break;
    case TOK_STOP:
        if (is_path_dot(T, token)) {
            gj_diag_hint(T->lexer.diags, GJ_DIAG0(T->lexer.diags, GJ_E_FULL_STOP, token.span), "。 → .");
            put(T, token, TOK_DOT);
            break;
        }
        if (T->recovering) break; /* in the middle of what is no statement */
        complain(T, GJ_E_FULL_STOP, token.span, GJ_SPAN_NONE, GJ_STR_NONE);
        give_up_brackets(T, token);
        put_end(T, token.span);
        break;
    case TOK_SEP:
        give_up_brackets(T, token);
        put_end(T, token.span);
        break;
    default:
        if (T->owner == 0 && T->depth && declares(T, token) && close_forgotten(T, token)) {
            hold(T, token);
            break;
        }
        put(T, token, token.kind);
    }
}

gj_token gj_tokens_next(gj_tokens *T) {
    while (T->count == 0) step(T);
    gj_token token = T->queue[T->head];
    T->head = (T->head + 1) % GJ_TOKEN_QUEUE;
    T->count--;
    return token;
}

void gj_tokens_error(gj_tokens *T, const gj_token *token) {
    if (T->expression || T->ended) return;
    T->lexer.quiet = token->kind != TOK_BAD && token->kind != TOK_SEP && token->kind != TOK_LBRACE;
    bool resume = gj_tokens_open(T) && token->first && T->count == 0 && token->kind != TOK_LBRACE;
    T->recovering = true;
    drop_brackets(T);
    if (!resume) return;
    /* The bracket was left open on the line before: this line is a statement of its own. */
    gj_token again = *token;
    again.first = false;
    put_end(T, after_prev(T));
    if (again.kind == TOK_LPAREN || again.kind == TOK_LBRACKET)
        open_bracket(T, again, again.kind == TOK_LPAREN ? '(' : '[');
    else
        put(T, again, again.kind);
}

void gj_tokens_skip_block(gj_tokens *T) {
    if (T->depth == 0) return;
    unsigned inner = 1;
    T->lexer.quiet = true;
    for (;;) {
        gj_token token = read_raw(T);
        T->newline = T->newline && token.kind == TOK_END;
        if (token.kind == TOK_LBRACE) inner++;
        if (token.kind == TOK_RBRACE && --inner == 0) break;
        if (token.kind == TOK_END || (token.first && declares(T, token))) {
            hold(T, token);
            break;
        }
    }
    T->depth--;
    while (!T->holding) { /* what goes on behind it on its line belongs to it: {一} >= 0 */
        gj_token token = read_raw(T);
        bool same_line = !token.first && token.kind != TOK_END && token.kind != TOK_SEP && token.kind != TOK_RBRACE;
        if (!same_line || token.kind == TOK_RULE || token.kind == TOK_TEST) hold(T, token);
    }
    T->newline = true;
    T->prev = TOK_RBRACE;
    T->recovering = true;
}
