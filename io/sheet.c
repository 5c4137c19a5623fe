/* io/sheet.c: the parent's side of reading a workbook: takes rows from the child and writes them as text. Trusts none of them. */
#include "io/sheet.h"
#include "base/i18n.h"
#include "base/temp.h"
#include "io/delimited.h"
#include "io/sheet_book.h"
#include "io/sheet_value.h"

#include <stdlib.h>
#include <unistd.h>

#define PIECE ((size_t)256 << 10)

struct taking {
    const struct sheet_request *request;
    struct sheet_text *out;
    struct buf text, notes;
    uint64_t arrived; /* records */
    uint64_t line; /* that the text has reached: so many line feeds are in it */
    bool named;
};

static int flush(struct taking *t, struct error *err)
{
    if (buf_check(&t->text, err) < 0 || temp_write(t->out->fd, t->request->temp_dir, t->text.p ? t->text.p : "", t->text.n, err) < 0)
        return -1;
    t->out->size += t->text.n;
    buf_clear(&t->text);
    return 0;
}

static bool needs_quotes(struct span s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] == SHEET_SEPARATOR || s.p[i] == '\n' || s.p[i] == '\r')
            return true;
    return s.n > 0 && s.p[0] == '"';
}

static void add_cell(struct taking *t, unsigned mark, struct span s)
{
    bool quotes = needs_quotes(s);
    if (mark == SHEET_TEXT && s.n > 0 && (unsigned char)s.p[0] > SHEET_ERROR)
        mark = 0; /* the usual case says nothing */
    if (quotes)
        buf_addc(&t->text, '"');
    if (mark)
        buf_addc(&t->text, (char)mark);
    for (size_t i = 0; quotes && i < s.n; i++) {
        if (s.p[i] == '"')
            buf_addc(&t->text, '"');
        buf_addc(&t->text, s.p[i]);
    }
    if (!quotes)
        buf_addspan(&t->text, s);
    if (quotes)
        buf_addc(&t->text, '"');
    t->out->has_bad |= span_find(s, SPAN("\xEF\xBF\xBD")) != (size_t)-1;
}

static int take_row(struct taking *t, const struct record *row, struct error *err)
{
    size_t column = 0;
    if (row->line <= t->line || row->line > SHEET_ROWS_MOST)
        return error_set(err, ERROR_INPUT, _("%s: its rows do not follow each other; the reading process is wrong"), t->request->name);
    for (; t->line + 1 < row->line; t->line++)
        buf_addc(&t->text, '\n');
    for (size_t i = 0; i < row->n; i++) {
        const struct field *f = &row->fields[i];
        if (f->slot >= CELLS_MOST || (i > 0 && f->slot <= row->fields[i - 1].slot) || f->part < SHEET_TEXT || f->part > SHEET_ERROR)
            return error_set(err, ERROR_INPUT, _("%s: its cells do not follow each other; the reading process is wrong"), t->request->name);
        for (; column < f->slot; column++)
            buf_addc(&t->text, SHEET_SEPARATOR);
        add_cell(t, f->part, f->text);
    }
    buf_addc(&t->text, '\n');
    t->line = row->line;
    return t->text.n >= PIECE ? flush(t, err) : 0;
}

static int take_name(struct taking *t, const struct record *record, struct error *err)
{
    if (t->named || record->kind != SHEET_FRAME_NAME || record->n > 1)
        return error_set(err, ERROR_INPUT, _("%s: its rows do not follow each other; the reading process is wrong"), t->request->name);
    t->named = true;
    if (record->n == 0)
        return 0;
    free(t->out->sheet);
    t->out->sheet = strndup(record->fields[0].text.n ? record->fields[0].text.p : "", record->fields[0].text.n);
    return t->out->sheet ? 0 : error_memory(err);
}

static int take_frame(void *ctx, const struct frame *frame, struct error *err)
{
    struct taking *t = ctx;
    t->arrived += frame->type == FRAME_RECORD;
    if (frame->type == FRAME_END && frame->u.end.records != t->arrived)
        return error_set(err, ERROR_INPUT, _("%s: records read: %llu, arrived: %llu; nothing of it counts"), t->request->name,
                         (unsigned long long)frame->u.end.records, (unsigned long long)t->arrived);
    if (frame->type == FRAME_RECORD && frame->u.record.kind == SHEET_FRAME_ROW && t->named)
        return take_row(t, &frame->u.record, err);
    if (frame->type == FRAME_RECORD)
        return take_name(t, &frame->u.record, err);
    if (frame->type == FRAME_NOTE) {
        buf_adds(&t->notes, t->notes.n > 0 ? "\n" : "");
        buf_addspan(&t->notes, frame->u.note.text);
        return buf_check(&t->notes, err);
    }
    return frame->type == FRAME_END ? flush(t, err) : 0;
}

static bool is_stopped(void *ctx)
{
    const struct sheet_request *r = ((const struct taking *)ctx)->request;
    return r->stopped && r->stopped(r->stopped_ctx);
}

static int run(struct taking *t, const struct sheet_input *input, struct error *err)
{
    struct sheet_input child_input = *input;
    struct sheet_job job = { &child_input, t->request };
    struct child_limits limits = child_limits_for(t->request->name, input->fd, input->size);
    if (input->file == SHEET_FILE_XLS && t->request->in_child) {
        child_input.by_name = limits.by_name = true; /* libfreexl takes names only */
        limits.prepare = sheet_xls_prepare;
    }
    limits.memory = SHEET_MEMORY;
    struct child *child = child_start(t->request->in_child ? CHILD_FORK : CHILD_CALL, sheet_produce, &job, &limits, err);
    int status = child ? child_run(child, take_frame, is_stopped, t, err) : -1;
    child_free(child);
    if (status < 0)
        return -1;
    t->out->notes = strdup(buf_str(&t->notes));
    return t->out->notes ? 0 : error_memory(err);
}

int sheet_read(const struct sheet_input *input, const struct sheet_request *request, struct sheet_text *out, struct error *err)
{
    struct taking t = { .request = request, .out = out, .text = BUF_INIT, .notes = BUF_INIT };
    *out = (struct sheet_text){ .fd = temp_open(request->temp_dir, err) };
    int status = out->fd < 0 ? -1 : run(&t, input, err);
    buf_release(&t.text);
    buf_release(&t.notes);
    if (status < 0 && out->fd >= 0)
        close(out->fd);
    if (status < 0) {
        sheet_text_release(out);
        *out = (struct sheet_text){ .fd = -1 };
    }
    return status;
}

void sheet_text_release(struct sheet_text *text)
{
    free(text->sheet);
    free(text->notes);
    text->sheet = text->notes = NULL;
}
