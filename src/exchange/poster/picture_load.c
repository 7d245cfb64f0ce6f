/*
 * picture_load.c - finds and loads the module that draws posters.
 *
 * It lies beside the program in its build tree, or where it was installed; no variable of the environment and no search
 * path says otherwise, so that nobody can slip another one in. Once loaded it stays: font libraries do not unload well.
 */
#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "nonet/message.h"
#include "picture_load.h"

#define MODULE "nonet_poster.so"

static bool is_there(struct buffer *path, const char *folder, const char *below)
{
    buffer_reset(path);
    buffer_printf(path, "%s%s/" MODULE, folder, below);
    return access(path->data, R_OK) == 0;
}

/* In the program's folder, or one of the two above it (tests run from there), or in the library folder beside it; else
 * where it was to be installed. Yours. */
static char *module_path(void)
{
    struct buffer path = {0};
    char *program = file_program();
    bool found = false;
    for (int up = 0; up < 3 && !found; up++) {
        char *slash = strrchr(program, '/');
        if (!slash)
            break;
        *slash = '\0';
        found = is_there(&path, program, "") || (up == 1 && is_there(&path, program, "/" NONET_LIBRARY_FOLDER "/nonet"));
    }
    free(program);
    if (!found)
        is_there(&path, NONET_INSTALLED_MODULES, "");
    return buffer_take(&path);
}

enum status picture_load(const struct picture_driver **out, struct error *err)
{
    char *path = module_path();
    void *module = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    union { /* what dlsym() returns is a function here */
        void *object;
        picture_driver_function *function;
    } symbol = {.object = module ? dlsym(module, PICTURE_SYMBOL) : NULL};
    enum status status = STATUS_OK;
    *out = symbol.object ? symbol.function() : NULL;
    if (!*out)
        status = error_set(err, STATUS_NOT_FOUND, _("posters need a part of nonet that cannot be loaded: %s"), dlerror());
    else if ((*out)->version != PICTURE_VERSION)
        status = error_set(err, STATUS_NOT_FOUND, _("%s belongs to another version of nonet"), path);
    free(path);
    return status;
}

#ifdef __SANITIZE_ADDRESS__
/* Fontconfig keeps its patterns behind offsets, where the leak checker does not find them again. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
    return "leak:libfontconfig\nleak:libcairo\nleak:libpango";
}

const char *__lsan_default_options(void);
const char *__lsan_default_options(void)
{
    return "print_suppressions=0";
}
#endif
