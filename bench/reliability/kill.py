"""bench/reliability/kill.py: kill -9 at random moments of import, publish, withdraw and migrate: half of them at a moment of the clock, half before a
random one of the calls that change a file (the calls take little of a run's time and all of its danger)."""
import concurrent.futures
import random
import subprocess
import time

from world import Trial

VERBS = ("import", "import into no store", "import of a pack", "publish", "withdraw", "migrate", "import of much into no store")


def by_clock(trial, moment):
    process = trial.start()
    try:
        process.wait(moment)
    except subprocess.TimeoutExpired:
        process.kill()
    return trial.finish(process)


def by_call(trial, good, chance):
    n = good.counts[0]["any"]
    return trial.run(**{"class": "any", "at": 1 + int(chance * n), "how": "kill"})


def judge_kill(world, trial, before, good, o):
    if isinstance(o.state, str) and o.state.startswith("damaged"):
        return o.state
    if o.code != -9:  # it was done before the moment came
        return "" if (o.code, o.out, o.err, o.state) == (good.code, good.out, good.err, good.state) else "not killed, and exit %d" % o.code
    if o.state not in (before, good.state):
        return "the store is neither what it was nor what it should become"
    if o.out and o.state != good.state:
        return "it said that it had worked, and the store is what it was"
    if o.state is None:
        return ""  # no store, or an empty one
    trial_list = subprocess.run([world.duima, "--db", trial.db, "list"], env=world.env, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    if trial_list.returncode != 0 and not (trial.verb == "migrate" and b"older duima" in trial_list.stderr):
        return "duima list: exit %d" % trial_list.returncode
    again = subprocess.run([world.duima, "--db", trial.db, *trial.args], env=world.env, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    done = o.state == good.state and trial.verb in ("publish", "withdraw", "import of a pack")  # the second time it is refused
    return "" if (again.returncode == 0 or done or trial.verb == "migrate") and again.returncode >= 0 else "done again: exit %d" % again.returncode


def run(world, args, report):
    for number, verb in enumerate(VERBS):
        n = -(-args.kills // len(VERBS))
        trials = [Trial(world, verb, "kill-%d" % i) for i in range(args.jobs)]
        before, good = trials[0].ends()
        begun = time.monotonic()
        for _ in range(3):
            trials[0].run()
        usual = (time.monotonic() - begun) / 3
        row = report.row("kill -9: " + verb)

        def some(which):
            """Its share of the kills; one whose moment did not come is tried again."""
            done, mine = [], random.Random(args.seed * 100 + number * 10 + which)
            share = len(range(which, n, args.jobs))
            while sum(o.code == -9 for _, o, _ in done) < share and len(done) < 4 * share + 10:
                trial, at = trials[which], mine.random()
                o = by_clock(trial, at * usual) if len(done) % 2 else by_call(trial, good, at)
                done.append((at, o, judge_kill(world, trial, before, good, o)))
            return done

        killed = 0
        with concurrent.futures.ThreadPoolExecutor(args.jobs) as pool:
            for done in pool.map(some, range(args.jobs)):
                killed += sum(o.code == -9 for _, o, _ in done)
                for at, o, wrong in done:
                    row.add(o.code == -9, wrong, "at %.3f: exit %d, %s" % (at, o.code, o.err.decode("utf-8", "replace").strip()[:200]))
        if killed < n:
            row.wrong["only %d of %d were killed" % (killed, n)] += 1
            row.examples["only %d of %d were killed" % (killed, n)] = "the moments came too late"
        row.late = row.tried - row.fired  # some end before their moment comes: no fault of theirs
