/* cli/config_find.c: where a .duimarc is looked for. Must never take one that a stranger laid into a folder that everybody may write to. */
#include "cli/config.h"
#include "base/i18n.h"
#include <errno.h>
#include <limits.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#define NAME ".duimarc"

const char *config_home(void)
{
    const char *home = getenv("HOME");
    struct passwd *user = home && *home ? NULL : getpwuid(geteuid());
    return home && *home ? home : user ? user->pw_dir : NULL;
}

int config_own(struct buf *path, struct error *err)
{
    const char *config = getenv("XDG_CONFIG_HOME"), *home = config_home();
    if (config && config[0] == '/') /* the XDG specification: a relative one is ignored */
        buf_addf(path, "%s/duima/duimarc", config);
    else if (home)
        buf_addf(path, "%s/.config/duima/duimarc", home);
    struct stat st;
    if (buf_check(path, err) == 0 && stat(buf_str(path), &st) < 0)
        buf_clear(path);
    return buf_check(path, err);
}

static bool same_place(const struct stat *a, const struct stat *b) { return a->st_dev == b->st_dev && a->st_ino == b->st_ino; }

static int refuse_stranger(const char *path, struct error *err)
{
    return error_set(err, ERROR_USAGE, _("%s belongs to another user, so its options are not taken unasked: --config FILE takes them, --no-config takes none"),
                     path);
}

/* From `start` (absolute, without links) upward. Where the file lies in the folder `here`, its bare name is its path. 1: found. */
static int look_upward(char *start, const char *here, struct buf *path, struct error *err)
{
    struct stat home, first, folder, file;
    const char *home_path = config_home();
    bool has_home = home_path && stat(home_path, &home) == 0;
    if (stat(start, &first) < 0)
        return 0;
    for (char *end = start + strlen(start); ; *end = '\0') {
        const char *dir = *start ? start : "/";
        buf_clear(path);
        if (strcmp(dir, here) != 0)
            buf_addf(path, "%s/", start);
        buf_adds(path, NAME);
        if (buf_check(path, err) < 0)
            return -1;
        if (stat(buf_str(path), &file) == 0) {
            bool known = file.st_uid == geteuid() || file.st_uid == 0 || file.st_uid == first.st_uid;
            return known ? 1 : refuse_stranger(buf_str(path), err);
        }
        if (!*start || (has_home && stat(dir, &folder) == 0 && same_place(&folder, &home)))
            return 0;
        end = strrchr(start, '/');
        if (!end)
            return 0;
    }
}

/* The folder of a table, absolute and without links; free it. NULL: there is none. */
static char *folder_of(const char *table)
{
    const char *slash = table ? strrchr(table, '/') : NULL;
    if (!table || strcmp(table, "-") == 0 || !slash)
        return NULL; /* in the working directory */
    struct buf name = BUF_INIT;
    buf_add(&name, table, slash == table ? 1 : (size_t)(slash - table));
    char *folder = realpath(buf_str(&name), NULL);
    buf_release(&name);
    return folder;
}

int config_found(const char *table, struct buf *path, struct error *err)
{
    errno = 0;
    char *here = getcwd(NULL, 0), *folder = folder_of(table), *start = here ? strdup(here) : NULL;
    int found = 0;
    if ((!here || !folder || !start) && errno == ENOMEM) /* a file that is there must not be passed over */
        found = error_memory(err);
    if (folder && found == 0)
        found = look_upward(strcmp(folder, "/") == 0 ? folder + 1 : folder, here ? here : "", path, err);
    if (found == 0 && start)
        found = look_upward(strcmp(start, "/") == 0 ? start + 1 : start, here, path, err);
    if (found <= 0)
        buf_clear(path);
    free(here);
    free(folder);
    free(start);
    return found < 0 ? -1 : 0;
}
