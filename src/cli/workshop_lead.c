/*
 * workshop_lead.c - leading a workshop from the command line: whoever owns the store may always take over.
 *
 * Each command is one operation of workshop.h by the owner.
 */
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "nonet/workshop.h"

/* The room that the first word names, and the owner as the one who asks. */
struct led {
    int64_t id;
    struct session session;
    struct workshop *room;
};

static enum status led_open(struct context *context, const struct arguments *arguments, struct led *out)
{
    *out = (struct led){0};
    enum status status = workshop_of_word(context, arguments->word[0], &out->id);
    if (status == STATUS_OK)
        status = context_person(context);
    if (status == STATUS_OK)
        status = workshop_load(context->store, out->id, &out->room, &context->error);
    out->session = context_session(context);
    return status;
}

/* Says which stage it is now. */
static enum exit_code led_close(struct context *context, struct led *led, enum status status)
{
    bool changed;
    if (status == STATUS_OK)
        status = workshop_update(led->room, context->store, &changed, &context->error);
    if (status == STATUS_OK) {
        buffer_printf(&context->out, "%d/%zu ", led->room->stage + 1, led->room->agenda->stage_count);
        print_text(&context->out, led->room->now->title.text[context->language]);
        if (led->room->hold)
            buffer_printf(&context->out, "  %s", _("on hold: read only"));
        buffer_add_char(&context->out, '\n');
    }
    workshop_free(led->room);
    return status == STATUS_OK ? EXIT_DONE : fail(context);
}

static enum exit_code step(struct context *context, const struct arguments *arguments, int by)
{
    struct led led;
    enum status status = led_open(context, arguments, &led);
    if (status == STATUS_OK)
        status = workshop_go(context->store, &led.session, led.id, led.room->stage, led.room->stage + by,
                             &context->error);
    return led_close(context, &led, status);
}

enum exit_code command_workshop_next(struct context *context, const struct arguments *arguments)
{
    return step(context, arguments, 1);
}

enum exit_code command_workshop_back(struct context *context, const struct arguments *arguments)
{
    return step(context, arguments, -1);
}

static enum exit_code hold(struct context *context, const struct arguments *arguments, bool on)
{
    struct led led;
    enum status status = led_open(context, arguments, &led);
    if (status == STATUS_OK)
        status = workshop_hold(context->store, &led.session, led.id, on, &context->error);
    return led_close(context, &led, status);
}

enum exit_code command_workshop_hold(struct context *context, const struct arguments *arguments)
{
    return hold(context, arguments, true);
}

enum exit_code command_workshop_resume(struct context *context, const struct arguments *arguments)
{
    return hold(context, arguments, false);
}

enum exit_code command_workshop_extend(struct context *context, const struct arguments *arguments)
{
    struct led led;
    char *end;
    long minutes = strtol(arguments->word[1], &end, 10);
    if (*end != '\0' || end == arguments->word[1] || minutes > 10000 || minutes < -10000)
        minutes = 0; /* which is refused with the bounds */
    enum status status = led_open(context, arguments, &led);
    if (status == STATUS_OK)
        status = workshop_extend(context->store, &led.session, led.id, (int)minutes, &context->error);
    return led_close(context, &led, status);
}

/* The id of the block that a word names; "" for none. Yours. */
static enum status block_of_word(struct context *context, const struct led *led, const char *word, char **out)
{
    struct snapshot *canvas;
    int block;
    *out = NULL;
    enum status status = snapshot_load(context->store, &led->session, led->room->canvas_id, &canvas, &context->error);
    if (status != STATUS_OK)
        return status;
    status = template_block_resolve(canvas->template, word, context->language, &block, &context->error);
    if (status == STATUS_OK)
        *out = memory_copy_text(template_block_id(canvas->template, block));
    snapshot_free(canvas);
    return status;
}

enum exit_code command_workshop_call(struct context *context, const struct arguments *arguments)
{
    struct led led;
    char *block = NULL;
    enum status status = led_open(context, arguments, &led);
    if (status == STATUS_OK && arguments->word_count > 1)
        status = block_of_word(context, &led, arguments->word[1], &block);
    if (status == STATUS_OK)
        status = workshop_call(context->store, &led.session, led.id, block ? block : "",
                               arguments_given(arguments, "hard"), &context->error);
    free(block);
    return led_close(context, &led, status);
}

enum exit_code command_workshop_reveal(struct context *context, const struct arguments *arguments)
{
    struct led led;
    char *block = NULL;
    size_t count = 0;
    bool next = arguments_given(arguments, "next");
    enum status status = led_open(context, arguments, &led);
    if (status == STATUS_OK && arguments->word_count > 1)
        status = block_of_word(context, &led, arguments->word[1], &block);
    enum stage_reveal what = next ? REVEAL_NOTE : block ? REVEAL_BLOCK : REVEAL_ALL;
    if (status == STATUS_OK)
        status = workshop_reveal(context->store, &led.session, led.id, what, block, &count, NULL, &context->error);
    if (status == STATUS_OK)
        buffer_printf(&context->out, ngettext("%zu note revealed\n", "%zu notes revealed\n", count), count);
    free(block);
    return led_close(context, &led, status);
}

/* "open" or "close". */
enum exit_code command_workshop_vote(struct context *context, const struct arguments *arguments)
{
    struct led led;
    const char *what = arguments->word[1], *each = arguments_value(arguments, "votes");
    bool open = strcmp(what, "open") == 0;
    if (!open && strcmp(what, "close") != 0)
        return fail_usage(command_find_verb("workshop", "vote"), _("a vote is opened or closed: open, close"));
    enum status status = led_open(context, arguments, &led);
    int votes = each ? atoi(each) : 3;
    if (status == STATUS_OK && open)
        status = workshop_vote_open(context->store, &led.session, led.id, NULL, 0, votes,
                                    arguments_given(arguments, "stacking"), &context->error);
    else if (status == STATUS_OK)
        status = workshop_vote_close(context->store, &led.session, led.id, &context->error);
    return led_close(context, &led, status);
}

enum exit_code command_workshop_role(struct context *context, const struct arguments *arguments)
{
    struct led led;
    enum seat_role role;
    int64_t seat_id;
    if (!seat_role_by_name(arguments->word[2], &role))
        return fail_usage(command_find_verb("workshop", "role"),
                          _("a role is facilitator, participant or observer"));
    enum status status = led_open(context, arguments, &led);
    if (status == STATUS_OK)
        status = seat_by_alias(context->store, led.id, arguments->word[1], &seat_id, &context->error);
    if (status == STATUS_OK)
        status = seat_set_role(context->store, &led.session, seat_id, role, &context->error);
    return led_close(context, &led, status);
}

enum exit_code command_workshop_revoke(struct context *context, const struct arguments *arguments)
{
    struct led led;
    int64_t seat_id;
    enum status status = led_open(context, arguments, &led);
    if (status == STATUS_OK)
        status = seat_by_alias(context->store, led.id, arguments->word[1], &seat_id, &context->error);
    if (status == STATUS_OK)
        status = seat_revoke(context->store, &led.session, seat_id, !arguments_given(arguments, "undo"),
                             &context->error);
    return led_close(context, &led, status);
}
