/*
 * tips.h - advice for those who lead people through a canvas: data/tips/facilitation.json.
 *
 * Shown with the help, in a guided session and on a new canvas. They are a courtesy: whoever cannot load them goes on
 * without.
 */
#ifndef NONET_TIPS_H
#define NONET_TIPS_H

#include "nonet/base.h"
#include "nonet/template.h"

struct tips {
    struct template_item *tip; /* id, origin and text; never changed */
    size_t count;
    void *document;            /* private: what the texts point into */
};

/* The shipped tips in the file's order. NOT_FOUND or IO: there is no such file; INVALID: it is not what it should be,
 * "FILE: what is wrong". *out is empty then. Free with tips_clear(). */
enum status tips_load(struct tips *out, struct error *err) NONET_CHECKED;
void tips_clear(struct tips *tips);

#endif
