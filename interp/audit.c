/* The library's audits (gouji.h): where the two walks meet, for programs other than gouji. */
#include "output/json.h"
#include "report/load.h"
#include "walks.h"

/* What is asked of a finding, as C strings. */
typedef struct words {
    const char *rule, *title, *message, *fingerprint;
} words;

struct gj_audit {
    gj_arena *arena;
    const gj_rules *rules;
    gj_diags diags;
    gj_report *report; /* NULL when it could not be read */
    gj_findings findings;
    words *said; /* a finding each */
    const char *error, *organisation, *form;
    gj_str path;
};

static const char *c_string(gj_arena *arena, gj_str s) {
    return gj_str_copy(arena, s).p;
}

static gj_audit *new_audit(const gj_rules *rules, const char *path) {
    gj_arena *arena = gj_arena_new();
    gj_audit *audit = GJ_NEW(arena, gj_audit);
    audit->arena = arena;
    audit->rules = rules;
    audit->path = gj_str_copy(arena, gj_str_from(path));
    audit->organisation = audit->form = "";
    gj_diags_init(&audit->diags, arena, gj_sources_new(arena));
    if (!rules->reader || rules->diags.errors > 0)
        audit->error = rules->lang == GJ_LANG_ZH ? "规则没有编译，或者有错" : "the rules are not compiled, or have errors";
    return audit;
}

static void say_error(gj_audit *audit) {
    gj_buf why = GJ_BUF_INIT;
    for (const gj_diag *d = audit->diags.first; d; d = d->next) {
        if (why.n) gj_buf_addz(&why, "; ");
        gj_diag_message(&why, d, audit->rules->lang);
    }
    audit->error = gj_buf_copy(&why, audit->arena).p;
    gj_buf_free(&why);
}

static void say_finding(gj_arena *arena, const gj_finding *f, words *said) {
    gj_buf print = GJ_BUF_INIT;
    gj_out_fingerprint(&print, f->fingerprint);
    said->rule = c_string(arena, f->rule);
    said->title = c_string(arena, f->title);
    said->message = c_string(arena, f->message);
    said->fingerprint = gj_buf_copy(&print, arena).p;
    gj_buf_free(&print);
}

static gj_audit *judged(gj_audit *audit) {
    if (!audit->report) {
        say_error(audit);
        return audit;
    }
    gj_judge_options options = {.lang = audit->rules->lang};
    gj_judge(audit->arena, &audit->rules->program, audit->report, &options, &audit->findings);
    audit->organisation = c_string(audit->arena, audit->report->organisation);
    audit->form = c_string(audit->arena, audit->report->form->name);
    audit->said = gj_arena_array(audit->arena, audit->findings.n + 1u, sizeof *audit->said);
    for (uint32_t i = 0; i < audit->findings.n; i++) say_finding(audit->arena, &audit->findings.items[i], &audit->said[i]);
    return audit;
}

gj_audit *gj_audit_file(const gj_rules *rules, const char *path) {
    gj_audit *audit = new_audit(rules, path);
    if (audit->error) return audit;
    audit->report = gj_walk_report(rules, audit->arena, audit->path, &audit->diags);
    return judged(audit);
}

gj_audit *gj_audit_memory(const gj_rules *rules, const char *name, const void *bytes, size_t size) {
    gj_audit *audit = new_audit(rules, name);
    if (audit->error) return audit;
    gj_str kept = {bytes, size};
    if (size <= GJ_LIMIT_FILE) kept = gj_str_copy(audit->arena, kept); /* the caller's may go; what is too large is not read */
    audit->report = gj_reader_read(audit->arena, audit->path, kept, rules->reader, &audit->diags);
    return judged(audit);
}

gj_audit *gj_audit_file_after(const gj_rules *rules, const char *path, const char *previous) {
    gj_audit *audit = new_audit(rules, path);
    if (audit->error) return audit;
    audit->report = gj_walk_report(rules, audit->arena, audit->path, &audit->diags);
    if (audit->report) {
        gj_diags unread;
        gj_diags_init(&unread, audit->arena, audit->diags.sources);
        audit->report->previous = gj_walk_report(rules, audit->arena, gj_str_copy(audit->arena, gj_str_from(previous)), &unread);
    }
    return judged(audit);
}

void gj_audit_free(gj_audit *audit) {
    if (audit) gj_arena_free(audit->arena);
}

const char *gj_audit_error(const gj_audit *audit) {
    return audit->error;
}

const char *gj_audit_organisation(const gj_audit *audit) {
    return audit->organisation;
}

int gj_audit_year(const gj_audit *audit) {
    return audit->report ? audit->report->year : 0;
}

const char *gj_audit_form(const gj_audit *audit) {
    return audit->form;
}

size_t gj_audit_total(const gj_audit *audit, gj_audit_verdict verdict) {
    const gj_summary *s = &audit->findings.summary;
    switch (verdict) {
    case GJ_AUDIT_PASS: return s->pass;
    case GJ_AUDIT_FAIL: return s->fail;
    case GJ_AUDIT_UNKNOWN: return s->unknown;
    case GJ_AUDIT_NA: return s->na;
    }
    return 0;
}

size_t gj_audit_count(const gj_audit *audit) {
    return audit->findings.n;
}

static bool has(const gj_audit *audit, size_t i) {
    return i < audit->findings.n;
}

gj_audit_verdict gj_audit_verdict_of(const gj_audit *audit, size_t i) {
    return has(audit, i) ? (gj_audit_verdict)audit->findings.items[i].verdict : GJ_AUDIT_PASS;
}

gj_audit_level gj_audit_level_of(const gj_audit *audit, size_t i) {
    return has(audit, i) ? (gj_audit_level)audit->findings.items[i].level : GJ_AUDIT_ERROR;
}

const char *gj_audit_rule(const gj_audit *audit, size_t i) {
    return has(audit, i) ? audit->said[i].rule : NULL;
}

const char *gj_audit_title(const gj_audit *audit, size_t i) {
    return has(audit, i) ? audit->said[i].title : NULL;
}

const char *gj_audit_message(const gj_audit *audit, size_t i) {
    return has(audit, i) ? audit->said[i].message : NULL;
}

const char *gj_audit_fingerprint(const gj_audit *audit, size_t i) {
    return has(audit, i) ? audit->said[i].fingerprint : NULL;
}

uint32_t gj_audit_line(const gj_audit *audit, size_t i) {
    return has(audit, i) ? gj_finding_line(&audit->findings.items[i], audit->report) : 0;
}

const char *gj_audit_json(const gj_audit *audit) {
    gj_buf out = GJ_BUF_INIT;
    json_t *value;
    if (audit->report) {
        value = gj_json_report(&audit->findings, false);
    } else {
        value = json_object();
        json_object_set_new(value, "path", gj_json_str(audit->path));
        json_object_set_new(value, "error", gj_json_str(gj_str_from(audit->error)));
    }
    gj_json_dump(&out, value, 0, 0);
    gj_str copy = gj_buf_copy(&out, audit->arena);
    gj_buf_free(&out);
    return copy.p;
}
