/* tests/catalog/test-view.c: the view holds what the store holds; finding codes; the past; successors. */
#include "catalog/view.h"
#include "tests/catalog/world.h"

/* ---- the view is the version in force ---- */

struct ceiling_case {
    enum ceiling_type type;
    int level;
};

static int64_t want_ceiling(const struct entry *e, enum ceiling_type type, int level)
{
    int64_t any = AMOUNT_NONE, own = AMOUNT_NONE, whole = AMOUNT_NONE;
    for (int l = 1; level == 0 && l <= 3; l++)
        any = want_ceiling(e, type, l) > any ? want_ceiling(e, type, l) : any;
    for (size_t i = 0; i < e->ceiling_count; i++) {
        const struct ceiling *c = &e->ceilings[i];
        if (c->type != type)
            continue;
        if (c->level == level && c->yuan > own)
            own = c->yuan;
        if (c->level == 0 && c->yuan > whole)
            whole = c->yuan;
    }
    return level == 0 ? any : own != AMOUNT_NONE ? own : whole;
}

static void compare_fields(const struct view *v, const struct view_entry *got, const struct entry *want)
{
    const struct span *spans;
    for (unsigned f = 0; f < ENTRY_TEXT_COUNT; f++) {
        struct span text = view_text(v, got, (enum entry_text)f);
        if (f == ENTRY_CONTENT || f == ENTRY_NOTE) {
            ck_assert(!text.p);
            continue;
        }
        ck_assert((text.p == NULL) == (want->text[f].p == NULL));
        ck_assert(span_eq(text, want->text[f]));
        if (f != ENTRY_CODE)
            ck_assert((view_text_id(v, got, (enum entry_text)f) == 0) == (text.p == NULL));
    }
    ck_assert(view_kind(got) == want->kind && view_pack_quantity(got) == want->pack_quantity);
    ck_assert(view_pay_class(got) == want->pay_class && view_inactive(got) == want->inactive);
    ck_assert(view_valid_from(got) == want->valid_from && view_valid_to(got) == want->valid_to);
    ck_assert(view_agreement_from(got) == want->agreement_from && view_agreement_to(got) == want->agreement_to);
    ck_assert(view_limit_level(got) == want->limit_level && view_limit_approval(got) == want->limit_approval);
    for (int level = 0; level <= 3; level++) {
        ck_assert(view_ceiling(got, v, CEILING_PRICE, level) == want_ceiling(want, CEILING_PRICE, level));
        ck_assert(view_ceiling(got, v, CEILING_PAYMENT, level) == want_ceiling(want, CEILING_PAYMENT, level));
    }
    ck_assert_uint_eq(view_aliases(v, got, &spans), want->alias_count);
    for (size_t i = 0; i < want->alias_count; i++)
        ck_assert(span_eq(spans[i], want->aliases[i]));
    size_t first = want->text[ENTRY_APPROVAL].p != NULL, n = view_approvals(v, got);
    ck_assert_uint_eq(n, want->approval_count + first);
    if (first)
        ck_assert(span_eq(view_approval(v, got, 0), want->text[ENTRY_APPROVAL]));
    for (size_t i = first; i < n; i++)
        ck_assert(span_eq(view_approval(v, got, i), want->approvals[i - first]));
}

struct walk {
    struct view *v;
    size_t at;
};
static int compare_next(void *ctx, const struct entry *e, struct error *err)
{
    struct walk *w = ctx;
    (void)err;
    const struct view_entry *got = view_at(w->v, e->kind, w->at++);
    compare_fields(w->v, got, e);
    ck_assert_ptr_eq(view_find(w->v, e->kind, e->text[ENTRY_CODE]), got);
    return 0;
}

