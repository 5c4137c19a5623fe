/* report/note.c: the formats of notes, and what they share: writing out what has gathered. A format adds a row here, and a file. */
#include "report/note.h"
#include "base/arena.h"
#include "report/note_formats.h"

static const struct note_format *const formats[] = {
    &note_json,
    &note_csv,
    &note_html,
    &note_sarif,
    &note_junit,
    &note_github,
    &note_gitlab,
    &note_xlsx,
    NULL, /* ends it; --help shows them in this order */
};

const struct note_format *note_format_at(size_t i)
{
    const struct note_format *const *p = formats;
    while (i > 0 && *p) {
        p++;
        i--;
    }
    return *p;
}

const struct note_format *note_format(struct span name)
{
    for (size_t i = 0; formats[i]; i++)
        if (span_is(name, formats[i]->name))
            return formats[i];
    return NULL;
}

const char *note_state_word(enum note_state state)
{
    static const char *const words[] = { [NOTE_NEW] = "new", [NOTE_KNOWN] = "known", [NOTE_SUPPRESSED] = "suppressed" };
    return words[state];
}

struct note_report *note_report_new(const struct note_format *format, const struct note_run *run, write_fn *write, void *ctx, const char *temp_dir,
                                    bool raw, struct error *err)
{
    struct note_report *r = calloc(1, sizeof *r);
    if (!r) {
        error_memory(err);
        return NULL;
    }
    *r = (struct note_report){ .format = format, .run = run, .write = write, .ctx = ctx, .temp_dir = temp_dir, .raw = raw };
    buf_init(&r->out);
    return r;
}

void note_report_free(struct note_report *r)
{
    if (!r)
        return;
    if (r->format->ops->release)
        r->format->ops->release(r);
    buf_release(&r->out);
    free(r);
}

static int write_out(struct note_report *r, size_t at_least, struct error *err)
{
    return sink_write(&r->out, at_least, r->write, r->ctx, err);
}

int note_report_begin(struct note_report *r, struct error *err)
{
    if (r->format->ops->begin && r->format->ops->begin(r, err) < 0)
        return -1;
    return write_out(r, SINK_LONG, err);
}

int note_report_item(struct note_report *r, const struct note_item *item, struct error *err)
{
    if (r->format->ops->item && r->format->ops->item(r, item, err) < 0)
        return -1;
    return write_out(r, SINK_LONG, err);
}

int note_report_table_end(struct note_report *r, const struct note_table *table, struct error *err)
{
    if (r->format->ops->table_end && r->format->ops->table_end(r, table, err) < 0)
        return -1;
    return write_out(r, SINK_LONG, err);
}

int note_report_unread(struct note_report *r, const char *file, const char *why, struct error *err)
{
    if (r->format->ops->unread && r->format->ops->unread(r, file, why, err) < 0)
        return -1;
    return write_out(r, SINK_LONG, err);
}

/* The sheet without the columns that have no label. -1: memory. */
static int for_people(struct arena *memory, const struct note_sheet *s, struct note_sheet *out, struct error *err)
{
    size_t kept[NOTE_SHEET_COLUMNS];
    *out = *s;
    out->column_count = 0;
    for (size_t i = 0; i < s->column_count; i++) {
        if (!s->columns[i].label)
            continue;
        kept[out->column_count] = i;
        out->columns[out->column_count++] = s->columns[i];
    }
    struct span *cells = arena_alloc(memory, (s->row_count * out->column_count + 1) * sizeof *cells);
    if (!cells)
        return error_memory(err);
    for (size_t row = 0; row < s->row_count; row++)
        for (size_t i = 0; i < out->column_count; i++)
            cells[row * out->column_count + i] = s->cells[row * s->column_count + kept[i]];
    out->cells = cells;
    return 0;
}

static int end_for_people(struct note_report *r, const struct note_totals *totals, struct error *err)
{
    struct arena memory = ARENA_INIT;
    struct note_totals mine = *totals;
    struct note_sheet *sheets = arena_alloc(&memory, (totals->sheet_count + 1) * sizeof *sheets);
    int status = sheets ? 0 : error_memory(err);
    for (size_t i = 0; i < totals->sheet_count && status == 0; i++)
        status = for_people(&memory, &totals->sheets[i], &sheets[i], err);
    mine.sheets = sheets;
    if (status == 0)
        status = r->format->ops->end(r, &mine, err);
    arena_release(&memory);
    return status;
}

int note_report_end(struct note_report *r, const struct note_totals *totals, struct error *err)
{
    const struct note_format *f = r->format;
    if (f->ops->end && (f->machine ? f->ops->end(r, totals, err) : end_for_people(r, totals, err)) < 0)
        return -1;
    return write_out(r, 0, err);
}
