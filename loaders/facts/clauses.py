"""A clause with its figures under reading, and what every rule that reads it needs: boundaries, nouns, comparators."""

import re
from dataclasses import dataclass, field
from functools import cached_property

from loaders.facts.folding import MASK, TIME, Folded
from loaders.facts.names import Name, Span, clause_subject, inner_verb, subject_of, trim
from loaders.facts.quantities import Quantity
from loaders.facts.tails import Tail
from loaders.records import Comparator, Measure, Per
from loaders.registers.measures import longest_first, measure_words


@dataclass(frozen=True)
class Finding:
    """A figure that is a fact: what is measured, how, and where it stands. Offsets: of the folded text.

    start, end: the quote. existing: the words say that it already is so. base: the stretch that says what it compares with.
    """

    rule: str
    name: Name
    quantity: Quantity
    measure: Measure
    comparator: Comparator
    start: int
    end: int
    per: Per | None = None
    base: Span | None = None
    existing: bool = False
    doubts: tuple[str, ...] = ()


@dataclass
class SpokenOf:
    """What a sentence spoke of last. unread: its clauses since then, which are read only when a later clause asks."""

    folded: Folded
    unread: list[Span] = field(default_factory=list)
    _name: Name | None = None

    def now(self, name: Name | None) -> None:
        """From here on it is this."""
        self._name = name
        self.unread.clear()

    @property
    def name(self) -> Name | None:
        while self.unread:
            if name := clause_subject(self.folded, *self.unread.pop()):
                self.now(name)
        return self._name


@dataclass
class Clause:
    """A clause: text[start:end] with its figures, and what the clauses before it leave open.

    before_it: what the figures of the clause before measure. spoken_of: what the sentence speaks of.
    carried: the measure of the verb that a list goes on with.
    edge: where the words that belong to the next figure begin.
    """

    folded: Folded
    start: int
    end: int
    quantities: list[Quantity]
    before_it: tuple[Name, ...] = ()
    spoken_of: SpokenOf | None = None
    carried: Measure | None = None
    findings: list[Finding] = field(default_factory=list)
    edge: int = 0

    @property
    def masked(self) -> str:
        return self.folded.masked

    @cached_property
    def subject(self) -> Name | None:
        """What was spoken of before the clause; behind it, what it spoke of itself."""
        return self.spoken_of.name if self.spoken_of else None

    @property
    def topic(self) -> Name | None:
        """What was spoken of last: the last figure of the clause, else the clauses before it."""
        return subject_of(self.folded, self.findings[-1].name) if self.findings else self.subject

    def before(self, index: int) -> str:
        """The words between the last fact and the figure."""
        return self.masked[self.edge : self.quantities[index].start]

    def limit(self, index: int) -> int:
        """Where the words after the figure end: at the next figure or with the clause."""
        return self.quantities[index + 1].start if index + 1 < len(self.quantities) else self.end

    def bounded(self, index: int) -> bool:
        """Nothing that the figure could count or qualify follows it."""
        end = self.quantities[index].end
        return end >= self.end or bool(_BOUNDARY.match(self.masked, end))

    def noun_after(self, index: int) -> Span | None:
        """The noun that the figure counts (8个〔百亿以上产业集群〕), without 的 before and 建设, 工作, 任务 behind."""
        quantity = self.quantities[index]
        start, limit = quantity.end, self.limit(index)
        while start < limit and self.masked[start] in "的以":
            start += 1
        stop = (_SHARE_END if quantity.unit == "%" else _NOUN_END).search(self.masked, start, limit)
        end = stop.start() if stop else limit
        if limit < self.end and end == limit and (verb := inner_verb(self.folded, start, end)):
            end = verb[0]  # 支持100个地区〔建设〕床位10万张
        bracket = re.search(rf"(?<!{MASK}){MASK}{{6,}}$", self.masked[start:end])
        if bracket and bracket.start() and self.folded.text[start + bracket.start()] == "(":
            end = start + bracket.start()
        trailing = _TASK_TAIL.search(self.masked, start, end)
        if trailing and trailing.end() == end and trailing.start() - start >= 2:
            end = trailing.start()
        return (start, end) if start < end else None

    def own_words(self, tail: Tail, *, verbs: bool = True) -> Span:
        """The words before the figure's tail, without adverbs, area and time at their front; may be empty."""
        return trim(self.folded, self.edge, tail.end, verbs=verbs)


