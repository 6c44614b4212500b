/* check: judge reports by rules. */
#include <pthread.h>
#include <stdlib.h>
#include <time.h>

#include "cmd.h"
#include "output/baseline.h"
#include "report/load.h"
#include "run/waiver.h"

/* One report on its way. */
typedef struct job {
    gj_arena *arena;
    gj_report *report; /* NULL when it could not be read */
    gj_str reason;     /* why not, in the job's arena */
    gj_buf complaint;  /* the same as it is shown on standard error */
    gj_findings findings;
} job;

/* Arenas that reports are done with, for the next ones: a thread that frees what another took makes both wait. */
typedef struct spares {
    pthread_mutex_t lock;
    gj_arena *arena[16];
    unsigned n;
} spares;

static gj_arena *take_arena(spares *s) {
    pthread_mutex_lock(&s->lock);
    gj_arena *arena = s->n ? s->arena[--s->n] : NULL;
    pthread_mutex_unlock(&s->lock);
    return arena ? arena : gj_arena_new();
}

static void give_arena(spares *s, gj_arena *arena) {
    enum { USUAL = 8 << 20 }; /* a report that took more is the exception, and what it took goes back */
    bool usual = gj_arena_used(arena) <= USUAL;
    gj_arena_reset(arena);
    pthread_mutex_lock(&s->lock);
    bool room = usual && s->n < sizeof s->arena / sizeof *s->arena;
    if (room) s->arena[s->n++] = arena;
    pthread_mutex_unlock(&s->lock);
    if (!room) gj_arena_free(arena);
}

typedef struct check {
    gj_cmd *cmd;
    const gj_rules *rules;
    gj_selection selection;
    gj_strs paths;
    job *jobs;
    spares spares;
    gj_output out;
    gj_report *keys; /* run_twice: of each report only organisation, year and the one before */
    gj_progress progress;
    gj_waivers waivers;
    int32_t today; /* 20251121 */
    gj_baseline *baseline;
    int status;
} check;

static void read_report(void *ctx, size_t i) {
    check *c = ctx;
    job *j = &c->jobs[i];
    j->arena = take_arena(&c->spares);
    gj_diags diags;
    gj_diags_init(&diags, j->arena, gj_sources_new(j->arena));
    j->report = gj_walk_report(c->rules, j->arena, c->paths.v[i], &diags);
    if (j->report) return;
    gj_buf reason = GJ_BUF_INIT;
    if (diags.first) gj_diag_message(&reason, diags.first, c->cmd->lang);
    j->reason = gj_buf_copy(&reason, j->arena);
    gj_buf_free(&reason);
    gj_diags_render(&j->complaint, &diags, c->cmd->lang, c->cmd->color_err);
}

/* Notes that --only and --skip leave out. */
static void drop_notes(const gj_selection *selection, gj_findings *findings) {
    uint32_t kept = 0;
    for (uint32_t i = 0; i < findings->n; i++) {
        const gj_finding *f = &findings->items[i];
        bool drop = false;
        const char *id, *title[2];
        for (size_t k = 0; f->note && gj_note_rule(k, &id, title); k++)
            if (gj_str_eq(gj_str_from(id), f->rule)) drop = !selection->notes[k];
        if (!drop) {
            findings->items[kept++] = *f;
        } else if (f->verdict == GJ_FAIL) {
            findings->summary.fail--;
            findings->summary.fail_by_level[f->level]--;
        }
    }
    findings->n = kept;
}

static void judge_report(void *ctx, size_t i) {
    check *c = ctx;
    job *j = &c->jobs[i];
    if (!j->report) return;
    gj_judge_options options = {.lang = c->cmd->lang,
                                .keep_all = c->cmd->all || c->out.writer->wants_all,
                                .selected = c->selection.rules,
                                .no_notes = c->selection.no_notes};
    gj_judge(j->arena, &c->rules->program, j->report, &options, &j->findings);
    if (c->selection.notes && !c->selection.no_notes) drop_notes(&c->selection, &j->findings);
}

static void read_and_judge(void *ctx, size_t i) {
    read_report(ctx, i);
    judge_report(ctx, i);
}

static int status_of(const gj_cmd *cmd, const gj_findings *findings) {
    for (uint32_t i = 0; i < findings->n; i++) {
        const gj_finding *f = &findings->items[i];
        if (f->waived) continue;
        if (f->verdict == GJ_FAIL && (int)f->level <= (int)cmd->fail_on) return 1;
        if (f->verdict == GJ_UNKNOWN && cmd->fail_on == GJ_FAIL_ON_UNKNOWN) return 1;
    }
    return 0;
}

