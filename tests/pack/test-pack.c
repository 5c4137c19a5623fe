/* Packs: keys and signatures as minisign's, manifests, and that no byte of a pack can change unseen. */
#include "../suite.h"
#include "base/temp.h"
#include "pack/frame.h"
#include "pack/pack.h"
#include "pack/squeeze.h"
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#define WORKS(call) ck_assert_msg((call) == 0, "%s", err.text)
#define FAILS(want, call)                                                                                               \
    do {                                                                                                                \
        ck_assert_int_eq((call), -1);                                                                                   \
        ck_assert_msg(err.code == (want), "code %d: %s", (int)err.code, err.text);                                      \
    } while (0)

/* Made once with the program minisign 0.11 and a key of this suite's, so that they hold wherever it is not installed. */
#define THEIR_KEY "RWQ3HnWeTzwbUyg5ZHIRuv/s6jhvtykgUV0tHidhfLy6Lqk6E9gBNI+a"
#define THEIR_MESSAGE "a message to sign\n"
#define THEIR_HASHED                                                                                                    \
    "untrusted comment: signature from minisign secret key\n"                                                           \
    "RUQ3HnWeTzwbUzN1tJ/fXhC/XdITY9GMG8XcWVRiIH/Nw0P+ZrVzDlZko5q3R8Ji1W6Tb8l/hD1Lej3eR/3nIvnKdgLo3nk+ngo=\n"             \
    "trusted comment: a comment\n"                                                                                      \
    "IoTtl4T9bt0VzKSqH/li3ASgLPwakVmqQd66SKSgtyVHbV0Pxce6oWtFKldbjEIJeonzq7yTP253Wi+oGlwTCw==\n"
#define THEIR_LEGACY                                                                                                    \
    "untrusted comment: signature from minisign secret key\n"                                                           \
    "RWQ3HnWeTzwbU7uoypcQf9fmhV7MpfTNPHUB5xBeQmlo6N2MRzjH51SOZWek541xlohQLi+t+Ylgcke6S0yiR3gNiEw/By1LUAY=\n"             \
    "trusted comment: old way\n"                                                                                        \
    "tiW1E5nqsFVpBY40hpSjTd3mIvIsYbnwrydFJWR6O3mlt/j7GflIqL1aeoqqgGAc1kUA8c7s5JsSIq09ssY5DQ==\n"

static struct secret secret_of(const char *text)
{
    struct secret s = { .n = strlen(text) };
    memcpy(s.text, text, s.n + 1);
    return s;
}

static const char *dir(void)
{
    const char *d = getenv("TMPDIR");
    return d && *d ? d : "/tmp";
}

static void put(const char *path, mode_t mode, struct span bytes)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    ck_assert_int_ge(fd, 0);
    ck_assert_int_eq(write(fd, bytes.p, bytes.n), (ssize_t)bytes.n);
    ck_assert_int_eq(fchmod(fd, mode), 0);
    close(fd);
}

struct keys { /* a pair, unlocked, and where its file was */
    char path[256];
    struct public_key pub;
    struct secret_key *key;
};

static struct keys make_keys(const char *password)
{
    struct keys k;
    struct error err;
    struct buf text = BUF_INIT;
    struct secret s = secret_of(password);
    snprintf(k.path, sizeof k.path, "%s/duima-key-XXXXXX", dir());
    close(mkstemp(k.path));
    WORKS(key_make(&s, KEY_COST_TEST, &k.pub, &text, &err));
    put(k.path, 0600, buf_span(&text));
    k.key = secret_key_open(k.path, &err);
    ck_assert_msg(k.key != NULL, "%s", err.text);
    WORKS(secret_key_unlock(k.key, &s, &err));
    ck_assert_mem_eq(secret_key_public(k.key)->point, k.pub.point, 32);
    buf_wipe(&text);
    return k;
}

static void free_keys(struct keys *k)
{
    secret_key_free(k->key);
    unlink(k->path);
}

