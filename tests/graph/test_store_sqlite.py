"""The embedded store as a file: several processes, sudden death, foreign files, tampering."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from graph.edits import Action, Edit
from graph.errors import ConflictError, InputError, MissingError, StoreError
from graph.model import NodeId, RelationId
from graph.schema import HAS_STEP, Kind
from graph.store import Commit, Store, open_store
from graph.store.base import chain_hash

ROOT = Path(__file__).parents[2]

COMMIT_FOR_EVER = """
import sys
from itertools import count
from graph.edits import Action, Edit
from graph.model import NodeId, RelationId
from graph.schema import HAS_STEP, Kind
from graph.store import Commit, open_store

store = open_store(sys.argv[1], timeout=60)
for number in count():
    codes = [f"{sys.argv[2]}-{number}-{part}" for part in range(20)]
    powers = [Edit(Action.ADD_NODE, NodeId(Kind.POWER, code), {"name": "甲" * 50}) for code in codes]
    steps = [Edit(Action.ADD_NODE, NodeId(Kind.STEP, code)) for code in codes]
    relations = [Edit(Action.ADD_RELATION, RelationId(HAS_STEP, code, code)) for code in codes]
    revision = store.commit(Commit((*powers, *steps, *relations), "writer", "test"))
    print(revision.revision, revision.hash, flush=True)
"""

READ_MANY_TIMES = """
import sys
from graph.schema import HAS_STEP, Kind
from graph.store import open_store

last = reads = 0
while reads < int(sys.argv[2]):
    store = open_store(sys.argv[1])
    found = store.snapshot()
    head, powers = found.origin.revision, len(found.codes(Kind.POWER))
    assert powers == len(found.codes(Kind.STEP)) == len(list(found.pairs(HAS_STEP))) == 20 * head, (head, powers)
    assert head >= last, (head, last)
    last, reads = head, reads + 1
    store.close()
print(reads, last)
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "权岗 图谱?#%.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with closing(open_store(str(path), create=True)) as opened:
        yield opened


def power(code: str, **properties: str) -> Edit:
    return Edit(Action.ADD_NODE, NodeId(Kind.POWER, code), properties)


