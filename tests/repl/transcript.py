#!/usr/bin/env python3
"""The transcripts of docs/repl.md are real: each block that begins with ```session is typed into a terminal of 80 columns, and what the
terminal showed must be what the page shows. `transcript.py --update` writes it into the page.

A line of input stands behind a prompt; ⇥ is the Tab key (the line is given up after what it shows)."""
import os
import re
import sys
import tempfile

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
from report import report  # noqa: E402
from terminal import Terminal  # noqa: E402

PAGE = os.path.join(HERE, "../../docs/repl.md")
GOUJI = os.path.abspath(os.environ.get("GOUJI", os.path.join(HERE, "../../build/gouji")))
PROMPT = re.compile(r"^(勾稽(?: [^>]*)?|\s*…)> (.*)$")


def reports(folder):
    def write(name, text):
        with open(os.path.join(folder, name), "w", encoding="utf-8") as f:
            f.write(text)

    write("青溪市.txt", report(wrong=1, blank=True))
    with open(os.path.join(HERE, "rules.gj"), encoding="utf-8") as f:
        write("rules.gj", f.read())
    os.mkdir(os.path.join(folder, "各县"))
    for i in range(30):
        name = "东西南北中上下"[i % 7] + "河山湖江"[i % 4] + "县"
        write(f"各县/{i:02d}.txt", report(organisation=name, year=2021 + i // 28, open=(8 + i * 7 % 23, i % 5), third=(i * i % 11, 1), inner=(i % 3, 0)))


def lines_of(text):
    return [line.rstrip() for line in text.replace("\r", "").split("\n")]


def play(block, folder):
    """The block as the terminal shows it."""
    args = block[0].split()[2:]
    out = [block[0]]
    with tempfile.TemporaryDirectory() as state:
        cwd = os.getcwd()
        os.chdir(folder)
        t = Terminal([GOUJI, "repl", "--lang", "zh", *args], columns=80, rows=200, XDG_STATE_HOME=state)
        os.chdir(cwd)
        start = t.wait("> $") or ""
        prompt = lines_of(start)[-1]
        for line in block[1:]:
            m = PROMPT.match(line)
            if not m:
                continue
            typed = m[2]
            if typed.endswith("⇥"):
                t.send(typed[:-1])
                t.settle()
                t.send("\t")
                shown = lines_of(t.settle())
                out.append(prompt + " " + typed)
                out += [s for s in shown[1:] if s and not s.startswith(prompt)]
                t.send("\x15")
                t.settle()
                continue
            t.send(typed + "\n")
            shown = lines_of(t.wait(r"(?s)\n.*(?:勾稽[^\n]*|…)> $") or t.failure)
            out.append(prompt + " " + typed)
            out += shown[1:-1]
            prompt = shown[-1]
        t.close()
    return out


def page(text, folder):
    result, block = [], None
    for line in text.split("\n"):
        if block is None and line.startswith("```session"):
            block = [line]
        elif block is not None and line == "```":
            result += play(block, folder) + [line]
            block = None
        elif block is not None:
            block.append(line)
        else:
            result.append(line)
    return "\n".join(result)


def compare():
    """(what the page says, what it should say)"""
    with tempfile.TemporaryDirectory() as folder:
        reports(folder)
        with open(PAGE, encoding="utf-8") as f:
            text = f.read()
        return text, page(text, folder)


if __name__ == "__main__":
    old, new = compare()
    if "--update" in sys.argv:
        with open(PAGE, "w", encoding="utf-8") as f:
            f.write(new)
    else:
        print(new)
