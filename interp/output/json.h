/* json.h - findings as jansson values, for the formats made of JSON and for the library's gj_audit_json. Each function returns a new
 * reference that the caller owns. */
#ifndef GJ_OUTPUT_JSON_H
#define GJ_OUTPUT_JSON_H

#include <jansson.h>

#include "output/output.h"

json_t *gj_json_str(gj_str s);   /* always a string, invalid bytes replaced */
json_t *gj_json_opt(gj_str s);   /* null when empty */
json_t *gj_json_num(gj_num num); /* a string: an exact decimal */
json_t *gj_json_finding(const gj_finding *finding, const gj_report *report);
json_t *gj_json_report(const gj_findings *findings, bool all); /* ALL: pass and na findings too */

/* Writes VALUE (and gives it up) with jansson's FLAGS; every line after the first is indented by INDENT. */
void gj_json_dump(gj_buf *buf, json_t *value, size_t flags, unsigned indent);

#endif
