/* pdf.c - the pages of a PDF, by poppler, in a process of its own.
 *
 * A PDF is a program of sorts, and poppler a large library: a file may make it loop, take all memory or crash. The child has limits on
 * time and memory, sends what the pages hold (pdf_page.h) through a pipe, and can do no harm to the audit of other reports.
 * The stream: 'L' the document is locked; 'B' it is broken; 'M' it has too many pages; else 'T' and the title, for each page 'P' and its
 * numbers, and 'Z' at the end. A stream without 'Z' is that of a child that died.
 */
#include <cairo.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <poppler.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "report/load.h"
#include "report/pdf_page.h"

enum {
    PATIENCE = 60, /* seconds */
    CPU_SECONDS = 20,
    PICTURE_PIXELS = 4000, /* of the longer side, at most */
    GLYPHS_MAX = 4000000,  /* of a document */
    STREAM_MAX = 160 << 20,
    TITLE_BYTES = 1000
};
#define CHILD_MEMORY ((rlim_t)1 << 30) /* beside what the parent had */
static const float SCALE = 2;          /* pixels a point */

/* ---- the child ---- */

static void send_bytes(int fd, const void *bytes, size_t n) {
    const char *p = bytes;
    while (n > 0) {
        ssize_t done = write(fd, p, n);
        if (done < 0 && errno == EINTR) continue;
        if (done <= 0) _exit(1);
        p += done;
        n -= (size_t)done;
    }
}

static void send_tag(int fd, char tag) {
    send_bytes(fd, &tag, 1);
}

static void send_count(int fd, uint32_t n) {
    send_bytes(fd, &n, sizeof n);
}

/* Characters with their boxes; spaces are told by the distances between the others. */
static uint32_t send_glyphs(int fd, PopplerPage *page, uint32_t room) {
    char *text = poppler_page_get_text(page);
    PopplerRectangle *boxes = NULL;
    guint nboxes = 0;
    poppler_page_get_text_layout(page, &boxes, &nboxes);
    gj_glyph *glyphs = gj_malloc((nboxes + 1) * sizeof *glyphs);
    uint32_t n = 0;
    const char *at = text;
    for (guint i = 0; at != NULL && i < nboxes && *at != '\0' && n < room; i++, at = g_utf8_next_char(at)) {
        gunichar c = g_utf8_get_char(at);
        if (g_unichar_isspace(c) || g_unichar_iscntrl(c)) continue;
        glyphs[n++] = (gj_glyph){(float)boxes[i].x1, (float)boxes[i].y1, (float)boxes[i].x2, (float)boxes[i].y2, c};
    }
    send_count(fd, n);
    send_bytes(fd, glyphs, n * sizeof *glyphs);
    free(glyphs);
    g_free(boxes);
    g_free(text);
    return n;
}

static void send_rules(int fd, PopplerPage *page, double width, double height) {
    double longer = width > height ? width : height;
    double scale = longer * SCALE > PICTURE_PIXELS ? PICTURE_PIXELS / longer : SCALE;
    int columns = (int)(width * scale) + 1, rows = (int)(height * scale) + 1;
    cairo_surface_t *picture = cairo_image_surface_create(CAIRO_FORMAT_RGB24, columns, rows);
    cairo_t *cairo = cairo_create(picture);
    cairo_set_source_rgb(cairo, 1, 1, 1);
    cairo_paint(cairo);
    cairo_scale(cairo, scale, scale);
    poppler_page_render(page, cairo);
    cairo_surface_flush(picture);
    gj_rule *rules = gj_malloc(GJ_PDF_RULES_MAX * sizeof *rules);
    uint32_t n = 0;
    if (cairo_surface_status(picture) == CAIRO_STATUS_SUCCESS)
        n = gj_pdf_find_rules(cairo_image_surface_get_data(picture), columns, rows, cairo_image_surface_get_stride(picture), (float)scale,
                              rules);
    send_count(fd, n);
    send_bytes(fd, rules, n * sizeof *rules);
    free(rules);
    cairo_destroy(cairo);
    cairo_surface_destroy(picture);
}

