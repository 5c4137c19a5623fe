/* report/note_junit.c: JUnit's XML, for Jenkins, GitLab and whatever else draws test results. A suite a table; in it
 *
 *   a failure   an error or a warning that is not accepted
 *   passed      a rule that ran and found nothing; a remark (severity info), which stands in its system-out
 *   an error    the table could not be read, or not to its end
 *   skipped     a rule that could not run, with why; a finding that the baseline or the suppressions file accepts, with why
 *
 * Rules that --select and --ignore hide are left out. classname is "TABLE.RULE" and name the item, so that a finding keeps its name from run to
 * run; no two cases share both, since GitLab drops all but the first. No times: the same input gives the same bytes.
 * Suites begin with their counts, so that cases wait in a temporary file. */
#include "report/note_ci.h"
#include "report/note_formats.h"
#include "report/label.h"
#include "report/layout.h"
#include "report/markup.h"
#include "base/decimal.h"
#include "base/i18n.h"
#include "base/temp.h"
#include <errno.h>
#include <unistd.h>

enum rule_mark { MARK_NONE, MARK_FOUND, MARK_NOT_RUN };

struct suite {
    size_t name, name_length;           /* in j->texts */
    size_t properties, properties_length;
    uint64_t end;                       /* of its cases in the file */
    uint64_t tests, failures, errors, skipped;
    enum { SUITE_TABLE, SUITE_UNREAD, SUITE_OF_NO_TABLE } what;
};

struct junit {
    int file;                /* the cases, -1: none yet */
    uint64_t written;        /* bytes in it */
    struct buf cases;        /* those that are not in it yet */
    struct suite *suites;    /* [suite_count], those that are complete */
    size_t suite_count;
    unsigned char *marks;    /* [suite_count * rule_count]: enum rule_mark */
    struct suite now;        /* the one being filled */
    unsigned char *now_marks; /* [rule_count] */
    struct buf texts;
    struct map seen;         /* names of cases */
    struct buf class, name, rule, table, text;
};

static void junit_release(struct note_report *r)
{
    struct junit *j = r->state;
    if (!j)
        return;
    if (j->file >= 0)
        close(j->file);
    struct buf *const bufs[] = { &j->cases, &j->texts, &j->class, &j->name, &j->rule, &j->table, &j->text };
    for (size_t i = 0; i < sizeof bufs / sizeof *bufs; i++)
        buf_release(bufs[i]);
    map_release(&j->seen);
    free(j->suites);
    free(j->marks);
    free(j->now_marks);
    free(j);
}

static int junit_begin(struct note_report *r, struct error *err)
{
    struct junit *j = calloc(1, sizeof *j);
    if (!j)
        return error_memory(err);
    j->file = -1;
    map_init(&j->seen);
    r->state = j;
    j->now_marks = calloc(r->run->rule_count + 1, 1);
    return j->now_marks ? 0 : error_memory(err);
}

/* ---- cases ---- */

static int spool(struct note_report *r, size_t at_least, struct error *err)
{
    struct junit *j = r->state;
    if (buf_check(&j->cases, err) < 0)
        return -1;
    if (j->cases.n < at_least || j->cases.n == 0)
        return 0;
    if (j->file < 0)
        j->file = temp_open(r->temp_dir, err);
    if (j->file < 0 || temp_write(j->file, r->temp_dir, j->cases.p, j->cases.n, err) < 0)
        return -1;
    j->written += j->cases.n;
    buf_clear(&j->cases);
    return 0;
}

/* `<testcase classname="TABLE.RULE" name="NAME"`, NAME being what j->name has, told apart from others of that name. */
static int begin_case(struct note_report *r, struct buf *out, struct span table, struct span rule, struct error *err)
{
    struct junit *j = r->state;
    struct span name = buf_span(&j->name);
    buf_clear(&j->class);
    buf_addspan(&j->class, table);
    buf_addc(&j->class, '.');
    buf_addspan(&j->class, rule);
    size_t class_length = j->class.n;
    buf_addc(&j->class, '\n');
    buf_addspan(&j->class, name);
    if (buf_check(&j->class, err) < 0 || buf_check(&j->name, err) < 0)
        return -1;
    uint32_t times = note_times(&j->seen, buf_span(&j->class), err);
    if (times == 0)
        return -1;
    j->class.n = class_length;
    if (times > 1)
        buf_addf(&j->name, " (%u)", (unsigned)times);
    buf_adds(out, "    <testcase");
    markup_attribute(out, "classname", buf_span(&j->class));
    markup_attribute(out, "name", buf_span(&j->name));
    return 0;
}

