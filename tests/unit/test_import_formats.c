/* test_import_formats.c - tables, JSON Canvas, tobias, JSON and YAML of small tools, folders: what is read, what is refused. */
#include <jansson.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "canvas_fixture.h"
#include "check_main.h"
#include "import_picture.h"

static struct error error;

static void check(const char *name, const char *text, const char *expected)
{
    char *picture = import_picture(name, text, NULL, NULL);
    ck_assert_str_eq(picture, expected);
    free(picture);
}

static void check_refused(const char *name, const char *text, const char *part)
{
    char *message = import_refusal(name, text, strlen(text));
    ck_assert_msg(strstr(message, part) != NULL, "%s", message);
    free(message);
}

START_TEST(test_tables_of_notes)
{
    check("x.csv",
          "\xEF\xBB\xBF""number,colour,text,block,tags,author,link,votes\r\n1,green,\"Fans, \"\"all\"\"\r\nof them\",Customer Segments,"
          "core; a\\;b,Li,2,3\r\n2,#ff0000,'=SUM(A1),渠道通路,,,,0\r\n3,,''+1,Channels,,,1 2,\r\n",
          "x (bmc)\ncustomer_segments: Fans, \"all\"\\nof them #a;b #core author=Li votes=3 green ->=SUM(A1)\n"
          "channels: =SUM(A1) red\nchannels: '+1 ->=SUM(A1) ->Fans, \"all\"\\nof them\n");
    check("x.txt", "模块;内容;颜色\n客户细分;学生;红色\n客户细分;老师;\n", "x (bmc)\ncustomer_segments: 学生 red\ncustomer_segments: 老师\n");
    check("x.tsv", "Key Partners\tChannels\tCosts\nBank\tWeb\tRent\n\tShop\t\n",
          "x (bmc)\nchannels: Web\nchannels: Shop\nkey_partnerships: Bank\ncost_structure: Rent\n");
    check("x.csv", "block,text,facet.role,facet.amount,facet.own\nCS,Fans,Pays,,mine\nR$,Tickets,,1200 EUR / month,\nCS,Odd,Sings,,\n",
          "x (bmc)\ncustomer_segments: Fans own=mine role=payer\ncustomer_segments: Odd [role: Sings]\n"
          "revenue_streams: Tickets amount=1200 EUR/month\n");
    check_refused("x.csv", "a,b\n1,2\n", "name no columns");
    check_refused("x.csv", "block,text\nfoo,bar\n", "nothing in it names a block");
}
END_TEST

START_TEST(test_json_canvas_by_geometry)
{
    check("x.canvas",
          "{\"nodes\":[{\"id\":\"g1\",\"type\":\"group\",\"x\":0,\"y\":0,\"width\":400,\"height\":400,\"label\":\"客户细分 Customer Segments\"},"
          "{\"id\":\"g2\",\"type\":\"group\",\"x\":500,\"y\":0,\"width\":400,\"height\":400,\"label\":\"Channels\"},"
          "{\"id\":\"g3\",\"type\":\"group\",\"x\":1000.5,\"y\":0,\"width\":400,\"height\":400,\"label\":\"2. Value propositions\"},"
          "{\"id\":\"c\",\"type\":\"group\",\"x\":510,\"y\":200,\"width\":300,\"height\":190,\"label\":\"Online\"},"
          "{\"id\":\"a\",\"type\":\"text\",\"x\":10,\"y\":100,\"width\":100,\"height\":50,\"text\":\"Fans\",\"color\":\"4\"},"
          "{\"id\":\"b\",\"type\":\"text\",\"x\":520,\"y\":250,\"width\":100,\"height\":50,\"text\":\"**Web**\\n\\nshop\",\"odd\":1},"
          "{\"id\":\"a\",\"type\":\"text\",\"x\":10,\"y\":10,\"width\":100,\"height\":50,\"text\":\"First\"},"
          "{\"id\":\"u\",\"type\":\"strange\",\"x\":-900,\"y\":0,\"width\":1,\"height\":1,\"text\":\"Out\"},"
          "{\"id\":\"t\",\"type\":\"text\",\"x\":0,\"y\":-200,\"width\":10,\"height\":5,\"text\":\"# Club\\n\\n*Lean Canvas*\"}],"
          "\"edges\":[{\"id\":\"e\",\"fromNode\":\"b\",\"toNode\":\"a\"},{\"id\":\"f\",\"fromNode\":\"b\",\"toNode\":\"zz\"},7]}",
          "Club (bmc)\ncustomer_segments: First\ncustomer_segments: Fans green\nchannels: Web [shop] {Online} ->First\n"
          "parking_lot: Lean Canvas\nparking_lot: Out\n");
    check("x.canvas",
          "{\"nodes\":[{\"type\":\"text\",\"text\":\"# Key Partners\\n- a\\n- b\"},{\"type\":\"text\",\"text\":\"Channels\\nWeb\"},"
          "{\"type\":\"text\",\"text\":\"成本结构\\n\\n(9)\"}]}",
          "x (bmc)\nchannels: Web\nkey_partnerships: a\nkey_partnerships: b\n");
    check_refused("x.canvas", "{\"edges\":[]}", "nodes");
    check_refused("x.canvas", "{\"nodes\":[{\"type\":\"text\",\"text\":\"hello\"}]}", "nothing in it names a block");
    check_refused("x.canvas", "{\"nodes\":[", "not JSON");
}
END_TEST

