#!/usr/bin/env python3
"""Refresh the scripts of others that the pages use, from npm; needs `npm`, which nothing else here does.

The list is `services/web/static/vendor/vendor.lock.json`: package, version, the file inside the package, the file here,
licence, sha512. To move to another version, change `version` and `file` there, run this, read the difference, commit.
Without a change of version the files must come out as they are: another hash for the same version is an error.
"""

import hashlib
import json
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

VENDOR = Path(__file__).parent.parent / "services/web/static/vendor"
LOCK = VENDOR / "vendor.lock.json"


def packed(package: str, version: str, source: str) -> bytes:
    """Return one file of a published package."""
    with tempfile.TemporaryDirectory() as folder:
        command = ["npm", "pack", "--silent", f"{package}@{version}"]  # npm checks the archive's own hash
        name = subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True).stdout.strip()  # noqa: S603
        with tarfile.open(Path(folder) / name) as archive:
            member = archive.extractfile(f"package/{source}")
            if member is None:
                sys.exit(f"{package}@{version} has no file {source}")
            return member.read()


def main() -> None:
    """Fetch every file of the list, and write the list again."""
    entries = json.loads(LOCK.read_text("utf-8"))
    for entry in entries:
        data = packed(entry["package"], entry["version"], entry["source"])
        digest = hashlib.sha512(data).hexdigest()
        target = VENDOR / entry["file"]
        if target.exists() and entry["sha512"] not in ("", digest):
            sys.exit(f"{entry['package']}@{entry['version']}: the registry's file is not the one in the list")
        target.write_bytes(data)
        entry["sha512"] = digest
    kept = {LOCK.name} | {entry["file"] for entry in entries}
    for path in VENDOR.iterdir():
        if path.name not in kept:
            path.unlink()
    LOCK.write_text(json.dumps(entries, indent=2, ensure_ascii=False) + "\n", "utf-8")
    print(f"{len(entries)} files in {VENDOR.name}/")


if __name__ == "__main__":
    main()
