/* import/document.c: collects the values of the document and judges them at its end. It must never see a record. */
#include "import/document.h"

#include "base/i18n.h"
#include "base/text.h"

struct document {
    const struct profile *profile;
    const char *file;
    struct field *values; /* by slot; text.p NULL: not there */
    struct field *others; /* by slot: a second value that differs */
    bool *greatest;       /* by slot: of several values the greatest is meant */
    struct arena memory;
};

struct document *document_new(const struct profile *profile, const char *file, struct error *err)
{
    struct document *d = calloc(1, sizeof *d);
    if (d) {
        d->profile = profile;
        d->file = file;
        d->values = calloc(profile->slot_count + 1, sizeof *d->values);
        d->others = calloc(profile->slot_count + 1, sizeof *d->others);
        d->greatest = calloc(profile->slot_count + 1, sizeof *d->greatest);
        if (d->values && d->others && d->greatest) {
            for (size_t i = 0; i < DOCUMENT_FIELD_COUNT; i++)
                for (size_t k = 0; profile->document[i].greatest && k < profile->document[i].from.count; k++)
                    d->greatest[profile->document[i].from.slots[k]] = true;
            return d;
        }
    }
    error_memory(err);
    document_free(d);
    return NULL;
}

void document_free(struct document *d)
{
    if (!d)
        return;
    free(d->values);
    free(d->others);
    free(d->greatest);
    arena_release(&d->memory);
    free(d);
}

int document_add(struct document *d, const struct field *value, struct error *err)
{
    if (value->slot >= d->profile->slot_count)
        return error_set(err, ERROR_INPUT, _("%s: a value of unknown place (%u)"), d->file, (unsigned)value->slot);
    struct field *first = &d->values[value->slot], *other = &d->others[value->slot];
    bool greater = d->greatest[value->slot] && first->text.p && span_cmp_numbers(value->text, first->text) > 0;
    struct field *at = !first->text.p || greater ? first : d->greatest[value->slot] ? NULL : !other->text.p && !span_eq(first->text, value->text) ? other : NULL;
    if (!at)
        return 0;
    *at = *value;
    at->text = arena_copy(&d->memory, value->text);
    return at->text.p ? 0 : error_memory(err);
}

static int bad(const struct document *d, const struct field *at, const char *field, const char *why, struct error *err)
{
    if (at->line == 0) /* the profile says so, not the document */
        return error_set(err, ERROR_INPUT, _("%s: the profile %.*s says that the document's %s is \"%.*s\": %s"), d->file, SPAN_ARG(d->profile->name), field,
                         SPAN_ARG(at->text), _(why));
    return error_set(err, ERROR_INPUT, _("%s:%u:%u: the document's %s is \"%.*s\": %s"), d->file, at->line, at->column, field,
                     SPAN_ARG(at->text), _(why));
}

/* The value of an origin. 1, 0 absent, -1: it stands twice. */
static int find(const struct document *d, const struct origin *from, const char *field, struct field *out, struct error *err)
{
    *out = (struct field){ .text = from->constant };
    if (from->constant.p)
        return 1;
    for (size_t i = 0; i < from->count; i++) {
        if (!d->values[from->slots[i]].text.p)
            continue;
        *out = d->values[from->slots[i]];
        const struct field *other = &d->others[from->slots[i]];
        return other->text.p ? bad(d, other, field, N_("it has another value already"), err) : 1;
    }
    return 0;
}

/* A field of the document, read. 1, 0 absent, -1. */
static int read_field(struct document *d, struct value_reader *values, enum document_field number, struct field *out, struct error *err)
{
    static const char *const names[] = { "region", "version", "effective", "expires", "title", "publisher", "fragment", "count", "pages", "page" };
    const struct document_source *s = &d->profile->document[number];
    const char *why;
    if (!s->present)
        return 0;
    int got = find(d, &s->from, names[number], out, err);
    if (got < 0 || number >= DOCUMENT_COUNT)
        return got;
    struct span text = SPAN_NONE;
    switch (got ? value_read(values, &s->reading, out->text, false, &text, &why, err) : VALUE_ABSENT) {
    case VALUE_FATAL:
        return -1;
    case VALUE_BAD:
        return bad(d, out, names[number], why, err);
    case VALUE_ABSENT:
    case VALUE_WAIT:
        text = s->reading.fallback;
        break;
    case VALUE_READ:
        break;
    }
    if (!text.n)
        return 0;
    out->text = arena_copy(&d->memory, text);
    return out->text.p ? 1 : error_memory(err);
}

const char *why_not_region(struct span text)
{
    bool bad_character = false;
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        bool good = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
        bad_character = bad_character || !good;
    }
    return bad_character || text.n == 0 || text.n > 16 ? N_("a region is 1 to 16 letters A to Z, digits, _ or -") : NULL;
}

