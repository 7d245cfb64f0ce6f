/*
 * base.h - what every other module stands on.
 *
 * Status codes and errors, a growing buffer, an allocator that never returns NULL, time and
 * random ids. Nothing here knows about canvases, SQL or terminals.
 *
 * Conventions that hold in the whole house:
 *   - A function that can fail returns enum status, is NONET_CHECKED and takes `struct error *err`
 *     last. On anything but STATUS_OK, *err holds a sentence for the user: what happened and what to
 *     do. `err` is never NULL.
 *   - `const char *` is borrowed, `char *` is yours to free().
 *   - Pairs: open/close for an outside resource, new/free for the heap, init/clear for a struct the
 *     caller owns.
 *   - Times are milliseconds since the epoch (int64_t). Ids are random positive 63-bit integers; 0 is
 *     "none". Sizes are size_t bytes, terminal cells are int.
 */
#ifndef NONET_BASE_H
#define NONET_BASE_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define NONET_CHECKED __attribute__((warn_unused_result))
#define NONET_PRINTF(at, first) __attribute__((format(printf, at, first)))
#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

enum status {
    STATUS_OK = 0,
    STATUS_INVALID,   /* the input is not what it must be */
    STATUS_NOT_FOUND, /* no such canvas, note, file, or nothing to undo */
    STATUS_CONFLICT,  /* somebody else changed it first */
    STATUS_BUSY,      /* locked for longer than we wait */
    STATUS_DENIED,    /* this session may not */
    STATUS_READ_ONLY, /* the file or its folder cannot be written */
    STATUS_FULL,      /* no space left */
    STATUS_IO,        /* the system failed to read or write */
    STATUS_CORRUPT,   /* not a store, or a damaged one */
    STATUS_TOO_NEW,   /* written by a newer nonet */
    STATUS_CANCELLED, /* the user called it off */
};

/* One failure. The caller owns the struct; a message longer than the space is cut at a character. */
struct error {
    enum status status;
    char message[512];
};

/* Fills *err and returns `status`, so that a failing path is one line: return error_set(...). */
enum status error_set(struct error *err, enum status status, const char *format, ...) NONET_PRINTF(3, 4);

/* The same for what the system refused to do with a file: "PATH: REASON" of this errno. NOT_FOUND, READ_ONLY, FULL, CONFLICT
 * (it is there already), else IO. */
enum status error_set_system(struct error *err, const char *path, int code);

/* Puts "context: " before the message that is there already; returns err->status. */
enum status error_context(struct error *err, const char *format, ...) NONET_PRINTF(2, 3);

/* ---- memory: dies instead of failing ---------------------------------------------------------- */

/* Zeroed memory of count * size bytes. When there is none (or the product overflows) the process
 * says so on stderr and aborts; every saved note is already in the store, and the terminal layer's
 * abort handler restores the screen. */
void *memory_new(size_t count, size_t size);
/* Like reallocarray(), same death. The new part is not zeroed. */
void *memory_resize(void *old, size_t count, size_t size);
char *memory_copy_text(const char *text); /* NULL gives NULL */
char *memory_copy_bytes(const char *bytes, size_t length); /* adds the final NUL */
/* Makes room for one more element: doubles *capacity when count == *capacity. Use through GROW. */
void *memory_grow(void *array, size_t count, size_t *capacity, size_t size);
#define GROW(array, count, capacity) \
    ((array) = memory_grow((array), (count), &(capacity), sizeof *(array)))

/* ---- buffer: bytes that grow, always NUL-terminated once anything was appended ----------------- */

struct buffer {
    char *data; /* NULL while empty and never used; use buffer_text() to read */
    size_t length;
    size_t capacity;
};

