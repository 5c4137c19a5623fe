/* mapper/fit.c: strength and pack of two sides, from their texts. Adds no finding. */
#include "mapper/fit.h"

int fit_sold_by_dose(struct words *w, struct span unit, const struct view *view, const struct view_entry *entry)
{
    struct span dose = view_text(view, entry, ENTRY_DOSE_UNIT), pack = view_text(view, entry, ENTRY_PACK_UNIT);
    if (unit.n == 0)
        return 0;
    if (dose.n > 0)
        return words_unit_same(w, unit, dose);
    if (pack.n == 0)
        pack = view_text(view, entry, ENTRY_UNIT);
    int same = words_unit_same(w, unit, pack);
    return same < 0 ? -1 : pack.n > 0 && same == 0;
}

int fit_by_container(struct words *w, const struct view *view, const struct view_entry *entry)
{
    static const char *const classes[] = { "注射", "滴眼", "滴耳", "滴鼻", "吸入" };
    const struct form *form = NULL;
    struct span text = view_text(view, entry, ENTRY_FORM);
    if (text.n > 0 && words_form(w, text, &form) < 0)
        return -1;
    for (size_t i = 0; form && i < sizeof classes / sizeof *classes; i++)
        if (span_is(form->cls, classes[i]))
            return 1;
    return 0;
}

enum fit fit_strength(struct words *w, const struct fit_texts *ours, const struct view *view, const struct view_entry *entry)
{
    struct span theirs[2] = { view_text(view, entry, ENTRY_SPEC), view_text(view, entry, ENTRY_PACK) };
    struct span mine[2] = { ours->spec, ours->pack };
    const struct amounts *said[2];
    size_t n = 0;
    for (size_t i = 0; i < 2; i++) {
        if (theirs[i].n == 0)
            continue;
        if (!(said[n++] = words_amounts(w, theirs[i])))
            return FIT_FAILED;
    }
    enum fit fit = FIT_SILENT;
    for (size_t i = 0; i < 2 && n > 0; i++) {
        if (mine[i].n == 0)
            continue;
        const struct amounts *a = words_amounts(w, mine[i]);
        if (!a)
            return FIT_FAILED;
        struct amounts_verdict verdict = amounts_compare(a, said, n);
        int container = verdict.other_container ? fit_by_container(w, view, entry) : 0;
        if (container < 0)
            return FIT_FAILED;
        if (verdict.differs != DIFFERS_NOT || container > 0)
            return FIT_DIFFERS;
        if (verdict.compared || (span_eq(mine[i], theirs[i]) && !amounts_silent(a)))
            fit = FIT_AGREES;
    }
    return fit;
}

/* ---- pack ---- */

/* An entry's words for its dose unit and its pack. */
struct entry_units {
    const struct unit *dose, *pack;
};

static int units_of(struct words *w, const struct view *view, const struct view_entry *entry, struct entry_units *out)
{
    return words_unit(w, view_text(view, entry, ENTRY_DOSE_UNIT), &out->dose) < 0 ||
                   words_unit(w, view_text(view, entry, ENTRY_PACK_UNIT), &out->pack) < 0
               ? -1
               : 0;
}

static int text_says(struct words *w, struct span text, const struct entry_units *units, struct in_pack *out)
{
    out->count = 0;
    const struct amounts *a = text.n > 0 ? words_amounts(w, text) : NULL;
    if (a)
        amounts_in_pack(a, units->dose, units->pack, out);
    return text.n > 0 && !a ? -1 : 0;
}

int fit_pack_number(struct words *w, struct span text, const struct view *view, const struct view_entry *entry)
{
    struct entry_units units;
    struct in_pack said;
    if (units_of(w, view, entry, &units) < 0 || text_says(w, text, &units, &said) < 0)
        return -1;
    if (said.count == 0)
        return FIT_PACK_SILENT;
    return said.count == 1 && !said.holder_only[0] && said.n[0] < FIT_PACK_SILENT ? (int)said.n[0] : 0;
}

/* The entry's quantity, as far as it is a whole number. */
static void quantity_says(const struct view_entry *entry, struct in_pack *out)
{
    int64_t quantity = view_pack_quantity(entry);
    out->count = 0;
    if (quantity == AMOUNT_NONE || quantity <= 0 || quantity % AMOUNT_SCALE != 0)
        return;
    out->n[0] = quantity / AMOUNT_SCALE;
    out->holder_only[0] = false;
    out->count = 1;
}

enum { BY_QUANTITY, BY_PACK, BY_SPEC, SOURCES };

enum fit fit_pack(struct words *w, const struct fit_texts *ours, const struct view *view, const struct view_entry *entry, struct pack_fit *out)
{
    struct span mine[2] = { ours->pack, ours->spec };
    struct entry_units units;
    struct in_pack theirs[SOURCES];
    bool known = false;
    if (mine[0].n == 0 && mine[1].n == 0)
        return FIT_SILENT;
    quantity_says(entry, &theirs[BY_QUANTITY]);
    if (units_of(w, view, entry, &units) < 0 || text_says(w, view_text(view, entry, ENTRY_PACK), &units, &theirs[BY_PACK]) < 0 ||
        text_says(w, view_text(view, entry, ENTRY_SPEC), &units, &theirs[BY_SPEC]) < 0)
        return FIT_FAILED;
    for (size_t k = SOURCES; k-- > 0;)
        if (theirs[k].count > 0) {
            out->theirs = theirs[k].n[0];
            known = true;
        }
    enum fit fit = FIT_SILENT;
    for (size_t i = 0; i < 2 && known; i++) {
        struct in_pack said;
        if (text_says(w, mine[i], &units, &said) < 0)
            return FIT_FAILED;
        if (said.count == 0)
            continue;
        bool agrees = false;
        for (size_t k = 0; k < SOURCES; k++)
            agrees = agrees || in_pack_agree(&said, &theirs[k]);
        if (!agrees && said.n[0] == 1 && !said.pack_named) { /* 2ml×1支 beside a pack that is said elsewhere, or sold by the piece */
            int dose = fit == FIT_AGREES ? 1 : fit_sold_by_dose(w, ours->unit, view, entry);
            if (dose < 0)
                return FIT_FAILED;
            if (dose > 0)
                continue;
        }
        out->from_spec = i == 1;
        out->ours = said.n[0];
        if (!agrees)
            return FIT_DIFFERS;
        fit = FIT_AGREES;
    }
    return fit;
}