const char *why_not_label(struct span text)
{
    bool bad_character = text.n == 0 || why_not_word(text, SIZE_MAX) != NULL;
    for (size_t i = 0; i < text.n; i++)
        bad_character = bad_character || text.p[i] == '@' || text.p[i] == '/';
    return bad_character || text.n > 64 ? N_("a label is 1 to 64 bytes without blank, @ or /") : NULL;
}

static int take_date(struct document *d, struct value_reader *values, enum document_field number, const char *name, date *out,
                     struct error *err)
{
    struct field at;
    int got = read_field(d, values, number, &at, err);
    const char *why = got == 1 ? why_not_date(&d->profile->document[number].reading, at.text, out) : NULL;
    return why ? bad(d, &at, name, why, err) : got < 0 ? -1 : 0;
}

static int take_count(struct document *d, struct value_reader *values, enum document_field number, const char *name, int64_t *out,
                      struct error *err)
{
    struct field at;
    int got = read_field(d, values, number, &at, err);
    *out = -1;
    if (got <= 0)
        return got;
    int64_t n = 0;
    bool good = at.text.n > 0 && at.text.n <= 12;
    for (size_t i = 0; i < at.text.n; i++) {
        good = good && at.text.p[i] >= '0' && at.text.p[i] <= '9';
        n = good ? n * 10 + (at.text.p[i] - '0') : 0;
    }
    if (!good)
        return bad(d, &at, name, N_("it is no whole number"), err);
    *out = n;
    return 0;
}

static int check_requirements(struct document *d, struct error *err)
{
    for (size_t i = 0; i < d->profile->requirement_count; i++) {
        const struct requirement *q = &d->profile->requirements[i];
        struct field at, said = { .text = SPAN_NONE };
        int got = find(d, &q->from, "require", &at, err);
        if (got < 0 || (q->say.count && find(d, &q->say, "require", &said, err) < 0))
            return -1;
        if (!got)
            return error_set(err, ERROR_INPUT, _("%s: %.*s, which the profile %.*s requires, is not there"), d->file, SPAN_ARG(q->path),
                             SPAN_ARG(d->profile->name));
        int fits = regex_match(q->match, at.text, err);
        if (fits < 0)
            return -1;
        if (!fits)
            return error_set(err, ERROR_INPUT, _("%s:%u:%u: the document is no catalog but says that something failed: %.*s is %.*s: %.*s"),
                             d->file, at.line, at.column, SPAN_ARG(q->path), SPAN_ARG(at.text),
                             SPAN_ARG(said.text.n ? said.text : SPAN("?")));
    }
    return 0;
}

static int take_texts(struct document *d, struct value_reader *values, struct document_facts *f, struct error *err)
{
    struct field at;
    const char *why;
    int got = read_field(d, values, DOCUMENT_REGION, &at, err);
    f->region = got == 1 ? at.text : SPAN_NONE;
    if (got == 1 && (why = why_not_region(at.text)))
        return bad(d, &at, "region", why, err);
    if (got >= 0)
        got = read_field(d, values, DOCUMENT_VERSION, &at, err);
    f->label = got == 1 ? at.text : SPAN_NONE;
    if (got == 1 && (why = why_not_label(at.text)))
        return bad(d, &at, "version", why, err);
    if (got >= 0)
        got = read_field(d, values, DOCUMENT_TITLE, &at, err);
    f->title = got == 1 ? at.text : SPAN_NONE;
    if (got >= 0)
        got = read_field(d, values, DOCUMENT_PUBLISHER, &at, err);
    f->publisher = got == 1 ? at.text : SPAN_NONE;
    if (got >= 0)
        got = read_field(d, values, DOCUMENT_FRAGMENT, &at, err);
    f->fragment = got == 1 && (span_is(at.text, "true") || span_is(at.text, "1"));
    if (got == 1 && !f->fragment && !span_is(at.text, "false") && !span_is(at.text, "0"))
        return bad(d, &at, "fragment", N_("it is neither true nor false"), err);
    return got < 0 ? -1 : 0;
}

int document_facts(struct document *d, struct value_reader *values, struct document_facts *out, struct error *err)
{
    *out = (struct document_facts){ .count = -1, .pages = -1, .page = -1 };
    if (check_requirements(d, err) < 0 || take_texts(d, values, out, err) < 0 ||
        take_date(d, values, DOCUMENT_EFFECTIVE, "effective", &out->effective, err) < 0 ||
        take_date(d, values, DOCUMENT_EXPIRES, "expires", &out->expires, err) < 0 ||
        take_count(d, values, DOCUMENT_COUNT, "count", &out->count, err) < 0 ||
        take_count(d, values, DOCUMENT_PAGES, "pages", &out->pages, err) < 0 ||
        take_count(d, values, DOCUMENT_PAGE, "page", &out->page, err) < 0)
        return -1;
    return 0;
}
