/* cli/rule_choice.c: see the header. */
#include "cli/rule_choice.h"
#include "base/i18n.h"
#include "base/near.h"
#include "mapper/rule.h"

static int read_rules(const char *list, bool off, bool rule_off[RULE_COUNT], struct error *err)
{
    struct span rest = span_of(list);
    do {
        const char *comma = rest.n ? memchr(rest.p, ',', rest.n) : NULL;
        struct span one = { rest.p, comma ? (size_t)(comma - rest.p) : rest.n };
        if (!rule_select(span_trim(one), off, rule_off)) {
            error_set(err, ERROR_USAGE, _("\"%.*s\" is no rule and no group of rules; duima rules lists them"), SPAN_ARG(one));
            return near_hint(err, rule_near(span_trim(one)));
        }
        rest.p += comma ? one.n + 1 : one.n;
        rest.n -= comma ? one.n + 1 : one.n;
        if (!comma)
            break;
    } while (true);
    return 0;
}

int rule_selection(const struct args *args, bool rule_off[RULE_COUNT], struct error *err)
{
    bool selecting = args_has(args, OPTION_SELECT);
    for (size_t i = 0; i < RULE_COUNT; i++)
        rule_off[i] = selecting;
    for (size_t i = 0; i < args->count; i++)
        if (args->items[i].id == OPTION_SELECT && read_rules(args->items[i].value, false, rule_off, err) < 0)
            return -1;
    for (size_t i = 0; i < args->count; i++)
        if (args->items[i].id == OPTION_IGNORE && read_rules(args->items[i].value, true, rule_off, err) < 0)
            return -1;
    return 0;
}

/* The rules and the severity of "D308,P604=error". */
static int read_severity(const char *value, signed char severities[RULE_COUNT], struct error *err)
{
    static const char *const words[SEVERITY_COUNT] = { [SEVERITY_INFO] = "info", [SEVERITY_WARNING] = "warning", [SEVERITY_ERROR] = "error" };
    const char *equals = strrchr(value, '=');
    bool untouched[RULE_COUNT];
    char rules[256];
    if (!equals || equals == value || (size_t)(equals - value) >= sizeof rules)
        return error_set(err, ERROR_USAGE, _("--severity %s: say it as RULES=SEVERITY, such as D308=error"), value);
    memcpy(rules, value, (size_t)(equals - value));
    rules[equals - value] = '\0';
    enum severity severity = SEVERITY_COUNT;
    for (int i = 0; i < SEVERITY_COUNT; i++)
        if (span_eq(span_trim(span_of(equals + 1)), span_of(words[i])))
            severity = (enum severity)i;
    if (severity == SEVERITY_COUNT)
        return error_set(err, ERROR_USAGE, _("--severity %s: the severity is error, warning or info"), value);
    memset(untouched, true, sizeof untouched);
    if (read_rules(rules, false, untouched, err) < 0)
        return -1;
    if (!untouched[RULE_X001] && strcmp(rules, "X001") == 0)
        return error_set(err, ERROR_USAGE, _("--severity %s: X001 is about the files of what is accepted and keeps its severity; --ignore X001 hides it"),
                         value);
    for (size_t i = 0; i < RULE_COUNT; i++)
        if (!untouched[i] && i != RULE_X001)
            severities[i] = (signed char)(severity + 1);
    return 0;
}

int rule_severities(const struct args *args, signed char severities[RULE_COUNT], struct error *err)
{
    for (size_t i = 0; i < args->count; i++)
        if (args->items[i].id == OPTION_SEVERITY && read_severity(args->items[i].value, severities, err) < 0)
            return -1;
    return 0;
}
