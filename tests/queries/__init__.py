"""The tests; shared parts are imported as `tests.oracle`, `tests.tools` and so on."""
