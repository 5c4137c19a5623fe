/* tests/report/html_notes.c: see its header. Rows come from short lists by number, so that the same count gives the same bytes. */
#include "tests/report/html_notes.h"
#include "base/decimal.h"
#include "base/i18n.h"
#include "mapper/rule.h"
#include "report/label.h"

struct drug {
    const char *name, *form, *spec, *maker, *approval, *code;
};
static const struct drug drugs[] = {
    { "对乙酰氨基酚片", "片剂", "0.5g×24片/盒", "石药集团欧意药业有限公司", "国药准字H13022476", "XN02BEA012A001010104467" },
    { "阿莫西林胶囊", "胶囊剂", "0.25g×24粒/盒", "珠海联邦制药股份有限公司中山分公司", "国药准字H44021518", "XJ01CAA040E001010103456" },
    { "注射用头孢曲松钠", "注射用无菌粉末", "1.0g/瓶", "上海罗氏制药有限公司", "国药准字H10983036", "XJ01DDT067B001010202345" },
    { "盐酸氨溴索口服溶液", "口服溶液剂", "100ml:0.6g", "江苏恒瑞医药股份有限公司", "国药准字H20031314", "XR05CBA134X002010301234" },
    { "复方甘草片", "片剂", "100片/瓶", "国药集团汕头金石制药有限公司", "国药准字H44023888", "XR05DAF128A001020105678" },
    { "六味地黄丸（浓缩丸）", "浓缩丸", "200丸/瓶", "北京同仁堂科技发展股份有限公司制药厂", "国药准字Z11020148", "ZA12AAL0130020104467123" },
    { "0.9%氯化钠注射液", "大容量注射液", "250ml:2.25g", "四川科伦药业股份有限公司", "国药准字H51021157", "XB05XAL153B002010205432" },
    { "左氧氟沙星滴眼液", "滴眼剂", "5ml:24.4mg", "参天制药（中国）有限公司", "国药准字J20150106", "XS01AEZ094G010010107777" },
};
#define DRUG_COUNT (sizeof drugs / sizeof *drugs)

static const struct {
    enum rule rule;
    enum column column;
    const char *local, *message;
    int64_t money;
} faults[] = {
    { RULE_D302, COLUMN_SPEC, "0.25g×24片/盒", "规格为 0.25g，该编码在目录中为 0.5g", AMOUNT_NONE },
    { RULE_D305, COLUMN_MANUFACTURER, "石家庄四药有限公司", "生产企业与该编码的生产企业、上市许可持有人、分包装企业均不一致", AMOUNT_NONE },
    { RULE_P601, COLUMN_PRICE, "18.60", "单价 18.60 元，超过最高限价 12.35 元，每盒多收 6.25 元", 1230000 },
    { RULE_D306, COLUMN_APPROVAL_NO, "国药准字H20013077", "批准文号与目录不一致", AMOUNT_NONE },
    { RULE_N202, COLUMN_LOCAL_NAME, "阿莫西林胶囊（统采）", "去掉括号中的说明后名称才一致", AMOUNT_NONE },
    { RULE_D308, COLUMN_FORM, "薄膜衣片", "同一类中的另一剂型", AMOUNT_NONE },
    { RULE_C108, COLUMN_CATALOG_CODE, "ＸＮ02bea012A001010104467", "编码的全角、大小写或空格与目录写法不同", AMOUNT_NONE },
    { RULE_P605, COLUMN_PRICE, "25.00", "单价高于支付标准，超出部分由患者自付", 45000 },
    { RULE_C101, COLUMN_NONE, NULL, "没有对照医保编码，也未标记为自费", AMOUNT_NONE },
};
#define FAULT_COUNT (sizeof faults / sizeof *faults)

static const char *const hostile_names[] = {
    "</script><script>document.title='owned'</script>",
    "<img src=x onerror=alert(1)>",
    "\"><b>bold</b> 'quoted' & &amp;",
    ("\xE2\x80\xAE" "txet desrever" "\xE2\x80\xAC"),
    "<!-- <script> ]]> --!>\xF3\xA0\x80\xA1\xC2\xAD",
    "line\xE2\x80\xA8separator\xE2\x80\xA9paragraph",
    ("nul\x01\x1B[31m\x7F" "del"),
    "bad\xFF\xFE utf8 \xE7\x89",
    "\xD7\x90\xD7\x91\xD7\x92 \xD8\xB9\xD8\xB1\xD8\xA8\xD9\x8A 123",
    "=1+1\t\n{{script}} {0} \\u003c \\\"",
};
#define HOSTILE_COUNT (sizeof hostile_names / sizeof *hostile_names)

