#!/usr/bin/env python3
"""Measures the reader against a folder that generate.py wrote: runs `gouji cells` (and `gouji check` without rules, for its R notes) over it and
counts cells, by layout and by noise. Exit status 1 when it is below the thresholds.

A cell is right when its number or its reason for missing is that of the page; `missing` has a reason that is allowed where the page does not
tell; `lost` is missing though the page has it (or the reason is wrong); `noted` is a wrong number with an R note on its row; `silent` is a
wrong number that nothing warns about: the worst outcome there is.
"""
import argparse
import collections
import csv
import io
import json
import os
import subprocess
import sys
import tempfile
from decimal import Decimal, InvalidOperation

OUTCOMES = ["right", "missing", "lost", "noted", "silent"]


def run(gouji, args, env):
    p = subprocess.run([gouji, *args], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env)
    if p.returncode not in (0, 1, 3):
        sys.exit(f"{gouji} {' '.join(args)}: exit {p.returncode}\n{p.stderr.decode(errors='replace')[:2000]}")
    return p.stdout.decode()


def name_of(path):
    return os.path.splitext(os.path.basename(path))[0]


def read_cells(gouji, paths, env):
    """{report: {(table, row, column): (value, status, raw, line)}}"""
    out = collections.defaultdict(dict)
    for r in csv.DictReader(io.StringIO(run(gouji, ["cells", "--format", "csv", "@" + paths], env))):
        out[name_of(r["report"])][(r["table"], r["row"], r["column"])] = (r["value"], r["status"], r["raw"], r["line"])
    return out


def read_notes(gouji, paths, rules, env):
    """{report: {(table, row)}} of the R notes; row is empty for a note about a whole table, table too for one about the report."""
    out = collections.defaultdict(set)
    for report in json.loads(run(gouji, ["check", "-r", rules, "--format", "json", "@" + paths], env))["reports"]:
        for f in report.get("findings", []):
            if f["rule"].startswith("R"):
                at = f.get("at") or {}
                out[name_of(report["path"])].add((at.get("table") or "", at.get("row") or ""))
    return out


def same(a, b):
    try:
        return Decimal(a) == Decimal(b)
    except InvalidOperation:
        return False


def judge(truth, got, notes):
    allowed = truth["allow"].split("+") if truth["allow"] else []
    if got is None:
        return "lost"
    value, status = got[0], got[1]
    if status == "number":
        if truth["status"] == "number" and same(value, truth["value"]):
            return "right"
        if truth["value"] and same(value, truth["value"]):
            return "right"
        key = (truth["table"], truth["row"])
        return "noted" if key in notes or (key[0], "") in notes else "silent"
    if status == truth["status"]:
        return "right"
    return "missing" if status in allowed else "lost"


class Tally:
    def __init__(self):
        self.n = collections.Counter()

    def accuracy(self):
        total = sum(self.n.values())
        return 100.0 * (self.n["right"] + self.n["missing"]) / total if total else 100.0

    def row(self, name):
        return [name, f"{sum(self.n.values())}"] + [str(self.n[o]) for o in OUTCOMES] + [f"{self.accuracy():.3f}%"]


def show(title, tallies, out):
    if not tallies:
        return
    print(f"\n| {title} | cells | " + " | ".join(OUTCOMES) + " | accuracy |\n|---|" + "---:|" * 7, file=out)
    for name in sorted(tallies, key=lambda k: (tallies[k].accuracy(), k)):
        print("| " + " | ".join(tallies[name].row(name)) + " |", file=out)


