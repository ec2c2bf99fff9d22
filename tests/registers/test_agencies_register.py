"""The register of agency kinds holds together, and printed names resolve in their plan's jurisdiction."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.registers.agencies import agency_names_matching, resolve_agency
from loaders.registers.agency_kinds import agency_kinds, local_forms, national_forms
from loaders.registers.regions import region


def test_every_predecessor_kind_exists_and_no_kind_succeeds_itself() -> None:
    kinds = agency_kinds()
    for kind in kinds.values():
        before, seen = [one.kind for one in kind.after], set()
        while before:
            one = before.pop()
            assert one in kinds
            assert one != kind.id
            if one not in seen:
                seen.add(one)
                before += [further.kind for further in kinds[one].after]


def test_every_kind_is_labelled_in_both_languages_and_has_an_ascii_id() -> None:
    for key, kind in agency_kinds().items():
        assert key.isascii()
        assert kind.zh
        assert kind.en.isascii()


def test_succession_states_year_and_source() -> None:
    chain = []
    kind = "health"
    while agency_kinds()[kind].after:
        step = agency_kinds()[kind].after[0]
        chain.append((step.kind, step.year))
        assert step.source
        kind = step.kind
    assert chain == [("health-family-planning", 2018), ("health-before-2013", 2013)]


def test_no_spelling_of_a_central_body_is_claimed_twice() -> None:
    spellings = [spelling for kind in agency_kinds().values() for name, shorts in kind.national for spelling in {name, *shorts}]
    assert len(spellings) == len(set(spellings)) == len(national_forms())


RESOLVED = [
    line.split()
    for line in """
