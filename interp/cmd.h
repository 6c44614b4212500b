/* cmd.h - the commands of the program: what the command line said, and what commands share.
 *
 * Each command is one function in a file of its own (cmd_check.c, …) that returns the exit status: 0 all well, 1 some rule failed,
 * 2 wrong usage or an error in a rule file, 3 a report could not be read; the highest counts. Data goes to gj_cmd_write, everything
 * else to standard error through gj_cmd_complain and gj_cmd_show.
 */
#ifndef GJ_CMD_H
#define GJ_CMD_H

#include <signal.h>
#include <stdio.h>

#include "output/output.h"
#include "walks.h"

enum { /* commands, as bits */
       GJ_CHECK = 1,
       GJ_REPL = 2,
       GJ_EVAL = 4,
       GJ_CELLS = 8,
       GJ_TEST = 16,
       GJ_FMT = 32,
       GJ_EXPLAIN = 64,
       GJ_EVERY = 127
};

typedef enum gj_option_id {
#define OPTION(id, letter, name, value_zh, value_en, zh, en, commands) GJ_OPT_##id,
#include "options.def"
#undef OPTION
    GJ_OPT_COUNT
} gj_option_id;

typedef struct gj_strs { /* a growing list in the command's arena */
    gj_str *v;
    size_t n, room;
} gj_strs;

/* Where data goes: a file, or standard output ("" and "-"). */
typedef struct gj_sink {
    gj_str path;
    FILE *file; /* NULL until the first write */
    bool failed;
} gj_sink;

typedef enum gj_fail_on { GJ_FAIL_ON_ERROR, GJ_FAIL_ON_WARNING, GJ_FAIL_ON_INFO, GJ_FAIL_ON_UNKNOWN } gj_fail_on;

struct gj_command;

typedef struct gj_cmd {
    const struct gj_command *command; /* NULL until it is known */
    gj_arena *arena;
    gj_sources *sources;
    gj_diags diags; /* of the command line and of files that are not rules; shown by gj_cmd_show */
    gj_lang lang;
    bool color, color_err; /* on standard output and standard error */
    bool quiet, verbose, all, check, coverage, help, version;
    gj_str format, output, waivers, baseline; /* empty when not given; of several -f or -o the last */
    unsigned jobs;         /* 0 when not given */
    gj_fail_on fail_on;
    gj_strs rules, only, skip, args;
    gj_strs outputs, formats; /* every -o, and the -f that stands before it (the last -f may stand after the last -o); empty when none */
    bool format_waits;        /* an -f whose -o was not met yet */
    gj_sink sink;             /* of gj_cmd_write */
} gj_cmd;

typedef struct gj_command {
    const char *name;
    unsigned bit;
    int (*run)(gj_cmd *cmd);
    const char *args[2], *brief[2], *more[2]; /* by gj_lang: the synopsis after the name, one line, and what --help adds */
} gj_command;

int gj_cmd_check(gj_cmd *cmd);
int gj_cmd_repl(gj_cmd *cmd);
int gj_cmd_eval(gj_cmd *cmd);
int gj_cmd_cells(gj_cmd *cmd);
int gj_cmd_test(gj_cmd *cmd);
int gj_cmd_fmt(gj_cmd *cmd);
int gj_cmd_explain(gj_cmd *cmd);

/* The i-th command, NULL past the end (cmd_options.c). */
const gj_command *gj_command_at(size_t i);

/* Reads ARGV into CMD; nonzero when the usage is wrong and said so (not yet shown). */
int gj_cmd_parse(gj_cmd *cmd, int argc, char **argv);
/* The help of CMD's command, or of the program. */
void gj_cmd_help(gj_buf *buf, const gj_cmd *cmd);
/* What a shell needs to complete the command line (cmd_completion.c): bash, zsh or fish; nonzero for another. */
int gj_cmd_completion(gj_buf *buf, gj_str shell);