def score(args):
    env = dict(os.environ, LC_ALL="C.UTF-8", NO_COLOR="1")
    clean, noisy = Tally(), Tally()
    layouts, noises = collections.defaultdict(Tally), collections.defaultdict(Tally)
    failures = []
    for folder in args.dir:
        kinds = {k["report"]: k for k in csv.DictReader(open(os.path.join(folder, "kinds.csv")))}
        names = list(kinds)
        got, notes = {}, {}
        with tempfile.TemporaryDirectory() as tmp:
            rules = os.path.join(tmp, "none.gj")
            open(rules, "w").write("# no rule: only what the reader notices\n")
            for i in range(0, len(names), args.batch):
                paths = os.path.join(tmp, "list")
                with open(paths, "w") as f:
                    f.writelines(os.path.join(folder, kinds[n]["file"]) + "\n" for n in names[i:i + args.batch])
                got.update(read_cells(args.gouji, paths, env))
                notes.update(read_notes(args.gouji, paths, rules, env))
        for t in csv.DictReader(open(os.path.join(folder, "truth.csv"))):
            k = kinds[t["report"]]
            mine = got.get(t["report"], {}).get((t["table"], t["row"], t["column"]))
            outcome = judge(t, mine, notes.get(t["report"], set()))
            kind = k["noises"].split("+") if k["noises"] else []
            (noisy if kind else clean).n[outcome] += 1
            layout = k[t["table"]] or "no table"
            if not kind:
                layouts[layout + ("" if "utf-8" == k["options"] else "")].n[outcome] += 1
            for n in kind:
                noises[n].n[outcome] += 1
            if outcome not in ("right", "missing"):
                failures.append((OUTCOMES.index(outcome), not kind, outcome, folder, k, t, mine))
    print(f"| reports | cells | " + " | ".join(OUTCOMES) + " | accuracy |\n|---|" + "---:|" * 7)
    print("| " + " | ".join(clean.row("clean")) + " |\n| " + " | ".join(noisy.row("noisy")) + " |")
    if not args.brief:
        show("layout (clean)", layouts, sys.stdout)
        show("noise", noises, sys.stdout)
    if args.failures:
        per_report = collections.OrderedDict()
        for f in sorted(failures, key=lambda f: (-f[0], not f[1], f[4]["report"])):
            per_report.setdefault((f[3], f[4]["file"], f[2], f[5]["table"]), []).append(f)
        print()
        for (folder, file, outcome, table), group in list(per_report.items())[:args.failures]:
            _, _, _, _, k, t, mine = group[0]
            print(f"{outcome}: {os.path.join(folder, file)} {t['table']} {t['row']}[{t['column']}] should be {t['value'] or t['status']}"
                  f"{' or ' + t['allow'] if t['allow'] else ''}, is {mine and (mine[0] or mine[1])} ({len(group)} cells; "
                  f"{k['form']} {k['format']} {k[t['table']]} {k['options']} {k['noises'] or 'clean'})")
    silent = clean.n["silent"] + noisy.n["silent"]
    if args.tap:
        for name, good in [("every cell of a clean report is read", clean.accuracy() >= args.min_clean),
                           ("the cells of a damaged report are read or missing with a reason", noisy.accuracy() >= args.min_noisy),
                           ("no wrong number without a note", silent <= args.max_silent)]:
            print(("ok " if good else "not ok ") + name)
    good = clean.accuracy() >= args.min_clean and noisy.accuracy() >= args.min_noisy and silent <= args.max_silent
    return 0 if good else 1


def main():
    p = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    p.add_argument("dir", nargs="+")
    p.add_argument("--gouji", default=os.environ.get("GOUJI", "build/gouji"))
    p.add_argument("--batch", type=int, default=500, help="files given to one run of the program")
    p.add_argument("--min-clean", type=float, default=100.0)
    p.add_argument("--min-noisy", type=float, default=99.9)
    p.add_argument("--max-silent", type=int, default=0)
    p.add_argument("--failures", type=int, default=0, metavar="N", help="name the first N places that went wrong")
    p.add_argument("--tap", action="store_true", help="also one line a fact, as the test runner wants")
    p.add_argument("--brief", action="store_true", help="totals only")
    sys.exit(score(p.parse_args()))


if __name__ == "__main__":
    main()
