#define PCRE2_CODE_UNIT_WIDTH 8
#include "rule/regex.h"

#include <pcre2.h>

#include "base/utf8.h"

enum { MATCH_LIMIT = 200000, DEPTH_LIMIT = 2000, HEAP_LIMIT_KIB = 16384 };

struct gj_regex {
    pcre2_code *code;
    pcre2_match_context *limits;
};

static void release(void *arg) {
    struct gj_regex *regex = arg;
    pcre2_code_free(regex->code);
    pcre2_match_context_free(regex->limits);
}

/* The mistakes that people make, in Chinese; another one as the library says it. */
static const char *in_chinese(int error, const char *otherwise) {
    switch (error) {
    case PCRE2_ERROR_END_BACKSLASH: return "末尾多出一个 \\";
    case PCRE2_ERROR_MISSING_SQUARE_BRACKET: return "“[”没有合上";
    case PCRE2_ERROR_MISSING_CLOSING_PARENTHESIS: return "“(”没有合上";
    case PCRE2_ERROR_UNMATCHED_CLOSING_PARENTHESIS: return "多出一个“)”";
    case PCRE2_ERROR_QUANTIFIER_INVALID: return "* + ? 前面没有可以重复的字";
    case PCRE2_ERROR_QUANTIFIER_OUT_OF_ORDER: return "{ } 里的次数前后颠倒";
    case PCRE2_ERROR_QUANTIFIER_TOO_BIG: return "{ } 里的次数太大";
    case PCRE2_ERROR_CLASS_RANGE_ORDER: return "[ ] 里的范围前后颠倒";
    case PCRE2_ERROR_UNKNOWN_ESCAPE: return "\\ 后面的字母没有意思";
    case PCRE2_ERROR_BAD_SUBPATTERN_REFERENCE: return "引用的括号不存在";
    case PCRE2_ERROR_LOOKBEHIND_NOT_FIXED_LENGTH: return "(?<…) 里的长度不固定";
    default: return otherwise;
    }
}

const gj_regex *gj_regex_compile(gj_arena *arena, gj_str pattern, gj_span span, gj_diags *diags) {
    int error = 0;
    size_t at = 0;
    pcre2_code *code =
        pcre2_compile((PCRE2_SPTR)(pattern.n ? pattern.p : ""), pattern.n, PCRE2_UTF | PCRE2_UCP | PCRE2_DOTALL, &error, &at, NULL);
    if (!code) {
        PCRE2_UCHAR why[160];
        pcre2_get_error_message(error, why, sizeof why);
        gj_str reason = gj_str_format(arena, "%s\x1f%s", in_chinese(error, (const char *)why), (const char *)why);
        GJ_DIAG(diags, GJ_E_BAD_PATTERN, span, pattern, reason,
                gj_str_format(arena, "%zu", gj_utf8_count(gj_str_slice(pattern, 0, at)) + 1));
        return NULL;
    }
    pcre2_jit_compile(code, PCRE2_JIT_COMPLETE); /* without JIT it only runs slower */
    gj_regex *regex = GJ_NEW(arena, gj_regex);
    regex->code = code;
    regex->limits = pcre2_match_context_create(NULL);
    pcre2_set_match_limit(regex->limits, MATCH_LIMIT);
    pcre2_set_depth_limit(regex->limits, DEPTH_LIMIT);
    pcre2_set_heap_limit(regex->limits, HEAP_LIMIT_KIB);
    gj_arena_defer(arena, release, regex);
    return regex;
}

struct gj_regex_entry {
    gj_str pattern;
    const gj_regex *regex;
    struct gj_regex_entry *next;
};

const gj_regex *gj_regex_once(gj_regexes *cache, gj_arena *arena, gj_str pattern, gj_span span, gj_diags *diags) {
    for (struct gj_regex_entry *e = cache ? cache->first : NULL; e; e = e->next)
        if (gj_str_eq(e->pattern, pattern)) return e->regex;
    const gj_regex *regex = gj_regex_compile(arena, pattern, span, diags);
    if (!cache || !regex) return regex;
    struct gj_regex_entry *entry = GJ_NEW(arena, struct gj_regex_entry);
    *entry = (struct gj_regex_entry){pattern, regex, cache->first};
    cache->first = entry;
    return regex;
}

int gj_regex_match(const gj_regex *regex, gj_str text, bool valid, size_t *start, size_t *end) {
    pcre2_match_data *data = pcre2_match_data_create(1, NULL);
    int status =
        pcre2_match(regex->code, (PCRE2_SPTR)(text.n ? text.p : ""), text.n, 0, valid ? PCRE2_NO_UTF_CHECK : 0, data, regex->limits);
    if (status >= 0 && start && end) {
        *start = pcre2_get_ovector_pointer(data)[0];
        *end = pcre2_get_ovector_pointer(data)[1];
    }
    pcre2_match_data_free(data);
    return status >= 0 ? 1 : status == PCRE2_ERROR_NOMATCH ? 0 : -1;
}
