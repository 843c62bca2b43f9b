"""Plain texts and tables as text that hide the word."""

from hiding import SHOWN, TAGS, WORD, case


@case("csv", "nobody sees, in row 2, column 1")
def _letters_that_are_not_drawn() -> bytes:
    return f"{SHOWN},number\nshown{TAGS},2\n".encode()


@case("csv", "nobody sees, in row 2, column 2")
def _after_a_null() -> bytes:
    return f"{SHOWN},number\na,1\0{WORD}\n".encode()


@case("csv", "More text than a spreadsheet shows, in row 2, column 1")
def _beyond_what_a_cell_shows() -> bytes:
    return f"{SHOWN},number\n{' ' * 32_767}{WORD},1\n".encode()


@case("csv", "nobody sees, in row 2, column 1")
def _letters_not_drawn_in_utf_16() -> bytes:
    return f"{SHOWN},number\nshown{TAGS},2\n".encode("utf-16")


@case("txt", "nobody sees, in line 2, place 6")
def _letters_that_are_not_drawn_in_a_text() -> bytes:
    return f"{SHOWN}\nshown{TAGS}\n".encode()


@case("txt", "nobody sees, in line 2, place 1")
def _hidden_by_a_terminal() -> bytes:
    return f"{SHOWN}\n\x1b[8m{WORD}\x1b[0m\n".encode()


@case("txt", "nobody sees, in line 1, place 14")
def _rubbed_out() -> bytes:
    return f"{SHOWN}{WORD}{chr(8) * 6}\n".encode()


@case("txt", "nobody sees, in line 2, place 1")
def _turned_around() -> bytes:
    return f"{SHOWN}\n\u202e{WORD[::-1]}\u202c {WORD}\n".encode()