static struct note_rule rules[RULE_COUNT];

static void fill_rules(void)
{
    for (size_t i = 0; i < RULE_COUNT; i++) {
        const struct rule_info *info = rule_info((enum rule)i);
        rules[i] = (struct note_rule){ info->id, info->slug, info->severity, _(info->title), _(info->explain), "" };
    }
    rules[RULE_D302].todo = "按包装核对规格；编码选错的，改用规格一致的编码。";
    rules[RULE_P601].todo = "把价格降到限价以内，或核对计价单位。";
    rules[RULE_C101].todo = "对照编码，或标记为自费。";
}

/* One item: what it points to lives until the next. */
struct one {
    struct buf texts;
    struct note_value values[6];
    struct note notes[2];
    struct note_item item;
    char code[16], price[16];
};

static struct note_value value(enum column column, struct span local, struct span catalog, bool differs)
{
    return (struct note_value){ column_word(column), column_label(column), local, catalog, differs };
}

static void fault(struct one *one, uint32_t i, size_t n, size_t which, const struct drug *d)
{
    struct note *note = &one->notes[n];
    const struct rule_info *info = rule_info(faults[which].rule);
    enum column column = faults[which].column;
    *note = (struct note){ .rule = (size_t)faults[which].rule, .severity = info->severity, .local = SPAN_NONE, .expected = SPAN_NONE,
                           .message = span_of(faults[which].message), .at_risk = faults[which].money, .fingerprint = UINT64_C(0x9e3779b97f4a7c15) * (i + 1) + n };
    if (column != COLUMN_NONE) {
        note->field = column_word(column);
        note->label = column_label(column);
        note->position = (uint32_t)column + 1;
        note->local = span_of(faults[which].local);
        for (size_t v = 0; v < one->item.value_count; v++)
            if (strcmp(one->values[v].field, note->field) == 0) {
                one->values[v].local = note->local;
                one->values[v].differs = true;
                note->expected = one->values[v].catalog;
            }
    }
    if (faults[which].rule == RULE_C108) {
        note->fix_field = column_word(COLUMN_CATALOG_CODE);
        note->fix_value = span_of(d->code);
        note->fix_safe = true;
        note->expected = span_of(d->code);
    }
    if (i % 11 == 7) {
        note->state = i % 2 ? NOTE_KNOWN : NOTE_SUPPRESSED;
        note->reason = SPAN("协议期内沿用旧包装，药剂科已核实");
        note->owner = SPAN("李药师");
        note->until = 20270331;
    }
}

static void make(struct one *one, uint32_t i, bool hostile)
{
    const struct drug *d = &drugs[i % DRUG_COUNT];
    snprintf(one->code, sizeof one->code, "Y%06u", (unsigned)i + 1);
    snprintf(one->price, sizeof one->price, "%u.%02u", (unsigned)(i * 7 % 300), (unsigned)(i * 13 % 100));
    const char *name = hostile ? hostile_names[i % HOSTILE_COUNT] : d->name;
    one->values[0] = value(COLUMN_LOCAL_NAME, span_of(name), span_of(d->name), false);
    one->values[1] = value(COLUMN_FORM, span_of(d->form), span_of(d->form), false);
    one->values[2] = value(COLUMN_SPEC, span_of(d->spec), span_of(d->spec), false);
    one->values[3] = value(COLUMN_MANUFACTURER, span_of(hostile ? hostile_names[(i + 1) % HOSTILE_COUNT] : d->maker), span_of(d->maker), false);
    one->values[4] = value(COLUMN_APPROVAL_NO, span_of(d->approval), span_of(d->approval), false);
    one->values[5] = value(COLUMN_PRICE, span_of(one->price), SPAN("12.35"), false);
    one->item = (struct note_item){ .file = i % 3 == 2 ? "西药.csv" : hostile ? "a\"<b>\xE2\x80\xAE.csv" : "门诊药房/药品目录 2026.xlsx", .line = i + 2,
                                    .sheet = i % 3 == 2 ? NULL : "Sheet1", .kind = "drug", .kind_label = kind_label(KIND_DRUG),
                                    .local_code = span_of(one->code), .local_name = span_of(name), .catalog_code = span_of(d->code),
                                    .catalog_name = span_of(d->name), .catalog = "430000/drug@2026.2", .values = one->values, .value_count = 6,
                                    .notes = one->notes, .count = 1 + (i % 4 == 0) };
    size_t which = i * 5 % FAULT_COUNT;
    fault(one, i, 0, which, d);
    if (one->item.count > 1)
        fault(one, i, 1, (which + 2) % FAULT_COUNT, d);
    if (hostile)
        one->notes[0].message = span_of(hostile_names[(i + 2) % HOSTILE_COUNT]);
    if (which == 8) { /* without a code the catalog says nothing */
        one->item.catalog_code = one->item.catalog_name = SPAN_NONE;
        one->item.count = 1;
        for (size_t v = 0; v < 6; v++)
            one->values[v].catalog = SPAN_NONE;
    }
}

