/* io/record.c: frames to bytes and back. A frame is uint32 bytes that follow, uint8 type, body. */
#include "io/record.h"
#include "base/i18n.h"
#include "base/text.h"

#define HEAD        5
#define RECORD_HEAD 22 /* kind, line, column, offset, number of fields; the heads of the fields follow, then their texts, one behind the other */
#define FIELD_HEAD  sizeof(struct field_head)
#define END_BODY    (24 + DIGEST_SIZE)

struct field_head {
    uint16_t slot, part;
    uint32_t line, column, bytes;
};

/* ---- writing ---- */

static char *put(char *to, const void *from, size_t n)
{
    memcpy(to, from, n);
    return to + n;
}

/* Room for a frame with a body of n bytes; writes its head. NULL: too large, or memory (both show in out->failed). */
static char *begin(struct buf *out, enum frame_type type, size_t n)
{
    if (n > FRAME_MOST) {
        out->failed = true;
        return NULL;
    }
    char *to = buf_room(out, HEAD + n);
    if (!to)
        return NULL;
    uint32_t follow = (uint32_t)n + 1;
    unsigned char byte = (unsigned char)type;
    out->n += HEAD + n;
    return put(put(to, &follow, sizeof follow), &byte, 1);
}

/* The bytes of a record's body; more than FRAME_MOST where it is too large. */
static size_t record_body(const struct record *r)
{
    size_t n = RECORD_HEAD;
    if (r->n > FIELDS_MOST)
        return FRAME_MOST + 1;
    for (size_t i = 0; i < r->n; i++) {
        if (r->fields[i].text.n > FRAME_MOST || n > FRAME_MOST)
            return FRAME_MOST + 1;
        n += FIELD_HEAD + r->fields[i].text.n;
    }
    return n;
}

bool frame_too_large(const struct frame *f) { return f->type == FRAME_RECORD && record_body(&f->u.record) > FRAME_MOST; }

void frame_add_record(struct buf *out, const struct record *r)
{
    size_t n = record_body(r);
    uint32_t count = (uint32_t)r->n;
    char *to = begin(out, FRAME_RECORD, n);
    if (!to)
        return;
    to = put(to, &r->kind, sizeof r->kind);
    to = put(to, &r->line, sizeof r->line);
    to = put(to, &r->column, sizeof r->column);
    to = put(to, &r->offset, sizeof r->offset);
    to = put(to, &count, sizeof count);
    for (size_t i = 0; i < r->n; i++) {
        const struct field *f = &r->fields[i];
        const struct field_head head = { f->slot, f->part, f->line, f->column, (uint32_t)f->text.n };
        to = put(to, &head, sizeof head);
    }
    for (size_t i = 0; i < r->n;) { /* most stand behind each other already */
        struct span run = r->fields[i++].text;
        for (; i < r->n && (r->fields[i].text.n == 0 || r->fields[i].text.p == run.p + run.n); i++)
            run.n += r->fields[i].text.n;
        if (run.n)
            to = put(to, run.p, run.n);
    }
}

static void add_numbers_and_text(struct buf *out, enum frame_type type, const uint32_t *numbers, size_t n,
                                 struct span text)
{
    char *to = text.n > FRAME_MOST ? NULL : begin(out, type, n * sizeof *numbers + text.n);
    if (!to) {
        out->failed = true;
        return;
    }
    to = put(to, numbers, n * sizeof *numbers);
    if (text.n)
        put(to, text.p, text.n);
}

static void add_end(struct buf *out, const struct frame *f)
{
    char *to = begin(out, FRAME_END, END_BODY);
    if (!to)
        return;
    const uint64_t numbers[3] = { f->u.end.records, f->u.end.notes, f->u.end.bytes };
    put(put(to, numbers, sizeof numbers), f->u.end.digest, DIGEST_SIZE);
}

void frame_add(struct buf *out, const struct frame *f)
{
    switch (f->type) {
    case FRAME_RECORD:
        frame_add_record(out, &f->u.record);
        break;
    case FRAME_NOTE: {
        const uint32_t place[3] = { f->u.note.line, f->u.note.column, f->u.note.kind };
        add_numbers_and_text(out, FRAME_NOTE, place, 3, f->u.note.text);
        break;
    }
    case FRAME_ERROR: {
        const uint32_t code = (uint32_t)f->u.error.code;
        add_numbers_and_text(out, FRAME_ERROR, &code, 1, f->u.error.text);
        break;
    }
    case FRAME_PROGRESS: {
        const uint64_t numbers[3] = { f->u.progress.done, f->u.progress.total, f->u.progress.records };
        char *to = begin(out, FRAME_PROGRESS, sizeof numbers);
        if (to)
            put(to, numbers, sizeof numbers);
        break;
    }
    case FRAME_END:
        add_end(out, f);
        break;
    }
}

/* ---- reading ---- */

void frame_reader_release(struct frame_reader *r)
{
    free(r->fields);
    *r = (struct frame_reader)FRAME_READER_INIT;
}

