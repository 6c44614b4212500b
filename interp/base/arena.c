#include "base/arena.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ALIGN       (alignof(max_align_t))
#define BLOCK_FIRST ((size_t)8 << 10)
#define BLOCK_MOST  ((size_t)1 << 20)

typedef struct block {
    struct block *next;
    size_t used, size;
    alignas(max_align_t) char bytes[];
} block;

typedef struct deferred {
    struct deferred *next;
    void (*fn)(void *);
    void *arg;
} deferred;

struct gj_arena {
    block *blocks; /* the head is the one allocated from */
    deferred *deferred;
    size_t used;
};

static _Noreturn void out_of_memory(size_t size) {
    fprintf(stderr, "gouji: out of memory (%zu bytes asked for)\n", size);
    abort();
}

void *gj_malloc(size_t size) {
    void *p = malloc(size ? size : 1);
    if (!p) out_of_memory(size);
    return p;
}

void *gj_realloc(void *old, size_t size) {
    void *p = realloc(old, size ? size : 1);
    if (!p) out_of_memory(size);
    return p;
}

gj_arena *gj_arena_new(void) {
    gj_arena *arena = gj_malloc(sizeof *arena);
    *arena = (gj_arena){0};
    return arena;
}

static void run_deferred(gj_arena *arena) {
    /* A deferred call may not defer another one: the list is taken first. */
    deferred *d = arena->deferred;
    arena->deferred = NULL;
    for (; d; d = d->next) d->fn(d->arg);
}

void gj_arena_free(gj_arena *arena) {
    if (!arena) return;
    run_deferred(arena);
    for (block *b = arena->blocks, *next; b; b = next) {
        next = b->next;
        free(b);
    }
    free(arena);
}

void gj_arena_reset(gj_arena *arena) {
    run_deferred(arena);
    block *kept = NULL;
    for (block *b = arena->blocks, *next; b; b = next) {
        next = b->next;
        if (!kept || b->size > kept->size) {
            free(kept);
            kept = b;
        } else {
            free(b);
        }
    }
    if (kept) {
        kept->next = NULL;
        kept->used = 0;
    }
    arena->blocks = kept;
    arena->used = 0;
}

/* Blocks double up to BLOCK_MOST. A large piece gets a block of its own, put behind the head so that the head's room is not lost. */
static void *from_new_block(gj_arena *arena, size_t size) {
    block *head = arena->blocks;
    size_t usual = head ? head->size * 2 : BLOCK_FIRST;
    if (usual > BLOCK_MOST) usual = BLOCK_MOST;
    size_t room = size > usual / 4 ? size : usual;
    if (room > SIZE_MAX - sizeof(block)) out_of_memory(size);
    block *b = gj_malloc(sizeof(block) + room);
    b->size = room;
    b->used = size;
    if (room == size && head) {
        b->next = head->next;
        head->next = b;
    } else {
        b->next = head;
        arena->blocks = b;
    }
    return b->bytes;
}

static void *take(gj_arena *arena, size_t size) {
    if (size > SIZE_MAX / 2) out_of_memory(size);
    size = (size + ALIGN - 1) / ALIGN * ALIGN;
    if (size == 0) size = ALIGN;
    arena->used += size;
    block *head = arena->blocks;
    if (head && head->size - head->used >= size) {
        void *p = head->bytes + head->used;
        head->used += size;
        return p;
    }
    return from_new_block(arena, size);
}

void *gj_arena_alloc(gj_arena *arena, size_t size) {
    return memset(take(arena, size), 0, size);
}

void *gj_arena_raw(gj_arena *arena, size_t count, size_t size) {
    size_t total;
    if (__builtin_mul_overflow(count, size, &total)) out_of_memory(SIZE_MAX);
    return take(arena, total);
}

void *gj_arena_array(gj_arena *arena, size_t count, size_t size) {
    void *p = gj_arena_raw(arena, count, size);
    return memset(p, 0, count * size);
}

void *gj_arena_doubled(gj_arena *arena, const void *old, uint32_t n, uint32_t *capacity, uint32_t first, size_t size) {
    *capacity = *capacity ? *capacity * 2 : first;
    void *more = gj_arena_raw(arena, *capacity, size);
    if (n) memcpy(more, old, n * size);
    return more;
}

void gj_arena_defer(gj_arena *arena, void (*fn)(void *), void *arg) {
    deferred *d = GJ_NEW(arena, deferred);
    *d = (deferred){arena->deferred, fn, arg};
    arena->deferred = d;
}

size_t gj_arena_used(const gj_arena *arena) {
    return arena->used;
}
