/* catalog/finder_build.c: makes the index of a version from its rows, in code order. */
#include "catalog/finder_impl.h"
#include "base/i18n.h"
#include "base/map.h"

struct list { /* texts, as finder_part says */
    struct buf at, bytes;
};
struct builder {
    struct text *text;
    const struct pinyin *pinyin;
    struct list codes, folded, terms, initials;
    struct buf initials_term, folding;
    struct map known;    /* folded name -> number of the term (the map's own order) */
    struct map raw;      /* name as it stands -> term + 1; 0: folds to nothing */
    struct buf pairs;    /* uint32_t term, uint32_t use */
    struct buf key, ways;
    struct buf last; /* the folded code before */
    bool unsorted;
    uint32_t entries;
};

static void add_number(struct buf *b, uint32_t n)
{
    buf_add(b, &n, sizeof n);
}

static int too_large(struct error *err)
{
    return error_set(err, ERROR_STORE, _("the names of this version are too long together to be searched"));
}

static int list_add(struct list *l, struct span s, struct error *err)
{
    if (s.n >= UINT32_MAX - 1 - l->bytes.n)
        return too_large(err);
    buf_addc(&l->bytes, '\n');
    add_number(&l->at, (uint32_t)l->bytes.n);
    buf_addspan(&l->bytes, s);
    return 0;
}

/* A last line feed, and the end. */
static void list_end(struct list *l)
{
    buf_addc(&l->bytes, '\n');
    add_number(&l->at, (uint32_t)l->bytes.n);
}

/* The ways to read a new name. */
static int add_initials(struct builder *b, uint32_t term, struct span key, struct error *err)
{
    if (!pinyin_initials(b->pinyin, key, &b->ways))
        return 0;
    struct span rest = buf_span(&b->ways);
    while (rest.n > 0) {
        const char *end = memchr(rest.p, '\n', rest.n);
        size_t n = end ? (size_t)(end - rest.p) : rest.n;
        if (list_add(&b->initials, (struct span){ rest.p, n }, err) < 0)
            return -1;
        add_number(&b->initials_term, term);
        rest.p += end ? n + 1 : n;
        rest.n -= end ? n + 1 : n;
    }
    return 0;
}

/* *term: the number of a name, one more than its place; 0 where nothing of it is left. Most names stand at many entries: looked up before folding. */
static int term_of(struct builder *b, struct span name, uint32_t *term, struct error *err)
{
    *term = map_get(&b->raw, name);
    if (*term != MAP_NONE)
        return 0;
    if (text_key(b->text, name, &b->key) < 0)
        return error_memory(err);
    *term = 0;
    if (b->key.n > 0) {
        uint32_t before = b->known.count, at = map_intern(&b->known, buf_span(&b->key));
        if (at == MAP_NONE)
            return error_memory(err);
        if (b->known.count > before &&
            (list_add(&b->terms, buf_span(&b->key), err) < 0 || add_initials(b, at, buf_span(&b->key), err) < 0))
            return -1;
        *term = at + 1;
    }
    return map_put(&b->raw, name, *term) < 0 ? error_memory(err) : 0;
}

static int add_name(struct builder *b, struct span name, enum finder_field field, struct error *err)
{
    uint32_t term;
    if (name.n == 0)
        return 0;
    if (term_of(b, name, &term, err) < 0)
        return -1;
    if (term > 0) {
        add_number(&b->pairs, term - 1);
        add_number(&b->pairs, b->entries * FINDER_FIELDS_ROOM + (uint32_t)field);
    }
    return 0;
}

static int on_entry(void *ctx, const struct entry *e, struct error *err)
{
    struct builder *b = ctx;
    if (b->entries == UINT32_MAX / FINDER_FIELDS_ROOM)
        return too_large(err);
    if (text_fold_code(b->text, e->text[ENTRY_CODE], &b->key) < 0)
        return error_memory(err);
    b->unsorted = b->unsorted || span_cmp(buf_span(&b->last), buf_span(&b->key)) > 0;
    buf_clear(&b->last);
    buf_addspan(&b->last, buf_span(&b->key));
    if (list_add(&b->codes, e->text[ENTRY_CODE], err) < 0 || list_add(&b->folded, buf_span(&b->key), err) < 0 ||
        add_name(b, e->text[ENTRY_NAME], FINDER_NAME, err) < 0 || add_name(b, e->text[ENTRY_GENERIC], FINDER_GENERIC, err) < 0 ||
        add_name(b, e->text[ENTRY_BRAND], FINDER_BRAND, err) < 0)
        return -1;
    for (size_t i = 0; i < e->alias_count; i++)
        if (add_name(b, e->aliases[i], FINDER_ALIAS, err) < 0)
            return -1;
    b->entries++;
    const struct buf *grown[] = { &b->codes.bytes, &b->codes.at, &b->folded.bytes, &b->terms.bytes, &b->initials.bytes, &b->pairs, &b->ways, &b->last };
    for (size_t i = 0; i < sizeof grown / sizeof *grown; i++)
        if (buf_check(grown[i], err) < 0)
            return -1;
    return 0;
}

