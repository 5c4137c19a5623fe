/* tests/import/test-export.c: what is exported is imported again as it was: random catalogs of every kind, with every field, odd characters, and
 * extreme values; written, read, written again. */
#include "catalog/store.h"
#include "import/native_out.h"
#include "import_test.h"
#include "tests/suite.h"

#define CATALOGS 1000
#define MOST     6 /* entries of a kind */

struct random {
    uint64_t state;
};
static unsigned pick(struct random *r, unsigned below)
{
    r->state = r->state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (unsigned)(r->state >> 33) % below;
}

/* A text of up to `most` characters that XML can hold; as a document can bring it: not empty, no blanks at its ends. */
static struct span text(struct random *r, struct arena *memory, unsigned most)
{
    static const char *const characters[] = { "a",  "Z", "0",  "<",  ">",  "&",  "\"", "'", "]]>", "药", "（", "％", "µ",  "𠀀", "😀", "é", "\xc2\x85",
                                              "\xc2\xa0", " ", "　", "\t", "\n", "=", "+", "-", "@", ",", ";", "×", "\xef\xbf\xbd", "\xe2\x80\xa8" };
    struct buf b = BUF_INIT;
    unsigned n = 1 + pick(r, most);
    buf_adds(&b, "x");
    for (unsigned i = 1; i < n; i++)
        buf_adds(&b, characters[pick(r, sizeof characters / sizeof *characters)]);
    buf_adds(&b, "。");
    struct span copy = arena_copy(memory, buf_span(&b));
    buf_release(&b);
    ck_assert_ptr_nonnull(copy.p);
    return copy;
}

static date day(struct random *r)
{
    static const date days[] = { DATE_NONE, 10101, 20260228, 20240229, 20261231, 20991231, 99991231 };
    return days[pick(r, sizeof days / sizeof *days)];
}

static struct span code(struct random *r, struct arena *memory, unsigned i)
{
    struct buf b = BUF_INIT;
    buf_addf(&b, "%u", i);
    for (unsigned n = pick(r, 3); n > 0; n--)
        buf_adds(&b, ((const char *const[]){ "0", "x", "X", "-", "编", "&", "<", "/", "=" })[pick(r, 9)]);
    struct span copy = arena_copy(memory, buf_span(&b));
    buf_release(&b);
    return copy;
}

static void fill_lists(struct random *r, struct arena *memory, struct entry *e)
{
    static const int64_t money[] = { 0, 1, 10000, 186000, 99999999, INT64_C(9000000000000) };
    struct span *aliases = arena_alloc(memory, 3 * sizeof *aliases), *approvals = arena_alloc(memory, 3 * sizeof *approvals);
    struct ceiling *ceilings = arena_alloc(memory, 4 * sizeof *ceilings);
    struct self_pay *shares = arena_alloc(memory, 3 * sizeof *shares);
    struct successor *successors = arena_alloc(memory, 3 * sizeof *successors);
    e->alias_count = pick(r, 3);
    e->approval_count = e->text[ENTRY_APPROVAL].p ? pick(r, 3) : 0;
    e->ceiling_count = pick(r, 5);
    e->self_pay_count = e->pay_class == 'C' ? 1 : pick(r, 3);
    e->successor_count = pick(r, 3);
    for (unsigned i = 0; i < 4; i++) {
        ceilings[i] = (struct ceiling){ i % 2 ? CEILING_PAYMENT : CEILING_PRICE, (int)(i / 2 + pick(r, 2)), (enum ownership)pick(r, 3), money[pick(r, 6)] };
        if (i == 3)
            break;
        aliases[i] = text(r, memory, 12);
        approvals[i] = text(r, memory, 12);
        shares[i] = (struct self_pay){ i ? code(r, memory, i) : SPAN_NONE, e->pay_class == 'C' ? 10000 : (int64_t)pick(r, 10001) };
        struct span other = code(r, memory, 1000 + i), own = e->text[ENTRY_CODE];
        bool old = pick(r, 2);
        successors[i] = (struct successor){ old ? own : other, old ? other : own, (enum successor_type)pick(r, 3) };
    }
    e->aliases = aliases;
    e->approvals = approvals;
    e->ceilings = ceilings;
    e->self_pays = shares;
    e->successors = successors;
}

static void make_entry(struct random *r, struct arena *memory, enum kind kind, unsigned i, struct entry *e)
{
    static const int64_t quantities[] = { AMOUNT_NONE, 10000, 240000, 5000, INT64_C(10000000000) };
    entry_init(e, kind);
    for (enum entry_text f = 0; f < ENTRY_TEXT_COUNT; f++)
        if (pick(r, 3))
            e->text[f] = text(r, memory, f >= ENTRY_RESTRICTION ? 400 : 20);
    static const enum entry_text codes[] = { ENTRY_POLICY_CODE, ENTRY_LOCAL_CODE, ENTRY_STANDARD_CODE, ENTRY_ADDON_OF };
    for (size_t k = 0; k < sizeof codes / sizeof *codes; k++)
        if (e->text[codes[k]].p)
            e->text[codes[k]] = code(r, memory, 77);
    e->text[ENTRY_CODE] = code(r, memory, i);
    e->text[ENTRY_NAME] = text(r, memory, 30);
    e->text[ENTRY_FLAGS] = pick(r, 2) ? SPAN_NONE : SPAN("dual-channel negotiated 集采");
    e->text[ENTRY_LIST_TYPE] = pick(r, 2) ? SPAN_NONE : SPAN("101");
    e->pack_quantity = quantities[pick(r, 5)];
    e->pay_class = "ABC\0"[pick(r, 4)];
    e->inactive = pick(r, 5) == 0;
    e->limit_level = (int)pick(r, 4) - 1;
    e->limit_level = e->limit_level == 0 ? -1 : e->limit_level;
    e->limit_age_min = pick(r, 3) ? -1 : (int)pick(r, 100);
    e->limit_age_max = pick(r, 3) ? -1 : 100 + (int)pick(r, 50);
    e->limit_sex = (enum sex)pick(r, 4);
    e->limit_visit = (enum visit)pick(r, 4);
    e->limit_approval = (int)pick(r, 3) - 1;
    e->valid_from = pick(r, 2) ? DATE_NONE : 10101;
    e->valid_to = day(r);
    e->agreement_from = pick(r, 2) ? DATE_NONE : 10101;
    e->agreement_to = day(r);
    fill_lists(r, memory, e);
}

