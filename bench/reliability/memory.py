"""bench/reliability/memory.py: one allocation fails, at every allocation of a verb, in the program and in the process that it forks."""
import concurrent.futures
import threading

from world import Trial, judge

VERBS = ("import", "publish", "check", "import into no store")
CODES = (5,)


def points_of(good, step):
    """(process, number) of the allocations tried: each, or one in `step` and the last."""
    points = []
    for process, counts in enumerate(good.counts):
        n = counts["memory"]
        points += [(process, at) for at in sorted(set(range(1 + (7 * process) % step, n + 1, step)) | {n}) if at > 0]
    return points


def run(world, args, report):
    for verb in VERBS:
        first = Trial(world, verb, "memory-0")
        before, good = first.ends()
        step = max(1, sum(c["memory"] for c in good.counts) // args.points) if args.points else 1
        points = points_of(good, step)
        local, free = threading.local(), iter(range(1, 1000))
        lock = threading.Lock()

        def one(point):
            if not hasattr(local, "trial"):
                with lock:
                    local.trial = Trial(world, verb, "memory-%d" % next(free))
            o = local.trial.run(**{"class": "memory", "at": point[1], "process": point[0], "how": "fail"})
            return point, o, judge(before, good, o, CODES)

        row = report.row("memory out: " + verb)
        with concurrent.futures.ThreadPoolExecutor(args.jobs) as pool:
            for point, o, wrong in pool.map(one, points):
                row.add(o.fired, wrong, "FAULT_CLASS=memory FAULT_PROCESS=%d FAULT_AT=%d: exit %d, %s" % (point[0], point[1], o.code, o.err.decode("utf-8", "replace").strip()[:200]))