嘉兴市 市卫生健康委 嘉兴市卫生健康委员会 330400 health
嘉兴市 市卫健委 嘉兴市卫生健康委员会 330400 health
嘉兴市 嘉兴市卫生健康委员会 嘉兴市卫生健康委员会 330400 health
嘉兴市 市卫健局 嘉兴市卫生健康局 330400 health
嘉兴市 市卫生局 嘉兴市卫生局 330400 health-before-2013
嘉兴市 市建设局 嘉兴市建设局 330400 housing-urban-rural-development
嘉兴市 市住建局 嘉兴市住房和城乡建设局 330400 housing-urban-rural-development
嘉兴市 市人力社保局 嘉兴市人力资源和社会保障局 330400 human-resources-social-security
嘉兴市 市人社局 嘉兴市人力资源和社会保障局 330400 human-resources-social-security
嘉兴市 市发改委 嘉兴市发展和改革委员会 330400 development-reform
嘉兴市 市工信局 嘉兴市工业和信息化局 330400 industry-information
嘉兴市 市经信局 嘉兴市经济和信息化局 330400 industry-information
嘉兴市 省发展改革委 浙江省发展和改革委员会 330000 development-reform
嘉兴市 市委宣传部 中共嘉兴市委宣传部 330400 party-publicity
嘉兴市 市委网信办 中共嘉兴市委网络安全和信息化委员会办公室 330400 cyberspace-administration
嘉兴市 团市委 共青团嘉兴市委员会 330400 communist-youth-league
嘉兴市 市妇联 嘉兴市妇女联合会 330400 womens-federation
嘉兴市 市税务局 国家税务总局嘉兴市税务局 330400 tax
嘉兴市 市政府办公室 嘉兴市人民政府办公室 330400 government-general-office
嘉兴市 海宁市政府 海宁市人民政府 330481 government
嘉兴市 海宁市 海宁市人民政府 330481 government
嘉兴市 市中级人民法院 嘉兴市中级人民法院 330400 court
嘉兴市 国家发展改革委 国家发展和改革委员会 000000 development-reform
嘉兴市 市大数据局 嘉兴市大数据局 330400 data-administration
嘉兴市 市市场监管局 嘉兴市市场监督管理局 330400 market-regulation
嘉兴市 市纪委监委 中共嘉兴市纪律检查委员会 330400 discipline-inspection
嘉兴市 人行嘉兴市中心支行 中国人民银行嘉兴市中心支行 330400 central-bank
海宁市 市教育局 海宁市教育局 330481 education
海宁市 嘉兴市教育局 嘉兴市教育局 330400 education
海宁市 许村镇政府 许村镇人民政府 330481105 township-government
珠海市 市卫健委 珠海市卫生健康委员会 440400 health
陕西省 省科技厅 陕西省科学技术厅 610000 science-technology
陕西省 省法院 陕西省高级人民法院 610000 court
陕西省 西安市人民政府 西安市人民政府 610100 government
北京市 市教委 北京市教育委员会 110000 education
广西壮族自治区 自治区教育厅 广西壮族自治区教育厅 450000 education
恩施土家族苗族自治州 州教育局 恩施土家族苗族自治州教育局 422800 education
全国 卫生健康委 国家卫生健康委员会 000000 health
全国 人民银行 中国人民银行 000000 central-bank
嘉兴市 市公安局南湖分局 嘉兴市公安局南湖分局 330400 public-security
嘉兴市 市爱卫办 嘉兴市爱国卫生运动委员会办公室 330400 public-health-campaign
嘉兴市 市河长办 嘉兴市河长制办公室 330400 river-chief
嘉兴市 市文明办 嘉兴市精神文明建设指导委员会办公室 330400 civilisation-office
南湖区 市科技局 嘉兴市科学技术局 330400 science-technology
南湖区 区卫生健康局 南湖区卫生健康局 330402 health
浦东新区 市教委 上海市教育委员会 310000 education
石河子市 师市发改委 石河子市发展和改革委员会 659001 development-reform
内蒙古自治区 锡林郭勒盟行署 锡林郭勒盟行政公署 152500 government
西藏自治区 自治区党委宣传部 中共西藏自治区委宣传部 540000 party-publicity
桂林市 自治区教育厅 广西壮族自治区教育厅 450000 education
""".strip().splitlines()
]


@pytest.mark.parametrize(("home", "printed", "name", "code", "kind"), RESOLVED, ids=[f"{r[0]}-{r[1]}" for r in RESOLVED])
def test_resolve(home: str, printed: str, name: str, code: str, kind: str) -> None:
    found = resolve_agency(printed, home)
    assert (found.name, found.kind, found.resolved) == (name, kind, True)
    assert found.region == code or (len(code) == 9 and (found.region or "").startswith(code[:6]))
    assert found.region is not None
    assert region(found.region) is not None
    assert found.name not in found.aliases
    assert printed in (found.name, *found.aliases)


@pytest.mark.parametrize("printed", ["各区政府", "市级有关部门", "各有关部门", "各县（市、区）人民政府"])
def test_collective_bodies_stay_as_printed(printed: str) -> None:
    found = resolve_agency(printed, "嘉兴市")
    assert (found.name, found.collective, found.resolved) == (printed, True, False)


@pytest.mark.parametrize(
    ("printed", "home"),
    [
        ("区教育局", "嘉兴市"),
        ("市卫健委", None),
        ("某某工作站", "嘉兴市"),
        ("市教育局", "浙江省"),
        ("自治区教育厅", "嘉兴市"),
        ("人事司", None),
    ],
)
def test_what_is_unsure_is_unresolved_and_keeps_its_name(printed: str, home: str | None) -> None:
    found = resolve_agency(printed, home)
    assert (found.name, found.resolved) == (printed, False)


def test_three_names_are_one_body_and_find_each_other() -> None:
    names = ["市卫生健康委", "市卫健委", "嘉兴市卫生健康委员会"]
    bodies = [resolve_agency(name, "嘉兴市") for name in names]
    assert {body.name for body in bodies} == {"嘉兴市卫生健康委员会"}
    for body in bodies:
        assert set(names) <= {body.name, *body.aliases}
    for name in names:
        assert {"嘉兴市卫生健康委员会", "市卫生健康委", "市卫健委"} & set(agency_names_matching(name))


def test_predecessors_are_of_the_same_region_and_carry_their_source() -> None:
    before = resolve_agency("市卫健委", "嘉兴市").predecessors
    assert [(one.kind, one.names[0], one.year) for one in before] == [
        ("health-family-planning", "嘉兴市卫生和计划生育委员会", 2018)
    ]
    assert all(one.source for one in before)


@given(st.sampled_from(sorted(local_forms())), st.sampled_from(["嘉兴市", "海宁市", "陕西省", "北京市"]))
def test_every_spelling_gives_the_body_that_its_official_name_gives(spelling: str, home: str) -> None:
    form = local_forms()[spelling]
    assert resolve_agency(spelling, home).name == resolve_agency(form.official, home).name


@given(st.text(alphabet="市省县区教育局委办国家中心（）、各嘉兴海宁镇人民政府", max_size=12))
def test_no_name_is_too_odd(name: str) -> None:
    found = resolve_agency(name, "嘉兴市")
    assert found.region is None or region(found.region) is not None
