/* catalog/gate.h: what must hold before a version is published. Each gate refuses, and each can be overruled by name, which is kept with the
 * event. Source: duima's specification of the command line, "Before it publishes".
 *
 * Asked inside the transaction that publishes, so that nothing changes between asking and publishing. */
#ifndef CATALOG_GATE_H
#define CATALOG_GATE_H

#include "catalog/store.h"

/* X(NAME, "word"). The words are what --allow takes. */
#define GATES(X)                                                                                                        \
    X(BACKDATED, "backdated")         /* the effective day is before that of the version in force today */              \
    X(SHRUNK, "shrunk")               /* fewer entries than 90 % of the version that it takes over from */              \
    X(REUSED, "reused-code")          /* a code of that version has another generic name now */                         \
    X(CIRCLE, "successor-circle")     /* successors that lead back to where they began */                               \
    X(MISSING, "missing-successor")   /* a successor that the version does not have (a fragment cannot tell) */         \
    X(VANISHED, "vanished-category")  /* a category of 20 entries or more of which none is left */                      \
    X(FLIPPED, "flipped-back")        /* a code whose successor is again the one it had one version ago */

enum gate {
#define X(name, word) GATE_##name,
    GATES(X)
#undef X
    GATE_COUNT
};
#define GATE_BIT(gate) (1u << (gate))
const char *gate_word(enum gate gate);
/* The gate of that word, GATE_COUNT where there is none. */
enum gate gate_by_word(struct span word);

/* Told of each gate that trips: one sentence, translated. Return -1 to stop. */
typedef int gate_fn(void *ctx, enum gate gate, bool allowed, const char *sentence, struct error *err);
struct gate_options {
    unsigned allowed; /* GATE_BITs that are overruled */
    date today;       /* whose version in force BACKDATED is about */
    bool no_successors; /* known: the version's entries name none, so they need not be read */
    struct successor_graph *successors; /* known: those that the entries name, in order of their codes; NULL: they are read. The caller's */
    gate_fn *on_trip;   /* NULL: nobody is told */
    void *ctx;
};
/* Asks every gate of one version (staged or withdrawn) that is to be in force from `effective`. *tripped: GATE_BITs, allowed ones too. ERROR_REFUSED
 * where one trips that is not allowed. */
int store_gates(struct store *s, const struct version_info *v, date effective, const struct gate_options *o, unsigned *tripped, struct error *err);
#endif
