"""Which things and links of the graph become nodes and edges, and which of their properties become attributes.

One table, so that every format shows the same graph. Inverse properties are left out (one edge a fact); the shortcuts
`ledBy`, `supportedBy` and `guidedBy` stand for the responsibilities, which come along only with the evidence.
"""

from dataclasses import dataclass
from typing import Literal

ZT = "https://w3id.org/zhengtu/ont#"
PREFIXES = (
    f"PREFIX zt: <{ZT}>\n"
    "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>\n"
    "PREFIX dcterms: <http://purl.org/dc/terms/>\n"
    "PREFIX skos: <http://www.w3.org/2004/02/skos/core#>\n"
    "PREFIX oa: <http://www.w3.org/ns/oa#>\n"
)
AttributeType = Literal["string", "integer", "double", "boolean", "concept"]


@dataclass(frozen=True)
class Attribute:
    """A column of a node. path: the property, with its prefix. A concept is shown by the last part of its IRI."""

    name: str
    path: str
    type: AttributeType = "string"


@dataclass(frozen=True)
class NodeType:
    """A class and what is shown of its things. chinese: its name for people, also the sheet's name in Excel."""

    name: str
    chinese: str
    attributes: tuple[Attribute, ...]
    evidence: bool = False


@dataclass(frozen=True)
class EdgeType:
    """A property between two things. sources: the classes it starts from. evidence: only when evidence was asked for."""

    name: str
    chinese: str
    path: str
    sources: tuple[str, ...]
    evidence: bool = False


def _text(*names: str) -> tuple[Attribute, ...]:
    return tuple(Attribute(name, f"zt:{name}") for name in names)


def _concepts(*names: str) -> tuple[Attribute, ...]:
    return tuple(Attribute(name, f"zt:{name}", "concept") for name in names)


_DUE = (Attribute("due", "zt:due"), Attribute("dueLatest", "zt:dueLatest"))
_FIGURE = (
    Attribute("value", "zt:value", "double"),
    Attribute("valueMax", "zt:valueMax", "double"),
    Attribute("unit", "zt:unitAsPrinted"),
)

NODE_TYPES = (
    NodeType(
        "Document",
        "文件",
        (
            *_text("documentNumber", "indexNumber"),
            Attribute("issued", "dcterms:issued"),
            *_text("publishedOn"),
            *_concepts("validity", "disclosure"),
        ),
    ),
    NodeType(
        "Plan",
        "计划",
        (
            *_text("ownerAsPrinted"),
            Attribute("startYear", "zt:startYear", "integer"),
            Attribute("endYear", "zt:endYear", "integer"),
        ),
    ),
    NodeType("CitedDocument", "被引文件", _text("documentNumber")),
    NodeType("Section", "章节", (*_text("number"), Attribute("order", "zt:order", "integer"))),
    NodeType(
        "Task", "任务", (*_text("number", "path"), Attribute("order", "zt:order", "integer"), *_concepts("taskKind"), *_DUE)
    ),
    NodeType("Indicator", "指标", _text("population")),
    NodeType(
        "Target",
        "目标值",
        (
            *_concepts("measure", "comparator"),
            *_FIGURE,
            *_DUE,
            *_concepts("per", "strength"),
            Attribute("implicit", "zt:implicit", "boolean"),
        ),
    ),
    NodeType("Baseline", "基期值", (*_FIGURE, *_text("asOf"))),
    NodeType(
        "Agency",
        "机构",
        (*_concepts("agencyKind", "resolution"), Attribute("collective", "zt:collective", "boolean")),
    ),
    NodeType("Region", "行政区", (Attribute("code", "skos:notation"), *_concepts("regionLevel"))),
    NodeType(
        "Responsibility",
        "责任",
        (
            *_concepts("role", "roleDetail"),
            *_text("roleAsPrinted", "nameAsPrinted"),
            Attribute("inherited", "zt:inherited", "boolean"),
        ),
        evidence=True,
    ),
    NodeType(
        "Evidence",
        "依据",
        (
            Attribute("exact", "oa:exact"),
            Attribute("start", "oa:start", "integer"),
            Attribute("end", "oa:end", "integer"),
            *_text("place"),
        ),
        evidence=True,
    ),
)

EDGE_TYPES = (
    EdgeType("carries", "承载", "zt:carries", ("Document",)),
    EdgeType("issuer", "发布", "zt:issuer", ("Document",)),
    EdgeType(
        "cites",
        "引用",
        "zt:cites",
        (
            "Document",
            "Task",
        ),
    ),
    EdgeType("basedOn", "依据", "zt:basedOn", ("Document",)),
    EdgeType("forwards", "转发", "zt:forwards", ("Document",)),
    EdgeType("repeals", "废止", "zt:repeals", ("Document",)),
    EdgeType("amends", "修订", "zt:amends", ("Document",)),
    EdgeType("decomposes", "分解", "zt:decomposes", ("Document",)),
    EdgeType("owner", "主体", "zt:owner", ("Plan",)),
    EdgeType("region", "行政区", "zt:region", ("Plan",)),
    EdgeType(
        "inPlan",
        "属于计划",
        "zt:inPlan",
        (
            "Section",
            "Task",
            "Target",
            "Baseline",
        ),
    ),
    EdgeType(
        "inSection",
        "属于章节",
        "zt:inSection",
        (
            "Section",
            "Task",
        ),
    ),
    EdgeType(
        "onTask",
        "属于任务",
        "zt:onTask",
        (
            "Target",
            "Baseline",
            "Responsibility",
        ),
    ),
    EdgeType("ledBy", "牵头", "zt:ledBy", ("Task",)),
    EdgeType("supportedBy", "配合", "zt:supportedBy", ("Task",)),
    EdgeType("guidedBy", "指导", "zt:guidedBy", ("Task",)),
    EdgeType(
        "indicator",
        "指标",
        "zt:indicator",
        (
            "Target",
            "Baseline",
        ),
    ),
    EdgeType(
        "namesRegion",
        "涉及区域",
        "zt:namesRegion",
        (
            "Task",
            "Target",
        ),
    ),
    EdgeType("jurisdiction", "辖区", "zt:jurisdiction", ("Agency",)),
    EdgeType("predecessor", "前身", "zt:predecessor", ("Agency",)),
    EdgeType("within", "隶属", "zt:within", ("Region",)),
    EdgeType("agency", "责任主体", "zt:agency", ("Responsibility",), evidence=True),
    EdgeType(
        "hasEvidence",
        "有依据",
        "zt:hasEvidence",
        (
            "Document",
            "Plan",
            "Section",
            "Task",
            "Target",
            "Baseline",
            "Responsibility",
        ),
        evidence=True,
    ),
    EdgeType("hasSource", "出自", "oa:hasSource", ("Evidence",), evidence=True),
)


def node_types(evidence: bool) -> tuple[NodeType, ...]:
    """The node types of an export, with those of the evidence or without."""
    return tuple(kind for kind in NODE_TYPES if evidence or not kind.evidence)


def edge_types(evidence: bool) -> tuple[EdgeType, ...]:
    """The edge types of an export, with those of the evidence or without."""
    return tuple(kind for kind in EDGE_TYPES if evidence or not kind.evidence)


def attributes(evidence: bool) -> dict[str, AttributeType]:
    """Every attribute name of an export with its type, in the order of the table."""
    return {each.name: each.type for kind in node_types(evidence) for each in kind.attributes}
