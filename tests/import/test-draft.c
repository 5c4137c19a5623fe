/* tests/import/test-draft.c: surveys, fits and drafts: what they see, that memory stays bounded, and that every draft can be loaded. */
#include "import/draft.h"
#include "import/fit.h"
#include "import_test.h"
#include "tests/suite.h"

#include <stdlib.h>

static struct trial trial;
static char path[256];

static void write_document(const char *text)
{
    trial_write(&trial, "a.xml", span_of(text));
    snprintf(path, sizeof path, "%s/a.xml", trial.dir);
}

static void survey(struct survey *s, bool in_process, size_t chunk)
{
    struct survey_options options = { .in_process = in_process, .chunk = chunk };
    int rc = survey_read(s, path, &options, &trial.err);
    ck_assert_msg(rc == 0, "%s", trial.err.text);
}

static uint32_t at(const struct survey *s, const char *where)
{
    uint32_t node = 0;
    struct span rest = span_of(where);
    while (rest.n > 0 && node != SURVEY_NONE) {
        const char *slash = memchr(rest.p, '/', rest.n);
        struct span step = { rest.p, slash ? (size_t)(slash - rest.p) : rest.n };
        bool attribute = step.p[0] == '@';
        node = survey_child(s, node, (struct span){ step.p + attribute, step.n - attribute }, attribute);
        rest = slash ? (struct span){ slash + 1, rest.n - step.n - 1 } : SPAN("");
    }
    ck_assert_msg(node != SURVEY_NONE, "%s is not there", where);
    return node;
}

static void is_node(const struct survey *s, const char *where, uint64_t count, uint64_t filled, uint64_t distinct, uint64_t most)
{
    const struct survey_node *n = &s->nodes[at(s, where)];
    ck_assert_msg(n->count == count && n->filled == filled && n->distinct == distinct && n->most == most, "%s: %llu times, %llu filled, %llu different, %llu in one",
                  where, (unsigned long long)n->count, (unsigned long long)n->filled, (unsigned long long)n->distinct, (unsigned long long)n->most);
}

static const char document[] = "<r v='1'><d i='1'><n> A </n><p>-</p><x><y>1</y><y>2</y></x></d><d i='2'><n>B</n><p>5</p><x/></d><d i='2'><n/><x><y>1</y></x><t>2026-07-01</t></d></r>";

START_TEST(counts)
{
    struct survey s;
    struct buf p = BUF_INIT;
    write_document(document);
    survey(&s, false, 0);
    is_node(&s, "@v", 1, 1, 1, 1);
    is_node(&s, "d", 3, 0, 0, 3);
    is_node(&s, "d/@i", 3, 3, 2, 1);
    is_node(&s, "d/n", 3, 2, 2, 1);
    is_node(&s, "d/p", 2, 1, 1, 1); /* "-" is no value */
    is_node(&s, "d/x/y", 3, 3, 2, 2);
    const struct survey_node *y = &s.nodes[at(&s, "d/x/y")], *t = &s.nodes[at(&s, "d/t")];
    ck_assert_uint_eq(y->within[1], 2); /* two records have one */
    ck_assert_uint_eq(s.nodes[at(&s, "d/p")].looks[LOOK_NULL], 1);
    ck_assert(t->behind && !y->behind && survey_looks(t, LOOK_DATE_ISO, 100));
    survey_path(&s, at(&s, "d/x"), at(&s, "d/@i"), &p);
    ck_assert_str_eq(buf_str(&p), "../@i");
    buf_clear(&p);
    survey_path(&s, at(&s, "d"), at(&s, "d"), &p);
    ck_assert_str_eq(buf_str(&p), ".");
    buf_release(&p);
    survey_release(&s);
}
END_TEST

static void same_survey(const struct survey *a, const struct survey *b)
{
    ck_assert_uint_eq(a->count, b->count);
    for (size_t i = 0; i < a->count; i++) {
        const struct survey_node *x = &a->nodes[i], *y = &b->nodes[i];
        ck_assert(span_eq(x->name, y->name) && x->parent == y->parent && x->count == y->count && x->filled == y->filled && x->distinct == y->distinct);
        ck_assert(memcmp(x->looks, y->looks, sizeof x->looks) == 0 && x->shortest == y->shortest && x->longest == y->longest);
        ck_assert_uint_eq(x->sample_count, y->sample_count);
        for (size_t k = 0; k < x->sample_count; k++)
            ck_assert(span_eq(x->samples[k], y->samples[k]));
    }
}

