"""What a heading's part of a plan is: work to be done, safeguards, goals, guiding thoughts, or what already happened."""

import re
from typing import Literal

PartRole = Literal["task", "safeguard", "goals", "guiding", "past"]

_WORK = re.compile(r"任务|举措|措施|重点工作|行动|工程|项目|分工|抓好|推进")
_PAST = re.compile(
    r"回顾|工作总结|取得的?(?:成绩|成效|成就|进展)|主要(?:成绩|成效|成就)|发展成就|工作(?:成效|成绩)|过去(?:一|五|几|的)?年|"
    r"完成情况|进展情况|建设成效|现有基础|实施情况|执行情况"
)
_GUIDING = re.compile(
    r"总体(?:要求|思路|考虑|部署|布局)|指导(?:思想|方针)|(?:基本|工作|主要|总体|实施|建设|编制|规划)原则|原则$|形势|现状|"
    r"(?:重要|重大|深刻)?意义|背景|必要性|紧迫|(?:发展|工作|现实)基础|面临|机遇|挑战|(?:编制|制定|政策)依据|适用(?:范围|对象)|"
    r"名词解释|术语|有关(?:概念|定义)|总则$|附则|发展(?:环境|定位|理念)|战略定位|提高(?:思想|政治)?认识|统一思想|充分认识|"
    r"深刻认识|(?:主要|突出)问题|存在的?问题|问题和困难|(?:主要|突出|存在的?)短板"
)
_GOALS = re.compile(r"目标")
_GOALS_ALONE = re.compile(
    r"(?:总体|主要|工作|行动|发展|规划|具体|年度|阶段|预期|建设|创建|整治|改革|实施|攻坚|工程|项目|基本|指标|与|和|及|、)*目标(?:要求|指标)?"
)
_GOALS_AND_TASKS = re.compile(r"(?:总体|主要|工作)?目标(?:和|与|及|、)?任务|任务目标")
# Headings that begin with one of these say what will be done, whatever nouns follow (补齐基础设施短板, 夯实发展基础).
_ACTS = re.compile(
    r"(?:加快|推进|推动|补齐|补强|提升|强化|加强|完善|健全|构建|打造|实施|优化|深化|促进|建设|培育|壮大|拓展|创新|开展|应对|抢抓|改善|夯实|巩固|扩大|"
    r"做好|抓好|全面|大力|着力|深入|统筹|坚决|增强|激发|聚焦|严格|规范|支持|引导|建立|保障|稳定|突出|办好|持续|切实|保护|治理|防范|化解|落实|"
    r"营造|筑牢|扎实|不断|进一步(?!认清|提高|统一|明确)|积极|努力|繁荣|厚植|塑造|释放|畅通|做强|做优|做大|提质|高(?:水平|质量|标准|起点))"
)
_SAFEGUARD = re.compile(
    r"保障(?:措施|举措|机制|体系$|条件|实施|政策$)|(?:组织|实施|工作|政策|综合|支撑|机制|责任|强化|落实|加强|做好|健全)保障$|"
    r"组织(?:领导|实施|保障|机构|推进|协调)|建立组织|(?:强化|落实|压实|明确|严格|细化)(?:工作|主体|目标|各项|各级|各方)*责任|"
    r"(?:有关|工作|相关|几点|具体|实施|组织)要求$|督查考核|考核督查|监督(?:考核|检查|评估)|督促(?:检查|指导|落实)|监测评估|评估考核|"
    r"考核(?:评价|评估|奖惩|问责)|规划实施|(?:确保|保障)[^，]{0,20}(?:落实|实现|完成|实施)(?:到位)?$|"
    r"(?:健全|完善|创新)(?:规划)?实施(?:保障)?机制|推进机制$|"
    r"^(?:强化|加强|完善|健全|落实|夯实)[^，、]{0,8}(?<!社会)(?<!民生)(?<!住房)(?<!医疗)(?<!就业)(?<!生活)(?<!养老)(?<!兜底)(?<!安全)(?<!供应)"
    r"(?<!能源)(?<!物资)(?<!应急)(?<!法律)(?<!权益)(?<!服务)(?<!交通)(?<!健康)(?<!粮食)保障$"
)
_SAFEGUARD_LEAF = re.compile(
    r"(?:加强|强化|切实加强|加大)?组织(?:领导|保障|实施)|"
    r"(?:强化|加强|严格|健全)?(?:督查|督导|督促|监督|考核)(?:考核|检查|落实|评估|问责|评价|督导|机制)+$|"
    r"(?:强化|加强)?(?:宣传引导|宣传发动|舆论宣传|氛围营造)$|营造.{0,6}氛围$"
)
# Articles and items on the plan as a paper: its purpose, scope, terms, start, end and interpreter.
_FORMAL = re.compile(
    r"本(?:措施|办法|意见|方案|规定|规划|通知|计划|政策|细则|实施[\u4e00-\u9fff]{2}|条例|行动[\u4e00-\u9fff]{2}|若干[\u4e00-\u9fff]{2})"
    r"(?:自|由|从|有效|所称|适用|的解释|解释|未尽|涉及|中的?|与|实施(?:期限|期间|之日)|执行期|印发)|(?:为了?|根据|依据)[^。]{4,}?(?:制定|制订)本|"
    r"(?:此前|以往|原有?|过去)[^。]{0,20}(?:规定|政策|文件)[^。]{0,20}不一致|解释权|自(?:发布|印发|公布|下发)之日起"
)


def role_of(heading: str, above: PartRole, top_level: bool, leaf: bool) -> PartRole:
    """The role of a part by its heading, in the light of the part above it."""
    if above in ("past", "guiding", "safeguard"):
        return above
    if leaf and _FORMAL.match(heading):
        return "guiding"
    if _GOALS_ALONE.fullmatch(heading) or (leaf and _GOALS_AND_TASKS.fullmatch(heading)):
        return "goals"
    work = _WORK.search(heading) or _ACTS.match(heading)
    if _PAST.search(heading) and not work:
        return "past"
    if _GUIDING.search(heading) and not work:
        return "guiding"
    if _GOALS.search(heading) and not work and len(heading) <= 30 and not _COMMITS.search(heading):
        return "goals"
    if above == "goals":
        return "goals"
    if _SAFEGUARD.search(heading) and (top_level or not leaf):
        return "safeguard"
    if leaf and top_level and _SAFEGUARD_LEAF.search(heading):
        return "safeguard"
    return "task"


# A goal that is worked on (落实目标责任制, 对标目标管理) is not a section of goals.
_COMMITS = re.compile(r"目标(?:责任|管理|考核|导向|任务)|任务目标")
