"""Somebody with a browser without scripts: pages, cookies, forms filled in as they stand on the page."""

import re
from html.parser import HTMLParser
from typing import Any

from fastapi.testclient import TestClient
from support.county import PASSWORD, Town

from services.web.app import create_app


class FormOnPage:
    """A form: where it goes, and what its fields hold; `required` are those that the page insists on."""

    def __init__(self, attributes: dict[str, str]) -> None:
        self.action = attributes.get("action", "")
        self.method = attributes.get("method", "get")
        self.values: dict[str, list[str]] = {}
        self.names: set[str] = set()
        self.required: set[str] = set()
        self.choices: dict[str, list[str]] = {}


class Page(HTMLParser):
    """A page that was read: its forms, and what a strict policy would not run."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.html = html
        self.forms: list[FormOnPage] = []
        self.inline: list[str] = []
        self.outside: list[str] = []
        self.links: list[str] = []
        self.language = ""
        self.labelled: set[str] = set()
        self.inputs: list[dict[str, str]] = []
        self._select = self._area = ""
        self._script = self._in_label = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        at = {name: value or "" for name, value in attrs}
        self.inline += [f"{tag} {name}" for name in at if name == "style" or name.startswith(("on", "hx-on"))]
        self.outside += [at[name] for name in ("src", "href", "action") if "//" in at.get(name, "")]
        match tag:
            case "a":
                self.links.append(at.get("href", ""))
            case "html":
                self.language = at.get("lang", "")
            case "style":
                self.inline.append("style")
            case "script":
                self._script = "src" not in at
            case "form":
                self.forms.append(FormOnPage(at))
            case "label":
                self._in_label = True
                self.labelled.add(at.get("for", ""))
            case "input" | "select" | "textarea" | "button" if self.forms and at.get("name"):
                self._field(tag, at)
            case "option" if self._select:
                self.forms[-1].choices[self._select].append(at["value"])
                if "selected" in at:
                    self.forms[-1].values[self._select] = [at["value"]]

    def _field(self, tag: str, at: dict[str, str]) -> None:
        form, name = self.forms[-1], at["name"]
        form.names.add(name)
        if tag in {"input", "select", "textarea"} and at.get("type") != "hidden":
            self.inputs.append({**at, "in_label": "yes" if self._in_label else ""})
        if "required" in at:
            form.required.add(name)
        if tag == "select":
            self._select = name
            form.choices[name] = []
        elif tag == "textarea":
            self._area = name
        elif tag == "input" and at.get("type") in {"checkbox", "radio"}:
            form.choices.setdefault(name, []).append(at["value"])
            if "checked" in at:
                form.values.setdefault(name, []).append(at["value"])
        elif tag == "input" and at.get("type") != "file":
            form.values[name] = [at.get("value", "")]

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = ""
        elif tag == "textarea":
            self._area = ""
        elif tag == "script":
            self._script = False
        elif tag == "label":
            self._in_label = False

    def handle_data(self, data: str) -> None:
        if self._script and data.strip():
            self.inline.append("script")
        if self._area:
            self.forms[-1].values[self._area] = [data]

    def form(self, action: str) -> FormOnPage:
        return next(form for form in self.forms if form.action == action)


def alerts(answer: Any) -> list[str]:
    """What a page says that is wrong."""
    return re.findall(r'(?s)role="alert">(.*?)</div>', answer.text)


class Visitor:
    """Somebody at a browser of their own."""

    def __init__(self, town: Town, username: str | None = None, language: str = "zh") -> None:
        self.http = TestClient(create_app(town.office, PASSWORD), follow_redirects=True, raise_server_exceptions=False)
        self.http.cookies.set("lang", language)
        if username is not None:
            answer = self.submit(self.page("/login").form("/login"), username=username, password=PASSWORD)
            assert answer.status_code == 200, alerts(answer)

    def get(self, path: str, **params: str) -> Any:
        return self.http.get(path, params=params or None)

    def page(self, path: str, **params: str) -> Page:
        answer = self.get(path, **params)
        assert answer.status_code == 200, (path, answer.status_code, alerts(answer))
        return Page(answer.text)

    def submit(self, form: FormOnPage, **typed: str | list[str]) -> Any:
        """Send a form as it stands, with some of its fields filled in."""
        unknown = {name for name in typed if name.replace("__", ".") not in form.names}
        assert not unknown, f"{form.action} has no {unknown}"
        data = form.values | {name.replace("__", "."): value for name, value in typed.items()}
        missing = form.required - {name for name, value in data.items() if value and value != [""]}
        assert not missing, f"{form.action} insists on {missing}"
        return self.http.post(form.action, data=data)
