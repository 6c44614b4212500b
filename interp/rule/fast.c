#include "rule/fast.h"

#include <stdlib.h>
#include <string.h>

/* Numbers below 2^40 (report.h), so that a sum of this many cannot overflow. */
enum { MAX_INSTRUCTIONS = 512, MAX_INSTANCES = 4096, MAX_LAYERS = 4096 };

typedef struct emitter {
    gj_arena *arena;
    const gj_expr *relation;
    gj_fast *fast;
    uint32_t rows, columns;
    gj_slot_range *ranges;
    uint32_t nranges, capacity;
    bool failed;
} emitter;

static uint16_t give_up(emitter *e) {
    e->failed = true;
    return 0;
}

static gj_instruction *emit(emitter *e, gj_opcode op, const gj_expr *x) {
    gj_instruction *discarded = &e->fast->code[0];
    if (e->fast->n >= MAX_INSTRUCTIONS) {
        e->failed = true;
        return discarded;
    }
    gj_instruction *i = &e->fast->code[e->fast->n++];
    *i = (gj_instruction){.op = (uint8_t)op, .to = e->fast->registers++, .span = x->node ? x->node->span : GJ_SPAN_NONE};
    return i;
}

static void reads(emitter *e, uint32_t from, uint32_t to) {
    if (e->nranges && e->ranges[e->nranges - 1].to == from) { /* it goes on */
        e->ranges[e->nranges - 1].to = to;
        return;
    }
    if (e->nranges == e->capacity) {
        e->capacity = e->capacity ? e->capacity * 2 : 16;
        gj_slot_range *fresh = gj_arena_raw(e->arena, e->capacity, sizeof *fresh);
        if (e->nranges) memcpy(fresh, e->ranges, e->nranges * sizeof *fresh);
        e->ranges = fresh;
    }
    e->ranges[e->nranges++] = (gj_slot_range){from, to};
}

/* One layer: the slot of X for every instance, where the row (or column) of a set stands still at (SR, SC). */
static bool layer(emitter *e, const gj_expr *x, bool row_set, uint32_t sr, bool column_set, uint32_t sc, uint32_t *slots, bool *run) {
    *run = true;
    for (uint32_t r = 0, i = 0; r < e->rows; r++)
        for (uint32_t c = 0; c < e->columns; c++, i++) {
            slots[i] = x->slots[gj_expr_element(x, row_set ? sr : r, column_set ? sc : c)];
            if (slots[i] == GJ_NO_INDEX) return false;
            *run = *run && slots[i] == slots[0] + i;
            reads(e, slots[i], slots[i] + 1);
        }
    return true;
}

static uint16_t emit_cells(emitter *e, const gj_expr *x) {
    if (x->previous) return give_up(e);
    uint32_t *slots = gj_arena_raw(e->arena, e->fast->instances, sizeof *slots);
    bool run;
    if (!layer(e, x, false, 0, false, 0, slots, &run)) return give_up(e);
    gj_instruction *i = emit(e, run ? GJ_OPCODE_ROW : GJ_OPCODE_GATHER, x);
    i->value = slots[0];
    i->slots = slots;
    return i->to;
}

static uint16_t emit_sum(emitter *e, const gj_expr *x) {
    if (x->op != GJ_BUILTIN_SUM) return give_up(e);
    uint32_t layers = 0, n = e->fast->instances;
    for (uint16_t k = 0; k < x->nkids; k++) {
        const gj_expr *kid = x->kid[k];
        if (kid->kind != GJ_X_CELLS || kid->previous) return give_up(e);
        layers += (kid->row && kid->row->set ? kid->row->n : 1) * (kid->column && kid->column->set ? kid->column->n : 1);
    }
    if (layers > MAX_LAYERS || layers == 0) return give_up(e);
    uint32_t *slots = gj_arena_raw(e->arena, (size_t)layers * n, sizeof *slots), at = 0;
    bool runs = true;
    for (uint16_t k = 0; k < x->nkids; k++) {
        const gj_expr *kid = x->kid[k];
        bool row_set = kid->row && kid->row->set, column_set = kid->column && kid->column->set;
        for (uint32_t r = 0; r < (row_set ? kid->row->n : 1); r++)
            for (uint32_t c = 0; c < (column_set ? kid->column->n : 1); c++) {
                bool run;
                if (!layer(e, kid, row_set, r, column_set, c, slots + (size_t)at++ * n, &run)) return give_up(e);
                runs = runs && run;
            }
    }
    if (runs)
        for (uint32_t i = 0; i < layers; i++) slots[i] = slots[(size_t)i * n];
    gj_instruction *i = emit(e, GJ_OPCODE_SUM, x);
    i->slots = slots;
    i->b = (uint16_t)layers;
    i->rows = runs;
    return i->to;
}

static bool small_integer(const gj_expr *x, int64_t *value) {
    return x->kind == GJ_X_NUM && gj_num_to_int64(x->num, value) && *value < ((int64_t)1 << 40) && *value > -((int64_t)1 << 40);
}

