from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from support.ledgers import NOON

from infra.attachments.kinds import MEDIA_TYPES, media_type_of
from infra.attachments.store import AttachmentLost, Attachments, AttachmentsAway
from infra.crypto.key_store import KeyDestroyed, KeyStore, SealBroken

pytestmark = pytest.mark.servers

PHOTO = b"\xff\xd8\xff\xe0 a photo of a ditch"
DIGEST = "sha256:" + sha256(PHOTO).hexdigest()


@pytest.fixture
def keys(tmp_path: Path) -> Iterator[KeyStore]:
    store = KeyStore(tmp_path / "keys.db", bytes(32))
    yield store
    store.close()


@pytest.fixture
def attachments(tmp_path: Path, keys: KeyStore) -> Iterator[Attachments]:
    store = Attachments(tmp_path / "attachments", tmp_path / "ledger.db", keys)
    yield store
    store.close()


def files(tmp_path: Path) -> list[Path]:
    return [path for path in (tmp_path / "attachments").rglob("*") if path.is_file()]


def test_a_file_is_found_by_its_digest_and_comes_back_as_it_was(attachments: Attachments) -> None:
    kept = attachments.keep(PHOTO, "image/jpeg", "grid", NOON)

    assert kept.digest == DIGEST
    assert attachments.find(DIGEST) == kept
    assert attachments.read(DIGEST) == PHOTO
    assert attachments.find("sha256:" + "0" * 64) is None


def test_no_byte_of_it_stands_on_disk_in_clear(attachments: Attachments, tmp_path: Path) -> None:
    attachments.keep(PHOTO, "image/jpeg", "grid", NOON)

    everything = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert b"a photo of a ditch" not in everything


def test_handed_in_twice_it_is_kept_once_and_both_are_noted(attachments: Attachments, tmp_path: Path) -> None:
    first = attachments.keep(PHOTO, "image/jpeg", "grid", NOON)
    [file] = files(tmp_path)
    sealed = file.read_bytes()

    assert attachments.keep(PHOTO, "image/jpeg", "office", NOON) == first
    assert files(tmp_path) == [file]
    assert file.read_bytes() == sealed
    assert attachments.uploaders(DIGEST) == {"grid", "office"}


def test_an_erased_file_cannot_be_read_and_is_never_taken_again(attachments: Attachments, keys: KeyStore) -> None:
    attachments.keep(PHOTO, "image/jpeg", "grid", NOON)
    keys.destroy("photo/" + DIGEST.removeprefix("sha256:"))

    with pytest.raises(KeyDestroyed):
        attachments.read(DIGEST)
    with pytest.raises(KeyDestroyed):
        attachments.keep(PHOTO, "image/jpeg", "grid", NOON)


def test_a_changed_file_is_told_from_a_lost_one(attachments: Attachments, tmp_path: Path) -> None:
    attachments.keep(PHOTO, "image/jpeg", "grid", NOON)
    [file] = files(tmp_path)

    file.write_bytes(file.read_bytes()[:-1] + b"!")
    with pytest.raises(SealBroken):
        attachments.read(DIGEST)
    file.unlink()
    with pytest.raises(AttachmentLost):
        attachments.read(DIGEST)


def test_a_folder_that_cannot_be_made_leaves_nothing_known(attachments: Attachments, tmp_path: Path) -> None:
    (tmp_path / "attachments").write_text("in the way")

    with pytest.raises(AttachmentsAway):
        attachments.keep(PHOTO, "image/jpeg", "grid", NOON)
    assert attachments.find(DIGEST) is None


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PHOTO, "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n...", "image/png"),
        (b"RIFF\x10\x00\x00\x00WEBPVP8 ", "image/webp"),
        (b"%PDF-1.7\n", "application/pdf"),
        (b"\x00\x00\x00\x18ftypmp42....", "video/mp4"),
        (b"\x00\x00\x00\x18ftypheic....", None),
        (b"RIFF\x10\x00\x00\x00WAVEfmt ", None),
        (b"<html><script>", None),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", None),
        (b"GIF89a", None),
        (b"MZ", None),
        (b"", None),
    ],
)
def test_the_content_alone_says_what_a_file_is(content: bytes, kind: str | None) -> None:
    assert media_type_of(content) == kind
    assert kind is None or kind in MEDIA_TYPES
