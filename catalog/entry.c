/* catalog/entry.c: the canonical bytes of an entry, and back.
 *
 * One byte for the kind, then items in rising order of their tags: tag, length, bytes. What is absent has no item. These bytes
 * are hashed and stored: a tag, once given, keeps its meaning for ever. */
#include "catalog/entry.h"
#include "base/i18n.h"
#include <stdalign.h>

enum tag {
    /* 1..63: texts, below */
    TAG_PACK_QUANTITY = 64,
    TAG_PAY_CLASS,
    TAG_INACTIVE,
    TAG_LIMIT_LEVEL,
    TAG_LIMIT_AGE_MIN,
    TAG_LIMIT_AGE_MAX,
    TAG_LIMIT_SEX,
    TAG_LIMIT_VISIT,
    TAG_LIMIT_APPROVAL,
    TAG_VALID_FROM,
    TAG_VALID_TO,
    TAG_AGREEMENT_FROM,
    TAG_AGREEMENT_TO,
    /* these repeat */
    TAG_ALIAS = 96,
    TAG_APPROVALS,
    TAG_CEILING,
    TAG_SELF_PAY,
    TAG_SUCCESSOR,
};

/* Tags of the texts: code and name first, since the store keeps them apart. */
#define TEXT_TAGS 29
static const enum entry_text text_of_tag[TEXT_TAGS] = { /* [0]: not used */
    [1] = ENTRY_CODE, [2] = ENTRY_NAME, [3] = ENTRY_GENERIC, [4] = ENTRY_BRAND, [5] = ENTRY_FORM,
    [6] = ENTRY_SPEC, [7] = ENTRY_PACK, [8] = ENTRY_DOSE_UNIT, [9] = ENTRY_PACK_UNIT, [10] = ENTRY_UNIT,
    [11] = ENTRY_MANUFACTURER, [12] = ENTRY_HOLDER, [13] = ENTRY_REPACKER, [14] = ENTRY_APPROVAL,
    [15] = ENTRY_STANDARD_CODE, [16] = ENTRY_CATEGORY, [17] = ENTRY_LIST_TYPE, [18] = ENTRY_POLICY_CODE,
    [19] = ENTRY_LOCAL_CODE, [20] = ENTRY_FLAGS, [21] = ENTRY_ADDON_OF, [22] = ENTRY_MODEL,
    [23] = ENTRY_MATERIAL, [24] = ENTRY_REGISTRATION, [25] = ENTRY_RESTRICTION, [26] = ENTRY_CONTENT,
    [27] = ENTRY_EXCLUSIONS, [28] = ENTRY_NOTE,
};
_Static_assert(ENTRY_TEXT_COUNT == TEXT_TAGS - 1, "a new text needs a tag");

void entry_init(struct entry *e, enum kind kind)
{
    *e = (struct entry){ .kind = kind, .pack_quantity = AMOUNT_NONE, .limit_level = -1, .limit_age_min = -1,
                         .limit_age_max = -1, .limit_approval = -1 };
}

/* ---- packing ---- */

/* Room of 10 bytes at p is enough. The bytes written. */
static size_t put_varint(unsigned char *p, uint64_t v)
{
    size_t n = 0;
    for (; v >= 0x80; v >>= 7)
        p[n++] = (unsigned char)(v | 0x80);
    p[n++] = (unsigned char)v;
    return n;
}

static uint64_t zigzag(int64_t v) { return ((uint64_t)v << 1) ^ (v < 0 ? UINT64_MAX : 0); }
static int64_t unzigzag(uint64_t v) { return (int64_t)(v >> 1) ^ -(int64_t)(v & 1); }

static void pack_bytes(struct buf *out, unsigned tag, struct span s)
{
    char *room = buf_room(out, 11 + s.n);
    if (!room)
        return;
    room[0] = (char)tag;
    size_t n = 1 + put_varint((unsigned char *)room + 1, s.n);
    if (s.n)
        memcpy(room + n, s.p, s.n);
    out->n += n + s.n;
}

static void pack_number(struct buf *out, unsigned tag, int64_t v)
{
    unsigned char bytes[10];
    pack_bytes(out, tag, (struct span){ (const char *)bytes, put_varint(bytes, zigzag(v)) });
}

