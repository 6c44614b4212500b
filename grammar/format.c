/* format.c - the layout of a rule file, from its tokens: the parser's tokens say where statements end, the raw ones hold the comments. */
#include "rule/format.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "lex.h"
#include "parser.h"
#include "rule/parse.h"

enum { COLUMNS = 100, INDENT = 4 };

typedef struct word {
    int kind;
    gj_str text;
    uint32_t start, end;    /* offsets in the source */
    uint32_t line, endline; /* lines of the source, from 1 */
    uint32_t match;         /* of a {: the index of its } */
} word;

typedef struct comment {
    gj_str text;
    uint32_t start, line;
} comment;

typedef struct layout {
    gj_arena *arena;
    gj_buf *out;
    word *words;
    uint32_t nwords;
    comment *comments;
    uint32_t ncomments, next_comment;
    gj_str let;         /* how 设 was written last */
    size_t lead;        /* columns written before the statement's first word */
    uint32_t last_line; /* of the source, of what was written last; 0 at the beginning of a block */
} layout;

/* ---- words and comments ---- */

static gj_str narrowed(gj_arena *arena, gj_str text) {
    char *out = gj_arena_raw(arena, text.n + 1, 1);
    size_t n = 0;
    for (size_t at = 0; at < text.n;) n += gj_utf8_put(gj_utf8_narrow(gj_utf8_next(text, &at)), out + n);
    return (gj_str){out, n};
}

/* In plain quotes when its inside reads the same there. */
static gj_str canonical_string(gj_arena *arena, gj_str written, gj_str inside) {
    if (memchr(inside.p, '"', inside.n) != NULL || gj_str_find(inside, GJ_STR("＂")) >= 0) return written;
    gj_str plain = gj_str_format(arena, "\"%.*s\"", GJ_FMT(inside));
    return gj_str_eq(gj_string_inside(plain), inside) ? plain : written;
}

static gj_str canonical(gj_arena *arena, const gj_token *token, gj_str written) {
    switch (token->kind) {
    case TOK_STRING: return canonical_string(arena, written, token->text);
    case TOK_LIST_COMMA: return GJ_STR("、");
    case TOK_MINUS: return GJ_STR("-");
    case TOK_SEP: return GJ_STR(";");
    case TOK_NE: return written.n == 2 ? GJ_STR("!=") : narrowed(arena, written);
    default: return narrowed(arena, written);
    }
}

static bool read_words(layout *L, gj_diags *diags, gj_span all) {
    gj_tokens *tokens = gj_malloc(sizeof *tokens);
    gj_str text = gj_source_text(diags->sources, all.source);
    uint32_t room = 0, line = 1, counted = 0, depth = 0;
    uint32_t *open = GJ_NEW_ARRAY(L->arena, uint32_t, GJ_MAX_NESTING);
    gj_tokens_init(tokens, L->arena, diags, all, false, false);
    for (;;) {
        gj_token token = gj_tokens_next(tokens);
        if (token.kind == TOK_END) break;
        if (L->nwords == room) {
            room = room ? room * 2 : 256;
            L->words = gj_realloc(L->words, room * sizeof *L->words);
        }
        word *w = &L->words[L->nwords];
        *w = (word){.kind = token.kind, .start = token.span.start, .end = token.span.end};
        w->text = canonical(L->arena, &token, gj_source_slice(diags->sources, token.span));
        for (; counted < w->start; counted++) line += text.p[counted] == '\n';
        w->line = w->endline = line;
        if (w->kind == TOK_LBRACE && depth < GJ_MAX_NESTING) open[depth++] = L->nwords;
        if (w->kind == TOK_RBRACE && depth > 0) L->words[open[--depth]].match = L->nwords;
        L->nwords++;
    }
    gj_tokens_free(tokens);
    free(tokens);
    return depth == 0;
}

