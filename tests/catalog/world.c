/* tests/catalog/world.c */
#include "tests/catalog/world.h"
#include <dirent.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

const struct act world_act = { { "tester", 6 }, { "2026-01-02T03:04:05Z", 20 }, { "because", 7 }, { "duima test", 10 } };

void world_init(struct world *w, const char *file)
{
    memset(w, 0, sizeof *w);
    const char *tmp = getenv("TMPDIR"); /* memory where there is some: thousands of commits, each with its fsync */
    if (!tmp || strlen(tmp) > 40)
        tmp = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp";
    snprintf(w->dir, sizeof w->dir, "%s/duima-XXXXXX", tmp);
    ck_assert_ptr_nonnull(mkdtemp(w->dir));
    snprintf(w->path, sizeof w->path, "%s/%s", w->dir, file);
    arena_init(&w->memory);
}

static void remove_folder(const char *path)
{
    DIR *d = opendir(path);
    struct dirent *item;
    while (d && (item = readdir(d))) {
        char full[600];
        struct stat st;
        if (strcmp(item->d_name, ".") == 0 || strcmp(item->d_name, "..") == 0)
            continue;
        snprintf(full, sizeof full, "%s/%s", path, item->d_name);
        if (lstat(full, &st) == 0 && S_ISDIR(st.st_mode))
            remove_folder(full);
        else
            unlink(full);
    }
    if (d)
        closedir(d);
    rmdir(path);
}

void world_release(struct world *w)
{
    store_close(w->s);
    arena_release(&w->memory);
    remove_folder(w->dir);
}

void world_open(struct world *w, enum store_mode mode)
{
    store_close(w->s);
    w->s = store_open(w->path, mode, &w->err);
    ck_assert_msg(w->s != NULL, "%s", w->err.text);
}

static struct span text(struct world *w, const char *format, ...) __attribute__((format(printf, 2, 3)));
static struct span text(struct world *w, const char *format, ...)
{
    char s[200];
    va_list args;
    va_start(args, format);
    int n = vsnprintf(s, sizeof s, format, args);
    va_end(args);
    return arena_copy(&w->memory, (struct span){ s, (size_t)n });
}

static unsigned mix(unsigned x) { return (x ^ x >> 15) * 2654435761u ^ x >> 7; }

static void fill_repeats(struct world *w, unsigned h, struct entry *e)
{
    struct span *aliases = arena_alloc(&w->memory, 4 * sizeof *aliases), *approvals = arena_alloc(&w->memory, 4 * sizeof *approvals);
    struct ceiling *ceilings = arena_alloc(&w->memory, 4 * sizeof *ceilings);
    struct self_pay *self_pays = arena_alloc(&w->memory, 4 * sizeof *self_pays);
    struct successor *successors = arena_alloc(&w->memory, 4 * sizeof *successors);
    e->alias_count = h % 4;
    e->approval_count = (h >> 2) % 3;
    e->ceiling_count = (h >> 4) % 4;
    e->self_pay_count = (h >> 6) % 3;
    e->successor_count = (h >> 8) % 3;
    for (unsigned i = 0; i < 4; i++) {
        aliases[i] = text(w, "别名%u", (h + i) % 50);
        approvals[i] = text(w, "国药准字Z%u", h % 1000 + i);
        ceilings[i] = (struct ceiling){ i % 2 ? CEILING_PAYMENT : CEILING_PRICE, (int)i, (enum ownership)(i % 3), (int64_t)h * 7 - i };
        self_pays[i] = (struct self_pay){ i ? text(w, "scheme%u", i) : SPAN_NONE, (int64_t)(h % 10000) };
        successors[i] = (struct successor){ text(w, "OLD%u", i), text(w, "NEW%u", h % 9), (enum successor_type)(i % 3) };
    }
    e->aliases = aliases;
    e->approvals = approvals;
    e->ceilings = ceilings;
    e->self_pays = self_pays;
    e->successors = successors;
}

