"""Small reports with known numbers, for the REPL's tests and its page in docs."""

COLUMNS = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
# Table three: label, and the row's figures when they are not all zero.
ROWS = [
    ("一、本年新收政府信息公开申请数量", "new"), ("二、上年结转政府信息公开申请数量", "before"),
    ("三、本年度办理结果\t（一）予以公开", "open"), ("（二）部分公开（区分处理的，只计这一情形，不计其他情形）", "part"),
    ("（三）不予公开\t1.属于国家秘密", None), ("2.其他法律行政法规禁止公开", None), ("3.危及“三安全一稳定”", None),
    ("4.保护第三方合法权益", "third"), ("5.属于三类内部事务信息", "inner"), ("6.属于四类过程性信息", None),
    ("7.属于行政执法案卷", None), ("8.属于行政查询事项", None), ("（四）无法提供\t1.本机关不掌握相关政府信息", "absent"),
    ("2.没有现成信息需要另行制作", None), ("3.补正后申请内容仍不明确", None), ("（五）不予处理\t1.信访举报投诉类申请", None),
    ("2.重复申请", None), ("3.要求提供公开出版物", None), ("4.无正当理由大量反复申请", None),
    ("5.要求行政机关确认或重新出具已获取信息", None), ("（六）其他处理\t1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请", None),
    ("2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请", None), ("3.其他", None),
    ("（七）总计", "total"), ("四、结转下年度继续办理", "after"),
]


def line(values):
    if values is None:
        return "\t".join("0" for _ in range(7))
    people, firm = values
    cells = [people, firm, 0, 0, 0, 0, people + firm]
    return "\t".join(str(c) for c in cells)


def report(organisation="青溪市", year=2023, wrong=0, blank=False, **figures):
    """The text of a report. WRONG is added to one cell of the row of totals; BLANK leaves one empty."""
    rows = {"new": (12, 3), "before": (1, 0), "open": (8, 2), "part": (1, 0), "third": (1, 1), "inner": (1, 0), "absent": (0, 0), "after": (2, 0)}
    rows.update(figures)
    done = [tuple(sum(rows[k][i] for k in ("open", "part", "third", "inner", "absent")) for i in range(2))][0]
    rows["total"] = done
    out = [f"{organisation}{year}年政府信息公开工作年度报告", "", "一、总体情况", "",
           f"{year}年，本机关共收到申请{sum(rows['new'])}件，办结{sum(done)}件，其中予以公开{sum(rows['open'])}件。网站改版后，查阅更加方便。", "",
           "二、主动公开政府信息情况", "", "第二十条第（一）项", "信息内容\t本年制发件数\t本年废止件数\t现行有效件数", "规章\t0\t0\t2",
           "行政规范性文件\t3\t1\t20", "第二十条第（五）项", "信息内容\t本年处理决定数量", "行政许可\t150", "第二十条第（六）项",
           "信息内容\t本年处理决定数量", "行政处罚\t40", "行政强制\t5", "第二十条第（八）项", "信息内容\t本年收费金额（单位：万元）",
           "行政事业性收费\t12.5", "", "三、收到和处理政府信息公开申请情况", "", "\t".join(["申请人情况"] + COLUMNS)]
    for label, key in ROWS:
        cells = line(rows.get(key)).split("\t")
        if key == "total" and wrong:
            cells[0] = str(int(cells[0]) + wrong)
        if key == "before" and blank:
            cells[1] = ""
        out.append(label + "\t" + "\t".join(cells))
    out += ["", "四、政府信息公开行政复议、行政诉讼情况", "", "行政复议\t行政诉讼",
            "结果维持\t结果纠正\t其他结果\t尚未审结\t总计\t未经复议直接起诉\t复议后起诉",
            "结果维持\t结果纠正\t其他结果\t尚未审结\t总计\t结果维持\t结果纠正\t其他结果\t尚未审结\t总计",
            "\t".join("1 0 0 0 1 0 0 0 0 0 0 0 0 0 0".split()), "",
            "五、存在的主要问题及改进情况", "", "目录更新不够及时。明年每季度核对一次目录，并请读者来信提意见。", "",
            "六、其他需要报告的事项", "", "无。", ""]
    return "\n".join(out)


if __name__ == "__main__":
    import sys
    with open(sys.argv[1], "w", encoding="utf-8") as f:
        f.write(report(wrong=1))
