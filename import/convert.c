/* import/convert.c: finds for each field of a record's kind its value among the slots, and says what is wrong with it. It must
 * never read a document or touch the store. */
#include "import/convert_run.h"

#include "base/i18n.h"
#include "base/text.h"

#define SHOWN_MOST  60 /* characters of a bad value that a message shows */
#define WARNED_MOST 10 /* warnings of one field told one by one */

struct converter *converter_new(const struct profile *profile, const struct convert_say *say, struct error *err)
{
    struct converter *c = calloc(1, sizeof *c);
    if (!c) {
        error_memory(err);
        return NULL;
    }
    c->profile = profile;
    c->say = *say;
    c->first = calloc(profile->slot_count + 1, sizeof *c->first);
    c->last = calloc(profile->slot_count + 1, sizeof *c->last);
    c->warned = calloc(profile->slot_count + 1, sizeof *c->warned);
    if (value_reader_init(&c->values, profile, err) == 0) {
        if (c->first && c->last && c->warned)
            return c;
        error_memory(err);
    }
    converter_free(c);
    return NULL;
}

void converter_free(struct converter *c)
{
    if (!c)
        return;
    if (c->values.profile)
        value_reader_release(&c->values);
    free(c->first);
    free(c->last);
    free(c->next);
    free(c->warned);
    free(c->aliases);
    free(c->approvals);
    free(c->flags);
    free(c->ceilings);
    free(c->self_pays);
    free(c->successors);
    free(c->collected);
    buf_release(&c->sentence);
    buf_release(&c->place);
    free(c);
}

struct value_reader *converter_values(struct converter *c)
{
    return &c->values;
}

struct span converter_code(const struct converter *c)
{
    return c->code;
}

/* Chains the record's fields by slot. */
static int index_record(struct converter *c, const struct record *record, struct error *err)
{
    if (c->record)
        memset(c->first, 0, (c->profile->slot_count + 1) * sizeof *c->first);
    if (record->n > c->next_cap) {
        free(c->next);
        c->next_cap = record->n * 2;
        c->next = malloc(c->next_cap * sizeof *c->next);
        if (!c->next) {
            c->next_cap = 0;
            return error_memory(err);
        }
    }
    c->has = WANTS_NONE;
    for (uint32_t i = 0; i < record->n; i++) {
        uint16_t slot = record->fields[i].slot;
        if (slot >= c->profile->slot_count)
            return error_set(err, ERROR_INPUT, _("a record with a value of unknown place (%u)"), (unsigned)slot);
        c->next[i] = 0;
        if (c->first[slot])
            c->next[c->last[slot] - 1] = i + 1;
        else
            c->first[slot] = i + 1;
        c->last[slot] = i + 1;
        c->has |= slot_bit(slot);
    }
    c->record = record;
    return 0;
}

/* "drug X01: ceiling is "12,5": it is no number …" */
static int say_value(struct converter *c, bool is_error, const char *field, struct span text, uint32_t line, uint32_t column,
                     const char *why, struct error *err)
{
    struct buf *b = &c->sentence;
    const char *kind = c->which ? _(kind_word(c->which->kind)) : _("record");
    struct span code = c->code.p ? c->code : SPAN("?");
    size_t shown = text.p ? utf8_first(text, SHOWN_MOST) : 0;
    buf_clear(b);
    if (!text.p)
        buf_addf(b, _("%s %.*s: %s: %s"), kind, SPAN_ARG(code), field, _(why));
    else
        buf_addf(b, _("%s %.*s: %s is \"%.*s%s\": %s"), kind, SPAN_ARG(code), field, (int)shown, text.p, shown < text.n ? "…" : "", _(why));
    if (buf_check(b, err) < 0)
        return -1;
    return c->say.say(c->say.ctx, is_error, line, column, buf_str(b), err);
}

