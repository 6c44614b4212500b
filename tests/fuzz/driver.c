/* driver.c - runs every fuzz target with mutated seeds, the same way each time.
 *
 *     fuzz [-n RUNS] [-t SECONDS] [-s SEED] [-d SEEDS_DIR] [-o CRASH_DIR] [TARGET | FILE]...
 *
 * Each target gets at most RUNS inputs and SECONDS of time. Prints "ok NAME" for each; a crash, a broken promise or an input that takes
 * longer than HANG_SECONDS writes the input to CRASH_DIR/crash-NAME and ends the run. TARGET FILE... runs the files as they are, to
 * look at a crash again. With clang, -DFUZZ_ONE=name -fsanitize=fuzzer makes a libFuzzer of one target instead.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "fuzz.h"

#ifdef FUZZ_ONE

#define JOIN2(a, b) a##b
#define JOIN(a, b)  JOIN2(a, b)
int JOIN(gj_fuzz_, FUZZ_ONE)(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    return JOIN(gj_fuzz_, FUZZ_ONE)(data, size);
}

#else

#define HANG_SECONDS 20
#define INPUT_MOST   (64u << 10)
#define SEEDS_MOST   64

typedef int target_function(const uint8_t *, size_t);

/* FUZZ_TARGETS is X(name) for each fuzz_<name>.c, from the Makefile. */
#define X(name)      int gj_fuzz_##name(const uint8_t *, size_t);
FUZZ_TARGETS
#undef X

static const struct {
    const char *name;
    target_function *run;
} TARGETS[] = {
#define X(name) {#name, gj_fuzz_##name},
    FUZZ_TARGETS
#undef X
};

#define TARGET_N (sizeof TARGETS / sizeof *TARGETS)

/* ---- the input under test, kept where a dying process can find it ---- */

static uint8_t input[INPUT_MOST];
static size_t input_size;
static const char *crash_dir = ".", *target_name = "";

static void save_input(void) {
    char path[1024];
    snprintf(path, sizeof path, "%s/crash-%s", crash_dir, target_name);
    int fd = open(path, O_CREAT | O_WRONLY | O_TRUNC, 0644);
    if (fd < 0) return;
    if (write(fd, input, input_size) < 0) return;
    close(fd);
    printf("not ok fuzz %s\n  input in %s\n", target_name, path);
    fflush(stdout);
}

static void on_signal(int number) {
    save_input();
    signal(number, SIG_DFL);
    if (number == SIGALRM) {
        printf("  it took more than %d seconds\n", HANG_SECONDS);
        fflush(stdout);
        _exit(1);
    }
    raise(number);
}

#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/common_interface_defs.h>
#endif

static void watch(void) {
    signal(SIGALRM, on_signal);
    signal(SIGABRT, on_signal);
#ifdef __SANITIZE_ADDRESS__
    __sanitizer_set_death_callback(save_input);
#else
    signal(SIGSEGV, on_signal);
    signal(SIGBUS, on_signal);
    signal(SIGFPE, on_signal);
#endif
}

/* ---- seeds ---- */

typedef struct seed {
    char name[256];
    uint8_t *data;
    size_t size;
} seed;

static seed seeds[SEEDS_MOST];
static size_t nseeds;

static bool read_file(const char *path, seed *s) {
    FILE *f = fopen(path, "rb");
    if (!f) return false;
    s->data = gj_malloc(INPUT_MOST);
    s->size = fread(s->data, 1, INPUT_MOST, f);
    fclose(f);
    return true;
}

static int by_name(const void *a, const void *b) {
    return strcmp(((const seed *)a)->name, ((const seed *)b)->name);
}

