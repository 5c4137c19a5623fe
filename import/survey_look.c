/* import/survey_look.c: what a text looks like, judged by its characters alone. It must never see where the text stood. */
#include "import/survey_run.h"

#include "base/ascii.h"
#include "base/date.h"
#include "base/decimal.h"
#include "base/i18n.h"
#include "base/text.h"

/* 9: a digit, A: a capital letter; everything else stands for itself. The codes of the national platform (share/codes.tsv). */
static const struct {
    const char *pattern;
    enum look look;
} patterns[] = {
    { "XA99AAA999A999999999999", LOOK_DRUG_CODE }, { "ZA99AAA9999999999999", LOOK_DRUG_CODE }, { "T999999999", LOOK_DRUG_CODE },
    { "999999999999999", LOOK_SERVICE_CODE },      { "C9999999999999999999", LOOK_CONSUMABLE_CODE },
    { "C99999999999999999999999999", LOOK_CONSUMABLE_CODE }, { "86999999999999", LOOK_STANDARD_CODE },
    { "99.99.9999", LOOK_DATE_DOTS },              { "9.9.9999", LOOK_DATE_DOTS },
    { "9.99.9999", LOOK_DATE_DOTS },               { "99.9.9999", LOOK_DATE_DOTS },
    { "99/99/9999", LOOK_DATE_SLASHES },           { "9/9/9999", LOOK_DATE_SLASHES },
    { "9/99/9999", LOOK_DATE_SLASHES },            { "99/9/9999", LOOK_DATE_SLASHES },
};

static const struct {
    const char *word;
    enum look look;
} words[] = {
    { "0", LOOK_BIT },          { "1", LOOK_BIT },          { "Y", LOOK_YES_NO },       { "N", LOOK_YES_NO },      { "true", LOOK_YES_NO },
    { "false", LOOK_YES_NO },   { "yes", LOOK_YES_NO },     { "no", LOOK_YES_NO },      { "是", LOOK_YES_NO },     { "否", LOOK_YES_NO },
    { "有效", LOOK_YES_NO },    { "无效", LOOK_YES_NO },    { "启用", LOOK_YES_NO },    { "停用", LOOK_YES_NO },   { "1", LOOK_PAY_CLASS },
    { "2", LOOK_PAY_CLASS },    { "3", LOOK_PAY_CLASS },    { "01", LOOK_PAY_CLASS },   { "02", LOOK_PAY_CLASS },  { "03", LOOK_PAY_CLASS },
    { "A", LOOK_PAY_CLASS },    { "B", LOOK_PAY_CLASS },    { "C", LOOK_PAY_CLASS },    { "甲", LOOK_PAY_CLASS },  { "乙", LOOK_PAY_CLASS },
    { "丙", LOOK_PAY_CLASS },   { "甲类", LOOK_PAY_CLASS }, { "乙类", LOOK_PAY_CLASS }, { "丙类", LOOK_PAY_CLASS }, { "自费", LOOK_PAY_CLASS },
    { "全自费", LOOK_PAY_CLASS }, { "1", LOOK_LEVEL },      { "2", LOOK_LEVEL },        { "3", LOOK_LEVEL },       { "null", LOOK_NULL },
    { "NULL", LOOK_NULL },      { "-", LOOK_NULL },         { "--", LOOK_NULL },        { "/", LOOK_NULL },        { "\\N", LOOK_NULL },
    { "N/A", LOOK_NULL },       { "n/a", LOOK_NULL },       { "无", LOOK_NULL },
};


static bool fits(struct span s, const char *pattern)
{
    size_t n = strlen(pattern);
    for (size_t i = 0; n == s.n && i < n; i++) {
        bool good = pattern[i] == '9' ? ascii_is_digit(s.p[i]) : pattern[i] == 'A' ? s.p[i] >= 'A' && s.p[i] <= 'Z' : pattern[i] == s.p[i];
        if (!good)
            return false;
    }
    return n == s.n;
}

static void look_number(struct span s, uint64_t looks[LOOK_COUNT])
{
    int64_t amount = 0;
    bool digits = s.n > 0, comma = memchr(s.p, ',', s.n) != NULL;
    for (size_t i = 0; i < s.n; i++)
        digits = digits && ascii_is_digit(s.p[i]);
    looks[LOOK_INTEGER] += digits;
    if (s.n > 1 && s.p[s.n - 1] == '%' && amount_parse((struct span){ s.p, s.n - 1 }, '.', &amount) == DECIMAL_OK) {
        looks[LOOK_PERCENT]++;
        return;
    }
    enum decimal_status status = amount_parse(s, comma ? ',' : '.', &amount);
    if (status != DECIMAL_OK && status != DECIMAL_INEXACT && !digits)
        return;
    looks[comma ? LOOK_DECIMAL_COMMA : LOOK_DECIMAL]++;
    looks[LOOK_FINE] += status == DECIMAL_INEXACT;
    if (status != DECIMAL_OK)
        return;
    looks[LOOK_ZERO] += amount == 0;
    looks[LOOK_SHARE] += amount >= 0 && amount <= AMOUNT_SCALE;
    looks[LOOK_HUNDRED] += amount >= 0 && amount <= 100 * AMOUNT_SCALE;
}