START_TEST(equal_to_the_store)
{
    struct world w;
    struct stage_result r;
    enum { N = 3000 };
    static struct row rows[N];
    static char names[N][16];
    world_init(&w, "s.duima");
    world_open(&w, STORE_CREATE);
    for (unsigned i = 0; i < N; i++) {
        snprintf(names[i], sizeof names[i], "%s%05u", i % 3 ? "XN" : "码", i);
        rows[i] = (struct row){ (enum kind)(i % 3), names[i], i };
    }
    struct stage_meta meta = world_meta("X", "1");
    meta.publish = true;
    meta.publish_from = 20260101;
    WORKS(&w, world_stage(&w, &meta, rows, N, &r));
    for (unsigned i = 0; i < N; i += 10)
        rows[i].variant += 7;
    meta.label = SPAN("2");
    meta.publish_from = 20260201;
    WORKS(&w, world_stage(&w, &meta, rows, N - 100, &r));
    meta.label = SPAN("3"); /* staged: never shows */
    meta.publish = false;
    WORKS(&w, world_stage(&w, &meta, rows, N / 2, &r));
    for (int pass = 0; pass < 2; pass++) {
        WORKS(&w, store_begin_read(w.s, &w.err));
        struct view *v = view_load(w.s, SPAN("X"), pass ? 20260201 : 20260131, ~0u, &w.err);
        ck_assert_msg(v != NULL, "%s", w.err.text);
        uint32_t index = 0;
        for (int k = 0; k < KIND_COUNT; k++) {
            const struct version_info *in_force = view_version(v, (enum kind)k);
            ck_assert((in_force != NULL) == (k < 3));
            if (!in_force)
                continue;
            ck_assert_str_eq(in_force->label, pass ? "2" : "1");
            struct walk walk = { v, 0 };
            WORKS(&w, store_entries(w.s, in_force, compare_next, &walk, &w.err));
            ck_assert_uint_eq(walk.at, view_count(v, (enum kind)k));
            ck_assert_int_eq((int64_t)walk.at, in_force->entries);
            for (size_t i = 0; i < walk.at; i++)
                ck_assert_uint_eq(view_index(v, view_at(v, (enum kind)k, i)), index++);
        }
        for (uint32_t i = 0, top = view_text_ids(v); i < view_count(v, KIND_DRUG); i++)
            for (unsigned f = 0; f < ENTRY_TEXT_COUNT; f++)
                ck_assert_uint_lt(view_text_id(v, view_at(v, KIND_DRUG, i), (enum entry_text)f), top);
        ck_assert_ptr_null(view_find(v, KIND_DRUG, SPAN("xn00001")));
        ck_assert_ptr_null(view_find(v, KIND_DRUG, SPAN("")));
        ck_assert_ptr_null(view_find(v, KIND_CONSUMABLE, SPAN("XN00001")));
        ck_assert_uint_gt(view_memory(v), 1000);
        view_free(v);
        store_end_read(w.s);
    }
    struct view *none = view_load(w.s, SPAN("nowhere"), 20260201, ~0u, &w.err);
    ck_assert(none && !view_version(none, KIND_DRUG) && view_count(none, KIND_DRUG) == 0);
    ck_assert_ptr_null(view_find(none, KIND_DRUG, SPAN("A")));
    view_free(none);
    world_release(&w);
}
END_TEST

/* ---- entries made by hand ---- */

struct hand {
    struct world w;
    struct stage *g;
    struct view *v;
};

static void hand_begin(struct hand *h)
{
    if (!h->w.dir[0]) {
        world_init(&h->w, "s.duima");
        world_open(&h->w, STORE_CREATE);
    }
    struct stage_options o = { .temp_dir = h->w.dir };
    h->g = stage_new(h->w.s, &o, &h->w.err);
    ck_assert_ptr_nonnull(h->g);
}

static struct entry plain(const char *code)
{
    struct entry e;
    entry_init(&e, KIND_DRUG);
    e.text[ENTRY_CODE] = span_of(code);
    e.text[ENTRY_NAME] = SPAN("药");
    return e;
}

