/* catalog/ahead.c: see the header. Blocks of rows go round in a ring between the two threads. */
#include "catalog/ahead.h"
#include "base/i18n.h"

#include <pthread.h>
#include <signal.h>

#define BLOCK_BYTES ((size_t)128 << 10)
#define BLOCKS 4

struct block {
    struct buf text;  /* the rows, each its lengths first */
    bool last, failed; /* no block follows */
};
struct lengths {
    uint32_t code, name, record; /* ABSENT: no such text */
};
#define ABSENT UINT32_MAX

struct ahead {
    struct members members;
    struct block blocks[BLOCKS];
    struct error error;
    pthread_t thread;
    bool started;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    unsigned filled, emptied; /* blocks, ever; under the lock */
    bool over;
    /* the calling thread's */
    struct block *block; /* being handed out; NULL: none yet, or the last is through */
    size_t at;
};

static void put_text(struct buf *to, struct span s)
{
    if (s.p)
        buf_addspan(to, s);
}

static uint32_t length_of(struct span s) { return s.p ? (uint32_t)s.n : ABSENT; }

/* Fills a block; its `last` says whether there may be more. */
static void fill(struct ahead *a, struct block *block)
{
    struct members *m = &a->members;
    int got = 1;
    buf_clear(&block->text);
    while (block->text.n < BLOCK_BYTES && (got = members_next(m, &a->error)) == 1) {
        struct lengths n = { length_of(m->code), length_of(m->name), length_of(m->record) };
        buf_add(&block->text, &n, sizeof n);
        put_text(&block->text, m->code);
        put_text(&block->text, m->name);
        put_text(&block->text, m->record);
    }
    block->failed = got < 0 || (block->text.failed && error_memory(&a->error) < 0);
    block->last = got != 1 || block->failed;
}

static void *run(void *arg)
{
    struct ahead *a = arg;
    bool last = false;
    pthread_mutex_lock(&a->lock);
    while (!last) {
        while (a->filled - a->emptied == BLOCKS && !a->over)
            pthread_cond_wait(&a->changed, &a->lock);
        if (a->over)
            break;
        struct block *block = &a->blocks[a->filled % BLOCKS];
        pthread_mutex_unlock(&a->lock);
        fill(a, block);
        last = block->last;
        pthread_mutex_lock(&a->lock);
        a->filled++;
        pthread_cond_signal(&a->changed);
    }
    pthread_mutex_unlock(&a->lock);
    return NULL;
}

/* Signals are for the thread that asks whether to stop. */
static int start_thread(struct ahead *a, struct error *err)
{
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    int failed = pthread_create(&a->thread, NULL, run, a);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    a->started = !failed;
    return failed ? error_errno(err, ERROR_MEMORY, failed, _("no thread can be started; --jobs 1 needs none")) : 0;
}

struct ahead *ahead_start(struct store *s, int64_t catalog, int number, struct error *err)
{
    struct ahead *a = calloc(1, sizeof *a);
    if (!a) {
        error_memory(err);
        return NULL;
    }
    pthread_mutex_init(&a->lock, NULL); /* plain ones: this cannot fail */
    pthread_cond_init(&a->changed, NULL);
    for (size_t i = 0; i < BLOCKS; i++)
        buf_init(&a->blocks[i].text);
    if (members_start(&a->members, s, catalog, number, true, err) == 0 && start_thread(a, err) == 0)
        return a;
    ahead_end(a);
    return NULL;
}

void ahead_end(struct ahead *a)
{
    if (!a)
        return;
    pthread_mutex_lock(&a->lock);
    a->over = true;
    pthread_cond_signal(&a->changed);
    pthread_mutex_unlock(&a->lock);
    if (a->started)
        pthread_join(a->thread, NULL);
    members_end(&a->members);
    for (size_t i = 0; i < BLOCKS; i++)
        buf_release(&a->blocks[i].text);
    pthread_mutex_destroy(&a->lock);
    pthread_cond_destroy(&a->changed);
    free(a);
}

/* Gives back the block that is through, and waits for the next one. */
static void next_block(struct ahead *a)
{
    pthread_mutex_lock(&a->lock);
    if (a->block) {
        a->emptied++;
        pthread_cond_signal(&a->changed);
    }
    while (a->filled == a->emptied)
        pthread_cond_wait(&a->changed, &a->lock);
    a->block = &a->blocks[a->emptied % BLOCKS];
    pthread_mutex_unlock(&a->lock);
    a->at = 0;
}

static struct span take(struct ahead *a, uint32_t n)
{
    if (n == ABSENT)
        return SPAN_NONE;
    struct span s = { a->block->text.p + a->at, n };
    a->at += n;
    return s;
}

int ahead_next(struct ahead *a, struct ahead_row *out, struct error *err)
{
    while (!a->block || a->at == a->block->text.n) {
        if (a->block && a->block->failed)
            *err = a->error;
        if (a->block && a->block->last)
            return a->block->failed ? -1 : 0;
        next_block(a);
    }
    struct lengths n;
    memcpy(&n, a->block->text.p + a->at, sizeof n);
    a->at += sizeof n;
    out->code = take(a, n.code);
    out->name = take(a, n.name);
    out->record = take(a, n.record);
    return 1;
}
