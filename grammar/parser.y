/* parser.y - tokens to tree. Actions only build nodes; what they mean is given in rule/check. Every statement, also the last one of a
 * block, ends in SEP, which tokens.c puts in. Where a person goes wrong there is an `error` rule, and each stops at the statement's end or
 * at the block that follows, so that one mistake never swallows the next rule. */
%require "3.8"
%define api.pure full
%define api.push-pull push
%define api.prefix {gj_parse_yy}
%define api.token.prefix {TOK_}
%define api.location.type {gj_span}
%define parse.error custom
%define parse.lac full
%define lr.default-reduction accepting
%locations
%parse-param {gj_parser *P}
%expect 0

%code requires {
#include "build.h"
}

%code provides {
enum { TOK_BAD = TOK_GJ_PARSE_YYerror }; /* a token that the lexer has complained of already */
}

%code {
#define YYLLOC_DEFAULT(Current, Rhs, N)                                                                          \
    do {                                                                                                         \
        if (N) (Current) = (gj_span){YYRHSLOC(Rhs, 1).source, YYRHSLOC(Rhs, 1).start, YYRHSLOC(Rhs, N).end};      \
        else (Current) = (gj_span){YYRHSLOC(Rhs, 0).source, YYRHSLOC(Rhs, 0).end, YYRHSLOC(Rhs, 0).end};          \
    } while (0)
#define YYMAXDEPTH 20000

static void yyerror(const gj_span *span, gj_parser *P, const char *message);

#define NODE(KIND, SPAN) gj_build(P, GJ_N_##KIND, SPAN)
#define TEXT(KIND, SPAN, S) gj_build_text(P, GJ_N_##KIND, SPAN, S)
#define OP(KIND, SPAN, N) gj_build_op(P, GJ_N_##KIND, SPAN, N)
#define LIST(FIRST) gj_build_list(P, FIRST)
#define STEP(KIND, SPAN, S) gj_build_step(P, GJ_STEP_##KIND, SPAN, S)
#define ADD gj_node_add
#define TAKE gj_build_take
}

%union {
    gj_token token;
    gj_node *node;
    uint32_t op;
}

%token END 0
%token START_FILE START_EXPRESSION
%token SEP STOP COLON
%token <token> WORD NUMBER STRING
%token LPAREN RPAREN LBRACKET RBRACKET LBRACE RBRACE COMMA LIST_COMMA DOT DOTDOT
%token PLUS MINUS STAR TIMES STARSTAR SLASH LINE PM ASSIGN EQ NE LT LE GT GE APPROX
%token FORM SECTION TABLE ROW COLUMN GROUP ALIAS UNIT SINCE UNTIL EXTENDS WIDE TOTAL SELF
%token IMPORT RULE ERROR WARNING INFO BASIS TAGS IF THEN ELSE WHERE REQUIRE ORDERED TIE LET FUNCTION
%token AS IN BLANK DASHED NONE ABSENT UNREADABLE AMBIGUOUS
%token TEST EACH EXPECT PASS FAIL UNKNOWN NA
%token AND OR NOT EXISTS MISSING HAS CONTAINS MATCHES PREVIOUS SUBORDINATES

%type <node> items item statement line assert claim require requirements requirement policy missing_as tags tag_list
%type <node> rule rule_open rule_id rule_attrs rule_attr scope scope_open let function params import
%type <node> test test_open each_opt tuples tuple test_items test_item target values value labels label_list at_label
%type <node> form form_open form_attrs form_attr form_items form_item section section_open section_items section_item
%type <node> table table_open table_items table_item columns column_list column column_block column_attr group group_open
%type <node> group_items group_item row row_open row_head row_items row_item aliases alias_any column_alias label label_not_string opt_aliases
%type <node> xexpr expr conjunction negation comparison chain sum product unary primary args arg_list
%type <node> path body first index index_list index_item step atom bracketed section_ref section_step paths
%type <op> compare missing missing_list prefixes prefix level verdict
%type <token> string ordinal word_label

%precedence LOW
%precedence NUMBER

%%

start
    : START_FILE items                  { P->root = TAKE(NODE(FILE, @$), $items); }
    | START_EXPRESSION xexpr            { P->root = $xexpr; }
    | START_EXPRESSION error            { P->root = NODE(ERROR, @$); }
    ;

/* ---- statements ---- */

items
    : %empty                            { $$ = LIST(NULL); }
    | items[list] SEP                   { $$ = $list; }
    | items[list] item SEP              { $$ = gj_build_item(P, $list, $item); }
    | items[list] assert comma          { $$ = gj_build_before_comma(P, $list, $assert, @comma); }
    | items[list] error SEP             { $$ = ADD($list, NODE(ERROR, @error)); yyerrok; }
    ;

item
    : statement
    | import                            { $$ = LIST($1); }
    | form                              { $$ = LIST($1); }
    | rule                              { $$ = LIST($1); }
    | scope                             { $$ = LIST($1); }
    | test                              { $$ = LIST($1); }
    ;

