"""The hardest texts to read, of any length: packed with figures, bodies, damage; without breaks; tables of very many rows."""

from collections.abc import Callable
from dataclasses import dataclass

_TENS = "一二三四五六七八九"


def _chinese(number: int) -> str:
    tens, units = divmod(number, 10)
    ten = "" if not tens else "十" if tens == 1 else _TENS[tens - 1] + "十"
    return ten + (_TENS[units - 1] if units else "")


@dataclass(frozen=True)
class Mixture:
    """A text of `head`, then lines by number until it is long enough, then `foot`. name: of the file it is read as."""

    head: str
    line: Callable[[int], str]
    foot: str = ""
    name: str = "long.txt"
    joined: bool = False

    def text(self, length: int) -> str:
        """A text of about `length` characters."""
        lines, size = [self.head], len(self.head)
        while size < length:
            lines.append(self.line(len(lines)))
            size += len(lines[-1])
        text = "".join([*lines, self.foot])
        return text.replace("\n", "") if self.joined else text


def _item(body: Callable[[int], str]) -> Callable[[int], str]:
    return lambda at: f"（{_chinese(at % 99 + 1)}）推进第{at}项建设。{body(at)}。\n"


def _figures(at: int) -> str:
    return (
        f"到2025年，新增企业{at}家、培训人员{at % 70 + 2}万人次，"
        f"参保率、合格率、覆盖率分别达到{at % 90}%、{at % 80}%和{at % 85}%以上，"
        f"建成国家级、省级、市级基地3个、10个、50个，亩均产出由{at}万元提高到{at + 9}万元，比2020年增长{at % 40}%"
    )


def _bodies(_: int) -> str:
    return (
        "责任单位：市教育局、财政局、人力资源社会保障局、各县（市、区）人民政府、市级有关部门，临江示范区、西屏新区管委会，"
        "由市发展改革委会同市统计局负责，市公安局、市民政局配合"
    )


def _damage(at: int) -> str:
    return f"加快推进規(guī)模?;标准化建设，落实国?家要求，提升?服务水平规?;?、&nbsp;产业?;生态?;化发 展<p>，新建{at}处"


def _row(*cells: str, mark: str) -> str:
    return mark.join(cells) + "\n"


def _cells(at: int) -> tuple[str, ...]:
    return (
        f"领域{at // 50}",
        f"推进第{at}项建设",
        "市教育局",
        "市财政局、市民政局",
        f"覆盖率{at % 7}",
        str(at % 100),
        "%",
        "2025年底前",
    )


_HEAD = "清河市建设规划（2021—2025年）\n一、重点任务\n"
_COLUMNS = ("领域", "任务名称", "牵头单位", "配合单位", "指标", "数值", "单位", "完成时限")

MIXTURES = {
    "figures": Mixture(_HEAD, _item(_figures)),
    "figures on one line": Mixture(_HEAD, _item(_figures), joined=True),
    "figures in one sentence": Mixture(_HEAD + "（一）推进建设。", lambda at: _figures(at) + "，"),
    "bodies": Mixture(_HEAD, _item(_bodies)),
    "bodies in one list": Mixture(_HEAD + "（一）推进建设。责任单位：", lambda at: f"第{at}教育局、"),
    "damage": Mixture(_HEAD, _item(_damage)),
    "damage on one line": Mixture(_HEAD, _item(_damage), joined=True),
    "everything": Mixture(_HEAD, lambda at: _item((_figures, _bodies, _damage)[at % 3])(at)),
    "items of one word": Mixture(_HEAD, lambda at: f"（{_chinese(at % 99 + 1)}）建设{at}\n"),
    "contents and headings": Mixture("目录\n", lambda at: f"一、建设{at % 5000}\n（一）推进{at}\n1. 落实{at}\n"),
    "plans": Mixture(
        "", lambda at: f"清河市第{at}号建设规划（2021—2025年）\n一、推进建设\n（一）新建设施12处。\n（二）责任单位：市教育局\n"
    ),
    "small tables": Mixture(
        _HEAD, lambda at: f"{_item(_figures)(at)}任务名称|牵头单位|完成时限\n推进第{at}项|市教育局|2025年底前\n"
    ),
    "rows, separated by bars": Mixture("任务分解表\n" + _row(*_COLUMNS, mark="|"), lambda at: _row(*_cells(at), mark="|")),
    "rows, Markdown": Mixture(
        "# 任务分解表\n\n" + _row(*_COLUMNS, mark=" | ") + _row(*["---"] * 8, mark="|"),
        lambda at: _row(*_cells(at), mark=" | "),
        name="long.md",
    ),
    "rows, CSV": Mixture(_row(*_COLUMNS, mark=","), lambda at: _row(*_cells(at), mark=","), name="long.csv"),
    "rows, HTML": Mixture(
        "<html><body><h1>任务分解表</h1><table><tr><th>" + "</th><th>".join(_COLUMNS) + "</th></tr>",
        lambda at: "<tr><td>" + "</td><td>".join(_cells(at)) + "</td></tr>",
        "</table></body></html>",
        "long.html",
    ),
    "rows of few titles": Mixture(_row(*_COLUMNS, mark=","), lambda at: _row(*_cells(at % 40), mark=","), name="long.csv"),
}