static void load_seeds(const char *root, const char *name) {
    for (size_t i = 0; i < nseeds; i++) free(seeds[i].data);
    nseeds = 0;
    char path[2048];
    snprintf(path, sizeof path, "%s/%s", root, name);
    DIR *dir = opendir(path);
    for (struct dirent *e; dir && (e = readdir(dir)) && nseeds < SEEDS_MOST;) {
        if (e->d_name[0] == '.') continue;
        snprintf(path, sizeof path, "%s/%s/%s", root, name, e->d_name);
        snprintf(seeds[nseeds].name, sizeof seeds->name, "%s", e->d_name);
        nseeds += read_file(path, &seeds[nseeds]);
    }
    if (dir) closedir(dir);
    qsort(seeds, nseeds, sizeof *seeds, by_name);
}

/* ---- mutation ---- */

static uint64_t state;

static uint32_t draw(uint32_t below) {
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return below ? (uint32_t)((state >> 16) % below) : 0;
}

/* What a number, a rule, a template and a report are made of. */
static const char *const PIECES[] = {"一",
                                     "三",
                                     "十",
                                     "百",
                                     "万",
                                     "亿",
                                     "零",
                                     "〇",
                                     "两",
                                     "点",
                                     "百分之",
                                     "%",
                                     "％",
                                     "１",
                                     "，",
                                     ",",
                                     ".",
                                     "．",
                                     "0",
                                     "9",
                                     "12",
                                     "1,265",
                                     "余",
                                     "约",
                                     "件",
                                     "万元",
                                     "。",
                                     "；",
                                     "\n",
                                     "\n\n",
                                     "　",
                                     "\t",
                                     "{n}",
                                     "{p:百分数}",
                                     "{x:词}",
                                     "{t:文}",
                                     "[",
                                     "]",
                                     "(",
                                     "|",
                                     ")",
                                     "…",
                                     "\\",
                                     "{",
                                     "}",
                                     "“",
                                     "”",
                                     "\"",
                                     "规则",
                                     "rule ",
                                     "若",
                                     "否则",
                                     "表",
                                     "章",
                                     "合计(",
                                     "==",
                                     "＝＝",
                                     "≈",
                                     "±",
                                     "..",
                                     "**",
                                     "[总计]",
                                     "三.总计",
                                     "凡",
                                     "有",
                                     "设",
                                     "函数",
                                     "测例",
                                     "期望",
                                     "#",
                                     "@",
                                     "\xEF\xBB\xBF",
                                     "\xFF",
                                     "\xE4",
                                     "\r\n",
                                     "|",
                                     "<td>",
                                     "</table>",
                                     "<tr colspan=9999>",
                                     "&#x4e00;",
                                     "<w:p>",
                                     "<w:tc>",
                                     "</w:r>",
                                     "（一）",
                                     "一、",
                                     "总计",
                                     "-",
                                     "—",
                                     "/",
                                     "无",
                                     "99999999999999999999"};

static void insert(size_t at, const uint8_t *bytes, size_t n) {
    if (input_size + n > INPUT_MOST) n = INPUT_MOST - input_size;
    memmove(input + at + n, input + at, input_size - at);
    memcpy(input + at, bytes, n);
    input_size += n;
}

static void delete (size_t at, size_t n) {
    if (n > input_size - at) n = input_size - at;
    memmove(input + at, input + at + n, input_size - at - n);
    input_size -= n;
}

static void mutate_once(void) {
    size_t at = draw((uint32_t)input_size + 1);
    const char *piece = PIECES[draw(sizeof PIECES / sizeof *PIECES)];
    uint8_t copy[256];
    size_t n = draw(64);
    switch (draw(9)) {
    case 0:
        if (at < input_size) input[at] ^= (uint8_t)(1u << draw(8));
        break;
    case 1:
        if (at < input_size) input[at] = (uint8_t)draw(256);
        break;
    case 2: delete (at, 1 + draw(8)); break;
    case 3: delete (at, n); break;
    case 4:
    case 5: insert(at, (const uint8_t *)piece, strlen(piece)); break;
    case 6: /* a piece of the input, somewhere else */
        if (n > input_size - at) n = input_size - at;
        memcpy(copy, input + at, n);
        insert(draw((uint32_t)input_size + 1), copy, n);
        break;
    case 7: /* many times the same */
        if (draw(8) == 0)
            for (size_t i = draw(400); i > 0; i--) insert(at, (const uint8_t *)piece, strlen(piece));
        break;
    case 8: /* a piece of another seed */
        if (nseeds > 0) {
            const seed *s = &seeds[draw((uint32_t)nseeds)];
            size_t from = draw((uint32_t)s->size);
            insert(at, s->data + from, n < s->size - from ? n : s->size - from);
        }
        break;
    default: break;
    }
}

