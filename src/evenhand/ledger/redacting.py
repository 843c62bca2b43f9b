"""The one change that the database lets through in rows that stay: a text is taken out."""

from collections.abc import Mapping, Sequence


def only_redacts(
    vendor: str,
    columns: Sequence[str],
    texts: Mapping[str, Sequence[str]],
    lists: Mapping[str, str],
    redacted: str,
    *,
    trees: Sequence[str] = (),
) -> str:
    """A condition of SQL on ``OLD`` and ``NEW``: texts were taken out, and nothing else was done.

    It asks that a mark was added behind those that were there; that each text is the same or is
    what may stand in its place; that lists have the same items but for such texts; and that every
    other column is as it was.

    Parameters
    ----------
    columns : every column of the table, ``redacted`` among them.
    texts : columns of text with what may stand there instead.
    lists : columns of lists of JSON with the name of the text in each item; empty where the items
        are texts themselves.
    redacted : what may stand in place of a text in a list or a tree.
    trees : columns of JSON of any depth, in which any text may be taken out where it stands.
    """
    equal = "IS" if vendor == "sqlite" else "IS NOT DISTINCT FROM"
    same = [
        f'NEW."{name}" {equal} OLD."{name}"'
        for name in columns
        if name not in {*texts, *lists, *trees, "redacted"}
    ]
    as_text = 'CAST(NEW."{name}" AS TEXT)'  # JSON and bytes too, as far as they may be emptied
    taken = [
        f'(NEW."{name}" {equal} OLD."{name}"'
        f" OR {as_text.format(name=name)} IN ({_quoted(instead)}))"
        for name, instead in texts.items()
    ]
    in_lists = _in_lists_sqlite if vendor == "sqlite" else _in_lists_postgresql
    marked = [
        "length(NEW.redacted) > length(OLD.redacted)",
        "substr(NEW.redacted, 1, length(OLD.redacted)) = OLD.redacted",
    ]
    items = [in_lists(name, text, redacted) for name, text in lists.items()]
    in_trees = _in_trees_sqlite if vendor == "sqlite" else _in_trees_postgresql
    whole = [in_trees(name, redacted) for name in trees]
    return " AND ".join([*marked, *same, *taken, *items, *whole])


def _quoted(texts: Sequence[str]) -> str:
    return ", ".join(f"'{text}'" for text in texts)


def _in_lists_sqlite(column: str, name: str, redacted: str) -> str:
    if name:
        rest = f"json_remove(n.value, '$.{name}') IS json_remove(o.value, '$.{name}')"
        new, old = (f"json_extract({each}.value, '$.{name}')" for each in "no")
    else:
        rest, new, old = "1", "n.value", "o.value"
    return f"""json_array_length(NEW."{column}") = json_array_length(OLD."{column}")
        AND NOT EXISTS (SELECT 1 FROM json_each(NEW."{column}") AS n
            JOIN json_each(OLD."{column}") AS o ON n.key = o.key
            WHERE NOT ({rest} AND ({new} IS {old} OR {new} IS '{redacted}')))"""


def _in_lists_postgresql(column: str, name: str, redacted: str) -> str:
    if name:
        rest = f"n.value - '{name}' = o.value - '{name}'"
        new, old = (f"{each}.value ->> '{name}'" for each in "no")
    else:
        rest, (new, old) = "true", (f"{each}.value #>> '{{}}'" for each in "no")
    return f"""jsonb_array_length(NEW."{column}") = jsonb_array_length(OLD."{column}")
        AND NOT EXISTS (SELECT 1
            FROM jsonb_array_elements(NEW."{column}") WITH ORDINALITY AS n(value, place)
            JOIN jsonb_array_elements(OLD."{column}") WITH ORDINALITY AS o(value, place)
                USING (place)
            WHERE NOT ({rest} AND ({new} = {old} OR {new} = '{redacted}')))"""


def _in_trees_sqlite(column: str, redacted: str) -> str:
    old, new = f'json_tree(OLD."{column}")', f'json_tree(NEW."{column}")'
    return f"""(SELECT count(*) FROM {old}) = (SELECT count(*) FROM {new})
        AND NOT EXISTS (SELECT 1 FROM {old} AS o LEFT JOIN {new} AS n ON n.fullkey = o.fullkey
            WHERE n.fullkey IS NULL OR n.type IS NOT o.type OR (n.atom IS NOT o.atom
                AND NOT (o.type = 'text' AND n.atom IS '{redacted}')))"""


def _in_trees_postgresql(column: str, redacted: str) -> str:
    def tree(name: str, row: str) -> str:
        return f"""{name}(path, value) AS (
            SELECT ARRAY[]::text[], {row}."{column}"::jsonb UNION ALL
            SELECT {name}.path || each.step, each.value FROM {name}, LATERAL (
                SELECT f.key, f.value FROM jsonb_each(CASE jsonb_typeof({name}.value)
                    WHEN 'object' THEN {name}.value ELSE '{{}}'::jsonb END) AS f
                UNION ALL SELECT i.place::text, i.value FROM jsonb_array_elements(
                    CASE jsonb_typeof({name}.value) WHEN 'array' THEN {name}.value
                    ELSE '[]'::jsonb END) WITH ORDINALITY AS i(value, place)
            ) AS each(step, value))"""

    return f"""NOT EXISTS (WITH RECURSIVE {tree("o", "OLD")}, {tree("n", "NEW")}
        SELECT 1 FROM o FULL JOIN n USING (path)
        WHERE o.value IS NULL OR n.value IS NULL
            OR jsonb_typeof(o.value) <> jsonb_typeof(n.value)
            OR (jsonb_typeof(o.value) NOT IN ('object', 'array') AND n.value <> o.value
                AND NOT (jsonb_typeof(o.value) = 'string'
                    AND n.value = '"{redacted}"'::jsonb)))"""
