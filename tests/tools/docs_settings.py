"""`docs/reference/settings.md`: the environment variables, from `api.settings`."""

from __future__ import annotations

import re
from dataclasses import fields
from inspect import getdoc, getsource

from api import settings
from api.settings import DEFAULT_STORE, Serving, Settings
from tests.tools.docs_markdown import code, page, table

__all__ = ["settings_page", "variables"]

_NAME = r"(?:QUANGANG|NEO4J)_[A-Z_]+"

_STORE = (
    f"`--store` 的缺省值；没有设定时用当前目录的 `{DEFAULT_STORE}` "
    f"what `--store` is without the option; else `{DEFAULT_STORE}` in the current folder"
)
_AUTHOR = "`--author` 的缺省值；没有设定时用登录名 what `--author` is without the option; else the login name"
_TODAY = (
    "演练和测试用：以这一天为今天，修订时间记为这一天正午；缺省用系统时钟 "
    "for rehearsals and tests: this day is today, and revisions are stamped with noon of it; else the system's clock"
)
_DEBUG = "设为任意值时，错误连同调用栈一起显示 set to anything: errors come with their traceback"

_USERNAME = "图谱库在 Neo4j 服务器上时的用户；缺省 `neo4j` who opens a store on a Neo4j server; else `neo4j`"
_PASSWORD = (
    "该用户的口令；不写在地址里，也不出现在任何输出里 "
    "the password of that user; never in an address, and in nothing that is printed"
)

_SERVING = Serving()
_MEANINGS = {
    "QUANGANG_STORE": ("图谱库 the store", _STORE),
    "QUANGANG_AUTHOR": ("经办人 the author", _AUTHOR),
    "QUANGANG_TODAY": ("今天 today, YYYY-MM-DD", _TODAY),
    "QUANGANG_DEBUG": ("调试 debugging", _DEBUG),
    "NEO4J_USERNAME": ("Neo4j 用户 user", _USERNAME),
    "NEO4J_PASSWORD": ("Neo4j 口令 password", _PASSWORD),
    "QUANGANG_HTTP_HOSTS": (
        "主机名，以逗号分隔 host names",
        "服务认的名字，本机和 `--host` 之外 by which the server may be addressed, beside loopback and `--host`",
    ),
    "QUANGANG_HTTP_BODY": ("字节 bytes", f"请求体上限，缺省 limit of a body, else {_SERVING.body:,}"),
    "QUANGANG_HTTP_UPLOAD": ("字节 bytes", f"一次载入的上限，缺省 limit of one load, else {_SERVING.upload:,}"),
    "QUANGANG_HTTP_DEPTH": ("层 levels", f"请求体嵌套上限，缺省 how deep a body may be nested, else {_SERVING.depth}"),
    "QUANGANG_HTTP_SECONDS": (
        "秒 seconds",
        f"一个答案的时间上限，载入为十倍，缺省 time for an answer, ten times that for a load, else {_SERVING.seconds}",
    ),
    "QUANGANG_HTTP_CACHE": (
        "字节 bytes",
        f"每个进程保留的答案，缺省 answers kept by a process, else {_SERVING.cache:,}",
    ),
    "QUANGANG_HTTP_FRESH": (
        "毫秒 milliseconds",
        f"隔多久看一次有无新修订，缺省 how often the server looks for a new revision, else {_SERVING.fresh}",
    ),
    "QUANGANG_HTTP_THREADS": (
        "个 number",
        f"每个进程同时计算的答案，缺省 answers that a process works out at a time, else {_SERVING.threads}",
    ),
    "QUANGANG_HTTP_TOKEN": (
        "令牌 token",
        "写入须出示；没有设定时每次启动另取 what a write shows; else drawn at every start",
    ),
    "QUANGANG_HTTP_QUIET": ("任意值 anything", "只记录错误，同 `--quiet` only errors are logged, as with `--quiet`"),
}

_INTRO = """\
环境变量。命令行选项总是优先；没有配置文件。
Environment variables. An option of the command line goes before them; there is no configuration file."""


_STORE_FILES = """\
## 库的文件 The files of a store

图谱库是一个 SQLite 文件，如 `quangang.db`。旁边的 `quangang.db-wal` 是尚未并入的最近写入，`quangang.db-shm` 是它的
索引；两者由 SQLite 建立和收回，属于库，不要单独删除或移动。备份：没有程序在用时把三个文件一起复制，或用
`quangang export`，它写出全部历史。
A store is one SQLite file. `-wal` beside it holds the latest writes until they are merged, `-shm` is its index: both
belong to the store and come and go by themselves; never delete or move them alone. To back up, copy all three while no
program uses them, or use `quangang export`, which writes the whole history."""


def variables() -> tuple[str, ...]:
    """Every environment variable that the program reads, sorted."""
    return tuple(sorted(set(re.findall(_NAME, getsource(settings)))))


def settings_page() -> str:
    """The whole page."""
    told = {name for each in (Settings, Serving) for name in re.findall(_NAME, getdoc(each) or "")}
    if told != set(variables()) or len(told) != len(fields(Settings)) + len(fields(Serving)):
        raise ValueError(f"Settings tells of {sorted(told)} and reads {variables()}")
    rows = [(code(name), *_MEANINGS[name]) for name in variables()]
    rows.append(
        (
            code("COLUMNS"),
            "宽度 width",
            "输出不到终端时，表格的宽度；缺省 80 how wide tables are off a terminal; else 80",
        )
    )
    return page("设置 Settings", _INTRO, table(("变量 variable", "内容 content", "作用 meaning"), rows), _STORE_FILES)
