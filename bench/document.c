/* bench/document.c: records as elements, one after the other; nothing is kept between them. */
#include "bench/document.h"

static void element(struct out *o, const char *name, struct span value)
{
    if (!value.p)
        return;
    out_text(o, "    <");
    out_text(o, name);
    out_text(o, ">");
    out_span(o, value);
    out_text(o, "</");
    out_text(o, name);
    out_text(o, ">\n");
}

static void attribute(struct out *o, const char *name, struct span value)
{
    out_text(o, " ");
    out_text(o, name);
    out_text(o, "=\"");
    out_span(o, value);
    out_text(o, "\"");
}

static struct span amount(struct pad *p, int64_t value, unsigned places)
{
    size_t start = p->n;

    pad_amount(p, value, places);
    return pad_from(p, start);
}

static void write_money(struct drug *d, struct out *o)
{
    element(o, "pay-class", (struct span){ &d->pay_class, 1 });
    if (d->two_schemes) {
        out_text(o, "    <self-pay scheme=\"employee\">");
        out_span(o, amount(&d->pad, d->self_pay, 2));
        out_text(o, "</self-pay>\n    <self-pay scheme=\"resident\">");
        out_span(o, amount(&d->pad, d->self_pay + 500, 2));
        out_text(o, "</self-pay>\n");
    } else {
        element(o, "self-pay", amount(&d->pad, d->self_pay, 2));
    }
    element(o, "unit", d->unit);
    for (unsigned k = 0; k < d->ceilings; k++) {
        char level = (char)('0' + d->ceiling[k].level);

        out_text(o, "    <ceiling");
        if (d->ceiling[k].level)
            attribute(o, "level", (struct span){ &level, 1 });
        if (d->ceiling[k].payment)
            attribute(o, "type", SPAN("payment"));
        out_text(o, ">");
        out_span(o, amount(&d->pad, d->ceiling[k].yuan, 2));
        out_text(o, "</ceiling>\n");
    }
}

static void write_terms(struct drug *d, struct out *o)
{
    if (d->negotiated)
        out_text(o, "    <agreement from=\"2026-01-01\" to=\"2097-12-31\"/>\n");
    if (d->procured || d->negotiated)
        element(o, "flags", d->procured ? SPAN("procured") : SPAN("negotiated dual-channel"));
    element(o, "restriction", d->restriction);
    if (d->restriction.p && d->restriction.n % 2)
        out_text(o, "    <limit level=\"2\" visit=\"inpatient\"/>\n");
    if (d->valid_from || d->valid_to || d->state == STATE_INACTIVE) {
        out_text(o, "    <valid");
        if (d->valid_from)
            attribute(o, "from", span_of(d->valid_from));
        if (d->valid_to)
            attribute(o, "to", span_of(d->valid_to));
        if (d->state == STATE_INACTIVE)
            attribute(o, "status", SPAN("inactive"));
        out_text(o, "/>\n");
    }
    if (d->successor.p) {
        out_text(o, "    <replaced-by");
        attribute(o, "code", d->successor);
        out_text(o, "/>\n");
    }
    element(o, "note", d->note);
}

static int write_drug(struct drug *d, struct out *o)
{
    size_t start;

    out_text(o, "  <drug");
    attribute(o, "code", d->code);
    attribute(o, "list-type", SPAN("101"));
    attribute(o, "policy-code", d->policy_code);
    attribute(o, "local-code", d->local_code);
    out_text(o, ">\n");
    element(o, "name", d->name);
    element(o, "generic", d->stem);
    element(o, "brand", d->brand);
    element(o, "alias", d->alias);
    element(o, "form", span_of(d->form->name));
    element(o, "spec", d->spec);
    start = d->pad.n;
    pad_number(&d->pad, d->quantity, 1);
    out_text(o, "    <pack");
    attribute(o, "quantity", pad_from(&d->pad, start));
    attribute(o, "dose-unit", span_of(d->form->dose));
    attribute(o, "pack-unit", span_of(d->form->pack));
    out_text(o, ">");
    out_span(o, d->pack);
    out_text(o, "</pack>\n");
    element(o, "manufacturer", d->manufacturer);
    element(o, "holder", d->holder_name);
    element(o, "approval", d->approval);
    element(o, "standard-code", d->standard_code);
    element(o, "category", d->category);
    write_money(d, o);
    write_terms(d, o);
    out_text(o, "  </drug>\n");
    return d->pad.full ? -1 : 0;
}

/* A permutation of 0 … entries-1 without a table: a Feistel network on the next even number of bits, walked until it is back
 * inside. */
static uint64_t shuffled(const struct plan *plan, uint64_t i)
{
    unsigned half = 1;

    while (half < 31 && (uint64_t)1 << (2 * half) < plan->entries)
        half++;
    do {
        uint64_t mask = ((uint64_t)1 << half) - 1, left = i >> half, right = i & mask;

        for (uint64_t round = 0; round < 4; round++) {
            uint64_t next = left ^ (draw(plan->seed, 1000 + round, right) & mask);
            left = right;
            right = next;
        }
        i = left << half | right;
    } while (i >= plan->entries);
    return i;
}

static void write_head(const struct plan *plan, const struct document *doc, struct out *o)
{
    struct pad pad = { .n = 0 };
    uint64_t count = plan->entries;

    for (uint64_t i = 0; doc->revision > 1 && i < plan->entries; i++)
        count = count + (drug_adds(plan, i) ? 1 : 0) - (drug_removed(plan, i) ? 1 : 0);
    out_text(o, "<?xml version=\"1.0\" encoding=\"");
    out_text(o, doc->encoding);
    out_text(o, "\"?>\n<catalog xmlns=\"urn:duima:catalog:1\"");
    attribute(o, "region", span_of(doc->region));
    attribute(o, "version", doc->revision > 1 ? SPAN("2026.2") : SPAN("2026.1"));
    attribute(o, "effective", span_of(doc->revision > 1 ? PLAN_FROM2 : PLAN_FROM));
    attribute(o, "title", SPAN("测试用基本医疗保险药品目录"));
    attribute(o, "publisher", SPAN("测试用医疗保障局"));
    pad_number(&pad, count, 1);
    attribute(o, "count", pad_from(&pad, 0));
    out_text(o, ">\n");
}

int document_write(const struct plan *plan, const struct document *doc, struct out *o)
{
    struct drug d;
    int result = 0;

    write_head(plan, doc, o);
    for (uint64_t k = 0; k < plan->entries; k++) {
        uint64_t i = doc->shuffle ? shuffled(plan, k) : k;

        if (doc->revision == 1 || !drug_removed(plan, i)) {
            drug_make(plan, doc->revision, i, &d);
            result |= write_drug(&d, o);
        }
        if (doc->revision > 1 && drug_adds(plan, i)) {
            drug_make_added(plan, i, &d);
            result |= write_drug(&d, o);
        }
    }
    out_text(o, "</catalog>\n");
    return result;
}
