/*
 * test_tui_keymap.c - the command table: every command named and helped, no key with two meanings, names of keys
 * that read back.
 */
#include <string.h>

#include "check_main.h"
#include "command.h"

START_TEST(test_every_command_is_complete)
{
    for (unsigned i = 1; i < COMMAND_COUNT; i++) {
        const struct command_info *info = command_info((enum command)i);
        ck_assert_uint_eq(info->command, i);
        ck_assert_msg(*info->name && *info->help, "command %u", i);
        ck_assert_msg(info->contexts != 0, "%s works nowhere", info->name);
        ck_assert_msg(*command_group(info->command), "%s has no section", info->name);
        for (unsigned k = 1; k < i; k++)
            ck_assert_msg(strcmp(command_info((enum command)k)->name, info->name) != 0, "%s is there twice", info->name);
    }
}
END_TEST

/* A new command is a guest's only when somebody has thought about it: it may lead to no file, program, other canvas or
 * setting of this machine. Those of the browser need not be here, as a guest has none. */
START_TEST(test_what_guests_have_was_thought_about)
{
    static const char guests[] =
        " up down left right next-block previous-block block-1 block-2 block-3 block-4 block-5 block-6 block-7 block-8 block-9"
        " block-number parking-lot first last page-up page-down find find-next find-previous add edit open body next-tie"
        " mark-tie mark trash move lower raise group ungroup group-up group-down merge split colour tags canvas-facets link"
        " links-focus copy trashed undo redo sidebar sidebar-hide zoom layout title use more guide guide-new question-next"
        " question-back step-next step-back review next-gap save save-and-stop discard newline character-left"
        " character-right line-up line-down word-left word-right line-start line-end delete-left delete-right kill-word"
        " kill-to-start kill-to-end yank transpose choice-up choice-down complete take command help mouse language redraw"
        " cancel back quit workshop vote vote-back stage-next stage-back hold call-here reveal minute-more"
        " history earlier later play faster slower next-version previous-version name-moment unname-moment bring-back"
        " compare-now pick swap scroll-up scroll-down ";
    static const char home[] = " editor export export-canvases suspend compare fork ";
    for (unsigned i = 1; i < COMMAND_COUNT; i++) {
        const struct command_info *info = command_info((enum command)i);
        struct buffer word = {0};
        buffer_printf(&word, " %s ", info->name);
        bool reaches = (info->contexts & ~(unsigned)(IN_BROWSER | AT_HOME)) != 0;
        if (reaches && (info->contexts & AT_HOME))
            ck_assert_msg(strstr(home, buffer_text(&word)), "%s is marked AT_HOME: is that meant?", info->name);
        else if (reaches)
            ck_assert_msg(strstr(guests, buffer_text(&word)),
                          "may a guest have the command %s? If so name it here, if not mark it AT_HOME", info->name);
        buffer_clear(&word);
    }
}
END_TEST

START_TEST(test_every_key_reads_back_and_means_one_command)
{
    struct keymap *keymap = keymap_new();
    size_t keys = 0;
    for (unsigned i = 1; i < COMMAND_COUNT; i++) {
        const struct command_info *info = command_info((enum command)i);
        for (const char *at = info->keys; *at; at += strcspn(at, " "), at += strspn(at, " ")) {
            size_t length = strcspn(at, " ");
            struct key key;
            struct buffer name = {0};
            ck_assert_msg(key_parse(at, length, &key), "%s: %s", info->name, at);
            key_name(key, &name);
            ck_assert_msg(strlen(buffer_text(&name)) == length && strncmp(buffer_text(&name), at, length) == 0,
                          "%s reads back as %s", at, buffer_text(&name));
            ck_assert_msg(!(key.modifiers & KEY_ALT_HELD), "%s: Alt keys do not reach us", info->name);
            buffer_clear(&name);
            for (unsigned bit = 1; bit <= info->contexts; bit <<= 1) {
                if (!(info->contexts & bit) || bit == AT_HOME)
                    continue;
                enum command found = keymap_find(keymap, (enum context)bit, key);
                ck_assert_msg(found == info->command, "%.*s in context %u: %s and %s", (int)length, at, bit,
                              info->name, command_info(found)->name);
                keys++;
            }
        }
    }
    ck_assert_uint_gt(keys, 100);
    keymap_free(keymap);
}
END_TEST

