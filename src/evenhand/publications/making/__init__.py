"""How a figure is made: gathered from the lake, worded, drawn and frozen; made again to check."""