static int begin_rule_case(struct note_report *r, struct buf *out, struct span table, size_t rule, struct error *err)
{
    struct junit *j = r->state;
    buf_clear(&j->rule);
    note_rule_name(&j->rule, &r->run->rules[rule]);
    return buf_check(&j->rule, err) < 0 ? -1 : begin_case(r, out, table, buf_span(&j->rule), err);
}

/* "drugs.csv"; of a sheet of a workbook, which is a table of its own, "items.xlsx 药品". */
static void name_table(struct buf *name, const char *file, const char *sheet)
{
    buf_clear(name);
    buf_addspan(name, note_path(file));
    if (sheet) {
        buf_addc(name, ' ');
        layout_plain(name, span_of(sheet));
    }
}

static void name_case(const struct note_report *r, struct buf *name, const struct note_item *item, const struct note *note)
{
    buf_clear(name);
    note_item_name(name, item);
    if (note->field)
        buf_addf(name, "%s%s", name->n > 0 ? " " : "", note->field);
    if (name->n == 0)
        buf_adds(name, item->file ? _("the table") : item->kind_label ? item->kind_label : r->run->verb);
}

static void add_line(struct buf *text, const char *label, struct span value)
{
    if (value.n > 0)
        buf_addf(text, "\n%s%s%.*s", label, _(": "), SPAN_ARG(value));
}

/* What a person needs who sees nothing else: the place, both values, what to do. */
static void describe(struct note_report *r, const struct note_item *item, const struct note *note, struct buf *text)
{
    const struct note_rule *rule = &r->run->rules[note->rule];
    buf_clear(text);
    buf_addspan(text, note->message);
    if (item->file) {
        struct span path = note_path(item->file);
        buf_addf(text, "\n%.*s", SPAN_ARG(path));
        if (item->sheet)
            buf_addf(text, ", %s", item->sheet);
        if (item->line > 0)
            buf_addf(text, ":%u", (unsigned)item->line);
    }
    add_line(text, _("catalog code"), item->catalog_code);
    add_line(text, _("field"), span_of(note->label));
    add_line(text, _("found"), note->local);
    add_line(text, _("expected"), note->expected);
    if (note->at_risk != AMOUNT_NONE) {
        buf_addf(text, "\n%s%s", _("money at risk, yuan"), _(": "));
        amount_add_places(text, note->at_risk, 2);
    }
    if (rule->todo)
        add_line(text, _("what to do"), span_of(rule->todo));
}

static void add_body(struct buf *out, const char *element, const char *type, struct span message, struct span text)
{
    buf_addf(out, ">\n      <%s", element);
    if (message.n > 0)
        markup_attribute(out, "message", message);
    if (type)
        markup_attribute(out, "type", span_of(type));
    buf_addc(out, '>');
    markup_text(out, text);
    buf_addf(out, "</%s>\n    </testcase>\n", element);
}

/* "baseline: the contract says so (Wang, until 2026-12-31)". */
static void add_why_accepted(struct buf *out, const struct note *note)
{
    char day[DATE_TEXT];
    buf_adds(out, note->state == NOTE_KNOWN ? _("known and accepted by the baseline") : _("accepted by the suppressions file"));
    if (note->reason.n > 0)
        buf_addf(out, "%s%.*s", _(": "), SPAN_ARG(note->reason));
    if (note->owner.n > 0)
        buf_addf(out, "%s%.*s", _("; "), SPAN_ARG(note->owner));
    if (note->until != DATE_NONE)
        buf_addf(out, _("; until %s"), date_text(note->until, day));
}

static int add_note(struct note_report *r, const struct note_item *item, const struct note *note, struct error *err)
{
    struct junit *j = r->state;
    struct buf *out = &j->cases;
    name_case(r, &j->name, item, note);
    name_table(&j->table, item->file ? item->file : r->run->verb, item->sheet);
    if (begin_rule_case(r, out, buf_span(&j->table), note->rule, err) < 0)
        return -1;
    if (item->file)
        markup_attribute(out, "file", note_path(item->file));
    if (item->file && item->line > 0)
        buf_addf(out, " line=\"%u\"", (unsigned)item->line);
    describe(r, item, note, &j->text);
    j->now.tests++;
    j->now_marks[note->rule] = MARK_FOUND;
    if (note->state != NOTE_NEW) {
        buf_clear(&j->name);
        add_why_accepted(&j->name, note);
        size_t why = j->name.n;
        buf_adds(&j->name, "\n");
        buf_addspan(&j->name, buf_span(&j->text));
        add_body(out, "skipped", NULL, (struct span){ j->name.p, why }, buf_span(&j->name));
        j->now.skipped++;
    } else if (note->severity == SEVERITY_INFO) {
        add_body(out, "system-out", NULL, SPAN_NONE, buf_span(&j->text));
    } else {
        add_body(out, "failure", severity_word(note->severity), note->message, buf_span(&j->text));
        j->now.failures++;
    }
    if (buf_check(&j->name, err) < 0 || buf_check(&j->table, err) < 0 || buf_check(&j->text, err) < 0)
        return -1;
    return spool(r, SINK_LONG, err);
}