START_TEST(test_names_of_keys)
{
    static const struct {
        const char *name;
        struct key key;
    } cases[] = {
        {"Ctrl-R", {'r', KEY_CTRL_HELD}},   {"Shift-Tab", {INPUT_TAB, KEY_SHIFT_HELD}},
        {"F1", {INPUT_F1, 0}},              {"F12", {INPUT_F1 + 11, 0}},
        {"Space", {' ', 0}},                {"文", {0x6587, 0}},
        {"-", {'-', 0}},                    {"Ctrl--", {'-', KEY_CTRL_HELD}},
        {"PageUp", {INPUT_PAGE_UP, 0}},     {"F", {'F', 0}},
        {"=", {'=', 0}},                    {"Ctrl-Shift-Left", {INPUT_LEFT, KEY_CTRL_HELD | KEY_SHIFT_HELD}},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct key key;
        struct buffer name = {0};
        ck_assert(key_parse(cases[i].name, strlen(cases[i].name), &key));
        ck_assert_uint_eq(key.code, cases[i].key.code);
        ck_assert_uint_eq(key.modifiers, cases[i].key.modifiers);
        key_name(key, &name);
        ck_assert_str_eq(buffer_text(&name), cases[i].name);
        buffer_clear(&name);
    }
    static const char *const wrong[] = {"", "F0", "F13", "F1x", "Ctrl", "Nokey"};
    for (size_t i = 0; i < COUNT_OF(wrong); i++) {
        struct key key;
        ck_assert_msg(!key_parse(wrong[i], strlen(wrong[i]), &key), "%s", wrong[i]);
    }
}
END_TEST

START_TEST(test_what_keys_type)
{
    static const struct {
        struct key key;
        const char *text;
    } cases[] = {
        {{'a', 0}, "a"},          {{0x4e2d, 0}, "中"},      {{' ', 0}, " "},
        {{'a', KEY_CTRL_HELD}, ""}, {{'a', KEY_ALT_HELD}, ""}, {{INPUT_UP, 0}, ""},
        {{0x1b, 0}, ""},          {{0x7f, 0}, ""},          {{0x9b, 0}, ""},
        {{0x1f600, 0}, "😀"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        char text[5];
        ck_assert_uint_eq(key_text(cases[i].key, text), strlen(cases[i].text));
        ck_assert_str_eq(text, cases[i].text);
    }
}
END_TEST

START_TEST(test_a_room_adds_its_keys_to_those_of_the_board)
{
    static const struct {
        unsigned context;
        uint32_t code;
        enum command command;
    } cases[] = {
        {IN_BOARD, '>', COMMAND_NONE},
        {IN_BOARD | IN_ROOM, '>', COMMAND_NONE},
        {IN_BOARD | IN_ROOM | IN_LEAD, '>', COMMAND_ROOM_NEXT},
        {IN_BOARD, 'v', COMMAND_NONE},
        {IN_BOARD | IN_ROOM, 'v', COMMAND_VOTE},
        {IN_BOARD | IN_ROOM, 'a', COMMAND_NOTE_ADD},
        {IN_SIDEBAR | IN_ROOM, 'w', COMMAND_ROOM_MENU},
        {IN_EDITOR, 'v', COMMAND_NONE},
    };
    struct keymap *keymap = keymap_new();
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        ck_assert_int_eq(keymap_find(keymap, (enum context)cases[i].context, (struct key){cases[i].code, 0}),
                         cases[i].command);
    keymap_free(keymap);
}
END_TEST

NONET_TEST_MAIN("tui_keymap", test_a_room_adds_its_keys_to_those_of_the_board, test_every_command_is_complete, test_what_guests_have_was_thought_about,
                test_every_key_reads_back_and_means_one_command,
                test_names_of_keys, test_what_keys_type)
