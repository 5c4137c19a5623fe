/* catalog/view.h: the versions in force on a day, in memory, as the rules read them. Loaded once, then read by any number of
 * threads; what is made on first use, and what is asked of the store, it guards itself. (view_load, view_free, view_past_clear: one thread, while no
 * other looks.) At most ~300 bytes an entry. History (versions not in force) is asked of the store when a code is not in the view: nobody else
 * may use the store meanwhile.
 *
 *     struct view *v = view_load(store, SPAN("430000"), day, KIND_BIT(KIND_DRUG), &err);
 *     const struct view_entry *e = view_find(v, KIND_DRUG, code);
 *     struct span name = view_text(v, e, ENTRY_NAME);
 */
#ifndef CATALOG_VIEW_H
#define CATALOG_VIEW_H

#include "catalog/store.h"

struct view;
struct view_entry; /* opaque; compared by address; belongs to the view (or, from view_past, to its arena) */

/* Loads what is in force on `day` for the kinds asked for. A kind with nothing in force is no error: view_version is NULL then.
 * The store must stay open as long as the view (history look-ups), inside the caller's store_begin_read. */
struct view *view_load(struct store *s, struct span region, date day, unsigned kinds, struct error *err);
/* The same view; with more jobs than one, two threads share the work on a large catalog. */
struct view *view_load_jobs(struct store *s, struct span region, date day, unsigned kinds, unsigned jobs, struct error *err);
void view_free(struct view *v);
/* The version in force, or NULL. */
const struct version_info *view_version(const struct view *v, enum kind kind);
size_t view_count(const struct view *v, enum kind kind);
const struct view_entry *view_at(const struct view *v, enum kind kind, size_t i); /* in code order */
/* The entry with that code to the letter, or NULL. */
const struct view_entry *view_find(const struct view *v, enum kind kind, struct span code);
/* view_find for up to VIEW_MANY codes together, several times faster than one by one in a large catalog. The texts of `fields` (bits
 * 1u << ENTRY_…) of what is found are fetched into the cache, and its prices and other numbers. */
#define VIEW_MANY 64
struct view_wish {
    enum kind kind;
    struct span code;
    const struct view_entry *entry; /* what was found, or NULL */
};
void view_find_many(const struct view *v, struct view_wish *wishes, size_t n, uint32_t fields);

/* Fields. Text is what the document said; SPAN_NONE where absent. CONTENT and NOTE are not loaded (ask the store). */
enum kind view_kind(const struct view_entry *e);
struct span view_text(const struct view *v, const struct view_entry *e, enum entry_text field);
/* A number for caches of parsed amounts, names, forms, makers: equal numbers mean equal texts (0: absent), and equal texts of a field nearly always
 * have one number (a field in which hardly anything repeats is not searched for repeats). The code has none (0). For an entry from view_past it is
 * VIEW_NO_NUMBER for every text that is there: not to be cached. */
#define VIEW_NO_NUMBER UINT32_MAX
uint32_t view_text_id(const struct view *v, const struct view_entry *e, enum entry_text field);
uint32_t view_text_ids(const struct view *v); /* one more than the highest number of a view's own entries */
uint32_t view_index(const struct view *v, const struct view_entry *e); /* 0 .. all entries of all kinds - 1; UINT32_MAX for one from view_past */
int64_t view_pack_quantity(const struct view_entry *e); /* 1/10000, AMOUNT_NONE */
char view_pay_class(const struct view_entry *e);        /* 'A' 'B' 'C' or 0 */
bool view_inactive(const struct view_entry *e);
date view_valid_from(const struct view_entry *e);
date view_valid_to(const struct view_entry *e);
date view_agreement_from(const struct view_entry *e);
date view_agreement_to(const struct view_entry *e);
bool view_restricted(const struct view_entry *e); /* it has a restriction text or any limit */
int view_limit_level(const struct view_entry *e); /* -1: none */
int view_limit_approval(const struct view_entry *e);
/* Highest ceiling of a type for a hospital level, public or private; a level without its own uses the one for all, which counts for no
 * other. Level 0 (not known): the highest that any level 1 to 3 has. AMOUNT_NONE: none. */
int64_t view_ceiling(const struct view_entry *e, const struct view *v, enum ceiling_type type, int level);
/* The self-pay share: for the scheme asked for, else the one without a scheme, else the entry's only one. AMOUNT_NONE: not said. C is always 10000. */
int64_t view_self_pay(const struct view *v, const struct view_entry *e, struct span scheme);
size_t view_aliases(const struct view *v, const struct view_entry *e, const struct span **out);
size_t view_approvals(const struct view *v, const struct view_entry *e);          /* how many, the first too */
struct span view_approval(const struct view *v, const struct view_entry *e, size_t i);

/* The one entry equal to code after width, case and blank folding (C108), NULL where none or several. Index built on first use. */
const struct view_entry *view_find_folded(struct view *v, enum kind kind, struct span code, struct error *err);
/* Entries one edit away from the folded code (one character changed, missing, added, or two neighbours swapped; C109). At most `max` into out. The number, or -1. */
int view_lookalikes(struct view *v, enum kind kind, struct span code, const struct view_entry **out, int max, struct error *err);

/* What is known of a code that is not in force (C104–C107, C103), and of one that is (C111). Only versions ever published count. */
struct past {
    bool known;                     /* some published version has or had it */
    struct version_info last;       /* the last version (by order of coming into force) at or before the one in force that had it; number 0: none */
    struct version_info next;       /* the next one to come into force after the day that has it; number 0: none */
    const struct view_entry *entry; /* the entry as last (else as next) had it; lives until view_past_clear */
    bool ever_open_from;            /* some version gave the code without valid/@from */
    date earliest_from;             /* earliest valid/@from that any version gave; DATE_NONE: none gave one */
};
int view_past(struct view *v, enum kind kind, struct span code, struct past *out, struct error *err);
void view_past_clear(struct view *v); /* forgets entries handed out by view_past; call now and then */

enum chain_end {
    CHAIN_NONE,     /* no successor named */
    CHAIN_ONE,      /* exactly one active entry in force at the end, by same-as/replaced-by only */
    CHAIN_POSSIBLY, /* ends at active entries, a `possibly` on the way */
    CHAIN_SEVERAL,  /* several active ends */
    CHAIN_CIRCLE,
    CHAIN_DEAD_END, /* ends at a code that is not in force, or not active */
};
/* Follows replaced-by from code (and `replaces` of entries in force) to the end. `end`: the target code (ONE, POSSIBLY: the first), the last code reached
 * (DEAD_END), or the code met again (CIRCLE); into `out` (emptied), several ends joined by ", ". */
int view_chain(struct view *v, enum kind kind, struct span code, date day, enum chain_end *end, struct buf *out, struct error *err);
/* The first step of that way: each successor that entries in force name for a code and, where the code is not in force, that its own last entry named.
 * One that both name comes twice. `to` lives during the call. Return -1 to stop. */
typedef int view_successor_fn(void *ctx, struct span to, enum successor_type type, struct error *err);
int view_successors(struct view *v, enum kind kind, struct span code, view_successor_fn *on_one, void *ctx, struct error *err);
/* Does an entry in force say that it replaces this code? (The code may have no entry of its own, in no version.) */
bool view_is_replaced(struct view *v, enum kind kind, struct span code);
size_t view_memory(const struct view *v); /* bytes held */
#endif