import
    : IMPORT string                     { $$ = gj_build_string(P, GJ_N_IMPORT, &$string); $$->span = @$; }
    ;

rule
    : rule_open items RBRACE            { $$ = TAKE($rule_open, $items); $$->span = @$; }
    | RULE error                        { $$ = NODE(ERROR, @$); yyerrok; }
    | RULE rule_id error                { $$ = NODE(ERROR, @$); yyerrok; }
    ;

rule_open
    : RULE rule_id rule_attrs LBRACE    { $$ = TAKE($rule_id, $rule_attrs); }
    | RULE rule_id error LBRACE         { $$ = $rule_id; yyerrok; }
    | RULE error LBRACE                 { $$ = NODE(RULE, @$); yyerrok; }
    ;

rule_id
    : WORD                              { $$ = TEXT(RULE, @$, $WORD.text); }
    | STRING                            { $$ = gj_build_string(P, GJ_N_RULE, &$STRING); }
    ;

rule_attrs
    : %empty                            { $$ = LIST(NULL); }
    | rule_attrs[list] rule_attr        { $$ = ADD($list, $rule_attr); }
    ;

rule_attr
    : STRING                            { $$ = gj_build_string(P, GJ_N_TITLE, &$STRING); }
    | level                             { $$ = OP(LEVEL, @$, $level); }
    | tags
    ;

level
    : ERROR                             { $$ = 0; }
    | WARNING                           { $$ = 1; }
    | INFO                              { $$ = 2; }
    ;

scope
    : scope_open items RBRACE           { $$ = TAKE($scope_open, $items); $$->span = @$; }
    ;

scope_open
    : TABLE WORD LBRACE                 { $$ = TEXT(SCOPE, @$, $WORD.text); }
    | TABLE STRING LBRACE               { $$ = gj_build_string(P, GJ_N_SCOPE, &$STRING); }
    | TABLE NUMBER LBRACE               { $$ = TEXT(SCOPE, @$, gj_build_digits(P, &$NUMBER)); }
    ;

/* A statement is a list: `一 == 二 否则 "…"` on one line is two. */
statement
    : line                              { $$ = LIST($line); }
    | line ELSE xexpr                   { $$ = gj_build_else(P, $line, $xexpr, @ELSE); }
    | IF expr                           { $$ = LIST(ADD(NODE(WHEN, @$), $expr)); }
    | ELSE string                       { $$ = LIST(gj_build_message(P, GJ_N_ELSE, &$string, @$)); }
    | BASIS string                      { $$ = LIST(gj_build_string(P, GJ_N_BASIS, &$string)); $$->last->span = @$; }
    | tags                              { $$ = LIST($tags); }
    | let                               { $$ = LIST($let); }
    | function                          { $$ = LIST($function); }
    | policy                            { $$ = LIST($policy); }
    ;

line
    : assert
    | claim
    | require
    | TIE string                        { $$ = gj_build_string(P, GJ_N_TIE, &$string); $$->span = @$; }
    | TIE SELF                          { $$ = NODE(TIE_SELF, @$); }
    | IF expr then line                 { $$ = ADD(ADD(NODE(WHEN, @$), $expr), $4); }
    | IF expr then LBRACE items RBRACE  { $$ = TAKE(ADD(NODE(WHEN, @$), $expr), $items); }
    ;

assert
    : expr                              { $$ = ADD(NODE(ASSERT, @$), $expr); }
    ;

claim
    : WHERE sum HAS string then expr    { $$ = ADD(ADD(ADD(NODE(CLAIM, @$), $sum), gj_build_template(P, &$string)), $expr); }
    ;

require
    : REQUIRE requirements              { $$ = TAKE(OP(REQUIRE, @$, 0), $requirements); }
    | REQUIRE requirements ORDERED      { $$ = TAKE(OP(REQUIRE, @$, 1), $requirements); }
    ;

requirements
    : requirement                       { $$ = LIST($1); }
    | requirements[list] comma requirement { $$ = ADD($list, $requirement); }
    ;

requirement
    : section_ref
    | STRING                            { $$ = ADD(OP(PATH, @$, 4), gj_build_string(P, GJ_N_STEP, &$STRING)); }
    | path                              { $$ = gj_build_requirement(P, $path); }
    | ROW path                          { $$ = gj_build_requirement(P, $path); }
    | COLUMN path                       { $$ = gj_build_requirement(P, $path); }
    ;

tags
    : TAGS tag_list                     { $$ = TAKE(NODE(TAGS, @$), $tag_list); }
    ;

tag_list
    : label                             { $label->kind = GJ_N_TAG; $$ = LIST($label); }
    | tag_list[list] comma label        { $label->kind = GJ_N_TAG; $$ = ADD($list, $label); }
    ;

