"""A server from Maven artifacts: the jars of the official distribution, as a process of this machine."""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import secrets
import shutil
import signal
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import gettempdir, mkdtemp

from tests.neo4j_server.ports import free_ports
from tests.neo4j_server.server import Neo4jServer

__all__ = ["BRIEF", "MavenServer", "class_path", "whats_missing"]

_POM = Path(__file__).with_name("pom.xml")
_COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath"
_OPENS = tuple(f"--add-opens=java.base/{name}=ALL-UNNAMED" for name in ("java.nio", "java.io", "sun.nio.ch"))
_CONF = """\
server.default_listen_address=127.0.0.1
server.bolt.listen_address=127.0.0.1:{bolt}
server.bolt.advertised_address=127.0.0.1:{bolt}
server.http.listen_address=127.0.0.1:{http}
server.http.advertised_address=127.0.0.1:{http}
server.https.enabled=false
server.memory.pagecache.size=256m
db.tx_log.preallocate=false
dbms.cypher.min_replan_interval=1h
dbms.usage_report.enabled=false
dbms.security.allow_csv_import_from_file_urls=false
"""

BRIEF = ("-XX:TieredStopAtLevel=1", "-XX:CompileThresholdScaling=3", "-XX:+UseSerialGC", "-Xmn256m")
"""For a server or a program that lives some minutes: optimising what it runs would cost more than it ever saves.

Compiling later and collecting less often saved a twelfth of what the catalogue costs on a server that just started.
"""


def whats_missing() -> str:
    """Why Maven artifacts cannot be started here; "" where they can."""
    absent = [program for program in ("java", "mvn") if shutil.which(program) is None]
    if absent:
        return f"{' and '.join(absent)} not on PATH"
    told = subprocess.run(["java", "-version"], capture_output=True, text=True, check=False).stderr
    found = re.search(r'version "(\d+)', told)
    if found is None or int(found[1]) < 17:
        return f"Java 17 or newer expected, got {told.splitlines()[:1]}"
    return ""


def class_path() -> str:
    """The jars, in Maven's own repository: fetched once for a machine, and listed once for a pom."""
    listed = _noted()
    with _one_at_a_time():
        jars = listed.read_text(encoding="utf-8").strip() if listed.exists() else ""
        if not jars or not all(map(os.path.exists, jars.split(os.pathsep))):
            jars = _listed_by_maven()
            listed.parent.mkdir(parents=True, exist_ok=True)
            listed.write_text(jars, encoding="utf-8")
    return jars


def _noted() -> Path:
    """Where the list is kept: Maven takes ten seconds of a processor to say the same again."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return cache / "quangang-tests" / f"neo4j-{hashlib.sha256(_POM.read_bytes()).hexdigest()[:16]}.classpath"


def _listed_by_maven() -> str:
    folder = Path(mkdtemp(prefix="quangang-neo4j-jars-"))
    try:
        listed = folder / "class-path"
        said = subprocess.run(
            ["mvn", "-q", "-B", "-f", _POM, _COPY, f"-Dmdep.outputFile={listed}", "-Dmdep.includeScope=runtime"],
            env={**os.environ, "MAVEN_OPTS": " ".join((*BRIEF, os.environ.get("MAVEN_OPTS", "")))},
            capture_output=True,
            text=True,
            check=False,
        )
        if said.returncode:
            raise LookupError(f"mvn: {(said.stdout + said.stderr).strip()[-500:]}")
        return listed.read_text(encoding="utf-8").strip()
    finally:
        shutil.rmtree(folder)


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Maven's repository is not made for two that fetch into it, and tests run in several processes."""
    with (Path(gettempdir()) / "quangang-maven.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


class MavenServer(Neo4jServer):
    """Neo4j Community on free loopback ports, its data in a folder that goes when it stops.

    ``options`` are those of Java: `BRIEF` for tests, none where speed is measured. ``settings`` are added to those
    that every test needs.
    """

    def __init__(
        self, jars: str, heap: str = "1g", options: Sequence[str] = (), settings: Mapping[str, str] | None = None
    ) -> None:
        bolt, http = free_ports(2)
        super().__init__(
            f"bolt://127.0.0.1:{bolt}", "neo4j", secrets.token_hex(12), f"http://127.0.0.1:{http}/browser/"
        )
        self.home = Path(mkdtemp(prefix="quangang-neo4j-", dir=gettempdir()))
        self._jars = jars
        self._heap = heap
        self._options = tuple(options)
        self._process: subprocess.Popen[bytes] | None = None
        (self.home / "conf").mkdir()
        own = dict(line.split("=", 1) for line in _CONF.format(bolt=bolt, http=http).splitlines())
        conf = "".join(f"{name}={value}\n" for name, value in {**own, **(settings or {})}.items())
        (self.home / "conf" / "neo4j.conf").write_text(conf, encoding="utf-8")
        try:
            self.admin("dbms", "set-initial-password", self.password)
            self.start()
        except BaseException:
            self.stop()
            raise

    def admin(self, *words: str) -> str:
        """Run neo4j-admin on the home of this server; what it said."""
        environment = {"NEO4J_HOME": str(self.home), "NEO4J_CONF": str(self.home / "conf")}
        java = shutil.which("java") or "java"
        command = [java, *self._options, *_OPENS, "-cp", self._jars, "org.neo4j.cli.AdminTool", *words]
        said = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        if said.returncode:
            raise LookupError(f"neo4j-admin {words[0]}: {(said.stdout + said.stderr).strip()[-500:]}")
        return said.stdout

    def start(self) -> None:
        command = ["java", "-Xms128m", f"-Xmx{self._heap}", *self._options, *_OPENS, "-cp", self._jars]
        command += ["org.neo4j.server.CommunityEntryPoint", f"--home-dir={self.home}", f"--config-dir={self.home}/conf"]
        with (self.home / "console.log").open("ab") as log:
            self._process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
            )
        try:
            self.wait()
        except TimeoutError as error:
            told = (self.home / "console.log").read_text(encoding="utf-8", errors="replace")[-800:]
            raise LookupError(f"Neo4j did not start: {error}: {told}") from error

    def kill(self) -> None:
        self._end(signal.SIGKILL)

    def shut_down(self) -> None:
        """End it in order; `start` goes on with the same data."""
        self._end(signal.SIGTERM)

    def stop(self) -> None:
        self.kill()  # its data goes with it
        shutil.rmtree(self.home, ignore_errors=True)

    @property
    def process(self) -> int | None:
        """Its number among the processes of this machine, while it runs."""
        return self._process.pid if self._process is not None else None

    def alive(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def _end(self, how: signal.Signals) -> None:
        process = self._process
        if process is not None:
            process.send_signal(how)
            process.wait(timeout=60)
            if self._process is process:  # else somebody saw it end, and started the next one meanwhile
                self._process = None