/* The child, the call, and one byte at a time see the same. */
START_TEST(the_same_however_read)
{
    struct survey a, b, c;
    write_document(document);
    survey(&a, false, 0);
    survey(&b, true, 0);
    survey(&c, true, 1);
    same_survey(&a, &b);
    same_survey(&a, &c);
    survey_release(&a);
    survey_release(&b);
    survey_release(&c);
}
END_TEST

static void repeat(struct buf *b, const char *text, int n)
{
    for (int i = 0; i < n; i++)
        buf_adds(b, text);
}

/* More names than are told apart, and more values than are kept: counted, not held. */
START_TEST(bounded)
{
    struct survey s;
    struct buf b = BUF_INIT;
    buf_adds(&b, "<r>");
    for (int i = 0; i < 6000; i++)
        buf_addf(&b, "<d><i>%d</i><n%d/></d>", i, i);
    buf_adds(&b, "</r>");
    write_document(buf_str(&b));
    buf_release(&b);
    survey(&s, false, 0);
    ck_assert_uint_eq(s.count, SURVEY_NODES_MOST);
    ck_assert_uint_eq(s.beyond, 6000 - (SURVEY_NODES_MOST - 3));
    const struct survey_node *i = &s.nodes[at(&s, "d/i")];
    ck_assert_uint_eq(i->filled, 6000);
    ck_assert_msg(i->distinct > 5000 && i->distinct < 7200, "%llu", (unsigned long long)i->distinct);
    ck_assert_uint_eq(i->sample_count, SURVEY_SAMPLES);
    survey_release(&s);
}
END_TEST

START_TEST(long_texts)
{
    struct survey s;
    struct buf b = BUF_INIT;
    buf_adds(&b, "<r><d a='");
    repeat(&b, "\xE7\x94\xB2", 5000);
    buf_adds(&b, "'>");
    repeat(&b, "\xE4\xB9\x99", 70000);
    buf_adds(&b, "</d></r>");
    write_document(buf_str(&b));
    buf_release(&b);
    survey(&s, false, 0);
    const struct survey_node *d = &s.nodes[at(&s, "d")], *a = &s.nodes[at(&s, "d/@a")];
    ck_assert_msg(d->longest >= 70000 && a->longest >= 5000 && d->samples[0].n <= SURVEY_SAMPLE_MOST && d->samples[0].n % 3 == 0, "%u, %u, %zu", d->longest,
                  a->longest, d->samples[0].n);
    survey_release(&s);
}
END_TEST

/* Text in columns is a tree too; lines of another number are counted apart. */
START_TEST(columns)
{
    struct survey s, t;
    write_document("1;a;x\n2;b;\n\n3;null;y;\nodd\n4;d\n");
    survey(&s, false, 0);
    survey(&t, true, 1);
    same_survey(&s, &t);
    ck_assert(s.width == 3 && s.separator == ';' && s.odd == 2 && s.count == 5);
    is_node(&s, "line", 3, 0, 0, 3);
    is_node(&s, "line/1", 3, 3, 3, 1);
    is_node(&s, "line/2", 3, 2, 2, 1);
    is_node(&s, "line/3", 3, 2, 2, 1);
    ck_assert_uint_eq(survey_column(&s, at(&s, "line/3")), 3);
    ck_assert_uint_eq(survey_column(&s, at(&s, "line")), 0);
    survey_release(&s);
    survey_release(&t);
}
END_TEST

static const struct {
    const char *text, *why;
} refused[] = {
    { "one\ntwo\n", "its lines have no columns" },
    { "<r><d>", "" }, { "", "the file is empty" }, { "{}", "JSON" }, { "<!DOCTYPE r [<!ENTITY a 'b'>]><r>&a;</r>", "" },
};

START_TEST(broken)
{
    struct survey s;
    struct survey_options options = { .in_process = false };
    write_document(refused[_i].text);
    ck_assert_int_eq(survey_read(&s, path, &options, &trial.err), -1);
    ck_assert_int_eq(trial.err.code, ERROR_INPUT);
    ck_assert_msg(strstr(trial.err.text, refused[_i].why), "%s", trial.err.text);
    survey_release(&s);
}
END_TEST

/* ---- drafts: each can be loaded ---- */

static struct profile *draft(const char *text, int kind, struct buf *xml)
{
    struct survey s;
    struct draft_options o = { .share_dir = trial.options.share_dir, .file = "a--b-->.xml", .kind = kind };
    write_document(text);
    survey(&s, false, 0);
    struct draft *d = draft_new(&s, &o, &trial.err);
    ck_assert_msg(d != NULL, "%s", trial.err.text);
    ck_assert_int_eq(draft_write(d, xml, &trial.err), 0);
    draft_free(d);
    survey_release(&s);
    trial_write(&trial, "draft.xml", buf_span(xml));
    snprintf(path, sizeof path, "%s/draft.xml", trial.dir);
    struct profile *p = profile_load(path, &trial.err);
    ck_assert_msg(p != NULL, "%s\n%s", trial.err.text, buf_str(xml));
    return p;
}