static int cmp_int(int64_t a, int64_t b) { return (a > b) - (a < b); }
static int cmp_text(struct span a, struct span b)
{
    return a.p && b.p ? span_cmp(a, b) : (a.p != NULL) - (b.p != NULL);
}

static int cmp_ceiling(const void *va, const void *vb)
{
    const struct ceiling *a = va, *b = vb;
    int c = cmp_int(a->type, b->type);
    c = c ? c : cmp_int(a->level, b->level);
    c = c ? c : cmp_int(a->ownership, b->ownership);
    return c ? c : cmp_int(a->yuan, b->yuan);
}

static int cmp_self_pay(const void *va, const void *vb)
{
    const struct self_pay *a = va, *b = vb;
    int c = cmp_text(a->scheme, b->scheme);
    return c ? c : cmp_int(a->share, b->share);
}

static int cmp_successor(const void *va, const void *vb)
{
    const struct successor *a = va, *b = vb;
    int c = span_cmp(a->old_code, b->old_code);
    c = c ? c : span_cmp(a->new_code, b->new_code);
    return c ? c : cmp_int(a->type, b->type);
}

/* The items in order: themselves where they are sorted, else a copy in *copy that the caller frees. NULL: no memory. */
static const void *sorted(const void *items, size_t n, size_t size, int (*cmp)(const void *, const void *), void **copy)
{
    *copy = NULL;
    if (!n)
        return ""; /* anything: nobody looks */
    bool is = true;
    for (size_t i = 1; is && i < n; i++)
        is = cmp((const char *)items + (i - 1) * size, (const char *)items + i * size) <= 0;
    if (is)
        return items;
    *copy = malloc(n * size);
    if (*copy) {
        memcpy(*copy, items, n * size);
        qsort(*copy, n, size, cmp);
    }
    return *copy;
}

static void pack_ceilings(const struct entry *e, struct buf *out)
{
    void *copy;
    const struct ceiling *c = sorted(e->ceilings, e->ceiling_count, sizeof *c, cmp_ceiling, &copy);
    if (!c)
        out->failed = true;
    for (size_t i = 0; c && i < e->ceiling_count; i++) {
        unsigned char b[32];
        size_t n = 0;
        b[n++] = (unsigned char)c[i].type;
        b[n++] = (unsigned char)c[i].level;
        b[n++] = (unsigned char)c[i].ownership;
        n += put_varint(b + n, zigzag(c[i].yuan));
        pack_bytes(out, TAG_CEILING, (struct span){ (const char *)b, n });
    }
    free(copy);
}

static void pack_self_pays(const struct entry *e, struct buf *out)
{
    void *copy;
    const struct self_pay *c = sorted(e->self_pays, e->self_pay_count, sizeof *c, cmp_self_pay, &copy);
    if (!c)
        out->failed = true;
    for (size_t i = 0; c && i < e->self_pay_count; i++) { /* share, then the scheme behind a mark that there is one */
        char *room = buf_room(out, 32 + c[i].scheme.n);
        if (!room)
            break;
        unsigned char b[12];
        size_t n = put_varint(b, zigzag(c[i].share));
        size_t all = n + (c[i].scheme.p ? 1 + c[i].scheme.n : 0);
        unsigned char *p = (unsigned char *)room;
        *p++ = TAG_SELF_PAY;
        p += put_varint(p, all);
        memcpy(p, b, n);
        p += n;
        if (c[i].scheme.p) {
            *p++ = 1;
            if (c[i].scheme.n)
                memcpy(p, c[i].scheme.p, c[i].scheme.n);
            p += c[i].scheme.n;
        }
        out->n += (size_t)(p - (unsigned char *)room);
    }
    free(copy);
}

