"""PDF: each page is drawn as it is seen, and the text that can be seen in it is laid behind.

A PDF hides in too many ways to take each out: covered text, earlier versions, layers that are off,
attachments, annotations, forms, what lies outside the page. A drawing of the page holds none.
"""

from evenhand.cleaning.pages.reading import again

__all__ = ["again"]
