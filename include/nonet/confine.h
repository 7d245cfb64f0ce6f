/*
 * confine.h - a process that somebody else's hands are on, kept away from the machine.
 *
 * A guest's process gets in three steps what it may never widen again:
 *
 *     confine_environment()   before anything reads the environment: what the client sent is looked at and dropped
 *     confine_process()       before anything of the client or the store is read: no program can be started, no process
 *                             made, no connection opened, nobody traced (seccomp); no core files; no new privileges
 *     confine_files()         when the store and the terminal are open: only the named files can be opened (Landlock,
 *                             where the kernel has it), and only the system calls of a running board are left
 *
 * What only an attacker would call (exec, fork, ptrace, mount, ...) ends the process; what a library might try (a
 * socket, a new file) fails with EPERM. None of it needs privileges, and root is confined like anybody.
 */
#ifndef NONET_CONFINE_H
#define NONET_CONFINE_H

#include "nonet/store.h"

/* All that is left of the environment: TERM, if it is a terminal's name (letters, digits, . _ + -, at most 64; else
 * "unknown"); LANG, as zh_CN.UTF-8 or C.UTF-8: the client's language if it is one that nonet speaks, else that of
 * NONET_LANG; and NONET_DATA. The user's own terminal descriptions are among what is dropped. */
void confine_environment(void);

/* IO: the kernel or libseccomp refuses; the process must not go on then. */
enum status confine_process(struct error *err) NONET_CHECKED;

/* Paths end with NULL; one that is missing is passed over. Folders count with all below them. `writable` ones have to be
 * files: nothing can be made, renamed or removed from now on. IO: as above. */
enum status confine_files(const char *const *readable, const char *const *writable, struct error *err) NONET_CHECKED;

/* confine_files() to this store with its log and its live file, which have to be open, to shipped data, messages, time
 * zones and descriptions of terminals, and to what the kernel says of processes. */
enum status confine_to_store(const struct store *store, struct error *err) NONET_CHECKED;

/* Whether confine_files() can keep files from being opened: Landlock's version, 0 = this kernel has none. */
int confine_landlock_version(void);

#endif
