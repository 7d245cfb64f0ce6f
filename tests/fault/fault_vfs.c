/*
 * fault_vfs.c - see fault_vfs.h. Not a model of a disk that reorders within one write; a write that was
 * not synced is lost whole, which is the simplest thing a power cut may do.
 */
#include "fault_vfs.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "nonet/base.h"

struct fault_undo {
    struct fault_undo *next; /* an older one */
    char *path;
    char *bytes; /* what was there before */
    size_t length;
    long long at, size; /* where; the size of the file before */
};

struct fault_file {
    sqlite3_file base;
    struct fault *fault;
    char *path;
    sqlite3_file *real;
};

enum call { CALL_READ, CALL_WRITE, CALL_SYNC, CALL_CHANGE };

static struct fault_file *as_file(sqlite3_file *file)
{
    return (struct fault_file *)(void *)file;
}

static bool fails(struct fault *fault, enum call call)
{
    if (fault->dark)
        return true;
    bool counts = fault->mode == FAULT_IO || (fault->mode == FAULT_FULL && call == CALL_WRITE) ||
                  (fault->mode == FAULT_POWER && call != CALL_READ);
    if (!counts)
        return false;
    if (fault->skip > 0) {
        fault->skip--;
        return false;
    }
    if (fault->times == 0)
        return false;
    fault->times--;
    fault->fired++;
    if (fault->mode == FAULT_POWER)
        fault->dark = true;
    return true;
}

/* ---- undoing writes ------------------------------------------------------------------------------------ */

static void record(struct fault_file *file, long long at, long long length)
{
    sqlite3_int64 size = 0;
    if (!file->fault->recording || !file->path || file->real->pMethods->xFileSize(file->real, &size) != SQLITE_OK)
        return;
    struct fault_undo *undo = memory_new(1, sizeof *undo);
    undo->path = memory_copy_text(file->path);
    undo->at = at;
    undo->size = size;
    if (at < size)
        undo->length = (size_t)(at + length < size ? length : size - at);
    undo->bytes = memory_new(undo->length + 1, 1);
    if (undo->length > 0)
        file->real->pMethods->xRead(file->real, undo->bytes, (int)undo->length, at);
    undo->next = file->fault->undo;
    file->fault->undo = undo;
}

static void forget(struct fault *fault, const char *path)
{
    for (struct fault_undo **at = &fault->undo; *at;) {
        struct fault_undo *each = *at;
        if (path && strcmp(each->path, path) != 0) {
            at = &each->next;
            continue;
        }
        *at = each->next;
        free(each->path);
        free(each->bytes);
        free(each);
    }
}

static void take_back(const struct fault_undo *undo)
{
    int fd = open(undo->path, O_RDWR | O_CLOEXEC);
    if (fd < 0)
        return;
    if (pwrite(fd, undo->bytes, undo->length, undo->at) != (ssize_t)undo->length || ftruncate(fd, undo->size) != 0)
        abort();
    close(fd);
}

void fault_power_back(struct fault *fault)
{
    for (struct fault_undo *each = fault->undo; each; each = each->next) {
        take_back(each);
        char name[1024];
        snprintf(name, sizeof name, "%s-shm", each->path);
        unlink(name); /* memory does not survive */
    }
    forget(fault, NULL);
    fault->dark = false;
    fault->recording = false;
    fault->mode = FAULT_NONE;
}

void fault_arm(struct fault *fault, enum fault_mode mode, int skip, int times)
{
    fault->mode = mode;
    fault->skip = skip;
    fault->times = times;
    fault->fired = 0;
    fault->recording = mode == FAULT_POWER;
}

void fault_disarm(struct fault *fault)
{
    fault->mode = FAULT_NONE;
    if (!fault->dark) {
        fault->recording = false;
        forget(fault, NULL);
    }
}

/* ---- files ------------------------------------------------------------------------------------------------ */

static int file_close(sqlite3_file *file)
{
    struct fault_file *self = as_file(file);
    int code = self->real->pMethods ? self->real->pMethods->xClose(self->real) : SQLITE_OK;
    free(self->path);
    self->path = NULL;
    return code;
}

static int file_read_at(sqlite3_file *file, void *to, int length, sqlite3_int64 at)
{
    struct fault_file *self = as_file(file);
    if (fails(self->fault, CALL_READ))
        return SQLITE_IOERR_READ;
    return self->real->pMethods->xRead(self->real, to, length, at);
}

static int file_write_at(sqlite3_file *file, const void *from, int length, sqlite3_int64 at)
{
    struct fault_file *self = as_file(file);
    if (fails(self->fault, CALL_WRITE))
        return self->fault->mode == FAULT_FULL ? SQLITE_FULL : SQLITE_IOERR_WRITE;
    record(self, at, length);
    return self->real->pMethods->xWrite(self->real, from, length, at);
}

static int file_truncate(sqlite3_file *file, sqlite3_int64 size)
{
    struct fault_file *self = as_file(file);
    if (fails(self->fault, CALL_CHANGE))
        return SQLITE_IOERR_TRUNCATE;
    sqlite3_int64 present = 0;
    if (self->real->pMethods->xFileSize(self->real, &present) == SQLITE_OK && size < present)
        record(self, size, present - size);
    return self->real->pMethods->xTruncate(self->real, size);
}

