"""bench/reliability/power.py: the power goes off after each of the calls that a verb makes on its store's folder. What the program did is written down
by faults.so (the library stands where a recording VFS of SQLite would stand, below SQLite and below what duima does itself), and played back up to
each call, in four ways:

  all      everything up to there got to the disk
  torn     the same, but of the last write only the first half
  synced   only what was synced: writes after the last sync of a file are gone, and names whose folder was not synced are what they were
  some     of what was not synced, some writes and some of the names, by chance

After each the store must open and hold what it held before, or what it should hold afterwards; and where the program had ended, saying that it had
worked, nothing but the latter."""
import os
import random
import struct
import subprocess

from world import Trial, state_of

HEAD = struct.Struct("<IIqQ")
CREATE, WRITE, SYNC, TRUNCATE, UNLINK, RENAME, LINK = range(7)
VERBS = ("import", "import into no store", "import of a pack", "publish", "withdraw", "migrate", "import of many", "import of much into no store")
LARGE = ("import of many", "import of much into no store")


def read_log(path):
    events = []
    with open(path, "rb") as f:
        data = f.read()
    at = 0
    while at < len(data):
        operation, path_bytes, offset, size = HEAD.unpack_from(data, at)
        at += HEAD.size
        events.append((operation, data[at:at + path_bytes].decode(), offset, data[at + path_bytes:at + path_bytes + size]))
        at += path_bytes + size
    return events


class Disk:
    """Files with what is surely on the disk and what waits, and names with the same."""
    def __init__(self, folder):
        self.folder, self.names, self.sure_names, self.waiting_names = folder, {}, {}, []
        self.sure, self.waiting = [], []
        for name in os.listdir(folder):
            with open(os.path.join(folder, name), "rb") as f:
                self.names[name] = self.sure_names[name] = self.new(f.read())

    def new(self, content=b""):
        self.sure.append(content)
        self.waiting.append([])
        return len(self.sure) - 1

    def change_name(self, change):
        self.waiting_names.append(change)
        apply_names(self.names, [change])

    def play(self, event):
        operation, path, offset, data = event
        name = os.path.relpath(path, self.folder)
        if operation == CREATE:
            self.change_name((name, self.new()))
        elif operation == UNLINK:
            self.change_name((name, None))
        elif operation in (RENAME, LINK):
            self.change_name((os.path.relpath(data.decode(), self.folder), self.names[name]))
            if operation == RENAME:
                self.change_name((name, None))
        elif operation == SYNC and path == self.folder:
            apply_names(self.sure_names, self.waiting_names)
            self.waiting_names = []
        elif operation == SYNC:
            n = self.names[name]
            self.sure[n] = content(self.sure[n], self.waiting[n])
            self.waiting[n] = []
        else:
            self.waiting[self.names[name]].append((operation, offset, data))

    def kept(self):
        """What every file holds when nothing is lost."""
        return {name: content(self.sure[n], self.waiting[n]) for name, n in self.names.items()}

    def put(self, names, keep):
        """Writes a state to the folder: these names, and of each file what is sure and those of the waiting writes that keep(…) leaves."""
        for name in os.listdir(self.folder):
            os.unlink(os.path.join(self.folder, name))
        for name, n in names.items():
            with open(os.path.join(self.folder, name), "wb") as f:
                f.write(content(self.sure[n], keep(self.waiting[n])))


def found(folder):
    held = {}
    for name in os.listdir(folder):
        with open(os.path.join(folder, name), "rb") as f:
            held[name] = f.read()
    return held


def apply_names(names, changes):
    for name, n in changes:
        if n is None:
            names.pop(name, None)
        else:
            names[name] = n


def content(before, writes):
    data = bytearray(before)
    for operation, offset, new in writes:
        if operation == TRUNCATE:
            del data[offset:]
            data.extend(bytes(max(0, offset - len(data))))
        else:
            data.extend(bytes(max(0, offset - len(data))))
            data[offset:offset + len(new)] = new
    return bytes(data)


def sectors(writes):
    """A disk writes in sectors: each may get there alone."""
    parts = []
    for operation, offset, data in writes:
        parts += [(operation, offset, data)] if operation == TRUNCATE else [(operation, offset + i, data[i:i + 512]) for i in range(0, len(data), 512)]
    return parts


def states(disk, last, chance, rounds):
    """name of the way -> puts that state there."""
    everything = list
    yield "all", lambda: disk.put(disk.names, everything)
    if last and last[0] == WRITE:
        tail = (WRITE, last[2], last[3])
        half = last[3][:max(1, len(last[3]) // 1024 * 512)] if len(last[3]) > 1 else b""
        yield "torn", lambda: disk.put(disk.names, lambda w: w[:-1] + [(WRITE, last[2], half)] if w and w[-1] == tail else w)
    yield "synced", lambda: disk.put(disk.sure_names, lambda w: [])
    for _ in range(rounds):
        names = dict(disk.sure_names)
        apply_names(names, disk.waiting_names[:chance.randint(0, len(disk.waiting_names))])
        share = chance.choice((0.2, 0.5, 0.8))
        yield "some", lambda: disk.put(names, lambda w: [s for s in sectors(w) if chance.random() < share])


def judge_power(world, trial, before, good, ended, look):
    state = state_of(trial.db)
    if isinstance(state, str) and state.startswith("damaged"):
        return state
    if state not in (before, good.state):
        return "the store is neither what it was nor what it should become"
    if ended and state != good.state:
        return "what was said to be done is lost"
    if state is None or not look:
        return ""
    listed = subprocess.run([world.duima, "--db", trial.db, "list"], env=world.env, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    return "" if listed.returncode == 0 or trial.verb == "migrate" and b"older duima" in listed.stderr else "duima list: exit %d" % listed.returncode


def run(world, args, report):
    for verb in VERBS:
        if args.short and verb in LARGE:
            continue
        trial, chance = Trial(world, verb, "power"), random.Random(args.seed)
        before, good = trial.ends()
        log = world.path("power.log")
        if os.path.exists(log):
            os.unlink(log)
        trial.run(log=log, dir=trial.folder)
        events = read_log(log)
        trial.reset()
        whole = Disk(trial.folder)
        for event in events:
            whole.play(event)
        whole, disk, row = whole.kept(), Disk(trial.folder), report.row("power off: " + verb)
        step = max(1, len(events) // (12 if args.short else 60 if "much" in verb else 400))
        row.add(any(e[0] == SYNC for e in events), "" if len(events) > 5 else "nothing was written down", "%d calls" % len(events))
        for k in range(len(events) + 1):
            last = events[k - 1] if k else None
            if last:
                disk.play(last)
            if k % step and k < len(events) - 3:
                continue
            for n, (way, put) in enumerate(states(disk, last, chance, 1 if args.short else 4)):
                put()
                cut = found(trial.folder) != whole
                wrong = judge_power(world, trial, before, good, k == len(events) and way != "torn", not args.short or k % (3 * step) == 0)
                row.add(cut, wrong and "%s (%s)" % (wrong, way), "after call %d of %d: %s" % (k, len(events), last and last[:3]))
        row.late = row.tried - row.fired  # nothing was missing any more: right is then what the verb makes, whole
