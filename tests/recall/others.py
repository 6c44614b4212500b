#!/usr/bin/env python3
"""The second and the third set (docs/recall.md): reports written by other hands than the rules, and the slips put into each of them, one at a time.

    others.py GOUJI [--set third] [NUMBER]...      found and missed slips, what is found where there is nothing; status 1 below the goals

A file of second/ or third/ has three parts between lines of ===: facts, text, slips.
- Facts: a word and its value a line. 二, 三, 四 give the figures of the tables that are not zero, row by row, totals left out; 上年 names the file
  of the year before.
- Text: the report; {二}, {三}, {四} are where its tables stand, in the layout that 版式 names (tests/report/typeset).
- Slips, one a line: KIND: 文 OLD => NEW (\\n is a line's end), or KIND: 表 TABLE ROW COLUMN VALUE[; ROW COLUMN VALUE].
A slip is found when the report that has it shows a finding (error or warning) that the report without it does not.
"""
import glob
import json
import os
import random
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "report"))
from typeset import forms, markup, text  # noqa: E402

GOALS = {"second": 0.9, "third": 0.75}
ROWS = {"公开": "三.（一）", "部分": "三.（二）", "不公开": "三.（三）", "无法": "三.（四）", "不处理": "三.（五）", "其他": "三.（六）", "总计": "三.（七）", "结转": "四",
        "一": "一", "二": "二", "文件": "行政规范性文件", "许可": "行政许可", "处罚": "行政处罚", "强制": "行政强制", "收费": "行政事业性收费",
        "服务": "其他对外管理服务事项", "采购": "政府集中采购", "规章": "规章", "复议": "行政复议", "直接": "未经复议直接起诉", "复议后": "复议后起诉"}
ORDINALS = "一二三四五六七"


class Report:
    def __init__(self, path):
        with open(path, encoding="utf-8") as f:
            facts, self.body, slips = f.read().split("\n===\n")
        self.name = os.path.basename(path)[:-4]
        self.facts = dict(line.split(" ", 1) for line in facts.split("\n") if " " in line)
        self.form = self.facts.get("表样", "年报2021")
        self.slips = [line.split(": ", 1) for line in slips.split("\n") if line]
        self.figures = self.read_figures()

    def row(self, table, word):
        if table != "三":
            return "规范性文件" if word == "文件" and self.form == "年报2019" else ROWS[word]
        head, _, item = word.partition(".")
        return ROWS[head] + ("." + item if item else "")

    def read_figures(self):
        v = {slot: "0" for slot in forms.slots(self.form)}
        two, three = forms.FORMS[self.form]
        columns = {row: [c for c, _ in cs] for _, cs, rows in two for row in rows}
        for table in "二三四":
            for item in self.facts[table].split(";"):
                if item.strip():
                    word, *numbers = item.split()
                    row = self.row(table, word)
                    names = columns[row] if table == "二" else forms.APPLICANTS if table == "三" else forms.OUTCOMES
                    v.update({(table, row, c): n for c, n in zip(names, numbers)})
        paths = [p for p, _ in three]
        results = [p for p in paths if p.startswith("三.") and p != "三.（七）"]
        for c in forms.APPLICANTS[:-1]:
            v["三", "三.（七）", c] = str(sum(int(v["三", p, c]) for p in results))
        for p in paths:
            v["三", p, "总计"] = str(sum(int(v["三", p, c]) for c in forms.APPLICANTS[:-1]))
        for r in forms.PROCEEDINGS:
            v["四", r, "总计"] = str(sum(int(v["四", r, c]) for c in forms.OUTCOMES[:-1]))
        return v

    def damaged(self, slip):
        body, figures = self.body, dict(self.figures)
        verb, _, rest = slip.partition(" ")
        if verb == "文":
            old, new = (s.replace("\\n", "\n") for s in rest.split(" =>"))
            assert old in body, (self.name, old)
            body = body.replace(old, new.removeprefix(" "), 1)
        elif verb == "表":
            table, _, cells = rest.partition(" ")
            for cell in cells.split(";"):
                word, column, value = cell.split()
                key = (table, self.row(table, word), column)
                assert figures[key] != value, (self.name, slip)
                figures[key] = value
        return body, figures

    def write(self, folder, slip=""):
        """The file of the report, with SLIP in it."""
        body, figures = self.damaged(slip)
        rng = random.Random(self.name)
        tables = forms.build(self.form, figures, forms.Style(rng))
        layout = {"md": "markdown"}.get(self.facts["版式"], self.facts["版式"])
        for t in tables.values():
            t.layout = layout
        lines = body.split("\n")
        if layout == "html":
            blocks = [("table", tables[line[1]]) if line in ("{二}", "{三}", "{四}") else
                      ("title" if i == 0 else "heading" if line[0] in ORDINALS and line[1] == "、" else "text", line)
                      for i, line in enumerate(lines) if line]
            out, suffix = markup.html(blocks, rng, lines[0], "utf-8"), "html"
        else:
            parts = [["", *text.table_lines(tables[line[1]], rng), ""] if line in ("{二}", "{三}", "{四}") else [line] for line in lines]
            out, suffix = "\n".join(sum(parts, [])) + "\n", "md" if layout == "markdown" else "txt"
        path = os.path.join(folder, f"{self.name}.{suffix}")
        with open(path, "w", encoding="utf-8") as f:
            f.write(out)
        return path


def findings(gouji, path, before):
    run = subprocess.run([gouji, "check", "--lang=zh", "-f", "json", path, *before], capture_output=True, text=True)
    report = next(r for r in json.loads(run.stdout)["reports"] if r["path"] == path)
    return {(f["rule"], json.dumps(f.get("at"), ensure_ascii=False), f["message"]) for f in report["findings"] if f["verdict"] == "fail" and f["level"] != "info"}


def main(gouji, which, only):
    reports = {r.name: r for r in map(Report, sorted(glob.glob(os.path.join(HERE, which, "*.txt"))))}
    put_in = found = invented = 0
    with tempfile.TemporaryDirectory() as folder:
        os.mkdir(os.path.join(folder, "before"))
        for r in reports.values():
            if only and r.name not in only:
                continue
            before = [reports[r.facts["上年"]].write(os.path.join(folder, "before"))] if "上年" in r.facts else []
            clean = findings(gouji, r.write(folder), before)
            for rule, _, message in sorted(clean):
                invented += 1
                print(f"{r.name}: found {rule} where there is nothing: {message}")
            for kind, slip in r.slips:
                put_in += 1
                if findings(gouji, r.write(folder, slip), before) - clean:
                    found += 1
                else:
                    print(f"{r.name}: missed {kind}: {slip}")
    print(f"{len(reports)} reports, {put_in} slips: found {found} = {100 * found / max(put_in, 1):.1f}%, invented {invented}")
    return 0 if invented == 0 and found >= GOALS[which] * put_in and put_in else 1


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    gouji, *rest = sys.argv[1:]
    which = rest[1] if rest[:1] == ["--set"] else "second"
    sys.exit(main(gouji, which, rest[2:] if rest[:1] == ["--set"] else rest))