/* The message in the command's language. */
const char *gj_cmd_say(const gj_cmd *cmd, const char *zh, const char *en);
/* Shows the queued diagnostics on standard error and forgets them. */
void gj_cmd_show(gj_cmd *cmd, gj_diags *diags);
#define gj_cmd_complain(cmd, code, ...) GJ_DIAG(&(cmd)->diags, (code), GJ_SPAN_NONE, __VA_ARGS__)

/* Writes BUF's data to standard output or -o FILE and empties it; false (and said so, once) when it cannot be written. */
bool gj_cmd_write(gj_cmd *cmd, gj_buf *buf);
/* Flushes and closes; false as above. */
bool gj_cmd_close(gj_cmd *cmd);
/* The same for a sink of its own. */
bool gj_sink_write(gj_cmd *cmd, gj_sink *sink, gj_buf *buf);
bool gj_sink_close(gj_cmd *cmd, gj_sink *sink);
/* True for "" and "-". */
bool gj_sink_is_stdout(gj_str path);
/* For what is written to PATH: colour and the terminal's width only where that is standard output. */
gj_output_options gj_cmd_output_options(const gj_cmd *cmd, gj_str path);
/* The format that the n-th -o is written in: that of its -f, or what the file's name ends in (.json, .csv, .htm, …, when it is one of the
 * NULL-ended CHOICES), or "". Without -o that of the last -f. Empty (and *WRONG set, which is said) when -f is none of CHOICES. */
gj_str gj_cmd_format(gj_cmd *cmd, size_t n, const char *const *choices, bool *wrong);
/* True when WORD is one of the NULL-ended CHOICES; complains otherwise. */
bool gj_cmd_one_of(gj_cmd *cmd, const char *option, gj_str word, const char *const *choices);

void gj_strs_add(gj_arena *arena, gj_strs *list, gj_str s);

/* Loads and compiles the rules of -r; without any, the rules that ship when DEFAULTS, else only the forms. NULL on errors, which are
 * shown; warnings are shown too. The caller frees them. */
gj_rules *gj_cmd_load_rules(gj_cmd *cmd, bool defaults);

/* What --only and --skip choose. */
typedef struct gj_selection {
    bool *rules; /* by rule index; NULL means all */
    bool *notes; /* by note id; NULL means all */
    bool no_notes;
} gj_selection;
/* Nonzero when an id is not known, which is said. */
int gj_cmd_select(gj_cmd *cmd, const gj_program *program, gj_selection *selection);

/* The report files that the arguments from FIRST on name: files as they are, folders walked in sorted order, "-", and @FILE lists. Sets
 * *STATUS to 2 or 3 when an argument gives none, which is said. Paths belong to the command's arena. */
gj_strs gj_cmd_reports(gj_cmd *cmd, size_t first, int *status);

/* Does WORK(ctx, i) for i from 0 to N - 1 on THREADS threads, and DONE(ctx, i) on the calling thread, strictly in order. At most a few
 * results a thread wait for DONE at a time, so that memory does not grow with N. Stops early, with everything done that was handed
 * to DONE, when DONE returns false or when the user interrupts. Returns how many were handed to DONE. */
size_t gj_pool_run(size_t n, unsigned threads, void (*work)(void *ctx, size_t i), bool (*done)(void *ctx, size_t i), void *ctx);
/* Catches SIGINT (a second one, a second or more later, ends the program), and tells whether it came. */
void gj_interrupt_catch(void);
bool gj_interrupted(void);
/* For a session: forgets one that came, and catches every one from now on. */
void gj_interrupt_hold(void);
unsigned gj_pool_threads(const gj_cmd *cmd, size_t jobs); /* -j, or the cores, at most one a job */

/* A progress bar on standard error, when that is a terminal and the run takes long enough to need one. */
typedef struct gj_progress {
    bool on, drawn;
    gj_lang lang;
    const char *what[2]; /* of several passes: which one, before the count; by gj_lang */
    size_t total;
    double begun, last;
} gj_progress;
gj_progress gj_progress_start(const gj_cmd *cmd, size_t total);
void gj_progress_step(gj_progress *progress, size_t done);
void gj_progress_clear(gj_progress *progress); /* before anything else is written to the terminal */

#endif
