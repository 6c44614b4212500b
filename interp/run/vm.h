/* vm.h - runs the bytecode of a relation over a report's cells. */
#ifndef GJ_RUN_VM_H
#define GJ_RUN_VM_H

#include "report/report.h"
#include "rule/fast.h"

/* Fills HOLDS (as many as the relation has instances) with 1 where the instance surely passes, else 0. Returns false, with HOLDS unset, when a cell
 * it needs is not a whole number. SCRATCH gives the registers. */
bool gj_vm_run(gj_arena *scratch, const gj_fast *fast, const gj_report *report, uint8_t *holds);

#endif