let
    : LET WORD ASSIGN xexpr             { $$ = ADD(TEXT(LET, @$, gj_keyword_name($WORD.text)), $xexpr); }
    | LET WORD EQ xexpr                 {
                                            gj_complain(P, GJ_E_EQUAL_FOR_ASSIGN, @EQ);
                                            $$ = ADD(TEXT(LET, @$, gj_keyword_name($WORD.text)), $xexpr);
                                        }
    | LET WORD error                    { $$ = ADD(TEXT(LET, @$, gj_keyword_name($WORD.text)), NODE(ERROR, @error)); yyerrok; }
    ;

function
    : FUNCTION WORD LPAREN params RPAREN ASSIGN xexpr
                                        { $$ = ADD(TAKE(TEXT(FUNC, @$, gj_keyword_name($WORD.text)), $params), $xexpr); }
    | FUNCTION WORD LPAREN RPAREN ASSIGN xexpr
                                        { $$ = ADD(TEXT(FUNC, @$, gj_keyword_name($WORD.text)), $xexpr); }
    | FUNCTION WORD LPAREN params RPAREN EQ xexpr {
                                            gj_complain(P, GJ_E_EQUAL_FOR_ASSIGN, @EQ);
                                            $$ = ADD(TAKE(TEXT(FUNC, @$, gj_keyword_name($WORD.text)), $params), $xexpr);
                                        }
    | FUNCTION WORD error               { $$ = ADD(TEXT(FUNC, @$, gj_keyword_name($WORD.text)), NODE(ERROR, @error)); yyerrok; }
    ;

params
    : WORD                              { $$ = LIST(TEXT(PARAM, @$, gj_keyword_name($WORD.text))); }
    | params[list] comma WORD           { $$ = ADD($list, TEXT(PARAM, @WORD, gj_keyword_name($WORD.text))); }
    ;

policy
    : missing_as                        { $$ = $1; $$->kind = GJ_N_POLICY; }
    | missing_as IN paths               { $$ = TAKE($missing_as, $paths); $$->kind = GJ_N_POLICY; $$->span = @$; }
    ;

paths
    : path                              { $$ = LIST($path); }
    | paths[list] comma path            { $$ = ADD($list, $path); }
    ;

missing_as
    : missing_list AS NUMBER            { $$ = ADD(OP(MISSING_AS, @$, $missing_list), gj_build_number(P, &$NUMBER)); }
    | missing_list AS MINUS NUMBER      {
                                            gj_node *number = gj_build_number(P, &$NUMBER);
                                            number->num = gj_num_neg(P->arena, number->num);
                                            $$ = ADD(OP(MISSING_AS, @$, $missing_list), number);
                                        }
    ;

missing_list
    : missing                           { $$ = 1u << $missing; }
    | missing_list[list] comma missing  { $$ = $list | 1u << $missing; }
    ;

missing /* gj_status of the report */
    : BLANK                             { $$ = 1; }
    | DASHED                            { $$ = 2; }
    | NONE                              { $$ = 3; }
    | ABSENT                            { $$ = 4; }
    | UNREADABLE                        { $$ = 5; }
    | AMBIGUOUS                         { $$ = 6; }
    ;

comma : COMMA | LIST_COMMA ;

/* 若 …，则 …: the comma of the spoken sentence says nothing. */
then : THEN | COMMA THEN ;

string : STRING ;

/* ---- tests of rules ---- */

test
    : test_open test_items RBRACE       { $$ = TAKE($test_open, $test_items); $$->span = @$; }
    | TEST error                        { $$ = NODE(ERROR, @$); yyerrok; }
    ;

test_open
    : TEST STRING each_opt LBRACE       { $$ = ADD(gj_build_string(P, GJ_N_TEST, &$STRING), $each_opt); }
    | TEST WORD each_opt LBRACE         { $$ = ADD(TEXT(TEST, @$, $WORD.text), $each_opt); }
    | TEST error LBRACE                 { $$ = NODE(TEST, @$); yyerrok; }
    ;

each_opt
    : %empty                            { $$ = NULL; }
    | EACH WORD IN tuples               { $$ = TAKE(ADD(NODE(EACH, @$), TEXT(PARAM, @WORD, $WORD.text)), $tuples); }
    | EACH LPAREN params RPAREN IN tuples { $$ = TAKE(TAKE(NODE(EACH, @$), $params), $tuples); }
    ;

tuples
    : tuple                             { $$ = LIST($tuple); }
    | tuples[list] comma tuple          { $$ = ADD($list, $tuple); }
    ;

tuple
    : expr                              { $$ = ADD(NODE(TUPLE, @$), $expr); }
    | missing                           { $$ = ADD(NODE(TUPLE, @$), OP(MISSING, @$, $missing)); }
    | LPAREN xexpr COMMA arg_list RPAREN { $$ = TAKE(ADD(NODE(TUPLE, @$), $xexpr), $arg_list); }
    ;

