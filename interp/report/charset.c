#include "report/charset.h"

#include <ctype.h>
#include <errno.h>
#include <iconv.h>
#include <string.h>
#include <strings.h>

#include "base/utf8.h"

enum { DECLARED_WITHIN = 4096, TAIL = 4 };

static bool starts(gj_str s, const char *bytes, size_t n) {
    return s.n >= n && memcmp(s.p, bytes, n) == 0;
}

/* The word after "charset=" (or "encoding=" of an XML declaration) near the start of the page. */
static bool declared(gj_str bytes, char name[32]) {
    static const char *const keys[] = {"charset=", "encoding="};
    gj_str head = gj_str_slice(bytes, 0, DECLARED_WITHIN);
    for (size_t k = 0; k < sizeof keys / sizeof *keys; k++) {
        size_t length = strlen(keys[k]);
        for (size_t i = 0; i + length < head.n; i++) {
            if (strncasecmp(head.p + i, keys[k], length) != 0) continue;
            size_t at = i + length, n = 0;
            while (at < head.n && (head.p[at] == '"' || head.p[at] == '\'' || head.p[at] == ' ')) at++;
            for (; at < head.n && n < 31 && (isalnum((unsigned char)head.p[at]) || strchr("-_:.", head.p[at]) != NULL); at++)
                name[n++] = head.p[at];
            name[n] = '\0';
            if (n > 0) return true;
        }
    }
    return false;
}

/* Text in UTF-16 without a mark: markup is ASCII, so every other byte of its start is NUL. */
static const char *wide(gj_str bytes) {
    size_t n = bytes.n < 64 ? bytes.n & ~(size_t)1 : 64, even = 0, odd = 0;
    for (size_t i = 0; i < n; i += 2) {
        even += bytes.p[i] == '\0';
        odd += bytes.p[i + 1] == '\0';
    }
    if (n >= 8 && odd > n / 4 && even == 0) return "UTF-16LE";
    if (n >= 8 && even > n / 4 && odd == 0) return "UTF-16BE";
    return NULL;
}

void gj_charset_of_page(gj_str bytes, char name[32]) {
    const char *known = NULL;
    size_t bad = 0;
    if (starts(bytes, "\xEF\xBB\xBF", 3))
        known = "UTF-8";
    else if (starts(bytes, "\xFF\xFE", 2))
        known = "UTF-16LE";
    else if (starts(bytes, "\xFE\xFF", 2))
        known = "UTF-16BE";
    else if ((known = wide(bytes)) != NULL)
        ;
    else if (gj_utf8_valid(bytes, &bad) || bad + TAIL > bytes.n) /* a download cut off inside a character is still UTF-8 */
        known = "UTF-8";
    else if (!declared(bytes, name) || strncasecmp(name, "gb", 2) == 0 || strncasecmp(name, "x-gb", 4) == 0 ||
             strncasecmp(name, "utf-16", 6) == 0 || strncasecmp(name, "iso-8859-1", 11) == 0)
        known = "GB18030";
    if (known != NULL) strcpy(name, known);
}

static void replace(gj_buf *out) {
    gj_buf_addz(out, "\xEF\xBF\xBD");
}

static void decode_utf8(gj_buf *out, gj_str bytes) {
    while (bytes.n > 0) {
        size_t bad = bytes.n;
        if (gj_utf8_valid(bytes, &bad)) bad = bytes.n;
        gj_buf_add(out, gj_str_slice(bytes, 0, bad));
        if (bad < bytes.n) {
            replace(out);
            bad++;
        }
        bytes = gj_str_slice(bytes, bad, bytes.n);
    }
}

static void decode_iconv(gj_buf *out, gj_str bytes, iconv_t converter) {
    char piece[4096];
    char *from = (char *)(uintptr_t)bytes.p; /* iconv does not write to it */
    size_t left = bytes.n;
    while (left > 0) {
        char *to = piece;
        size_t room = sizeof piece;
        size_t result = iconv(converter, &from, &left, &to, &room);
        gj_buf_add(out, (gj_str){piece, sizeof piece - room});
        if (result != (size_t)-1 || errno == E2BIG) continue;
        replace(out);
        from++;
        left--;
    }
}

int gj_charset_decode(gj_buf *out, gj_str bytes, const char *name) {
    gj_buf_clear(out);
    if (strcasecmp(name, "UTF-8") == 0 || strcasecmp(name, "UTF8") == 0) {
        if (starts(bytes, "\xEF\xBB\xBF", 3)) bytes = gj_str_slice(bytes, 3, bytes.n);
        decode_utf8(out, bytes);
    } else {
        if (starts(bytes, "\xFF\xFE", 2) || starts(bytes, "\xFE\xFF", 2)) bytes = gj_str_slice(bytes, 2, bytes.n);
        iconv_t converter = iconv_open("UTF-8", name);
        if (converter == (iconv_t)-1) return 1;
        decode_iconv(out, bytes, converter);
        iconv_close(converter);
    }
    for (char *p = out->p; p != NULL && (p = memchr(p, '\0', out->n - (size_t)(p - out->p))) != NULL;) *p = ' ';
    return 0;
}
