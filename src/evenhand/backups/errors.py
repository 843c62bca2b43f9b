"""What can go wrong with a backup, as sentences for those who run the site."""


class BackupError(Exception):
    """A backup cannot be made, is not whole, or cannot be put back; nothing was changed."""
