// fork + exec of a child that dies with its parent. posix_spawn cannot set PR_SET_PDEATHSIG, and Swift code must
// not run between fork and exec, so this is C and uses async-signal-safe calls only.
#pragma once

#include <signal.h>
#include <sys/prctl.h>
#include <sys/types.h>
#include <unistd.h>

// close_range(2): glibc declares it for _GNU_SOURCE only
extern int close_range(unsigned int first, unsigned int last, int flags);

/// Starts `path` in a process group of its own, with stdin from `input`, stdout to `output` and stderr to `error`.
///
/// The child gets SIGKILL when the *thread* that called this ends (prctl(2)): call it from a thread that lives as
/// long as the program. Every other descriptor is closed, the signal mask is emptied and every handler is reset.
/// Returns the child's process id, or -1 with errno set. A failed exec shows as exit status 127.
static inline pid_t holdfast_spawn(
    const char *path, char *const arguments[], char *const environment[], int input, int output, int error)
{
    pid_t parent = getpid();
    pid_t child = fork();
    if (child > 0) setpgid(child, child); // in both processes: neither order of the two may matter
    if (child != 0) return child;

    setpgid(0, 0);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) _exit(127); // the parent died between fork and prctl

    struct sigaction byDefault = {.sa_handler = SIG_DFL};
    for (int number = 1; number < NSIG; number++) sigaction(number, &byDefault, 0);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, 0);

    if (dup2(input, 0) < 0 || dup2(output, 1) < 0 || dup2(error, 2) < 0) _exit(127);
    close_range(3, ~0U, 0);
    execve(path, arguments, environment);
    _exit(127);
}