/* The pairs in order of their terms: counted, then put in place. */
static int sort_uses(struct builder *b, struct buf *at, struct buf *uses, struct error *err)
{
    size_t terms = b->known.count, count = b->pairs.n / 8;
    uint32_t *next = calloc(terms + 1, sizeof *next), *out = malloc(count * sizeof *out + 1);
    if (!next || !out) {
        free(next);
        free(out);
        return error_memory(err);
    }
    for (size_t i = 0; i < count; i++) {
        uint32_t term;
        memcpy(&term, b->pairs.p + i * 8, sizeof term);
        next[term + 1]++;
    }
    for (size_t t = 0; t < terms; t++)
        next[t + 1] += next[t];
    buf_add(at, next, (terms + 1) * sizeof *next);
    for (size_t i = 0; i < count; i++) {
        uint32_t pair[2];
        memcpy(pair, b->pairs.p + i * 8, sizeof pair);
        out[next[pair[0]]++] = pair[1];
    }
    buf_add(uses, out, count * sizeof *out);
    free(next);
    free(out);
    return 0;
}

/* Head and parts, each beginning at a multiple of 8. */
static void write_parts(struct builder *b, const struct version_info *v, uint64_t readings, const struct buf *uses_at, const struct buf *uses,
                        struct buf *out)
{
    bool same = b->codes.bytes.n == b->folded.bytes.n && memcmp(b->codes.bytes.p, b->folded.bytes.p, b->codes.bytes.n) == 0;
    const struct buf *const parts[FINDER_PARTS] = {
        [FINDER_CODES_AT] = &b->codes.at,       [FINDER_FOLDED_AT] = same ? NULL : &b->folded.at, [FINDER_TERMS_AT] = &b->terms.at,
        [FINDER_USES_AT] = uses_at,             [FINDER_USES] = uses,                             [FINDER_INITIALS_AT] = &b->initials.at,
        [FINDER_INITIALS_TERM] = &b->initials_term, [FINDER_CODES] = &b->codes.bytes,             [FINDER_FOLDED] = same ? NULL : &b->folded.bytes,
        [FINDER_TERMS] = &b->terms.bytes,       [FINDER_INITIALS] = &b->initials.bytes,                   [FINDER_TEXT] = &b->folding,
    };
    struct finder_head head = { .order = FINDER_ORDER, .entries = b->entries, .sorted = !b->unsorted, .readings = readings };
    memcpy(head.magic, FINDER_MAGIC, sizeof head.magic);
    memcpy(head.hash, v->hash, sizeof head.hash);
    uint64_t at = (sizeof head + 7) / 8 * 8;
    for (int i = 0; i < FINDER_PARTS; i++) {
        if (!parts[i])
            continue;
        head.offset[i] = at;
        head.size[i] = parts[i]->n;
        at += (parts[i]->n + 7) / 8 * 8;
    }
    if (same)
        for (int i = 0; i < 2; i++) {
            int from = i ? FINDER_CODES : FINDER_CODES_AT, to = i ? FINDER_FOLDED : FINDER_FOLDED_AT;
            head.offset[to] = head.offset[from];
            head.size[to] = head.size[from];
        }
    buf_clear(out);
    (void)buf_room(out, at);
    buf_add(out, &head, sizeof head);
    for (int i = 0; i < FINDER_PARTS; i++) {
        while (out->n % 8 != 0 && !out->failed)
            buf_addc(out, '\0');
        if (parts[i])
            buf_add(out, parts[i]->p, parts[i]->n);
    }
    while (out->n % 8 != 0 && !out->failed)
        buf_addc(out, '\0');
}

static int finish(struct builder *b, const struct version_info *v, uint64_t readings, struct buf *out, struct error *err)
{
    struct buf uses_at = BUF_INIT, uses = BUF_INIT;
    struct list *lists[] = { &b->codes, &b->folded, &b->terms, &b->initials };
    int status = 0;
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        list_end(lists[i]);
        if (buf_check(&lists[i]->at, err) < 0 || buf_check(&lists[i]->bytes, err) < 0)
            status = -1;
    }
    if (status == 0 && (buf_check(&b->pairs, err) < 0 || buf_check(&b->initials_term, err) < 0 || sort_uses(b, &uses_at, &uses, err) < 0 ||
                        buf_check(&uses_at, err) < 0 || buf_check(&uses, err) < 0))
        status = -1;
    text_write(b->text, &b->folding);
    if (status == 0 && (status = buf_check(&b->folding, err)) == 0) {
        write_parts(b, v, readings, &uses_at, &uses, out);
        status = buf_check(out, err);
    }
    buf_release(&uses_at);
    buf_release(&uses);
    return status;
}

int finder_build(struct store *s, const struct version_info *v, struct text *text, const struct pinyin *pinyin, uint64_t readings,
                 struct buf *out, struct error *err)
{
    struct builder b = { .text = text, .pinyin = pinyin };
    map_init(&b.known);
    map_init(&b.raw);
    int status = store_entries(s, v, on_entry, &b, err);
    if (status == 0)
        status = finish(&b, v, readings, out, err);
    struct buf *all[] = { &b.codes.at, &b.codes.bytes, &b.folded.at, &b.folded.bytes, &b.terms.at, &b.terms.bytes, &b.initials.at,
                          &b.initials.bytes, &b.initials_term, &b.folding, &b.pairs, &b.key, &b.ways, &b.last };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        buf_release(all[i]);
    map_release(&b.known);
    map_release(&b.raw);
    return status;
}
