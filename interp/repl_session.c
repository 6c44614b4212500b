/* The rules of a session: files, what was typed, and the generations that they make. */
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "repl.h"

const char *gj_session_say(const gj_session *s, const char *zh, const char *en) {
    return s->lang == GJ_LANG_ZH ? zh : en;
}

void gj_session_status(gj_session *s, int status) {
    if (status > s->status) s->status = status;
}

void gj_session_complain(gj_session *s, const char *zh, const char *en, ...) {
    bool color = s->cmd->color_err;
    gj_buf_addf(&s->complaints, color ? "\x1b[1;31m%s\x1b[0m" : "%s", gj_session_say(s, "错误：", "error: "));
    va_list args;
    va_start(args, en);
    gj_buf_addv(&s->complaints, gj_session_say(s, zh, en), args);
    va_end(args);
    gj_buf_addc(&s->complaints, '\n');
    gj_session_status(s, 2);
}

void gj_session_diags(gj_session *s, const gj_diags *diags) {
    gj_diags_render(&s->complaints, diags, s->lang, s->cmd->color_err);
}

static const char *source_name(const gj_session *s) {
    return gj_session_say(s, "<会话>", "<session>");
}

/* ---- generations ---- */

static bool same_form(const gj_rules *a, const gj_form *x, const gj_rules *b, const gj_form *y) {
    return x->nslots == y->nslots && x->nsections == y->nsections && x->ntables == y->ntables && gj_str_eq(x->name, y->name) &&
           gj_str_eq(gj_source_slice(a->sources, x->span), gj_source_slice(b->sources, y->span));
}

static bool same_forms(const gj_rules *a, const gj_rules *b) {
    if (a->program.nforms != b->program.nforms) return false;
    for (uint32_t i = 0; i < a->program.nforms; i++)
        if (!same_form(a, a->program.forms[i], b, b->program.forms[i])) return false;
    return true;
}

/* Frees the generations that nothing stands on any more. */
static void sweep(gj_session *s) {
    size_t kept = 0;
    for (size_t i = 0; i < s->ngenerations; i++) {
        gj_generation g = s->generations[i];
        if (g.pinned || g.rules == s->rules || g.rules == s->last_rules)
            s->generations[kept++] = g;
        else
            gj_rules_free(g.rules);
    }
    s->ngenerations = kept;
}

static void read_again(gj_session *s) {
    gj_strs paths = {NULL, 0, 0};
    for (size_t i = 0; i < s->nreports; i++) gj_strs_add(s->scratch, &paths, gj_str_copy(s->scratch, s->reports[i].report->path));
    gj_session_new_findings(s, NULL, NULL);
    for (size_t i = 0; i < s->nreports; i++) gj_arena_free(s->reports[i].arena);
    s->nreports = s->nchanges = 0;
    size_t current = s->current;
    if (paths.n) gj_session_open(s, &paths);
    if (current < s->nreports) s->current = current;
}

static void add_generation(gj_session *s, gj_rules *rules) {
    s->generations = gj_realloc(s->generations, (s->ngenerations + 1) * sizeof *s->generations);
    s->generations[s->ngenerations++] = (gj_generation){rules, false};
}

static void adopt(gj_session *s, gj_rules *rules) {
    gj_rules *old = s->rules;
    s->rules = rules;
    add_generation(s, rules);
    if (old && s->nreports) {
        if (same_forms(old, rules)) {
            for (size_t i = 0; i < s->nreports; i++) {
                gj_report *report = s->reports[i].report;
                report->form = rules->program.forms[report->form->index];
            }
        } else {
            read_again(s);
        }
    }
    sweep(s);
}

/* Files and definitions compiled afresh; NULL with the errors shown. */
static gj_rules *build(gj_session *s, const gj_strs *files, const gj_definition *definitions, size_t n, gj_str extra, uint32_t *source) {
    gj_rules *rules = gj_rules_new();
    int bad = 0;
    for (size_t i = 0; i < files->n; i++) bad |= gj_rules_load(rules, files->v[i].p);
    for (size_t i = 0; i < n; i++) bad |= gj_rules_load_text(rules, source_name(s), gj_str_copy(rules->arena, definitions[i].text).p);
    if (extra.n) {
        bad |= gj_rules_load_text(rules, source_name(s), gj_str_copy(rules->arena, extra).p);
        if (source) *source = rules->files[rules->nfiles - 1]->span.source;
    }
    if (!bad) bad = gj_rules_compile(rules);
    if (!bad) return rules;
    gj_session_diags(s, &rules->diags);
    gj_session_status(s, 2);
    gj_rules_free(rules);
    return NULL;
}

gj_rules *gj_session_rules_with(gj_session *s, gj_str text, uint32_t *source) {
    gj_rules *rules = build(s, &s->files, s->definitions, s->ndefinitions, text, source);
    if (rules) add_generation(s, rules);
    return rules;
}

