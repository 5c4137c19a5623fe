/* tests/fuzz/fuzz-pack.c: any bytes as a pack or a part of one. The first byte says which: P a whole pack, M a manifest, S a signature over "message",
 * K a key file, Z a zstd stream, W a manifest, NUL, a zstd stream, which are signed here, so that what stands behind the signature is reached too.
 * The pair of keys is this harness's own and signs nothing else. */
#include "base/temp.h"
#include "pack/frame.h"
#include "pack/pack.h"
#include "pack/squeeze.h"
#include "tests/fuzz/fuzz.h"

#include <sys/stat.h>
#include <unistd.h>

#define UNPACKED_MOST ((uint64_t)1 << 20)
/* A key file as minisign has it, of the cheapest cost; its password is "fuzz". */
#define SECRET                                                                                               \
    "untrusted comment: minisign encrypted secret key\n"                                                     \
    "RWRTY0IyCzZ04GmaL22p2/r9Pj7HzpV+TrUSFC6p6v8ChNH3GfkAgAAAAAAAAAAAAAEAAAAA/eyiEKVYiCkRetxr974hNAUPXcm5H"  \
    "Bv0QAWV+48tOTm4DtLs+M/SjhTlzlnorTfLVXZIArLFwdNRx376jYxOIzgIRbW+MSNMf56XJKSQIw0/+jM9XmpsM1JafarWFIWQg6" \
    "ywbb/egoU=\n"

static struct public_key public_key;
static struct secret_key *secret_key;

static void prepare(void)
{
    struct error err;
    struct secret password = { .text = "fuzz", .n = 4 };
    if (secret_key)
        return;
    const char *path = fuzz_file(0, SECRET, sizeof SECRET - 1);
    fchmod(fuzz_fd(0), 0600);
    secret_key = secret_key_open(path, &err);
    fuzz_need(secret_key, &err);
    fuzz_expect(secret_key_unlock(secret_key, &password, &err) == 0 && hash_start(&err) == 0, "no key: %s", err.text);
    public_key = *secret_key_public(secret_key);
}

static void check_error(const struct error *err)
{
    fuzz_expect((err->code == ERROR_INPUT || err->code == ERROR_CATALOG) && err->text[0], "an error of code %d: %s", (int)err->code, err->text);
}

/* Opens what stands in slot 0, and unpacks it. Whether it is a pack. */
static bool open_pack(void)
{
    struct error err = { .code = ERROR_NONE };
    struct pack p;
    struct source *src = source_of_fd(fuzz_fd(0), "x.duima", &err);
    fuzz_need(src, &err);
    bool good = pack_open(&p, src, &public_key, fuzz_temp(), &err) == 0;
    if (good && p.manifest.unpacked <= UNPACKED_MOST) {
        int fd = pack_unpack(&p, &err);
        if (fd >= 0) {
            fuzz_expect(lseek(fd, 0, SEEK_END) == (off_t)p.manifest.unpacked, "unpacked to another size");
            close(fd);
        }
    }
    if (err.code != ERROR_NONE)
        check_error(&err);
    pack_release(&p);
    source_free(src);
    return good;
}

static bool read_manifest(struct span s, struct manifest *m)
{
    struct error err = { .code = ERROR_NONE };
    if (manifest_read(s, m, &err) == 0)
        return true;
    check_error(&err);
    return false;
}

/* A manifest that is read is written, and read again, as the same. */
static void check_manifest(struct span s)
{
    struct manifest m, again;
    struct error err;
    struct buf a = BUF_INIT, b = BUF_INIT;
    if (!read_manifest(s, &m))
        return;
    fuzz_expect(manifest_write(&m, "fuzz", &a, &err) == 0, "not written: %s", err.text);
    fuzz_expect(read_manifest(buf_span(&a), &again) && manifest_write(&again, "fuzz", &b, &err) == 0, "what was written is not read");
    fuzz_same("two manifests", &a, &b);
    buf_release(&a);
    buf_release(&b);
}

static void check_signature(struct span s)
{
    struct error err = { .code = ERROR_NONE };
    struct span comment = SPAN_NONE;
    bool strict = signature_verify(s, SPAN("message"), &public_key, true, &comment, &err) == 0;
    bool loose = signature_verify(s, SPAN("message"), &public_key, false, &comment, &err) == 0;
    fuzz_expect(loose || !strict, "a signature holds to the letter, and not otherwise");
    fuzz_expect(!loose || (comment.p >= s.p && comment.p + comment.n <= s.p + s.n), "a comment from elsewhere");
}

