/* import/draft_values.c: what the values of a place allow: whether they fit a field, and how it must read them. It must never see a name. */
#include "import/draft_run.h"

#include "base/i18n.h"

#define MOSTLY 95 /* percent: a few bad values do not speak against a field */
#define WORD_MOST 64
#define PAY_CLASSES "1=A 2=B 3=C 01=A 02=B 03=C A=A B=B C=C 甲=A 乙=B 丙=C 甲类=A 乙类=B 丙类=C 自费=C 全自费=C"

void draft_reading_release(struct draft_reading *r)
{
    buf_release(&r->attributes);
    buf_release(&r->inner);
}

void draft_attribute(struct buf *out, const char *name, struct span value)
{
    buf_addf(out, " %s=\"", name);
    for (size_t i = 0; i < value.n; i++) {
        char c = value.p[i];
        if (c == '&' || c == '<' || c == '"')
            buf_adds(out, c == '&' ? "&amp;" : c == '<' ? "&lt;" : "&quot;");
        else if (c == '\n' || c == '\t' || c == '\r')
            buf_addf(out, "&#%d;", c);
        else
            buf_addc(out, c);
    }
    buf_addc(out, '"');
}

static void against(struct draft_reading *r, const char *why)
{
    r->against = true;
    r->why = _(why);
}

static void doubt(struct draft_reading *r, const char *why)
{
    r->doubt = true;
    r->why = _(why);
}

/* Where not all values are good, a bad one costs a warning and not the record. */
static void warn_unless_all(struct draft_reading *r, bool all)
{
    if (!all)
        draft_attribute(&r->attributes, "on-bad", SPAN("warn"));
}

static void absent_words(const struct survey_node *n, bool zero, struct draft_reading *r)
{
    if (zero && n->looks[LOOK_NULL] > 0)
        draft_attribute(&r->attributes, "absent", SPAN("0 null NULL - -- / \\N N/A n/a 无"));
    else if (zero)
        draft_attribute(&r->attributes, "absent", SPAN("0"));
    else if (n->looks[LOOK_NULL] > 0)
        draft_attribute(&r->attributes, "absent", SPAN("null NULL - -- / \\N N/A n/a 无"));
}

static void read_date(const struct survey_node *n, struct draft_reading *r)
{
    uint64_t slashes = n->looks[LOOK_DATE_SLASHES], day = n->looks[LOOK_DAY_FIRST], month = n->looks[LOOK_MONTH_FIRST];
    enum look look = LOOK_DATE_LOOSE;
    if (survey_looks(n, LOOK_DATE_ISO, MOSTLY))
        look = LOOK_DATE_ISO;
    else if (survey_looks(n, LOOK_DATE_LOOSE, MOSTLY))
        draft_attribute(&r->attributes, "date", SPAN("any"));
    else if (survey_looks(n, LOOK_DATE_DOTS, MOSTLY)) {
        look = LOOK_DATE_DOTS;
        draft_attribute(&r->attributes, "date", SPAN("%d.%m.%Y"));
    } else if (survey_looks(n, LOOK_DATE_SLASHES, MOSTLY)) {
        look = LOOK_DATE_SLASHES;
        draft_attribute(&r->attributes, "date", month > day ? SPAN("%m/%d/%Y") : SPAN("%d/%m/%Y"));
        if (day == 0 && month == 0)
            doubt(r, N_("the values do not show whether the day or the month stands first"));
        else if (day > 0 && month > 0)
            doubt(r, N_("in some values the day stands first, in others the month"));
    } else {
        against(r, N_("its values are no days"));
        return;
    }
    warn_unless_all(r, n->looks[look] == n->filled && !(slashes && day && month));
}

static void read_amount(const struct survey_node *n, bool zero_is_none, struct draft_reading *r)
{
    uint64_t comma = n->looks[LOOK_DECIMAL_COMMA], point = n->looks[LOOK_DECIMAL];
    if ((comma + point) * 100 < n->filled * MOSTLY || survey_looks(n, LOOK_STANDARD_CODE, MOSTLY)) {
        against(r, N_("its values are no amounts"));
        return;
    }
    if (comma > 0) {
        draft_attribute(&r->attributes, "decimal", SPAN(","));
        if (point > n->looks[LOOK_INTEGER])
            doubt(r, N_("some values have a decimal point, others a comma"));
    }
    if (n->looks[LOOK_FINE] > 0)
        doubt(r, N_("some of its values have more than four decimals: they are left out"));
    absent_words(n, zero_is_none && n->looks[LOOK_ZERO] > 0, r);
    warn_unless_all(r, comma + point == n->filled && !(comma > 0 && point > n->looks[LOOK_INTEGER]) && n->looks[LOOK_FINE] == 0);
}

