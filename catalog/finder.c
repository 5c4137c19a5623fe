/* catalog/finder.c: searching an index where it lies. Believes none of its numbers: each is held against the size of what it points into. */
#include "catalog/finder_impl.h"

/* ---- the parts ---- */

struct table { /* numbers of a part, and how many */
    const uint32_t *at;
    size_t count;
};

static struct span part(const struct finder *f, enum finder_part which)
{
    return (struct span){ f->bytes.p + f->head->offset[which], (size_t)f->head->size[which] };
}

static struct table numbers(const struct finder *f, enum finder_part which)
{
    struct span s = part(f, which);
    return (struct table){ (const uint32_t *)(const void *)s.p, s.n / sizeof(uint32_t) };
}

/* The i-th text of a list; SPAN_NONE where the numbers make no sense. */
static struct span text_at(struct table at, struct span bytes, size_t i)
{
    if (i + 1 >= at.count)
        return SPAN_NONE;
    uint32_t from = at.at[i], to = at.at[i + 1];
    if (from >= to || to > bytes.n)
        return SPAN_NONE;
    return (struct span){ bytes.p + from, to - from - 1 }; /* the line feed behind it */
}

/* The text that a place in the bytes belongs to: the last that begins at or before it. */
static size_t text_of_place(struct table at, size_t place, size_t from)
{
    size_t low = from, high = at.count ? at.count - 1 : 0;
    while (low + 1 < high) {
        size_t mid = low + (high - low) / 2;
        if (at.at[mid] <= place)
            low = mid;
        else
            high = mid;
    }
    return low;
}

bool finder_open(struct finder *f, struct span bytes, const struct version_info *v, uint64_t readings)
{
    const struct finder_head *head = (const struct finder_head *)(const void *)bytes.p;
    if (bytes.n < sizeof *head || memcmp(head->magic, FINDER_MAGIC, sizeof head->magic) != 0 || head->order != FINDER_ORDER ||
        head->readings != readings || memcmp(head->hash, v->hash, sizeof head->hash) != 0 || (int64_t)head->entries != v->entries)
        return false;
    uint64_t end = sizeof *head;
    for (int i = 0; i < FINDER_PARTS; i++) {
        if (head->offset[i] % 8 != 0 || head->offset[i] > bytes.n || head->size[i] > bytes.n - head->offset[i])
            return false;
        end = head->offset[i] + head->size[i] > end ? head->offset[i] + head->size[i] : end;
    }
    *f = (struct finder){ bytes, head };
    return (end + 7) / 8 * 8 == bytes.n && numbers(f, FINDER_CODES_AT).count == (size_t)head->entries + 1;
}

struct text *finder_text(const struct finder *f, struct error *err)
{
    return text_read(part(f, FINDER_TEXT), err);
}

/* ---- the search ---- */

/* A way of matching, in one byte: the better, the smaller. */
#define RANK(match, initials, field) (unsigned char)((unsigned)(match) << 4 | (initials ? 8u : 0u) | (unsigned)(field))

struct best {
    uint32_t length;
    unsigned char rank;
    bool found; /* else the others mean nothing */
};
/* Most entries are never touched: their memory comes as zeroes from the system, and the few that are found are listed. */
struct search {
    const struct finder *f;
    struct best *entries;
    uint32_t *found;
    size_t count, cap;
    bool failed; /* memory */
};

static void add_found(struct search *s, size_t entry)
{
    if (s->count == s->cap) {
        size_t cap = s->cap ? s->cap * 2 : 64;
        uint32_t *found = realloc(s->found, cap * sizeof *found);
        s->failed = s->failed || !found;
        if (!found)
            return;
        s->found = found;
        s->cap = cap;
    }
    s->found[s->count++] = (uint32_t)entry;
}

static void note(struct search *s, size_t entry, unsigned char rank, size_t length)
{
    if (entry >= s->f->head->entries)
        return;
    struct best *b = &s->entries[entry];
    if (b->found && (b->rank < rank || (b->rank == rank && b->length <= length)))
        return;
    if (!b->found)
        add_found(s, entry);
    *b = (struct best){ (uint32_t)length, rank, true };
}

/* Everyone who has a name. */
static void note_uses(struct search *s, size_t term, enum finder_match match, bool initials, size_t length)
{
    struct table at = numbers(s->f, FINDER_USES_AT), uses = numbers(s->f, FINDER_USES);
    if (term + 1 >= at.count)
        return;
    for (size_t i = at.at[term]; i < at.at[term + 1] && i < uses.count; i++) {
        uint32_t use = uses.at[i], field = use % FINDER_FIELDS_ROOM;
        if (field < FINDER_FIELD_COUNT)
            note(s, use / FINDER_FIELDS_ROOM, RANK(match, initials, field), length);
    }
}

typedef void found_fn(struct search *s, size_t text, enum finder_match match, size_t length);

static void found_code(struct search *s, size_t text, enum finder_match match, size_t length)
{
    note(s, text, RANK(match, false, FINDER_CODE), length);
}

static void found_term(struct search *s, size_t text, enum finder_match match, size_t length)
{
    note_uses(s, text, match, false, length);
}

static void found_initials(struct search *s, size_t text, enum finder_match match, size_t length)
{
    struct table terms = numbers(s->f, FINDER_INITIALS_TERM);
    if (text < terms.count)
        note_uses(s, terms.at[text], match, true, length);
}

/* Every text of a list that has the needle in it, or begins with it. The needle has a line feed before it: where a text begins is part of the
 * bytes, so that a search for beginnings stops at beginnings only. */