static int collect(struct converter *c, const struct taken *t, struct error *err)
{
    if (c->collected_count == c->collected_cap) {
        size_t cap = c->collected_cap ? c->collected_cap * 2 : 64;
        struct taken *p = realloc(c->collected, cap * sizeof *p);
        if (!p)
            return error_memory(err);
        c->collected = p;
        c->collected_cap = cap;
    }
    c->collected[c->collected_count++] = *t;
    return 0;
}

/* The field as messages call it: of columns, with the one that it stood in. */
static const char *field_name(struct converter *c, const struct profile_field *f, const struct field *at)
{
    struct buf column = BUF_INIT;
    if (!at || !c->profile->slots[at->slot].column)
        return f->target->name;
    profile_column_name(c->profile, c->profile->slots[at->slot].column, &column);
    buf_clear(&c->place);
    buf_addf(&c->place, _("%s, %s,"), f->target->name, buf_str(&column));
    buf_release(&column);
    return buf_str(&c->place);
}

/* A value that does not fit: an error of the record, or a warning and the value is left out. */
static int bad_value(struct converter *c, const struct profile_field *f, uint32_t number, struct span text, const char *why,
                     struct error *err)
{
    const struct field *at = number ? &c->record->fields[number - 1] : NULL;
    const char *name = field_name(c, f, at);
    uint32_t line = at ? at->line : c->record->line, column = at ? at->column : c->record->column;
    if (c->collecting)
        return collect(c, &(struct taken){ .field = f, .text = text, .number = number }, err);
    if (!f->reading.warn) {
        c->bad = true;
        return say_value(c, true, name, text, line, column, why, err);
    }
    buf_clear(&c->values.work);
    buf_addf(&c->values.work, _("%s; it is left out"), _(why));
    if (c->warned[at ? at->slot : c->profile->slot_count]++ >= WARNED_MOST)
        return 0;
    return say_value(c, false, name, text, line, column, buf_str(&c->values.work), err);
}

int converter_finish(struct converter *c, struct error *err)
{
    for (size_t i = 0; i <= c->profile->slot_count; i++) {
        if (c->warned[i] <= WARNED_MOST)
            continue;
        buf_clear(&c->sentence);
        buf_addf(&c->sentence, _("more values of %s left out for such reasons: %llu"),
                 i < c->profile->slot_count ? c->profile->slots[i].field : "?", (unsigned long long)(c->warned[i] - WARNED_MOST));
        c->say.more(c->say.ctx, c->warned[i] - WARNED_MOST - 1);
        if (buf_check(&c->sentence, err) < 0 || c->say.say(c->say.ctx, false, 0, 0, buf_str(&c->sentence), err) < 0)
            return -1;
    }
    return 0;
}

static bool is_amount(const struct target *t)
{
    return t->shape == SHAPE_CEILING || t->shape == SHAPE_SELF_PAY || t->shape == SHAPE_QUANTITY;
}

/* A text for a field, already read: into the entry. number: 1 + its place in the record; 0: from the profile. */
static int put(struct converter *c, const struct taken *t, uint32_t number, struct error *err)
{
    bool fatal = false;
    if (c->collecting) {
        struct taken copy = *t;
        copy.number = number;
        return collect(c, &copy, err);
    }
    const char *why = shape_take(c, t, &fatal);
    if (fatal)
        return error_memory(err);
    return why ? bad_value(c, t->field, number, t->text, why, err) : 0;
}

/* Reads and puts one text. 1: there was a value (also a bad one), 0: none, -1. */
static int take(struct converter *c, struct taken *t, struct span found, uint32_t number, struct error *err)
{
    const char *why;
    if (t->field->target->shape == SHAPE_SELF_PAY && c->entry->pay_class == 'C' && !c->collecting)
        return 1; /* always 1, whatever is written */
    switch (value_read(&c->values, &t->field->reading, found, is_amount(t->field->target), &t->text, &why, err)) {
    case VALUE_FATAL:
        return -1;
    case VALUE_ABSENT:
        return 0;
    case VALUE_WAIT: /* must_wait saw to that */
        return 1;
    case VALUE_BAD:
        return bad_value(c, t->field, number, found, why, err) < 0 ? -1 : 1;
    case VALUE_READ:
        break;
    }
    return put(c, t, number, err) < 0 ? -1 : 1;
}

