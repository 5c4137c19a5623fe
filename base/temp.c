/* base/temp.c: unnamed temporary files. It must never leave a file behind. */
#include "base/temp.h"

#include "base/buf.h"
#include "base/i18n.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#define DEFAULT_DIR "/tmp"

int temp_open(const char *dir, struct error *err)
{
    if (!dir)
        dir = DEFAULT_DIR;
    int fd = open(dir, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (fd >= 0)
        return fd;
    struct buf path = BUF_INIT;
    buf_addf(&path, "%s/duima-XXXXXX", dir);
    buf_str(&path);
    if (buf_check(&path, err) < 0) {
        buf_release(&path);
        return -1;
    }
    fd = mkostemp(path.p, O_CLOEXEC);
    if (fd >= 0)
        unlink(path.p);
    else
        error_errno(err, ERROR_STORE, errno, _("no temporary file can be made in %s"), dir);
    buf_release(&path);
    return fd;
}

int temp_write(int fd, const char *dir, const void *p, size_t n, struct error *err)
{
    for (const char *at = p; n > 0;) {
        ssize_t done = write(fd, at, n);
        if (done < 0 && errno == EINTR)
            continue;
        if (done < 0)
            return error_errno(err, ERROR_STORE, errno, _("a temporary file in %s cannot be written"), dir ? dir : DEFAULT_DIR);
        at += done;
        n -= (size_t)done;
    }
    return 0;
}
