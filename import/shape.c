/* import/shape.c: what a text means for each shape of field. One function a shape; no document, no path. */
#include "import/convert_run.h"

#include "base/i18n.h"
#include "base/text.h"

#define WORD_MOST 64

/* Room for one more at the end of the array whose address stands at `where`; false: memory. */
static bool room(void *where, size_t n, size_t *cap, size_t size)
{
    void *p;
    if (n < *cap)
        return true;
    size_t cap_new = *cap ? *cap * 2 : 8;
    memcpy(&p, where, sizeof p);
    p = realloc(p, cap_new * size);
    if (!p)
        return false;
    memcpy(where, &p, sizeof p);
    *cap = cap_new;
    return true;
}
#define ROOM(array, n, cap) room(&(array), (n), &(cap), sizeof *(array))

/* One of the words: its number, or -1. */
static int choice(struct span text, const char *const *words, int count)
{
    for (int i = 0; i < count; i++)
        if (span_is(text, words[i]))
            return i;
    return -1;
}

/* A reason is marked only: it is translated where it is said, not once a field. */
static const char *take_whole(struct span text, int least, int most, const char *why, int *out)
{
    int n = 0;
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] < '0' || text.p[i] > '9' || n > 100000)
            return why;
        n = n * 10 + (text.p[i] - '0');
    }
    if (text.n == 0 || n < least || n > most)
        return why;
    *out = n;
    return NULL;
}

static const char *take_date(struct converter *c, const struct taken *t)
{
    date *const at[] = { &c->entry->valid_from, &c->entry->valid_to, &c->entry->agreement_from, &c->entry->agreement_to };
    return why_not_date(&t->field->reading, t->text, at[t->field->target->index]);
}

static const char *take_list_type(struct converter *c, const struct taken *t)
{
    int n;
    const char *why = t->text.n == 3 ? NULL : N_("it is no list type of three digits, such as 101");
    if (!why)
        why = take_whole(t->text, 100, 999, N_("it is no list type of three digits, such as 101"), &n);
    if (!why)
        c->entry->text[ENTRY_LIST_TYPE] = t->text;
    return why;
}

static const char *take_flags(struct converter *c, const struct taken *t, bool *fatal)
{
    size_t i = 0;
    while (i < t->text.n) {
        while (i < t->text.n && strchr(" \t\r\n", t->text.p[i]))
            i++;
        size_t from = i;
        while (i < t->text.n && !strchr(" \t\r\n", t->text.p[i]))
            i++;
        struct span word = { t->text.p + from, i - from };
        const char *why = word.n ? why_not_word(word, WORD_MOST) : NULL;
        if (why)
            return why;
        if (word.n == 0)
            break;
        if (!ROOM(c->flags, c->flag_count, c->flag_cap)) {
            *fatal = true;
            return NULL;
        }
        c->flags[c->flag_count++] = word;
    }
    return NULL;
}

/* Whether the entry says this already, as its name or in the same field. */
static bool is_said(const struct converter *c, const struct taken *t, const struct span *others, size_t n)
{
    if (!t->field->once)
        return false;
    bool said = span_eq(t->text, c->entry->text[ENTRY_NAME]);
    for (size_t i = 0; i < n; i++)
        said = said || span_eq(t->text, others[i]);
    return said;
}

static const char *take_alias(struct converter *c, const struct taken *t, bool *fatal)
{
    size_t n = c->entry->alias_count;
    if (is_said(c, t, c->aliases, n))
        return NULL;
    if (!ROOM(c->aliases, n, c->alias_cap)) {
        *fatal = true;
        return NULL;
    }
    c->aliases[n] = t->text;
    c->entry->aliases = c->aliases;
    c->entry->alias_count = n + 1;
    return NULL;
}

static const char *take_approval(struct converter *c, const struct taken *t, bool *fatal)
{
    size_t n = c->entry->approval_count;
    if (is_said(c, t, c->approvals, n) || (t->field->once && span_eq(t->text, c->entry->text[ENTRY_APPROVAL])))
        return NULL;
    if (!c->entry->text[ENTRY_APPROVAL].p) {
        c->entry->text[ENTRY_APPROVAL] = t->text;
        return NULL;
    }
    if (!ROOM(c->approvals, n, c->approval_cap)) {
        *fatal = true;
        return NULL;
    }
    c->approvals[n] = t->text;
    c->entry->approvals = c->approvals;
    c->entry->approval_count = n + 1;
    return NULL;
}

