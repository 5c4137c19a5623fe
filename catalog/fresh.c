/* catalog/fresh.c: a store that is filled before it has its name. It must never stand under that name with less than everything in it. */
#include "catalog/fresh.h"
#include "base/i18n.h"
#include "base/temp.h"
#include "catalog/statements_open.h"
#include "catalog/store_file.h"
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#define RANKS_KEPT ((size_t)256 << 10) /* bytes in memory */
#define WRITE_STEP ((off_t)8 << 20) /* bytes after which the disk is asked to begin with them */

struct fresh {
    struct store s;  /* s.path is the name to be */
    struct buf name; /* of the file now */
    size_t folders;  /* the innermost ones were made for it */
    bool named;      /* it has its name */
    struct buf guards;
    struct stage_rows rows;
    int fd;          /* of the file too: to have it written early */
    off_t asked;     /* up to here that was done */
    int64_t catalogs;            /* how many have entries */
    int64_t catalog[KIND_COUNT]; /* 0: none of it yet */
    struct buf places;           /* of every entry in its document, should they be wanted: a byte or two each */
    uint32_t file, line;         /* of the newest entry */
    bool ranked;                 /* the entries have ranks, which wait too: */
    struct buf ranks;            /* the newest of them, each behind its length … */
    int ranks_fd;                /* … those before in a file without a name; -1: none yet */
};

/* ---- places ---- */

static void put_varint(struct buf *b, uint64_t n)
{
    for (; n >= 0x80; n >>= 7)
        buf_addc(b, (char)(n | 0x80));
    buf_addc(b, (char)n);
}

static uint64_t get_varint(const unsigned char **p)
{
    uint64_t n = 0;
    unsigned shift = 0;
    for (; **p & 0x80; shift += 7)
        n |= (uint64_t)(*(*p)++ & 0x7f) << shift;
    return n | (uint64_t)*(*p)++ << shift;
}

/* Of a file, lines mostly rise: how far, twice; one more where it is another file, whose number and line follow. */
static void keep_place(struct fresh *f, const struct sort_item *item)
{
    if (item->file == f->file && item->line >= f->line) {
        put_varint(&f->places, (uint64_t)(item->line - f->line) << 1);
    } else {
        put_varint(&f->places, 1);
        put_varint(&f->places, item->file);
        put_varint(&f->places, item->line);
    }
    f->file = item->file;
    f->line = item->line;
}

static void next_place(const unsigned char **p, struct sort_item *item)
{
    uint64_t step = get_varint(p);
    if (step & 1) {
        item->file = (uint32_t)get_varint(p);
        item->line = (uint32_t)get_varint(p);
    } else {
        item->line += (uint32_t)(step >> 1);
    }
}

/* ---- ranks ---- */

static const char *folder(const struct fresh *f) { return f->s.temp_dir ? f->s.temp_dir : "/tmp"; }

static int write_ranks(struct fresh *f, struct error *err)
{
    if (buf_check(&f->ranks, err) < 0 || (f->ranks_fd < 0 && (f->ranks_fd = temp_open(f->s.temp_dir, err)) < 0) ||
        temp_write(f->ranks_fd, folder(f), f->ranks.p, f->ranks.n, err) < 0)
        return -1;
    buf_clear(&f->ranks);
    return 0;
}

static int keep_rank(struct fresh *f, const struct sort_item *item, struct error *err)
{
    uint16_t n = (uint16_t)item->rank.n;
    buf_add(&f->ranks, &n, sizeof n);
    buf_addspan(&f->ranks, item->rank);
    return f->ranks.n < RANKS_KEPT ? buf_check(&f->ranks, err) : write_ranks(f, err);
}

/* The file of ranks from its beginning. */
struct rank_reader {
    int fd;
    const char *dir; /* for messages */
    off_t from;
    struct buf b;
    size_t at;
};

/* n bytes that come next; NULL with err. */
static const char *rank_bytes(struct rank_reader *r, size_t n, struct error *err)
{
    while (r->b.n - r->at < n) {
        if (r->at > 0)
            memmove(r->b.p, r->b.p + r->at, r->b.n - r->at);
        r->b.n -= r->at;
        r->at = 0;
        char *p = buf_room(&r->b, RANKS_KEPT);
        ssize_t got = p ? pread(r->fd, p, RANKS_KEPT, r->from) : -1;
        if (!p)
            error_memory(err);
        else if (got < 0)
            error_errno(err, ERROR_STORE, errno, _("cannot use a temporary file in %s"), r->dir);
        else if (got == 0)
            error_set(err, ERROR_STORE, _("a temporary file in %s is shorter than what was written to it"), r->dir);
        if (got <= 0)
            return NULL;
        r->from += got;
        r->b.n += (size_t)got;
    }
    r->at += n;
    return r->b.p + r->at - n;
}

