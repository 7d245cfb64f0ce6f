/*
 * editor.c - starts the person's editor through the shell, as the variables may hold arguments.
 *
 * The path is an argument of its own and never part of what the shell reads.
 */
#include "editor.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "nonet/message.h"

static const char *editor_command(void)
{
    static const char *const names[] = {"VISUAL", "EDITOR"};
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        const char *value = getenv(names[i]);
        if (value && *value)
            return value;
    }
    return "vi";
}

enum status editor_run(const struct signals *signals, const char *path, struct error *err)
{
    struct buffer script = {0};
    buffer_printf(&script, "exec %s \"$1\"", editor_command());
    pid_t child = fork();
    if (child == 0) {
        signals_reset_child(signals);
        execl("/bin/sh", "sh", "-c", buffer_text(&script), "sh", path, (char *)NULL);
        _exit(127);
    }
    buffer_clear(&script);
    if (child < 0)
        return error_set(err, STATUS_IO, _("The editor could not be started: %s"), strerror(errno));
    int state = 0;
    pid_t done;
    signals_child_runs(true);
    do
        done = waitpid(child, &state, 0);
    while (done < 0 && errno == EINTR);
    signals_child_runs(false);
    if (done < 0 || !WIFEXITED(state) || WEXITSTATUS(state) != 0)
        return error_set(err, STATUS_CANCELLED, _("nothing was changed: the editor “%s” failed; $EDITOR names another"),
                         editor_command());
    return STATUS_OK;
}
