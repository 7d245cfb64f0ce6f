/*
 * test_confine.c - what a confined process can no longer do, and what it still can. Each try is a process of its own.
 */
#include <errno.h>
#include <fcntl.h>
#include <langinfo.h>
#include <linux/sched.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "canvas_fixture.h"
#include "check_main.h"
#include "nonet/confine.h"
#include "nonet/live.h"
#include "nonet/message.h"

static struct canvas_fixture fixture;

/* ---- tries: 0 = it was done, else errno ------------------------------------------------------------------ */

static int result_of(long result)
{
    return result < 0 ? errno : 0;
}

static int try_exec(void)
{
    static const char *const words[] = {"/bin/sh", "-c", "exit 0", NULL};
    return result_of(execv(words[0], (char *const *)(uintptr_t)words));
}

static int try_execveat(void)
{
    static const char *const words[] = {"/bin/sh", NULL};
    return result_of(syscall(SYS_execveat, AT_FDCWD, words[0], words, NULL, 0));
}

static int try_fork(void)
{
    return result_of(fork());
}

static int try_vfork(void)
{
    long child = syscall(SYS_clone, CLONE_VM | CLONE_VFORK | SIGCHLD, NULL, NULL, NULL, NULL);
    if (child == 0)
        _exit(0);
    return result_of(child);
}

static int try_clone3(void)
{
    struct clone_args arguments = {.exit_signal = SIGCHLD};
    return result_of(syscall(SYS_clone3, &arguments, sizeof arguments));
}

static int try_ptrace(void)
{
    return result_of(ptrace(PTRACE_ATTACH, getppid(), NULL, NULL));
}

static int try_read_memory(void)
{
    char here, there;
    struct iovec to = {&here, 1}, from = {&there, 1};
    return result_of(process_vm_readv(getppid(), &to, 1, &from, 1, 0));
}

static int try_bpf(void)
{
    return result_of(syscall(SYS_bpf, 0, NULL, 0));
}

static int try_keyctl(void)
{
    return result_of(syscall(SYS_keyctl, 0, 0, 0, 0, 0));
}

static int try_mount(void)
{
    return result_of(mount("none", "/mnt", "tmpfs", 0, NULL));
}

static int try_io_uring(void)
{
    return result_of(syscall(SYS_io_uring_setup, 1, NULL));
}

static int try_unshare(void)
{
    return result_of(syscall(SYS_unshare, 0x10000000));
}

static int try_socket(void)
{
    return result_of(socket(AF_INET, SOCK_STREAM, 0));
}

static int try_unix_socket(void)
{
    return result_of(socket(AF_UNIX, SOCK_DGRAM, 0));
}

static int try_passwd(void)
{
    return result_of(open("/etc/passwd", O_RDONLY));
}

static int try_environment_of_parent(void)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/environ", (int)getppid());
    int fd = open(path, O_RDONLY);
    char bytes[64];
    return fd < 0 ? errno : read(fd, bytes, sizeof bytes) > 0 ? 0 : EACCES;
}

static int try_file_beside(void)
{
    char path[160];
    snprintf(path, sizeof path, "%s/other", fixture.folder);
    return result_of(open(path, O_RDONLY));
}

static int try_make_file(void)
{
    char path[160];
    snprintf(path, sizeof path, "%s/new", fixture.folder);
    return result_of(open(path, O_CREAT | O_WRONLY, 0600));
}

static int try_empty_store(void)
{
    return result_of(open(fixture.path, O_WRONLY | O_TRUNC));
}

static int try_unlink(void)
{
    return result_of(unlink(fixture.path));
}

static int try_rename(void)
{
    char path[160];
    snprintf(path, sizeof path, "%s/moved", fixture.folder);
    return result_of(rename(fixture.path, path));
}

static int try_chmod(void)
{
    return result_of(chmod(fixture.path, 0666));
}

static int try_device(void)
{
    return result_of(open("/dev/tty", O_RDWR));
}

static int try_foreign_signal(void)
{
    return result_of(kill(getppid(), SIGURG));
}

static int try_signal_to_all(void)
{
    return result_of(kill(-1, SIGURG));
}

static int try_executable_memory(void)
{
    return mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED ? errno : 0;
}

