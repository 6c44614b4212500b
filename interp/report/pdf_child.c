/* pdf_child.c - the program gouji-pdf: what the pages of a PDF hold, by poppler, in a process of its own.
 *
 * A PDF is a program of sorts, and poppler a large library: a file may make it loop, take all memory or crash. This process has limits on
 * time and memory, sends what the pages hold (pdf_page.h) to its standard output, and can do no harm to the audit of other reports. It is a
 * program, not a fork: a fork of a process with threads may find a lock that nobody will open.
 * The stream: 'L' the document is locked; 'B' it is broken; 'M' it has too many pages; else 'T' and the title, for each page 'P' and its
 * numbers, and 'Z' at the end. A stream without 'Z' is that of a process that died.
 */
#include <cairo.h>
#include <errno.h>
#include <fcntl.h>
#include <poppler.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "report/load.h"
#include "report/pdf_page.h"

enum {
    CPU_SECONDS = 20,
    PICTURE_PIXELS = 4000, /* of the longer side, at most */
    GLYPHS_MAX = 4000000,  /* of a document */
    TITLE_BYTES = 1000
};
#define CHILD_MEMORY ((rlim_t)1 << 30) /* beside what it needs to start */
static const float SCALE = 2;          /* pixels a point */

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

/* Standard input is a file that holds the PDF; standard output is the pipe. */
int main(void) {
    struct stat st;
    int null = open("/dev/null", O_WRONLY);
    if (null >= 0) dup2(null, STDERR_FILENO); /* poppler complains of every oddity */
    if (fstat(STDIN_FILENO, &st) != 0 || st.st_size <= 0) return 1;
    size_t size = (size_t)st.st_size;
    const char *bytes = mmap(NULL, size, PROT_READ, MAP_PRIVATE, STDIN_FILENO, 0);
    if (bytes == MAP_FAILED) return 1;
    limit(RLIMIT_CPU, CPU_SECONDS);
    limit(RLIMIT_CORE, 0);
#if !defined(__SANITIZE_ADDRESS__)
    limit(RLIMIT_AS, memory_now() + CHILD_MEMORY);
#endif
    send_document(STDOUT_FILENO, (gj_str){bytes, size});
    return 0;
}
