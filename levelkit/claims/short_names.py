"""Names of regions that fit at the ends of a chart on a phone."""

#: Shortenings that everyone reads.
SHORT = {
    "East + South East": "E + SE",
    "North East + North West": "NE + NW",
    "Yorkshire and The Humber": "Yorks & H",
    "Northern Ireland": "N Ireland",
    "East Midlands": "E Midlands",
    "West Midlands": "W Midlands",
}
SHORTEST = 11


def short_name(name: str) -> str:
    """At most eleven characters or so, for the ends of a chart on a phone.

    The middle goes: "Inner London - West" and "Inner London - East" differ at the end.
    """
    if name in SHORT:
        return SHORT[name]
    if len(name) <= SHORTEST:
        return name
    return f"{name[:5].rstrip(' -,')}…{name[-5:].lstrip(' -,')}"
