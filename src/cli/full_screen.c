/*
 * full_screen.c - hands over to the full screen program: the browser, or one board.
 */
#include <string.h>
#include <unistd.h>

#include "cli.h"
#include "nonet/tui.h"

#define EXAMPLE_PREFIX "example:"

enum exit_code run_screen(struct context *context, const char *canvas)
{
    /* Asked first, so that a call in a pipe makes no store. */
    if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO)) {
        error_set(&context->error, STATUS_INVALID,
                  _("the full screen needs a terminal; without one: nonet list, nonet show CANVAS, nonet help"));
        return fail(context);
    }
    struct tui_options options = {.language = context->language};
    struct target target = {0};
    enum status status = STATUS_OK;
    if (canvas && strncmp(canvas, EXAMPLE_PREFIX, strlen(EXAMPLE_PREFIX)) == 0)
        options.example_id = canvas + strlen(EXAMPLE_PREFIX);
    else if (canvas)
        status = target_open(context, canvas, TARGET_READ, &target);
    options.canvas_id = target.canvas_id;
    options.moment = target.moment;
    if (status == STATUS_OK)
        status = context_person(context);
    if (status == STATUS_OK) {
        options.store = context->store;
        options.actor_id = context->actor_id;
        options.actor_name = context_person_name(context);
        status = tui_run(&options, &context->signal, &context->error);
    }
    target_close(&target);
    return status == STATUS_OK ? EXIT_DONE : fail(context);
}

enum exit_code command_open(struct context *context, const struct arguments *arguments)
{
    return run_screen(context, arguments->word[0]);
}
