"""Text documents: headings, paragraphs, lists and tables that are seen, written into a new file."""

from evenhand.cleaning.documents.open_text import odt
from evenhand.cleaning.documents.word import docx

__all__ = ["docx", "odt"]
