/* mapper/crew.c: see the header. One lock and two conditions; a piece is some hundred rows, so they are hardly felt. */
#include "mapper/crew.h"
#include "base/i18n.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>

#define PIECE_MOST  ((size_t)64 << 10) /* bytes */
#define PIECE_LEAST ((size_t)8 << 10)
#define AHEAD       3 /* pieces in the ring for each hand */
#define ASK_EVERY   128 /* batches between two questions, without threads */

struct slot {
    struct buf text; /* of the piece, and what a reader wants behind it */
    struct delimited_piece piece;
    struct outcome out;
    bool done, failed;
};

struct hand { /* one thread */
    struct crew *crew;
    void *worker;
    struct table *reader;
    pthread_t thread;
};

struct crew {
    struct crew_work work;
    struct table *table;
    size_t piece; /* bytes */
    struct hand *hands;
    size_t hand_count, running;
    struct slot *slots;
    size_t slot_count;
    bool ended;         /* the table is; or it cannot be read: */
    bool broken;        /* a piece ended early: what it has is handed out, and nothing behind it */
    struct error error;
    /* Under the lock. Pieces are numbered in the order of the table; number i lies in slot i % slot_count. */
    pthread_mutex_t lock;
    pthread_cond_t more;   /* a piece was put in, or all is over */
    pthread_cond_t result; /* the piece that is waited for is done */
    size_t put, taken, collected;
    bool over;
};

/* ---- the hands ---- */

static void work_on(const struct hand *hand, struct slot *slot)
{
    int got;
    outcome_clear(&slot->out);
    table_feed(hand->reader, &slot->piece);
    while ((got = hand->crew->work.batch(hand->worker, hand->reader, &slot->out)) > 0)
        ;
    slot->failed = got < 0;
}

static void *run_hand(void *arg)
{
    const struct hand *hand = arg;
    struct crew *crew = hand->crew;
    pthread_mutex_lock(&crew->lock);
    while (true) {
        while (crew->taken == crew->put && !crew->over)
            pthread_cond_wait(&crew->more, &crew->lock);
        if (crew->over)
            break;
        size_t number = crew->taken++;
        struct slot *slot = &crew->slots[number % crew->slot_count];
        pthread_mutex_unlock(&crew->lock);
        work_on(hand, slot);
        pthread_mutex_lock(&crew->lock);
        slot->done = true;
        if (number == crew->collected)
            pthread_cond_signal(&crew->result);
    }
    pthread_mutex_unlock(&crew->lock);
    return NULL;
}

/* Signals are for the thread that asks whether to stop. */
static int start_hands(struct crew *crew, struct error *err)
{
    sigset_t all, before;
    int failed = 0;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    for (size_t i = 0; i < crew->hand_count && !failed; i++) {
        failed = pthread_create(&crew->hands[i].thread, NULL, run_hand, &crew->hands[i]);
        crew->running += !failed;
    }
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (crew->running > 0)
        return 0; /* fewer hands do it too */
    return error_errno(err, ERROR_MEMORY, failed, _("no thread can be started; --jobs 1 needs none"));
}

/* ---- life ---- */

static int make_parts(struct crew *crew, void *const *workers, struct error *err)
{
    crew->hands = calloc(crew->hand_count, sizeof *crew->hands);
    crew->slots = calloc(crew->slot_count, sizeof *crew->slots);
    if (!crew->hands || !crew->slots)
        return error_memory(err);
    for (size_t i = 0; i < crew->slot_count; i++) {
        buf_init(&crew->slots[i].text);
        outcome_init(&crew->slots[i].out);
    }
    for (size_t i = 0; i < crew->hand_count; i++) {
        struct hand *hand = &crew->hands[i];
        *hand = (struct hand){ .crew = crew, .worker = workers[i] };
        hand->reader = table_reader(crew->table, crew->work.values(workers[i]), err);
        if (!hand->reader)
            return -1;
    }
    return 0;
}

struct crew *crew_start(const struct crew_work *work, void *const *hands, size_t n, struct table *table, struct error *err)
{
    struct crew *crew = calloc(1, sizeof *crew);
    if (!crew) {
        error_memory(err);
        return NULL;
    }
    pthread_mutex_init(&crew->lock, NULL); /* plain ones: this cannot fail */
    pthread_cond_init(&crew->more, NULL);
    pthread_cond_init(&crew->result, NULL);
    crew->work = *work;
    crew->table = table;
    crew->hand_count = n;
    crew->slot_count = n * AHEAD;
    uint64_t share = table_size(table) / (crew->slot_count * 4); /* in a small table everyone gets something too */
    crew->piece = share > PIECE_MOST ? PIECE_MOST : share < PIECE_LEAST ? PIECE_LEAST : (size_t)share;
    if (make_parts(crew, hands, err) < 0 || start_hands(crew, err) < 0) {
        crew_end(crew);
        return NULL;
    }
    return crew;
}

