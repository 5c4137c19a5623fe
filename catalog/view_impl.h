/* catalog/view_impl.h: how a view lies in memory; shared by view*.c.
 *
 * Texts are numbered: number -> offset into one block of bytes. Entries lie in one block, each as long as it needs: fixed part, the
 * numbers of the texts it has (in order of enum entry_text; `mask` says which), the code itself, so that a look-up by code ends where
 * the fields are. What repeats is in a block of 32-bit words. Blocks grow while loading and are fixed afterwards. */
#ifndef CATALOG_VIEW_IMPL_H
#define CATALOG_VIEW_IMPL_H

#include "base/map.h"
#include "base/text.h"
#include "catalog/db.h"
#include "catalog/view.h"

#include <pthread.h>
#include <stdatomic.h>

struct view_entry {
    uint32_t index; /* of all entries; PAST_INDEX: a struct past_entry */
    uint32_t mask;  /* bit f: text f is there. Never the code's. And the two bits below */
    uint32_t pack_quantity[2]; /* a number of 64 bits, as two_words reads it: so that nothing is aligned to eight */
    date valid_from, valid_to;
    uint32_t more; /* word number of what repeats, 0: nothing */
    unsigned char kind;
    char pay_class;
    bool inactive, restricted;
    signed char limit_level, limit_approval;
    uint16_t code_n;
    /* the numbers of its texts follow, then what HAS_AGREEMENT says, then the code's bytes */
};
/* What few entries have stands behind the numbers of the texts as if it were one: the first and the last day of the agreement. */
#define HAS_AGREEMENT_FROM (1u << 30)
#define HAS_AGREEMENT_TO   (1u << 31)
_Static_assert(ENTRY_TEXT_COUNT <= 30, "the mask has no room for more texts");
#define PAST_INDEX UINT32_MAX

struct past_entry { /* from history: whole, in the past's arena; its agreement is the entry's own */
    struct view_entry head;
    struct entry e;
    const struct span *approvals; /* all of them */
    size_t approval_count;
};

struct slot {
    uint32_t tag; /* other bits of the hash than the place */
    uint32_t place; /* the entry starts at entries + 8 * (place - 1); 0: free */
};
struct code_index {
    struct slot *slots;
    uint32_t mask; /* number of slots - 1 */
};

struct edge { /* old -> new, said by an entry in force */
    enum kind kind;
    struct span old_code, new_code;
    enum successor_type type;
};
struct published { /* a version that was ever published */
    int number;
    date from;
    bool withdrawn;
};

struct view_kind {
    bool loaded; /* something is in force */
    struct version_info version;
    int64_t catalog; /* 0: there is none */
    uint32_t *at;    /* entry i starts at entries + 8 * at[i] */
    uint32_t count, cap;
    struct code_index codes;
    struct code_index folded; /* of the codes that are folded otherwise than they are written; made on first use, and so is … */
    unsigned char *sieve;     /* 8 bits for each slot of codes: where a folded code's bit is off, there is none. Small enough for the cache */
    atomic_bool has_folded;
    uint32_t *alphabet; /* code points of the folded codes */
    size_t alphabet_n;
    struct published *published; /* in order of coming into force; read on first use */
    size_t published_count;
    bool has_published;
};

/* Three locks, each for what one thread at a time may do; taken in this order, nearly never at all. */
struct view_locks {
    pthread_mutex_t making; /* an index on first use */
    pthread_mutex_t asking; /* the store, and what was read from it: published, past */
    pthread_mutex_t folding; /* `text` */
};

struct view {
    struct store *store;
    struct view_locks locks;
    char region[17];
    date day;
    struct view_kind kinds[KIND_COUNT];
    /* texts: number n is bytes[starts[n]] up to bytes[starts[n + 1]]; number 0 is not used */
    char *bytes;
    size_t bytes_n, bytes_cap;
    uint32_t *starts;
    uint32_t text_count, text_cap;
    char *entries;
    size_t entries_n, entries_cap;
    uint32_t *words;
    size_t words_n, words_cap;
    struct span *spans; /* aliases, pointed into by words */
    size_t span_count;
    struct edge *edges; /* sorted by (kind, old code) on first use */
    size_t edge_count;
    atomic_bool edges_sorted;
    uint32_t total; /* entries of all kinds */
    struct text *text; /* for folding codes beyond ASCII; made on first use */
    struct arena past;
};

/* What repeats, at words[more]: two words of counts, where the aliases stand, ceilings, self-pays, approval numbers. */
struct more {
    unsigned ceilings, self_pays, aliases, approvals;
    const uint32_t *ceiling;  /* 3 words each: type | level << 8 | ownership << 16, yuan */
    const uint32_t *self_pay; /* 3 words each: text number of the scheme or 0, share; then the text numbers of the approvals but the first */
    uint32_t spans;
};
struct more view_more(const struct view *v, const struct view_entry *e);
static inline int64_t two_words(const uint32_t *p) { return (int64_t)((uint64_t)p[0] | (uint64_t)p[1] << 32); }

static inline struct span text_number(const struct view *v, uint32_t n)
{
    return (struct span){ v->bytes + v->starts[n], v->starts[n + 1] - v->starts[n] };
}
static inline const struct view_entry *entry_at(const struct view *v, const struct view_kind *k, uint32_t i)
{
    return (const void *)(v->entries + (size_t)k->at[i] * 8);
}
static inline const uint32_t *texts_of(const struct view_entry *e) { return (const void *)(e + 1); }
/* How many bits of a mask are set: in line, the plain instruction is not in every x86. */
static inline unsigned mask_count(uint32_t x)
{
    x -= x >> 1 & 0x55555555u;
    x = (x & 0x33333333u) + (x >> 2 & 0x33333333u);
    return ((x + (x >> 4)) & 0x0F0F0F0Fu) * 0x01010101u >> 24;
}
static inline const struct view_entry *entry_in(const struct view *v, uint32_t place)
{
    return (const void *)(v->entries + (size_t)(place - 1) * 8);
}
struct span view_code(const struct view_entry *e);
static inline bool is_past(const struct view_entry *e) { return e->index == PAST_INDEX; }
static inline const struct past_entry *past_of(const struct view_entry *e) { return (const void *)e; }

/* view_past with a place of its own for the entry. */
int view_past_into(struct view *v, enum kind kind, struct span code, struct arena *into, struct past *out, struct error *err);
/* The fields of the fixed part, but for index, mask and more. */
void view_fill(struct view_entry *out, const struct entry *e);
/* catalog/view_load.c: the entries of every kind that has `loaded`. */
int view_load_entries(struct view *v, unsigned jobs, struct error *err);
/* catalog/view_find.c: the index over the codes, from their hashes. */
int view_index_codes(struct view_kind *k, const uint64_t *hashes, struct error *err);
void code_index_release(struct code_index *index);
#endif