test_items
    : %empty                            { $$ = LIST(NULL); }
    | test_items[list] SEP              { $$ = $list; }
    | test_items[list] test_item SEP    { $$ = ADD($list, $test_item); }
    | test_items[list] error SEP        { $$ = ADD($list, NODE(ERROR, @error)); yyerrok; }
    ;

test_item
    : LET target ASSIGN values          { $$ = TAKE(ADD(NODE(SET, @$), $target), $values); }
    | LET target EQ values              {
                                            gj_complain(P, GJ_E_EQUAL_FOR_ASSIGN, @EQ);
                                            $$ = TAKE(ADD(NODE(SET, @$), $target), $values);
                                        }
    | target ASSIGN values              { $$ = TAKE(ADD(NODE(SET, @$), $target), $values); }
    | EXPECT rule_id verdict labels     { $$ = TAKE($rule_id, $labels); $$->kind = GJ_N_EXPECT; $$->op = $verdict; $$->span = @$; }
    ;

target
    : path
    | section_ref
    ;

values
    : value                             { $$ = TAKE(LIST(NULL), $value); }
    | values[list] value                { $$ = TAKE($list, $value); }
    | values[list] COMMA value          { $$ = TAKE($list, $value); }
    ;

value /* a list: a line drawn before a number at some distance is a value of its own */
    : NUMBER                            { $$ = LIST(gj_build_number(P, &$NUMBER)); }
    | MINUS NUMBER                      {
                                            gj_node *number = gj_build_number(P, &$NUMBER);
                                            if (@MINUS.end == @NUMBER.start) {
                                                number->num = gj_num_neg(P->arena, number->num);
                                                number->text = gj_str_format(P->arena, "-%.*s", GJ_FMT(number->text));
                                                number->span = @$;
                                                $$ = LIST(number);
                                            } else {
                                                $$ = ADD(LIST(OP(MISSING, @MINUS, 2)), number);
                                            }
                                        }
    | PLUS NUMBER                       { $$ = LIST(gj_build_number(P, &$NUMBER)); }
    | MINUS %prec LOW                   { $$ = LIST(OP(MISSING, @$, 2)); }
    | LINE                              { $$ = LIST(OP(MISSING, @$, 2)); }
    | SLASH                             { $$ = LIST(OP(MISSING, @$, 2)); }
    | missing                           { $$ = LIST(OP(MISSING, @$, $missing)); }
    | STRING                            { $$ = LIST(gj_build_string(P, GJ_N_STR, &$STRING)); }
    | WORD                              { $$ = LIST(ADD(NODE(PATH, @$), STEP(WORD, @$, gj_keyword_name($WORD.text)))); }
    | LPAREN xexpr RPAREN               { $$ = LIST($xexpr); }
    ;

verdict
    : PASS                              { $$ = 0; }
    | FAIL                              { $$ = 1; }
    | UNKNOWN                           { $$ = 2; }
    | NA                                { $$ = 3; }
    ;

labels
    : %empty                            { $$ = LIST(NULL); }
    | IN label_list                     { $$ = $label_list; }
    ;

label_list
    : at_label                          { $$ = LIST($1); }
    | label_list[list] comma at_label   { $$ = ADD($list, $at_label); }
    ;

at_label
    : label                             { $$ = $1; $$->kind = GJ_N_LABEL; }
    | at_label[head] DOT atom           { $$ = TEXT(LABEL, @$, gj_source_slice(P->diags->sources, @$)); (void)$head; (void)$atom; }
    | at_label[head] index              { $$ = TEXT(LABEL, @$, gj_source_slice(P->diags->sources, @$)); (void)$head; (void)$index; }
    ;

/* ---- forms ---- */

form
    : form_open form_items RBRACE       { $$ = TAKE($form_open, $form_items); $$->span = @$; }
    | FORM error                        { $$ = NODE(ERROR, @$); yyerrok; }
    ;

form_open
    : FORM WORD form_attrs LBRACE       { $$ = TAKE(TEXT(FORM, @$, $WORD.text), $form_attrs); }
    | FORM STRING form_attrs LBRACE     { $$ = TAKE(gj_build_string(P, GJ_N_FORM, &$STRING), $form_attrs); }
    | FORM error LBRACE                 { $$ = NODE(FORM, @$); yyerrok; }
    ;

form_attrs
    : %empty                            { $$ = LIST(NULL); }
    | form_attrs[list] form_attr        { $$ = TAKE($list, $form_attr); }
    ;

form_attr
    : STRING                            { $$ = LIST(gj_build_string(P, GJ_N_TITLE, &$STRING)); }
    | SINCE NUMBER                      { $$ = LIST(gj_build_number(P, &$NUMBER)); $$->last->kind = GJ_N_SINCE; }
    | UNTIL NUMBER                      { $$ = LIST(gj_build_number(P, &$NUMBER)); $$->last->kind = GJ_N_UNTIL; }
    | EXTENDS WORD                      { $$ = LIST(TEXT(EXTENDS, @$, $WORD.text)); }
    | alias_any
    ;