static void open_store(const struct trial *t, struct store **s)
{
    char path[256];
    struct error err;
    snprintf(path, sizeof path, "%s/store.db", t->dir);
    *s = store_open(path, STORE_READ, &err);
    ck_assert_msg(*s != NULL, "%s", err.text);
}

struct written {
    struct xml_writer w;
    const struct entry *entries; /* what each must be, in the same order; NULL: not compared */
    size_t at;
};
static int add_entry(void *ctx, const struct entry *e, struct error *err)
{
    struct written *x = ctx;
    (void)err;
    if (x->entries) {
        struct buf a = BUF_INIT, b = BUF_INIT;
        entry_pack(e, &a);
        entry_pack(&x->entries[x->at], &b);
        ck_assert_msg(span_eq(buf_span(&a), buf_span(&b)), "entry %.*s is not what was written", SPAN_ARG(e->text[ENTRY_CODE]));
        buf_release(&a);
        buf_release(&b);
    }
    x->at++;
    native_add(&x->w, e);
    return 0;
}

/* Everything of a label, as a document, into out. */
static void export_all(const struct trial *t, const struct native_head *head, const struct entry *entries, struct buf *out)
{
    struct store *s;
    struct error err;
    struct written x = { .entries = entries };
    open_store(t, &s);
    native_begin(&x.w, head, out);
    for (enum kind kind = 0; kind < KIND_COUNT; kind++) {
        struct version_info v;
        if (store_version(s, head->region, kind, head->label, &v, &err) == 1) {
            ck_assert(v.effective == head->effective && v.expires == head->expires && v.fragment == head->fragment);
            ck_assert_int_eq(store_entries(s, &v, add_entry, &x, &err), 0);
        }
    }
    ck_assert_msg(native_finish(&x.w, &err) == 0, "%s", err.text);
    ck_assert_int_eq((int64_t)x.at, head->count);
    store_close(s);
}

static int by_code(const void *a, const void *b)
{
    const struct entry *x = a, *y = b;
    return x->kind != y->kind ? (int)x->kind - (int)y->kind : span_cmp(x->text[ENTRY_CODE], y->text[ENTRY_CODE]);
}

static void round_trip(uint64_t seed)
{
    struct random r = { seed };
    struct arena memory = ARENA_INIT;
    struct entry entries[KIND_COUNT * MOST];
    size_t n = 0;
    for (enum kind kind = 0; kind < KIND_COUNT; kind++)
        for (unsigned i = 0, most = pick(&r, MOST + 1); i < most; i++)
            make_entry(&r, &memory, kind, i, &entries[n++]);
    if (n == 0)
        make_entry(&r, &memory, KIND_DRUG, 0, &entries[n++]);
    qsort(entries, n, sizeof *entries, by_code);
    struct native_head head = { .region = SPAN("430000"), .label = SPAN("2026.1-β"), .effective = day(&r), .expires = day(&r),
                                .fragment = pick(&r, 3) == 0, .count = (int64_t)n };
    head.title = pick(&r, 2) ? text(&r, &memory, 20) : SPAN_NONE;
    head.publisher = pick(&r, 2) ? text(&r, &memory, 20) : SPAN_NONE;

    struct buf first = BUF_INIT, second = BUF_INIT, third = BUF_INIT;
    struct written x = { .at = 0 };
    struct error err;
    native_begin(&x.w, &head, &first);
    for (size_t i = 0; i < n; i++)
        native_add(&x.w, &entries[i]);
    ck_assert_msg(native_finish(&x.w, &err) == 0, "%s", err.text);

    struct trial a, b;
    trial_begin(&a);
    trial_write(&a, "a.xml", buf_span(&first));
    trial_good(&a, "a.xml");
    export_all(&a, &head, entries, &second);
    trial_begin(&b);
    trial_write(&b, "b.xml", buf_span(&second));
    trial_good(&b, "b.xml");
    for (size_t i = 0; i < a.report.result.count; i++)
        ck_assert_mem_eq(a.report.result.versions[i].version.hash, b.report.result.versions[i].version.hash, SHA256_BYTES);
    export_all(&b, &head, entries, &third);
    ck_assert(span_eq(buf_span(&second), buf_span(&third)));
    trial_end(&a);
    trial_end(&b);
    buf_release(&first);
    buf_release(&second);
    buf_release(&third);
    arena_release(&memory);
}

START_TEST(round_trips)
{
    for (uint64_t i = 0; i < CATALOGS / 10; i++)
        round_trip((uint64_t)_i * CATALOGS + i);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("export");
    TCase *tc = tcase_create("export");
    tcase_set_timeout(tc, 300);
    tcase_add_loop_test(tc, round_trips, 0, 10);
    suite_add_tcase(suite, tc);
    return suite_run(suite);
}