static int try_make_executable(void)
{
    void *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return page == MAP_FAILED ? 0 : result_of(mprotect(page, 4096, PROT_READ | PROT_EXEC));
}

static int try_type_into_terminal(void)
{
    return result_of(ioctl(0, TIOCSTI, "x"));
}

static int try_core_files(void)
{
    struct rlimit all = {RLIM_INFINITY, RLIM_INFINITY};
    return result_of(setrlimit(RLIMIT_CORE, &all));
}

static int try_dumpable(void)
{
    return result_of(prctl(PR_SET_DUMPABLE, 1, 0, 0, 0));
}

static int try_console(void)
{
    char selection = 3; /* pastes into the console */
    return result_of(ioctl(0, TIOCLINUX, &selection));
}

static int try_signals_for_another(void)
{
    return result_of(fcntl(0, F_SETOWN, getppid()));
}

static int try_own_memory(void)
{
    return result_of(open("/proc/self/mem", O_RDWR));
}

static int try_thread(void)
{
    return result_of(syscall(SYS_clone, CLONE_VM | CLONE_THREAD | CLONE_SIGHAND, NULL, NULL, NULL, NULL));
}

static int try_write_memory(void)
{
    char byte = 0;
    struct iovec from = {&byte, 1}, to = {&byte, 1};
    return result_of(process_vm_writev(getppid(), &from, 1, &to, 1, 0));
}

static int try_pidfd(void)
{
    return result_of(syscall(SYS_pidfd_open, getppid(), 0));
}

static int try_userfault(void)
{
    return result_of(syscall(SYS_userfaultfd, 0));
}

static int try_perf(void)
{
    return result_of(syscall(SYS_perf_event_open, NULL, 0, -1, -1, 0));
}

static int try_add_key(void)
{
    return result_of(syscall(SYS_add_key, "user", "x", "y", 1, -3));
}

static int try_setns(void)
{
    return result_of(syscall(SYS_setns, 0, 0));
}

static int try_handle(void)
{
    return result_of(syscall(SYS_open_by_handle_at, AT_FDCWD, NULL, O_RDONLY));
}

static int try_node(void)
{
    char path[160];
    snprintf(path, sizeof path, "%s/node", fixture.folder);
    return result_of(mknod(path, S_IFIFO | 0600, 0));
}

static int try_memory_file(void)
{
    return result_of(memfd_create("x", 0));
}

static int try_symlink(void)
{
    char path[160];
    snprintf(path, sizeof path, "%s/symlink", fixture.folder);
    return result_of(symlink("/etc/passwd", path));
}

static int try_hard_link(void)
{
    char path[160];
    snprintf(path, sizeof path, "%s/link", fixture.folder);
    return result_of(link(fixture.path, path));
}

static int try_truncate(void)
{
    return result_of(truncate(fixture.path, 0));
}

static int try_other_signal(void)
{
    return result_of(syscall(SYS_tgkill, getppid(), getppid(), SIGURG));
}

static int try_limits_of_another(void)
{
    struct rlimit none = {0, 0};
    return result_of(prlimit(getppid(), RLIMIT_NOFILE, &none, NULL));
}

static int try_bigger_limit(void)
{
    struct rlimit all = {64, 64};
    return result_of(prlimit(0, RLIMIT_NOFILE, &all, NULL));
}

#ifdef __x86_64__
/* Numbers of other calls, or of the same by other ways in. */
static int try_x32(void)
{
    return result_of(syscall(0x40000000 | SYS_getpid));
}

static int try_32_bits(void)
{
    long result;
    __asm__ volatile("int $0x80" : "=a"(result) : "a"(20L /* getpid */) : "memory");
    return result < 0 ? EPERM : 0;
}
#endif

static int try_root(void)
{
    return result_of(setuid(0));
}

/* ---- in a process of its own ------------------------------------------------------------------------------- */

enum { BEGUN = 1, TO_FILES = 2 }; /* how far the process is confined */

