/*
 * main.c - one call of the program: understand it, do it, print the result.
 *
 * Not here: any command. Invariant: stdout gets the whole output of a command that succeeded, or nothing.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"
#include "nonet/confine.h"

#ifndef NONET_VERSION
#define NONET_VERSION "0.1.0"
#endif

enum exit_code fail(struct context *context)
{
    struct buffer line = {0};
    const char *message = context->error.message;
    buffer_add(&line, "nonet: ");
    text_printable(&line, message, strlen(message), true);
    fprintf(stderr, "%s\n", line.data);
    buffer_clear(&line);
    return EXIT_FAILED;
}

enum exit_code fail_usage(const struct command *command, const char *format, ...)
{
    struct buffer line = {0};
    char text[512];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    buffer_add(&line, "nonet: ");
    if (command)
        buffer_printf(&line, "%s: ", command->name);
    text_printable(&line, text, strlen(text), false);
    fprintf(stderr, "%s\n", line.data);
    buffer_reset(&line);
    if (command) {
        usage_of_command(&line, command);
        fputs(buffer_text(&line), stderr);
        fprintf(stderr, _("`nonet help %s` says more"), command->name);
        fputc('\n', stderr);
    } else {
        fprintf(stderr, "%s\n", _("`nonet help` lists the commands"));
    }
    buffer_clear(&line);
    return EXIT_USAGE;
}

/* A reader that has gone away is no failure of ours, but nothing more can be said either. */
static enum exit_code write_out(struct context *context, enum exit_code result)
{
    const char *bytes = buffer_text(&context->out);
    for (size_t left = context->out.length; left > 0;) {
        ssize_t done = write(STDOUT_FILENO, bytes, left);
        if (done < 0 && errno == EINTR)
            continue;
        if (done < 0 && errno == EPIPE)
            return EXIT_FAILED;
        if (done < 0) {
            error_set(&context->error, STATUS_IO, _("the output could not be written: %s"), strerror(errno));
            return fail(context);
        }
        bytes += done;
        left -= (size_t)done;
    }
    return result;
}

enum exit_code fail_unknown_command(const char *family, const char *name)
{
    size_t count;
    const struct command *commands = family ? command_verbs(family, &count) : command_list(&count);
    const char **names = memory_new(count, sizeof *names);
    for (size_t i = 0; i < count; i++)
        names[i] = command_verb_name(&commands[i]);
    struct buffer nearest = {0};
    suggest(&nearest, name, "", names, count);
    enum exit_code result =
        fail_usage(family ? command_find(family) : NULL, _("unknown command “%s”%s"), name, buffer_text(&nearest));
    buffer_clear(&nearest);
    free(names);
    return result;
}

static enum exit_code run_command(struct context *context, int argc, char **argv)
{
    const struct command *command = command_find(argv[0]);
    if (!command)
        return fail_unknown_command(NULL, argv[0]);
    size_t verbs;
    if (command_verbs(argv[0], &verbs) && argc > 1 && argv[1][0] != '-') {
        command = command_find_verb(argv[0], argv[1]);
        if (!command)
            return fail_unknown_command(argv[0], argv[1]);
        argc--;
        argv++;
    }
    struct arguments arguments = {0};
    bool help = false;
    enum exit_code result = parse_command(context, command, argc, argv, &arguments, &help);
    if (result == EXIT_DONE && help)
        help_of_command(&context->out, command);
    else if (result == EXIT_DONE)
        result = command->run(context, &arguments);
    free(arguments.word);
    free(arguments.value);
    return result;
}

static enum exit_code run(struct context *context, int argc, char **argv)
{
    int at;
    bool version = false, help = false;
    enum exit_code result = parse_globals(context, argc, argv, &at, &version, &help);
    if (result != EXIT_DONE)
        return result;
    if (version) {
        buffer_add(&context->out, "nonet " NONET_VERSION "\n");
        return EXIT_DONE;
    }
    if (help) {
        struct arguments none = {0};
        return command_help(context, &none);
    }
    if (at >= argc)
        return run_screen(context, NULL);
    return run_command(context, argc - at, argv + at);
}

/* A caller may have closed them; the next file opened would then be the input or the output. What cannot take a
 * byte stands in for the output, so that nothing seems written. */
static void open_standard_files(void)
{
    static const int modes[] = {O_RDONLY, O_RDONLY, O_RDWR};
    for (int fd = 0; fd < (int)COUNT_OF(modes); fd++)
        if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", modes[fd]) != fd)
            abort(); /* no /dev/null, or no descriptor left: nothing can be done safely */
}

int main(int argc, char **argv)
{
    struct context context = {0};
    open_standard_files();
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN); /* a file at its limit is an error to tell, no reason to end */
    if (is_call_of_guest(argc, argv))
        confine_environment();
    enum exit_code result;
    if (message_init(NULL, &context.language, &context.error) != STATUS_OK)
        result = fail_usage(NULL, "%s", context.error.message);
    else
        result = run(&context, argc, argv);
    if (context.notices.length > 0)
        fputs(context.notices.data, stderr);
    if (result == EXIT_DONE || result == EXIT_FINDINGS)
        result = write_out(&context, result);
    context_close(&context);
    if (context.signal != 0)
        raise(context.signal);
    return (int)result;
}
