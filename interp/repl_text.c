/* Prose on the terminal: wrapped by display width, with what was found in it marked. */
#include "base/utf8.h"
#include "repl.h"
#include "run/passage.h"

/* A line of prose being written: at most `room` columns after the gutter. */
typedef struct prose {
    gj_session *s;
    size_t room, used;
    size_t gutter; /* columns before each line */
    bool marked;
} prose;

static void begin_mark(prose *p) {
    if (p->s->options.color)
        gj_buf_addz(&p->s->out, "\x1b[1;30;43m");
    else if (!p->marked)
        gj_buf_addz(&p->s->out, "【");
    p->marked = true;
}

static void end_mark(prose *p) {
    if (!p->marked) return;
    gj_buf_addz(&p->s->out, p->s->options.color ? "\x1b[0m" : "】");
    p->marked = false;
}

static void break_line(prose *p) {
    bool marked = p->marked && p->s->options.color;
    if (marked) gj_buf_addz(&p->s->out, "\x1b[0m");
    gj_buf_addc(&p->s->out, '\n');
    if (p->gutter) {
        gj_paint(p->s, "2");
        gj_buf_add_repeat(&p->s->out, " ", p->gutter > 2 ? p->gutter - 2 : p->gutter);
        if (p->gutter > 2) gj_buf_addz(&p->s->out, "│ ");
        gj_unpaint(p->s);
    }
    if (marked) gj_buf_addz(&p->s->out, "\x1b[1;30;43m");
    p->used = 0;
}

/* Punctuation that does not stand at a line's beginning. */
static bool hangs(uint32_t c) {
    switch (c) {
    case 0x3001:
    case 0x3002:
    case 0xFF0C:
    case 0xFF1B:
    case 0xFF1A:
    case 0xFF01:
    case 0xFF1F:
    case 0xFF09:
    case 0x201D:
    case 0x300B: return true;
    default: return false;
    }
}

static void put(prose *p, gj_str one, uint32_t c) {
    size_t width = (size_t)gj_utf8_width_of(c);
    if (p->used + width > p->room && p->used && !hangs(c)) break_line(p);
    gj_out_plain(&p->s->out, one);
    p->used += width;
}

void gj_show_text(gj_session *s, gj_str text, size_t indent) {
    size_t width = s->options.width;
    prose p = {.s = s, .room = width > indent + 12 ? width - indent - 2 : 10, .gutter = indent};
    if (!s->terminal) p.room = SIZE_MAX;
    for (size_t at = 0; at < text.n;) {
        size_t from = at;
        uint32_t c = gj_utf8_next(text, &at);
        if (c == '\n')
            break_line(&p);
        else
            put(&p, gj_str_slice(text, from, at), c);
    }
    gj_buf_addc(&s->out, '\n');
}

/* The line [from, to) of the report, with the parts that FOUND covers marked. */
static void show_line(gj_session *s, const gj_report *report, uint32_t from, uint32_t to, const gj_slice *found, uint32_t n) {
    enum { GUTTER = 7 };
    gj_paint(s, "2");
    gj_buf_addf(&s->out, "%4u │ ", gj_doc_place(report->doc, from).line);
    gj_unpaint(s);
    prose p = {.s = s, .room = s->options.width > GUTTER + 12 ? s->options.width - GUTTER - 2 : 10, .gutter = GUTTER};
    if (!s->terminal) p.room = SIZE_MAX;
    gj_str text = report->doc->text;
    uint32_t k = 0;
    for (size_t at = from; at < to;) {
        size_t before = at;
        uint32_t c = gj_utf8_next(text, &at);
        while (k < n && found[k].end <= before) k++;
        bool inside = k < n && before >= found[k].start;
        if (inside && !p.marked) begin_mark(&p);
        if (!inside && p.marked) end_mark(&p);
        put(&p, gj_str_slice(text, before, at), c);
        if (k < n && at >= found[k].end && p.marked) end_mark(&p);
    }
    end_mark(&p);
    gj_buf_addc(&s->out, '\n');
}

static bool has_found(const gj_passage *p, uint32_t from, uint32_t to) {
    for (uint32_t i = 0; i < p->nfound; i++)
        if (p->found[i].start < to && p->found[i].end > from) return true;
    return false;
}

static void show_heading(gj_session *s, const gj_report *report, const gj_passage *p) {
    if (p->section == GJ_NO_INDEX) return;
    const gj_section *section = &report->form->sections[p->section];
    gj_paint(s, "1");
    gj_buf_addf(&s->out, "章 %.*s  ", GJ_FMT(section->ordinal));
    const gj_found_section *found = report->sections ? &report->sections[p->section] : NULL;
    if (found && found->found && report->doc)
        gj_out_plain(&s->out, gj_str_trim(gj_str_slice(report->doc->text, found->heading, found->heading_end)));
    else
        gj_buf_add(&s->out, section->title.name);
    gj_unpaint(s);
    gj_buf_addc(&s->out, '\n');
}

/* Of a passage that was searched, the lines where something was found; of another, all. */
static void show_passage(gj_session *s, const gj_report *report, const gj_passage *p) {
    show_heading(s, report, p);
    if (p->text.end <= p->text.start) {
        gj_paint(s, "33");
        gj_buf_addz(&s->out, gj_session_say(s, "  〈报告里没有这一章〉\n", "  〈not in the report〉\n"));
        gj_unpaint(s);
        return;
    }
    gj_str text = report->doc->text;
    bool skipped = false;
    for (uint32_t from = p->text.start; from < p->text.end;) {
        uint32_t to = from;
        while (to < p->text.end && text.p[to] != '\n') to++;
        if (gj_str_trim(gj_str_slice(text, from, to)).n) {
            if (!p->searched || has_found(p, from, to)) {
                if (skipped) {
                    gj_paint(s, "2");
                    gj_buf_addz(&s->out, "     ⋮\n");
                    gj_unpaint(s);
                }
                skipped = false;
                show_line(s, report, from, to, p->found, p->nfound);
            } else {
                skipped = true;
            }
        }
        from = to + 1;
    }
    if (p->searched) {
        gj_paint(s, p->nfound ? "32" : "33");
        gj_buf_addf(&s->out, gj_session_say(s, "  找到 %u 处\n", "  found: %u\n"), p->nfound);
        gj_unpaint(s);
    }
}

void gj_show_passages(gj_session *s, const gj_report *report, const gj_program *program) {
    gj_passage *passages;
    uint32_t n = gj_passages(s->scratch, program, report, &passages);
    for (uint32_t i = 0; i < n; i++) {
        if (i) gj_buf_addc(&s->out, '\n');
        show_passage(s, report, &passages[i]);
    }
}
