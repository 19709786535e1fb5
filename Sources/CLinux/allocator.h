// The C library's allocator under the names that stay its own when a program defines malloc(3) itself.
#pragma once

#include <stddef.h>

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *memory, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);

// What Benchmarks defines, in Swift, to count allocations. Its symbols are the C library's own names, which Swift does
// not take from an attribute.
extern void *holdfast_counted_malloc(size_t size) __asm__("malloc");
extern void *holdfast_counted_calloc(size_t count, size_t size) __asm__("calloc");
extern void *holdfast_counted_realloc(void *memory, size_t size) __asm__("realloc");
extern int holdfast_counted_posix_memalign(void **memory, size_t alignment, size_t size) __asm__("posix_memalign");
