/* io/unpack_zip.c: ZIP from front to back: each member behind its own header, then the directory, which must say the same of each: what one program
 * would read and another one not is no archive to be trusted. Members cannot share bytes. It must never seek. */
#include "io/unpack_run.h"
#include "base/i18n.h"

#include <zlib.h>

#define LOCAL      0x04034b50u
#define CENTRAL    0x02014b50u
#define END        0x06054b50u
#define END64      0x06064b50u
#define LOCATOR64  0x07064b50u
#define DESCRIPTOR 0x08074b50u

#define FLAG_ENCRYPTED  0x0001u
#define FLAG_DESCRIPTOR 0x0008u
#define FLAG_STRONG     0x2040u /* strong encryption; of the directory too */
#define FLAG_UTF8       0x0800u

static uint16_t get16(const char *p)
{
    const unsigned char *b = (const unsigned char *)p;
    return (uint16_t)(b[0] | b[1] << 8);
}
static uint32_t get32(const char *p)
{
    return get16(p) | (uint32_t)get16(p + 2) << 16;
}
static uint64_t get64(const char *p)
{
    return get32(p) | (uint64_t)get32(p + 4) << 32;
}

/* Exactly n bytes of the archive. */
static int get(struct unpack *u, char *p, uint64_t n, struct error *err)
{
    int got = stream_read_all(&u->raw, p, n, err);
    return got > 0 ? 0 : got < 0 ? -1 : unpack_cut(u, err);
}

static int contradiction(struct unpack *u, struct error *err)
{
    return error_set(err, ERROR_INPUT, _("%s: the archive contradicts itself: its directory does not say what stands in it; fetch it again, or pack the files again"),
                     source_name(u->source));
}

/* ---- fields of 8 bytes ---- */

/* Of each field that has all its bits set in the header, the extra field 1 holds the true value, in this order. false: it does not. */
static bool take_zip64(struct span extras, uint64_t *fields[], size_t n)
{
    struct span found = SPAN_NONE;
    while (extras.n >= 4) {
        size_t size = get16(extras.p + 2);
        if (size > extras.n - 4)
            break;
        if (get16(extras.p) == 1)
            found = (struct span){ extras.p + 4, size };
        extras = (struct span){ extras.p + 4 + size, extras.n - 4 - size };
    }
    for (size_t i = 0; i < n; i++) {
        if (*fields[i] != UINT32_MAX)
            continue;
        if (!found.p)
            return true; /* a value that is what it seems: 4 GiB - 1 */
        if (found.n < 8)
            return false;
        *fields[i] = get64(found.p);
        found = (struct span){ found.p + 8, found.n - 8 };
    }
    return true;
}

/* ---- the header before a member ---- */

static int unknown_method(struct unpack *u, unsigned method, struct error *err)
{
    return error_set(err, ERROR_INPUT, _("%s: is packed in a way that is not read (method %u%s); pack it again as an ordinary ZIP (Deflate), or unpack it"),
                     u->shown.p, method, method == 9 ? ", Deflate64" : "");
}

static int start_member(struct unpack *u, const struct zip_entry *e, struct error *err)
{
    static const struct {
        uint16_t method;
        enum packing packing;
    } methods[] = { { 0, PACKING_NONE }, { 8, PACKING_DEFLATE }, { 12, PACKING_BZIP2 }, { 93, PACKING_ZSTD }, { 95, PACKING_XZ } };
    struct zip *z = &u->zip;
    if (z->flags & (FLAG_ENCRYPTED | FLAG_STRONG) || e->method == 99)
        return error_set(err, ERROR_INPUT, _("%s: is protected by a password; unpack the archive with it, and give what was in it"), u->shown.p);
    for (size_t i = 0; i < sizeof methods / sizeof *methods; i++) {
        if (methods[i].method != e->method)
            continue;
        if (methods[i].packing == PACKING_NONE)
            return 0;
        z->inflater = inflater_new(methods[i].packing, err);
        return z->inflater ? 0 : -1;
    }
    return unknown_method(u, e->method, err);
}

static int add_entry(struct zip *z, const struct zip_entry *e, struct error *err)
{
    if (z->count == z->cap) {
        size_t cap = z->cap ? z->cap * 2 : 16;
        struct zip_entry *p = realloc(z->entries, cap * sizeof *p);
        if (!p)
            return error_memory(err);
        z->entries = p;
        z->cap = cap;
    }
    z->entries[z->count++] = *e;
    return 0;
}