static void hand_add(struct hand *h, const struct entry *e) { WORKS(&h->w, stage_add(h->g, e, 0, 1, &h->w.err)); }

static void hand_commit(struct hand *h, const char *label, date from)
{
    struct stage_meta meta = world_meta("X", label);
    struct stage_result r;
    meta.publish = from != DATE_NONE;
    meta.publish_from = from;
    WORKS(&h->w, stage_commit(h->g, &meta, false, &r, &h->w.err));
    stage_free(h->g);
    h->g = NULL;
}

static void hand_view(struct hand *h, date day)
{
    view_free(h->v);
    h->v = view_load(h->w.s, SPAN("X"), day, ~0u, &h->w.err);
    ck_assert_msg(h->v != NULL, "%s", h->w.err.text);
}

static void hand_end(struct hand *h)
{
    view_free(h->v);
    world_release(&h->w);
}

START_TEST(ceilings_and_shares)
{
    struct hand h = { 0 };
    struct ceiling tiers[] = { { CEILING_PRICE, 1, OWNERSHIP_ANY, 40000 }, { CEILING_PRICE, 2, OWNERSHIP_PRIVATE, 60000 },
                               { CEILING_PRICE, 2, OWNERSHIP_PUBLIC, 50000 }, { CEILING_PRICE, 0, OWNERSHIP_ANY, 45000 },
                               { CEILING_PAYMENT, 0, OWNERSHIP_ANY, 1348 } };
    struct ceiling every[] = { { CEILING_PRICE, 0, OWNERSHIP_ANY, 90000 }, { CEILING_PRICE, 1, OWNERSHIP_ANY, 40000 },
                               { CEILING_PRICE, 2, OWNERSHIP_ANY, 50000 }, { CEILING_PRICE, 3, OWNERSHIP_ANY, 60000 } };
    struct self_pay one[] = { { SPAN("employee"), 1000 } }, two[] = { { SPAN("employee"), 1000 }, { SPAN("resident"), 2000 } };
    struct self_pay mixed[] = { { SPAN("resident"), 2000 }, { SPAN_NONE, 500 } };
    hand_begin(&h);
    struct entry e = plain("A");
    e.ceilings = tiers;
    e.ceiling_count = 5;
    e.self_pays = one;
    e.self_pay_count = 1;
    hand_add(&h, &e);
    e = plain("B");
    e.self_pays = two;
    e.self_pay_count = 2;
    hand_add(&h, &e);
    e = plain("C");
    e.self_pays = mixed;
    e.self_pay_count = 2;
    hand_add(&h, &e);
    e = plain("D");
    e.pay_class = 'C';
    e.ceilings = every;
    e.ceiling_count = 4;
    e.self_pays = one;
    e.self_pay_count = 1;
    hand_add(&h, &e);
    hand_commit(&h, "1", 20260101);
    hand_view(&h, 20260101);
    const struct view_entry *a = view_find(h.v, KIND_DRUG, SPAN("A")), *b = view_find(h.v, KIND_DRUG, SPAN("B"));
    const struct view_entry *c = view_find(h.v, KIND_DRUG, SPAN("C")), *d = view_find(h.v, KIND_DRUG, SPAN("D"));
    ck_assert_int_eq(view_ceiling(a, h.v, CEILING_PRICE, 0), 60000); /* above every level's */
    ck_assert_int_eq(view_ceiling(a, h.v, CEILING_PRICE, 1), 40000);
    ck_assert_int_eq(view_ceiling(a, h.v, CEILING_PRICE, 2), 60000); /* of several tiers the highest */
    ck_assert_int_eq(view_ceiling(a, h.v, CEILING_PRICE, 3), 45000); /* no own one: the one for all */
    ck_assert_int_eq(view_ceiling(a, h.v, CEILING_PAYMENT, 2), 1348);
    ck_assert(view_ceiling(b, h.v, CEILING_PRICE, 2) == AMOUNT_NONE);
    ck_assert_int_eq(view_ceiling(d, h.v, CEILING_PRICE, 0), 60000); /* every level has its own: the one for all is nobody's */
    ck_assert_int_eq(view_self_pay(h.v, a, SPAN_NONE), 1000); /* the only one */
    ck_assert_int_eq(view_self_pay(h.v, a, SPAN("resident")), 1000);
    ck_assert(view_self_pay(h.v, b, SPAN_NONE) == AMOUNT_NONE);
    ck_assert_int_eq(view_self_pay(h.v, b, SPAN("resident")), 2000);
    ck_assert(view_self_pay(h.v, b, SPAN("student")) == AMOUNT_NONE);
    ck_assert_int_eq(view_self_pay(h.v, c, SPAN("student")), 500);
    ck_assert_int_eq(view_self_pay(h.v, c, SPAN("resident")), 2000);
    ck_assert_int_eq(view_self_pay(h.v, d, SPAN("employee")), 10000); /* C is always all of it */
    hand_end(&h);
}
END_TEST