static void read_comments(layout *L, gj_diags *diags, gj_span all) {
    gj_lexer lexer = {.arena = L->arena, .diags = diags, .source = all.source, .end = all.end, .bad_end = UINT32_MAX, .comments = true};
    lexer.text = gj_source_text(diags->sources, all.source);
    gj_scanner *scanner = gj_scanner_new(&lexer);
    uint32_t room = 0, line = 1;
    for (int kind; (kind = gj_scanner_next(scanner)) != TOK_END;) {
        if (kind == GJ_RAW_NEWLINE) line++;
        if (kind != GJ_RAW_COMMENT) continue;
        if (L->ncomments == room) {
            room = room ? room * 2 : 64;
            L->comments = gj_realloc(L->comments, room * sizeof *L->comments);
        }
        gj_str text = gj_str_trim(gj_source_slice(diags->sources, lexer.token.span));
        if (text.n >= 3 && (unsigned char)text.p[0] == 0xEF) text = gj_str_format(L->arena, "#%.*s", (int)text.n - 3, text.p + 3);
        L->comments[L->ncomments++] = (comment){text, lexer.token.span.start, line};
    }
    gj_scanner_free(scanner);
}

/* ---- spaces ---- */

static bool ends_operand(int kind) {
    return kind == TOK_WORD || kind == TOK_NUMBER || kind == TOK_STRING || kind == TOK_RPAREN || kind == TOK_RBRACKET ||
           kind == TOK_STARSTAR;
}

typedef struct statement {
    layout *L;
    uint32_t first, end; /* words [first, end) */
    bool values;         /* 设 … = values of a test: juxtaposed, and a lone - is a value */
} statement;

/* A star that is a step of a path, not a product. */
static bool is_star_step(const statement *s, uint32_t i) {
    const word *w = s->L->words;
    if (w[i].kind == TOK_STARSTAR) return true;
    if (w[i].kind != TOK_STAR) return false;
    return i == s->first || (!ends_operand(w[i - 1].kind) && !(w[i - 1].kind == TOK_STAR && is_star_step(s, i - 1)));
}

static bool is_sign(const statement *s, uint32_t i) {
    const word *w = s->L->words;
    if (w[i].kind != TOK_MINUS) return false;
    if (s->values) return i + 1 < s->end && w[i + 1].kind == TOK_NUMBER && w[i].end == w[i + 1].start;
    return i == s->first || !(ends_operand(w[i - 1].kind) || is_star_step(s, i - 1));
}

static bool is_ordinal_bracket(const statement *s, uint32_t i) {
    const word *w = s->L->words;
    if (w[i].kind == TOK_RPAREN) return i >= s->first + 2 && w[i - 2].kind == TOK_LPAREN && is_ordinal_bracket(s, i - 2);
    if (w[i].kind != TOK_LPAREN || i == s->first || i + 2 >= s->end || w[i + 2].kind != TOK_RPAREN) return false;
    return w[i - 1].kind == TOK_DOT || w[i - 1].kind == TOK_DOTDOT || w[i - 1].kind == TOK_ROW;
}

static bool space_before(const statement *s, uint32_t i) {
    const word *w = s->L->words;
    int kind = w[i].kind, before = w[i - 1].kind;
    if (before == TOK_LPAREN || before == TOK_LBRACKET || before == TOK_DOT || before == TOK_DOTDOT || before == TOK_LIST_COMMA)
        return false;
    switch (kind) {
    case TOK_COMMA:
    case TOK_LIST_COMMA:
    case TOK_RPAREN:
    case TOK_RBRACKET:
    case TOK_DOT:
    case TOK_DOTDOT: return false;
    case TOK_LPAREN:
        if (before == TOK_EXISTS || before == TOK_MISSING) return false;
        return before != TOK_WORD || s->values;
    case TOK_LBRACKET: return !ends_operand(before) && !is_star_step(s, i - 1);
    default: return !is_sign(s, i - 1);
    }
}

/* Where a long line may go on below, because the next line's beginning, or this one's end, says that it does: the looser what is parted
 * there, the lower the level, and the sooner it is taken. */
enum { LEVELS = 6, NEVER };

static bool is_comparison(int kind) {
    return kind == TOK_EQ || kind == TOK_NE || kind == TOK_LT || kind == TOK_LE || kind == TOK_GT || kind == TOK_GE || kind == TOK_APPROX;
}

