/* lex.h - from bytes to the tokens that the parser is fed.
 *
 * Two layers. lexer.l turns bytes into raw tokens, knowing nothing of statements. tokens.c turns raw tokens into the parser's: it knows
 * where a statement ends, which brackets are open, and where a keyword is only a label, so that neither flex nor Bison has to.
 * Texts of tokens are slices of the source, or of the arena where full-width letters were narrowed.
 */
#ifndef GJ_GRAMMAR_LEX_H
#define GJ_GRAMMAR_LEX_H

#include "rule/ast.h"

enum { GJ_MAX_NESTING = 500 }; /* brackets and blocks inside one another */
enum { GJ_TOKEN_QUEUE = 8 };

/* Raw tokens that the parser never sees: the end of a line, and a comment (for the formatter). */
enum { GJ_RAW_NEWLINE = 10000, GJ_RAW_COMMENT };

typedef struct gj_token {
    int kind; /* TOK_… of parser.h */
    gj_span span;
    gj_str text; /* a word, or the inside of a string as written */
    gj_num num;  /* of a number */
    gj_written written;
    bool first; /* the first token on its line */
} gj_token;

typedef struct gj_lexer {
    gj_arena *arena;
    gj_diags *diags;
    gj_str text;                /* the whole source */
    uint32_t source, base, end; /* the part of it that is read */
    uint32_t at;                /* where the next token starts */
    int last;                   /* kind of the token before: digits after a dot are an ordinal, not a decimal */
    unsigned bad;               /* characters complained of in this statement */
    bool quiet;                 /* the statement is given up: nothing more is said of it */
    uint32_t bad_end;           /* end of the last character complained of: a run of them is one complaint */
    gj_token token;             /* the token just read */
    bool comments;              /* give comments as tokens */
} gj_lexer;

typedef struct gj_scanner gj_scanner;
gj_scanner *gj_scanner_new(gj_lexer *lexer);
void gj_scanner_free(gj_scanner *scanner);
/* Reads the next raw token into lexer->token; returns its kind, TOK_END at the end. */
int gj_scanner_next(gj_scanner *scanner);

/* Helpers of lexer.l (lex.c): each looks at the token that starts at lexer->token.span.start. */
int gj_lexer_word(gj_lexer *lexer);                     /* a name, or a keyword: its kind */
size_t gj_lexer_number(gj_lexer *lexer, size_t length); /* how many of LENGTH bytes belong to the number */
size_t gj_lexer_string(gj_lexer *lexer);                /* the bytes of the string with its quotes */
void gj_lexer_bad(gj_lexer *lexer, bool utf8);          /* complains of a character */

gj_str gj_string_inside(gj_str quoted); /* a string without its quotes */

/* Keywords (keywords.def). */
int gj_keyword_token(gj_str word);                        /* its token, 0 when it is none */
const char *gj_keyword_spelling(int token, gj_lang lang); /* NULL when the token is no keyword */
gj_str gj_keyword_name(gj_str word); /* the Chinese spelling of a name that is not reserved ("sum" is 合计), else WORD itself */

/* The token filter (tokens.c). */
typedef struct gj_bracket {
    char open; /* ( [ { */
    int owner; /* of a {: the token that began its statement */
    gj_span span;
    bool put_in; /* it was missing, and complained of */
} gj_bracket;

typedef struct gj_tokens {
    gj_lexer lexer;
    gj_scanner *scanner;
    unsigned depth;                 /* of `open` */
    gj_token queue[GJ_TOKEN_QUEUE]; /* made, not yet taken */
    unsigned head, count;
    gj_token held; /* a raw token read, to be looked at again */
    bool holding;
    int prev, prev2; /* kinds of the last two tokens put out */
    gj_span prev_span;
    int owner;       /* first token of the statement, 0 at its start */
    bool compared;   /* a comparison stands in the statement */
    bool newline;    /* a line ended since the last token */
    bool recovering; /* an error was met in this statement: brackets are not complained of */
    bool expression; /* one expression: line ends mean nothing */
    bool probe;      /* what is open at the end is not closed, only noted */
    bool closing;    /* blocks are being closed down to depth close_to */
    unsigned close_to;
    unsigned forgiven; /* blocks closed for their author, whose own } may still come */
    bool stopped;      /* too deep: the rest is not read */
    bool ended;        /* the text is read to its end */
    bool unfinished;   /* probe: more must follow */
    gj_bracket open[GJ_MAX_NESTING];
} gj_tokens;

void gj_tokens_init(gj_tokens *tokens, gj_arena *arena, gj_diags *diags, gj_span range, bool expression, bool probe);
void gj_tokens_free(gj_tokens *tokens);
gj_token gj_tokens_next(gj_tokens *tokens);
/* The parser met an error at TOKEN. */
void gj_tokens_error(gj_tokens *tokens, const gj_token *token);
/* The innermost open ( or [, NULL when none is. */
const gj_bracket *gj_tokens_open(const gj_tokens *tokens);
/* Passes over the block whose { was just put out: nothing can be made of it. */
void gj_tokens_skip_block(gj_tokens *tokens);

bool gj_token_continues(int kind); /* a line that ends in it goes on */
bool gj_token_joins(int kind);     /* a line that begins with it goes on from the line before */

#endif
