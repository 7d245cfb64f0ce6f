/*
 * error.c - one failure as a status and a sentence for the user.
 */
#include "nonet/base.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

/* Cuts a message that filled its space at a whole UTF-8 character. */
static void trim_partial_character(char *message, size_t size)
{
    size_t length = strlen(message);
    if (length + 1 < size)
        return;
    size_t at = length;
    while (at > 0 && ((unsigned char)message[at - 1] & 0xC0) == 0x80)
        at--;
    if (at > 0 && (unsigned char)message[at - 1] >= 0xC0)
        message[at - 1] = '\0';
}

enum status error_set(struct error *err, enum status status, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(err->message, sizeof err->message, format, arguments);
    va_end(arguments);
    trim_partial_character(err->message, sizeof err->message);
    err->status = status;
    return status;
}

enum status error_set_system(struct error *err, const char *path, int code)
{
    enum status status = STATUS_IO;
    if (code == ENOENT || code == ENOTDIR)
        status = STATUS_NOT_FOUND;
    else if (code == EACCES || code == EPERM || code == EROFS)
        status = STATUS_READ_ONLY;
    else if (code == ENOSPC || code == EDQUOT)
        status = STATUS_FULL;
    else if (code == EEXIST)
        status = STATUS_CONFLICT;
    return error_set(err, status, "%s: %s", path, strerror(code));
}

enum status error_context(struct error *err, const char *format, ...)
{
    struct error cause = *err;

    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(err->message, sizeof err->message, format, arguments);
    va_end(arguments);

    size_t used = length < 0 ? 0 : (size_t)length;
    if (used + 2 < sizeof err->message) {
        memcpy(err->message + used, ": ", 2);
        size_t space = sizeof err->message - used - 3;
        size_t rest = strnlen(cause.message, space);
        memcpy(err->message + used + 2, cause.message, rest);
        err->message[used + 2 + rest] = '\0';
    }
    trim_partial_character(err->message, sizeof err->message);
    return err->status;
}