static void read_share(const struct survey_node *n, struct draft_reading *r)
{
    if (survey_looks(n, LOOK_SHARE, MOSTLY)) {
        absent_words(n, false, r);
        warn_unless_all(r, n->looks[LOOK_SHARE] == n->filled);
    } else if (survey_looks(n, LOOK_PERCENT, MOSTLY)) {
        buf_adds(&r->inner, "<rewrite match=\"%$\"/>");
        draft_attribute(&r->attributes, "scale", SPAN("1/100"));
        absent_words(n, false, r);
        draft_attribute(&r->attributes, "on-bad", SPAN("warn"));
    } else if (n->looks[LOOK_SHARE] * 2 >= n->filled) {
        draft_attribute(&r->attributes, "on-bad", SPAN("warn"));
        doubt(r, N_("some of its values are no share from 0 to 1"));
    } else if (survey_looks(n, LOOK_HUNDRED, MOSTLY)) {
        draft_attribute(&r->attributes, "scale", SPAN("1/100"));
        absent_words(n, false, r);
        draft_attribute(&r->attributes, "on-bad", SPAN("warn"));
        doubt(r, N_("its values go beyond 1: they are taken as percent"));
    } else
        against(r, N_("its values are no shares from 0 to 1"));
}

/* yes and no in all their words, as `good` and `bad`; turned around where `reversed`. */
static void read_yes_no(const struct survey_node *n, const char *good, const char *bad, bool reversed, struct draft_reading *r)
{
    static const struct {
        const char *yes, *no;
        bool says_all; /* whatever the place is called */
    } words[] = { { "1", "0", false }, { "Y", "N", false }, { "true", "false", false }, { "yes", "no", false }, { "是", "否", false },
                  { "有效", "无效", true }, { "启用", "停用", true } };
    struct buf map = BUF_INIT;
    uint64_t all = n->looks[LOOK_BIT] + n->looks[LOOK_YES_NO];
    if (all * 100 < n->filled * MOSTLY) {
        against(r, N_("its values are no yes and no"));
        return;
    }
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        bool turned = reversed && !words[i].says_all;
        if (i == 0 ? n->looks[LOOK_BIT] > 0 : n->looks[LOOK_YES_NO] > 0)
            buf_addf(&map, "%s%s=%s %s=%s", map.n ? " " : "", words[i].yes, turned ? bad : good, words[i].no, turned ? good : bad);
    }
    draft_attribute(&r->attributes, "map", buf_span(&map));
    absent_words(n, false, r);
    warn_unless_all(r, all == n->filled);
    r->attributes.failed = r->attributes.failed || map.failed;
    buf_release(&map);
}

static void read_mapped(const struct survey_node *n, enum look look, struct span map, const char *why, struct draft_reading *r)
{
    if (!survey_looks(n, look, MOSTLY)) {
        against(r, why);
        return;
    }
    if (map.n)
        draft_attribute(&r->attributes, "map", map);
    absent_words(n, false, r);
    warn_unless_all(r, n->looks[look] == n->filled);
}

static void read_word(const struct survey_node *n, struct draft_reading *r)
{
    if (!survey_looks(n, LOOK_WORD, MOSTLY) || n->longest > WORD_MOST) {
        against(r, N_("its values are no codes: there are blanks in them, or they are too long"));
        return;
    }
    absent_words(n, false, r);
}

static void read_text(const struct survey_node *n, const struct target *t, bool repeats, struct draft_reading *r)
{
    static const char *const long_ones[] = { "restriction", "note", "content", "exclusions" };
    bool is_long = false;
    for (size_t i = 0; i < sizeof long_ones / sizeof *long_ones; i++)
        is_long = is_long || strcmp(t->name, long_ones[i]) == 0;
    if (strcmp(t->name, "restriction") == 0 && survey_looks(n, LOOK_BIT, MOSTLY)) {
        draft_attribute(&r->attributes, "map", SPAN("0= 1=限制使用"));
        draft_attribute(&r->attributes, "other", SPAN("keep"));
    }
    if (survey_looks(n, LOOK_YES_NO, MOSTLY)) {
        against(r, N_("its values are only yes and no"));
        return;
    }
    absent_words(n, false, r);
    r->joined = repeats && is_long;
    if (r->joined)
        draft_attribute(&r->attributes, "join", SPAN("；"));
}

/* A field whose place is known by its name and empty in this document: as such fields usually are. */
static void read_nothing(const struct target *t, const struct draft_word *word, struct draft_reading *out)
{
    static const char pay_classes[] = PAY_CLASSES;
    if (t->shape == SHAPE_DATE)
        draft_attribute(&out->attributes, "date", SPAN("any"));
    else if (t->shape == SHAPE_PAY_CLASS)
        draft_attribute(&out->attributes, "map", SPAN(pay_classes));
    else if (t->shape == SHAPE_STATUS)
        draft_attribute(&out->attributes, "map", word && word->reversed ? SPAN("1=inactive 0=active") : SPAN("1=active 0=inactive"));
    else if (t->shape == SHAPE_CEILING || t->shape == SHAPE_QUANTITY)
        draft_attribute(&out->attributes, "absent", SPAN("0"));
    out->why = _("it has no value in this document");
}

