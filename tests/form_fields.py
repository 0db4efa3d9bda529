"""Which fields of which data set, and which parameters, a drawn chart uses: read off its spec alone."""

import re

DATUM = re.compile(r"datum\.([A-Za-z_]\w*)|datum\[['\"](\w+)['\"]\]")
KNOWN = {"filter", "calculate", "joinaggregate", "aggregate", "window", "lookup", "flatten"}


class Used:
    """Fields by data set; what a transform makes itself is none of the data set's."""

    def __init__(self, spec):
        self.fields = {}
        self._visit(spec, None, set())

    def _visit(self, node, data, own):
        data = (node.get("data") or {}).get("name", data)
        own = set(own)
        for step in node.get("transform", []):
            self._transform(step, data, own)
        rest = {
            k: v for k, v in node.items() if k not in ("layer", "params", "config", "transform")
        }
        self._walk(rest, data, own)
        for child in node.get("layer", []):
            self._visit(child, data, own)

    def _transform(self, step, data, own):
        assert KNOWN & set(step), f"no rule for {step}"
        for text in (step.get("filter"), step.get("calculate")):
            self._expression(text or "", data, own)
        for key in ("joinaggregate", "aggregate", "window"):
            for one in step.get(key, []):
                self._use(one.get("field"), data, own)
                own.add(one["as"])
        for name in (*step.get("groupby", []), *step.get("flatten", [])):
            self._use(name, data, own)
        if "lookup" in step:
            source = step["from"]
            for name in (source["key"], *source["fields"]):
                self.fields.setdefault(source["data"]["name"], set()).add(name)
            own.update(source["fields"])
        made = step.get("as", [])
        own.update([made] if isinstance(made, str) else made)

    def _walk(self, node, data, own):
        if isinstance(node, dict):
            if isinstance(node.get("field"), str):
                self._use(node["field"].split(".")[0], data, own)
            for key, value in node.items():
                # An axis writes its ticks by an expression of their own.
                if key not in ("data", "datasets", "labelExpr"):
                    self._walk(value, data, own)
        elif isinstance(node, list):
            for value in node:
                self._walk(value, data, own)
        elif isinstance(node, str):
            self._expression(node, data, own)

    def _expression(self, text, data, own):
        for plain, quoted in DATUM.findall(text):
            self._use(plain or quoted, data, own)

    def _use(self, name, data, own):
        if name and data and name not in own:
            self.fields.setdefault(data, set()).add(name)


def parameters_used(spec, names):
    """Which of these parameters some expression of the spec names."""
    texts = []

    def collect(node):
        if isinstance(node, dict):
            for key, value in node.items():
                if key != "name":
                    collect(value)
        elif isinstance(node, list):
            for value in node:
                collect(value)
        elif isinstance(node, str):
            texts.append(node)

    collect(spec)
    whole = "\n".join(texts)
    return {name for name in names if re.search(rf"(?<![\w.]){name}\b", whole)}
