/* arena.h - memory that lives and dies together.
 *
 * Law of ownership: everything taken from an arena belongs to the arena and is released with it, all at once. One arena
 * owns a program, one arena owns a report; a pointer never outlives its arena. An arena is used by one thread at a time.
 * gj_arena_alloc never returns NULL: when the system has no memory left the process says so and aborts (as GLib, which
 * the PDF reader stands on, does); what may grow without bound is limited before it is read (report/load.h).
 */
#ifndef GJ_BASE_ARENA_H
#define GJ_BASE_ARENA_H

#include <stddef.h>
#include <stdint.h>

typedef struct gj_arena gj_arena;

/* A new, empty arena. The caller frees it with gj_arena_free. */
gj_arena *gj_arena_new(void);

/* Runs the deferred calls (last in, first out), then releases everything. NULL is allowed. */
void gj_arena_free(gj_arena *arena);

/* As gj_arena_free, but keeps the largest block so that the arena can be used again without asking the system. */
void gj_arena_reset(gj_arena *arena);

/* SIZE zeroed bytes, aligned for any type. */
void *gj_arena_alloc(gj_arena *arena, size_t size);

/* COUNT * SIZE zeroed bytes; an overflowing product counts as memory exhausted. */
void *gj_arena_array(gj_arena *arena, size_t count, size_t size);

/* As gj_arena_array without the zeroing, for memory that the caller fills at once. */
void *gj_arena_raw(gj_arena *arena, size_t count, size_t size);

void *gj_arena_doubled(gj_arena *arena, const void *old, uint32_t n, uint32_t *capacity, uint32_t first,
                       size_t size); /* of gj_arena_grow */

/* Room for one more behind the N of OLD, each of SIZE bytes: OLD itself while *CAPACITY has room, else a copy with room for twice as many, for
 * FIRST at least. What is new is not set, and what OLD took stays with the arena. */
static inline void *gj_arena_grow(gj_arena *arena, void *old, uint32_t n, uint32_t *capacity, uint32_t first, size_t size) {
    return n < *capacity ? old : gj_arena_doubled(arena, old, n, capacity, first, size);
}

/* Calls FN(ARG) when the arena is freed or reset: for what a library allocated (a GMP number, a PCRE2 pattern). */
void gj_arena_defer(gj_arena *arena, void (*fn)(void *), void *arg);

/* Bytes handed out since the arena was made or last reset. */
size_t gj_arena_used(const gj_arena *arena);

#define GJ_NEW(arena, T)          ((T *)gj_arena_alloc((arena), sizeof(T)))
#define GJ_NEW_ARRAY(arena, T, n) ((T *)gj_arena_array((arena), (n), sizeof(T)))

/* malloc and realloc that never return NULL, for the few growable buffers outside an arena. Free with free(). */
void *gj_malloc(size_t size);
void *gj_realloc(void *block, size_t size);

#endif
