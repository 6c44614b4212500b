/* pdf.c - a PDF: its pages as gouji-pdf (pdf_child.c) sends them, laid out as lines and fields. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "report/formats.h"
#include "report/load.h"
#include "report/pdf_page.h"

enum {
    PATIENCE = 60, /* seconds */
    STREAM_MAX = 160 << 20
};

/* What the child sends, until it ends or patience does. */
static void receive(int fd, gj_buf *stream) {
    time_t deadline = time(NULL) + PATIENCE;
    char *piece = gj_malloc(1 << 16);
    while (stream->n < STREAM_MAX) {
        time_t now = time(NULL);
        if (now >= deadline) break;
        struct pollfd ready = {.fd = fd, .events = POLLIN};
        if (poll(&ready, 1, (int)(deadline - now) * 1000) < 0 && errno != EINTR) break;
        if (ready.revents == 0) continue;
        ssize_t n = read(fd, piece, 1 << 16);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) break;
        gj_buf_add(stream, (gj_str){piece, (size_t)n});
    }
    free(piece);
}

/* The bytes as a file that the child can have as its standard input; -1 when there can be none. */
static int as_file(gj_str bytes) {
    int fd = memfd_create("gouji-pdf", MFD_CLOEXEC);
    for (size_t at = 0; fd >= 0 && at < bytes.n;) {
        ssize_t n = write(fd, bytes.p + at, bytes.n - at);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) {
            close(fd);
            return -1;
        }
        at += (size_t)n;
    }
    if (fd >= 0) lseek(fd, 0, SEEK_SET);
    return fd;
}

static bool spawn(const char *program, int input, int output, pid_t *child) {
    char *arguments[] = {(char *)"gouji-pdf", NULL};
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
    int failed = posix_spawn(child, program, &actions, NULL, arguments, environ);
    posix_spawn_file_actions_destroy(&actions);
    if (failed) errno = failed;
    return !failed;
}

static bool ask_child(const char *program, gj_str bytes, gj_buf *stream) {
    int ends[2], input = as_file(bytes);
    if (input < 0) return false;
    if (pipe2(ends, O_CLOEXEC) != 0) {
        close(input);
        return false;
    }
    pid_t child = 0;
    bool started = spawn(program, input, ends[1], &child);
    close(ends[1]);
    close(input);
    if (started) {
        receive(ends[0], stream);
        kill(child, SIGKILL); /* no harm when it has ended */
        int status;
        while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
        }
    }
    close(ends[0]);
    return started;
}

/* The next N bytes of the stream, or NULL. */
static const char *take(gj_str *stream, size_t n) {
    if (stream->n < n) return NULL;
    const char *p = stream->p;
    *stream = gj_str_slice(*stream, n, stream->n);
    return p;
}

/* Fills what the child sent as a count and so many items of SIZE into the arena; false when the stream is cut. */
static bool take_array(gj_arena *arena, gj_str *stream, size_t size, void **items, uint32_t *n) {
    const char *p = take(stream, sizeof *n);
    if (p == NULL) return false;
    memcpy(n, p, sizeof *n);
    p = take(stream, (size_t)*n * size);
    if (p == NULL) return false;
    *items = gj_arena_raw(arena, (size_t)*n + 1, size);
    memcpy(*items, p, (size_t)*n * size);
    return true;
}

static bool take_page(gj_arena *arena, gj_str *stream, gj_pdf_page *page) {
    const char *size = take(stream, 2 * sizeof(float));
    if (size == NULL) return false;
    memcpy(&page->width, size, sizeof(float));
    memcpy(&page->height, size + sizeof(float), sizeof(float));
    void *glyphs, *rules;
    if (!take_array(arena, stream, sizeof *page->glyphs, &glyphs, &page->nglyphs) ||
        !take_array(arena, stream, sizeof *page->rules, &rules, &page->nrules))
        return false;
    page->glyphs = glyphs;
    page->rules = rules;
    return true;
}

static int fail(gj_diags *diags, gj_diag_code code, gj_str path, gj_str what) {
    GJ_DIAG(diags, code, GJ_SPAN_NONE, path, what);
    return 1;
}

static int read_stream(gj_arena *arena, gj_arena *scratch, gj_str path, gj_str stream, gj_doc **doc, gj_diags *diags) {
    const char *tag = take(&stream, 1);
    if (tag == NULL) return fail(diags, GJ_E_PDF_BROKEN, path, GJ_STR("poppler"));
    if (*tag == 'L') return fail(diags, GJ_E_LOCKED, path, GJ_STR(""));
    if (*tag == 'M') return fail(diags, GJ_E_LIMIT_PAGES, path, gj_str_format(diags->arena, "%u", GJ_LIMIT_PAGES));
    if (*tag != 'T') return fail(diags, GJ_E_PDF_BROKEN, path, GJ_STR("poppler"));
    void *title;
    uint32_t title_bytes, npages = 0;
    if (!take_array(scratch, &stream, 1, &title, &title_bytes)) return fail(diags, GJ_E_PDF_BROKEN, path, GJ_STR("poppler"));
    gj_pdf_page *pages = GJ_NEW_ARRAY(scratch, gj_pdf_page, GJ_LIMIT_PAGES);
    uint64_t nglyphs = 0;
    while ((tag = take(&stream, 1)) != NULL && *tag == 'P' && npages < GJ_LIMIT_PAGES) {
        if (!take_page(scratch, &stream, &pages[npages])) break;
        nglyphs += pages[npages++].nglyphs;
    }
    if (tag == NULL || *tag != 'Z') return fail(diags, GJ_E_PDF_FAILED, path, gj_str_format(diags->arena, "%u", npages + 1));
    if (nglyphs == 0) return fail(diags, GJ_E_PDF_SCANNED, path, gj_str_format(diags->arena, "%u", npages));
    return gj_pdf_lay(arena, path, (gj_str){title, title_bytes}, pages, npages, doc, diags);
}

/* The end of a PDF says where everything is. poppler guesses without it, and loses pages silently. */
static bool is_cut(gj_str bytes) {
    gj_str tail = gj_str_slice(bytes, bytes.n > 65536 ? bytes.n - 65536 : 0, bytes.n);
    return memmem(tail.p, tail.n, "%%EOF", 5) == NULL;
}

int gj_read_pdf(gj_arena *arena, gj_str path, gj_str bytes, gj_doc **doc, gj_diags *diags) {
    if (is_cut(bytes)) return fail(diags, GJ_E_PDF_BROKEN, path, GJ_STR("%%EOF"));
    gj_str program = gj_formats_companion(diags->arena, "gouji-pdf");
    if (program.n == 0) return fail(diags, GJ_E_REPORT_MODULE, path, GJ_STR("gouji-pdf"));
    gj_buf stream = GJ_BUF_INIT;
    gj_arena *scratch = gj_arena_new();
    int failed = ask_child(program.p, bytes, &stream) ? read_stream(arena, scratch, path, gj_buf_str(&stream), doc, diags)
                                                      : fail(diags, GJ_E_REPORT_OPEN, path, gj_errno_words(errno));
    gj_buf_free(&stream);
    gj_arena_free(scratch);
    return failed;
}
