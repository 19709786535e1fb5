// What `import Glibc` leaves out. _GNU_SOURCE must not be defined here: Swift's own Glibc module is built without it,
// and the two would disagree about shared types. So the few GNU functions in use are declared by hand, as their
// manual pages give them.
#pragma once

#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <pthread.h>
#include <sched.h>

// accept4(2)
extern int accept4(int fd, struct sockaddr *address, socklen_t *length, int flags);
// pthread_setname_np(3)
extern int pthread_setname_np(pthread_t thread, const char *name);
// sched_setaffinity(2)
extern int sched_getaffinity(pid_t thread, size_t size, cpu_set_t *processors);
extern int sched_setaffinity(pid_t thread, size_t size, const cpu_set_t *processors);
// sched_getcpu(3)
extern int sched_getcpu(void);
// strerrorname_np(3), strerrordesc_np(3)
extern const char *strerrorname_np(int error);
extern const char *strerrordesc_np(int error);
// malloc_trim(3)
extern int malloc_trim(size_t pad);

// environ(7): a mutable global, which Swift 6 will not touch; read once, before any thread is made.
static inline char **holdfast_environment(void) {
    extern char **environ;
    return environ;
}

#include "allocator.h"
#include "spawn.h"
