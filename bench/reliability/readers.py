"""bench/reliability/readers.py: readers while versions are published: each version gives every entry a price of its own, so that a mixed one shows; none
may be told that the store is busy. And a second publisher, which waits, or is refused in words."""
import hashlib
import os
import re
import shutil
import sqlite3
import subprocess
import threading
import time

from world import Trial, catalog, state_of

ENTRIES, READERS, DAY = 30, 4, "2026-08-01"
REFUSED = b"another program is using the store"
WAITED = "it waited "
LONGEST = 5  # seconds until a second publisher must have been told


def duima(world, db, *args):
    return subprocess.run([world.duima, "--db", db, *args], env=world.env, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def version(world, n):
    """Version n: every entry has the price n. Its bytes, and its hash as it is exported."""
    text = catalog("v%d" % n, "2026-07-01", ENTRIES, n)
    return re.sub(r"<ceiling>[^<]*<", "<ceiling>%d.25<" % n, text)


def wrong_with_export(out, seen, lock):
    """What is wrong with an exported version: "" or words."""
    text = out.decode("utf-8", "replace")
    label = re.search(r' version="v(\d+)"', text)
    prices, codes = re.findall(r"<ceiling>([^<]*)<", text), re.findall(r'<drug code="([^"]+)"', text)
    if not label or len(codes) != ENTRIES or len(set(codes)) != ENTRIES or ' count="%d"' % ENTRIES not in text:
        return "a reader sees %d entries" % len(codes)
    if set(prices) != {"%s.25" % label.group(1)}:
        return "a reader sees a mixed version"
    digest = hashlib.sha256(out).hexdigest()
    with lock:
        return "" if seen.setdefault(label.group(1), digest) == digest else "two readers see the same version with other bytes"


def wrong_with_check(out, seen, lock):
    """What is wrong with a check against what is in force, of a table with a price in every row of which P603 says the ceiling."""
    text = out.decode("utf-8", "replace")
    label = re.search(r"430000/drug@v(\d+), in force from \S+, entries: %d\n" % ENTRIES, text)
    prices = re.findall(r"P603\s.*?the\s+ceiling\s+(\d+\.\d+)\s", text, re.S)
    if not label:
        return "a check does not say against what"
    return "" if prices == ["%s.25" % label.group(1)] * ENTRIES else "a check sees a mixed version"


def readers_and_publisher(world, args, report):
    db, file = world.path("readers.db"), world.path("readers.xml")
    seen, lock, stop, reads, published = {}, threading.Lock(), threading.Event(), [], []
    labels, table = ["0"] * READERS, world.path("readers.csv")
    with open(table, "w", encoding="utf-8") as f:
        f.write("local_code,local_name,kind,catalog_code,unit,price\n")
        f.writelines("Y%d,对乙酰氨基酚片%d,drug,XN02BEA012A001010190%03d,盒,99999.00\n" % (i, i, i) for i in range(ENTRIES))

    def publish(n):
        with open(file, "w", encoding="utf-8") as f:
            f.write(version(world, n))
        begun = time.monotonic()
        if n % 2:
            done = [duima(world, db, "import", "--publish", file)]
        else:
            done = [duima(world, db, "import", file), duima(world, db, "publish", "430000@v%d" % n)]
        published.append((begun, time.monotonic()))
        for d in done:
            if d.returncode != 0:
                return "exit %d: %s" % (d.returncode, d.stderr.decode("utf-8", "replace").strip()[:200])
        return ""

    def read(which):
        while not stop.is_set():
            by_check, begun = which % 2 == 1, time.monotonic()
            done = duima(world, db, "check", "--as-of", DAY, "--jobs", "1", table) if by_check else duima(world, db, "export", "430000/drug@v%s" % labels[which])
            if done.returncode != 0:
                wrong = "a reader is told: " + done.stderr.decode("utf-8", "replace").replace(db, "STORE").strip()[:200]
            else:
                wrong = (wrong_with_check if by_check else wrong_with_export)(done.stdout, seen, lock)
            with lock:
                reads.append((begun, time.monotonic(), wrong))

    row = report.row("publishes, beside %d readers" % READERS)
    row.add(True, publish(0), "the first")
    threads = [threading.Thread(target=read, args=(i,)) for i in range(READERS)]
    for thread in threads:
        thread.start()
    for n in range(1, args.publishes):
        row.add(True, publish(n), "publish %d" % n)
        labels[:] = [str(n)] * READERS
    stop.set()
    for thread in threads:
        thread.join()
    row = report.row("reads, beside the publisher")
    for begun, ended, wrong in reads:
        row.add(any(b < ended and begun < e for b, e in published), wrong, "a read")
    row.late = row.tried - row.fired  # these fell between two publishes
    row = report.row("versions that readers saw")
    for label in seen:
        row.add(True, "" if len(seen) > 2 else "readers saw %d versions only" % len(seen), label)
    state = state_of(db)
    row.add(True, state if state is None or state.startswith("damaged") else "", "the store in the end")


def judge_wait(done, must, took):
    """A publisher that had to wait: what is wrong with how that ended."""
    if done.returncode != must:
        return "exit %d, not %d" % (done.returncode, must)
    if must and REFUSED not in done.stderr:
        return "it does not say that another program uses the store"
    return WAITED + "%.1f s" % took if must and took >= LONGEST else ""


def second_publisher(world, report):
    """While another program holds the store: for a while; for long; for a while so that it cannot even be read, and then for long."""
    row = report.row("a second publisher")
    trial = Trial(world, "publish", "second")
    for begin, hold, then, must in (("IMMEDIATE", 1.5, "", 0), ("IMMEDIATE", 30, "", 5), ("EXCLUSIVE", 30, "", 5), ("EXCLUSIVE", 2.5, "IMMEDIATE", 5)):
        for _ in range(3):  # once more where it took too long: the machine itself may have stood still
            done, took = wait_for(world, trial, begin, hold, then)
            wrong = judge_wait(done, must, took)
            if not wrong.startswith(WAITED):
                break
        row.add(took > min(hold, 3.5), wrong, "%s for %.1f s %s: %.1f s, %s" % (begin, hold, then, took, done.stderr.decode("utf-8", "replace").strip()[:200]))
    several_at_once(world, report)


def wait_for(world, trial, begin, hold, then):
    trial.reset()
    db = sqlite3.connect(trial.db, timeout=30, isolation_level=None, check_same_thread=False)
    db.execute("BEGIN " + begin)
    timer = threading.Timer(hold, (lambda: [db.execute(sql) for sql in ("COMMIT", "BEGIN " + then)]) if then else db.close)
    timer.start()
    begun = time.monotonic()
    done = duima(world, trial.db, *trial.args)
    took = time.monotonic() - begun
    timer.cancel()
    timer.join()
    db.close()
    return done, took


def start_all(world, db, verbs):
    """The programs, started together, and whether they ran together."""
    all_ = [subprocess.Popen([world.duima, "--db", db, *v], env=world.env, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for v in verbs]
    together = all_[0].poll() is None
    return all_, [p.communicate()[1] for p in all_], together


def several_at_once(world, report):
    row = report.row("three at once on an old store")
    old = Trial(world, "migrate", "old")
    good = old.ends()[1]
    for _ in range(5):
        old.reset()
        all_, said, together = start_all(world, old.db, [old.args] * 3)
        fine = all(p.returncode == good.code for p in all_) and state_of(old.db) == good.state
        row.add(together, "" if fine else "exits %s" % [p.returncode for p in all_], repr(said)[:300])
    row.late = row.tried - row.fired  # the first had ended before the last began
    row = report.row("two publishers at once")
    both = world.path("both.db")
    for _ in range(10):
        shutil.copy(world.stores["staged"], both)
        two, said, together = start_all(world, both, (["publish", "430000@2026.2"], ["withdraw", "430000@2026.1", "--reason", "x"]))
        fine = all(p.returncode == 0 or (p.returncode == 5 and REFUSED in e) for p, e in zip(two, said)) and any(p.returncode == 0 for p in two)
        state = state_of(both)
        row.add(together, "" if fine and state and not state.startswith("damaged") else "exits %s" % [p.returncode for p in two], repr(said)[:300])
    row.late = row.tried - row.fired
    os.unlink(both)


def run(world, args, report):
    readers_and_publisher(world, args, report)
    second_publisher(world, report)
