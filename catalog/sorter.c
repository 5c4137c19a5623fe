/* catalog/sorter.c: the external merge sort. Memory: one run, and two small buffers for each run in the file. */
#include "catalog/sorter.h"
#include "base/i18n.h"
#include "base/temp.h"
#include <errno.h>
#include <unistd.h>

#define DEFAULT_MEMORY (32u << 20)
#define MIN_MEMORY (64u << 10)
#define KEY_BUFFER (32u << 10)
#define BODY_BUFFER (64u << 10)
#define WRITE_BUFFER (256u << 10)

struct head { /* of an item, in memory and in the file; code and rank follow, in memory then the body */
    unsigned char hash[ROW_HASH_BYTES];
    uint32_t file, line;
    uint32_t name_n, body_n; /* body: name, then record */
    uint16_t code_n, rank_n;
    unsigned char kind, has_name, behind;
};

struct slot {
    uint64_t key; /* the bytes in which the run's codes begin to differ: most comparisons end here */
    const struct head *head;
};

struct window { /* a piece of the file in memory */
    char *p;
    size_t cap, n;
    uint64_t at; /* where in the file p[0] stands */
};

struct run {
    uint64_t keys_at, keys_end, bodies_at; /* in the file */
    /* of the walk */
    uint64_t next_key, next_body, body; /* body: of the present item */
    struct window keys, bodies;
    const struct head *head; /* the present item; NULL: none left */
    size_t slot;             /* of the run in memory: the next one */
};

struct sorter {
    char *dir;
    int fd; /* -1: nothing was written yet */
    uint64_t file_end;
    char *block;
    size_t cap, used;
    struct slot *slots;
    size_t slot_count, slot_cap;
    bool in_order, many_kinds;
    size_t common; /* bytes that all codes of the run begin with */
    struct run *runs; /* those in the file, in order of arrival; the last one of a walk is the one in memory */
    size_t run_count, run_cap;
    size_t *heap; /* run numbers, the smallest item first */
    size_t heap_n;
    bool walking, started;
};

/* Heads stand at multiples of 8, in memory and in the file. */
static const char zeros[8];
static uint64_t padded(uint64_t n) { return (n + 7) & ~(uint64_t)7; }
static const char *code_of(const struct head *h) { return (const char *)(h + 1); }
static struct span rank_of(const struct head *h) { return (struct span){ code_of(h) + h->code_n, h->rank_n }; }
static size_t key_size(const struct head *h) { return sizeof *h + h->code_n + h->rank_n; }

/* Order of two items but for arrival. */
static int compare(const struct head *a, const struct head *b)
{
    if (a->kind != b->kind)
        return a->kind < b->kind ? -1 : 1;
    size_t n = a->code_n < b->code_n ? a->code_n : b->code_n;
    int c = memcmp(code_of(a), code_of(b), n);
    if (c || a->code_n != b->code_n)
        return c ? c : (a->code_n > b->code_n) - (a->code_n < b->code_n);
    if (a->behind != b->behind)
        return a->behind < b->behind ? -1 : 1;
    return a->rank_n || b->rank_n ? span_cmp_numbers(rank_of(b), rank_of(a)) : 0;
}

struct sorter *sorter_new(const char *dir, size_t memory, struct error *err)
{
    struct sorter *s = calloc(1, sizeof *s);
    if (s)
        s->dir = strdup(dir);
    if (!s || !s->dir) {
        error_memory(err);
        free(s);
        return NULL;
    }
    s->fd = -1;
    s->cap = memory ? (memory < MIN_MEMORY ? MIN_MEMORY : memory) : DEFAULT_MEMORY;
    s->in_order = true;
    return s;
}

void sorter_free(struct sorter *s)
{
    if (!s)
        return;
    if (s->fd >= 0)
        close(s->fd);
    for (size_t i = 0; i < s->run_count; i++) {
        free(s->runs[i].keys.p);
        free(s->runs[i].bodies.p);
    }
    free(s->runs);
    free(s->heap);
    free(s->slots);
    free(s->block);
    free(s->dir);
    free(s);
}

/* ---- the file ---- */

static int file_error(struct sorter *s, struct error *err)
{
    return error_errno(err, ERROR_STORE, errno, _("cannot use a temporary file in %s"), s->dir);
}

