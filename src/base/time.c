/*
 * time.c - the wall clock (pinned in tests), the steady clock, and how times are written.
 */
#include "nonet/base.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static int64_t read_clock(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int64_t time_now(void)
{
    const char *pinned = getenv("NONET_TEST_CLOCK");
    return pinned ? strtoll(pinned, NULL, 10) : read_clock(CLOCK_REALTIME);
}

int64_t time_steady(void)
{
    return read_clock(CLOCK_MONOTONIC);
}

void time_format_local(int64_t ms, char *out, size_t size)
{
    time_t seconds = (time_t)(ms / 1000);
    struct tm parts;
    if (!localtime_r(&seconds, &parts) || strftime(out, size, "%Y-%m-%d %H:%M", &parts) == 0)
        snprintf(out, size, "%lld", (long long)ms);
}

void time_format_utc(int64_t ms, char *out, size_t size)
{
    time_t seconds = (time_t)(ms / 1000);
    struct tm parts;
    if (!gmtime_r(&seconds, &parts) || strftime(out, size, "%Y-%m-%dT%H:%M:%SZ", &parts) == 0)
        snprintf(out, size, "%lld", (long long)ms);
}
