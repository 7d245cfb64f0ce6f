/*
 * import_dialog.h - asks for a file or folder of any known format, shows the canvas that it would be, and makes it.
 */
#ifndef NONET_TUI_IMPORT_DIALOG_H
#define NONET_TUI_IMPORT_DIALOG_H

#include "app.h"
#include "nonet/exchange.h"

/* What becomes of it: the new canvas is in app->store. */
typedef void import_done(void *context, struct app *app, int64_t canvas_id);

/* Lives in the view that asks; zero at first. */
struct import_ask {
    char *folder;       /* that is looked through; NULL = not asked yet */
    char **name;        /* what the choices of the dialog stand for, in its order */
    size_t count;
    import_done *done;
    void *context;
};

/* Begins asking, in the folder of the last time or the one the program was started in. A session that is confined to a
 * canvas is told that it may not: it must not reach the machine's files. */
void import_ask(struct import_ask *ask, struct app *app, import_done *done, void *context);
void import_ask_clear(struct import_ask *ask);

/* import_view.c: the canvas as it would be, with the report below; Enter makes it, Esc leaves. Takes `import` over; on
 * failure it is closed. */
enum status import_view_new(struct app *app, struct import *import, const char *path, import_done *done, void *context,
                            struct view **out, struct error *err) NONET_CHECKED;

#endif
