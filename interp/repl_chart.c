/* How numbers are spread, in a few lines of text. Charts alone use floating point; what is printed beside them is exact. */
#include <math.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "repl.h"

enum { BINS = 24, AIM = 10 };

typedef struct bin {
    double from, to; /* [from, to), the last one [from, to] */
    size_t n;
} bin;

static int by_value(const void *a, const void *b) {
    return gj_num_cmp(*(const gj_num *)a, *(const gj_num *)b);
}

static void put_number(gj_buf *out, gj_arena *arena, gj_num n, bool percent) {
    int digits = percent ? 1 : 2;
    gj_num_show(out, gj_num_round(arena, percent ? gj_num_mul(arena, n, gj_num_int(100)) : n, digits), digits);
    if (percent) gj_buf_addc(out, '%');
}

static void put_bound(gj_buf *out, double x, bool percent) {
    gj_buf_addf(out, percent ? "%.4g%%" : "%.6g", percent ? 100 * x : x);
}

/* The step of 1, 2, 2.5 or 5 times a power of ten that makes about AIM bins. */
static double nice_step(double span, bool whole) {
    double rough = span / AIM, power = pow(10, floor(log10(rough)));
    static const double steps[] = {1, 2, 2.5, 5, 10};
    double step = 10 * power;
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
        if (steps[i] * power >= rough * 0.999) {
            step = steps[i] * power;
            break;
        }
    if (whole) step = step < 1 ? 1 : ceil(step);
    return step;
}

/* Whole numbers over several orders of magnitude: 0, 1–9, 10–99, … */
static size_t decades(bin *bins, double low, double high) {
    size_t n = 0;
    if (low < 1) bins[n++] = (bin){0, 1, 0};
    for (double from = 1; from <= high && n < BINS; from *= 10)
        if (from * 10 > low) bins[n++] = (bin){from, from * 10, 0};
    return n;
}

static size_t equal_bins(bin *bins, double low, double high, bool whole) {
    double step = nice_step(high - low, whole), first = floor(low / step + 1e-9);
    size_t n = 0;
    for (; n < BINS && ((first + (double)n) * step <= high || n == 0); n++)
        bins[n] = (bin){(first + (double)n) * step, (first + (double)n + 1) * step, 0};
    if (n > 1 && !whole && bins[n - 1].from > high - step * 1e-6) n--; /* the largest closes the bin before */
    return n;
}

static void draw_bar(gj_session *s, size_t n, size_t most, size_t room, bool marked) {
    static const char *const eighths[] = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
    size_t units = most ? (n * room * 8 + most - 1) / most : 0;
    gj_paint(s, marked ? "31" : "36");
    gj_buf_add_repeat(&s->out, "█", units / 8);
    gj_buf_addz(&s->out, eighths[units % 8]);
    gj_unpaint(s);
}

static void draw_bins(gj_session *s, const bin *bins, size_t n, bool whole, bool percent, const double *mark) {
    gj_str *label = GJ_NEW_ARRAY(s->scratch, gj_str, n);
    size_t width = 0, most = 0;
    for (size_t i = 0; i < n; i++) {
        gj_buf text = GJ_BUF_INIT;
        put_bound(&text, bins[i].from, percent);
        double last = whole ? bins[i].to - 1 : bins[i].to;
        if (last > bins[i].from) {
            gj_buf_addz(&text, " – ");
            put_bound(&text, last, percent);
        }
        label[i] = gj_buf_copy(&text, s->scratch);
        gj_buf_free(&text);
        size_t w = gj_utf8_width(label[i]);
        if (w > width) width = w;
        if (bins[i].n > most) most = bins[i].n;
    }
    size_t room = s->options.width > width + 16 ? s->options.width - width - 16 : 8;
    if (room > 60) room = 60;
    for (size_t i = 0; i < n; i++) {
        gj_buf_addz(&s->out, "  ");
        gj_utf8_pad(&s->out, label[i], width, true);
        gj_buf_addz(&s->out, "  ");
        double slack = (bins[i].to - bins[i].from) * 1e-6; /* 0.35 is not quite 7 * 0.05 */
        bool beyond = mark && bins[i].from >= *mark - slack;
        draw_bar(s, bins[i].n, most, room, beyond);
        if (bins[i].n) gj_buf_addf(&s->out, " %zu", bins[i].n);
        if (mark && *mark >= bins[i].from - slack && *mark < bins[i].to - slack) {
            gj_paint(s, "31");
            gj_buf_addz(&s->out, "  ◂ ");
            put_bound(&s->out, *mark, percent);
            gj_unpaint(s);
        }
        gj_buf_addc(&s->out, '\n');
    }
}

