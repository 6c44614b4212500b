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

void gj_out_csv(gj_buf *buf, gj_str s, bool spreadsheet) {
    bool quote = false, formula = false;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (c == '"' || c == ',' || c == '\n' || c == '\r' || c == '\t') quote = true;
    }
    if (spreadsheet && s.n > 0) {
        char c = s.p[0];
        formula = c == '=' || c == '@' || c == '\t' || c == '\r';
        /* A sign is harmless before a plain number, and only there. */
        if (c == '+' || c == '-') {
            for (size_t i = 1; i < s.n; i++)
                if (!(s.p[i] >= '0' && s.p[i] <= '9') && s.p[i] != '.') formula = true;
        }
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
