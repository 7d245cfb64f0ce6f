/*
 * test_workshop_commands.c - a workshop as its owner leads it from the command line, and the minutes it leaves.
 */
#include <ctype.h>
#include <string.h>

#include "check_main.h"
#include "home.h"
#include "nonet/workshop.h"

static struct error error;

/* ---- guests, who have no command line ------------------------------------------------------------------------- */

struct guests {
    struct store *store;
    int64_t workshop_id;
    struct template *template;
};

static void guests_open(struct guests *guests, const struct home *home)
{
    struct store_options options = {.path = home->store};
    ck_ok(store_open(&guests->store, &options, &canvas_schema, &error));
    ck_ok(workshop_find(guests->store, "Plan", &guests->workshop_id, &error));
    ck_ok(template_load("bmc", &guests->template, &error));
}

static void guests_close(struct guests *guests)
{
    template_free(guests->template);
    store_close(guests->store);
}

static struct session guest(const struct guests *guests, const char *alias)
{
    int64_t seat_id;
    struct session session;
    ck_ok(seat_by_alias(guests->store, guests->workshop_id, alias, &seat_id, &error));
    ck_ok(workshop_session(guests->store, seat_id, false, NULL, &session, &error));
    return session;
}

static int64_t write_note(const struct guests *guests, const char *alias, const char *block, const char *text)
{
    struct session session = guest(guests, alias);
    struct note_new note = {.text = text};
    int64_t id;
    ck_assert(template_block_by_id(guests->template, block, &note.block));
    ck_ok(canvas_notes_add(guests->store, &session, session.canvas_id, guests->template, &note, 1, 0, &id, &error));
    return id;
}

static void cast(const struct guests *guests, const char *alias, int64_t note_id)
{
    struct session session = guest(guests, alias);
    ck_ok(workshop_vote(guests->store, &session, note_id, 1, NULL, &error));
}

/* ---- output -------------------------------------------------------------------------------------------------------- */

/* Every "2026-11-25 08:59" becomes "TIME". */
static char *without_times(const char *text)
{
    static const char form[] = "dddd-dd-dd dd:dd";
    struct buffer out = {0};
    for (const char *at = text; *at;) {
        size_t length = 0;
        while (form[length] && (form[length] == 'd' ? isdigit((unsigned char)at[length]) != 0 : at[length] == form[length]))
            length++;
        buffer_append(&out, form[length] ? at : "TIME", form[length] ? 1 : 4);
        at += form[length] ? 1 : length;
    }
    return buffer_take(&out);
}

static void expect_report(const struct home *home, const char *language, const char *expected)
{
    struct buffer out = {0};
    ck_assert_int_eq(home_run(home, WORDS("--lang", language, "workshop", "report", "plan"), &out, NULL), 0);
    char *report = without_times(buffer_text(&out));
    ck_assert_msg(strcmp(report, expected) == 0, "%s", report);
    free(report);
    buffer_clear(&out);
}

static void expect(const struct home *home, const char *const *words, int code, const char *part)
{
    struct buffer out = {0}, err = {0};
    int got = home_run(home, words, &out, &err);
    ck_assert_msg(got == code, "status %d: %s%s", got, buffer_text(&out), buffer_text(&err));
    ck_assert_msg(strstr(code == 0 ? buffer_text(&out) : buffer_text(&err), part) != NULL, "no “%s” in %s%s", part,
                  buffer_text(&out), buffer_text(&err));
    buffer_clear(&out);
    buffer_clear(&err);
}

/* ---- the tests ------------------------------------------------------------------------------------------------------- */

