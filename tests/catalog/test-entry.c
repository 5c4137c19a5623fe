/* tests/catalog/test-entry.c: the canonical bytes of an entry. */
#include "tests/catalog/world.h"

static struct span pack(const struct entry *e, struct buf *out)
{
    buf_clear(out);
    entry_pack(e, out);
    ck_assert(!out->failed);
    return buf_span(out);
}

START_TEST(every_field_comes_back)
{
    struct world w;
    struct buf bytes = BUF_INIT;
    struct entry_scratch scratch = ENTRY_SCRATCH_INIT;
    world_init(&w, "x");
    unsigned text_seen[ENTRY_TEXT_COUNT] = { 0 };
    for (unsigned variant = 0; variant < 2000; variant++) {
        struct entry a, b, c;
        enum kind kind;
        struct span code, name, record;
        world_entry(&w, (enum kind)(variant % KIND_COUNT), "00253146", variant, &a);
        struct span packed = pack(&a, &bytes);
        ck_assert_int_eq(entry_unpack(packed, &b, &scratch, &w.err), 0);
        ck_assert_int_eq(a.kind, b.kind);
        for (int f = 0; f < ENTRY_TEXT_COUNT; f++) {
            ck_assert((a.text[f].p == NULL) == (b.text[f].p == NULL));
            ck_assert(span_eq(a.text[f], b.text[f]));
            text_seen[f] += a.text[f].p != NULL;
        }
        ck_assert(a.pack_quantity == b.pack_quantity && a.pay_class == b.pay_class && a.inactive == b.inactive);
        ck_assert(a.limit_level == b.limit_level && a.limit_age_min == b.limit_age_min && a.limit_age_max == b.limit_age_max);
        ck_assert(a.limit_sex == b.limit_sex && a.limit_visit == b.limit_visit && a.limit_approval == b.limit_approval);
        ck_assert(a.valid_from == b.valid_from && a.valid_to == b.valid_to);
        ck_assert(a.agreement_from == b.agreement_from && a.agreement_to == b.agreement_to);
        ck_assert_uint_eq(a.alias_count, b.alias_count);
        for (size_t i = 0; i < a.alias_count; i++)
            ck_assert(span_eq(a.aliases[i], b.aliases[i]));
        ck_assert_uint_eq(a.approval_count, b.approval_count);
        for (size_t i = 0; i < a.approval_count; i++)
            ck_assert(span_eq(a.approvals[i], b.approvals[i]));
        ck_assert(a.ceiling_count == b.ceiling_count && a.self_pay_count == b.self_pay_count && a.successor_count == b.successor_count);
        ck_assert(world_same(&a, &b));
        ck_assert(entry_split(packed, &kind, &code, &name, &record));
        ck_assert_int_eq(entry_join(kind, code, name, record, &c, &scratch, &w.err), 0);
        ck_assert(world_same(&a, &c));
        arena_clear(&w.memory);
    }
    for (int f = 0; f < ENTRY_TEXT_COUNT; f++)
        ck_assert_uint_gt(text_seen[f], 500);
    entry_scratch_release(&scratch);
    buf_release(&bytes);
    world_release(&w);
}
END_TEST