struct writer {
    struct sorter *s;
    char *p;
    size_t n;
};

static int writer_flush(struct writer *w, struct error *err)
{
    if (temp_write(w->s->fd, w->s->dir, w->p, w->n, err) < 0)
        return -1;
    w->s->file_end += w->n;
    w->n = 0;
    return 0;
}

static int writer_add(struct writer *w, const void *p, size_t n, struct error *err)
{
    while (n) {
        if (w->n == WRITE_BUFFER && writer_flush(w, err) < 0)
            return -1;
        size_t part = n < WRITE_BUFFER - w->n ? n : WRITE_BUFFER - w->n;
        memcpy(w->p + w->n, p, part);
        w->n += part;
        p = (const char *)p + part;
        n -= part;
    }
    return 0;
}

/* n bytes of the file from `at`. NULL with err. */
static const char *window_get(struct sorter *s, struct window *w, uint64_t at, size_t n, size_t size, struct error *err)
{
    if (at >= w->at && at + n <= w->at + w->n)
        return w->p + (at - w->at);
    if (n > w->cap || !w->p) {
        size_t cap = n > size ? n : size;
        char *p = realloc(w->p, cap);
        if (!p) {
            error_memory(err);
            return NULL;
        }
        w->p = p;
        w->cap = cap;
    }
    w->at = at;
    w->n = 0;
    while (w->n < w->cap && at + w->n < s->file_end) {
        ssize_t got = pread(s->fd, w->p + w->n, w->cap - w->n, (off_t)(at + w->n));
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0) {
            file_error(s, err);
            return NULL;
        }
        if (got == 0)
            break;
        w->n += (size_t)got;
    }
    if (w->n >= n)
        return w->p;
    error_set(err, ERROR_STORE, _("a temporary file in %s is shorter than what was written to it"), s->dir);
    return NULL;
}

/* ---- adding ---- */

static int compare_slots(const void *va, const void *vb)
{
    const struct slot *a = va, *b = vb;
    if (a->key != b->key)
        return a->key < b->key ? -1 : 1;
    int c = compare(a->head, b->head);
    return c ? c : (a->head > b->head) - (a->head < b->head); /* addresses: order of arrival */
}

static void sort_slots(struct sorter *s)
{
    if (s->in_order)
        return;
    for (size_t i = 0; i < s->slot_count; i++) {
        const struct head *h = s->slots[i].head;
        size_t skip = s->many_kinds ? 0 : s->common;
        uint64_t key = 0;
        for (size_t k = skip; k < skip + 8; k++)
            key = key << 8 | (k < h->code_n ? (unsigned char)code_of(h)[k] : 0);
        s->slots[i].key = s->many_kinds ? (uint64_t)h->kind << 56 | key >> 8 : key;
    }
    qsort(s->slots, s->slot_count, sizeof *s->slots, compare_slots);
}

static int add_run(struct sorter *s, struct run **out, struct error *err)
{
    if (s->run_count == s->run_cap) {
        size_t cap = s->run_cap ? s->run_cap * 2 : 16;
        struct run *runs = realloc(s->runs, cap * sizeof *runs);
        if (!runs)
            return error_memory(err);
        s->runs = runs;
        s->run_cap = cap;
    }
    *out = &s->runs[s->run_count++];
    memset(*out, 0, sizeof **out);
    return 0;
}

static int write_run(struct sorter *s, struct writer *w, struct error *err)
{
    struct run *run = NULL;
    if (add_run(s, &run, err) < 0)
        return -1;
    if (writer_add(w, zeros, (size_t)(padded(s->file_end) - s->file_end), err) < 0 || writer_flush(w, err) < 0)
        return -1;
    run->keys_at = s->file_end;
    for (size_t i = 0; i < s->slot_count; i++) {
        size_t n = key_size(s->slots[i].head);
        if (writer_add(w, s->slots[i].head, n, err) < 0 || writer_add(w, zeros, (size_t)(padded(n) - n), err) < 0)
            return -1;
    }
    if (writer_flush(w, err) < 0)
        return -1;
    run->keys_end = run->bodies_at = s->file_end;
    for (size_t i = 0; i < s->slot_count; i++) {
        const struct head *h = s->slots[i].head;
        if (writer_add(w, (const char *)h + key_size(h), h->body_n, err) < 0)
            return -1;
    }
    return writer_flush(w, err);
}