/* As the secret file, as the public file, as a key typed in. */
static void check_keys(struct span s)
{
    struct error err = { .code = ERROR_NONE };
    struct public_key pub;
    struct buf typed = BUF_INIT;
    const char *path = fuzz_file(0, s.p, s.n);
    struct secret_key *key = secret_key_open(path, &err);
    secret_key_free(key);
    if (public_key_read(path, &pub, &err) < 0)
        fuzz_expect(err.code == ERROR_USAGE && err.text[0], "an error of code %d: %s", (int)err.code, err.text);
    buf_addspan(&typed, s);
    if (typed.n == PUBLIC_KEY_TEXT - 1 && public_key_read(buf_str(&typed), &pub, &err) == 0) {
        char text[PUBLIC_KEY_TEXT];
        fuzz_expect(strcmp(public_key_base64(&pub, text), buf_str(&typed)) == 0, "a key that is written otherwise");
    }
    buf_release(&typed);
}

static int count_bytes(void *ctx, const char *p, size_t n, struct error *err)
{
    (void)p, (void)err;
    *(uint64_t *)ctx += n;
    return 0;
}

static void check_stream(struct span s)
{
    struct error err = { .code = ERROR_NONE };
    static const uint64_t sizes[] = { 0, 1, 1000, UNPACKED_MOST };
    fuzz_file(0, s.p, s.n);
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        uint64_t made = 0;
        int status = squeeze_undo(fuzz_fd(0), sizes[i], count_bytes, &made, &err);
        fuzz_expect(made <= sizes[i] && (status < 0 || made == sizes[i]), "%llu bytes of %llu", (unsigned long long)made, (unsigned long long)sizes[i]);
        if (status < 0)
            check_error(&err);
    }
}

static void put_member(struct buf *out, const char *name, struct span s)
{
    static const char zeros[FRAME_BLOCK];
    unsigned char header[FRAME_BLOCK];
    frame_header(name, s.n, header);
    buf_add(out, header, sizeof header);
    buf_addspan(out, s);
    buf_add(out, zeros, frame_padding(s.n));
}

/* A pack as the bureau might make it, of that manifest and that stream. */
static void check_signed(struct span s)
{
    static const char zeros[2 * FRAME_BLOCK];
    const char *cut = s.n ? memchr(s.p, '\0', s.n) : NULL;
    struct span head = { s.p, cut ? (size_t)(cut - s.p) : s.n }, stream = cut ? (struct span){ cut + 1, s.n - head.n - 1 } : SPAN("x");
    struct manifest m;
    struct error err;
    struct buf json = BUF_INIT, signature = BUF_INIT, whole = BUF_INIT;
    struct sha256 *hash = sha256_new(&err);
    fuzz_need(hash, &err);
    if (stream.n > 0 && read_manifest(head, &m)) {
        m.bytes = stream.n;
        sha256_update(hash, stream.p, stream.n);
        fuzz_expect(sha256_final(hash, m.sha256, &err) == 0 && manifest_write(&m, "fuzz", &json, &err) == 0 &&
                        signature_make(secret_key, buf_span(&json), "fuzz", &signature, &err) == 0,
                    "not signed: %s", err.text);
        put_member(&whole, FRAME_MANIFEST, buf_span(&json));
        put_member(&whole, FRAME_SIGNATURE, buf_span(&signature));
        put_member(&whole, FRAME_CATALOG, stream);
        buf_add(&whole, zeros, sizeof zeros);
        fuzz_file(0, whole.p, whole.n);
        fuzz_expect(open_pack(), "a pack that was signed does not open");
    }
    sha256_free(hash);
    buf_release(&json);
    buf_release(&signature);
    buf_release(&whole);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct span s = { (const char *)data + 1, n - 1 };
    prepare();
    if (n == 0)
        return 0;
    switch (data[0]) {
    case 'P':
        frame_is_pack(s);
        fuzz_file(0, s.p, s.n);
        open_pack();
        break;
    case 'M':
        check_manifest(s);
        break;
    case 'S':
        check_signature(s);
        break;
    case 'K':
        check_keys(s);
        break;
    case 'Z':
        check_stream(s);
        break;
    case 'W':
        check_signed(s);
        break;
    }
    return 0;
}