static const char report_en[] =
    "# Minutes: Plan\n\n- Canvas: Plan (1)\n- Agenda: Business model in an hour\n- Began: TIME\n- Ended: TIME\n"
    "\n## People\n\n- Mei \\# 1 (participant), 1 note\n- 李雷 (participant), 2 notes\n"
    "\n## Course\n\n"
    "1. TIME  **Arrive**, 0 min of 5\n2. TIME  **Customers and value**, 0 min of 8\n"
    "3. TIME  **Read what others wrote**, 0 min of 4\n4. TIME  **Customers and value**, 0 min of 8\n"
    "\n## Decided by votes\n\n"
    "- **2** Customer Segments: Fans \\* / who sing — 李雷\n- **1** Value Propositions: A place — Mei \\# 1\n"
    "\n## Parked\n\n- ticket machine — 李雷\n"
    "\n## The canvas\n\n### Customer Segments\n\nRegulars \\# 1:\n\n- **2** Fans \\* / who sing — 李雷\n- 1 note was not revealed\n"
    "\n### Value Propositions\n\n- **1** A place — Mei \\# 1\n"
    "\n### Channels\n\nNothing.\n\n### Customer Relationships\n\nNothing.\n\n### Revenue Streams\n\nNothing.\n"
    "\n### Key Resources\n\nNothing.\n\n### Key Activities\n\nNothing.\n\n### Key Partnerships\n\nNothing.\n"
    "\n### Cost Structure\n\nNothing.\n";

static const char report_zh[] =
    "# 会议纪要：Plan\n\n- 画布：Plan (1)\n- 议程：一小时商业模式\n- 开始：TIME\n- 结束：TIME\n"
    "\n## 参加者\n\n- Mei \\# 1 (参与者)，1 张便签\n- 李雷 (参与者)，2 张便签\n"
    "\n## 经过\n\n"
    "1. TIME  **到场**，用了 0 分钟（预定 5 分钟）\n2. TIME  **客户与价值**，用了 0 分钟（预定 8 分钟）\n"
    "3. TIME  **看看大家写了什么**，用了 0 分钟（预定 4 分钟）\n4. TIME  **客户与价值**，用了 0 分钟（预定 8 分钟）\n"
    "\n## 投票的结果\n\n"
    "- **2** 客户细分：Fans \\* / who sing — 李雷\n- **1** 价值主张：A place — Mei \\# 1\n"
    "\n## 先放下的\n\n- ticket machine — 李雷\n"
    "\n## 画布\n\n### 客户细分\n\nRegulars \\# 1：\n\n- **2** Fans \\* / who sing — 李雷\n- 有 1 张便签没有公开\n"
    "\n### 价值主张\n\n- **1** A place — Mei \\# 1\n"
    "\n### 渠道通路\n\n没有。\n\n### 客户关系\n\n没有。\n\n### 收入来源\n\n没有。\n"
    "\n### 核心资源\n\n没有。\n\n### 关键业务\n\n没有。\n\n### 重要合作\n\n没有。\n\n### 成本结构\n\n没有。\n";

START_TEST(test_a_workshop_and_its_minutes)
{
    struct home home;
    struct guests guests;
    home_init(&home);
    home_do(&home, WORDS("new", "Plan"));
    expect(&home, WORDS("workshop", "start", "1"), 0, "Plan\n");
    expect(&home, WORDS("workshop", "invite", "Plan", "--guest", "李雷"), 0, "restrict,pty,command=");
    expect(&home, WORDS("workshop", "invite", "Plan", "--guest", "Mei # 1"), 0, "workshop join --seat ");
    guests_open(&guests, &home);
    write_note(&guests, "李雷", "parking_lot", "ticket machine");
    expect(&home, WORDS("workshop", "next", "Plan"), 0, "2/10 Customers and value\n");
    int64_t fans = write_note(&guests, "李雷", "customer_segments", "Fans *\nwho sing");
    int64_t place = write_note(&guests, "mei # 1", "value_propositions", "A place");
    expect(&home, WORDS("workshop", "show", "plan"), 0, "\"hidden\": 2");
    expect(&home, WORDS("workshop", "next", "Plan"), 0, "3/10 ");
    expect(&home, WORDS("workshop", "vote", "Plan", "open", "--votes", "2"), 0, "3/10");
    cast(&guests, "李雷", fans);
    cast(&guests, "Mei # 1", fans);
    cast(&guests, "Mei # 1", place);
    expect(&home, WORDS("workshop", "show", "plan"), 0, "\"result\": []");
    expect(&home, WORDS("workshop", "vote", "Plan", "close"), 0, "3/10");
    expect(&home, WORDS("workshop", "show", "plan"), 0, "\"votes\": 2");
    expect(&home, WORDS("workshop", "back", "Plan"), 0, "2/10");
    write_note(&guests, "Mei # 1", "customer_segments", "never shown");
    home_do(&home, WORDS("note", "2", "--group", "Regulars # 1"));
    expect(&home, WORDS("workshop", "stop", "Plan"), 0, "");
    expect(&home, WORDS("workshop", "next", "Plan"), 1, "is over");
    expect_report(&home, "en", report_en);
    expect_report(&home, "zh", report_zh);
    guests_close(&guests);
    home_expect_sound(&home);
    home_clear(&home);
}
END_TEST

