"""The house as built: floors, rooms and doors, read from the imports themselves."""

import ast
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from analysis.places import ROOT, notebooks_folder

TOP = "analysis"
# From the ground up; a floor may use those before it. `__init__` of the package itself is empty.
FLOORS = (
    "places",
    "file_lock",
    "dataset",
    "model",
    "decision",
    "report",
    "run",
    "comparison",
    "workshop",
    "commands",
    "cli",
    "__main__",
)


@dataclass(frozen=True)
class Import:
    """One name that a module takes from another of ours."""

    by: str
    module: str
    name: str

    def __str__(self) -> str:
        return f"{self.by} henter {self.name} fra {self.module}"


def modules() -> Mapping[str, Path]:
    found = {}
    for path in sorted((ROOT / TOP).rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        found[".".join(part for part in parts if part != "__init__")] = path
    return found


MODULES = modules()
ROOMS = {name for name, path in MODULES.items() if path.name == "__init__.py"}


def room_of(module: str) -> str:
    return module if module in ROOMS else module.rpartition(".")[0]


def imports_of(source: str, by: str) -> Iterator[Import]:
    """Every import of ours in a source, those inside functions too."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            assert not any(a.name.split(".")[0] == TOP for a in node.names), (
                by,
                "bruk from … import",
            )
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, (by, "bruk hele navnet på modulen")
            if node.module and node.module.split(".")[0] == TOP:
                for alias in node.names:
                    yield Import(by, node.module, alias.name)


IMPORTS = [
    one for name, path in MODULES.items() for one in imports_of(path.read_text("utf-8"), name)
]


def target(one: Import) -> str:
    """The module that is really read: a room's own module where that is what is named."""
    inner = f"{one.module}.{one.name}"
    return inner if inner in MODULES else one.module


def offered(room: str) -> set[str]:
    """What a room's `__init__` names for others."""
    for node in ast.parse(MODULES[room].read_text("utf-8")).body:
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "__all__":
            return set(ast.literal_eval(node.value))
    return set()


def reaches_inside(one: Import) -> bool:
    """Whether an import passes by the door of a room that is not around the importer."""
    room = room_of(one.module)
    inner = f"{one.module}.{one.name}"
    if inner in ROOMS or room in ("", TOP):
        return False
    home = room_of(one.by) if one.by in MODULES else ""
    if home == room or home.startswith(f"{room}."):
        return False
    if one.module == room:
        return one.name not in offered(room)
    return one.module.rpartition(".")[2] not in offered(room) or one.name.startswith("_")


def floor_of(module: str) -> str:
    return module.split(".")[1] if "." in module else ""


def test_every_floor_is_on_the_plan():
    assert {floor_of(name) for name in MODULES} - {""} == set(FLOORS)


def test_no_floor_uses_one_above_it():
    above = [
        str(one)
        for one in IMPORTS
        if FLOORS.index(floor_of(target(one))) > FLOORS.index(floor_of(one.by))
    ]
    assert above == []


def test_a_room_is_entered_by_its_door():
    assert [str(one) for one in IMPORTS if reaches_inside(one)] == []


def test_notebooks_enter_by_the_door_too():
    inside = []
    for path in sorted(notebooks_folder().glob("*.ipynb")):
        cells = json.loads(path.read_text("utf-8"))["cells"]
        code = ("".join(c["source"]) for c in cells if c["cell_type"] == "code")
        inside += [
            str(one) for one in imports_of("\n".join(code), path.stem) if reaches_inside(one)
        ]
    assert inside == []


def test_what_a_door_offers_is_there_and_used():
    used = {(one.module, one.name) for one in IMPORTS}
    for room in ROOMS:
        for name in offered(room):
            named = (room, name) in used or f"{room}.{name}" in MODULES
            assert named or name in MODULES[room].read_text("utf-8").split("__all__")[0], (
                room,
                name,
            )


def siblings(room: str) -> dict[str, set[str]]:
    """What each module and room directly in a room uses of the others there."""
    graph: dict[str, set[str]] = {}
    for one in IMPORTS:
        inner = target(one)
        if all(name.startswith(f"{room}.") and name != room for name in (one.by, inner)):
            user, used = (name[len(room) + 1 :].split(".")[0] for name in (one.by, inner))
            if user != used:
                graph.setdefault(user, set()).add(used)
    return graph


@pytest.mark.parametrize("room", sorted(ROOMS))
def test_nothing_goes_in_circles(room):
    """Between the modules and rooms that lie side by side, each room taken as one."""
    try:
        TopologicalSorter(siblings(room)).prepare()
    except CycleError as circle:
        pytest.fail(f"{room}: {' → '.join(circle.args[1])}")


def test_a_room_says_what_lives_there():
    for room in ROOMS:
        told = ast.get_docstring(ast.parse(MODULES[room].read_text("utf-8")))
        assert told and len(told) > 60, room


def test_tests_mirror_the_rooms():
    """A folder of tests is a room, or a module with many, and every room has tests in it."""
    tests = ROOT / "tests"
    held = {p.parent.relative_to(tests).as_posix() for p in tests.rglob("test_*.py")} - {"."}
    rooms, known = (
        {name.replace(".", "/").removeprefix(f"{TOP}/") for name in names} - {TOP}
        for names in (ROOMS, MODULES)
    )
    assert held <= known, held - known
    missing = {room for room in rooms if not any(f"{one}/".startswith(f"{room}/") for one in held)}
    assert missing == set()


def test_the_rules_catch_what_they_forbid():
    """Each rule fails on an import that breaks it."""
    assert reaches_inside(Import("analysis.report.view", "analysis.model.region", "Region"))
    assert not reaches_inside(Import("analysis.report.view", "analysis.model", "Region"))
    assert not reaches_inside(
        Import("analysis.model.systems.windows", "analysis.model.region", "x")
    )
    assert reaches_inside(Import("analysis.model.region", "analysis.model.systems", "ukjent"))