form_items
    : %empty                            { $$ = LIST(NULL); }
    | form_items[list] SEP              { $$ = $list; }
    | form_items[list] form_item SEP    { $$ = TAKE($list, $form_item); }
    | form_items[list] error SEP        { $$ = ADD($list, NODE(ERROR, @error)); yyerrok; }
    ;

form_item
    : section                           { $$ = LIST($1); }
    | table                             { $$ = LIST($1); }
    | alias_any
    ;

section
    : section_open opt_aliases          { $$ = TAKE($section_open, $opt_aliases); $$->span = @$; }
    | section_open opt_aliases LBRACE section_items RBRACE
                                        { $$ = TAKE(TAKE($section_open, $opt_aliases), $section_items); $$->span = @$; }
    | SECTION error LBRACE { yyerrok; } section_items RBRACE { $$ = TAKE(NODE(SECTION, @$), $section_items); }
    | SECTION error                 { $$ = NODE(ERROR, @$); yyerrok; }
    ;

section_open
    : SECTION label                     { $$ = gj_build_section(P, @$, $label, NULL); }
    | SECTION label[ordinal] label[title] { $$ = gj_build_section(P, @$, $ordinal, $title); }
    ;

section_items
    : %empty                            { $$ = LIST(NULL); }
    | section_items[list] SEP           { $$ = $list; }
    | section_items[list] section_item SEP { $$ = TAKE($list, $section_item); }
    | section_items[list] error SEP     { $$ = ADD($list, NODE(ERROR, @error)); yyerrok; }
    ;

section_item
    : table                             { $$ = LIST($1); }
    | alias_any
    ;

table
    : table_open LBRACE table_items RBRACE { $$ = TAKE($table_open, $table_items); $$->span = @$; }
    | TABLE error LBRACE { yyerrok; } table_items RBRACE { $$ = TAKE(NODE(TABLE, @$), $table_items); }
    | TABLE error                   { $$ = NODE(ERROR, @$); yyerrok; }
    ;

table_open
    : TABLE label_not_string[name]      { $$ = $name; $$->kind = GJ_N_TABLE; }
    | table_open[head] STRING           { $$ = $head; $$->text2 = gj_build_string(P, GJ_N_STR, &$STRING)->text; }
    | table_open[head] alias_any        { $$ = TAKE($head, $alias_any); }
    | table_open[head] WIDE             { $$ = $head; $$->op = 1; }
    ;

table_items
    : %empty                            { $$ = LIST(NULL); }
    | table_items[list] SEP             { $$ = $list; }
    | table_items[list] table_item SEP  { $$ = TAKE($list, $table_item); }
    | table_items[list] error SEP       { $$ = ADD($list, NODE(ERROR, @error)); yyerrok; }
    ;

table_item
    : columns                           { $$ = LIST($1); }
    | group                             { $$ = LIST($1); }
    | row                               { $$ = LIST($1); }
    | SELF string                       { $$ = LIST(gj_build_string(P, GJ_N_NOTE, &$string)); $$->last->span = @$; }
    | alias_any
    ;

columns
    : COLUMN column_list                { $$ = TAKE(NODE(COLUMNS, @$), $column_list); }
    | COLUMN label LBRACE column_block RBRACE
                                        { $$ = TAKE(OP(COLUMNS, @$, 1), $column_block); $$->text = $label->text; }
    ;

column_list
    : column                            { $$ = LIST($1); }
    | column_list[list] COMMA column    { $$ = ADD($list, $column); }
    ;

column_block
    : %empty                            { $$ = LIST(NULL); }
    | column_block[list] SEP            { $$ = $list; }
    | column_block[list] column_list SEP { $$ = TAKE($list, $column_list); }
    | column_block[list] error SEP      { $$ = ADD($list, NODE(ERROR, @error)); yyerrok; }
    ;

column
    : label                             { $$ = $1; $$->kind = GJ_N_COLUMN; }
    | column[head] column_attr          { $$ = TAKE($head, $column_attr); $$->span = @$; }
    ;

column_attr
    : ALIAS column_alias                { $$ = $column_alias; }
    | UNIT label                        { $$ = LIST($label); $label->kind = GJ_N_UNIT; }
    ;

column_alias
    : label                             { $$ = LIST($1); $1->kind = GJ_N_ALIAS; }
    | column_alias[list] LIST_COMMA label { $$ = ADD($list, $label); $label->kind = GJ_N_ALIAS; }
    ;

opt_aliases
    : %empty                            { $$ = LIST(NULL); }
    | opt_aliases[list] alias_any       { $$ = TAKE($list, $alias_any); }
    ;

alias_any
    : ALIAS aliases                     { $$ = $aliases; }
    ;

aliases
    : label                             { $$ = LIST($1); $1->kind = GJ_N_ALIAS; }
    | aliases[list] comma label         { $$ = ADD($list, $label); $label->kind = GJ_N_ALIAS; }
    ;

