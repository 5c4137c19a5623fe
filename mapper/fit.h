/* mapper/fit.h: does what a row, or another entry, says of its strength and pack fit an entry? What D302, D303 and M808 agree on.
 *
 *     struct fit_texts ours = { row_value(row, COLUMN_SPEC), row_value(row, COLUMN_PACK), row_value(row, COLUMN_UNIT) };
 *     struct pack_fit pack;
 *     if (fit_pack(words, &ours, view, entry, &pack) == FIT_DIFFERS) ...    // pack.ours, pack.theirs: dose units in a pack
 *
 * The words must have been tidied for the row (words_tidy). */
#ifndef MAPPER_FIT_H
#define MAPPER_FIT_H

#include "mapper/words.h"

enum fit {
    FIT_SILENT, /* one of the two says nothing that can be compared */
    FIT_AGREES,
    FIT_DIFFERS,
    FIT_FAILED, /* memory */
};

struct fit_texts {
    struct span spec, pack, unit; /* SPAN_NONE: not said. unit: of the row's price */
};

/* Is the row's unit the entry's dose unit: is it sold by the piece (拆零)? Where the catalog names no dose unit, any unit that is not its pack
 * may be it. 1, 0, -1 memory. */
int fit_sold_by_dose(struct words *w, struct span unit, const struct view *view, const struct view_entry *entry);

/* Of this entry's form, is 0.5g/5ml a container of 5 ml? So with injections, drops and what is inhaled; a syrup of 125mg/5ml may come in any bottle.
 * Then struct amounts_verdict's other_container is a difference. 1, 0, -1 memory. */
int fit_by_container(struct words *w, const struct view *view, const struct view_entry *entry);

/* Amount, volume and concentration: each text of ours against specification and pack of the entry. */
enum fit fit_strength(struct words *w, const struct fit_texts *ours, const struct view *view, const struct view_entry *entry);

/* How many dose units one text says that a pack holds, by the entry's words for dose unit and pack: FIT_PACK_SILENT, or the number where there is
 * only one and it is below that, or 0: ask fit_pack. -1: memory. Depends on nothing else, so that it may be remembered. */
#define FIT_PACK_SILENT 255
int fit_pack_number(struct words *w, struct span text, const struct view *view, const struct view_entry *entry);

struct pack_fit {
    int64_t ours, theirs; /* dose units in a pack; of alternatives the first */
    bool from_spec;       /* ours stands in the specification, not in the pack */
};
/* The number of dose units in a pack, against the entry's pack quantity, pack text and specification: whichever agrees. A row that is priced
 * by the dose unit may say that it is of one (2ml×1支), but not a pack of one (1支/盒). */
enum fit fit_pack(struct words *w, const struct fit_texts *ours, const struct view *view, const struct view_entry *entry, struct pack_fit *out);
#endif