static const char *take_self_pay(struct converter *c, const struct taken *t, bool *fatal)
{
    size_t n = c->entry->self_pay_count;
    int64_t share;
    const char *why = why_not_amount(&t->field->reading, t->text, &share);
    if (!why && share > AMOUNT_SCALE)
        why = N_("it is no share from 0 to 1");
    if (why)
        return why;
    for (size_t i = 0; i < n; i++)
        if (span_eq(c->self_pays[i].scheme, t->parts[PART_SCHEME]))
            return c->self_pays[i].share == share ? NULL : N_("the same scheme has another share already");
    if (!ROOM(c->self_pays, n, c->self_pay_cap)) {
        *fatal = true;
        return NULL;
    }
    struct span scheme = t->parts[PART_SCHEME];
    c->self_pays[n] = (struct self_pay){ scheme.n ? scheme : SPAN_NONE, share };
    c->entry->self_pays = c->self_pays;
    c->entry->self_pay_count = n + 1;
    return NULL;
}

static const char *take_ceiling(struct converter *c, const struct taken *t, bool *fatal)
{
    static const char *const types[] = { "price", "payment" };
    static const char *const owners[] = { "any", "public", "private" };
    struct ceiling at = { .type = CEILING_PRICE, .level = 0, .ownership = OWNERSHIP_ANY };
    const struct span *part = t->parts;
    size_t n = c->entry->ceiling_count;
    const char *why = why_not_amount(&t->field->reading, t->text, &at.yuan);
    if (!why && part[PART_LEVEL].n)
        why = take_whole(part[PART_LEVEL], 1, 3, N_("its level is none of 1, 2, 3"), &at.level);
    if (why)
        return why;
    int type = part[PART_TYPE].n ? choice(part[PART_TYPE], types, 2) : 0;
    int owner = part[PART_OWNERSHIP].n ? choice(part[PART_OWNERSHIP], owners, 3) : 0;
    if (type < 0)
        return N_("its type is neither price nor payment");
    if (owner < 0)
        return N_("its ownership is none of public, private and any");
    at.type = (enum ceiling_type)type;
    at.ownership = (enum ownership)owner;
    if (!ROOM(c->ceilings, n, c->ceiling_cap)) {
        *fatal = true;
        return NULL;
    }
    c->ceilings[n] = at;
    c->entry->ceilings = c->ceilings;
    c->entry->ceiling_count = n + 1;
    return NULL;
}

static const char *take_successor(struct converter *c, const struct taken *t, bool *fatal)
{
    static const char *const types[] = { "same-as", "replaced-by", "possibly" };
    size_t n = c->entry->successor_count;
    const char *why = why_not_code(t->text);
    int type = t->parts[PART_TYPE].n ? choice(t->parts[PART_TYPE], types, 3) : SUCCESSOR_REPLACED_BY;
    if (why)
        return why;
    if (type < 0)
        return N_("its type is none of same-as, replaced-by and possibly");
    if (!ROOM(c->successors, n, c->successor_cap)) {
        *fatal = true;
        return NULL;
    }
    bool old = t->field->target->shape == SHAPE_PREDECESSOR;
    c->successors[n] = (struct successor){ old ? t->text : SPAN_NONE, old ? SPAN_NONE : t->text, (enum successor_type)type };
    c->entry->successors = c->successors;
    c->entry->successor_count = n + 1;
    return NULL;
}

static const char *take_quantity(struct converter *c, const struct taken *t)
{
    int64_t quantity;
    const char *why = why_not_amount(&t->field->reading, t->text, &quantity);
    if (!why && quantity == 0)
        why = N_("it must be above 0");
    if (!why)
        c->entry->pack_quantity = quantity;
    return why;
}

static const char *take_pay_class(struct converter *c, const struct taken *t)
{
    if (t->text.n != 1 || !strchr("ABC", t->text.p[0]))
        return N_("it is none of A, B, C");
    c->entry->pay_class = t->text.p[0];
    return NULL;
}

static const char *take_code(struct converter *c, const struct taken *t)
{
    const char *why = why_not_code(t->text);
    c->code = t->text;
    if (!why)
        c->entry->text[ENTRY_CODE] = t->text;
    return why;
}

static const char *take_word(struct converter *c, const struct taken *t)
{
    const char *why = t->field->target->index == ENTRY_ADDON_OF ? why_not_code(t->text) : why_not_word(t->text, WORD_MOST);
    if (!why)
        c->entry->text[t->field->target->index] = t->text;
    return why;
}

static const char *take_choice(struct converter *c, const struct taken *t)
{
    static const char *const statuses[] = { "active", "inactive" };
    static const char *const sexes[] = { "M", "F", "any" };
    static const char *const visits[] = { "inpatient", "outpatient", "any" };
    static const char *const truths[] = { "false", "true", "0", "1" };
    enum shape shape = t->field->target->shape;
    int n = shape == SHAPE_STATUS ? choice(t->text, statuses, 2)
            : shape == SHAPE_SEX  ? choice(t->text, sexes, 3)
            : shape == SHAPE_VISIT ? choice(t->text, visits, 3)
                                   : choice(t->text, truths, 4);
    if (shape == SHAPE_STATUS) {
        c->entry->inactive = n == 1;
        return n < 0 ? N_("it is neither active nor inactive") : NULL;
    }
    if (shape == SHAPE_SEX) {
        c->entry->limit_sex = (enum sex)(n + 1);
        return n < 0 ? N_("it is none of M, F and any") : NULL;
    }
    if (shape == SHAPE_VISIT) {
        c->entry->limit_visit = (enum visit)(n + 1);
        return n < 0 ? N_("it is none of inpatient, outpatient and any") : NULL;
    }
    c->entry->limit_approval = n < 0 ? -1 : n & 1;
    return n < 0 ? N_("it is neither true nor false") : NULL;
}

