/* test_import_markdown.c - Markdown as people write canvases in it. */
#include <string.h>

#include "check_main.h"
#include "import_picture.h"

struct sample {
    const char *text, *picture;
};

static void check(const char *name, const struct sample *samples, size_t count, const struct import_options *options)
{
    for (size_t i = 0; i < count; i++) {
        char *picture = import_picture(name, samples[i].text, options, NULL);
        ck_assert_str_eq(picture, samples[i].picture);
        free(picture);
    }
}

START_TEST(test_headings_of_any_level_name_blocks)
{
    static const struct sample samples[] = {
        {"# Acme\n\n## Customer Segments\n- Students\n* Teachers\n1. Schools\n",
         "Acme (bmc)\ncustomer_segments: Students\ncustomer_segments: Teachers\ncustomer_segments: Schools\n"},
        /* level 1 throughout; the name of the file is the title */
        {"# Key partners\n\nBanks\n\n# Cost structure\n\nRent\nand heat\n",
         "x (bmc)\nkey_partnerships: Banks\ncost_structure: Rent and heat\n"},
        /* the deeper wins, an empty parent vanishes */
        {"# Acme\n## Customers\n### Customer Segments\n- A\n### Customer Relationships\n- B\n",
         "Acme (bmc)\ncustomer_segments: A\ncustomer_relationships: B\n"},
        {"# Acme\n## 1. 👥 **Customer Segments** (客户细分)\n- A\n## ② 价值主张 / Value Propositions:\n- B\n## 8) Key_Partners\n- C\n",
         "Acme (bmc)\ncustomer_segments: A\nvalue_propositions: B\nkey_partnerships: C\n"},
        {"客户细分\n====\n\n* 学生\n\n渠道通路 Channels\n----\n\n微信\n", "x (bmc)\ncustomer_segments: 学生\nchannels: 微信\n"},
        {"## Channels\n\n- Web\n\n### a\n- 1\n### b\n- 2\n### c\n- 3\n### d\n- 4\n",
         "x (bmc)\nchannels: Web\nchannels: 1 {a}\nchannels: 2 {b}\nchannels: 3 {c}\nchannels: 4 {d}\n"},
        /* a heading below a block is a group */
        {"# Acme\n## Key Resources\n- Shop\n### People\n- Baker\n",
         "Acme (bmc)\nkey_resources: Shop\nkey_resources: Baker {People}\n"},
        {"# P\n## Problem\n- Slow\n### Existing alternatives\n- Paper\n## Solution\n- Fast\n## Unfair advantage\n- We\n",
         "P (lean_canvas)\nproblem: Slow\nproblem: Paper {Existing alternatives}\nsolution: Fast\nunfair_advantage: We\n"},
    };
    check("x.md", samples, COUNT_OF(samples), NULL);
}
END_TEST

START_TEST(test_bold_headings)
{
    static const struct sample samples[] = {
        {"# Plan\n\n**1. Customer Segments:**\n- Schools\n\n**Primary**\n\n- Cities\n\n**Key Partners:** banks, shops\n\n"
         "**Channels**\n\nThe web\n",
         "Plan (bmc)\ncustomer_segments: Schools\ncustomer_segments: Cities {Primary}\nchannels: The web\n"
         "key_partnerships: banks, shops\n"},
        {"# Acme\n\n## The model\n\n- **Key Partners**: banks\n- **Channels** – the web\n- Costs\n  - rent\n  - heat\n- **Why?** no\n",
         "Acme (bmc)\nchannels: the web\nkey_partnerships: banks\ncost_structure: rent\ncost_structure: heat\n"
         "parking_lot: Why? no {The model}\n"},
        {"**Key Partners**\nAWS, Stripe\n\n**Value Propositions:** Save time\n**Customer Relationships:** Self-service\n",
         "x (bmc)\nvalue_propositions: Save time\ncustomer_relationships: Self-service\nkey_partnerships: AWS, Stripe\n"},
        {"## 客户细分\n1、学生\n2、老师\n\n## 渠道通路\n①门店\n② 微信\n\n• 电话\n• 邮件\n",
         "x (bmc)\ncustomer_segments: 学生\ncustomer_segments: 老师\nchannels: 门店\nchannels: 微信\nchannels: 电话\n"
         "channels: 邮件\n"},
        {"## Value Propositions\n| Segment | Value |\n|---|---|\n| Young | fast |\n", "x (bmc)\nvalue_propositions: Young · fast\n"},
        {"## Channels\n- **Customers**: by letter\n- Customers:\n  - by mail\n",
         "x (bmc)\nchannels: Customers: by letter\nchannels: by mail {Customers}\n"},
        {"| Key Partners | Key Activities | Value Propositions |\n|---|---|---|\n| Banks | 1. Bake<br>2. Sell | Fresh |\n"
         "| | **Key Resources** | |\n| | Oven | |\n| **Cost Structure**<br>Rent | **Channels:** web | |\n",
         "x (bmc)\nvalue_propositions: Fresh\nchannels: web\nkey_resources: Oven\nkey_activities: Bake\nkey_activities: Sell\n"
         "key_partnerships: Banks\ncost_structure: Rent\n"},
    };
    check("x.md", samples, COUNT_OF(samples), NULL);
}
END_TEST

