import stat
from pathlib import Path
from threading import Barrier, Thread

import pytest

from infra.crypto.master_key import MasterKeyRefused, read_master_key, read_or_make_master_key

pytestmark = pytest.mark.servers


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "master.key"


def start(file: Path) -> bytes:
    return read_or_make_master_key(file, file.with_name("keys.db"))


def test_the_first_start_makes_it_for_its_owner_only(file: Path) -> None:
    key = start(file)

    assert len(key) == 32
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert start(file) == read_master_key(file) == key
    assert [left.name for left in file.parent.iterdir()] == ["master.key"]


def test_two_first_starts_agree_on_one_key(file: Path) -> None:
    barrier, keys = Barrier(8), []

    def begin() -> None:
        barrier.wait()
        keys.append(start(file))

    threads = [Thread(target=begin) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(keys) == 8
    assert len(set(keys)) == 1


def test_a_key_store_without_its_master_key_does_not_start(file: Path) -> None:
    file.with_name("keys.db").touch()

    with pytest.raises(MasterKeyRefused, match="put the file back from its backup"):
        start(file)
    assert not file.exists()


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o777])
def test_a_key_open_to_others_is_refused(file: Path, mode: int) -> None:
    start(file)
    file.chmod(mode)

    with pytest.raises(MasterKeyRefused, match=f"mode {mode:04o}.*chmod 600"):
        start(file)


@pytest.mark.parametrize("content", [b"", b"00" * 31, b"00" * 33, b"zz" * 32, b"\xff" * 64])
def test_a_malformed_key_is_refused_without_being_told(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    file.chmod(0o600)

    with pytest.raises(MasterKeyRefused) as refused:
        start(file)
    assert "zz" not in str(refused.value)


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(MasterKeyRefused, match="cannot be written"):
        start(tmp_path / "nowhere" / "master.key")