static const struct {
    const char *text;
    int kind;
    const char *parts[8]; /* that must stand in the draft, in this order; "!" in front: that may not */
} drafts[] = {
    /* values and names that would end a comment */
    { "<r><d><code>a--b--&gt;</code><name>--&gt;&lt;evil&gt;</name><other>-</other><x>--</x></d><d><code>-----</code><name>b</name><other>--&gt;</other></d></r>", -1,
      { "<code from=\"code\"/>", "<name from=\"name\"/>", "!--b", "!-->.xml" } },
    /* one record only */
    { "<r><drug><code>1</code><name>n</name></drug></r>", -1, { "<record path=\"drug\" kind=\"drug\">", "<code from=\"code\"/>", "<name from=\"name\"/>" } },
    /* the kind that the user says */
    { "<r><x><code>1</code><name>n</name></x><x><code>2</code><name>m</name></x></r>", KIND_FACILITY, { "kind=\"facility\"" } },
    /* nothing can be guessed */
    { "<r><x><a>1</a><b>2</b></x><x><a>1</a><b>2</b></x></r>", -1, { "<code from=\"TO-DO\"/>", "<name from=\"TO-DO\"/>" } },
    /* a code that is not another in each record is none */
    { "<r><x><code>1</code><id>7</id><name>n</name></x><x><code>1</code><id>8</id><name>m</name></x><x><code>1</code><id>9</id><name>m</name></x></r>", -1,
      { "<code from=\"id\"/>", "<name from=\"name\"/>" } },
    /* values speak against names */
    { "<r><x><code>1</code><name>n</name><price>see list</price><start-date>soon</start-date></x><x><code>2</code><name>m</name><price>none</price>"
      "<start-date>later</start-date></x></r>", -1, { "unsure: <ceiling from=\"price\"/> (its values are no amounts)", "unsure: <valid-from from=\"start-date\"/> (its values are no days)" } },
    /* values speak where names do not */
    { "<r><x><code>1</code><name>n</name><f7>\xE5\x9B\xBD\xE8\x8D\xAF\xE5\x87\x86\xE5\xAD\x97H20013062</f7><f8>86904467000019</f8></x></r>", -1,
      { "<approval from=\"f7\"/>", "<standard-code from=\"f8\"/>" } },
    /* in another namespace than the root */
    { "<r xmlns:q='urn:q'><q:d><q:code>1</q:code><q:name>n</q:name></q:d><q:d><q:code>2</q:code><q:name>m</q:name></q:d></r>", -1,
      { "namespace=\"*\"", "<code from=\"code\"/>" } },
    /* a table inside the document */
    { "<r><makers><maker id='a'>A &amp; Co</maker><maker id='b'>B</maker></makers><d code='1' name='n' makerId='a'/><d code='2' name='m' makerId='b'/><d code='3' name='o' makerId='a'/></r>",
      -1, { "<table id=\"maker\" path=\"makers/maker\" key=\"@id\" value=\".\"/>", "<manufacturer from=\"@makerId\" table=\"maker\"" } },
    /* days, decimals, classes */
    { "<r><d code='1' name='n' price='1,5' class='x' pay-class='A' start-date='13/01/2026' self-pay='20'/><d code='2' name='m' price='2' pay-class='C' start-date='02/03/2026' self-pay='100'/></r>",
      -1, { "<pay-class from=\"@pay-class\" map=", "<self-pay from=\"@self-pay\" scale=\"1/100\"", "<ceiling from=\"@price\" decimal=\",\"/>", "<valid-from from=\"@start-date\" date=\"%d/%m/%Y\"/>" } },
};

START_TEST(drafted)
{
    struct buf xml = BUF_INIT;
    struct profile *p = draft(drafts[_i].text, drafts[_i].kind, &xml);
    const char *from = buf_str(&xml);
    for (size_t i = 0; i < 8 && drafts[_i].parts[i]; i++) {
        const char *part = drafts[_i].parts[i];
        if (part[0] == '!') {
            ck_assert_msg(!strstr(buf_str(&xml), part + 1), "%s stands in\n%s", part + 1, buf_str(&xml));
            continue;
        }
        const char *found = strstr(from, part);
        ck_assert_msg(found != NULL, "no %s in\n%s", part, buf_str(&xml));
        from = found;
    }
    profile_free(p);
    buf_release(&xml);
}
END_TEST