void sorter_forget(struct sorter *s)
{
    s->slot_count = s->used = 0;
    s->in_order = true;
    s->many_kinds = false;
}

static int spill(struct sorter *s, struct error *err)
{
    if (s->fd < 0 && (s->fd = temp_open(s->dir, err)) < 0)
        return -1;
    struct writer w = { s, malloc(WRITE_BUFFER), 0 };
    if (!w.p)
        return error_memory(err);
    sort_slots(s);
    int result = write_run(s, &w, err);
    free(w.p);
    sorter_forget(s);
    return result;
}

static int make_room(struct sorter *s, size_t need, struct error *err)
{
    if (s->slot_count && (s->used + need > s->cap || s->slot_count * (sizeof(struct slot) + 64) > s->cap))
        if (spill(s, err) < 0)
            return -1;
    if (!s->block || need > s->cap) { /* the run is empty here */
        size_t cap = need > s->cap ? need : s->cap;
        free(s->block);
        s->block = malloc(cap);
        if (!s->block)
            return error_memory(err);
        s->cap = cap;
    }
    if (s->slot_count == s->slot_cap) {
        size_t cap = s->slot_cap ? s->slot_cap * 2 : 1024;
        struct slot *slots = realloc(s->slots, cap * sizeof *slots);
        if (!slots)
            return error_memory(err);
        s->slots = slots;
        s->slot_cap = cap;
    }
    return 0;
}

/* What sort_slots will want to know, when h is the newest item. */
static void watch_order(struct sorter *s, const struct head *h)
{
    if (s->slot_count == 0) {
        s->common = h->code_n;
        return;
    }
    const struct head *last = s->slots[s->slot_count - 1].head;
    if (last->kind != h->kind)
        s->many_kinds = true;
    size_t n = s->common < h->code_n ? s->common : h->code_n, i = 0;
    while (i < n && code_of(last)[i] == code_of(h)[i])
        i++;
    s->common = i;
    if (s->in_order && compare(last, h) > 0)
        s->in_order = false;
}

int sorter_add(struct sorter *s, const struct sort_item *item, struct error *err)
{
    if (item->code.n > UINT16_MAX || item->rank.n > UINT16_MAX || item->name.n > UINT32_MAX / 4 || item->record.n > UINT32_MAX / 4)
        return error_set(err, ERROR_INPUT, _("the entry %.*s is too large"), item->code.n < 40 ? (int)item->code.n : 40, item->code.p);
    struct head head = { .file = item->file,
                         .line = item->line,
                         .name_n = (uint32_t)item->name.n,
                         .body_n = (uint32_t)(item->name.n + item->record.n),
                         .code_n = (uint16_t)item->code.n,
                         .rank_n = (uint16_t)item->rank.n,
                         .kind = (unsigned char)item->kind,
                         .has_name = item->name.p != NULL,
                         .behind = item->behind };
    memcpy(head.hash, item->hash, sizeof head.hash);
    size_t need = (size_t)padded(key_size(&head) + head.body_n);
    if (make_room(s, need, err) < 0)
        return -1;
    char *p = s->block + s->used;
    const struct head *kept = (const void *)p;
    memcpy(p, &head, sizeof head);
    p += sizeof head;
    memcpy(p, item->code.p, item->code.n);
    p += item->code.n;
    if (item->rank.n)
        memcpy(p, item->rank.p, item->rank.n);
    p += item->rank.n;
    if (item->name.n)
        memcpy(p, item->name.p, item->name.n);
    p += item->name.n;
    if (item->record.n)
        memcpy(p, item->record.p, item->record.n);
    watch_order(s, kept);
    s->slots[s->slot_count++] = (struct slot){ 0, kept };
    s->used += need;
    return 0;
}

bool sorter_half_full(const struct sorter *s)
{
    return s->run_count == 0 && (s->used > s->cap / 2 || s->slot_count * (sizeof(struct slot) + 64) > s->cap / 2);
}

