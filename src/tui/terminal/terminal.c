/*
 * terminal.c - the tty itself: modes, size, one write() a frame, and giving it back.
 *
 * What the bytes of a frame are is terminal_frame.c's; signals are terminal_signals.c's.
 *
 * Output goes through an own opening of the tty that never blocks: the flags of the one that was handed to us are
 * shared with the shell. What a full line did not take waits in `unsent`, and no frame is made meanwhile.
 *
 * Invariant: `entered` says whether the terminal is ours; whatever way out is taken, the modes and the screen are
 * given back exactly once.
 */
#include "terminal.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include "editor.h"
#include "nonet/message.h"
#include "terminal_frame.h"
#include "terminal_signals.h"

#define PASTE_ON "\033[?2004h"
#define PASTE_OFF "\033[?2004l"
#define MOUSE_ON "\033[?1002h\033[?1006h"
#define MOUSE_OFF "\033[?1002l\033[?1006l"
#define LEAVE_PATIENCE_MS 500 /* for a line that takes no bytes while we leave */

struct terminal {
    int input, output;
    bool owns_output;
    struct frame *frame;
    struct signals signals;
    struct termios before, raw;
    struct buffer unsent;
    bool mouse;
    bool entered;
};

/* ---- sending ------------------------------------------------------------------------------------- */

static bool is_writable(const struct terminal *terminal, int patience_ms)
{
    struct pollfd output = {.fd = terminal->output, .events = POLLOUT};
    return poll(&output, 1, patience_ms) > 0 && output.revents & POLLOUT;
}

/* Sends what waits; true = all of it. A terminal that is gone swallows everything. */
static bool flush(struct terminal *terminal)
{
    while (terminal->unsent.length > 0) {
        ssize_t sent = write(terminal->output, terminal->unsent.data, terminal->unsent.length);
        if (sent > 0)
            buffer_remove(&terminal->unsent, 0, (size_t)sent);
        else if (sent < 0 && errno == EAGAIN)
            return false;
        else if (sent < 0 && errno != EINTR)
            buffer_reset(&terminal->unsent);
    }
    return true;
}

static void flush_patiently(struct terminal *terminal)
{
    for (int tries = 0; tries < 20 && !flush(terminal); tries++)
        if (!is_writable(terminal, LEAVE_PATIENCE_MS))
            break;
    buffer_reset(&terminal->unsent);
}

void terminal_send(struct terminal *terminal, const char *bytes, size_t length)
{
    buffer_append(&terminal->unsent, bytes, length);
    if (is_writable(terminal, 0))
        flush(terminal);
}

void terminal_queue(struct terminal *terminal, const char *bytes, size_t length)
{
    buffer_append(&terminal->unsent, bytes, length);
}

bool terminal_draw(struct terminal *terminal, const struct screen *screen, bool whole)
{
    /* What was sent last went out whole: this will too, or waits as the only frame that does. */
    if (terminal->unsent.length > 0 && !is_writable(terminal, 0))
        return false;
    /* A rest of the last frame goes first; bytes that were queued go in one piece with this one. */
    bool had_rest = terminal->unsent.length > 0 && terminal->entered && !whole;
    if (had_rest && !flush(terminal))
        return false;
    frame_paint(terminal->frame, screen, whole, &terminal->unsent);
    flush(terminal);
    return true;
}

bool terminal_is_pending(const struct terminal *terminal)
{
    return terminal->unsent.length > 0;
}

void terminal_flush(struct terminal *terminal)
{
    flush(terminal);
}

void terminal_set_mouse(struct terminal *terminal, bool on)
{
    if (terminal->mouse == on)
        return;
    terminal->mouse = on;
    if (terminal->entered)
        terminal_send(terminal, on ? MOUSE_ON : MOUSE_OFF, strlen(on ? MOUSE_ON : MOUSE_OFF));
}

/* ---- taking and giving back -------------------------------------------------------------------------- */

static void arm_crash_guard(struct terminal *terminal)
{
    struct buffer restore = {0};
    buffer_add(&restore, PASTE_OFF MOUSE_OFF);
    frame_restore(terminal->frame, &restore);
    crash_guard_set(terminal->output, buffer_text(&restore), restore.length, &terminal->before);
    buffer_clear(&restore);
}

void terminal_enter(struct terminal *terminal)
{
    struct buffer ignored = {0};
    if (terminal->entered) /* somebody else had it without our leaving: begin anew */
        frame_leave(terminal->frame, &ignored);
    buffer_clear(&ignored);
    terminal->entered = true;
    arm_crash_guard(terminal);
    tcsetattr(terminal->input, TCSADRAIN, &terminal->raw);
    buffer_reset(&terminal->unsent);
    buffer_add(&terminal->unsent, PASTE_ON);
    if (terminal->mouse)
        buffer_add(&terminal->unsent, MOUSE_ON);
}

