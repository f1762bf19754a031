#!/usr/bin/env python3
"""Turns an issue that was filed by the form "New item" into a content file, a draft.

usage: item_from_issue.py EVENT.json CONTENT_FOLDER

EVENT.json is what the git host tells of the issue. Prints the path of the file below the folder. When something is missing or wrong,
prints one sentence a line to stderr, writes nothing and ends with 1. The issue is a stranger's text: it is only ever data here, it
names no file but <language>/<kind>/<slug>.md, and it never gets to a shell.
"""
import json
import pathlib
import re
import sys
import unicodedata

# The form's fields in their order. The text comes last, so that nothing in it can be taken for another field.
LABELS = ["Title", "Kind", "Language", "Topics", "Audience", "Action", "Link", "Fields of this kind", "Text"]
NOT_TYPED = {"title", "topics", "audience", "action", "url", "draft", "note", "checked_on", "publish", "expire", "review", "translates"}
NO_ANSWER = "_No response_"
MOST_ID = 40
MOST_TEXT = 6000


class Refused(Exception):
    """What the author has to mend, as sentences."""


def clean(text):
    """NFC, line feeds alone, and no character that cannot be seen."""
    text = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return "".join(c for c in text if c == "\n" or unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))


def fields_of(body):
    """label -> what was typed under its heading; each heading counts once, and only after the one before it."""
    values, at = {}, 0
    found = []
    for label in LABELS:
        heading = re.compile(rf"^### {re.escape(label)}[ ]*$", re.MULTILINE).search(body, at)
        if heading:
            found.append((label, heading))
            at = heading.end()
    for (label, heading), following in zip(found, found[1:] + [(None, None)]):
        end = following[1].start() if following[1] else len(body)
        value = body[heading.end():end].strip()
        values[label] = "" if value == NO_ANSWER else value
    return values


def slug_of(title, most):
    plain = unicodedata.normalize("NFKD", title.replace("'", "").replace("\u2019", "").lower())
    slug = re.sub(r"[^a-z0-9]+", "-", "".join(c for c in plain if not unicodedata.combining(c))).strip("-")
    if len(slug) > most:
        cut = slug[:most]
        slug = cut if slug[most] == "-" or "-" not in cut else cut[:cut.rindex("-")]
    return slug.strip("-")


def quoted(text):
    """In double quotes, as both JSON and YAML read them."""
    return json.dumps(text, ensure_ascii=False)


def yaml_value(name, typed, schema, ids, faults):
    kind = schema.get("type")
    if kind == "array":
        words = [word.strip() for word in typed.strip("[]").split(",") if word.strip()]
        each = ids[name] if "$ref" in schema["items"] else schema["items"]
        for word in words:
            if word not in each.get("enum", [word]) or not re.fullmatch(each.get("pattern", ".*"), word):
                faults.append(f"{name}: there is no \"{word}\". {schema['description']}")
        if len(words) > schema.get("maxItems", len(words)) or len(words) < schema.get("minItems", 0):
            faults.append(f"{name}: {schema['description']}")
        return "[" + ", ".join(dict.fromkeys(words)) + "]"
    if "enum" in schema:
        if typed not in schema["enum"]:
            faults.append(f"{name}: one of {', '.join(schema['enum'])}.")
        return typed
    if kind == "integer":
        if not re.fullmatch(r"[0-9]{1,6}", typed) or not schema["minimum"] <= int(typed) <= schema["maximum"]:
            faults.append(f"{name}: a whole number from {schema['minimum']} to {schema['maximum']}.")
        return typed
    if "\n" in typed:
        faults.append(f"{name}: one line, please.")
    if len(typed) > schema.get("maxLength", len(typed)):
        faults.append(f"{name}: {len(typed)} characters; at most {schema['maxLength']} fit.")
    if "pattern" in schema and not re.search(schema["pattern"], typed):
        faults.append(f"{name}: {schema['description']}")
    return quoted(typed)


