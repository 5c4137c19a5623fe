/* import/profile.c: finds profile files: one by name or path, or all that are installed; and frees what was read. */
#include "import/profile_build.h"

#include "base/i18n.h"
#include "base/share.h"

#include <dirent.h>
#include <errno.h>
#include <unistd.h>

#define PROFILE_MOST ((size_t)1 << 20) /* bytes of one */

static int set_add(struct profile_set *set, const char *path, struct error *err)
{
    struct profile **p = realloc(set->at, (set->count + 1) * sizeof *p);
    if (!p)
        return error_memory(err);
    set->at = p;
    p[set->count] = profile_load(path, err);
    if (!p[set->count])
        return -1;
    set->count++;
    return 0;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The names of the installed profiles, without ".xml", sorted. *count of them; the caller frees each and the array. */
static int list_names(const char *dir, char ***names, size_t *count, struct error *err)
{
    DIR *d = opendir(dir);
    *names = NULL;
    *count = 0;
    if (!d)
        return error_errno(err, ERROR_USAGE, errno, _("%s: the folder of profiles cannot be read"), dir);
    int rc = 0;
    for (struct dirent *e; rc == 0 && (e = readdir(d));) {
        size_t n = strlen(e->d_name);
        if (n <= 4 || e->d_name[0] == '.' || strcmp(e->d_name + n - 4, ".xml") != 0)
            continue;
        char **p = realloc(*names, (*count + 1) * sizeof *p);
        char *copy = p ? strndup(e->d_name, n - 4) : NULL;
        if (p)
            *names = p;
        if (copy)
            p[(*count)++] = copy;
        else
            rc = error_memory(err);
    }
    closedir(d);
    if (*count > 0)
        qsort(*names, *count, sizeof **names, by_name);
    return rc;
}

static void free_names(char **names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        free(names[i]);
    free(names);
}

/* DIR/profiles/NAME.xml; name "": the folder. */
static int path_of(const char *share_dir, const char *name, struct buf *path, struct error *err)
{
    struct buf inner = BUF_INIT;
    if (name[0])
        buf_addf(&inner, "profiles/%s.xml", name);
    else
        buf_adds(&inner, "profiles");
    int rc = buf_check(&inner, err) < 0 ? -1 : share_path(share_dir, buf_str(&inner), path, err);
    buf_release(&inner);
    return rc < 0 ? -1 : buf_check(path, err);
}

static int load_named(struct profile_set *set, const char *share_dir, const char *name, const char *dir, struct error *err)
{
    struct buf path = BUF_INIT, known = BUF_INIT;
    char **names = NULL;
    size_t count = 0;
    int rc = list_names(dir, &names, &count, err);
    bool found = false;
    for (size_t i = 0; i < count; i++) {
        found = found || strcmp(names[i], name) == 0;
        buf_addf(&known, "%s%s", i ? ", " : "", names[i]);
    }
    if (rc == 0 && !found)
        rc = error_set(err, ERROR_USAGE, _("there is no profile %s; known are %s; a file is given by its path (./%s.xml)"), name,
                       buf_str(&known), name);
    if (rc == 0)
        rc = path_of(share_dir, name, &path, err) < 0 ? -1 : set_add(set, buf_str(&path), err);
    free_names(names, count);
    buf_release(&known);
    buf_release(&path);
    return rc;
}

static int load_all(struct profile_set *set, const char *share_dir, const char *dir, struct error *err)
{
    struct buf path = BUF_INIT;
    char **names;
    size_t count;
    int rc = list_names(dir, &names, &count, err);
    for (size_t i = 0; rc == 0 && i < count; i++) {
        buf_clear(&path);
        rc = path_of(share_dir, names[i], &path, err) < 0 ? -1 : set_add(set, buf_str(&path), err);
    }
    if (rc == 0 && count == 0)
        rc = error_set(err, ERROR_USAGE, _("%s: there are no profiles here"), dir);
    free_names(names, count);
    buf_release(&path);
    return rc;
}

void profile_free(struct profile *p)
{
    if (!p)
        return;
    for (size_t i = 0; i < p->regex_count; i++)
        regex_free(p->regexes[i]);
    free(p->regexes);
    states_release(&p->states);
    arena_release(&p->memory);
    free(p);
}

int profile_hash(struct profile *p, const char *path, struct error *err)
{
    struct buf whole = BUF_INIT;
    struct sha256 *h = NULL;
    int rc = hash_start(err) < 0 || file_read(path, PROFILE_MOST, ERROR_USAGE, &whole, err) < 0 || !(h = sha256_new(err)) ? -1 : 0;
    if (rc == 0) {
        sha256_update(h, whole.p, whole.n);
        rc = sha256_final(h, p->sha256, err);
    }
    sha256_free(h);
    buf_release(&whole);
    return rc;
}

int profile_set_load(struct profile_set *set, const char *share_dir, const char *name, struct error *err)
{
    struct buf dir = BUF_INIT;
    *set = (struct profile_set){ NULL, 0 };
    int rc;
    if (name && (strchr(name, '/') || span_ends(span_of(name), SPAN(".xml"))))
        rc = set_add(set, name, err);
    else {
        rc = path_of(share_dir, "", &dir, err);
        if (rc == 0)
            rc = name ? load_named(set, share_dir, name, buf_str(&dir), err) : load_all(set, share_dir, buf_str(&dir), err);
    }
    buf_release(&dir);
    if (rc < 0)
        profile_set_release(set);
    return rc;
}

void profile_set_release(struct profile_set *set)
{
    for (size_t i = 0; i < set->count; i++)
        profile_free(set->at[i]);
    free(set->at);
    *set = (struct profile_set){ NULL, 0 };
}
