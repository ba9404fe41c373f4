"""What a factory has made once is put back as rows, and not made anew: a test takes only the steps that it tries.

A test begins with an empty database and spends most of its time on walking a case to where it is tried, by the steps of
a hundred other tests. So a state of the database is kept with what led to it: the state before, the factory and its
arguments. The same factory with the same arguments in the same state gives the same rows, which are written when the
test next asks the database something. When nobody can tell in which state it is, all is made as it would be without
this module: once the test itself has written something, once a savepoint is taken back, in a test that patches
something, and in one that commits.
"""

import pickle
import re
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, time, timedelta
from decimal import Decimal
from enum import Enum
from functools import cache, wraps
from inspect import isfunction
from io import BytesIO
from typing import Any, ParamSpec, TypeVar
from uuid import UUID

from django.db import connection
from django.db.models import Model

P = ParamSpec("P")
R = TypeVar("R")

KEPT = 2_000  # steps, which is some hundred megabytes
READS = re.compile(r"\s*(?:SELECT|SAVEPOINT|RELEASE SAVEPOINT)\b", re.IGNORECASE)
TAKES_BACK = re.compile(r"\s*ROLLBACK\b", re.IGNORECASE)
PLAIN = (type(None), bool, int, float, str, bytes, Decimal, date, time, timedelta, Enum, UUID)
# Whatever is in the database, one of these has a row.
FILLED = " OR ".join(
    f"EXISTS (SELECT FROM {table})"
    for table in ("accounts_user", "applicants_organisation", "grants_call", "journal_eventstream")
)
TOUCHED = """
    SELECT relname FROM pg_stat_xact_user_tables
    WHERE schemaname = current_schema() AND n_tup_ins + n_tup_upd + n_tup_del > 0 ORDER BY relname
"""
COLUMNS = """
    SELECT quote_ident(attname) FROM pg_attribute
    WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '' ORDER BY attnum
"""


class State(dict[str, list[str]]):
    """The tables that were written to, and their rows as text. Each is like itself alone."""

    __hash__ = object.__hash__

    def __eq__(self, other: object) -> bool:
        return self is other


@dataclass(frozen=True)
class Step:
    """What a factory led to: the state, what it gave and made of its arguments, and what is done after the commit."""

    state: State
    given: bytes
    commits: tuple[Callable[[], Any], ...]


@dataclass
class Memory:
    """``state``: that of the database, None when nobody can tell; ``owed``: its rows are still to be written.

    ``asked``: whether the test begins in the empty database has been asked; ``lost``: a savepoint was taken back.
    """

    state: State | None = None
    owed: bool = False
    asked: bool = True
    lost: bool = False


class Incomparable(Exception):
    """Nobody can tell whether a value is the same as another time."""


EMPTY = State()
_memory = Memory()
_steps: "OrderedDict[Any, Step]" = OrderedDict()


def begin(*, may: bool) -> None:
    """A new test. It ``may`` remember when it patches nothing, so that the factories do the same as in any other."""
    _memory.state, _memory.owed, _memory.lost, _memory.asked = None, False, False, not may
    if _watch not in connection.execute_wrappers:
        connection.execute_wrappers.append(_watch)


def remembered(make: Callable[P, R]) -> Callable[P, R]:
    """A factory whose work is remembered. It says the same thing whenever it is asked, so it reads no clock."""

    @wraps(make)
    def found_or_made(*args: P.args, **kwargs: P.kwargs) -> R:
        before = _state()
        alike = _alike((args, kwargs)) if before is not None else None
        if before is None or alike is None:
            return make(*args, **kwargs)
        key = (before, make, alike)
        things = list(_rows_among((args, kwargs)))
        if step := _steps.get(key):
            _steps.move_to_end(key)
            return _taken(step, things)
        told = len(connection.run_on_commit)
        given = make(*args, **kwargs)
        _keep(key, given, things, told)
        return given

    return found_or_made


def _state() -> State | None:
    """That of the database. A test begins in the empty one, unless its module has set something up."""
    if not _memory.asked:
        _memory.asked = True
        if connection.in_atomic_block and not _all(f"SELECT {FILLED}")[0][0]:
            _memory.state = EMPTY
    return _memory.state


