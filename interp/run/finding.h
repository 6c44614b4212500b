/* finding.h - what judging says: one verdict for each instance of each rule, with its evidence. Owned by the arena given to
 * gj_judge; strings may borrow from the program and the report, which must outlive it.
 */
#ifndef GJ_RUN_FINDING_H
#define GJ_RUN_FINDING_H

#include "report/report.h"

typedef enum gj_verdict { GJ_PASS, GJ_FAIL, GJ_UNKNOWN, GJ_NA } gj_verdict;
typedef enum gj_level { GJ_LEVEL_ERROR, GJ_LEVEL_WARNING, GJ_LEVEL_INFO } gj_level;

/* A number that the verdict rests on. */
typedef struct gj_evidence {
    gj_str path;             /* "三.（七）[自然人]", "上年.四[自然人]" */
    const gj_cell *cell;     /* value, raw, status, place */
    const gj_report *report; /* the report it stands in: the judged one, or the previous year's */
    bool assumed;            /* missing, and counted as assumed_value because of a policy (空白 视为 0) */
    gj_num assumed_value;
} gj_evidence;

typedef struct gj_finding {
    gj_str rule, title;                 /* id and title; a reader's note has its R id */
    uint8_t level;                      /* gj_level */
    uint8_t verdict;                    /* gj_verdict */
    bool note;                          /* it is a reader's note */
    gj_str table, row, column, section; /* `at`: "三", "三.（七）", "自然人"; empty where it does not apply */
    gj_str row_label;                   /* the row's label, for people */
    gj_str message;
    gj_str relation;                /* the relation with its values written in: "66 ≠ 63 + 3 − 1"; may be empty */
    gj_str left, right, difference; /* exact decimals, empty when there is none */
    gj_evidence *cells;
    uint32_t ncells;
    gj_str quote;                 /* the matched text of a narrative finding */
    uint32_t quote_at, quote_end; /* slice of doc->text; equal when there is none */
    gj_place place;               /* where it is, when it is not a cell: line 0 when there is none */
    const char *waived;           /* the waiver's reason, who and until when; or NULL */
    uint8_t since;                /* gj_since, when an earlier output was given to compare with */
    uint64_t fingerprint;         /* rule + organisation + year + place; never values or line numbers */
} gj_finding;

/* Against an earlier output (--baseline). */
typedef enum gj_since { GJ_SINCE_UNKNOWN, GJ_SINCE_NEW, GJ_SINCE_BEFORE } gj_since;

/* A failure of the earlier output that is gone. */
typedef struct gj_fixed {
    gj_str rule, title, message;
} gj_fixed;

typedef struct gj_summary {
    uint32_t pass, fail, unknown, na;
    uint32_t fail_by_level[3]; /* by gj_level */
} gj_summary;

/* All findings of one report, in rule order, then instance order. PASS and NA instances are kept only when asked for; the summary
 * counts them always. */
typedef struct gj_findings {
    const gj_report *report;
    gj_finding *items;
    uint32_t n, capacity;
    gj_summary summary;
    bool compared; /* with an earlier output: `since` is set, and `fixed` */
    gj_fixed *fixed;
    uint32_t nfixed;
} gj_findings;

const char *gj_verdict_name(gj_verdict verdict, gj_lang lang); /* 不通过 / fail */
const char *gj_verdict_key(gj_verdict verdict);                /* "fail" */
const char *gj_level_name(gj_level level, gj_lang lang);       /* 错误 / error */
const char *gj_level_key(gj_level level);                      /* "error" */

#endif
