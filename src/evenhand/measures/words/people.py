"""How a group of people is named inside a sentence."""

from collections.abc import Mapping

from evenhand.measures.words.messages import say

PEOPLE: Mapping[str, str] = {
    "White": "White people",
    "Mixed": "people of Mixed ethnicity",
    "Asian": "Asian people",
    "Black": "Black people",
    "Other": "people of Other ethnicity",
    "Black (including mixed Black heritage)": "Black people (and people of mixed Black heritage)",
    "Mixed (other)": "people of Mixed ethnicity without Black heritage",
    "Asian, Asian British or Asian Welsh: Bangladeshi": "Bangladeshi people",
    "Asian, Asian British or Asian Welsh: Chinese": "Chinese people",
    "Asian, Asian British or Asian Welsh: Indian": "Indian people",
    "Asian, Asian British or Asian Welsh: Pakistani": "Pakistani people",
    "Asian, Asian British or Asian Welsh: Other Asian": "people of other Asian groups",
    "Black, Black British, Black Welsh, Caribbean or African: African": "Black African people",
    "Black, Black British, Black Welsh, Caribbean or African: Caribbean": "Black Caribbean people",
    "Black, Black British, Black Welsh, Caribbean or African: Other Black": (
        "people of other Black groups"
    ),
    "Mixed or Multiple ethnic groups: White and Asian": "people of Mixed White and Asian ethnicity",
    "Mixed or Multiple ethnic groups: White and Black African": (
        "people of Mixed White and Black African ethnicity"
    ),
    "Mixed or Multiple ethnic groups: White and Black Caribbean": (
        "people of Mixed White and Black Caribbean ethnicity"
    ),
    "Mixed or Multiple ethnic groups: Other Mixed or Multiple ethnic groups": (
        "people of other Mixed groups"
    ),
    "White: English, Welsh, Scottish, Northern Irish or British": "White British people",
    "White: Irish": "White Irish people",
    "White: Gypsy or Irish Traveller": "Gypsy or Irish Traveller people",
    "White: Roma": "Roma people",
    "White: Other White": "people of other White groups",
    "Other ethnic group: Arab": "Arab people",
    "Other ethnic group: Any other ethnic group": "people of any other ethnic group",
}

SEEN: Mapping[str, str] = {
    "White": "people whom officers saw as White",
    "Mixed": "people whom officers saw as Mixed",
    "Asian": "people whom officers saw as Asian",
    "Black": "people whom officers saw as Black",
    "Other": "people whom officers saw as of another group",
}


def people(group: str, *, seen_by_officers: bool = False) -> str:
    """Name the people of a group as a sentence does, in its middle.

    Parameters
    ----------
    group : a group's name as results carry it, such as ``Black``.
    seen_by_officers : the group is what officers recorded, not what people said.

    Raises
    ------
    KeyError
        If the group has no name for readers yet.
    """
    return say((SEEN if seen_by_officers else PEOPLE)[group])


def named(group: str) -> str:
    """Name a group by itself, as a heading or the label of a mark does."""
    return say(group)


def at_the_start(phrase: str) -> str:
    """Give a phrase the capital that a sentence starts with."""
    return phrase[:1].upper() + phrase[1:]
