/*
 * confine.c - what is left of the environment, and the seccomp filters.
 *
 * Which files stay within reach is confine_files.c's.
 *
 * Invariant: a filter is only ever narrowed. The first one is a list of what is never right; the second one, when all is
 * open, a list of what a board needs.
 */
#include "nonet/confine.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <seccomp.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <termios.h>
#include <unistd.h>

#include "confine_internal.h"
#include "nonet/message.h"

/* ---- the environment ---------------------------------------------------------------------------------- */

#define TERMINAL_NAME_MAX 64
#define DATA_PATH_MAX 4096

static bool is_terminal_name(const char *name)
{
    size_t length = name ? strnlen(name, TERMINAL_NAME_MAX + 1) : 0;
    if (length == 0 || length > TERMINAL_NAME_MAX || name[0] == '.')
        return false;
    for (size_t i = 0; i < length; i++)
        if (!isascii((unsigned char)name[i]) || (!isalnum((unsigned char)name[i]) && !strchr("._+-", name[i])))
            return false;
    return true;
}

static bool speaks(const char *locale, const char *language)
{
    return locale && strncasecmp(locale, language, 2) == 0 && !isalpha((unsigned char)locale[2]);
}

void confine_environment(void)
{
    const char *terminal = getenv("TERM"), *wanted = getenv("LANG"), *data = getenv("NONET_DATA");
    if (!speaks(wanted, "zh") && !speaks(wanted, "en"))
        wanted = getenv("NONET_LANG");
    const char *language = speaks(wanted, "zh") ? "zh_CN.UTF-8" : "C.UTF-8";
    char *name = memory_copy_text(is_terminal_name(terminal) ? terminal : "unknown");
    char *folder = data && strnlen(data, DATA_PATH_MAX) < DATA_PATH_MAX ? memory_copy_text(data) : NULL;
    clearenv();
    setenv("TERM", name, 1);
    setenv("LANG", language, 1);
    setenv("SSH_CONNECTION", "1", 1); /* keys may come in pieces */
    if (folder)
        setenv("NONET_DATA", folder, 1);
    free(folder);
    free(name);
}

/* ---- filters -------------------------------------------------------------------------------------------- */

/* Names that this libseccomp or this machine does not know need no rule. */
static int add_names(scmp_filter_ctx filter, uint32_t action, const char *const *names, size_t count)
{
    int result = 0;
    for (size_t i = 0; i < count && result == 0; i++) {
        int number = seccomp_syscall_resolve_name(names[i]);
        if (number != __NR_SCMP_ERROR)
            result = seccomp_rule_add(filter, action, number, 0);
    }
    return result;
}

static enum status load(scmp_filter_ctx filter, int result, struct error *err)
{
    if (result == 0)
        result = seccomp_load(filter);
    seccomp_release(filter);
    if (result != 0)
        return error_set(err, STATUS_IO, _("this machine cannot confine a guest (seccomp: %s), so no guest gets in"),
                         strerror(-result));
    return STATUS_OK;
}

static scmp_filter_ctx new_filter(uint32_t otherwise)
{
    scmp_filter_ctx filter = seccomp_init(otherwise);
    if (filter) {
        seccomp_attr_set(filter, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS);
        seccomp_attr_set(filter, SCMP_FLTATR_CTL_OPTIMIZE, 2); /* a tree: some forty steps less a call */
    }
    return filter;
}

/* Nobody but an attacker calls these. */
static const char *const deadly[] = {
    "execve", "execveat", "fork", "vfork", "clone", "clone3",
    "ptrace", "process_vm_readv", "process_vm_writev", "process_madvise", "kcmp", "pidfd_open", "pidfd_getfd",
    "pidfd_send_signal",
    "bpf", "perf_event_open", "userfaultfd", "io_uring_setup", "io_uring_enter", "io_uring_register",
    "keyctl", "add_key", "request_key",
    "mount", "umount", "umount2", "pivot_root", "chroot", "unshare", "setns", "move_mount", "open_tree", "fsopen",
    "fsmount", "fsconfig", "fspick", "mount_setattr",
    "name_to_handle_at", "open_by_handle_at",
    "init_module", "finit_module", "delete_module", "kexec_load", "kexec_file_load", "reboot", "swapon", "swapoff",
    "acct", "quotactl", "quotactl_fd", "iopl", "ioperm", "modify_ldt", "sethostname", "setdomainname", "settimeofday",
    "clock_settime", "clock_adjtime", "adjtimex", "personality", "vhangup", "mknod", "mknodat", "fanotify_init",
};

/* A library may try them without harm, and has to do without. */
static const char *const refused[] = {
    "socket", "socketpair", "connect", "bind", "listen", "accept", "accept4", "sendto", "sendmsg", "sendmmsg",
    "recvfrom", "recvmsg", "recvmmsg", "shutdown", "setsockopt",
    "shmget", "shmat", "msgget", "semget", "mq_open", "memfd_secret", "syslog", "setpgid", "setsid",
    "setuid", "setgid", "setreuid", "setregid", "setresuid", "setresgid", "setgroups", "setfsuid", "setfsgid",
    "tkill", "rt_sigqueueinfo", "rt_tgsigqueueinfo",
};

enum status confine_process(struct error *err)
{
    static const struct rlimit none = {0, 0};
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0 ||
        setrlimit(RLIMIT_CORE, &none) != 0)
        return error_set(err, STATUS_IO, _("this machine cannot confine a guest (%s), so no guest gets in"),
                         strerror(errno));
    scmp_filter_ctx filter = new_filter(SCMP_ACT_ALLOW);
    if (!filter)
        return load(filter, -ENOMEM, err);
    int result = add_names(filter, SCMP_ACT_KILL_PROCESS, deadly, COUNT_OF(deadly));
    if (result == 0)
        result = add_names(filter, SCMP_ACT_ERRNO(EPERM), refused, COUNT_OF(refused));
    return load(filter, result, err);
}

