/*
 * confine_internal.h - what the two halves of the confinement share.
 */
#ifndef NONET_WORKSHOP_CONFINE_INTERNAL_H
#define NONET_WORKSHOP_CONFINE_INTERNAL_H

#include "nonet/base.h"

/* Does nothing where the kernel has no Landlock. */
enum status landlock_enforce(const char *const *readable, const char *const *writable, struct error *err) NONET_CHECKED;

#endif
