/*
 * files.c - the care of the store: backup, restore-backup, doctor.
 */
#include <stdlib.h>

#include "cli.h"
#include "nonet/confine.h"

enum exit_code command_backup(struct context *context, const struct arguments *arguments)
{
    enum status status = context_store_as_it_is(context);
    if (status == STATUS_OK)
        status = store_backup(context->store, arguments->word[0], &context->error);
    return status == STATUS_OK ? EXIT_DONE : fail(context);
}

enum exit_code command_restore_backup(struct context *context, const struct arguments *arguments)
{
    char *path, *kept = NULL;
    enum status status = context_store_path(context, &path);
    if (status != STATUS_OK)
        return fail(context);
    status = file_make_parents(path, &context->error);
    if (status == STATUS_OK)
        status = store_restore_backup(path, arguments->word[0], &canvas_schema, &kept, &context->error);
    if (status == STATUS_OK && kept) {
        buffer_printf(&context->out, "%s ", _("the store until now is kept as"));
        print_text(&context->out, kept);
        buffer_add_char(&context->out, '\n');
    }
    free(kept);
    free(path);
    return status == STATUS_OK ? EXIT_DONE : fail(context);
}

enum exit_code command_doctor(struct context *context, const struct arguments *arguments)
{
    struct buffer report = {0};
    enum status status = context_store_as_it_is(context);
    if (status == STATUS_OK)
        status = store_check(context->store, arguments_given(arguments, "rebuild"), &report, &context->error);
    if (status == STATUS_OK)
        buffer_printf(&context->out, "%s\n", _("the store is sound"));
    if (status == STATUS_OK && confine_landlock_version() == 0)
        buffer_printf(&context->notices, "nonet: %s\n",
                      _("this kernel has no Landlock: workshops' guests are confined, but without that second lock"));
    else
        text_printable(&context->notices, buffer_text(&report), report.length, true);
    buffer_clear(&report);
    return status == STATUS_OK ? EXIT_DONE : fail(context);
}