static int break_level(const statement *s, uint32_t i, unsigned brackets) {
    int kind = s->L->words[i].kind, before = s->L->words[i - 1].kind;
    int level = NEVER;
    if (kind == TOK_THEN) level = 0;
    if (kind == TOK_OR) level = 1;
    if (kind == TOK_AND) level = 2;
    if (before == TOK_COMMA || before == TOK_LIST_COMMA) level = 3;
    if (is_comparison(kind) && brackets == 0) level = 4;
    return level < NEVER && brackets > 0 ? LEVELS - 1 : level;
}

static gj_str text_of(const statement *s, uint32_t i) {
    if (!is_ordinal_bracket(s, i)) return s->L->words[i].text;
    return s->L->words[i].kind == TOK_LPAREN ? GJ_STR("（") : GJ_STR("）");
}

/* ---- lines ---- */

static void new_line(layout *L, uint32_t depth) {
    gj_buf_addc(L->out, '\n');
    gj_buf_add_repeat(L->out, " ", (size_t)depth * INDENT);
}

/* Begins a line for what stands on LINE of the source, after the blank line that its author left. */
static void begin_line(layout *L, uint32_t depth, uint32_t line) {
    if (L->last_line > 0 && line > L->last_line + 1) gj_buf_addc(L->out, '\n');
    gj_buf_add_repeat(L->out, " ", (size_t)depth * INDENT);
}

/* Comments that stand before OFFSET, each on its own line. */
static void put_comments(layout *L, uint32_t offset, uint32_t depth) {
    for (; L->next_comment < L->ncomments && L->comments[L->next_comment].start < offset; L->next_comment++) {
        const comment *c = &L->comments[L->next_comment];
        begin_line(L, depth, c->line);
        gj_buf_add(L->out, c->text);
        gj_buf_addc(L->out, '\n');
        L->last_line = c->line;
    }
}

/* The comment behind the statement that ends on LINE before OFFSET, and the line's end. */
static void end_line(layout *L, uint32_t line, uint32_t offset) {
    if (L->next_comment < L->ncomments) {
        const comment *c = &L->comments[L->next_comment];
        if (c->line == line && c->start < offset) {
            gj_buf_addz(L->out, "  ");
            gj_buf_add(L->out, c->text);
            L->next_comment++;
        }
    }
    gj_buf_addc(L->out, '\n');
    L->last_line = line;
}

static bool comment_before(const layout *L, uint32_t offset) {
    return L->next_comment < L->ncomments && L->comments[L->next_comment].start < offset;
}

/* ---- statements ---- */

/* One line, as wide as it comes. */
static void put_flat(const statement *s, gj_buf *out, bool test) {
    statement now = *s;
    for (uint32_t i = s->first; i < s->end; i++) {
        int kind = s->L->words[i].kind;
        if (kind == TOK_SEP) { /* of a block on one line */
            bool last = i + 1 == s->end || s->L->words[i + 1].kind == TOK_RBRACE || s->L->words[i + 1].kind == TOK_SEP;
            if (!last) gj_buf_addz(out, s->L->words[i - 1].kind == TOK_RBRACE ? " " : "; ");
            now.first = i + 1;
            now.values = false;
            continue;
        }
        if (i > now.first && (kind == TOK_RBRACE || s->L->words[i - 1].kind == TOK_LBRACE || space_before(&now, i))) gj_buf_addc(out, ' ');
        if (i == now.first && kind == TOK_RBRACE) gj_buf_addc(out, ' ');
        gj_buf_add(out, text_of(&now, i));
        if (kind == TOK_ASSIGN && test) now.values = true;
    }
}

/* The words that stay together from I on when breaks of LEVEL and below are taken. */
static uint32_t piece_end(const statement *s, uint32_t i, int level) {
    unsigned brackets = 0;
    for (uint32_t k = s->first; k < s->end; k++) {
        int kind = s->L->words[k].kind;
        if (k > i && break_level(s, k, brackets) <= level) return k;
        if (kind == TOK_LPAREN || kind == TOK_LBRACKET) brackets++;
        if ((kind == TOK_RPAREN || kind == TOK_RBRACKET) && brackets > 0) brackets--;
    }
    return s->end;
}

