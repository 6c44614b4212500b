/* Work on every core with results in order, Ctrl-C, and the progress bar. */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/utf8.h"
#include "cmd.h"

/* A signal handler can reach nothing else. */
static volatile sig_atomic_t interrupted;
static volatile time_t interrupted_at;

/* The first one asks to finish. One more ends the program, unless it came with the first: what runs programs (timeout, a task runner) often
 * signals both the process and its group. */
static void on_first_interrupt(int signal_number) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    if (interrupted && now.tv_sec > interrupted_at + 1) {
        signal(signal_number, SIG_DFL);
        raise(signal_number);
    }
    if (!interrupted) interrupted_at = now.tv_sec;
    interrupted = 1;
}

static void on_interrupt(int signal_number) {
    (void)signal_number;
    interrupted = 1;
}

void gj_interrupt_catch(void) {
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = on_first_interrupt;
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
}

void gj_interrupt_hold(void) {
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = on_interrupt;
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
    interrupted = 0;
}

bool gj_interrupted(void) {
    return interrupted != 0;
}

unsigned gj_pool_threads(const gj_cmd *cmd, size_t jobs) {
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    unsigned threads = cmd->jobs ? cmd->jobs : cores > 0 ? (unsigned)cores : 1;
    return threads > jobs ? (unsigned)jobs : threads;
}

typedef struct pool {
    pthread_mutex_t lock;
    pthread_cond_t finished, room; /* a result is there; a result was taken */
    size_t n, next, released, window;
    bool *ready; /* by i % window */
    bool stop;
    void (*work)(void *, size_t);
    void *ctx;
} pool;

static void *worker(void *arg) {
    pool *p = arg;
    pthread_mutex_lock(&p->lock);
    for (;;) {
        while (!p->stop && p->next < p->n && p->next >= p->released + p->window) pthread_cond_wait(&p->room, &p->lock);
        if (p->stop || p->next >= p->n || interrupted) break;
        size_t i = p->next++;
        pthread_mutex_unlock(&p->lock);
        p->work(p->ctx, i);
        pthread_mutex_lock(&p->lock);
        p->ready[i % p->window] = true;
        pthread_cond_signal(&p->finished);
    }
    pthread_cond_signal(&p->finished);
    pthread_mutex_unlock(&p->lock);
    return NULL;
}

static size_t run_alone(size_t n, void (*work)(void *, size_t), bool (*done)(void *, size_t), void *ctx) {
    size_t i = 0;
    while (i < n && !interrupted) {
        work(ctx, i);
        if (!done(ctx, i++)) break;
    }
    return i;
}

size_t gj_pool_run(size_t n, unsigned threads, void (*work)(void *ctx, size_t i), bool (*done)(void *ctx, size_t i), void *ctx) {
    if (threads <= 1 || n <= 1) return run_alone(n, work, done, ctx);
    pool p = {.n = n, .window = 4u * threads, .work = work, .ctx = ctx};
    bool *ready = gj_malloc(p.window * sizeof *ready);
    memset(ready, 0, p.window * sizeof *ready);
    p.ready = ready;
    pthread_mutex_init(&p.lock, NULL);
    pthread_cond_init(&p.finished, NULL);
    pthread_cond_init(&p.room, NULL);
    /* Ctrl-C reaches the thread that waits here, so that the wait ends. */
    sigset_t interrupt, before;
    sigemptyset(&interrupt);
    sigaddset(&interrupt, SIGINT);
    pthread_sigmask(SIG_BLOCK, &interrupt, &before);
    pthread_t *ids = gj_malloc(threads * sizeof *ids);
    unsigned started = 0;
    while (started < threads && pthread_create(&ids[started], NULL, worker, &p) == 0) started++;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (started == 0) {
        free(ids);
        free(ready);
        return run_alone(n, work, done, ctx);
    }
    size_t i = 0;
    pthread_mutex_lock(&p.lock);
    while (i < n && !p.stop) {
        while (!ready[i % p.window] && !(interrupted && p.next <= i)) {
            struct timespec until;
            clock_gettime(CLOCK_REALTIME, &until);
            until.tv_nsec += 100 * 1000 * 1000; /* a signal does not wake a wait: look now and then */
            if (until.tv_nsec >= 1000000000L) {
                until.tv_nsec -= 1000000000L;
                until.tv_sec++;
            }
            pthread_cond_timedwait(&p.finished, &p.lock, &until);
        }
        if (!ready[i % p.window]) break; /* interrupted, and this one was never begun */
        ready[i % p.window] = false;
        pthread_mutex_unlock(&p.lock);
        bool go_on = done(ctx, i++);
        pthread_mutex_lock(&p.lock);
        p.released = i;
        if (!go_on) p.stop = true;
        pthread_cond_broadcast(&p.room);
    }
    p.stop = true;
    pthread_cond_broadcast(&p.room);
    pthread_mutex_unlock(&p.lock);
    for (unsigned t = 0; t < started; t++) pthread_join(ids[t], NULL);
    pthread_cond_destroy(&p.finished);
    pthread_cond_destroy(&p.room);
    pthread_mutex_destroy(&p.lock);
    free(ids);
    free(ready);
    return i;
}

/* Progress */

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

gj_progress gj_progress_start(const gj_cmd *cmd, size_t total) {
    gj_progress progress = {.lang = cmd->lang, .what = {"", ""}, .total = total, .begun = now()};
    progress.on = !cmd->quiet && total > 1 && isatty(STDERR_FILENO);
    progress.last = progress.begun + 0.4; /* a short run needs none */
    return progress;
}

void gj_progress_clear(gj_progress *progress) {
    if (progress->drawn) fputs("\r\x1b[K", stderr);
    progress->drawn = false;
}

void gj_progress_step(gj_progress *progress, size_t done) {
    if (!progress->on) return;
    double time = now();
    if (time < progress->last + 0.1 || done == 0) return;
    progress->last = time;
    enum { WIDTH = 24 };
    size_t full = done * WIDTH / progress->total;
    double rate = (double)done / (time - progress->begun);
    unsigned left = (unsigned)((double)(progress->total - done) / rate + 0.5);
    gj_buf buf = GJ_BUF_INIT;
    gj_buf_addz(&buf, "\r\x1b[K[");
    gj_buf_add_repeat(&buf, "#", full);
    gj_buf_add_repeat(&buf, "-", WIDTH - full);
    gj_buf_addf(&buf,
                progress->lang == GJ_LANG_ZH ? "] %s%zu/%zu 份，每秒 %.0f 份，还要 %u:%02u" : "] %s%zu/%zu reports, %.0f/s, %u:%02u left",
                progress->what[progress->lang], done, progress->total, rate, left / 60, left % 60);
    fwrite(buf.p, 1, buf.n, stderr);
    gj_buf_free(&buf);
    progress->drawn = true;
}
