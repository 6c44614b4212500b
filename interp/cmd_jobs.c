/* Reports on their way: their memory, and who comes after whom. */
#include "cmd_jobs.h"

#include <stdlib.h>

enum {
    USUAL = 8 << 20,        /* bytes of a report; one that took more is the exception, and what it took goes back to the system */
    KEPT_AT_MOST = 32 << 20 /* bytes of all reports that wait to be judged */
};

static gj_arena *take_arena(gj_jobs *jobs) {
    pthread_mutex_lock(&jobs->lock);
    gj_arena *arena = jobs->nspare ? jobs->spare[--jobs->nspare] : NULL;
    pthread_mutex_unlock(&jobs->lock);
    return arena ? arena : gj_arena_new();
}

static void give_arena(gj_jobs *jobs, gj_arena *arena) {
    bool usual = gj_arena_used(arena) <= USUAL;
    gj_arena_reset(arena);
    pthread_mutex_lock(&jobs->lock);
    bool room = usual && jobs->nspare < sizeof jobs->spare / sizeof *jobs->spare;
    if (room) jobs->spare[jobs->nspare++] = arena;
    pthread_mutex_unlock(&jobs->lock);
    if (!room) gj_arena_free(arena);
}

void gj_jobs_init(gj_jobs *jobs, const gj_cmd *cmd, const gj_rules *rules, gj_strs paths) {
    *jobs = (gj_jobs){.cmd = cmd, .rules = rules, .paths = paths};
    pthread_mutex_init(&jobs->lock, NULL);
    jobs->job = gj_malloc((paths.n + 1) * sizeof *jobs->job);
    for (size_t i = 0; i < paths.n; i++) jobs->job[i] = (gj_job){.arena = NULL};
}

void gj_jobs_free(gj_jobs *jobs) {
    for (size_t i = 0; i < jobs->paths.n; i++) gj_job_free(jobs, i);
    while (jobs->nspare) gj_arena_free(jobs->spare[--jobs->nspare]);
    pthread_mutex_destroy(&jobs->lock);
    free(jobs->job);
}

void gj_job_read(gj_jobs *jobs, size_t i) {
    gj_job *j = &jobs->job[i];
    j->arena = take_arena(jobs);
    gj_diags diags;
    gj_diags_init(&diags, j->arena, gj_sources_new(j->arena));
    j->report = gj_walk_report(jobs->rules, j->arena, jobs->paths.v[i], &diags);
    if (j->report) return;
    gj_buf reason = GJ_BUF_INIT;
    if (diags.first) gj_diag_message(&reason, diags.first, jobs->cmd->lang);
    j->reason = gj_buf_copy(&reason, j->arena);
    gj_buf_free(&reason);
    gj_diags_render(&j->complaint, &diags, jobs->cmd->lang, jobs->cmd->color_err);
}

void gj_job_free(gj_jobs *jobs, size_t i) {
    gj_job *j = &jobs->job[i];
    gj_buf_free(&j->complaint);
    if (j->arena) give_arena(jobs, j->arena);
    *j = (gj_job){.arena = NULL};
}

/* Standard input can be read only once. */
static bool is_stdin(gj_str path) {
    return gj_str_eq(path, GJ_STR("-"));
}

void gj_job_keep(gj_jobs *jobs, size_t i) {
    gj_job *j = &jobs->job[i];
    if (!jobs->keys) jobs->keys = GJ_NEW_ARRAY(jobs->cmd->arena, gj_report, jobs->paths.n);
    if (j->report) {
        jobs->keys[i].organisation = gj_str_copy(jobs->cmd->arena, j->report->organisation);
        jobs->keys[i].year = j->report->year;
    }
    size_t bytes = gj_arena_used(j->arena);
    j->kept = jobs->kept + bytes <= KEPT_AT_MOST || is_stdin(jobs->paths.v[i]);
    if (j->kept)
        jobs->kept += bytes;
    else
        gj_job_free(jobs, i);
}

void gj_jobs_link(gj_jobs *jobs, size_t n) {
    gj_report **keys = gj_malloc((n + 1) * sizeof *keys);
    for (size_t i = 0; i < n; i++) keys[i] = &jobs->keys[i];
    gj_reports_link(keys, n);
    free(keys);
}

void gj_job_recall(gj_jobs *jobs, size_t i) {
    gj_job *j = &jobs->job[i];
    if (!j->kept) gj_job_read(jobs, i);
    if (!j->report || !jobs->keys[i].previous) return;
    size_t before = (size_t)(jobs->keys[i].previous - jobs->keys);
    if (jobs->job[before].kept) {
        j->report->previous = jobs->job[before].report;
        return;
    }
    gj_diags diags;
    gj_diags_init(&diags, j->arena, gj_sources_new(j->arena));
    j->report->previous = gj_walk_report(jobs->rules, j->arena, jobs->paths.v[before], &diags);
}
