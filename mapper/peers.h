/* mapper/peers.h: all the entries of a view that may have a name, by the hashes of name keys. For rules that look for *another* entry
 * (N201, D303, M808).
 *
 *     struct peers *peers = peers_new(view, day, &err);                // cheap: nothing is indexed yet
 *     struct peers_walk walk;
 *     if (peers_start(peers, names, text, raw, &walk) < 0) ...         // the first call builds the index; memory
 *     for (const struct view_entry *e; (e = peers_next(&walk));)      // each entry once, by kind and code
 *         if (words_name_verdict(words, raw, view, e, &verdict) ...   // a hit is a candidate: compare before you believe it
 *     peers_free(peers);
 *
 * Only entries in force on `day` are in it: those of the version in force, not inactive, within their dates. An entry is found by its name,
 * generic name, brand and aliases; by the key of each (width, case, marks aside) and by its core (salt, form, remark, strength aside), the
 * names in brackets too. It is not found by a brand and a name written as one word.
 *
 * Threads: belongs to whatever owns the view, one for all of them. Whoever calls peers_start before it is built helps to build it, with the
 * names and the text of its own; after that nothing changes. names and text belong to the calling thread. Memory: 8 bytes for each different
 * (name core, entry), nearly always one or two an entry, and as much again while it is built. */
#ifndef MAPPER_PEERS_H
#define MAPPER_PEERS_H

#include "catalog/view.h"
#include "mapper/name.h"

/* Is the entry in force on that day, by its own dates and status? */
bool entry_in_force(const struct view_entry *entry, date day);

struct peers;
/* `view` is kept and must outlive it. NULL with err. The caller frees it. */
struct peers *peers_new(const struct view *view, date day, struct error *err);
void peers_free(struct peers *p);

#define PEERS_KEYS 8
struct peers_walk {
    const struct peers *peers;
    struct { size_t at, end; } run[PEERS_KEYS]; /* what one hash found */
    size_t runs;
};
/* Starts walking over the entries that may be called `raw`. -1: memory. */
int peers_start(struct peers *p, struct names *names, struct text *text, struct span raw, struct peers_walk *out);
/* The same for a name that names_parse has read whole. */
int peers_start_name(struct peers *p, struct names *names, struct text *text, const struct name *name, struct peers_walk *out);
/* The next entry, or NULL at the end. */
const struct view_entry *peers_next(struct peers_walk *walk);
#endif
