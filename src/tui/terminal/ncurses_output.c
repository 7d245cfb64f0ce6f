/*
 * ncurses_output.c - ncurses makes one write() a line or cursor movement; here they become memory copies.
 *
 * The dynamic linker resolves the library's write() to the one below, as the program's own symbols come first. It
 * passes everything but the captured descriptor on to the kernel.
 *
 * The one piece of mutable state of this file cannot be handed in: the C library fixes the function's arguments.
 */
#include "ncurses_output.h"

#include <sys/syscall.h>
#include <unistd.h>

static struct {
    int descriptor;
    struct buffer *into;
} capture = {.descriptor = -1};

void ncurses_output_capture(int descriptor, struct buffer *into)
{
    capture.descriptor = descriptor;
    capture.into = into;
}

ssize_t write(int descriptor, const void *bytes, size_t length)
{
    if (!capture.into || descriptor != capture.descriptor)
        return syscall(SYS_write, descriptor, bytes, length);
    buffer_append(capture.into, bytes, length);
    return (ssize_t)length;
}