static void tell_head(const struct head *h, struct sort_item *out)
{
    out->kind = (enum kind)h->kind;
    out->code = (struct span){ code_of(h), h->code_n };
    memcpy(out->hash, h->hash, sizeof out->hash);
    out->file = h->file;
    out->line = h->line;
    out->rank = rank_of(h);
    out->behind = h->behind;
}

static void tell_body(const struct head *h, const char *p, struct span *name, struct span *record)
{
    *name = h->has_name ? (struct span){ p, h->name_n } : SPAN_NONE;
    *record = (struct span){ p + h->name_n, h->body_n - h->name_n };
}

bool sorter_waiting(const struct sorter *s, size_t i, struct sort_item *out)
{
    if (i >= s->slot_count)
        return false;
    const struct head *h = s->slots[i].head;
    tell_head(h, out);
    tell_body(h, (const char *)h + key_size(h), &out->name, &out->record);
    return true;
}

/* ---- the walk ---- */

/* Moves a run to its next item. */
static int run_next(struct sorter *s, size_t number, struct error *err)
{
    struct run *r = &s->runs[number];
    if (number == s->run_count - 1) { /* the one in memory */
        r->head = r->slot < s->slot_count ? s->slots[r->slot++].head : NULL;
        return 0;
    }
    r->head = NULL;
    if (r->next_key >= r->keys_end)
        return 0;
    const char *p = window_get(s, &r->keys, r->next_key, sizeof(struct head), KEY_BUFFER, err);
    if (!p)
        return -1;
    size_t n = key_size((const struct head *)(const void *)p);
    if (!(p = window_get(s, &r->keys, r->next_key, n, KEY_BUFFER, err)))
        return -1;
    r->head = (const void *)p;
    r->next_key += padded(n);
    r->body = r->next_body;
    r->next_body += r->head->body_n;
    return 0;
}

static bool run_before(const struct sorter *s, size_t a, size_t b)
{
    int c = compare(s->runs[a].head, s->runs[b].head);
    return c ? c < 0 : a < b;
}

static void sift_down(struct sorter *s, size_t i)
{
    for (;;) {
        size_t least = i, left = 2 * i + 1;
        if (left < s->heap_n && run_before(s, s->heap[left], s->heap[least]))
            least = left;
        if (left + 1 < s->heap_n && run_before(s, s->heap[left + 1], s->heap[least]))
            least = left + 1;
        if (least == i)
            return;
        size_t swap = s->heap[i];
        s->heap[i] = s->heap[least];
        s->heap[least] = swap;
        i = least;
    }
}

int sorter_rewind(struct sorter *s, struct error *err)
{
    if (!s->walking) {
        struct run *memory;
        sort_slots(s);
        if (add_run(s, &memory, err) < 0)
            return -1;
        s->heap = malloc(s->run_count * sizeof *s->heap);
        if (!s->heap)
            return error_memory(err);
        s->walking = true;
    }
    s->heap_n = 0;
    s->started = false;
    for (size_t i = 0; i < s->run_count; i++) {
        struct run *r = &s->runs[i];
        r->next_key = r->keys_at;
        r->next_body = r->bodies_at;
        r->slot = 0;
        if (run_next(s, i, err) < 0)
            return -1;
        if (r->head)
            s->heap[s->heap_n++] = i;
    }
    for (size_t i = s->heap_n; i-- > 0;)
        sift_down(s, i);
    return 0;
}

int sorter_next(struct sorter *s, struct sort_item *out, struct error *err)
{
    if (s->started && s->heap_n) {
        if (run_next(s, s->heap[0], err) < 0)
            return -1;
        if (!s->runs[s->heap[0]].head)
            s->heap[0] = s->heap[--s->heap_n];
        sift_down(s, 0);
    }
    s->started = true;
    if (!s->heap_n)
        return 0;
    tell_head(s->runs[s->heap[0]].head, out);
    return 1;
}

int sorter_body(struct sorter *s, struct span *name, struct span *record, struct error *err)
{
    struct run *r = &s->runs[s->heap[0]];
    const struct head *h = r->head;
    const char *p = s->heap[0] == s->run_count - 1 ? (const char *)h + key_size(h)
                                                   : window_get(s, &r->bodies, r->body, h->body_n, BODY_BUFFER, err);
    if (!p)
        return -1;
    tell_body(h, p, name, record);
    return 0;
}
