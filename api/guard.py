"""Our four packages have generic names: make sure that they are ours before anything of them runs (decision 13).

pip overwrites a package of the same name without a word, and a notebook or ``python -m`` puts the working folder
first on the path. So every entry point calls `check_packages` before it imports from the other packages.
"""

from __future__ import annotations

from importlib.machinery import ModuleSpec
from importlib.util import find_spec
from pathlib import Path

__all__ = ["PACKAGES", "IntruderError", "check_packages"]

PACKAGES = ("graph", "loaders", "queries", "api")


class IntruderError(Exception):
    """A package of ours is missing, or another of the same name stands before it.

    Not a `graph.errors.QuangangError`: nothing of ``graph`` can be trusted when this is raised.
    """


def check_packages(home: Path | None = None) -> None:
    """Stop unless the four packages share one parent folder, that of this file (or ``home``).

    Raises:
        IntruderError: naming the first one that comes from elsewhere.
    """
    home = home or Path(__file__).resolve().parent.parent
    for name in PACKAGES:
        found = _folder(_spec(name))
        if found is None:
            raise IntruderError(
                f"找不到程序包 {name}；应在 {home}；请重新安装 quangang "
                f"the package {name} is missing; expected in {home}; reinstall quangang"
            )
        if found.parent != home or found.name != name:
            raise IntruderError(
                f"同名程序包 {name} 来自别处：{found}；应为 {home / name}；请换一个工作目录，或卸载、改名那个程序包 "
                f"the package {name} is an intruder: {found}; expected {home / name}; run it from another folder, or "
                "remove that package"
            )


def _spec(name: str) -> ModuleSpec | None:
    try:
        return find_spec(name)
    except ValueError:  # a module that somebody put into sys.modules without a spec
        return None


def _folder(spec: ModuleSpec | None) -> Path | None:
    """The folder of a package; the file of a plain module; None where there is nothing with code."""
    if spec is None or spec.origin is None:
        return None
    path = Path(spec.origin).resolve()
    return path.parent if path.name == "__init__.py" else path
