/* catalog/view_find.c: looking codes up: to the letter, folded, one edit away. */
#include "catalog/view_impl.h"

#define AHEAD 16 /* slots fetched before they are used */

/* ---- an index over codes ---- */

static int index_make(struct code_index *index, uint32_t entries, struct error *err)
{
    uint64_t size = 16;
    while (size < (uint64_t)entries * 3 / 2)
        size *= 2;
    index->slots = calloc((size_t)size, sizeof *index->slots);
    if (!index->slots)
        return error_memory(err);
    index->mask = (uint32_t)(size - 1);
    return 0;
}

void code_index_release(struct code_index *index)
{
    free(index->slots);
    index->slots = NULL;
}

static void index_put(struct code_index *index, uint64_t hash, uint32_t at_eights)
{
    uint32_t at = (uint32_t)hash & index->mask;
    while (index->slots[at].place)
        at = (at + 1) & index->mask;
    index->slots[at] = (struct slot){ (uint32_t)(hash >> 32), at_eights + 1 };
}

/* The next slot from *at with that hash; the place of its entry, or 0. *at moves behind it. */
static uint32_t index_next(const struct code_index *index, uint64_t hash, uint32_t *at)
{
    for (;;) {
        struct slot s = index->slots[*at];
        if (!s.place)
            return 0;
        *at = (*at + 1) & index->mask;
        if (s.tag == (uint32_t)(hash >> 32))
            return s.place;
    }
}

int view_index_codes(struct view_kind *k, const uint64_t *hashes, struct error *err)
{
    if (index_make(&k->codes, k->count, err) < 0)
        return -1;
    for (uint32_t i = 0; i < k->count; i++) {
        if (i + AHEAD < k->count) /* each place is a cache miss: have some under way */
            __builtin_prefetch(&k->codes.slots[(uint32_t)hashes[i + AHEAD] & k->codes.mask], 1);
        index_put(&k->codes, hashes[i], k->at[i]);
    }
    return 0;
}

const struct view_entry *view_find(const struct view *v, enum kind kind, struct span code)
{
    const struct view_kind *k = &v->kinds[kind];
    if (!k->loaded)
        return NULL;
    uint64_t hash = hash_span(code);
    uint32_t at = (uint32_t)hash & k->codes.mask;
    uint32_t place;
    while ((place = index_next(&k->codes, hash, &at))) {
        const struct view_entry *e = entry_in(v, place);
        if (span_eq(view_code(e), code))
            return e;
    }
    return NULL;
}

/* ---- folded ---- */

static bool is_ascii(struct span s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] >= 0x80)
            return false;
    return true;
}

/* text_fold_code, with a short way for ASCII: a catalog has a million such codes. */
static int fold_code(struct view *v, struct span code, struct buf *out, struct error *err)
{
    buf_clear(out);
    if (is_ascii(code)) {
        char *p = buf_room(out, code.n + 1);
        for (size_t i = 0; p && i < code.n; i++) {
            char c = code.p[i];
            if (c > ' ' && c != 0x7f)
                p[out->n++] = c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
        }
        return buf_check(out, err);
    }
    pthread_mutex_lock(&v->locks.folding);
    int result = !v->text && !(v->text = text_new(err)) ? -1 : 0;
    if (result == 0 && text_fold_code(v->text, code, out) < 0)
        result = error_memory(err);
    pthread_mutex_unlock(&v->locks.folding);
    return result;
}

/* Codes are of letters and digits; a catalog that writes them in ideographs gets no more than this tried for each place. */
#define LARGEST_ALPHABET 256

/* Adds a letter to the alphabet, which is sorted. */
static int learn_letter(struct view_kind *k, uint32_t c, struct error *err)
{
    size_t i = 0;
    while (i < k->alphabet_n && k->alphabet[i] < c)
        i++;
    if ((i < k->alphabet_n && k->alphabet[i] == c) || (c >= 128 && k->alphabet_n >= LARGEST_ALPHABET))
        return 0;
    uint32_t *p = realloc(k->alphabet, (k->alphabet_n + 1) * sizeof *p);
    if (!p)
        return error_memory(err);
    memmove(p + i + 1, p + i, (k->alphabet_n - i) * sizeof *p);
    p[i] = c;
    k->alphabet = p;
    k->alphabet_n++;
    return 0;
}