void world_entry(struct world *w, enum kind kind, const char *code, unsigned variant, struct entry *e)
{
    entry_init(e, kind);
    e->text[ENTRY_CODE] = text(w, "%s", code);
    e->text[ENTRY_NAME] = text(w, "药%s-%u", code, variant % 5);
    unsigned h = mix(variant + 1);
    for (unsigned f = ENTRY_GENERIC; f < ENTRY_TEXT_COUNT; f++) {
        h = mix(h + f);
        if (h % 3)
            e->text[f] = h % 3 == 1 ? text(w, "字段%u/%u", f, h % 7) : text(w, "v%u", h % 100000);
    }
    h = mix(h);
    e->pack_quantity = h % 4 ? (int64_t)(h % 1000) * 10000 : AMOUNT_NONE;
    e->pay_class = "ABC\0"[h >> 3 & 3];
    e->inactive = (h >> 5) % 7 == 0;
    e->limit_level = (int)(h >> 6) % 5 - 1;
    e->limit_age_min = (h >> 8) % 3 ? -1 : (int)(h % 100);
    e->limit_age_max = (h >> 9) % 3 ? -1 : (int)(h % 100);
    e->limit_sex = (enum sex)((h >> 10) % 4);
    e->limit_visit = (enum visit)((h >> 12) % 4);
    e->limit_approval = (int)((h >> 14) % 3) - 1;
    e->valid_from = (h >> 16) % 2 ? 20260101 + (int)(h % 12) * 100 : DATE_NONE;
    e->valid_to = (h >> 17) % 2 ? 20271231 : DATE_NONE;
    e->agreement_from = (h >> 18) % 2 ? 20250101 : DATE_NONE;
    e->agreement_to = (h >> 19) % 2 ? 20261231 : DATE_NONE;
    fill_repeats(w, mix(h), e);
}

bool world_same(const struct entry *a, const struct entry *b)
{
    struct buf pa = BUF_INIT, pb = BUF_INIT;
    entry_pack(a, &pa);
    entry_pack(b, &pb);
    bool same = !pa.failed && !pb.failed && span_eq(buf_span(&pa), buf_span(&pb));
    buf_release(&pa);
    buf_release(&pb);
    return same;
}

struct stage_meta world_meta(const char *region, const char *label)
{
    return (struct stage_meta){ .region = span_of(region), .label = span_of(label), .profile = SPAN("native"), .act = world_act };
}

int world_stage_with(struct world *w, const struct stage_meta *meta, const struct row *rows, size_t n, size_t memory, bool dry_run,
                     struct stage_result *result)
{
    struct stage_options options = { .temp_dir = w->dir, .memory = memory };
    struct stage *g = stage_new(w->s, &options, &w->err);
    ck_assert_msg(g != NULL, "%s", w->err.text);
    for (size_t i = 0; i < n; i++) {
        struct entry e;
        world_entry(w, rows[i].kind, rows[i].code, rows[i].variant, &e);
        WORKS(w, stage_add(g, &e, 0, (uint32_t)i + 1, &w->err));
        arena_clear(&w->memory);
    }
    int done = stage_commit(g, meta, dry_run, result, &w->err);
    stage_free(g);
    return done;
}

int world_stage(struct world *w, const struct stage_meta *meta, const struct row *rows, size_t n, struct stage_result *result)
{
    return world_stage_with(w, meta, rows, n, 0, false, result);
}

struct version_info world_version(struct world *w, const char *region, enum kind kind, const char *label)
{
    struct version_info v;
    int got = store_version(w->s, span_of(region), kind, span_of(label), &v, &w->err);
    ck_assert_msg(got == 1, "%s/%s@%s: %d %s", region, kind_word(kind), label, got, got < 0 ? w->err.text : "");
    return v;
}

void world_publish(struct world *w, const struct version_info *v, date from)
{
    WORKS(w, store_publish(w->s, v, 1, from, &world_act, NULL, &w->err));
}

struct buf world_bytes(const char *path)
{
    struct buf b = BUF_INIT;
    FILE *f = fopen(path, "rb");
    ck_assert_ptr_nonnull(f);
    char piece[65536];
    for (size_t n; (n = fread(piece, 1, sizeof piece, f)) > 0;)
        buf_add(&b, piece, n);
    fclose(f);
    ck_assert(!b.failed);
    return b;
}

char *world_sql(struct world *w, const char *sql)
{
    sqlite3 *db;
    char *text_of_error = NULL;
    ck_assert_int_eq(sqlite3_open(w->path, &db), SQLITE_OK);
    if (sqlite3_exec(db, sql, NULL, NULL, &text_of_error) == SQLITE_OK)
        text_of_error = sqlite3_mprintf("");
    sqlite3_close(db);
    return text_of_error;
}
