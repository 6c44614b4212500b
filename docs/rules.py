#!/usr/bin/env python3
"""Writes docs/rules.md from rules/*.gj: each rule in words, its basis, how it is written, and a 测例 that it fails. `--check` only compares."""
import os
import re
import sys

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..")
ORDER = ["勾稽", "结构", "文表一致", "数的自洽", "依据与日期", "跨年"]
LEVELS = {"错误": "一定不对，或几乎一定不对", "疑问": "多半不对，要人看一眼", "提示": "写法与格式文件或通例不同"}


def blocks(text):
    """The blocks at the left margin: (head, lines inside)."""
    head, inside = None, []
    for line in text.splitlines():
        if head is None:
            m = re.match(r"(规则|测例) .*\{$", line)
            if m:
                head, inside = line[:-1].strip(), []
        elif line == "}":
            yield head, inside
            head = None
        else:
            inside.append(line)


def strings(line):
    return re.findall(r'"((?:[^"\\]|\\.)*)"', line)


class Rule:
    def __init__(self, head, inside):
        self.id, rest = re.match(r"规则 (\S+) (.*)", head).groups()
        self.title = strings(rest)[0]
        self.level = rest.rsplit(" ", 1)[-1]
        self.basis, self.tags, self.code, self.says, self.notes = "", "", [], [], []
        for line in inside:
            line = line[4:]
            if line.startswith("依据 "):
                self.basis = strings(line)[0]
            elif line.startswith("标签 "):
                self.tags = line[3:].replace(", ", "、")
            elif line.startswith("否则 "):
                says = line[4:-1] if line.endswith('"') else strings(line)[0]
                if says not in self.says:
                    self.says.append(says)
            elif line.startswith("#"):
                self.notes.append(line[1:].strip())
            elif line.strip():
                self.code.append(line)


def document():
    out = ["# 自带的规则", "",
           "由 `docs/rules.py` 从 `rules/*.gj` 写出，不要手改。一条规则的全文和它在表里查的格：`gouji explain 编号`。", "",
           "| 级别 | 意思 |", "|---|---|"]
    out += [f"| {k} | {v} |" for k, v in LEVELS.items()]
    out += ["", "用其中一部分：`gouji check -r rules/勾稽.gj …`，`--only 表三,T11`，`--skip S14,跨年`。"
            "已经说明过的，写进豁免文件：`--waivers 文件`；与上次相比：`--baseline 上次.json`。", ""]
    rules, tests, intro = {}, {}, {}
    for name in ORDER:
        with open(os.path.join(ROOT, "rules", name + ".gj"), encoding="utf-8") as f:
            text = f.read()
        intro[name] = " ".join(re.sub(r"^# ?", "", line) for line in text.split("\n\n")[0].splitlines())
        rules[name] = []
        for head, inside in blocks(text):
            if head.startswith("规则"):
                rules[name].append(Rule(head, inside))
                continue
            for line in inside:
                m = re.match(r"\s*期望 (\S+) 不通过", line)
                if m:
                    tests.setdefault(m.group(1), (head, inside))
    for name in ORDER:
        out += [f"- **{name}**：" + "、".join(f"[{r.id}](#{r.id.lower()}) {r.title}" for r in rules[name])]
    for name in ORDER:
        out += ["", f"## {name}", "", intro[name]]
        for r in rules[name]:
            out += ["", f'### <a id="{r.id.lower()}"></a>{r.id} {r.title}', "", f"**{r.level}**　标签：{r.tags}", "", f"依据：{r.basis}"]
            if r.notes:
                out += ["", "说明：" + "；".join(r.notes)]
            if r.says:
                out += ["", "不通过时说：" + "；".join(f"“{s}”" for s in r.says)]
            out += ["", "```"] + r.code + ["```"]
            if r.id in tests:
                head, inside = tests[r.id]
                out += ["", "不通过的例子：", "", "```", head + " {"] + inside + ["}", "```"]
    return "\n".join(out) + "\n"


def main():
    path = os.path.join(ROOT, "docs", "rules.md")
    text = document()
    if "--check" in sys.argv:
        with open(path, encoding="utf-8") as f:
            return 0 if f.read() == text else 1
    with open(path, "w", encoding="utf-8") as f:
        f.write(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
