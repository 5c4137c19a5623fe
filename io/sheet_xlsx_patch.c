/* io/sheet_xlsx_patch.c: parses the sheet once to learn where in its bytes the cells stand, then copies the archive and edits those bytes as they pass:
 * twice, since a member's size must be known before it. Runs in the child; the parent gets the new file's bytes. */
#include "io/sheet_xlsx_patch.h"
#include "base/i18n.h"
#include "io/container_write.h"
#include "io/sheet_xlsx_book.h"
#include "io/source.h"

#include <stdlib.h>

#define PIECE ((size_t)64 << 10)

/* Where the sheet's XML changes. */
struct edit {
    uint64_t from;      /* the '<' of the cell that goes; of what the new one is put in front of */
    uint64_t end;       /* the '<' of its end tag; the same as from where it has none */
    const struct patch_cell *cell;
    uint32_t style;
    bool replaces, styled;
};

struct patching {
    const struct xlsx_patch *patch;
    struct xlsx *x;
    struct error *err;
    struct buf edits;           /* struct edit */
    size_t next;                /* cell of the patch that is looked for */
    bool key_seen, done;        /* of its row */
    struct frame_sink *sink;
    uint64_t sent;              /* bytes */
};

static const struct patch_cell *wanted(const struct patching *p, uint64_t row)
{
    return p->next < p->patch->count && p->patch->cells[p->next].line == row ? &p->patch->cells[p->next] : NULL;
}

static int is_other(const struct patching *p, uint64_t row, struct error *err)
{
    return error_set(err, ERROR_INPUT, _("%s, row %llu: is not what it was when the table was read; nothing was written"), p->patch->path,
                     (unsigned long long)row);
}

/* ---- where the cells stand ---- */

static int add_edit(struct patching *p, const struct edit *edit, struct error *err)
{
    buf_add(&p->edits, edit, sizeof *edit);
    p->done = true;
    return buf_check(&p->edits, err);
}

static int on_cell(void *ctx, const struct xlsx_place *at, struct span text, struct error *err)
{
    struct patching *p = ctx;
    const struct patch_cell *cell = wanted(p, at->row);
    uint32_t column = at->column + 1;
    text = text.p ? span_trim(text) : SPAN("");
    if (!cell)
        return 0;
    if (column == p->patch->key_position) {
        p->key_seen = true;
        if (!span_eq(text, cell->key))
            return is_other(p, at->row, err);
    }
    if (column > p->patch->position && !p->done) {
        struct edit edit = { .from = at->from, .end = at->from, .cell = cell };
        return cell->old.n > 0 ? is_other(p, at->row, err) : add_edit(p, &edit, err);
    }
    if (column != p->patch->position)
        return 0;
    if (p->done || !span_eq(text, cell->old))
        return is_other(p, at->row, err);
    if (at->has_formula)
        return error_set(err, ERROR_INPUT, _("%s, row %llu: the code is the result of a formula, which duima does not replace: put the codes in as values first; nothing was written"),
                         p->patch->path, (unsigned long long)at->row);
    struct edit edit = { .from = at->from, .end = at->end, .cell = cell, .style = at->style, .styled = at->styled, .replaces = true };
    return add_edit(p, &edit, err);
}

static int on_row_end(void *ctx, const struct xlsx_place *at, struct error *err)
{
    struct patching *p = ctx;
    const struct patch_cell *cell = wanted(p, at->row);
    struct edit edit = { .from = at->end, .end = at->end, .cell = cell };
    if (!cell)
        return 0;
    if (!p->done && cell->old.n == 0 && add_edit(p, &edit, err) < 0)
        return -1;
    if (!p->key_seen || !p->done)
        return is_other(p, at->row, err);
    p->key_seen = p->done = false;
    p->next++;
    return 0;
}

static int find_edits(struct patching *p, size_t tab, struct error *err)
{
    struct xlsx_watch watch = { p, on_cell, on_row_end };
    if (xlsx_watch_tab(p->x, tab, &watch, p->patch->path, err) < 0)
        return -1;
    return p->next == p->patch->count ? 0 : is_other(p, p->patch->cells[p->next].line, err);
}

static int find_tab(const struct patching *p, size_t *tab, struct error *err)
{
    for (*tab = 0; *tab < p->x->book.count; ++*tab)
        if (strcmp(p->x->book.tabs[*tab].name, p->patch->sheet) == 0)
            return 0;
    return error_set(err, ERROR_INPUT, _("%s: is not what it was when the table was read; nothing was written"), p->patch->path);
}

/* ---- the bytes ---- */

