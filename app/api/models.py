"""The shapes of answers that are no questions of queries/: for the description; nothing is validated on the way out."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field


class Model(BaseModel):
    """A JSON object with just these members."""

    model_config = ConfigDict(extra="forbid")


class Ref(Model):
    """A thing by IRI, with its local link."""

    id: str
    url: str | None
    title: str | None


class ReleaseModel(Model):
    """数据版本 A release."""

    number: int
    digest: str = Field(description="图摘要的 SHA-256 SHA-256 over the graphs' digests")
    current: bool
    made: str
    by: str | None
    change: str = Field(description="由哪种变更产生 The kind of change that made it")
    tag: str | None
    quads: int
    graphs: int
    documents: int


class Releases(Model):
    """保留的数据版本，新的在前 The kept releases, newest first."""

    items: list[ReleaseModel]


class Changed(Model):
    """一处变化 A thing that was added, changed or removed. added, removed: in statements."""

    id: str
    url: str | None
    kind: str
    title: str | None
    change: str = Field(description="added 新增 / changed 改变 / removed 移除")
    added: int
    removed: int


class Changes(Model):
    """两个版本之间的变化 What changed after one release up to another."""

    since: int
    until: int
    items: list[Changed]
    next: str | None


class Candidate(Model):
    """一个候选 A candidate. score: 0 to 1. match: name 全称, alias 别名, register 名录, similar 相近."""

    id: str
    url: str | None
    type: str
    name: str
    names: list[str]
    region: Ref | None
    score: float
    match: str


class Candidates(Model):
    """名称所指的候选，最像的在前 What a name may mean, best first."""

    candidates: list[Candidate]


class Found(Model):
    """一条结果 A hit. marks: where the words stand in the snippet, half-open spans of code points."""

    id: str
    url: str | None
    type: str
    title: str
    title_marks: list[list[int]]
    snippet: str
    marks: list[list[int]]
    plan: Ref | None
    score: float


class FoundPage(Model):
    """一页结果 A page of hits."""

    items: list[Found]
    next: str | None


class TrialModel(Model):
    """一份文件的试读 A document read on trial: its record and what the shapes say of it."""

    document: str
    title: str
    sha256: str
    record: dict[str, Any]
    report: dict[str, Any]


class Trials(Model):
    """试读的结果 Documents read on trial; nothing was stored."""

    documents: list[TrialModel]


class ReceiptModel(Model):
    """写入的回执 What a write did."""

    release: int
    digest: str
    published: bool
    added: int
    removed: int
    documents: list[dict[str, Any]]
    report: dict[str, Any] | None
    hint: str | None


class JobModel(Model):
    """一项后台任务 A job. state: waiting, running, done or failed. progress: what is being done, how many of how many."""

    id: str
    url: str
    state: str
    kind: str
    made: str
    finished: str | None
    progress: dict[str, Any] | None
    receipt: ReceiptModel | None
    problem: dict[str, Any] | None


class CorrectionIn(Model):
    """一条更正 A correction; see docs/api.md."""

    action: str = Field(pattern="^(replace|retract|add|merge|distinct)$")
    reason: str = Field(min_length=1, max_length=2000)
    subject: str | None = Field(
        None, max_length=2000, description="被更正事物的 IRI 或本地链接 IRI or local link of what is corrected"
    )
    anchor: dict[str, Any] | None = Field(None, description="不用 subject 时的锚点 The anchor, where no subject is given")
    fact: str | None = Field(
        None, description="add 时：responsibility、target、baseline、region 或 citation What kind of fact to add"
    )
    changes: dict[str, Any] = Field(default_factory=dict)
    entity: str | None = Field(None, pattern="^(agency|indicator)$")
    names: list[str] = Field(default_factory=list, max_length=100)
    into: str | None = Field(None, max_length=500)
    region: str | None = Field(None, max_length=200)


class CorrectionModel(Model):
    """日志中的一条更正 A correction of the log. state: applied 生效, unanchored 找不到位置, undone 已撤销."""

    id: str
    url: str
    state: str
    places: int
    entry: dict[str, Any]


class Corrections(Model):
    """更正日志 The log of corrections, newest first."""

    items: list[CorrectionModel]
    next: str | None


class CorrectionReceipt(Model):
    """更正的回执 A correction and what it did."""

    correction: CorrectionModel
    receipt: ReceiptModel


class Health(Model):
    """服务状态 How the service is."""

    status: str
    detail: str | None


class Capabilities(BaseModel):
    """这项服务能做什么 What this service can do."""

    version: str
    base: str
    store: str
    releases: bool
    differences: bool
    text_index: bool
    writing: bool
    read_token_required: bool
    query_timeout: float
    max_body_mib: int
    rate_limit: int | None
    questions: list[str]
    more: dict[str, Any]


class QuestionModel(Model):
    """一个问题 A question of queries/."""

    name: str
    path: str
    zh: str
    en: str
    kind: str
    parameters: list[dict[str, Any]]
    sparql: str


class Questions(Model):
    """全部问题 All questions."""

    items: list[QuestionModel]