static void pack_successors(const struct entry *e, struct buf *out)
{
    void *copy;
    const struct successor *c = sorted(e->successors, e->successor_count, sizeof *c, cmp_successor, &copy);
    if (!c)
        out->failed = true;
    for (size_t i = 0; c && i < e->successor_count; i++) { /* type, length of the old code, old code, new code */
        char *room = buf_room(out, 32 + c[i].old_code.n + c[i].new_code.n);
        if (!room)
            break;
        unsigned char b[12];
        b[0] = (unsigned char)c[i].type;
        size_t n = 1 + put_varint(b + 1, c[i].old_code.n);
        unsigned char *p = (unsigned char *)room;
        *p++ = TAG_SUCCESSOR;
        p += put_varint(p, n + c[i].old_code.n + c[i].new_code.n);
        memcpy(p, b, n);
        p += n;
        if (c[i].old_code.n)
            memcpy(p, c[i].old_code.p, c[i].old_code.n);
        p += c[i].old_code.n;
        if (c[i].new_code.n)
            memcpy(p, c[i].new_code.p, c[i].new_code.n);
        p += c[i].new_code.n;
        out->n += (size_t)(p - (unsigned char *)room);
    }
    free(copy);
}

void entry_pack(const struct entry *e, struct buf *out)
{
    const struct {
        unsigned tag;
        int64_t value, none;
    } numbers[] = {
        { TAG_PACK_QUANTITY, e->pack_quantity, AMOUNT_NONE }, { TAG_PAY_CLASS, e->pay_class, 0 },
        { TAG_INACTIVE, e->inactive, 0 },                     { TAG_LIMIT_LEVEL, e->limit_level, -1 },
        { TAG_LIMIT_AGE_MIN, e->limit_age_min, -1 },          { TAG_LIMIT_AGE_MAX, e->limit_age_max, -1 },
        { TAG_LIMIT_SEX, e->limit_sex, SEX_NONE },            { TAG_LIMIT_VISIT, e->limit_visit, VISIT_NONE },
        { TAG_LIMIT_APPROVAL, e->limit_approval, -1 },        { TAG_VALID_FROM, e->valid_from, DATE_NONE },
        { TAG_VALID_TO, e->valid_to, DATE_NONE },             { TAG_AGREEMENT_FROM, e->agreement_from, DATE_NONE },
        { TAG_AGREEMENT_TO, e->agreement_to, DATE_NONE },
    };
    buf_addc(out, (char)e->kind);
    for (unsigned tag = 1; tag < TEXT_TAGS; tag++)
        if (e->text[text_of_tag[tag]].p)
            pack_bytes(out, tag, e->text[text_of_tag[tag]]);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        if (numbers[i].value != numbers[i].none)
            pack_number(out, numbers[i].tag, numbers[i].value);
    for (size_t i = 0; i < e->alias_count; i++)
        pack_bytes(out, TAG_ALIAS, e->aliases[i]);
    for (size_t i = 0; i < e->approval_count; i++)
        pack_bytes(out, TAG_APPROVALS, e->approvals[i]);
    pack_ceilings(e, out);
    pack_self_pays(e, out);
    pack_successors(e, out);
}

/* ---- unpacking ---- */

static bool get_varint(const unsigned char **p, const unsigned char *end, uint64_t *out)
{
    const unsigned char *at = *p;
    if (at < end && *at < 0x80) { /* nearly always */
        *out = *at;
        *p = at + 1;
        return true;
    }
    uint64_t v = 0;
    for (unsigned shift = 0; at < end && shift < 64; shift += 7) {
        v |= (uint64_t)(*at & 0x7f) << shift;
        if (!(*at++ & 0x80)) {
            *out = v;
            *p = at;
            return true;
        }
    }
    return false;
}

/* One item: its tag and bytes. false: broken, or no more. */
static bool get_item(const unsigned char **p, const unsigned char *end, unsigned *tag, struct span *item)
{
    if (*p >= end)
        return false;
    *tag = *(*p)++;
    uint64_t n;
    if (!get_varint(p, end, &n) || n > (size_t)(end - *p))
        return false;
    *item = (struct span){ (const char *)*p, (size_t)n };
    *p += n;
    return true;
}