static int junit_item(struct note_report *r, const struct note_item *item, struct error *err)
{
    for (size_t i = 0; i < item->count; i++)
        if (add_note(r, item, &item->notes[i], err) < 0)
            return -1;
    return 0;
}

/* ---- suites ---- */

/* Closes the suite being filled, under that name. */
static int close_suite(struct note_report *r, struct span name, struct error *err)
{
    struct junit *j = r->state;
    size_t rules = r->run->rule_count;
    struct suite *suites = realloc(j->suites, (j->suite_count + 1) * sizeof *suites);
    if (!suites)
        return error_memory(err);
    j->suites = suites;
    unsigned char *marks = realloc(j->marks, (j->suite_count + 1) * rules + 1);
    if (!marks)
        return error_memory(err);
    j->marks = marks;
    memcpy(marks + j->suite_count * rules, j->now_marks, rules);
    j->now.name = j->texts.n;
    j->now.name_length = name.n;
    buf_addspan(&j->texts, name);
    j->now.end = j->written + j->cases.n;
    suites[j->suite_count++] = j->now;
    memset(j->now_marks, 0, rules);
    j->now = (struct suite){ .tests = 0 };
    return buf_check(&j->texts, err);
}

static void add_property(struct buf *out, const char *name, struct span value)
{
    if (value.n == 0)
        return;
    buf_adds(out, "      <property");
    markup_attribute(out, "name", span_of(name));
    markup_attribute(out, "value", value);
    buf_adds(out, "/>\n");
}

static void add_number_property(struct buf *out, const char *name, uint64_t n)
{
    char digits[24];
    int length = snprintf(digits, sizeof digits, "%llu", (unsigned long long)n);
    add_property(out, name, (struct span){ digits, (size_t)length });
}

/* What was checked against what. */
static int add_properties(struct note_report *r, const struct note_table *table, struct error *err)
{
    struct junit *j = r->state;
    struct buf *out = &j->texts;
    char day[DATE_TEXT];
    j->now.properties = out->n;
    add_property(out, "program", span_of(r->run->program));
    add_property(out, "day", span_of(date_text(r->run->day, day)));
    for (size_t i = 0; i < r->run->catalog_count; i++) {
        buf_clear(&j->text);
        version_add(&j->text, r->run->catalogs[i].version);
        add_property(out, r->run->catalogs[i].in_force ? "catalog" : "catalog_to_come", buf_span(&j->text));
    }
    add_property(out, "sha256", span_of(table->sha256));
    add_property(out, "encoding", span_of(table->encoding));
    add_number_property(out, "rows", table->rows);
    add_number_property(out, "mapped", table->mapped);
    add_number_property(out, "clean", table->clean);
    j->now.properties_length = out->n - j->now.properties;
    return buf_check(&j->text, err);
}

static int junit_table_end(struct note_report *r, const struct note_table *table, struct error *err)
{
    struct junit *j = r->state;
    name_table(&j->table, table->file, table->sheet);
    struct span path = buf_span(&j->table);
    if (buf_check(&j->table, err) < 0)
        return -1;
    for (size_t i = 0; i < table->not_run_count; i++) {
        const struct note_not_run *not_run = &table->not_run[i];
        if (note_rule_off(r->run, not_run->rule) || j->now_marks[not_run->rule] == MARK_FOUND)
            continue;
        buf_clear(&j->name);
        buf_adds(&j->name, _("not run"));
        if (begin_rule_case(r, &j->cases, path, not_run->rule, err) < 0)
            return -1;
        add_body(&j->cases, "skipped", NULL, span_of(not_run->why), span_of(not_run->why));
        j->now_marks[not_run->rule] = MARK_NOT_RUN;
        j->now.tests++;
        j->now.skipped++;
    }
    if (add_properties(r, table, err) < 0 || close_suite(r, path, err) < 0)
        return -1;
    return spool(r, SINK_LONG, err);
}

static int junit_unread(struct note_report *r, const char *file, const char *why, struct error *err)
{
    struct junit *j = r->state;
    struct buf *out = &j->cases;
    buf_clear(&j->name);
    buf_adds(&j->name, _("the table could not be read"));
    if (begin_case(r, out, note_path(file), SPAN("unread"), err) < 0)
        return -1;
    markup_attribute(out, "file", note_path(file));
    add_body(out, "error", "unread", span_of(why), span_of(why));
    j->now.what = SUITE_UNREAD;
    j->now.tests++;
    j->now.errors++;
    return close_suite(r, note_path(file), err) < 0 ? -1 : spool(r, SINK_LONG, err);
}

/* ---- the document ---- */