START_TEST(test_json_canvas_keeps_what_stands_on_an_edge)
{
    const char *text = "{\"nodes\":[{\"id\":\"1\",\"type\":\"group\",\"x\":0,\"y\":0,\"width\":9,\"height\":9,\"label\":\"CS\"},"
                       "{\"id\":\"2\",\"type\":\"group\",\"x\":20,\"y\":0,\"width\":9,\"height\":9,\"label\":\"VP\"},"
                       "{\"id\":\"3\",\"type\":\"group\",\"x\":40,\"y\":0,\"width\":9,\"height\":9,\"label\":\"CH\"},"
                       "{\"id\":\"a\",\"type\":\"text\",\"x\":1,\"y\":1,\"width\":2,\"height\":2,\"text\":\"A\"},"
                       "{\"id\":\"b\",\"type\":\"text\",\"x\":21,\"y\":1,\"width\":2,\"height\":2,\"text\":\"B\"},"
                       "{\"id\":\"p\",\"type\":\"picture\",\"x\":21,\"y\":1,\"width\":2,\"height\":2}],"
                       "\"edges\":[{\"id\":\"e\",\"fromNode\":\"a\",\"toNode\":\"b\",\"label\":\"needs\"}]}";
    struct import *import;
    struct import_options none = {0};
    struct store *store;
    int64_t canvas_id;
    struct session session = session_reader(0);
    struct snapshot *snapshot;
    struct buffer out = {0};
    ck_ok(import_open_bytes("x.canvas", text, strlen(text), &none, &import, &error));
    ck_assert_ptr_nonnull(strstr(import_report(import), "cards without a text, passed over: 1"));
    ck_ok(import_preview(import, &store, &canvas_id, &error));
    ck_ok(snapshot_load(store, &session, canvas_id, &snapshot, &error));
    struct export_request request = {.store = store, .session = &session, .snapshot = snapshot};
    ck_ok(format_write(format_by_name("canvas"), &request, &out, &error));
    ck_assert_ptr_nonnull(strstr(out.data, "\"label\": \"needs\""));
    buffer_clear(&out);
    snapshot_free(snapshot);
    store_close(store);
    import_close(import);
}
END_TEST

START_TEST(test_tobias)
{
    check("business model canvas - Acme.txt",
          "# Acme\ndate: 2026-01-05\nname: Lin\n\n## Whatever {customer-segments}\n[Step 2:\nwho?]\n* Fans\n* Fan \\*clubs\\*\\\n"
          "  all\n\n```ok\nGreen\ncard\n```\n```not ok\nRed\n```\n\n## V {value-propositions}\r\n[ ] task\n\n```warn\n## no heading\n```\n"
          "## Ideas\nlost there\n",
          "Acme (bmc)\ncustomer_segments: Fans\ncustomer_segments: Fan *clubs*\\nall\n"
          "customer_segments: Green\\ncard green\ncustomer_segments: Red red\nvalue_propositions: [ ] task\n"
          "value_propositions: ## no heading yellow\nparking_lot: lost there {Ideas}\n");
}
END_TEST

