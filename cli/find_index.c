/* cli/find_index.c: see the header. What goes wrong with a file is said and costs time, never a result. */
#include "cli/find_index.h"
#include "base/i18n.h"
#include "base/share.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define KEPT_FROM 2000 /* entries: a smaller version is indexed in a few milliseconds */
#define FILES_MOST 16  /* that are kept, the newest */
#define PINYIN_MOST ((size_t)16 << 20)

/* What the readings are known by: a hash of their file. */
static int hash_readings(struct cli *cli, uint64_t *out, struct error *err)
{
    struct buf path = BUF_INIT, bytes = BUF_INIT;
    int status = share_path(cli->share_dir, "pinyin.tsv", &path, err);
    if (status == 0)
        status = file_read(buf_str(&path), PINYIN_MOST, ERROR_USAGE, &bytes, err);
    if (status == 0)
        *out = hash64(buf_span(&bytes));
    buf_release(&path);
    buf_release(&bytes);
    return status;
}

static void index_path(struct cli *cli, const struct version_info *v, struct buf *out)
{
    buf_clear(out);
    buf_addf(out, "%s/find-", buf_str(&cli->cache_dir));
    for (size_t i = 0; i < sizeof v->hash / 2; i++)
        buf_addf(out, "%02x", v->hash[i]);
    buf_adds(out, ".idx");
}

/* true: the file is there, and an index of this content. */
static bool map_file(struct find_index *x, const char *path, const struct version_info *v, uint64_t readings)
{
    struct stat st;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    if (fd < 0)
        return false;
    if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_size > 0 && (uintmax_t)st.st_size <= SIZE_MAX) {
        void *map = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
        if (map != MAP_FAILED) {
            x->map = map;
            x->map_bytes = (size_t)st.st_size;
        }
    }
    close(fd);
    if (x->map && finder_open(&x->finder, (struct span){ x->map, x->map_bytes }, v, readings)) {
        x->text = finder_text(&x->finder, NULL);
        x->own_text = true;
    }
    if (x->text)
        return true;
    find_index_release(x);
    return false;
}

static int make_folder(struct buf *path)
{
    char *p = buf_str(path)[0] ? path->p : NULL;
    if (!p)
        return -1;
    for (char *slash = strchr(p + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        int made = mkdir(p, 0777);
        *slash = '/';
        if (made < 0 && errno != EEXIST)
            return -1;
    }
    return mkdir(p, 0700) < 0 && errno != EEXIST ? -1 : 0;
}

/* The oldest index in the folder goes while there are too many. Whatever fails here leaves a file more. */
static bool remove_oldest(int folder)
{
    char oldest[256] = "";
    struct timespec when = { 0, 0 };
    size_t count = 0;
    int fd = dup(folder);
    DIR *dir = fd < 0 ? NULL : fdopendir(fd);
    if (!dir) {
        if (fd >= 0)
            close(fd);
        return false;
    }
    rewinddir(dir);
    for (struct dirent *d; (d = readdir(dir));) {
        struct stat st;
        if (strncmp(d->d_name, "find-", 5) != 0 || strlen(d->d_name) >= sizeof oldest || fstatat(folder, d->d_name, &st, AT_SYMLINK_NOFOLLOW) < 0 ||
            !S_ISREG(st.st_mode))
            continue;
        count++;
        if (!*oldest || st.st_mtim.tv_sec < when.tv_sec || (st.st_mtim.tv_sec == when.tv_sec && st.st_mtim.tv_nsec < when.tv_nsec)) {
            memcpy(oldest, d->d_name, strlen(d->d_name) + 1);
            when = st.st_mtim;
        }
    }
    closedir(dir);
    return count > FILES_MOST && unlinkat(folder, oldest, 0) == 0;
}

static void keep(struct cli *cli, const char *path, const struct buf *bytes)
{
    struct out_file file = { .fd = -1 };
    struct error err;
    int status = make_folder(&cli->cache_dir) < 0
                     ? error_errno(&err, ERROR_STORE, errno, _("cannot write %s"), buf_str(&cli->cache_dir)) : out_file_open(&file, path, &err);
    if (status == 0)
        status = out_file_write(&file, bytes->p, bytes->n, &err);
    if (status == 0)
        status = out_file_commit(&file, &err);
    out_file_release(&file);
    if (status < 0) {
        cli_say(cli, _("%s: the search index is not kept, so the next search takes as long as this one"), err.text);
        return;
    }
    int folder = open(buf_str(&cli->cache_dir), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    while (folder >= 0 && remove_oldest(folder))
        ;
    if (folder >= 0)
        close(folder);
}

static int build(struct find_index *x, struct cli *cli, const struct version_info *v, struct text **shared, uint64_t readings, struct error *err)
{
    if (!*shared && !(*shared = text_new(err)))
        return -1;
    x->text = *shared;
    struct pinyin *pinyin = pinyin_new(cli->share_dir, err);
    if (!pinyin)
        return -1;
    int status = finder_build(cli->store, v, x->text, pinyin, readings, &x->built, err);
    pinyin_free(pinyin);
    if (status == 0 && !finder_open(&x->finder, buf_span(&x->built), v, readings))
        status = error_set(err, ERROR_STORE, _("%s: the store is damaged (%s); use a copy that was saved"), buf_str(&cli->db), "version");
    return status;
}

int find_index_open(struct find_index *x, struct cli *cli, const struct version_info *v, struct text **shared, struct error *err)
{
    uint64_t readings = 0;
    struct buf path = BUF_INIT;
    bool kept = v->entries >= KEPT_FROM && cli->cache_dir.n > 0;
    *x = (struct find_index){ .built = BUF_INIT };
    if (hash_readings(cli, &readings, err) < 0)
        return -1;
    index_path(cli, v, &path);
    int status = buf_check(&path, err);
    if (status == 0 && !(kept && map_file(x, buf_str(&path), v, readings))) {
        status = build(x, cli, v, shared, readings, err);
        if (status == 0 && kept)
            keep(cli, buf_str(&path), &x->built);
    }
    buf_release(&path);
    return status;
}

void find_index_release(struct find_index *x)
{
    if (x->map)
        munmap(x->map, x->map_bytes);
    if (x->own_text)
        text_free(x->text);
    buf_release(&x->built);
    *x = (struct find_index){ .built = BUF_INIT };
}
