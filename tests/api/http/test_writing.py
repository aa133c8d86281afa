"""Loads and commits over HTTP: one revision or none, guarded against other sites."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from api.settings import Settings
from graph.errors import InputError
from tests.api.http.conftest import TOKEN, Client, commit
from tests.loaders.books import write_docx, write_xls, write_xlsx
from tests.loaders.statutes.texts import OLD

REFORM = {"reform": "暂停", "effective": "2014-07-01", "changes": [{"op": "edit", "edits": []}]}
SYSTEM = {"edit": "add_node", "kind": "System", "code": "S9", "properties": {"name": "新系统"}}
EDIT = {**REFORM, "changes": [{"op": "edit", "edits": [SYSTEM]}]}
LINE = json.dumps({"kind": "System", "code": "S8", "name": "载入的系统"}, ensure_ascii=False).encode()
COMMIT, LOAD = "/api/v1/commit", "/api/v1/load"


def file(name: str = "graph.jsonl", content: bytes = LINE, field: str = "files") -> dict[str, Any]:
    return {"files": [(field, (name, content, "application/octet-stream"))]}


def packed(parts: Mapping[str, bytes]) -> bytes:
    """An archive of parts, as Office files are."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def head(client: Client) -> int:
    found: int = client.get("/api/v1/history")["meta"]["revision"]
    return found


# ------------------------------------------------------------------------------------------- the guard


def test_the_token_is_to_be_asked_for(writable: Client) -> None:
    assert writable.get("/api/v1/token")["token"] == TOKEN


@pytest.mark.parametrize("path", [COMMIT, LOAD])
@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-CSRF-Token": "guessed"},
        {"X-CSRF-Token": ""},
        {"X-CSRF-Token": TOKEN, "Origin": "http://elsewhere.example"},
        {"X-CSRF-Token": TOKEN, "Origin": "null"},
        {"X-CSRF-Token": TOKEN, "Origin": "http://["},
        {"X-CSRF-Token": TOKEN, "Origin": "http://127.0.0.1:1"},
        {"X-CSRF-Token": TOKEN, "Sec-Fetch-Site": "cross-site"},
        {"X-CSRF-Token": TOKEN, "Sec-Fetch-Site": "same-site"},
    ],
)
def test_a_write_from_elsewhere_is_turned_away(writable: Client, path: str, headers: dict[str, str]) -> None:
    body: dict[str, Any] = {"json": EDIT} if path == COMMIT else file()

    assert writable.problem(403, "POST", path, headers=headers, **body)["type"].endswith(":forbidden")
    assert head(writable) == 2


def test_a_page_of_ours_may_write(writable: Client) -> None:
    headers = {"Origin": "http://127.0.0.1", "Sec-Fetch-Site": "same-origin"}

    assert writable.write(COMMIT, json=EDIT, headers=headers).status_code == 201


# ------------------------------------------------------------------------------------------- commit


def test_a_commit_is_a_revision_and_read_at_once(writable: Client) -> None:
    answer = writable.write(COMMIT, json=EDIT)

    assert (answer.status_code, answer.headers["location"]) == (201, "/api/v1/history/3")
    assert answer.json()["meta"]["revision"] == answer.json()["revision"] == 3
    assert writable.get("/api/v1/show/System/S9?on=2014-07-01")["name"] == "新系统"


def test_a_dry_run_writes_nothing(writable: Client) -> None:
    answer = writable.write(f"{COMMIT}?dry_run=true", json=EDIT)

    assert (answer.status_code, answer.json()["edits"], answer.json()["committed"]) == (200, 1, False)
    assert head(writable) == 2


def test_nothing_to_change_is_no_revision(writable: Client) -> None:
    answer = writable.write(COMMIT, json=REFORM)

    assert (answer.status_code, answer.json()["revision"]) == (200, None)


@pytest.fixture
def blocked(writable: Client) -> dict[str, Any]:
    """A reform that would open findings: a power without a basis."""
    edit = {"edit": "add_node", "kind": "Power", "code": "W", "properties": {"name": "无依据"}}
    reform = {**REFORM, "changes": [{"op": "edit", "edits": [edit]}]}
    assert writable.write(f"{COMMIT}?dry_run=true", json=reform).json()["blocking"]
    return reform


def test_findings_that_would_open_stop_a_commit(writable: Client, blocked: dict[str, Any]) -> None:
    problem = writable.problem(409, "POST", COMMIT, json=blocked, headers={"X-CSRF-Token": TOKEN})

    assert [row["file"] for row in problem["problems"]] == ["PG001/W"]
    assert problem["problems"][0]["advice"]
    assert head(writable) == 2


