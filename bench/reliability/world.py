"""bench/reliability/world.py: small stores, the verbs that are tried on them, and what a store holds: the same for every part."""
import hashlib
import os
import shutil
import signal
import sqlite3
import struct
import subprocess
import tempfile

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<catalog xmlns="urn:duima:catalog:1" region="430000" version="%s" effective="%s" title="目录" publisher="医保局" count="%d">\n'
DRUG = ('  <drug code="XN02BEA012A001010190%03d" list-type="101"><name>对乙酰氨基酚片%d</name><generic>对乙酰氨基酚</generic><alias>扑热息痛</alias>'
        '<form>片剂</form><spec>0.5g</spec><pack quantity="24" dose-unit="片" pack-unit="盒">0.5g×24片/盒</pack><manufacturer>样康制药有限公司</manufacturer>'
        '<approval>国药准字H29990001</approval><category>09</category><pay-class>A</pay-class><self-pay>0</self-pay><unit>盒</unit>'
        '<ceiling>%d.60</ceiling><valid from="2026-01-01"/></drug>\n')
TABLE_HEAD = "local_code,local_name,kind,catalog_code,name,form,spec,price\n"
# A key of nobody's whose password costs no time, and its public half.
KEY = ("untrusted comment: a key of the bench\n"
       "RWRTY0IyIKQaVxOLgkbhML95N3oPFMQDGjPBz02bvcN7WSeiAogAgAAAAAAAAAAAAAEAAAAA97ksTaSKq4ol0Jk2sd+jKS/CGmDQINl+87"
       "UoMyNIA5RY8UUytkqza1rxEElpapySV/DwH3U2Ux5SPvV3xLZSpy6Kxmt/xIPYmkKxbJD/V9zw5daKfqGcSMrRAkV9tiw/rM0e+kb7nwg=\n")
PUB = "RWQ3HnWeTzwbUyg5ZHIRuv/s6jhvtykgUV0tHidhfLy6Lqk6E9gBNI+a"
CLASSES = ("memory", "write", "sync", "truncate", "name", "any", "own")
STATE = struct.Struct("32I2Iq")  # struct state of faults.c


def catalog(label, effective, n, price):
    """The native XML of n drugs; every third price is another one for another `price`."""
    rows = "".join(DRUG % (i, i, price if i % 3 == 0 else 5) for i in range(n))
    return HEAD % (label, effective, n) + rows + "</catalog>\n"


class Outcome:
    """How a run went: exit code, what it wrote, what the store holds now, the calls that were counted, and the bytes that files took (under FAULT_ROOM)."""
    def __init__(self, code, out, err, counts, fired, written):
        self.code, self.out, self.err, self.counts, self.fired, self.written = code, out, err, counts, fired, written
        self.state = None


