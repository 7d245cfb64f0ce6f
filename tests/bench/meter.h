/*
 * meter.h - runs a full-screen program on a pseudo-terminal and measures it from outside.
 *
 * Latency is from writing a key to the last byte of output before `quiet` ms of silence; CPU is the process's own
 * clock; write() calls and bytes are counted by the kernel and by us. Nothing here judges.
 */
#ifndef NONET_BENCH_METER_H
#define NONET_BENCH_METER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct meter {
    pid_t pid;
    int master;
    int64_t started; /* ns, just before exec */
};

struct sample {
    double latency;  /* microseconds to the last byte; < 0: nothing came */
    double cpu;      /* microseconds of the program's CPU */
    double bytes;
    double writes;   /* write() calls */
};

/* argv[0] is looked up in PATH; `environment` are "NAME=value" strings put over ours, NULL-terminated. */
bool meter_start(struct meter *meter, int rows, int columns, char *const argv[], char *const environment[]);
/* Sends SIGTERM, waits, reaps; then the pseudo-terminal is closed. */
void meter_stop(struct meter *meter);
/* Reads until `quiet` ms pass without output; ns of the last byte in *last (0: none). Returns the bytes read. */
size_t meter_settle(struct meter *meter, int quiet, int64_t *last);
/* Sends bytes in one write and settles. */
struct sample meter_send(struct meter *meter, const char *bytes, size_t length, int quiet);
/* CPU the program has taken so far, us. */
double meter_cpu(const struct meter *meter);
/* Proportional share of the memory it has resident, KB. */
double meter_shared_memory(const struct meter *meter);
/* Peak resident memory, KB. */
double meter_peak_memory(const struct meter *meter);
/* Voluntary and involuntary context switches so far: wake-ups. */
double meter_switches(const struct meter *meter);
int64_t meter_now(void);

double median(double *values, size_t count); /* sorts them */

#endif
