/*
 * test_import_csv.c - tables as Excel, WPS and whiteboards write them: separators, encodings, line ends, heads and grids.
 */
#include <iconv.h>
#include <string.h>

#include "check_main.h"
#include "import_picture.h"

static struct error error;

#define NOTES "customer_segments: Fans, \"all\" #core #new green\nchannels: 网站\\n第二行\ncost_structure: 房租 red\n"

static const char *const rows[][4] = {
    {"区块", "内容", "颜色", "标签"},
    {"客户细分", "\"Fans, \"\"all\"\"\"", "绿", "\"core; new\""},
    {"渠道通路", "\"网站\n第二行\"", "", ""},
    {"成本结构", "房租", "red", ""},
};

static void write_table(struct buffer *out, const char *lead, const char *separator, const char *end)
{
    buffer_reset(out);
    buffer_add(out, lead);
    for (size_t row = 0; row < COUNT_OF(rows); row++)
        for (size_t i = 0; i < 4; i++)
            buffer_printf(out, "%s%s", rows[row][i], i < 3 ? separator : end);
}

static void convert(struct buffer *text, const char *encoding)
{
    static char out[8192];
    char *from = text->data, *to = out;
    size_t left = text->length, room = sizeof out;
    iconv_t converter = iconv_open(encoding, "UTF-8");
    ck_assert(converter != (iconv_t)-1);
    ck_assert_uint_eq(iconv(converter, &from, &left, &to, &room), 0);
    iconv_close(converter);
    buffer_reset(text);
    buffer_append(text, out, sizeof out - room);
}

/* The picture without its first line. */
static void check_bytes(const char *name, const struct buffer *bytes, const char *expected, const char *reported)
{
    struct import_options options = {0};
    struct import *import;
    struct store *store;
    int64_t canvas_id;
    ck_ok(import_open_bytes(name, bytes->data, bytes->length, &options, &import, &error));
    ck_assert_msg(!reported || strstr(import_report(import), reported), "%s", import_report(import));
    ck_ok(import_preview(import, &store, &canvas_id, &error));
    char *picture = picture_of_canvas(store, canvas_id);
    ck_assert_str_eq(strchr(picture, '\n') + 1, expected);
    free(picture);
    store_close(store);
    import_close(import);
}

START_TEST(test_separators_line_ends_and_encodings)
{
    static const struct {
        const char *name, *lead, *separator, *end, *encoding, *reported;
    } cases[] = {
        {"x.csv", "\xEF\xBB\xBF", ",", "\r\n", NULL, NULL},       {"x.csv", "", ";", "\r\n", NULL, NULL},
        {"x.csv", "", "|", "\n", NULL, NULL},                     {"x.csv", "", ",", "\r", NULL, NULL},
        {"x.csv", "\r\n\r\n", ",", "\r\n", NULL, NULL},           {"x.csv", "", ",", ",,\r\n", NULL, NULL},
        {"x.csv", "sep=;\r\n", ";", "\r\n", NULL, NULL},          {"x.csv", "\"sep=;\"\r\n", ";", "\r\n", NULL, NULL},
        {"x.txt", "sep=\t\r\n", "\t", "\r\n", NULL, NULL},        {"x.txt", "\xEF\xBB\xBF", "\t", "\r\n", "UTF-16LE", "UTF-16"},
        {"x.csv", "\xEF\xBB\xBF", "\t", "\r\n", "UTF-16LE", "UTF-16"}, {"x.csv", "\xEF\xBB\xBF", ",", "\n", "UTF-16BE", "UTF-16"},
        {"x.csv", "", "\t", "\r\n", "UTF-16LE", "UTF-16"},        {"x.csv", "", ",", "\r\n", "GB18030", "GB18030"},
        {"x.txt", "", ";", "\r\n", "GB18030", "GB18030"},         {"x.csv", "sep=;\n", ";", "\n", "GB18030", "GB18030"},
    };
    struct buffer text = {0};
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        write_table(&text, cases[i].lead, cases[i].separator, cases[i].end);
        if (cases[i].encoding)
            convert(&text, cases[i].encoding);
        check_bytes(cases[i].name, &text, NOTES, cases[i].reported);
    }
    buffer_reset(&text);
    buffer_add(&text, "block;text\r\nChannels;Müller & Söhne\r\n");
    convert(&text, "WINDOWS-1252");
    check_bytes("x.csv", &text, "channels: Müller & Söhne\n", "Windows-1252");
    buffer_clear(&text);
}
END_TEST

static void check(const char *text, const char *expected, const char *reported)
{
    struct buffer report = {0};
    char *picture = import_picture("x.csv", text, NULL, &report);
    ck_assert_str_eq(picture, expected);
    ck_assert_msg(!reported || strstr(buffer_text(&report), reported), "%s", buffer_text(&report));
    free(picture);
    buffer_clear(&report);
}

START_TEST(test_heads_that_stand_lower_and_loose_quotes)
{
    check("我的画布,,\r\n,,\r\n区块,内容,颜色\r\nCS,学生,红色\r\n", "我的画布 (bmc)\ncustomer_segments: 学生 red\n", NULL);
    check("Made,by,us\n\nblock,text,votes\nCS,Fans,2\n", "x (bmc)\ncustomer_segments: Fans votes=2\n", "passed over: 3");
    check("\"Block\", \"Text\" , \"Color\"\n\"Channels\", \"Web, shop\" , green\n", "x (bmc)\nchannels: Web, shop green\n", NULL);
    check("block,text\nCS,\"Fans\nCH,Web\n", "x (bmc)\ncustomer_segments: Fans\\nCH,Web\n", "mark in line 2 is not closed");
}
END_TEST

START_TEST(test_grids_and_rows_that_begin_with_a_block)
{
    check("商业模式画布,,,,\n重要合作,关键业务,价值主张,客户关系,客户细分\n银行,开发,快,热线,学生\n,核心资源,,渠道通路,\n,人,,网站,\n"
          "成本结构,,收入来源,,\n房租,,票,,\n",
          "商业模式画布 (bmc)\ncustomer_segments: 学生\nvalue_propositions: 快\nchannels: 网站\ncustomer_relationships: 热线\n"
          "revenue_streams: 票\nkey_resources: 人\nkey_activities: 开发\nkey_partnerships: 银行\ncost_structure: 房租\n",
          "9 of its 9");
    check("客户细分,学生,老师\n渠道通路,网站,\n,门店,\n成本结构,房租,工资\n",
          "x (bmc)\ncustomer_segments: 学生\ncustomer_segments: 老师\nchannels: 网站\nchannels: 门店\ncost_structure: 房租\n"
          "cost_structure: 工资\n",
          NULL);
    check("What,Who\nCS,Fans\nCH,Web\n", "x (bmc)\ncustomer_segments: Fans\nchannels: Web\n", "passed over: 2");
    check("Channels,Costs\nContent,Rent\nCard,\n", "x (bmc)\nchannels: Content\nchannels: Card\ncost_structure: Rent\n", NULL);
    check("Channels,Costs\nWeb,Rent\nChannels,\n", "x (bmc)\nchannels: Web\nchannels: Channels\ncost_structure: Rent\n", NULL);
}
END_TEST

NONET_TEST_MAIN("import csv", test_separators_line_ends_and_encodings, test_heads_that_stand_lower_and_loose_quotes,
                test_grids_and_rows_that_begin_with_a_block)
