/*
 * cli_fixture.c - rows of calls for cli_fixture.h.
 */
#include "cli_fixture.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

static struct error error;

void cli_open(struct cli *cli)
{
    *cli = (struct cli){.locale = "C.UTF-8"};
    home_init(&cli->home);
}

void cli_close(struct cli *cli)
{
    home_clear(&cli->home);
}

void cli_put(const struct cli *cli, const char *name, const char *text)
{
    home_put(&cli->home, name, text, strlen(text), 0600);
}

void cli_read(const struct cli *cli, const char *name, struct buffer *out)
{
    struct buffer path = {0};
    ck_ok(file_read(home_path(&cli->home, name, &path), (size_t)1 << 24, out, &error));
    buffer_clear(&path);
}

void result_clear(struct result *result)
{
    buffer_clear(&result->out);
    buffer_clear(&result->err);
}

struct result cli_run_without(const struct cli *cli, const char *const *words, const char *input, int closed)
{
    char home[80], locale[80];
    snprintf(home, sizeof home, "HOME=%s", cli->home.folder);
    snprintf(locale, sizeof locale, "LC_ALL=%s", cli->locale);
    const char *const environment[] = {home,
                                       locale,
                                       "NONET_DATA=" NONET_SOURCE_DIR "/data",
                                       "NONET_USER=Ana",
                                       "TZ=UTC",
                                       "NONET_TEST_CLOCK=1800000000000",
                                       cli->variables[0],
                                       cli->variables[1],
                                       NULL};
    const struct home_command command = {.words = words, .environment = environment, .input = input, .closed = closed};
    struct result result = {0};
    result.code = home_command(&cli->home, &command, &result.out, &result.err);
    return result;
}

struct result cli_run(const struct cli *cli, const char *const *words, const char *input)
{
    return cli_run_without(cli, words, input, 0);
}

void cli_row(const struct cli *cli, const struct row *row)
{
    struct result result = cli_run(cli, row->words, row->input);
    const char *out = buffer_text(&result.out), *err = buffer_text(&result.err);
    char call[600] = "nonet";
    for (int i = 0; row->words[i]; i++) {
        strncat(call, " ", sizeof call - strlen(call) - 1);
        strncat(call, row->words[i], sizeof call - strlen(call) - 1);
    }
    ck_assert_msg(result.code == row->code, "%s: status %d\n%s%s", call, result.code, out, err);
    if (row->out && row->out[0] == '*')
        ck_assert_msg(strstr(out, row->out + 1) != NULL, "%s: no “%s” in: %s", call, row->out + 1, out);
    else if (row->out)
        ck_assert_msg(strcmp(out, row->out) == 0, "%s: not “%s” but: %s", call, row->out, out);
    if (row->code != 0)
        ck_assert_msg(out[0] == '\0', "%s failed, but printed: %s", call, out);
    if (row->err)
        ck_assert_msg(strstr(err, row->err) != NULL, "%s: no “%s” in: %s", call, row->err, err);
    else
        ck_assert_msg(err[0] == '\0', "%s: complained: %s", call, err);
    ck_assert_ptr_null(strchr(out, '\033'));
    ck_assert_ptr_null(strchr(err, '\033'));
    result_clear(&result);
}

void cli_rows(const struct cli *cli, const struct row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++)
        cli_row(cli, &rows[i]);
}
