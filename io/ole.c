/* io/ole.c: header → sector table → folder → the sectors of one stream. Small streams lie, in small sectors with a table of their own, in the stream
 * of the folder's first entry. */
#include "io/ole.h"
#include "base/buf.h"
#include "base/i18n.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#define HEAD       512
#define IN_HEAD    109         /* sectors of the table that the header names */
#define ENTRY      128
#define LAST       0xFFFFFFFAu /* sectors from here on are none */
#define NAME_BYTES 64
#define NAME_MOST  64          /* bytes of a name with its end */
#define SMALL      4096        /* a shorter stream has no sectors of its own … */
#define SMALL_SIZE 64          /* … but these */

struct ole {
    int fd;
    uint64_t file_size;
    const char *name;
    uint32_t sector;     /* bytes of one */
    uint32_t sectors;    /* in the file */
    uint32_t folder;     /* its first sector */
    struct buf table;    /* uint32_t: which sector follows */
    uint32_t small_first; /* sector of the table of small sectors */
    struct buf small_table, host; /* that table; the sectors in which small ones lie */
    struct buf chain;    /* uint32_t: the sectors of the stream, */
    bool small;          /* small ones */
    uint64_t size;       /* of the stream */
};

static uint32_t u32(const char *p)
{
    const unsigned char *b = (const unsigned char *)p;
    return (uint32_t)b[0] | (uint32_t)b[1] << 8 | (uint32_t)b[2] << 16 | (uint32_t)b[3] << 24;
}

static unsigned u16(const char *p)
{
    return (unsigned char)p[0] | (unsigned)(unsigned char)p[1] << 8;
}

static int damaged(const struct ole *o, struct error *err)
{
    return error_set(err, ERROR_INPUT, _("%s: the old Office file is cut or damaged; copy it again, or open it in Excel and save it as XLSX"), o->name);
}

static int read_at(const struct ole *o, uint64_t at, char *p, size_t n, struct error *err)
{
    for (size_t got = 0; got < n;) {
        ssize_t more = pread(o->fd, p + got, n - got, (off_t)(at + got));
        if (more < 0 && errno == EINTR)
            continue;
        if (more < 0)
            return error_errno(err, ERROR_INPUT, errno, _("%s: cannot be read"), o->name);
        if (more == 0)
            return damaged(o, err);
        got += (size_t)more;
    }
    return 0;
}

static int read_sector(const struct ole *o, uint32_t sector, char *p, struct error *err)
{
    if (sector >= o->sectors)
        return damaged(o, err);
    return read_at(o, ((uint64_t)sector + 1) * o->sector, p, o->sector, err);
}

static uint32_t entry_of(const struct buf *table, size_t i)
{
    return i < table->n / 4 ? u32(table->p + i * 4) : LAST;
}

/* The chain that begins with `first`, into `chain`. */
static int follow(const struct ole *o, const struct buf *table, uint32_t first, struct buf *chain, struct error *err)
{
    buf_clear(chain);
    for (uint32_t sector = first; sector < LAST; sector = entry_of(table, sector)) {
        if (sector >= table->n / 4 || chain->n / 4 > table->n / 4)
            return damaged(o, err);
        const char bytes[4] = { (char)sector, (char)(sector >> 8), (char)(sector >> 16), (char)(sector >> 24) };
        buf_add(chain, bytes, sizeof bytes);
    }
    return buf_check(chain, err);
}

/* One sector of a table of sectors. */
static int add_table(struct ole *o, uint32_t sector, struct buf *table, struct error *err)
{
    if (table->n / 4 > o->sectors * (uint64_t)(o->sector / SMALL_SIZE)) /* it says of every sector already what follows */
        return 0;
    char *to = buf_room(table, o->sector);
    if (!to)
        return error_memory(err);
    if (read_sector(o, sector, to, err) < 0)
        return -1;
    table->n += o->sector;
    return 0;
}

/* Those that the header names, then those that further sectors name. */
static int read_table(struct ole *o, const char *head, struct error *err)
{
    char sector[4096];
    for (int i = 0; i < IN_HEAD; i++) {
        uint32_t at = u32(head + 76 + 4 * i);
        if (at < LAST && add_table(o, at, &o->table, err) < 0)
            return -1;
    }
    uint32_t more = u32(head + 68);
    for (uint32_t turns = 0; more < LAST; turns++) {
        if (turns > o->sectors || read_sector(o, more, sector, err) < 0)
            return turns > o->sectors ? damaged(o, err) : -1;
        for (uint32_t i = 0; i + 8 <= o->sector; i += 4) {
            uint32_t at = u32(sector + i);
            if (at < LAST && add_table(o, at, &o->table, err) < 0)
                return -1;
        }
        more = u32(sector + o->sector - 4);
    }
    return 0;
}

