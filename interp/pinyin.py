#!/usr/bin/env python3
"""The first letters of how Chinese characters are read, for completion (`bygk` finds 不予公开).

The readings are ICU's (uconv -x Han-Latin, from Unihan's kMandarin), which has one for each character; characters that are
commonly read in two ways have their other first letter here. Writes a C header to standard output.
"""
import subprocess
import unicodedata

FIRST, LAST = 0x4E00, 0x9FFF
OTHER = "重c 行h 长c 调t 率s 会k 单sc 传z 省x 参s 降x 乐y 便p 给j 折s 朝z 弹t 提d 车j 藏z 曾z 查z 称c 盛c 什s 系j 校j 角j 供g 种c 属z 石d 仇q 模m 差c 还h 合g 否p 恶w 奇j 解x 卡q 期j 识z 似s 宿x 吓h 咽y 约y 择z 轴z 着z 觉j 攒c 区o 叶x 柜j 广a 厂a 巷h"


def main():
    characters = [chr(c) for c in range(FIRST, LAST + 1)]
    run = subprocess.run(["uconv", "-f", "utf-8", "-t", "utf-8", "-x", "Han-Latin"], input="\n".join(characters) + "\n",
                         stdout=subprocess.PIPE, check=True, encoding="utf-8")
    letters = []
    for reading in run.stdout.split("\n")[:len(characters)]:
        plain = unicodedata.normalize("NFD", reading.strip().lower())
        letters.append(plain[0] if plain and "a" <= plain[0] <= "z" else "?")
    print("/* Made by interp/pinyin.py. */")
    print(f"enum {{ GJ_PINYIN_FIRST = 0x{FIRST:X}, GJ_PINYIN_LAST = 0x{LAST:X} }};")
    print("static const char gj_pinyin_letter[] =")
    for i in range(0, len(letters), 96):
        print('    "' + "".join(letters[i:i + 96]).replace("?", ".") + '"')
    print("    ;")
    print("static const struct {\n    unsigned character;\n    char letters[4];\n} gj_pinyin_other[] = {")
    for word in OTHER.split():
        print(f'    {{0x{ord(word[0]):X}, "{word[1:]}"}},')
    print("};")


main()
