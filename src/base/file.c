/*
 * file.c - files read whole and written whole or not at all.
 */
#include "nonet/message.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/stat.h>
#include <unistd.h>

#define PIECE_BYTES ((size_t)16384) /* of what does not say how long it is */

static enum status too_large(const char *path, size_t limit, struct error *err)
{
    if (limit >= 1024 * 1024)
        return error_set(err, STATUS_INVALID, _("%s: the file is too large: at most %d MB can be read"), path,
                         (int)(limit / (1024 * 1024)));
    return error_set(err, STATUS_INVALID, _("%s: larger than %zu bytes"), path, limit);
}

/* All that comes out of it. A file that has a size is taken in one piece, and asked once more for its end. */
static enum status read_whole(int fd, const char *path, size_t limit, struct buffer *out, struct error *err)
{
    struct stat info;
    size_t size = fstat(fd, &info) == 0 && S_ISREG(info.st_mode) ? (size_t)info.st_size : 0;
    if (size > limit)
        return too_large(path, limit, err);
    buffer_reserve(out, size > 0 ? size + 1 : PIECE_BYTES);
    for (;;) {
        size_t room = out->capacity - out->length - 1;
        ssize_t got = read(fd, out->data + out->length, room);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return error_set_system(err, path, errno);
        if (got == 0)
            return STATUS_OK;
        out->length += (size_t)got;
        out->data[out->length] = '\0';
        if (out->length > limit)
            return too_large(path, limit, err);
        if ((size_t)got == room)
            buffer_reserve(out, out->length > PIECE_BYTES ? out->length : PIECE_BYTES);
    }
}

enum status file_read(const char *path, size_t limit, struct buffer *out, struct error *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY); /* a pipe is opened without a writer, too */
    struct stat info;
    if (fd < 0)
        return error_set_system(err, path, errno);
    enum status status = STATUS_OK;
    if (fstat(fd, &info) != 0)
        status = error_set_system(err, path, errno);
    else if (!S_ISREG(info.st_mode) && !S_ISDIR(info.st_mode)) /* of a folder read() tells */
        status = error_set(err, STATUS_INVALID, _("%s: this is a pipe or a device, no file"), path);
    if (status == STATUS_OK)
        status = read_whole(fd, path, limit, out, err);
    close(fd);
    return status;
}

enum status file_read_any(const char *path, size_t limit, struct buffer *out, struct error *err)
{
    if (strcmp(path, "-") == 0)
        return read_whole(STDIN_FILENO, path, limit, out, err);
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (fd < 0)
        return error_set_system(err, path, errno);
    enum status status = read_whole(fd, path, limit, out, err);
    close(fd);
    return status;
}

static bool write_all(int fd, const char *bytes, size_t length)
{
    while (length > 0) {
        ssize_t done = write(fd, bytes, length);
        if (done < 0 && errno == EINTR)
            continue;
        if (done < 0)
            return false;
        bytes += done;
        length -= (size_t)done;
    }
    return true;
}

/* A pipe or a device has no whole to keep: it takes the bytes as they come, and stays what it is. */
static enum status write_special(const char *path, const char *bytes, size_t length, struct error *err)
{
    int fd = open(path, O_WRONLY | O_NOCTTY | O_CLOEXEC);
    if (fd < 0)
        return error_set_system(err, path, errno);
    enum status status = write_all(fd, bytes, length) ? STATUS_OK : error_set_system(err, path, errno);
    if (close(fd) != 0 && status == STATUS_OK)
        status = error_set_system(err, path, errno);
    return status;
}

static enum status replace_file(const char *path, mode_t mode, const char *bytes, size_t length, struct error *err)
{
    struct buffer temporary = {0};
    buffer_printf(&temporary, "%s.XXXXXX", path);

    enum status status = STATUS_OK;
    int fd = mkostemp(temporary.data, O_CLOEXEC);
    if (fd < 0 && errno == ENOENT) {
        status = error_set(err, STATUS_NOT_FOUND, _("%s: the folder is not there; make it first"), path);
    } else if (fd < 0) {
        status = error_set_system(err, path, errno);
    } else {
        bool written = write_all(fd, bytes, length) && fchmod(fd, mode) == 0 && fsync(fd) == 0;
        if (!written)
            status = error_set_system(err, path, errno);
        if (close(fd) != 0 && status == STATUS_OK)
            status = error_set_system(err, path, errno);
        if (status == STATUS_OK && rename(temporary.data, path) != 0)
            status = error_set_system(err, path, errno);
        if (status != STATUS_OK)
            unlink(temporary.data);
    }
    buffer_clear(&temporary);
    return status;
}

/* As the person has it for new files. */
static mode_t new_mode(void)
{
    mode_t mask = umask(077);
    umask(mask);
    return 0666 & ~mask;
}

enum status file_write(const char *path, const char *bytes, size_t length, struct error *err)
{
    struct stat old, link;
    if (stat(path, &old) != 0 && lstat(path, &link) == 0 && S_ISLNK(link.st_mode))
        return error_set(err, STATUS_NOT_FOUND, _("%s: a link that leads to nothing; remove it, or make what it leads to"),
                         path);
    if (stat(path, &old) != 0)
        return replace_file(path, new_mode(), bytes, length, err);
    if (!S_ISREG(old.st_mode))
        return write_special(path, bytes, length, err);
    if (access(path, W_OK) != 0) /* replacing it would need no more than the folder's permission */
        return error_set_system(err, path, errno);
    char *target = realpath(path, NULL); /* a link goes on leading to the file */
    enum status status = replace_file(target ? target : path, old.st_mode & 0777, bytes, length, err);
    free(target);
    return status;
}

static enum status make_parents(const char *path, mode_t mode, struct error *err)
{
    char *copy = memory_copy_text(path);
    enum status status = STATUS_OK;
    for (char *slash = strchr(copy + 1, '/'); slash && status == STATUS_OK; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        if (mkdir(copy, mode) != 0 && errno != EEXIST)
            status = error_set_system(err, copy, errno);
        *slash = '/';
    }
    free(copy);
    return status;
}

enum status file_make_parents(const char *path, struct error *err)
{
    return make_parents(path, 0700, err);
}

enum status file_make_folder(const char *path, struct error *err)
{
    struct buffer inside = {0};
    buffer_printf(&inside, "%s/", path);
    enum status status = make_parents(inside.data, 0777, err);
    buffer_clear(&inside);
    return status;
}

char *file_program(void)
{
    char *path = realpath("/proc/self/exe", NULL);
    const char *executed = (const char *)getauxval(AT_EXECFN); /* as the kernel was given it */
    if (!path && executed)
        path = realpath(executed, NULL);
    return path ? path : memory_copy_text("");
}