START_TEST(test_what_belongs_nowhere_is_parked_with_its_heading)
{
    struct buffer report = {0};
    char *picture = import_picture("x.md", "# Acme\nWe bake.\n\n## Founders\n- Ana\n- Li\n\n## Channels\n- Shop\n", NULL,
                                   &report);
    ck_assert_str_eq(picture, "Acme (bmc)\nchannels: Shop\nparking_lot: We bake.\nparking_lot: Ana {Founders}\n"
                              "parking_lot: Li {Founders}\n");
    ck_assert_ptr_nonnull(strstr(report.data, "from “Founders”: 2"));
    ck_assert_ptr_nonnull(strstr(report.data, "under no heading: 1"));
    free(picture);
    buffer_clear(&report);
}
END_TEST

START_TEST(test_lists_paragraphs_and_what_is_passed_over)
{
    static const struct sample samples[] = {
        {"# A\n## Channels\n- Shops:\n  - Own\n  - Others'\n- Web\n  - mobile\n    - deep\n\n  More about it.\n- [x] Done\n",
         "A (bmc)\nchannels: Web\\n- mobile\\n  - deep [More about it.]\n"
         "channels: Done\nchannels: Own {Shops}\nchannels: Others' {Shops}\n"},
        {"# A\n## Channels\n<!-- what are they? -->\n**How do we reach them?**\n\n- Shop\n\n```\ncode\n```\n\n<div><img src=\"x\"></div>\n",
         "A (bmc)\nchannels: Shop\n"},
        {"# A\n## Channels\n- [Our shop](https://shop.example/a) and *more* `code`\n- one<br>two\n- <https://b.example>\n",
         "A (bmc)\nchannels: Our shop (https://shop.example/a) and more code\nchannels: one\\ntwo\n"
         "channels: https://b.example\n"},
        {"---\ntitle: \"From the head\"\ntags: x\n---\n## Channels\n\n微信\n公众号\n",
         "From the head (bmc)\nchannels: 微信公众号\n"},
        {"\xEF\xBB\xBF# A\r\n## Channels\r\n- a\r\n- b", "A (bmc)\nchannels: a\nchannels: b\n"},
    };
    check("x.md", samples, COUNT_OF(samples), NULL);
}
END_TEST

START_TEST(test_tables)
{
    static const struct sample samples[] = {
        {"| Key Partners | Key Activities |\n|---|---|\n| Banks<br>Shops | - Bake<br>- Sell |\n| **Channels** | Costs |\n| Web | Rent |\n",
         "x (bmc)\nchannels: Web\nkey_activities: Bake\nkey_activities: Sell\nkey_partnerships: Banks\n"
         "key_partnerships: Shops\ncost_structure: Rent\n"},
        {"| Block | Notes |\n|---|---|\n| 客户细分 | 学生<br>老师 |\n| 渠道通路 | 微信 |\n| | 门店 |\n",
         "x (bmc)\ncustomer_segments: 学生\ncustomer_segments: 老师\nchannels: 微信\nchannels: 门店\n"},
        {"## Channels\n| a | b |\n|---|---|\n| Web | 40% |\n", "x (bmc)\nchannels: Web · 40%\n"},
        {"| Costs | Startup | Year 1 | Year 2 |\n|---|---|---|---|\n| Item | $$$ | $$$ | $$$ |\n| Oven | $5,000 | 0 | |\n"
         "| Rent | | €1,200 | €1,300 |\n| TOTAL | $1 | $2 | $3 |\n| **Revenue** | Startup | Year 1 | Year 2 |\n"
         "| Number of Customers | 0 | x | x |\n| Bread | 0 | $9,000.50 | x |\n",
         "x (bmc)\nrevenue_streams: Bread [Year 1: $9,000.50] amount=9000.50 USD/year\ncost_structure: Oven [Startup: $5,000] amount=5000 USD\n"
         "cost_structure: Rent [Year 1: €1,200\\nYear 2: €1,300] amount=1200 EUR/year\n"},
    };
    check("x.md", samples, COUNT_OF(samples), NULL);
}
END_TEST

