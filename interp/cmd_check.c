/* check: judge reports by rules. */
#include <stdlib.h>
#include <time.h>

#include "cmd_jobs.h"
#include "output/baseline.h"
#include "report/load.h"
#include "run/waiver.h"

/* One output: what writes it, and where to. */
typedef struct target {
    gj_output out;
    gj_sink sink;
} target;

typedef struct check {
    gj_cmd *cmd;
    const gj_rules *rules;
    gj_selection selection;
    gj_jobs jobs;
    target *targets; /* each -o, or standard output */
    size_t ntargets;
    bool wants_all;
    gj_progress progress;
    gj_waivers waivers;
    int32_t today; /* 20251121 */
    gj_baseline *baseline;
    int status;
} check;

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

static void judge_report(check *c, size_t i) {
    gj_job *j = &c->jobs.job[i];
    if (!j->report) return;
    gj_judge_options options = {
        .lang = c->cmd->lang, .keep_all = c->cmd->all || c->wants_all, .selected = c->selection.rules, .no_notes = c->selection.no_notes};
    gj_judge(j->arena, &c->rules->program, j->report, &options, &j->findings);
    if (c->selection.notes && !c->selection.no_notes) drop_notes(&c->selection, &j->findings);
}

static void read_and_judge(void *ctx, size_t i) {
    check *c = ctx;
    gj_job_read(&c->jobs, i);
    judge_report(c, i);
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

/* The report's findings go out; on the calling thread, in input order. */
static bool write_report(check *c, size_t i) {
    gj_job *j = &c->jobs.job[i];
    if (j->report) {
        gj_waivers_apply(j->arena, &c->waivers, c->today, c->cmd->lang, &j->findings);
        if (c->baseline) gj_baseline_apply(j->arena, c->baseline, &j->findings);
        raise_status(c, status_of(c->cmd, &j->findings));
    } else {
        raise_status(c, 3);
    }
    if (j->complaint.n > 0) {
        gj_progress_clear(&c->progress);
        fwrite(j->complaint.p, 1, j->complaint.n, stderr);
    }
    bool written = true;
    for (size_t t = 0; t < c->ntargets; t++) {
        gj_output *out = &c->targets[t].out;
        if (j->report)
            gj_output_report(out, &j->findings);
        else
            gj_output_unread(out, c->jobs.paths.v[i], j->reason);
        if (out->buf.n == 0) continue;
        if (gj_sink_is_stdout(c->targets[t].sink.path)) gj_progress_clear(&c->progress);
        written = gj_sink_write(c->cmd, &c->targets[t].sink, &out->buf) && written;
    }
    gj_progress_step(&c->progress, i + 1);
    return written;
}

static bool write_and_free(void *ctx, size_t i) {
    check *c = ctx;
    bool written = write_report(c, i);
    if (!c->jobs.job[i].kept) gj_job_free(&c->jobs, i);
    return written;
}

/* True when a rule under NODE looks at another report: 上年.四, 上年.章 五. */
static bool looks_back(const gj_node *node) {
    if ((node->kind == GJ_N_PATH || node->kind == GJ_N_SECTION_REF) && (node->op & 3)) return true;
    for (const gj_node *kid = node->first; kid; kid = kid->next)
        if (looks_back(kid)) return true;
    return false;
}

static bool program_looks_back(const gj_program *program) {
    for (uint32_t i = 0; i < program->nfiles; i++)
        if (looks_back(program->files[i])) return true;
    return false;
}

static void name_pass(gj_progress *progress, const char *zh, const char *en) {
    progress->what[GJ_LANG_ZH] = zh;
    progress->what[GJ_LANG_EN] = en;
}

/* ---- rules that look at the year before need every report read before the first is judged ---- */

static void read_ahead(void *ctx, size_t i) {
    gj_job_read(&((check *)ctx)->jobs, i);
}

static bool keep(void *ctx, size_t i) {
    check *c = ctx;
    gj_job_keep(&c->jobs, i);
    gj_progress_step(&c->progress, i + 1);
    return true;
}

static void recall_and_judge(void *ctx, size_t i) {
    check *c = ctx;
    gj_job_recall(&c->jobs, i);
    judge_report(c, i);
}

static void run_linked(check *c, unsigned threads) {
    name_pass(&c->progress, "读 ", "reading, ");
    size_t n = gj_pool_run(c->jobs.paths.n, threads, read_ahead, keep, c);
    gj_jobs_link(&c->jobs, n);
    gj_progress_clear(&c->progress);
    c->progress = gj_progress_start(c->cmd, n);
    name_pass(&c->progress, "核对 ", "judging, ");
    gj_pool_run(n, threads, recall_and_judge, write_and_free, c);
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
    c->today = today();
    if (cmd->waivers.n) {
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

/* What is written, and where to: nonzero when a format is not known, which is said. */
static int choose_targets(check *c) {
    static const char *const formats[] = {"text", "json", "ndjson", "sarif", "junit", "csv", "html", NULL};
    gj_cmd *cmd = c->cmd;
    c->ntargets = cmd->outputs.n > 0 ? cmd->outputs.n : 1;
    c->targets = GJ_NEW_ARRAY(cmd->arena, target, c->ntargets);
    bool wrong = false;
    for (size_t t = 0; t < c->ntargets; t++) {
        if (t < cmd->outputs.n) c->targets[t].sink.path = cmd->outputs.v[t];
        gj_str format = gj_cmd_format(cmd, t, formats, &wrong);
        const gj_writer *writer = format.n > 0 ? gj_writer_find(format) : &gj_writer_text;
        c->targets[t].out.writer = writer;
        c->wants_all = c->wants_all || writer->wants_all;
    }
    return wrong;
}

static bool begin_targets(check *c, const gj_program *program) {
    bool written = true;
    for (size_t t = 0; t < c->ntargets; t++) {
        target *to = &c->targets[t];
        gj_output_options options = gj_cmd_output_options(c->cmd, to->sink.path);
        gj_output_begin(&to->out, to->out.writer, program, c->selection.rules, &options);
        written = gj_sink_write(c->cmd, &to->sink, &to->out.buf) && written;
    }
    return written;
}

static void end_targets(check *c, size_t reports) {
    uint32_t judged = c->targets[0].out.totals.reports, left = (uint32_t)reports - judged;
    if (left > 0 && gj_interrupted())
        gj_cmd_complain(c->cmd, GJ_W_INTERRUPTED, gj_str_format(c->cmd->arena, "%u", judged), gj_str_format(c->cmd->arena, "%zu", reports));
    for (size_t t = 0; t < c->ntargets; t++) {
        target *to = &c->targets[t];
        to->out.totals.left = left;
        gj_output_end(&to->out);
        gj_sink_write(c->cmd, &to->sink, &to->out.buf);
        if (!gj_sink_close(c->cmd, &to->sink)) raise_status(c, 2);
    }
}

static void run(check *c, gj_strs paths) {
    gj_jobs_init(&c->jobs, c->cmd, c->rules, paths);
    unsigned threads = gj_pool_threads(c->cmd, paths.n);
    c->progress = gj_progress_start(c->cmd, paths.n);
    if (paths.n > 1 && program_looks_back(&c->rules->program))
        run_linked(c, threads);
    else
        gj_pool_run(paths.n, threads, read_and_judge, write_and_free, c);
    gj_progress_clear(&c->progress);
    gj_jobs_free(&c->jobs);
}

int gj_cmd_check(gj_cmd *cmd) {
    check c = {.cmd = cmd};
    if (choose_targets(&c)) return 2;
    gj_strs paths = gj_cmd_reports(cmd, 0, &c.status);
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
    if (begin_targets(&c, &rules->program)) run(&c, paths);
    end_targets(&c, paths.n);
    for (size_t t = 0; t < c.ntargets; t++) gj_output_free(&c.targets[t].out);
    gj_rules_free(rules);
    return c.status;
}