static void constant_parts(const struct profile_field *f, struct taken *t)
{
    for (int i = 0; i < PART_COUNT; i++)
        t->parts[i] = f->parts[i].constant;
}

/* The values of one slot behind what is joined already. */
static int join_slot(struct converter *c, const struct taken *t, uint16_t slot, struct buf *joined, struct error *err)
{
    const struct reading *r = &t->field->reading;
    struct span text = SPAN_NONE;
    const char *why = NULL;
    int rc = 0;
    for (uint32_t i = c->first[slot]; i && rc == 0; i = c->next[i - 1]) {
        switch (value_read(&c->values, r, c->record->fields[i - 1].text, false, &text, &why, err)) {
        case VALUE_FATAL:
            rc = -1;
            break;
        case VALUE_ABSENT:
            break;
        case VALUE_WAIT:
            break;
        case VALUE_BAD:
            rc = bad_value(c, t->field, i, c->record->fields[i - 1].text, why, err);
            break;
        case VALUE_READ:
            if (joined->n)
                buf_addspan(joined, r->join);
            buf_addspan(joined, text);
            break;
        }
    }
    return rc;
}

/* All values of the first slot that has one, or of every slot, as one text with `join` between. 1: there was one, 0: none, -1. */
static int take_joined(struct converter *c, const struct profile_field *f, struct error *err)
{
    struct taken t = { .field = f };
    struct buf joined = BUF_INIT;
    uint32_t number = 0;
    int rc = 0;
    constant_parts(f, &t);
    for (size_t i = 0; rc == 0 && i < f->from.count && (f->all || joined.n == 0); i++) {
        rc = join_slot(c, &t, f->from.slots[i], &joined, err);
        number = number ? number : c->first[f->from.slots[i]];
    }
    bool some = joined.n > 0;
    if (rc == 0)
        rc = buf_check(&joined, err);
    if (rc == 0 && some) {
        t.text = arena_copy(&c->values.scratch, buf_span(&joined));
        rc = t.text.p ? put(c, &t, number, err) : error_memory(err);
    }
    buf_release(&joined);
    return rc < 0 ? -1 : some;
}

/* The values of one slot for a field. 1: there was one, 0: none, -1. */
static int take_slot(struct converter *c, const struct profile_field *f, uint16_t slot, struct error *err)
{
    struct taken t = { .field = f };
    uint32_t i = c->first[slot];
    int any = 0;
    if (!i)
        return 0;
    constant_parts(f, &t);
    struct span found = c->record->fields[i - 1].text;
    if (!f->target->repeats) {
        for (uint32_t more = c->next[i - 1]; more; more = c->next[more - 1])
            if (!span_eq(c->record->fields[more - 1].text, found))
                return bad_value(c, f, more, c->record->fields[more - 1].text, N_("it has another value already"), err) < 0 ? -1 : 1;
        return take(c, &t, found, i, err);
    }
    for (; i; i = c->next[i - 1]) {
        int got = take(c, &t, c->record->fields[i - 1].text, i, err);
        if (got < 0)
            return -1;
        any |= got;
    }
    return any;
}

/* The first value of an origin among the fields from..to-1 of a record (a group). *number: 1 + its place. */
static struct span group_value(const struct record *r, const struct origin *from, uint32_t begin, uint32_t end, uint32_t *number)
{
    for (size_t s = 0; s < from->count; s++) {
        for (uint32_t i = begin; i < end; i++) {
            if (r->fields[i].slot == from->slots[s] && r->fields[i].text.n > 0) {
                *number = i + 1;
                return r->fields[i].text;
            }
        }
    }
    *number = 0;
    return from->constant;
}

