"""Attachments through HTTP: what is taken, who reads it again, and that nothing lies in clear."""

from hashlib import sha256
from typing import Any
from uuid import uuid4

import pytest
from support.county import Person
from support.registers import Registry

pytestmark = pytest.mark.servers

JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF a ditch behind the house"
PDF = b"%PDF-1.7\nan agreement"


def digest(content: bytes) -> str:
    return "sha256:" + sha256(content).hexdigest()


def upload(person: Person, content: bytes, media_type: str = "application/octet-stream") -> Any:
    headers = {**person.headers, "Content-Type": media_type}
    return person.http.post("/api/v1/attachments", content=content, headers=headers)


def test_a_photo_is_taken_by_its_content_and_comes_back_as_it_was(registry: Registry) -> None:
    done = upload(registry["grid"], JPEG, "text/html")
    assert (done.status_code, done.json()) == (
        201,
        {"sha256": digest(JPEG), "size": len(JPEG), "media_type": "image/jpeg"},
    )
    shown = registry["grid"].get(f"/attachments/{digest(JPEG)}")

    assert done.headers["Location"] == f"/api/v1/attachments/{digest(JPEG)}"
    assert (shown.content, shown.headers["content-type"]) == (JPEG, "image/jpeg")
    assert shown.headers["x-content-type-options"] == "nosniff"
    assert shown.headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert shown.headers["content-disposition"].startswith("inline; filename=")


def test_a_form_hands_in_the_same_file(registry: Registry) -> None:
    person = registry["village"]
    done = person.http.post("/api/v1/attachments", files={"file": ("樊小满.jpg", JPEG)}, headers=person.headers)

    assert (done.status_code, done.json()["sha256"]) == (201, digest(JPEG))
    assert len(registry.office.bureau.attachments.uploaders(digest(JPEG))) == 2


def test_no_byte_of_a_file_and_no_name_of_it_lies_on_disk(registry: Registry) -> None:
    large = JPEG + b"secret ditch" * 200_000
    person = registry["grid"]
    done = person.http.post("/api/v1/attachments", files={"file": ("secret-name.jpg", large)}, headers=person.headers)
    assert done.status_code == 201

    data = registry.office.bureau.settings.data
    stored = b"".join(path.read_bytes() for path in data.rglob("*") if path.is_file())
    assert b"secret" not in stored


@pytest.mark.parametrize(
    ("content", "status", "problem"),
    [
        (b"", 422, "malformed"),
        (b"<html><script>alert(1)</script>", 415, "unsupported"),
        (b"GIF89a", 415, "unsupported"),
        (JPEG + b"0" * 10_000_001, 413, "too-large"),
    ],
)
def test_what_is_not_taken_is_refused(registry: Registry, content: bytes, status: int, problem: str) -> None:
    answer = upload(registry["grid"], content)

    assert (answer.status_code, answer.json()["type"]) == (status, f"/problems/{problem}")


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        (b"no form at all", "multipart/form-data; boundary=x", 400),
        (b"no form at all", "multipart/form-data", 400),
        (b"\xff\xfe", "multipart/form-data; boundary=\xff", 400),
        (
            b'--x\r\nContent-Disposition: form-data; name="file"\r\n\r\ntext\r\n--x--\r\n',
            "multipart/form-data; boundary=x",
            400,
        ),
        (
            b'--x\r\nContent-Disposition: form-data; name="photo"; filename="a"\r\n\r\ntext\r\n--x--\r\n',
            "multipart/form-data; boundary=x",
            422,
        ),
    ],
)
def test_a_broken_form_is_refused(registry: Registry, body: bytes, content_type: str, status: int) -> None:
    person = registry["grid"]
    headers = {**person.headers, "Content-Type": content_type.encode("latin-1")}

    answer = person.http.post("/api/v1/attachments", content=body, headers=headers)

    assert answer.status_code == status, answer.text


def test_without_a_session_nothing_is_taken_or_told(registry: Registry) -> None:
    assert registry.http.post("/api/v1/attachments", content=JPEG).status_code == 401
    assert registry.http.get(f"/api/v1/attachments/{digest(JPEG)}").status_code == 401


def test_others_are_told_that_it_is_not_there(registry: Registry) -> None:
    upload(registry["office"], PDF)

    assert registry["office"].get(f"/attachments/{digest(PDF)}").status_code == 200
    assert registry["office"].get(f"/attachments/{digest(PDF)}").headers["content-disposition"].startswith("attachment")
    for username in ("leader", "supervisor", "admin"):
        assert registry[username].get(f"/attachments/{digest(PDF)}").status_code == 404
        assert registry[username].get(f"/attachments/{digest(PDF)}", case=str(uuid4())).status_code == 404


@pytest.mark.parametrize("wrong", ["sha256:abc", "0" * 64, "sha256:" + "G" * 64])
def test_what_is_no_digest_is_refused(registry: Registry, wrong: str) -> None:
    assert registry["grid"].get(f"/attachments/{wrong}").status_code == 422


def test_a_reader_of_the_case_reads_what_is_cited_in_it(registry: Registry) -> None:
    photo = JPEG + b" of case one"
    upload(registry["grid"], photo)
    case = registry["grid"].report(attachments=[digest(photo)])["id"]

    def answer(username: str, content: bytes = photo) -> int:
        return int(registry[username].get(f"/attachments/{digest(content)}", case=case).status_code)

    assert (answer("village"), answer("dispatcher"), answer("leader")) == (200, 200, 200)
    assert answer("supervisor") == 404, "its texts are sealed for a supervisor"
    assert answer("village-202") == 404, "the case lies outside the place"
    assert answer("village", PDF) == 404, "not cited in it"


def test_whoever_has_no_right_to_the_texts_gives_a_reason_and_that_is_recorded(registry: Registry) -> None:
    photo = JPEG + b" of case two"
    upload(registry["grid"], photo)
    case = registry["grid"].report(attachments=[digest(photo)])["id"]
    head = registry.head

    def read(username: str, content: bytes, **asked: str) -> int:
        return int(registry[username].get(f"/attachments/{digest(content)}", case=case, **asked).status_code)

    assert read("supervisor", PDF, reason="复查") == 404
    assert read("supervisor", photo) == 404
    assert registry.head == head
    assert read("supervisor", photo, reason="复查") == 200
    [opened] = registry.office.bureau.ledger.read(head, 10)
    assert (opened.event.NAME, opened.event.fields) == ("access.sealed_opened", ("attachments",))


def test_knowing_a_digest_opens_nothing(registry: Registry) -> None:
    photo = JPEG + b" of somebody else"
    upload(registry["office"], photo)
    case = registry["village"].report(attachments=[digest(photo)])["id"]

    assert registry["village"].get(f"/attachments/{digest(photo)}", case=case).status_code == 404


def test_a_digest_that_was_never_handed_in_is_not_cited(registry: Registry) -> None:
    head = registry.head
    body = {"attachments": ["sha256:" + "0" * 64]}
    with pytest.raises(AssertionError, match="attachment-unknown"):
        registry["grid"].report(**body)
    assert registry.head == head


def test_an_erased_file_is_gone_for_good(registry: Registry) -> None:
    photo = JPEG + b" to be erased"
    upload(registry["grid"], photo)
    registry.office.bureau.keys.destroy("photo/" + sha256(photo).hexdigest())

    assert registry["grid"].get(f"/attachments/{digest(photo)}").status_code == 404
    again = upload(registry["grid"], photo)
    assert (again.status_code, again.json()["type"]) == (409, "/problems/attachment-erased")