static void scan(struct search *s, enum finder_part list_at, enum finder_part list_bytes, struct span needle, bool beginnings, found_fn *found)
{
    struct table at = numbers(s->f, list_at);
    struct span bytes = part(s->f, list_bytes), wanted = beginnings ? needle : (struct span){ needle.p + 1, needle.n - 1 };
    size_t place = 0, text = 0;
    while (place < bytes.n) {
        const char *hit = memmem(bytes.p + place, bytes.n - place, wanted.p, wanted.n);
        if (!hit)
            return;
        place = (size_t)(hit - bytes.p) + (beginnings ? 1 : 0);
        text = text_of_place(at, place, text);
        struct span whole = text_at(at, bytes, text);
        if (!whole.p || whole.p > bytes.p + place || whole.p + whole.n <= bytes.p + place)
            return; /* the numbers are not of these bytes */
        enum finder_match match = whole.p != bytes.p + place ? FINDER_INSIDE : whole.n == needle.n - 1 ? FINDER_EXACT : FINDER_PREFIX;
        found(s, text, match, whole.n);
        place = (size_t)(whole.p - bytes.p) + whole.n;
    }
}

/* The same for beginnings of texts that are in byte order. */
static void look_up(struct search *s, enum finder_part list_at, enum finder_part list_bytes, struct span needle, found_fn *found)
{
    struct table at = numbers(s->f, list_at);
    struct span bytes = part(s->f, list_bytes), wanted = { needle.p + 1, needle.n - 1 };
    size_t low = 0, high = at.count ? at.count - 1 : 0;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (span_cmp(text_at(at, bytes, mid), wanted) < 0)
            low = mid + 1;
        else
            high = mid;
    }
    for (; low + 1 < at.count; low++) {
        struct span whole = text_at(at, bytes, low);
        if (!span_starts(whole, wanted))
            return;
        found(s, low, whole.n == wanted.n ? FINDER_EXACT : FINDER_PREFIX, whole.n);
    }
}

/* What people type as initials: ASCII letters and digits, a letter among them. */
static bool may_be_initials(struct span key)
{
    bool letter = false;
    for (size_t i = 0; i < key.n; i++) {
        if (!((key.p[i] >= 'a' && key.p[i] <= 'z') || (key.p[i] >= '0' && key.p[i] <= '9')))
            return false;
        letter = letter || key.p[i] >= 'a';
    }
    return letter;
}

int finder_compare(const struct finder_hit *a, const struct finder_hit *b)
{
    int ra = RANK(a->match, a->initials, a->field), rb = RANK(b->match, b->initials, b->field);
    if (ra != rb)
        return ra - rb;
    return a->length != b->length ? (a->length < b->length ? -1 : 1) : span_cmp(a->code, b->code);
}

static int compare_hits(const void *a, const void *b)
{
    return finder_compare(a, b);
}

static int collect(const struct search *s, struct finder_hits *out, struct error *err)
{
    struct table at = numbers(s->f, FINDER_CODES_AT);
    struct span codes = part(s->f, FINDER_CODES);
    struct finder_hit *items = realloc(out->items, (out->count + s->count) * sizeof *items + 1);
    if (!items)
        return error_memory(err);
    out->items = items;
    for (size_t i = 0; i < s->count; i++) {
        const struct best *b = &s->entries[s->found[i]];
        struct span code = text_at(at, codes, s->found[i]);
        if (code.p)
            items[out->count++] = (struct finder_hit){ code, (enum finder_match)(b->rank >> 4), (enum finder_field)(b->rank & 7), b->rank & 8,
                                                       b->length };
    }
    qsort(items, out->count, sizeof *items, compare_hits);
    return 0;
}

/* The query with a line feed before it, folded as names are, or as codes. */
static int fold(struct text *text, struct span query, bool code, struct buf *out, struct error *err)
{
    struct buf folded = BUF_INIT;
    int status = code ? text_fold_code(text, query, &folded) : text_key(text, query, &folded);
    buf_clear(out);
    buf_addc(out, '\n');
    buf_addspan(out, buf_span(&folded));
    buf_release(&folded);
    return status < 0 ? error_memory(err) : buf_check(out, err);
}

static void run(struct search *s, struct span key, struct span code)
{
    struct span plain = { key.p + 1, key.n - 1 };
    if (code.n > 1 && s->f->head->sorted)
        look_up(s, FINDER_FOLDED_AT, FINDER_FOLDED, code, found_code);
    else if (code.n > 1)
        scan(s, FINDER_FOLDED_AT, FINDER_FOLDED, code, true, found_code);
    if (plain.n == 0)
        return;
    scan(s, FINDER_TERMS_AT, FINDER_TERMS, key, false, found_term);
    if (may_be_initials(plain))
        scan(s, FINDER_INITIALS_AT, FINDER_INITIALS, key, plain.n == 1, found_initials);
}

int finder_search(const struct finder *f, struct text *text, struct span query, struct finder_hits *out, struct error *err)
{
    struct buf key = BUF_INIT, code = BUF_INIT;
    struct search s = { .f = f, .entries = calloc((size_t)f->head->entries + 1, sizeof *s.entries) };
    int status = s.entries ? 0 : error_memory(err);
    if (status == 0 && (fold(text, query, false, &key, err) < 0 || fold(text, query, true, &code, err) < 0))
        status = -1;
    if (status == 0) {
        run(&s, buf_span(&key), buf_span(&code));
        status = s.failed ? error_memory(err) : collect(&s, out, err);
    }
    free(s.entries);
    free(s.found);
    buf_release(&key);
    buf_release(&code);
    return status;
}

void finder_hits_release(struct finder_hits *hits)
{
    free(hits->items);
    *hits = (struct finder_hits)FINDER_HITS_INIT;
}
