"""The review list: statements that carry a doubt, names that could not be resolved, warnings of the shapes."""

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from fastapi import Query, Request, Response

from app.pages.correction_fields import FIELDS
from app.pages.errors import page_router
from app.pages.language import Language, phrase
from app.pages.layout import page
from app.pages.reading import Read, Reading, iri, literal
from app.pages.things import ZT
from app.problems import NotFound
from app.store import Row
from app.store.embedded import EmbeddedStore

router = page_router()
PER_PAGE, MOST_WARNINGS = 50, 500
WARNINGS = "warnings"
# What a person reads for a code; a code that is not here is shown as it is.
NAMES = {
    "Agency": phrase("名称未认定的机构"),
    "CitedDocument": phrase("没有装入的引用文件"),
    WARNINGS: phrase("校验警告"),
    "figures-differ": phrase("各文件数值不同"),
    "indicators-alike": phrase("可能相同的指标"),
    "tasks-alike": phrase("可能相同的任务"),
    "due-year-assumed": phrase("推定的时限"),
    "measure-from-unit": phrase("由单位推定的口径"),
    "name-from-before": phrase("名称取自前文"),
    "names-unmatched": phrase("名称与数值对不上"),
    "verb-carried": phrase("动词取自前文"),
    "body-form": phrase("机构称谓不规范"),
    "no-period": phrase("没有写明期间"),
    "owner-inferred": phrase("推定的制定机关"),
}
UNRESOLVED = {"Agency", "CitedDocument"}


@dataclass(frozen=True)
class Entry:
    """One thing to review: why, and the plan or region that tells it from others of its name."""

    iri: str
    label: str
    why: str
    plan: tuple[str, str] | None = None
    region: str | None = None


@router.get("/{language:language}/review")
async def review(
    request: Request, read: Read, about: str = Query("", max_length=80), start: int = Query(0, ge=0, le=1_000_000)
) -> Response:
    counts = {key_of(row): int(row["number"].value) for row in await read.rows("review-counts") if "number" in row}
    counts.pop("", None)
    warned = await warnings_of(read)
    if warned:
        counts[WARNINGS] = len(warned)
    if about and about not in counts:
        raise NotFound(f"待核清单里没有这一类：{about}。The review list has no such kind.")
    chosen = about or max(counts, key=lambda key: counts[key], default="")
    entries = warned[start : start + PER_PAGE + 1] if chosen == WARNINGS else await entries_of(read, chosen, start)
    return page(
        request,
        "review.html",
        kinds=[(key, read.language.say(NAMES[key]) if key in NAMES else key, counts[key]) for key in sorted(counts)],
        chosen=chosen,
        correctable=FIELDS.keys() if chosen != "CitedDocument" else (),
        entries=entries[:PER_PAGE],
        start=start,
        next_start=start + PER_PAGE if len(entries) > PER_PAGE else None,
        previous_start=max(0, start - PER_PAGE) if start else None,
    )


async def entries_of(read: Reading, chosen: str, start: int) -> list[Entry]:
    """One page (and one more) of the facts with this doubt, or of the unresolved things of this kind."""
    if not chosen:
        return []
    span = {"limit": str(PER_PAGE + 1), "offset": str(start)}
    if chosen in UNRESOLVED:
        rows = await read.rows("review-unresolved", kind=iri(ZT + chosen), **span)
    else:
        rows = await read.rows("review-doubts", code=literal(chosen), **span)
    return list({entry.iri: entry for entry in map(entry_of, reversed(rows))}.values())[::-1]


def entry_of(row: Row) -> Entry:
    said = {name: term.value for name, term in row.items()}
    plan = (said["plan"], said["planLabel"]) if "plan" in said else None
    return Entry(said["thing"], said["label"], said.get("why", ""), plan, said.get("regionLabel"))


async def warnings_of(read: Reading) -> list[Entry]:
    """The warnings of the shapes in the reports of the releases that are kept, newest first, on things that are still there."""
    if not isinstance(read.store, EmbeddedStore):
        return []
    folder = read.store.folder
    numbers = [number for number in folder.numbers()[::-1] if number <= read.release.number]
    found = dict.fromkeys(warning for number in numbers for warning in _warnings(folder.folder(number), read.language))
    labels = await read.labels(list({focus for focus, _ in found})[:MOST_WARNINGS])
    return [Entry(focus, labels[focus], message) for focus, message in found if focus in labels]


@lru_cache(maxsize=64)
def _warnings(release: Path, language: Language) -> tuple[tuple[str, str], ...]:
    """(thing, message in the page's language) of each warning in a release's report."""
    report = release / "report.json"
    findings = json.loads(report.read_text("utf-8"))["findings"] if report.is_file() else []
    return tuple((one["focus"], one[f"message_{language}"]) for one in findings if one["severity"] == "Warning")


def key_of(row: Row) -> str:
    """What a count is of: the code of a doubt, or the kind of an unresolved thing."""
    return row["code"].value if "code" in row else row["kind"].value.rpartition("#")[2] if "kind" in row else ""
