/* repl: a session at a terminal, or of a script on standard input. */
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/utf8.h"
#include "repl.h"
#include "rule/parse.h"

enum { MAX_STATEMENT = 1 << 20, WIDE = 1000 /* columns where nobody looks: lines are never folded */ };

/* ---- what a statement printed ---- */

static size_t lines_of(gj_str text, size_t width) {
    size_t lines = 0, used = 0;
    for (size_t at = 0; at < text.n;) {
        uint32_t c = gj_utf8_next(text, &at);
        if (c == '\n') {
            lines++;
            used = 0;
        } else if ((used += (size_t)gj_utf8_width_of(c)) > width) {
            lines++;
            used = 0;
        }
    }
    return lines;
}

static bool page(gj_str text) {
    const char *pager = getenv("PAGER");
    if (!pager || !*pager) pager = "less";
    setenv("LESS", "-RFX", 0);
    setenv("LESSCHARSET", "utf-8", 0);
    FILE *pipe = popen(pager, "w");
    if (!pipe) return false;
    fwrite(text.p, 1, text.n, pipe);
    int status = pclose(pipe);
    return !WIFEXITED(status) || WEXITSTATUS(status) < 126; /* 127: there is no such pager */
}

static void show_output(gj_session *s) {
    if (s->complaints.n) {
        FILE *where = s->terminal ? stdout : stderr;
        fflush(stdout);
        fwrite(s->complaints.p, 1, s->complaints.n, where);
        gj_buf_clear(&s->complaints);
    }
    gj_str text = gj_buf_str(&s->out);
    if (text.n) {
        struct winsize size;
        bool known = s->terminal && s->paging && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row > 4;
        if (!known || lines_of(text, size.ws_col) < size.ws_row || !page(text)) fwrite(text.p, 1, text.n, stdout);
        gj_buf_clear(&s->out);
    }
    fflush(stdout);
}

static void run(gj_session *s, gj_str text) {
    s->options = gj_cmd_output_options(s->cmd, s->cmd->output);
    if (!s->terminal) s->options.width = WIDE;
    if (!s->options.width) s->options.width = 80;
    if (!gj_session_command(s, text)) gj_session_statement(s, text);
    if (gj_interrupted()) gj_buf_addz(&s->complaints, gj_session_say(s, "已中断\n", "interrupted\n"));
    show_output(s);
    gj_arena_reset(s->scratch);
}

/* ---- statements of several lines ---- */

static bool is_command(gj_str text) {
    text = gj_str_trim(text);
    return gj_str_has_prefix(text, GJ_STR(":")) || gj_str_has_prefix(text, GJ_STR("："));
}

/* An expression may end in what looks like an operator: 三.*. */
static bool is_expression(gj_session *s, gj_str text) {
    gj_sources *sources = gj_sources_new(s->scratch);
    gj_diags diags;
    gj_diags_init(&diags, s->scratch, sources);
    gj_node *tree;
    bool whole = gj_parse(s->scratch, gj_sources_add(sources, GJ_STR(""), text), GJ_PARSE_EXPRESSION, &tree, &diags) == 0;
    gj_arena_reset(s->scratch);
    return whole;
}

static bool wants_more(gj_session *s, gj_str text) {
    if (text.n > MAX_STATEMENT || is_command(text)) return false;
    return gj_parse_completeness(text) == GJ_INCOMPLETE && !is_expression(s, text);
}

/* ---- the terminal ---- */

static const char *prompt_of(gj_session *s, bool more, gj_buf *prompt) {
    gj_buf_clear(prompt);
    bool color = s->cmd->color;
    gj_str name = GJ_STR("勾稽");
    gj_report *report = gj_session_report(s);
    gj_buf label = GJ_BUF_INIT;
    if (s->nreports > 1 && report)
        gj_buf_addf(&label, "#%zu", s->current + 1);
    else if (gj_session_many(s)) {
        size_t chosen = 0;
        for (size_t i = 0; i < s->nreports; i++) chosen += s->reports[i].chosen;
        gj_buf_addf(&label, s->filter.n ? "%zu/%zu" : "%zu", s->filter.n ? chosen : s->nreports, s->nreports);
    }
    if (s->nchanges) gj_buf_addz(&label, "*");
    if (more) { /* as wide as the prompt that began it */
        gj_buf_add_repeat(prompt, " ", gj_utf8_width(name) + (label.n ? 1 + gj_utf8_width(gj_buf_str(&label)) : 0) - 2);
        gj_buf_addz(prompt, color ? "\001\x1b[2m\002…>\001\x1b[0m\002 " : "…> ");
    } else {
        gj_buf_addf(prompt, color ? "\001\x1b[1;36m\002%.*s\001\x1b[0m\002" : "%.*s", GJ_FMT(name));
        if (label.n) gj_buf_addf(prompt, " %.*s", GJ_FMT(gj_buf_str(&label)));
        gj_buf_addz(prompt, "> ");
    }
    gj_buf_free(&label);
    return prompt->p;
}

