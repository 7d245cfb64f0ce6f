/*
 * terminal_signals.c - signals that the loop reads, and the last act of a crash.
 *
 * The crash handler calls only what is allowed in one: write(), tcsetattr(), sigaction(), raise(). What it needs
 * has to lie in file-level state, as a handler gets no argument; nothing else of the program does.
 */
#include "terminal_signals.h"

#include <errno.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "nonet/message.h"
#include "terminal.h"

static const struct {
    int number;
    unsigned bit;
} read_signals[] = {
    {SIGWINCH, SIGNAL_RESIZE}, {SIGTERM, SIGNAL_LEAVE},    {SIGINT, SIGNAL_LEAVE},    {SIGQUIT, SIGNAL_LEAVE},
    {SIGHUP, SIGNAL_HANGUP},   {SIGCONT, SIGNAL_CONTINUE}, {SIGTSTP, SIGNAL_SUSPEND},
};

static const int crashes[] = {SIGSEGV, SIGABRT, SIGBUS, SIGFPE, SIGILL};

static void fill(sigset_t *set)
{
    sigemptyset(set);
    for (size_t i = 0; i < COUNT_OF(read_signals); i++)
        sigaddset(set, read_signals[i].number);
}

enum status signals_open(struct signals *signals, struct error *err)
{
    sigset_t set;
    fill(&set);
    *signals = (struct signals){.descriptor = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC)};
    if (signals->descriptor < 0)
        return error_set(err, STATUS_IO, _("The system gives no descriptor for signals: %s"), strerror(errno));
    sigprocmask(SIG_BLOCK, &set, &signals->before);
    return STATUS_OK;
}

void signals_close(struct signals *signals)
{
    if (signals->descriptor < 0)
        return;
    close(signals->descriptor);
    signals->descriptor = -1;
    sigprocmask(SIG_SETMASK, &signals->before, NULL);
}

unsigned signals_take(struct signals *signals)
{
    struct signalfd_siginfo came[8];
    ssize_t size = read(signals->descriptor, came, sizeof came);
    unsigned bits = 0;
    for (size_t k = 0; size > 0 && k < (size_t)size / sizeof came[0]; k++)
        for (size_t i = 0; i < COUNT_OF(read_signals); i++) {
            if (read_signals[i].number != (int)came[k].ssi_signo)
                continue;
            bits |= read_signals[i].bit;
            if (read_signals[i].bit == SIGNAL_LEAVE)
                signals->fatal = read_signals[i].number;
        }
    return bits;
}

void signals_stop(bool group)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGTSTP);
    kill(group ? 0 : getpid(), SIGTSTP);
    sigprocmask(SIG_UNBLOCK, &set, NULL); /* stops in here */
    sigprocmask(SIG_BLOCK, &set, NULL);
}

void signals_reset_child(const struct signals *signals)
{
    for (size_t i = 0; i < COUNT_OF(crashes); i++)
        signal(crashes[i], SIG_DFL);
    sigprocmask(SIG_SETMASK, &signals->before, NULL);
}

void signals_child_runs(bool runs)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGTSTP);
    sigprocmask(runs ? SIG_UNBLOCK : SIG_BLOCK, &set, NULL);
    static const int from_keys[] = {SIGINT, SIGQUIT};
    for (size_t i = 0; !runs && i < COUNT_OF(from_keys); i++) {
        signal(from_keys[i], SIG_IGN); /* drops what is pending */
        signal(from_keys[i], SIG_DFL);
    }
}

/* ---- crashes ------------------------------------------------------------------------------------- */

static struct {
    volatile sig_atomic_t armed;
    int descriptor;
    char restore[512];
    size_t length;
    struct termios modes;
    struct sigaction before[COUNT_OF(crashes)];
    void *stack;
} guard;

/* Afterwards the signal comes again and meets who stood there before us: a sanitizer, or the end. */
static void crash(int number)
{
    if (guard.armed) {
        guard.armed = 0;
        ssize_t ignored = write(guard.descriptor, guard.restore, guard.length);
        (void)ignored;
        tcsetattr(guard.descriptor, TCSANOW, &guard.modes);
    }
    for (size_t i = 0; i < COUNT_OF(crashes); i++)
        sigaction(crashes[i], &guard.before[i], NULL);
    raise(number);
}

void crash_guard_set(int descriptor, const char *restore, size_t length, const struct termios *modes)
{
    if (length > sizeof guard.restore)
        length = sizeof guard.restore;
    guard.descriptor = descriptor;
    memcpy(guard.restore, restore, length);
    guard.length = length;
    guard.modes = *modes;
    if (!guard.stack) {
        /* A stack that has overflowed has no room for a handler. */
        size_t size = 64 * 1024;
        guard.stack = memory_new(size, 1);
        stack_t stack = {.ss_sp = guard.stack, .ss_size = size}, before;
        if (sigaltstack(NULL, &before) == 0 && before.ss_flags & SS_DISABLE)
            sigaltstack(&stack, NULL);
        struct sigaction action = {.sa_handler = crash, .sa_flags = SA_ONSTACK};
        sigemptyset(&action.sa_mask);
        for (size_t i = 0; i < COUNT_OF(crashes); i++)
            sigaction(crashes[i], &action, &guard.before[i]);
    }
    guard.armed = 1;
}

void crash_guard_clear(void)
{
    guard.armed = 0;
}
