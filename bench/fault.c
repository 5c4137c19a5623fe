/* bench/fault.c: how each fault is put into a right row. One function a rule, one row a rule in the table at the end. */
#include "bench/row.h"

/* The first entry at or after `from` that `is` says; false: none in reach. */
static bool seek(const struct plan *plan, uint64_t from, bool (*is)(const struct plan *, uint64_t), uint64_t *out)
{
    for (uint64_t k = 0; k < 20000 && k < plan->entries; k++) {
        uint64_t i = (from + k) % plan->entries;

        if (is(plan, i)) {
            *out = i;
            return true;
        }
    }
    return false;
}

static bool is_future(const struct plan *plan, uint64_t i) { return drug_state(plan, i) == STATE_FUTURE; }
static bool is_replaced(const struct plan *plan, uint64_t i) { return drug_state(plan, i) == STATE_REPLACED; }
static bool is_ended(const struct plan *plan, uint64_t i)
{
    return drug_state(plan, i) == STATE_EXPIRED || drug_state(plan, i) == STATE_INACTIVE;
}

static bool remap(struct row *r, bool (*is)(const struct plan *, uint64_t))
{
    uint64_t entry;

    if (!seek(r->plan, r->drug.index, is, &entry))
        return false;
    row_make_for(r->plan, r->revision, r->number, true, entry, r);
    return true;
}

static struct span change_code(struct row *r, size_t at, const char *with)
{
    size_t start = r->pad.n;

    pad_span(&r->pad, r->drug.code);
    memcpy(r->pad.b + start + at, with, strlen(with));
    return pad_from(&r->pad, start);
}

/* A drug of another generic. */
static bool another(struct row *r, struct drug *out)
{
    uint64_t i = (r->drug.index + r->plan->per_generic * 3) % r->plan->entries;

    drug_make(r->plan, r->revision, i, out);
    return !span_eq(out->stem, r->drug.stem);
}

static struct span keep(struct row *r, struct span s)
{
    size_t start = r->pad.n;

    pad_span(&r->pad, s);
    return pad_from(&r->pad, start);
}

static bool put_t102(struct row *r)
{
    if (r->number % 2)
        r->cell[CELL_PRICE] = SPAN("12,5");
    else
        r->cell[CELL_VALID_FROM] = SPAN("2026-02-30");
    return true;
}
static bool put_t104(struct row *r)
{
    r->ragged = true;
    return true;
}
static bool put_t105(struct row *r)
{
    row_make(r->plan, r->revision, r->number - 1, false, r);
    return true;
}
static bool put_m808(struct row *r)
{
    if (r->drug.pay_class == 'C')
        return false;
    r->cell[CELL_CATALOG_CODE] = SPAN("");
    return true;
}
static bool put_c101(struct row *r) /* no entry has such a maker, so none is what the row says */
{
    if (!put_m808(r))
        return false;
    r->cell[CELL_MANUFACTURER] = SPAN("埃文斯顿大药厂");
    return true;
}
static bool put_c102(struct row *r)
{
    r->cell[CELL_CATALOG_CODE] = (struct span){ r->drug.code.p, r->drug.code.n - 4 };
    return true;
}
static bool put_c103(struct row *r) /* no such form (name, for patent medicines), no such strength: two edits and more from any */
{
    struct span code = change_code(r, r->drug.western ? 10 : 6, "Q");

    memcpy(r->pad.b + r->pad.n - 9, "98", 2);
    r->cell[CELL_CATALOG_CODE] = code;
    return true;
}
static bool put_c104(struct row *r) { return remap(r, is_future); }
static bool put_c105(struct row *r) { return remap(r, is_ended); }
static bool put_c106(struct row *r) { return remap(r, drug_removed); }
static bool put_c107(struct row *r) { return remap(r, is_replaced); }
static bool put_c108(struct row *r)
{
    size_t start = r->pad.n;

    pad_span(&r->pad, r->drug.code);
    for (size_t k = start; k < r->pad.n; k++)
        if (r->pad.b[k] >= 'A' && r->pad.b[k] <= 'Z')
            r->pad.b[k] = (char)(r->pad.b[k] - 'A' + 'a');
    r->cell[CELL_CATALOG_CODE] = pad_from(&r->pad, start);
    return true;
}
static bool put_c109(struct row *r)
{
    r->cell[CELL_CATALOG_CODE] = change_code(r, r->drug.western ? 10 : 6, "Q");
    return true;
}
static bool put_c110(struct row *r)
{
    r->cell[CELL_KIND] = SPAN("102"); /* herbal pieces; the entries are western and patent drugs */
    return true;
}
static bool put_c111(struct row *r)
{
    if (r->drug.valid_to && r->number % 2)
        r->cell[CELL_VALID_TO] = SPAN("2060-12-31");
    else if (r->drug.valid_from)
        r->cell[CELL_VALID_FROM] = SPAN("2019-01-01");
    else
        return false;
    return true;
}
static bool put_n201(struct row *r)
{
    struct drug other;

    if (!another(r, &other))
        return false;
    r->cell[CELL_LOCAL_NAME] = keep(r, other.name);
    r->cell[CELL_GENERIC] = keep(r, other.stem);
    return true;
}
static bool put_n203(struct row *r)
{
    struct drug other;

    if (!another(r, &other))
        return false;
    r->cell[CELL_CATALOG_NAME] = keep(r, other.name);
    return true;
}
static bool put_d301(struct row *r)
{
    r->cell[CELL_FORM] = r->drug.form->solid ? SPAN("栓剂") : SPAN("片剂");
    return true;
}
static bool put_d302(struct row *r)
{
    struct spelling twice = { "×", false, 2 };

    r->cell[CELL_SPEC] = drug_spec(&r->drug, twice, &r->pad);
    r->cell[CELL_PACK] = drug_pack(&r->drug, twice, &r->pad);
    return true;
}
static bool put_d304(struct row *r)
{
    size_t start = r->pad.n;

    pad_number(&r->pad, r->drug.quantity + 3, 1);
    r->cell[CELL_FACTOR] = pad_from(&r->pad, start);
    return true;
}
static bool put_d305(struct row *r)
{
    unsigned maker = r->drug.maker;
    size_t start = r->pad.n;

    do
        maker = maker % PLAN_MAKERS + 1;
    while (maker_alike(maker, r->drug.maker) || maker_alike(maker, r->drug.holder));
    maker_name(maker, MAKER_FULL, &r->pad);
    r->cell[CELL_MANUFACTURER] = pad_from(&r->pad, start);
    return true;
}
static bool put_d306(struct row *r)
{
    struct span last;

    r->cell[CELL_APPROVAL] = last = keep(r, r->drug.approval);
    r->pad.b[r->pad.n - 1] = last.p[last.n - 1] == '9' ? '0' : (char)(last.p[last.n - 1] + 1);
    return true;
}
static bool put_p601(struct row *r)
{
    const struct drug *d = &r->drug;
    int64_t most = 0, mine = r->priced_by_dose ? 1 : d->quantity, theirs = d->unit_is_dose ? 1 : d->quantity;
    size_t start = r->pad.n;

    for (unsigned k = 0; k < d->ceilings; k++)
        if (!d->ceiling[k].payment && d->ceiling[k].yuan > most)
            most = d->ceiling[k].yuan;
    pad_amount(&r->pad, (most * mine * 13 / theirs / 1000 + 1) * 100, 2);
    r->cell[CELL_PRICE] = r->cell[CELL_PURCHASE_PRICE] = pad_from(&r->pad, start);
    return true;
}
static bool put_b701(struct row *r)
{
    if (r->drug.pay_class == 'C')
        return false;
    r->cell[CELL_PAY_CLASS] = SPAN("自费");
    return true;
}
static bool put_b702(struct row *r)
{
    r->cell[CELL_PAY_CLASS] = r->drug.pay_class == 'A' ? SPAN("乙") : SPAN("甲");
    return true;
}
static bool put_b703(struct row *r)
{
    size_t start = r->pad.n;

    if (r->drug.two_schemes || r->drug.pay_class != 'B')
        return false;
    pad_amount(&r->pad, r->drug.self_pay + 700, 2);
    r->cell[CELL_SELF_PAY] = pad_from(&r->pad, start);
    return true;
}
static struct span code_before(struct row *r)
{
    size_t start = r->pad.n;

