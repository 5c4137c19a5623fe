"""bench/reliability/errors.py: each write, sync, truncate and change of a name fails once; the disk is full at ten sizes; folders that cannot be
written; paths that shells and URIs trip over."""
import os
import shutil
import subprocess

from world import Trial, judge, state_of

HOWS = {"write": ("ENOSPC", "EIO", "short"), "sync": ("EIO", "ENOSPC"), "truncate": ("EIO", "ENOSPC"), "name": ("EIO", "ENOSPC")}
VERBS = ("import", "import into no store", "import of a pack", "publish", "withdraw", "migrate")
FULL = ("import", "import of a pack")
SHORT_STEP = 9


def judge_io(before, good, o):
    """As judge; and what fails after the commit is said for what it is."""
    wrong = judge(before, good, o, (3, 5))
    if wrong.startswith("it says it failed") and o.state == good.state and (b"standard output" in o.err or b"what was done stands" in o.err):
        return ""  # done, and that it could not be told, or not be made sure, is told
    if wrong.startswith("it worked, and said something else") and good.err and not o.err:
        return ""  # standard error itself could not be written: nowhere is left to say it, and the exit code is right
    return wrong


def each_call(world, args, report):
    for verb in VERBS:
        trial = Trial(world, verb, "errors")
        before, good = trial.ends()
        for cls, hows in HOWS.items():
            points = [(k, at) for k in range(2) for at in range(1, good.counts[k][cls] + 1)]
            if args.short and cls == "write":
                points = points[:: SHORT_STEP]
            if not points:
                continue
            row = report.row("%s fails: %s" % (cls, verb))
            for how in hows[:1] if args.short and cls != "write" else hows:
                for process, at in points:
                    o = trial.run(**{"class": cls, "at": at, "process": process, "how": how})
                    row.add(o.fired, judge_io(before, good, o), "FAULT_CLASS=%s FAULT_PROCESS=%d FAULT_AT=%d FAULT_HOW=%s: exit %d, %s" % (
                        cls, process, at, how, o.code, o.err.decode("utf-8", "replace").strip()[:300]))


def words_of_full(o):
    return b"full" in o.err or b"No space left" in o.err


def judge_full(before, good, o):
    if o.code == good.code:
        return "it worked on a full disk"
    return judge(before, good, o, (5,)) or ("" if words_of_full(o) else "it does not say that the disk is full")


def full_disk(world, args, report):
    """By the library, at ten sizes below what the verb writes; and where a file system can be mounted (as root), by ten that are too small."""
    for verb in FULL:
        trial = Trial(world, verb, "full")
        before, good = trial.ends()
        most = trial.run(room=1 << 40, dir=trial.folder).written
        row = report.row("disk full after so many bytes: " + verb)
        for i in range(10):
            room = most * i // 10
            o = trial.run(room=room, dir=trial.folder)
            row.add(o.fired, judge_full(before, good, o), "FAULT_ROOM=%d of %d: exit %d, %s" % (room, most, o.code, o.err.decode("utf-8", "replace").strip()[:300]))
    for verb in () if args.short else FULL:
        small_file_system(world, verb, report)


def small_file_system(world, verb, report):
    trial, place = Trial(world, verb, "full"), world.path("small")
    before, good = trial.ends()
    trial.reset()
    whole = os.path.getsize(trial.db)
    os.makedirs(place, exist_ok=True)
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", place], stderr=subprocess.DEVNULL).returncode != 0:
        print("  (no file system can be mounted here, so none is filled: %s)" % verb)
        return
    subprocess.run(["umount", place], check=True)
    row = report.row("a small file system: " + verb)
    for i in range(10):
        size = (whole // 4096 + 1 + i) * 4096
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=%d" % size, "tmpfs", place], check=True)
        try:
            o = Trial(world, verb, "small").run()
        finally:
            subprocess.run(["umount", place], check=True)
        row.add(o.fired, judge_full(before, good, o), "tmpfs of %d bytes: exit %d, %s" % (size, o.code, o.err.decode("utf-8", "replace").strip()[:300]))


def odd_places(world, report):
    row = report.row("odd paths: import, publish, check, list")
    trial = Trial(world, "import into no store", "odd")
    for name in ("a store.db", "目录 库.db", "100%41.db", "a?mode=memory#x.db", "file:x.db", ":memory:", "it's \"q\".db", "-x.db", "省 局/目 录.db"):
        trial.reset()
        db, wrong = os.path.join(trial.folder, name), ""
        os.makedirs(os.path.dirname(db), exist_ok=True)
        for args in (["import", "--publish", world.files["1.xml"]], ["import", world.files["2.xml"]], ["publish", "430000@2026.2"], ["list"]):
            done = subprocess.run([world.duima, "--db", name, *args], cwd=trial.folder, env=world.env, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            wrong = wrong or ("" if done.returncode == 0 else "duima %s: exit %d, %s" % (args[0], done.returncode, done.stderr.decode("utf-8", "replace")[:200]))
        wrong = wrong or ("" if state_of(db) == state_of(world.stores["two"]) else "the store is another")
        extra = [f for f in os.listdir(os.path.dirname(db)) if f != os.path.basename(db)]
        row.add(True, wrong or ("left behind: %s" % extra if extra else ""), name)
        shutil.rmtree(trial.folder)
        os.makedirs(trial.folder)


def no_writing(world, report):
    """A folder and a store that may not be written. Root may write everywhere, so there it is tried as nobody."""
    row = report.row("read-only folder, read-only store")
    trial = Trial(world, "import", "fixed")
    user = 65534 if os.geteuid() == 0 else None
    os.chmod(world.folder, 0o755)
    for store, mode_folder, mode_file in (("one", 0o555, 0o444), ("one", 0o555, 0o666), ("one", 0o755, 0o444), ("none", 0o555, 0)):
        trial.reset()
        if store == "none":
            os.unlink(trial.db)
        else:
            os.chmod(trial.db, mode_file)
        os.chmod(trial.folder, mode_folder)
        before = state_of(trial.db)
        done = subprocess.run([world.duima, "--db", trial.db, *trial.args], env=dict(world.env, TMPDIR="/tmp"), user=user, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        listed = subprocess.run([world.duima, "--db", trial.db, "list"], env=world.env, user=user, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        os.chmod(trial.folder, 0o755)
        wrong = "" if done.returncode == 5 and trial.db.encode() in done.stderr and b"writ" in done.stderr or b"make" in done.stderr else "exit %d" % done.returncode
        wrong = wrong or ("" if state_of(trial.db) == before else "the store is changed")
        wrong = wrong or ("" if store == "none" or listed.returncode == 0 else "it cannot be read")
        wrong = wrong or ("" if os.listdir(trial.folder) == ([] if store == "none" else ["store.db"]) else "left behind: %s" % os.listdir(trial.folder))
        row.add(done.returncode != 0, wrong, "folder %o, store %o: exit %d, %s %s" % (
            mode_folder, mode_file, done.returncode, done.stderr.decode("utf-8", "replace").strip()[:300], listed.stderr.decode("utf-8", "replace").strip()[:200]))


def run(world, args, report):
    each_call(world, args, report)
    full_disk(world, args, report)
    odd_places(world, report)
    no_writing(world, report)
