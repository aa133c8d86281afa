"""A small statute of our own invention, in an older and a newer text; and the real texts where the machine has them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

OLD = """\
# 中华人民共和国渡口法

2001年3月1日 第九届全国人民代表大会常务委员会第二十次会议通过

<!-- INFO END -->

## 第一章 总则

第一条　　为了管理渡口，制定本法。

第二条 渡口由渡口局管理。

渡口局分直属渡口局和隶属渡口局。

## 第二章 权力

第三条 渡口局可以行使下列权力：

（一）检查渡船；

（二）扣留没有证书的渡船。扣留超过三日的，须说明理由：

理由以书面为准。

（三）其他权力。

扣留的渡船由渡口局保管。

第四条 渡船载客不得超过核定的人数，夜间不得开航。

第五条 本法自2001年5月1日起施行。
"""

NEW = """\
# 中华人民共和国渡口法

2001年3月1日 第九届全国人民代表大会常务委员会第二十次会议通过

2011年6月1日 第十一届全国人民代表大会常务委员会第二十一次会议修订

<!-- INFO END -->

第1条 为了管理渡口，制定本法。

第2条 渡口由渡口局管理。

渡口局分直属渡口局和隶属渡口局。

第3条 国家鼓励以桥梁代替轮渡，具体办法由渡口局会同财政部门另行规定。

第4条 渡口局可以行使下列权力:

(一)检查渡船;

(二)扣留没有证书的渡船。扣留超过三日的，须说明理由:

理由以书面为准。

(三)其他权力。

扣留的渡船由渡口局保管。

第5条 渡船载客不得超过核定的人数，大雾时不得开航。
"""

LAWS = Path(os.environ.get("QUANGANG_LAWS", Path(__file__).parents[4] / "shared" / "data" / "laws"))

needs_laws = pytest.mark.skipif(
    not LAWS.is_dir(), reason=f"no law texts at {LAWS}: set QUANGANG_LAWS to the folder that holds them"
)


def write_both(folder: Path) -> tuple[Path, Path]:
    old, new = folder / "渡口法(2001-03-01).md", folder / "渡口法（2011-06-01）.md"
    old.write_text(OLD, encoding="utf-8")
    new.write_text(NEW, encoding="utf-8")
    return old, new