group
    : group_open opt_aliases LBRACE group_items RBRACE
                                        { $$ = TAKE(TAKE($group_open, $opt_aliases), $group_items); $$->span = @$; }
    | GROUP error LBRACE { yyerrok; } group_items RBRACE { $$ = TAKE(NODE(GROUP, @$), $group_items); }
    | GROUP error                   { $$ = NODE(ERROR, @$); yyerrok; }
    ;

group_open
    : GROUP label                       { $$ = $label; $$->kind = GJ_N_GROUP; }
    ;

group_items
    : %empty                            { $$ = LIST(NULL); }
    | group_items[list] SEP             { $$ = $list; }
    | group_items[list] group_item SEP  { $$ = TAKE($list, $group_item); }
    | group_items[list] error SEP       { $$ = ADD($list, NODE(ERROR, @error)); yyerrok; }
    ;

group_item
    : columns                           { $$ = LIST($1); }
    | row                               { $$ = LIST($1); }
    | alias_any
    ;

row
    : row_open opt_aliases              { $$ = TAKE($row_open, $opt_aliases); $$->span = @$; }
    | row_open opt_aliases LBRACE row_items RBRACE { $$ = TAKE(TAKE($row_open, $opt_aliases), $row_items); $$->span = @$; }
    | ROW error LBRACE { yyerrok; } row_items RBRACE { $$ = TAKE(NODE(ROW, @$), $row_items); }
    | ROW error                     { $$ = NODE(ERROR, @$); yyerrok; }
    ;

row_open
    : row_head
    | row_head TOTAL                    { $$ = $row_head; $$->op |= 2; }
    ;

row_head
    : ROW label                         { $$ = gj_build_row(P, @$, $label, NULL); }
    | ROW label[ordinal] label[name] { $$ = gj_build_row(P, @$, $ordinal, $name); }
    | ROW NUMBER                        { $$ = gj_build_row(P, @$, TEXT(LABEL, @NUMBER, gj_build_digits(P, &$NUMBER)), NULL); }
    | ROW NUMBER label            { $$ = gj_build_row(P, @$, TEXT(LABEL, @NUMBER, gj_build_digits(P, &$NUMBER)), $label); }
    | ROW LPAREN ordinal RPAREN         { $$ = gj_build_row(P, @$, TEXT(LABEL, @ordinal, $ordinal.text), NULL); $$->op = 1; }
    | ROW LPAREN ordinal RPAREN label { $$ = gj_build_row(P, @$, TEXT(LABEL, @ordinal, $ordinal.text), $label); $$->op = 1; }
    ;

row_items
    : %empty                            { $$ = LIST(NULL); }
    | row_items[list] SEP               { $$ = $list; }
    | row_items[list] row_item SEP      { $$ = TAKE($list, $row_item); }
    | row_items[list] error SEP         { $$ = ADD($list, NODE(ERROR, @error)); yyerrok; }
    ;

row_item
    : row                               { $$ = LIST($1); }
    | alias_any
    ;

ordinal
    : WORD
    | NUMBER                            { $$ = $NUMBER; $$.text = gj_build_digits(P, &$NUMBER); }
    ;

/* A label may be any keyword but those that may follow a label: 别名, 单位, 横排. */
label
    : label_not_string
    | STRING                            { $$ = gj_build_string(P, GJ_N_LABEL, &$STRING); }
    ;

label_not_string
    : word_label                        { $$ = TEXT(LABEL, @$, $1.text); }
    ;

word_label
    : WORD
    | keyword                           { $$ = (gj_token){.span = @1, .text = gj_source_slice(P->diags->sources, @1)}; }
    ;

keyword
    : FORM | SECTION | TABLE | ROW | COLUMN | GROUP | SINCE | UNTIL | EXTENDS | SELF
    | IMPORT | RULE | ERROR | WARNING | INFO | BASIS | TAGS | IF | THEN | ELSE | WHERE | REQUIRE | ORDERED | TIE | LET | FUNCTION
    | AS | IN | BLANK | DASHED | NONE | ABSENT | UNREADABLE | AMBIGUOUS
    | TEST | EACH | EXPECT | PASS | FAIL | UNKNOWN | NA
    | AND | OR | NOT | EXISTS | MISSING | HAS | CONTAINS | MATCHES | PREVIOUS | SUBORDINATES
    ;

/* ---- expressions ---- */

/* xexpr: also 若 a 则 b 否则 c, where no statement could begin with 若. */
xexpr
    : expr
    | IF expr then expr[yes] ELSE xexpr[no] { $$ = ADD(ADD(ADD(NODE(IF, @$), $2), $yes), $no); }
    ;

expr
    : conjunction
    | expr[a] OR conjunction[b]         { $$ = gj_build_binary(P, GJ_N_OR, 0, $a, $b); }
    ;

conjunction
    : negation
    | conjunction[a] AND negation[b]    { $$ = gj_build_binary(P, GJ_N_AND, 0, $a, $b); }
    ;

