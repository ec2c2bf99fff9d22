"""What a web page adds to a document: navigation before it, links, notices and advertisements after it."""

import re
from collections.abc import Iterator

from loaders.mapped_text import MappedText, Replacement
from loaders.repair.characters import Step

_FOOTER = re.compile(
    r"^[ \t|【\[（(]*(?:作者[:：]?\s*$|(?:信息)?来源[:：]?\s*\|?\s*$|"
    r"打印本页|关闭(?:本页|窗口)|打印|返回(?:顶部|首页|列表)|上一[篇条]|下一[篇条]|"
    r"相关(?:链接|文章|附件|文档|信息|新闻|阅读|稿件)|扫一扫|分享到|版权所有|主办单位[:：]|承办[:：]|网站(?:标识码|地图)|[^\n]{0,12}ICP备|"
    r"责任编辑|编辑[:：]|点击下载附件|附件下载|您访问的链接|友情链接|联系我们|关于我们|声明[:：]|"
    r"免责声明|热门(?:推荐|文章)|猜你喜欢|最新文章|推荐阅读|"
    r"本文章?(?:内容)?(?:来源|转载|由)|本站(?:内容|所有|声明)|(?:以上|本)内容来源|转载请注明|标签[:：]|关键词[:：]|浏览次数|阅读次数|字体[:：])",
    re.M,
)
_CUE_AT_END = re.compile(r"(?<=[。）])\s*(?:点击下载附件|作者[:：]|信息来源[:：]|【打印)[^。\n]*$", re.M)
_STRETCH = re.compile(r"[^。\n]{15,}(。?)")
_IDEOGRAPH = re.compile("[\u4e00-\u9fff]")
_NAVIGATION = re.compile(
    r"^[^\n。]*(?:首页\s*[>»›/\-]|(?:当前|您(?:所在|现在)的?)位置|"
    r"[\u4e00-\u9fff]\s*[>»›]\s*[\u4e00-\u9fff]+\s*[>»›]|客服热线|字体[:：]|【?字号|分享到|打印本页|"
    r"无障碍(?:浏览|阅读|版|模式|导航|通道|[ \t|｜]|$)|网站支持IPv6|登录\s*[|｜]?\s*注册)"
    r"[^\n。]*$|^首页$",
    re.M,
)


_PAGE_NUMBER = re.compile(
    r"^[ \t]*(?:[-—－–~·•]{1,3}[ \t]*\d{1,4}[ \t]*[-—－–~·•]{1,3}"
    r"|第[ \t]*\d{1,4}[ \t]*页(?:[ \t，,/]*共[ \t]*\d{1,4}[ \t]*页)?)[ \t]*(?:\n|$)",
    re.M,
)


_RUNS_ON = re.compile(
    r"\s*(?=[\u4e00-\u9fff0-9，、])"
    r"(?!第[一二三四五六七八九十\d]+[章节条]|[一二三四五六七八九十]{1,3}、|\d{1,2}[.．、](?!\d)|专栏|附件|表\d)"
)
_ENDS = "。！？；：…"
_LONG_LINE = 16  # characters; a shorter line is a heading


def page_numbers(text: MappedText) -> Step:
    """Take out lines that are the number of a page (— 3 —, 第 3 页 共 10 页); a sentence that they part runs on."""
    cuts = []
    for match in _PAGE_NUMBER.finditer(text.text):
        start, end = match.span()
        before = _line_end(text.text, start)
        line = text.text[text.text.rfind("\n", 0, before) + 1 : before]
        parted = len(line.strip()) >= _LONG_LINE and line[-1] not in _ENDS and not _PAGE_NUMBER.fullmatch(line)
        if parted and (following := _RUNS_ON.match(text.text, end)):
            start, end = before, following.end()
        cuts.append(Replacement(start, end, ""))
    return (text.apply(cuts) if cuts else text), cuts


def _line_end(text: str, at: int) -> int:
    """Where the line before `at` ends, spaces behind it left out."""
    while at and text[at - 1].isspace():
        at -= 1
    return at


def after_the_document(text: MappedText) -> Step:
    """Cut what follows the last sentence of the document where it begins with one of the phrases sites end pages with."""
    tail = _tail(text.text)
    if tail is None:
        return text, []
    cut = Replacement(tail, len(text.text), "")
    return text.apply([cut]), [cut]


def _tail(text: str) -> int | None:
    last_sentence = 0
    for match in _FOOTER.finditer(text, len(text) // 4):
        if match.start() < last_sentence:
            continue
        following = next(_sentences(text, match.end()), None)
        if following is None or _is_spam_after(text, match.start()):
            return match.start()
        last_sentence = following
    inline = _CUE_AT_END.search(text, len(text) // 4)
    return inline.start() if inline and next(_sentences(text, inline.end()), None) is None else None


def _sentences(text: str, start: int) -> Iterator[int]:
    """Where sentences of more than a few words begin; each stretch up to a stop is looked at once, however long it is."""
    for stretch in _STRETCH.finditer(text, start):
        if stretch[1] and (first := _IDEOGRAPH.search(text, stretch.start(), stretch.start(1) - 14)):
            yield first.start()


def _is_spam_after(text: str, at: int) -> bool:
    """Whether what follows holds hardly any sentence for its length."""
    rest = text[at : at + 20_000]
    return len(rest) > 400 and 100 * sum(1 for _ in _sentences(rest, 0)) < len(rest) / 100


def before_the_document(text: MappedText) -> Step:
    """Take out lines of navigation that stand before the document."""

    line_end = text.text.find("\n", _HEAD)
    cuts = [
        Replacement(*match.span(), "")
        for match in _NAVIGATION.finditer(text.text, 0, line_end if line_end >= 0 else len(text.text))
        if match.start() < _HEAD and not _SAYS_SOMETHING.search(match.group())
    ]
    return (text.apply(cuts) if cuts else text), cuts


_HEAD = 3000  # characters: navigation stands before the document


# A line of a page's head that names dates or numbers of the document is kept for its metadata.
_SAYS_SOMETHING = re.compile(
    r"发布(?:时间|日期)|成文日期|公开日期|索\s*引\s*号|文\s*号[:：]|发文|\d{4}[-年/.]\d{1,2}[-月/.]\d{1,2}"
)
