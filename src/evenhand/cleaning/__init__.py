"""Files from people, made again without what cannot be seen in them, or refused.

Nothing of a file is passed on as it came. What a reader would see is read out of it and written
into a new one; so whatever was not seen has no way to come along.
"""

from evenhand.cleaning.cleaned import Cleaned
from evenhand.cleaning.process import clean
from evenhand.cleaning.words import Refused

__all__ = ["Cleaned", "Refused", "clean"]
