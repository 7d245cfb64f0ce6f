/*
 * test_export.c - exporting at a real terminal: no picture on it, no control character of a note; a Chinese title from the
 * browser's dialog; and posters on a machine without fonts.
 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "check_main.h"
#include "home.h"

START_TEST(a_terminal_gets_no_picture)
{
    struct home home;
    struct pty pty;
    home_init(&home);
    home_do(&home, WORDS("new", "Shop"));
    home_start(&home, &pty, &(struct home_start){.words = WORDS("export", "1", "--format", "png")});
    pty_expect(&pty, "png is nothing for a terminal");
    ck_assert_int_eq(pty_wait_end(&pty), 1);
    pty_clear(&pty);
    home_clear(&home);
}
END_TEST

START_TEST(a_terminal_gets_no_control_characters)
{
    static const char *const formats[] = {"csv", "md", "html", "json", "canvascreator", "canvas"};
    struct home home;
    home_init(&home);
    home_do(&home, WORDS("new", "Shop"));
    home_do(&home, WORDS("add", "1", "channels", "red \033[31m C1 \xC2\x9B" "31m bell \007"));
    for (size_t i = 0; i < COUNT_OF(formats); i++) {
        struct pty pty;
        home_start(&home, &pty, &(struct home_start){.words = WORDS("export", "1", "--format", formats[i])});
        ck_assert_int_eq(pty_wait_end(&pty), 0);
        ck_assert_msg(!memchr(pty.bytes.data, '\033', pty.bytes.length), "%s", formats[i]);
        ck_assert_msg(!memchr(pty.bytes.data, '\007', pty.bytes.length), "%s", formats[i]);
        ck_assert_msg(!memmem(pty.bytes.data, pty.bytes.length, "\xC2\x9B", 2), "%s", formats[i]);
        pty_clear(&pty);
    }
    home_clear(&home);
}
END_TEST

static void expect_in_file(const struct home *home, const char *name, const char *text)
{
    struct buffer path = {0}, bytes = {0};
    struct error error;
    ck_assert_msg(file_read(home_path(home, name, &path), 1 << 20, &bytes, &error) == STATUS_OK, "%s", error.message);
    ck_assert_msg(strstr(buffer_text(&bytes), text), "%s: %s", name, buffer_text(&bytes));
    buffer_clear(&path);
    buffer_clear(&bytes);
}

/* The title is the file's name, safely; it is told; and a file that stands there is asked about. */
START_TEST(a_chinese_title_from_the_browser)
{
    struct home home;
    struct pty pty;
    home_init(&home);
    home_do(&home, WORDS("new", "老街 / 面馆：🍜"));
    home_do(&home, WORDS("add", "1", "channels", "外卖平台"));
    ck_assert_int_eq(chdir(home.folder), 0); /* where the program writes */
    home_start(&home, &pty, &(struct home_start){.environment = WORDS("NONET_LANG=zh")});
    pty_expect(&pty, "老街 / 面馆：");
    pty_send(&pty, "x");
    pty_expect(&pty, "导出为");
    pty_send(&pty, "md\r");
    pty_expect(&pty, "写到 /tmp/nonet-home-");
    pty_expect(&pty, "老街 面馆：🍜.md");
    pty_send(&pty, "\r");
    pty_expect(&pty, "已写出：/tmp/nonet-home-");
    pty_expect(&pty, "/老街 面馆：🍜.md");
    expect_in_file(&home, "老街 面馆：🍜.md", "- 外卖平台");

    home_put(&home, "老街 面馆：🍜.md", "mine", 4, 0600);
    pty_send(&pty, "x\r");
    pty_expect(&pty, "老街 面馆：🍜 2.md"); /* a name that no file has */
    pty_send(&pty, "\025老街 面馆：🍜.md\r");
    pty_expect(&pty, "已经存在：再按 Enter 覆盖它");
    expect_in_file(&home, "老街 面馆：🍜.md", "mine");
    pty_send(&pty, "\r");
    pty_expect(&pty, "已写出：");
    expect_in_file(&home, "老街 面馆：🍜.md", "- 外卖平台");
    pty_send(&pty, "q");
    ck_assert_int_eq(pty_wait_end(&pty), 0);
    pty_expect_restored(&pty);
    pty_clear(&pty);
    ck_assert_int_eq(chdir("/"), 0);
    home_clear(&home);
}
END_TEST

#define FONTS_CONF(inside) "<?xml version=\"1.0\"?><!DOCTYPE fontconfig SYSTEM \"fonts.dtd\"><fontconfig>" inside "</fontconfig>"

static void expect_no_poster(const char *title, const char *conf, const char *problem, const char *package)
{
    struct home home;
    struct pty pty;
    struct buffer path = {0}, variable = {0};
    home_init(&home);
    home_do(&home, WORDS("new", title));
    home_put(&home, "fonts.conf", conf, strlen(conf), 0600);
    buffer_printf(&variable, "FONTCONFIG_FILE=%s", home_path(&home, "fonts.conf", &path));
    home_start(&home, &pty,
               &(struct home_start){.words = WORDS("export", "1", "--output", "/nonexistent/shop.pdf"),
                                    .environment = WORDS(variable.data)});
    pty_expect(&pty, problem);
    pty_expect(&pty, package);
    ck_assert_int_eq(pty_wait_end(&pty), 1);
    pty_clear(&pty);
    buffer_clear(&path);
    buffer_clear(&variable);
    home_clear(&home);
}

START_TEST(a_poster_without_fonts_says_what_to_install)
{
    expect_no_poster("Shop", FONTS_CONF(""), "no font is installed", "fonts-noto-core");
    expect_no_poster("小店", /* in the title alone */
                     FONTS_CONF("<dir>/usr/share/fonts</dir><cachedir>/var/cache/fontconfig</cachedir><selectfont><rejectfont>"
                                "<pattern><patelt name=\"lang\"><string>zh-cn</string></patelt></pattern>"
                                "</rejectfont></selectfont>"),
                     "no installed font has the Chinese", "fonts-noto-cjk");
}
END_TEST

NONET_TEST_MAIN("export", a_terminal_gets_no_picture, a_terminal_gets_no_control_characters,
                a_chinese_title_from_the_browser, a_poster_without_fonts_says_what_to_install)
