/* report/formats.c: see the header. */
#include "report/formats.h"
#include "base/i18n.h"

const struct note_format format_text = { .name = "text", .what = N_("for people, in the terminal") };
const struct note_format format_ndjson = { .name = "ndjson", .what = N_("one JSON object a line, as it is found") };

static const struct note_format *const own[] = { &format_text, &format_ndjson };
#define OWN (sizeof own / sizeof *own)

const struct note_format *format_at(size_t i)
{
    return i < OWN ? own[i] : note_format_at(i - OWN);
}

const struct note_format *format_named(struct span name)
{
    const struct note_format *f;
    for (size_t i = 0; (f = format_at(i)); i++)
        if (span_is(name, f->name))
            return f;
    return NULL;
}
