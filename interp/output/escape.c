/* What a string of a report or a path must become before it stands in a format. */
#include "base/utf8.h"
#include "output/output.h"

static void put(gj_buf *buf, uint32_t c) {
    char bytes[4];
    size_t n = gj_utf8_put(c, bytes);
    gj_buf_add(buf, (gj_str){bytes, n});
}

void gj_out_valid(gj_buf *buf, gj_str s) {
    if (gj_utf8_valid(s, NULL)) {
        gj_buf_add(buf, s);
        return;
    }
    for (size_t at = 0; at < s.n;) put(buf, gj_utf8_next(s, &at));
}

void gj_out_xml(gj_buf *buf, gj_str s) {
    for (size_t at = 0; at < s.n;) {
        uint32_t c = gj_utf8_next(s, &at);
        switch (c) {
        case '&': gj_buf_addz(buf, "&amp;"); break;
        case '<': gj_buf_addz(buf, "&lt;"); break;
        case '>': gj_buf_addz(buf, "&gt;"); break;
        case '"': gj_buf_addz(buf, "&quot;"); break;
        case '\'': gj_buf_addz(buf, "&#39;"); break;
        case '\t':
        case '\n': put(buf, c); break;
        default:
            /* XML 1.0 has no other control characters and no non-characters. */
            if (c >= 0x20 && c != 0x7f && !(c >= 0x80 && c < 0xa0) && c != 0xfffe && c != 0xffff) put(buf, c);
        }
    }
}

void gj_out_script(gj_buf *buf, gj_str s) {
    for (size_t at = 0; at < s.n;) {
        uint32_t c = gj_utf8_next(s, &at);
        if (c < 0x20 || c == '"' || c == '\\' || c == '<' || c == '>' || c == '&' || c == 0x2028 || c == 0x2029)
            gj_buf_addf(buf, "\\u%04x", c);
        else
            put(buf, c);
    }
}

/* What a spreadsheet would run: it begins with = + - @ (full-width ones too, where the system's language is Chinese or Japanese) or with what
 * an import drops. */
static bool is_formula(gj_str s) {
    size_t at = 0;
    uint32_t c = s.n > 0 ? gj_utf8_next(s, &at) : 0;
    if (c == '=' || c == '@' || c == '\t' || c == '\r' || c == 0xff1d || c == 0xff0b || c == 0xff0d || c == 0xff20) return true;
    if (c != '+' && c != '-') return false;
    for (size_t i = 1; i < s.n; i++) /* a sign is harmless before a plain number, and only there */
        if (!(s.p[i] >= '0' && s.p[i] <= '9') && s.p[i] != '.') return true;
    return false;
}

void gj_out_csv(gj_buf *buf, gj_str s, bool spreadsheet) {
    bool quote = false, formula = spreadsheet && is_formula(s);
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (c == '"' || c == ',' || c == '\n' || c == '\r' || c == '\t') quote = true;
    }
    if (formula) quote = true;
    if (quote) gj_buf_addc(buf, '"');
    if (formula) gj_buf_addc(buf, '\'');
    for (size_t at = 0; at < s.n;) {
        uint32_t c = gj_utf8_next(s, &at);
        if (c == '"') gj_buf_addc(buf, '"');
        if (c != 0) put(buf, c);
    }
    if (quote) gj_buf_addc(buf, '"');
}

void gj_out_plain(gj_buf *buf, gj_str s) {
    for (size_t at = 0; at < s.n;) {
        uint32_t c = gj_utf8_next(s, &at);
        if (c == '\t')
            gj_buf_addz(buf, "  ");
        else if (c == '\n' || c == '\r')
            gj_buf_addc(buf, ' ');
        else if (c < 0x20 || (c >= 0x7f && c < 0xa0) || (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069))
            put(buf, 0xfffd);
        else
            put(buf, c);
    }
}

/* Punctuation that never begins a line. */
static bool is_closing(uint32_t c) {
    static const uint32_t closing[] = {0x3001, 0x3002, 0xff0c, 0xff1b, 0xff1a, 0xff01, 0xff1f,
                                       0xff09, 0x201d, 0x2019, 0x300b, 0x3009, 0x3011, 0x3015};
    for (size_t i = 0; i < sizeof closing / sizeof *closing; i++)
        if (c == closing[i]) return true;
    return false;
}

static bool is_opening(uint32_t c) {
    return c == 0xff08 || c == 0x201c || c == 0x2018 || c == 0x300a || c == 0x3008 || c == 0x3010 || c == 0x3014;
}

/* The end of what must stay together from AT: an ASCII word, or a character with the punctuation that hangs on it. */
static size_t unit_end(gj_str s, size_t at) {
    uint32_t c = gj_utf8_next(s, &at);
    while (is_opening(c) && at < s.n) c = gj_utf8_next(s, &at);
    if (c < 0x80 && c != ' ')
        while (at < s.n && (unsigned char)s.p[at] < 0x80 && s.p[at] != ' ') at++;
    for (size_t next = at; c != ' ' && next < s.n && is_closing(gj_utf8_next(s, &next));) at = next;
    return at;
}

void gj_out_wrap(gj_buf *buf, gj_str s, size_t column, size_t indent, size_t width, size_t lines) {
    gj_buf plain = GJ_BUF_INIT;
    gj_out_plain(&plain, s);
    gj_str text = gj_buf_str(&plain);
    size_t line = 1;
    for (size_t at = 0; at < text.n;) {
        gj_str unit = gj_str_slice(text, at, unit_end(text, at));
        size_t columns = gj_utf8_width(unit);
        if (column + columns > width && column > indent) {
            while (buf->n > 0 && buf->p[buf->n - 1] == ' ') buf->p[--buf->n] = '\0';
            if (line++ == lines) {
                gj_buf_addz(buf, "…");
                break;
            }
            gj_buf_addc(buf, '\n');
            gj_buf_add_repeat(buf, " ", indent);
            column = indent;
            at += unit.p[0] == ' ' ? unit.n : 0;
            if (unit.p[0] == ' ') continue;
        }
        gj_buf_add(buf, unit);
        column += columns;
        at += unit.n;
    }
    gj_buf_free(&plain);
}

void gj_out_fingerprint(gj_buf *buf, uint64_t fingerprint) {
    gj_buf_addf(buf, "%016llx", (unsigned long long)fingerprint);
}

void gj_out_uri(gj_buf *buf, gj_str path) {
    for (size_t i = 0; i < path.n; i++) {
        unsigned char c = (unsigned char)path.p[i];
        bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '/' || c == '.' || c == '-' ||
                     c == '_' || c == '~';
        if (plain)
            gj_buf_addc(buf, (char)c);
        else
            gj_buf_addf(buf, "%%%02X", c);
    }
}