/* A 设 is otherwise only checked where it is used. */
static bool is_sound(gj_session *s, gj_rules *rules, gj_str name) {
    gj_diags diags;
    gj_diags_init(&diags, s->scratch, rules->sources);
    if (gj_rules_compile_expression(rules, s->scratch, name, &diags)) return true;
    gj_session_diags(s, &diags);
    gj_session_status(s, 2);
    return false;
}

int gj_session_define(gj_session *s, gj_str key, gj_str text, gj_str name) {
    size_t n = 0;
    gj_definition *all = gj_arena_array(s->arena, s->ndefinitions + 1, sizeof *all);
    for (size_t i = 0; i < s->ndefinitions; i++)
        if (!key.n || !gj_str_eq(s->definitions[i].key, key)) all[n++] = s->definitions[i];
    gj_str extra = gj_str_copy(s->arena, text);
    gj_rules *rules = build(s, &s->files, all, n, extra, NULL);
    if (rules && name.n && !is_sound(s, rules, name)) {
        gj_rules_free(rules);
        rules = NULL;
    }
    if (!rules) return 1;
    all[n++] = (gj_definition){gj_str_copy(s->arena, key), extra};
    s->definitions = all;
    s->ndefinitions = n;
    adopt(s, rules);
    return 0;
}

int gj_session_load(gj_session *s, gj_str path) {
    gj_strs files = {NULL, 0, 0};
    for (size_t i = 0; i < s->files.n; i++) {
        gj_strs_add(s->arena, &files, s->files.v[i]);
        if (gj_str_eq(s->files.v[i], path)) return gj_session_reload(s);
    }
    gj_strs_add(s->arena, &files, gj_str_copy(s->arena, path));
    gj_rules *rules = build(s, &files, s->definitions, s->ndefinitions, GJ_STR_NONE, NULL);
    if (!rules) return 1;
    s->files = files;
    adopt(s, rules);
    return 0;
}

int gj_session_reload(gj_session *s) {
    gj_rules *rules = build(s, &s->files, s->definitions, s->ndefinitions, GJ_STR_NONE, NULL);
    if (!rules) return 1;
    adopt(s, rules);
    return 0;
}

/* ---- the last findings ---- */

void gj_session_new_findings(gj_session *s, gj_arena *arena, gj_rules *rules) {
    gj_arena_free(s->last_arena);
    s->last_arena = arena;
    s->last_rules = rules;
    s->last = NULL;
    s->last_report = NULL;
    s->nlast = 0;
    sweep(s);
}

size_t gj_session_number(gj_session *s, const gj_finding *f, const gj_report *report) {
    if ((s->nlast & (s->nlast + 1)) == 0) { /* room for 0, 1, 3, 7, … is used up */
        const gj_finding **last = gj_arena_array(s->last_arena, 2 * (s->nlast + 1), sizeof *last);
        const gj_report **reports = gj_arena_array(s->last_arena, 2 * (s->nlast + 1), sizeof *reports);
        for (size_t i = 0; i < s->nlast; i++) {
            last[i] = s->last[i];
            reports[i] = s->last_report[i];
        }
        s->last = last;
        s->last_report = reports;
    }
    s->last[s->nlast] = f;
    s->last_report[s->nlast] = report;
    return ++s->nlast;
}

/* ---- beginning and end ---- */

int gj_session_begin(gj_session *s, gj_cmd *cmd) {
    *s = (gj_session){.cmd = cmd, .lang = cmd->lang, .paging = true, .current = GJ_EVERY_REPORT};
    s->arena = gj_arena_new();
    s->scratch = gj_arena_new();
    for (size_t i = 0; i < cmd->rules.n; i++) gj_strs_add(s->arena, &s->files, cmd->rules.v[i]);
    if (cmd->rules.n == 0) {
        gj_str dir = gj_data_dir(s->arena, "rules");
        if (dir.n) gj_strs_add(s->arena, &s->files, dir);
    }
    gj_rules *rules = build(s, &s->files, NULL, 0, GJ_STR_NONE, NULL);
    if (!rules) return 2;
    adopt(s, rules);
    return 0;
}

void gj_session_end(gj_session *s) {
    gj_arena_free(s->last_arena);
    for (size_t i = 0; i < s->nreports; i++) gj_arena_free(s->reports[i].arena);
    for (size_t i = 0; i < s->ngenerations; i++) gj_rules_free(s->generations[i].rules);
    free(s->reports);
    free(s->generations);
    free(s->changes);
    gj_buf_free(&s->out);
    gj_buf_free(&s->complaints);
    gj_arena_free(s->arena);
    gj_arena_free(s->scratch);
}
