"""When each finding holds, as pages and the reference say it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from graph.schema import Label

__all__ = ["HOLDS"]

HOLDS: Mapping[str, Label] = MappingProxyType(
    {
        "PG001": Label(
            "在用职权没有任何一条 AUTHORIZED_BY 指向有效条款",
            "the power is active and rests on no live article",
        ),
        "PG002": Label("在用职权的环节没有办理岗位", "a step of an active power has no post that performs it"),
        "PG003": Label(
            "职权在用，机关行使该职权，而该环节没有一个办理岗位的机关（或所代表的委托机关）是该机关或其上级；"
            "没有办理岗位的环节也算",
            "the power is active and exercised by the office, and no performer of the step counts at that office "
            "or above it; so also for a step without performers",
        ),
        "PG004": Label("在用职权的前置职权不在用", "an active power depends on a power that is not active"),
        "PG005": Label(
            "岗位承担该风险，而没有一项措施对这个岗位有效", "a post bears the risk and no control covers it there"
        ),
        "PG006": Label(
            "一级风险，对这个岗位有效的措施都属于同一道防线",
            "grade 1, and the controls that cover it there are of one line only",
        ),
        "PG007": Label("措施不再防控任何有岗位承担的风险", "the control mitigates no risk that a post bears"),
        "PG008": Label("措施没有 OWNED_BY", "the control has no owner"),
        "PG009": Label(
            "一个岗位的职责含有不相容的两个动作；范围 power 时须在同一职权内",
            "a post has duties in two acts of one incompatible set; within one power where the scope says so",
        ),
        "PG010": Label(
            "一级风险有措施，但所有有效措施的所有责任岗位都与承担岗位在同一科室",
            "grade 1 and covered, but every owner that counts sits in the unit of the post that bears it",
        ),
        "PG011": Label(
            "有效条款被职权援用，但援用它的职权没有一项在用", "a live article is named by powers, and by no active one"
        ),
        "PG012": Label(
            "岗位没有职责、不承担风险、不负责措施、也不负责监管",
            "the post has no duty, bears no risk, owns no control and supervises nothing",
        ),
        "PG013": Label(
            "职权已取消或带有 delegated_from，而没有 SUPERVISED_BY",
            "the power is cancelled or marked delegated_from, and nothing supervises it",
        ),
        "PG014": Label(
            "在用职权的某项职责计在某机关，而该机关低于有效条款允许的最低层级",
            "a duty of an active power counts at an office of a lower level than a live article of it allows",
        ),
        "PG015": Label(
            "在用且公开的职权有两个以上环节，而环节之间没有 NEXT",
            "an active public power has two steps or more and no order between them",
        ),
        "PG016": Label(
            "在用的行政许可有有效依据，但都是部门规章、规范性文件或内部制度",
            "an active licence has a live basis, and every live basis is a department rule, normative "
            "document or internal rule",
        ),
        "PG017": Label(
            "在用的行政强制（不是强制执行）有环节受他机关委托办理",
            "an active compulsory measure (not execution) has a step performed on behalf of an office",
        ),
        "PG018": Label(
            "环节要求 n 人以上（n > 1），机关有办理岗位，而这些岗位的编制之和不足 n",
            "the step asks for n officers (n > 1), the office has performers, and their seats add up to less",
        ),
        "PG019": Label(
            "外部风险在图谱中，而没有岗位承担", "a risk of class external is in the graph and no post bears it"
        ),
        "PG020": Label(
            "随环节的措施，其实施环节没有一个还有职责在办",
            "a control of mode step is carried out in no step that is performed",
        ),
    }
)
"""When each finding holds, in a sentence; the calculus (§3) is what counts."""