static int file_sync(sqlite3_file *file, int flags)
{
    struct fault_file *self = as_file(file);
    if (fails(self->fault, CALL_SYNC))
        return SQLITE_IOERR_FSYNC;
    if (self->path)
        forget(self->fault, self->path);
    return self->real->pMethods->xSync(self->real, flags);
}

static int file_size(sqlite3_file *file, sqlite3_int64 *size)
{
    struct fault_file *self = as_file(file);
    return self->real->pMethods->xFileSize(self->real, size);
}

static int file_lock(sqlite3_file *file, int level)
{
    struct fault_file *self = as_file(file);
    return self->real->pMethods->xLock(self->real, level);
}

static int file_unlock(sqlite3_file *file, int level)
{
    struct fault_file *self = as_file(file);
    return self->real->pMethods->xUnlock(self->real, level);
}

static int file_check_lock(sqlite3_file *file, int *out)
{
    struct fault_file *self = as_file(file);
    return self->real->pMethods->xCheckReservedLock(self->real, out);
}

static int file_control(sqlite3_file *file, int operation, void *argument)
{
    struct fault_file *self = as_file(file);
    return self->real->pMethods->xFileControl(self->real, operation, argument);
}

static int file_sector(sqlite3_file *file)
{
    struct fault_file *self = as_file(file);
    return self->real->pMethods->xSectorSize(self->real);
}

static int file_device(sqlite3_file *file)
{
    struct fault_file *self = as_file(file);
    return self->real->pMethods->xDeviceCharacteristics(self->real);
}

static int file_shm_map(sqlite3_file *file, int page, int size, int extend, void volatile **out)
{
    struct fault_file *self = as_file(file);
    return self->real->pMethods->xShmMap(self->real, page, size, extend, out);
}

static int file_shm_lock(sqlite3_file *file, int offset, int count, int flags)
{
    struct fault_file *self = as_file(file);
    return self->real->pMethods->xShmLock(self->real, offset, count, flags);
}

static void file_shm_barrier(sqlite3_file *file)
{
    struct fault_file *self = as_file(file);
    self->real->pMethods->xShmBarrier(self->real);
}

static int file_shm_unmap(sqlite3_file *file, int remove)
{
    struct fault_file *self = as_file(file);
    return self->real->pMethods->xShmUnmap(self->real, remove);
}

static const sqlite3_io_methods methods = {
    .iVersion = 2,
    .xClose = file_close,
    .xRead = file_read_at,
    .xWrite = file_write_at,
    .xTruncate = file_truncate,
    .xSync = file_sync,
    .xFileSize = file_size,
    .xLock = file_lock,
    .xUnlock = file_unlock,
    .xCheckReservedLock = file_check_lock,
    .xFileControl = file_control,
    .xSectorSize = file_sector,
    .xDeviceCharacteristics = file_device,
    .xShmMap = file_shm_map,
    .xShmLock = file_shm_lock,
    .xShmBarrier = file_shm_barrier,
    .xShmUnmap = file_shm_unmap,
};

/* ---- the layer ------------------------------------------------------------------------------------------- */

static int vfs_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out_flags)
{
    struct fault *fault = vfs->pAppData;
    struct fault_file *self = as_file(file);
    memset(self, 0, sizeof *self);
    if (fails(fault, CALL_READ))
        return SQLITE_CANTOPEN;
    self->fault = fault;
    self->real = (sqlite3_file *)(void *)(self + 1);
    int code = fault->real->xOpen(fault->real, name, self->real, flags, out_flags);
    if (code != SQLITE_OK)
        return code;
    self->path = memory_copy_text(name);
    self->base.pMethods = &methods;
    return SQLITE_OK;
}

static int vfs_delete(sqlite3_vfs *vfs, const char *name, int sync)
{
    struct fault *fault = vfs->pAppData;
    if (fails(fault, CALL_CHANGE))
        return SQLITE_IOERR_DELETE;
    forget(fault, name);
    return fault->real->xDelete(fault->real, name, sync);
}

static int vfs_access(sqlite3_vfs *vfs, const char *name, int flags, int *out)
{
    struct fault *fault = vfs->pAppData;
    return fault->real->xAccess(fault->real, name, flags, out);
}

static int vfs_full_pathname(sqlite3_vfs *vfs, const char *name, int size, char *out)
{
    struct fault *fault = vfs->pAppData;
    return fault->real->xFullPathname(fault->real, name, size, out);
}

void fault_install(struct fault *fault)
{
    *fault = (struct fault){.real = sqlite3_vfs_find(NULL)};
    fault->vfs = *fault->real; /* what is not replaced below does not need the real one as its first argument */
    fault->vfs.pNext = NULL;
    fault->vfs.zName = "fault";
    fault->vfs.szOsFile = (int)sizeof(struct fault_file) + fault->real->szOsFile;
    fault->vfs.pAppData = fault;
    fault->vfs.xOpen = vfs_open;
    fault->vfs.xDelete = vfs_delete;
    fault->vfs.xAccess = vfs_access;
    fault->vfs.xFullPathname = vfs_full_pathname;
    sqlite3_vfs_register(&fault->vfs, 1);
}

void fault_remove(struct fault *fault)
{
    forget(fault, NULL);
    sqlite3_vfs_unregister(&fault->vfs);
    sqlite3_vfs_register(fault->real, 1);
}
