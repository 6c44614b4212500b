#include "base/diag.h"

#include <errno.h>
#include <string.h>

#include <strings.h>

#include "base/utf8.h"

#define LIMIT_DEFAULT 100
#define ARG_COLUMNS   120

static const gj_diag_info INFO[GJ_DIAG_COUNT] = {
    [GJ_DIAG_NONE] = {"", GJ_SEV_NOTE, {"", ""}, {"", ""}},
#define DIAG(id, code, severity, zh, en, explain_zh, explain_en) [GJ_##id] = {code, severity, {zh, en}, {explain_zh, explain_en}},
#include "base/diag.def"
#undef DIAG
};

const gj_diag_info *gj_diag_describe(gj_diag_code code) {
    return &INFO[(unsigned)code < GJ_DIAG_COUNT ? code : GJ_DIAG_NONE];
}

gj_diag_code gj_diag_lookup(gj_str code) {
    for (unsigned i = GJ_DIAG_NONE + 1; i < GJ_DIAG_COUNT; i++) {
        gj_str s = gj_str_from(INFO[i].code);
        if (s.n == code.n && strncasecmp(s.p, code.p, s.n) == 0) return (gj_diag_code)i;
    }
    return GJ_DIAG_NONE;
}

void gj_diags_init(gj_diags *diags, gj_arena *arena, gj_sources *sources) {
    *diags = (gj_diags){.arena = arena, .sources = sources, .unkept = GJ_NEW(arena, gj_diag)};
}

static bool same_span(gj_span a, gj_span b) {
    return a.source && a.source == b.source && a.start == b.start && a.end == b.end;
}

gj_diag *gj_diag_add(gj_diags *diags, gj_diag_code code, gj_span span, size_t nargs, const gj_str *args) {
    gj_severity severity = gj_diag_describe(code)->severity;
    uint32_t kept = 0;
    for (const gj_diag *d = diags->first; d; d = d->next) {
        if (d->code == code && same_span(d->span[0], span)) return diags->unkept;
        kept += gj_diag_describe(d->code)->severity == severity;
    }
    if (severity == GJ_SEV_ERROR) diags->errors++;
    if (severity == GJ_SEV_WARNING) diags->warnings++;
    if (kept >= (diags->limit ? diags->limit : LIMIT_DEFAULT)) return diags->unkept;

    gj_diag *d = GJ_NEW(diags->arena, gj_diag);
    d->code = code;
    d->span[0] = span;
    for (size_t i = 0; i < nargs && i < GJ_DIAG_ARGS; i++) d->arg[i] = gj_str_copy(diags->arena, args[i]);
    if (diags->last)
        diags->last->next = d;
    else
        diags->first = d;
    diags->last = d;
    return d;
}

void gj_diag_point(gj_diags *diags, gj_diag *diag, gj_span span, gj_str note) {
    if (diag == diags->unkept || !span.source) return;
    for (int i = 1; i < GJ_DIAG_SPANS; i++) {
        if (diag->span[i].source) continue;
        diag->span[i] = span;
        diag->note[i] = gj_str_copy(diags->arena, note);
        return;
    }
}

void gj_diag_hint(gj_diags *diags, gj_diag *diag, const char *format, ...) {
    if (diag == diags->unkept) return;
    gj_buf buf = GJ_BUF_INIT;
    va_list args;
    va_start(args, format);
    gj_buf_addv(&buf, format, args);
    va_end(args);
    diag->hint = gj_buf_copy(&buf, diags->arena);
    gj_buf_free(&buf);
}

static void add_arg(gj_buf *out, gj_str arg) {
    gj_str shown = gj_utf8_fit(arg, ARG_COLUMNS);
    for (size_t at = 0; at < shown.n;) {
        size_t before = at;
        uint32_t c = gj_utf8_next(shown, &at);
        if (c < 0x20 || c == 0x7F)
            gj_buf_addc(out, ' ');
        else if (c == 0xFFFD)
            gj_buf_addz(out, "�");
        else
            gj_buf_add(out, gj_str_slice(shown, before, at));
    }
    if (shown.n < arg.n) gj_buf_addz(out, "…");
}

/* An argument may hold its Chinese and its English, with a unit separator between them. */
static gj_str in_language(gj_str arg, gj_lang lang) {
    const char *bar = arg.n ? memchr(arg.p, '\x1f', arg.n) : NULL;
    if (!bar) return arg;
    size_t zh = (size_t)(bar - arg.p);
    return lang == GJ_LANG_ZH ? gj_str_slice(arg, 0, zh) : gj_str_slice(arg, zh + 1, arg.n);
}

void gj_diag_message(gj_buf *out, const gj_diag *diag, gj_lang lang) {
    for (const char *p = gj_diag_describe(diag->code)->text[lang]; *p; p++) {
        if (p[0] == '{' && p[1] >= '0' && p[1] < '0' + GJ_DIAG_ARGS && p[2] == '}') {
            add_arg(out, in_language(diag->arg[p[1] - '0'], lang));
            p += 2;
        } else {
            gj_buf_addc(out, *p);
        }
    }
}

gj_str gj_errno_words(int error) {
    switch (error) {
    case ENOENT: return GJ_STR("没有这个文件或文件夹\x1fno such file or folder");
    case EACCES:
    case EPERM: return GJ_STR("没有权限\x1fpermission denied");
    case EISDIR: return GJ_STR("这是文件夹\x1fit is a folder");
    case ENOTDIR: return GJ_STR("路径中有一段不是文件夹\x1fpart of the path is not a folder");
    case ENOSPC:
    case EDQUOT: return GJ_STR("磁盘满了\x1fthe disk is full");
    case EPIPE: return GJ_STR("读的一方已经关上\x1fwho reads it has gone");
    case EROFS: return GJ_STR("磁盘是只读的\x1fthe disk is read-only");
    case EFBIG: return GJ_STR("文件太大\x1fthe file is too large");
    case ELOOP: return GJ_STR("链接绕成了圈\x1fthe links go round in a circle");
    case ENAMETOOLONG: return GJ_STR("名称太长\x1fthe name is too long");
    case EIO: return GJ_STR("读写设备出错\x1fthe device failed");
    case EMFILE:
    case ENFILE: return GJ_STR("打开的文件太多\x1ftoo many open files");
    default: return gj_str_from(strerror(error));
    }
}
