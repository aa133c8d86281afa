"""The routes of the HTTP API, one module per subject; all of them under ``/api/v1``."""
