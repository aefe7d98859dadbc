"""What is known of how duties are opened: the headers of tables of duties, the words after a subject. Regular expressions.

A new local wording is a new row.
"""

from extract.duties.knowledge import Row

# --- tables -----------------------------------------------------------------------------------------------------------

TABLE_COLUMNS: tuple[Row, ...] = (
    Row(
        "column.role",
        r"岗位(?:名称)?|职务|责任人(?:员)?|责任主体|责任领导|领导(?:职务|岗位)?|角色|责任对象|党政领导(?:干部)?|姓名及职务",
        "role",
        "岗位",
    ),
    Row(
        "column.department",
        r"(?:责任|牵头|配合|主责|实施)?(?:单位|部门)(?:名称)?|(?:责任|牵头|配合)(?:单位|部门)及?.{0,4}",
        "department",
        "责任单位",
    ),
    Row(
        "column.duty",
        r"(?:安全生产|主要|工作|岗位|履职|具体)*(?:职责|责任|任务|事项)(?:清单|内容|分工|事项|要求)?|(?:重点|主要|年度)+(?:工作|任务)(?:任务)?|履职(?:内容|事项|要求)",
        "duty",
        "安全生产职责",
    ),
    Row(
        "column.measure", r"(?:具体|主要|工作|落实|推进|整改|保障|重点)*(?:措施|举措|内容|要求)", "measure", "具体措施"
    ),
    Row("column.frequency", r"(?:履职|工作)?(?:频次|频率|周期|次数)(?:要求)?", "frequency", "频次"),
    Row("column.due", r"(?:完成|办结|落实)?(?:时限|时间|期限)(?:要求)?|频次(?:[/／、和]|及)时限", "due", "完成时限"),
    Row("column.points", r".*(?:分值|标准分|得分|扣分|权重|评分|满分).*", "points", "分值"),
)
"""What a column holds, by its header (the whole header must match). A table with points is a scoring table, not duties."""

# --- openings (regular expressions on what follows the subject) ---------------------------------------------------------

_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱林何郭马罗梁宋郑谢韩唐冯董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范石姚谭廖邹熊陆郝孔白崔康毛邱秦江史顾侯邵孟龙段雷钱汤尹黎易武乔贺赖龚文"

PERSON = rf"[{_SURNAMES}](?:某某|某|[××xX]{{1,2}}|[\u4e00-\u9fff]{{1,2}})(?:同志)?"
"""A person's name: 王某某, 李××, 周小芳同志."""

OPENINGS: tuple[Row, ...] = (
    Row(
        "opening.duties",
        r"(?:同志)?的?[^。；：:]{0,40}?(?:职责|责任|任务|清单|工作|事项)[^。；：:]{0,24}[：:]$",
        "list",
        "安全生产职责主要包括：",
    ),
    Row(
        "opening.general",
        r"[^：:]{0,120}(?:职责|责任|任务|工作|事项)[^。；：:]{0,24}[：:]$",
        "list",
        "对本地区安全生产工作负总责，履行下列职责：",
    ),
    Row(
        "opening.must",
        r"[^。；：:]{0,60}(?:应当?|要|须|必须|负责|做到|抓好)[^。；：:]{0,20}[：:]$",
        "list",
        "应当做到：",
    ),
    Row(
        "opening.bare",
        r"[^：:。；]{0,80}(?:下列|以下|如下)[^，。；：:]{0,16}(?:职责|责任|任务|工作|事项)$",
        "list",
        "履行以下职责",
    ),
    Row(
        "opening.named",
        rf"(?:（[^）]{{1,12}}）|{PERSON})?(?:的?(?:[^，。；：:]{{0,10}}职责))?[：:]",
        "named",
        "区委书记：",
    ),
    Row("opening.stop", r"[。．]", "stop", "区委书记。"),
    Row(
        "opening.person",
        rf"[\s：:]*{PERSON}(?:[（(][^（）()]{{1,40}}[）)])?[：:]?$",
        "heading",
        "区委书记张某某",
    ),
    Row(
        "opening.heading",
        r"(?:[（(][^（）()]{1,30}[）)])?的?(?:[^，。；：:]{0,12}(?:职责|责任制?|任务)(?:清单|分工)?)?[。]?$",
        "heading",
        "主要负责人职责",
    ),
)
"""How a text goes on after the subject where it opens the subject's duties."""