/* Does the rule say something of what belongs to no table? Then no table passes it. Such a suite is the last one. */
static bool found_outside(const struct note_report *r, size_t rule)
{
    const struct junit *j = r->state;
    size_t last = j->suite_count - 1;
    return j->suites[last].what == SUITE_OF_NO_TABLE && j->marks[last * r->run->rule_count + rule] == MARK_FOUND;
}

static bool passes(const struct note_report *r, size_t suite, size_t rule)
{
    const struct junit *j = r->state;
    return j->suites[suite].what == SUITE_TABLE && !note_rule_off(r->run, rule) && j->marks[suite * r->run->rule_count + rule] == MARK_NONE &&
           !found_outside(r, rule);
}

static void add_counts(struct buf *out, const struct suite *s)
{
    buf_addf(out, " tests=\"%llu\" failures=\"%llu\" errors=\"%llu\" skipped=\"%llu\">\n", (unsigned long long)s->tests,
             (unsigned long long)s->failures, (unsigned long long)s->errors, (unsigned long long)s->skipped);
}

/* Copies the cases of a suite out of the file. */
static int copy_cases(struct note_report *r, uint64_t from, uint64_t to, struct error *err)
{
    const struct junit *j = r->state;
    while (from < to) {
        size_t want = to - from < SINK_LONG ? (size_t)(to - from) : SINK_LONG;
        char *room = buf_room(&r->out, want);
        if (!room)
            return error_memory(err);
        ssize_t n = pread(j->file, room, want, (off_t)from);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return error_errno(err, ERROR_STORE, n < 0 ? errno : EIO, _("cannot read a temporary file back"));
        r->out.n += (size_t)n;
        from += (uint64_t)n;
        if (sink_write(&r->out, SINK_LONG, r->write, r->ctx, err) < 0)
            return -1;
    }
    return 0;
}

static int add_suite(struct note_report *r, size_t i, struct error *err)
{
    struct junit *j = r->state;
    const struct suite *s = &j->suites[i];
    struct buf *out = &r->out;
    struct span name = { j->texts.p + s->name, s->name_length };
    buf_adds(out, "  <testsuite");
    markup_attribute(out, "name", name);
    add_counts(out, s);
    if (s->properties_length > 0) {
        buf_adds(out, "    <properties>\n");
        buf_add(out, j->texts.p + s->properties, s->properties_length);
        buf_adds(out, "    </properties>\n");
    }
    if (copy_cases(r, i > 0 ? j->suites[i - 1].end : 0, s->end, err) < 0)
        return -1;
    for (size_t rule = 0; rule < r->run->rule_count; rule++) {
        if (!passes(r, i, rule))
            continue;
        buf_clear(&j->name);
        buf_adds(&j->name, _("nothing found"));
        if (begin_rule_case(r, out, name, rule, err) < 0)
            return -1;
        buf_adds(out, "/>\n");
    }
    buf_adds(out, "  </testsuite>\n");
    return sink_write(&r->out, SINK_LONG, r->write, r->ctx, err);
}

static int junit_end(struct note_report *r, const struct note_totals *totals, struct error *err)
{
    struct junit *j = r->state;
    struct suite total = { .tests = 0 };
    (void)totals;
    if (j->now.tests > 0) {
        j->now.what = SUITE_OF_NO_TABLE;
        buf_clear(&j->text);
        buf_addf(&j->text, "duima %s", r->run->verb);
        if (buf_check(&j->text, err) < 0 || close_suite(r, buf_span(&j->text), err) < 0)
            return -1;
    }
    if (spool(r, 1, err) < 0)
        return -1;
    for (size_t i = 0; i < j->suite_count; i++) {
        for (size_t rule = 0; rule < r->run->rule_count; rule++)
            j->suites[i].tests += passes(r, i, rule);
        total.tests += j->suites[i].tests;
        total.failures += j->suites[i].failures;
        total.errors += j->suites[i].errors;
        total.skipped += j->suites[i].skipped;
    }
    buf_adds(&r->out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites");
    buf_clear(&j->text);
    buf_addf(&j->text, "duima %s", r->run->verb);
    markup_attribute(&r->out, "name", buf_span(&j->text));
    add_counts(&r->out, &total);
    for (size_t i = 0; i < j->suite_count; i++)
        if (add_suite(r, i, err) < 0)
            return -1;
    buf_adds(&r->out, "</testsuites>\n");
    return buf_check(&j->text, err);
}

static const struct note_ops ops = {
    .begin = junit_begin, .item = junit_item, .table_end = junit_table_end, .unread = junit_unread, .end = junit_end, .release = junit_release,
};
const struct note_format note_junit = { .name = "junit", .what = N_("JUnit's XML of test results, for Jenkins and GitLab"), .accepted = true, .ops = &ops };
