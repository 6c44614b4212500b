/* A line from the terminal: GNU readline, its history, completion, Ctrl-C and changes of the window's size.
 *
 * Readline calls back without any context, so the session it serves is kept in one static variable here; nothing else in the program is.
 * Its callback interface is used rather than readline(), so that signals are taken between two characters and never inside its code.
 */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/select.h>
#include <sys/stat.h>
#include <unistd.h>

#include <langinfo.h>
#include <locale.h>
#include <readline/history.h>
#include <readline/readline.h>

#include "base/utf8.h"
#include "repl.h"

enum { HISTORY = 5000 };

static struct {
    gj_session *session;
    gj_arena *arena; /* of the candidates */
    gj_str before;   /* earlier lines of the statement */
    gj_completion completion;
    char *line;
    bool done, eof;
    char *history;
} terminal;

static volatile sig_atomic_t resized;

static void on_resize(int signal_number) {
    (void)signal_number;
    resized = 1;
}

/* ---- history ---- */

static void make_folders(char *path) {
    for (char *p = path + 1; (p = strchr(p, '/')) != NULL; p++) {
        *p = '\0';
        mkdir(path, 0700);
        *p = '/';
    }
}

/* $XDG_STATE_HOME/gouji/history, by default in ~/.local/state. NULL when there is no home. */
static char *history_path(void) {
    const char *state = getenv("XDG_STATE_HOME"), *home = getenv("HOME");
    gj_buf path = GJ_BUF_INIT;
    if (state && state[0] == '/')
        gj_buf_addf(&path, "%s/gouji/history", state);
    else if (home && home[0] == '/')
        gj_buf_addf(&path, "%s/.local/state/gouji/history", home);
    return path.p;
}

void gj_terminal_remember(gj_str statement) {
    gj_buf entry = GJ_BUF_INIT;
    gj_buf_add(&entry, gj_str_trim(statement));
    if (!entry.n) return;
    HIST_ENTRY *last = history_length > 0 ? history_get(history_base + history_length - 1) : NULL;
    if (!last || strcmp(last->line, entry.p) != 0) {
        add_history(entry.p);
        if (terminal.history && append_history(1, terminal.history) != 0 && write_history(terminal.history) == 0)
            chmod(terminal.history, 0600);
    }
    gj_buf_free(&entry);
}

/* ---- completion ---- */

static size_t common_prefix(const gj_completion *c) {
    size_t n = c->items[0].text.n;
    for (size_t i = 1; i < c->n; i++) {
        size_t k = 0;
        while (k < n && k < c->items[i].text.n && c->items[i].text.p[k] == c->items[0].text.p[k]) k++;
        n = k;
    }
    while (n > 0 && n < c->items[0].text.n && ((unsigned char)c->items[0].text.p[n] & 0xC0) == 0x80) n--;
    return n;
}

static char *joined(gj_str a, gj_str b) {
    gj_buf buf = GJ_BUF_INIT;
    gj_buf_add(&buf, a);
    gj_buf_add(&buf, b);
    if (!buf.p) gj_buf_addz(&buf, "");
    return buf.p;
}

/* Readline replaces the line up to the cursor: what a word is, the completer knows better. */
static char **complete(const char *text, int start, int end) {
    (void)text;
    rl_attempted_completion_over = 1;
    rl_completion_suppress_append = 1;
    gj_arena_reset(terminal.arena);
    gj_str line = {rl_line_buffer + start, (size_t)(end - start)};
    gj_str before = gj_str_format(terminal.arena, "%.*s%.*s", GJ_FMT(terminal.before), GJ_FMT(line));
    terminal.completion = gj_complete(terminal.session, terminal.arena, before);
    gj_completion *c = &terminal.completion;
    if (c->n == 0 || c->from < terminal.before.n) return NULL;
    gj_str kept = gj_str_slice(line, 0, c->from - terminal.before.n), typed = gj_str_slice(line, kept.n, line.n);
    char **matches = gj_malloc((c->n + 2) * sizeof *matches);
    gj_str prefix = gj_str_slice(c->items[0].text, 0, common_prefix(c));
    /* When what was typed is no prefix (initials, an ordinal), several candidates leave it as it is. */
    if (c->n > 1 && (prefix.n < typed.n || !gj_str_has_prefix(prefix, typed))) prefix = typed;
    matches[0] = joined(kept, prefix);
    size_t n = 1;
    if (c->n > 1)
        for (size_t i = 0; i < c->n; i++) matches[n++] = joined(kept, c->items[i].text);
    matches[n] = NULL;
    return matches;
}

