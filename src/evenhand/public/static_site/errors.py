"""Why a site cannot be written as files."""


class CannotExport(ValueError):
    """The folder is not ours to fill, or the site does not answer; the message is a sentence."""
