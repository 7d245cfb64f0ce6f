/*
 * text.h - Unicode text as a terminal shows it.
 *
 * Text is UTF-8. What a person sees as one character is a grapheme cluster (UAX #29); what the
 * terminal counts is cells. This module splits text into clusters, tells each one's width, wraps
 * lines (UAX #14, Chinese punctuation included), elides, and holds the editable field that every
 * input line of the program uses. It knows no curses and no store.
 *
 * Stored text stays whole; what is drawn is simplified so that every terminal agrees on the width:
 * an emoji sequence (ZWJ, skin tone) is drawn as its base, at most four combining marks are drawn,
 * zero-width format characters are dropped, and control characters, C1, bidi controls, line
 * separators and unassigned code points become a visible mark.
 *
 * All functions take byte lengths and accept invalid UTF-8: an offending byte is a cluster of its
 * own, shown as U+FFFD. Nothing here fails.
 */
#ifndef NONET_TEXT_H
#define NONET_TEXT_H

#include "nonet/base.h"

/* Some East Asian terminals draw ambiguous-width characters (· … “ ” ■ and box lines) two cells
 * wide. Every function that counts cells takes this switch; it is decided once per terminal. */
enum text_width { TEXT_NARROW, TEXT_WIDE };

/* ---- UTF-8 in and out -------------------------------------------------------------------------- */

bool text_is_valid(const char *bytes, size_t length); /* UTF-8 by RFC 3629; NUL is a character like others */
/* Appends a repaired copy: invalid bytes and NUL become U+FFFD, CRLF and CR become LF, a leading BOM
 * goes. Escape sequences and other controls stay (they are shown as marks). */
void text_repair(struct buffer *out, const char *bytes, size_t length);
/* Appends a copy that is safe to print on a terminal: as drawn in cells (see above), LF and TAB kept
 * when `keep_lines`. For command line output. */
void text_printable(struct buffer *out, const char *bytes, size_t length, bool keep_lines);
/* Appends UTF-8 of a JSON document, DEL, the controls U+0080 to U+009F and those that turn the direction as escapes: JSON
 * allows them as they are, and a terminal obeys them. */
void text_json(struct buffer *out, const char *bytes, size_t length);
/* The code point at bytes[0] and its length (1 and U+FFFD for an invalid byte). */
size_t text_decode(const char *bytes, size_t length, uint32_t *code_point);
size_t text_encode(uint32_t code_point, char out[4]);

/* ---- clusters and cells ------------------------------------------------------------------------ */

#define TEXT_GLYPH_MAX 5 /* a base and four combining marks: what one curses cell holds */

struct text_cluster {
    size_t length;                  /* bytes of the cluster in the text */
    int cells;                      /* 0, 1 or 2 */
    int glyph_count;                /* code points to draw; 0 when nothing is drawn */
    uint32_t glyph[TEXT_GLYPH_MAX]; /* glyph[0] is never a control character */
    /* A flag is the one cluster with two spacing code points: glyph[1] belongs into the second cell. */
};

/* The cluster that starts at bytes[0]. length > 0. LF and TAB give one visible cell mark here; callers
 * that give them a meaning look before they ask. */
void text_cluster_at(const char *bytes, size_t length, enum text_width width, struct text_cluster *out);
size_t text_next(const char *bytes, size_t length, size_t at); /* start of the next cluster, or length */
size_t text_previous(const char *bytes, size_t length, size_t at);
int text_cells(const char *bytes, size_t length, enum text_width width);
int text_cells_of(const char *text, enum text_width width);
/* Bytes of the longest run of whole clusters that fits in `cells`; *used (may be NULL) = its cells. */
size_t text_fit(const char *bytes, size_t length, int cells, enum text_width width, int *used);
/* Appends the text cut to `cells` with a final … (".." when wide) if it was longer; LF shown as space. */
void text_elide(struct buffer *out, const char *bytes, size_t length, int cells, enum text_width width);

/* ---- lines ------------------------------------------------------------------------------------- */

