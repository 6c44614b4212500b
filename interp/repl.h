/* repl.h - a session: rules that grow by what is typed, reports that are open, and the last findings.
 *
 * What a statement prints is gathered in session->out and shown at its end (through the pager when it is long and a terminal is there).
 * Memory: `arena` lives as long as the session, `scratch` as long as a statement, each report and the last findings have arenas of their
 * own. Rules come in generations: a definition makes a new one from the same files and the session's definitions, and the old one is
 * kept only while a report or the last findings stand on it.
 */
#ifndef GJ_REPL_H
#define GJ_REPL_H

#include "cmd.h"

#define GJ_EVERY_REPORT SIZE_MAX

typedef struct gj_opened { /* a report of the session */
    gj_arena *arena;
    gj_report *report;
    bool chosen; /* by :where; true when there is no filter */
} gj_opened;

typedef struct gj_definition {
    gj_str key;  /* "设 x": what a later definition of the same name replaces; empty when it has none */
    gj_str text; /* as typed */
} gj_definition;

typedef struct gj_change { /* of :whatif */
    size_t report;
    uint32_t slot;
    uint32_t group; /* cells changed by one command are undone together */
    gj_cell before;
} gj_change;

typedef struct gj_generation {
    gj_rules *rules;
    bool pinned; /* reports were read with it and may borrow from it */
} gj_generation;

typedef struct gj_session {
    gj_cmd *cmd;
    gj_lang lang;
    bool terminal, paging;
    gj_output_options options; /* of this statement: the width is asked for anew each time */
    gj_arena *arena, *scratch;
    gj_strs files;   /* rule files and folders, in the order loaded */
    gj_rules *rules; /* the newest generation */
    gj_generation *generations;
    size_t ngenerations;
    gj_definition *definitions;
    size_t ndefinitions;
    gj_opened *reports;
    size_t nreports;
    size_t current; /* index of the report in use, or GJ_EVERY_REPORT */
    gj_str saved;   /* the file that :save wrote */
    gj_str filter;  /* the condition of :where, empty when there is none */
    gj_change *changes;
    size_t nchanges;
    gj_arena *last_arena; /* of the last findings; NULL when there are none */
    gj_rules *last_rules;
    const gj_finding **last;       /* numbered from 1 for :why */
    const gj_report **last_report; /* of each */
    size_t nlast;
    gj_buf out, complaints;
    int status; /* as check's: the highest so far */
    bool leaving;
} gj_session;

const char *gj_session_say(const gj_session *s, const char *zh, const char *en);
void gj_session_status(gj_session *s, int status);
/* An error in words of the REPL's own: "错误: …". */
void gj_session_complain(gj_session *s, const char *zh, const char *en, ...) __attribute__((format(printf, 2, 4), format(printf, 3, 4)));
void gj_session_diags(gj_session *s, const gj_diags *diags);

/* repl_session.c: rules and reports. */
int gj_session_begin(gj_session *s, gj_cmd *cmd);
void gj_session_end(gj_session *s);
/* Makes a new generation with TEXT defined (replacing KEY's definition), with another file, or with the files read again. On errors they
 * are shown and everything is as it was. NAME is of a 设, else empty. */
int gj_session_define(gj_session *s, gj_str key, gj_str text, gj_str name);
int gj_session_load(gj_session *s, gj_str path);
int gj_session_reload(gj_session *s);
/* Rules with TEXT added, for one judgement: they live while the last findings stand on them. NULL with the errors shown. *SOURCE is TEXT's
 * source id. */
gj_rules *gj_session_rules_with(gj_session *s, gj_str text, uint32_t *source);
/* Drops the last findings; those to come belong to ARENA (which the session takes) and stand on RULES. */
void gj_session_new_findings(gj_session *s, gj_arena *arena, gj_rules *rules);
/* Numbers F (from 1) for :why. */
size_t gj_session_number(gj_session *s, const gj_finding *f, const gj_report *report);

/* repl_reports.c: what is open. */
/* Opens files and folders; several at once are read on every core. */
void gj_session_open(gj_session *s, const gj_strs *args);
/* The report in use, NULL when every report is. */
gj_report *gj_session_report(const gj_session *s);
/* Are expressions for many reports at once? */
bool gj_session_many(const gj_session *s);
void gj_session_relink(gj_session *s);
gj_str gj_report_title(gj_arena *arena, const gj_report *report); /* "某市 2023", or its path */

