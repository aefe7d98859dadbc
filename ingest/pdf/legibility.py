"""Whether the characters of a page are what it shows, or what fonts without a way to Unicode make of it."""

# The characters met most often in running Chinese and in official papers; a page of Chinese holds a good share of them.
_COMMON = frozenset(
    "的一是不了在人有我他这中大来上个国和到说们为子地出以时要就可会也年生得部分作用行方法主工下"
    "安全产责任考核检查管理单位职工作区县市镇街道委会政府党领导负监督应急局办公室第条章项款月日情况"
    "制度落实组织建设开展规定事故隐患整改发现及与等各级按对由或其并未无本企业人员项目标准评分数量"
)
_ENOUGH = 60  # characters: fewer say nothing
_SHARE = 0.06  # of the Chinese ones that are common
_PLENTY = 0.15  # of all: that many common ones, and nothing more need be asked
_PORTION = 256  # characters looked at at a time
_FOREIGN = 0.4  # of all: private, replaced, or accented Latin letters

_KANGXI = (0x2E80, 0x2FDF)
_UNIFIED = (0x3400, 0x9FFF)
_PRIVATE = (0xE000, 0xF8FF)


def is_legible(text: str) -> bool:
    """False where the text cannot be what the page shows.

    >>> is_legible("考核工作由区安委会办公室组织开展。" * 5), is_legible("犐犆犛犔犌犕犜" * 10), is_legible("ÖÐ»ªÈË" * 15)
    (True, False, False)
    """
    if len(text) < _ENOUGH:
        return True
    plain = 0
    for start in range(0, len(text), _PORTION):  # running Chinese shows itself long before its end
        plain += sum(map(_COMMON.__contains__, text[start : start + _PORTION]))
        if plain > _PLENTY * len(text):
            return True
    chinese = common = foreign = kangxi = 0
    for char in text:
        code = ord(char)
        if _UNIFIED[0] <= code <= _UNIFIED[1]:
            chinese += 1
            common += char in _COMMON
        elif _KANGXI[0] <= code <= _KANGXI[1]:
            kangxi += 1
        elif (
            _PRIVATE[0] <= code <= _PRIVATE[1]
            or code == 0xFFFD
            or (0xA8 <= code < 0x250 and code not in (0xB0, 0xB1, 0xB7, 0xD7))
        ):
            foreign += 1
    if foreign > _FOREIGN * len(text):
        return False
    return chinese < _ENOUGH or common + kangxi >= _SHARE * chinese
