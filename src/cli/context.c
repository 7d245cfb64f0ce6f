/*
 * context.c - what a call works on: the store, the person, the canvas that was named.
 *
 * Everything is opened when it is first needed. Invariant: a command that only reads makes no person and no store.
 */
#include <errno.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli.h"

/* A file that is named in a call may be mistyped: its folder is not made, but asked for. */
static enum status require_folder(struct context *context, const char *path, bool made_when_missing)
{
    const char *slash = strrchr(path, '/');
    struct stat about;
    if (!slash || slash == path)
        return STATUS_OK;
    char *folder = memory_copy_bytes(path, (size_t)(slash - path));
    enum status status = STATUS_OK;
    int problem = stat(folder, &about) != 0 ? errno : S_ISDIR(about.st_mode) ? 0 : ENOTDIR;
    if (problem == ENOTDIR)
        status = error_set(&context->error, STATUS_INVALID, "%s: %s", folder, strerror(problem));
    else if (problem == ENOENT && !made_when_missing)
        status = error_set(&context->error, STATUS_NOT_FOUND,
                           _("the folder %s is missing; make it first: mkdir -p %s"), folder, folder);
    free(folder);
    return status;
}

enum status context_store_path(struct context *context, char **out)
{
    const char *given = context->store_option ? context->store_option : getenv("NONET_STORE");
    if (given && *given) {
        enum status status = require_folder(context, given, !context->store_option);
        if (status == STATUS_OK)
            *out = strcmp(given, ":memory:") == 0 ? memory_copy_text("./:memory:") : memory_copy_text(given);
        return status;
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

static enum status open_store(struct context *context, bool create)
{
    char *path;
    enum status status = context_store_path(context, &path);
    if (status != STATUS_OK)
        return status;
    struct store_options options = {.path = path, .create = create, .confined = context->confined};
    status = store_open(&context->store, &options, &canvas_schema, &context->error);
    if (status == STATUS_READ_ONLY) {
        /* What cannot be written can still be looked at. */
        struct error ignored;
        options = (struct store_options){.path = path, .read_only = true};
        if (store_open(&context->store, &options, &canvas_schema, &ignored) == STATUS_OK)
            status = STATUS_OK;
    }
    context->store_missing = status == STATUS_NOT_FOUND && !create;
    if (context->store_missing)
        error_set(&context->error, STATUS_NOT_FOUND, _("there is no store at %s yet"), path);
    free(path);
    return status;
}

enum status context_store_as_it_is(struct context *context)
{
    return context->store ? STATUS_OK : open_store(context, false);
}

enum status context_store(struct context *context)
{
    enum status status = context_store_as_it_is(context);
    if (!context->store_missing || context->store)
        return status;
    /* Looking makes no file: an empty store in memory stands for the missing one. */
    struct store_options options = {.path = ":memory:", .create = true};
    return store_open(&context->store, &options, &canvas_schema, &context->error);
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
    if (context->store_missing) {
        store_close(context->store);
        context->store = NULL;
        context->store_missing = false;
    }
    enum status status = context->store ? STATUS_OK : open_store(context, true);
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
    if (use != TARGET_READ && use != TARGET_NOW)
        return error_set(&context->error, STATUS_DENIED,
                         _("an example cannot be changed; make a copy of it: nonet new TITLE --from example:%s"), id);
    enum status status = example_open(id, context->language, &out->store, &out->canvas_id, &context->error);
    if (status == STATUS_OK) {
        out->example = true;
        out->session = session_reader(0);
    }
    return status;
}

/* CANVAS@VERSION, split at its last @. The canvas stays resolved; *moment is yours. */
static enum status resolve_version(struct context *context, const char *name, const char *at, struct target *out)
{
    char *canvas = memory_copy_bytes(name, (size_t)(at - name));
    enum status status = canvas_resolve(out->store, &out->session, canvas, false, &out->canvas_id, &context->error);
    if (status == STATUS_OK)
        status = canvas_moment_resolve(out->store, &out->session, out->canvas_id, at + 1, &out->moment,
                                       &context->error);
    free(canvas);
    return status;
}

static enum status become_writer(struct context *context, struct target *out)
{
    enum status status = context_person(context);
    out->store = context->store;
    out->session = context_session(context);
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
    if (status == STATUS_NOT_FOUND && at && at > name && use != TARGET_TRASHED) {
        status = resolve_version(context, name, at, out);
        if (status == STATUS_OK && use == TARGET_NOW)
            status = error_set(&context->error, STATUS_INVALID, _("this is of the canvas as it is now: leave out “%s”"), at);
        else if (status == STATUS_OK && use == TARGET_WRITE)
            status = error_set(&context->error, STATUS_INVALID,
                               _("what was cannot be changed: leave out “%s”, or bring it back with “nonet restore %s”"),
                               at, name);
    }
    if (status == STATUS_OK && (use == TARGET_WRITE || use == TARGET_TRASHED))
        status = become_writer(context, out);
    return status;
}

enum status target_open_version(struct context *context, const char *name, struct target *out)
{
    enum status status = target_open(context, name, TARGET_READ, out);
    if (status == STATUS_OK && out->example)
        status = error_set(&context->error, STATUS_DENIED,
                           _("an example cannot be changed; make a copy of it: nonet new TITLE --from %s"), name);
    return status == STATUS_OK ? become_writer(context, out) : status;
}

enum status target_load(struct context *context, struct target *target)
{
    if (target->moment)
        return snapshot_load_at(target->store, &target->session, target->canvas_id, target->moment, &target->snapshot,
                                &context->error);
    return snapshot_load(target->store, &target->session, target->canvas_id, &target->snapshot, &context->error);
}

void target_close(struct target *target)
{
    snapshot_free(target->snapshot);
    free(target->moment);
    if (target->example)
        store_close(target->store);
    *target = (struct target){0};
}
