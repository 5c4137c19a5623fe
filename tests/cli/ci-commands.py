#!/usr/bin/env python3
"""tests/cli/ci-commands.py FILE WHAT: prints what a file of share/ci says, so that a test can run or hold it.

commands: the shell commands of its jobs, in order; shape: what is not as the CI system wants it, one a line (nothing, if all is well);
entry: the command of the pre-commit hook, then a line, then the pattern of its files."""
import sys

import yaml

with open(sys.argv[1], encoding="utf-8") as file:
    data = yaml.safe_load(file)
what = sys.argv[2]
faults = []


def hold(condition, text):
    if not condition:
        faults.append(text)


if "jobs" in data:  # GitHub; YAML 1.1 reads the word on as true
    triggers = data.get("on", data.get(True))
    steps = [step for job in data["jobs"].values() for step in job["steps"]]
    commands = [step["run"] for step in steps if "run" in step]
    hold(set(triggers) >= {"push", "pull_request", "schedule"}, f"triggers: {triggers}")
    hold(all("runs-on" in job for job in data["jobs"].values()), "a job without runs-on")
    hold(all(("run" in step) != ("uses" in step) for step in steps), "a step must run or use")
    hold(all("@v" in step["uses"] for step in steps if "uses" in step), "an action without its version")
    written = " ".join(commands)
    for step in steps:
        for name in str(step.get("with", {}).get("sarif_file", "")).split() + str(step.get("with", {}).get("path", "")).split():
            hold(f"-o {name}" in written, f"{name} is taken, but nothing writes it")
elif "repos" in data:
    hook = data["repos"][0]["hooks"][0]
    hold({"id", "name", "entry", "language", "files"} <= set(hook), f"hook: {sorted(hook)}")
    commands = []
    if what == "entry":
        print(hook["entry"], hook["files"], sep="\n")
else:
    job = data["duima"]
    commands = job["before_script"] + job["script"]
    hold({"stage", "image", "variables", "rules", "before_script", "script", "artifacts"} == set(job), f"job: {sorted(job)}")
    hold(all(isinstance(one, str) for one in commands), "a command that YAML does not take for text")
    for name in list(job["artifacts"]["reports"].values()) + job["artifacts"]["paths"]:
        hold(f"-o {name}" in " ".join(job["script"]), f"{name} is taken, but nothing writes it")
if what == "commands":
    print("\n".join(commands))
if what == "shape":
    print("\n".join(faults), end="")
