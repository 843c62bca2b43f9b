"""What can go wrong with a log, as sentences for those who run the site."""


class LogError(Exception):
    """Something about a log cannot be done."""


class BrokenLog(LogError):
    """What is kept is not what was written; nothing is signed until a person has looked."""


class NoKey(LogError):
    """There is no key to sign with, or it is not the one that the log names."""


class CannotErase(LogError):
    """An entry is not there to be erased, or must stay."""


class NotAHead(LogError):
    """A file holds no checkpoint that can be compared."""


class NotAWitness(LogError):
    """A signature is of nobody whom this site knows as a witness."""
