"""Who is responsible: bodies in a role, wherever a passage states it: labels (牵头单位：甲), brackets （甲牵头，乙配合）, clauses
(由甲会同乙负责) and table cells. A body that is only mentioned is not responsible.

What a phrase claims (`loaders.facts.claims`) and what its group makes of it are apart: 责任单位 leads alone, but supports beside
a 牵头单位. Lead is 牵头, 第一责任, or the 责任单位 where nobody else leads; the rest supports or guides.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from loaders.facts.bodies import bodies
from loaders.facts.body_names import is_known_body
from loaders.facts.claims import role_word, statements
from loaders.facts.role_clauses import Claim
from loaders.passages import Passage
from loaders.records import Doubt, Responsibility, Role, RoleDetail

__all__ = [
    "ResponsibilityRules",
    "agencies_in_cell",
    "responsibilities",
    "responsibilities_in_row",
    "responsibility_rules",
    "responsibility_spans",
    "responsible_heading",
    "role_word",
]


@dataclass(frozen=True)
class ResponsibilityRules:
    """What a document says once for all its lists. first_is_lead: 列第一位者为牵头单位. starred_is_lead: 标*的为牵头单位.

    Where neither holds, bodies that share a responsibility with no 牵头 named all lead (无牵头单位的，责任单位即为牵头单位).
    """

    first_is_lead: bool = False
    starred_is_lead: bool = False


_FIRST = re.compile(
    r"[排列位居第首](?:(?<=[排列位居])(?:名|序|列)?(?:在|于|居)?(?:第一|首|最前|前面|第1)[^，。；]{0,8}?(?:为|是|即为|系|作为|负责)?"
    r"|(?:(?<=第)一|(?<=首))(?:个|家|位)?(?:单位|部门|责任单位|责任部门)?(?:的)?(?:即|均)?(?:为|是|系|作为)|(?<=首)位)"
    r"(?:总)?(?:牵头|主办|主责|第一责任|主要负责)"
)
_STARRED = re.compile(r"(?:标|带|加|注|打)(?:有|注)?[“\"（(]?[*＊★▲☆△][^，。；]{0,8}?(?:为|是)牵头")


def responsibility_rules(text: str) -> ResponsibilityRules:
    """The rules that a whole document states, for every passage of it."""
    return ResponsibilityRules(_FIRST.search(text) is not None, _STARRED.search(text) is not None)


def responsibilities(passage: Passage, *, rules: ResponsibilityRules | None = None) -> list[Responsibility]:
    """The bodies that a passage makes responsible, leads first in each phrase as printed; each body once.

    Names have no white space; a shortened name in a list carries the level word and tail of its list. Evidence: the
    phrase from the role word to the name (`role`) and the name (`name`).
    """
    groups = groupby(statements(passage.document.text, passage.start, passage.end), key=lambda statement: statement.group)
    return _once(
        found
        for _, group in groups
        for found in _resolve(passage, [c for s in group for c in s.claims], rules or ResponsibilityRules())
    )


def responsible_heading(passage: Passage) -> list[Responsibility]:
    """The bodies of a heading that is nothing but bodies (一、市科技局), which answer for all items under it."""
    listed = bodies(passage.document.text, passage.start, passage.end, strict=True)
    if not all(is_known_body(body.name) or body.collective for body in listed):
        return []
    claims = [Claim("责任", "", passage.start, passage.start, body, "heading") for body in listed]
    return _once(_resolve(passage, claims, ResponsibilityRules()))


def responsibility_spans(passage: Passage) -> list[tuple[int, int]]:
    """Where the phrases stand that `responsibilities` reads, brackets included: what a title leaves out. Document offsets."""
    return [(statement.start, statement.end) for statement in statements(passage.document.text, passage.start, passage.end)]


def agencies_in_cell(
    passage: Passage,
    role: RoleDetail,
    role_printed: str,
    *,
    header: Passage | None = None,
    rules: ResponsibilityRules | None = None,
) -> list[Responsibility]:
    """The bodies of one table cell under a column of that role (see `role_word`); clauses in it (甲牵头，乙配合) hold first."""
    return _once(_resolve(passage, _cell_claims(passage, role, role_printed, header), rules or ResponsibilityRules()))


def responsibilities_in_row(
    columns: Sequence[tuple[Passage, Passage]], *, rules: ResponsibilityRules | None = None
) -> list[Responsibility]:
    """The bodies of one table row. columns: (header cell, body cell); headers without a role (`role_word`) are passed over."""
    claims: list[Claim] = []
    for header, cell in columns:
        printed = re.sub(r"\s+", "", header.text)
        if detail := role_word(printed):
            claims += _cell_claims(cell, detail, printed, header)
    return _once(_resolve(columns[0][1], claims, rules or ResponsibilityRules())) if claims else []


def _cell_claims(cell: Passage, detail: RoleDetail, printed: str, header: Passage | None) -> list[Claim]:
    text = cell.document.text
    inside = statements(text, cell.start, cell.end)
    if any(claim.role_end > claim.role_start for statement in inside for claim in statement.claims):
        return [claim for statement in inside for claim in statement.claims]
    role_span = (header.start, header.end) if header and header.start < header.end else (cell.start, cell.start)
    return [
        Claim(detail, printed, *role_span, body, "table-cell", statement=0)
        for body in bodies(text, cell.start, cell.end)
        if body.name not in ("无", "—", "－", "-", "/", "——")
    ]


_MARKS: dict[str, RoleDetail] = {
    "牵头": "牵头",
    "主办": "牵头",
    "主责": "牵头",
    "第一责任": "第一责任",
    "配合": "配合",
    "协办": "配合",
    "参与": "参与",
    "参加": "参与",
    "指导": "指导",
}


def _resolve(passage: Passage, claims: list[Claim], rules: ResponsibilityRules) -> list[Responsibility]:
    """What the claims of one group come to, once all of its roles are known."""
    details: list[RoleDetail] = []
    for claim in claims:
        marked = _MARKS[claim.body.mark] if claim.body.mark else claim.detail
        details.append("牵头" if rules.starred_is_lead and claim.body.starred else marked)
    present = Counter(details)
    led = "牵头" in present or "第一责任" in present
    shared = [i for i, detail in enumerate(details) if detail == "责任"]
    main_leads = not led and not shared and ("配合" in present or "参与" in present)
    found = []
    for i, (claim, detail) in enumerate(zip(claims, details, strict=True)):
        role: Role = "support"
        if detail in ("牵头", "第一责任") or (detail == "主要责任" and main_leads):
            role = "lead"
        elif detail == "责任" and not led:
            if len(shared) == 1:
                role = "lead"
            elif not rules.first_is_lead:
                role, detail = "lead", "共同责任"
            elif i == shared[0]:
                role, detail = "lead", "牵头"
        elif detail == "指导":
            role = "guidance"
        found.append(_responsibility(passage, claim, role, detail))
    return found


def _responsibility(passage: Passage, claim: Claim, role: Role, detail: RoleDetail) -> Responsibility:
    body = claim.body
    evidence = [passage.evidence(body.start, body.end, "name")]
    if claim.role_end > claim.role_start:
        evidence.insert(0, passage.evidence(*_phrase(claim), "role"))
    doubts: tuple[Doubt, ...] = ()
    if not claim.certain:
        doubts = (Doubt(code="body-form", message=f"“{body.name}”不像机构名称。{body.name!r} does not look like a body's name."),)
    return Responsibility(
        rule=f"responsibility:{claim.rule}",
        evidence=tuple(evidence),
        doubts=doubts,
        name=body.name,
        role=role,
        detail=detail,
        role_printed=claim.role_printed,
        collective=body.collective,
    )


def _phrase(claim: Claim) -> tuple[int, int]:
    """What a person reads to see it: from the role word to the name (牵头单位：甲); of a table's cell the header alone."""
    if claim.rule == "table-cell":
        return claim.role_start, claim.role_end
    return min(claim.role_start, claim.body.start), max(claim.role_end, claim.body.end)


_RANK: dict[Role, int] = {"lead": 0, "support": 1, "guidance": 2}


def _once(found: Iterable[Responsibility]) -> list[Responsibility]:
    """Each body once, in its strongest role, in the order in which bodies first stand."""
    best: dict[str, Responsibility] = {}
    for one in found:
        known = best.get(one.name)
        if known is None or _RANK[one.role] < _RANK[known.role]:
            best[one.name] = one
    return list(best.values())