START_TEST(test_json_with_blocks_as_keys)
{
    check("plan.json",
          "{\"visual\":{\"company_name\":\"Acme\"},\"key_partners\":{\"cards\":[{\"id\":\"1\",\"text\":\"Banks\",\"enabled\":true}]},"
          "\"keyAcitivity\":[\"Bake\"],\"channels\":\"Web\",\"costStructure\":null,\"benefits\":[\"x\"],"
          "\"customerSegments\":[{\"head\":\"Young\"},[\"Kids\",\"Teens\"],{\"name\":\"Old\",\"description\":\"70+\",\"share\":3}],"
          "\"revenue-streams\":{\"title\":\"Money\",\"icon\":\"i\",\"items\":[{\"text\":\"Bread\",\"color\":\"#00ff00\"}]}}",
          "Acme (bmc)\ncustomer_segments: Kids {Young}\ncustomer_segments: Teens {Young}\ncustomer_segments: Old [70+\\nshare: 3] {Young}\n"
          "channels: Web\nrevenue_streams: Bread green\nkey_activities: Bake\nkey_partnerships: Banks\nparking_lot: x {benefits}\n");
    check("x.py",
          "data = {  # mine\n 'key_partners': [\"it's\",], 'key_activities': ['b \"q\"'], 'channels': [None, 'c'],\n"
          " 'cost_structure': [], 'revenue_streams': ['d'],}\nprint(data)\n",
          "x (bmc)\nchannels: c\nrevenue_streams: d\nkey_activities: b \"q\"\nkey_partnerships: it's\n");
    check("x.json",
          "[{\"key\":\"key-partners\",\"content\":\"- a\\n- b\",\"contentType\":\"markdown\"},{\"key\":\"channels\",\"content\":\"Web\"},"
          "{\"key\":\"costs\",\"content\":\"\"},{\"key\":\"revenue\",\"content\":\"\"},{\"key\":\"customers\",\"content\":\"Fans\"}]",
          "x (bmc)\ncustomer_segments: Fans\nchannels: Web\nkey_partnerships: a\nkey_partnerships: b\n");
    check("x.json",
          "{\"pages\":[{\"nodes\":[{\"type\":\"item\",\"parentNode\":\"value\",\"data\":{\"name\":\"Fast\",\"description\":\"very\"}},"
          "{\"type\":\"item\",\"parentNode\":\"customers\",\"data\":{\"name\":\"A\"}},{\"type\":\"item\",\"parentNode\":\"customer-relations\",\"data\":{\"name\":\"B\"}},"
          "{\"type\":\"item\",\"parentNode\":\"costs\",\"data\":{\"name\":\"C\"}},{\"type\":\"item\",\"parentNode\":\"revenue\",\"data\":{\"name\":\"D\"}}]}]}",
          "x (bmc)\ncustomer_segments: A\nvalue_propositions: Fast [very]\ncustomer_relationships: B\nrevenue_streams: D\n"
          "cost_structure: C\n");
    check_refused("x.json", "{\"key_partners\":[],\"channels\":[],\"other\":[]}", "at most 2 keys");
    check_refused("x.json", "{\"a\":", "x.json:1:");
    check_refused("x.json", "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[", "nested too deeply");
}
END_TEST

START_TEST(test_yaml)
{
    check("x.yml",
          "---\n# mine\nkeyPartnerships:\n  title: Allies\n  items:\n    - Banks\n    - head: Near\n    - - A\n      - 'B: b'\n"
          "channels: [Web, \"Shop\"]\nkeyActivities: ~\ncostStructure: null\nrevenueStreams:\n  - text: Bread\n",
          "x (bmc)\nchannels: Web\nchannels: Shop\nrevenue_streams: Bread\nkey_partnerships: Banks\n"
          "key_partnerships: A {Near}\nkey_partnerships: B: b {Near}\n");
    check_refused("x.yml", "a: &x [lol]\nb: *x\n", "aliases");
    check_refused("x.yml", "a: [\n", "not YAML");
    check_refused("x.yml", "", "the file is empty");
    check_refused("x.yml", "? [a, b]\n: c\n", "no canvas");
    struct buffer deep = {0};
    for (int i = 0; i < 100; i++)
        buffer_add(&deep, "[");
    check_refused("x.yml", deep.data, "nested too deeply");
    buffer_clear(&deep);
}
END_TEST

