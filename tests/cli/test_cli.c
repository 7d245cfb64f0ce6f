/*
 * test_cli.c - the built program as a script sees it: arguments in, output, messages and exit status out.
 *
 * Each test has a home folder of its own. A table's rows run one after the other on the same store, so that a row may
 * rely on what the rows above it did.
 */
#include <fcntl.h>
#include <jansson.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check_main.h"

#define PROGRAM NONET_BUILD_DIR "/nonet"
#define WORDS_MAX 16

static struct error error;

struct home {
    char folder[64];
    const char *locale; /* LC_ALL */
    const char *variables[2]; /* further ones, "NAME=value" */
};

struct result {
    int code;
    struct buffer out, err;
};

static void home_open(struct home *home)
{
    *home = (struct home){.folder = "/tmp/nonet-cli.XXXXXX", .locale = "C.UTF-8"};
    ck_assert_ptr_nonnull(mkdtemp(home->folder));
}

static void home_close(struct home *home)
{
    char command[200];
    snprintf(command, sizeof command, "chmod -R u+w '%s'; rm -rf '%s'", home->folder, home->folder);
    ck_assert_int_eq(system(command), 0);
}

static void put(const struct home *home, const char *name, const char *text)
{
    char path[128];
    snprintf(path, sizeof path, "%s/%s", home->folder, name);
    ck_ok(file_write(path, text, strlen(text), &error));
}

static void result_clear(struct result *result)
{
    buffer_clear(&result->out);
    buffer_clear(&result->err);
}

static void read_back(const struct home *home, const char *name, struct buffer *out)
{
    char path[128];
    snprintf(path, sizeof path, "%s/%s", home->folder, name);
    ck_ok(file_read(path, (size_t)1 << 24, out, &error));
}

/* Runs the program in the home folder; `words` ends with NULL. Descriptors 0 to closed - 1 are closed. */
static struct result run_without(const struct home *home, const char *const *words, const char *input, int closed)
{
    put(home, "stdin", input ? input : "");
    char in[128], out[128], err[128], variables[8][160];
    snprintf(in, sizeof in, "%s/stdin", home->folder);
    snprintf(out, sizeof out, "%s/stdout", home->folder);
    snprintf(err, sizeof err, "%s/stderr", home->folder);
    snprintf(variables[0], sizeof variables[0], "HOME=%s", home->folder);
    snprintf(variables[1], sizeof variables[1], "LC_ALL=%s", home->locale);
    snprintf(variables[2], sizeof variables[2], "NONET_DATA=%s/data", NONET_SOURCE_DIR);
    snprintf(variables[3], sizeof variables[3], "NONET_USER=Ana");
    snprintf(variables[4], sizeof variables[4], "TZ=UTC");
    snprintf(variables[5], sizeof variables[5], "NONET_TEST_CLOCK=1800000000000");
    char *environment[] = {variables[0],
                           variables[1],
                           variables[2],
                           variables[3],
                           variables[4],
                           variables[5],
                           (char *)home->variables[0],
                           (char *)home->variables[1],
                           NULL};