def test_accepted_findings_do_not(writable: Client, blocked: dict[str, Any]) -> None:
    accept = [{"finding": "PG001/W", "reason": "另文规定", "until": "2015-01-01"}]

    answer = writable.write(COMMIT, json={**blocked, "accept": accept})

    assert (answer.status_code, answer.json()["accepted"][0]["finding"]) == (201, "PG001/W")


def test_a_reform_made_for_another_revision_is_a_conflict(writable: Client, two_revisions: Path) -> None:
    commit(two_revisions)

    problem = writable.problem(409, "POST", f"{COMMIT}?parent=2", json=EDIT, headers={"X-CSRF-Token": TOKEN})

    assert problem["revision"] == 3


def test_a_commit_sees_what_another_process_wrote(writable: Client, two_revisions: Path) -> None:
    commit(two_revisions)

    assert writable.write(COMMIT, json=EDIT).json()["revision"] == 4


# ------------------------------------------------------------------------------------------- load


def test_a_graph_file_is_loaded(writable: Client) -> None:
    answer = writable.write(f"{LOAD}?author=某某&reason=补录", **file())

    assert (answer.status_code, answer.json()["revision"], answer.json()["files"][0]["written"]) == (201, 3, 1)
    assert writable.get("/api/v1/show/S8")["name"] == "载入的系统"
    assert writable.get("/api/v1/history/3")["author"] == "某某"


def test_all_edits_of_a_rehearsal_are_a_file(writable: Client) -> None:
    answer = writable.write(f"{LOAD}/edits", **file(content=LINE.replace("载入".encode(), "=载入".encode())))

    assert answer.text.lstrip("\ufeff").splitlines()[1:] == ["增,System/S8,'=载入的系统,graph.jsonl,,1"]
    assert head(writable) == 2