void buffer_clear(struct buffer *buffer); /* frees; the struct may be used again */
void buffer_reset(struct buffer *buffer); /* empties, keeps the memory */
void buffer_reserve(struct buffer *buffer, size_t more); /* memory for so many more bytes, at once */
void buffer_append(struct buffer *buffer, const char *bytes, size_t length);
void buffer_add(struct buffer *buffer, const char *text);
void buffer_add_char(struct buffer *buffer, char c);
void buffer_add_spaces(struct buffer *buffer, int count);
void buffer_printf(struct buffer *buffer, const char *format, ...) NONET_PRINTF(2, 3);
void buffer_insert(struct buffer *buffer, size_t at, const char *bytes, size_t length);
void buffer_remove(struct buffer *buffer, size_t at, size_t length);
const char *buffer_text(const struct buffer *buffer); /* "" when empty; valid until the next change */
char *buffer_take(struct buffer *buffer);             /* the text is yours, the buffer is empty again */

/* ---- files ------------------------------------------------------------------------------------- */

/* Reads a whole file, at most `limit` bytes (STATUS_INVALID beyond it). INVALID at once when it is a pipe or a device: nobody
 * knows when one of those says something. */
enum status file_read(const char *path, size_t limit, struct buffer *out, struct error *err) NONET_CHECKED;
/* The same of a pipe or a device, too, waiting for it as long as it takes: for commands. "-" is the standard input. */
enum status file_read_any(const char *path, size_t limit, struct buffer *out, struct error *err) NONET_CHECKED;
/* Writes a file whole or not at all: a temporary file beside it, fsync, rename. A new one has the mode that the umask
 * leaves, an old one keeps its own; a link is followed. On failure the old file is untouched and no rest stays
 * behind. What is no plain file (a pipe, a device) is written to, never replaced. */
enum status file_write(const char *path, const char *bytes, size_t length, struct error *err) NONET_CHECKED;
/* Makes `path`'s missing parent folders with mode 0700. */
enum status file_make_parents(const char *path, struct error *err) NONET_CHECKED;
/* Makes a folder and its missing parents with the mode that the umask leaves. OK also when it is there, or a file is. */
enum status file_make_folder(const char *path, struct error *err) NONET_CHECKED;

/* The file that this process runs, "" when the system does not tell (not even without /proc). Yours. */
char *file_program(void);

/* ---- time and ids ------------------------------------------------------------------------------ */

/* Wall clock in ms. The environment variable NONET_TEST_CLOCK (ms) pins it, for tests of the whole
 * program; nothing else reads it. */
int64_t time_now(void);
/* Monotonic clock in ms, for deadlines. Never pinned. */
int64_t time_steady(void);
/* "2026-11-21 22:26" in local time; "2026-11-21T22:26:04Z" in UTC for JSON. out holds >= 32 bytes. */
void time_format_local(int64_t ms, char *out, size_t size);
void time_format_utc(int64_t ms, char *out, size_t size);

/* A random id: positive, 63 bits, from getrandom(2). */
int64_t id_new(void);
/* An id as the 16 hexadecimal digits that documents hold, with the final NUL. */
void id_text(int64_t id, char out[17]);
/* The id of one more row of the same action: the one behind `last`, so that what is made together lies together in the
 * file and its indexes. Where a run of ids begins is random, so two copies of a store do not meet. 0 = the first. */
int64_t id_beside(int64_t last);
/* An id that follows from two others and a word: the same input gives the same id everywhere. Rows
 * that are a relation (a link, a tag, a facet value) and copies of rows use it, so that two people
 * who do the same thing in two copies of a store make one row. FNV-1a, mixed by splitmix64. */
int64_t id_derive(int64_t a, int64_t b, const char *word);
/* A 64-bit hash of bytes, the same on every machine; used for content hashes (templates). */
uint64_t hash_bytes(const char *bytes, size_t length);

/* ---- the two languages ------------------------------------------------------------------------- */

enum language { LANGUAGE_EN, LANGUAGE_ZH };
#define LANGUAGE_COUNT 2
const char *language_code(enum language language); /* "en", "zh" */
enum language language_other(enum language language);

#endif