/* Rounding a whole number to its units or to decimals leaves it as it is. */
static bool rounds_nothing(const gj_expr *x) {
    int64_t digits = 0;
    return x->op == GJ_BUILTIN_ROUND && (x->nkids == 1 || (small_integer(x->kid[1], &digits) && digits >= 0 && digits <= 18));
}

static uint16_t emit_number(emitter *e, const gj_expr *x) {
    if (e->failed) return 0;
    switch (x->kind) {
    case GJ_X_CELLS: return emit_cells(e, x);
    case GJ_X_CALL: return rounds_nothing(x) ? emit_number(e, x->kid[0]) : emit_sum(e, x);
    case GJ_X_NUM: {
        int64_t value;
        if (!small_integer(x, &value)) return give_up(e);
        gj_instruction *i = emit(e, GJ_OPCODE_CONST, x);
        i->value = value;
        return i->to;
    }
    case GJ_X_BINARY: {
        if (x->op != GJ_OP_ADD && x->op != GJ_OP_SUB) return give_up(e);
        uint16_t a = emit_number(e, x->kid[0]), b = emit_number(e, x->kid[1]);
        gj_instruction *i = emit(e, x->op == GJ_OP_ADD ? GJ_OPCODE_ADD : GJ_OPCODE_SUB, x);
        i->a = a;
        i->b = b;
        return i->to;
    }
    default: return give_up(e);
    }
}

static uint16_t emit_truth(emitter *e, const gj_expr *x) {
    if (e->failed) return 0;
    if (x->kind == GJ_X_AND || x->kind == GJ_X_OR) {
        uint16_t a = emit_truth(e, x->kid[0]), b = emit_truth(e, x->kid[1]);
        gj_instruction *i = emit(e, x->kind == GJ_X_AND ? GJ_OPCODE_AND : GJ_OPCODE_OR, x);
        i->a = a;
        i->b = b;
        return i->to;
    }
    if (x->kind == GJ_X_NOT) {
        uint16_t a = emit_truth(e, x->kid[0]);
        gj_instruction *i = emit(e, GJ_OPCODE_NOT, x);
        i->a = a;
        return i->to;
    }
    if (x->kind != GJ_X_COMPARE || x->kid[0]->type != GJ_TYPE_NUMBER || x->op == GJ_OP_APPROX) return give_up(e);
    int64_t tolerance = 0;
    if (x->nkids > 2 && (x->op != GJ_OP_EQ || !small_integer(x->kid[2], &tolerance))) return give_up(e);
    uint16_t a = emit_number(e, x->kid[0]), b = emit_number(e, x->kid[1]);
    bool swap = x->op == GJ_OP_GT || x->op == GJ_OP_GE;
    gj_opcode op = x->nkids > 2                             ? GJ_OPCODE_NEAR
                   : x->op == GJ_OP_EQ                      ? GJ_OPCODE_EQ
                   : x->op == GJ_OP_NE                      ? GJ_OPCODE_NE
                   : x->op == GJ_OP_LT || x->op == GJ_OP_GT ? GJ_OPCODE_LT
                                                            : GJ_OPCODE_LE;
    gj_instruction *i = emit(e, op, x);
    i->a = swap ? b : a;
    i->b = swap ? a : b;
    i->value = tolerance < 0 ? -tolerance : tolerance;
    return i->to;
}

static int by_start(const void *a, const void *b) {
    const gj_slot_range *x = a, *y = b;
    return x->from < y->from ? -1 : x->from > y->from;
}

static void merge_ranges(emitter *e) {
    if (e->nranges == 0) return;
    qsort(e->ranges, e->nranges, sizeof *e->ranges, by_start);
    uint32_t n = 1;
    for (uint32_t i = 1; i < e->nranges; i++) {
        gj_slot_range *last = &e->ranges[n - 1];
        if (e->ranges[i].from <= last->to)
            last->to = e->ranges[i].to > last->to ? e->ranges[i].to : last->to;
        else
            e->ranges[n++] = e->ranges[i];
    }
    e->fast->ranges = e->ranges;
    e->fast->nranges = n;
}

const gj_fast *gj_fast_compile(gj_arena *arena, const gj_expr *relation) {
    emitter e = {.arena = arena, .relation = relation, .rows = gj_axis_size(relation->row), .columns = gj_axis_size(relation->column)};
    if (e.rows == 0 || e.columns == 0 || (uint64_t)e.rows * e.columns > MAX_INSTANCES) return NULL;
    gj_instruction code[MAX_INSTRUCTIONS];
    gj_fast fast = {.code = code, .instances = e.rows * e.columns};
    e.fast = &fast;
    emit_truth(&e, relation);
    if (e.failed) return NULL;
    merge_ranges(&e);
    gj_fast *kept = GJ_NEW(arena, gj_fast);
    *kept = fast;
    kept->code = gj_arena_raw(arena, fast.n, sizeof *kept->code);
    memcpy(kept->code, code, fast.n * sizeof *code);
    return kept;
}
