/* tests/report/sample_notes.c: see the header. */
#include "tests/report/sample_notes.h"

static const struct note_rule rules[SAMPLE_RULES] = {
    { "C103", "unknown-code", SEVERITY_ERROR, "编码不在目录的任何版本中", "help", "按名称、规格重新查找编码。" },
    { "D302", "strength-mismatch", SEVERITY_ERROR, "规格不同", "help", "核对实物包装上的规格，改对编码。" },
    { "P601", "over-ceiling", SEVERITY_ERROR, "单价高于限价", "help", "" },
    { "N202", "name-variant", SEVERITY_INFO, "同一项目，名称写法不同", "help", "" },
};
static const struct version_info drug = {
    .kind = KIND_DRUG, .number = 2, .region = "430000", .label = "2026.2", .status = VERSION_PUBLISHED, .in_force_from = 20260701, .effective = 20260701,
    .expires = 20261231, .entries = 84213, .hash = { 0xAB, 0xCD }, .at = "2026-06-28T08:00:00Z", .source = "catalog-2026.2.xml", .title = "湖南省药品目录",
};
static const struct note_catalog catalogs[] = { { &drug, true } };
const struct note_run sample_run = {
    .verb = "check", .program = "duima 0.1.0", .version = "0.1.0", .day = 20261121, .region = "430000", .hospital_level = 3, .scheme = { NULL, 0 },
    .catalogs = catalogs, .catalog_count = 1, .rules = rules, .rule_off = NULL, .rule_count = SAMPLE_RULES,
};

/* Item i, by i % 4: strength, price; no such code, full of formulas; accepted; digits. */
static int feed_one(struct note_report *r, unsigned i, struct error *err)
{
    const struct note_value spec = { "spec", "规格", SPAN("0.25g×24片"), SPAN("0.5g×24片"), true };
    const struct note notes[4][2] = {
        { { .rule = 1, .severity = SEVERITY_ERROR, .field = "spec", .label = "规格", .position = 5, .local = SPAN("0.25g×24片"), .expected = SPAN("0.5g×24片"),
            .message = SPAN("规格 0.25g×24片 与目录的 0.5g×24片 不同"), .fix_field = "catalog_code", .fix_value = SPAN("XA02BCF0001A"), .fix_safe = true,
            .at_risk = AMOUNT_NONE, .fingerprint = 0x91c6 },
          { .rule = 2, .severity = SEVERITY_ERROR, .field = "price", .label = "单价", .position = 6, .local = SPAN("19.5"), .expected = SPAN("18.6"),
            .message = SPAN("单价 19.5 高于限价 18.6，每盒多收 0.9 元"), .at_risk = 12345678, .fingerprint = 2 } },
        { { .rule = 0, .severity = SEVERITY_WARNING, .field = "catalog_code", .label = "医保编码", .local = SPAN("=1+1"), .message = SPAN("@SUM(A1:A9)\x01\xFF_x000D_"),
            .fix_field = "catalog_code", .fix_value = SPAN("+7"), .at_risk = 50000, .fingerprint = UINT64_MAX },
          { .rule = 3, .severity = SEVERITY_INFO, .message = SPAN("http://example.org/ 是名称"), .at_risk = AMOUNT_NONE } },
        { { .rule = 1, .severity = SEVERITY_ERROR, .state = NOTE_KNOWN, .reason = SPAN("等厂家换包装"), .owner = SPAN("王药师"), .until = 20261231, .field = "spec",
            .label = "规格", .message = SPAN("已接受"), .at_risk = 999990000, .fingerprint = 4 },
          { .rule = 2, .severity = SEVERITY_ERROR, .state = NOTE_SUPPRESSED, .message = SPAN("-1"), .at_risk = AMOUNT_NONE } },
        { { .rule = 3, .severity = SEVERITY_INFO, .message = SPAN("名称写法不同：阿莫西林胶囊（进口），请以国家药监局批准的名称为准，院内名称可以保留，但医保名称应与目录一致"),
            .at_risk = AMOUNT_NONE, .fingerprint = 5 } },
    };
    const struct { struct span code, name, catalog_code, catalog_name; } texts[4] = {
        { SPAN("Y0000123"), SPAN("阿莫西林胶囊"), SPAN("XJ01CAA040E001010104021"), SPAN("阿莫西林胶囊") },
        { SPAN("=HYPERLINK(\"http://example.org\")"), SPAN("-2+3"), SPAN("=1+1"), { NULL, 0 } },
        { SPAN("000017"), SPAN("盐酸二甲双胍缓释片\n（格华止）"), SPAN("XA10BAE068A010010104403"), SPAN("二甲双胍") },
        { SPAN("00000000000000000001"), SPAN("维生素C片"), SPAN("12345678901234567890"), SPAN("维生素C") },
    };
    unsigned k = i % 4;
    struct note_item item = { .file = "药品对码表.csv", .line = i + 2, .kind = "drug", .kind_label = "药品", .local_code = texts[k].code, .local_name = texts[k].name,
                              .catalog_code = texts[k].catalog_code, .catalog_name = texts[k].catalog_name, .catalog = "430000/drug@2026.2",
                              .values = &spec, .value_count = 1, .notes = notes[k], .count = k == 3 ? 1 : 2 };
    return note_report_item(r, &item, err);
}

int sample_items(struct note_report *r, unsigned first, unsigned n, struct error *err)
{
    for (unsigned i = first; i < first + n; i++)
        if (feed_one(r, i, err) < 0)
            return -1;
    return 0;
}

int sample_end(struct note_report *r, unsigned items, struct error *err)
{
    uint64_t of[4], by_rule[SAMPLE_RULES]; /* items of each sort */
    for (unsigned k = 0; k < 4; k++)
        of[k] = (items + 3 - k) / 4;
    by_rule[0] = of[1];
    by_rule[1] = of[0];
    by_rule[2] = of[0];
    by_rule[3] = of[1] + of[3];
    const struct span cells[] = { SPAN("西药"), SPAN("1234"), SPAN("0.935"), SPAN("中成药"), SPAN("7"), SPAN("0.8") };
    const struct note_sheet shares = { .id = "shares", .title = "备药[率]: 与协议比较 a very long name of a sheet",
                                       .columns = { { "list", "类别", false }, { "items", "品种", true }, { "share", "占比", true } },
                                       .column_count = 3, .cells = cells, .row_count = 2 };
    const struct note_not_run not_run[] = { { 2, "缺少“数量”列" } };
    struct note_table table = { .file = "药品对码表.csv", .sha256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", .bytes = 48213,
                                .encoding = "GB18030", .separator = ',', .rows = items, .mapped = items, .clean = 0, .accepted = of[2] * 2,
                                .by_severity = { of[1] + of[3], of[1], of[0] * 2 }, .unknown_headings = SPAN("备注\n库位"), .not_run = not_run, .not_run_count = 1 };
    struct note_totals totals = { .tables = 1, .rows = items, .mapped = items, .accepted = of[2] * 2, .by_severity = { of[1] + of[3], of[1], of[0] * 2 },
                                  .by_rule = by_rule, .sheets = &shares, .sheet_count = 1 };
    return note_report_table_end(r, &table, err) < 0 ? -1 : note_report_end(r, &totals, err);
}

int sample_feed(struct note_report *r, unsigned items, struct error *err)
{
    return note_report_begin(r, err) < 0 || sample_items(r, 0, items, err) < 0 ? -1 : sample_end(r, items, err);
}