negation
    : comparison
    | NOT negation[a]                   { $$ = ADD(NODE(NOT, @$), $a); }
    ;

comparison
    : sum
    | chain
    | chain[c] PM sum                   {
                                            gj_node *last = $c->kind == GJ_N_AND ? $c->last : $c;
                                            ADD(last, ADD(NODE(TOLERANCE, @sum), $sum));
                                            last->span.end = @$.end;
                                            $$ = $c;
                                            $$->span = @$;
                                        }
    | sum[a] CONTAINS sum[b]            { $$ = gj_build_binary(P, GJ_N_MATCH, GJ_OP_CONTAINS, $a, $b); }
    | sum[a] MATCHES sum[b]             { $$ = gj_build_binary(P, GJ_N_MATCH, GJ_OP_MATCHES, $a, $b); }
    | sum[a] HAS string                 { $$ = gj_build_binary(P, GJ_N_MATCH, GJ_OP_HAS, $a, gj_build_template(P, &$string)); }
    | sum[a] ASSIGN sum[b]              {
                                            gj_complain(P, GJ_E_ASSIGN_FOR_EQUAL, @ASSIGN);
                                            $$ = gj_build_binary(P, GJ_N_COMPARE, GJ_OP_EQ, $a, $b);
                                        }
    ;

chain
    : sum[a] compare sum[b]             { $$ = gj_build_binary(P, GJ_N_COMPARE, (gj_op)$compare, $a, $b); }
    | chain[c] compare sum[b]           { $$ = gj_build_chain(P, (gj_op)$compare, $c, $b); }
    ;

compare
    : EQ                                { $$ = GJ_OP_EQ; }
    | NE                                { $$ = GJ_OP_NE; }
    | LT                                { $$ = GJ_OP_LT; }
    | LE                                { $$ = GJ_OP_LE; }
    | GT                                { $$ = GJ_OP_GT; }
    | GE                                { $$ = GJ_OP_GE; }
    | APPROX                            { $$ = GJ_OP_APPROX; }
    ;

sum
    : product
    | sum[a] PLUS product[b]            { $$ = gj_build_binary(P, GJ_N_BINARY, GJ_OP_ADD, $a, $b); }
    | sum[a] MINUS product[b]           { $$ = gj_build_binary(P, GJ_N_BINARY, GJ_OP_SUB, $a, $b); }
    ;

product
    : unary
    | product[a] STAR unary[b]          { $$ = gj_build_binary(P, GJ_N_BINARY, GJ_OP_MUL, $a, $b); }
    | product[a] TIMES unary[b]         { $$ = gj_build_binary(P, GJ_N_BINARY, GJ_OP_MUL, $a, $b); }
    | product[a] SLASH unary[b]         { $$ = gj_build_binary(P, GJ_N_BINARY, GJ_OP_DIV, $a, $b); }
    ;

unary
    : primary
    | MINUS unary[a]                    { $$ = ADD(NODE(NEG, @$), $a); }
    | EXISTS unary[a]                   { $$ = ADD(OP(EXISTS, @$, 0), $a); }
    | MISSING unary[a]                  { $$ = ADD(OP(EXISTS, @$, 1), $a); }
    ;

primary
    : NUMBER                            { $$ = gj_build_number(P, &$NUMBER); }
    | STRING                            { $$ = gj_build_text_value(P, &$STRING); }
    | path
    | path missing_as                   { $$ = ADD($path, $missing_as); $$->span = @$; }
    | section_ref
    | WORD LPAREN args RPAREN           { $$ = TAKE(TEXT(CALL, @$, gj_keyword_name($WORD.text)), $args); }
    | LPAREN xexpr RPAREN               { $$ = $xexpr; }
    ;

args
    : %empty                            { $$ = LIST(NULL); }
    | arg_list
    ;

arg_list
    : xexpr                             { $$ = LIST($1); }
    | arg_list[list] COMMA xexpr        { $$ = ADD($list, $xexpr); }
    ;

section_ref
    : SECTION section_step              { $$ = ADD(NODE(SECTION_REF, @$), $section_step); }
    | prefixes SECTION section_step     { $$ = ADD(OP(SECTION_REF, @$, $prefixes), $section_step); }
    ;

section_step
    : atom
    | atom[a] DOTDOT atom[b]            { $$ = gj_build_range(P, $a, $b); }
    | STAR                              { $$ = STEP(STAR, @$, GJ_STR("*")); }
    | bracketed
    ;

/* ---- paths ---- */

path
    : body
    | body index                        { $$ = ADD($body, $index); $$->span = @$; }
    | index                             { $$ = ADD(NODE(PATH, @$), $index); }
    | prefixes body                     { $$ = $body; $$->op |= $prefixes; $$->span = @$; }
    | prefixes body index               { $$ = ADD($body, $index); $$->op |= $prefixes; $$->span = @$; }
    | prefixes index                    { $$ = ADD(OP(PATH, @$, $prefixes), $index); }
    | STRING index                      {
                                            gj_node *step = gj_build_string(P, GJ_N_STEP, &$STRING);
                                            $$ = ADD(ADD(OP(PATH, @$, 4), step), $index);
                                        }
    ;

