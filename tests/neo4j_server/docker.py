"""A server in a container, where a Docker engine answers."""

from __future__ import annotations

import secrets
import shutil
import subprocess

from tests.neo4j_server.ports import free_ports
from tests.neo4j_server.server import Neo4jServer

__all__ = ["IMAGE", "DockerServer", "whats_missing"]

IMAGE = "neo4j:5.26-community"


def whats_missing() -> str:
    """Why Docker cannot be used here; "" where it can."""
    if shutil.which("docker") is None:
        return "docker not on PATH"
    said = subprocess.run(["docker", "info"], capture_output=True, text=True, check=False)
    return "no Docker engine answers" if said.returncode else ""


class DockerServer(Neo4jServer):
    """Neo4j Community in a container that goes when it stops, its ports on loopback."""

    def __init__(self) -> None:
        bolt, http = free_ports(2)
        super().__init__(
            f"bolt://127.0.0.1:{bolt}", "neo4j", secrets.token_hex(12), f"http://127.0.0.1:{http}/browser/"
        )
        self._name = f"quangang-tests-{secrets.token_hex(4)}"
        _docker(
            *("create", "--name", self._name, "--env", f"NEO4J_AUTH=neo4j/{self.password}"),
            *("--env", f"NEO4J_server_bolt_advertised__address=127.0.0.1:{bolt}"),
            *("--env", "NEO4J_server_memory_heap_max__size=1g"),
            *("--publish", f"127.0.0.1:{bolt}:7687", "--publish", f"127.0.0.1:{http}:7474"),
            IMAGE,
        )
        try:
            self.start()
        except BaseException:
            self.stop()
            raise

    def start(self) -> None:
        _docker("start", self._name)
        try:
            self.wait()
        except TimeoutError as error:
            raise LookupError(f"Neo4j in Docker: {error}") from error

    def kill(self) -> None:
        _docker("kill", self._name)

    def stop(self) -> None:
        subprocess.run(["docker", "rm", "--force", "--volumes", self._name], capture_output=True, check=False)

    def alive(self) -> bool:
        return _docker("inspect", "--format", "{{.State.Running}}", self._name).strip() == "true"


def _docker(*words: str) -> str:
    said = subprocess.run(["docker", *words], capture_output=True, text=True, check=False)
    if said.returncode:
        raise LookupError(f"docker {words[0]}: {said.stderr.strip()[-500:]}")
    return said.stdout