def typed_fields(values, properties, faults):
    """field -> what was typed, out of the form's own fields and the lines of "Fields of this kind"."""
    typed = {"title": values.get("Title", ""), "topics": values.get("Topics", ""), "audience": values.get("Audience", ""),
             "action": values.get("Action", "")}
    for line in filter(None, (line.strip() for line in values.get("Fields of this kind", "").split("\n"))):
        name, colon, value = line.partition(":")
        name = name.strip().lower()
        if not colon or name not in properties or name in NOT_TYPED:
            faults.append(f"\"{line[:60]}\" is no field of this kind. Write them as name: value, one a line.")
        elif name in typed:
            faults.append(f"{name} is there twice.")
        else:
            typed[name] = value.strip().strip("\"").strip()
    link = values.get("Link", "")
    if link and "url" in properties:
        typed["url"] = link
    elif link:
        typed["note"] = f"Source that was given: {link}"
    if link and not re.fullmatch(r"https://[A-Za-z0-9.-]+\.[A-Za-z0-9-]+(:[0-9]+)?([/?#][^\s<>\"\\`]*)?", link):
        faults.append("Link: the whole address, beginning with https://.")
    return {name: value for name, value in typed.items() if value}


def item_of(body, content):
    """Where the file belongs below the folder, and its text."""
    values = fields_of(clean(body))
    kind, language = values.get("Kind", ""), values.get("Language", "")
    schemas = {path.stem: json.loads(path.read_text("utf-8")) for path in (content / "schema").glob("*.json")}
    kinds = sorted(name for name, schema in schemas.items() if schema.get("title") == f"Front matter of {name}")
    if kind not in kinds:
        raise Refused(["Kind: one of " + ", ".join(kinds) + "."])
    if not re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", language) or not (content / language).is_dir():
        raise Refused(["Language: the name of a folder below content, such as en."])
    schema, ids = schemas[kind], schemas["ids"]["definitions"]
    faults, lines = [], []
    typed = typed_fields(values, schema["properties"], faults)
    for name, about in schema["properties"].items():
        if name == "draft":
            lines.append("draft: true")
        elif name in typed:
            lines.append(f"{name}: {yaml_value(name, typed[name], about, ids, faults)}")
        elif name in schema["required"]:
            faults.append(f"{name} is missing. {about.get('description', '')}".strip())
    text = values.get("Text", "")
    if not text or len(text) > MOST_TEXT:
        faults.append(f"Text: a few paragraphs, at most {MOST_TEXT} characters.")
    slug = slug_of(typed.get("title", ""), MOST_ID - len(kind) - 1)
    if typed.get("title") and not slug:
        faults.append("Title: letters of a to z are needed, to make the file's name of.")
    if slug == "readme" or slug and any((folder / kind / f"{slug}.md").exists() for folder in content.iterdir() if folder.is_dir()):
        faults.append(f"There is an item {kind}/{slug} already. Choose another title, or suggest a change of that file.")
    if faults:
        raise Refused(faults)
    return pathlib.PurePath(language, kind, f"{slug}.md"), "---\n" + "\n".join(lines) + "\n---\n" + text + "\n"


def main(arguments):
    if len(arguments) != 3:
        sys.exit(__doc__)
    event, content = json.loads(pathlib.Path(arguments[1]).read_text("utf-8")), pathlib.Path(arguments[2])
    try:
        path, text = item_of(event.get("issue", {}).get("body") or "", content)
    except Refused as refused:
        print("\n".join(refused.args[0]), file=sys.stderr)
        return 1
    target = content / path
    target.parent.mkdir(exist_ok=True)
    if content.resolve() not in target.parent.resolve().parents:
        sys.exit(f"{target.parent} leads out of the content folder")
    with open(target, "x", encoding="utf-8", newline="\n") as file:  # never over a file that exists
        file.write(text)
    print(path.as_posix())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
