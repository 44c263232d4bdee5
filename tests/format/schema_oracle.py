#!/usr/bin/env python3
"""The corpus against the JSON Schemas, as any other program would read them: PyYAML and python3-jsonschema.

Valid files and the example book must fit, files of a wrong shape must not (but for those that only crm refuses, which
invalid/shape/beyond-the-schema.txt lists), and files of a doubtful meaning must fit again.
"""
import json
import pathlib
import re
import sys

import jsonschema
import yaml


class Loader(yaml.SafeLoader):
    """YAML 1.2's core schema, which leaves days as strings, and no key twice."""

    yaml_implicit_resolvers = {}

    def construct_mapping(self, node, deep=False):
        seen = set()
        for key, _ in node.value:
            name = self.construct_object(key, deep=True)
            if isinstance(name, (list, dict)):
                raise yaml.YAMLError("a key that is not a scalar")
            if name in seen:
                raise yaml.YAMLError(f"{name} stands twice")
            seen.add(name)
        return super().construct_mapping(node, deep)


def number(text):
    return int(text, 0) if re.match("0[ox]", text) else int(text)


WORDS = {
    "null": ("~nN\0", r"^(~|null|Null|NULL|)$", lambda text: None),
    "bool": ("tTfF", r"^(true|True|TRUE|false|False|FALSE)$", lambda text: text.lower() == "true"),
    "int": ("-+0123456789", r"^([-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+)$", number),
    "float": (
        "-+.0123456789",
        r"^([-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN))$",
        lambda text: float(text.lower().replace(".inf", "inf").replace(".nan", "nan")),
    ),
}
for word, (firsts, pattern, make) in WORDS.items():
    tag = f"tag:yaml.org,2002:{word}"
    Loader.add_implicit_resolver(tag, re.compile(pattern), [c if c != "\0" else "" for c in firsts])
    Loader.add_constructor(tag, lambda loader, node, make=make: make(node.value))


def read(path):
    documents = list(yaml.load_all(path.read_bytes(), Loader))
    if len(documents) != 1:
        raise yaml.YAMLError(f"{len(documents)} documents")
    # A map whose keys are numbers or yes is one of texts.
    return with_text_keys(documents[0])


def with_text_keys(data):
    if isinstance(data, dict):
        return {str(key): with_text_keys(value) for key, value in data.items()}
    return [with_text_keys(item) for item in data] if isinstance(data, list) else data


class Schemas:
    def __init__(self, folder):
        self.by_kind = {}
        for path in sorted(folder.glob("*.json")):
            schema = json.loads(path.read_text(encoding="utf-8"))
            jsonschema.Draft7Validator.check_schema(schema)
            self.by_kind[path.stem] = jsonschema.Draft7Validator(schema)

    def objection(self, kind, path):
        """What speaks against a file; None when nothing does."""
        try:
            data = read(path)
        except (yaml.YAMLError, UnicodeDecodeError, ValueError, RecursionError) as refused:
            return str(refused).splitlines()[0]
        error = jsonschema.exceptions.best_match(self.by_kind[kind].iter_errors(data))
        return error and f"{'/'.join(map(str, error.absolute_path))}: {error.message[:200]}"


def main():
    root = pathlib.Path(sys.argv[1])
    schemas = Schemas(root / "schema")
    corpus = root / "corpus"
    shape = corpus / "invalid" / "shape"
    beyond = set((shape / "beyond-the-schema.txt").read_text(encoding="utf-8").split())
    passed, failed = 0, []

    def expect(path, kind, fits):
        nonlocal passed
        objection = schemas.objection(kind, path)
        if (objection is None) == fits:
            passed += 1
        else:
            failed.append(f"{path}: {objection or 'nothing speaks against it'}")

    for folder in (corpus / "valid", corpus / "invalid" / "meaning"):
        for path in sorted(folder.glob("*/*.yaml")):
            expect(path, path.parent.name, True)
    for path in sorted(shape.glob("*/*.yaml")):
        expect(path, path.parent.name, str(path.relative_to(shape)) in beyond)
    for path in sorted((corpus / "edits").glob("*/after.yaml")):
        expect(path, "settings" if "format:" in path.read_text(encoding="utf-8-sig") else "customer", True)
    book = root / "example-book"
    expect(book / "crm.yaml", "settings", True)
    expect(book / "rates.yaml", "rates", True)
    for kind in ("customer", "campaign"):
        for path in sorted((book / f"{kind}s").glob("**/*.yaml")):
            expect(path, kind, True)

    for line in failed:
        print(line)
    print(f"{passed} files as expected, {len(failed)} not")
    return 1 if failed or passed < 200 else 0


if __name__ == "__main__":
    sys.exit(main())
