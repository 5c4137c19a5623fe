/* report/shown.c: see the header. */
#include "report/shown.h"
#include "base/i18n.h"
#include "report/label.h"

void shown_ceiling(const struct ceiling *c, int places, struct buf *out)
{
    static const char *const owners[] = { [OWNERSHIP_ANY] = NULL, [OWNERSHIP_PUBLIC] = N_(", public hospitals"),
                                          [OWNERSHIP_PRIVATE] = N_(", private hospitals") };
    amount_add_places(out, c->yuan, places);
    if (c->level > 0)
        buf_addf(out, _(", hospitals of level %d"), c->level);
    if (owners[c->ownership])
        buf_adds(out, _(owners[c->ownership]));
}

void shown_self_pay(const struct self_pay *s, int places, struct buf *out)
{
    amount_add_places(out, s->share, places);
    if (s->scheme.n > 0)
        buf_addf(out, _(", scheme %.*s"), SPAN_ARG(s->scheme));
}

void shown_successor(const struct successor *s, bool old, struct buf *out)
{
    static const char *const types[] = { [SUCCESSOR_SAME_AS] = N_("same item"), [SUCCESSOR_REPLACED_BY] = NULL,
                                         [SUCCESSOR_POSSIBLY] = N_("possibly") };
    buf_addspan(out, old ? s->old_code : s->new_code);
    if (types[s->type])
        buf_addf(out, _(" (%s)"), _(types[s->type]));
}

const char *shown_sex(enum sex sex)
{
    static const char *const words[] = { [SEX_NONE] = NULL, [SEX_MALE] = N_("male"), [SEX_FEMALE] = N_("female"), [SEX_ANY] = NULL };
    return words[sex] ? _(words[sex]) : NULL;
}

const char *shown_visit(enum visit visit)
{
    static const char *const words[] = { [VISIT_NONE] = NULL, [VISIT_INPATIENT] = N_("inpatients"), [VISIT_OUTPATIENT] = N_("outpatients"),
                                         [VISIT_ANY] = NULL };
    return words[visit] ? _(words[visit]) : NULL;
}

const char *shown_approval(int approval)
{
    return approval < 0 ? NULL : approval ? _("needed") : _("not needed");
}

static bool add_word(const char *word, struct buf *out)
{
    if (word)
        buf_adds(out, word);
    return word != NULL;
}

static void next_item(size_t n, struct buf *out)
{
    if (n > 0)
        buf_adds(out, _("; "));
}

static bool add_ceilings(const struct entry *e, enum ceiling_type type, struct buf *out)
{
    size_t n = 0;
    for (size_t i = 0; i < e->ceiling_count; i++) {
        if (e->ceilings[i].type != type)
            continue;
        next_item(n++, out);
        shown_ceiling(&e->ceilings[i], 0, out);
    }
    return n > 0;
}

static bool add_self_pays(const struct entry *e, struct buf *out)
{
    for (size_t i = 0; i < e->self_pay_count; i++) {
        next_item(i, out);
        shown_self_pay(&e->self_pays[i], 0, out);
    }
    return e->self_pay_count > 0;
}

static bool add_successors(const struct entry *e, bool replaces, struct buf *out)
{
    size_t n = 0;
    for (size_t i = 0; i < e->successor_count; i++) {
        const struct successor *s = &e->successors[i];
        if (span_eq(s->old_code, e->text[ENTRY_CODE]) == replaces)
            continue;
        next_item(n++, out);
        shown_successor(s, replaces, out);
    }
    return n > 0;
}

/* The words among the fields; every other field is what it is for programs, too. */
bool entry_field_shown(const struct entry *e, enum entry_field f, struct buf *out)
{
    if (f == ENTRY_FIELD_CEILING || f == ENTRY_FIELD_PAYMENT)
        return add_ceilings(e, f == ENTRY_FIELD_PAYMENT ? CEILING_PAYMENT : CEILING_PRICE, out);
    if (f == ENTRY_FIELD_REPLACED_BY || f == ENTRY_FIELD_REPLACES)
        return add_successors(e, f == ENTRY_FIELD_REPLACES, out);
    if (f == ENTRY_FIELD_SELF_PAY)
        return add_self_pays(e, out);
    if (f == ENTRY_FIELD_PAY_CLASS)
        return add_word(e->pay_class ? pay_class_label(e->pay_class) : NULL, out);
    if (f == ENTRY_FIELD_LIMIT_SEX)
        return add_word(e->limit_sex == SEX_ANY ? _("no limit") : shown_sex(e->limit_sex), out);
    if (f == ENTRY_FIELD_LIMIT_VISIT)
        return add_word(e->limit_visit == VISIT_ANY ? _("no limit") : shown_visit(e->limit_visit), out);
    if (f == ENTRY_FIELD_LIMIT_APPROVAL)
        return add_word(shown_approval(e->limit_approval), out);
    if (f == ENTRY_FIELD_STATUS)
        return add_word(e->inactive ? _("inactive: closed whatever the dates") : NULL, out);
    return entry_field_add(e, f, _("; "), out);
}