static void greet(gj_session *s) {
    gj_report *report = gj_session_report(s);
    gj_buf *out = &s->out;
    s->options = gj_cmd_output_options(s->cmd, s->cmd->output);
    gj_paint(s, "1");
    gj_buf_addf(out, gj_session_say(s, "勾稽 %s", "Gouji %s"), gj_version());
    gj_unpaint(s);
    gj_buf_addf(out, gj_session_say(s, "  规则 %u 条  ", "  %u rules  "), s->rules->program.nrules);
    if (report) {
        gj_out_plain(out, gj_report_title(s->scratch, report));
        gj_buf_addf(out, gj_session_say(s, "（%.*s）", " (%.*s)"), GJ_FMT(report->form->name));
    } else if (s->nreports) {
        gj_buf_addf(out, gj_session_say(s, "%zu 份报告", "%zu reports"), s->nreports);
    }
    gj_paint(s, "2");
    gj_buf_addz(out, gj_session_say(s, "\n:help 用法  Tab 补全  Ctrl-D 离开\n", "\n:help  Tab completes  Ctrl-D leaves\n"));
    gj_unpaint(s);
    show_output(s);
}

static void talk(gj_session *s) {
    gj_buf statement = GJ_BUF_INIT, prompt = GJ_BUF_INIT;
    gj_terminal_begin(s);
    greet(s);
    while (!s->leaving) {
        char *line = NULL;
        gj_line_end end = gj_terminal_line(prompt_of(s, statement.n > 0, &prompt), gj_buf_str(&statement), &line);
        if (end == GJ_LINE_INTERRUPTED) { /* the line, and the statement that it goes on */
            gj_buf_clear(&statement);
            continue;
        }
        if (end == GJ_LINE_EOF) {
            fputc('\n', stdout);
            break;
        }
        gj_buf_addz(&statement, line);
        gj_buf_addc(&statement, '\n');
        bool empty = gj_str_trim(gj_str_from(line)).n == 0;
        free(line);
        /* An empty line ends a statement that will not end by itself. */
        if (!empty && wants_more(s, gj_buf_str(&statement))) continue;
        gj_str text = gj_str_trim(gj_buf_str(&statement));
        if (text.n) {
            gj_terminal_remember(text);
            gj_interrupt_hold();
            run(s, text);
        }
        gj_buf_clear(&statement);
    }
    gj_terminal_end(s);
    gj_buf_free(&statement);
    gj_buf_free(&prompt);
}

/* ---- a script ---- */

static void follow(gj_session *s) {
    gj_buf statement = GJ_BUF_INIT;
    char *line = NULL;
    size_t room = 0;
    gj_interrupt_hold();
    for (ssize_t n; !s->leaving && !gj_interrupted() && (n = getline(&line, &room, stdin)) >= 0;) {
        gj_buf_add(&statement, (gj_str){line, (size_t)n});
        if (wants_more(s, gj_buf_str(&statement))) continue;
        run(s, gj_str_trim(gj_buf_str(&statement)));
        gj_buf_clear(&statement);
    }
    if (!s->leaving && statement.n) run(s, gj_str_trim(gj_buf_str(&statement)));
    free(line);
    gj_buf_free(&statement);
}

int gj_cmd_repl(gj_cmd *cmd) {
    gj_session s;
    signal(SIGPIPE, SIG_IGN); /* a pager may be left early */
    int status = gj_session_begin(&s, cmd);
    s.terminal = isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);
    s.options = gj_cmd_output_options(cmd, cmd->output);
    if (status == 0) {
        if (cmd->args.n) gj_session_open(&s, &cmd->args);
        if (s.terminal)
            talk(&s);
        else
            follow(&s);
    }
    show_output(&s);
    if (s.terminal && status == 0) s.status = 0; /* what was tried at a terminal is nobody's failure */
    if (s.status > status) status = s.status;
    gj_session_end(&s);
    return status;
}