static void count_notes(const struct note_item *item, struct note_totals *t, uint64_t *by_rule)
{
    for (size_t i = 0; i < item->count; i++)
        if (item->notes[i].state != NOTE_NEW)
            t->accepted++;
        else {
            t->by_severity[item->notes[i].severity]++;
            by_rule[item->notes[i].rule]++;
        }
}

static int feed(struct note_report *r, uint32_t count, bool hostile, struct error *err)
{
    struct one one;
    uint64_t by_rule[RULE_COUNT] = { 0 };
    struct note_totals t = { .tables = 2, .rows = count * 3ull, .mapped = count * 2ull, .clean = count * 2ull, .by_rule = by_rule };
    if (note_report_begin(r, err) < 0)
        return -1;
    for (uint32_t i = 0; i < count; i++) {
        memset(&one, 0, sizeof one);
        make(&one, i, hostile);
        count_notes(&one.item, &t, by_rule);
        if (note_report_item(r, &one.item, err) < 0)
            return -1;
    }
    const struct note_not_run not_run[] = { { RULE_M804, _("needs --previous") }, { RULE_M807, _("needs --centre") } };
    struct note_table table = { .file = hostile ? "a\"<b>\xE2\x80\xAE.csv" : "门诊药房/药品目录 2026.xlsx",
                                .sha256 = "5feceb66ffc86f38d952786c6d696c79c2dbc239dd4e91b46729d73a27fb57e9", .bytes = 1234567, .encoding = "XLSX",
                                .rows = t.rows, .mapped = t.mapped, .clean = t.clean, .accepted = t.accepted,
                                .unknown_headings = hostile ? SPAN("<i>x</i>\n") : SPAN("货位\n拼音码"), .not_run = not_run, .not_run_count = 2 };
    memcpy(table.by_severity, t.by_severity, sizeof table.by_severity);
    if (note_report_table_end(r, &table, err) < 0)
        return -1;
    table = (struct note_table){ .file = "西药.csv", .encoding = "GB18030", .separator = ',', .bytes = 99 };
    if (note_report_table_end(r, &table, err) < 0)
        return -1;
    if (hostile && note_report_unread(r, "<u>\xFF.xls", "<script>no table</script>", err) < 0)
        return -1;
    const struct span cells[] = { SPAN("西药"), SPAN("1204"), SPAN("1130"), SPAN("93.8"), SPAN("90"), SPAN("达到"),
                                  SPAN("中成药"), SPAN("310"), SPAN("250"), SPAN("80.6"), SPAN("85"), SPAN("未达到") };
    const struct note_sheet sheet = { .id = "shares", .title = "配备情况", .column_count = 6, .cells = cells, .row_count = 2,
                                      .columns = { { "group", "类别", false }, { "stocked", "配备品种", true }, { "listed", "目录内品种", true },
                                                   { "share", "占比 %", true }, { "threshold", "协议要求 %", true }, { "verdict", "结论", false } } };
    t.sheets = &sheet;
    t.sheet_count = 1;
    return note_report_end(r, &t, err);
}

int html_notes(const char *verb, uint32_t count, bool hostile, int (*write)(void *ctx, const char *p, size_t n, struct error *err), void *ctx,
               struct error *err)
{
    fill_rules();
    struct version_info version = { .kind = KIND_DRUG, .number = 2, .region = "430000", .label = "2026.2", .status = VERSION_PUBLISHED,
                                    .in_force_from = 20260701, .entries = 171234, .title = "湖南省基本医疗保险药品目录", .source = "hunan-drugs-2026.2.xml" };
    const struct note_catalog catalog = { &version, true };
    bool off[RULE_COUNT] = { [RULE_P604] = true };
    const struct note_run run = { .verb = verb, .program = "duima 0.1.0", .version = "0.1.0", .day = 20261121, .region = "430000", .hospital_level = 3,
                                  .catalogs = &catalog, .catalog_count = 1, .rules = rules, .rule_off = off, .rule_count = RULE_COUNT };
    struct note_report *r = note_report_new(note_format(SPAN("html")), &run, write, ctx, NULL, false, err);
    if (!r)
        return -1;
    int status = feed(r, count, hostile, err);
    note_report_free(r);
    return status;
}