/* The XML of a sheet as it goes by. */
struct pass {
    struct patching *p;
    struct container_out *out; /* NULL: only counted */
    uint64_t at, size;         /* bytes that came, that went */
    size_t next;               /* edit */
    struct buf held;           /* of the cell that goes, or what tells the prefix of its name */
    bool holds;
    char quote;                /* the one that is open in the tag being looked through */
};

static int put(struct pass *s, const char *p, size_t n, struct error *err)
{
    s->size += n;
    return s->out && n > 0 ? container_out_add(s->out, p, n, err) : 0;
}

static void add_letters(struct buf *out, uint32_t position)
{
    char letters[8];
    size_t n = 0;
    for (; position > 0; position = (position - 1) / 26)
        letters[n++] = (char)('A' + (position - 1) % 26);
    while (n > 0)
        buf_addc(out, letters[--n]);
}

/* The new cell, its elements named as those around it: <x:c …> beside <x:c>. */
static int put_cell(struct pass *s, const struct edit *edit, struct error *err)
{
    struct span held = buf_span(&s->held), prefix = { held.p + 1, 0 };
    if (held.n > 1 && held.p[1] == '/')
        prefix.p++;
    for (const char *c = prefix.p; c < held.p + held.n && !strchr(" \t\r\n/>", *c); c++)
        if (*c == ':')
            prefix.n = (size_t)(c - prefix.p) + 1;
    struct buf cell = BUF_INIT;
    buf_addf(&cell, "<%.*sc r=\"", SPAN_ARG(prefix));
    add_letters(&cell, s->p->patch->position);
    buf_addf(&cell, "%llu\"", (unsigned long long)edit->cell->line);
    if (edit->styled)
        buf_addf(&cell, " s=\"%u\"", edit->style);
    buf_addf(&cell, " t=\"inlineStr\"><%.*sis><%.*st>", SPAN_ARG(prefix), SPAN_ARG(prefix));
    for (size_t i = 0; i < edit->cell->text.n; i++) {
        char c = edit->cell->text.p[i];
        if (c == '<' || c == '&')
            buf_adds(&cell, c == '<' ? "&lt;" : "&amp;");
        else
            buf_addc(&cell, c);
    }
    buf_addf(&cell, "</%.*st></%.*sis></%.*sc>", SPAN_ARG(prefix), SPAN_ARG(prefix), SPAN_ARG(prefix));
    int status = buf_check(&cell, err) < 0 ? -1 : put(s, cell.p, cell.n, err);
    buf_release(&cell);
    return status;
}

/* The edit is known whole: a cell that goes is not written. */
static int end_edit(struct pass *s, const struct edit *edit, struct error *err)
{
    s->holds = false;
    s->quote = 0;
    s->next++;
    if (buf_check(&s->held, err) < 0 || put_cell(s, edit, err) < 0)
        return -1;
    return edit->replaces ? 0 : put(s, s->held.p, s->held.n, err);
}

/* One byte of an edit's: is it the last that is needed? A cell that goes ends with its end tag, or with its only tag; of what stays, the name is enough. */
static bool is_last(struct pass *s, const struct edit *edit, char c)
{
    if (!edit->replaces)
        return s->at > edit->from && strchr(" \t\r\n/>", c) && !(c == '/' && s->at == edit->from + 1);
    if (s->at < edit->end)
        return false;
    if (s->quote)
        s->quote = c == s->quote ? 0 : s->quote;
    else if (c == '"' || c == '\'')
        s->quote = c;
    else
        return c == '>';
    return false;
}

static int take(struct pass *s, const char *p, size_t n, struct error *err)
{
    const struct edit *edits = (const void *)s->p->edits.p;
    size_t count = s->p->edits.n / sizeof *edits;
    for (size_t i = 0; i < n;) {
        const struct edit *edit = s->next < count ? &edits[s->next] : NULL;
        if (!s->holds) {
            size_t plain = edit && edit->from - s->at < n - i ? (size_t)(edit->from - s->at) : n - i;
            if (put(s, p + i, plain, err) < 0)
                return -1;
            s->at += plain;
            i += plain;
            s->holds = i < n;
            buf_clear(&s->held);
            continue;
        }
        bool last = is_last(s, edit, p[i]);
        buf_addc(&s->held, p[i++]);
        s->at++;
        if (last && end_edit(s, edit, err) < 0)
            return -1;
    }
    return 0;
}

/* ---- the archive ---- */