static void raise_status(check *c, int status) {
    if (c->status < status) c->status = status;
}

static void free_job(check *c, job *j) {
    gj_buf_free(&j->complaint);
    if (j->arena) give_arena(&c->spares, j->arena);
    *j = (job){.arena = NULL};
}

/* The report's findings go out; on the calling thread, in input order. */
static bool write_report(check *c, size_t i) {
    job *j = &c->jobs[i];
    bool to_terminal = c->out.buf.n > 0 || j->complaint.n > 0;
    if (j->report) {
        gj_waivers_apply(j->arena, &c->waivers, c->today, c->cmd->lang, &j->findings);
        if (c->baseline) gj_baseline_apply(j->arena, c->baseline, &j->findings);
        raise_status(c, status_of(c->cmd, &j->findings));
        gj_output_report(&c->out, &j->findings);
    } else {
        raise_status(c, 3);
        gj_output_unread(&c->out, c->paths.v[i], j->reason);
    }
    if (to_terminal || c->out.buf.n > 0) gj_progress_clear(&c->progress);
    if (j->complaint.n > 0) fwrite(j->complaint.p, 1, j->complaint.n, stderr);
    bool written = c->out.buf.n == 0 || gj_cmd_write(c->cmd, &c->out.buf);
    gj_progress_step(&c->progress, i + 1);
    return written;
}

static bool write_and_free(void *ctx, size_t i) {
    check *c = ctx;
    bool written = write_report(c, i);
    free_job(c, &c->jobs[i]);
    return written;
}

static bool write_and_keep(void *ctx, size_t i) {
    return write_report(ctx, i);
}

static bool keep(void *ctx, size_t i) {
    check *c = ctx;
    gj_progress_step(&c->progress, i + 1);
    return true;
}

/* True when a rule under NODE looks at another report (上年). */
static bool looks_back(const gj_node *node) {
    if (node->kind == GJ_N_PATH && (node->op & 3)) return true;
    for (const gj_node *kid = node->first; kid; kid = kid->next)
        if (looks_back(kid)) return true;
    return false;
}

static bool program_looks_back(const gj_program *program) {
    for (uint32_t i = 0; i < program->nfiles; i++)
        if (looks_back(program->files[i])) return true;
    return false;
}

/* Rules that look at the year before need every report read before the first is judged. */
static void run_linked(check *c, unsigned threads) {
    size_t n = gj_pool_run(c->paths.n, threads, read_report, keep, c);
    gj_progress_clear(&c->progress);
    gj_report **reports = gj_malloc((n + 1) * sizeof *reports);
    size_t read = 0;
    for (size_t i = 0; i < n; i++)
        if (c->jobs[i].report) reports[read++] = c->jobs[i].report;
    gj_reports_link(reports, read);
    free(reports);
    c->progress = gj_progress_start(c->cmd, n);
    gj_pool_run(n, threads, judge_report, write_and_keep, c);
    for (size_t i = 0; i < c->paths.n; i++) free_job(c, &c->jobs[i]);
}

/* Today, or the day of SOURCE_DATE_EPOCH, as 20251121. */
static int32_t today(void) {
    const char *given = getenv("SOURCE_DATE_EPOCH");
    time_t now = given && *given ? (time_t)strtoll(given, NULL, 10) : time(NULL);
    struct tm day = {0};
    if (!localtime_r(&now, &day)) return 0;
    return (day.tm_year + 1900) * 10000 + (day.tm_mon + 1) * 100 + day.tm_mday;
}

/* --waivers and --baseline; nonzero when one cannot be read, which is said. */
static int load_answers(check *c) {
    gj_cmd *cmd = c->cmd;
    gj_str text;
    if (cmd->waivers.n) {
        c->today = today();
        if (gj_load_file(cmd->arena, cmd->waivers, &text, &cmd->diags)) return 1;
        uint32_t source = gj_sources_add(cmd->sources, cmd->waivers, text);
        if (gj_waivers_read(cmd->arena, source, cmd->lang, &c->waivers, &cmd->diags)) return 1;
    }
    if (cmd->baseline.n) {
        if (gj_load_file(cmd->arena, cmd->baseline, &text, &cmd->diags)) return 1;
        c->baseline = gj_baseline_read(cmd->arena, cmd->baseline, text, &cmd->diags);
    }
    return cmd->baseline.n && !c->baseline;
}