void draft_read_values(const struct survey_node *n, const struct target *t, const struct draft_word *word, bool repeats, struct draft_reading *out)
{
    static const char pay_classes[] = PAY_CLASSES;
    *out = (struct draft_reading){ .attributes = BUF_INIT, .inner = BUF_INIT };
    if (n->filled == 0) {
        read_nothing(t, word, out);
        return;
    }
    switch (t->shape) {
    case SHAPE_DATE: read_date(n, out); break;
    case SHAPE_CEILING: read_amount(n, true, out); break;
    case SHAPE_QUANTITY: read_amount(n, true, out); break;
    case SHAPE_SELF_PAY: read_share(n, out); break;
    case SHAPE_PAY_CLASS: read_mapped(n, LOOK_PAY_CLASS, SPAN(pay_classes), N_("its values are no pay classes"), out); break;
    case SHAPE_STATUS: read_yes_no(n, "active", "inactive", word && word->reversed, out); break;
    case SHAPE_TRUTH: read_yes_no(n, "true", "false", word && word->reversed, out); break;
    case SHAPE_LEVEL: read_mapped(n, LOOK_LEVEL, SPAN(""), N_("its values are no hospital levels from 1 to 3"), out); break;
    case SHAPE_AGE_MIN:
    case SHAPE_AGE_MAX: read_mapped(n, LOOK_INTEGER, SPAN(""), N_("its values are no whole numbers"), out); break;
    case SHAPE_LIST_TYPE:
        if (!survey_looks(n, LOOK_INTEGER, MOSTLY) || n->shortest != 3 || n->longest != 3)
            against(out, N_("its values are no list types such as 101"));
        break;
    case SHAPE_FLAGS:
        if (word && word->attributes.n > 0)
            draft_attribute(&out->attributes, "on-bad", SPAN("warn"));
        break;
    case SHAPE_SEX:
        draft_attribute(&out->attributes, "map", SPAN("1=M 2=F 男=M 女=F M=M F=F 0= 9= 不限="));
        draft_attribute(&out->attributes, "on-bad", SPAN("warn"));
        break;
    case SHAPE_VISIT:
        draft_attribute(&out->attributes, "map", SPAN("门诊=outpatient 住院=inpatient 不限=any"));
        draft_attribute(&out->attributes, "on-bad", SPAN("warn"));
        break;
    case SHAPE_CODE:
    case SHAPE_WORD:
    case SHAPE_SUCCESSOR:
    case SHAPE_PREDECESSOR: read_word(n, out); break;
    case SHAPE_TEXT:
    case SHAPE_ALIAS:
    case SHAPE_APPROVAL: read_text(n, t, repeats, out); break;
    }
    if (!out->against && repeats && !t->repeats && !out->joined)
        against(out, N_("it stands several times in one record"));
}

void draft_read_document(const struct survey_node *n, struct span field, struct draft_reading *out)
{
    *out = (struct draft_reading){ .attributes = BUF_INIT, .inner = BUF_INIT };
    bool count = span_is(field, "@count") || span_is(field, "@pages") || span_is(field, "@page");
    if (n->count != 1 || n->filled != 1)
        against(out, N_("it is not there exactly once"));
    else if (span_is(field, "@effective") || span_is(field, "@expires"))
        read_date(n, out);
    else if (count && (n->looks[LOOK_INTEGER] == 0 || n->longest > 12))
        against(out, N_("it is no whole number"));
    else if (span_is(field, "@region") && (n->looks[LOOK_HAN] || !n->looks[LOOK_WORD] || n->longest > 16))
        against(out, N_("it is no region: 1 to 16 letters, digits, _ or -"));
    else if (span_is(field, "@version") && (!n->looks[LOOK_WORD] || n->longest > 64))
        against(out, N_("it is no label: 1 to 64 characters without a blank"));
}

const char *draft_field_of_values(const struct survey_node *n)
{
    static const struct {
        enum look look;
        const char *field;
    } fields[] = { { LOOK_APPROVAL, "approval" }, { LOOK_STANDARD_CODE, "standard-code" }, { LOOK_MAKER, "manufacturer" } };
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        if (survey_looks(n, fields[i].look, 90))
            return fields[i].field;
    if (survey_looks(n, LOOK_PAY_CLASS, 95) && survey_looks(n, LOOK_HAN, 50))
        return "pay-class";
    bool few = n->filled >= 8 && n->distinct * 4 <= n->filled; /* names of drugs end as forms do, but there are many */
    return few && survey_looks(n, LOOK_FORM, 90) ? "form" : NULL;
}