START_TEST(test_leading_from_the_command_line)
{
    struct home home;
    home_init(&home);
    home_do(&home, WORDS("new", "Plan"));
    home_do(&home, WORDS("workshop", "start", "Plan", "--agenda", "bmc_180", "--name", "Club 会"));
    home_do(&home, WORDS("workshop", "invite", "Club 会", "--guest", "Li"));
    expect(&home, WORDS("workshop", "list"), 0, "Club 会");
    expect(&home, WORDS("workshop", "hold", "club 会"), 0, "1/18 Arrive and look  on hold: read only\n");
    expect(&home, WORDS("workshop", "resume", "club 会"), 0, "1/18 Arrive and look\n");
    expect(&home, WORDS("workshop", "call", "club 会", "channels"), 0, "1/18");
    expect(&home, WORDS("workshop", "show", "club 会"), 0, "\"called\": \"channels\"");
    expect(&home, WORDS("workshop", "call", "club 会"), 0, "1/18");
    expect(&home, WORDS("workshop", "call", "club 会", "nowhere"), 1, "nowhere");
    expect(&home, WORDS("workshop", "extend", "club 会", "3"), 0, "1/18");
    expect(&home, WORDS("workshop", "extend", "club 会", "soon"), 1, "from 1 to 1440");
    expect(&home, WORDS("workshop", "back", "club 会"), 1, "this is the first stage");
    expect(&home, WORDS("workshop", "reveal", "club 会"), 0, "0 notes revealed");
    expect(&home, WORDS("workshop", "role", "club 会", "li", "facilitator"), 0, "1/18");
    expect(&home, WORDS("workshop", "role", "club 会", "li", "king"), 2, "facilitator, participant or observer");
    expect(&home, WORDS("workshop", "role", "club 会", "wu", "observer"), 1, "nobody in this workshop is called “wu”");
    expect(&home, WORDS("workshop", "revoke", "club 会", "li"), 0, "1/18");
    expect(&home, WORDS("workshop", "show", "club 会"), 0, "\"revoked\": true");
    expect(&home, WORDS("workshop", "vote", "club 会", "count"), 2, "open, close");
    expect(&home, WORDS("workshop", "vote", "club 会", "close"), 1, "no vote is open");
    expect(&home, WORDS("workshop", "nexd", "club 会"), 2, "did you mean next");
    expect(&home, WORDS("workshop"), 2, "VERB is missing");
    expect(&home, WORDS("workshop", "next"), 2, "NAME is missing");
    expect(&home, WORDS("workshop", "start", "Plan", "--agenda", "tea"), 1, "bmc_60");
    expect(&home, WORDS("workshop", "start", "nothing"), 1, "nothing");
    expect(&home, WORDS("workshop", "agendas"), 0, "personal_45");
    static const char wrong[] = "{\n\"id\": \"x\",\n\"version\": 0}";
    home_put(&home, "wrong.json", wrong, strlen(wrong), 0600);
    struct buffer path = {0};
    expect(&home, WORDS("workshop", "agendas", home_path(&home, "wrong.json", &path)), 1,
           "wrong.json:3: \"version\" must be a whole number");
    expect(&home, WORDS("workshop", "agendas", NONET_SOURCE_DIR "/data/agendas/bmc_60.json"), 0, "10 stages, 60 minutes");
    expect(&home, WORDS("help", "workshop", "start"), 0, "--agenda ID");
    expect(&home, WORDS("help", "workshop"), 0, "report NAME");
    buffer_clear(&path);
    home_clear(&home);
}
END_TEST

NONET_TEST_MAIN("workshop_commands", test_a_workshop_and_its_minutes, test_leading_from_the_command_line)
