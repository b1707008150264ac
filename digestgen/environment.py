"""Jinja's environment with short cuts that leave its language, and every byte, as they are.

- What a macro of an imported file makes of plain records is remembered. It sees its arguments and,
  through the filters, where its page lies: a card is the same text on all pages of one depth.
- A short text is escaped once, not on each page.
- Functions that ask for no context are called directly.
"""

from collections.abc import Callable, Iterable
from contextvars import ContextVar
from functools import lru_cache
from pathlib import Path
from types import BuiltinFunctionType, CodeType, FunctionType, MethodType
from typing import Any, NoReturn

import jinja2
from jinja2 import nodes
from jinja2.bccache import Bucket
from jinja2.compiler import CodeGenerator, Frame, MacroRef
from jinja2.environment import TemplateModule
from jinja2.runtime import Context, Macro
from jinja2.utils import missing
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


class _Macro(Macro):
    """As jinja2's, called directly where it takes its own arguments and no others."""

    lasting = False
    """Of a file that Jinja keeps for all pages: it knows no page's context."""

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        special = self.catch_kwargs or self.catch_varargs or self.caller or self.explicit_caller
        self.direct = not special
        self._absent = (missing,) * len(self.arguments)

    def made(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> str:
        """What a direct one makes where autoescape is on."""
        given = len(args)
        if kwargs:
            left = dict(kwargs)
            args += tuple(left.pop(name, missing) for name in self.arguments[given:])
            if left:
                return self(*args[:given], **kwargs)
        elif given < len(self._absent):
            args += self._absent[given:]
        if len(args) > len(self._absent):
            return self(*args, **kwargs)
        return str.__new__(Markup, self._func(*args))


class _Context(Context):
    def call(self, called: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        kind = type(called)
        if kind is _Macro:
            assert isinstance(called, _Macro)
            if not (called.direct and self.eval_ctx.autoescape):
                return called(self.eval_ctx, *args, **kwargs)
            return (_remember if called.lasting else _Macro.made)(called, args, kwargs)
        if kind in _FUNCTIONS and not hasattr(called, "jinja_pass_arg"):
            return called(*args, **kwargs)
        return super().call(called, *args, **kwargs)


def _remember(macro: _Macro, args: tuple[Any, ...], kwargs: dict[str, Any]) -> str:
    kinds = tuple(map(type, (*args, *kwargs.values()) if kwargs else args))
    if not _PLAIN.issuperset(kinds):
        return macro.made(args, kwargs)
    key = (macro, kinds, args, *kwargs.items()) if kwargs else (macro, kinds, args)
    made = remembered.get()
    text: str | None = made.get(key)
    if text is None:
        if len(made) >= _MOST:
            made.clear()
        text = made[key] = macro.made(args, kwargs)
    return text


class _Code(CodeGenerator):
    """Lets the environment import and escape, and puts a page's parts out as a whole."""

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:
        self._extends = node.find(nodes.Extends) is not None
        super().visit_Template(node, frame)

    def blockvisit(self, nodes: Iterable[nodes.Node], frame: Frame) -> None:
        outermost = frame.buffer is None and (
            frame.block_frame or (frame.rootlevel and not self._extends)
        )
        if outermost:
            self.buffer(frame)
        super().blockvisit(nodes, frame)
        if outermost:
            self.writeline(f"yield concat({frame.buffer})")

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:
        # Only functions that ask for the context see these variables; there are none.
        kept = frame.loop_frame, frame.block_frame
        frame.loop_frame = frame.block_frame = False
        super().visit_Call(node, frame, forward_caller=forward_caller)
        frame.loop_frame, frame.block_frame = kept

    def macro_def(self, macro_ref: MacroRef, frame: Frame) -> None:
        arguments = tuple(argument.name for argument in macro_ref.node.args)
        special = macro_ref.accesses_kwargs, macro_ref.accesses_varargs, macro_ref.accesses_caller
        name = getattr(macro_ref.node, "name", None)
        given = ", ".join(map(repr, (name, arguments, *special)))
        self.write(f"environment.macro(environment, macro, {given}, context.eval_ctx.autoescape)")

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
    macro = _Macro

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._modules: dict[str, TemplateModule] = {}
        self.made: dict[tuple[object, ...], Remembered] = {}
        """What lasting macros made, by where pages lie."""

    def handle_exception(self, source: str | None = None) -> NoReturn:
        """Leave an error as it was raised: its frames tell in which template that was, which is lost
        on those that Jinja makes up for templates that are no files."""
        raise  # noqa: PLE0704 - called while it is handled

    def imported(self, name: Any) -> TemplateModule:
        """What a file defines; without context it is the same for all pages."""
        module = self._modules.get(name)
        if module is None:
            module = self._modules[name] = self.get_template(name).module
            for found in vars(module).values():
                if type(found) is _Macro:
                    found.lasting = True
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


def keep(folder: str, made: Environment, name: str, source: str, code: CodeType) -> None:
    """Let whoever loads a template find its code in a folder."""
    compiled = Compiled(folder)
    bucket = compiled.get_bucket(made, name, None, source)
    bucket.code = code
    compiled.set_bucket(bucket)
