/*
 * id.c - random ids, ids that follow from other ids, and content hashes.
 */
#include "nonet/base.h"

#include <endian.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#define FNV_OFFSET UINT64_C(0xcbf29ce484222325)
#define FNV_PRIME UINT64_C(0x100000001b3)

static uint64_t fnv(uint64_t hash, const char *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++)
        hash = (hash ^ (unsigned char)bytes[i]) * FNV_PRIME;
    return hash;
}

/* splitmix64's finaliser (Steele, Lea, Flood 2014): FNV alone spreads its high bits badly. */
static uint64_t mix(uint64_t x)
{
    x = (x ^ (x >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    x = (x ^ (x >> 27)) * UINT64_C(0x94d049bb133111eb);
    return x ^ (x >> 31);
}

/* Positive and never 0, which means "none". */
static int64_t to_id(uint64_t x)
{
    int64_t id = (int64_t)(x >> 1);
    return id ? id : 1;
}

int64_t id_new(void)
{
    uint64_t random = 0;
    if (getrandom(&random, sizeof random, 0) != (ssize_t)sizeof random)
        abort(); /* cannot happen for 8 bytes on Linux once the pool is up; without it no id is safe */
    return to_id(random);
}

int64_t id_beside(int64_t last)
{
    return last == 0 || last == INT64_MAX ? id_new() : last + 1;
}

int64_t id_derive(int64_t a, int64_t b, const char *word)
{
    uint64_t hash = fnv(FNV_OFFSET, (const char *)&a, sizeof a);
    hash = fnv(hash, (const char *)&b, sizeof b);
    hash = fnv(hash, word, strlen(word));
    return to_id(mix(hash));
}

/* Eight bytes at a time, the same on every machine; the shift brings what the multiplication moved up back down. */
uint64_t hash_bytes(const char *bytes, size_t length)
{
    uint64_t hash = FNV_OFFSET ^ length, word;
    for (; length >= sizeof word; bytes += sizeof word, length -= sizeof word) {
        memcpy(&word, bytes, sizeof word);
        hash = (hash ^ le64toh(word)) * UINT64_C(0x9E3779B97F4A7C15);
        hash ^= hash >> 32;
    }
    return mix(fnv(hash, bytes, length));
}

void id_text(int64_t id, char out[17])
{
    snprintf(out, 17, "%016" PRIx64, (uint64_t)id);
}