START_TEST(test_leantime)
{
    check("x.xml",
          "<?xml version=\"1.0\"?>\n<canvas key=\"obmcanvas\"><title>Shop & Co</title><content>"
          "<element key=\"obm_cs\"><item><created>1</created><author id=\"1\" firstname=\"Li\" lastname=\"Na\"/>"
          "<description><p>Fans & <b>families</b></p><p>1 < 2 &amp; &#39;all&#x27; &bogus;</p></description>"
          "<status key=\"status_valid\"/><assumptions>many</assumptions><data/><conclusion></conclusion></item>"
          "<item><description/></item></element>"
          "<element key=\"obm_fr\"><item><description>Tickets</description><status key=\"status_draft\"/></item></element></content></canvas>",
          "Shop & Co (bmc)\ncustomer_segments: Fans & families\\n1 < 2 & 'all' &bogus; [Assumptions: many] #valid author=Li Na\n"
          "revenue_streams: Tickets\n");
    check("x.xml",
          "<canvas key='leancanvas'><content><element key='problem'><item><description>Slow</description></item></element>"
          "<element key='alternatives'><item><description>Paper</description></item></element>"
          "<element key='keymetrics'><item><description>Users",
          "x (lean_canvas)\nproblem: Slow\nproblem: Paper {Existing alternatives}\nkey_metrics: Users\n");
    check_refused("x.xml", "<!DOCTYPE canvas [<!ENTITY a 'lol'>]><canvas>&a;</canvas>", "document type");
    check_refused("x.xml", "<html></html>", "no canvas of Leantime");
}
END_TEST

START_TEST(test_canvascreator)
{
    check("x.json",
          "{\"templateId\":\"apiBusinessModelCanvas\",\"locale\":\"en\",\"metadata\":{\"title\":\"API\"},\"sections\":["
          "{\"sectionId\":\"benefits\",\"stickyNotes\":[{\"content\":\"Money\\n\\nmore\",\"color\":\"#FFF399\"}]},"
          "{\"sectionId\":\"costs\",\"stickyNotes\":[{\"content\":\"Rent\",\"color\":\"#FFAFAF\"},{\"size\":1}]}]}",
          "API (bmc)\nrevenue_streams: Money [more]\ncost_structure: Rent red\n");
}
END_TEST

/* ---- folders ------------------------------------------------------------------------------------------------ */

static void put(const char *folder, const char *name, const char *text)
{
    struct buffer path = {0};
    buffer_printf(&path, "%s/%s", folder, name);
    ck_ok(file_write(path.data, text, strlen(text), &error));
    buffer_clear(&path);
}

static enum status open_folder(const char *folder)
{
    struct import *import;
    struct import_options none = {0};
    enum status status = import_open(folder, &none, &import, &error);
    import_close(import);
    return status;
}