/* The byte of the sieve and the bit in it, of the half of a hash that a slot keeps. */
static inline size_t sieve_byte(const struct view_kind *k, uint64_t hash)
{
    return (size_t)(hash >> 32) & k->codes.mask;
}
static inline unsigned char sieve_bit(uint64_t hash)
{
    return (unsigned char)(1u << (hash >> 61));
}
static inline void sieve_add(struct view_kind *k, uint64_t hash)
{
    k->sieve[sieve_byte(k, hash)] |= sieve_bit(hash);
}

/* Is a code as folding would write it? ASCII without blanks, controls and small letters, as nearly all are. */
static bool is_folded(struct span code)
{
    bool folded = true;
    for (size_t i = 0; i < code.n; i++) {
        unsigned char c = (unsigned char)code.p[i];
        folded &= c > ' ' && c < 0x7f && (c < 'a' || c > 'z');
    }
    return folded;
}

/* How many codes are folded otherwise than they are written; learns the letters of the others. */
static int look_through(struct view *v, struct view_kind *k, uint32_t *odd, struct error *err)
{
    bool seen[128] = { false };
    *odd = 0;
    for (uint32_t i = 0; i < k->count; i++) {
        struct span code = view_code(entry_at(v, k, i));
        if (!is_folded(code)) {
            ++*odd;
            continue;
        }
        for (size_t at = 0; at < code.n; at++)
            seen[(unsigned char)code.p[at]] = true;
    }
    for (uint32_t c = 0; c < 128; c++)
        if (seen[c] && learn_letter(k, c, err) < 0)
            return -1;
    return 0;
}

static int add_odd(struct view *v, struct view_kind *k, const struct view_entry *e, uint32_t at_eights, struct buf *folded, struct error *err)
{
    if (fold_code(v, view_code(e), folded, err) < 0)
        return -1;
    struct span code = buf_span(folded);
    for (size_t at = 0; at < code.n;)
        if (learn_letter(k, utf8_next(code, &at), err) < 0)
            return -1;
    uint64_t hash = hash_span(code);
    index_put(&k->folded, hash, at_eights);
    sieve_add(k, hash);
    return 0;
}

/* ASCII codes that are folded as they are written are found through the index over codes; only the others are in one of their own. */
static int make_folded(struct view *v, struct view_kind *k, struct error *err)
{
    struct buf folded = BUF_INIT;
    uint32_t odd = 0;
    int result = look_through(v, k, &odd, err);
    if (result == 0)
        result = index_make(&k->folded, odd, err);
    if (result == 0 && !(k->sieve = calloc((size_t)k->codes.mask + 1, 1)))
        result = error_memory(err);
    for (uint32_t i = 0; result == 0 && i <= k->codes.mask; i++)
        if (k->codes.slots[i].place)
            sieve_add(k, (uint64_t)k->codes.slots[i].tag << 32);
    for (uint32_t i = 0; result == 0 && odd > 0 && i < k->count; i++) {
        const struct view_entry *e = entry_at(v, k, i);
        if (!is_folded(view_code(e)))
            result = add_odd(v, k, e, k->at[i], &folded, err);
    }
    buf_release(&folded);
    if (result == 0)
        return 0;
    code_index_release(&k->folded);
    free(k->sieve);
    k->sieve = NULL;
    k->alphabet_n = 0;
    return -1;
}

static int need_folded(struct view *v, struct view_kind *k, struct error *err)
{
    if (k->has_folded)
        return 0;
    pthread_mutex_lock(&v->locks.making);
    int result = k->has_folded ? 0 : make_folded(v, k, err);
    if (result == 0)
        k->has_folded = true;
    pthread_mutex_unlock(&v->locks.making);
    return result;
}

