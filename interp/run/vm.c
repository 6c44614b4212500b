#include "run/vm.h"

#include <string.h>

/* Whether every cell that the program reads is a whole number (GJ_FAST_INT is 0), eight at a time. */
static bool all_whole(const gj_fast *fast, const uint8_t *kinds) {
    uint64_t seen = GJ_FAST_INT, eight;
    for (uint32_t i = 0; i < fast->nranges; i++) {
        const uint8_t *p = kinds + fast->ranges[i].from, *end = kinds + fast->ranges[i].to;
        for (; end - p >= 8; p += 8) {
            memcpy(&eight, p, 8);
            seen |= eight;
        }
        for (; p < end; p++) seen |= *p;
    }
    return seen == GJ_FAST_INT;
}

bool gj_vm_run(gj_arena *scratch, const gj_fast *fast, const gj_report *report, uint8_t *holds) {
    if (!all_whole(fast, report->fast)) return false;
    const uint32_t n = fast->instances;
    const int64_t *cells = report->ints;
    const void **reg = gj_arena_raw(scratch, fast->registers, sizeof *reg);
    int64_t *room = gj_arena_raw(scratch, (size_t)fast->registers * n, sizeof *room);
    for (uint32_t k = 0; k < fast->n; k++, room += n) {
        const gj_instruction *i = &fast->code[k];
        bool layers = i->op == GJ_OPCODE_SUM; /* its b is no register */
        const int64_t *a = reg[i->a], *b = layers ? NULL : reg[i->b];
        const uint8_t *p = reg[i->a], *q = layers ? NULL : reg[i->b];
        int64_t *v = room;
        uint8_t *t = k + 1 == fast->n ? holds : (uint8_t *)room;
        reg[i->to] = room;
        switch ((gj_opcode)i->op) {
        case GJ_OPCODE_ROW: reg[i->to] = cells + i->value; break;
        case GJ_OPCODE_GATHER:
            for (uint32_t e = 0; e < n; e++) v[e] = cells[i->slots[e]];
            break;
        case GJ_OPCODE_CONST:
            for (uint32_t e = 0; e < n; e++) v[e] = i->value;
            break;
        case GJ_OPCODE_SUM:
            memset(v, 0, n * sizeof *v);
            for (uint32_t layer = 0; layer < i->b; layer++) {
                if (i->rows) {
                    const int64_t *row = cells + i->slots[layer];
                    for (uint32_t e = 0; e < n; e++) v[e] += row[e];
                } else {
                    const uint32_t *slots = i->slots + (size_t)layer * n;
                    for (uint32_t e = 0; e < n; e++) v[e] += cells[slots[e]];
                }
            }
            break;
        case GJ_OPCODE_ADD:
            for (uint32_t e = 0; e < n; e++) v[e] = a[e] + b[e];
            break;
        case GJ_OPCODE_SUB:
            for (uint32_t e = 0; e < n; e++) v[e] = a[e] - b[e];
            break;
        case GJ_OPCODE_EQ:
            for (uint32_t e = 0; e < n; e++) t[e] = a[e] == b[e];
            break;
        case GJ_OPCODE_NE:
            for (uint32_t e = 0; e < n; e++) t[e] = a[e] != b[e];
            break;
        case GJ_OPCODE_LT:
            for (uint32_t e = 0; e < n; e++) t[e] = a[e] < b[e];
            break;
        case GJ_OPCODE_LE:
            for (uint32_t e = 0; e < n; e++) t[e] = a[e] <= b[e];
            break;
        case GJ_OPCODE_NEAR:
            for (uint32_t e = 0; e < n; e++) t[e] = (a[e] > b[e] ? a[e] - b[e] : b[e] - a[e]) <= i->value;
            break;
        case GJ_OPCODE_AND:
            for (uint32_t e = 0; e < n; e++) t[e] = p[e] & q[e];
            break;
        case GJ_OPCODE_OR:
            for (uint32_t e = 0; e < n; e++) t[e] = p[e] | q[e];
            break;
        case GJ_OPCODE_NOT:
            for (uint32_t e = 0; e < n; e++) t[e] = !p[e];
            break;
        case GJ_OPCODE_COUNT: break;
        }
    }
    return true;
}
