/* csv: a line a finding, for a spreadsheet: UTF-8 with a byte order mark, CRLF, and no field that a spreadsheet would run. */
#include "output/output.h"

static void csv_begin(gj_output *out) {
    gj_buf_addz(&out->buf, "\xef\xbb\xbfreport,organisation,year,rule,title,level,verdict,table,row,column,section,message,left,right,"
                           "difference,line,quote,waived,fingerprint\r\n");
}

static void field(gj_output *out, gj_str s) {
    gj_out_csv(&out->buf, s, true);
    gj_buf_addc(&out->buf, ',');
}

static void csv_report(gj_output *out, const gj_findings *findings) {
    const gj_report *report = findings->report;
    for (uint32_t i = 0; i < findings->n; i++) {
        const gj_finding *f = &findings->items[i];
        if (!gj_output_shows(out, f)) continue;
        field(out, report->path);
        field(out, report->organisation);
        if (report->year) gj_buf_addf(&out->buf, "%d", report->year);
        gj_buf_addc(&out->buf, ',');
        field(out, f->rule);
        field(out, f->title);
        field(out, gj_str_from(gj_level_key((gj_level)f->level)));
        field(out, gj_str_from(gj_verdict_key((gj_verdict)f->verdict)));
        field(out, f->table);
        field(out, f->row);
        field(out, f->column);
        field(out, f->section);
        field(out, f->message);
        field(out, f->left);
        field(out, f->right);
        field(out, f->difference);
        uint32_t line = gj_finding_line(f, report);
        if (line) gj_buf_addf(&out->buf, "%u", line);
        gj_buf_addc(&out->buf, ',');
        field(out, f->quote);
        field(out, gj_str_from(f->waived));
        gj_out_fingerprint(&out->buf, f->fingerprint);
        gj_buf_addz(&out->buf, "\r\n");
    }
}

static void csv_unread(gj_output *out, gj_str path, gj_str reason) {
    gj_out_csv(&out->buf, path, true);
    gj_buf_addz(&out->buf, ",,,,,,unread,,,,,");
    gj_out_csv(&out->buf, reason, true);
    gj_buf_addz(&out->buf, ",,,,,,,\r\n");
}

const gj_writer gj_writer_csv = {"csv", false, csv_begin, csv_report, csv_unread, NULL};