static int take_local(struct unpack *u, struct member_header *h, struct error *err)
{
    struct zip *z = &u->zip;
    char head[30];
    struct zip_entry e = { .offset = u->raw.position };
    if (get(u, head, sizeof head, err) < 0)
        return -1;
    size_t name_n = get16(head + 26), extra_n = get16(head + 28);
    z->flags = get16(head + 6);
    e.method = get16(head + 8);
    e.crc = get32(head + 14);
    e.packed = get32(head + 18);
    e.size = get32(head + 22);
    buf_clear(&z->names);
    char *names = buf_room(&z->names, name_n + extra_n + 1);
    if (!names)
        return error_memory(err);
    if (get(u, names, name_n + extra_n, err) < 0)
        return -1;
    h->name = (struct span){ names, name_n };
    h->is_utf8 = z->flags & FLAG_UTF8;
    h->kind = name_n && (names[name_n - 1] == '/' || names[name_n - 1] == '\\') ? MEMBER_DIRECTORY : MEMBER_FILE;
    e.name_hash = hash_bytes(names, name_n);
    if (!take_zip64((struct span){ names + name_n, extra_n }, (uint64_t *[]){ &e.size, &e.packed }, 2))
        return unpack_damaged(u, err);
    bool open = (z->flags & FLAG_DESCRIPTOR) && e.packed == 0;
    z->left = open ? UINT64_MAX : e.packed;
    z->given = 0;
    z->crc = (uint32_t)crc32(0, NULL, 0);
    z->inflated = false;
    return add_entry(z, &e, err) < 0 ? -1 : 1;
}

/* ---- its bytes ---- */

/* The record behind a member whose header could not say it all: a signature that may lack, checksum, two sizes of 4 or 8 bytes. Which form it
 * has shows by the values alone; the one of 8 bytes is tried first. */
static size_t descriptor_bytes(const struct zip *z, uint64_t packed, struct span there)
{
    size_t signature = there.n >= 4 && get32(there.p) == DESCRIPTOR ? 4 : 0;
    const char *p = there.p + signature;
    size_t n = there.n - signature;
    if (n >= 20 && get32(p) == z->crc && get64(p + 4) == packed && get64(p + 12) == z->given)
        return signature + 20;
    if (n >= 12 && get32(p) == z->crc && get32(p + 4) == (uint32_t)packed && get32(p + 8) == (uint32_t)z->given)
        return signature + 12;
    return 0;
}

/* The member ended: its sizes and its checksum are right, and known from now on. */
static int end_member(struct unpack *u, uint64_t packed, struct error *err)
{
    struct zip *z = &u->zip;
    struct zip_entry *e = &z->entries[z->count - 1];
    if (z->flags & FLAG_DESCRIPTOR) {
        if (stream_need(&u->raw, 24, err) < 0)
            return -1;
        size_t n = descriptor_bytes(z, packed, stream_there(&u->raw));
        if (n == 0)
            return stream_there(&u->raw).n < 24 ? unpack_cut(u, err) : unpack_damaged(u, err); /* the directory alone is longer */
        stream_take(&u->raw, n);
        e->crc = z->crc;
        e->packed = packed;
        e->size = z->given;
    }
    return z->crc == e->crc && z->given == e->size && packed == e->packed ? 0 : unpack_damaged(u, err);
}

/* How much of what is there are bytes of a stored member whose end shows only by the record behind it. 0: it is there; -1. */
static int64_t stored_until_descriptor(struct unpack *u, struct error *err)
{
    if (stream_need(&u->raw, 24, err) < 0)
        return -1;
    struct span there = stream_there(&u->raw);
    if (there.n >= 16 && get32(there.p) == DESCRIPTOR && descriptor_bytes(&u->zip, u->zip.given, there) > 0)
        return 0;
    if (there.n < 24)
        return unpack_cut(u, err);
    const char *next = memchr(there.p + 1, 'P', there.n - 1);
    return next ? next - there.p : (int64_t)there.n;
}

static int64_t read_stored(struct unpack *u, char *p, size_t n, struct error *err)
{
    struct zip *z = &u->zip;
    int64_t most = z->left != UINT64_MAX ? (int64_t)(z->left < n ? z->left : n) : stored_until_descriptor(u, err);
    if (most <= 0)
        return most;
    int64_t got = stream_read(&u->raw, p, (size_t)most < n ? (size_t)most : n, err);
    if (got <= 0)
        return got < 0 ? -1 : unpack_cut(u, err);
    if (z->left != UINT64_MAX)
        z->left -= (uint64_t)got;
    return got;
}

int64_t zip_read(struct unpack *u, char *p, size_t n, struct error *err)
{
    struct zip *z = &u->zip;
    int64_t got = 0;
    if (z->inflater && !z->inflated) {
        got = unpack_inflate(u, &u->raw, &z->left, z->inflater, p, n, &z->inflated, err);
        if (got == 0 && z->left != 0 && z->left != UINT64_MAX)
            return unpack_damaged(u, err);
    } else if (!z->inflater)
        got = read_stored(u, p, n, err);
    if (got < 0)
        return -1;
    if (got > 0) {
        z->given += (uint64_t)got;
        z->crc = (uint32_t)crc32_z(z->crc, (const Bytef *)p, (size_t)got);
        return got;
    }
    inflater_free(z->inflater);
    z->inflater = NULL;
    return end_member(u, u->raw.position - z->begin, err);
}

/* ---- the directory ---- */