START_TEST(restricted_by_text_or_limit)
{
    struct hand h = { 0 };
    static const char *const names[] = { "0", "1", "2", "3", "4", "5", "6", "7", "8" };
    hand_begin(&h);
    for (int i = 0; i < 9; i++) {
        struct entry e = plain(names[i]);
        switch (i) {
        case 1: e.text[ENTRY_RESTRICTION] = SPAN("限儿童"); break;
        case 2: e.limit_level = 2; break;
        case 3: e.limit_sex = SEX_FEMALE; break;
        case 4: e.limit_age_max = 14; break;
        case 5: e.limit_visit = VISIT_INPATIENT; break;
        case 6: e.limit_approval = 1; break;
        case 7: e.limit_sex = SEX_ANY, e.limit_visit = VISIT_ANY, e.limit_approval = 0; break;
        default: break;
        }
        hand_add(&h, &e);
    }
    hand_commit(&h, "1", 20260101);
    hand_view(&h, 20260101);
    for (int i = 0; i < 9; i++)
        ck_assert_msg(view_restricted(view_at(h.v, KIND_DRUG, (size_t)i)) == (i >= 1 && i <= 6), "%d", i);
    hand_end(&h);
}
END_TEST

/* ---- codes ---- */

static const char *code_of(const struct hand *h, const struct view_entry *e, struct buf *b)
{
    buf_clear(b);
    if (e)
        buf_addspan(b, view_text(h->v, e, ENTRY_CODE));
    return buf_str(b);
}

START_TEST(folded_codes)
{
    static const char *const codes[] = { "XN02A", "ab-1", "AB-2", "Ab-2", "ＸＣ３", "00253146", "Ж1" };
    static const struct { const char *asked, *found; } cases[] = {
        { "xn02a", "XN02A" }, { " XN 02A\t", "XN02A" }, { "ｘｎ０２Ａ", "XN02A" }, { "XN02\xe3\x80\x80" "A", "XN02A" }, { "AB-1", "ab-1" },
        { "ab-2", "" /* two */ }, { "xc3", "ＸＣ３" }, { "253146", "" }, { "XN02B", "" }, { "", "" }, { "ж1", "Ж1" },
    };
    struct hand h = { 0 };
    struct buf b = BUF_INIT;
    hand_begin(&h);
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
        struct entry e = plain(codes[i]);
        hand_add(&h, &e);
    }
    hand_commit(&h, "1", 20260101);
    hand_view(&h, 20260101);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct view_entry *e = view_find_folded(h.v, KIND_DRUG, span_of(cases[i].asked), &h.w.err);
        ck_assert_msg(strcmp(code_of(&h, e, &b), cases[i].found) == 0, "%s: %s", cases[i].asked, buf_str(&b));
    }
    ck_assert_ptr_null(view_find_folded(h.v, KIND_SERVICE, SPAN("XN02A"), &h.w.err));
    buf_release(&b);
    hand_end(&h);
}
END_TEST