/* As run_linked, for more reports than memory should hold: they are read a first time for who they are of, and a second time, each with the one
 * before it, to be judged. */
enum { KEPT_IN_MEMORY = 500 };

static bool keep_key(void *ctx, size_t i) {
    check *c = ctx;
    const gj_report *report = c->jobs[i].report;
    if (report) {
        c->keys[i].organisation = gj_str_copy(c->cmd->arena, report->organisation);
        c->keys[i].year = report->year;
    }
    free_job(c, &c->jobs[i]);
    gj_progress_step(&c->progress, i + 1);
    return true;
}

static void read_with_previous(void *ctx, size_t i) {
    check *c = ctx;
    read_report(c, i);
    job *j = &c->jobs[i];
    if (j->report && c->keys[i].previous) {
        gj_diags diags;
        gj_diags_init(&diags, j->arena, gj_sources_new(j->arena));
        j->report->previous = gj_walk_report(c->rules, j->arena, c->paths.v[c->keys[i].previous - c->keys], &diags);
    }
    judge_report(c, i);
}

static void run_twice(check *c, unsigned threads) {
    c->keys = GJ_NEW_ARRAY(c->cmd->arena, gj_report, c->paths.n);
    size_t n = gj_pool_run(c->paths.n, threads, read_report, keep_key, c);
    gj_report **keys = gj_malloc((n + 1) * sizeof *keys);
    for (size_t i = 0; i < n; i++) keys[i] = &c->keys[i];
    gj_reports_link(keys, n);
    free(keys);
    gj_progress_clear(&c->progress);
    c->progress = gj_progress_start(c->cmd, n);
    gj_pool_run(n, threads, read_with_previous, write_and_free, c);
}

/* Standard input can be read only once. */
static bool has_stdin(const gj_strs *paths) {
    for (size_t i = 0; i < paths->n; i++)
        if (gj_str_eq(paths->v[i], GJ_STR("-"))) return true;
    return false;
}

int gj_cmd_check(gj_cmd *cmd) {
    check c = {.cmd = cmd, .spares.lock = PTHREAD_MUTEX_INITIALIZER};
    const gj_writer *writer = &gj_writer_text;
    if (cmd->format.n > 0) {
        static const char *const formats[] = {"text", "json", "ndjson", "sarif", "junit", "csv", "html", NULL};
        if (!gj_cmd_one_of(cmd, "--format", cmd->format, formats)) return 2;
        writer = gj_writer_find(cmd->format);
    }
    c.paths = gj_cmd_reports(cmd, 0, &c.status);
    if (c.status == 2) return 2;
    if (load_answers(&c)) return 2;
    gj_rules *rules = gj_cmd_load_rules(cmd, true);
    if (!rules) return 2;
    c.rules = rules;
    if (gj_cmd_select(cmd, &rules->program, &c.selection)) {
        gj_rules_free(rules);
        return 2;
    }
    gj_cmd_show(cmd, &cmd->diags);
    gj_interrupt_catch();
    gj_output_options options = gj_cmd_output_options(cmd);
    gj_output_begin(&c.out, writer, &rules->program, c.selection.rules, &options);
    if (gj_cmd_write(cmd, &c.out.buf)) {
        c.jobs = gj_malloc((c.paths.n + 1) * sizeof *c.jobs);
        for (size_t i = 0; i < c.paths.n; i++) c.jobs[i] = (job){.arena = NULL};
        unsigned threads = gj_pool_threads(cmd, c.paths.n);
        c.progress = gj_progress_start(cmd, c.paths.n);
        bool linked = c.paths.n > 1 && program_looks_back(&rules->program);
        if (linked && c.paths.n > KEPT_IN_MEMORY && !has_stdin(&c.paths))
            run_twice(&c, threads);
        else if (linked)
            run_linked(&c, threads);
        else
            gj_pool_run(c.paths.n, threads, read_and_judge, write_and_free, &c);
        gj_progress_clear(&c.progress);
        for (size_t i = 0; i < c.paths.n; i++) free_job(&c, &c.jobs[i]); /* what an interruption left */
        while (c.spares.n) gj_arena_free(c.spares.arena[--c.spares.n]);
        free(c.jobs);
        gj_output_end(&c.out);
        gj_cmd_write(cmd, &c.out.buf);
    }
    gj_output_free(&c.out);
    gj_rules_free(rules);
    return c.status;
}