START_TEST(test_a_japanese_paragraph_is_split_when_asked)
{
    const char *text = "# A社\n## 顧客セグメント\n法人（大企業、官公庁）、個人、学校\n## チャネル\n店舗\n";
    struct buffer report = {0};
    char *whole = import_picture("x.md", text, NULL, &report);
    ck_assert_str_eq(whole, "A社 (bmc)\ncustomer_segments: 法人（大企業、官公庁）、個人、学校\nchannels: 店舗\n");
    ck_assert_ptr_nonnull(strstr(report.data, "--split"));
    struct import_options options = {.split = true};
    char *split = import_picture("x.md", text, &options, &report);
    ck_assert_str_eq(split, "A社 (bmc)\ncustomer_segments: 法人（大企業、官公庁）\ncustomer_segments: 個人\n"
                            "customer_segments: 学校\nchannels: 店舗\n");
    free(whole);
    free(split);
    buffer_clear(&report);
}
END_TEST

START_TEST(test_other_encodings)
{
    struct buffer report = {0};
    /* 客户细分 / 学生 in GB18030 */
    char *picture = import_picture("x.md", "## \xBF\xCD\xBB\xA7\xCF\xB8\xB7\xD6\n- \xD1\xA7\xC9\xFA\n", NULL, &report);
    ck_assert_str_eq(picture, "x (bmc)\ncustomer_segments: 学生\n");
    ck_assert_ptr_nonnull(strstr(report.data, "GB18030"));
    free(picture);
    buffer_clear(&report);
    static const char utf16[] = "\xFF\xFE#\0 \0K\0P\0\n\0-\0 \0a\0\n";
    struct error error;
    struct import *import;
    struct import_options none = {0};
    ck_ok(import_open_bytes("u.md", utf16, sizeof utf16, &none, &import, &error));
    ck_assert_ptr_nonnull(strstr(import_report(import), "UTF-16"));
    import_close(import);
}
END_TEST

START_TEST(test_marks_of_nonet_itself)
{
    const char *text = "# Club\n\n*Business Model Canvas* · 2026-11-25 · Ana\n\n`#live` `Cost driver: value_driven`\n\n"
                       "## 1. 客户细分 (Customer Segments)\n\n- 🟢 Fans\\\n  `#core` `角色: 付钱` `@Li` `[1]`\n\n"
                       "  > Longer\\\n  > text.\n  >\n  > Second.\n\n- &#129001; square\n"
                       "\n## 3. Channels\n\n- \\`#no tag\\`\\\n  `= 1`\n\n---\n\n*Not an attribution*\n";
    char *picture = import_picture("x.md", text, NULL, NULL);
    ck_assert_str_eq(picture, "Club (bmc) #live cost_driver=value_driven\n"
                              "customer_segments: Fans [Longer\\ntext.\\n\\nSecond.] #core author=Li role=payer green\n"
                              "customer_segments: 🟩 square\nchannels: `#no tag` ->Fans\nchannels: Not an attribution\n");
    free(picture);
}
END_TEST

START_TEST(test_a_file_without_a_block_is_refused)
{
    static const char *const texts[] = {"just a line\n", "![](a.png)\n\n![](b.png)\n", "# Title\n\n- a\n- b\n"};
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        char *message = import_refusal("x.md", texts[i], strlen(texts[i]));
        ck_assert_ptr_nonnull(strstr(message, "Customer Segments, Value Propositions"));
        free(message);
    }
    char *message = import_refusal("x.md", "\0\1\2\3\0\0\0\0", 8);
    ck_assert_ptr_nonnull(strstr(message, "no text file"));
    free(message);
}
END_TEST

START_TEST(test_hostile_nesting_is_refused)
{
    struct buffer text = {0};
    for (int i = 0; i < 50000; i++)
        buffer_add(&text, ">");
    char *message = import_refusal("x.md", text.data, text.length);
    free(message);
    buffer_reset(&text);
    for (int i = 0; i < 50000; i++)
        buffer_add(&text, "![[](");
    message = import_refusal("x.md", text.data, text.length);
    free(message);
    buffer_clear(&text);
}
END_TEST

