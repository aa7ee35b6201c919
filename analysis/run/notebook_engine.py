"""A papermill engine that runs a notebook's cells in this process, without starting a kernel.

A kernel costs seconds to start and imports everything anew for each notebook. Here one process
imports once and runs many notebooks, each with a namespace of its own, and the outputs are those
that the kernel would have sent.
"""

import io
import re
import sys
import types
from collections.abc import Mapping
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

import nbformat
import papermill
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from nbformat import NotebookNode
from papermill.engines import Engine, papermill_engines
from traitlets.config import Config

from analysis.run.cell_faults import answer_faults

ENGINE = "ikt"

_ADDRESS = re.compile(r" at 0x[0-9a-fA-F]+")


class UnknownParameter(Exception):
    """A parameter was given that the notebook does not have."""


def run_notebook(path: Path, parameters: Mapping[str, object], ipython_dir: Path) -> NotebookNode:
    """Run a notebook with the given parameters and return it with its outputs.

    The result holds no time, machine path or random id: the same notebook and figures give the
    same bytes.

    Parameters
    ----------
    path : Path
        The notebook, with a cell tagged `parameters`.
    parameters : mapping
        Value by parameter name.
    ipython_dir : Path
        Folder for what IPython wants to keep.

    Raises
    ------
    UnknownParameter
        When the notebook lacks one of the parameters.
    papermill.PapermillExecutionError
        When a cell fails.
    """
    return execute(nbformat.read(path, as_version=4), path.name, parameters, ipython_dir)


def execute(
    notebook: NotebookNode, name: str, parameters: Mapping[str, object], ipython_dir: Path
) -> NotebookNode:
    """Run a notebook that is read already; as `run_notebook`, and the name is for messages."""
    known = papermill.inspect_notebook(notebook)
    if unknown := [name for name in parameters if name not in known]:
        raise UnknownParameter(
            f"{name} har ingen parameter som heter «{'», «'.join(unknown)}». "
            f"Parametrene er: {', '.join(known) or 'ingen'}."
        )
    executed = papermill.execute_notebook(
        notebook,
        None,
        parameters=dict(parameters),
        engine_name=ENGINE,
        progress_bar=False,
        ipython_dir=ipython_dir,
    )
    return normalised(executed)


def normalised(notebook: NotebookNode) -> NotebookNode:
    """Return the notebook without times, paths, random ids and memory addresses."""
    notebook.metadata.pop("papermill", None)
    for number, cell in enumerate(notebook.cells, start=1):
        cell.metadata.pop("papermill", None)
        cell.metadata.pop("execution", None)
        cell["id"] = f"celle-{number:02d}"
        for output in cell.get("outputs", ()):
            _without_addresses(output.get("data", {}))
    return notebook


def _without_addresses(data: dict[str, Any]) -> None:
    if isinstance(text := data.get("text/plain"), str):
        data["text/plain"] = _ADDRESS.sub("", text)


class InProcessEngine(Engine):
    """Runs the cells in order in a fresh shell and stops at the first that fails."""

    @classmethod
    def execute_managed_notebook(
        cls, nb_man: Any, kernel_name: str, ipython_dir: Path | None = None, **_: Any
    ) -> None:
        """Execute the notebook that papermill's manager holds."""
        main = sys.modules["__main__"]
        shell = _new_shell(ipython_dir)
        try:
            for index, cell in enumerate(nb_man.nb.cells):
                if cell.cell_type != "code" or not cell.source.strip():
                    continue
                nb_man.cell_start(cell, index)
                try:
                    if not _run_cell(shell, cell):
                        nb_man.cell_exception(cell, cell_index=index)
                        break
                finally:
                    nb_man.cell_complete(cell, cell_index=index)
        finally:
            shell.reset(new_session=False)  # type: ignore[no-untyped-call]
            sys.modules["__main__"] = main
            _Shell.clear_instance()


papermill_engines.register(ENGINE, InProcessEngine)


def _run_cell(shell: "_Shell", cell: NotebookNode) -> bool:
    """Run one cell and put what it showed into it; return whether it succeeded."""
    shell.outputs.clear()
    cell["execution_count"] = shell.execution_count
    out, err = _Stream(shell.outputs, "stdout"), _Stream(shell.outputs, "stderr")
    with redirect_stdout(out), redirect_stderr(err):
        result = shell.run_cell(cell.source, store_history=True)  # type: ignore[no-untyped-call]
    cell["outputs"] = [nbformat.from_dict(output) for output in shell.outputs]
    return bool(result.success)


class _Stream(io.TextIOBase):
    """A text stream that becomes a stream output, joined with the one before where alike."""

    def __init__(self, outputs: list[dict[str, Any]], name: str) -> None:
        self._outputs, self._name = outputs, name

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        last = self._outputs[-1] if self._outputs else {}
        if last.get("name") == self._name:
            last["text"] += text
        elif text:
            stream = {"output_type": "stream", "name": self._name, "text": text}
            self._outputs.append(stream)
        return len(text)


class _Hook(DisplayHook):
    """Turns the value of a cell's last expression into an `execute_result`."""

    _result: dict[str, Any]

    def start_displayhook(self) -> None:
        self._result = {"output_type": "execute_result", "data": {}, "metadata": {}}

    def write_output_prompt(self) -> None:
        self._result["execution_count"] = self.prompt_count

    def write_format_data(
        self, format_dict: dict[str, Any], md_dict: dict[str, Any] | None = None
    ) -> None:
        self._result["data"] = format_dict
        self._result["metadata"] = md_dict or {}

    def flush(self) -> None:
        """Leave the values shown to go with the shell: to look for garbage each time takes long."""

    def finish_displayhook(self) -> None:
        if self._result["data"] and self.shell:
            self.shell.outputs.append(self._result)


class _Publisher(DisplayPublisher):
    """Turns `display(…)` into `display_data`."""

    def publish(  # type: ignore[override]
        self, data: dict[str, Any], metadata: dict[str, Any] | None = None, **_: Any
    ) -> None:
        self.shell.outputs.append(
            {"output_type": "display_data", "data": data, "metadata": metadata or {}}
        )

    def clear_output(self, wait: bool = False) -> None:
        self.shell.outputs.clear()


class _Shell(InteractiveShell):
    """A shell that gathers what a cell shows in `outputs`."""

    displayhook_class = _Hook
    display_pub_class = _Publisher

    def __init__(self, **arguments: Any) -> None:
        self.outputs: list[dict[str, Any]] = []
        super().__init__(**arguments)  # type: ignore[no-untyped-call]

    def _showtraceback(self, etype: type, evalue: object, stb: list[str]) -> None:
        self.outputs.append(
            {
                "output_type": "error",
                "ename": etype.__name__,
                "evalue": str(evalue),
                "traceback": list(stb),
            }
        )

    def init_virtualenv(self) -> None:
        """Leave sys.path alone: this process already runs in the right environment."""


def _new_shell(ipython_dir: Path | None) -> _Shell:
    """Return a shell with an empty namespace, no history file and no start-up files."""
    config = Config()
    config.HistoryManager.enabled = False
    config.InteractiveShell.colors = "nocolor"
    InteractiveShell.clear_instance()
    _Shell.clear_instance()
    shell = _Shell.instance(
        config=config,
        ipython_dir=str(ipython_dir) if ipython_dir else None,
        user_module=types.ModuleType("__main__"),
    )
    assert isinstance(shell, _Shell)
    answer_faults(shell)
    return shell