def test_only_what_is_written_needs_somebody_who_answers_for_it(
    writable: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nobody(_: Settings) -> str:
        raise InputError("没有经办人 no author")

    monkeypatch.setattr(Settings, "required_author", nobody)

    assert writable.write(f"{LOAD}?dry_run=true", **file()).status_code == 200
    assert writable.write(f"{COMMIT}?dry_run=true", json=EDIT).status_code == 200
    assert "没有经办人" in writable.write(LOAD, **file()).text


def test_tables_are_loaded_together(writable: Client) -> None:
    tables = {
        "机构表.csv": "机构编码,名称,机构层级,上级机构\nR2,第二海关,直属海关,\n",
        "岗位设置表.csv": "岗位编码,名称,所在机构\nP2,第二岗,R2\n",
    }
    files = [("files", (name, text.encode(), "text/csv")) for name, text in tables.items()]

    answer = writable.write(f"{LOAD}?dry_run=true", files=files)

    assert [item["name"] for item in answer.json()["files"]] == sorted(tables)
    changes = answer.json()["changes"]
    assert changes["count"] == len(changes["first"]) == 3
    assert {(item["edit"], item["of"], item["file"], item["row"]) for item in changes["first"]} == {
        ("add_node", "Unit/R2", "机构表.csv", 2),
        ("add_node", "Post/P2", "岗位设置表.csv", 2),
        ("add_relation", "Post/P2 IN_UNIT Unit/R2", "岗位设置表.csv", 2),
    }


def test_a_rehearsal_tells_the_findings_that_would_open(writable: Client) -> None:
    content = '{"kind": "Power", "code": "W9", "name": "新职权"}'.encode()

    told = writable.write(f"{LOAD}?dry_run=true", **file(content=content)).json()["findings"]

    (opened,) = told["opened"]["first"]
    assert (opened["key"], opened["article"] != "", told["closed"]["count"]) == ("PG001/W9", True, 0)
    assert opened["parts"] == [{"node": "Power/W9", "name": {"zh": "W9 新职权", "en": "W9 新职权"}, "stored": False}]


def test_statutes_and_flowcharts_are_loaded_too(writable: Client) -> None:
    texts = {
        "渡口法(2001-03-01).md": OLD.encode(),
        "e39.bpmn": writable("GET", "/api/v1/pictures/flow.bpmn?power=E39").content,
    }

    for name, content in texts.items():
        answer = writable.write(f"{LOAD}?dry_run=true", files=[("files", (name, content, "text/plain"))])
        assert (answer.json()["accepted"], len(answer.json()["files"])) == (True, 1)


def test_a_rehearsal_tells_every_problem_by_row(writable: Client) -> None:
    content = LINE + b'\n{"kind": "Systm", "code": "X"}\n{"kind": "Power"}\n'

    report = writable.write(f"{LOAD}?dry_run=true", **file(content=content)).json()

    assert (report["accepted"], [row["row"] for row in report["problems"]]) == (False, [2, 3])


def test_a_refused_rehearsal_tells_what_the_rows_that_are_right_would_write(writable: Client) -> None:
    content = LINE + '\n{"kind": "Power", "code": "W9", "name": "新职权"}\n{"kind": "Systm", "code": "X"}\n'.encode()

    report = writable.write(f"{LOAD}?dry_run=true", **file(content=content)).json()
    taken = writable.write(f"{LOAD}?dry_run=true&partial=true", **file(content=content)).json()
    saved = writable.write(f"{LOAD}/edits", **file(content=content)).content.decode("utf-8-sig")

    assert (report["accepted"], report["edits"], report["changes"]["count"], report["findings"]) == (False, 0, 0, None)
    assert (report["rest"]["rows"], report["rest"]["changes"]) == (2, taken["changes"])
    assert report["rest"]["findings"] == taken["findings"]
    assert "Power/W9" in saved
    assert (taken["rest"], head(writable)) == (None, 2)


def test_what_rows_would_write_alone_is_not_told_where_files_are_complete_or_nothing_is_right(
    writable: Client,
) -> None:
    mixed = LINE + b'\n{"kind": "Systm", "code": "X"}\n'
    wrong = b'{"kind": "Systm", "code": "X"}\n'

    told = [
        writable.write(f"{LOAD}?dry_run=true{option}", **file(content=content)).json()["rest"]
        for option, content in (("&complete=true", mixed), ("", wrong))
    ]

    assert told == [None, None]


def test_a_load_with_problems_writes_nothing(writable: Client) -> None:
    content = LINE + b'\n{"kind": "Systm", "code": "X"}\n'

    problem = writable.problem(422, "POST", LOAD, headers={"X-CSRF-Token": TOKEN}, **file(content=content))

    assert [(row["file"], row["row"]) for row in problem["problems"]] == [("graph.jsonl", 2)]
    assert head(writable) == 2


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/passwd",
        "..\\..\\b.jsonl",
        "/etc/cron.d/x.jsonl",
        "C:\\x\\y.jsonl",
        ".hidden.csv",
        "x.exe",
        "a\x00.jsonl",
        "..",
    ],
)
def test_a_file_name_never_leads_out_of_its_folder(writable: Client, tmp_path: Path, name: str) -> None:
    before = sorted(tmp_path.rglob("*"))

    answer = writable.write(f"{LOAD}?dry_run=true", **file(name))

    assert answer.status_code in (200, 400, 422)
    assert sorted(tmp_path.rglob("*")) == before
    if answer.status_code == 200:
        assert answer.json()["files"][0]["name"] in ("b.jsonl", "x.jsonl", "y.jsonl", "a%00.jsonl")


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({"json": {}}, 415),
        ({"content": b"--x\r\n", "headers": {"Content-Type": "multipart/form-data"}}, 400),
        ({"content": b"", "headers": {"Content-Type": "multipart/form-data; boundary=x"}}, 422),
        ({"data": {"files": "text"}, "files": {"other": ("a.jsonl", LINE)}}, 400),
        (file(field="file"), 422),
        ({"files": [("files", ("a.jsonl", LINE)), ("files", ("b/a.jsonl", LINE))]}, 422),
        ({"files": [("files", ("a.jsonl", LINE)), ("files", ("b.jsonl", LINE))]}, 422),
        (file("a.jsonl", b"\xff\xfe\x00"), 422),
        (file("a.csv", b""), 422),
    ],
)
def test_a_form_that_is_wrong_says_so(writable: Client, given: dict[str, Any], status: int) -> None:
    headers = {"X-CSRF-Token": TOKEN, **given.pop("headers", {})}

    assert writable.problem(status, "POST", LOAD, headers=headers, **given)["detail"]
    assert head(writable) == 2


# ------------------------------------------------------------------------------------------- workbooks

POSTS = (("岗位编码", "名称", "所在机构"), ("P7", "第七岗", "R"), ("P8", "第八岗", "无此机构"))
WRITERS: dict[str, Callable[..., Path]] = {".xlsx": write_xlsx, ".xls": write_xls, ".docx": write_docx}