static void send_document(int fd, gj_str bytes) {
    GError *error = NULL;
    GBytes *data = g_bytes_new_static(bytes.p, bytes.n);
    PopplerDocument *document = poppler_document_new_from_bytes(data, NULL, &error);
    if (document == NULL) {
        send_tag(fd, error != NULL && g_error_matches(error, POPPLER_ERROR, POPPLER_ERROR_ENCRYPTED) ? 'L' : 'B');
        return;
    }
    int npages = poppler_document_get_n_pages(document);
    if (npages <= 0 || (uint32_t)npages > GJ_LIMIT_PAGES) {
        send_tag(fd, npages <= 0 ? 'B' : 'M');
        return;
    }
    char *title = poppler_document_get_title(document);
    uint32_t title_bytes = title == NULL ? 0 : (uint32_t)strnlen(title, TITLE_BYTES);
    send_tag(fd, 'T');
    send_count(fd, title_bytes);
    send_bytes(fd, title, title_bytes);
    uint32_t room = GLYPHS_MAX;
    for (int i = 0; i < npages; i++) {
        PopplerPage *page = poppler_document_get_page(document, i);
        if (page == NULL) continue;
        double width = 0, height = 0;
        poppler_page_get_size(page, &width, &height);
        float size[2] = {(float)width, (float)height};
        send_tag(fd, 'P');
        send_bytes(fd, size, sizeof size);
        uint32_t n = send_glyphs(fd, page, room);
        room -= n;
        if (n > 0 && width >= 1 && height >= 1)
            send_rules(fd, page, width, height);
        else
            send_count(fd, 0);
        g_object_unref(page);
    }
    send_tag(fd, 'Z');
}

static void limit(int resource, rlim_t value) {
    struct rlimit r;
    if (getrlimit(resource, &r) != 0) return;
    if (r.rlim_max == RLIM_INFINITY || r.rlim_max > value) r.rlim_max = value;
    r.rlim_cur = r.rlim_max;
    setrlimit(resource, &r);
}

#if !defined(__SANITIZE_ADDRESS__) /* which reserves more than any limit */
/* Bytes of address space that the process has already. */
static rlim_t memory_now(void) {
    unsigned long pages = 0;
    FILE *f = fopen("/proc/self/statm", "re");
    if (f == NULL) return CHILD_MEMORY;
    if (fscanf(f, "%lu", &pages) != 1) pages = 0;
    fclose(f);
    return (rlim_t)pages * (rlim_t)sysconf(_SC_PAGESIZE);
}
#endif

static _Noreturn void be_child(int fd, gj_str bytes) {
    int null = open("/dev/null", O_RDWR);
    if (null >= 0) dup2(null, STDOUT_FILENO), dup2(null, STDERR_FILENO); /* poppler complains of every oddity */
    close_range(3, (unsigned)fd - 1, 0); /* the pipes of other children: their readers wait for the last writer */
    close_range((unsigned)fd + 1, ~0U, 0);
    signal(SIGPIPE, SIG_DFL);
    limit(RLIMIT_CPU, CPU_SECONDS);
    limit(RLIMIT_CORE, 0);
#if !defined(__SANITIZE_ADDRESS__)
    limit(RLIMIT_AS, memory_now() + CHILD_MEMORY);
#endif
    send_document(fd, bytes);
    _exit(0);
}

/* ---- the parent ---- */

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

static bool ask_child(gj_str bytes, gj_buf *stream) {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) return false;
    pid_t child = fork();
    if (child == 0) {
        close(ends[0]);
        be_child(ends[1], bytes);
    }
    close(ends[1]);
    if (child > 0) {
        receive(ends[0], stream);
        kill(child, SIGKILL); /* no harm when it has ended */
        int status;
        while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
        }
    }
    close(ends[0]);
    return child > 0;
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
    gj_buf stream = GJ_BUF_INIT;
    gj_arena *scratch = gj_arena_new();
    int failed = ask_child(bytes, &stream) ? read_stream(arena, scratch, path, gj_buf_str(&stream), doc, diags)
                                           : fail(diags, GJ_E_REPORT_OPEN, path, gj_errno_words(errno));
    gj_buf_free(&stream);
    gj_arena_free(scratch);
    return failed;
}
