"""What is recorded with every event: who, in which post, under which rule, when, and from where.

The log records the conduct of those who perform duties, not only the citizens' data, so all of it is stored from the
first event on: what was not recorded cannot be supplied later.
"""

from datetime import datetime
from typing import Literal

import msgspec

Access = Literal["public", "internal", "party", "discipline"]


class Meta(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The circumstances of an act (行为要素)."""

    occurred_at: datetime
    """The act's own time (行为发生时间), perhaps by a phone's clock; UTC."""
    person: str
    """Who acted: the person's id, or `importer`, `timekeeper`, `setup`."""
    post: str | None = None
    """The post (岗位) in which it was done."""
    organ: str | None = None
    """The organ (机构) of that post."""
    on_behalf_of: str | None = None
    """The organ in whose name an entrusted power (委托事项) was used."""
    rule: str | None = None
    """The named rule that allowed the act, for example `desk_of_the_level`."""
    power_item: str | None = None
    """The item of the power list (权责清单事项)."""
    power_list: str | None = None
    """The version of that list."""
    legal_basis: tuple[str, ...] = ()
    """Articles of law the act stands on."""
    unit: str | None = None
    """Code of the unit the act concerns."""
    edition: str | None = None
    """Edition of the divisions in force (区划版本)."""
    access: Access = "internal"
    """Who may read it at all (访问类别)."""
    channel: str | None = None
    """The way it came in (来源渠道)."""
    device: str | None = None
    """The device it was made on."""
    external_actor: str | None = None
    """Who acted, as a foreign log names them (imports)."""
    correlation: str | None = None
    """The root of the matter: id of the first case."""
    causation: str | None = None
    """What caused it: the stream and version, or the command, that led to this act."""
    command: str | None = None
    """The client's command id."""