START_TEST(test_a_folder_never_leads_outside)
{
    struct canvas_fixture fixture;
    canvas_fixture_init(&fixture);
    char folder[128], link[160], secret[128];
    snprintf(folder, sizeof folder, "%s/vault", fixture.folder);
    snprintf(link, sizeof link, "%s/CHANNELS 🚛.md", folder);
    snprintf(secret, sizeof secret, "%s/secret.md", fixture.folder);
    ck_assert_int_eq(mkdir(folder, 0700), 0);
    put(fixture.folder, "secret.md", "- secret\n");
    put(folder, "KEY PARTNERS.md", "*a prompt*\n\n- Banks\n\n(8)\n");
    put(folder, "costs.txt", "- Rent (9)\n");
    put(folder, "README.md", "# About\nnot this\n");
    char *picture = import_picture_of(folder, NULL, NULL);
    ck_assert_str_eq(picture, "vault (bmc)\nkey_partnerships: Banks\ncost_structure: Rent\n");
    free(picture);

    ck_assert_int_eq(symlink(secret, link), 0);
    ck_assert_int_eq(open_folder(folder), STATUS_INVALID);
    ck_assert_ptr_nonnull(strstr(error.message, "outside its folder"));
    ck_assert_int_eq(unlink(link), 0);
    snprintf(link, sizeof link, "%s/old\nlinks.md", folder); /* no block: nothing is missed */
    ck_assert_int_eq(symlink(secret, link), 0);
    put(folder, "scan.md", "\1\2\3\4\5\6\7\1\2\3\4");
    struct buffer report = {0};
    picture = import_picture_of(folder, NULL, &report);
    ck_assert_str_eq(picture, "vault (bmc)\nkey_partnerships: Banks\ncost_structure: Rent\n");
    ck_assert_msg(strstr(buffer_text(&report), "outside its folder: “old␊links.md”; it was passed over\n") &&
                      strstr(report.data, "scan.md: this is no text file; it was passed over\n"),
                  "%s", report.data);
    free(picture);
    buffer_clear(&report);
    ck_assert_int_eq(unlink(link), 0);

    static const char *const names[] = {"../secret.md", "/etc/hostname", "a/../../secret.md"};
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        struct buffer board = {0};
        buffer_printf(&board,
                      "{\"nodes\":[{\"type\":\"file\",\"file\":\"KEY PARTNERS.md\"},{\"type\":\"file\",\"file\":\"costs.txt\"},"
                      "{\"type\":\"file\",\"file\":\"Channels.md\"},{\"type\":\"file\",\"file\":\"%s\"}]}",
                      names[i]);
        put(folder, "board.canvas", board.data);
        ck_assert_int_eq(open_folder(folder), STATUS_INVALID);
        ck_assert_ptr_nonnull(strstr(error.message, "outside its folder"));
        buffer_clear(&board);
    }
    canvas_fixture_clear(&fixture);
}
END_TEST

/* ---- into a canvas -------------------------------------------------------------------------------------------- */

START_TEST(test_notes_go_into_a_canvas_as_one_action)
{
    struct canvas_fixture fixture;
    canvas_fixture_init(&fixture);
    canvas_fixture_note(&fixture, "channels", "Old");
    char *before = canvas_fixture_dump(&fixture);
    struct import *import;
    struct import_options options = {.template = fixture.template, .block = "channels"};
    const char *list = "- New\n2. Newer\n\n* = odd\n";
    ck_ok(import_open_bytes("ideas.txt", list, strlen(list), &options, &import, &error));
    ck_assert_str_eq(import_format(import), "list");
    int64_t canvas_id;
    ck_ok(import_write(import, fixture.store, &fixture.session, fixture.canvas_id, &canvas_id, &error));
    ck_assert_int_eq(canvas_id, fixture.canvas_id);
    char *texts = canvas_fixture_texts(&fixture, "channels");
    ck_assert_str_eq(texts, "Old New Newer = odd");
    struct undo_outcome outcome;
    ck_ok(canvas_undo(fixture.store, &fixture.session, fixture.canvas_id, &outcome, &error));
    char *after = canvas_fixture_dump(&fixture);
    ck_assert_str_eq(after, before);
    /* who may only look adds nothing */
    struct session reader = session_reader(fixture.session.actor_id);
    ck_assert_int_eq(import_write(import, fixture.store, &reader, fixture.canvas_id, &canvas_id, &error),
                     STATUS_DENIED);
    import_close(import);
    free(texts);
    free(before);
    free(after);
    canvas_fixture_clear(&fixture);
}
END_TEST

START_TEST(test_nonets_own_file_goes_into_a_canvas)
{
    struct canvas_fixture fixture;
    canvas_fixture_init(&fixture);
    const char *text = "{\"nonet\":1,\"canvas\":{\"title\":\"Other\",\"template\":\"lean_canvas\"},\"notes\":["
                       "{\"id\":\"a\",\"text\":\"Web\",\"block\":\"channels\",\"links\":[{\"to\":\"b\"}]},"
                       "{\"id\":\"b\",\"text\":\"Slow\",\"block\":\"problem\"}]}";
    struct import *import;
    struct import_options options = {.template = fixture.template};
    ck_ok(import_open_bytes("o.json", text, strlen(text), &options, &import, &error));
    int64_t canvas_id;
    for (int i = 0; i < 2; i++)
        ck_ok(import_write(import, fixture.store, &fixture.session, fixture.canvas_id, &canvas_id, &error));
    char *picture = picture_of_canvas(fixture.store, fixture.canvas_id);
    ck_assert_str_eq(picture, "Plan (bmc)\nchannels: Web ->Slow\nchannels: Web ->Slow\nparking_lot: Slow\nparking_lot: Slow\n");
    free(picture);
    import_close(import);
    canvas_fixture_clear(&fixture);
}
END_TEST

