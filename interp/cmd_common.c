/* What the commands share: saying things, writing data, loading rules, choosing among them. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/suggest.h"
#include "cmd.h"

const char *gj_cmd_say(const gj_cmd *cmd, const char *zh, const char *en) {
    return cmd->lang == GJ_LANG_ZH ? zh : en;
}

void gj_strs_add(gj_arena *arena, gj_strs *list, gj_str s) {
    if (list->n == list->room) {
        size_t room = list->room ? 2 * list->room : 16;
        gj_str *grown = gj_arena_raw(arena, room, sizeof *grown);
        if (list->n > 0) memcpy(grown, list->v, list->n * sizeof *grown);
        list->v = grown;
        list->room = room;
    }
    list->v[list->n++] = s;
}

void gj_cmd_show(gj_cmd *cmd, gj_diags *diags) {
    if (!diags->first) return;
    gj_buf buf = GJ_BUF_INIT;
    gj_diags_render(&buf, diags, cmd->lang, cmd->color_err);
    fwrite(buf.p, 1, buf.n, stderr);
    gj_buf_free(&buf);
    diags->first = diags->last = NULL;
}

bool gj_sink_is_stdout(gj_str path) {
    return path.n == 0 || gj_str_eq(path, GJ_STR("-"));
}

static void complain_write(gj_cmd *cmd, gj_sink *sink, int error) {
    if (!sink->failed)
        gj_cmd_complain(cmd, GJ_E_WRITE,
                        gj_sink_is_stdout(sink->path) ? gj_str_from(gj_cmd_say(cmd, "标准输出", "standard output")) : sink->path,
                        gj_errno_words(error));
    sink->failed = true;
}

bool gj_sink_write(gj_cmd *cmd, gj_sink *sink, gj_buf *buf) {
    if (!sink->file && !sink->failed) {
        sink->file = gj_sink_is_stdout(sink->path) ? stdout : fopen(sink->path.p, "wb");
        if (!sink->file) complain_write(cmd, sink, errno);
    }
    if (!sink->failed && ((buf->n > 0 && fwrite(buf->p, 1, buf->n, sink->file) < buf->n) || fflush(sink->file) != 0))
        complain_write(cmd, sink, errno);
    gj_buf_clear(buf);
    return !sink->failed;
}

bool gj_sink_close(gj_cmd *cmd, gj_sink *sink) {
    if (sink->file && sink->file != stdout && fclose(sink->file) != 0) complain_write(cmd, sink, errno);
    sink->file = NULL;
    return !sink->failed;
}

bool gj_cmd_write(gj_cmd *cmd, gj_buf *buf) {
    cmd->sink.path = cmd->output;
    return gj_sink_write(cmd, &cmd->sink, buf);
}

bool gj_cmd_close(gj_cmd *cmd) {
    return gj_sink_close(cmd, &cmd->sink);
}

gj_output_options gj_cmd_output_options(const gj_cmd *cmd, gj_str path) {
    gj_output_options options = {.lang = cmd->lang, .all = cmd->all, .quiet = cmd->quiet, .verbose = cmd->verbose};
    if (!gj_sink_is_stdout(path)) return options;
    options.color = cmd->color;
    struct winsize size;
    if (isatty(STDOUT_FILENO) && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col >= 40) options.width = size.ws_col;
    return options;
}

/* The format that a file's name ends in. */
static gj_str format_of(gj_str path) {
    static const struct {
        const char *extension, *format;
    } known[] = {{".json", "json"}, {".ndjson", "ndjson"}, {".jsonl", "ndjson"}, {".sarif", "sarif"}, {".xml", "junit"},
                 {".csv", "csv"},   {".html", "html"},     {".htm", "html"},     {".txt", "text"}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        size_t n = strlen(known[i].extension);
        if (path.n > n && strncasecmp(path.p + path.n - n, known[i].extension, n) == 0) return gj_str_from(known[i].format);
    }
    return GJ_STR_NONE;
}

gj_str gj_cmd_format(gj_cmd *cmd, size_t n, const char *const *choices, bool *wrong) {
    gj_str given = n < cmd->formats.n ? cmd->formats.v[n] : cmd->format;
    if (given.n > 0) {
        if (gj_cmd_one_of(cmd, "--format", given, choices)) return given;
        *wrong = true;
        return GJ_STR_NONE;
    }
    given = n < cmd->outputs.n ? format_of(cmd->outputs.v[n]) : GJ_STR_NONE;
    for (size_t i = 0; choices[i]; i++)
        if (gj_str_eq(given, gj_str_from(choices[i]))) return given;
    return GJ_STR_NONE;
}

