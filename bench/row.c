/* bench/row.c: a right row, in the many ways in which hospitals write one. */
#include "bench/row.h"
#include "bench/words.h"

enum { ASK_ENTRY = 100, ASK_SPELLING, ASK_NAME, ASK_PAPERS, ASK_PRICE, ASK_DATES, ASK_SORT, ASK_QUANTITY, ASK_PERSONS };

uint64_t row_entry(const struct plan *plan, uint64_t number)
{
    uint64_t i = draw(plan->seed, ASK_ENTRY, number) % plan->entries;

    for (uint64_t tries = 0; tries < plan->entries; tries++, i = (i + 1) % plan->entries)
        if (drug_state(plan, i) == STATE_OPEN && !drug_removed(plan, i))
            break;
    return i;
}

bool row_is_plain(const struct plan *plan, uint64_t number) { return draw(plan->seed, ASK_SORT, number) % 25 != 0; }

/* ASCII from ! to ~ in full width. */
static struct span widen(struct span s, struct pad *p)
{
    size_t start = p->n;

    for (size_t k = 0; k < s.n; k++) {
        unsigned c = (unsigned char)s.p[k];

        if (c > 0x20 && c < 0x7f) {
            unsigned wide = 0xff00 + (c - 0x20);
            char utf8[3] = { (char)(0xe0 | wide >> 12), (char)(0x80 | (wide >> 6 & 0x3f)), (char)(0x80 | (wide & 0x3f)) };
            pad_bytes(p, utf8, 3);
        } else {
            pad_bytes(p, s.p + k, 1);
        }
    }
    return pad_from(p, start);
}

static void spell_names(struct row *r)
{
    const struct drug *d = &r->drug;
    uint64_t ask = draw(r->plan->seed, ASK_NAME, r->number);
    size_t start = r->pad.n;

    pad_text(&r->pad, "Y");
    pad_number(&r->pad, r->number + 1, 7);
    r->cell[CELL_LOCAL_CODE] = pad_from(&r->pad, start);
    start = r->pad.n;
    if (ask % 12 == 0 && d->salt.n > 0) { /* without its salt */
        pad_text(&r->pad, d->form->before);
        pad_span(&r->pad, d->stem);
        pad_text(&r->pad, d->form->after);
    } else {
        pad_span(&r->pad, d->name);
        if (ask % 12 == 1)
            pad_text(&r->pad, d->procured ? "(集采)" : "（国产）");
        else if (ask % 12 == 2 && d->western)
            pad_span(&r->pad, d->spec);
    }
    r->cell[CELL_LOCAL_NAME] = pad_from(&r->pad, start);
    r->cell[CELL_KIND] = ask / 12 % 10 == 0 ? SPAN("") : ask / 12 % 10 == 1 ? SPAN("101") : SPAN("药品");
    r->cell[CELL_CATALOG_CODE] = d->code;
    r->cell[CELL_CATALOG_NAME] = ask / 120 % 20 == 0 ? SPAN("") : d->name;
    r->cell[CELL_GENERIC] = ask / 2400 % 10 == 0 ? SPAN("") : d->stem;
    r->cell[CELL_BRAND] = d->brand;
    r->cell[CELL_NOTE] = ask / 24000 % 300 == 0 ? SPAN("第一行\n第二行，\"加引号\"") : ask / 24000 % 7 == 0 ? SPAN("常规采购") : SPAN("");
}

static void spell_amounts(struct row *r)
{
    const struct drug *d = &r->drug;
    uint64_t ask = draw(r->plan->seed, ASK_SPELLING, r->number);
    struct spelling s = { ask % 3 == 0 ? "*" : "×", ask / 3 % 6 == 0, 1 };
    size_t start;

    r->cell[CELL_FORM] = span_of(d->form->name);
    r->cell[CELL_SPEC] = drug_spec(d, s, &r->pad);
    if (ask / 18 % 20 == 0)
        r->cell[CELL_SPEC] = widen(r->cell[CELL_SPEC], &r->pad);
    r->cell[CELL_PACK] = drug_pack(d, s, &r->pad);
    r->priced_by_dose = d->unit_is_dose || ask / 360 % 5 == 0;
    r->cell[CELL_UNIT] = span_of(r->priced_by_dose ? d->form->dose : d->form->pack);
    start = r->pad.n;
    pad_number(&r->pad, r->priced_by_dose && ask / 1800 % 2 == 0 ? 1 : d->quantity, 1);
    r->cell[CELL_FACTOR] = pad_from(&r->pad, start);
}

static void spell_papers(struct row *r)
{
    const struct drug *d = &r->drug;
    uint64_t ask = draw(r->plan->seed, ASK_PAPERS, r->number);
    size_t start = r->pad.n;

    maker_name(d->maker, ask % 10 == 0 ? MAKER_NO_LEGAL : ask % 10 == 1 ? MAKER_NO_PLACE : MAKER_FULL, &r->pad);
    r->cell[CELL_MANUFACTURER] = pad_from(&r->pad, start);
    r->cell[CELL_HOLDER] = d->holder_name;
    r->cell[CELL_APPROVAL] = d->approval;
    if (ask / 10 % 8 == 0) {
        size_t skip = sizeof "国药准字" - 1;
        r->cell[CELL_APPROVAL] = (struct span){ d->approval.p + skip, d->approval.n - skip };
    }
    r->cell[CELL_STANDARD_CODE] = ask / 80 % 4 == 0 ? SPAN("") : d->standard_code;
}