prefixes
    : prefix
    | prefixes[a] prefix[b]             { $$ = $a | $b; }
    ;

prefix
    : PREVIOUS DOT                      { $$ = 1; }
    | SUBORDINATES DOT                  { $$ = 2; }
    ;

body
    : first                             { $$ = ADD(NODE(PATH, @$), $first); }
    | STRING DOT step                   {
                                            gj_node *first = gj_build_string(P, GJ_N_STEP, &$STRING);
                                            $$ = ADD(ADD(OP(PATH, @$, 4), first), $step);
                                        }
    | body[head] DOT step               { $$ = ADD($head, $step); $$->span = @$; }
    ;

first
    : WORD                              { $$ = STEP(WORD, @$, gj_keyword_name($WORD.text)); }
    | WORD DOTDOT atom                  { $$ = gj_build_range(P, STEP(WORD, @WORD, $WORD.text), $atom); }
    | TABLE WORD                        { $$ = gj_build_table_step(P, @$, $WORD.text); }
    | FORM                              { $$ = STEP(WORD, @$, gj_str_from(gj_keyword_spelling(TOK_FORM, GJ_LANG_ZH))); }
    | STAR                              { $$ = STEP(STAR, @$, GJ_STR("*")); }
    | STARSTAR                          { $$ = STEP(STARSTAR, @$, GJ_STR("**")); }
    ;

step
    : atom
    | atom[a] DOTDOT atom[b]            { $$ = gj_build_range(P, $a, $b); }
    | STAR                              { $$ = STEP(STAR, @$, GJ_STR("*")); }
    | STARSTAR                          { $$ = STEP(STARSTAR, @$, GJ_STR("**")); }
    | bracketed
    ;

atom
    : WORD                              { $$ = STEP(WORD, @$, $WORD.text); }
    | STRING                            { $$ = gj_build_string(P, GJ_N_STEP, &$STRING); }
    | NUMBER                            { $$ = STEP(NUMBER, @$, gj_build_digits(P, &$NUMBER)); }
    | LPAREN ordinal RPAREN             { $$ = STEP(ORDINAL, @$, $ordinal.text); }
    ;

bracketed
    : LBRACKET index_list RBRACKET      { $$ = TAKE(STEP(LIST, @$, GJ_STR_NONE), $index_list); }
    ;

index
    : LBRACKET index_list RBRACKET      { $$ = TAKE(NODE(INDEX, @$), $index_list); }
    ;

index_list
    : index_item                        { $$ = LIST($1); }
    | index_list[list] comma index_item { $$ = ADD($list, $index_item); }
    ;

index_item
    : atom
    | atom[a] DOTDOT atom[b]            { $$ = gj_build_range(P, $a, $b); }
    | STAR                              { $$ = STEP(STAR, @$, GJ_STR("*")); }
    | STARSTAR                          { $$ = STEP(STARSTAR, @$, GJ_STR("**")); }
    ;

%%

enum { MOST_EXPECTED = 200 };

/* The token of a symbol, as the diagnostics know it. */
static int token_of(yysymbol_kind_t symbol) {
    if (symbol == YYSYMBOL_YYEOF) return TOK_END;
    for (int token = 256; token <= YYMAXUTOK; token++)
        if (YYTRANSLATE(token) == symbol) return token;
    return TOK_BAD;
}

static int tokens_of(yysymbol_kind_t *symbols, int count, int *tokens, int max) {
    int n = 0;
    for (int i = 0; i < count && n < max; i++) tokens[n++] = token_of(symbols[i]);
    return n;
}

static int yyreport_syntax_error(const yypcontext_t *context, gj_parser *P) {
    yysymbol_kind_t symbols[MOST_EXPECTED];
    int tokens[MOST_EXPECTED];
    int n = yypcontext_expected_tokens(context, symbols, MOST_EXPECTED);
    gj_complain_syntax(P, tokens, tokens_of(symbols, n > 0 ? n : 0, tokens, MOST_EXPECTED));
    return 0;
}

static void yyerror(const gj_span *span, gj_parser *P, const char *message) {
    (void)message; /* only 'memory exhausted' comes here: the stack has reached its limit */
    gj_complain(P, GJ_E_TOO_DEEP, *span);
}

int gj_parser_expected(const gj_parse_yypstate *state, int *tokens, int max) {
    yysymbol_kind_t symbols[MOST_EXPECTED];
    int n = yypstate_expected_tokens((yypstate *)state, symbols, MOST_EXPECTED);
    return tokens_of(symbols, n > 0 ? n : 0, tokens, max);
}

/* Whether the last token pushed was thrown away while recovering from an error. */
bool gj_parser_discarded(const gj_parse_yypstate *state) {
    return state->yyerrstatus == 3;
}