static gj_num quantile(gj_arena *arena, const gj_num *sorted, size_t n, size_t quarter) {
    size_t at = (n - 1) * quarter;
    if (at % 4 == 0) return sorted[at / 4];
    gj_num step = gj_num_sub(arena, sorted[at / 4 + 1], sorted[at / 4]);
    return gj_num_add(arena, sorted[at / 4], gj_num_mul(arena, step, gj_num_dec((int64_t)(at % 4) * 25, 2)));
}

static void draw_figures(gj_session *s, const gj_num *sorted, size_t n, bool percent) {
    gj_num sum = gj_num_int(0), mean;
    for (size_t i = 0; i < n; i++) sum = gj_num_add(s->scratch, sum, sorted[i]);
    gj_num_div(s->scratch, sum, gj_num_int((int64_t)n), &mean);
    const struct {
        const char *zh, *en;
        gj_num value;
    } figures[] = {
        {"最小 ", "min ", sorted[0]},
        {"，四分位 ", ", quartiles ", quantile(s->scratch, sorted, n, 1)},
        {"、", ", ", quantile(s->scratch, sorted, n, 2)},
        {"、", ", ", quantile(s->scratch, sorted, n, 3)},
        {"，最大 ", ", max ", sorted[n - 1]},
        {"，平均 ", ", mean ", mean},
        {"，合计 ", ", sum ", sum},
    };
    gj_buf_addf(&s->out, gj_session_say(s, "%zu 个数：", "%zu numbers: "), n);
    for (size_t i = 0; i < sizeof figures / sizeof *figures - percent; i++) { /* a sum of shares means nothing */
        gj_buf_addz(&s->out, gj_session_say(s, figures[i].zh, figures[i].en));
        put_number(&s->out, s->scratch, figures[i].value, percent);
    }
    gj_buf_addc(&s->out, '\n');
}

void gj_chart(gj_session *s, gj_num *numbers, size_t n, bool percent, const gj_num *mark) {
    if (n < 2) return;
    qsort(numbers, n, sizeof *numbers, by_value);
    draw_figures(s, numbers, n, percent);
    bool whole = true;
    for (size_t i = 0; i < n; i++) whole = whole && gj_num_is_integer(numbers[i]);
    double low = gj_num_to_double(numbers[0]), high = gj_num_to_double(numbers[n - 1]), middle = gj_num_to_double(numbers[n / 2]);
    if (!(high > low) || !isfinite(high - low)) return;
    bin bins[BINS];
    bool skewed = whole && low >= 0 && high > 50 && high > 30 * (middle > 0 ? middle : 1);
    size_t count = skewed ? decades(bins, low, high) : equal_bins(bins, low, high, whole);
    for (size_t i = 0; i < n; i++) {
        double x = gj_num_to_double(numbers[i]);
        size_t b = 0;
        while (b + 1 < count && x >= bins[b].to - (bins[b].to - bins[b].from) * 1e-6) b++;
        bins[b].n++;
    }
    double at = mark ? gj_num_to_double(*mark) : 0;
    draw_bins(s, bins, count, whole, percent, mark ? &at : NULL);
}