/* At most the lowest ceiling of any level and type, a whole number of fen. Rows on one entry cost the same. */
static int64_t fair_price(const struct row *r)
{
    const struct drug *d = &r->drug;
    int64_t least = d->ceiling[0].yuan, share = 70 + (int64_t)(draw(r->plan->seed, ASK_PRICE, d->index) % 31);
    int64_t mine = r->priced_by_dose ? 1 : d->quantity, theirs = d->unit_is_dose ? 1 : d->quantity;

    for (unsigned k = 1; k < d->ceilings; k++)
        if (d->ceiling[k].yuan < least)
            least = d->ceiling[k].yuan;
    return least * mine * share / theirs / 10000 * 100;
}

static void spell_price(struct row *r)
{
    uint64_t ask = draw(r->plan->seed, ASK_PRICE, r->number + ((uint64_t)1 << 40));
    int64_t price = fair_price(r);
    size_t start = r->pad.n;

    pad_amount(&r->pad, price, 2);
    r->cell[CELL_PURCHASE_PRICE] = pad_from(&r->pad, start);
    start = r->pad.n;
    if (ask % 30 == 0)
        pad_text(&r->pad, "￥");
    if (price >= 10000000 && ask / 30 % 2 == 0) {
        pad_number(&r->pad, (uint64_t)price / 10000000, 1);
        pad_text(&r->pad, ",");
        pad_number(&r->pad, (uint64_t)price / 10000 % 1000, 3);
        pad_text(&r->pad, ".");
        pad_number(&r->pad, (uint64_t)price / 100 % 100, 2);
    } else {
        pad_amount(&r->pad, price, 2);
    }
    r->cell[CELL_PRICE] = pad_from(&r->pad, start);
}

static void spell_class(struct row *r)
{
    static const char *const words[3][3] = { { "甲", "乙", "丙" }, { "A", "B", "C" }, { "01", "02", "03" } };
    const struct drug *d = &r->drug;
    uint64_t ask = draw(r->plan->seed, ASK_QUANTITY, r->number);
    size_t start = r->pad.n;

    r->cell[CELL_PAY_CLASS] = span_of(words[ask % 8 < 6 ? 0 : ask % 8 - 5][d->pay_class - 'A']);
    pad_amount(&r->pad, d->self_pay, ask / 8 % 3 ? 2 : 0);
    r->cell[CELL_SELF_PAY] = d->two_schemes ? SPAN("") : pad_from(&r->pad, start);
    r->cell[CELL_RESTRICTED] = d->restriction.p ? (ask / 24 % 2 ? SPAN("是") : SPAN("1")) : ask / 24 % 2 ? SPAN("否") : SPAN("0");
    start = r->pad.n;
    pad_number(&r->pad, ask / 48 % 5000, 1);
    r->cell[CELL_QUANTITY] = pad_from(&r->pad, start);
    r->cell[CELL_IN_USE] = SPAN("1");
}

static void spell_dates(struct row *r)
{
    static const char *const from[] = { "2026-02-01", "20260201", "2026/2/1", "2026-03-01 00:00:00", "" };
    static const char *const to[] = { "", "2099-12-31", "20991231", "2030-12-31" };
    uint64_t ask = draw(r->plan->seed, ASK_DATES, r->number);

    r->cell[CELL_VALID_FROM] = span_of(from[ask % 5]);
    r->cell[CELL_VALID_TO] = span_of(to[ask / 5 % 4]);
}

/* Two persons, never the same one twice. */
static void name_persons(struct row *r)
{
    static const char *const persons[] = { "张晓红", "王建国", "李秀英", "刘洋", "陈静", "赵磊", "周芳", "吴敏" };
    static const char *const days[] = { "2026-02-03", "2026-02-11 09:30:00", "20260225", "2026-03-02" };
    const size_t n = sizeof persons / sizeof *persons;
    uint64_t ask = draw(r->plan->seed, ASK_PERSONS, r->number), first = ask % n, second = (first + 1 + ask / n % (n - 1)) % n;

    r->cell[CELL_MAPPED_BY] = span_of(persons[first]);
    r->cell[CELL_MAPPED_AT] = span_of(days[ask / 64 % 4]);
    r->cell[CELL_VERIFIED_BY] = span_of(persons[second]);
    r->cell[CELL_VERIFIED_AT] = span_of(days[ask / 256 % 4]);
}

/* Half of the rows that are not plain are out of use; half are the hospital's own, billed as self-paid. */
static void make_other_sort(struct row *r)
{
    size_t start = r->pad.n;

    if (r->number % 2 == 0) {
        r->cell[CELL_IN_USE] = SPAN("0");
        return;
    }
    pad_text(&r->pad, "院内协定");
    pad_span(&r->pad, r->drug.brand);
    pad_span(&r->pad, r->drug.stem);
    r->cell[CELL_LOCAL_NAME] = pad_from(&r->pad, start);
    r->cell[CELL_GENERIC] = r->cell[CELL_CATALOG_CODE] = r->cell[CELL_CATALOG_NAME] = r->cell[CELL_APPROVAL] = SPAN("");
    r->cell[CELL_STANDARD_CODE] = r->cell[CELL_SELF_PAY] = SPAN("");
    r->cell[CELL_PAY_CLASS] = SPAN("自费");
}

void row_make_for(const struct plan *plan, int revision, uint64_t number, bool plain, uint64_t entry, struct row *r)
{
    r->plan = plan;
    r->revision = revision;
    r->number = number;
    r->plain = plain || row_is_plain(plan, number);
    r->ragged = false;
    r->pad.n = 0;
    r->pad.full = false;
    drug_make(plan, revision, entry, &r->drug);
    spell_names(r);
    spell_amounts(r);
    spell_papers(r);
    spell_price(r);
    spell_class(r);
    spell_dates(r);
    name_persons(r);
    if (!r->plain)
        make_other_sort(r);
}

void row_make(const struct plan *plan, int revision, uint64_t number, bool plain, struct row *r)
{
    row_make_for(plan, revision, number, plain, row_entry(plan, number), r);
}