void terminal_leave(struct terminal *terminal)
{
    if (!terminal->entered)
        return;
    terminal->entered = false;
    buffer_reset(&terminal->unsent);
    buffer_add(&terminal->unsent, PASTE_OFF MOUSE_OFF);
    frame_leave(terminal->frame, &terminal->unsent);
    flush_patiently(terminal);
    tcsetattr(terminal->input, TCSADRAIN, &terminal->before);
    crash_guard_clear();
}

void terminal_suspend(struct terminal *terminal, bool group)
{
    terminal_leave(terminal);
    signals_stop(group);
    terminal_enter(terminal);
}

/* ---- open and close ---------------------------------------------------------------------------------- */

/* A second opening that is ours alone; the one given where that is refused. */
static void open_output(struct terminal *terminal)
{
    char name[64];
    int own = -1;
    if (ttyname_r(STDOUT_FILENO, name, sizeof name) == 0)
        own = open(name, O_WRONLY | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
    terminal->owns_output = own >= 0;
    terminal->output = own >= 0 ? own : STDOUT_FILENO;
}

static void make_raw(struct termios *modes)
{
    modes->c_iflag &= ~(tcflag_t)(IGNBRK | BRKINT | PARMRK | ISTRIP | INLCR | IGNCR | ICRNL | IXON);
    modes->c_oflag &= ~(tcflag_t)OPOST;
    modes->c_lflag &= ~(tcflag_t)(ECHO | ECHONL | ICANON | ISIG | IEXTEN);
    modes->c_cflag &= ~(tcflag_t)(CSIZE | PARENB);
    modes->c_cflag |= CS8;
    modes->c_cc[VMIN] = 1;
    modes->c_cc[VTIME] = 0;
}

enum status terminal_open(struct terminal **out, bool mouse, struct error *err)
{
    if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
        return error_set(err, STATUS_INVALID, "%s",
                         _("The full screen needs a terminal for input and output. Commands like “nonet list” and "
                           "“nonet show” need none: see nonet help."));
    struct terminal *terminal = memory_new(1, sizeof *terminal);
    terminal->input = STDIN_FILENO;
    terminal->mouse = mouse;
    terminal->signals.descriptor = -1;
    open_output(terminal);
    /* First the signals, then the size: a change between the two would be lost. */
    enum status status = signals_open(&terminal->signals, err);
    if (status == STATUS_OK && tcgetattr(terminal->input, &terminal->before) != 0)
        status = error_set(err, STATUS_IO, _("The terminal does not tell its modes: %s"), strerror(errno));
    if (status == STATUS_OK) {
        int rows, columns;
        terminal_size(terminal, &rows, &columns);
        status = frame_open(&terminal->frame, rows, columns, err);
    }
    if (status != STATUS_OK) {
        terminal_close(terminal);
        return status;
    }
    terminal->raw = terminal->before;
    make_raw(&terminal->raw);
    terminal_enter(terminal);
    *out = terminal;
    return STATUS_OK;
}

void terminal_close(struct terminal *terminal)
{
    if (!terminal)
        return;
    if (terminal->frame)
        terminal_leave(terminal);
    frame_close(terminal->frame);
    if (terminal->owns_output)
        close(terminal->output);
    signals_close(&terminal->signals);
    buffer_clear(&terminal->unsent);
    free(terminal);
}

/* ---- questions --------------------------------------------------------------------------------------- */

void terminal_size(const struct terminal *terminal, int *rows, int *columns)
{
    struct winsize size = {0};
    bool known = ioctl(terminal->output, TIOCGWINSZ, &size) == 0 && size.ws_row > 0 && size.ws_col > 0;
    *rows = known ? size.ws_row : 24;
    *columns = known ? size.ws_col : 80;
    /* Somebody may say anything; a frame has to fit into memory. */
    *rows = *rows < 500 ? *rows : 500;
    *columns = *columns < 1000 ? *columns : 1000;
}

const struct theme *terminal_theme(const struct terminal *terminal)
{
    return frame_theme(terminal->frame);
}

int terminal_input(const struct terminal *terminal)
{
    return terminal->input;
}

int terminal_output(const struct terminal *terminal)
{
    return terminal->output;
}

int terminal_signals(const struct terminal *terminal)
{
    return terminal->signals.descriptor;
}

unsigned terminal_take_signals(struct terminal *terminal)
{
    return signals_take(&terminal->signals);
}

int terminal_fatal_signal(const struct terminal *terminal)
{
    return terminal->signals.fatal;
}

enum status terminal_edit(struct terminal *terminal, const char *path, struct error *err)
{
    terminal_leave(terminal);
    enum status status = editor_run(&terminal->signals, path, err);
    terminal_enter(terminal);
    return status;
}