struct text_line {
    size_t offset;
    size_t length; /* includes trailing spaces and the LF that ended it: lines joined = the text */
    int cells;     /* of what is drawn: without the trailing spaces and LF */
    size_t drawn;  /* bytes of what is drawn */
};

struct text_lines {
    struct text_line *line;
    size_t count, capacity;
};

/* Wraps at UAX #14 points, full-width punctuation kept off line starts; an over-long word is cut at
 * clusters. No line draws more than `cells` (>= 2). Empty text gives one empty line; a final LF gives a
 * last empty line. Replaces what *lines held. */
void text_wrap(struct text_lines *lines, const char *bytes, size_t length, int cells, enum text_width width);
void text_lines_clear(struct text_lines *lines);

/* ---- matching ---------------------------------------------------------------------------------- */

/* Appends the form two texts are compared in: NFKC, case folded. For search, titles and aliases. */
void text_fold(struct buffer *out, const char *bytes, size_t length);
/* Looks for `folded` (from text_fold(), not empty) in the text from `from` on, cluster by cluster. True: the match is the
 * whole clusters *start ... *end - 1. */
bool text_find(const char *bytes, size_t length, size_t from, const char *folded, size_t *start, size_t *end);
/* Appends the composed form (NFC) of valid text: what two people type for the same name becomes the same bytes. */
void text_compose(struct buffer *out, const char *bytes, size_t length);
/* Appends a label stripped for matching: folded, Markdown marks, symbols, emoji, a leading number and
 * final colons gone, runs of space, '-' and '_' one space. "## 1. Key_Partners:" -> "key partners". */
void text_fold_label(struct buffer *out, const char *bytes, size_t length);
/* The ASCII key that a full-width form stands for (： -> ':', ａ -> 'a', U+3000 -> ' '), else itself. */
uint32_t text_narrow_key(uint32_t code_point);
/* Edit distance in code points after folding, at most `limit` + 1; for "did you mean". Two neighbours swapped count one
 * (Damerau 1964), and no piece is edited twice. */
int text_distance(const char *a, const char *b, int limit);

/* ---- the editable field ------------------------------------------------------------------------ */

/* A text being typed, with a caret between clusters. The caret never stands inside a cluster. One
 * kill (Ctrl-K, Ctrl-U, Ctrl-W) is remembered for Ctrl-Y. */
struct text_field {
    struct buffer text;
    size_t caret;
    struct buffer killed;
    int goal; /* cells: the column that repeated up/down aim at, -1 = none */
};

enum text_motion {
    TEXT_LEFT, TEXT_RIGHT, TEXT_WORD_LEFT, TEXT_WORD_RIGHT, /* words by UAX #29, Chinese included */
    TEXT_LINE_START, TEXT_LINE_END,                         /* of the logical line (between LFs) */
    TEXT_START, TEXT_END,
};

void text_field_init(struct text_field *field, const char *text); /* caret at the end; NULL = "" */
void text_field_clear(struct text_field *field);
void text_field_set(struct text_field *field, const char *text); /* caret at the end */
void text_field_insert(struct text_field *field, const char *bytes, size_t length); /* repaired */
bool text_field_move(struct text_field *field, enum text_motion motion); /* false: already there */
/* Down (`down` > 0) or up by one line as wrapped at `cells`; false at the last or first line. */
bool text_field_move_line(struct text_field *field, int down, int cells, enum text_width width);
bool text_field_delete(struct text_field *field, enum text_motion motion); /* from caret to motion's end */
bool text_field_kill(struct text_field *field, enum text_motion motion);   /* the same, remembered */
void text_field_yank(struct text_field *field);
void text_field_transpose(struct text_field *field); /* Ctrl-T: the two clusters around the caret */
/* Line and column (cells) of the caret in `lines` as wrapped from this text. A caret at a wrap point
 * stands at the start of the following line. Trailing spaces hang over a line: the column may lie beyond
 * the width it was wrapped at, and whoever draws the caret puts it into the last cell then. */
void text_field_caret(const struct text_field *field, const struct text_lines *lines, enum text_width width,
                      size_t *line, int *column);

#endif