/* The member that the container stands at, edited, into out (NULL: counted). */
static int edit_member(struct patching *p, struct container *zip, struct container_out *out, uint64_t *size, struct error *err)
{
    char piece[PIECE];
    int64_t n;
    struct pass s = { .p = p, .out = out, .held = BUF_INIT };
    int status = 0;
    bool first = true;
    while (status == 0 && (n = container_read(zip, piece, sizeof piece, err)) != 0) {
        size_t mark = first && n >= 3 && memcmp(piece, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0; /* places are counted behind it */
        first = false;
        status = n < 0 || put(&s, piece, mark, err) < 0 || take(&s, piece + mark, (size_t)n - mark, err) < 0 ? -1 : 0;
    }
    if (status == 0 && s.next < p->edits.n / sizeof(struct edit))
        status = error_set(err, ERROR_INPUT, _("%s: is not what it was when the table was read; nothing was written"), p->patch->path);
    buf_release(&s.held);
    *size = s.size;
    return status;
}

static int copy_member(struct container *zip, struct container_out *out, struct error *err)
{
    char piece[PIECE];
    int64_t n;
    while ((n = container_read(zip, piece, sizeof piece, err)) > 0)
        if (container_out_add(out, piece, (size_t)n, err) < 0)
            return -1;
    return n < 0 ? -1 : 0;
}

static int copy_all(struct patching *p, const char *part, struct container *zip, struct container_out *out, struct error *err)
{
    struct container_member m = { .name = NULL };
    uint64_t size = 0, edited = 0;
    int got;
    if (part && (container_find(zip, part, err) < 0 || edit_member(p, zip, NULL, &edited, err) < 0))
        return -1;
    for (bool first = true; (got = container_next(zip, first, &m, err)) > 0; first = false) {
        bool is_part = part && container_same(m.name, part);
        if (container_out_member(out, m.name, is_part ? edited : m.size, m.time, err) < 0)
            return -1;
        if (is_part ? edit_member(p, zip, out, &size, err) < 0 : copy_member(zip, out, err) < 0)
            return -1;
    }
    return got < 0 ? -1 : container_out_end(out, err);
}

static int send_bytes(void *ctx, const char *p, size_t n, struct error *err)
{
    struct patching *patching = ctx;
    struct field field = { .text = { p, n } };
    struct record record = { .fields = &field, .n = 1 };
    patching->sent += n;
    return sink_record(patching->sink, &record, err);
}

static int send_file(struct patching *p, struct error *err)
{
    static const unsigned char none[DIGEST_SIZE];
    size_t tab = 0;
    if (p->patch->count > 0 && (find_tab(p, &tab, err) < 0 || find_edits(p, tab, err) < 0))
        return -1;
    struct container_out *out = container_out_new(send_bytes, p, err);
    int status = out ? copy_all(p, p->patch->count > 0 ? p->x->parts[tab] : NULL, p->x->zip, out, err) : -1;
    container_out_free(out);
    return status < 0 ? -1 : sink_end(p->sink, 0, 0, p->sent, none, err);
}

struct job {
    const struct xlsx_patch *patch;
    struct sheet_input input;
    uint64_t arrived; /* bytes */
};

static int produce(void *ctx, struct frame_sink *sink, struct error *err)
{
    const struct job *job = ctx;
    struct patching p = { .patch = job->patch, .err = err, .edits = BUF_INIT, .sink = sink };
    struct sheet_book *book = sheet_xlsx_open(&job->input, job->patch->path, err);
    p.x = (struct xlsx *)book;
    int status = book ? send_file(&p, err) : -1;
    buf_release(&p.edits);
    if (book)
        book->free(book);
    return status;
}

/* ---- the parent's side ---- */

static int take_frame(void *ctx, const struct frame *frame, struct error *err)
{
    struct job *job = ctx;
    const struct xlsx_patch *patch = job->patch;
    if (frame->type == FRAME_END && frame->u.end.bytes != job->arrived)
        return error_set(err, ERROR_INPUT, _("%s: the new workbook has not arrived whole; nothing was written"), patch->path);
    if (frame->type != FRAME_RECORD || frame->u.record.n != 1)
        return 0;
    struct span bytes = frame->u.record.fields[0].text;
    job->arrived += bytes.n;
    return patch->write(patch->ctx, bytes.p, bytes.n, err);
}

static bool is_stopped(void *ctx)
{
    const struct xlsx_patch *patch = ((const struct job *)ctx)->patch;
    return patch->stopped && patch->stopped(patch->stopped_ctx);
}

int xlsx_patch_write(const struct xlsx_patch *patch, struct error *err)
{
    struct source *source = source_open(patch->path, err);
    if (!source)
        return -1;
    struct job job = { .patch = patch, .input = { .fd = source_fd(source), .size = source_size(source), .file = SHEET_FILE_XLSX } };
    struct child_limits limits = child_limits_for(patch->path, job.input.fd, job.input.size);
    limits.memory = SHEET_MEMORY;
    struct child *child = child_start(patch->in_child ? CHILD_FORK : CHILD_CALL, produce, &job, &limits, err);
    int status = child ? child_run(child, take_frame, is_stopped, &job, err) : -1;
    child_free(child);
    source_free(source);
    return status;
}