START_TEST(signatures_of_minisign_hold)
{
    struct public_key pub;
    struct error err;
    struct span comment;
    WORKS(public_key_read(THEIR_KEY, &pub, &err));
    WORKS(signature_verify(SPAN(THEIR_HASHED), SPAN(THEIR_MESSAGE), &pub, true, &comment, &err));
    ck_assert(span_is(comment, "a comment"));
    WORKS(signature_verify(SPAN(THEIR_LEGACY), SPAN(THEIR_MESSAGE), &pub, true, &comment, &err));
    ck_assert(span_is(comment, "old way"));
    FAILS(ERROR_CATALOG, signature_verify(SPAN(THEIR_LEGACY), SPAN("a message to sign"), &pub, true, &comment, &err));
    FAILS(ERROR_CATALOG, signature_verify(SPAN("untrusted comment: x\n"), SPAN(THEIR_MESSAGE), &pub, true, &comment, &err));
    FAILS(ERROR_CATALOG, signature_verify(SPAN_NONE, SPAN(THEIR_MESSAGE), &pub, false, &comment, &err));
    FAILS(ERROR_USAGE, public_key_read("RWQ3HnWeTzwbUyg5ZHIRuv/s6jhvtykgUV0tHidhfLy6Lqk6E9gBNI+", &pub, &err));
    FAILS(ERROR_USAGE, public_key_read("/nowhere/a.pub", &pub, &err));
    /* found by fuzzing: libsodium takes these two bytes for digits */
    FAILS(ERROR_USAGE, public_key_read("RWSgxrVEUOpqvkK/nZPzTFSCNbmevjKxT0y0/cJviH6Xl7WpSBs9\xB3\xB2" "Ey", &pub, &err));
}
END_TEST

/* Every byte of a signature's file counts; without `exact` all but those of the untrusted comment. */
START_TEST(no_byte_of_a_signature_changes_unseen)
{
    static const char *const files[] = { THEIR_HASHED, THEIR_LEGACY };
    struct public_key pub;
    struct error err;
    struct span comment;
    char text[512];
    const char *good = files[_i];
    size_t n = strlen(good);
    WORKS(public_key_read(THEIR_KEY, &pub, &err));
    for (size_t i = 0; i < n; i++)
        for (int bit = 0; bit < 8; bit++) {
            memcpy(text, good, n);
            text[i] = (char)(text[i] ^ 1 << bit);
            FAILS(ERROR_CATALOG, signature_verify((struct span){ text, n }, SPAN(THEIR_MESSAGE), &pub, true, &comment, &err));
        }
    for (size_t i = 0; i < n; i++)
        FAILS(ERROR_CATALOG, signature_verify((struct span){ good, i }, SPAN(THEIR_MESSAGE), &pub, true, &comment, &err));
    memcpy(text, good, n);
    text[20] = 'X';
    WORKS(signature_verify((struct span){ text, n }, SPAN(THEIR_MESSAGE), &pub, false, &comment, &err));
}
END_TEST

START_TEST(a_signature_of_ours_holds_and_is_the_same_again)
{
    struct keys k = make_keys("pass"), other = make_keys("pass");
    struct error err;
    struct span comment;
    struct buf a = BUF_INIT, b = BUF_INIT;
    WORKS(signature_make(k.key, SPAN("hello"), "a note 注", &a, &err));
    WORKS(signature_make(k.key, SPAN("hello"), "a note 注", &b, &err));
    ck_assert(span_eq(buf_span(&a), buf_span(&b)));
    WORKS(signature_verify(buf_span(&a), SPAN("hello"), &k.pub, true, &comment, &err));
    ck_assert(span_is(comment, "a note 注"));
    FAILS(ERROR_CATALOG, signature_verify(buf_span(&a), SPAN("hello"), &other.pub, true, &comment, &err));
    memcpy(other.pub.id, k.pub.id, sizeof other.pub.id); /* the number alone is no proof */
    FAILS(ERROR_CATALOG, signature_verify(buf_span(&a), SPAN("hello"), &other.pub, true, &comment, &err));
    buf_release(&a);
    buf_release(&b);
    free_keys(&k);
    free_keys(&other);
}
END_TEST