    char *argv[WORDS_MAX + 2] = {"nonet"};
    for (int i = 0; words[i]; i++)
        argv[i + 1] = (char *)words[i];
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addchdir_np(&actions, home->folder);
    posix_spawn_file_actions_addopen(&actions, 0, in, O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, 1, out, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    posix_spawn_file_actions_addopen(&actions, 2, err, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    for (int fd = 0; fd < closed; fd++)
        posix_spawn_file_actions_addclose(&actions, fd);
    pid_t pid;
    ck_assert_int_eq(posix_spawn(&pid, PROGRAM, &actions, NULL, argv, environment), 0);
    posix_spawn_file_actions_destroy(&actions);
    int state;
    ck_assert_int_eq(waitpid(pid, &state, 0), pid);
    struct result result = {.code = WIFEXITED(state) ? WEXITSTATUS(state) : 1000 + WTERMSIG(state)};
    read_back(home, "stdout", &result.out);
    read_back(home, "stderr", &result.err);
    return result;
}

static struct result run(const struct home *home, const char *const *words, const char *input)
{
    return run_without(home, words, input, 0);
}

struct row {
    const char *words[WORDS_MAX];
    const char *input;
    int code;
    const char *out; /* the whole stdout, or with a leading * a part of it; NULL = any */
    const char *err; /* a part of stderr; NULL = it must be empty */
};

static void check_row(const struct home *home, const struct row *row)
{
    struct result result = run(home, row->words, row->input);
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

static void check_rows(const struct home *home, const struct row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++)
        check_row(home, &rows[i]);
}

static const struct row daily_rows[] = {
    {{"--version"}, NULL, 0, "*nonet ", NULL},
    {{"list"}, NULL, 0, "", NULL},
    {{"list", "--json"}, NULL, 0, "[]\n", NULL},
    {{"new", "Shop"}, NULL, 0, "1\n", NULL},
    {{"new", "Me", "--template", "personal"}, NULL, 0, "2\n", NULL},
    {{"add", "1", "customer_segments", "Fans"}, NULL, 0, "1\n", NULL},
    {{"add", "Shop", "3"}, "Web\n\n  \n  Stall  \n", 0, "2\n3\n", NULL},
    {{"add", "1", "渠道通路", "电话"}, NULL, 0, "4\n", NULL},
    {{"add", "1", "channels"}, " \n", 1, NULL, "holds no note"},
    {{"add", "1", "nowhere", "x"}, NULL, 1, NULL, "nowhere"},
    {{"list"}, NULL, 0, "*Shop", NULL},
    {{"note", "2", "--text", "Website", "--colour", "red", "--tag", "now", "--set", "state=done"}, NULL, 0, "", NULL},
    {{"note", "2"}, NULL, 0, "*Website\ncolour: red\n#now\nstate=done\n", NULL},
    {{"undo", "1"}, NULL, 0, "*taken back", NULL},
    {{"note", "2"}, NULL, 0, "2  Shop  Channels\nWeb\n", NULL},
    {{"redo", "1"}, NULL, 0, "*done again", NULL},
    {{"note", "2", "--json"}, NULL, 0, "*\"text\": \"Website\"", NULL},
    {{"note", "2", "--colour", "pink"}, NULL, 2, NULL, "--colour is none"},
    {{"note", "2", "--text", " "}, NULL, 1, NULL, "needs a text"},
    {{"note", "1", "--tag", "#热", "--tag", "热", "--tag", "＃热"}, NULL, 0, "", NULL},
    {{"note", "1"}, NULL, 0, "1  Shop  Customer Segments\nFans\n#热\n", NULL},
    {{"undo", "1"}, NULL, 0, "*taken back", NULL},
    {{"link", "1", "2"}, NULL, 0, "", NULL},
    {{"note", "1"}, NULL, 0, "*= 2 Website\n", NULL},
    {{"unlink", "1", "2"}, NULL, 0, "", NULL},
    {{"unlink", "1", "2"}, NULL, 1, NULL, "not linked"},
    {{"link", "1", "1"}, NULL, 1, NULL, "itself"},
    {{"canvas", "1"}, NULL, 0, "1  Shop  Business Model Canvas\n", NULL},
    {{"canvas", "1", "--title", "Store", "--tag", "draft", "--set", "成本打法=Value-driven"}, NULL, 0, "", NULL},
    {{"canvas", "1"}, NULL, 0, "1  Store  Business Model Canvas\n#draft\ncost_driver=value_driven\n", NULL},
    {{"canvas", "1", "--json"}, NULL, 0, "*\"cost_driver\": \"value_driven\"", NULL},
    {{"canvas", "1", "--tag", "x", "--set", "cost_driver=dear"}, NULL, 1, NULL, "cost_driven (Cost-driven)"},
    {{"canvas", "1", "--untag", "draft", "--set", "cost_driver="}, NULL, 0, "", NULL},
    {{"canvas", "1"}, NULL, 0, "1  Store  Business Model Canvas\n", NULL},
    {{"undo", "1"}, NULL, 0, "*taken back", NULL},
    {{"undo", "1"}, NULL, 0, "*taken back", NULL},
    {{"canvas", "1"}, NULL, 0, "1  Shop  Business Model Canvas\n", NULL},
    {{"canvas", "9"}, NULL, 1, NULL, "no canvas 9"},
    {{"canvas", "example:football_club", "--title", "x"}, NULL, 1, NULL, "example"},
    {{"remove", "--note", "3"}, NULL, 0, "", NULL},
    {{"remove", "--note", "3"}, NULL, 1, NULL, "in the trash already"},
    {{"note", "3"}, NULL, 1, NULL, "nonet restore --note 3"},
    {{"show", "1", "--trash"}, NULL, 0, "    3  2027-01-15 08:00  Ana  Stall  (Channels)\n", NULL},
    {{"show", "1", "--trash", "--json"}, NULL, 0, "*\"number\": 3,", NULL},
    {{"restore", "--note", "3"}, NULL, 0, "", NULL},
    {{"show", "1", "--trash"}, NULL, 0, "", NULL},
    {{"remove", "Me"}, NULL, 0, "", NULL},
    {{"list", "--trash"}, NULL, 0, "*Me", NULL},
    {{"restore", "2"}, NULL, 0, "", NULL},
    {{"remove"}, NULL, 2, NULL, "name a canvas"},
    {{"search", "web"}, NULL, 0, "*Website", NULL},
    {{"search", "电"}, NULL, 0, "*电话  (Channels)\n", NULL},
    {{"--lang", "zh-CN", "search", "电"}, NULL, 0, "*电话  (渠道通路)\n", NULL},
    {{"search", "电", "--json"}, NULL, 0, "*\"block\": \"channels\"", NULL},
    {{"search", "nothing-like-it"}, NULL, 0, "", NULL},
    {{"search", "nothing-like-it", "--json"}, NULL, 0, "[]\n", NULL},
    {{"history", "1"}, NULL, 0, "*Ana", NULL},
    {{"note", "4", "--text", "A text that goes on and on and on before it ends in one word: apples"}, NULL, 0, "", NULL},
    {{"note", "4", "--text", "A text that goes on and on and on before it ends in one word: pears"}, NULL, 0, "", NULL},
    {{"history", "1"}, NULL, 0, "*changed “…one word: apples” to “…one word: pears”\n", NULL},
    {{"undo", "1"}, NULL, 0, "taken back: changed “…one word: apples” to “…one word: pears”\n", NULL},
    {{"redo", "1"}, NULL, 0, "done again: changed “…one word: apples” to “…one word: pears”\n", NULL},
    {{"note", "4", "--text", "电话"}, NULL, 0, "", NULL},
    {{"show", "1", "--width", "80"}, NULL, 0, "*│ · Fans ", NULL},
    {{"show", "1", "--width", "80"}, NULL, 0, "*┘\nr red  # tag\n", NULL},
    {{"show", "1", "--plain"}, NULL, 0, "*## Channels\n- Website #now (state: done)\n- Stall\n- 电话\n", NULL},
    {{"show", "1", "--width", "x"}, NULL, 2, NULL, "--width"},
    {{"show", "1", "--layout", "x"}, NULL, 1, NULL, "three_by_three"},
    {{"export", "1", "--output", "shop.json"}, NULL, 0, "", NULL},
    {{"export", "1", "-o", "shop.json"}, NULL, 0, "", NULL},
    {{"list", "--template", "Business Model Canvas"}, NULL, 0, "*Shop", NULL},
    {{"list", "--template", "商业模式画布"}, NULL, 0, "*Shop", NULL},
    {{"note", "1", "--colour", "红"}, NULL, 0, "", NULL},
    {{"note", "1"}, NULL, 0, "*colour: red\n", NULL},
    {{"--lang", "zh", "note", "1"}, NULL, 0, "*颜色：红\n", NULL},
    {{"note", "1", "--color=绿色"}, NULL, 0, "", NULL},
    {{"note", "1"}, NULL, 0, "*colour: green\n", NULL},
    {{"list", "--color", "never"}, NULL, 0, "*Shop", NULL},
    {{"note", "1", "--colour", "无色"}, NULL, 0, "", NULL},
    {{"import", "shop.json"}, NULL, 0, "3\n", NULL},
    {{"export", "1", "--format", "txt"}, NULL, 0, "*# Shop\n", NULL},
    {{"export", "1", "--format", "txt", "-o", "-"}, NULL, 0, "*# Shop\n", NULL},
    {{"export", "1", "--format", "doc"}, NULL, 1, NULL, "unknown format"},
    {{"export", "1", "--output", "a.b"}, NULL, 1, NULL, "--format"},
    {{"export", "1", "2", "--format", "md"}, NULL, 2, NULL, "--output FOLDER"},
    {{"export", "1", "2", "--format", "md", "--output", "out/md"}, NULL, 0, "out/md/Shop.md\nout/md/Me.md\n", NULL},
    {{"export", "1", "--format", "csv", "--output", "out/"}, NULL, 0, "out/Shop.csv\n", NULL},
    {{"export", "1", "99", "--output", "out"}, NULL, 1, "", "before it are written:\nout/Shop.json"},
    {{"export", "1", "2", "--output", "shop.json"}, NULL, 1, NULL, "no folder"},
    {{"export", "1", "--format", "html", "--layout", "x"}, NULL, 1, NULL, "three_by_three"},
    {{"export", "1", "--layout", "stack", "--output", "shop.pdf"}, NULL, 0, "", NULL},
    {{"export", "1", "--format", "txt", "--layout", "stack"}, NULL, 0, "*─┘\n", NULL},
    {{"import", "nosuch.json"}, NULL, 1, NULL, "nosuch.json"},
    {{"--lang", "zh", "import", "stdin", "--format", "json"}, "{\n[", 1, NULL, "stdin：第 2 行第 1 列不是合法的 JSON："},
    {{"new", "Copy", "--from", "example:football_club"}, NULL, 0, "4\n", NULL},
    {{"new", "Copy", "--from", "1", "--template", "bmc"}, NULL, 2, NULL, "not both"},
    {{"backup", "copy.db"}, NULL, 0, "", NULL},
    {{"backup", "copy.db"}, NULL, 1, NULL, "copy.db"},
    {{"remove", "4"}, NULL, 0, "", NULL},
    {{"restore-backup", "copy.db"}, NULL, 0, "*kept", NULL},
    {{"list", "Copy"}, NULL, 0, "*Copy", NULL},
    {{"restore-backup", "shop.json"}, NULL, 1, NULL, "nonet: "},
    {{"doctor"}, NULL, 0, "the store is sound\n", NULL},
    {{"doctor", "--rebuild"}, NULL, 0, "the store is sound\n", NULL},
};

static const struct row time_rows[] = {
    {{"new", "Plan"}, NULL, 0, "1\n", NULL},
    {{"versions", "1"}, NULL, 0, "", NULL},
    {{"versions", "1", "--json"}, NULL, 0, "[]\n", NULL},
    {{"show", "1@x"}, NULL, 1, NULL, "nor any other"},
    {{"add", "1", "channels", "Web"}, NULL, 0, "1\n", NULL},
    {{"version", "1", "第一版"}, NULL, 0, "", NULL},
    {{"add", "1", "channels", "Stall"}, NULL, 0, "2\n", NULL},
    {{"note", "1", "--text", "Website"}, NULL, 0, "", NULL},
    {{"version", "1", "第一版"}, NULL, 1, NULL, "already"},
    {{"version", "1", "a@b"}, NULL, 1, NULL, "“@”"},
    {{"version", "1", "later"}, NULL, 0, "", NULL},
    {{"versions", "1"}, NULL, 0, "2027-01-15 08:00  第一版  Ana\n2027-01-15 08:00  later   Ana\n", NULL},
    {{"show", "1@第一版", "--plain"}, NULL, 0, "*## Channels\n- Web\n\n", NULL},
    {{"show", "Plan@#3", "--plain"}, NULL, 0, "*## Channels\n- Web\n\n", NULL},
    {{"show", "1@LATER", "--plain"}, NULL, 0, "*## Channels\n- Website\n- Stall\n", NULL},
    {{"show", "1@none"}, NULL, 1, NULL, "“第一版”, “later”"},
    {{"show", "1@#99"}, NULL, 1, NULL, "#99"},
    {{"export", "1@第一版", "--format", "txt"}, NULL, 0, "*- Web\n", NULL},
    {{"new", "Older", "--from", "1@第一版"}, NULL, 0, "2\n", NULL},
    {{"show", "2", "--plain"}, NULL, 0, "*## Channels\n- Web\n\n", NULL},
    {{"add", "1@第一版", "channels", "x"}, NULL, 1, NULL, "what was cannot be changed"},
    {{"undo", "1@第一版"}, NULL, 1, NULL, "what was cannot be changed"},
    {{"history", "1@第一版"}, NULL, 1, NULL, "as it is now"},
    {{"show", "1@第一版", "--trash"}, NULL, 1, NULL, "as it is now"},
    {{"restore", "1@none"}, NULL, 1, NULL, "no version"},
    {{"restore", "1@第一版"}, NULL, 0, "", NULL},
    {{"show", "1", "--plain"}, NULL, 0, "*## Channels\n- Web\n\n", NULL},
    {{"undo", "1"}, NULL, 0, "*brought an earlier moment back", NULL},
    {{"show", "1", "--plain"}, NULL, 0, "*## Channels\n- Website\n- Stall\n", NULL},
    {{"diff", "1@第一版", "1"}, NULL, 0, "## Channels\n~ Web -> Website\n+ Stall\n", NULL},
    {{"diff", "1", "1@第一版"}, NULL, 0, "## Channels\n~ Website -> Web\n- Stall\n", NULL},
    {{"diff", "1", "2", "--json"}, NULL, 0, "*\"removed\": [\n    {\n      \"note\": 2,", NULL},
    {{"note", "1", "--block", "key_resources", "--colour", "red"}, NULL, 0, "", NULL},
    {{"diff", "1@第一版", "1"}, NULL, 0,
     "## Channels\n+ Stall\n\n## Key Resources\n> Web -> Website  (from Channels, colour)\n", NULL},
    {{"diff", "1@第一版", "1", "--json"}, NULL, 0, "*\"from\": \"channels\",\n      \"to\": \"key_resources\"", NULL},
    {{"diff", "1", "1"}, NULL, 0, "", NULL},
    {{"diff", "1", "example:football_club"}, NULL, 0, "*+ Fan clubs", NULL},
    {{"diff", "1", "9"}, NULL, 1, NULL, "no canvas 9"},
    {{"undo", "1"}, NULL, 0, NULL, NULL},
    {{"version", "1", "later", "--remove"}, NULL, 0, "", NULL},
    {{"version", "1", "later", "--remove"}, NULL, 1, NULL, "no version"},
    {{"version", "1@第一版", "later"}, NULL, 0, "", NULL},
    {{"version", "1", "later", "--replace"}, NULL, 0, "", NULL},
    {{"version", "1", "later", "--replace", "--remove"}, NULL, 2, NULL, "not both"},
    {{"version", "example:football_club", "x"}, NULL, 1, NULL, "example"},
    {{"new", "me@home"}, NULL, 0, "3\n", NULL}, /* a title may look like a version */
    {{"show", "me@home", "--plain"}, NULL, 0, "*# me@home", NULL},
    {{"remove", "me@home"}, NULL, 0, "", NULL},
    {{"restore", "me@home"}, NULL, 0, "", NULL},
    {{"doctor", "--rebuild"}, NULL, 0, "the store is sound\n", NULL},
};

static const struct row cluster_rows[] = {
    {{"new", "Club"}, NULL, 0, "1\n", NULL},
    {{"add", "1", "customer_segments"}, "fans\nclubs\nfirms\n", 0, "1\n2\n3\n", NULL},
    {{"add", "1", "channels", "shop"}, NULL, 0, "4\n", NULL},
    {{"note", "1", "--group", "人群"}, NULL, 0, "", NULL},
    {{"note", "3", "--group", "人群"}, NULL, 0, "", NULL},
    {{"show", "1", "--plain"}, NULL, 0, "*- clubs\n### 人群\n- fans\n- firms\n", NULL},
    {{"note", "1"}, NULL, 0, "*group: 人群\n", NULL},
    {{"note", "1", "--json"}, NULL, 0, "*\"group\": \"人群\"", NULL},
    {{"note", "1", "--merge", "2", "--merge", "3"}, NULL, 0, "", NULL},
    {{"show", "1", "--plain"}, NULL, 0, "*### 人群\n- fans\n  clubs\n  firms\n", NULL},
    {{"note", "1", "--split"}, NULL, 0, "", NULL},
    {{"note", "4", "--split"}, NULL, 1, NULL, "one line only"},
    {{"note", "4", "--merge", "99"}, NULL, 1, NULL, "99"},
    {{"note", "4", "--merge", "4"}, NULL, 1, NULL, "at least two"},
    {{"note", "1", "--group", ""}, NULL, 0, "", NULL},
    {{"show", "1", "--plain"}, NULL, 0, "*- fans\n### 人群\n- clubs\n- firms\n", NULL},
    {{"undo", "1"}, NULL, 0, NULL, NULL},
    {{"undo", "1"}, NULL, 0, NULL, NULL},
    {{"undo", "1"}, NULL, 0, NULL, NULL},
    {{"show", "1", "--plain"}, NULL, 0, "*- clubs\n### 人群\n- fans\n- firms\n", NULL},
    {{"doctor", "--rebuild"}, NULL, 0, "the store is sound\n", NULL},
};

static const struct row import_rows[] = {
    {{"import", "stdin", "--format", "md"}, "# Bakery\n## 客户细分\n- Fans\n## Founders\n- Ana\n", 0, "1\n", "Founders"},
    {{"show", "1", "--plain"}, NULL, 0, "*## Parking lot\n### Founders\n- Ana\n", NULL},
    {{"import", "stdin", "--dry-run"}, "block,text\nCS,Fans\n", 0, "*Fans", "stdin: taken for"},
    {{"list"}, NULL, 0, "*    1  Bakery", NULL},
    {{"import", "stdin", "--into", "1", "--block", "channels"}, "- Web\n- Shop\n", 0, "1\n", NULL},
    {{"show", "1", "--plain"}, NULL, 0, "*## Channels\n- Web\n- Shop\n", NULL},
    {{"history", "1"}, NULL, 0, "*2 notes", NULL},
    {{"undo", "1"}, NULL, 0, "*taken back", NULL},
    {{"import", "stdin", "--json", "--template", "lean"}, "# CH\n- Web\n", 1, "", "lean_canvas"},
    {{"import", "stdin", "--json", "--template", "lean_canvas"}, "# CH\n- Web\n", 0, "*\"canvas\": 2", NULL},
    {{"import", "stdin"}, "nothing here\n", 1, "", "looked for"},
    {{"--lang", "zh", "import", "stdin"}, "nothing here\n", 1, "", "找不到"},
    {{"import", "stdin", "--block", "channels"}, "- Web\n", 1, "", "--into CANVAS"},
    {{"import", "stdin", "--into", "example:football_club"}, "- Web\n", 1, "", "--from example:football_club"},
    {{"import", "stdin", "--into", "99"}, "- Web\n", 1, "", "99"},
    {{"import", "stdin", "--format", "pdf"}, "- Web\n", 1, "", "can be written, not read"},
    {{"import", "stdin", "--format", "folder"}, "- Web\n", 1, "", "stdin is no folder"},
    {{"import", "."}, NULL, 1, "", "looked for"},
    {{"import", "stdin", "nosuch.md"}, "# CH\n- Web\n", 1, "", "as canvases 3"},
    {{"import"}, NULL, 2, NULL, "FILE|FOLDER"},
};

START_TEST(test_import)
{
    struct home home;
    home_open(&home);
    check_rows(&home, import_rows, COUNT_OF(import_rows));
    home_close(&home);
}
END_TEST

START_TEST(test_notes_are_clustered)
{
    struct home home;
    home_open(&home);
    check_rows(&home, cluster_rows, COUNT_OF(cluster_rows));
    home_close(&home);
}
END_TEST

START_TEST(test_versions_are_looked_at_and_brought_back)
{
    struct home home;
    home_open(&home);
    check_rows(&home, time_rows, COUNT_OF(time_rows));
    home_close(&home);
}
END_TEST

START_TEST(test_daily_work)
{
    struct home home;
    home_open(&home);
    check_rows(&home, daily_rows, COUNT_OF(daily_rows));
    home_close(&home);
}
END_TEST

static const struct row wrong_rows[] = {
    {{"lst"}, NULL, 2, NULL, "did you mean list?"},
    {{"xyzzyx"}, NULL, 2, NULL, "unknown command “xyzzyx”\n"},
    {{"--nosuch", "list"}, NULL, 2, NULL, "unknown option --nosuch"},
    {{"list", "--jsn"}, NULL, 2, NULL, "did you mean --json?"},
    {{"list", "-x"}, NULL, 2, NULL, "unknown option -x"},
    {{"list", "--json=yes"}, NULL, 2, NULL, "takes no value"},
    {{"list", "--store"}, NULL, 2, NULL, "--store needs a value"},
    {{"list", "a", "b"}, NULL, 2, NULL, "“b” is one argument too many"},
    {{"list", "--sort", "size"}, NULL, 2, NULL, "--sort is"},
    {{"new"}, NULL, 2, NULL, "new: TITLE is missing\nusage: nonet new TITLE\n  --template ID "},
    {{"new"}, NULL, 2, NULL, "`nonet help new` says more\n"},
    {{"add", "1"}, NULL, 2, NULL, "add: BLOCK is missing\nusage: nonet add CANVAS BLOCK [TEXT]\n"},
    {{"link", "1"}, NULL, 2, NULL, "link: NOTE is missing"},
    {{"--lang", "zh", "add", "1"}, NULL, 2, NULL, "缺少“格子”\n用法：nonet add 画布 格子 [文字]\n"},
    {{"foo"}, NULL, 2, NULL, "unknown command “foo”\n"},
    {{"doctor", "x"}, NULL, 2, NULL, "usage: nonet doctor\n"},
    {{"export", "1", "-o"}, NULL, 2, NULL, "-o needs a value"},
    {{"list", "-o", "x"}, NULL, 2, NULL, "unknown option -o"},
    {{"list", "--template", "nosuch"}, NULL, 1, NULL, "there is no template “nosuch”; there are: bmc"},
    {{"new", "X", "--template", "个人画布x"}, NULL, 1, NULL, "personal"},
    {{"list", "--colour", "blue"}, NULL, 2, NULL, "always, auto or never"},
    {{"--lang", "fr", "list"}, NULL, 2, NULL, "fr"},
    {{"help", "nosuch"}, NULL, 2, NULL, "unknown command “nosuch”"},
    {{"help", "lst"}, NULL, 2, NULL, "did you mean list?"},
    {{"formats", "x"}, NULL, 2, NULL, "usage: nonet formats\n"},
    {{"template", "eat", "x"}, NULL, 2, NULL, "check or install"},
    {{"template", "check", "nosuch.json"}, NULL, 1, NULL, "nosuch.json"},
    {{"doctor"}, NULL, 1, NULL, "no store"},
    {{"backup", "b.db"}, NULL, 1, NULL, "no store"},
    {{"new", "Alpha"}, NULL, 0, "1\n", NULL},
    {{"new", "Beta"}, NULL, 0, "2\n", NULL},
    {{"new", "Beta"}, NULL, 0, "3\n", NULL},
    {{"new", "3"}, NULL, 0, "4\n", NULL},
    {{"show", "99"}, NULL, 1, NULL, "99"},
    {{"show", "Alpa"}, NULL, 1, NULL, "Alpha"},
    {{"show", "Beta"}, NULL, 1, NULL, "2"},
    {{"show", "3", "--plain"}, NULL, 0, "*# Beta\n", NULL},
    {{"show", "title:3", "--plain"}, NULL, 0, "*# 3\n", NULL},
    {{"new", "99999999999999999999"}, NULL, 0, "5\n", NULL},
    {{"show", "99999999999999999999"}, NULL, 1, NULL, "no canvas"}, /* a numeral is a number, however long */
    {{"show", "title:99999999999999999999", "--plain"}, NULL, 0, "*# 9999", NULL},
    {{"note", "99999999999999999999"}, NULL, 1, NULL, "no note"},
    {{"--store", ":memory:", "new", "Kept"}, NULL, 0, "1\n", NULL},
    {{"--store", ":memory:", "list"}, NULL, 0, "*Kept", NULL},
    {{"--store", "file:a?mode=memory", "new", "Kept"}, NULL, 0, "1\n", NULL},
    {{"--store", "file:a?mode=memory", "list"}, NULL, 0, "*Kept", NULL},
    {{"--store", "file:a?mode=memory", "backup", "file:b"}, NULL, 0, "", NULL},
    {{"--store", "file:b", "list"}, NULL, 0, "*Kept", NULL},
    {{"show", "Alpha@#3"}, NULL, 1, NULL, "#3 is none of this canvas"},
    {{"show", "example:nosuch"}, NULL, 1, NULL, "football_club"},
    {{"add", "example:football_club", "1", "x"}, NULL, 1, NULL, "--from example:football_club"},
    {{"new", "X", "--template", "nosuch"}, NULL, 1, NULL, "bmc"},
    {{"prompts", "bmc", "parking_lot"}, NULL, 1, NULL, "no questions"},
    {{"undo", "1"}, NULL, 1, NULL, "nonet: "},
    {{"open", "1"}, NULL, 1, NULL, "needs a terminal"},
    {{NULL}, NULL, 1, NULL, "needs a terminal"},
};

START_TEST(test_what_is_wrong_is_said_and_nothing_is_printed)
{
    struct home home;
    home_open(&home);
    check_rows(&home, wrong_rows, COUNT_OF(wrong_rows));
    home_close(&home);
}
END_TEST

static const struct row no_store_rows[] = {
    {{"list"}, NULL, 0, "", NULL},
    {{"list", "--json"}, NULL, 0, "[]\n", NULL},
    {{"search", "x"}, NULL, 0, "", NULL},
    {{"--store", "new.db", "list"}, NULL, 0, "", NULL},
    {{"show", "1"}, NULL, 1, NULL, "1"},
    {{"add", "1", "1", "x"}, NULL, 1, NULL, "1"},
    {{"undo", "1"}, NULL, 1, NULL, "1"},
    {{"--store", "no/where/x.db", "list"}, NULL, 1, NULL, "the folder no/where is missing; make it first: mkdir -p no/where"},
    {{"--store", "no/where/x.db", "new", "X"}, NULL, 1, NULL, "no/where is missing"},
};

static const struct row new_store_rows[] = {
    {{"--store", "new.db", "new", "X"}, NULL, 0, "1\n", NULL},
    {{"--store", "new.db", "new", "Y", "--from", "1"}, NULL, 0, "2\n", NULL},
    {{"--store", "./new.db", "list", "X"}, NULL, 0, "*X", NULL},
    {{"new", "Z", "--from", "example:football_club"}, NULL, 0, "1\n", NULL},
    {{"list"}, NULL, 0, "*Z", NULL},
};

static bool exists(const struct home *home, const char *name)
{
    char path[128];
    snprintf(path, sizeof path, "%s/%s", home->folder, name);
    return access(path, F_OK) == 0;
}

START_TEST(test_looking_makes_no_store)
{
    struct home home;
    home_open(&home);
    check_rows(&home, no_store_rows, COUNT_OF(no_store_rows));
    ck_assert(!exists(&home, ".local") && !exists(&home, "new.db") && !exists(&home, "no"));
    check_rows(&home, new_store_rows, COUNT_OF(new_store_rows));
    ck_assert(exists(&home, "new.db") && exists(&home, ".local/share/nonet/nonet.db"));
    home.variables[0] = "NONET_STORE=deep/er/y.db"; /* a place chosen once and for all is made */
    check_rows(&home, &(const struct row){{"list"}, NULL, 0, "", NULL}, 1);
    ck_assert(!exists(&home, "deep"));
    check_rows(&home, &(const struct row){{"new", "Q"}, NULL, 0, "1\n", NULL}, 1);
    ck_assert(exists(&home, "deep/er/y.db"));
    home_close(&home);
}
END_TEST

/* A pipe has no width: 80, unless $COLUMNS says something else; --width is above both. */
START_TEST(test_the_width_of_show)
{
    static const struct {
        const char *variable, *width;
        int cells;
    } table[] = {{NULL, NULL, 80}, {"COLUMNS=", NULL, 80}, {"COLUMNS=132", NULL, 132}, {"COLUMNS=132", "90", 90}};
    struct home home;
    home_open(&home);
    for (size_t i = 0; i < COUNT_OF(table); i++) {
        home.variables[0] = table[i].variable;
        const char *words[] = {"show", "example:football_club", table[i].width ? "--width" : NULL, table[i].width, NULL};
        struct result result = run(&home, words, NULL);
        const char *line = strchr(buffer_text(&result.out), '\n');
        ck_assert_ptr_nonnull(line);
        size_t length = strcspn(line + 1, "\n"), cells = 0;
        for (size_t at = 0; at < length; at++)
            cells += ((unsigned char)line[1 + at] & 0xC0) != 0x80;
        ck_assert_msg(cells == (size_t)table[i].cells, "row %zu: %zu", i, cells);
        result_clear(&result);
    }
    home_close(&home);
}
END_TEST

static const struct row language_rows[] = {
    {{"--lang", "fr", "list"}, NULL, 2, NULL, "“fr”"},
    {{"--lang", "ZH", "show", "99"}, NULL, 1, NULL, "没有"},
    {{"--lang=en_US.UTF-8", "show", "99"}, NULL, 1, NULL, "here is no canvas"},
};

START_TEST(test_languages_by_name)
{
    static const char *const locales[] = {"C", "POSIX", "zh_CN.UTF-8"};
    struct home home;
    home_open(&home);
    for (size_t i = 0; i < COUNT_OF(locales); i++) {
        home.locale = locales[i];
        check_rows(&home, language_rows, COUNT_OF(language_rows));
    }
    home.locale = "C";
    home.variables[0] = "NONET_LANG=fr"; /* of no use: passed over */
    check_rows(&home, &(const struct row){{"show", "99"}, NULL, 1, NULL, "here is no canvas"}, 1);
    home.variables[0] = "NONET_LANG=zh_CN.UTF-8";
    check_rows(&home, &(const struct row){{"show", "99"}, NULL, 1, NULL, "没有"}, 1);
    home_close(&home);
}
END_TEST

static const char *const read_only_calls[][5] = {
    {"list", "--json"},  {"show", "1", "--json"}, {"show", "example:football_club", "--json"},
    {"templates", "--json"}, {"prompts", "bmc", "--json"}, {"prompts", "bmc", "3", "--json"},
    {"history", "1", "--json"}, {"search", "a", "--json"}, {"formats", "--json"},
};

static const struct row review_rows[] = {
    {{"new", "Shop"}, NULL, 0, "1\n", NULL},
    {{"add", "1", "1", "Fans"}, NULL, 0, "1\n", NULL},
    {{"add", "1", "2", "Fun"}, NULL, 0, "2\n", NULL},
    {{"note", "1", "--set", "role=boss"}, NULL, 1, NULL, "payer (Pays), user (Uses), both"},
    {{"note", "1", "--set", "角色=付钱", "--set", "own=x"}, NULL, 0, "", NULL},
    {{"note", "1"}, NULL, 0, "*own=x\nrole=payer\n", NULL},
    {{"note", "1", "--set", "role"}, NULL, 0, "", NULL},
    {{"note", "1"}, NULL, 0, "1  Shop  Customer Segments\nFans\nown=x\n", NULL},
    {{"link", "1", "2", "--set", "prized=perhaps"}, NULL, 1, NULL, "yes (Yes), no (No)"},
    {{"note", "2"}, NULL, 0, "2  Shop  Value Propositions\nFun\n", NULL}, /* nothing half done */
    {{"link", "1", "2", "--set", "prized=Yes"}, NULL, 0, "", NULL},
    {{"show", "1", "--json"}, NULL, 0, "*\"prized\": \"yes\"", NULL},
    {{"undo", "1"}, NULL, 0, "*taken back", NULL},
    {{"note", "2"}, NULL, 0, "2  Shop  Value Propositions\nFun\n", NULL},
    {{"note", "2", "--set", "role=payer", "--block", "1"}, NULL, 0, "", NULL}, /* words of the block it goes to */
    {{"note", "2"}, NULL, 0, "2  Shop  Customer Segments\nFun\nrole=payer\n", NULL},
    {{"undo", "1"}, NULL, 0, "*taken back", NULL},
    {{"review", "nosuch"}, NULL, 1, NULL, "nosuch"},
    {{"review"}, NULL, 2, NULL, "usage: nonet review CANVAS"},
};

/* { "rule", "severity", "notes": [...] } of one rule; NULL: not found. Borrowed. */
static const json_t *finding_of(const json_t *findings, const char *rule)
{
    for (size_t i = 0; i < json_array_size(findings); i++) {
        const json_t *finding = json_array_get(findings, i);
        if (strcmp(json_string_value(json_object_get(finding, "rule")), rule) == 0)
            return finding;
    }
    return NULL;
}

START_TEST(test_review_names_notes_and_fails_on_what_is_grave)
{
    struct home home;
    home_open(&home);
    check_rows(&home, review_rows, COUNT_OF(review_rows));
    struct result result = run(&home, (const char *const[]){"review", "1", "--json", NULL}, NULL);
    ck_assert_int_eq(result.code, 3);
    ck_assert_str_eq(buffer_text(&result.err), "");
    json_error_t problem;
    json_t *findings = json_loads(buffer_text(&result.out), JSON_REJECT_DUPLICATES, &problem);
    ck_assert_msg(json_is_array(findings), "%s", problem.text);
    const json_t *first = finding_of(findings, "R01"), *empty = finding_of(findings, "R27");
    ck_assert_ptr_nonnull(first);
    ck_assert_str_eq(json_string_value(json_object_get(first, "severity")), "error");
    ck_assert_int_eq(json_integer_value(json_array_get(json_object_get(first, "notes"), 0)), 1);
    ck_assert_ptr_nonnull(empty);
    ck_assert_uint_eq(json_array_size(json_object_get(empty, "notes")), 0);
    ck_assert_uint_eq(json_array_size(json_object_get(empty, "blocks")), 7);
    json_decref(findings);
    result_clear(&result);

    home.locale = "zh_CN.UTF-8";
    result = run(&home, (const char *const[]){"--lang", "zh", "review", "example:football_club", NULL}, NULL);
    ck_assert_int_eq(result.code, 3);
    ck_assert_ptr_nonnull(strstr(buffer_text(&result.out), "R14"));
    result_clear(&result);
    home_close(&home);
}
END_TEST

/* A template with one rule, which a canvas with one note keeps. */
static const char kind_one[] =
    "{\"id\": \"one\", \"version\": 1, \"title\": {\"en\": \"One\", \"zh\": \"一\"}, \"blocks\": ["
    "{\"id\": \"a\", \"order\": 1, \"title\": {\"en\": \"A\", \"zh\": \"甲\"}}], \"rules\": ["
    "{\"id\": \"R1\", \"severity\": \"error\", \"text\": {\"en\": \"Fill it.\", \"zh\": \"填上。\"},\n"
    "\"check\": \"filled\", \"args\": {\"from\": [\"%s\"]}}]}";

START_TEST(test_review_of_a_kind_of_ones_own)
{
    static const struct row rows[] = {
        {{"template", "check", "wrong.json"}, NULL, 1, NULL, "wrong.json:2: there is no block \"b\""},
        {{"template", "install", "wrong.json"}, NULL, 1, NULL, "wrong.json:2:"},
        {{"template", "install", "one.json"}, NULL, 0, "*one.json", NULL},
        {{"new", "First", "--template", "one"}, NULL, 0, "1\n", NULL},
        {{"add", "1", "a", "x"}, NULL, 0, "1\n", NULL},
        {{"review", "1"}, NULL, 0, "nothing found: the canvas keeps every rule\n", NULL},
        {{"review", "1", "--json"}, NULL, 0, "[]\n", NULL},
        {{"prompts", "one", "--json"}, NULL, 0, "*\"rules\"", NULL},
        {{"prompts", "bmc", "--json"}, NULL, 0, "*\"facets\"", NULL},
    };
    struct home home;
    struct buffer text = {0};
    home_open(&home);
    buffer_printf(&text, kind_one, "a");
    put(&home, "one.json", buffer_text(&text));
    buffer_reset(&text);
    buffer_printf(&text, kind_one, "b");
    put(&home, "wrong.json", buffer_text(&text));
    buffer_clear(&text);
    check_rows(&home, rows, COUNT_OF(rows));
    home_close(&home);
}
END_TEST


START_TEST(test_closed_input_and_output_never_meet_a_file)
{
    static const struct row rows[] = {
        {{"new", "Shop"}, NULL, 0, "1\n", NULL},
        {{"add", "1", "1", "Fans"}, NULL, 0, "1\n", NULL},
    };
    static const struct {
        const char *words[4];
        int closed, code;
        const char *err;
    } calls[] = {
        {{"add", "1", "1"}, 1, 1, "holds no note"},
        {{"add", "1", "1"}, 3, 1, ""},
        {{"list"}, 2, 1, "could not be written"},
        {{"list"}, 3, 1, ""},
        {{"backup", "copy.db"}, 3, 0, ""},
    };
    struct home home;
    home_open(&home);
    check_rows(&home, rows, COUNT_OF(rows));
    for (size_t i = 0; i < COUNT_OF(calls); i++) {
        struct result result = run_without(&home, calls[i].words, "Lost\n", calls[i].closed);
        ck_assert_msg(result.code == calls[i].code, "%s without %d: %d", calls[i].words[0], calls[i].closed, result.code);
        ck_assert_str_eq(buffer_text(&result.out), "");
        ck_assert_ptr_nonnull(strstr(buffer_text(&result.err), calls[i].err));
        result_clear(&result);
    }
    static const struct row after[] = {
        {{"list"}, NULL, 0, "*  1  ", NULL},
        {{"doctor", "--rebuild"}, NULL, 0, "the store is sound\n", NULL},
    };
    check_rows(&home, after, COUNT_OF(after));
    home_close(&home);
}
END_TEST

START_TEST(test_json_is_one_document)
{
    struct home home;
    home_open(&home);
    static const struct row rows[] = {
        {{"new", "a\033[31m \"q\" 停"}, NULL, 0, "1\n", NULL},
        {{"add", "1", "channels", "a\033]0;t\007b\\"}, NULL, 0, "1\n", NULL},
    };
    check_rows(&home, rows, COUNT_OF(rows));
    for (size_t i = 0; i < COUNT_OF(read_only_calls); i++) {
        struct result result = run(&home, read_only_calls[i], NULL);
        ck_assert_int_eq(result.code, 0);
        json_error_t problem;
        json_t *document = json_loads(buffer_text(&result.out), JSON_REJECT_DUPLICATES, &problem);
        ck_assert_msg(document != NULL, "%s: %s", read_only_calls[i][0], problem.text);
        ck_assert_ptr_null(strchr(buffer_text(&result.out), '\033'));
        json_decref(document);
        result_clear(&result);
    }
    home_close(&home);
}
END_TEST

START_TEST(test_no_control_character_of_a_note_reaches_the_output)
{
    static const char *const calls[][5] = {
        {"list"}, {"show", "1"}, {"show", "1", "--plain"}, {"note", "1"}, {"search", "a"}, {"history", "1"},
        {"export", "1", "--format", "txt"}, {"show", "a\033[31m"},
    };
    struct home home;
    home_open(&home);
    static const struct row rows[] = {
        {{"new", "a\033[31mtitle"}, NULL, 0, "1\n", NULL},
        {{"add", "1", "channels", "a\033]0;t\007b\xC2\x9Bq"}, NULL, 0, "1\n", NULL},
        {{"note", "1", "--tag", "t\033g", "--body", "b\033\b"}, NULL, 0, "", NULL},
    };
    check_rows(&home, rows, COUNT_OF(rows));
    for (size_t i = 0; i < COUNT_OF(calls); i++) {
        struct result result = run(&home, calls[i], NULL);
        struct buffer *both[] = {&result.out, &result.err};
        for (size_t b = 0; b < 2; b++)
            for (size_t at = 0; at < both[b]->length; at++)
                ck_assert_msg((unsigned char)both[b]->data[at] >= 0x20 || both[b]->data[at] == '\n', "%s: %s",
                              calls[i][0], both[b]->data);
        result_clear(&result);
    }
    home_close(&home);
}
END_TEST

START_TEST(test_chinese_works_in_every_locale)
{
    static const char *const locales[] = {"C.UTF-8", "C", "POSIX", "nosuch_LOCALE"};
    static const struct row rows[] = {
        {{"--lang", "zh", "show", "example:football_club"}, NULL, 0, "*足球俱乐部 · 商业模式画布\n", NULL},
        {{"--lang", "zh", "lst"}, NULL, 2, NULL, "没有"},
        {{"show", "example:football_club", "--lang", "zh", "--plain"}, NULL, 0, "*## 客户细分\n", NULL},
        {{"--lang", "zh", "help"}, NULL, 0, "*画布", NULL},
        {{"--lang", "en", "help"}, NULL, 0, "*make a canvas", NULL},
    };
    struct home home;
    home_open(&home);
    for (size_t i = 0; i < COUNT_OF(locales); i++) {
        home.locale = locales[i];
        check_rows(&home, rows, COUNT_OF(rows));
    }
    home_close(&home);
}
END_TEST

START_TEST(test_a_store_that_is_none_is_left_alone)
{
    struct home home;
    home_open(&home);
    put(&home, "garbage.db", "this is no database at all, but long enough to look like a file\n");
    static const struct row rows[] = {
        {{"--store", "garbage.db", "list"}, NULL, 1, NULL, "garbage.db"},
        {{"--store", "garbage.db", "new", "x"}, NULL, 1, NULL, "garbage.db"},
        {{"--store", "garbage.db", "doctor"}, NULL, 1, NULL, "garbage.db"},
        {{"--store", "/proc/nosuch/x.db", "list"}, NULL, 1, NULL, "nonet: "},
        {{"--store", "stdin/x.db", "list"}, NULL, 1, NULL, "nonet: "},
        {{"--store", "deep/er/x.db", "new", "x"}, NULL, 1, NULL, "mkdir -p deep/er"},
    };
    check_rows(&home, rows, COUNT_OF(rows));
    home.variables[0] = "NONET_STORE=deep/er/x.db";
    check_row(&home, &(const struct row){{"new", "x"}, NULL, 0, "1\n", NULL});
    struct buffer after = {0};
    read_back(&home, "garbage.db", &after);
    ck_assert_str_eq(after.data, "this is no database at all, but long enough to look like a file\n");
    buffer_clear(&after);
    struct stat state;
    char path[128];
    snprintf(path, sizeof path, "%s/deep/er/x.db", home.folder);
    ck_assert_int_eq(stat(path, &state), 0);
    ck_assert_int_eq(state.st_mode & 0777, 0600);
    snprintf(path, sizeof path, "%s/deep/er", home.folder);
    ck_assert_int_eq(stat(path, &state), 0);
    ck_assert_int_eq(state.st_mode & 0777, 0700);
    home_close(&home);
}
END_TEST

/* user_version stands in bytes 60 to 63 of an SQLite file. */
START_TEST(test_a_newer_store_is_refused_untouched)
{
    struct home home;
    home_open(&home);
    static const struct row make = {{"--store", "s.db", "new", "x"}, NULL, 0, "1\n", NULL};
    static const struct row refused = {{"--store", "s.db", "list"}, NULL, 1, NULL, "newer"};
    check_row(&home, &make);
    char path[128];
    snprintf(path, sizeof path, "%s/s.db", home.folder);
    int fd = open(path, O_RDWR | O_CLOEXEC);
    ck_assert_int_ge(fd, 0);
    ck_assert_int_eq(pwrite(fd, "\0\0\3\347", 4, 60), 4);
    close(fd);
    struct buffer before = {0}, after = {0};
    read_back(&home, "s.db", &before);
    check_row(&home, &refused);
    read_back(&home, "s.db", &after);
    ck_assert_uint_eq(before.length, after.length);
    ck_assert_int_eq(memcmp(before.data, after.data, after.length), 0);
    buffer_clear(&before);
    buffer_clear(&after);
    home_close(&home);
}
END_TEST

START_TEST(test_a_template_is_checked_and_kept)
{
    struct home home;
    home_open(&home);
    put(&home, "bad.json", "{\"id\":\"x\",\n\"version\":}");
    struct buffer good = {0};
    ck_ok(file_read(NONET_SOURCE_DIR "/data/templates/personal.json", (size_t)1 << 24, &good, &error));
    char *id = strstr(good.data, "\"personal\"");
    ck_assert_ptr_nonnull(id);
    memcpy(id, "\"mytemple\"", 10);
    put(&home, "good.json", good.data);
    buffer_clear(&good);
    static const struct row rows[] = {
        {{"template", "check", "bad.json"}, NULL, 1, NULL, "bad.json:2"},
        {{"template", "install", "bad.json"}, NULL, 1, NULL, "bad.json:2"},
        {{"template", "check", "good.json"}, NULL, 0, "*mytemple", NULL},
        {{"template", "install", "good.json"}, NULL, 0, "*/nonet/templates/mytemple.json\n", NULL},
        {{"templates"}, NULL, 0, "*mytemple", NULL},
        {{"new", "Own", "--template", "mytemple"}, NULL, 0, "1\n", NULL},
        {{"show", "1", "--json"}, NULL, 0, "*\"template\": {", NULL},
    };
    check_rows(&home, rows, COUNT_OF(rows));
    home_close(&home);
}
END_TEST

/* Names in the manual are written with \- for their hyphens. */
static void check_manual(const char *manual, const char *name)
{
    struct buffer wanted = {0};
    for (const char *c = name; *c; c++)
        buffer_printf(&wanted, *c == '-' ? "\\-" : "%c", *c);
    const char *found = strstr(manual, wanted.data);
    while (found && (found[wanted.length] == '\\' || (found[wanted.length] >= 'a' && found[wanted.length] <= 'z')))
        found = strstr(found + 1, wanted.data);
    ck_assert_msg(found != NULL, "the manual does not name %s", name);
    buffer_clear(&wanted);
}

START_TEST(test_every_command_and_option_is_in_the_manual)
{
    struct home home;
    home_open(&home);
    struct buffer manual = {0};
    ck_ok(file_read(NONET_SOURCE_DIR "/data/man/nonet.1", (size_t)1 << 20, &manual, &error));
    static const char *const names[] = {"help", "--names", NULL};
    struct result list = run(&home, names, NULL);
    char *rest;
    for (char *name = strtok_r(list.out.data, "\n", &rest); name; name = strtok_r(NULL, "\n", &rest)) {
        check_manual(manual.data, name);
        if (name[0] == '-')
            continue;
        const char *words[] = {"help", "--names", name, NULL};
        struct result options = run(&home, words, NULL);
        char *others;
        for (char *option = strtok_r(options.out.data, "\n", &others); option; option = strtok_r(NULL, "\n", &others))
            check_manual(manual.data, option);
        result_clear(&options);
    }
    result_clear(&list);
    buffer_clear(&manual);
    home_close(&home);
}
END_TEST

/* Root may write everywhere, so there is nothing to see then. */
START_TEST(test_a_read_only_store_is_read_and_not_written)
{
    if (geteuid() == 0)
        return;
    struct home home;
    home_open(&home);
    static const struct row before[] = {{{"--store", "d/s.db", "new", "x"}, NULL, 0, "1\n", NULL}};
    static const struct row after[] = {
        {{"--store", "d/s.db", "list"}, NULL, 0, "*x", NULL},
        {{"--store", "d/s.db", "new", "y"}, NULL, 1, NULL, "nonet: "},
    };
    check_rows(&home, before, COUNT_OF(before));
    char path[128];
    snprintf(path, sizeof path, "%s/d/s.db", home.folder);
    ck_assert_int_eq(chmod(path, 0400), 0);
    snprintf(path, sizeof path, "%s/d", home.folder);
    ck_assert_int_eq(chmod(path, 0500), 0);
    check_rows(&home, after, COUNT_OF(after));
    home_close(&home);
}
END_TEST

START_TEST(test_an_output_that_cannot_be_written_is_an_error)
{
    struct home home;
    char command[400];
    home_open(&home);
    snprintf(command, sizeof command,
             "HOME=%s NONET_DATA=%s/data " PROGRAM " prompts bmc >/dev/full 2>%s/err && exit 9; grep -q 'nonet: ' %s/err",
             home.folder, NONET_SOURCE_DIR, home.folder, home.folder);
    ck_assert_int_eq(system(command), 0);
    home_close(&home);
}
END_TEST

START_TEST(test_every_command_has_help)
{
    struct home home;
    home_open(&home);
    static const char *const names[] = {"help", "--names", NULL};
    struct result list = run(&home, names, NULL);
    ck_assert_int_eq(list.code, 0);
    int count = 0;
    for (char *name = strtok(list.out.data, "\n"); name; name = strtok(NULL, "\n")) {
        if (name[0] == '-')
            continue;
        struct row row = {{"help", name}, NULL, 0, "*usage: nonet ", NULL};
        check_row(&home, &row);
        row = (struct row){{name, "--help"}, NULL, 0, "*usage: nonet ", NULL};
        check_row(&home, &row);
        count++;
    }
    ck_assert_int_gt(count, 20);
    result_clear(&list);
    home_close(&home);
}
END_TEST

static const struct row copies_rows[] = {
    {{"new", "Shop"}, NULL, 0, "1\n", NULL},
    {{"add", "1", "channels", "Web"}, NULL, 0, "1\n", NULL},
    {{"backup", "copy.db"}, NULL, 0, "", NULL},
    {{"--store", "copy.db", "note", "1", "--text", "网店"}, NULL, 0, "", NULL},
    {{"--store", "copy.db", "add", "1", "channels", "Stall"}, NULL, 0, "2\n", NULL},
    {{"--store", "copy.db", "new", "Me", "--template", "personal"}, NULL, 0, "2\n", NULL},
    {{"add", "1", "channels", "Post"}, NULL, 0, "2\n", NULL},
    {{"note", "1", "--text", "Website"}, NULL, 0, "", NULL},
    {{"merge", "copy.db"}, NULL, 0,
     "new actions: 3, made: 2, changed: 1\ncanvas 1, note 1: text\n    here:  Website  (stands)\n    there: 网店\n", NULL},
    {{"merge", "copy.db"}, NULL, 0, "", NULL},
    {{"version", "1", "first"}, NULL, 0, NULL, NULL},
    {{"--store", "copy.db", "version", "1", "first"}, NULL, 0, NULL, NULL},
    {{"merge", "copy.db"}, NULL, 0, "*canvas 1, version: moment\n    here:  20", NULL},
    {{"merge", "copy.db", "--json"}, NULL, 0, "*\"actions\": 0", NULL},
    {{"show", "1", "--plain"}, NULL, 0, "*- Website\n", NULL},
    {{"show", "2"}, NULL, 0, "*Me", NULL},
    {{"history", "1"}, NULL, 0, "*Website", NULL},
    {{"doctor", "--rebuild"}, NULL, 0, "*sound", NULL},
    {{"merge", ".local/share/nonet/nonet.db"}, NULL, 1, NULL, "is the store itself"},
    {{"merge", "none.db"}, NULL, 1, NULL, "none.db"},
    {{"merge"}, NULL, 2, NULL, "merge"},
    {{"purge", "1"}, NULL, 1, NULL, "trash"},
    {{"remove", "1"}, NULL, 0, "", NULL},
    {{"purge", "1"}, NULL, 0, "", NULL},
    {{"purge", "1"}, NULL, 1, NULL, "no canvas 1"},
    {{"list"}, NULL, 0, "*Me", NULL},
    {{"list", "--trash"}, NULL, 0, "", NULL},
    {{"merge", "copy.db"}, NULL, 0, "canvases left out, as they were purged here: 1\n", NULL},
    {{"--store", "copy.db", "merge", ".local/share/nonet/nonet.db"}, NULL, 0,
     "*canvas 1 was purged there and is kept: it is in use here\n", NULL},
    {{"--store", "copy.db", "remove", "1"}, NULL, 0, "", NULL},
    {{"--store", "copy.db", "merge", ".local/share/nonet/nonet.db"}, NULL, 0, "*canvases purged here too, as there: 1\n", NULL},
    {{"--store", "copy.db", "doctor", "--rebuild"}, NULL, 0, "*sound", NULL},
    {{"new", "Next"}, NULL, 0, "3\n", NULL},
};

START_TEST(test_copies_are_merged_and_purged)
{
    struct home home;
    home_open(&home);
    check_rows(&home, copies_rows, COUNT_OF(copies_rows));
    home_close(&home);
}
END_TEST

NONET_TEST_MAIN("cli", test_daily_work, test_import, test_notes_are_clustered, test_copies_are_merged_and_purged, test_versions_are_looked_at_and_brought_back, test_what_is_wrong_is_said_and_nothing_is_printed, test_json_is_one_document,
                test_closed_input_and_output_never_meet_a_file, test_review_names_notes_and_fails_on_what_is_grave,
                test_review_of_a_kind_of_ones_own,
                test_no_control_character_of_a_note_reaches_the_output, test_chinese_works_in_every_locale,
                test_a_store_that_is_none_is_left_alone, test_a_newer_store_is_refused_untouched,
                test_a_template_is_checked_and_kept, test_every_command_has_help,
                test_every_command_and_option_is_in_the_manual, test_a_read_only_store_is_read_and_not_written,
                test_an_output_that_cannot_be_written_is_an_error,
                test_looking_makes_no_store, test_the_width_of_show, test_languages_by_name)