/* Takes n bytes from the front of s into `into`; false: not so many. */
static bool take(struct span *s, void *into, size_t n)
{
    if (s->n < n)
        return false;
    memcpy(into, s->p, n);
    s->p += n;
    s->n -= n;
    return true;
}

static bool take_text(struct span *s, size_t n, struct span *text)
{
    if (s->n < n)
        return false;
    *text = (struct span){ s->p, n };
    s->p += n;
    s->n -= n;
    return true;
}

static bool room_for_fields(struct frame_reader *r, size_t n)
{
    if (n <= r->cap)
        return true;
    size_t cap = n < 64 ? 64 : n * 2;
    struct field *fields = realloc(r->fields, cap * sizeof *fields);
    if (!fields)
        return false;
    r->fields = fields;
    r->cap = cap;
    return true;
}

enum outcome { GOOD, LIE, NO_MEMORY };

static enum outcome read_record(struct frame_reader *r, struct span body, struct record *out)
{
    uint32_t count;
    if (!take(&body, &out->kind, sizeof out->kind) || !take(&body, &out->line, sizeof out->line) ||
        !take(&body, &out->column, sizeof out->column) || !take(&body, &out->offset, sizeof out->offset) ||
        !take(&body, &count, sizeof count) || count > FIELDS_MOST || count > body.n / FIELD_HEAD)
        return LIE;
    if (!room_for_fields(r, count))
        return NO_MEMORY;
    struct span heads = SPAN_NONE, text = SPAN("");
    take_text(&body, count * FIELD_HEAD, &heads);
    out->broken = utf8_valid_prefix(body) != body.n;
    for (uint32_t i = 0; i < count; i++) {
        struct field_head head;
        take(&heads, &head, sizeof head);
        if (!take_text(&body, head.bytes, &text))
            return LIE;
        out->broken |= text.n > 0 && ((unsigned char)text.p[0] & 0xC0) == 0x80; /* cut inside a character */
        r->fields[i] = (struct field){ head.slot, head.part, head.line, head.column, text };
    }
    out->fields = r->fields;
    out->n = count;
    return body.n == 0 ? GOOD : LIE;
}

static enum outcome read_error(struct span body, struct frame *f)
{
    uint32_t code;
    if (!take(&body, &code, sizeof code) || code <= ERROR_NONE || code > ERROR_STOPPED)
        return LIE;
    if (body.n == 0 || memchr(body.p, '\0', body.n)) /* no sentence */
        return LIE;
    f->u.error.code = (enum error_code)code;
    f->u.error.text = body;
    return GOOD;
}

static enum outcome read_note(struct span body, struct frame *f)
{
    if (!take(&body, &f->u.note.line, sizeof f->u.note.line) ||
        !take(&body, &f->u.note.column, sizeof f->u.note.column) || !take(&body, &f->u.note.kind, sizeof f->u.note.kind))
        return LIE;
    f->u.note.text = body;
    return GOOD;
}

static enum outcome read_progress(struct span body, struct frame *f)
{
    uint64_t numbers[3];
    if (!take(&body, numbers, sizeof numbers) || body.n != 0)
        return LIE;
    f->u.progress.done = numbers[0];
    f->u.progress.total = numbers[1];
    f->u.progress.records = numbers[2];
    return GOOD;
}

static enum outcome read_end(struct span body, struct frame *f)
{
    uint64_t numbers[3];
    if (!take(&body, numbers, sizeof numbers) || !take(&body, f->u.end.digest, DIGEST_SIZE) || body.n != 0)
        return LIE;
    f->u.end.records = numbers[0];
    f->u.end.notes = numbers[1];
    f->u.end.bytes = numbers[2];
    return GOOD;
}

static enum outcome read_body(struct frame_reader *r, unsigned char type, struct span body, struct frame *f)
{
    if (type < FRAME_RECORD || type > FRAME_END)
        return LIE;
    f->type = (enum frame_type)type;
    switch (f->type) {
    case FRAME_RECORD:
        return read_record(r, body, &f->u.record);
    case FRAME_NOTE:
        return read_note(body, f);
    case FRAME_PROGRESS:
        return read_progress(body, f);
    case FRAME_ERROR:
        return read_error(body, f);
    case FRAME_END:
        return read_end(body, f);
    }
    return LIE;
}

int frame_next(struct frame_reader *r, struct span *bytes, struct frame *frame, struct error *err)
{
    struct span rest = *bytes, body = SPAN_NONE;
    uint32_t follow;
    unsigned char type;
    if (!take(&rest, &follow, sizeof follow))
        return 0;
    enum outcome outcome = LIE;
    if (follow >= 1 && follow <= FRAME_MOST + 1) {
        if (rest.n < follow)
            return 0;
        take(&rest, &type, 1);
        take_text(&rest, follow - 1, &body);
        outcome = read_body(r, type, body, frame);
    }
    if (outcome == NO_MEMORY)
        return error_memory(err);
    if (outcome == LIE)
        return error_set(err, ERROR_INPUT, "%s", _("the reading process sent something that makes no sense; "
                                                   "the input may have broken it"));
    *bytes = rest;
    return 1;
}