/* The text of words [FROM, TO) in their statement, with the space before it when SPACED. */
static void put_piece(statement *s, uint32_t from, uint32_t to, bool spaced, bool test, gj_buf *out) {
    for (uint32_t k = from; k < to; k++) {
        if (k > s->first && (k > from || spaced) && space_before(s, k)) gj_buf_addc(out, ' ');
        gj_buf_add(out, text_of(s, k));
        if (s->L->words[k].kind == TOK_ASSIGN && test) s->values = true;
    }
}

/* The lowest level whose pieces all fit on a line of their own. */
static int level_that_fits(const statement *s, size_t room, bool test) {
    for (int level = 0; level < LEVELS; level++) {
        bool fits = true;
        for (uint32_t i = s->first; i < s->end && fits;) {
            uint32_t next = piece_end(s, i, level);
            statement copy = *s;
            gj_buf piece = GJ_BUF_INIT;
            put_piece(&copy, i, next, false, test, &piece);
            fits = gj_utf8_width(gj_buf_str(&piece)) <= room;
            gj_buf_free(&piece);
            i = next;
        }
        if (fits) return level;
    }
    return LEVELS - 1;
}

/* Words with comments between them: the lines end where the comments do. */
static void put_commented(statement *s, uint32_t depth, bool test) {
    layout *L = s->L;
    for (uint32_t k = s->first; k < s->end; k++) {
        bool fresh = k == s->first;
        for (; k > s->first && comment_before(L, L->words[k].start); L->next_comment++) {
            gj_buf_addz(L->out, "  ");
            gj_buf_add(L->out, L->comments[L->next_comment].text);
            new_line(L, depth + 1);
            fresh = true;
        }
        put_piece(s, k, k + 1, !fresh, test, L->out);
    }
}

/* The statement's words on as many lines as it needs. */
static void put_statement(layout *L, uint32_t first, uint32_t end, uint32_t depth, bool test) {
    statement s = {L, first, end, false};
    if (comment_before(L, L->words[end - 1].start)) {
        put_commented(&s, depth, test);
        return;
    }
    gj_buf flat = GJ_BUF_INIT;
    put_flat(&s, &flat, test);
    size_t deeper = (size_t)(depth + 1) * INDENT, indent = deeper - INDENT + L->lead;
    L->lead = 0;
    if (gj_utf8_width(gj_buf_str(&flat)) + indent <= COLUMNS) {
        gj_buf_add(L->out, gj_buf_str(&flat));
        gj_buf_free(&flat);
        return;
    }
    int level = level_that_fits(&s, COLUMNS - deeper, test);
    size_t column = indent;
    for (uint32_t i = first; i < end;) {
        uint32_t next = piece_end(&s, i, level);
        gj_buf_clear(&flat);
        put_piece(&s, i, next, true, test, &flat);
        gj_str text = gj_buf_str(&flat);
        if (i > first && column + gj_utf8_width(text) > COLUMNS) {
            new_line(L, depth + 1);
            column = deeper;
            if (text.n && text.p[0] == ' ') text = gj_str_slice(text, 1, text.n);
        }
        gj_buf_add(L->out, text);
        column += gj_utf8_width(text);
        i = next;
    }
    gj_buf_free(&flat);
}

static bool fits_on_one_line(layout *L, uint32_t first, uint32_t close, uint32_t depth, bool test) {
    const word *w = L->words;
    if (w[first].line != w[close].line) return false;
    gj_buf flat = GJ_BUF_INIT;
    statement s = {L, first, close + 1, false};
    put_flat(&s, &flat, test);
    bool fits = gj_utf8_width(gj_buf_str(&flat)) + (size_t)depth * INDENT <= COLUMNS;
    gj_buf_free(&flat);
    return fits;
}

/* Values of a test that their author put on one line, 设 一 = 1; 二 = 0, stay together where they fit: the end of such a group. */
static uint32_t group_end(layout *L, uint32_t i, uint32_t stop, uint32_t end, uint32_t depth) {
    const word *w = L->words;
    uint32_t to = stop;
    if (w[i].kind != TOK_LET) return stop;
    while (to + 1 < end && w[to].kind == TOK_SEP && w[to].start < w[to].end && w[to + 1].line == w[i].line && w[to + 1].kind != TOK_EXPECT)
        for (to++; to < end && w[to].kind != TOK_SEP;) to++;
    if (to == stop || comment_before(L, w[to - 1].start)) return stop;
    gj_buf flat = GJ_BUF_INIT;
    statement s = {L, i, to, false};
    put_flat(&s, &flat, true);
    bool fits = gj_utf8_width(gj_buf_str(&flat)) + (size_t)depth * INDENT <= COLUMNS;
    gj_buf_free(&flat);
    return fits ? to : stop;
}

