"""The scripts of others that the pages use are the published ones, and all are listed with their licence."""

import hashlib
import json
from pathlib import Path

VENDOR = Path(__file__).parents[2] / "services/web/static/vendor"
LOCK = VENDOR / "vendor.lock.json"
ENTRIES = json.loads(LOCK.read_text("utf-8"))


def test_each_file_is_the_one_that_was_published() -> None:
    for entry in ENTRIES:
        data = (VENDOR / entry["file"]).read_bytes()
        assert hashlib.sha512(data).hexdigest() == entry["sha512"], (
            f"{entry['file']} was changed: run scripts/vendor.py"
        )


def test_each_file_is_listed_with_package_version_and_licence() -> None:
    listed = {entry["file"] for entry in ENTRIES}
    assert {path.name for path in VENDOR.iterdir()} == listed | {LOCK.name}
    for entry in ENTRIES:
        assert entry["package"]
        assert entry["version"] in entry["file"]
        assert entry["licence"] in {"0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "MIT"}
