/* cli/table_verb.c: what verbs that read a hospital's table against the catalogs in force have in common: their options, and when they
 * must not run. */
#include "cli/table_verb.h"
#include "base/i18n.h"
#include "mapper/crew.h"

#include <sched.h>

static void on_note(void *ctx, const char *table, const char *sentence)
{
    struct cli *cli = ctx;
    cli_progress_end(cli);
    cli_say(cli, "%s: %s", table, sentence);
}

int table_options(struct cli *cli, const struct args *args, struct check_options *out, struct error *err)
{
    *out = (struct check_options){ .share_dir = cli->share_dir, .temp_dir = cli->temp_dir, .day = cli->today, .kind = -1 };
    out->encoding = args_value(args, OPTION_ENCODING);
    out->columns_file = args_value(args, OPTION_COLUMNS);
    out->sheets = (struct table_sheets){ .sheet = args_value(args, OPTION_SHEET), .note = on_note, .stopped = cli_stopped, .ctx = cli };
    if (date_option(args, OPTION_AS_OF, "as-of", &out->day, err) < 0 || kind_option(args, &out->kind, err) < 0)
        return -1;
    size_t standard = 0;
    for (size_t i = 0; i < args->operand_count; i++)
        standard += strcmp(args->operands[i], "-") == 0;
    return standard > 1 ? error_set(err, ERROR_USAGE, _("standard input (-) can be read only once")) : 0;
}

static unsigned processors(void)
{
    cpu_set_t set;
    int n = sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : 1;
    return n < 1 ? 1 : n > CREW_MOST ? CREW_MOST : (unsigned)n;
}

int jobs_option(const struct args *args, unsigned *jobs, struct error *err)
{
    const char *text = args_value(args, OPTION_JOBS);
    size_t n = text ? strspn(text, "0123456789") : 0;
    *jobs = text ? 0 : processors();
    for (size_t i = 0; i < n && *jobs <= CREW_MOST; i++)
        *jobs = *jobs * 10 + (unsigned)(text[i] - '0');
    if (text && (text[n] || *jobs < 1 || *jobs > CREW_MOST))
        return error_set(err, ERROR_USAGE, _("--jobs %s: it is a number of threads, 1 to %d"), text, CREW_MOST);
    return 0;
}

int hospital_level_option(const struct args *args, int *out, struct error *err)
{
    const char *level = args_value(args, OPTION_HOSPITAL_LEVEL);
    if (level && (strlen(level) != 1 || level[0] < '1' || level[0] > '3'))
        return error_set(err, ERROR_USAGE, _("--hospital-level %s: it is 1, 2 or 3"), level);
    *out = level ? level[0] - '0' : 0;
    return 0;
}

int fail_on_option(const struct args *args, unsigned *out, struct error *err)
{
    const char *text = args_value(args, OPTION_FAIL_ON);
    *out = text ? FAIL_ON_NEVER : SEVERITY_ERROR;
    if (!text || strcmp(text, "never") == 0)
        return 0;
    for (enum severity s = 0; s < SEVERITY_COUNT; s++)
        if (strcmp(text, severity_word(s)) == 0)
            *out = s;
    return *out != FAIL_ON_NEVER ? 0 : error_set(err, ERROR_USAGE, _("--fail-on %s: it is error, warning, info or never"), text);
}

int table_region(struct cli *cli, const struct args *args, char region[17], struct check_options *out, struct error *err)
{
    const char *given = args_value(args, OPTION_CATALOG);
    if (given ? region_copy(given, region, err) < 0 : only_region(cli, _("--catalog REGION"), region, err) < 0)
        return -1;
    out->region = span_of(region);
    return 0;
}

/* ---- what is in force ---- */

/* Nobody may check against a catalog behind its last day: wrong findings would be the result. */
int refuse_expired(struct cli *cli, const char *region, date today, struct error *err)
{
    char day[DATE_TEXT], last[DATE_TEXT];
    size_t in_force = 0;
    for (enum kind kind = 0; kind < KIND_COUNT; kind++) {
        struct version_info v;
        int found = store_in_force(cli->store, span_of(region), kind, today, &v, err);
        if (found < 0)
            return -1;
        in_force += found > 0;
        if (found > 0 && v.expires != DATE_NONE && v.expires < today)
            return error_set(err, ERROR_CATALOG, _("%s/%s@%s, in force on %s, expired on %s: import and publish a newer version, or check --as-of an earlier day"),
                             v.region, kind_word(kind), v.label, date_text(today, day), date_text(v.expires, last));
    }
    if (in_force == 0)
        return error_set(err, ERROR_CATALOG, _("no catalog of %s is in force on %s; duima list shows what there is, duima publish puts it in force"),
                         region, date_text(today, day));
    return 0;
}

void say_skipped(struct cli *cli, const char *region, date day, const uint64_t skipped[KIND_COUNT])
{
    char text[DATE_TEXT];
    for (enum kind kind = 0; kind < KIND_COUNT; kind++) {
        if (skipped[kind] == 0)
            continue;
        cli_warn(cli, _("no catalog %s/%s is in force on %s, so rows of that kind were skipped: %llu; import and publish one"), region,
                 kind_word(kind), date_text(day, text), (unsigned long long)skipped[kind]);
        cli_raise(cli, EXIT_CATALOG);
    }
}
