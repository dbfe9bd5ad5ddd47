"""The document of who may do what with an incident, from the table that decides it."""

from domain.incidents.rules import REPORTING, SETTLING
from domain.incidents.verbs import rights_table

HEAD = """# Who may do what

Of an incident: each verb, the statuses from which it may be done, and the posts that may do it. A right comes from the
post that a person holds at that time and from its place; see the [glossary](glossary.md) for the posts. Made by
`make docs` from the one table that decides every command, every list of what may be done next, and every worklist.

"""


def rights() -> str:
    """Return the table of verbs and rights."""
    reporting, settling = (", ".join(sorted(kinds)) for kinds in (REPORTING, SETTLING))
    report = f"A report (上报) creates the case: {reporting}, within their place."
    settled = f"Settled on the spot (自处置): {settling}."
    return f"{HEAD}{report} {settled}\n\n{rights_table()}"