def _watch(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
    """Every statement passes here. What is owed is written before it; what it writes itself is remembered by nobody."""
    if _memory.owed:
        _write(_memory.state or EMPTY)
    if not READS.match(sql):
        _memory.state, _memory.asked = None, True
        _memory.lost = _memory.lost or bool(TAKES_BACK.match(sql))
    return execute(sql, params, many, context)


def _keep(key: Any, given: Any, things: list[Model], told: int) -> None:
    """Remember a step that was made, unless nobody can tell what it led to."""
    if _memory.lost:
        return
    if _memory.state is None:
        _memory.state = _read()
    try:
        kept = _packed((given, [vars(thing) for thing in things]), things)
    except (pickle.PicklingError, TypeError, AttributeError):
        return
    _steps[key] = Step(_memory.state, kept, tuple(row[1] for row in connection.run_on_commit[told:]))
    if len(_steps) > KEPT:
        _steps.popitem(last=False)


def _taken(step: Step, things: list[Model]) -> Any:
    """Be where the step led, and give what it gave."""
    if step.state is not _memory.state:
        _memory.state, _memory.owed = step.state, True
    given, changed = _unpacked(step.given, things)
    for thing, attributes in zip(things, changed, strict=True):
        vars(thing).clear()
        vars(thing).update(attributes)
    for act in step.commits:
        connection.on_commit(act)
    return given


# --- the rows ---------------------------------------------------------------------------------------------------------


def _read() -> State:
    """Every table that was written to since the test began."""
    tables = [name for (name,) in _all(TOUCHED)]
    if not tables:
        return EMPTY
    found = _all(" UNION ALL ".join(f"SELECT '{name}', array_agg(one::text) FROM {name} AS one" for name in tables))
    return State({name: rows or [] for name, rows in found})


def _write(state: State) -> None:
    """Make the database hold the rows of the state. Triggers and foreign keys had their say when they were made."""
    _memory.owed = False
    statements = [f"DELETE FROM {name};{_insert(name)}" for name in state]
    replica, origin = (f"SET LOCAL session_replication_role = {role};" for role in ("replica", "origin"))
    with _cursor() as cursor:
        cursor.execute("".join([replica, *statements, origin]), list(state.values()))


@cache
def _insert(table: str) -> str:
    """Writes rows as text, but for what the database reckons from the rest of them."""
    columns = [name for (name,) in _all(COLUMNS, [table])]
    return f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(columns)} FROM unnest(%s::{table}[]);"


def _all(sql: str, values: Any = None) -> list[Any]:
    with _cursor() as cursor:
        cursor.execute(sql, values)
        rows: list[Any] = cursor.fetchall()
    return rows


def _cursor() -> Any:
    """Past Django, so that nobody counts these statements among a test's own."""
    connection.ensure_connection()
    return connection.connection.cursor()


# --- the values -------------------------------------------------------------------------------------------------------


def _alike(value: Any) -> Any:
    """What makes a value the same as another time; None for a file, a lambda and the like."""
    try:
        return _likeness(value)
    except Incomparable:
        return None


def _likeness(value: Any) -> Any:
    if isinstance(value, PLAIN):
        return (type(value), value)
    if isinstance(value, Model):
        return (type(value), _likeness({name: vars(value).get(name) for name in _stored(type(value))}))
    if isinstance(value, Mapping):
        return (type(value), tuple((name, _likeness(held)) for name, held in value.items()))
    if isinstance(value, list | tuple):
        return (type(value), tuple(_likeness(held) for held in value))
    if is_dataclass(value) and not isinstance(value, type):
        return (type(value), tuple(_likeness(getattr(value, one.name)) for one in fields(value)))
    if isfunction(value) and "<" not in value.__qualname__:
        return value
    raise Incomparable(value)


@cache
def _stored(model: type[Model]) -> list[str]:
    return [one.attname for one in model._meta.concrete_fields]


def _rows_among(value: Any) -> Iterator[Model]:
    """The rows among the arguments, in order: what a factory may change under the eyes of the test."""
    if isinstance(value, Model):
        yield value
    elif isinstance(value, Mapping):
        for held in value.values():
            yield from _rows_among(held)
    elif isinstance(value, list | tuple):
        for held in value:
            yield from _rows_among(held)


def _packed(value: Any, things: list[Model]) -> bytes:
    """The value, in which the things stand for those that are there the next time."""
    places = {id(thing): place for place, thing in enumerate(things)}
    written = BytesIO()
    pickler = pickle.Pickler(written)
    pickler.persistent_id = lambda one: places.get(id(one))
    pickler.dump(value)
    return written.getvalue()


def _unpacked(packed: bytes, things: list[Model]) -> Any:
    unpickler = pickle.Unpickler(BytesIO(packed))
    unpickler.persistent_load = things.__getitem__
    return unpickler.load()
