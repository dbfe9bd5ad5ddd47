"""Pages of sessions: logging in and out, the language, the post one acts in."""

from fastapi import Response

from domain.shared.errors import Answer, Malformed, Refusal
from services.sessions.application import log_in
from services.web.labels import LANGUAGES
from services.web.pages import (
    LANGUAGE_COOKIE,
    POST_COOKIE,
    SEEN_COOKIE,
    Anyone,
    Posted,
    Visit,
    Visitor,
    asked,
    go_to,
    keep,
    local,
    pages,
    render,
    session_cookie,
)

router = pages()
STORY = ("grid", "village", "dispatcher", "leader", "office", "grid2", "supervisor", "county", "water", "admin")
"""The demo accounts of the tour, in the order in which they come in."""
A_YEAR = 365 * 86_400
WITHOUT_WORKLIST = ("supervisor", "admin")
"""Kinds of post that nothing waits for; they start with their place."""


@router.get("/")
def start(visit: Anyone) -> Response:
    """Take the visitor to where their day starts."""
    if visit.caller is None:
        return go_to(visit, "/login")
    post = next((post for post in visit.caller.posts if post.code == visit.caller.chosen), None)
    return go_to(visit, f"/units/{post.place}" if post and post.kind in WITHOUT_WORKLIST else "/worklist")


@router.get("/login")
def show_log_in(visit: Anyone) -> Response:
    """Show the form to log in."""
    return _log_in_page(visit, asked(visit, "next") or "/")


@router.post("/login")
def take_log_in(visit: Anyone, posted: Posted) -> Response:
    """Open a session and keep its token in a cookie."""
    username, password = str(posted.get("username", "")).strip(), str(posted.get("password", ""))
    wanted = local(str(posted.get("next") or "/"))
    source = visit.request.client.host if visit.request.client else "unknown"
    try:
        if not username or not password or len(username) > 64 or len(password) > 256:  # noqa: PLR2004 - as the API
            raise Malformed(field="username", why_zh="请填写账号和口令", why_en="give account and password")
        session = log_in(visit.office, username, password, source)
    except Refusal as refusal:
        return _log_in_page(visit, wanted, refusal, username)
    answer = go_to(visit, wanted)
    lasts = int((session.expires_at - visit.office.bureau.clock()).total_seconds())
    keep(visit.request, answer, session_cookie(visit.request), session.token, lasts)
    answer.delete_cookie(POST_COOKIE)
    answer.delete_cookie(SEEN_COOKIE)
    return answer


@router.post("/logout")
def take_log_out(visit: Anyone) -> Response:
    """End the session."""
    if visit.token is not None:
        visit.office.bureau.accounts.log_out(visit.token)
    answer = go_to(visit, "/login")
    answer.delete_cookie(session_cookie(visit.request))
    return answer


@router.post("/post")
def take_post(visit: Visitor, posted: Posted) -> Response:
    """Act in another of one's posts from now on."""
    wanted = str(posted.get("post", ""))
    answer = go_to(visit, "/")
    if wanted in {post.code for post in visit.reader.posts}:
        keep(visit.request, answer, POST_COOKIE, wanted)
    return answer


@router.post("/language")
def take_language(visit: Anyone, posted: Posted) -> Response:
    """Show pages in another language from now on."""
    answer = go_to(visit, local(str(posted.get("next") or "/")))
    wanted = str(posted.get("lang", ""))
    if wanted in LANGUAGES:
        keep(visit.request, answer, LANGUAGE_COOKIE, wanted, A_YEAR)
    return answer


def _log_in_page(visit: Visit, wanted: str, refusal: Refusal | None = None, username: str = "") -> Response:
    status = refusal.answer if refusal else None
    if status is Answer.NOT_LOGGED_IN:
        status = Answer.NO_RIGHT
    return render(
        visit,
        "sessions/login.html",
        status.value if status else 200,
        wanted=local(wanted),
        refusal=refusal,
        typed_name=username,
        demo=_demo_accounts(visit),
        story=len(STORY),
        password=visit.request.app.state.demo_password,
    )


def _demo_accounts(visit: Visit) -> list[tuple[str, str]]:
    """Return the demo accounts and their posts' codes, in the order of the story; none where this is no demo."""
    if visit.request.app.state.demo_password is None:
        return []
    register, now = visit.labels.register, visit.office.bureau.clock()
    held = [
        (account.username, posts[0].code)
        for account in visit.office.bureau.accounts.list()
        if not account.disabled and (posts := register.posts_of(account.person, now))
    ]
    return sorted(held, key=lambda account: (STORY.index(account[0]) if account[0] in STORY else len(STORY), account))