/* Large actions are written in another order than small ones. */
START_TEST(test_a_large_import_is_one_action_like_any_other)
{
    struct canvas_fixture fixture;
    canvas_fixture_init(&fixture);
    canvas_fixture_note(&fixture, "channels", "Old");
    struct snapshot *snapshot = canvas_fixture_load(&fixture);
    static const char *const blocks[] = {"CS", "VP", "CH", "CR", "R$", "KR", "KA", "KP", "C$"};
    struct buffer text = {0}, report = {0};
    buffer_add(&text, "block,text,group,tags,link,number\n");
    for (int i = 0; i < 5000; i++)
        buffer_printf(&text, "%s,Note %d,%s,%s,%d,%d\n", blocks[i % 9], i, i % 3 == 0 ? "Set" : "", i % 5 == 0 ? "hot" : "", i / 2, i);
    struct import *import;
    struct import_options options = {.template = fixture.template};
    ck_ok(import_open_bytes("many.csv", text.data, text.length, &options, &import, &error));
    int64_t canvas_id, before = canvas_fixture_actions(&fixture, NULL);
    ck_ok(import_write(import, fixture.store, &fixture.session, fixture.canvas_id, &canvas_id, &error));
    import_close(import);
    ck_assert_int_eq(canvas_fixture_actions(&fixture, NULL), before + 1);
    ck_ok(store_check(fixture.store, true, &report, &error));

    bool changed;
    ck_ok(snapshot_update(snapshot, fixture.store, &fixture.session, &changed, &error));
    ck_assert(changed);
    ck_assert_uint_eq(snapshot->note_count, 5001);
    const struct note *first = snapshot_block(snapshot, 1)->note[0];
    ck_assert_str_eq(first->text, "Note 1"); /* numbers and places follow the file */
    ck_assert_int_eq(snapshot_block(snapshot, 1)->note[1]->number, first->number + 9);
    char *kept = snapshot_dump(snapshot, false), *fresh = canvas_fixture_dump(&fixture);
    ck_assert(strcmp(kept, fresh) == 0);
    struct undo_outcome outcome;
    ck_ok(canvas_undo(fixture.store, &fixture.session, fixture.canvas_id, &outcome, &error));
    ck_ok(snapshot_update(snapshot, fixture.store, &fixture.session, &changed, &error));
    ck_assert_uint_eq(snapshot->note_count, 1);
    ck_ok(store_check(fixture.store, true, &report, &error));
    free(kept);
    free(fresh);
    snapshot_free(snapshot);
    buffer_clear(&text);
    canvas_fixture_clear(&fixture);
}
END_TEST

START_TEST(test_blocks_that_are_not_known_are_told_with_the_nearest)
{
    struct buffer report = {0};
    static const char native[] =
        "{\"nonet\":1,\"canvas\":{\"title\":\"T\",\"template\":\"bmc\"},\"notes\":["
        "{\"block\":\"客户群体\",\"text\":\"a\"},{\"block\":\"chanels\",\"text\":\"b\"},{\"block\":\"chanels\",\"text\":\"c\"},"
        "{\"block\":\"weather\",\"text\":\"d\"},{\"text\":\"e\"}]}";
    char *picture = import_picture("x.json", native, NULL, &report);
    ck_assert_str_eq(picture, "T (bmc)\ncustomer_segments: a\nparking_lot: b\nparking_lot: c\nparking_lot: d\nparking_lot: e\n");
    ck_assert_str_eq(buffer_text(&report), "“客户群体” was taken for: Customer Segments\n"
                                           "to the parking lot from “chanels”: 2; perhaps it means: Channels\n"
                                           "to the parking lot from “weather”: 1\n");
    free(picture);
    buffer_reset(&report);
    picture = import_picture("x.md", "# T\n## Channels\n- a\n## Chanels\n- b\n## Weather\n- c\n", NULL, &report);
    ck_assert_ptr_nonnull(strstr(buffer_text(&report), "from “Chanels”: 1; perhaps it means: Channels\n"));
    ck_assert_ptr_nonnull(strstr(buffer_text(&report), "from “Weather”: 1\n"));
    free(picture);
    buffer_clear(&report);
}
END_TEST

