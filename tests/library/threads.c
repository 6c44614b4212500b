/* Two threads share rules, each with audits of its own: every audit says the same. Run under the thread sanitizer too (make tsan). */
#include <gouji.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

enum { THREADS = 2, ROUNDS = 20 };

static const gj_rules *rules;
static char **paths;
static int npaths;

/* The worker's argument is where the sum of the lengths of everything said goes. */
static void *work(void *arg) {
    size_t *sum = arg;
    for (int round = 0; round < ROUNDS; round++) {
        for (int i = 0; i < npaths; i++) {
            gj_audit *audit = gj_audit_file(rules, paths[i]);
            *sum += strlen(gj_audit_json(audit));
            for (size_t k = 0; k < gj_audit_count(audit); k++) *sum += strlen(gj_audit_message(audit, k));
            gj_audit_free(audit);
        }
    }
    return NULL;
}

int main(int argc, char **argv) {
    gj_rules *made = gj_rules_new();
    if (argc < 3 || gj_rules_load(made, argv[1]) != 0 || gj_rules_compile(made) != 0) return 2;
    rules = made;
    paths = argv + 2;
    npaths = argc - 2;
    pthread_t threads[THREADS];
    size_t sums[THREADS] = {0};
    for (int t = 0; t < THREADS; t++)
        if (pthread_create(&threads[t], NULL, work, &sums[t]) != 0) return 2;
    for (int t = 0; t < THREADS; t++) pthread_join(threads[t], NULL);
    gj_rules_free(made);
    printf("%zu %zu\n", sums[0], sums[1]);
    return sums[0] > 0 && sums[0] == sums[1] ? 0 : 1;
}
