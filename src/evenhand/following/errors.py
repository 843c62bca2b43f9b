"""What can go wrong when somebody asks to be told."""


class FollowingError(Exception):
    """Something about following; the message is a sentence for the person who asked."""


class NothingToFollow(FollowingError):
    """There is no such plan, promise or alert."""


class LinkGone(FollowingError):
    """A link of a mail leads nowhere: used up, out of date, or never ours. Which is not said."""