def process(program: str, *arguments: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", program, *map(str, arguments)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def acknowledged(writer: subprocess.Popen[str]) -> list[tuple[int, str]]:
    """What a writer said before it died; half a line is nothing said."""
    assert writer.stdout is not None
    said = writer.stdout.read()  # with what `first_line` left in the buffer, which `communicate` passes over
    _, complaints = writer.communicate(timeout=60)
    assert complaints == ""
    lines = [line.split() for line in said.splitlines(keepends=True) if line.endswith("\n")]
    return [(int(number), found) for number, found in lines]


def first_line(writer: subprocess.Popen[str]) -> tuple[int, str]:
    assert writer.stdout is not None
    line = writer.stdout.readline()
    assert line, writer.communicate()[1]
    number, found = line.split()
    return int(number), found


# ------------------------------------------------------------------------------------------- processes


@pytest.mark.slow
def test_a_killed_writer_loses_no_acknowledged_commit(path: Path) -> None:
    open_store(str(path), create=True).close()
    log: dict[int, str] = {}
    delays = [0.0, 0.003, 0.007, 0.013, 0.029]

    for round_ in range(20):
        writer = process(COMMIT_FOR_EVER, path, round_)
        said = [first_line(writer)]
        time.sleep(delays[round_ % len(delays)])
        writer.send_signal(signal.SIGKILL)
        said += acknowledged(writer)
        log.update(said)

        with closing(open_store(str(path))) as store:
            held = {revision.revision: revision.hash for revision in store.history()}
            assert {number: held.get(number) for number in log} == log
            assert len(held) == store.head()
            assert len(store.snapshot().codes(Kind.POWER)) == 20 * store.head()

    with closing(open_store(str(path))) as store:
        assert store.verify() == ()


@pytest.mark.slow
def test_readers_in_other_processes_never_see_half_a_commit(path: Path) -> None:
    open_store(str(path), create=True).close()
    writer = process(COMMIT_FOR_EVER, path, "w")
    first_line(writer)
    readers = [process(READ_MANY_TIMES, path, 20) for _ in range(3)]

    results = [reader.communicate(timeout=60) for reader in readers]
    assert writer.poll() is None
    writer.kill()
    writer.communicate()

    assert [complaints for _, complaints in results] == ["", "", ""]
    assert all(int(said.split()[0]) == 20 and int(said.split()[1]) > 1 for said, _ in results)


@pytest.mark.slow
def test_two_writers_take_turns(path: Path) -> None:
    open_store(str(path), create=True).close()
    writers = [process(COMMIT_FOR_EVER, path, name) for name in "ab"]
    said = [first_line(writer) for writer in writers]
    time.sleep(0.5)
    for writer in writers:
        writer.kill()
    said += [item for writer in writers for item in acknowledged(writer)]

    numbers = [number for number, _ in said]
    assert len(set(numbers)) == len(numbers)
    with closing(open_store(str(path))) as store:
        assert store.head() >= max(numbers)
        assert store.verify() == ()


def test_a_writer_that_does_not_let_go_is_a_conflict(path: Path, store: Store) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with (
            closing(open_store(str(path), timeout=0.05)) as impatient,
            pytest.raises(ConflictError, match="another writer"),
        ):
            impatient.commit(Commit((power("E1"),), "a", "b"))
        assert store.snapshot().codes(Kind.POWER) == ()
        other.execute("ROLLBACK")

    store.commit(Commit((power("E1"),), "a", "b"))
    assert store.head() == 1


def test_a_snapshot_does_not_move_while_others_commit(path: Path, store: Store) -> None:
    store.commit(Commit((power("E1"),), "a", "b"))
    versions = store.versions()
    assert next(versions).identity == NodeId(Kind.POWER, "E1")

    with closing(open_store(str(path))) as other:
        other.commit(Commit((power("E2"),), "a", "b"))

    assert list(versions) == []
    assert len(list(store.versions())) == 2


def test_threads_share_a_store(store: Store) -> None:
    failures: list[BaseException] = []

    def work(name: str) -> None:
        try:
            for number in range(8):
                store.commit(Commit((power(f"{name}{number}"),), name, "test"))
                found = store.snapshot()
                assert len(found.codes(Kind.POWER)) == found.origin.revision
        except BaseException as error:  # noqa: BLE001 - a thread cannot fail its test by itself
            failures.append(error)

    threads = [threading.Thread(target=work, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failures == []
    assert store.head() == 32
    assert store.verify() == ()


# ------------------------------------------------------------------------------------------- opening


def test_a_missing_file_is_missing_and_says_what_to_do(path: Path) -> None:
    with pytest.raises(MissingError, match="quangang init"):
        open_store(str(path))
    assert not path.exists()


def test_creating_opens_what_is_there(path: Path, store: Store) -> None:
    store.commit(Commit((power("E1"),), "a", "b"))

    with closing(open_store(str(path), create=True)) as again:
        assert again.head() == 1


def test_paths_and_addresses_name_the_same_file(path: Path, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    store.commit(Commit((power("E1"),), "a", "b"))
    monkeypatch.chdir(path.parent)

    for address in (str(path), f"sqlite:///{path}", path.name, f"sqlite:///{path.name}"):
        with closing(open_store(address)) as again:
            assert again.head() == 1


@pytest.mark.parametrize("address", ["mysql://host/db", "sqlite://", "sqlite:///", "sqlite://host/x.db"])
def test_an_address_of_no_known_form_is_refused(address: str) -> None:
    with pytest.raises(InputError, match="sqlite:///path"):
        open_store(address, create=True)


@pytest.mark.parametrize(
    "text", [b"not a database at all, but long enough " * 50, b"x", b"SQLite format 3\x00 and so on"]
)
def test_a_file_of_another_kind_is_no_store(path: Path, text: bytes) -> None:
    path.write_bytes(text)

    for create in (False, True):
        with pytest.raises(StoreError, match="init"):
            open_store(str(path), create=create)
    assert path.read_bytes() == text


def test_an_empty_file_is_no_store_but_can_become_one(path: Path) -> None:
    path.touch()
    with pytest.raises(StoreError, match=r"is an empty file.*init"):
        open_store(str(path))

    with closing(open_store(str(path), create=True)) as store:
        assert store.head() == 0


def test_the_database_of_another_program_is_no_store(path: Path) -> None:
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE theirs (x)")
    before = path.read_bytes()

    for create in (False, True):
        with pytest.raises(StoreError, match="another program"):
            open_store(str(path), create=create)
    assert path.read_bytes() == before


def test_a_store_of_another_layout_is_refused_with_advice(path: Path, store: Store) -> None:
    store.close()
    with closing(sqlite3.connect(path)) as other:
        other.execute("PRAGMA user_version=99")

    with pytest.raises(StoreError, match=r"layout 99, expected 1.*export"):
        open_store(str(path))


def test_a_folder_or_an_impossible_path_is_a_store_error(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "no" / "such" / "folder.db"):
        with pytest.raises(StoreError, match="path"):
            open_store(str(path), create=True)


@pytest.mark.parametrize("create", [False, True])
def test_a_folder_is_called_a_folder(tmp_path: Path, create: bool) -> None:
    with pytest.raises(StoreError, match=r"is a folder.*quangang\.db"):
        open_store(str(tmp_path), create=create)


def test_the_file_says_whose_it_is(path: Path, store: Store) -> None:
    with closing(sqlite3.connect(path)) as other:
        assert other.execute("PRAGMA application_id").fetchone() == (int.from_bytes(b"QGTP", "big"),)
        assert other.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert store.snapshot().origin.name == path.stem


def test_a_file_that_went_away_is_a_store_error(path: Path, store: Store) -> None:
    path.unlink()

    with pytest.raises(StoreError, match="gone"):
        store.snapshot()


READ_ONLY = """
import os, sys
import graph.store.sqlite
from graph.schema import Kind
from graph.store import open_store

if os.getuid() == 0:
    os.setuid(65534)
try:
    open(sys.argv[1], "ab").close()
except PermissionError:
    print(*open_store(sys.argv[1]).snapshot().codes(Kind.POWER))
"""


@pytest.mark.skipif(os.name == "nt", reason="permissions of POSIX")
@pytest.mark.parametrize("writing", [False, True])
def test_who_may_only_read_reads(writing: bool) -> None:
    with TemporaryDirectory() as folder, closing(open_store(f"{folder}/store.db", create=True)) as store:
        store.commit(Commit((power("E1"),), "a", "b"))
        if not writing:
            store.close()
        Path(folder, "store.db").chmod(0o444)
        Path(folder).chmod(0o555)
        try:
            answer = process(READ_ONLY, f"{folder}/store.db").communicate(timeout=30)
        finally:
            Path(folder).chmod(0o755)

    assert answer == ("E1\n", "")


# ------------------------------------------------------------------------------------------- tampering


@pytest.fixture
def sealed(path: Path, store: Store) -> Path:
    """A store with three revisions, closed."""
    power_, step = NodeId(Kind.POWER, "E1"), NodeId(Kind.STEP, "s")
    relation = Edit(Action.ADD_RELATION, RelationId(HAS_STEP, "E1", "s"))
    change = Edit(Action.SET_NODE, power_, {"name": "乙"}, {"name": "甲"})
    store.commit(
        Commit((Edit(Action.ADD_NODE, power_, {"name": "甲"}), Edit(Action.ADD_NODE, step), relation), "a", "1")
    )
    store.commit(Commit((change,), "a", "2", effective=date(2020, 1, 1)))
    store.commit(Commit((power("E2"),), "a", "3", manifest=store.manifest()))
    assert store.verify() == ()
    store.close()
    return path


LAYOUT = "layout changed"


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE node_version SET properties = '{\"name\":\"丙\"}' WHERE valid_from > ''", ["Power E1"]),
        ("UPDATE node_version SET valid_from = '2021-01-01' WHERE valid_from > ''", ["missing", "not in the log"]),
        ("UPDATE node_version SET valid_to = '2030-01-01' WHERE code = 'E2'", ["2030-01-01"]),
        ("UPDATE node_version SET until = 3 WHERE code = 'E2'", ["until=3"]),
        ("DELETE FROM relation_version", ["HAS_STEP Power E1 s"]),
        ("INSERT INTO node_version VALUES ('Ghost', 'x', '', NULL, 'no json', 1, 1, NULL)", ["Ghost x"]),
        ('UPDATE revision SET body = replace(body, \'"reason":"2"\', \'"reason":"9"\')', ["revision 2"]),
        ("UPDATE revision SET hash = 'x' WHERE number = 1", ["revision 1", "revision 2"]),
        ("UPDATE revision SET body = 'no json' WHERE number = 2", ["revision 2", "cannot be read"]),
        ("DELETE FROM revision WHERE number = 2", ["revision 3", "expected 2"]),
        ("DELETE FROM revision WHERE number = 3", ["Power E2"]),
        ("INSERT INTO manifest VALUES (3, '{}')", ["revision 3"]),
        ("DROP INDEX node_later", ["node_later"]),
    ],
)
def test_verify_names_what_was_tampered_with(sealed: Path, statement: str, said: Sequence[str]) -> None:
    with closing(sqlite3.connect(sealed)) as other:
        triggers = dict(other.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"))
        for name in triggers:
            other.execute(f"DROP TRIGGER {name}")
        other.execute(statement)
        for text in triggers.values():
            other.execute(text)
        other.commit()

    with closing(open_store(str(sealed))) as store:
        found = "\n".join(store.verify())
    assert all(text in found for text in said), found


def test_verify_names_a_protection_that_is_gone(sealed: Path) -> None:
    with closing(sqlite3.connect(sealed)) as other:
        other.execute("DROP TRIGGER revision_kept")
        other.commit()

    with closing(open_store(str(sealed))) as store:
        (found,) = store.verify()
    assert LAYOUT in found
    assert "revision_kept" in found


def test_a_log_written_anew_from_the_end_is_seen_by_who_kept_the_head(sealed: Path) -> None:
    """What the chain cannot show by itself: the newest revision with a hash made to fit (decision 3)."""
    with closing(open_store(str(sealed))) as store:
        kept = [revision.hash for revision in store.history()]
    with closing(sqlite3.connect(sealed)) as other:
        other.execute("DROP TRIGGER revision_fixed")
        (body,) = other.execute("SELECT body FROM revision WHERE number = 3").fetchone()
        forged = body.replace('"reason":"3"', '"reason":"x"')
        other.execute("UPDATE revision SET body = ?, hash = ? WHERE number = 3", (forged, chain_hash(forged)))
        other.commit()

    with closing(open_store(str(sealed))) as store:
        assert all(LAYOUT in text for text in store.verify())
        assert [revision.hash for revision in store.history()][:2] == kept[:2]
        assert [revision.hash for revision in store.history()] != kept


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE revision SET body = 'x'",
        "UPDATE revision SET number = 9 WHERE number = 3",
        "DELETE FROM revision",
        "INSERT OR REPLACE INTO revision VALUES (2, 'x', 'y')",
        "INSERT INTO revision VALUES (9, 'x', 'y')",
        "DELETE FROM node_version",
        "UPDATE node_version SET properties = '{}'",
        "UPDATE node_version SET until = NULL WHERE until IS NOT NULL",
        "UPDATE relation_version SET key = 'x'",
        "DELETE FROM relation_version",
    ],
)
def test_the_file_itself_refuses_to_rewrite_history(sealed: Path, statement: str) -> None:
    with closing(sqlite3.connect(sealed)) as other, pytest.raises(sqlite3.IntegrityError, match="append-only"):
        other.execute(statement)


def test_a_damaged_file_is_told_from_a_sound_one(sealed: Path) -> None:
    held = bytearray(sealed.read_bytes())
    held[4096 : 4096 + 200] = b"\xff" * 200
    held[len(held) - 4096 :] = b"\xff" * 4096
    sealed.write_bytes(held)

    try:
        with closing(open_store(str(sealed))) as store:
            found: Sequence[str] = store.verify()
    except StoreError as error:
        found = [str(error)]
    assert any("backup" in text for text in found)


def test_properties_that_are_no_json_are_a_store_error(sealed: Path) -> None:
    with closing(sqlite3.connect(sealed)) as other:
        other.execute("DROP TRIGGER node_version_fixed")
        other.execute("UPDATE node_version SET properties = '[1' WHERE code = 'E2'")
        other.commit()

    with closing(open_store(str(sealed))) as store, pytest.raises(StoreError, match="verify"):
        store.snapshot()


def test_a_full_disk_leaves_the_store_as_it_was(path: Path, store: Store) -> None:
    store.commit(Commit((power("E1"),), "a", "b"))
    with closing(sqlite3.connect(path)) as other:
        (pages,) = other.execute("PRAGMA page_count").fetchone()
    connection = store._writer  # type: ignore[attr-defined]  # noqa: SLF001 - a full disk cannot be had otherwise
    connection.execute(f"PRAGMA max_page_count={pages}")

    with pytest.raises(StoreError, match="free space"):
        store.commit(Commit(tuple(power(f"X{n}", name="长" * 1000) for n in range(50)), "a", "b"))
    assert store.head() == 1
    connection.execute("PRAGMA max_page_count=1000000")
    assert store.commit(Commit((power("E2"),), "a", "b")).revision == 2
    assert store.verify() == ()