/* Where a look-up is: first among the codes as they are written, then among the odd ones. */
struct folded_walk {
    struct span code; /* folded */
    uint64_t hash;
    uint32_t at;
    bool odd;
};
static struct folded_walk start_walk(const struct view_kind *k, struct span code, uint64_t hash)
{
    bool odd = !is_folded(code); /* what is not ASCII is there, even where it is written folded */
    return (struct folded_walk){ code, hash, (uint32_t)hash & (odd ? k->folded.mask : k->codes.mask), odd };
}

/* The next entry whose folded code it is; NULL: none. `folded` is for work. */
static const struct view_entry *next_folded(struct view *v, struct view_kind *k, struct folded_walk *w, struct buf *folded)
{
    uint32_t place;
    while (!w->odd && (place = index_next(&k->codes, w->hash, &w->at))) {
        const struct view_entry *e = entry_in(v, place);
        if (span_eq(view_code(e), w->code))
            return e;
    }
    if (!w->odd)
        w->at = (uint32_t)w->hash & k->folded.mask;
    w->odd = true;
    while ((place = index_next(&k->folded, w->hash, &w->at))) {
        const struct view_entry *e = entry_in(v, place);
        if (fold_code(v, view_code(e), folded, NULL) == 0 && span_eq(buf_span(folded), w->code))
            return e;
    }
    return NULL;
}

const struct view_entry *view_find_folded(struct view *v, enum kind kind, struct span code, struct error *err)
{
    struct view_kind *k = &v->kinds[kind];
    struct buf key = BUF_INIT, work = BUF_INIT;
    const struct view_entry *found = NULL;
    if (k->loaded && need_folded(v, k, err) == 0 && fold_code(v, code, &key, err) == 0) {
        struct folded_walk walk = start_walk(k, buf_span(&key), hash_span(buf_span(&key)));
        found = next_folded(v, k, &walk, &work);
        if (found && next_folded(v, k, &walk, &work))
            found = NULL;
    }
    buf_release(&key);
    buf_release(&work);
    return found;
}

/* ---- one edit away ---- */

/* Every code that is one edit away is spelt out and looked up: some 1,700 look-ups for 23 characters, always, while an index over halves of codes
 * has thousands of candidates where codes share their beginnings. */
#define LONGEST 64 /* characters */

#define ASKED 16 /* spellings on their way at a time */
struct asked {
    uint64_t hash;
    size_t n;
    char bytes[(LONGEST + 1) * 4];
};
struct hunt {
    struct view *v;
    struct view_kind *k;
    uint32_t letters[LONGEST + 1]; /* the variant being looked up */
    size_t n;
    bool ascii; /* every letter is, the alphabet's too: a letter is a byte */
    struct buf work;
    const struct view_entry **out;
    int count, max;
    struct asked asked[ASKED];
    size_t asked_n;
};

static size_t put_utf8(char *p, uint32_t c)
{
    if (c < 0x80) {
        p[0] = (char)c;
        return 1;
    }
    size_t n = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    static const unsigned char first[5] = { 0, 0, 0xc0, 0xe0, 0xf0 };
    for (size_t i = n - 1; i > 0; i--, c >>= 6)
        p[i] = (char)(0x80 | (c & 0x3f));
    p[0] = (char)(first[n] | c);
    return n;
}

static void keep_found(struct hunt *h, const struct view_entry *e)
{
    int i = 0;
    while (i < h->count && h->out[i]->index < e->index)
        i++;
    if (i < h->count && h->out[i] == e)
        return;
    if (i == h->max)
        return;
    if (h->count < h->max)
        h->count++;
    memmove(h->out + i + 1, h->out + i, (size_t)(h->count - 1 - i) * sizeof *h->out);
    h->out[i] = e;
}

/* The sieve's byte has had time to come. */
static void settle(struct hunt *h, const struct asked *asked)
{
    if (!(h->k->sieve[sieve_byte(h->k, asked->hash)] & sieve_bit(asked->hash)))
        return;
    struct folded_walk walk = start_walk(h->k, (struct span){ asked->bytes, asked->n }, asked->hash);
    const struct view_entry *e;
    while ((e = next_folded(h->v, h->k, &walk, &h->work)))
        keep_found(h, e);
}

