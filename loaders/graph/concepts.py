"""The records' words → keys of the concepts in ontology/vocabularies/."""

COMPARATOR = {"=": "eq", ">=": "ge", ">": "gt", "<=": "le", "<": "lt", "~": "approx", "range": "range"}
COMPARATOR_SIGN = {"eq": "=", "ge": "≥", "gt": ">", "le": "≤", "lt": "<", "approx": "≈", "range": "–"}
ROLE = {"lead": "牵头", "support": "配合", "guidance": "指导"}
ROLE_SHORTCUT = {"lead": "zt:ledBy", "support": "zt:supportedBy", "guidance": "zt:guidedBy"}
ROLE_DETAIL = {
    "牵头": "leading",
    "第一责任": "first-responsible",
    "责任": "responsible",
    "共同责任": "jointly-responsible",
    "主要责任": "mainly-responsible",
    "配合": "cooperating",
    "参与": "participating",
    "指导": "guiding",
}
STRENGTH = {"约束性": "binding", "预期性": "expected"}
DISCLOSURE = {"主动公开": "active", "依申请公开": "on-request", "不予公开": "withheld", "不公开": "withheld"}
VALIDITY = {
    "有效": "valid",
    "现行有效": "valid",
    "废止": "repealed",
    "已废止": "repealed",
    "失效": "expired",
    "已失效": "expired",
    "修订": "amended",
    "已修订": "amended",
    "修改": "amended",
    "已修改": "amended",
}
