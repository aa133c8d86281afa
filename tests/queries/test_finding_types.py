from __future__ import annotations

import re

import pytest

from queries.findings.catalog import FINDINGS


@pytest.mark.parametrize("code", FINDINGS)
def test_a_finding_has_a_remedy_and_cites_an_article(code: str) -> None:
    found = FINDINGS[code]

    assert found.remedy.zh
    assert found.remedy.en
    assert re.search(r"§\s?\d", found.basis)
