/*
 * command.c - the command table and the names of keys.
 *
 * Reads commands.def; finding a command by a key is keymap.c's.
 */
#include "command.h"

#include <ctype.h>
#include <string.h>

#include "nonet/message.h"
#include "nonet/text.h"

static const struct command_info infos[COMMAND_COUNT] = {
    [COMMAND_NONE] = {COMMAND_NONE, "", 0, "", ""},
#define GROUP(title)
#define COMMAND(id, name, contexts, keys, help) [COMMAND_##id] = {COMMAND_##id, name, contexts, keys, help},
#include "commands.def"
#undef COMMAND
#undef GROUP
};

/* The table in its order with the sections' titles between: a row has the one or the other. */
static const struct {
    const char *title;
    enum command command;
} rows[] = {
#define GROUP(title) {title, COMMAND_NONE},
#define COMMAND(id, name, contexts, keys, help) {NULL, COMMAND_##id},
#include "commands.def"
#undef COMMAND
#undef GROUP
};

const struct command_info *command_info(enum command command)
{
    return &infos[command < COMMAND_COUNT ? command : COMMAND_NONE];
}

const char *command_group(enum command command)
{
    const char *title = "";
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        if (rows[i].title)
            title = rows[i].title;
        else if (rows[i].command == command)
            break;
    }
    return title;
}

/* ---- names of keys ------------------------------------------------------------------------------ */

static const struct {
    uint32_t code;
    const char *name;
} named[] = {
    {INPUT_UP, "Up"},         {INPUT_DOWN, "Down"},     {INPUT_LEFT, "Left"},
    {INPUT_RIGHT, "Right"},   {INPUT_HOME, "Home"},     {INPUT_END, "End"},
    {INPUT_PAGE_UP, "PageUp"}, {INPUT_PAGE_DOWN, "PageDown"}, {INPUT_INSERT, "Insert"},
    {INPUT_DELETE, "Delete"}, {INPUT_BACKSPACE, "Backspace"}, {INPUT_TAB, "Tab"},
    {INPUT_ENTER, "Enter"},   {INPUT_ESC, "Esc"},       {' ', "Space"},
};

static const struct {
    unsigned bit;
    const char *prefix;
} modifiers[] = {{KEY_CTRL_HELD, "Ctrl-"}, {KEY_ALT_HELD, "Alt-"}, {KEY_SHIFT_HELD, "Shift-"}};

void key_name(struct key key, struct buffer *out)
{
    for (size_t i = 0; i < COUNT_OF(modifiers); i++)
        if (key.modifiers & modifiers[i].bit)
            buffer_add(out, modifiers[i].prefix);
    for (size_t i = 0; i < COUNT_OF(named); i++)
        if (named[i].code == key.code) {
            buffer_add(out, named[i].name);
            return;
        }
    if (key.code >= INPUT_F1 && key.code < INPUT_F1 + 12) {
        buffer_printf(out, "F%d", (int)(key.code - INPUT_F1) + 1);
    } else if (key.code < 0x80) {
        bool upper = (key.modifiers & KEY_CTRL_HELD) != 0;
        buffer_add_char(out, (char)(upper ? toupper((int)key.code) : (int)key.code));
    } else if (key.code < INPUT_UP) {
        char bytes[4];
        buffer_append(out, bytes, text_encode(key.code, bytes));
    }
}

static bool parse_function_key(const char *name, size_t length, uint32_t *code)
{
    if (length < 2 || length > 3 || name[0] != 'F' || !isdigit((unsigned char)name[1]))
        return false;
    unsigned number = (unsigned)(name[1] - '0');
    if (length == 3 && isdigit((unsigned char)name[2]))
        number = number * 10 + (unsigned)(name[2] - '0');
    else if (length == 3)
        return false;
    if (number < 1 || number > 12)
        return false;
    *code = INPUT_F1 + number - 1;
    return true;
}

bool key_parse(const char *name, size_t length, struct key *out)
{
    *out = (struct key){0};
    for (size_t i = 0; i < COUNT_OF(modifiers); i++) {
        size_t size = strlen(modifiers[i].prefix);
        if (length > size && memcmp(name, modifiers[i].prefix, size) == 0) {
            out->modifiers |= modifiers[i].bit;
            name += size;
            length -= size;
        }
    }
    if (length == 0)
        return false;
    for (size_t i = 0; i < COUNT_OF(named); i++)
        if (strlen(named[i].name) == length && memcmp(named[i].name, name, length) == 0) {
            out->code = named[i].code;
            return true;
        }
    if (parse_function_key(name, length, &out->code))
        return true;
    if (text_decode(name, length, &out->code) != length)
        return false;
    if (out->modifiers & KEY_CTRL_HELD && out->code < 0x80)
        out->code = (uint32_t)tolower((int)out->code);
    return out->code > ' ';
}

void command_key(enum command command, struct buffer *out)
{
    const char *keys = command_info(command)->keys;
    buffer_append(out, keys, strcspn(keys, " "));
}

size_t key_text(struct key key, char out[5])
{
    out[0] = '\0';
    bool typed = key.code >= ' ' && key.code < INPUT_UP && !(key.code >= 0x7f && key.code < 0xa0);
    if (!typed || key.modifiers & (KEY_ALT_HELD | KEY_CTRL_HELD))
        return 0;
    size_t length = text_encode(key.code, out);
    out[length] = '\0';
    return length;
}
