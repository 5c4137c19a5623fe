/* import/digest.c: a ring of blocks between the caller, who fills them, and the thread, which hashes them in order. The thread touches
 * nothing but full blocks and the hash; it must never outlive the digest. */
#include "import/digest.h"

#include <pthread.h>
#include <signal.h>

enum { BLOCKS = 4, BLOCK_BYTES = 128 << 10 };

struct digest {
    struct sha256 *hash;
    bool threaded, alone; /* a thread runs; no thread is to be had */
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    unsigned full, next;  /* blocks filled and not yet hashed; the one to hash next. Under the lock */
    bool over;            /* no more blocks come. Under the lock */
    unsigned filling;     /* the caller's block, and its bytes so far */
    size_t n;
    char block[BLOCKS][BLOCK_BYTES];
};

static void *work(void *ctx)
{
    struct digest *d = ctx;
    pthread_mutex_lock(&d->lock);
    for (;;) {
        while (d->full == 0 && !d->over)
            pthread_cond_wait(&d->changed, &d->lock);
        if (d->full == 0)
            break;
        pthread_mutex_unlock(&d->lock);
        sha256_update(d->hash, d->block[d->next], BLOCK_BYTES);
        pthread_mutex_lock(&d->lock);
        d->next = (d->next + 1) % BLOCKS;
        d->full--;
        pthread_cond_signal(&d->changed);
    }
    pthread_mutex_unlock(&d->lock);
    return NULL;
}

struct digest *digest_new(struct error *err)
{
    struct digest *d = calloc(1, sizeof *d);
    if (!d) {
        error_memory(err);
        return NULL;
    }
    d->hash = sha256_new(err);
    if (!d->hash) {
        free(d);
        return NULL;
    }
    pthread_mutex_init(&d->lock, NULL);
    pthread_cond_init(&d->changed, NULL);
    return d;
}

/* Lets the thread finish what is full, and joins it. */
static void finish(struct digest *d)
{
    if (!d->threaded)
        return;
    pthread_mutex_lock(&d->lock);
    d->over = true;
    pthread_cond_signal(&d->changed);
    pthread_mutex_unlock(&d->lock);
    pthread_join(d->thread, NULL);
    d->threaded = false;
}

void digest_free(struct digest *d)
{
    if (!d)
        return;
    finish(d);
    pthread_cond_destroy(&d->changed);
    pthread_mutex_destroy(&d->lock);
    sha256_free(d->hash);
    free(d);
}

/* Signals stay with the thread that the program knows. */
static bool begin(struct digest *d)
{
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    d->threaded = pthread_create(&d->thread, NULL, work, d) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return d->threaded;
}

/* The block being filled is full. */
static void hand_over(struct digest *d)
{
    d->n = 0;
    if (!d->threaded && (d->alone || !begin(d))) {
        d->alone = true;
        sha256_update(d->hash, d->block[d->filling], BLOCK_BYTES);
        return;
    }
    pthread_mutex_lock(&d->lock);
    d->full++;
    pthread_cond_signal(&d->changed);
    while (d->full == BLOCKS)
        pthread_cond_wait(&d->changed, &d->lock);
    pthread_mutex_unlock(&d->lock);
    d->filling = (d->filling + 1) % BLOCKS;
}

void digest_add(struct digest *d, const char *p, size_t n)
{
    while (n > 0) {
        size_t fits = BLOCK_BYTES - d->n < n ? BLOCK_BYTES - d->n : n;
        memcpy(d->block[d->filling] + d->n, p, fits);
        d->n += fits;
        p += fits;
        n -= fits;
        if (d->n == BLOCK_BYTES)
            hand_over(d);
    }
}

void digest_end(struct digest *d, unsigned char out[SHA256_BYTES])
{
    finish(d);
    sha256_update(d->hash, d->block[d->filling], d->n);
    sha256_final(d->hash, out);
}