/* Each occurrence of a group: what stands between the end of the one before and its own end. */
static int take_groups(struct converter *c, const struct profile_field *f, struct error *err)
{
    uint32_t begin = 0, number, part;
    int any = 0;
    for (uint32_t i = c->first[f->anchor]; i; i = c->next[i - 1]) {
        struct taken t = { .field = f };
        struct span found = group_value(c->record, &f->from, begin, i, &number);
        for (int k = 0; k < PART_COUNT; k++)
            t.parts[k] = group_value(c->record, &f->parts[k], begin, i, &part);
        begin = i;
        if (found.n == 0)
            continue;
        int got = take(c, &t, found, number ? number : i, err);
        if (got < 0)
            return -1;
        any |= got;
    }
    return any;
}

static bool holds(const struct converter *c, const struct condition *when)
{
    if (when->from.count == 0)
        return true;
    for (size_t i = 0; i < when->from.count; i++) {
        uint32_t at = c->first[when->from.slots[i]];
        if (!at || c->record->fields[at - 1].text.n == 0)
            continue;
        struct span text = c->record->fields[at - 1].text, rest = when->is;
        if (!when->is.p)
            return true;
        while (rest.n > 0) {
            const char *blank = memchr(rest.p, ' ', rest.n);
            struct span word = { rest.p, blank ? (size_t)(blank - rest.p) : rest.n };
            if (span_eq(word, text))
                return true;
            rest = blank ? (struct span){ blank + 1, rest.n - word.n - 1 } : SPAN("");
        }
        return false;
    }
    return false;
}

static int take_field(struct converter *c, const struct profile_field *f, struct error *err)
{
    int got = 0;
    if (!holds(c, &f->when))
        return 0;
    if (f->anchor != SLOT_NONE)
        got = take_groups(c, f, err);
    else if (f->reading.joined)
        got = take_joined(c, f, err);
    else
        for (size_t i = 0; (got == 0 || (f->all && got > 0)) && i < f->from.count; i++) {
            int more = take_slot(c, f, f->from.slots[i], err);
            got = more != 0 ? more : got;
        }
    if (got != 0)
        return got < 0 ? -1 : 0;
    struct taken t = { .field = f, .text = f->from.constant.p ? f->from.constant : f->reading.fallback };
    if (!t.text.n)
        return 0;
    constant_parts(f, &t);
    return put(c, &t, 0, err);
}

/* The common case of take_field: one text, or none, and nothing to do to it. */
static inline bool take_directly(struct converter *c, const struct profile_field *f)
{
    uint32_t i = f->direct ? c->first[f->from.slots[0]] : 0;
    if (i && (c->next[i - 1] || c->record->fields[i - 1].text.n == 0))
        return false;
    if (i)
        c->entry->text[f->target->index] = c->record->fields[i - 1].text;
    return f->direct;
}

static bool case_fits(const struct converter *c, const struct record_case *k)
{
    bool here = k->path < 0 || k->path == (int)c->profile->record_paths[c->record->kind].path;
    return here && holds(c, &k->when);
}

static int finish_entry(struct converter *c, struct error *err)
{
    static const struct {
        enum entry_text text;
        const char *field;
    } needed[] = { { ENTRY_CODE, "code" }, { ENTRY_NAME, "name" } };
    bool fatal = false;
    const char *field;
    struct span text;
    for (size_t i = 0; i < 2 && !c->bad; i++) {
        if (c->entry->text[needed[i].text].p)
            continue;
        c->bad = true;
        if (say_value(c, true, needed[i].field, SPAN_NONE, c->record->line, c->record->column, N_("it is missing"), err) < 0)
            return -1;
    }
    const char *why = shape_finish(c, &field, &text, &fatal);
    if (fatal)
        return error_memory(err);
    if (!why)
        return 0;
    c->bad = true;
    return say_value(c, true, field, text, c->record->line, c->record->column, why, err);
}

