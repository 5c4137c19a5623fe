"""bench/reliability/memory.py: one allocation fails, at every allocation of a verb, in the program and in the process that it forks. The short form
tries a few of all, and most of those that the program itself asks for: there its own mistakes show."""
import concurrent.futures
import threading

from world import Trial, judge

VERBS = ("import", "publish", "check", "withdraw", "import into no store", "import of a pack", "pack", "verify")
CODES = (5,)
PACK_CODES = (4, 5)  # at 3 of a manifest's allocations jansson hands out less than stands there, and clears errno: the pack is refused as a wrong one
OWN_STEP = {"import": 3, "check": 3, "import into no store": 9, "import of a pack": 3}


def points_of(good, cls, step):
    """(process, number) of the allocations tried: each, or one in `step` and the last."""
    points = []
    for process, counts in enumerate(good.counts):
        n = counts[cls]
        points += [(process, at) for at in sorted(set(range(1 + (7 * process) % step, n + 1, step)) | {n}) if at > 0]
    return points


def fail_each(world, args, verb, before, good, cls, step, row):
    local, lock, free = threading.local(), threading.Lock(), iter(range(1, 1000))

    def one(point):
        if not hasattr(local, "trial"):
            with lock:
                local.trial = Trial(world, verb, "memory-%d" % next(free))
        o = local.trial.run(**{"class": cls, "at": point[1], "process": point[0], "how": "fail"})
        return point, o, judge(before, good, o, PACK_CODES if verb in ("verify", "import of a pack") else CODES)

    with concurrent.futures.ThreadPoolExecutor(args.jobs) as pool:
        for point, o, wrong in pool.map(one, points_of(good, cls, step)):
            row.add(o.fired, wrong, "FAULT_CLASS=%s FAULT_PROCESS=%d FAULT_AT=%d: exit %d, %s" % (
                cls, point[0], point[1], o.code, o.err.decode("utf-8", "replace").strip()[:200]))


def run(world, args, report):
    for verb in VERBS:
        before, good = Trial(world, verb, "memory-0").ends()
        step = max(1, sum(c["memory"] for c in good.counts) // args.points) if args.points else 1
        fail_each(world, args, verb, before, good, "memory", step, report.row("memory out: " + verb))
        if step > 1:
            fail_each(world, args, verb, before, good, "own", OWN_STEP.get(verb, 1), report.row("memory out where duima asks: " + verb))
