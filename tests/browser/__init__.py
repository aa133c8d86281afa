"""Tests in a real browser: headless Chromium against the real Neo4j Browser."""
