/*
 * picture.h - what a poster is drawn with: texts and boxes on pages, measured in points from the upper left corner.
 *
 * The drawing itself (picture.c: cairo and pango) is a module of its own, loaded when a poster is exported: nobody else
 * pays for those libraries at start-up or in memory. So this interface is plain C both sides: no struct of nonet, no
 * function of nonet is used by the module.
 */
#ifndef NONET_EXCHANGE_PICTURE_H
#define NONET_EXCHANGE_PICTURE_H

#include <stdbool.h>
#include <stddef.h>

#define PICTURE_VERSION 2
#define PICTURE_NO_COLOUR (-1L)
#define PICTURE_SYMBOL "nonet_picture_driver"

enum picture_kind { PICTURE_PDF, PICTURE_SVG, PICTURE_PNG };

struct picture_start {
    enum picture_kind kind;
    double width, height;
    double scale;         /* of PNG: pixels a point */
    const char *title, *author, *created; /* of the document; created: "2026-11-25T08:00:00Z" */
    const char *language; /* "zh-cn": which shapes Chinese characters have */
    void (*write)(void *context, const char *bytes, size_t length);
    void *context;
};

struct picture_type {
    double size, line; /* of the letters, and from line to line */
    bool bold, centred;
    bool shape;        /* drawn only: no text that a reader of the file selects or finds */
    long colour;       /* 0xRRGGBB */
};

struct picture; /* private to the module */

struct picture_driver {
    int version;
    /* NULL: *problem says why. */
    struct picture *(*open)(const struct picture_start *start, const char **problem);
    /* The height of a text wrapped to `width` (0 = one line); *used (may be NULL) is the width of its longest line. Height
     * and breaks follow from width / size alone: a text measured at one size breaks alike at any other. */
    double (*measure)(struct picture *picture, const char *text, const struct picture_type *type, double width,
                      double *used);
    void (*text)(struct picture *picture, const char *text, const struct picture_type *type, double x, double y,
                 double width);
    /* A box with round corners; PICTURE_NO_COLOUR leaves its inside or its line out. */
    void (*box)(struct picture *picture, double x, double y, double width, double height, double radius, long fill,
                long line, double line_width);
    /* How many characters of the text no installed font can show. */
    size_t (*missing)(struct picture *picture, const char *text);
    void (*page)(struct picture *picture); /* ends this page and begins the next */
    /* Writes what is left and frees. False: *problem says why. */
    bool (*close)(struct picture *picture, const char **problem);
};

/* What PICTURE_SYMBOL is in the module. */
typedef const struct picture_driver *picture_driver_function(void);
picture_driver_function nonet_picture_driver;

#endif