static char *no_filenames(const char *text, int state) {
    (void)text, (void)state;
    return NULL;
}

static void put_padded(FILE *out, gj_str s, size_t width) {
    gj_buf buf = GJ_BUF_INIT;
    gj_utf8_pad(&buf, s, width, false);
    fwrite(buf.p, 1, buf.n, out);
    gj_buf_free(&buf);
}

/* The candidates under the line: with what they are, one a line while that fits the screen; else in columns. */
static void display(char **matches, int count, int longest) {
    (void)matches, (void)count, (void)longest;
    const gj_completion *c = &terminal.completion;
    int rows, columns;
    rl_get_screen_size(&rows, &columns);
    size_t width = columns > 20 ? (size_t)columns : 20, widest = 0;
    bool notes = false, color = terminal.session->cmd->color;
    for (size_t i = 0; i < c->n; i++) {
        size_t w = gj_utf8_width(c->items[i].text);
        if (w > widest) widest = w;
        notes = notes || c->items[i].note.n;
    }
    FILE *out = rl_outstream;
    rl_crlf();
    if (c->hint.n) fprintf(out, color ? "  \x1b[2m%.*s\x1b[0m\n" : "  %.*s\n", GJ_FMT(c->hint));
    if (notes && c->n <= (size_t)(rows > 14 ? rows - 4 : 10)) {
        for (size_t i = 0; i < c->n; i++) {
            fputs("  ", out);
            put_padded(out, c->items[i].text, widest < 40 ? widest : 40);
            gj_str note = gj_utf8_fit(c->items[i].note, width > widest + 6 ? width - widest - 6 : 0);
            fprintf(out, color ? "  \x1b[2m%.*s\x1b[0m\n" : "  %.*s\n", GJ_FMT(note));
        }
    } else {
        size_t across = (width - 2) / (widest + 2) ? (width - 2) / (widest + 2) : 1, down = (c->n + across - 1) / across;
        for (size_t r = 0; r < down; r++) {
            fputs("  ", out);
            for (size_t k = r; k < c->n; k += down) put_padded(out, c->items[k].text, k + down < c->n ? widest + 2 : 0);
            fputc('\n', out);
        }
    }
    fflush(out);
    rl_forced_update_display();
}

/* ---- keys ---- */

/* What was read of the terminal and not yet handed to readline. It gets whole characters: where it reads one byte by byte (in a search), Ctrl-C
 * between two bytes would else leave half a character, and the rest would open the next line. */
static struct {
    unsigned char bytes[8];
    size_t from, n;
} keys;

/* Waits for a byte, with the signals of OPEN let in. 1 and it stands in the keys; 0 at the end of the input; -1 when a signal came. */
static int take_byte(const sigset_t *open) {
    fd_set set;
    FD_ZERO(&set);
    FD_SET(STDIN_FILENO, &set);
    if (pselect(STDIN_FILENO + 1, &set, NULL, NULL, NULL, open) < 0) return errno == EINTR ? -1 : 0;
    ssize_t n = read(STDIN_FILENO, &keys.bytes[keys.n], 1);
    if (n > 0) keys.n++;
    return n > 0 ? 1 : n < 0 && errno == EINTR ? -1 : 0;
}

/* One character, or what stands where one should, as take_byte. */
static int take_key(const sigset_t *open) {
    keys.from = keys.n = 0;
    int taken = take_byte(open);
    if (taken <= 0) return taken;
    size_t whole = keys.bytes[0] < 0xC0 ? 1 : keys.bytes[0] < 0xE0 ? 2 : keys.bytes[0] < 0xF0 ? 3 : keys.bytes[0] < 0xF8 ? 4 : 1;
    while (keys.n < whole && (keys.n == 1 || (keys.bytes[keys.n - 1] & 0xC0) == 0x80)) {
        do taken = take_byte(open);
        while (taken < 0 && !gj_interrupted());
        if (taken <= 0) {
            keys.n = 0;
            return taken;
        }
    }
    return 1;
}

/* The end of a paste, where one is being read: readline does not close what it has of it when the input ends before. */
static bool end_paste(void) {
    static const char end[] = "\033[201~";
    if (!rl_executing_keyseq || strcmp(rl_executing_keyseq, "\033[200~") != 0) return false;
    keys.from = 0;
    keys.n = sizeof end - 1;
    memcpy(keys.bytes, end, keys.n);
    return true;
}