struct ole *ole_open(int fd, uint64_t size, const char *name, struct error *err)
{
    char head[HEAD];
    struct ole *o = calloc(1, sizeof *o);
    if (!o) {
        error_memory(err);
        return NULL;
    }
    *o = (struct ole){ .fd = fd, .file_size = size, .name = name, .table = BUF_INIT, .small_table = BUF_INIT, .host = BUF_INIT, .chain = BUF_INIT };
    int status = read_at(o, 0, head, sizeof head, err);
    unsigned shift = status == 0 ? (unsigned char)head[30] : 0;
    if (status == 0 && shift != 9 && shift != 12)
        status = damaged(o, err);
    if (status == 0) {
        o->sector = 1u << shift;
        uint64_t sectors = (size + o->sector - 1) / o->sector; /* the header takes the place of the first one; the last may be short */
        o->sectors = sectors > LAST ? LAST : sectors > 0 ? (uint32_t)sectors - 1 : 0;
        o->folder = u32(head + 48);
        o->small_first = u32(head + 60);
        status = read_table(o, head, err);
    }
    if (status == 0)
        return o;
    ole_free(o);
    return NULL;
}

void ole_free(struct ole *o)
{
    if (!o)
        return;
    buf_release(&o->table);
    buf_release(&o->small_table);
    buf_release(&o->host);
    buf_release(&o->chain);
    free(o);
}

static bool has_name(const char *entry, const char *name)
{
    size_t n = strlen(name);
    if (u16(entry + NAME_BYTES) != 2 * (n + 1))
        return false;
    for (size_t i = 0; i < n; i++)
        if (entry[2 * i] != name[i] || entry[2 * i + 1])
            return false;
    return true;
}

/* 1: its entry is in `out`. All are looked at: libfreexl, which reads them after us, believes the length that each says of its name, and so reads beyond
 * what it has. */
static int find(struct ole *o, const char *name, char out[ENTRY], struct error *err)
{
    char sector[4096];
    int found = 0;
    if (follow(o, &o->table, o->folder, &o->chain, err) < 0)
        return -1;
    for (size_t i = 0; i < o->chain.n / 4; i++) {
        if (read_sector(o, entry_of(&o->chain, i), sector, err) < 0)
            return -1;
        for (uint32_t e = 0; e < o->sector; e += ENTRY) {
            if (u16(sector + e + NAME_BYTES) > NAME_MOST)
                return damaged(o, err);
            if (!found && has_name(sector + e, name)) {
                memcpy(out, sector + e, ENTRY);
                found = 1;
            }
        }
    }
    return found;
}

int ole_has(struct ole *o, const char *name, struct error *err)
{
    char entry[ENTRY];
    return find(o, name, entry, err);
}

/* What small streams need: their table, and the sectors in which they lie. */
static int read_small(struct ole *o, struct error *err)
{
    char root[ENTRY];
    if (o->small_table.n > 0)
        return 0;
    int got = find(o, "Root Entry", root, err);
    if (got == 0)
        return damaged(o, err);
    if (got < 0 || follow(o, &o->table, u32(root + 116), &o->host, err) < 0 || follow(o, &o->table, o->small_first, &o->chain, err) < 0)
        return -1;
    for (size_t i = 0; i < o->chain.n / 4; i++)
        if (add_table(o, entry_of(&o->chain, i), &o->small_table, err) < 0)
            return -1;
    return 0;
}

int ole_stream(struct ole *o, const char *name, struct error *err)
{
    char entry[ENTRY];
    int got = find(o, name, entry, err);
    if (got <= 0)
        return got;
    o->size = u32(entry + 120);
    o->small = o->size < SMALL;
    if (o->small && read_small(o, err) < 0)
        return -1;
    if (follow(o, o->small ? &o->small_table : &o->table, u32(entry + 116), &o->chain, err) < 0)
        return -1;
    return o->size > o->chain.n / 4 * (o->small ? SMALL_SIZE : o->sector) ? damaged(o, err) : 1;
}

int64_t ole_read(struct ole *o, uint64_t offset, char *p, size_t n, struct error *err)
{
    const uint32_t unit = o->small ? SMALL_SIZE : o->sector;
    size_t got = 0;
    while (got < n && offset + got < o->size) {
        uint64_t at = offset + got;
        uint32_t inside = (uint32_t)(at % unit), step = unit - inside;
        uint64_t place = (uint64_t)entry_of(&o->chain, (size_t)(at / unit)) * unit + inside; /* in the file behind its head, or in the host */
        if (o->small)
            place = (uint64_t)entry_of(&o->host, (size_t)(place / o->sector)) * o->sector + place % o->sector;
        if (step > n - got)
            step = (uint32_t)(n - got);
        if (step > o->size - at)
            step = (uint32_t)(o->size - at);
        if (read_at(o, o->sector + place, p + got, step, err) < 0)
            return -1;
        got += step;
    }
    return (int64_t)got;
}

uint64_t ole_size(const struct ole *o)
{
    return o->size;
}
