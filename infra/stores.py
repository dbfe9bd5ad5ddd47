"""What any store may answer instead of a result, whichever engine is behind it."""


class StoreTrouble(Exception):  # noqa: N818 - it is an answer
    """A store cannot serve; two sentences say what is wrong and what to do. They never name a person or a value."""

    def __init__(self, en: str = "The store cannot serve.", zh: str = "存储无法使用。") -> None:
        self.en, self.zh = en, zh
        super().__init__(f"{zh} {en}")


class StoreAway(StoreTrouble):
    """The store cannot be read or written now (locked, disk full, away); nothing was recorded. Try again later."""


class StoreCorrupt(StoreTrouble):
    """The store's file is damaged, is another file, or belongs to a newer release; trying again does not help."""
