/* tests/import/test-real.c: the official files of the shared data, where they are. Every number here was counted by another
 * program on the same files. */
#include "import_test.h"
#include "tests/suite.h"

#include "base/share.h"

static const struct {
    const char *file, *label;
    int64_t entries, added, removed;
    int restricted, priceless;
} odb[] = {
    { "ontario-odb/data_extract_20080930.xml", "2008-10-01", 4202, 4202, 0, 541, 793 },
    { "ontario-odb/data_extract_20100422.xml", "2010-04-23", 4658, 618, 162, 663, 1006 },
    { "ontario-odb/data_extract_20110804.xml", "2011-08-04", 4965, 512, 205, 706, 1039 },
};

/* Entries with this in their text, which may have line ends in it. */
static int count_entries(const char *text, const char *with)
{
    int n = 0;
    while (*text) {
        const char *end = strstr(text, "\ndrug ");
        size_t length = end ? (size_t)(end - text) + 1 : strlen(text);
        n += span_find((struct span){ text, length }, span_of(with)) != (size_t)-1;
        text += length;
    }
    return n;
}

START_TEST(ontario)
{
    struct trial t;
    char path[512];
    trial_begin(&t);
    t.options.in_process = false;
    for (size_t i = 0; i < 3; i++) {
        if (!shared(odb[i].file, path)) {
            trial_end(&t);
            return;
        }
        trial_good(&t, path);
        ck_assert_str_eq(buf_str(&t.said), "");
        const struct stage_version *v = trial_version(&t, KIND_DRUG);
        ck_assert_str_eq(t.report.region, "ON");
        ck_assert_str_eq(t.report.label, odb[i].label);
        ck_assert_int_eq(v->entries, odb[i].entries);
        ck_assert_int_eq(v->added, odb[i].added);
        ck_assert_int_eq(v->removed, odb[i].removed);
        char *entries = trial_entries(&t, "ON");
        ck_assert_int_eq(count_entries(entries, " restriction="), odb[i].restricted);
        ck_assert_int_eq(odb[i].entries - count_entries(entries, " ceiling/price/0="), odb[i].priceless);
        ck_assert_int_eq(count_entries(entries, " ceiling/price/0=0 "), 0);
        ck_assert_int_eq(count_entries(entries, " category=") , odb[i].entries);
        ck_assert_int_eq(count_entries(entries, "drug 00253146:"), 1);
        free(entries);
        trial_good(&t, path);
        ck_assert(trial_version(&t, KIND_DRUG)->no_change);
    }
    trial_end(&t);
}
END_TEST

/* An older release that arrives later is a version like any other. */
START_TEST(older_later)
{
    struct trial t;
    char path[512];
    trial_begin(&t);
    for (int i = 2; i >= 0; i -= 2) {
        if (!shared(odb[i].file, path)) {
            trial_end(&t);
            return;
        }
        t.options.publish = true;
        trial_good(&t, path);
        ck_assert_int_eq(trial_version(&t, KIND_DRUG)->version.in_force_from, i ? 20110804 : 20081001);
    }
    trial_end(&t);
}
END_TEST

/* manufacturerList behind its use, and pieces of one byte. */
START_TEST(moved)
{
    struct trial t;
    char path[512];
    struct buf whole = BUF_INIT, other = BUF_INIT;
    trial_begin(&t);
    if (!shared(odb[1].file, path)) {
        trial_end(&t);
        return;
    }
    ck_assert_int_eq(file_read(path, (size_t)1 << 24, ERROR_INPUT, &whole, &t.err), 0);
    size_t from = span_find(buf_span(&whole), SPAN("<manufacturerList>")), to = span_find(buf_span(&whole), SPAN("</manufacturerList>")) + 19;
    size_t end = span_find(buf_span(&whole), SPAN("</extract>"));
    buf_add(&other, whole.p, from);
    buf_add(&other, whole.p + to, end - to);
    buf_add(&other, whole.p + from, to - from);
    buf_adds(&other, "</extract>");
    trial_write(&t, "moved.xml", buf_span(&other));
    trial_good(&t, path);
    trial_good(&t, "moved.xml");
    ck_assert(trial_version(&t, KIND_DRUG)->no_change);
    t.options.chunk = 1;
    trial_good(&t, path);
    ck_assert(trial_version(&t, KIND_DRUG)->no_change);
    trial_good(&t, "moved.xml");
    ck_assert(trial_version(&t, KIND_DRUG)->no_change);
    buf_release(&whole);
    buf_release(&other);
    trial_end(&t);
}
END_TEST

