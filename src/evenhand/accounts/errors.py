"""What people cannot do with accounts; each message is a sentence for them."""


class AccountsError(ValueError):
    """Base of this app's refusals; the message is a sentence for a person."""


class MayNot(AccountsError):
    """The role, as it stands now, does not allow this."""


class NotHere(AccountsError):
    """There is no such thing in the organisation that the person acts for."""


class WrongRole(AccountsError):
    """The role does not exist in such an organisation, or may not be given by this person."""


class AlreadyThere(AccountsError):
    """It has been done before."""


class NoOverseer(AccountsError):
    """Only an oversight body is named for the forces that it holds to account."""


class NotOpen(AccountsError):
    """An invitation that was used, taken back, or is out of date."""


class CannotErase(AccountsError):
    """A person cannot be erased now; the message says what to do first."""
