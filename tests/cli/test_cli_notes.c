/*
 * test_cli_notes.c - a day of work on canvases and notes: made, marked, tied, grouped, merged, split, found, taken back.
 */
#include "cli_fixture.h"

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
    {{"list", "--template", "Business Model Canvas"}, NULL, 0, "*Shop", NULL},
    {{"list", "--template", "商业模式画布"}, NULL, 0, "*Shop", NULL},
    {{"note", "1", "--colour", "红"}, NULL, 0, "", NULL},
    {{"note", "1"}, NULL, 0, "*colour: red\n", NULL},
    {{"--lang", "zh", "note", "1"}, NULL, 0, "*颜色：红\n", NULL},
    {{"note", "1", "--color=绿色"}, NULL, 0, "", NULL},
    {{"note", "1"}, NULL, 0, "*colour: green\n", NULL},
    {{"list", "--color", "never"}, NULL, 0, "*Shop", NULL},
    {{"note", "1", "--colour", "无色"}, NULL, 0, "", NULL},
};

START_TEST(test_daily_work)
{
    struct cli cli;
    cli_open(&cli);
    cli_rows(&cli, daily_rows, COUNT_OF(daily_rows));
    cli_close(&cli);
}
END_TEST

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

START_TEST(test_notes_are_clustered)
{
    struct cli cli;
    cli_open(&cli);
    cli_rows(&cli, cluster_rows, COUNT_OF(cluster_rows));
    cli_close(&cli);
}
END_TEST

NONET_TEST_MAIN("cli_notes", test_daily_work, test_notes_are_clustered)