static bool one_edit(const char *a, const char *b)
{
    size_t n = strlen(a), m = strlen(b), i = 0;
    if (strcmp(a, b) == 0)
        return false;
    while (i < n && i < m && a[i] == b[i])
        i++;
    if (n == m && strcmp(a + i + 1, b + i + 1) == 0)
        return true;
    if (n == m && i + 1 < n && a[i] == b[i + 1] && a[i + 1] == b[i] && strcmp(a + i + 2, b + i + 2) == 0)
        return true;
    if (n + 1 == m)
        return strcmp(a + i, b + i + 1) == 0;
    return m + 1 == n && strcmp(a + i + 1, b + i) == 0;
}

START_TEST(lookalikes_are_all_one_edit_away)
{
    enum { N = 600 };
    static char codes[N][8];
    struct hand h = { 0 };
    unsigned state = 7, total = 0;
    hand_begin(&h);
    size_t count = 0;
    for (unsigned i = 0; i < N; i++) { /* few letters, so that many are alike */
        char code[8];
        unsigned n = 3 + (state = state * 1103515245u + 12345u, state >> 16) % 4;
        for (unsigned k = 0; k < n; k++)
            code[k] = "AB1"[(state = state * 1103515245u + 12345u, state >> 16) % 3];
        code[n] = '\0';
        bool had = false;
        for (size_t k = 0; k < count; k++)
            had = had || strcmp(codes[k], code) == 0;
        if (had)
            continue;
        memcpy(codes[count++], code, n + 1);
        struct entry e = plain(code);
        hand_add(&h, &e);
    }
    hand_commit(&h, "1", 20260101);
    hand_view(&h, 20260101);
    for (unsigned i = 0; i < 300; i++) {
        char asked[10], folded[10];
        unsigned n = 1 + (state = state * 1103515245u + 12345u, state >> 16) % 7;
        for (unsigned k = 0; k < n; k++) {
            folded[k] = "AB1C"[(state = state * 1103515245u + 12345u, state >> 16) % 4];
            asked[k] = (char)(folded[k] >= 'A' && i % 2 ? folded[k] + 32 : folded[k]);
        }
        asked[n] = folded[n] = '\0';
        const struct view_entry *out[N];
        int got = view_lookalikes(h.v, KIND_DRUG, span_of(asked), out, N, &h.w.err);
        int want = 0;
        for (size_t k = 0; k < count; k++)
            want += one_edit(codes[k], folded);
        ck_assert_msg(got == want, "%s: %d, not %d", asked, got, want);
        total += (unsigned)got;
        for (int k = 0; k < got; k++) {
            struct span c = view_text(h.v, out[k], ENTRY_CODE);
            char text[8];
            memcpy(text, c.p, c.n);
            text[c.n] = '\0';
            ck_assert_msg(one_edit(text, folded), "%s %s", text, folded);
            ck_assert(k == 0 || view_index(h.v, out[k - 1]) < view_index(h.v, out[k]));
        }
        const struct view_entry *few[2];
        ck_assert_int_eq(view_lookalikes(h.v, KIND_DRUG, span_of(asked), few, 2, &h.w.err), got < 2 ? got : 2);
        for (int k = 0; k < 2 && k < got; k++)
            ck_assert_ptr_eq(few[k], out[k]);
    }
    ck_assert_uint_gt(total, 300);
    ck_assert_int_eq(view_lookalikes(h.v, KIND_SERVICE, SPAN("AB1"), NULL, 5, &h.w.err), 0);
    hand_end(&h);
}
END_TEST

/* ---- the past ---- */

