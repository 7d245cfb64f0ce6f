/*
 * export_dialog.h - asks for a format and a file, and exports: one canvas into a file, several into a folder.
 */
#ifndef NONET_TUI_EXPORT_DIALOG_H
#define NONET_TUI_EXPORT_DIALOG_H

#include "app.h"
#include "nonet/exchange.h"

/* Lives in the view that asks; zero at first. */
struct export_ask {
    int64_t *canvas_id; /* of app->store */
    size_t count;
    char *example_id;   /* a shipped example instead; NULL = none */
    char *title;
    const struct format *format;
    char *there;        /* a file that the person was told stands there already */
};

/* Begins asking. `canvas_id` is taken over; NULL with an example. A session that is confined to a canvas is told that it
 * may not: it must not reach the machine's files. */
void export_ask(struct export_ask *ask, struct app *app, int64_t *canvas_id, size_t count, const char *example_id,
                const char *title);
void export_ask_clear(struct export_ask *ask);

#endif
