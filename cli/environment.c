/* cli/environment.c: what a run takes from its surroundings: variables, clock, user, terminal. Nobody else asks for them.
 * SOURCE_DATE_EPOCH stands for the clock, so that a run can be repeated to the byte. */
#include "cli/cli.h"
#include "base/i18n.h"
#include <errno.h>
#include <pwd.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

static const char *value_of(const char *name)
{
    const char *value = getenv(name);
    return value && *value ? value : NULL;
}

static int read_clock(struct cli *cli, struct error *err)
{
    const char *epoch = value_of("SOURCE_DATE_EPOCH");
    time_t now = time(NULL);
    if (epoch) {
        char *end;
        errno = 0;
        long long seconds = strtoll(epoch, &end, 10);
        if (errno || *end || seconds < 0 || seconds > 253402300799LL)
            return error_set(err, ERROR_USAGE, _("SOURCE_DATE_EPOCH is \"%s\": it is a number of seconds since 1970"), epoch);
        now = (time_t)seconds;
    }
    struct tm utc, here;
    if (!gmtime_r(&now, &utc) || !(epoch ? gmtime_r(&now, &here) : localtime_r(&now, &here)))
        return error_set(err, ERROR_USAGE, _("the clock shows no date"));
    cli->today = (here.tm_year + 1900) * 10000 + (here.tm_mon + 1) * 100 + here.tm_mday;
    strftime(cli->at, sizeof cli->at, "%Y-%m-%dT%H:%M:%SZ", &utc);
    return 0;
}

void environment_user(struct cli *cli)
{
    const char *name = value_of("DUIMA_USER");
    struct passwd *user = name ? NULL : getpwuid(geteuid());
    if (name || (user && user->pw_name))
        snprintf(cli->who, sizeof cli->who, "%s", name ? name : user->pw_name);
    else
        snprintf(cli->who, sizeof cli->who, "uid %ld", (long)geteuid());
}

/* What is said for this run beats what is said for this shell, and that beats what a file says for everybody. */
static const char *option_or_variable(const struct args *args, enum option_id id, const char *name)
{
    const struct args_item *item = args_item(args, id);
    const char *value = item && !item->file ? NULL : value_of(name);
    return value ? value : item ? item->value : NULL;
}

static int read_store_path(struct cli *cli, const struct args *args, struct error *err)
{
    const char *path = option_or_variable(args, OPTION_DB, "DUIMA_DB");
    if (path && !*path)
        return error_set(err, ERROR_USAGE, _("--db is empty: name the file of the store"));
    const char *data = value_of("XDG_DATA_HOME");
    const char *home = value_of("HOME");
    if (!path && !(data && data[0] == '/') && !home) {
        struct passwd *user = getpwuid(geteuid());
        home = user ? user->pw_dir : NULL;
        if (!home)
            return error_set(err, ERROR_USAGE, _("no HOME is set, so there is no place for the store; name it with --db FILE"));
    }
    if (path)
        buf_adds(&cli->db, path);
    else if (data && data[0] == '/') /* the XDG specification: a relative one is ignored */
        buf_addf(&cli->db, "%s/duima/duima.db", data);
    else
        buf_addf(&cli->db, "%s/.local/share/duima/duima.db", home);
    buf_str(&cli->db);
    return buf_check(&cli->db, err);
}

/* Nowhere is no error: what is kept there can be made again. */
static int read_cache_path(struct cli *cli, struct error *err)
{
    const char *own = getenv("DUIMA_CACHE_DIR"), *cache = value_of("XDG_CACHE_HOME"), *home = value_of("HOME");
    if (own)
        buf_adds(&cli->cache_dir, own); /* set and empty: none */
    else if (cache && cache[0] == '/')
        buf_addf(&cli->cache_dir, "%s/duima", cache);
    else if (home)
        buf_addf(&cli->cache_dir, "%s/.cache/duima", home);
    buf_str(&cli->cache_dir);
    return buf_check(&cli->cache_dir, err);
}

static int read_color(struct cli *cli, const struct args *args, struct error *err)
{
    const char *wish = args_value(args, OPTION_COLOR);
    const char *term = value_of("TERM"), *force = value_of("CLICOLOR_FORCE"), *may_be = value_of("CLICOLOR");
    bool may = !value_of("NO_COLOR") && term && strcmp(term, "dumb") != 0 && !(may_be && strcmp(may_be, "0") == 0);
    bool forced = !value_of("NO_COLOR") && force && strcmp(force, "0") != 0;
    if (wish && strcmp(wish, "always") != 0 && strcmp(wish, "never") != 0 && strcmp(wish, "auto") != 0)
        return error_set(err, ERROR_USAGE, _("--color %s: it is auto, always or never"), wish);
    bool never = wish && strcmp(wish, "never") == 0, always = (wish && strcmp(wish, "always") == 0) || (forced && !never);
    cli->color = always || (!never && may && isatty(STDOUT_FILENO));
    cli->color_messages = !never && (always || (may && isatty(STDERR_FILENO)));
    return 0;
}

static void read_terminal(struct cli *cli)
{
    struct winsize size;
    const char *columns = value_of("COLUMNS");
    long n = columns ? strtol(columns, NULL, 10) : 0;
    if (n > 0 && n < 10000)
        cli->width = (int)n;
    else if (isatty(STDOUT_FILENO) && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0)
        cli->width = size.ws_col;
    const char *term = value_of("TERM");
    cli->progress.wanted = !cli->quiet && term && strcmp(term, "dumb") != 0 && isatty(STDERR_FILENO);
}

int environment_read(struct cli *cli, const struct args *args, struct error *err)
{
    cli->quiet = args_has(args, OPTION_QUIET);
    const char *share = option_or_variable(args, OPTION_SHARE_DIR, "DUIMA_SHARE_DIR");
    cli->share_dir = share ? share : DUIMA_SHARE_DIR;
    const char *lang = args_value(args, OPTION_LANG);
    if (lang && strcmp(lang, "zh") != 0 && strcmp(lang, "en") != 0)
        return error_set(err, ERROR_USAGE, _("--lang %s: it is zh or en"), lang);
    const char *temp = value_of("TMPDIR");
    cli->temp_dir = temp ? temp : access("/var/tmp", W_OK) == 0 ? "/var/tmp" : "/tmp";
    read_terminal(cli);
    if (read_color(cli, args, err) < 0 || read_clock(cli, err) < 0)
        return -1;
    return read_cache_path(cli, err) < 0 ? -1 : read_store_path(cli, args, err);
}