START_TEST(test_limits_are_told)
{
    struct buffer text = {0};
    buffer_add(&text, "block,text\n");
    for (int i = 0; i < 250001; i++)
        buffer_add(&text, "CS,a\n");
    check_refused("many.csv", text.data, "more than 250000 notes");
    buffer_reset(&text);
    buffer_add(&text, "{\"nonet\":1,\"canvas\":{\"title\":\"x\",\"template\":\"bmc\"},\"notes\":[0");
    for (int i = 0; i < 250000; i++)
        buffer_add(&text, ",0");
    buffer_add(&text, "]}");
    check_refused("many.json", text.data, "many.json: there are more than 250000 notes");
    buffer_clear(&text);
    check_refused("many.md", "", "many.md");
    struct import *import;
    struct import_options options = {.format = "nosuch"};
    ck_assert_int_eq(import_open_bytes("x", "a", 1, &options, &import, &error), STATUS_INVALID);
    options = (struct import_options){.template_id = "nosuch"};
    ck_assert_int_eq(import_open_bytes("x.md", "# KP\n- a\n", 9, &options, &import, &error), STATUS_NOT_FOUND);
    ck_assert_int_eq(import_open("/nosuch/file.md", &options, &import, &error), STATUS_NOT_FOUND);
}
END_TEST

START_TEST(test_damaged_texts)
{
    static const char gbk[] = "# T\n## \xbf\xcd\xbb\xa7\xcf\xb8\xb7\xd6\n- \xc4\xea\xff\xc7\xe1\xc8\xcb\n- \xd1\xa7\xc9\xfa\xc3\xc7\n"
                              "## \xc7\xfe\xb5\xc0\xcd\xa8\xc2\xb7\n- \xcd\xf8\xd5\xbe\n";
    static const char cut[] = "# T\n## 客户细分\n- 年轻人\n- 学生\xe4";
    struct import_options options = {0};
    struct import *import;
    ck_ok(import_open_bytes("x.md", gbk, strlen(gbk), &options, &import, &error));
    ck_assert_ptr_nonnull(strstr(import_report(import), "GB18030, damaged"));
    import_close(import);
    ck_ok(import_open_bytes("x.md", cut, strlen(cut), &options, &import, &error));
    ck_assert_ptr_null(strstr(import_report(import), "GB18030"));
    import_close(import);

    /* UTF-16 with one half of a pair in it; one that is nothing but such halves was a leak */
    struct buffer wide = {0};
    static const char text[] = "\xFF\xFE#\0 \0C\0H\0\n\0-\0 \0s\0h\0o\0p\0\n\0-\0 \0w\0e\0b\0\n\0-\0 \0l\0i\0n\0e\0 \0\x00\xD8o\0n\0e\0";
    buffer_append(&wide, text, sizeof text - 1);
    ck_ok(import_open_bytes("x.md", wide.data, wide.length, &options, &import, &error));
    ck_assert_ptr_nonnull(strstr(import_report(import), "UTF-16: it was converted, damaged"));
    import_close(import);
    buffer_reset(&wide);
    buffer_append(&wide, "\xFF\xFE\x00\xD8\x01\xD8\x02\xD8\x00\x00\x01\xD8\x02\xD8", 14);
    ck_assert_int_eq(import_open_bytes("x.md", wide.data, wide.length, &options, &import, &error), STATUS_INVALID);
    buffer_clear(&wide);
}
END_TEST

NONET_TEST_MAIN("import formats", test_damaged_texts, test_tables_of_notes, test_json_canvas_by_geometry, test_json_canvas_keeps_what_stands_on_an_edge, test_tobias,
                test_json_with_blocks_as_keys, test_yaml, test_leantime, test_canvascreator, test_a_folder_never_leads_outside,
                test_notes_go_into_a_canvas_as_one_action, test_nonets_own_file_goes_into_a_canvas,
                test_a_large_import_is_one_action_like_any_other, test_limits_are_told,
                test_blocks_that_are_not_known_are_told_with_the_nearest)