START_TEST(what_is_known_of_a_code)
{
    struct hand h = { 0 };
    struct past p;
    static const struct { const char *label; date from; const char *codes; date valid; } versions[] = {
        { "1", 20260101, "AB", 20250101 }, { "2", 20260301, "ABC", 20240601 }, { "3", 20260601, "A", DATE_NONE }, { "S", DATE_NONE, "AS", 20260101 },
        { "4", 20260901, "AD", 20260901 },
    };
    for (size_t i = 0; i < 5; i++) {
        hand_begin(&h);
        for (const char *c = versions[i].codes; *c; c++) {
            char code[2] = { *c, '\0' };
            struct entry e = plain(code);
            e.text[ENTRY_SPEC] = span_of(versions[i].label);
            e.text[ENTRY_APPROVAL] = SPAN("H1");
            e.text[ENTRY_NOTE] = SPAN("not loaded");
            struct span second = SPAN("H2");
            e.approvals = &second;
            e.approval_count = 1;
            e.valid_from = versions[i].valid;
            hand_add(&h, &e);
        }
        hand_commit(&h, versions[i].label, versions[i].from);
    }
    hand_view(&h, 20260701); /* 3 is in force */
    ck_assert_int_eq(view_past(h.v, KIND_DRUG, SPAN("B"), &p, &h.w.err), 0);
    ck_assert(p.known && p.next.number == 0);
    ck_assert_str_eq(p.last.label, "2");
    ck_assert(span_is(view_text(h.v, p.entry, ENTRY_SPEC), "2") && view_index(h.v, p.entry) == UINT32_MAX);
    ck_assert_uint_eq(view_text_id(h.v, p.entry, ENTRY_SPEC), VIEW_NO_NUMBER);
    ck_assert_uint_eq(view_text_id(h.v, p.entry, ENTRY_FORM), 0);
    ck_assert(!view_text(h.v, p.entry, ENTRY_NOTE).p);
    ck_assert(view_approvals(h.v, p.entry) == 2 && span_is(view_approval(h.v, p.entry, 0), "H1") && span_is(view_approval(h.v, p.entry, 1), "H2"));
    ck_assert(!p.ever_open_from && p.earliest_from == 20240601);
    WORKS(&h.w, view_past(h.v, KIND_DRUG, SPAN("A"), &p, &h.w.err)); /* in force, and in all */
    ck_assert_str_eq(p.last.label, "3");
    ck_assert_str_eq(p.next.label, "4");
    ck_assert(p.ever_open_from && p.earliest_from == 20240601 && span_is(view_text(h.v, p.entry, ENTRY_SPEC), "3"));
    WORKS(&h.w, view_past(h.v, KIND_DRUG, SPAN("D"), &p, &h.w.err)); /* only later */
    ck_assert(p.known && p.last.number == 0 && span_is(view_text(h.v, p.entry, ENTRY_SPEC), "4"));
    ck_assert_str_eq(p.next.label, "4");
    ck_assert_int_eq(p.next.in_force_from, 20260901);
    WORKS(&h.w, view_past(h.v, KIND_DRUG, SPAN("S"), &p, &h.w.err)); /* only staged: not known */
    ck_assert(!p.known && !p.entry);
    WORKS(&h.w, view_past(h.v, KIND_DRUG, SPAN("nothing"), &p, &h.w.err));
    ck_assert(!p.known);
    WORKS(&h.w, view_past(h.v, KIND_SERVICE, SPAN("A"), &p, &h.w.err));
    ck_assert(!p.known);
    view_past_clear(h.v);
    hand_view(&h, 20250101); /* before all: nothing in force */
    WORKS(&h.w, view_past(h.v, KIND_DRUG, SPAN("B"), &p, &h.w.err));
    ck_assert(p.known && p.last.number == 0);
    ck_assert_str_eq(p.next.label, "1");
    hand_end(&h);
}
END_TEST

/* ---- successors ---- */

