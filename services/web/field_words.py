"""What the fields of the views mean, for the OpenAPI document: one name means one thing in every view."""

from collections.abc import Mapping

FIELD_WORDS: Mapping[str, str] = {
    # Lists
    "items": "The items of this page, in order.",
    "next": "Cursor of the next page; null on the last one.",
    "position": "Ledger position: of the act, or the one that the answer is exact at.",
    "as_of": "The time asked for; null where the answer tells of now.",
    # A case
    "id": "Id of the case.",
    "case": "The case it concerns; null where it concerns none.",
    "kind": "What it is: `incident` or `mediation`; of a unit, its level from `county` to `micro_grid`.",
    "number": "Number of the case (案号); null before it has one.",
    "status": "Status of the case.",
    "level": "The level that handles the case: `village`, `town` or `county`.",
    "category": "Its category, a code of the catalogue; null where an import knew none.",
    "severity": "How pressing it is: `normal`, `urgent` or `emergency`.",
    "channel": "The way it came in; null where an import knew none.",
    "unit": "Code of the unit it lies in; null where it lies in none.",
    "lead": "Code of the organ that leads (主办); null before dispatch.",
    "assists": "Codes of the organs that assist (协办).",
    "due_at": "When it is due; null before registration.",
    "ended_at": "When it ended; null while it is open.",
    "outcome": "What came of it; null before the close.",
    "version": "How many acts the case has had.",
    "verbs": "The verbs by which the case waits for the reader.",
    # An act
    "recorded_at": "When the server recorded it.",
    "occurred_at": "When it was done or found, by the account of whoever recorded it.",
    "type": "Stable name of the kind of act, such as `incident.reported`.",
    "actor": "Who did it, in which post.",
    "person": "Id of the person, or the part of the system that acted, such as `importer`.",
    "post": "Code of the post in which it was done; null where there was none.",
    "organ": "Code of the organ of the post.",
    "external_actor": "Who did it, as a foreign log names them.",
    "on_behalf_of": "Code of the organ whose entrusted power was used.",
    "rule": "Name of the rule that allowed it.",
    "sentence": "What happened, in one sentence.",
    "zh": "In Chinese.",
    "en": "In English.",
    # A unit and its figures
    "code": "Code of the unit.",
    "name": "Name of the unit, or of the official who acted.",
    "units": "How many grids, sub-grids and micro-grids lie in it.",
    "children": "The units right below it, with their figures.",
    "incidents": "Figures of the incidents.",
    "mediations": "Figures of the disputes, each counted once.",
    "closed": "How many are closed.",
    "settled": "How many ended with an agreement in effect.",
    "failed": "How many ended without an agreement.",
    "by_status": "How many are in each status.",
    "by_category": "How many are of each category.",
    "by_level": "How many are at each level.",
    "total": "How many cases ended.",
    "village": "How many ended at a village.",
    "town": "How many ended at a town.",
    "county": "How many ended at the county.",
    "within_town": "The share, of 1, that ended at a village or a town; 0 where none ended.",
}
COUNTED: Mapping[str, str] = {
    "open": "How many are open.",
    "overdue": "How many are open and past their due time, judged at `as_of` or now.",
    "closed_late": "How many were closed after their due time.",
}
"""The same name in a list tells yes or no about one case, in `TOLD`."""
TOLD: Mapping[str, str] = {
    "open": "Whether it is open.",
    "overdue": "Whether it is open and past its due time.",
    "closed_late": "Whether it was closed after its due time.",
}


def field_words(name: str, hint: object) -> str:
    """Return what a field of a view means; a field nobody has described does not start."""
    return (TOLD if hint is bool else COUNTED).get(name) or FIELD_WORDS[name]