/* ---- what a board needs --------------------------------------------------------------------------------- */

static const char *const needed[] = {
    "read", "write", "readv", "writev", "pread64", "pwrite64", "close", "lseek", "dup", "dup2", "dup3", "pipe2",
    "stat", "lstat", "fstat", "newfstatat", "fstatat64", "statx", "statfs", "fstatfs", "access", "faccessat",
    "faccessat2", "readlink", "readlinkat", "getcwd", "getdents64",
    "poll", "ppoll", "select", "pselect6", "eventfd2", "timerfd_create", "timerfd_settime", "signalfd4",
    "inotify_init1", "inotify_add_watch", "inotify_rm_watch",
    "ftruncate", "fsync", "fdatasync", "fallocate", "fadvise64", "utimensat",
    "munmap", "mremap", "madvise", "brk", "msync",
    "rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "rt_sigpending", "rt_sigtimedwait", "sigaltstack",
    "getpid", "getppid", "gettid", "getuid", "geteuid", "getgid", "getegid", "getpgrp", "getrlimit", "getrusage",
    "clock_gettime", "clock_getres", "clock_nanosleep", "nanosleep", "gettimeofday", "time", "times",
    "getrandom", "uname", "sysinfo", "sched_yield", "sched_getaffinity", "futex", "restart_syscall",
    "exit", "exit_group",
};

/* Calls of which only one use is: `argument` masked with `mask` has to be `value`. */
struct narrow {
    const char *name;
    unsigned argument;
    uint64_t mask, value;
};

static int add_narrow(scmp_filter_ctx filter, const struct narrow *rules, size_t count)
{
    int result = 0;
    for (size_t i = 0; i < count && result == 0; i++) {
        int number = seccomp_syscall_resolve_name(rules[i].name);
        struct scmp_arg_cmp only = {rules[i].argument, SCMP_CMP_MASKED_EQ, rules[i].mask, rules[i].value};
        if (number != __NR_SCMP_ERROR)
            result = seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, number, 1, &only);
    }
    return result;
}

static int add_needed(scmp_filter_ctx filter)
{
    const uint64_t whole = UINT32_MAX, making = O_CREAT | O_TRUNC | (O_TMPFILE & ~O_DIRECTORY);
    const struct narrow rules[] = {
        {"open", 1, making, 0},
        {"openat", 2, making, 0},
        {"mmap", 2, PROT_EXEC, 0},
        {"mprotect", 2, PROT_EXEC, 0},
        {"kill", 1, whole, 0}, /* is that process still there? */
        {"tgkill", 0, whole, (uint64_t)getpid()},
        {"prlimit64", 2, UINT64_MAX, 0}, /* asking, not setting */
        {"prctl", 0, whole, PR_GET_NO_NEW_PRIVS},
        {"ioctl", 1, whole, TCGETS},
        {"ioctl", 1, whole, TCSETS},
        {"ioctl", 1, whole, TCSETSW},
        {"ioctl", 1, whole, TCSETSF},
        {"ioctl", 1, whole, TCFLSH},
        {"ioctl", 1, whole, TCSBRK},
        {"ioctl", 1, whole, TIOCGWINSZ},
        {"ioctl", 1, whole, FIONREAD},
        {"fcntl", 1, whole, F_DUPFD_CLOEXEC},
        {"fcntl", 1, whole, F_GETFD},
        {"fcntl", 1, whole, F_SETFD},
        {"fcntl", 1, whole, F_GETFL},
        {"fcntl", 1, whole, F_SETFL},
        {"fcntl", 1, whole, F_GETLK},
        {"fcntl", 1, whole, F_SETLK},
        {"fcntl", 1, whole, F_SETLKW},
        {"fcntl", 1, whole, F_OFD_GETLK},
        {"fcntl", 1, whole, F_OFD_SETLK},
        {"fcntl", 1, whole, F_SETSIG},
        {"fcntl", 1, whole, F_NOTIFY},
    };
    int result = add_names(filter, SCMP_ACT_ALLOW, needed, COUNT_OF(needed));
    return result == 0 ? add_narrow(filter, rules, COUNT_OF(rules)) : result;
}

/* Root's own powers, which look into other processes past any other lock. Others have none. */
static enum status drop_capabilities(struct error *err)
{
    struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
    struct __user_cap_data_struct none[_LINUX_CAPABILITY_U32S_3] = {{0}};
    if (syscall(SYS_capset, &header, none) == 0)
        return STATUS_OK;
    return error_set(err, STATUS_IO, _("this machine cannot confine a guest (%s), so no guest gets in"),
                     strerror(errno));
}

enum status confine_files(const char *const *readable, const char *const *writable, struct error *err)
{
    enum status status = landlock_enforce(readable, writable, err);
    if (status == STATUS_OK)
        status = drop_capabilities(err);
    if (status != STATUS_OK)
        return status;
    scmp_filter_ctx filter = new_filter(SCMP_ACT_ERRNO(EPERM));
    return load(filter, filter ? add_needed(filter) : -ENOMEM, err);
}

#if defined(__SANITIZE_ADDRESS__)
/* The leak checker starts a process, which would end this one. */
int __lsan_is_turned_off(void);
int __lsan_is_turned_off(void)
{
    return prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) != 0;
}
#endif