START_TEST(extremes_come_back)
{
    static const int64_t amounts[] = { 0, 1, -1, 1348, INT64_MAX, INT64_MIN + 1, AMOUNT_NONE };
    struct error err;
    struct buf bytes = BUF_INIT;
    struct entry_scratch scratch = ENTRY_SCRATCH_INIT;
    char *large = calloc(1, 3000000);
    memset(large, 'x', 3000000);
    for (size_t i = 0; i < sizeof amounts / sizeof *amounts; i++) {
        struct entry a, b;
        struct ceiling c = { CEILING_PAYMENT, 3, OWNERSHIP_PRIVATE, amounts[i] };
        struct self_pay s[2] = { { SPAN(""), amounts[i] }, { SPAN_NONE, amounts[i] } };
        entry_init(&a, KIND_SERVICE);
        a.text[ENTRY_CODE] = SPAN("A");
        a.text[ENTRY_NAME] = SPAN(""); /* empty is not absent */
        a.text[ENTRY_NOTE] = (struct span){ large, 3000000 };
        a.pack_quantity = amounts[i];
        a.ceilings = &c;
        a.ceiling_count = 1;
        a.self_pays = s;
        a.self_pay_count = 2;
        ck_assert_int_eq(entry_unpack(pack(&a, &bytes), &b, &scratch, &err), 0);
        ck_assert(b.text[ENTRY_NAME].p && b.text[ENTRY_NAME].n == 0);
        ck_assert(!b.text[ENTRY_GENERIC].p);
        ck_assert_uint_eq(b.text[ENTRY_NOTE].n, 3000000);
        ck_assert(b.pack_quantity == amounts[i] && b.ceilings[0].yuan == amounts[i]);
        ck_assert(b.ceilings[0].level == 3 && b.ceilings[0].ownership == OWNERSHIP_PRIVATE);
        ck_assert(!b.self_pays[0].scheme.p && b.self_pays[1].scheme.p); /* sorted: none before empty */
    }
    free(large);
    entry_scratch_release(&scratch);
    buf_release(&bytes);
}
END_TEST

START_TEST(order_counts_only_where_it_means_something)
{
    struct buf one = BUF_INIT, two = BUF_INIT;
    struct ceiling c[] = { { CEILING_PRICE, 3, OWNERSHIP_ANY, 10 }, { CEILING_PRICE, 1, OWNERSHIP_ANY, 4 } };
    struct ceiling d[] = { c[1], c[0] };
    struct successor s[] = { { SPAN("B"), SPAN("C"), SUCCESSOR_SAME_AS }, { SPAN("A"), SPAN("C"), SUCCESSOR_POSSIBLY } };
    struct successor t[] = { s[1], s[0] };
    struct span x[] = { SPAN("甲"), SPAN("乙") }, y[] = { x[1], x[0] };
    struct entry a, b;
    entry_init(&a, KIND_DRUG);
    a.text[ENTRY_CODE] = SPAN("1");
    b = a;
    a.ceilings = c;
    b.ceilings = d;
    a.successors = s;
    b.successors = t;
    a.ceiling_count = b.ceiling_count = a.successor_count = b.successor_count = 2;
    ck_assert(span_eq(pack(&a, &one), pack(&b, &two)));
    ck_assert_int_eq(c[0].level, 3); /* the caller's array is not sorted for it */
    a.aliases = x;
    b.aliases = y;
    a.alias_count = b.alias_count = 2;
    ck_assert(!span_eq(pack(&a, &one), pack(&b, &two)));
    buf_release(&one);
    buf_release(&two);
}
END_TEST

START_TEST(damaged_bytes_are_refused)
{
    struct world w;
    struct buf bytes = BUF_INIT;
    struct entry_scratch scratch = ENTRY_SCRATCH_INIT;
    struct entry a, b;
    world_init(&w, "x");
    world_entry(&w, KIND_DRUG, "X1", 7, &a);
    struct span packed = pack(&a, &bytes);
    unsigned refused = 0;
    for (size_t n = 0; n < packed.n; n++) { /* cut anywhere: refused, or fewer items, never a read past the end */
        char *copy = malloc(n ? n : 1);
        memcpy(copy, packed.p, n);
        refused += entry_unpack((struct span){ copy, n }, &b, &scratch, &w.err) < 0;
        free(copy);
    }
    ck_assert_uint_gt(refused, packed.n / 2);
    for (size_t i = 0; i < packed.n; i++)
        for (int bit = 0; bit < 8; bit++) {
            char *copy = malloc(packed.n);
            memcpy(copy, packed.p, packed.n);
            copy[i] = (char)(copy[i] ^ 1 << bit);
            entry_unpack((struct span){ copy, packed.n }, &b, &scratch, &w.err);
            free(copy);
        }
    ck_assert_int_lt(entry_unpack(SPAN("\x09"), &b, &scratch, &w.err), 0);
    entry_scratch_release(&scratch);
    buf_release(&bytes);
    world_release(&w);
}
END_TEST

