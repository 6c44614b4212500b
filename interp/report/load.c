#include "report/load.h"

#include "report/formats.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/utf8.h"

enum { PROBE = 16384 };

/* ---- bytes ---- */

static int fail(gj_diags *diags, gj_diag_code code, gj_str path, gj_str what) {
    GJ_DIAG(diags, code, GJ_SPAN_NONE, path, what);
    return 1;
}

static int fail_size(gj_diags *diags, gj_str path) {
    return fail(diags, GJ_E_LIMIT_FILE, path, gj_str_format(diags->arena, "%u", GJ_LIMIT_FILE));
}

/* A file of SIZE bytes, straight into the arena; false when it is not so, and is to be read piece by piece. */
static bool read_whole(gj_arena *arena, int fd, size_t size, gj_str *bytes) {
    char *p = gj_arena_raw(arena, size + 1, 1);
    size_t n = 0;
    for (ssize_t got; n <= size; n += (size_t)got) {
        got = read(fd, p + n, size + 1 - n);
        if (got < 0 && errno == EINTR)
            got = 0;
        else if (got <= 0)
            break;
    }
    if (n != size) { /* it grew or shrank meanwhile, or cannot be read */
        lseek(fd, 0, SEEK_SET);
        return false;
    }
    p[n] = '\0';
    *bytes = (gj_str){p, n};
    return true;
}

/* Everything that FD has, up to the limit; a byte more than that is an error, so that a device without end is no danger. */
static int read_all(gj_arena *arena, int fd, gj_str path, gj_str *bytes, gj_diags *diags) {
    struct stat status;
    if (fstat(fd, &status) != 0 || S_ISDIR(status.st_mode)) return fail(diags, GJ_E_REPORT_OPEN, path, gj_errno_words(EISDIR));
    bool known = S_ISREG(status.st_mode);
    if (known && status.st_size > (off_t)GJ_LIMIT_FILE) return fail_size(diags, path);
    if (known && status.st_size > 0 && read_whole(arena, fd, (size_t)status.st_size, bytes)) return 0;
    gj_buf buf = GJ_BUF_INIT;
    size_t room = known && status.st_size > 1 << 16 ? (size_t)status.st_size + 1 : 1 << 16;
    char *piece = gj_malloc(room);
    int failed = 0;
    for (;;) {
        ssize_t n = read(fd, piece, room);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) failed = fail(diags, GJ_E_REPORT_OPEN, path, gj_errno_words(errno));
        if (n <= 0) break;
        gj_buf_add(&buf, (gj_str){piece, (size_t)n});
        if (buf.n > GJ_LIMIT_FILE) {
            failed = fail_size(diags, path);
            break;
        }
    }
    free(piece);
    if (!failed) *bytes = gj_buf_copy(&buf, arena);
    gj_buf_free(&buf);
    return failed;
}

