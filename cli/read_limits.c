/* cli/read_limits.c: numbers with K, M, G or T behind them, within their bounds. */
#include "cli/read_limits.h"
#include "base/i18n.h"

#include <stdint.h>

/* "100", "4M", "16g"; T too. false: it is no such number, or none that fits. */
static bool read_bytes(const char *text, bool units, uint64_t *out)
{
    static const char letters[] = "kmgt";
    uint64_t n = 0;
    const char *p = text;
    for (; *p >= '0' && *p <= '9'; p++) {
        if (n > (UINT64_MAX >> 4) - 1)
            return false;
        n = n * 10 + (uint64_t)(*p - '0');
    }
    const char *letter = units && *p ? strchr(letters, *p | 0x20) : NULL;
    for (int i = letter ? (int)(letter - letters) + 1 : 0; i > 0; i--) {
        if (n >> 54)
            return false;
        n *= 1024;
    }
    *out = n;
    return p > text && p[letter ? 1 : 0] == 0;
}

static const struct limit {
    enum option_id id;
    const char *name;
    bool units;
    uint64_t least, most;
} limits[] = {
    { OPTION_MAX_SIZE, "--max-size", true, 1024, UINT64_C(1) << 50 },
    { OPTION_MAX_RATIO, "--max-ratio", false, 1, 1000000 },
    { OPTION_MAX_TEXT, "--max-text", true, 1024, LIMIT_TEXT_MOST },
    { OPTION_MAX_DEPTH, "--max-depth", false, 1, LIMIT_DEPTH_MOST },
};

static int read_one(const struct args *args, const struct limit *l, uint64_t *out, struct error *err)
{
    const char *text = args_value(args, l->id);
    char least[LIMIT_CHARS], most[LIMIT_CHARS];
    if (!text || (read_bytes(text, l->units, out) && *out >= l->least && *out <= l->most))
        return 0;
    if (l->units)
        return error_set(err, ERROR_USAGE, _("%s %s: it is a number of bytes from %s to %s, with K, M, G or T behind it where that is meant"), l->name, text,
                         limit_bytes(l->least, least), limit_bytes(l->most, most));
    return error_set(err, ERROR_USAGE, _("%s %s: it is a number from %llu to %llu"), l->name, text, (unsigned long long)l->least, (unsigned long long)l->most);
}

int read_limits_option(const struct args *args, struct read_limits *out, struct error *err)
{
    const struct read_limits usual = READ_LIMITS;
    uint64_t values[] = { usual.size, usual.ratio, usual.text, usual.depth };
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++)
        if (read_one(args, &limits[i], &values[i], err) < 0)
            return -1;
    *out = (struct read_limits){ values[0], values[1], (size_t)values[2], (unsigned)values[3] };
    return 0;
}
