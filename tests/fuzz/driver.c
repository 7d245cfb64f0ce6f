/*
 * driver.c - runs a fuzz target without libFuzzer: replays a corpus, then mutates it for a bounded time.
 *
 *     fuzz_NAME SECONDS [CORPUS_FOLDER]
 *
 * The target is the usual LLVMFuzzerTestOneInput(), so the same file builds with clang's -fsanitize=fuzzer. The seed is
 * printed first; NONET_FUZZ_SEED repeats a run. A crash leaves the input in fuzz-crash.bin.
 */
#include <dirent.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "nonet/base.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { INPUT_MAX = 16384 };

struct input {
    uint8_t *data;
    size_t size;
};

struct fuzzer {
    struct input *corpus;
    size_t count, capacity;
    uint64_t random;
    uint8_t work[INPUT_MAX];
};

static uint32_t next_random(struct fuzzer *fuzzer)
{
    fuzzer->random ^= fuzzer->random << 13;
    fuzzer->random ^= fuzzer->random >> 7;
    fuzzer->random ^= fuzzer->random << 17;
    return (uint32_t)(fuzzer->random >> 16);
}

static void add_input(struct fuzzer *fuzzer, const void *data, size_t size)
{
    GROW(fuzzer->corpus, fuzzer->count, fuzzer->capacity);
    fuzzer->corpus[fuzzer->count++] =
        (struct input){.data = (uint8_t *)memory_copy_bytes(data, size), .size = size};
}

static void add_folder(struct fuzzer *fuzzer, const char *folder)
{
    DIR *stream = opendir(folder);
    struct dirent *entry;
    while (stream && (entry = readdir(stream))) {
        struct buffer path = {0}, bytes = {0};
        struct error err;
        buffer_printf(&path, "%s/%s", folder, entry->d_name);
        if (entry->d_name[0] != '.' && file_read(path.data, 1 << 20, &bytes, &err) == STATUS_OK)
            add_input(fuzzer, buffer_text(&bytes), bytes.length < INPUT_MAX ? bytes.length : INPUT_MAX);
        buffer_clear(&path);
        buffer_clear(&bytes);
    }
    if (stream)
        closedir(stream);
}

/* Some bytes flipped, cut, doubled, or replaced by what text and escape parsers trip over. */
static size_t mutate(struct fuzzer *fuzzer)
{
    static const char *const spice[] = {"\033[", "\033[200~", "\xF0\x9F\x91\xA8\xE2\x80\x8D", "\xE2\x80\xAE", "\xCC\x81",
                                        "\xFF", "\xC0\xAF", "\r\n", "中，", "{\"", "}]", "\\u0000", "999999999"};
    const struct input *base = &fuzzer->corpus[next_random(fuzzer) % fuzzer->count];
    size_t size = base->size;
    memcpy(fuzzer->work, base->data, size);
    for (uint32_t edits = 1 + next_random(fuzzer) % 8; edits > 0; edits--) {
        size_t at = size ? next_random(fuzzer) % size : 0;
        const char *word = spice[next_random(fuzzer) % COUNT_OF(spice)];
        size_t length = strlen(word), rest = size - at;
        switch (next_random(fuzzer) % 4) {
        case 0:
            if (size)
                fuzzer->work[at] = (uint8_t)next_random(fuzzer);
            break;
        case 1:
            if (size + length <= INPUT_MAX) {
                memmove(fuzzer->work + at + length, fuzzer->work + at, rest);
                memcpy(fuzzer->work + at, word, length);
                size += length;
            }
            break;
        case 2:
            size = at + rest / 2;
            break;
        default:
            if (size + rest <= INPUT_MAX) {
                memmove(fuzzer->work + size, fuzzer->work + at, rest);
                size += rest;
            }
        }
    }
    return size;
}

static void run(struct fuzzer *fuzzer, const uint8_t *data, size_t size)
{
    (void)fuzzer;
    struct error err;
    static const char crash[] = "fuzz-crash.bin";
    /* Written before the run: a sanitizer ends the process without a chance to say what it was given. */
    if (getenv("NONET_FUZZ_KEEP") && file_write(crash, (const char *)data, size, &err) != STATUS_OK)
        fprintf(stderr, "%s\n", err.message);
    LLVMFuzzerTestOneInput(data, size);
}

int main(int argc, char **argv)
{
    if (argc < 2)
        return 2;
    struct fuzzer *fuzzer = memory_new(1, sizeof *fuzzer);
    const char *seed = getenv("NONET_FUZZ_SEED");
    fuzzer->random = seed ? strtoull(seed, NULL, 10) : (uint64_t)id_new();
    printf("seed %" PRIu64 "\n", fuzzer->random);
    fflush(stdout);

    add_input(fuzzer, "", 0);
    add_input(fuzzer, "Fans 球迷，家庭", strlen("Fans 球迷，家庭"));
    if (argc > 2)
        add_folder(fuzzer, argv[2]);
    size_t runs = 0, replayed = fuzzer->count;
    for (; runs < replayed; runs++)
        run(fuzzer, fuzzer->corpus[runs].data, fuzzer->corpus[runs].size);
    for (int64_t end = time_steady() + 1000 * atoi(argv[1]); time_steady() < end; runs++) {
        size_t size = mutate(fuzzer);
        run(fuzzer, fuzzer->work, size);
    }
    printf("%zu runs, %zu from the corpus\n", runs, replayed);
    for (size_t i = 0; i < fuzzer->count; i++)
        free(fuzzer->corpus[i].data);
    free(fuzzer->corpus);
    free(fuzzer);
    return 0;
}
