"""The labels of values: of levels, grades, lines, ranks and states, and of texts that many files have in common."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from graph.terms import Label

__all__ = ["ACTS", "GRADES", "LEVELS", "LINES", "LIVE", "MEASURES", "OFFICE_RANKS", "RANKS", "SECTION"]

SECTION = "section"
"""The level of a unit that is no office of its own: a 科室 inside an office."""


def _known(*texts: tuple[str, str]) -> Mapping[str, Label]:
    return MappingProxyType({zh: Label(zh, en) for zh, en in texts})


LEVELS: Mapping[str, Label] = MappingProxyType(
    {
        "hq": Label("总署", "head office"),
        "regional": Label("直属海关", "regional customs"),
        "local": Label("隶属海关", "local customs"),
        SECTION: Label("科室", "section"),
    }
)
"""The labels of the default levels; a graph with levels of its own shows them by their names."""

GRADES: Mapping[str | int, Label] = MappingProxyType(
    {
        1: Label("一级", "grade 1 (highest)"),
        2: Label("二级", "grade 2"),
        3: Label("三级", "grade 3"),
    }
)
"""Grades of risk points."""

LINES: Mapping[str | int, Label] = MappingProxyType(
    {
        1: Label("基层自控", "first line: the unit itself"),
        2: Label("职能监控", "second line: functional department"),
        3: Label("专门监督", "third line: audit and inspection"),
    }
)
"""The three lines of defence."""

RANKS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "law": ("法律", "law"),
        "admin_regulation": ("行政法规", "administrative regulation"),
        "council_decision": ("国务院决定", "State Council decision"),
        "local_regulation": ("地方性法规", "local regulation"),
        "provincial_rule": ("地方政府规章", "provincial rule"),
        "department_rule": ("部门规章", "department rule"),
        "normative": ("规范性文件", "normative document"),
        "internal": ("内部制度", "internal rule"),
    }
)
"""Ranks of instruments and articles, highest first."""

LIVE: Mapping[str, tuple[str, str]] = MappingProxyType({"live": ("有效", "live"), "repealed": ("废止", "repealed")})
"""The states of an instrument or an article."""

OFFICE_RANKS: Mapping[str, Label] = _known(
    ("署级", "head-office level"),
    ("司级", "department level"),
    ("局级", "bureau level"),
    ("关级", "customs-house level"),
    ("处级", "division level"),
    ("科级", "section level"),
    ("员级", "officer level"),
)
"""Ranks of office of a post, highest first; other agencies have others."""

MEASURES: Mapping[str, Label] = _known(
    ("制度", "rules"),
    ("流程", "set procedure"),
    ("时限", "time limit"),
    ("限额", "limit of amount"),
    ("裁量基准", "benchmark of discretion"),
    ("复核", "second review"),
    ("双人作业", "work in pairs"),
    ("集体决策", "collective decision"),
    ("岗位分离", "separation of posts"),
    ("轮岗", "rotation of posts"),
    ("回避", "recusal"),
    ("公开公示", "publication"),
    ("系统刚性控制", "enforced by the system"),
    ("系统预警", "alert by the system"),
    ("执法记录", "record of enforcement"),
    ("执法评估", "appraisal of enforcement"),
    ("抽查", "spot check"),
    ("督察审计", "inspection and audit"),
    ("举报", "reports by anyone"),
    ("追责", "accountability"),
)
"""Types of measure as the reference data names them; a file may have its own."""

ACTS: Mapping[str, Label] = _known(
    ("受理", "acceptance"),
    ("申报", "declaration"),
    ("申请", "application"),
    ("报名", "enrolment"),
    ("提出", "proposal"),
    ("拟办", "drafting"),
    ("经办", "handling"),
    ("办理", "processing"),
    ("审核", "review"),
    ("复核", "second review"),
    ("复审", "renewed review"),
    ("审查", "scrutiny"),
    ("审定", "final determination"),
    ("审批", "approval"),
    ("会签", "countersigning"),
    ("集体研究", "collective deliberation"),
    ("会商", "consultation"),
    ("审议", "deliberation"),
    ("法审", "legal review"),
    ("审理", "adjudication"),
    ("决定", "decision"),
    ("公示", "public notice"),
    ("公布", "publication"),
    ("告知", "notification"),
    ("通知", "notice"),
    ("送达", "service of documents"),
    ("执行", "execution"),
    ("实施", "implementation"),
    ("审单", "documentary check"),
    ("布控", "targeting"),
    ("派单", "assignment"),
    ("查验", "examination of goods"),
    ("复验", "re-examination of goods"),
    ("审图", "image analysis"),
    ("取样", "sampling"),
    ("送检", "sending for testing"),
    ("化验", "laboratory test"),
    ("放行", "release"),
    ("卡口", "gate control"),
    ("核放", "verified release"),
    ("核注", "entry in the account"),
    ("核销", "closing of the account"),
    ("登临", "boarding"),
    ("监装", "supervision of loading"),
    ("归类", "classification"),
    ("估价", "valuation"),
    ("质疑", "query of the value"),
    ("磋商", "price consultation"),
    ("核定", "assessment"),
    ("计核", "computation"),
    ("征税", "levying of duty"),
    ("征收", "collection"),
    ("催缴", "demand for payment"),
    ("催告", "formal demand"),
    ("担保", "security"),
    ("退还", "return"),
    ("退款", "repayment"),
    ("退库", "refund from the treasury"),
    ("备案", "record-filing"),
    ("登记", "registration"),
    ("发证", "issue of a certificate"),
    ("签发", "issue"),
    ("变更", "alteration"),
    ("延续", "renewal"),
    ("撤销", "revocation"),
    ("考试", "test"),
    ("选案", "selection of cases"),
    ("稽查", "audit"),
    ("稽查审核", "review of the audit"),
    ("结论", "conclusion"),
    ("立案", "opening of a case"),
    ("调查", "investigation"),
    ("查问", "questioning"),
    ("调取", "retrieval"),
    ("提取", "extraction"),
    ("扣留", "detention"),
    ("解除", "lifting"),
    ("保管", "custody"),
    ("处置", "disposal"),
    ("收缴", "confiscation"),
    ("移交", "handover"),
    ("入库", "storage"),
    ("盘点", "stocktaking"),
    ("检查", "inspection"),
    ("巡查", "patrol"),
    ("监管", "control"),
    ("监督", "oversight"),
    ("核查", "verification"),
    ("核实", "verification of facts"),
    ("核对", "checking against records"),
    ("验核", "checking of documents"),
    ("认定", "finding"),
    ("整改", "rectification"),
    ("记录", "recording"),
    ("报告", "report"),
    ("查询", "inquiry"),
    ("提供", "provision"),
    ("立项", "approval of a project"),
    ("采购", "procurement"),
    ("验收", "acceptance of delivery"),
    ("付款", "payment"),
    ("记账", "bookkeeping"),
    ("开设", "opening"),
    ("授权", "authorization"),
    ("运维", "operation and maintenance"),
)
"""What is done in a step, as the reference data and the sets of incompatible acts name it; a file may have its own."""
