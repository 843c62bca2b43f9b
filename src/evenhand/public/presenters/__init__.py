"""Shapes frozen figures into the words and numbers of a page."""

from evenhand.public.presenters.page import FigurePage, figure_page

__all__ = ["FigurePage", "figure_page"]
