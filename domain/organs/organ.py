"""An organ (机构)."""

from uuid import UUID

from domain.organs import rules
from domain.organs.events import OrganDefined, OrganKind
from domain.shared.act import Act
from domain.shared.administration import CodeTaken, administrators_only, register_meta
from domain.shared.errors import Malformed
from domain.shared.meta import Meta
from domain.shared.stream import Event, Stream, named_id


class Organ(Stream[OrganDefined]):
    """An organ; what is known of it is what it was set up with."""

    STATE = OrganDefined

    @staticmethod
    def stream_id(code: str) -> UUID:
        """Return the id of an organ's stream."""
        return named_id("organ", code)

    def define(
        self, act: Act, *, code: str, name: str, name_en: str, short_name: str, place: str, kind: OrganKind
    ) -> None:
        """Set up an organ at a division (设立机构). The same once more records nothing.

        Raises `NoRight`, `Malformed`, `CodeTaken`.
        """
        administrators_only(act, "define")
        rules.check_organ_code(code, place)
        for field, text in (("name", name), ("name_en", name_en), ("short_name", short_name)):
            if not text.strip():
                raise Malformed(field=field, why_zh="不能为空", why_en="it is empty")
        defined = OrganDefined(code=code, name=name, name_en=name_en, short_name=short_name, place=place, kind=kind)
        if not self.exists:
            self.record(defined, register_meta(act, unit=place))
        elif self.state != defined:
            raise CodeTaken(code=code)

    @classmethod
    def evolve(cls, state: OrganDefined | None, event: Event, meta: Meta) -> OrganDefined | None:  # noqa: ARG003 - the meta decides nothing
        """Return the organ after the event."""
        return event if isinstance(event, OrganDefined) else state
