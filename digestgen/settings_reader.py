"""Typed values from the nodes of `digest.yaml`; what is wrong with one is noted at its place. Pure."""

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from digestgen import nodes
from digestgen.model import Code, Place, Problem
from digestgen.problems import ConfigError


def error(where: Place, message: str, hint: str = "", code: Code = "bad-config") -> ConfigError:
    return ConfigError(Problem(where, message, hint, code=code))


class SettingsReader:
    """Typed values from nodes; what is wrong is noted and read as None."""

    def __init__(self, name: str) -> None:
        self.name = name  # of the file
        self.problems: list[Problem] = []
        self.warnings: list[Problem] = []

    def problem(self, node: Node, message: str, hint: str = "", code: Code = "bad-config") -> None:
        where = nodes.place(node, self.name, first_line=1)
        self.problems.append(Problem(where, message, hint, code=code))

    def warning(self, node: Node, message: str, hint: str) -> None:
        where = nodes.place(node, self.name, first_line=1)
        self.warnings.append(Problem(where, message, hint, "warning", code="low-contrast"))

    def text(self, node: Node) -> str | None:
        """One line of text, or None where there is none."""
        if not isinstance(node, ScalarNode):
            self.problem(node, "expected text")
            return None
        text = " ".join(nodes.clean_text(node.value).split())
        return text if nodes.visible(text) else None

    def texts(self, node: Node) -> tuple[str, ...]:
        """A list of text; one value stands for a list of one."""
        items = node.value if isinstance(node, SequenceNode) else [node]
        return tuple(text for item in items if (text := self.text(item)))

    def pairs(self, node: Node) -> list[tuple[str, Node]]:
        """The keys and values of a mapping; keys that are no text or come again are problems."""
        if not isinstance(node, MappingNode):
            self.problem(node, "expected a mapping", "{key: value}")
            return []
        found: dict[str, Node] = {}
        for key, value in node.value:
            name = self.text(key)
            if name is not None and name in found:
                self.problem(key, f'"{name}" is given twice', "keep one of them", "repeated-key")
            elif name is not None:
                found[name] = value
        return list(found.items())

    def plain(self, node: Node) -> object:
        """Any value; all but true, false and null is text."""
        if isinstance(node, SequenceNode):
            return [self.plain(item) for item in node.value]
        if isinstance(node, MappingNode):
            return {name: self.plain(value) for name, value in self.pairs(node)}
        if nodes.is_null(node):
            return None
        text = nodes.clean_text(str(node.value))
        plain = isinstance(node, ScalarNode) and not node.style
        return text == "true" if plain and text in ("true", "false") else text
