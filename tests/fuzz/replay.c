/* tests/fuzz/replay.c: runs a harness over a corpus without libFuzzer: `fuzz-NAME FILE|FOLDER…`. Speaks TAP, one test for each argument; a file
 * over which the harness falls ends the program, after its name was printed. */
#include "tests/fuzz/fuzz.h"

#include <dirent.h>
#include <errno.h>

static void run_file(const char *path)
{
    struct buf b = BUF_INIT;
    FILE *f = fopen(path, "rb");
    char *room;
    size_t got = 0;
    fuzz_expect(f != NULL, "%s: %s", path, strerror(errno));
    do {
        b.n += got;
        room = buf_room(&b, 65536);
        fuzz_expect(room != NULL, "out of memory");
    } while ((got = fread(room, 1, 65536, f)) > 0);
    fclose(f);
    /* a copy of just that size, so that AddressSanitizer sees a read behind it */
    char *exact = malloc(b.n ? b.n : 1);
    fuzz_expect(exact != NULL, "out of memory");
    if (b.n)
        memcpy(exact, b.p, b.n);
    fprintf(stderr, "%s\n", path);
    LLVMFuzzerTestOneInput((const uint8_t *)exact, b.n);
    free(exact);
    buf_release(&b);
}

static size_t run(const char *path)
{
    size_t files = 0;
    char name[4096];
    DIR *d = opendir(path);
    if (!d) {
        run_file(path);
        return 1;
    }
    for (struct dirent *e; (e = readdir(d));) {
        if (e->d_name[0] == '.')
            continue;
        snprintf(name, sizeof name, "%s/%s", path, e->d_name);
        run_file(name);
        files++;
    }
    closedir(d);
    return files;
}

int main(int argc, char **argv)
{
    bool empty = false;
    printf("1..%d\n", argc - 1);
    for (int i = 1; i < argc; i++) {
        size_t files = run(argv[i]);
        empty |= files == 0;
        printf("%s %d - %s: %zu files\n", files ? "ok" : "not ok", i, argv[i], files);
        fflush(stdout);
    }
    return empty;
}
