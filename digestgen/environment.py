"""Jinja's environment with short cuts that leave its language, and every byte, as they are.

- What a macro of an imported file makes of plain records is remembered. It sees its arguments and,
  through the filters, where its page lies: a card is the same text on all pages of one depth.
- A short text is escaped once, not on each page.
- Functions that ask for no context are called directly.
"""

from collections.abc import Callable
from contextvars import ContextVar
from functools import lru_cache
from pathlib import Path
from types import BuiltinFunctionType, FunctionType, MethodType
from typing import Any

import jinja2
from jinja2 import nodes
from jinja2.bccache import Bucket
from jinja2.compiler import CodeGenerator, Frame
from jinja2.environment import TemplateModule
from jinja2.runtime import Context, Macro
from markupsafe import Markup, escape

from digestgen import cache
from digestgen.model import Moment
from digestgen.views import Card, Count, IndexEntry, Link, MentionView, Picture, QuoteView

Remembered = dict[tuple[object, ...], Any]

remembered: ContextVar[Remembered] = ContextVar("remembered")
"""What macros made for pages that lie where the one under way does."""

_MOST = 1 << 14  # texts remembered for the pages of one depth; then they are forgotten
_SHORT = 500  # characters
_PLAIN = frozenset(
    (bool, int, str, type(None), Card, Count, IndexEntry, Link, MentionView, Moment, Picture, QuoteView)
)  # fmt: skip
"""Types whose values are equal only if they show the same. Markup equals text yet to be escaped."""
_FUNCTIONS = frozenset((BuiltinFunctionType, FunctionType, MethodType, type))

_escape = lru_cache(maxsize=1 << 14)(escape)


class _Context(Context):
    def call(self, called: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        kind = type(called)
        if kind is Macro or (kind in _FUNCTIONS and not hasattr(called, "jinja_pass_arg")):
            kwargs.pop("_loop_vars", None)
            kwargs.pop("_block_vars", None)
            if kind is not Macro:
                return called(*args, **kwargs)
            environment = self.environment
            assert isinstance(environment, Environment)
            if self.eval_ctx.autoescape:
                if called in environment.lasting:
                    return _remember(called, args, kwargs)
                return called(*args, **kwargs)
            return called(self.eval_ctx, *args, **kwargs)
        return super().call(called, *args, **kwargs)


def _remember(macro: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    kinds = tuple(map(type, (*args, *kwargs.values())))
    if not _PLAIN.issuperset(kinds):
        return macro(*args, **kwargs)
    key = (macro, kinds, args, *kwargs.items())
    made = remembered.get()
    text = made.get(key)
    if text is None:
        if len(made) >= _MOST:
            made.clear()
        text = made[key] = macro(*args, **kwargs)
    return text


class _Code(CodeGenerator):
    """Lets the environment import and escape."""

    def _import_common(self, node: nodes.Import | nodes.FromImport, frame: Frame) -> None:
        if node.with_context:
            super()._import_common(node, frame)
        else:
            self.write("environment.imported(")
            self.visit(node.template, frame)
            self.write(")")

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("environment.escaped(")


class Environment(jinja2.Environment):
    """As jinja2.Environment."""

    context_class = _Context
    code_generator_class = _Code

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._modules: dict[str, TemplateModule] = {}
        self.lasting: set[object] = set()
        """Macros of files that Jinja keeps for all pages: they know no page's context."""
        self.made: dict[tuple[object, ...], Remembered] = {}
        """What they made, by where pages lie."""

    def imported(self, name: Any) -> TemplateModule:
        """What a file defines; without context it is the same for all pages."""
        module = self._modules.get(name)
        if module is None:
            module = self._modules[name] = self.get_template(name).module
            self.lasting.update(v for v in vars(module).values() if type(v) is Macro)
        return module

    @staticmethod
    def escaped(value: object) -> str:
        """What a template puts out for a value."""
        kind = type(value)
        if kind is Markup:
            return value  # type: ignore[return-value]
        return _escape(value) if kind is str and len(value) < _SHORT else escape(value)  # type: ignore


class Compiled(jinja2.BytecodeCache):
    """What Jinja made of templates, in a folder of the cache. Code that isn't whole would be run as it
    is, so none such is taken."""

    def __init__(self, folder: str) -> None:
        self._folder = Path(folder)

    def load_bytecode(self, bucket: Bucket) -> None:
        code = cache.read(self._folder / bucket.key)
        if code is not None:
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        cache.write(self._folder / bucket.key, bucket.bytecode_to_string())
