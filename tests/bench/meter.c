/*
 * meter.c - see meter.h. Linux only: it reads /proc.
 */
#include "meter.h"

#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

int64_t meter_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static double cpu_us(pid_t pid)
{
    clockid_t clock;
    struct timespec now;
    if (clock_getcpuclockid(pid, &clock) != 0 || clock_gettime(clock, &now) != 0)
        return 0;
    return (double)now.tv_sec * 1e6 + (double)now.tv_nsec / 1e3;
}

/* The number behind "name" in a /proc file of the process. */
static double proc_number(pid_t pid, const char *file, const char *name)
{
    char path[64], line[256];
    snprintf(path, sizeof path, "/proc/%d/%s", (int)pid, file);
    FILE *stream = fopen(path, "r");
    double value = 0;
    while (stream && fgets(line, sizeof line, stream))
        if (strncmp(line, name, strlen(name)) == 0)
            value = atof(line + strlen(name));
    if (stream)
        fclose(stream);
    return value;
}

bool meter_start(struct meter *meter, int rows, int columns, char *const argv[], char *const environment[])
{
    struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)columns};
    meter->started = meter_now();
    meter->pid = forkpty(&meter->master, NULL, NULL, &size);
    if (meter->pid == 0) {
        for (size_t i = 0; environment[i]; i++)
            putenv(environment[i]);
        execvp(argv[0], argv);
        _exit(127);
    }
    return meter->pid > 0;
}

size_t meter_settle(struct meter *meter, int quiet, int64_t *last)
{
    size_t total = 0;
    int64_t end = meter_now() + INT64_C(10000000000);
    char chunk[65536];
    struct pollfd ready = {.fd = meter->master, .events = POLLIN};
    *last = 0;
    while (meter_now() < end && poll(&ready, 1, total > 0 ? quiet : quiet * 10) > 0) {
        ssize_t got = read(meter->master, chunk, sizeof chunk);
        if (got <= 0)
            break;
        *last = meter_now();
        total += (size_t)got;
    }
    return total;
}

void meter_stop(struct meter *meter)
{
    int64_t last;
    kill(meter->pid, SIGTERM);
    meter_settle(meter, 50, &last);
    for (int i = 0; i < 100; i++) {
        if (waitpid(meter->pid, NULL, WNOHANG) != 0) {
            meter->pid = 0;
            break;
        }
        poll(NULL, 0, 20);
    }
    if (meter->pid > 0) {
        kill(meter->pid, SIGKILL);
        waitpid(meter->pid, NULL, 0);
    }
    close(meter->master);
}

struct sample meter_send(struct meter *meter, const char *bytes, size_t length, int quiet)
{
    double cpu = cpu_us(meter->pid), writes = proc_number(meter->pid, "io", "syscw:");
    int64_t last, start = meter_now();
    struct sample sample = {.latency = -1};
    if (write(meter->master, bytes, length) != (ssize_t)length)
        return sample;
    sample.bytes = (double)meter_settle(meter, quiet, &last);
    if (last)
        sample.latency = (double)(last - start) / 1e3;
    sample.cpu = cpu_us(meter->pid) - cpu;
    sample.writes = proc_number(meter->pid, "io", "syscw:") - writes;
    return sample;
}

double meter_cpu(const struct meter *meter)
{
    return cpu_us(meter->pid);
}

double meter_shared_memory(const struct meter *meter)
{
    return proc_number(meter->pid, "smaps_rollup", "Pss:");
}

double meter_peak_memory(const struct meter *meter)
{
    return proc_number(meter->pid, "status", "VmHWM:");
}

double meter_switches(const struct meter *meter)
{
    return proc_number(meter->pid, "status", "voluntary_ctxt_switches:") +
           proc_number(meter->pid, "status", "nonvoluntary_ctxt_switches:");
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

double median(double *values, size_t count)
{
    if (count == 0)
        return 0;
    qsort(values, count, sizeof *values, compare);
    return count % 2 ? values[count / 2] : (values[count / 2 - 1] + values[count / 2]) / 2;
}
