/*
 * context.c - what a call works on: the store, the person, the canvas that was named.
 *
 * Everything is opened when it is first needed. Invariant: a command that only reads makes no person.
 */
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"

enum status context_store_path(struct context *context, char **out)
{
    const char *given = context->store_option ? context->store_option : getenv("NONET_STORE");
    if (given && *given) {
        *out = memory_copy_text(given);
        return STATUS_OK;
    }
    struct buffer path = {0};
    const char *data = getenv("XDG_DATA_HOME"), *home = getenv("HOME");
    struct passwd *user = home && *home ? NULL : getpwuid(getuid());
    if (user)
        home = user->pw_dir;
    if (data && data[0] == '/')
        buffer_printf(&path, "%s/nonet/nonet.db", data);
    else if (home && *home)
        buffer_printf(&path, "%s/.local/share/nonet/nonet.db", home);
    else
        return error_set(&context->error, STATUS_INVALID,
                         _("there is no home folder to keep canvases in: name a file with --store"));
    *out = buffer_take(&path);
    return STATUS_OK;
}

enum status context_store(struct context *context)
{
    if (context->store)
        return STATUS_OK;
    char *path;
    enum status status = context_store_path(context, &path);
    if (status != STATUS_OK)
        return status;
    struct store_options options = {.path = path, .create = true};
    status = store_open(&context->store, &options, &canvas_schema, &context->error);
    if (status == STATUS_READ_ONLY) {
        /* What cannot be written can still be looked at. */
        struct error ignored;
        options = (struct store_options){.path = path, .read_only = true};
        if (store_open(&context->store, &options, &canvas_schema, &ignored) == STATUS_OK)
            status = STATUS_OK;
    }
    free(path);
    return status;
}

const char *context_person_name(struct context *context)
{
    if (context->person_option)
        return context->person_option;
    const char *name = getenv("NONET_USER");
    if (name && *name)
        return name;
    struct passwd *user = getpwuid(getuid());
    if (user && user->pw_name && *user->pw_name)
        return user->pw_name;
    name = getenv("LOGNAME");
    return name && *name ? name : "nobody";
}

enum status context_person(struct context *context)
{
    enum status status = context_store(context);
    if (status == STATUS_OK && store_is_read_only(context->store))
        return error_set(&context->error, STATUS_READ_ONLY,
                         _("%s and its folder cannot be written: canvases can be looked at, not changed"),
                         store_path(context->store));
    if (status == STATUS_OK && context->actor_id == 0)
        status = person_find(context->store, context_person_name(context), &context->actor_id, &context->error);
    return status;
}

struct session context_session(const struct context *context)
{
    return context->actor_id ? session_owner(context->actor_id) : session_reader(0);
}

void context_close(struct context *context)
{
    store_close(context->store);
    context->store = NULL;
    buffer_clear(&context->out);
    buffer_clear(&context->notices);
}

bool context_colour(const struct context *context)
{
    if (context->colour != COLOUR_AUTO)
        return context->colour == COLOUR_ALWAYS;
    const char *none = getenv("NO_COLOR"), *terminal = getenv("TERM");
    if ((none && *none) || !terminal || strcmp(terminal, "dumb") == 0)
        return false;
    return isatty(STDOUT_FILENO);
}

/* ---- the canvas that was named ------------------------------------------------------------------ */

#define EXAMPLE_PREFIX "example:"

static enum status open_example(struct context *context, const char *id, enum target_use use, struct target *out)
{
    if (use != TARGET_READ)
        return error_set(&context->error, STATUS_DENIED,
                         _("an example cannot be changed; make a copy of it: nonet new TITLE --from example:%s"), id);
    enum status status = example_open(id, context->language, &out->store, &out->canvas_id, &context->error);
    if (status == STATUS_OK) {
        out->example = true;
        out->session = session_reader(0);
    }
    return status;
}

enum status target_open(struct context *context, const char *name, enum target_use use, struct target *out)
{
    *out = (struct target){0};
    if (strncmp(name, EXAMPLE_PREFIX, strlen(EXAMPLE_PREFIX)) == 0)
        return open_example(context, name + strlen(EXAMPLE_PREFIX), use, out);
    enum status status = context_store(context);
    if (status != STATUS_OK)
        return status;
    out->store = context->store;
    out->session = context_session(context);
    status = canvas_resolve(out->store, &out->session, name, use == TARGET_TRASHED, &out->canvas_id, &context->error);
    const char *at = strrchr(name, '@');
    if (status == STATUS_NOT_FOUND && at && at > name) {
        char *whole = memory_copy_bytes(name, (size_t)(at - name));
        struct error cause;
        if (canvas_resolve(out->store, &out->session, whole, false, &out->canvas_id, &cause) == STATUS_OK)
            error_set(&context->error, STATUS_NOT_FOUND,
                      _("canvas “%s” has no version “%s”: only its present state can be named"), whole, at + 1);
        free(whole);
    }
    if (status == STATUS_OK && use != TARGET_READ) {
        status = context_person(context);
        out->session = context_session(context);
    }
    return status;
}

enum status target_load(struct context *context, struct target *target)
{
    return snapshot_load(target->store, &target->session, target->canvas_id, &target->snapshot, &context->error);
}

void target_close(struct target *target)
{
    snapshot_free(target->snapshot);
    if (target->example)
        store_close(target->store);
    *target = (struct target){0};
}
