#include "rule/expr.h"

static const gj_builtin builtins[] = {
#define BUILTIN(id, zh, en, class, result, min, max, signature, doc_zh, doc_en)                                                            \
    {zh, en, GJ_CLASS_##class, GJ_TYPE_##result, min, max, signature, {doc_zh, doc_en}},
#include "rule/builtins.def"
#undef BUILTIN
};

const gj_builtin *gj_builtin_describe(gj_builtin_id id) {
    return &builtins[id];
}

static const gj_str names[][2] = {
#define BUILTIN(id, zh, en, class, result, min, max, signature, doc_zh, doc_en) {{zh, sizeof(zh) - 1}, {en, sizeof(en) - 1}},
#include "rule/builtins.def"
#undef BUILTIN
};

gj_builtin_id gj_builtin_find(gj_str name) {
    for (unsigned i = 0; i < GJ_BUILTINS; i++)
        if (gj_str_eq(name, names[i][0]) || gj_str_eq(name, names[i][1])) return (gj_builtin_id)i;
    return GJ_BUILTINS;
}
