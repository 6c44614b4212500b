/* cells: what the reader read. */
#include <stdlib.h>
#include <unistd.h>

#include "cmd.h"
#include "output/cells.h"

typedef struct cells {
    gj_cmd *cmd;
    const gj_rules *rules;
    gj_strs paths;
    gj_cells_format format;
    gj_output_options options;
    gj_buf *complaints; /* by report, as the two below; only the few in flight hold anything */
    gj_report **reports;
    gj_arena **arenas;
    gj_progress progress;
    uint32_t written;
    int status;
} cells;

static void read_report(void *ctx, size_t i) {
    cells *c = ctx;
    gj_arena *arena = c->arenas[i] = gj_arena_new();
    gj_diags diags;
    gj_diags_init(&diags, arena, gj_sources_new(arena));
    c->reports[i] = gj_walk_report(c->rules, arena, c->paths.v[i], &diags);
    if (!c->reports[i]) gj_diags_render(&c->complaints[i], &diags, c->cmd->lang, c->cmd->color_err);
}

static bool write_report(void *ctx, size_t i) {
    cells *c = ctx;
    gj_buf buf = GJ_BUF_INIT;
    gj_progress_clear(&c->progress);
    if (c->reports[i]) {
        gj_cells_report(&buf, c->format, c->reports[i], c->written++, &c->options);
    } else {
        if (c->complaints[i].n > 0) fwrite(c->complaints[i].p, 1, c->complaints[i].n, stderr);
        gj_buf_free(&c->complaints[i]);
        c->status = 3;
    }
    bool written = gj_cmd_write(c->cmd, &buf);
    gj_buf_free(&buf);
    gj_arena_free(c->arenas[i]);
    c->arenas[i] = NULL;
    gj_progress_step(&c->progress, i + 1);
    return written;
}

int gj_cmd_cells(gj_cmd *cmd) {
    static const char *const formats[] = {"csv", "json", "table", NULL};
    cells c = {.cmd = cmd, .format = GJ_CELLS_CSV};
    bool wrong = false;
    gj_str format = gj_cmd_format(cmd, cmd->outputs.n - 1, formats, &wrong);
    if (wrong) return 2;
    for (int i = 0; formats[i]; i++)
        if (gj_str_eq(format, gj_str_from(formats[i]))) c.format = (gj_cells_format)i;
    if (format.n == 0 && gj_sink_is_stdout(cmd->output) && isatty(STDOUT_FILENO)) c.format = GJ_CELLS_TABLE;
    c.paths = gj_cmd_reports(cmd, 0, &c.status);
    if (c.status == 2) return 2;
    gj_rules *rules = gj_cmd_load_rules(cmd, false);
    if (!rules) return 2;
    c.rules = rules;
    c.options = gj_cmd_output_options(cmd, cmd->output);
    gj_cmd_show(cmd, &cmd->diags);
    gj_interrupt_catch();
    c.complaints = gj_arena_array(cmd->arena, c.paths.n + 1, sizeof *c.complaints);
    c.reports = gj_arena_array(cmd->arena, c.paths.n + 1, sizeof *c.reports);
    c.arenas = gj_arena_array(cmd->arena, c.paths.n + 1, sizeof *c.arenas);
    gj_buf buf = GJ_BUF_INIT;
    gj_cells_begin(&buf, c.format);
    if (gj_cmd_write(cmd, &buf)) {
        c.progress = gj_progress_start(cmd, c.paths.n);
        gj_pool_run(c.paths.n, gj_pool_threads(cmd, c.paths.n), read_report, write_report, &c);
        gj_progress_clear(&c.progress);
        for (size_t i = 0; i < c.paths.n; i++) {
            gj_buf_free(&c.complaints[i]);
            if (c.arenas[i]) gj_arena_free(c.arenas[i]);
        }
        gj_cells_end(&buf, c.format);
        gj_cmd_write(cmd, &buf);
    }
    gj_buf_free(&buf);
    gj_rules_free(rules);
    return c.status;
}