START_TEST(no_record)
{
    struct survey s;
    struct draft_options o = { .share_dir = trial.options.share_dir, .file = "a.xml", .kind = -1 };
    write_document("<r><a>1</a></r>");
    survey(&s, true, 0);
    ck_assert_ptr_null(draft_new(&s, &o, &trial.err));
    ck_assert_int_eq(trial.err.code, ERROR_INPUT);
    survey_release(&s);
}
END_TEST

/* ---- fits ---- */

START_TEST(fits)
{
    struct survey s;
    struct profile_set set;
    struct fit *list;
    struct fit_unused *unused;
    size_t n;
    write_document("<transferinfo x='9'><headinfo><REQUESTID>903</REQUESTID><Q>1</Q></headinfo><datas><data1><row><AKA060>1</AKA060><AKA061>n</AKA061>"
                   "<ZZZ><A>1</A><B>2</B></ZZZ></row></data1></datas></transferinfo>");
    survey(&s, false, 0);
    ck_assert_int_eq(profile_set_load(&set, trial.options.share_dir, NULL, &trial.err), 0);
    list = calloc(set.count, sizeof *list);
    ck_assert_uint_eq(fit_judge(&s, &set, list), 1);
    ck_assert(span_is(list[0].profile->name, "rs-903"));
    ck_assert(list[1].how == FIT_MARKER_VALUE && span_is(list[1].profile->name, "rs-904") && span_is(list[1].found, "903"));
    ck_assert(list[set.count - 1].how >= FIT_ROOT);
    ck_assert_int_eq(fit_unused(&s, list[0].profile, &unused, &n, &trial.err), 0);
    ck_assert_uint_eq(n, 3);
    ck_assert(unused[0].node == at(&s, "datas/data1/row/ZZZ") && unused[0].whole && unused[0].values == 2);
    ck_assert(unused[1].node == at(&s, "@x") && unused[2].node == at(&s, "headinfo/Q"));
    free(unused);
    free(list);
    profile_set_release(&set);
    survey_release(&s);
}
END_TEST

static int count_record(void *ctx, const struct fit_record *r, struct error *err)
{
    (void)err;
    ck_assert(r->n >= 2);
    ++*(int *)ctx;
    return 0;
}

/* Every record is counted, the first ones are told; nothing needs a store. */
START_TEST(reads)
{
    struct profile_set set;
    struct fit_result result;
    int told = 0;
    struct fit_options o = { .share_dir = trial.options.share_dir, .temp_dir = trial.dir, .records = 2, .problems = 5 };
    struct fit_events events = { .ctx = &told, .record = count_record };
    write_document("<catalog xmlns='urn:duima:catalog:1' region='X' version='1' effective='2026-07-01'><drug code='1'><name>a</name><form>f</form></drug>"
                   "<service code='1'><name>a</name></service><drug code='2'><name>b</name><ceiling>x</ceiling></drug><drug code='1'><name>c</name></drug></catalog>");
    ck_assert_int_eq(profile_set_load(&set, trial.options.share_dir, "native", &trial.err), 0);
    int rc = fit_read(path, set.at[0], &o, &events, &result, &trial.err);
    ck_assert_msg(rc == 0, "%s", trial.err.text);
    ck_assert(result.ended && told == 2 && result.good == 3 && result.bad == 1 && result.twice == 1 && result.effective == 20260701);
    ck_assert(result.kinds[KIND_DRUG] == 2 && result.kinds[KIND_SERVICE] == 1 && result.fields[ENTRY_FIELD_FORM] == 1 && span_is(result.label, "1"));
    fit_result_release(&result);
    profile_set_release(&set);
}
END_TEST

static void begin(void) { trial_begin(&trial); }
static void end(void) { trial_end(&trial); }

int main(void)
{
    TCase *c = tcase_create("draft");
    tcase_add_checked_fixture(c, begin, end);
    tcase_add_test(c, counts);
    tcase_add_test(c, the_same_however_read);
    tcase_add_test(c, bounded);
    tcase_add_test(c, long_texts);
    tcase_add_test(c, columns);
    tcase_add_loop_test(c, broken, 0, (int)(sizeof refused / sizeof *refused));
    tcase_add_loop_test(c, drafted, 0, (int)(sizeof drafts / sizeof *drafts));
    tcase_add_test(c, no_record);
    tcase_add_test(c, fits);
    tcase_add_test(c, reads);
    Suite *s = suite_create("import/draft");
    suite_add_tcase(s, c);
    return suite_run(s);
}