static bool confine(int how)
{
    struct error error;
    struct store *store;
    struct live *live;
    struct store_options options = {.path = fixture.path};
    if (how >= BEGUN && confine_process(&error) != STATUS_OK)
        return false;
    if (how < TO_FILES)
        return true;
    return store_open(&store, &options, &canvas_schema, &error) == STATUS_OK &&
           live_open(&live, store, fixture.session.actor_id, "Guest", &error) == STATUS_OK &&
           confine_to_store(store, &error) == STATUS_OK;
}

static int in_process(int how, int (*body)(void))
{
    pid_t child = fork();
    ck_assert_int_ge(child, 0);
    if (child == 0) {
        if (!confine(how))
            _exit(255);
        _exit(body());
    }
    int state;
    ck_assert_int_eq(waitpid(child, &state, 0), child);
    return WIFEXITED(state) ? WEXITSTATUS(state) : -WTERMSIG(state);
}

static void setup(void)
{
    canvas_fixture_init(&fixture);
    struct buffer path = {0};
    struct error error;
    buffer_printf(&path, "%s/other", fixture.folder);
    ck_ok(file_write(buffer_text(&path), "secret", 6, &error));
    buffer_clear(&path);
}

static const struct attack {
    const char *name;
    int (*body)(void);
    int begun;  /* what becomes of it after confine_process(); 0 = that is not what it is for */
    int at_end; /* after confine_to_store() */
    bool files; /* only where there is Landlock */
} attacks[] = {
    {"exec", try_exec, -SIGSYS, -SIGSYS, false},
    {"execveat", try_execveat, -SIGSYS, -SIGSYS, false},
    {"fork", try_fork, -SIGSYS, -SIGSYS, false},
    {"vfork", try_vfork, -SIGSYS, -SIGSYS, false},
    {"clone3", try_clone3, -SIGSYS, -SIGSYS, false},
    {"ptrace", try_ptrace, -SIGSYS, -SIGSYS, false},
    {"process_vm_readv", try_read_memory, -SIGSYS, -SIGSYS, false},
    {"bpf", try_bpf, -SIGSYS, -SIGSYS, false},
    {"keyctl", try_keyctl, -SIGSYS, -SIGSYS, false},
    {"mount", try_mount, -SIGSYS, -SIGSYS, false},
    {"io_uring", try_io_uring, -SIGSYS, -SIGSYS, false},
    {"unshare", try_unshare, -SIGSYS, -SIGSYS, false},
    {"a thread", try_thread, -SIGSYS, -SIGSYS, false},
    {"process_vm_writev", try_write_memory, -SIGSYS, -SIGSYS, false},
    {"pidfd_open", try_pidfd, -SIGSYS, -SIGSYS, false},
    {"userfaultfd", try_userfault, -SIGSYS, -SIGSYS, false},
    {"perf_event_open", try_perf, -SIGSYS, -SIGSYS, false},
    {"add_key", try_add_key, -SIGSYS, -SIGSYS, false},
    {"setns", try_setns, -SIGSYS, -SIGSYS, false},
    {"open_by_handle_at", try_handle, -SIGSYS, -SIGSYS, false},
    {"mknod", try_node, -SIGSYS, -SIGSYS, false},
#ifdef __x86_64__
    {"a call of x32", try_x32, -SIGSYS, -SIGSYS, false},
    {"a call of 32 bits", try_32_bits, -SIGSYS, -SIGSYS, false},
#endif
    {"socket", try_socket, EPERM, EPERM, false},
    {"unix socket", try_unix_socket, EPERM, EPERM, false},
    {"setuid", try_root, EPERM, EPERM, false},
    {"reading /etc/passwd", try_passwd, 0, EACCES, true},
    {"reading another's environment", try_environment_of_parent, 0, EACCES, true},
    {"reading beside the store", try_file_beside, 0, EACCES, true},
    {"opening a device", try_device, 0, EACCES, true},
    {"making a file", try_make_file, 0, EPERM, false},
    {"emptying the store", try_empty_store, 0, EPERM, false},
    {"removing the store", try_unlink, 0, EPERM, false},
    {"renaming the store", try_rename, 0, EPERM, false},
    {"opening the store to all", try_chmod, 0, EPERM, false},
    {"signalling another", try_foreign_signal, 0, EPERM, false},
    {"signalling all", try_signal_to_all, 0, EPERM, false},
    {"memory to run", try_executable_memory, 0, EPERM, false},
    {"memory made to run", try_make_executable, 0, EPERM, false},
    {"typing into the terminal", try_type_into_terminal, 0, EPERM, false},
    {"typing into the console", try_console, 0, EPERM, false},
    {"signals for another", try_signals_for_another, 0, EPERM, false},
    {"its own memory as a file", try_own_memory, 0, EACCES, true},
    {"a file in memory", try_memory_file, 0, EPERM, false},
    {"a symbolic link", try_symlink, 0, EPERM, false},
    {"a hard link", try_hard_link, 0, EPERM, false},
    {"cutting the store by name", try_truncate, 0, EPERM, false},
    {"signalling another's thread", try_other_signal, 0, EPERM, false},
    {"another's limits", try_limits_of_another, 0, EPERM, false},
    {"its own limits", try_bigger_limit, 0, EPERM, false},
    {"core files again", try_core_files, 0, EPERM, false},
    {"dumpable again", try_dumpable, 0, EPERM, false},
};

