"""A draw that nobody can steer and anybody can repeat: frame, seed, tickets, cases.

Standard library alone: who checks a draw needs nothing of the service.
"""

from evenhand.scrutiny.drawing.frame import Frame
from evenhand.scrutiny.drawing.tickets import Case, Drawn, drawn, order

__all__ = ["Case", "Drawn", "Frame", "drawn", "order"]