const char *shape_take(struct converter *c, const struct taken *t, bool *fatal)
{
    struct entry *e = c->entry;
    const char *age = N_("it is no whole number of years from 0 to 150");
    switch (t->field->target->shape) {
    case SHAPE_CODE:
        return take_code(c, t);
    case SHAPE_TEXT:
        e->text[t->field->target->index] = t->text;
        return NULL;
    case SHAPE_WORD:
        return take_word(c, t);
    case SHAPE_LIST_TYPE:
        return take_list_type(c, t);
    case SHAPE_FLAGS:
        return take_flags(c, t, fatal);
    case SHAPE_ALIAS:
        return take_alias(c, t, fatal);
    case SHAPE_APPROVAL:
        return take_approval(c, t, fatal);
    case SHAPE_QUANTITY:
        return take_quantity(c, t);
    case SHAPE_PAY_CLASS:
        return take_pay_class(c, t);
    case SHAPE_SELF_PAY:
        return take_self_pay(c, t, fatal);
    case SHAPE_CEILING:
        return take_ceiling(c, t, fatal);
    case SHAPE_DATE:
        return take_date(c, t);
    case SHAPE_LEVEL:
        return take_whole(t->text, 1, 3, N_("it is none of 1, 2, 3"), &e->limit_level);
    case SHAPE_AGE_MIN:
        return take_whole(t->text, 0, 150, age, &e->limit_age_min);
    case SHAPE_AGE_MAX:
        return take_whole(t->text, 0, 150, age, &e->limit_age_max);
    case SHAPE_STATUS:
    case SHAPE_SEX:
    case SHAPE_VISIT:
    case SHAPE_TRUTH:
        return take_choice(c, t);
    case SHAPE_SUCCESSOR:
    case SHAPE_PREDECESSOR:
        return take_successor(c, t, fatal);
    }
    return NULL;
}

static int by_bytes(const void *a, const void *b)
{
    return span_cmp(*(const struct span *)a, *(const struct span *)b);
}

/* Sorted, each once, one blank between. */
static bool finish_flags(struct converter *c)
{
    struct buf *b = &c->values.work;
    buf_clear(b);
    if (c->flag_count == 0)
        return true;
    qsort(c->flags, c->flag_count, sizeof *c->flags, by_bytes);
    for (size_t i = 0; i < c->flag_count; i++) {
        if (i > 0 && span_eq(c->flags[i], c->flags[i - 1]))
            continue;
        if (b->n)
            buf_addc(b, ' ');
        buf_addspan(b, c->flags[i]);
    }
    c->entry->text[ENTRY_FLAGS] = b->failed ? SPAN_NONE : arena_copy(&c->values.scratch, buf_span(b));
    return c->entry->text[ENTRY_FLAGS].p != NULL;
}

/* The entry's own code on the side of a successor that the document leaves open. */
static void finish_successors(struct converter *c)
{
    for (size_t i = 0; i < c->entry->successor_count; i++) {
        struct successor *s = &c->successors[i];
        if (!s->old_code.p)
            s->old_code = c->entry->text[ENTRY_CODE];
        else
            s->new_code = c->entry->text[ENTRY_CODE];
    }
}

const char *shape_finish(struct converter *c, const char **field, struct span *text, bool *fatal)
{
    struct entry *e = c->entry;
    *text = SPAN_NONE;
    finish_successors(c);
    if (!finish_flags(c)) {
        *fatal = true;
        return NULL;
    }
    if (e->pay_class == 'C') { /* whatever is written */
        e->self_pay_count = 0;
        if (!ROOM(c->self_pays, 0, c->self_pay_cap)) {
            *fatal = true;
            return NULL;
        }
        c->self_pays[0] = (struct self_pay){ SPAN_NONE, AMOUNT_SCALE };
        e->self_pays = c->self_pays;
        e->self_pay_count = 1;
    }
    *field = "valid-from";
    if (e->valid_from && e->valid_to && e->valid_from > e->valid_to)
        return N_("the last day lies before the first");
    *field = "agreement-from";
    if (e->agreement_from && e->agreement_to && e->agreement_from > e->agreement_to)
        return N_("the last day lies before the first");
    *field = "limit-age-min";
    if (e->limit_age_min >= 0 && e->limit_age_max >= 0 && e->limit_age_min > e->limit_age_max)
        return N_("the highest age is below the lowest");
    return NULL;
}
