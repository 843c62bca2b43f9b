"""Endings of addresses: what stands after a figure's own address to ask for it as a file."""

from evenhand.public.files.formats import FORMATS

DOTTED = "|".join(ending.removeprefix(".") for ending in FORMATS if ending.startswith("."))


class EndingConverter:
    """Reads the ending of a file's address: ``.csv``, ``.json``, ``-metadata.json`` and so on."""

    regex = rf"(?:\.(?:{DOTTED})|-metadata\.json)"

    def to_python(self, value: str) -> str:
        """The ending as it stands."""
        return value

    def to_url(self, value: str) -> str:
        """The ending as it stands."""
        return value


ANY_FILE = rf"^(?P<path>(?:data|figures|forces|measures)/.*\.(?:{DOTTED}))$"
"""Addresses that look like a file's."""