/* repl_eval.c: one complete statement. */
void gj_session_statement(gj_session *s, gj_str text);
/* Compiles an expression into ARENA; NULL with the errors shown. */
gj_program *gj_session_compile(gj_session *s, gj_arena *arena, gj_str text);

/* repl_show.c */
void gj_show_value(gj_session *s, const gj_value *value, const gj_report *report, const gj_program *program);
/* Verdicts, failures first and numbered for :why; PASSES: what passed is listed too. */
void gj_show_findings(gj_session *s, const gj_findings *findings, bool passes);
/* The relation with its values, or the author's own message. */
gj_str gj_finding_words(const gj_finding *f, gj_lang lang);
void gj_show_summary(gj_session *s, const gj_summary *summary);
void gj_show_why(gj_session *s, const gj_finding *f, const gj_report *report);
void gj_show_text(gj_session *s, gj_str text, size_t indent); /* wrapped to the terminal */
void gj_show_passages(gj_session *s, const gj_report *report, const gj_program *program);
void gj_paint(gj_session *s, const char *color); /* "1;31"; nothing when there is no colour */
void gj_unpaint(gj_session *s);

/* repl_many.c: one row a report. */
void gj_many_evaluate(gj_session *s, gj_str text);
void gj_many_judge(gj_session *s, gj_rules *rules, const bool *selected, bool notes);
/* Keeps the reports where TEXT holds; an empty text keeps all again. */
void gj_many_where(gj_session *s, gj_str text);
void gj_many_reports(gj_session *s);

/* repl_chart.c: how numbers are spread. MARK (may be NULL) is a threshold to draw. */
void gj_chart(gj_session *s, gj_num *numbers, size_t n, bool percent, const gj_num *mark);

/* repl_commands.c */
bool gj_session_command(gj_session *s, gj_str line); /* false when LINE is no command */
typedef enum gj_argument {
    GJ_ARG_NONE,
    GJ_ARG_FILE,
    GJ_ARG_RULE,
    GJ_ARG_EXPRESSION,
    GJ_ARG_TOPIC,
    GJ_ARG_NAME,
    GJ_ARG_REPORT,
    GJ_ARG_OPTION
} gj_argument;
typedef struct gj_repl_command {
    const char *name, *alias;
    void (*run)(gj_session *s, gj_str arg);
    gj_argument argument;
    const char *args[2], *doc[2];
} gj_repl_command;
const gj_repl_command *gj_repl_command_at(size_t i); /* NULL past the end */

/* repl_judge.c: the commands that judge: :run, :why, :rules, :source, :cells, :whatif, :undo. */
void gj_command_run(gj_session *s, gj_str arg);
void gj_command_why(gj_session *s, gj_str arg);
void gj_command_rules(gj_session *s, gj_str arg);
void gj_command_source(gj_session *s, gj_str arg);
void gj_command_cells(gj_session *s, gj_str arg);
void gj_command_whatif(gj_session *s, gj_str arg);
void gj_command_undo(gj_session *s, gj_str arg);

/* repl_help.c */
void gj_command_help(gj_session *s, gj_str arg);
void gj_command_doc(gj_session *s, gj_str arg);
const char *gj_help_topic(size_t i); /* its name, NULL past the end */

/* repl_complete.c: what may stand at the end of BEFORE (the statement so far). */
typedef struct gj_candidate {
    gj_str text; /* what is written */
    gj_str note; /* what it is, for people */
} gj_candidate;
typedef struct gj_completion {
    size_t from; /* offset in BEFORE of the word that is completed */
    gj_candidate *items;
    size_t n, room;
    gj_str hint; /* the signature of the function whose arguments are being written; may be empty */
} gj_completion;
/* Memory from ARENA. */
gj_completion gj_complete(const gj_session *s, gj_arena *arena, gj_str before);

/* repl_pinyin.c: do the letters of TYPED begin how LABEL is read (bygk: 不予公开)? Letters and digits of LABEL stand for themselves. */
bool gj_pinyin_begins(gj_str label, gj_str typed);

/* repl_line.c: a line from the terminal. */
typedef enum gj_line_end { GJ_LINE_READ, GJ_LINE_INTERRUPTED, GJ_LINE_EOF } gj_line_end;
void gj_terminal_begin(gj_session *s);
void gj_terminal_end(gj_session *s);
/* BEFORE is what was typed of the statement already, for completion. *LINE is malloc'ed. */
gj_line_end gj_terminal_line(const char *prompt, gj_str before, char **line);
void gj_terminal_remember(gj_str statement); /* in the history */

#endif
