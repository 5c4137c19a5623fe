/* bench/table.c: rows as CSV, one after the other; which rows are faulty depends on their numbers alone. */
#include "bench/table.h"
#include "bench/row.h"

enum { ASK_FAULTY = 200, ASK_WHICH };

static const char *const headings[2][CELL_COUNT] = {
    { "院内编码", "院内名称", "目录类别", "医保编码", "医保名称", "通用名", "商品名", "剂型", "规格", "包装规格", "计价单位", "转换比",
      "生产企业", "上市许可持有人", "批准文号", "本位码", "单价", "进价", "数量", "启用标志", "收费等级", "自付比例", "限制使用标志",
      "开始日期", "结束日期", "对码人", "对码时间", "复核人", "复核时间", "备注" },
    { "local_code", "local_name", "kind", "catalog_code", "catalog_name", "generic_name", "brand_name", "form", "spec", "pack", "unit",
      "factor", "manufacturer", "holder", "approval_no", "standard_code", "price", "purchase_price", "quantity", "in_use",
      "pay_class", "self_pay", "restricted", "valid_from", "valid_to", "mapped_by", "mapped_at", "verified_by", "verified_at", "note" },
};

/* Writes one field, quoted where it must be; the line breaks in it. */
static unsigned write_field(struct out *o, struct span s)
{
    unsigned breaks = 0;
    bool quote = false;

    for (size_t k = 0; k < s.n; k++) {
        quote |= s.p[k] == ',' || s.p[k] == '"' || s.p[k] == '\n';
        breaks += s.p[k] == '\n';
    }
    if (!quote) {
        out_span(o, s);
        return 0;
    }
    out_text(o, "\"");
    for (size_t k = 0, from = 0; k <= s.n; k++) {
        if (k < s.n && s.p[k] != '"')
            continue;
        out_span(o, (struct span){ s.p + from, k - from });
        if (k < s.n)
            out_text(o, "\"\"");
        from = k + 1;
    }
    out_text(o, "\"");
    return breaks;
}

static unsigned write_row(struct out *o, const struct span *cells, size_t n)
{
    unsigned lines = 1;

    for (size_t k = 0; k < n; k++) {
        if (k > 0)
            out_text(o, ",");
        lines += write_field(o, cells[k]);
    }
    out_text(o, "\r\n");
    return lines;
}

static bool is_faulty(const struct plan *plan, const struct table *t, uint64_t number)
{
    return chance(plan->seed, ASK_FAULTY, number, t->faults);
}

/* Puts the row's fault in; where it cannot have the one that was drawn, the one that every row can have. */
static const struct fault *spoil(const struct plan *plan, const struct table *t, struct row *r)
{
    uint64_t number = r->number;
    const struct fault *f = &faults[draw(plan->seed, ASK_WHICH, number) % fault_count];
    bool before = number > 0 && !is_faulty(plan, t, number - 1) && row_is_plain(plan, number - 1);

    if ((f->with_row_before && !before) || (t->without && strstr(t->without, f->rule)) || !f->put(r)) {
        f = fault_always;
        f->put(r);
    }
    return f;
}

static void answer(const struct table *t, uint64_t line, const char *rule)
{
    struct pad pad = { .n = 0 };

    if (!t->answers)
        return;
    pad_number(&pad, line, 1);
    pad_text(&pad, "\t");
    pad_text(&pad, rule);
    pad_text(&pad, "\n");
    out_span(t->answers, pad_from(&pad, 0));
}

int table_write(const struct plan *plan, const struct table *t)
{
    struct row r;
    uint64_t line = 2, line_before = 1;
    struct span cells[CELL_COUNT];
    int result = 0;

    for (size_t k = 0; k < CELL_COUNT; k++)
        cells[k] = span_of(headings[t->canonical][k]);
    write_row(t->out, cells, CELL_COUNT);
    for (uint64_t number = 0; number < t->rows; number++) {
        bool faulty = is_faulty(plan, t, number);

        row_make(plan, t->revision, number, faulty, &r);
        if (faulty) {
            const struct fault *f = spoil(plan, t, &r);

            if (f->on_both)
                answer(t, line_before, f->rule);
            answer(t, line, f->rule);
        }
        line_before = line;
        line += write_row(t->out, r.cell, CELL_COUNT - (r.ragged ? 1 : 0));
        result |= r.pad.full || r.drug.pad.full ? -1 : 0;
    }
    return result;
}
