/*
 * picture_load.h - the way to the module that draws posters.
 */
#ifndef NONET_EXCHANGE_PICTURE_LOAD_H
#define NONET_EXCHANGE_PICTURE_LOAD_H

#include "nonet/base.h"
#include "picture.h"

/* NOT_FOUND: the module is not there, or its libraries are not installed; the message says what is missing. */
enum status picture_load(const struct picture_driver **out, struct error *err) NONET_CHECKED;

#endif