START_TEST(secret_keys_are_locked_and_kept_private)
{
    struct keys k = make_keys("right");
    struct error err;
    struct secret wrong = secret_of("wrong"), none = secret_of("");
    struct buf text = BUF_INIT;
    struct public_key pub;
    FAILS(ERROR_USAGE, key_make(&none, KEY_COST_TEST, &pub, &text, &err));
    struct secret_key *again = secret_key_open(k.path, &err);
    FAILS(ERROR_USAGE, secret_key_unlock(again, &wrong, &err));
    FAILS(ERROR_USAGE, signature_make(again, SPAN("x"), "y", &text, &err)); /* and stays locked */
    secret_key_free(again);
    static const mode_t open_modes[] = { 0640, 0604, 0620, 0602, 0610, 0601, 0644, 0666 };
    for (size_t i = 0; i < sizeof open_modes / sizeof open_modes[0]; i++) {
        ck_assert_int_eq(chmod(k.path, open_modes[i]), 0);
        ck_assert_ptr_null(secret_key_open(k.path, &err));
        ck_assert_int_eq(err.code, ERROR_USAGE);
        ck_assert_ptr_nonnull(strstr(err.text, "chmod 600"));
    }
    put(k.path, 0600, SPAN("untrusted comment: x\nRWRTY0Iy\n"));
    ck_assert_ptr_null(secret_key_open(k.path, &err));
    put(k.path, 0600, SPAN_NONE);
    ck_assert_ptr_null(secret_key_open(k.path, &err));
    unlink(k.path);
    ck_assert_ptr_null(secret_key_open(k.path, &err));
    ck_assert_ptr_null(secret_key_open(dir(), &err));
    buf_release(&text);
    free_keys(&k);
}
END_TEST

START_TEST(passwords_come_from_private_files)
{
    char path[256];
    struct error err;
    struct secret s = { .n = 0 };
    snprintf(path, sizeof path, "%s/duima-password-XXXXXX", dir());
    close(mkstemp(path));
    put(path, 0600, SPAN("密码 one\r\nsecond line\n"));
    WORKS(secret_read(path, &s, &err));
    ck_assert_str_eq(s.text, "密码 one");
    put(path, 0600, SPAN("no end"));
    WORKS(secret_read(path, &s, &err));
    ck_assert_str_eq(s.text, "no end");
    put(path, 0644, SPAN("x\n"));
    FAILS(ERROR_USAGE, secret_read(path, &s, &err));
    char long_one[2000];
    memset(long_one, 'a', sizeof long_one);
    put(path, 0600, (struct span){ long_one, sizeof long_one });
    FAILS(ERROR_USAGE, secret_read(path, &s, &err));
    secret_wipe(&s);
    for (size_t i = 0; i < sizeof s.text; i++)
        ck_assert_int_eq(s.text[i], 0);
    unlink(path);
}
END_TEST

/* ---- packs ---- */

static int into_buf(void *ctx, const char *p, size_t n, struct error *err)
{
    buf_add(ctx, p, n);
    return buf_check(ctx, err);
}

#define DOCUMENT "<catalog>\xe7\x9b\xae\xe5\xbd\x95</catalog>\n"

static struct manifest manifest_of(void)
{
    struct manifest m = { .region = "430000", .label = "2026.2", .effective = 20260701, .expires = 20261231, .count = 2, .has_previous = true };
    m.kinds[0] = (struct manifest_kind){ .kind = KIND_DRUG, .number = 7, .entries = 12 };
    m.kinds[1] = (struct manifest_kind){ .kind = KIND_SERVICE, .number = 3, .entries = 1 };
    for (size_t i = 0; i < SHA256_BYTES; i++) {
        m.kinds[0].rows[i] = (unsigned char)(200 + i);
        m.kinds[1].rows[i] = (unsigned char)i;
        m.previous[i] = (unsigned char)(255 - i);
    }
    return m;
}

static struct buf make_pack(const struct keys *k, size_t copies)
{
    struct buf out = BUF_INIT;
    struct error err;
    struct manifest m = manifest_of();
    struct pack_maker *p = pack_maker_new(dir(), &err);
    ck_assert_ptr_nonnull(p);
    for (size_t i = 0; i < copies; i++)
        WORKS(pack_maker_add(p, DOCUMENT, sizeof DOCUMENT - 1, &err));
    WORKS(pack_maker_finish(p, &m, "duima test", k->key, into_buf, &out, &err));
    ck_assert_uint_eq(m.unpacked, copies * (sizeof DOCUMENT - 1));
    pack_maker_free(p);
    return out;
}

static int open_bytes(struct span bytes, const struct public_key *pub, struct pack *p, struct error *err)
{
    char path[256];
    snprintf(path, sizeof path, "%s/duima-pack-XXXXXX", dir());
    int fd = mkstemp(path);
    ck_assert_int_eq(write(fd, bytes.p, bytes.n), (ssize_t)bytes.n);
    close(fd);
    struct source *src = source_open(path, err);
    int status = pack_open(p, src, pub, dir(), err);
    source_free(src);
    unlink(path);
    return status;
}

