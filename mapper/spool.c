/* mapper/spool.c: see the header. Records are the structs themselves, spans as lengths with their bytes behind: they never
 * leave this process. */
#include "mapper/spool.h"
#include "base/i18n.h"
#include "base/temp.h"

#include <errno.h>
#include <unistd.h>

#define MEMORY_DEFAULT ((size_t)4 << 20)

struct spool {
    const char *temp_dir;
    size_t memory;
    struct buf buf;  /* writing: what is not in the file yet; reading: a window */
    size_t at;       /* reading: position in buf */
    int fd;          /* -1: nothing spilled */
    struct buf found; /* reading: the findings of the record */
    struct span cells[COLUMN_COUNT]; /* … and its cells */
};

struct head { /* before each record */
    size_t bytes;    /* of all of it, this head too; a multiple of 8 */
    struct spool_record record;
};

struct spool *spool_new(const char *temp_dir, size_t memory, struct error *err)
{
    struct spool *s = calloc(1, sizeof *s);
    if (!s) {
        error_memory(err);
        return NULL;
    }
    s->temp_dir = temp_dir ? temp_dir : "/tmp";
    s->memory = memory ? memory : MEMORY_DEFAULT;
    s->fd = -1;
    buf_init(&s->buf);
    buf_init(&s->found);
    return s;
}

void spool_free(struct spool *s)
{
    if (!s)
        return;
    if (s->fd >= 0)
        close(s->fd);
    buf_release(&s->buf);
    buf_release(&s->found);
    free(s);
}

static int spill(struct spool *s, struct error *err)
{
    if (s->fd < 0 && (s->fd = temp_open(s->temp_dir, err)) < 0)
        return -1;
    if (temp_write(s->fd, s->temp_dir, s->buf.p, s->buf.n, err) < 0)
        return -1;
    buf_clear(&s->buf);
    return 0;
}

#define ABSENT UINT32_MAX

/* The lengths of the cells, then their bytes. */
static void pack_cells(struct buf *to, const struct spool_record *record)
{
    uint32_t lengths[COLUMN_COUNT];
    size_t n = 0, bytes = 0;
    for (uint64_t rest = record->present; rest; rest &= rest - 1) {
        struct span cell = record->cells[__builtin_ctzll(rest)];
        lengths[n++] = cell.p ? (uint32_t)cell.n : ABSENT;
        bytes += cell.n;
    }
    buf_add(to, lengths, n * sizeof *lengths);
    char *p = buf_room(to, bytes + 1);
    if (!p)
        return;
    for (uint64_t rest = record->present; rest; rest &= rest - 1) {
        struct span cell = record->cells[__builtin_ctzll(rest)];
        if (cell.n > 0)
            memcpy(p, cell.p, cell.n);
        p += cell.n;
    }
    to->n += bytes;
}

/* The cells at *text, which moves behind them. */
static void unpack_cells(struct spool *s, struct spool_record *record, const char **text)
{
    const char *lengths = *text;
    *text += (size_t)__builtin_popcountll(record->present) * sizeof(uint32_t);
    memset(s->cells, 0, sizeof s->cells);
    for (uint64_t rest = record->present; rest; rest &= rest - 1) {
        uint32_t n;
        memcpy(&n, lengths, sizeof n);
        lengths += sizeof n;
        if (n == ABSENT)
            continue;
        s->cells[__builtin_ctzll(rest)] = (struct span){ *text, n };
        *text += n;
    }
    record->cells = record->present ? s->cells : NULL;
}

int spool_pack(struct buf *to, const struct spool_record *record, struct error *err)
{
    size_t start = to->n;
    struct head head = { .bytes = 0 };
    memcpy(&head.record, record, sizeof *record);
    buf_add(to, &head, sizeof head);
    buf_add(to, record->findings, record->count * sizeof *record->findings);
    pack_cells(to, record);
    buf_addspan(to, record->catalog_code);
    for (size_t i = 0; i < record->count; i++) {
        const struct finding *f = &record->findings[i];
        buf_addspan(to, f->local);
        buf_addspan(to, f->expected);
        buf_addspan(to, f->message);
        buf_addspan(to, f->fix_value);
    }
    while ((to->n - start) % 8 != 0 && !to->failed)
        buf_addc(to, '\0');
    if (buf_check(to, err) < 0)
        return -1;
    size_t bytes = to->n - start;
    memcpy(to->p + start + offsetof(struct head, bytes), &bytes, sizeof bytes);
    return 0;
}

static int spill_if_full(struct spool *s, struct error *err)
{
    return s->buf.n >= s->memory ? spill(s, err) : 0;
}

int spool_add(struct spool *s, const struct spool_record *record, struct error *err)
{
    return spool_pack(&s->buf, record, err) < 0 ? -1 : spill_if_full(s, err);
}

int spool_add_packed(struct spool *s, struct span packed, struct error *err)
{
    buf_addspan(&s->buf, packed);
    return buf_check(&s->buf, err) < 0 ? -1 : spill_if_full(s, err);
}

int spool_rewind(struct spool *s, struct error *err)
{
    s->at = 0;
    if (s->fd < 0)
        return 0; /* all of it is in the buffer */
    if (spill(s, err) < 0)
        return -1;
    if (lseek(s->fd, 0, SEEK_SET) < 0)
        return error_errno(err, ERROR_STORE, errno, _("a temporary file in %s cannot be read"), s->temp_dir);
    return 0;
}

/* At least n bytes of what is to come into the buffer at s->at: 1, 0 at the end, -1. */
static int want(struct spool *s, size_t n, struct error *err)
{
    if (s->fd < 0 || s->buf.n - s->at >= n)
        return s->buf.n - s->at >= n;
    if (s->at > 0)
        memmove(s->buf.p, s->buf.p + s->at, s->buf.n - s->at);
    s->buf.n -= s->at;
    s->at = 0;
    size_t window = n > 262144 ? n : 262144;
    char *to = buf_room(&s->buf, window);
    if (!to)
        return error_memory(err);
    while (s->buf.n < n) {
        ssize_t got = read(s->fd, s->buf.p + s->buf.n, window - s->buf.n);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return error_errno(err, ERROR_STORE, errno, _("a temporary file in %s cannot be read"), s->temp_dir);
        if (got == 0)
            return 0;
        s->buf.n += (size_t)got;
    }
    return 1;
}

/* The span of that length at *text, which moves behind it. Absent stays absent. */
static void point(struct span *s, const char **text)
{
    if (!s->p)
        return;
    s->p = *text;
    *text += s->n;
}

int spool_next(struct spool *s, struct spool_record *out, struct error *err)
{
    struct head head;
    int got = want(s, sizeof head, err);
    if (got <= 0)
        return got;
    memcpy(&head, s->buf.p + s->at, sizeof head);
    got = want(s, head.bytes, err);
    if (got <= 0)
        return got;
    *out = head.record;
    size_t size = out->count * sizeof *out->findings;
    const char *text = s->buf.p + s->at + sizeof head;
    buf_clear(&s->found);
    buf_add(&s->found, text, size);
    if (buf_check(&s->found, err) < 0)
        return -1;
    out->findings = (struct finding *)(void *)s->found.p;
    text += size;
    unpack_cells(s, out, &text);
    point(&out->catalog_code, &text);
    for (size_t i = 0; i < out->count; i++) {
        struct finding *f = &out->findings[i];
        point(&f->local, &text);
        point(&f->expected, &text);
        point(&f->message, &text);
        point(&f->fix_value, &text);
    }
    s->at += head.bytes;
    return 1;
}
