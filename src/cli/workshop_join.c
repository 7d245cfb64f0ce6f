/*
 * workshop_join.c - a seat is taken: by a guest over SSH, confined; by the owner at home.
 *
 * What a guest may see and do is workshop's to say; here the process is shut in before anything that the client sent is
 * read, and somebody who came by the shared line is asked who it is.
 *
 * Invariant: nothing of the machine is told to a guest, not even where the store lies.
 */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "cli.h"
#include "nonet/confine.h"
#include "nonet/tui.h"
#include "nonet/workshop.h"

#define ANSWER_BYTES_MAX 1024
#define ANSWER_PATIENCE_MS 180000
#define TRIES 5
#define WAIT_MS 1000

bool is_call_of_guest(int argc, char **argv)
{
    int at = 1;
    /* Only options with an argument of their own may stand before; the parser says what is wrong with others. */
    while (at < argc && strncmp(argv[at], "--", 2) == 0)
        at += strchr(argv[at], '=') ? 1 : 2;
    return at + 1 < argc && strcmp(argv[at], "workshop") == 0 && strcmp(argv[at + 1], "join") == 0;
}

static enum status need_terminal(struct error *err)
{
    if (isatty(STDIN_FILENO) && isatty(STDOUT_FILENO))
        return STATUS_OK;
    return error_set(err, STATUS_INVALID, "%s",
                     _("a workshop needs a terminal: come with plain `ssh`, without a command; or with `ssh -t`"));
}

/* The store's own words name files. */
static enum status open_quietly(struct context *context)
{
    enum status status = context_store_as_it_is(context);
    if (status == STATUS_OK && store_is_read_only(context->store))
        status = STATUS_READ_ONLY;
    if (status == STATUS_BUSY)
        return error_set(&context->error, status, "%s", _("the workshop's store is busy; please try again"));
    if (status != STATUS_OK)
        return error_set(&context->error, status, "%s",
                         _("the workshop's store cannot be opened; tell the facilitator, who can run `nonet doctor`"));
    return STATUS_OK;
}

/* ---- asking ------------------------------------------------------------------------------------------------ */

static void say(const char *sentence)
{
    struct buffer line = {0};
    text_printable(&line, sentence, strlen(sentence), true);
    fputs(buffer_text(&line), stdout);
    fflush(stdout);
    buffer_clear(&line);
}

static void say_line(const char *sentence)
{
    struct buffer line = {0};
    buffer_printf(&line, "%s\n", sentence);
    say(buffer_text(&line));
    buffer_clear(&line);
}

/* One line that somebody types; false when nobody does. What does not fit is dropped, as is what cannot be shown. */
static bool ask(const char *question, struct buffer *answer)
{
    buffer_reset(answer);
    say(question);
    int64_t end = time_steady() + ANSWER_PATIENCE_MS;
    for (;;) {
        char byte;
        struct pollfd input = {.fd = STDIN_FILENO, .events = POLLIN};
        int64_t left = end - time_steady();
        int ready = left > 0 ? poll(&input, 1, (int)left) : 0;
        if (ready < 0 && errno == EINTR)
            continue;
        if (ready <= 0 || read(STDIN_FILENO, &byte, 1) <= 0)
            return false;
        if (byte == '\n' || byte == '\r')
            return true;
        if (answer->length < ANSWER_BYTES_MAX)
            buffer_add_char(answer, byte);
    }
}

struct claim {
    struct store *store;
    const char *token;
    struct buffer alias, code, resume;
    int64_t seat_id;
};

/* Somebody guesses at the word, and everybody has to wait a little: here, for their turn, and not by calling again. */
static enum status claim_in_turn(struct claim *claim, const char *resume, char **code, struct error *err)
{
    int64_t end = time_steady() + ANSWER_PATIENCE_MS;
    for (bool told = false;; told = true) {
        enum status status = workshop_claim_seat(claim->store, claim->token, buffer_text(&claim->code),
                                                 buffer_text(&claim->alias), resume, &claim->seat_id, code, err);
        if (status != STATUS_BUSY || time_steady() >= end)
            return status;
        if (!told)
            say_line(_("many wrong words were typed just now; please wait, you will be let in by itself"));
        struct pollfd line = {.fd = STDIN_FILENO}; /* tells only that it is cut */
        if (poll(&line, 1, (int)(WAIT_MS / 2 + id_new() % WAIT_MS)) > 0)
            return error_set(err, STATUS_CANCELLED, "%s", _("nobody answered, so the line is closed"));
    }
}

/* OK: the seat is theirs; CANCELLED: nobody answers any more. */
static enum status claim_once(struct claim *claim, char **resume, struct error *err)
{
    bool first = claim->code.length == 0;
    if (!ask(_("Your name: "), &claim->alias) || (first && !ask(_("The code word: "), &claim->code)))
        return error_set(err, STATUS_CANCELLED, "%s", _("nobody answered, so the line is closed"));
    enum status status = claim_in_turn(claim, NULL, resume, err);
    if (status == STATUS_DENIED)
        buffer_reset(&claim->code);
    if (status != STATUS_CONFLICT)
        return status;
    say_line(err->message);
    if (!ask(_("If that is you, type your code for coming back; else only Enter: "), &claim->resume))
        return error_set(err, STATUS_CANCELLED, "%s", _("nobody answered, so the line is closed"));
    if (claim->resume.length == 0)
        return error_set(err, STATUS_CONFLICT, "%s", _("then take another name"));
    return claim_in_turn(claim, buffer_text(&claim->resume), resume, err);
}

