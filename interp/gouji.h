/* gouji.h - the library: load rules, read a report, judge. The only public header.
 *
 *     gj_rules *rules = gj_rules_new();
 *     if (gj_rules_load(rules, "rules/") != 0 || gj_rules_compile(rules) != 0) fputs(gj_rules_errors(rules, GJ_ZH), stderr);
 *     gj_audit *audit = gj_audit_file(rules, "report.txt");
 *     for (size_t i = 0; i < gj_audit_count(audit); i++) puts(gj_audit_message(audit, i));
 *
 * Threads: once gj_rules_compile has returned 0 the rules are immutable and may be used by any number of threads at once. Each audit
 * belongs to the thread that made it. Strings are UTF-8, NUL-terminated, and owned by the object they were asked from. The functions
 * never print and never exit.
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

const char *gj_version(void);

/* Rules. The forms of stdlib/ are loaded first, from where the library was installed, or from $GOUJI_STDLIB. */
gj_rules *gj_rules_new(void);
void gj_rules_free(gj_rules *rules);
int gj_rules_load(gj_rules *rules, const char *path);                         /* a file or a folder of .gj; nonzero on errors */
int gj_rules_load_text(gj_rules *rules, const char *name, const char *text);  /* rules from memory; NAME is for messages */
int gj_rules_compile(gj_rules *rules);                                        /* nonzero on errors */
const char *gj_rules_errors(const gj_rules *rules, gj_language language);     /* every diagnostic so far, drawn; "" when none */

/* Audits. Never NULL; gj_audit_error says why a report could not be read, and is NULL when it could. */
gj_audit *gj_audit_file(const gj_rules *rules, const char *path);
gj_audit *gj_audit_memory(const gj_rules *rules, const char *name, const void *bytes, size_t size);
void gj_audit_free(gj_audit *audit);
const char *gj_audit_error(const gj_audit *audit);
size_t gj_audit_count(const gj_audit *audit); /* findings: fail and unknown */
gj_audit_verdict gj_audit_verdict_of(const gj_audit *audit, size_t i);
const char *gj_audit_rule(const gj_audit *audit, size_t i);
const char *gj_audit_message(const gj_audit *audit, size_t i);
uint32_t gj_audit_line(const gj_audit *audit, size_t i); /* of its first number or place; 0 when there is none */
const char *gj_audit_json(const gj_audit *audit); /* the report object of the command line's json format */

#ifdef __cplusplus
}
#endif

#endif