START_TEST(test_attacks_fail)
{
    setup();
    for (size_t i = 0; i < COUNT_OF(attacks); i++) {
        const struct attack *each = &attacks[i];
        if (each->begun != 0)
            ck_assert_msg(in_process(BEGUN, each->body) == each->begun, "%s, as the process begins: %d", each->name,
                          in_process(BEGUN, each->body));
        if (each->files && confine_landlock_version() == 0)
            continue;
        int result = in_process(TO_FILES, each->body);
        /* Which of two locks it meets first is the kernel's. */
        bool refused = result == each->at_end || (each->at_end == EACCES && result == EPERM);
        ck_assert_msg(refused, "%s: %d", each->name, result);
    }
    canvas_fixture_clear(&fixture);
}
END_TEST

/* Else the attacks above would prove nothing. */
START_TEST(test_attacks_work_without)
{
    setup();
    static const char *const sure[] = {"exec", "fork", "vfork", "socket", "reading /etc/passwd", "making a file",
                                       "reading beside the store", "renaming the store"};
    for (size_t i = 0; i < COUNT_OF(attacks); i++)
        for (size_t k = 0; k < COUNT_OF(sure); k++)
            if (strcmp(sure[k], attacks[i].name) == 0)
                ck_assert_msg(in_process(0, attacks[i].body) == 0, "%s", sure[k]);
    canvas_fixture_clear(&fixture);
}
END_TEST

/* ---- what a board does all day ------------------------------------------------------------------------------- */

/* Opened before, used after. */
static int work(void)
{
    struct error error;
    struct store *store;
    struct live *live;
    struct store_watch *watch;
    struct store_options options = {.path = fixture.path};
    enum language language;
    if (message_init(NULL, &language, &error) != STATUS_OK || confine_process(&error) != STATUS_OK ||
        store_open(&store, &options, &canvas_schema, &error) != STATUS_OK ||
        store_watch_open(store, &watch, &error) != STATUS_OK ||
        live_open(&live, store, fixture.session.actor_id, "Guest", &error) != STATUS_OK ||
        confine_to_store(store, &error) != STATUS_OK)
        return 1;
    struct snapshot *snapshot;
    if (snapshot_load(store, &fixture.session, fixture.canvas_id, &snapshot, &error) != STATUS_OK)
        return 2;
    for (int i = 0; i < 400; i++) {
        struct note_new note = {.block = canvas_fixture_block(&fixture, "channels"), .text = "somebody confined wrote it"};
        int64_t note_id;
        if (canvas_notes_add(store, &fixture.session, fixture.canvas_id, fixture.template, &note, 1, 0, &note_id,
                             &error) != STATUS_OK)
            return 3;
    }
    bool changed;
    struct undo_outcome undone;
    if (snapshot_update(snapshot, store, &fixture.session, &changed, &error) != STATUS_OK || !changed ||
        store_undo(store, fixture.canvas_id, fixture.session.actor_id, &undone, &error) != STATUS_OK)
        return 4;
    struct draft draft = {.canvas_id = fixture.canvas_id, .block = "channels", .text = "half"};
    struct presence *present;
    size_t count;
    if (live_draft_save(live, &draft, &error) != STATUS_OK ||
        live_presence_set(live, fixture.canvas_id, "channels", 0, &error) != STATUS_OK ||
        live_presence_list(live, 0, &present, &count, &error) != STATUS_OK || count != 0)
        return 5; /* the process that made the store is no session; a dead one would count if it were not looked up */
    char when[64];
    time_format_local(time_now(), when, sizeof when);
    setenv("LANGUAGE", "zh_CN", 1);
    textdomain(textdomain(NULL));
    if (id_new() <= 0 || strcmp(nl_langinfo(CODESET), "UTF-8") != 0)
        return 6;
    snapshot_free(snapshot);
    live_close(live);
    store_watch_close(watch);
    store_close(store);
    return 0;
}