bool entry_split(struct span packed, enum kind *kind, struct span *code, struct span *name, struct span *record)
{
    const unsigned char *p = (const unsigned char *)packed.p, *end = p + packed.n;
    unsigned tag;
    if (packed.n < 1 || *p >= KIND_COUNT)
        return false;
    *kind = (enum kind)*p++;
    if (!get_item(&p, end, &tag, code) || tag != 1)
        return false;
    *name = SPAN_NONE;
    const unsigned char *behind = p;
    struct span item;
    if (get_item(&p, end, &tag, &item) && tag == 2) {
        *name = item;
        behind = p;
    }
    *record = (struct span){ (const char *)behind, (size_t)(end - behind) };
    return true;
}

static bool get_number(struct span item, int64_t *out)
{
    const unsigned char *p = (const unsigned char *)item.p;
    uint64_t v;
    if (!get_varint(&p, p + item.n, &v))
        return false;
    *out = unzigzag(v);
    return true;
}

static bool set_number(struct entry *e, unsigned tag, struct span item)
{
    int64_t v;
    if (!get_number(item, &v))
        return false;
    switch (tag) {
    case TAG_PACK_QUANTITY: e->pack_quantity = v; break;
    case TAG_PAY_CLASS: e->pay_class = (char)v; break;
    case TAG_INACTIVE: e->inactive = v != 0; break;
    case TAG_LIMIT_LEVEL: e->limit_level = (int)v; break;
    case TAG_LIMIT_AGE_MIN: e->limit_age_min = (int)v; break;
    case TAG_LIMIT_AGE_MAX: e->limit_age_max = (int)v; break;
    case TAG_LIMIT_SEX: e->limit_sex = (enum sex)v; break;
    case TAG_LIMIT_VISIT: e->limit_visit = (enum visit)v; break;
    case TAG_LIMIT_APPROVAL: e->limit_approval = (int)v; break;
    case TAG_VALID_FROM: e->valid_from = (date)v; break;
    case TAG_VALID_TO: e->valid_to = (date)v; break;
    case TAG_AGREEMENT_FROM: e->agreement_from = (date)v; break;
    case TAG_AGREEMENT_TO: e->agreement_to = (date)v; break;
    }
    return true; /* also for a tag of a later release */
}

static bool get_ceiling(struct span item, struct ceiling *out)
{
    int64_t yuan;
    if (item.n < 4 || !get_number((struct span){ item.p + 3, item.n - 3 }, &yuan))
        return false;
    *out = (struct ceiling){ (enum ceiling_type)item.p[0], item.p[1], (enum ownership)item.p[2], yuan };
    return true;
}

static bool get_self_pay(struct span item, struct self_pay *out)
{
    const unsigned char *p = (const unsigned char *)item.p, *end = p + item.n;
    uint64_t v;
    if (!get_varint(&p, end, &v))
        return false;
    out->share = unzigzag(v);
    out->scheme = p < end ? (struct span){ (const char *)p + 1, (size_t)(end - p - 1) } : SPAN_NONE;
    return true;
}

static bool get_successor(struct span item, struct successor *out)
{
    const unsigned char *p = (const unsigned char *)item.p, *end = p + item.n;
    uint64_t n;
    if (p >= end)
        return false;
    out->type = (enum successor_type)*p++;
    if (!get_varint(&p, end, &n) || n > (size_t)(end - p))
        return false;
    out->old_code = (struct span){ (const char *)p, (size_t)n };
    out->new_code = (struct span){ (const char *)p + n, (size_t)(end - p) - (size_t)n };
    return true;
}

int entry_replaced(struct span code, struct span record, replaced_fn *on_code, void *ctx)
{
    const unsigned char *p = (const unsigned char *)record.p, *end = p + record.n;
    unsigned tag;
    struct span item;
    struct successor s;
    int n = 0;
    while (get_item(&p, end, &tag, &item)) {
        if (tag != TAG_SUCCESSOR)
            continue;
        if (!get_successor(item, &s))
            return -1;
        if (s.type == SUCCESSOR_POSSIBLY || span_eq(s.old_code, code))
            continue;
        n++;
        if (on_code(ctx, s.old_code) < 0)
            return -1;
    }
    return p == end ? n : -1;
}

void entry_scratch_release(struct entry_scratch *scratch)
{
    free(scratch->block);
    *scratch = (struct entry_scratch)ENTRY_SCRATCH_INIT;
}