/* Rules */

gj_rules *gj_cmd_load_rules(gj_cmd *cmd, bool defaults) {
    gj_rules *rules = gj_rules_new();
    int failed = 0;
    for (size_t i = 0; i < cmd->rules.n; i++) failed |= gj_rules_load(rules, cmd->rules.v[i].p);
    if (cmd->rules.n == 0 && defaults) {
        gj_str dir = gj_data_dir(cmd->arena, "rules");
        if (dir.n == 0) {
            gj_diag_add(&cmd->diags, GJ_E_NO_RULES, GJ_SPAN_NONE, 0, NULL);
            failed = 1;
        } else {
            failed = gj_rules_load(rules, dir.p);
        }
    }
    failed |= gj_rules_compile(rules);
    if (failed || !cmd->quiet) {
        fflush(stdout);
        gj_cmd_show(cmd, &cmd->diags);
        gj_cmd_show(cmd, &rules->diags);
    }
    if (!failed) return rules;
    gj_rules_free(rules);
    return NULL;
}

static bool rule_is(const gj_rule *rule, gj_str word) {
    if (gj_str_eq(rule->id, word)) return true;
    for (uint32_t i = 0; i < rule->ntags; i++)
        if (gj_str_eq(rule->tags[i], word)) return true;
    return false;
}

static void unknown_rule(gj_cmd *cmd, const gj_program *program, gj_str word) {
    gj_strs names = {NULL, 0, 0};
    for (uint32_t i = 0; i < program->nrules; i++) {
        gj_strs_add(cmd->arena, &names, program->rules[i].id);
        for (uint32_t t = 0; t < program->rules[i].ntags; t++) gj_strs_add(cmd->arena, &names, program->rules[i].tags[t]);
    }
    const char *id, *title[2];
    for (size_t i = 0; gj_note_rule(i, &id, title); i++) gj_strs_add(cmd->arena, &names, gj_str_from(id));
    gj_diag *diag = gj_cmd_complain(cmd, GJ_E_NO_RULE, word);
    ptrdiff_t near = gj_suggest(word, names.v, names.n);
    if (near >= 0) gj_diag_hint(&cmd->diags, diag, gj_cmd_say(cmd, "是不是“%.*s”？", "did you mean '%.*s'?"), GJ_FMT(names.v[near]));
}

/* Marks what each word of LIST names with VALUE; complains of a word that names nothing. */
static int mark(gj_cmd *cmd, const gj_program *program, const gj_strs *list, gj_selection *selection, bool value) {
    int status = 0;
    for (size_t w = 0; w < list->n; w++) {
        bool known = false;
        for (uint32_t i = 0; i < program->nrules; i++)
            if (rule_is(&program->rules[i], list->v[w])) {
                selection->rules[i] = value;
                known = true;
            }
        const char *id, *title[2];
        for (size_t i = 0; gj_note_rule(i, &id, title); i++)
            if (gj_str_eq(gj_str_from(id), list->v[w])) {
                selection->notes[i] = value;
                known = true;
            }
        if (!known) {
            unknown_rule(cmd, program, list->v[w]);
            status = 2;
        }
    }
    return status;
}

int gj_cmd_select(gj_cmd *cmd, const gj_program *program, gj_selection *selection) {
    *selection = (gj_selection){NULL, NULL, false};
    if (cmd->only.n == 0 && cmd->skip.n == 0) return 0;
    selection->rules = GJ_NEW_ARRAY(cmd->arena, bool, program->nrules + 1);
    selection->notes = GJ_NEW_ARRAY(cmd->arena, bool, GJ_NOTE_COUNT);
    if (cmd->only.n == 0) {
        for (uint32_t i = 0; i < program->nrules; i++) selection->rules[i] = true;
        for (size_t i = 0; i < GJ_NOTE_COUNT; i++) selection->notes[i] = true;
    }
    int status = mark(cmd, program, &cmd->only, selection, true) | mark(cmd, program, &cmd->skip, selection, false);
    selection->no_notes = true;
    for (size_t i = 0; i < GJ_NOTE_COUNT; i++)
        if (selection->notes[i]) selection->no_notes = false;
    return status;
}