void crew_end(struct crew *crew)
{
    if (!crew)
        return;
    pthread_mutex_lock(&crew->lock);
    crew->over = true;
    pthread_cond_broadcast(&crew->more);
    pthread_mutex_unlock(&crew->lock);
    for (size_t i = 0; i < crew->running; i++)
        pthread_join(crew->hands[i].thread, NULL);
    for (size_t i = 0; crew->hands && i < crew->hand_count; i++)
        table_free(crew->hands[i].reader);
    for (size_t i = 0; crew->slots && i < crew->slot_count; i++) {
        buf_release(&crew->slots[i].text);
        outcome_release(&crew->slots[i].out);
    }
    pthread_mutex_destroy(&crew->lock);
    pthread_cond_destroy(&crew->more);
    pthread_cond_destroy(&crew->result);
    free(crew->hands);
    free(crew->slots);
    free(crew);
}

/* ---- the calling thread ---- */

/* Puts the next piece into the ring, where the table has one. What is wrong is said when the pieces before it are collected. */
static void put_piece(struct crew *crew)
{
    struct delimited_piece piece;
    int got = table_piece(crew->table, crew->piece, &piece, &crew->error);
    if (got <= 0) {
        crew->ended = true;
        return;
    }
    struct slot *slot = &crew->slots[crew->put % crew->slot_count];
    buf_clear(&slot->text);
    char *to = buf_room(&slot->text, piece.n + DELIMITED_BEHIND);
    if (!to) {
        error_memory(&crew->error);
        crew->ended = true;
        return;
    }
    memcpy(to, piece.p, piece.n);
    piece.p = to;
    slot->piece = piece;
    slot->done = slot->failed = false;
    pthread_mutex_lock(&crew->lock);
    crew->put++;
    pthread_cond_signal(&crew->more);
    pthread_mutex_unlock(&crew->lock);
}

/* Behind the last piece. */
static int end_of_table(const struct crew *crew, struct error *err)
{
    if (crew->error.code == ERROR_NONE)
        return 0;
    *err = crew->error;
    return -1;
}

int crew_next(struct crew *crew, const struct outcome **out, struct error *err)
{
    if (crew->broken)
        return end_of_table(crew, err);
    /* The slot of the outcome handed out last is free now: `collected` counts it. Only this thread changes put and collected. */
    while (!crew->ended && crew->put - crew->collected < crew->slot_count)
        put_piece(crew);
    if (crew->put == crew->collected)
        return end_of_table(crew, err);
    struct slot *slot = &crew->slots[crew->collected % crew->slot_count];
    pthread_mutex_lock(&crew->lock);
    while (!slot->done)
        pthread_cond_wait(&crew->result, &crew->lock);
    crew->collected++;
    pthread_mutex_unlock(&crew->lock);
    if (slot->failed) {
        crew->broken = true;
        crew->error = slot->out.err;
    }
    *out = &slot->out;
    return 1;
}

/* ---- all of it ---- */

static int run_together(struct crew *crew, const struct crew_owner *owner, struct error *err)
{
    const struct outcome *out;
    int got = 1;
    while (got > 0) {
        if (owner->ask(owner->ctx) < 0)
            return -1;
        got = crew_next(crew, &out, err);
        if (got > 0 && owner->collect(owner->ctx, out) < 0)
            return -1;
    }
    return got;
}

static int run_alone(const struct crew_work *work, void *hand, struct table *table, const struct crew_owner *owner, struct error *err)
{
    struct outcome out;
    int got = 1;
    outcome_init(&out);
    for (unsigned batches = 0; got > 0; batches++) {
        if (batches % ASK_EVERY == 0 && owner->ask(owner->ctx) < 0)
            break;
        outcome_clear(&out);
        got = work->batch(hand, table, &out);
        if (got < 0)
            *err = out.err;
        else if (got > 0 && owner->collect(owner->ctx, &out) < 0)
            break;
    }
    outcome_release(&out);
    return got == 0 ? 0 : -1;
}

int crew_run(const struct crew_work *work, void *const *hands, size_t n, struct table *table, const struct crew_owner *owner, struct error *err)
{
    if (n <= 1)
        return run_alone(work, hands[0], table, owner, err);
    struct crew *crew = crew_start(work, hands, n, table, err);
    int status = crew ? run_together(crew, owner, err) : -1;
    crew_end(crew);
    return status;
}
