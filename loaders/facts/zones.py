"""Functional zones that a text names: 滨海新区, 十字门中央商务区, 独山、海盐港区; by the grammar of their names."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

_HEAD = re.compile(
    r"经济技术开发区|高新技术产业开发区|高新技术产业园区|高新技术开发区|旅游度假区|综合保税区|自由贸易试验区|自贸试验区|自贸区|产业集聚区|产业集中区|工业集中区|集聚区|"
    r"经济开发区|工业园区|产业园区|开发区|高新区|经开区|中央商务区|商务区|科技城|科学城|大学城|新区|新城|港区|度假区|保税区|合作区|示范区|试验区|经济区|"
    r"经济带|科技园|产业园|软件园|孵化城|湿地公园|湿地|风景名胜区|风景区|片区|区域|城区|分区|工业园|物流园|生态城|创新港|科创走廊|城市群|都市圈"
)
_ALONE = {"高新区": "高新技术产业开发区", "经开区": "经济技术开发区"}
# What ends before a zone's name begins.
_BOUNDARY = re.compile(
    r".*(?:加快|推进|推动|建设|打造|做大|做强|支持|促进|完善|提升|深化|依托|围绕|培育|发展|争取|争创|统筹|实施|强化|启动|开展|完成|做好|对接|引导|抓好|开发|建成|"
    r"规划|创建|申报|积极|全面|重点|扎实|联动|参与|融入|提高|加强|推广|鼓励|确保|实现|优化|落实|制定|编制|包括|聚焦|利用|拓展|整合|通过|位于|涉及|力争|努力|"
    r"在|对|将|与|和|及|向|由|到|至|的|等|以|是|为|把|于|从|让|使|并|或|除|跨|抓|建|各)"
)
_GENERIC = re.compile(
    r"各|类|级|国家|全国|全省|全市|一批|综合|改革|示范|试点|重点|主要|相关|有关|所有|重要|特色|试验|先行|其他|主|副|中心|农村|城市|城乡|市政|功能|集中|"
    r"现有|新建|老|居住|学习|生活|住宅|办公|公共|核心|统筹|行政|作业|监管|自然|保护|海洋|流域|不同|周边|贫困|边远|偏远|民族|同|跨|该|本|此|多|两|三|四|五|"
    r"产业|经济|旅游|工业|商业|农业|生态|环保|金融|教育|文化|体育|物流|科技|创新|数字|智慧|现代|高|大|小|新型|绿色|都市|景|风险|高危|开放|协同|一体化|优先|专属|禁|限|禁养"
)
_PROPER_START = re.compile(r"(?:国际|滨海|滨江|滨湖|空港|临港|临空|高铁|东部|西部|南部|北部|中部|环|沿)")
_AGENCY_AFTER = re.compile(r"(?:党工委|管委会|管理委员会|管理局|管理处|管理办|建设局|指挥部|政府|分局|办事处)")
_DIRECTION = re.compile(r"[东西南北中](?<![中国全省大].)部(?:地区|山区|海岛|沿海地区)")
_VAGUE = {"区域", "城区", "分区", "经济带", "城市群", "都市圈", "片区"}
_TITLES = {"示范区", "试验区", "合作区", "经济区", "湿地"}  # more often an honour or a kind than a place
_NEVER = re.compile(r"级|^个|列入|纳入|成为|市镇|内河|一批|若干")


@dataclass(frozen=True)
class Zone:
    """text[start:end] names a zone; name: with the tail that it shares with its neighbour, or written out (高新区)."""

    start: int
    end: int
    name: str


def zones(text: str, start: int, end: int, home: str | None, known: tuple[str, ...] = ()) -> Iterator[Zone]:
    """The zones named in text[start:end].

    home: short name of the plan's region (a city or below), for 高新区 that stands alone and for its own port. known: names of
    places that a zone's name may begin with.
    """
    if home:
        for part in _DIRECTION.finditer(text, start, end):
            yield Zone(part.start(), part.end(), part.group())
        for port in _port_of(home).finditer(text, start, end):
            yield Zone(port.start(), port.end(), port.group())
    for head in _HEAD.finditer(text, start, end):
        if _AGENCY_AFTER.match(text, head.end()):
            continue
        run = _run_before(text, head.start(), start)
        words = _BOUNDARY.sub("", run)
        if not words:
            if head.group() in _ALONE and home and not re.search(r"(?:各|级|类|建|创)$", run):
                yield Zone(head.start(), head.end(), home + _ALONE[head.group()])
            continue
        if _is_proper(words, head.group(), known):
            yield from _sharing(text, head.start() - len(words), head, start)
            yield Zone(head.start() - len(words), head.end(), words + head.group())


@lru_cache(maxsize=64)
def _port_of(home: str) -> re.Pattern[str]:
    return re.compile(rf"{home}港(?![区务航湾口]|[一-龥]{{1,4}}港区)")


def _run_before(text: str, at: int, start: int) -> str:
    begin = at
    while begin > max(start, at - 12) and "一" <= text[begin - 1] <= "龥":
        begin -= 1
    return text[begin:at]


def _is_proper(words: str, head: str, known: tuple[str, ...]) -> bool:
    if len(words) > 9 or (len(words) < 2 and head != "新区") or _NEVER.search(words):
        return False
    if _PROPER_START.match(words) and len(words) <= 4:
        return True
    if head in _VAGUE and (len(words) < 3 or words[-1] in "省市县全"):
        return False
    if head in _TITLES and len(words) > 3 and not words.startswith(known):
        return False
    return _GENERIC.search(words[:2]) is None


def _sharing(text: str, begin: int, head: re.Match[str], start: int) -> Iterator[Zone]:
    """独山、海盐港区: the names before share the head."""
    at = begin
    while at - 1 > start and text[at - 1] == "、":
        run = _run_before(text, at - 1, start)
        words = _BOUNDARY.sub("", run)
        if not 2 <= len(words) <= 3 or _GENERIC.search(words):
            return
        yield Zone(at - 1 - len(words), at - 1, words + head.group())
        at = at - 1 - len(words)