def state_of(path):
    """A hash of every table, or None where there is no store or an empty one, or words that begin with "damaged". Opening it rolls a dead writer's journal back."""
    if not os.path.exists(path):
        return None
    try:
        db = sqlite3.connect(path)
        said = db.execute("PRAGMA integrity_check").fetchall() + db.execute("PRAGMA foreign_key_check").fetchall()
        if said != [("ok",)]:
            return "damaged: %r" % said[:3]
        tables = sorted(r[0] for r in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'"))
        digest = hashlib.sha256(repr(db.execute("PRAGMA user_version").fetchall()).encode())
        filled = False
        for table in tables:
            rows = db.execute('SELECT * FROM "%s"' % table).fetchall()
            filled = filled or rows
            digest.update(repr((table, sorted(map(repr, rows)))).encode())
        db.close()
        return digest.hexdigest() if filled else None
    except sqlite3.Error as e:
        return "damaged: %s" % e


class World:
    """A folder with the files, the prepared stores and the program."""
    def __init__(self, args):
        self.folder = os.path.realpath(tempfile.mkdtemp(prefix="duima-reliability-"))
        self.duima, self.faults = (shutil.copy(p, self.folder) for p in (args.duima, args.faults))  # they may be built anew meanwhile
        self.env = dict(os.environ, LC_ALL="C", SOURCE_DATE_EPOCH="1790000000", DUIMA_USER="tester", TMPDIR=self.folder, LANGUAGE="")
        self.jobs = args.jobs
        self.files = {}
        for name, text in (("1.xml", catalog("2026.1", "2026-01-01", 4, 3)), ("2.xml", catalog("2026.2", "2026-07-01", 5, 4)),
                           ("many.xml", catalog("2026.3", "2026-07-01", 900, 4)),
                           ("much.xml", catalog("2026.3", "2026-07-01", 900, 4).replace("</drug>", "<note>%s</note></drug>" % ("很" * 6600))),
                           ("table.csv", TABLE_HEAD + "".join("Y%d,对乙酰氨基酚片,drug,XN02BEA012A001010190%03d,对乙酰氨基酚片%d,片剂,0.5g,%d.00\n" % (i, i, i, i + 1)
                                                              for i in range(6)))):
            self.files[name] = os.path.join(self.folder, name)
            with open(self.files[name], "w", encoding="utf-8") as f:
                f.write(text)
        self.stores = {"none": None, "one": self.path("one.db"), "staged": self.path("staged.db"), "two": self.path("two.db"), "old": self.path("old.db")}
        self.must("one", "import", "--publish", self.files["1.xml"])
        shutil.copy(self.stores["one"], self.stores["staged"])
        self.must("staged", "import", self.files["2.xml"])
        shutil.copy(self.stores["staged"], self.stores["two"])
        self.must("two", "publish", "430000@2026.2")
        for name, text in (("key", KEY), ("password", "试试\n")):
            self.files[name] = self.path(name)
            with open(os.open(self.files[name], os.O_CREAT | os.O_WRONLY, 0o600), "w", encoding="utf-8") as f:
                f.write(text)
        for n, after in ((1, ["--first"]), (2, ["--after", self.path("1.pack")])):
            self.files["%d.pack" % n] = self.path("%d.pack" % n)
            self.must("two", "pack", "430000@2026.%d" % n, "-o", self.files["%d.pack" % n], *self.sign(), *after)
        self.stores["packed"] = self.path("packed.db")
        self.must("packed", "import", "--publish", self.files["1.pack"], "--pubkey", PUB)
        shutil.copy(args.schema_1, self.stores["old"])

    def path(self, name):
        return os.path.join(self.folder, name)

    def sign(self):
        return ["--key", self.files["key"], "--password-file", self.files["password"]]

    def must(self, store, *args):
        done = subprocess.run([self.duima, "-q", "--db", self.stores[store], *args], env=self.env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        if done.returncode != 0:
            raise SystemExit("bench/reliability: duima %s ended with %d: %s" % (" ".join(args), done.returncode, done.stdout.decode()))

    def close(self):
        shutil.rmtree(self.folder, ignore_errors=True)

    def verbs(self):
        """name -> (the store it starts from, its arguments)."""
        return {
            "import": ("one", ["import", "--publish", self.files["2.xml"]]),
            "import into no store": ("none", ["import", "--publish", self.files["1.xml"]]),
            "publish": ("staged", ["publish", "430000@2026.2"]),
            "withdraw": ("two", ["withdraw", "430000@2026.2", "--reason", "it was wrong"]),
            "migrate": ("old", ["drop", "430000@no-such-label"]),  # opens for writing, and then has nothing to do
            "import of many": ("one", ["import", "--publish", self.files["many.xml"]]),
            "import of much into no store": ("none", ["import", "--publish", self.files["much.xml"]]),  # filled while it is read (catalog/fresh.c)
            "import of a pack": ("packed", ["import", "--publish", self.files["2.pack"], "--pubkey", PUB]),
            "pack": ("one", ["pack", "430000@2026.1", "-o", "/dev/null", *self.sign()]),
            "verify": ("one", ["verify", self.files["2.pack"], "--pubkey", PUB]),
            "check": ("two", ["check", "--as-of", "2026-08-01", "--jobs", "1", self.files["table.csv"]]),
        }


class Trial:
    """One verb on a copy of its store, in a folder of its own. Each run starts from the copy."""
    def __init__(self, world, verb, place):
        self.world, self.verb = world, verb
        self.store, self.args = world.verbs()[verb]
        self.folder = world.path(place)
        os.makedirs(self.folder, exist_ok=True)
        self.db, self.counters = os.path.join(self.folder, "store.db"), world.path(place + ".state")

    def reset(self):
        for name in os.listdir(self.folder):
            path = os.path.join(self.folder, name)
            shutil.rmtree(path) if os.path.isdir(path) else os.unlink(path)
        if self.world.stores[self.store]:
            shutil.copy(self.world.stores[self.store], self.db)
        with open(self.counters, "wb") as f:
            f.write(bytes(STATE.size))

    def start(self, **faults):
        self.reset()
        env = dict(self.world.env, LD_PRELOAD=self.world.faults, FAULT_STATE=self.counters)
        env.update({"FAULT_" + name.upper(): str(value) for name, value in faults.items()})
        return subprocess.Popen([self.world.duima, "--db", self.db, *self.args], env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def finish(self, process, seconds=60):
        for left in range(seconds, -1, -1):  # by the second: where this program too was stopped for a while, the time does not count
            try:
                out, err = process.communicate(timeout=1)
                break
            except subprocess.TimeoutExpired:
                if left == 0:
                    process.kill()
                    out, err = process.communicate()
                    err += b"\n(it hung)"
        with open(self.counters, "rb") as f:
            numbers = STATE.unpack(f.read(STATE.size))
        counts = [dict(zip(CLASSES, numbers[8 * k:8 * k + 7])) for k in range(4)]
        # its own path is the only thing in what it says that differs from run to run
        o = Outcome(process.returncode, out.replace(self.folder.encode(), b"."), err.replace(self.folder.encode(), b"."), counts, numbers[32] > 0, numbers[34])
        o.state = state_of(self.db)
        return o

    def run(self, **faults):
        return self.finish(self.start(**faults))

    def ends(self):
        """What the store holds before and after the verb, and the run without a fault."""
        self.reset()
        before = state_of(self.db)
        good = self.run()
        return before, good


def signal_name(code):
    return signal.Signals(-code).name if code < 0 else "exit %d" % code


def judge(before, good, o, codes):
    """What is wrong with a run into which a fault was put: "" or words."""
    if o.code < 0:
        return "it died of %s" % signal_name(o.code)
    if b"(it hung)" in o.err:
        return "it hung"
    if isinstance(o.state, str) and o.state.startswith("damaged"):
        return o.state
    if o.code == good.code:
        if o.state != good.state:
            return "it says it worked, and the store is another"
        # withdraw says it when it cannot look at what is in force after it
        if o.out != good.out and b"what is in force now could not be read" not in o.out:
            return "it says it worked, and printed something else"
        return "" if o.err == good.err else "it worked, and said something else on standard error"
    if o.state != before:
        return "it says it failed (%d), and the store is changed" % o.code
    if not o.err.strip():
        return "it failed (%d) without a word" % o.code
    return "" if o.code in codes else "exit %d" % o.code
