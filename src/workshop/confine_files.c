/*
 * confine_files.c - Landlock: which files a process may still open.
 *
 * The kernel's interface is written down here, so that an old header is no reason to go without on a new kernel. Rights
 * that a kernel does not know yet are left out: an older one protects less, never nothing.
 */
#include "confine_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "nonet/confine.h"
#include "nonet/message.h"

#ifndef SYS_landlock_create_ruleset
#define SYS_landlock_create_ruleset 444
#define SYS_landlock_add_rule 445
#define SYS_landlock_restrict_self 446
#endif

#define CREATE_VERSION 1u
#define RULE_PATH_BENEATH 1

/* The bits of rights to files in the order in which versions 1, 2, 3 and 5 brought them. */
enum {
    WRITE_FILE = 1 << 1,
    READ_FILE = 1 << 2,
    READ_FOLDER = 1 << 3,
    TRUNCATE = 1 << 14,
};

struct ruleset {
    uint64_t files, network, scopes;
};

struct path_rule {
    uint64_t rights;
    int32_t parent;
} __attribute__((packed));

int confine_landlock_version(void)
{
    long version = syscall(SYS_landlock_create_ruleset, NULL, 0, CREATE_VERSION);
    return version > 0 ? (int)version : 0;
}

static struct ruleset everything(int version)
{
    static const int rights[] = {0, 13, 14, 15, 15, 16}; /* how many, by version */
    int known = version < (int)COUNT_OF(rights) ? version : (int)COUNT_OF(rights) - 1;
    return (struct ruleset){
        .files = (UINT64_C(1) << rights[known]) - 1,
        .network = version >= 4 ? 3 : 0, /* bind, connect */
        .scopes = version >= 6 ? 3 : 0,  /* abstract sockets, signals */
    };
}

/* False: the kernel refuses, errno says why. */
static bool allow(int ruleset, const char *path, uint64_t rights)
{
    int fd = open(path, O_PATH | O_CLOEXEC);
    if (fd < 0)
        return errno == ENOENT || errno == ENOTDIR || errno == EACCES;
    struct stat about;
    if (fstat(fd, &about) == 0 && !S_ISDIR(about.st_mode))
        rights &= ~(uint64_t)READ_FOLDER;
    struct path_rule rule = {.rights = rights, .parent = fd};
    long result = syscall(SYS_landlock_add_rule, ruleset, RULE_PATH_BENEATH, &rule, 0);
    int problem = errno;
    close(fd);
    errno = problem;
    return result == 0;
}

enum status landlock_enforce(const char *const *readable, const char *const *writable, struct error *err)
{
    int version = confine_landlock_version();
    if (version == 0)
        return STATUS_OK;
    struct ruleset all = everything(version);
    int ruleset = (int)syscall(SYS_landlock_create_ruleset, &all, sizeof all, 0);
    bool done = ruleset >= 0;
    for (size_t i = 0; done && readable[i]; i++)
        done = allow(ruleset, readable[i], READ_FILE | READ_FOLDER);
    for (size_t i = 0; done && writable[i]; i++)
        done = allow(ruleset, writable[i], (READ_FILE | WRITE_FILE | TRUNCATE) & all.files);
    if (done)
        done = syscall(SYS_landlock_restrict_self, ruleset, 0) == 0;
    int problem = errno;
    if (ruleset >= 0)
        close(ruleset);
    if (!done)
        return error_set(err, STATUS_IO, _("this machine cannot confine a guest (%s), so no guest gets in"),
                         strerror(problem));
    return STATUS_OK;
}
