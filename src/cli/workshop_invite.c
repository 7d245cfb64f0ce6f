/*
 * workshop_invite.c - inviting: the line for ~/.ssh/authorized_keys, and what the facilitator should know about it.
 *
 * The line goes to the output alone, so that `>> ~/.ssh/authorized_keys` is all there is to do; what is to be told to
 * people goes to stderr. Inviting somebody again gives a new line, and the old one opens nothing any more.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli.h"
#include "nonet/confine.h"
#include "nonet/invitation.h"
#include "nonet/workshop.h"

#define KEY_BYTES_MAX 65536

static void note(struct context *context, const char *sentence)
{
    buffer_add(&context->notices, "nonet: ");
    print_text(&context->notices, sentence);
    buffer_add_char(&context->notices, '\n');
}

/* ---- the key --------------------------------------------------------------------------------------------- */

static enum status read_key(const char *path, struct buffer *key, struct error *err)
{
    struct buffer text = {0};
    enum status status = file_read_any(path, KEY_BYTES_MAX, &text, err);
    if (status == STATUS_OK)
        status = public_key_read(buffer_text(&text), text.length, key, err);
    buffer_clear(&text);
    return status;
}

/* ---- the seat -------------------------------------------------------------------------------------------- */

static enum status invite_guest(struct context *context, int64_t workshop_id, const char *alias,
                                const enum seat_role *role, bool given, char **token)
{
    struct session session = context_session(context);
    int64_t seat_id;
    enum status status = seat_by_alias(context->store, workshop_id, alias, &seat_id, &context->error);
    if (status == STATUS_NOT_FOUND)
        return seat_invite(context->store, &session, workshop_id, alias, *role, &seat_id, token, &context->error);
    if (status == STATUS_OK)
        status = seat_renew(context->store, &session, seat_id, given ? role : NULL, token, &context->error);
    if (status == STATUS_OK)
        note(context, _("this guest was invited before: the earlier line opens nothing any more; take it out, as sshd heeds only "
                        "the first line with a key"));
    return status;
}

static enum status share(struct context *context, int64_t workshop_id, const char *code, char **token)
{
    struct session session = context_session(context);
    char *word;
    enum status status =
        workshop_share(context->store, &session, workshop_id, code, token, &word, &context->error);
    if (status == STATUS_OK) {
        struct buffer line = {0};
        buffer_printf(&line, _("guests who come by this line are asked for a name and the code word: %s"), word);
        note(context, buffer_text(&line));
        buffer_clear(&line);
    }
    free(word);
    return status;
}

/* ---- what the facilitator should know ------------------------------------------------------------------- */

static void warn(struct context *context, const char *store)
{
    struct stat file, folder;
    char *parent = memory_copy_text(store);
    char *slash = strrchr(parent, '/');
    if (slash)
        slash[slash == parent ? 1 : 0] = '\0';
    bool known = stat(store, &file) == 0 && stat(parent, &folder) == 0;
    if (known && file.st_uid == 0)
        note(context, _("warning: the store belongs to root, so guests' programs will run as root; they are confined, "
                        "but an account of its own is safer: see “A room of its own” in the README"));
    if (known && (file.st_mode & 0006 || folder.st_mode & 0002))
        note(context, _("warning: everybody with an account on this machine gets at the store; chmod o-rwx its folder"));
    if (confine_landlock_version() == 0)
        note(context, _("warning: this kernel has no Landlock; guests have no way to files, but that second lock is missing"));
    free(parent);
}

static enum status write_line(struct context *context, const struct arguments *arguments, const char *token, const char *key)
{
    char *program = file_program();
    char *store = realpath(store_path(context->store), NULL);
    const char *given = getenv("NONET_DATA");
    char *data = given && *given ? realpath(given, NULL) : NULL;
    struct invitation invitation = {
        .program = program, .store = store, .data = data, .language = context->language, .token = token,
        .wall = arguments_given(arguments, "wall")};
    enum status status = STATUS_OK;
    if (!*program || !store)
        status = error_set(&context->error, STATUS_IO, _("the system does not tell where nonet and its store are"));
    else if (arguments_given(arguments, "command"))
        status = invitation_command(&invitation, &context->out, &context->error);
    else
        status = invitation_line(&invitation, key, &context->out, &context->error);
    buffer_add_char(&context->out, '\n');
    if (status == STATUS_OK)
        warn(context, store);
    free(data);
    free(store);
    free(program);
    return status;
}

/* ---- the command ------------------------------------------------------------------------------------------ */

static enum exit_code check_usage(const struct arguments *arguments, enum seat_role *role)
{
    const struct command *command = command_find_verb("workshop", "invite");
    bool shared = arguments_given(arguments, "shared"), guest = arguments_given(arguments, "guest");
    const char *name = arguments_value(arguments, "role");
    if (shared == guest)
        return fail_usage(command, "%s", _("say whom: --guest ALIAS, or --shared for guests without keys of their own"));
    if (shared && name)
        return fail_usage(command, "%s", _("who comes by the shared line is always a participant"));
    if (!shared && arguments_given(arguments, "code"))
        return fail_usage(command, "%s", _("only the shared line has a code word"));
    if (arguments_given(arguments, "command") && arguments_given(arguments, "key"))
        return fail_usage(command, "%s", _("a command for sshd_config has no key"));
    if (name && !seat_role_by_name(name, role))
        return fail_usage(command, _("there is no role “%s”: facilitator, participant or observer"), name);
    return EXIT_DONE;
}

enum exit_code command_workshop_invite(struct context *context, const struct arguments *arguments)
{
    /* A projector is nobody to wait for. */
    enum seat_role role = arguments_given(arguments, "wall") ? ROLE_OBSERVER : ROLE_PARTICIPANT;
    enum exit_code usage = check_usage(arguments, &role);
    if (usage != EXIT_DONE)
        return usage;
    const char *path = arguments_value(arguments, "key"), *alias = arguments_value(arguments, "guest");
    struct buffer key = {0};
    char *token = NULL;
    int64_t workshop_id;
    /* The key first: a mistyped name of a file makes no seat. */
    enum status status = path ? read_key(path, &key, &context->error) : STATUS_OK;
    if (status == STATUS_OK)
        status = workshop_of_word(context, arguments->word[0], &workshop_id);
    if (status == STATUS_OK)
        status = context_person(context);
    if (status == STATUS_OK && alias)
        status = invite_guest(context, workshop_id, alias, &role,
                              arguments_given(arguments, "role") || arguments_given(arguments, "wall"), &token);
    else if (status == STATUS_OK)
        status = share(context, workshop_id, arguments_value(arguments, "code"), &token);
    if (status == STATUS_OK)
        status = write_line(context, arguments, token, path ? buffer_text(&key) : NULL);
    if (status == STATUS_OK && !path && !arguments_given(arguments, "command"))
        note(context, _("the guest's public key (~/.ssh/id_ed25519.pub) has to follow on the same line; --key FILE puts "
                        "it there"));
    free(token);
    buffer_clear(&key);
    return status == STATUS_OK ? EXIT_DONE : fail(context);
}
