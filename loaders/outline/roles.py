"""What a heading's part of a plan is: work to be done, safeguards, goals, guiding thoughts, or what already happened."""

import re
from typing import Literal

PartRole = Literal["task", "safeguard", "goals", "guiding", "past"]

_WORK = r"任务|举措|措施|重点工作|行动|工程|项目|分工|抓好|推进"
_PAST = re.compile(
    r"回顾|工作总结|取得的?(?:成绩|成效|成就|进展)|主要(?:成绩|成效|成就)|发展成就|工作(?:成效|成绩)|过去(?:一|五|几|的)?年|完成情况|进展情况|建设成效|现有基础|实施情况|执行情况"
)
_GUIDING = re.compile(
    r"总体(?:要求|思路|考虑|部署|布局)|指导(?:思想|方针)|(?:基本|工作|主要|总体|实施|建设|编制|规划)原则|原则$|形势|现状|(?:重要|重大|深刻)?意义|背景|必要性|紧迫|"
    r"(?:发展|工作|现实)基础|面临|机遇|挑战|(?:编制|制定|政策)依据|适用范围|名词解释|术语|有关(?:概念|定义)|总则$|附则|发展(?:环境|定位|理念)|战略定位|提高(?:思想)?认识|"
    r"统一思想|充分认识|深刻认识|主要问题|存在的?问题|问题和困难|短板"
)
_GOALS = re.compile(r"目标")
_SAFEGUARD = re.compile(
    r"保障(?:措施|举措|机制|体系$|条件|实施|政策$)|(?:组织|实施|工作|要素|政策|综合|服务|支撑|机制|责任|强化|落实|加强|做好|健全)保障$|组织(?:领导|实施|保障|机构|推进|协调)|"
    r"建立组织|(?:强化|落实|压实|明确|严格|细化)(?:工作|主体|目标|各项|各级|各方)*责任|(?:有关|工作|相关|几点|具体|实施|组织)要求$|督查考核|考核督查|监督(?:考核|检查|评估)|督促(?:检查|指导|落实)|"
    r"监测评估|评估考核|考核(?:评价|评估|奖惩|问责)|规划实施|(?:确保|保障)[^，]{0,20}(?:落实|实现|完成|实施)(?:到位)?$|(?:健全|完善|创新)(?:规划)?实施(?:保障)?机制|推进机制$"
)
_SAFEGUARD_LEAF = re.compile(
    r"(?:加强|强化|切实加强|加大)?组织(?:领导|保障|实施)|(?:强化|加强|严格|健全)?(?:督查|督导|督促|监督|考核)(?:考核|检查|落实|评估|问责|评价|督导|机制)+$|(?:强化|加强)?(?:宣传引导|宣传发动|舆论宣传|氛围营造)$|营造.{0,6}氛围$"
)


def role_of(heading: str, above: PartRole, top_level: bool, leaf: bool) -> PartRole:
    """The role of a part by its heading, in the light of the part above it."""
    if above in ("past", "guiding", "safeguard"):
        return above
    if _PAST.search(heading) and not re.search(_WORK, heading):
        return "past"
    work = re.search(_WORK, heading)
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