static int next_rank(struct rank_reader *r, struct span *out, struct error *err)
{
    uint16_t n;
    const char *p = rank_bytes(r, sizeof n, err);
    if (!p)
        return -1;
    memcpy(&n, p, sizeof n);
    if (!(p = rank_bytes(r, n, err)))
        return -1;
    *out = (struct span){ p, n };
    return 0;
}

/* ---- life ---- */

static void close_it(struct fresh *f)
{
    for (int i = 0; i < STATEMENT_COUNT; i++) {
        sqlite3_finalize(f->s.statements[i]);
        f->s.statements[i] = NULL;
    }
    sqlite3_close(f->s.db); /* rolls back what is open */
    f->s.db = NULL;
    if (f->fd >= 0)
        close(f->fd);
    f->fd = -1;
}

static void remove_folders(struct fresh *f)
{
    char *slash;
    for (; f->folders > 0 && (slash = strrchr(f->name.p, '/')) != NULL; f->folders--) {
        *slash = '\0';
        rmdir(f->name.p); /* another program may have put something there */
    }
}

void fresh_free(struct fresh *f)
{
    if (!f)
        return;
    close_it(f);
    if (!f->named && f->name.n && !f->name.failed) {
        unlink(buf_str(&f->name));
        remove_folders(f);
    }
    stage_rows_release(&f->rows);
    buf_release(&f->name);
    buf_release(&f->guards);
    buf_release(&f->places);
    buf_release(&f->ranks);
    if (f->ranks_fd >= 0)
        close(f->ranks_fd);
    free(f->s.path);
    free(f);
}

static int open_it(struct fresh *f, struct error *err)
{
    const char *name = buf_str(&f->name);
    if (store_make_folders(f->name.p, &f->folders, err) < 0 || store_fill_new(name, err) < 0)
        return -1;
    f->fd = open(name, O_RDWR | O_CLOEXEC);
    f->s.db = store_open_file(name, SQLITE_OPEN_READWRITE, err);
    if (!f->s.db || store_set_up(f->s.db, name, true, &f->s.patience, err) < 0 || db_exec(&f->s, SQL_UNCHECKED, err) < 0 ||
        db_do(&f->s, BEGIN_WRITE, err) < 0 || stage_guard_aside(&f->s, "entry_new", GUARD_DROP, &f->guards, err) < 0)
        return -1;
    return stage_guard_aside(&f->s, "replaces_new", GUARD_REPLACES_DROP, &f->guards, err);
}

/* NULL: it cannot be, which the caller can do without. */
static struct fresh *fresh_new(const struct store *s)
{
    struct error ignored;
    struct fresh *f = calloc(1, sizeof *f);
    if (!f)
        return NULL;
    f->name = f->guards = f->places = f->rows.bytes = (struct buf)BUF_INIT;
    f->rows.s = &f->s;
    f->fd = f->ranks_fd = -1;
    f->ranks = (struct buf)BUF_INIT;
    f->s.mode = s->mode;
    f->s.temp_dir = s->temp_dir;
    f->s.path = strdup(s->path);
    if (f->s.path)
        store_new_name(f->s.path, &f->name);
    if (f->s.path && buf_check(&f->name, &ignored) == 0 && open_it(f, &ignored) == 0)
        return f;
    fresh_free(f);
    return NULL;
}

/* ---- entries ---- */

/* What is written goes to the disk meanwhile, and not all of it at the commit. Only advice: nothing is made sure of here. */
static void write_early(struct fresh *f)
{
    struct stat st;
    if (f->fd < 0 || fstat(f->fd, &st) < 0 || st.st_size - f->asked < WRITE_STEP)
        return;
    sync_file_range(f->fd, f->asked, st.st_size - f->asked, SYNC_FILE_RANGE_WRITE);
    f->asked = st.st_size;
}