    pad_text(&r->pad, "Y");
    pad_number(&r->pad, r->number, 7);
    return pad_from(&r->pad, start);
}
static bool put_m801(struct row *r)
{
    if (row_entry(r->plan, r->number - 1) == r->drug.index)
        return false;
    r->cell[CELL_LOCAL_CODE] = code_before(r);
    return true;
}
static bool put_m803(struct row *r)
{
    size_t start;
    bool name = r->number % 4 < 2;

    row_make(r->plan, r->revision, r->number - 1, false, r);
    start = r->pad.n;
    pad_span(&r->pad, name ? r->cell[CELL_LOCAL_NAME] : r->cell[CELL_QUANTITY]);
    pad_text(&r->pad, name ? "(旧)" : "7");
    r->cell[name ? CELL_LOCAL_NAME : CELL_QUANTITY] = pad_from(&r->pad, start);
    return true;
}

const struct fault faults[] = {
    { "D306", false, false, put_d306 }, { "T102", false, false, put_t102 }, { "T104", false, false, put_t104 },
    { "T105", true, false, put_t105 },  { "C101", false, false, put_c101 }, { "C102", false, false, put_c102 },
    { "C103", false, false, put_c103 }, { "C104", false, false, put_c104 }, { "C105", false, false, put_c105 },
    { "C106", false, false, put_c106 }, { "C107", false, false, put_c107 }, { "C108", false, false, put_c108 },
    { "C109", false, false, put_c109 }, { "C110", false, false, put_c110 }, { "C111", false, false, put_c111 },
    { "N201", false, false, put_n201 }, { "N203", false, false, put_n203 }, { "D301", false, false, put_d301 },
    { "D302", false, false, put_d302 }, { "D304", false, false, put_d304 }, { "D305", false, false, put_d305 },
    { "P601", false, false, put_p601 }, { "B701", false, false, put_b701 }, { "B702", false, false, put_b702 },
    { "B703", false, false, put_b703 }, { "M801", true, true, put_m801 },   { "M803", true, true, put_m803 },
    { "M808", false, false, put_m808 },
};
const size_t fault_count = sizeof faults / sizeof *faults;
const struct fault *const fault_always = &faults[0];
