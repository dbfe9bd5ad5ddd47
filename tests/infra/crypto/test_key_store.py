import sqlite3
from collections.abc import Iterator
from pathlib import Path
from threading import Barrier, Thread

import pytest

from domain.shared.sealed import Sealed
from infra.crypto.key_store import KeyDestroyed, KeyStore, SealBroken
from infra.crypto.master_key import MasterKeyRefused
from infra.stores import StoreCorrupt

pytestmark = pytest.mark.servers

MASTER = bytes(range(32))
PHONE = "13800000000"


@pytest.fixture
def keys(tmp_path: Path) -> Iterator[KeyStore]:
    keys = KeyStore(tmp_path / "keys.db", MASTER)
    yield keys
    keys.close()


def opened_again(keys: KeyStore, tmp_path: Path) -> KeyStore:
    keys.close()
    return KeyStore(tmp_path / "keys.db", MASTER)


def test_what_is_sealed_is_opened_also_after_a_restart(keys: KeyStore, tmp_path: Path) -> None:
    text, photo = keys.seal("case/1", "河道垃圾 😀"), keys.seal("photo/1", b"\x00\xff")
    keys = opened_again(keys, tmp_path)

    assert keys.open_text(text) == "河道垃圾 😀"
    assert keys.open(photo) == b"\x00\xff"
    assert text.key == "case/1"


def test_the_same_text_never_looks_the_same(keys: KeyStore) -> None:
    assert keys.seal("case/1", PHONE).box != keys.seal("case/1", PHONE).box


def test_nothing_of_the_text_is_in_the_box_the_file_or_the_repr(keys: KeyStore, tmp_path: Path) -> None:
    sealed = keys.seal("case/1", PHONE)
    keys.close()

    files = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert PHONE.encode() not in sealed.box + files
    assert MASTER not in files
    assert PHONE not in repr(sealed)
    assert "\\x01" not in repr(keys)


@pytest.mark.parametrize(
    "change",
    [
        lambda sealed: Sealed("case/2", sealed.box),
        lambda sealed: Sealed("case/3", sealed.box),
        lambda sealed: Sealed("case/1", sealed.box[:-1] + bytes([sealed.box[-1] ^ 1])),
        lambda sealed: Sealed("case/1", sealed.box[:20]),
        lambda sealed: Sealed(sealed.key, b""),
    ],
    ids=["under another key", "under no key", "one bit", "cut", "empty"],
)
def test_a_changed_value_is_not_opened(keys: KeyStore, change) -> None:  # noqa: ANN001
    sealed = keys.seal("case/1", PHONE)
    keys.ensure(["case/2"])

    with pytest.raises(SealBroken, match="cannot be opened") as refused:
        keys.open(change(sealed))
    assert PHONE not in str(refused.value)


def test_destroying_a_key_erases_what_it_sealed_and_nothing_else(keys: KeyStore, tmp_path: Path) -> None:
    erased, kept = keys.seal("case/1", PHONE), keys.seal("case/2", PHONE)
    keys.destroy("case/1")

    for restart in (False, True):
        store = opened_again(keys, tmp_path) if restart else keys
        with pytest.raises(KeyDestroyed):
            store.open(erased)
        with pytest.raises(KeyDestroyed):
            store.seal("case/1", "again")
        with pytest.raises(KeyDestroyed):
            store.ensure(["case/3", "case/1"])
        assert store.open_text(kept) == PHONE
    store.close()


def test_a_destroyed_key_leaves_no_bytes_behind(keys: KeyStore, tmp_path: Path) -> None:
    keys.ensure(f"case/{i}" for i in range(100))
    reader = sqlite3.connect(tmp_path / "keys.db")
    (wrapped,) = reader.execute("SELECT wrapped FROM key WHERE name = 'case/50'").fetchone()
    reader.close()

    keys.destroy("case/50")

    assert not any(wrapped in file.read_bytes() for file in tmp_path.iterdir())


def test_a_key_destroyed_by_another_process_stops_opening_here(keys: KeyStore, tmp_path: Path) -> None:
    sealed = keys.seal("case/1", PHONE)
    assert keys.open_text(sealed) == PHONE
    other = KeyStore(tmp_path / "keys.db", MASTER)

    other.destroy("case/1")

    with pytest.raises(KeyDestroyed):
        keys.open(sealed)
    other.close()


def test_racing_callers_of_two_processes_get_one_key(keys: KeyStore, tmp_path: Path) -> None:
    other = KeyStore(tmp_path / "keys.db", MASTER)
    start = Barrier(8)
    sealed: list[Sealed] = []

    def seal(store: KeyStore) -> None:
        start.wait()
        sealed.extend(store.seal(f"case/{i}", f"text {i}") for i in range(20))

    threads = [Thread(target=seal, args=(store,)) for store in (keys, other) * 4]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(sealed) == 160
    assert all(keys.open_text(value) == f"text {value.key.removeprefix('case/')}" for value in sealed)
    other.close()


def test_keys_remembered_beyond_the_limit_are_read_again(keys: KeyStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("infra.crypto.key_store.REMEMBERED", 3)
    sealed = [keys.seal(f"case/{i}", str(i)) for i in range(10)]

    assert [keys.open_text(value) for value in sealed] == [str(i) for i in range(10)]
    assert len(keys._remembered) <= 4


def test_another_master_key_is_refused(keys: KeyStore, tmp_path: Path) -> None:
    keys.close()

    with pytest.raises(MasterKeyRefused, match=r"不匹配.*not the one that the key store was made with"):
        KeyStore(tmp_path / "keys.db", bytes(32))


def test_the_ledgers_file_is_not_taken_for_a_key_store(tmp_path: Path) -> None:
    other = sqlite3.connect(tmp_path / "keys.db")
    other.execute("CREATE TABLE event (position INTEGER)")
    other.close()

    with pytest.raises(StoreCorrupt, match="not the key store"):
        KeyStore(tmp_path / "keys.db", MASTER)


def test_a_keyed_hash_tells_equal_values_of_one_purpose(keys: KeyStore, tmp_path: Path) -> None:
    hashed = keys.keyed_hash("citizen", PHONE)

    assert len(hashed) == 32
    assert keys.keyed_hash("citizen", PHONE.encode()) == hashed
    assert opened_again(keys, tmp_path).keyed_hash("citizen", PHONE) == hashed
    assert keys.keyed_hash("command", PHONE) != hashed
    assert keys.keyed_hash("citizen", PHONE + "1") != hashed