COUNTED = frozenset(["count", "person", "household", "occurrence", "frequency"])
"""Dimensions of things that are added one by one."""
EACH = ("每个", "每名", "每人", "每县", "每乡", "每镇", "每村", "每所", "每家", "每街", "每市", "各")
"""How a subject begins of which every one has the figure."""
AMOUNTS = COUNTED | {"length", "area", "money", "volume", "mass", "power", "energy"}
_MONEY_FLOWS = frozenset(["完成", "实现", "利用", "引进", "引入", "争取", "安排", "落实", "生产", "投入", "筹措到位"])
_STANDING = frozenset(["接待", "惠及", "配备", "配齐", "出栏", "存栏", "保有", "受益", "持有", "拥有", "覆盖", "生产"])


def reached_by(verb: str, dimension: str) -> bool:
    """The amount is a level to reach rather than an addition: 实际利用外资14亿美元, 惠及群众2万户, 生猪出栏30万头."""
    return verb in _STANDING or (dimension == "money" and verb in _MONEY_FLOWS)


_BOUNDARY = re.compile(rf"[、,;:。!?\n和及与并{MASK}{TIME}]|以及|等|的?(?:目标|要求)(?:任务)?(?=[,;、。!?\n]|$)|$")
_NOUN_END = re.compile(rf"[、,;:。!?\n并{TIME}]|以及|和(?!谐|平|美)|及(?!以上)|与(?!会)|等(?!级|候)|$")
_SHARE_END = re.compile(rf"[,;:。!?\n{TIME}]|、(?=[^、]{{0,30}}\d)|$")
_TASK_TAIL = re.compile(r"(?:的?(?:工作|任务|目标)|的?建设(?:工作|任务)?)$")
_PER = re.compile(
    "|".join(re.escape(word) for word in longest_first(list(measure_words().per)) if word != "年度")
    + r"|(?<=[,。;、])年(?=[^均内底末度初终中])|(?<![上本保政计学各一个统每])年度(?![内末初计预目考工报财])"
)


def comparator_of(tail: Tail, quantity: Quantity, masked: str) -> Comparator:
    """What the words before and behind the figure say; 控制在N without more is <=, 达到N is =."""
    if quantity.value_max is not None:
        return "range"
    if tail.comparator not in (None, "="):
        return tail.comparator or "="
    if quantity.after is not None:
        return quantity.after
    verb = masked[tail.verb : quantity.start] if tail.verb is not None and tail.measure == "level" else ""
    return "<=" if verb.startswith(("控制在", "严格控制在", "限制在")) else "="


def _per(clause: Clause, tail: Tail, at: int, measure: Measure) -> Per | None:
    if tail.each_unit:
        return None
    if tail.per:
        return tail.per
    match = _PER.search(clause.masked, max(clause.start - 1, 0), at)
    if match and match.group() == "年" and measure != "increment":
        return None  # 年接待游客人数 is a quantity of a year
    if match and match.start() >= clause.edge - 1:
        return measure_words().per.get(match.group(), "year")
    return None


def found(
    clause: Clause,
    index: int,
    tail: Tail,
    rule: str,
    names: list[Name],
    measure: Measure,
    start: int,
    end: int,
    doubts: tuple[str, ...] = (),
    *,
    base: Span | None = None,
    per: Per | None = None,
    existing: bool = False,
) -> list[Finding]:
    """One finding for each name that shares the figure at `index`."""
    quantity = clause.quantities[index]
    if measure != "frequency":
        per = per or _per(clause, tail, quantity.start, measure)
        clause.carried = measure
    comparator = comparator_of(tail, quantity, clause.masked)
    start, end = min(start, quantity.start), max(end, quantity.end)
    existing = existing or tail.done
    return [
        Finding(rule, name, quantity, measure, comparator, start, end, per, base or tail.base, existing, doubts) for name in names
    ]