static void make_input(unsigned run) {
    input_size = 0;
    if (nseeds > 0) {
        const seed *s = &seeds[run < nseeds ? run : draw((uint32_t)nseeds)];
        insert(0, s->data, s->size);
        if (run < nseeds) return; /* each seed as it is, first */
    }
    for (uint32_t i = 1 + draw(8); i > 0; i--) mutate_once();
}

/* ---- runs ---- */

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* A heap copy of exactly the input's size: the sanitizer sees a step beyond it. */
static void run_input(target_function *run) {
    uint8_t *copy = gj_malloc(input_size);
    memcpy(copy, input, input_size);
    alarm(HANG_SECONDS);
    run(copy, input_size);
    alarm(0);
    free(copy);
}

static void fuzz(size_t target, const char *seeds_dir, unsigned runs, double seconds, uint64_t start) {
    target_name = TARGETS[target].name;
    load_seeds(seeds_dir, target_name);
    state = start * 0x9E3779B97F4A7C15u + 1;
    double until = now() + seconds;
    unsigned run = 0;
    for (; run < runs && now() < until; run++) {
        make_input(run);
        run_input(TARGETS[target].run);
    }
    printf("ok fuzz %s (%u inputs)\n", target_name, run);
    fflush(stdout);
}

static size_t find_target(const char *name) {
    for (size_t i = 0; i < TARGET_N; i++)
        if (strcmp(TARGETS[i].name, name) == 0) return i;
    return TARGET_N;
}

int main(int argc, char **argv) {
    unsigned runs = 1000;
    double seconds = 4;
    uint64_t start = 1;
    const char *seeds_dir = "tests/fuzz/seeds";
    for (int o; (o = getopt(argc, argv, "n:t:s:d:o:")) != -1;) {
        switch (o) {
        case 'n': runs = (unsigned)strtoul(optarg, NULL, 10); break;
        case 't': seconds = strtod(optarg, NULL); break;
        case 's': start = strtoull(optarg, NULL, 10); break;
        case 'd': seeds_dir = optarg; break;
        case 'o': crash_dir = optarg; break;
        default: return 2;
        }
    }
    watch();
    size_t current = TARGET_N;
    for (int i = optind; i < argc; i++) {
        size_t t = find_target(argv[i]);
        seed s;
        bool file_next = i + 1 < argc && find_target(argv[i + 1]) == TARGET_N;
        if (t < TARGET_N && !file_next) {
            fuzz(t, seeds_dir, runs, seconds, start);
        } else if (t < TARGET_N) {
            current = t;
        } else if (current < TARGET_N && read_file(argv[i], &s)) {
            target_name = TARGETS[current].name;
            memcpy(input, s.data, s.size);
            input_size = s.size;
            free(s.data);
            run_input(TARGETS[current].run);
            printf("ok fuzz %s %s\n", target_name, argv[i]);
        } else {
            fprintf(stderr, "fuzz: no target or file %s\n", argv[i]);
            return 2;
        }
    }
    if (optind == argc)
        for (size_t t = 0; t < TARGET_N; t++) fuzz(t, seeds_dir, runs, seconds, start);
    for (size_t i = 0; i < nseeds; i++) free(seeds[i].data);
    return 0;
}

#endif
