/* mapper/rule.c: finding rules by name, and severity words. The rows, with what people read, are in the rule_table_*.c files. */
#include "mapper/rule.h"
#include "base/near.h"
#include "mapper/rule_table.h"

static const char *const severity_words[SEVERITY_COUNT] = { "info", "warning", "error" };

const char *severity_word(enum severity s)
{
    return severity_words[s];
}

#define R(id, slug, severity) [RULE_##id] = &rule_info_##id,
static const struct rule_info *const rule_table[RULE_COUNT] = { RULES(R) };
#undef R

const struct rule_info *rule_info(enum rule rule)
{
    return rule_table[rule];
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

/* Does `text` begin with `word`, ASCII case aside? */
static bool begins(const char *text, struct span word)
{
    for (size_t i = 0; i < word.n; i++) {
        if (text[i] == '\0' || lower(text[i]) != lower(word.p[i]))
            return false;
    }
    return true;
}

static bool names(const char *text, struct span word)
{
    return begins(text, word) && text[word.n] == '\0';
}

enum rule rule_by_name(struct span name)
{
    for (int r = 0; r < RULE_COUNT; r++) {
        if (names(rule_table[r]->id, name) || names(rule_table[r]->slug, name))
            return (enum rule)r;
    }
    return RULE_COUNT;
}

const char *rule_near(struct span word)
{
    struct near near = near_begin(word);
    for (int r = 0; r < RULE_COUNT; r++)
        near_try(&near, span_of(rule_table[r]->slug));
    for (int r = 0; r < RULE_COUNT; r++)
        near_try(&near, span_of(rule_table[r]->id));
    return near.best.p;
}

bool rule_select(struct span selector, bool off, bool rule_off[RULE_COUNT])
{
    bool any = false;
    selector = span_trim(selector);
    for (int r = 0; r < RULE_COUNT && selector.n > 0; r++) {
        if (begins(rule_table[r]->id, selector) || names(rule_table[r]->slug, selector)) {
            rule_off[r] = off;
            any = true;
        }
    }
    return any;
}
