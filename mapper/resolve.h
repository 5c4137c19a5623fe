/* mapper/resolve.h: what a row's catalog code stands for (C101–C109): an entry in force, one that was or will be, another spelling,
 * a slip of the hand, or nothing.
 *
 *     struct resolver *r = resolver_new(view, history, codes, text, &err);
 *     resolve_row(r, ctx, row, NULL, &what);            // adds the findings; row->catalog_code becomes the catalog's spelling
 *     resolver_free(r); */
#ifndef MAPPER_RESOLVE_H
#define MAPPER_RESOLVE_H

#include "mapper/codes.h"
#include "mapper/engine.h"
#include "mapper/history.h"

struct resolver;
struct resolved {
    const struct view_entry *entry; /* NULL: the row stands alone */
    bool in_force;                  /* the entry is, on the check date */
    bool kind_known;
    enum kind kind;
};

/* Belongs to one thread; view, history and codes may be shared, and must outlive it. NULL: memory. */
struct resolver *resolver_new(struct view *view, struct history *history, struct codes *codes, struct text *text, struct error *err);
void resolver_free(struct resolver *r);

/* Kinds that have a catalog in force, as KIND_BITs. */
unsigned resolver_kinds(const struct resolver *r);
/* Has a catalog in force this code, to the letter? */
bool resolver_has(const struct resolver *r, struct span code);
/* Looks the codes of some rows up together: found[i] is the entry in force that has rows[i]'s code to the letter, or NULL where
 * one look-up did not tell. At most VIEW_MANY. */
void resolve_many(struct resolver *r, struct row *const *rows, const struct view_entry **found, size_t n);
/* `found`: what resolve_many said, or NULL. */
void resolve_row(struct resolver *r, struct rule_context *ctx, struct row *row, const struct view_entry *found, struct resolved *out);
/* Only the spelling: the code that a row's code is compared as (C108), else the code itself; lives until the next call. -1: err. */
int resolve_spelling(struct resolver *r, unsigned kinds, struct span code, struct span *out, struct error *err);
/* A number for the code as resolve_spelling says it: that of its entry in force (view_index), else half a hash of it, above all of those.
 * Equal codes have equal numbers; of two codes that are in no version in force, one pair in 2^31 has. */
uint32_t resolve_number(const struct resolver *r, struct span code);
/* 1: known in a published version, *out filled (it lives until history_clear); 0: unknown; -1: err. */
int resolve_past(struct resolver *r, enum kind kind, struct span code, struct code_past *out, struct error *err);
/* Adds C101. */
void rule_not_mapped(struct rule_context *ctx);
#endif