static int add(struct fresh *f, const struct sort_item *item, bool replacing, struct error *err)
{
    if (!f->catalog[item->kind])
        f->catalog[item->kind] = ++f->catalogs;
    const struct stage_place place = { f->catalog[item->kind], 1, false, replacing };
    keep_place(f, item);
    if (f->ranked && keep_rank(f, item, err) < 0)
        return -1;
    if (f->rows.n == STAGE_ROWS)
        write_early(f);
    return buf_check(&f->places, err) < 0 ? -1
                                          : stage_rows_add(&f->rows, &place, item->code, item->hash, item->name, item->record, err);
}

/* Some have ranks and some have none: that is for the sorter, which has them still. */
static int give_up(struct stage *g)
{
    fresh_free(g->fresh);
    g->fresh = NULL;
    return 0;
}

static int begin(struct stage *g, struct error *err)
{
    struct sort_item item;
    g->fresh_tried = true;
    g->fresh = fresh_new(g->store);
    if (g->fresh)
        g->fresh->ranked = sorter_waiting(g->sorter, 0, &item) && item.rank.n > 0;
    for (size_t i = 0; g->fresh && sorter_waiting(g->sorter, i, &item); i++)
        if ((item.rank.n > 0) != g->fresh->ranked)
            return give_up(g);
    for (size_t i = 0; g->fresh && sorter_waiting(g->sorter, i, &item); i++)
        if (add(g->fresh, &item, g->successors[item.kind], err) < 0)
            return -1;
    if (g->fresh)
        sorter_forget(g->sorter);
    return 0;
}

int fresh_take(struct stage *g, const struct sort_item *item, struct error *err)
{
    if (g->order.broken || item->behind || (g->fresh && (item->rank.n > 0) != g->fresh->ranked)) {
        g->fresh_tried = true;
        return g->fresh ? fresh_unload(g, err) : 0;
    }
    if (!g->fresh && !g->fresh_tried && !g->look_only && g->store->stand_in && sorter_half_full(g->sorter) && begin(g, err) < 0)
        return -1;
    if (!g->fresh)
        return 0;
    return add(g->fresh, item, g->successors[item->kind], err) < 0 ? -1 : 1;
}

static enum kind kind_of(const struct fresh *f, int64_t catalog)
{
    int kind = 0;
    while (kind < KIND_COUNT - 1 && f->catalog[kind] != catalog)
        kind++;
    return (enum kind)kind;
}

int fresh_unload(struct stage *g, struct error *err)
{
    struct fresh *f = g->fresh;
    sqlite3_stmt *q = NULL;
    const unsigned char *place = (const unsigned char *)f->places.p;
    struct sort_item item = { .file = 0 };
    int got = stage_rows_flush(&f->rows, err);
    if (got == 0 && f->ranked)
        got = write_ranks(f, err);
    struct rank_reader ranks = { .fd = f->ranks_fd, .dir = folder(f), .b = BUF_INIT };
    if (got == 0 && !(q = db_statement(&f->s, ENTRY_ALL, err)))
        got = -1;
    while (got == 0 && (got = db_step(&f->s, q, err)) == 1) {
        struct span hash = db_blob(q, 1);
        item.kind = kind_of(f, sqlite3_column_int64(q, 0));
        item.code = db_text(q, 2);
        item.name = db_text(q, 3);
        item.record = db_blob(q, 4);
        memcpy(item.hash, hash.p, hash.n < sizeof item.hash ? hash.n : sizeof item.hash);
        next_place(&place, &item);
        got = f->ranked && next_rank(&ranks, &item.rank, err) < 0 ? -1 : sorter_add(g->sorter, &item, err);
    }
    buf_release(&ranks.b);
    fresh_free(f);
    g->fresh = NULL;
    return got;
}

/* ---- the end ---- */

struct store *fresh_store(struct fresh *f) { return &f->s; }
struct buf *fresh_guards(struct fresh *f) { return &f->guards; }
int64_t fresh_catalog(const struct fresh *f, enum kind kind) { return f->catalog[kind]; }

int fresh_finish(struct fresh *f, struct error *err)
{
    struct stat st;
    if (stat(f->s.path, &st) == 0)
        return 0;
    return stage_rows_flush(&f->rows, err) < 0 ? -1 : 1;
}

int fresh_become(struct fresh *f, struct store *s, struct error *err)
{
    struct error ignored;
    int done = store_give_name(buf_str(&f->name), f->s.path, err);
    if (done != 1)
        return done;
    f->named = true;
    close_it(f);
    db_writable(s, &ignored); /* done is done; whoever writes next asks again */
    return store_sync_folder(f->s.path, &ignored) < 0 ? db_unsynced(f->s.path, err) : 1;
}