static struct zip_entry *entry_at(struct zip *z, uint64_t offset)
{
    size_t low = 0, high = z->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (z->entries[middle].offset < offset)
            low = middle + 1;
        else
            high = middle;
    }
    return low < z->count && z->entries[low].offset == offset ? &z->entries[low] : NULL;
}

/* What Unix says of a file stands only here: a link, a device … */
static bool is_no_file(const char *head)
{
    uint32_t mode = get32(head + 38) >> 16 & 0170000;
    return (unsigned char)head[5] == 3 && mode && mode != 0100000 && mode != 0040000;
}

static int take_central(struct unpack *u, struct error *err)
{
    struct zip *z = &u->zip;
    char head[46];
    if (get(u, head, sizeof head, err) < 0)
        return -1;
    size_t name_n = get16(head + 28), extra_n = get16(head + 30);
    uint64_t packed = get32(head + 20), size = get32(head + 24), offset = get32(head + 42);
    buf_clear(&z->names);
    char *names = buf_room(&z->names, name_n + extra_n + 1);
    if (!names)
        return error_memory(err);
    if (get(u, names, name_n + extra_n, err) < 0 || get(u, NULL, get16(head + 32), err) < 0)
        return -1;
    if (!take_zip64((struct span){ names + name_n, extra_n }, (uint64_t *[]){ &size, &packed, &offset }, 3))
        return contradiction(u, err);
    struct zip_entry *e = entry_at(z, offset);
    if (!e || e->listed || e->packed != packed || e->size != size || e->crc != get32(head + 16) || e->method != get16(head + 10) ||
        e->name_hash != hash_bytes(names, name_n))
        return contradiction(u, err);
    e->listed = true;
    if (!is_no_file(head))
        return 0;
    if (unpack_take_name(u, (struct span){ names, name_n }, get16(head + 8) & FLAG_UTF8, err) < 0)
        return -1;
    return unpack_link(u, err);
}

/* The records at the end: what they count must be what was read. */
static int take_end(struct unpack *u, uint64_t begin, uint64_t end, struct error *err)
{
    struct zip *z = &u->zip;
    char head[56];
    bool large = false;
    if (get(u, head, 4, err) < 0)
        return -1;
    if (get32(head) == END64) {
        large = true;
        if (get(u, head + 4, sizeof head - 4, err) < 0)
            return -1;
        if (get64(head + 4) < 44 || get64(head + 4) > 65536 || get64(head + 32) != z->count || get64(head + 40) != end - begin || get64(head + 48) != begin)
            return contradiction(u, err);
        if (get(u, NULL, get64(head + 4) - 44, err) < 0 || get(u, head, 20, err) < 0)
            return -1;
        if (get32(head) != LOCATOR64 || get64(head + 8) != end)
            return contradiction(u, err);
        if (get(u, head, 4, err) < 0)
            return -1;
    }
    if (get32(head) != END)
        return contradiction(u, err);
    if (get(u, head + 4, 18, err) < 0)
        return -1;
    uint16_t count = get16(head + 10);
    uint32_t size = get32(head + 12), at = get32(head + 16);
    bool good = (count == z->count || (large && count == UINT16_MAX)) && (size == end - begin || (large && size == UINT32_MAX)) &&
                (at == begin || (large && at == UINT32_MAX));
    return good ? get(u, NULL, get16(head + 20), err) : contradiction(u, err);
}

static int take_directory(struct unpack *u, struct error *err)
{
    struct zip *z = &u->zip;
    uint64_t begin = u->raw.position;
    int more;
    buf_clear(&u->shown);
    while ((more = stream_need(&u->raw, 4, err)) > 0 && get32(stream_there(&u->raw).p) == CENTRAL)
        if (take_central(u, err) < 0)
            return -1;
    if (more <= 0)
        return more < 0 ? -1 : unpack_cut(u, err);
    for (size_t i = 0; i < z->count; i++)
        if (!z->entries[i].listed)
            return contradiction(u, err);
    if (take_end(u, begin, u->raw.position, err) < 0)
        return -1;
    int blank = stream_is_blank(&u->raw, err);
    return blank > 0 ? 0
           : blank < 0 ? -1
                       : error_set(err, ERROR_INPUT, _("%s: behind the end of the archive stands something else; fetch or pack the file again"), source_name(u->source));
}

int zip_next(struct unpack *u, struct member_header *h, struct error *err)
{
    int more = stream_need(&u->raw, 4, err);
    if (more <= 0)
        return more < 0 ? -1 : unpack_cut(u, err);
    uint32_t signature = get32(stream_there(&u->raw).p);
    if (signature == LOCAL)
        return take_local(u, h, err);
    if (signature == CENTRAL || signature == END || signature == END64)
        return take_directory(u, err);
    return unpack_damaged(u, err);
}

int zip_start(struct unpack *u, struct error *err)
{
    u->zip.begin = u->raw.position;
    return start_member(u, &u->zip.entries[u->zip.count - 1], err);
}

void zip_release(struct zip *z)
{
    inflater_free(z->inflater);
    buf_release(&z->names);
    free(z->entries);
    *z = (struct zip){ .names = BUF_INIT };
}
