#include "run/finding.h"

static const struct {
    const char *key, *name[2];
} verdicts[] = {{"pass", {"通过", "pass"}},
                {"fail", {"不通过", "fail"}},
                {"unknown", {"无法判定", "unknown"}},
                {"na", {"不适用", "not applicable"}}},
  levels[] = {{"error", {"错误", "error"}}, {"warning", {"疑问", "warning"}}, {"info", {"提示", "info"}}};

const char *gj_verdict_name(gj_verdict verdict, gj_lang lang) {
    return verdicts[verdict].name[lang];
}

const char *gj_verdict_key(gj_verdict verdict) {
    return verdicts[verdict].key;
}

const char *gj_level_name(gj_level level, gj_lang lang) {
    return levels[level].name[lang];
}

const char *gj_level_key(gj_level level) {
    return levels[level].key;
}
