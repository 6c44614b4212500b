/* gouji.h - the library: load rules, read a report, judge. The only public header.
 *
 *     gj_rules *rules = gj_rules_new();
 *     if (gj_rules_load(rules, "rules/") != 0 || gj_rules_compile(rules) != 0) fputs(gj_rules_errors(rules, GJ_ZH), stderr);
 *     gj_audit *audit = gj_audit_file(rules, "report.txt");
 *     for (size_t i = 0; i < gj_audit_count(audit); i++) puts(gj_audit_message(audit, i));
 *
 * Threads: once gj_rules_compile has returned 0 the rules are immutable and may be used by any number of threads at once. An audit is for
 * one thread at a time. Strings are UTF-8, NUL-terminated, and live as long as the object that they were asked from. The functions never
 * print and never exit; only when the system has no memory left the process is aborted.
 */
#ifndef GOUJI_H
#define GOUJI_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct gj_rules gj_rules;
typedef struct gj_audit gj_audit;
typedef enum { GJ_ZH, GJ_EN } gj_language;
typedef enum { GJ_AUDIT_PASS, GJ_AUDIT_FAIL, GJ_AUDIT_UNKNOWN, GJ_AUDIT_NA } gj_audit_verdict;
typedef enum { GJ_AUDIT_ERROR, GJ_AUDIT_WARNING, GJ_AUDIT_INFO } gj_audit_level;

/* "0.1.0": of the library that is loaded, which may be newer than the header. */
const char *gj_version(void);

/* ---- rules ---- */

/* An empty set of rules. */
gj_rules *gj_rules_new(void);

/* Frees the rules. Audits that were made by them must be freed before. NULL is allowed. */
void gj_rules_free(gj_rules *rules);

/* Adds the rules of a file, or of every .gj file under a folder. The forms that ship are loaded first: from $GOUJI_HOME/stdlib, or from where
 * the library was installed. Nonzero on errors, which gj_rules_errors tells; what could be read stays. Not after gj_rules_compile. */
int gj_rules_load(gj_rules *rules, const char *path);

/* The same from memory: TEXT is UTF-8, NAME is what messages call it. */
int gj_rules_load_text(gj_rules *rules, const char *name, const char *text);

/* The language of what audits say (GJ_ZH at first). Before gj_rules_compile. Rules' titles and messages are in their author's language. */
void gj_rules_language(gj_rules *rules, gj_language language);

/* Checks names, shapes and placeholders, and compiles: once, after everything is loaded. Nonzero on errors, also on those of loading: no
 * audit can be made then. */
int gj_rules_compile(gj_rules *rules);

/* Every error and warning so far, as the command line draws them; "" when there is none. */
const char *gj_rules_errors(const gj_rules *rules, gj_language language);

/* ---- audits ---- */

/* Reads a report and judges it by compiled rules. Never NULL; gj_audit_error says when it could not be done. */
gj_audit *gj_audit_file(const gj_rules *rules, const char *path);

/* The same of a report in memory: text, a web page, docx or PDF, SIZE bytes that need to live no longer than the call. NAME stands for the path. */
gj_audit *gj_audit_memory(const gj_rules *rules, const char *name, const void *bytes, size_t size);

/* The same with the report of the year before, which rules know as 上年. When that one cannot be read, what needs it is unknown. */
gj_audit *gj_audit_file_after(const gj_rules *rules, const char *path, const char *previous);

/* Frees an audit and every string that it gave. NULL is allowed. */
void gj_audit_free(gj_audit *audit);

/* Why the report could not be read, in the language of the rules; NULL when it was. An audit that failed has no findings. */
const char *gj_audit_error(const gj_audit *audit);

/* Who reports ("" when the title does not say), for which year (0), and the name of the form that fits best (""). */
const char *gj_audit_organisation(const gj_audit *audit);
int gj_audit_year(const gj_audit *audit);
const char *gj_audit_form(const gj_audit *audit);

/* How many instances came to this verdict. */
size_t gj_audit_total(const gj_audit *audit, gj_audit_verdict verdict);

/* The findings: how many instances failed or could not be decided. I below counts from 0; past the end strings are NULL and numbers 0. */
size_t gj_audit_count(const gj_audit *audit);
gj_audit_verdict gj_audit_verdict_of(const gj_audit *audit, size_t i);
gj_audit_level gj_audit_level_of(const gj_audit *audit, size_t i);
const char *gj_audit_rule(const gj_audit *audit, size_t i);        /* its id: "B01"; R… is something that the reader noticed */
const char *gj_audit_title(const gj_audit *audit, size_t i);       /* the rule's title */
const char *gj_audit_message(const gj_audit *audit, size_t i);     /* what it says of this instance */
const char *gj_audit_fingerprint(const gj_audit *audit, size_t i); /* 16 digits, the same from run to run */
uint32_t gj_audit_line(const gj_audit *audit, size_t i);           /* of its first number or place, from 1; 0 when there is none */

/* Everything: the report object of the command line's json format (docs/report.schema.json), on one line. */
const char *gj_audit_json(const gj_audit *audit);

#ifdef __cplusplus
}
#endif

#endif
