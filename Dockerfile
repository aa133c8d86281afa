FROM python:3.12.12-slim-bookworm

ENV PYTHONUNBUFFERED=1 \
    PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PIP_NO_CACHE_DIR=1

# The libraries first, the driver of Neo4j among them: this layer stays until their versions change.
WORKDIR /opt/quangang
COPY requirements-neo4j.txt ./
RUN pip install --require-hashes -r requirements-neo4j.txt

COPY pyproject.toml README.md LICENSE ./
COPY graph graph
COPY loaders loaders
COPY queries queries
COPY api api
RUN pip install --no-deps --no-build-isolation .

# The store lives in /data, which belongs to the user the command runs as.
RUN useradd --uid 10001 --create-home quangang \
    && install -d -o quangang -g quangang /data
USER quangang
WORKDIR /data
ENV QUANGANG_STORE=/data/quangang.sqlite

# Says that the command and its libraries load; it does not ask for a filled store.
HEALTHCHECK --interval=60s --timeout=10s --start-period=5s CMD ["quangang", "--version"]

ENTRYPOINT ["quangang"]
CMD ["demo"]
