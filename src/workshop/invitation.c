/*
 * invitation.c - a command quoted for the shell, then for sshd; and what is a public key.
 *
 * For the shell everything stands in single quotes, which every login shell reads alike. sshd's option knows one escape: a
 * quote is written \". Only the terminal's type and the language go through from the client; the program looks at both.
 */
#include "nonet/invitation.h"

#include <ctype.h>
#include <string.h>

#include "nonet/message.h"
#include "nonet/text.h"

#define KEY_BYTES_MAX 16384 /* as sshd */

/* ---- the line ------------------------------------------------------------------------------------------- */

static bool has_control(const char *text)
{
    for (; *text; text++)
        if ((unsigned char)*text < 0x20 || *text == 0x7F)
            return true;
    return false;
}

static void quote_for_shell(struct buffer *out, const char *text)
{
    buffer_add_char(out, '\'');
    for (; *text; text++) {
        if (*text == '\'')
            buffer_add(out, "'\\''");
        else
            buffer_add_char(out, *text);
    }
    buffer_add_char(out, '\'');
}

static void quote_for_sshd(struct buffer *out, const char *text)
{
    buffer_add_char(out, '"');
    for (; *text; text++) {
        if (*text == '"')
            buffer_add_char(out, '\\');
        buffer_add_char(out, *text);
    }
    buffer_add_char(out, '"');
}

enum status invitation_command(const struct invitation *invitation, struct buffer *out, struct error *err)
{
    const char *const paths[] = {invitation->program, invitation->store, invitation->data ? invitation->data : ""};
    for (size_t i = 0; i < COUNT_OF(paths); i++)
        if (has_control(paths[i]))
            return error_set(err, STATUS_INVALID,
                             _("a path with a control character in it cannot stand in authorized_keys: %s"), paths[i]);
    buffer_add(out, "exec env -i TERM=\"$TERM\" LANG=\"$LANG\"");
    buffer_printf(out, " NONET_LANG=%s", language_code(invitation->language));
    if (invitation->data) {
        buffer_add(out, " NONET_DATA=");
        quote_for_shell(out, invitation->data);
    }
    buffer_add_char(out, ' ');
    quote_for_shell(out, invitation->program);
    buffer_add(out, " --store ");
    quote_for_shell(out, invitation->store);
    buffer_printf(out, " workshop join --seat %s%s", invitation->token, invitation->wall ? " --wall" : "");
    return STATUS_OK;
}

enum status invitation_line(const struct invitation *invitation, const char *key, struct buffer *out, struct error *err)
{
    struct buffer command = {0};
    enum status status = invitation_command(invitation, &command, err);
    if (status == STATUS_OK) {
        buffer_add(out, "restrict,pty,command=");
        quote_for_sshd(out, buffer_text(&command));
        if (key)
            buffer_printf(out, " %s", key);
    }
    buffer_clear(&command);
    return status;
}

/* ---- keys ----------------------------------------------------------------------------------------------- */

static const char *const key_types[] = {
    "ssh-ed25519",
    "ecdsa-sha2-nistp256",
    "ecdsa-sha2-nistp384",
    "ecdsa-sha2-nistp521",
    "ssh-rsa",
    "sk-ssh-ed25519@openssh.com",
    "sk-ecdsa-sha2-nistp256@openssh.com",
};

static const char *type_of(const char *line, size_t length)
{
    for (size_t i = 0; i < COUNT_OF(key_types); i++) {
        size_t size = strlen(key_types[i]);
        if (length > size && memcmp(line, key_types[i], size) == 0 && (line[size] == ' ' || line[size] == '\t'))
            return key_types[i];
    }
    return NULL;
}

static int digit_of(char c)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const char *at = c ? memchr(digits, c, sizeof digits - 1) : NULL;
    return at ? (int)(at - digits) : -1;
}

/* False when it is no base64. */
static bool decode(const char *digits, size_t length, struct buffer *out)
{
    size_t body = length;
    while (body > 0 && length - body < 2 && digits[body - 1] == '=')
        body--;
    unsigned group = 0;
    for (size_t i = 0; i < body; i++) {
        int digit = digit_of(digits[i]);
        if (digit < 0)
            return false;
        group = group << 6 | (unsigned)digit;
        size_t rest = (i + 1) * 6 % 8; /* bits that wait for the next digit */
        if (rest < 6)
            buffer_add_char(out, (char)(group >> rest & 255u));
    }
    return length % 4 == 0;
}

/* The key's bytes are fields with a length of four bytes before each, the first of which repeats the type: what was cut or
 * mixed up is not. */
static bool is_key_of(const char *digits, size_t length, const char *type)
{
    struct buffer bytes = {0};
    bool whole = decode(digits, length, &bytes);
    size_t at = 0, fields = 0;
    while (whole && at < bytes.length) {
        const unsigned char *field = (const unsigned char *)bytes.data + at;
        size_t left = bytes.length - at;
        size_t size = left < 4 ? left : (size_t)field[0] << 24 | (size_t)field[1] << 16 | (size_t)field[2] << 8 | field[3];
        whole = left >= 4 && size <= left - 4;
        if (whole && fields == 0)
            whole = size == strlen(type) && memcmp(field + 4, type, size) == 0;
        at += 4 + size;
        fields++;
    }
    buffer_clear(&bytes);
    return whole && fields > 1;
}

static bool is_showable(const char *text, size_t length)
{
    struct buffer shown = {0};
    bool same = text_is_valid(text, length);
    if (same) {
        text_printable(&shown, text, length, false);
        same = shown.length == length && memcmp(buffer_text(&shown), text, length) == 0;
    }
    buffer_clear(&shown);
    return same;
}

static enum status no_key(struct error *err)
{
    return error_set(err, STATUS_INVALID,
                     _("that is no public key; the guest finds it in ~/.ssh/id_ed25519.pub (`ssh-keygen` makes one): one "
                       "line that begins with ssh-ed25519"));
}

enum status public_key_read(const char *text, size_t length, struct buffer *out, struct error *err)
{
    while (length > 0 && isspace((unsigned char)text[length - 1]))
        length--;
    while (length > 0 && isspace((unsigned char)*text)) {
        text++;
        length--;
    }
    if (length > KEY_BYTES_MAX)
        return no_key(err);
    if (memmem(text, length, "PRIVATE KEY", 11))
        return error_set(err, STATUS_INVALID, "%s",
                         _("that is a private key, which nobody should give away; the public one is in the file that ends "
                           "in .pub"));
    if (memchr(text, '\n', length) || memchr(text, '\r', length))
        return error_set(err, STATUS_INVALID, _("that is more than one line; give each guest's key in a call of its own"));
    const char *type = type_of(text, length);
    if (!type)
        return no_key(err);
    const char *digits = text + strlen(type), *end = text + length;
    while (digits < end && (*digits == ' ' || *digits == '\t'))
        digits++;
    const char *comment = digits;
    while (comment < end && *comment != ' ' && *comment != '\t')
        comment++;
    if (!is_key_of(digits, (size_t)(comment - digits), type))
        return error_set(err, STATUS_INVALID, _("the public key is damaged; copy its line anew and whole"));
    buffer_printf(out, "%s ", type);
    buffer_append(out, digits, (size_t)(comment - digits));
    while (comment < end && (*comment == ' ' || *comment == '\t'))
        comment++;
    if (comment < end && is_showable(comment, (size_t)(end - comment))) {
        buffer_add_char(out, ' ');
        buffer_append(out, comment, (size_t)(end - comment));
    }
    return STATUS_OK;
}