static void look_date(struct span s, uint64_t looks[LOOK_COUNT])
{
    date day;
    if (date_parse_iso(s, &day))
        looks[LOOK_DATE_ISO]++;
    else if (date_parse_format(s, "%d/%m/%Y", &day) && !date_parse_format(s, "%m/%d/%Y", &day))
        looks[LOOK_DAY_FIRST]++;
    else if (!date_parse_format(s, "%d/%m/%Y", &day) && date_parse_format(s, "%m/%d/%Y", &day))
        looks[LOOK_MONTH_FIRST]++;
    if (date_parse_loose(s, &day) && day >= 19000101)
        looks[LOOK_DATE_LOOSE]++;
}

/* "国药准字H20013062", "H20013062", "国药准字ZC20123456". */
static bool is_approval(struct span s)
{
    struct span prefix = SPAN("国药准字");
    if (span_starts(s, prefix))
        s = (struct span){ s.p + prefix.n, s.n - prefix.n };
    return (fits(s, "A99999999") || fits(s, "AA99999999")) && memchr("HZSBTFJ", s.p[0], 7);
}

static bool ends_with(struct span s, const char *const *endings, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (span_ends(s, span_of(endings[i])))
            return true;
    return false;
}

static void look_ending(struct span s, uint64_t looks[LOOK_COUNT])
{
    static const char *const forms[] = { "剂", "片", "丸", "胶囊", "颗粒", "膏", "散", "液", "栓", "贴", "糖浆", "雾" };
    static const char *const makers[] = { "公司", "厂", "药业", "集团", "Ltd", "Ltd.", "Inc", "Inc.", "GmbH", "AG", "SA", "S.A.", "plc", "Corp.", "Co." };
    looks[LOOK_FORM] += ends_with(s, forms, sizeof forms / sizeof *forms);
    looks[LOOK_MAKER] += ends_with(s, makers, sizeof makers / sizeof *makers);
}

static void look_letters(struct span s, uint64_t looks[LOOK_COUNT])
{
    bool han = false, letters = false, blank = false, ascii = true, digit = false;
    for (size_t i = 0; i < s.n;) {
        uint32_t c = utf8_next(s, &i);
        han = han || utf8_is_han(c);
        letters = letters || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= 0xC0 && !utf8_is_han(c) && c < 0x2000);
        blank = blank || c <= ' ' || c == 0xA0 || c == 0x3000;
        ascii = ascii && c > ' ' && c < 0x7F;
        digit = digit || (c >= '0' && c <= '9');
    }
    looks[LOOK_HAN] += han;
    looks[LOOK_LETTERS] += letters;
    looks[LOOK_WORD] += !blank;
    looks[LOOK_CODE] += ascii && digit && s.n > 1;
}

bool survey_look(struct span text, uint64_t looks[LOOK_COUNT])
{
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (!span_is(text, words[i].word))
            continue;
        looks[words[i].look]++;
        if (words[i].look == LOOK_NULL)
            return false;
    }
    for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++)
        looks[patterns[i].look] += fits(text, patterns[i].pattern);
    looks[LOOK_APPROVAL] += is_approval(text);
    look_number(text, looks);
    look_date(text, looks);
    look_letters(text, looks);
    look_ending(text, looks);
    return true;
}

bool survey_looks(const struct survey_node *n, enum look look, unsigned percent)
{
    return n->filled > 0 && n->looks[look] * 100 >= n->filled * percent;
}

const char *survey_look_text(const struct survey_node *n)
{
    /* The first that nearly all values have. */
    static const struct {
        enum look look;
        const char *text;
    } texts[] = {
        { LOOK_DRUG_CODE, N_("national drug code") },
        { LOOK_CONSUMABLE_CODE, N_("national consumable code") },
        { LOOK_STANDARD_CODE, N_("standard code (本位码)") },
        { LOOK_SERVICE_CODE, N_("national service code") },
        { LOOK_APPROVAL, N_("approval number") },
        { LOOK_DATE_ISO, N_("day, as 2026-07-01") },
        { LOOK_DATE_DOTS, N_("day, as 31.07.2026") },
        { LOOK_DATE_SLASHES, N_("day, with / and the year last") },
        { LOOK_BIT, N_("0 or 1") },
        { LOOK_YES_NO, N_("yes or no") },
        { LOOK_DATE_LOOSE, N_("day, in another form or with a time") },
        { LOOK_PERCENT, N_("percentage") },
        { LOOK_SHARE, N_("number from 0 to 1") },
        { LOOK_INTEGER, N_("whole number") },
        { LOOK_PAY_CLASS, N_("class, such as A B C or 甲 乙 丙") },
        { LOOK_DECIMAL, N_("decimal number") },
        { LOOK_DECIMAL_COMMA, N_("decimal number with a comma") },
        { LOOK_CODE, N_("code") },
        { LOOK_HAN, N_("Chinese text") },
        { LOOK_LETTERS, N_("text in letters") },
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (survey_looks(n, texts[i].look, 95))
            return _(texts[i].text);
    return n->filled > 0 ? _("mixed") : _("always empty");
}