/* The end of a paste that Ctrl-C has cut short comes late. */
static int no_key(int count, int key) {
    (void)count, (void)key;
    return 0;
}

/* Readline's reader: the next byte; EOF at the end of the input, and after Ctrl-C where it waits for more of what a key began. */
static int next_byte(FILE *in) {
    (void)in;
    sigset_t open;
    sigprocmask(SIG_SETMASK, NULL, &open);
    sigdelset(&open, SIGINT);
    while (keys.from == keys.n) {
        int taken = take_key(&open);
        if ((taken == 0 || gj_interrupted()) && !end_paste()) return EOF;
    }
    return keys.bytes[keys.from++];
}

/* ---- lines ---- */

static void take_line(char *line) {
    terminal.line = line;
    terminal.eof = line == NULL;
    terminal.done = true;
    rl_callback_handler_remove();
}

gj_line_end gj_terminal_line(const char *prompt, gj_str before, char **line) {
    sigset_t block, open;
    sigemptyset(&block);
    sigaddset(&block, SIGINT);
    sigaddset(&block, SIGWINCH);
    sigprocmask(SIG_BLOCK, &block, &open);
    terminal.before = before;
    terminal.done = terminal.eof = false;
    gj_interrupt_hold();
    rl_callback_handler_install(prompt, take_line);
    gj_line_end end = GJ_LINE_READ;
    while (!terminal.done) {
        int taken = take_key(&open);
        if (resized) {
            resized = 0;
            rl_resize_terminal();
        }
        if (taken == 0) {
            rl_callback_read_char();
            if (!terminal.done) { /* it asks for more where there is none */
                rl_callback_handler_remove();
                end = GJ_LINE_EOF;
                break;
            }
        }
        while (keys.from < keys.n && !terminal.done && !gj_interrupted()) rl_callback_read_char();
        if (gj_interrupted()) {
            keys.from = keys.n = 0;
            rl_callback_sigcleanup(); /* out of a search, back on the line */
            rl_point = rl_end;
            rl_redisplay();
            rl_free_line_state();
            fputs("^C\n", rl_outstream);
            rl_callback_handler_remove();
            end = GJ_LINE_INTERRUPTED;
            break;
        }
    }
    sigprocmask(SIG_SETMASK, &open, NULL);
    if (end != GJ_LINE_READ) return end;
    if (terminal.eof) return GJ_LINE_EOF;
    *line = terminal.line;
    return GJ_LINE_READ;
}

/* What is typed is UTF-8, whatever the locale is called: readline must take it as that where the locale is C, or one that is not installed (as on a
 * new machine), or Chinese characters cannot be typed. The pager inherits it. */
static void be_utf8(void) {
    if (!setlocale(LC_CTYPE, "") || strcmp(nl_langinfo(CODESET), "UTF-8") != 0) setenv("LC_ALL", "C.UTF-8", 1);
}

void gj_terminal_begin(gj_session *s) {
    terminal.session = s;
    be_utf8();
    terminal.arena = gj_arena_new();
    rl_readline_name = "gouji";
    rl_getc_function = next_byte;
    rl_bind_keyseq("\\e[201~", no_key);
    rl_catch_signals = 0;
    rl_catch_sigwinch = 0;
    rl_change_environment = 0;
    rl_attempted_completion_function = complete;
    rl_completion_entry_function = no_filenames;
    rl_completion_display_matches_hook = display;
    rl_completer_word_break_characters = "";
    rl_basic_word_break_characters = "";
    rl_completer_quote_characters = "";
    rl_sort_completion_matches = 0;
    rl_ignore_completion_duplicates = 0;
    rl_completion_query_items = -1;
    rl_variable_bind("show-all-if-ambiguous", "on");
    rl_variable_bind("bell-style", "none");
    rl_variable_bind("enable-bracketed-paste", "on");
    history_comment_char = '#'; /* with time stamps a statement of several lines is one entry */
    history_write_timestamps = 1;
    using_history();
    stifle_history(HISTORY);
    terminal.history = history_path();
    if (terminal.history) {
        make_folders(terminal.history);
        read_history(terminal.history);
        history_truncate_file(terminal.history, HISTORY);
    }
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = on_resize;
    sigemptyset(&action.sa_mask);
    sigaction(SIGWINCH, &action, NULL);
}

void gj_terminal_end(gj_session *s) {
    (void)s;
    gj_arena_free(terminal.arena);
    free(terminal.history);
    clear_history();
}
