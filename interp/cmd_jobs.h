/* cmd_jobs.h - reports on their way through a check: read, linked to the one of the year before, and forgotten, in memory that goes from
 * one report to the next.
 */
#ifndef GJ_CMD_JOBS_H
#define GJ_CMD_JOBS_H

#include <pthread.h>

#include "cmd.h"

typedef struct gj_job {
    gj_arena *arena;
    gj_report *report; /* NULL when it could not be read */
    gj_str reason;     /* why not, in the job's arena */
    gj_buf complaint;  /* the same as it is shown on standard error */
    gj_findings findings;
    bool kept; /* read before any is judged, and not to be read again */
} gj_job;

typedef struct gj_jobs {
    const gj_cmd *cmd;
    const gj_rules *rules;
    gj_strs paths;
    gj_job *job;         /* one a path */
    gj_report *keys;     /* once linked: of each report only its organisation, its year and the key of the one before */
    size_t kept;         /* bytes of the reports that are */
    gj_arena *spare[16]; /* arenas that reports are done with: a thread that frees what another one took makes both wait */
    unsigned nspare;
    pthread_mutex_t lock; /* of the spare ones */
} gj_jobs;

void gj_jobs_init(gj_jobs *jobs, const gj_cmd *cmd, const gj_rules *rules, gj_strs paths);
void gj_jobs_free(gj_jobs *jobs);

/* Reads the i-th report. Any thread may, each its own. */
void gj_job_read(gj_jobs *jobs, size_t i);
void gj_job_free(gj_jobs *jobs, size_t i);

/* For rules that look at the year before every report is read ahead of the first judgement. What was read is kept while memory lasts, or else
 * forgotten but for its key; calling thread only. */
void gj_job_keep(gj_jobs *jobs, size_t i);
/* Then the first N are linked, */
void gj_jobs_link(gj_jobs *jobs, size_t n);
/* and the i-th is made ready to be judged: it and the one before it are there. Any thread may, each its own. */
void gj_job_recall(gj_jobs *jobs, size_t i);

#endif