int gj_load_file(gj_arena *arena, gj_str path, gj_str *bytes, gj_diags *diags) {
    if (gj_str_eq(path, GJ_STR("-"))) return read_all(arena, STDIN_FILENO, path, bytes, diags);
    int fd = open(gj_str_copy(arena, path).p, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return fail(diags, GJ_E_REPORT_OPEN, path, gj_errno_words(errno));
    int failed = read_all(arena, fd, path, bytes, diags);
    close(fd);
    return failed;
}

/* ---- what they are ---- */

static const struct {
    const char *bytes;
    size_t n;
    gj_kind kind;
    const char *name;
} signatures[] = {
    {"\xD0\xCF\x11\xE0", 4, GJ_KIND_OLD_OFFICE, NULL},
    {"{\\rtf", 5, GJ_KIND_OLD_OFFICE, NULL},
    {"\x89PNG", 4, GJ_KIND_BINARY, "PNG"},
    {"\xFF\xD8\xFF", 3, GJ_KIND_BINARY, "JPEG"},
    {"GIF8", 4, GJ_KIND_BINARY, "GIF"},
    {"II*\0", 4, GJ_KIND_BINARY, "TIFF"},
    {"MM\0*", 4, GJ_KIND_BINARY, "TIFF"},
    {"\x1F\x8B", 2, GJ_KIND_BINARY, "gzip"},
    {"Rar!", 4, GJ_KIND_BINARY, "RAR"},
    {"7z\xBC\xAF", 4, GJ_KIND_BINARY, "7-Zip"},
    {"\x7F"
     "ELF",
     4, GJ_KIND_BINARY, "ELF"},
    {"PK\3\4", 4, GJ_KIND_BINARY, "ZIP"}, /* unless it turns out to be a document */
};

static bool holds(gj_str s, const char *word) {
    return memmem(s.p, s.n, word, strlen(word)) != NULL;
}

/* One of the words, all of which begin with FIRST, in small letters or capitals. */
static bool holds_any(const char *text, size_t length, char first, const char *const *words, size_t n) {
    for (const char *p = text, *end = text + length; (p = memchr(p, first, (size_t)(end - p))) != NULL; p++)
        for (size_t i = 0; i < n; i++)
            if (strncasecmp(p, words[i], strlen(words[i])) == 0) return true;
    return false;
}

static gj_str extension(gj_str path) {
    size_t at = path.n;
    while (at > 0 && path.p[at - 1] != '.' && path.p[at - 1] != '/') at--;
    return at > 0 && path.p[at - 1] == '.' ? gj_str_slice(path, at, path.n) : GJ_STR_NONE;
}

static bool has_extension(gj_str path, const char *wanted) {
    gj_str e = extension(path);
    return e.n == strlen(wanted) && strncasecmp(e.p, wanted, e.n) == 0;
}

/* A ZIP is what its parts are; their names stand in it as they are. */
static gj_kind sniff_zip(gj_str bytes, gj_str path) {
    if (holds(bytes, "word/document") || (has_extension(path, "docx") && !holds(bytes, "xl/workbook"))) return GJ_KIND_DOCX;
    if (holds(bytes, "xl/workbook") || holds(gj_str_slice(bytes, 0, 200), "vnd.oasis.opendocument")) return GJ_KIND_OLD_OFFICE;
    return holds(bytes, "/officeDocument") ? GJ_KIND_DOCX : GJ_KIND_BINARY;
}

/* A byte below 0x20 that is no tab and ends no line or page. Sixteen at a time, for it is asked of every report. */
static bool has_control(gj_str probe) {
    typedef unsigned char lane __attribute__((vector_size(16)));
    lane found = {0};
    size_t i = 0;
    for (; i + sizeof found <= probe.n; i += sizeof found) {
        lane v;
        memcpy(&v, probe.p + i, sizeof v);
        found |= (lane)((v < 0x20) & (v - '\t' > '\r' - '\t'));
    }
    uint64_t half[2];
    memcpy(half, &found, sizeof half);
    bool any = half[0] || half[1];
    for (; i < probe.n; i++) {
        unsigned char c = (unsigned char)probe.p[i];
        any |= c < 0x20 && (c < '\t' || c > '\r');
    }
    return any;
}

/* Text has few control characters; zeros are half of UTF-16, always on the same side, and few of them go with one. */
static bool looks_binary(gj_str probe) {
    if (!has_control(probe)) return false;
    const uint32_t usual =
        1u << '\t' | 1u << '\n' | 1u << '\r' | 1u << '\f' | 1u << '\v' | 1u << '\a' | 1u << '\b' | 1u << 0x1A | 1u << 0x1B;
    size_t control = 0, zero[2] = {0, 0}, wide[2] = {0, 0}; /* wide: U+0000..U+001F as UTF-16 would write them */
    for (size_t i = 0; i < probe.n; i++) {
        unsigned char c = (unsigned char)probe.p[i];
        bool odd = c < 0x20 && !(usual >> c & 1);
        if (c == 0)
            zero[i % 2]++;
        else if (odd)
            control++;
        if (odd && (i ^ 1) < probe.n && probe.p[i ^ 1] == '\0') wide[(i ^ 1) % 2]++;
    }
    if (gj_str_has_prefix(probe, GJ_STR("\xFF\xFE")) || gj_str_has_prefix(probe, GJ_STR("\xFE\xFF"))) return false;
    size_t most = zero[0] > zero[1] ? zero[0] : zero[1], least = zero[0] + zero[1] - most;
    size_t strange = zero[0] > zero[1] ? wide[0] : wide[1];
    if (most > probe.n / 64 && most > 8 * least && strange <= probe.n / 40) return false; /* UTF-16 without a mark */
    return control + zero[0] + zero[1] > probe.n / 20;
}

static gj_kind sniff_text(gj_str probe, gj_str path) {
    static const char *const always[] = {"<!doctype html", "<html", "<body", "</td>", "</p>", "</div>"};
    static const char *const office[] = {"<w:worddocument", "<?mso-application progid=\"Word.Document\"", "<pkg:package",
                                         "<?mso-application progid=\"Excel.Sheet\""};
    static const char *const first[] = {"<head", "<meta", "<table", "<div", "<p>", "<p ", "<h1", "<h2", "<br", "<span", "<title", "<!--"};
    if (!memchr(probe.p, '<', probe.n)) return has_extension(path, "html") || has_extension(path, "htm") ? GJ_KIND_HTML : GJ_KIND_TEXT;
    char text[PROBE + 1];
    size_t n = 0;
    for (size_t i = 0; i < probe.n; i++)
        if (probe.p[i] != '\0') text[n++] = probe.p[i];
    text[n] = '\0';
    if (holds_any(text, n, '<', office, sizeof office / sizeof *office)) return GJ_KIND_OLD_OFFICE;
    if (holds_any(text, n, '<', always, sizeof always / sizeof *always)) return GJ_KIND_HTML;
    const char *start = text + strspn(text, "\xEF\xBB\xBF\xFE\xFF \t\r\n");
    if (*start == '<' && holds_any(text, n, '<', first, sizeof first / sizeof *first)) return GJ_KIND_HTML;
    return has_extension(path, "html") || has_extension(path, "htm") ? GJ_KIND_HTML : GJ_KIND_TEXT;
}

static bool blank(gj_str bytes) {
    size_t at = gj_str_has_prefix(bytes, GJ_STR("\xEF\xBB\xBF")) ? 3 : 0;
    while (at < bytes.n && strchr(" \t\r\n\f\v", bytes.p[at]) != NULL && bytes.p[at] != '\0') at++;
    return at == bytes.n;
}

/* As gj_load_sniff; *NAME says what a binary file is. */
static gj_kind sniff(gj_str bytes, gj_str path, const char **name) {
    *name = "不知道是什么\x1f"
            "of an unknown kind";
    if (blank(bytes)) return GJ_KIND_EMPTY;
    gj_str top = gj_str_slice(bytes, 0, 1024);
    if (memchr(top.p, '%', top.n) && holds(top, "%PDF-")) return GJ_KIND_PDF;
    for (size_t i = 0; i < sizeof signatures / sizeof *signatures; i++) {
        if (!gj_str_has_prefix(bytes, (gj_str){signatures[i].bytes, signatures[i].n})) continue;
        if (signatures[i].name != NULL) *name = signatures[i].name;
        return strcmp(*name, "ZIP") == 0 ? sniff_zip(bytes, path) : signatures[i].kind;
    }
    gj_str probe = gj_str_slice(bytes, 0, PROBE);
    return looks_binary(probe) ? GJ_KIND_BINARY : sniff_text(probe, path);
}

gj_kind gj_load_sniff(gj_str bytes, gj_str path) {
    const char *name;
    return sniff(bytes, path, &name);
}

/* ---- a document ---- */

static bool has_text(const gj_doc *doc) {
    for (uint32_t i = 0; i < doc->nfields; i++)
        if (doc->fields[i].end > doc->fields[i].start) return true;
    for (uint32_t i = 0; doc->splitting && i < doc->nlines; i++) { /* no fields are made yet */
        const gj_line *line = &doc->lines[i];
        if (line->kind == GJ_LINE_BLANK || line->kind == GJ_LINE_BREAK || line->holds & GJ_HOLDS_RULE) continue;
        for (uint32_t at = line->start; at < line->end; at++)
            if (!strchr(" \t|", doc->text.p[at])) return true;
    }
    return false;
}

int gj_load_document(gj_arena *arena, gj_str path, gj_str bytes, gj_doc **doc, gj_diags *diags) {
    if (bytes.n > GJ_LIMIT_FILE) return fail_size(diags, path);
    const char *name;
    int failed = 1;
    gj_kind kind = sniff(bytes, path, &name);
    bool elsewhere = kind == GJ_KIND_HTML || kind == GJ_KIND_DOCX || kind == GJ_KIND_PDF || kind == GJ_KIND_OLD_OFFICE;
    const gj_formats *formats = elsewhere ? gj_formats_load(path, diags) : NULL;
    if (elsewhere && !formats) return 1;
    switch (kind) {
    case GJ_KIND_TEXT: failed = gj_read_plain(arena, path, bytes, doc, diags); break;
    case GJ_KIND_HTML: failed = formats->html(arena, path, bytes, doc, diags); break;
    case GJ_KIND_DOCX: failed = formats->docx(arena, path, bytes, doc, diags); break;
    case GJ_KIND_PDF: failed = formats->pdf(arena, path, bytes, doc, diags); break;
    case GJ_KIND_OLD_OFFICE: failed = formats->old_office(arena, path, bytes, doc, diags); break;
    case GJ_KIND_BINARY: return fail(diags, GJ_E_REPORT_BINARY, path, gj_str_from(name));
    case GJ_KIND_EMPTY: return fail(diags, GJ_E_REPORT_EMPTY, path, GJ_STR(""));
    }
    if (!failed && !has_text(*doc)) return fail(diags, GJ_E_REPORT_EMPTY, path, GJ_STR(""));
    return failed;
}
