/* mapper/spool.c: see the header. A record is as short as it can be said with no packing to speak of: what is spooled is written, read and
 * copied between threads. It never leaves this process. */
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
    struct span cells[COLUMN_COUNT]; /* … and its cells, those of `present` */
    uint64_t present;
};

struct head { /* before each record; then the lengths, then the texts */
    uint64_t offset, present;
    const struct view_entry *entry;
    size_t bytes; /* of all of it, this head too */
    uint32_t line, count;
    unsigned char kind;
    bool kind_known, mapped;
};
_Static_assert(RULE_COUNT <= UINT8_MAX && COLUMN_COUNT < UINT8_MAX, "a byte holds a rule, and a column or none");

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

/* ---- one record as bytes ---- */

/* A length is one byte, or LONG and four; then come the bytes of all texts, one behind the other. */
#define ABSENT 254
#define LONG   255
#define LENGTH_MOST 5
#define FINDING_LENGTHS 4
#define FINDING_BYTES (5 + 2 * sizeof(uint64_t) + FINDING_LENGTHS * LENGTH_MOST)

static char *put_length(char *p, struct span s)
{
    if (!s.p || s.n < ABSENT) {
        *p = (char)(s.p ? (unsigned char)s.n : ABSENT);
        return p + 1;
    }
    uint32_t n = (uint32_t)s.n;
    *p++ = (char)LONG;
    memcpy(p, &n, sizeof n);
    return p + sizeof n;
}

static char *put_text(char *p, struct span s)
{
    if (s.n > 0)
        memcpy(p, s.p, s.n);
    return p + s.n;
}

/* Five bytes, the fingerprint and the money at risk, four lengths. */
static char *put_finding(char *p, const struct finding *f)
{
    *p++ = (char)f->rule;
    *p++ = (char)f->severity;
    *p++ = (char)f->column;
    *p++ = (char)f->fix_column;
    *p++ = (char)f->fix_safe;
    memcpy(p, &f->fingerprint, sizeof f->fingerprint);
    p += sizeof f->fingerprint;
    memcpy(p, &f->at_risk, sizeof f->at_risk);
    p += sizeof f->at_risk;
    p = put_length(p, f->local);
    p = put_length(p, f->expected);
    p = put_length(p, f->message);
    return put_length(p, f->fix_value);
}

static size_t text_bytes(const struct spool_record *record)
{
    size_t n = record->catalog_code.n;
    for (uint64_t rest = record->present; rest; rest &= rest - 1)
        n += record->cells[__builtin_ctzll(rest)].n;
    for (size_t i = 0; i < record->count; i++) {
        const struct finding *f = &record->findings[i];
        n += f->local.n + f->expected.n + f->message.n + f->fix_value.n;
    }
    return n;
}

static char *put_lengths(char *p, const struct spool_record *record)
{
    for (uint64_t rest = record->present; rest; rest &= rest - 1)
        p = put_length(p, record->cells[__builtin_ctzll(rest)]);
    p = put_length(p, record->catalog_code);
    for (size_t i = 0; i < record->count; i++)
        p = put_finding(p, &record->findings[i]);
    return p;
}

static char *put_texts(char *p, const struct spool_record *record)
{
    for (uint64_t rest = record->present; rest; rest &= rest - 1)
        p = put_text(p, record->cells[__builtin_ctzll(rest)]);
    p = put_text(p, record->catalog_code);
    for (size_t i = 0; i < record->count; i++) {
        const struct finding *f = &record->findings[i];
        p = put_text(put_text(put_text(put_text(p, f->local), f->expected), f->message), f->fix_value);
    }
    return p;
}

int spool_pack(struct buf *to, const struct spool_record *record, struct error *err)
{
    struct head head;
    memset(&head, 0, sizeof head); /* the padding too: the same input leaves the same bytes */
    head.offset = record->offset;
    head.present = record->present;
    head.entry = record->entry;
    head.line = record->line;
    head.count = (uint32_t)record->count;
    head.kind = (unsigned char)record->kind;
    head.kind_known = record->kind_known;
    head.mapped = record->mapped;
    size_t texts = text_bytes(record);
    size_t most = sizeof head + (COLUMN_COUNT + 1) * LENGTH_MOST + record->count * FINDING_BYTES + texts;
    if (texts > UINT32_MAX || record->count > UINT16_MAX)
        return error_memory(err);
    char *start = buf_room(to, most);
    if (!start)
        return error_memory(err);
    char *p = put_texts(put_lengths(start + sizeof head, record), record);
    head.bytes = (size_t)(p - start);
    memcpy(start, &head, sizeof head);
    to->n += head.bytes;
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

/* ---- and back ---- */

/* The length at *p, which moves behind it. What it is of points nowhere yet, but absent is told from empty. */
static struct span get_length(const char **p)
{
    unsigned char n = (unsigned char)*(*p)++;
    uint32_t length = n;
    if (n == ABSENT)
        return SPAN_NONE;
    if (n == LONG) {
        memcpy(&length, *p, sizeof length);
        *p += sizeof length;
    }
    return (struct span){ *p, length };
}

static const char *get_finding(const char *p, struct finding *f)
{
    f->rule = (enum rule)(unsigned char)*p++;
    f->severity = (enum severity)(unsigned char)*p++;
    f->column = (enum column)(unsigned char)*p++;
    f->fix_column = (enum column)(unsigned char)*p++;
    f->fix_safe = *p++ != 0;
    memcpy(&f->fingerprint, p, sizeof f->fingerprint);
    p += sizeof f->fingerprint;
    memcpy(&f->at_risk, p, sizeof f->at_risk);
    p += sizeof f->at_risk;
    f->local = get_length(&p);
    f->expected = get_length(&p);
    f->message = get_length(&p);
    f->fix_value = get_length(&p);
    return p;
}

/* The span of that length at *text, which moves behind it. Absent stays absent. */
static void point(struct span *s, const char **text)
{
    if (!s->p)
        return;
    s->p = *text;
    *text += s->n;
}

static void unpack(struct spool *s, const char *p, struct spool_record *out)
{
    for (uint64_t rest = out->present; rest; rest &= rest - 1)
        s->cells[__builtin_ctzll(rest)] = get_length(&p);
    out->catalog_code = get_length(&p);
    for (size_t i = 0; i < out->count; i++)
        p = get_finding(p, &out->findings[i]);
    for (uint64_t rest = out->present; rest; rest &= rest - 1)
        point(&s->cells[__builtin_ctzll(rest)], &p);
    point(&out->catalog_code, &p);
    for (size_t i = 0; i < out->count; i++) {
        struct finding *f = &out->findings[i];
        point(&f->local, &p);
        point(&f->expected, &p);
        point(&f->message, &p);
        point(&f->fix_value, &p);
    }
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
    size_t size = head.count * sizeof *out->findings;
    buf_clear(&s->found);
    struct finding *found = (void *)buf_room(&s->found, size + 1);
    if (!found)
        return error_memory(err);
    memset(found, 0, size);
    if (head.present != s->present) { /* hardly ever: the table has its columns */
        memset(s->cells, 0, sizeof s->cells);
        s->present = head.present;
    }
    *out = (struct spool_record){ .offset = head.offset, .line = head.line, .entry = head.entry, .kind = (enum kind)head.kind,
                                  .kind_known = head.kind_known, .mapped = head.mapped, .present = head.present,
                                  .cells = head.present ? s->cells : NULL, .findings = found, .count = head.count };
    unpack(s, s->buf.p + s->at + sizeof head, out);
    s->at += head.bytes;
    return 1;
}