def book(folder: Path, suffix: str = ".xlsx") -> dict[str, Any]:
    """A workbook of posts, one of them in a unit that is not there."""
    path = folder / f"岗位设置表{suffix}"
    WRITERS[suffix](path, POSTS, title="岗位设置表")
    return file(path.name, path.read_bytes())


@pytest.mark.parametrize("suffix", sorted(WRITERS))
def test_problems_of_a_workbook_are_told_by_sheet_and_cell(writable: Client, tmp_path: Path, suffix: str) -> None:
    report = writable.write(f"{LOAD}?dry_run=true", **book(tmp_path, suffix)).json()

    told = [(row["file"], "岗位设置表" in row["sheet"], row["cell"]) for row in report["problems"]]
    assert told == [(f"岗位设置表{suffix}", True, "C3")]


def test_the_rows_that_are_right_are_taken_where_that_is_asked_for(writable: Client, tmp_path: Path) -> None:
    whole = writable.problem(422, "POST", LOAD, headers={"X-CSRF-Token": TOKEN}, **book(tmp_path))
    answer = writable.write(f"{LOAD}?partial=true", **book(tmp_path))

    assert [row["cell"] for row in whole["problems"]] == ["C3"]
    assert (answer.status_code, answer.json()["edits"], len(answer.json()["problems"])) == (201, 2, 1)


def test_a_copy_of_the_workbook_comes_with_its_problems_marked(writable: Client, tmp_path: Path) -> None:
    answer = writable.write(f"{LOAD}/marked?effective=2014-02-01&author=somebody", **book(tmp_path, ".docx"))

    sheet = load_workbook(io.BytesIO(answer.content)).worksheets[0]
    assert "filename*=UTF-8''" in answer.headers["content-disposition"]
    assert [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.comment] == ["C3"]
    assert head(writable) == 2


def test_there_is_no_marked_copy_of_what_is_right(writable: Client) -> None:
    assert writable.problem(404, "POST", f"{LOAD}/marked", headers={"X-CSRF-Token": TOKEN}, **file())["detail"]


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.xlsx", packed({"xl/worksheets/sheet1.xml": b"0" * (20 << 20)}), "压缩"),
        ("a.xlsx", packed({"xl/workbook.xml": b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x/>'}), "实体"),
        ("a.xlsm", packed({"xl/vbaProject.bin": b"x"}), "宏"),
        ("a.docx", packed({"word/vbaProject.bin": b"x"}), "宏"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "加密"),
    ],
    ids=["bomb", "entity", "xlsm", "docx with macros", "password"],
)
def test_a_workbook_that_is_not_to_be_trusted_is_refused(
    writable: Client, name: str, content: bytes, told: str
) -> None:
    problem = writable.problem(422, "POST", LOAD, headers={"X-CSRF-Token": TOKEN}, **file(name, content))

    assert told in problem["problems"][0]["got"] + problem["problems"][0]["expected"]
    assert problem["problems"][0]["advice"]


def test_what_would_open_on_a_later_day_of_the_log_stops_a_commit_too(writable: Client) -> None:
    # Revision 2 cancels E39 from 2014-06-01 on: a power of April that depends on it is blocked from then.
    nodes = {"Power": {"name": "依赖减免税", "type": "07"}, "Step": {"name": "办理"}}
    edits: list[dict[str, Any]] = [
        {"edit": "add_node", "kind": kind, "code": f"N-{kind}", "properties": held} for kind, held in nodes.items()
    ]
    ends = (("AUTHORIZED_BY", "Article/A"), ("DEPENDS_ON", "Power/E39"), ("HAS_STEP", "Step/N-Step"))
    edits += [{"edit": "add_relation", "rel": rel, "from": "Power/N-Power", "to": to} for rel, to in ends]
    edits.append({"edit": "add_relation", "rel": "PERFORMED_BY", "from": "Step/N-Step", "to": "Post/Q"})
    reform = {**REFORM, "effective": "2014-04-01", "changes": [{"op": "edit", "edits": edits}]}

    problem = writable.problem(409, "POST", COMMIT, json=reform, headers={"X-CSRF-Token": TOKEN})
    (row,) = problem["problems"]
    assert (row["file"], "2014-06-01" in row["got"]) == ("PG004/N-Power/E39", True)

    dry = writable.write(f"{COMMIT}?dry_run=true", json=reform).json()
    assert [(item["key"], item["on"]) for item in dry["blocking"]] == [("PG004/N-Power/E39", "2014-06-01")]