START_TEST(test_board_works_confined)
{
    setup();
    ck_assert_int_eq(in_process(0, work), 0);
    ck_assert_int_eq(in_process(0, work), 0); /* what the first left behind disturbs nobody */
    struct snapshot *snapshot = canvas_fixture_load(&fixture);
    ck_assert_uint_eq(snapshot_block(snapshot, canvas_fixture_block(&fixture, "channels"))->count, 798);
    snapshot_free(snapshot);
    canvas_fixture_clear(&fixture);
}
END_TEST

/* ---- the environment ------------------------------------------------------------------------------------------ */

static const struct hostile {
    const char *terminal, *lang, *fallback, *terminal_then, *lang_then;
} hostile[] = {
    {"xterm-256color", "zh_CN.UTF-8", NULL, "xterm-256color", "zh_CN.UTF-8"},
    {"../../tmp/x", "en_GB.UTF-8", "zh", "unknown", "C.UTF-8"},
    {"/tmp/x", "C.UTF-8", "zh", "unknown", "zh_CN.UTF-8"},
    {".hidden", "zh", NULL, "unknown", "zh_CN.UTF-8"},
    {"", "", "en", "unknown", "C.UTF-8"},
    {NULL, NULL, NULL, "unknown", "C.UTF-8"},
    {"x\033]0;y\a", "zh_TW", NULL, "unknown", "zh_CN.UTF-8"},
    {"vt100\n", "../../zh", NULL, "unknown", "C.UTF-8"},
    {"终端", "zhuang", NULL, "unknown", "C.UTF-8"},
};

static int compare_environment(void)
{
    extern char **environ;
    for (size_t i = 0; i < COUNT_OF(hostile); i++) {
        static const char *const sent[] = {"LD_PRELOAD", "TERMINFO", "TERMINFO_DIRS", "HOME", "EDITOR", "NONET_STORE",
                                           "NONET_USER", "LANGUAGE", "LC_ALL", "TZ", "COLUMNS", "NONET_TEST_CLOCK"};
        for (size_t k = 0; k < COUNT_OF(sent); k++)
            setenv(sent[k], "/tmp/x", 1);
        const char *const values[] = {"TERM", hostile[i].terminal, "LANG", hostile[i].lang, "NONET_LANG", hostile[i].fallback};
        for (size_t k = 0; k < COUNT_OF(values); k += 2) {
            if (values[k + 1])
                setenv(values[k], values[k + 1], 1);
            else
                unsetenv(values[k]);
        }
        setenv("NONET_DATA", "/data", 1);
        confine_environment();
        size_t count = 0;
        while (environ[count])
            count++;
        if (count != 4 || strcmp(getenv("TERM"), hostile[i].terminal_then) != 0 ||
            strcmp(getenv("LANG"), hostile[i].lang_then) != 0 || strcmp(getenv("NONET_DATA"), "/data") != 0)
            return (int)i + 1;
    }
    char *long_name = memory_new(5000, 1);
    memset(long_name, 'a', 4096);
    setenv("TERM", long_name, 1);
    free(long_name);
    confine_environment();
    return strcmp(getenv("TERM"), "unknown") == 0 ? 0 : 100;
}

START_TEST(test_environment_is_dropped)
{
    ck_assert_int_eq(in_process(0, compare_environment), 0);
}
END_TEST

NONET_TEST_MAIN("confine", test_attacks_fail, test_attacks_work_without, test_board_works_confined,
                test_environment_is_dropped)
