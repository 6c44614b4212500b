"""The honest alternative: table three and four taken from each report by hand, and the 42 statutory relations checked. It knows these
tables and nothing else: no provenance, no missing cells, no layout but those where every cell is whole. Prints one line a failure."""
import re
import sys

SPLIT = re.compile(r"[\t|\n ]+")
NUMBER = re.compile(r"\s*-?\d+\s*\Z")


def rows(text, start, stop, width, most):
    at = text.find(start)
    end = text.find(stop, at)
    found, run = [], []
    for cell in SPLIT.split(text[at : end if end > 0 else len(text)]):
        if NUMBER.match(cell):
            run.append(int(cell))
            if len(run) == width:
                found.append(run)
                run = []
                if len(found) == most:
                    break
        elif cell.strip():
            run = []
    return found


def check(path):
    with open(path, encoding="utf-8") as file:
        text = file.read()
    three = rows(text, "本年新收政府信息公开申请数量", "五、", 7, 25)
    bad = []
    if len(three) == 25:
        new, old, results, total, carried = three[0], three[1], three[2:23], three[23], three[24]
        for c in range(7):
            if total[c] != new[c] + old[c] - carried[c]:
                bad.append("balance %d" % c)
            if total[c] != sum(r[c] for r in results):
                bad.append("total %d" % c)
        for i, r in enumerate(three):
            if r[6] != sum(r[:6]):
                bad.append("applicants %d" % i)
    else:
        bad.append("table three not read")
    after = text.find("结转下年度继续办理")
    four = rows(text[after:], "行政诉讼", "五、", 15, 1)
    if four:
        for i in range(3):
            if four[0][i * 5 + 4] != sum(four[0][i * 5 : i * 5 + 4]):
                bad.append("reviews %d" % i)
    else:
        bad.append("table four not read")
    return bad


for name in sys.argv[1:]:
    for what in check(name):
        print(name, what)