static void refused(struct span bytes, const struct public_key *pub, const char *what, size_t at)
{
    struct pack p;
    struct error err = { .code = ERROR_NONE };
    int status = open_bytes(bytes, pub, &p, &err);
    pack_release(&p);
    ck_assert_msg(status == -1 && err.code == ERROR_CATALOG, "%s at %zu: %d, code %d, %s", what, at, status, (int)err.code, err.text);
}

START_TEST(a_pack_says_what_it_was_made_of)
{
    struct keys k = make_keys("p"), other = make_keys("p");
    struct error err;
    struct pack p;
    size_t copies = _i ? 300000 : 1;
    struct buf bytes = make_pack(&k, copies), again = make_pack(&k, copies);
    ck_assert(span_eq(buf_span(&bytes), buf_span(&again)));
    ck_assert(frame_is_pack(buf_span(&bytes)));
    WORKS(open_bytes(buf_span(&bytes), &k.pub, &p, &err));
    struct manifest m = manifest_of();
    ck_assert_str_eq(p.manifest.region, m.region);
    ck_assert_str_eq(p.manifest.label, m.label);
    ck_assert_int_eq(p.manifest.effective, m.effective);
    ck_assert_int_eq(p.manifest.expires, m.expires);
    ck_assert_uint_eq(p.manifest.count, 2);
    ck_assert_mem_eq(p.manifest.kinds, m.kinds, 2 * sizeof m.kinds[0]);
    ck_assert(p.manifest.has_previous);
    ck_assert_mem_eq(p.manifest.previous, m.previous, SHA256_BYTES);
    ck_assert(!pack_expired(&p, 20261231));
    ck_assert(pack_expired(&p, 20270101));
    int fd = pack_unpack(&p, &err);
    ck_assert_msg(fd >= 0, "%s", err.text);
    for (size_t i = 0; i < copies; i++) {
        char piece[sizeof DOCUMENT];
        ck_assert_int_eq(read(fd, piece, sizeof DOCUMENT - 1), sizeof DOCUMENT - 1);
        ck_assert_mem_eq(piece, DOCUMENT, sizeof DOCUMENT - 1);
    }
    char more;
    ck_assert_int_eq(read(fd, &more, 1), 0);
    close(fd);
    pack_release(&p);
    refused(buf_span(&bytes), &other.pub, "another key", 0);
    buf_release(&bytes);
    buf_release(&again);
    free_keys(&k);
    free_keys(&other);
}
END_TEST

START_TEST(no_byte_of_a_pack_changes_unseen)
{
    struct keys k = make_keys("p");
    struct buf b = make_pack(&k, 3);
    for (size_t i = 0; i < b.n; i++) {
        char was = b.p[i];
        b.p[i] = (char)(was ^ 1 << i % 8);
        refused(buf_span(&b), &k.pub, "a bit turned", i);
        b.p[i] = was == '0' ? '7' : '0'; /* another digit, where a header has digits */
        refused(buf_span(&b), &k.pub, "another digit", i);
        b.p[i] = was;
    }
    for (size_t n = 0; n < b.n; n++)
        refused((struct span){ b.p, n }, &k.pub, "cut", n);
    buf_addc(&b, '\0');
    refused(buf_span(&b), &k.pub, "longer", b.n);
    buf_release(&b);
    free_keys(&k);
}
END_TEST

START_TEST(manifests_are_read_strictly)
{
    struct manifest m = manifest_of(), got;
    struct buf json = BUF_INIT, bad = BUF_INIT;
    struct error err;
    static const struct {
        const char *was, *is;
    } changes[] = {
        { "duima-pack-1", "duima-pack-2" }, { "\"430000\"", "\"43000000000000000\"" }, { "\"430000\"", "430000" }, { "2026-07-01", "2026-02-30" },
        { "\"2026-07-01\"", "null" },       { "\"drug\"", "\"drugs\"" },                { "\"service\"", "\"drug\"" }, { ": 7,", ": 0," },
        { ": 7,", ": 7.5," },               { ": 12,", ": -1," },                       { "\"c8c9", "\"C8C9" },        { "\"c8c9", "\"8c9" },
        { "catalog.xml.zst", "../x.zst" },  { "\"bytes\": 100,", "\"bytes\": 0," },     { "\"previous\"", "\"x\"" },   { "{\n", "{\n\"region\": \"1\",\n" },
        { "\"430000\"", "\"../x\"" },   { "\"2026.2\"", "\"\\u001b[2J\"" },      { "\"2026.2\"", "\"a@b\"" },   { "\"2026.2\"", "\"a b\"" },
        { "\"label\"", "\"labels\"" },      { "}\n", "}}\n" },                          { "\"region\"", "region" },
    };
    m.bytes = 100;
    m.unpacked = 1000;
    WORKS(manifest_write(&m, "duima test", &json, &err));
    WORKS(manifest_read(buf_span(&json), &got, &err));
    ck_assert_mem_eq(got.kinds, m.kinds, sizeof m.kinds[0]);
    ck_assert_uint_eq(got.unpacked, 1000);
    for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++) {
        size_t at = span_find(buf_span(&json), span_of(changes[i].was)), n = strlen(changes[i].was);
        ck_assert_msg(at != (size_t)-1, "%s", changes[i].was);
        buf_clear(&bad);
        buf_add(&bad, json.p, at);
        buf_adds(&bad, changes[i].is);
        buf_add(&bad, json.p + at + n, json.n - at - n);
        ck_assert_msg(manifest_read(buf_span(&bad), &got, &err) < 0 && err.code == ERROR_CATALOG, "%s -> %s", changes[i].was, changes[i].is);
    }
    buf_release(&json);
    buf_release(&bad);
}
END_TEST

