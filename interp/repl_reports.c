/* The reports of a session. */
#include <stdlib.h>
#include <string.h>

#include "repl.h"

typedef struct reading {
    gj_session *s;
    const gj_strs *paths;
    gj_opened *opened;
    gj_buf *complaints;
    gj_progress progress;
} reading;

static void read_one(void *ctx, size_t i) {
    reading *r = ctx;
    gj_arena *arena = gj_arena_new();
    gj_diags diags;
    gj_diags_init(&diags, arena, gj_sources_new(arena));
    gj_report *report = gj_walk_report(r->s->rules, arena, gj_str_copy(arena, r->paths->v[i]), &diags);
    r->opened[i] = (gj_opened){arena, report, true};
    if (!report) gj_diags_render(&r->complaints[i], &diags, r->s->lang, r->s->cmd->color_err);
}

static bool take_one(void *ctx, size_t i) {
    reading *r = ctx;
    gj_session *s = r->s;
    if (r->opened[i].report) {
        s->reports[s->nreports++] = r->opened[i];
    } else {
        gj_buf_add(&s->complaints, gj_buf_str(&r->complaints[i]));
        gj_buf_free(&r->complaints[i]);
        gj_arena_free(r->opened[i].arena);
        gj_session_status(s, 3);
    }
    gj_progress_step(&r->progress, i + 1);
    return true;
}

static bool is_open(const gj_session *s, gj_str path) {
    for (size_t i = 0; i < s->nreports; i++)
        if (gj_str_eq(s->reports[i].report->path, path)) return true;
    return false;
}

void gj_session_relink(gj_session *s) {
    gj_report **all = gj_malloc((s->nreports + 1) * sizeof *all);
    for (size_t i = 0; i < s->nreports; i++) {
        all[i] = s->reports[i].report;
        all[i]->previous = NULL;
    }
    gj_reports_link(all, s->nreports);
    free(all);
}

/* What ARGS name that is not open yet. */
static gj_strs paths_of(gj_session *s, const gj_strs *args) {
    int status = 0;
    gj_strs saved = s->cmd->args, fresh = {NULL, 0, 0};
    s->cmd->args = *args;
    gj_strs all = gj_cmd_reports(s->cmd, 0, &status);
    s->cmd->args = saved;
    gj_session_diags(s, &s->cmd->diags);
    s->cmd->diags.first = s->cmd->diags.last = NULL;
    gj_session_status(s, status);
    for (size_t i = 0; i < all.n; i++)
        if (s->nreports > 5000 || !is_open(s, all.v[i])) gj_strs_add(s->arena, &fresh, all.v[i]);
    return fresh;
}

void gj_session_open(gj_session *s, const gj_strs *args) {
    gj_strs paths = paths_of(s, args);
    if (!paths.n) return;
    size_t before = s->nreports;
    reading r = {.s = s, .paths = &paths, .progress = gj_progress_start(s->cmd, paths.n)};
    r.opened = gj_malloc(paths.n * sizeof *r.opened);
    memset(r.opened, 0, paths.n * sizeof *r.opened);
    r.complaints = gj_malloc(paths.n * sizeof *r.complaints);
    memset(r.complaints, 0, paths.n * sizeof *r.complaints);
    s->reports = gj_realloc(s->reports, (s->nreports + paths.n) * sizeof *s->reports);
    size_t done = gj_pool_run(paths.n, gj_pool_threads(s->cmd, paths.n), read_one, take_one, &r);
    gj_progress_clear(&r.progress);
    for (size_t i = done; i < paths.n; i++) { /* interrupted: read, but not taken */
        gj_buf_free(&r.complaints[i]);
        if (r.opened[i].arena) gj_arena_free(r.opened[i].arena);
    }
    free(r.opened);
    free(r.complaints);
    for (size_t i = 0; i < s->ngenerations; i++)
        if (s->generations[i].rules == s->rules) s->generations[i].pinned = true;
    gj_session_relink(s);
    if (s->nreports == before + 1)
        s->current = before;
    else if (s->nreports > before)
        s->current = GJ_EVERY_REPORT;
}

gj_report *gj_session_report(const gj_session *s) {
    return s->current < s->nreports ? s->reports[s->current].report : NULL;
}

bool gj_session_many(const gj_session *s) {
    return s->current >= s->nreports && s->nreports > 0;
}

gj_str gj_report_title(gj_arena *arena, const gj_report *report) {
    if (!report->organisation.n) return report->path;
    if (!report->year) return report->organisation;
    return gj_str_format(arena, "%.*s %d", GJ_FMT(report->organisation), report->year);
}