START_TEST(tags_of_a_later_release_are_skipped)
{
    struct error err;
    struct entry_scratch scratch = ENTRY_SCRATCH_INIT;
    struct entry e;
    /* kind, code "A", name "B", tag 60, tag 90, tag 200 */
    ck_assert_int_eq(entry_unpack(SPAN("\0\1\1A\2\1B\x3c\2zz\x5a\1\4\xc8\1q"), &e, &scratch, &err), 0);
    ck_assert(span_is(e.text[ENTRY_CODE], "A") && span_is(e.text[ENTRY_NAME], "B"));
    entry_scratch_release(&scratch);
}
END_TEST

START_TEST(stored_values_never_change)
{
    /* Golden: these bytes and hashes stand in stores of people. */
    struct error err;
    struct entry e;
    struct buf bytes = BUF_INIT;
    unsigned char hash[ROW_HASH_BYTES];
    struct ceiling c = { CEILING_PRICE, 0, OWNERSHIP_ANY, 186000 };
    ck_assert_int_eq(hash_start(&err), 0);
    entry_init(&e, KIND_DRUG);
    e.text[ENTRY_CODE] = SPAN("00253146");
    e.text[ENTRY_NAME] = SPAN("N");
    e.text[ENTRY_NOTE] = SPAN("n");
    e.pay_class = 'B';
    e.valid_from = 20260101;
    e.ceilings = &c;
    e.ceiling_count = 1;
    struct span packed = pack(&e, &bytes);
    ck_assert(span_eq(packed, SPAN("\0\1\x08" "00253146" "\2\1N" "\x1c\1n" "\x41\2\x84\1" "\x49\4\x8a\x94\xa9\x13" "\x62\6\0\0\0\xa0\xda\x16")));
    row_hash(packed, hash);
    char hex[2 * ROW_HASH_BYTES + 1];
    for (int i = 0; i < ROW_HASH_BYTES; i++)
        snprintf(hex + 2 * i, 3, "%02x", hash[i]);
    ck_assert_str_eq(hex, "c4241a0d1c311dc5f25b5e615751fe52");
    ck_assert(hash64(SPAN("duima")) == 0x84e2ceec7f869432u);
    struct sha256 *h = sha256_new(&err);
    unsigned char sum[SHA256_BYTES];
    sha256_update(h, "ab", 2);
    sha256_update(h, "c", 1);
    ck_assert_int_eq(sha256_final(h, sum, &err), 0);
    sha256_free(h);
    ck_assert(memcmp(sum, "\xba\x78\x16\xbf\x8f\x01\xcf\xea", 8) == 0); /* FIPS 180-2: "abc" */
    buf_release(&bytes);
}
END_TEST

START_TEST(kinds_have_words)
{
    for (int k = 0; k < KIND_COUNT; k++) {
        enum kind back;
        ck_assert(kind_parse(span_of(kind_word((enum kind)k)), &back));
        ck_assert_int_eq((int)back, k);
    }
    enum kind none;
    ck_assert(!kind_parse(SPAN("drgu"), &none));
    ck_assert(!kind_parse(SPAN(""), &none));
}
END_TEST

int main(void)
{
    Suite *s = suite_create("entry");
    TCase *t = tcase_create("entry");
    tcase_set_timeout(t, 120);
    tcase_add_test(t, every_field_comes_back);
    tcase_add_test(t, extremes_come_back);
    tcase_add_test(t, order_counts_only_where_it_means_something);
    tcase_add_test(t, damaged_bytes_are_refused);
    tcase_add_test(t, tags_of_a_later_release_are_skipped);
    tcase_add_test(t, stored_values_never_change);
    tcase_add_test(t, kinds_have_words);
    suite_add_tcase(s, t);
    return suite_run(s);
}