static enum status claim_seat(struct context *context, const char *token, int64_t *seat_id)
{
    struct claim claim = {.store = context->store, .token = token};
    char *resume = NULL;
    enum status status = STATUS_DENIED;
    for (int i = 0; i < TRIES; i++) {
        status = claim_once(&claim, &resume, &context->error);
        bool again = status == STATUS_DENIED || status == STATUS_CONFLICT || status == STATUS_INVALID;
        if (!again)
            break;
        say_line(context->error.message);
    }
    if (status == STATUS_OK) {
        struct buffer line = {0}, ignored = {0};
        buffer_printf(&line, _("Welcome. Your code for coming back, should the line drop: %s\n"), resume);
        say(buffer_text(&line));
        if (!ask(_("Write it down, then press Enter. "), &ignored))
            status = error_set(&context->error, STATUS_CANCELLED, "%s", _("nobody answered, so the line is closed"));
        buffer_clear(&ignored);
        buffer_clear(&line);
    }
    *seat_id = claim.seat_id;
    free(resume);
    buffer_clear(&claim.alias);
    buffer_clear(&claim.code);
    buffer_clear(&claim.resume);
    return status;
}

/* The seat that a token stands for: an invited guest's, or one to be claimed by the shared line. */
static enum status find_seat(struct context *context, const char *token, int64_t *seat_id)
{
    enum status status = seat_enter(context->store, token, seat_id, &context->error);
    if (status != STATUS_DENIED || *seat_id != 0)
        return status;
    int64_t workshop_id;
    char *name;
    struct error ignored;
    if (workshop_by_shared(context->store, token, &workshop_id, &name, &ignored) != STATUS_OK)
        return status;
    struct buffer line = {0};
    buffer_printf(&line, _("The workshop “%s”\n"), name);
    say(buffer_text(&line));
    buffer_clear(&line);
    free(name);
    return claim_seat(context, token, seat_id);
}

/* ---- the room ---------------------------------------------------------------------------------------------- */

static enum status sit_down(struct context *context, int64_t seat_id, bool wall, bool confined)
{
    struct session session;
    struct workshop *room = NULL;
    int64_t workshop_id;
    enum status status = workshop_session(context->store, seat_id, wall, &workshop_id, &session, &context->error);
    if (status == STATUS_OK)
        status = workshop_load(context->store, workshop_id, &room, &context->error);
    const struct seat *seat = status == STATUS_OK ? workshop_seat(room, seat_id) : NULL;
    if (seat) {
        struct tui_options options = {
            .store = context->store,
            .actor_id = session.actor_id,
            .actor_name = seat->alias,
            .language = context->language,
            .seat_id = seat_id,
            .wall = wall,
            .confined = confined,
        };
        status = tui_run(&options, &context->signal, &context->error);
    }
    workshop_free(room);
    return status;
}

/* The token of the call; yours. Every account of the machine reads the words of every process, so it is wiped there. */
static char *take_token(const struct arguments *arguments)
{
    const char *given = arguments_value(arguments, "seat");
    char *token = given ? memory_copy_text(given) : NULL;
    if (given)
        memset((char *)given, 'x', strlen(given));
    return token;
}

enum exit_code command_workshop_join(struct context *context, const struct arguments *arguments)
{
    char *token = take_token(arguments);
    if (!token)
        return fail_usage(command_find_verb("workshop", "join"), "%s", _("--seat TOKEN is missing; `invite` prints the whole line"));
    int64_t seat_id = 0;
    context->confined = true;
    signal(SIGTSTP, SIG_IGN);
    enum status status = need_terminal(&context->error);
    if (status == STATUS_OK)
        status = confine_process(&context->error);
    if (status == STATUS_OK)
        status = open_quietly(context);
    if (status == STATUS_OK)
        status = find_seat(context, token, &seat_id);
    if (status == STATUS_OK)
        status = sit_down(context, seat_id, arguments_given(arguments, "wall"), true);
    free(token);
    return status == STATUS_OK ? EXIT_DONE : fail(context);
}

enum exit_code command_workshop_attend(struct context *context, const struct arguments *arguments)
{
    int64_t workshop_id, seat_id;
    enum status status = need_terminal(&context->error);
    if (status == STATUS_OK)
        status = workshop_of_word(context, arguments->word[0], &workshop_id);
    if (status == STATUS_OK)
        status = context_person(context);
    struct session session = context_session(context);
    if (status == STATUS_OK)
        status = workshop_attend(context->store, &session, workshop_id, &seat_id, &context->error);
    if (status == STATUS_OK)
        status = sit_down(context, seat_id, arguments_given(arguments, "wall"), false);
    return status == STATUS_OK ? EXIT_DONE : fail(context);
}
