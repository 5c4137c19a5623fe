/* io/child_watch.c: the parent watches the child: does it still live, and if not, why. It says so to people, never to the child. */
#include "io/child_run.h"
#include "base/i18n.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <time.h>

#define WORKS 20 /* milliseconds of processor time in a second that count as work */

const char *child_what(const struct child_limits *l) { return l->name ? l->name : _("the input"); }

struct child_limits child_limits_for(const char *name, int fd, uint64_t size)
{
    const uint64_t day = 24 * 60 * 60;
    uint64_t seconds = size == UINT64_MAX ? day : CHILD_SECONDS + size / 100000000 * CHILD_SECONDS_MORE;
    return (struct child_limits){ .name = name, .fd = fd, .memory = CHILD_MEMORY, .seconds = seconds, .silence = CHILD_SILENCE };
}

/* The processor time that it has used, in milliseconds. */
static uint64_t worked(pid_t pid)
{
    clockid_t clock;
    struct timespec t;
    if (clock_getcpuclockid(pid, &clock) != 0 || clock_gettime(clock, &t) < 0)
        return 0;
    return (uint64_t)t.tv_sec * 1000 + (uint64_t)t.tv_nsec / 1000000;
}

/* Seconds are counted one by one, not taken from a clock: a program that was stopped for an hour (Ctrl-Z) has not waited for one. And a child that works
 * is not idle, however slow the machine is: for that it has its processor time. */
int watch_wait(struct watch *w, const struct child_limits *l, struct error *err)
{
    struct pollfd pipe = { .fd = w->fd, .events = POLLIN };
    int ready = poll(&pipe, 1, 1000);
    if (ready != 0)
        return ready > 0 || errno == EINTR ? ready > 0 : error_errno(err, ERROR_INPUT, errno, _("%s: nothing can be read from the reading process"), child_what(l));
    uint64_t now = worked(w->pid);
    w->idle = now >= w->worked + WORKS ? 0 : w->idle + 1;
    w->worked = now;
    if (w->idle < l->silence)
        return 0;
    return error_set(err, ERROR_INPUT,
                     _("%s: the reading process hangs: it has said nothing and done nothing for %u seconds; see whether the disk or the network "
                       "where the file is answers, and try again"),
                     child_what(l), w->idle);
}

int watch_death(const struct child_limits *l, int signal, uint64_t used, struct error *err)
{
    const char *what = child_what(l);
    if (signal == SIGXCPU || (signal == SIGKILL && l->seconds != UINT64_MAX && used >= l->seconds * 1000))
        return error_set(err, ERROR_INPUT,
                         _("%s: reading it took more than %llu seconds of processor time, the most that a file of its size may take; it may be made to "
                           "take so long: ask for another copy, or split it"),
                         what, (unsigned long long)l->seconds);
    if (signal == SIGSYS)
        return error_set(err, ERROR_INPUT,
                         _("%s: the reading process did what reading never does (a forbidden system call) and was ended: the file may be made to break in; "
                           "do not use it, and ask the one who sent it"),
                         what);
    if (signal == SIGKILL)
        return error_set(err, ERROR_INPUT,
                         _("%s: the reading process was killed (signal 9), by somebody or by the system for lack of memory; close other programs and try again"),
                         what);
    return error_set(err, ERROR_INPUT,
                     _("%s: the reading process was ended by signal %d (%s): the file is damaged, or made to break it; ask for another copy"), what, signal,
                     strsignal(signal));
}