/* "A>B" replaced-by, "A=B" same-as, "A?B" possibly; the left side says it, unless `by_new` ("B<A": B replaces A). */
static void add_chain_entry(struct hand *h, const char *code, const char *edges, bool inactive, date from, date to)
{
    struct successor s[4];
    struct entry e = plain(code);
    for (const char *p = edges; p && *p; p += 2) {
        struct span other = { p + 1, 1 }, own = span_of(code);
        enum successor_type type = *p == '=' ? SUCCESSOR_SAME_AS : *p == '?' ? SUCCESSOR_POSSIBLY : SUCCESSOR_REPLACED_BY;
        s[e.successor_count++] = *p == '<' ? (struct successor){ other, own, type } : (struct successor){ own, other, type };
    }
    e.successors = s;
    e.inactive = inactive;
    e.valid_from = from;
    e.valid_to = to;
    hand_add(h, &e);
}

START_TEST(chains)
{
    struct hand h = { 0 };
    struct buf out = BUF_INIT;
    hand_begin(&h); /* version 1: W, which goes, names its successor V; Y names Z, which never was */
    add_chain_entry(&h, "W", ">V", false, DATE_NONE, DATE_NONE);
    add_chain_entry(&h, "Y", ">Z", false, DATE_NONE, DATE_NONE);
    hand_commit(&h, "1", 20260101);
    hand_begin(&h);
    add_chain_entry(&h, "A", ">B", true, DATE_NONE, DATE_NONE);
    add_chain_entry(&h, "B", "=C", true, DATE_NONE, DATE_NONE);
    add_chain_entry(&h, "C", NULL, false, 20260101, 20261231);
    add_chain_entry(&h, "D", "?C", true, DATE_NONE, DATE_NONE);
    add_chain_entry(&h, "E", ">C>V", true, DATE_NONE, DATE_NONE);
    add_chain_entry(&h, "F", ">G", true, DATE_NONE, DATE_NONE);
    add_chain_entry(&h, "G", ">F", true, DATE_NONE, DATE_NONE);
    add_chain_entry(&h, "H", ">I", true, DATE_NONE, DATE_NONE);
    add_chain_entry(&h, "I", NULL, true, DATE_NONE, DATE_NONE);
    add_chain_entry(&h, "V", "<U", false, DATE_NONE, DATE_NONE);
    add_chain_entry(&h, "K", ">I>C", true, DATE_NONE, DATE_NONE);   /* one of two is active */
    add_chain_entry(&h, "L", "?V>C", true, DATE_NONE, DATE_NONE);   /* one is sure */
    add_chain_entry(&h, "M", ">A>B", true, DATE_NONE, DATE_NONE);   /* two ways, one end */
    add_chain_entry(&h, "N", "?B>A", true, DATE_NONE, DATE_NONE);   /* possibly and surely the same end */
    add_chain_entry(&h, "O", ">O", true, DATE_NONE, DATE_NONE);
    add_chain_entry(&h, "P", ">G>C", true, DATE_NONE, DATE_NONE);   /* a circle on one way, an end on the other */
    add_chain_entry(&h, "Q", ">X", true, DATE_NONE, DATE_NONE);     /* X starts later */
    add_chain_entry(&h, "X", NULL, false, 20261001, DATE_NONE);
    hand_commit(&h, "2", 20260301);
    hand_begin(&h);
    add_chain_entry(&h, "I", ">C", true, DATE_NONE, DATE_NONE);
    hand_commit(&h, "S", DATE_NONE); /* staged: says nothing */
    static const struct { const char *from; enum chain_end end; const char *to; } cases[] = {
        { "A", CHAIN_ONE, "C" },     { "B", CHAIN_ONE, "C" },      { "C", CHAIN_NONE, "" },     { "D", CHAIN_POSSIBLY, "C" },
        { "E", CHAIN_SEVERAL, "C, V" }, { "F", CHAIN_CIRCLE, "F" }, { "H", CHAIN_DEAD_END, "I" }, { "U", CHAIN_ONE, "V" },
        { "W", CHAIN_ONE, "V" },     { "Y", CHAIN_DEAD_END, "Z" }, { "K", CHAIN_ONE, "C" },     { "L", CHAIN_ONE, "C" },
        { "M", CHAIN_ONE, "C" },     { "N", CHAIN_ONE, "C" },      { "O", CHAIN_CIRCLE, "O" },  { "P", CHAIN_ONE, "C" },
        { "Q", CHAIN_DEAD_END, "X" }, { "nothing", CHAIN_NONE, "" },
    };
    hand_view(&h, 20260701);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        enum chain_end end = CHAIN_NONE;
        WORKS(&h.w, view_chain(h.v, KIND_DRUG, span_of(cases[i].from), 20260701, &end, &out, &h.w.err));
        ck_assert_msg(end == cases[i].end && strcmp(buf_str(&out), cases[i].to) == 0, "%s: %d %s", cases[i].from, (int)end, buf_str(&out));
    }
    enum chain_end end;
    WORKS(&h.w, view_chain(h.v, KIND_DRUG, SPAN("A"), 20270101, &end, &out, &h.w.err)); /* C has ended */
    ck_assert_int_eq(end, CHAIN_DEAD_END);
    WORKS(&h.w, view_chain(h.v, KIND_DRUG, SPAN("Q"), 20261001, &end, &out, &h.w.err));
    ck_assert_int_eq(end, CHAIN_ONE);
    WORKS(&h.w, view_chain(h.v, KIND_SERVICE, SPAN("A"), 20260701, &end, &out, &h.w.err));
    ck_assert_int_eq(end, CHAIN_NONE);
    buf_release(&out);
    hand_end(&h);
}
END_TEST