/* ---- compression ---- */

struct counted {
    int fd;
    uint64_t n;
};

static int to_fd(void *ctx, const char *p, size_t n, struct error *err)
{
    return temp_write(((struct counted *)ctx)->fd, NULL, p, n, err);
}

static int count(void *ctx, const char *p, size_t n, struct error *err)
{
    (void)p;
    (void)err;
    ((struct counted *)ctx)->n += n;
    return 0;
}

static void squeeze_into(int fd, size_t n)
{
    struct error err;
    struct counted c = { fd, 0 };
    struct squeezer *z = squeezer_new(to_fd, &c, &err);
    static const char zeros[4096];
    for (size_t left = n; left > 0;) {
        size_t piece = left < sizeof zeros ? left : sizeof zeros;
        WORKS(squeezer_add(z, zeros, piece, &err));
        left -= piece;
    }
    WORKS(squeezer_finish(z, &err));
    squeezer_free(z);
}

/* A bomb makes no more than it was signed for. */
START_TEST(unpacking_stops_at_the_size_told)
{
    static const size_t sizes[] = { 1, 131071, 131072, 131073, 50000000 };
    struct error err;
    struct counted c = { 0, 0 };
    size_t n = sizes[_i];
    int fd = temp_open(dir(), &err);
    squeeze_into(fd, n);
    WORKS(squeeze_undo(fd, n, count, &c, &err));
    ck_assert_uint_eq(c.n, n);
    c.n = 0;
    FAILS(ERROR_INPUT, squeeze_undo(fd, n - 1, count, &c, &err));
    ck_assert_uint_lt(c.n, n);
    c.n = 0;
    FAILS(ERROR_INPUT, squeeze_undo(fd, n + 1, count, &c, &err));
    FAILS(ERROR_INPUT, squeeze_undo(fd, 0, count, &c, &err));
    squeeze_into(fd, 5); /* a second stream behind the first */
    FAILS(ERROR_INPUT, squeeze_undo(fd, n, count, &c, &err));
    FAILS(ERROR_INPUT, squeeze_undo(fd, n + 5, count, &c, &err));
    ck_assert_int_eq(ftruncate(fd, 9), 0); /* cut */
    FAILS(ERROR_INPUT, squeeze_undo(fd, n, count, &c, &err));
    ck_assert_int_eq(ftruncate(fd, 0), 0);
    FAILS(ERROR_INPUT, squeeze_undo(fd, n, count, &c, &err));
    close(fd);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("pack");
    TCase *t = tcase_create("pack");
    tcase_set_timeout(t, 300);
    tcase_add_test(t, signatures_of_minisign_hold);
    tcase_add_loop_test(t, no_byte_of_a_signature_changes_unseen, 0, 2);
    tcase_add_test(t, a_signature_of_ours_holds_and_is_the_same_again);
    tcase_add_test(t, secret_keys_are_locked_and_kept_private);
    tcase_add_test(t, passwords_come_from_private_files);
    tcase_add_loop_test(t, a_pack_says_what_it_was_made_of, 0, 2);
    tcase_add_test(t, no_byte_of_a_pack_changes_unseen);
    tcase_add_test(t, manifests_are_read_strictly);
    tcase_add_loop_test(t, unpacking_stops_at_the_size_told, 0, 5);
    suite_add_tcase(s, t);
    return suite_run(s);
}
