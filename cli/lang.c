/* cli/lang.c: the language of messages. A bare Debian has only the locales C and C.UTF-8, and gettext looks at LANGUAGE only
 * where the locale is not plain C; so the locale is always C.UTF-8 and LANGUAGE says which of the two languages it is.
 * Output is UTF-8 whatever the terminal: files and pipes must not change with it. */
#include "cli/cli.h"
#include "base/i18n.h"
#include <locale.h>

static bool begins(const char *text, const char *prefix) { return strncmp(text, prefix, strlen(prefix)) == 0; }

static const char *value_of(const char *name)
{
    const char *value = getenv(name);
    return value && *value ? value : NULL;
}

/* The locale's word for messages, as POSIX orders the variables; then, as gettext does, LANGUAGE unless that word is C. */
static bool environment_says_chinese(void)
{
    const char *locale = value_of("LC_ALL");
    if (!locale)
        locale = value_of("LC_MESSAGES");
    if (!locale)
        locale = value_of("LANG");
    bool plain = locale && (strcmp(locale, "C") == 0 || strcmp(locale, "POSIX") == 0);
    const char *language = plain ? NULL : value_of("LANGUAGE");
    const char *says = language ? language : locale;
    return says && begins(says, "zh");
}

const char *lang_wish(int argc, char **argv)
{
    const char *wish = NULL;
    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
        if (strcmp(argv[i], "--lang") == 0 && i + 1 < argc)
            wish = argv[i + 1];
        else if (begins(argv[i], "--lang="))
            wish = argv[i] + strlen("--lang=");
    }
    return wish;
}

void lang_choose(const char *wish)
{
    bool chinese = wish ? begins(wish, "zh") : environment_says_chinese();
    if (!setlocale(LC_ALL, "C.UTF-8"))
        setlocale(LC_ALL, "");
    setlocale(LC_NUMERIC, "C");
    setenv("LANGUAGE", chinese ? "zh_CN" : "en", 1);
    const char *dir = value_of("DUIMA_LOCALE_DIR");
    bindtextdomain("duima", dir ? dir : DUIMA_LOCALE_DIR);
    bind_textdomain_codeset("duima", "UTF-8");
    textdomain("duima");
}