START_TEST(a_chain_without_end)
{
    struct hand h = { 0 };
    struct buf out = BUF_INIT;
    enum chain_end end;
    hand_begin(&h);
    for (int i = 0; i < 5000; i++) {
        char code[8], next[8];
        snprintf(code, sizeof code, "%05d", i);
        snprintf(next, sizeof next, "%05d", i + 1);
        struct entry e = plain(code);
        struct successor s = { span_of(code), span_of(next), SUCCESSOR_REPLACED_BY };
        e.successors = &s;
        e.successor_count = 1;
        hand_add(&h, &e);
    }
    hand_commit(&h, "1", 20260101);
    hand_view(&h, 20260101);
    WORKS(&h.w, view_chain(h.v, KIND_DRUG, SPAN("00000"), 20260101, &end, &out, &h.w.err));
    ck_assert_int_eq(end, CHAIN_DEAD_END);
    WORKS(&h.w, view_chain(h.v, KIND_DRUG, SPAN("04950"), 20260101, &end, &out, &h.w.err));
    ck_assert_int_eq(end, CHAIN_ONE); /* 05000 is not there, and 04999 is in force */
    ck_assert_str_eq(buf_str(&out), "04999");
    WORKS(&h.w, view_chain(h.v, KIND_DRUG, SPAN("04999"), 20260101, &end, &out, &h.w.err));
    ck_assert_int_eq(end, CHAIN_DEAD_END);
    ck_assert_str_eq(buf_str(&out), "05000");
    buf_release(&out);
    hand_end(&h);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("view");
    TCase *t = tcase_create("view");
    tcase_set_timeout(t, 120);
    tcase_add_test(t, equal_to_the_store);
    tcase_add_test(t, ceilings_and_shares);
    tcase_add_test(t, restricted_by_text_or_limit);
    tcase_add_test(t, folded_codes);
    tcase_add_test(t, lookalikes_are_all_one_edit_away);
    tcase_add_test(t, what_is_known_of_a_code);
    tcase_add_test(t, chains);
    tcase_add_test(t, a_chain_without_end);
    suite_add_tcase(s, t);
    return suite_run(s);
}
