/*
 * fault_vfs.h - an SQLite file layer that fails on demand.
 *
 * It stands between SQLite and the ordinary layer, counts the calls that may fail, lets `skip` of them
 * pass and then fails `times` of them. A power cut fails everything from that call on; fault_power_back()
 * then takes back every write that had not been synced.
 */
#ifndef NONET_FAULT_VFS_H
#define NONET_FAULT_VFS_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>

enum fault_mode {
    FAULT_NONE,
    FAULT_IO,    /* reads, writes, syncs, opens, deletes */
    FAULT_FULL,  /* writes */
    FAULT_POWER, /* writes, syncs, truncations, deletes; and nothing works afterwards */
};

struct fault_undo; /* how to take one write back */

struct fault {
    sqlite3_vfs vfs; /* registered under the name "fault" */
    sqlite3_vfs *real;
    enum fault_mode mode;
    int skip, times;
    int fired;
    bool dark; /* the power is off */
    bool recording;
    struct fault_undo *undo;
};

/* Registers the layer as SQLite's default; fault_remove() makes the ordinary one the default again. */
void fault_install(struct fault *fault);
void fault_remove(struct fault *fault);
void fault_arm(struct fault *fault, enum fault_mode mode, int skip, int times);
/* No more faults; a dark machine stays dark. */
void fault_disarm(struct fault *fault);
/* After all connections are closed: writes that were not synced are taken back, the power is on. */
void fault_power_back(struct fault *fault);

#endif