/* Words [i, end): the statements of a block, or of the file. */
static void put_items(layout *L, uint32_t i, uint32_t end, uint32_t depth, bool in_test) {
    const word *w = L->words;
    while (i < end) {
        if (w[i].kind == TOK_SEP) {
            i++;
            continue;
        }
        put_comments(L, w[i].start, depth);
        uint32_t stop = i;
        while (stop < end && w[stop].kind != TOK_SEP && w[stop].kind != TOK_LBRACE) stop++;
        begin_line(L, depth, w[i].line);
        if (w[i].kind == TOK_LET) L->let = w[i].text;
        bool bare = in_test && w[i].kind != TOK_LET && w[i].kind != TOK_EXPECT; /* a value set without saying 设 again */
        if (bare) {
            gj_buf_addf(L->out, "%.*s ", GJ_FMT(L->let));
            L->lead = gj_utf8_width(L->let) + 1;
        }
        if (in_test && stop < end) stop = group_end(L, i, stop, end, depth);
        bool block = stop < end && w[stop].kind == TOK_LBRACE;
        bool is_test = w[i].kind == TOK_TEST || (in_test && w[i].kind != TOK_RULE);
        uint32_t close = block ? w[stop].match : 0;
        if (block && !fits_on_one_line(L, i, close, depth, is_test)) {
            put_statement(L, i, stop + 1, depth, in_test);
            end_line(L, w[stop].line, w[stop + 1].start);
            L->last_line = 0;
            put_items(L, stop + 1, close, depth + 1, is_test);
            put_comments(L, w[close].start, depth + 1);
            gj_buf_add_repeat(L->out, " ", (size_t)depth * INDENT);
            gj_buf_addc(L->out, '}');
            stop = close + 1;
        } else if (block) {
            statement s = {L, i, close + 1, false};
            put_flat(&s, L->out, is_test);
            stop = close + 1;
        } else {
            put_statement(L, i, stop, depth, in_test);
        }
        i = stop;
        while (i < end && w[i].kind == TOK_SEP) i++;
        end_line(L, w[stop - 1].line, i < L->nwords ? w[i].start : UINT32_MAX);
    }
}

static int parse_dump(gj_arena *arena, uint32_t source, gj_diags *diags, gj_buf *dump) {
    gj_node *tree;
    int bad = gj_parse(arena, source, GJ_PARSE_FILE, &tree, diags);
    if (!bad) gj_node_dump(dump, tree);
    return bad;
}

int gj_format_source(gj_arena *arena, gj_sources *sources, uint32_t source, gj_buf *out, gj_diags *diags) {
    gj_buf before = GJ_BUF_INIT, after = GJ_BUF_INIT, laid = GJ_BUF_INIT;
    gj_span all = {source, 0, (uint32_t)gj_source_text(sources, source).n};
    int bad = parse_dump(arena, source, diags, &before);
    if (!bad) {
        layout L = {.arena = arena, .out = &laid, .let = GJ_STR("设")};
        if (read_words(&L, diags, all)) {
            read_comments(&L, diags, all);
            put_items(&L, 0, L.nwords, 0, false);
            put_comments(&L, UINT32_MAX, 0);
        }
        free(L.words);
        free(L.comments);
        /* The layout must not change the meaning: should it ever, the file stays as it is. */
        uint32_t copy = gj_sources_add(sources, gj_source_name(sources, source), gj_buf_str(&laid));
        gj_diags quiet;
        gj_diags_init(&quiet, arena, sources);
        bool same = parse_dump(arena, copy, &quiet, &after) == 0 && gj_str_eq(gj_buf_str(&before), gj_buf_str(&after));
        gj_buf_add(out, same ? gj_buf_str(&laid) : gj_source_text(sources, source));
    }
    gj_buf_free(&before);
    gj_buf_free(&after);
    gj_buf_free(&laid);
    return bad;
}
