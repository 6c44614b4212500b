"""Turns page.css and page.js into C strings with their SHA-256, which the page's Content-Security-Policy names: nothing else on it
may style or run. Usage: embed.py page.css page.js > assets.h"""
import base64
import hashlib
import sys

print("/* Made by interp/output/embed.py. */")
for path in sys.argv[1:]:
    data = open(path, "rb").read()
    name = path.rsplit("/", 1)[-1].replace(".", "_")
    print(f"static const char {name}[] =")
    for line in data.decode().splitlines(keepends=True):
        text = line.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("?", "\\?")
        print(f'    "{text}"')
    print("    ;")
    digest = base64.b64encode(hashlib.sha256(data).digest()).decode()
    print(f'#define {name.upper()}_HASH "sha256-{digest}"')