/* Chooses the kind. NULL: none fits. */
static const struct record_case *choose_case(const struct converter *c)
{
    const struct profile_record *r = &c->profile->records[c->profile->record_paths[c->record->kind].record];
    for (size_t i = 0; i < r->case_count; i++)
        if (case_fits(c, &r->cases[i]))
            return &r->cases[i];
    return NULL;
}

/* Whether some look-up of the record has to wait. Asked first, so that nothing is said twice. */
static int must_wait(struct converter *c, struct error *err)
{
    struct span text;
    const char *why;
    for (size_t i = 0; i < c->which->field_count; i++) {
        const struct profile_field *f = c->which->fields[i];
        if (f->reading.table < 0)
            continue;
        for (size_t s = 0; s < f->from.count; s++) {
            for (uint32_t k = c->first[f->from.slots[s]]; k; k = c->next[k - 1]) {
                enum value_found found = value_read(&c->values, &f->reading, c->record->fields[k - 1].text, false, &text, &why, err);
                if (found == VALUE_FATAL || found == VALUE_WAIT)
                    return found == VALUE_FATAL ? -1 : 1;
            }
        }
    }
    return 0;
}

int convert_collect(struct converter *c, struct error *err)
{
    int rc = 0;
    c->collected_count = 0;
    c->collecting = true;
    for (size_t i = 0; rc == 0 && c->which && i < c->which->field_count; i++)
        rc = take_field(c, c->which->fields[i], err);
    c->collecting = false;
    return rc;
}

enum convert_result converter_record(struct converter *c, const struct record *record, struct entry *out, struct error *err)
{
    if (record->kind >= c->profile->record_path_count) {
        error_set(err, ERROR_INPUT, _("a record of unknown sort (%u)"), (unsigned)record->kind);
        return CONVERT_FATAL;
    }
    if (index_record(c, record, err) < 0)
        return CONVERT_FATAL;
    arena_clear(&c->values.scratch);
    c->bad = false;
    c->code = SPAN_NONE;
    c->flag_count = 0;
    c->entry = out;
    c->which = choose_case(c);
    if (!c->which) {
        c->bad = true;
        return say_value(c, true, "kind", SPAN_NONE, record->line, record->column,
                         N_("by the profile, this record is of no kind"), err) < 0 ? CONVERT_FATAL : CONVERT_BAD;
    }
    entry_init(out, c->which->kind);
    if (!(c->say.kinds & KIND_BIT(c->which->kind)))
        return CONVERT_OTHER;
    int wait = c->profile->table_count > 0 && !c->values.complete ? must_wait(c, err) : 0;
    if (wait != 0)
        return wait < 0 ? CONVERT_FATAL : CONVERT_WAIT;
    for (size_t i = 0; i < c->which->field_count; i++) {
        if (!(c->which->wants[i] & c->has))
            continue;
        const struct profile_field *f = c->which->fields[i];
        if (!take_directly(c, f) && take_field(c, f, err) < 0)
            return CONVERT_FATAL;
    }
    if (finish_entry(c, err) < 0)
        return CONVERT_FATAL;
    return c->bad ? CONVERT_BAD : CONVERT_ENTRY;
}

int converter_rank(struct converter *c, struct span *out, struct error *err)
{
    const struct origin *newest = &c->profile->records[c->profile->record_paths[c->record->kind].record].newest;
    struct buf *b = &c->place;
    *out = SPAN_NONE;
    if (newest->count == 0)
        return 0;
    buf_clear(b);
    for (size_t i = 0; i < newest->count; i++) {
        uint32_t at = c->first[newest->slots[i]];
        if (at)
            buf_addspan(b, c->record->fields[at - 1].text);
        buf_addc(b, '\t'); /* comes before what any text has */
    }
    *out = buf_span(b);
    return buf_check(b, err);
}
