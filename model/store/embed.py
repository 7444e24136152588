# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes migrations/NNN_*.sql as one C table: embed.py OUT.c FILE.sql...

Comments stay in the texts: SQLite keeps those inside a CREATE TABLE, so that
`.schema` explains a file to whoever opens it.
"""
import pathlib
import sys


def literal(text):
    lines = text.splitlines(keepends=True)
    escaped = (line.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") for line in lines)
    return "\n".join(f'        "{line}"' for line in escaped)


def main(out, *names):
    paths = sorted(map(pathlib.Path, names), key=lambda path: path.name)
    steps = []
    for number, path in enumerate(paths, start=1):
        if not path.name.startswith(f"{number:03d}_"):
            sys.exit(f"{path.name}: the next migration must be number {number:03d}")
        sql = literal(path.read_text(encoding="utf-8"))
        steps.append(f'    {{\n        {number},\n        "{path.name}",\n{sql},\n    }},')
    table = "\n".join(steps)
    pathlib.Path(out).write_text(
        '#include "migrate.h"\n\n'
        f"const struct migration migrate_steps[] = {{\n{table}\n}};\n"
        f"const int32_t migrate_newest = {len(paths)};\n",
        encoding="utf-8",
    )


main(*sys.argv[1:])