START_TEST(test_headings_without_any_mark)
{
    static const struct sample samples[] = {
        {"客户细分：学生、老师\n价值主张：快捷，便宜\n渠道通路：APP\n备注一下\n\n成本结构\n房租\n2、工资\n",
          "x (bmc)\ncustomer_segments: 学生、老师\nvalue_propositions: 快捷，便宜\nchannels: APP\nchannels: 备注一下\n"
          "cost_structure: 房租\ncost_structure: 工资\n"},
        {"# Shop\n\nKey Partners\n- Banks\n\nCHANNELS:\n\nthe web\n\nCosts: rent\n",
          "Shop (bmc)\nchannels: the web\nkey_partnerships: Banks\ncost_structure: rent\n"},
        {"- 客户细分：学生\n- Costs: rent\n- Channels:\n  - web\n- Note: none\n",
          "x (bmc)\ncustomer_segments: 学生\nchannels: web\ncost_structure: rent\nparking_lot: Note: none\n"},
        {"## 核心资源\n- 单车\n\n关键业务：\n- 投放\n\n【收入来源】\n- 骑行费\n\n## 四 客户关系\n\nCosts: none here\n\nCosts\n\nmore\n\n- Channels: too\n",
          "x (bmc)\ncustomer_relationships: Costs: none here\ncustomer_relationships: Costs\ncustomer_relationships: more\ncustomer_relationships: Channels: too\nrevenue_streams: 骑行费\n"
          "key_resources: 单车\nkey_activities: 投放\n"},
    };
    check("x.md", samples, COUNT_OF(samples), NULL);
}
END_TEST

START_TEST(test_callouts_html_and_other_languages)
{
    struct buffer report = {0};
    char *picture = import_picture("x.md",
                                   "<h1>Shop</h1>\n\n## Kanäle\n\n> [!tip]- Web shop\n> cheap\n\n> [!note]\n> second\n\n<aside>\n💡 Fast "
                                   "&amp; good\n</aside>\n\n<ul><li>one</li><li>two</li></ul>\n\n<!-- no -->\n\n<img src=\"a.png\">\n\n"
                                   "<script>alert(1)</script>\n\n## 主要活動\n- 開発\n\n## Estructura de costes\n- [!note\n",
                                   NULL, &report);
    ck_assert_str_eq(picture, "x (bmc)\nchannels: Web shop cheap\nchannels: second\nchannels: 💡 Fast & good\nchannels: one\n"
                              "channels: two\nkey_activities: 開発\ncost_structure: [!note\n");
    ck_assert_ptr_nonnull(strstr(buffer_text(&report), "pieces of HTML passed over: 3"));
    free(picture);
    buffer_clear(&report);
}
END_TEST

START_TEST(test_headings_that_name_more_than_a_block)
{
    struct buffer report = {0};
    char *picture = import_picture("x.md",
                                   "## Channels & Distribution\n- web\n## Revenue $$\n- ads\n## Costs and Customers\n- who knows\n"
                                   "## Key Resuorces\n- people\n## 资本结构\n- 股\n## Key Activities\n### Quality & Costs\n- a\n",
                                   NULL, &report);
    ck_assert_str_eq(picture, "x (bmc)\nchannels: web\nrevenue_streams: ads\nkey_resources: people\n"
                              "key_activities: a {Quality & Costs}\nparking_lot: who knows {Costs and Customers}\n"
                              "parking_lot: 股 {资本结构}\n");
    ck_assert_ptr_nonnull(strstr(buffer_text(&report), "“Channels & Distribution” was taken for: Channels"));
    ck_assert_ptr_nonnull(strstr(report.data, "“Key Resuorces” was taken for: Key Resources"));
    free(picture);
    buffer_clear(&report);
    /* A guess alone makes no canvas of a text. */
    char *message = import_refusal("x.md", "# Diary\n## Costs and benefits\n- a\n", strlen("# Diary\n## Costs and benefits\n- a\n"));
    ck_assert_ptr_nonnull(strstr(message, "nothing in it names a block"));
    free(message);
}
END_TEST

NONET_TEST_MAIN("import markdown", test_headings_without_any_mark, test_callouts_html_and_other_languages,
                test_headings_that_name_more_than_a_block,
                test_headings_of_any_level_name_blocks, test_bold_headings,
                test_what_belongs_nowhere_is_parked_with_its_heading,
                test_lists_paragraphs_and_what_is_passed_over, test_tables,
                test_a_japanese_paragraph_is_split_when_asked, test_other_encodings, test_marks_of_nonet_itself,
                test_a_file_without_a_block_is_refused, test_hostile_nesting_is_refused)
