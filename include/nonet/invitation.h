/*
 * invitation.h - the line in ~/.ssh/authorized_keys that lets a guest in, and nothing else of the machine.
 *
 * The line fixes all that the guest's client could say otherwise: the program, the store, the data, the seat. It passes
 * two readers, sshd and the account's shell, and no path or name can mean anything to either of them.
 */
#ifndef NONET_INVITATION_H
#define NONET_INVITATION_H

#include "nonet/base.h"

struct invitation {
    const char *program, *store; /* absolute paths */
    const char *data;            /* value of NONET_DATA, NULL = not set */
    enum language language;      /* for guests whose client says none */
    const char *token;
    bool wall;                   /* a projector's */
};

/* The public key in a key file's text: "ssh-ed25519 AAAA... comment", one line. INVALID says what the text is instead: a
 * private key, several lines, no key. A comment that cannot be shown is left out. */
enum status public_key_read(const char *text, size_t length, struct buffer *out, struct error *err) NONET_CHECKED;

/* Appends the line, without a line end. `key` as public_key_read() gave it; NULL = the line ends before the key. INVALID:
 * a path with a control character or a line end. */
enum status invitation_line(const struct invitation *invitation, const char *key, struct buffer *out,
                            struct error *err) NONET_CHECKED;
/* Only what the account's shell is to run: for ForceCommand in sshd_config. */
enum status invitation_command(const struct invitation *invitation, struct buffer *out, struct error *err) NONET_CHECKED;

#endif