/* Two entries: price .1680 is 0.168 exactly; a drug without a price, whose code has leading zeros. */
START_TEST(prices)
{
    struct trial t;
    char path[512];
    trial_begin(&t);
    if (!shared(odb[0].file, path)) {
        trial_end(&t);
        return;
    }
    trial_good(&t, path);
    char *entries = trial_entries(&t, "ON");
    const char *priced = strstr(entries, "drug 02194198:"), *without = strstr(entries, "drug 00253146:");
    ck_assert_ptr_nonnull(priced);
    ck_assert_ptr_nonnull(without);
    const char *end = strchr(priced, '\n'), *end_without = strchr(without, '\n');
    ck_assert_ptr_nonnull(end_without);
    ck_assert(span_find((struct span){ priced, (size_t)(end - priced) + 1 }, SPAN(" ceiling/price/0=0.168\n")) != (size_t)-1);
    ck_assert(span_find((struct span){ without, (size_t)(end_without - without) }, SPAN("ceiling")) == (size_t)-1);
    ck_assert(span_find((struct span){ without, (size_t)(end_without - without) }, SPAN(" class=C ")) != (size_t)-1);
    free(entries);
    trial_end(&t);
}
END_TEST

static void sample(const char *file, const char *profile, int64_t records, const char *said_part, const char *entry_part)
{
    struct trial t;
    char path[512];
    trial_begin(&t);
    if (shared(file, path)) {
        t.options.region = SPAN("610000");
        t.options.label = SPAN("sample");
        trial_good(&t, path);
        ck_assert_str_eq(t.report.profile, profile);
        ck_assert_int_eq(t.report.records, records);
        ck_assert_msg(strstr(buf_str(&t.said), said_part), "%s", buf_str(&t.said));
        char *entries = trial_entries(&t, "610000");
        ck_assert_msg(strstr(entries, entry_part), "%s", entries);
        free(entries);
    }
    trial_end(&t);
}

START_TEST(samples)
{
    sample("rs-samples/sample_1632_three_catalogs.xml", "rs-1632", 3, "self-pay is \"44.22\": it is no share from 0 to 1; it is left out\n",
           "self-pay/=0.14\n");
    sample("rs-samples/sample_1632_three_catalogs.xml", "rs-1632", 3, "pages declared: 10, given: 1; the version is a fragment\n",
           "ceiling/price/1=16 ceiling/price/2=15 ceiling/price/3=14 ceiling/payment/0=5.89");
    sample("rs-samples/sample_903_drug_catalog.xml", "rs-903", 2, "", "drug 10v118565255: name=胶体果胶铋 generic=胶体果胶铋 form=颗粒剂 category=01 class=B inactive alias=Colloidal Bismuth Pectin self-pay/=0.1\n");
    sample("rs-samples/sample_904_service_catalog.xml", "rs-904", 2, "records declared: 759, read: 2\n", "service 311201020f:");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("import/real");
    TCase *t = tcase_create("real");
    tcase_set_timeout(t, 300);
    tcase_add_test(t, ontario);
    tcase_add_test(t, older_later);
    tcase_add_test(t, moved);
    tcase_add_test(t, prices);
    tcase_add_test(t, samples);
    suite_add_tcase(suite, t);
    return suite_run(suite);
}