static void look_up(struct hunt *h)
{
    struct asked *asked = &h->asked[h->asked_n % ASKED];
    if (h->asked_n >= ASKED)
        settle(h, asked);
    h->asked_n++;
    size_t n = 0;
    for (; h->ascii && n < h->n; n++)
        asked->bytes[n] = (char)h->letters[n];
    for (size_t i = n; i < h->n; i++)
        n += put_utf8(asked->bytes + n, h->letters[i]);
    asked->n = n;
    asked->hash = hash_bytes(asked->bytes, n);
    __builtin_prefetch(&h->k->sieve[sieve_byte(h->k, asked->hash)]);
}

static void settle_all(struct hunt *h)
{
    size_t n = h->asked_n < ASKED ? h->asked_n : ASKED;
    for (size_t i = 0; i < n; i++)
        settle(h, &h->asked[i]);
}

static void try_changed(struct hunt *h)
{
    for (size_t i = 0; i < h->n; i++) {
        uint32_t was = h->letters[i];
        for (size_t a = 0; a < h->k->alphabet_n; a++) {
            h->letters[i] = h->k->alphabet[a];
            if (h->letters[i] != was)
                look_up(h);
        }
        h->letters[i] = was;
    }
}

static void try_swapped(struct hunt *h)
{
    for (size_t i = 0; i + 1 < h->n; i++) {
        uint32_t a = h->letters[i], b = h->letters[i + 1];
        if (a == b)
            continue;
        h->letters[i] = b;
        h->letters[i + 1] = a;
        look_up(h);
        h->letters[i] = a;
        h->letters[i + 1] = b;
    }
}

static void try_missing(struct hunt *h) /* the catalog's code has one more */
{
    h->n++;
    for (size_t i = h->n - 1;; i--) { /* the gap moves from the end to the beginning */
        for (size_t a = 0; a < h->k->alphabet_n; a++) {
            h->letters[i] = h->k->alphabet[a];
            look_up(h);
        }
        if (i == 0)
            break;
        h->letters[i] = h->letters[i - 1];
    }
    h->n--;
    memmove(h->letters, h->letters + 1, h->n * sizeof *h->letters);
}

static void try_added(struct hunt *h) /* the catalog's code has one less */
{
    uint32_t whole[LONGEST];
    memcpy(whole, h->letters, h->n * sizeof *whole);
    h->n--;
    for (size_t gap = 0; gap <= h->n; gap++) {
        if (gap && whole[gap] == whole[gap - 1])
            continue; /* the same text again */
        memcpy(h->letters, whole, gap * sizeof *whole);
        memcpy(h->letters + gap, whole + gap + 1, (h->n - gap) * sizeof *whole);
        look_up(h);
    }
    h->n++;
    memcpy(h->letters, whole, h->n * sizeof *whole);
}

int view_lookalikes(struct view *v, enum kind kind, struct span code, const struct view_entry **out, int max, struct error *err)
{
    struct hunt h;
    h.v = v;
    h.k = &v->kinds[kind];
    h.n = h.asked_n = 0;
    h.out = out;
    h.count = 0;
    h.max = max;
    buf_init(&h.work);
    struct buf key = BUF_INIT;
    int result = 0;
    if (h.k->loaded && max > 0) {
        result = need_folded(v, h.k, err);
        if (result == 0)
            result = fold_code(v, code, &key, err);
        struct span folded = buf_span(&key);
        if (result == 0 && folded.n && utf8_count(folded) <= LONGEST) {
            for (size_t at = 0; at < folded.n;)
                h.letters[h.n++] = utf8_next(folded, &at);
            h.ascii = is_ascii(folded) && (!h.k->alphabet_n || h.k->alphabet[h.k->alphabet_n - 1] < 128);
            try_changed(&h);
            try_swapped(&h);
            try_missing(&h);
            if (h.n > 1)
                try_added(&h);
            settle_all(&h);
        }
    }
    buf_release(&key);
    buf_release(&h.work);
    return result < 0 ? -1 : h.count;
}