/* Room for `count` items of what repeats, whichever they are; each array starts where the largest item may stand. */
static char *scratch_room(struct entry_scratch *scratch, size_t count)
{
    size_t need = count * sizeof(struct successor) + 5 * alignof(max_align_t);
    if (need > scratch->cap) {
        char *block = realloc(scratch->block, need + need / 2);
        if (!block)
            return NULL;
        scratch->block = block;
        scratch->cap = need + need / 2;
    }
    return scratch->block;
}

static size_t aligned(size_t n) { return (n + alignof(max_align_t) - 1) & ~(alignof(max_align_t) - 1); }

/* The items from p on all repeat, in order of their tags; n[] says how many of each. */
static int unpack_repeats(const unsigned char *p, const unsigned char *end, const size_t n[5], struct entry *e,
                          struct entry_scratch *scratch, struct error *err)
{
    char *room = scratch_room(scratch, n[0] + n[1] + n[2] + n[3] + n[4]);
    if (!room)
        return error_memory(err);
    struct span *aliases = (void *)room;
    room += aligned(n[0] * sizeof *aliases);
    struct span *approvals = (void *)room;
    room += aligned(n[1] * sizeof *approvals);
    struct ceiling *ceilings = (void *)room;
    room += aligned(n[2] * sizeof *ceilings);
    struct self_pay *self_pays = (void *)room;
    room += aligned(n[3] * sizeof *self_pays);
    struct successor *successors = (void *)room;
    e->aliases = aliases;
    e->approvals = approvals;
    e->ceilings = ceilings;
    e->self_pays = self_pays;
    e->successors = successors;
    unsigned tag;
    struct span item;
    bool ok = true;
    while (ok && get_item(&p, end, &tag, &item))
        switch (tag) {
        case TAG_ALIAS: aliases[e->alias_count++] = item; break;
        case TAG_APPROVALS: approvals[e->approval_count++] = item; break;
        case TAG_CEILING: ok = get_ceiling(item, &ceilings[e->ceiling_count++]); break;
        case TAG_SELF_PAY: ok = get_self_pay(item, &self_pays[e->self_pay_count++]); break;
        case TAG_SUCCESSOR: ok = get_successor(item, &successors[e->successor_count++]); break;
        }
    return ok ? 0 : error_set(err, ERROR_STORE, _("a record of the store is damaged"));
}

static int unpack_record(const unsigned char *p, const unsigned char *end, struct entry *e, struct entry_scratch *scratch,
                         struct error *err)
{
    const unsigned char *repeats = NULL, *at = p;
    size_t n[5] = { 0 };
    unsigned tag;
    struct span item;
    while (get_item(&p, end, &tag, &item)) {
        if (tag >= 1 && tag < TEXT_TAGS) {
            e->text[text_of_tag[tag]] = item;
        } else if (tag >= TAG_ALIAS && tag <= TAG_SUCCESSOR) {
            repeats = repeats ? repeats : at;
            n[tag - TAG_ALIAS]++;
        } else if (!set_number(e, tag, item)) {
            break;
        }
        at = p;
    }
    if (at != end)
        return error_set(err, ERROR_STORE, _("a record of the store is damaged"));
    return repeats ? unpack_repeats(repeats, end, n, e, scratch, err) : 0;
}

int entry_unpack(struct span bytes, struct entry *e, struct entry_scratch *scratch, struct error *err)
{
    const unsigned char *p = (const unsigned char *)bytes.p;
    if (bytes.n < 1 || *p >= KIND_COUNT)
        return error_set(err, ERROR_STORE, _("a record of the store is damaged"));
    entry_init(e, (enum kind)*p);
    return unpack_record(p + 1, p + bytes.n, e, scratch, err);
}

int entry_join(enum kind kind, struct span code, struct span name, struct span record, struct entry *e,
               struct entry_scratch *scratch, struct error *err)
{
    const unsigned char *p = (const unsigned char *)record.p;
    entry_init(e, kind);
    e->text[ENTRY_CODE] = code;
    e->text[ENTRY_NAME] = name;
    return record.n ? unpack_record(p, p + record.n, e, scratch, err) : 0;
}
