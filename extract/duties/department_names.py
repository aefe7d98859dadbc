"""What is known of departments: how their names end, what they are for, their short names, the labels before them.

A new local wording is a new row.
"""

from extract.duties.knowledge import Row, words

DEPARTMENT_SUFFIXES: tuple[Row, ...] = tuple(
    Row(f"department.{suffix}", suffix, "department", example)
    for suffix, example in (
        ("局", "区安监局"),
        ("委", "区住房城市建设委"),
        ("办", "区编办"),
        ("部", "区委组织部"),
        ("室", "区委研究室"),
        ("办公室", "区安委会办公室"),
        ("委员会", "区住房和城乡建设委员会"),
        ("安委会", "区安委会"),
        ("支队", "云溪交通支队"),
        ("大队", "区消防救援大队"),
        ("总队", "市消防救援总队"),
        ("中队", "镇综合执法中队"),
        ("中心", "区融媒体中心"),
        ("站", "镇安监站"),
        ("所", "青岚镇派出所"),
        ("院", "区检察院"),
        ("科", "街道平安办科"),
        ("公司", "区供电公司"),
        ("集团", "区城投集团"),
        ("工会", "区总工会"),
        ("工商联", "区工商联"),
        ("妇联", "区妇联"),
        ("团委", "团委"),
        ("残联", "区残联"),
        ("科协", "区科协"),
        ("供销社", "区供销社"),
        ("红十字会", "区红十字会"),
        ("文联", "区文联"),
        ("海事处", "云溪海事处"),
        ("管理处", "区公路管理处"),
        ("气象台", "市气象台"),
        ("指挥部", "区防汛指挥部"),
        ("街道办事处", "松涛街道办事处"),
        ("镇政府", "青岚镇政府"),
        ("镇人民政府", "青岚镇人民政府"),
        ("乡人民政府", "白石乡人民政府"),
        ("管委会", "云溪经开区管委会"),
    )
)
"""How a department's name ends."""

DEPARTMENT_STEMS: tuple[str, ...] = words(
    "应急 安监 公安 交警 消防 住建 住房 城建 建设 建管 交通 运输 教育 教体 教科 教委 商务 经信 工信 经贸 "
    "发改 科技 科信 民政 司法 财政 人社 人力 规划 自然资源 国土 生态环境 环保 环境 城管 城市管理 综合执法 "
    "行政执法 水务 水利 农业 农村 林业 园林 绿化 文化 文旅 文广 旅游 体育 卫生 卫健 卫计 审计 国资 "
    "市场监管 市监 质监 质量 工商 食药 药监 统计 医保 信访 机关事务 政务 行政审批 民防 人防 民宗 税务 "
    "气象 地震 邮政 烟草 供电 电力 燃气 通信 海事 铁路 港航 民航 房管 房产 粮食 储备 物资 供销 金融 组织 "
    "宣传 统战 政法 网信 编办 机构编制 督查 档案 安委 安全生产 防火 防汛 平安 综治 市政 市容 工会 安全"
)
"""What departments are for: a name without its tier (应急局, 云溪公安分局) must hold one of these."""

NOT_DEPARTMENTS: tuple[str, ...] = words(
    "干部 全部 内部 外部 支部 总部 各部 局部 本部 一部 部分 督办 承办 主办 协办 交办 举办 申办 公办 民办 "
    "常委 原委 党委 工委 区委 市委 县委 省委 州委 旗委 镇委 格局 布局 结局 大局 全局 场所 处所 住所 厕所 "
    "各所 科室 各科 中心组 为中心 重要部 要害部"
)
"""Words that end as a department's name does and are none."""

COLLECTIVES: tuple[str, ...] = words(
    "各 有关 相关 部门 成员单位 单位 企业 主管 职能 机关 机构 所有 全体 其他 上述 以上 本 该 同级 上级 下级 被考核"
)
"""Words by which a name is nobody's in particular."""

CUSTOMARY_SHORT_NAMES: tuple[tuple[str, str], ...] = tuple(
    (pair.split("→")[0], pair.split("→")[1])
    for pair in words(
        "安全生产委员会→安委会 安委会办公室→安委办 应急管理局→应急局 安全生产监督管理局→安监局 市场监督管理局→市场监管局 "
        "质量技术监督局→质监局 教育委员会→教委 商务委员会→商务委 发展和改革委员会→发改委 发展改革委→发改委 "
        "住房和城乡建设→住建 住房城乡建设→住建 住建委员会→住建委 人力资源和社会保障局→人社局 人力资源社会保障局→人社局 "
        "人力社保局→人社局 卫生健康委员会→卫健委 卫生健康委→卫健委 卫生健康局→卫健局 交通运输局→交通局 "
        "城市管理委员会→城管委 城市管理局→城管局 文化和旅游局→文旅局 文化旅游局→文旅局 工业和信息化局→工信局 "
        "经济和信息化局→经信局 国有资产监督管理委员会→国资委 机构编制委员会办公室→编办 自然资源和规划局→自然资源局 "
        "规划和自然资源局→规划自然资源局 规划和自然资源委员会→规划自然资源委"
    )
)
"""Long and short names of departments that every office uses side by side."""

DEPARTMENT_LABELS: tuple[Row, ...] = (
    Row(
        "label.responsible",
        r"(?:(?:主要|第一|共同)?(?:责任|牵头|配合|主责|主办|协办|承办|参加|参与|实施|落实|负责|协同|协助)(?:单位|部门|处室|科室)"
        r"(?:（[^）]{1,8}）)?|牵头|配合)\s*[：:]",
        "departments",
        "责任单位：区应急局、区住建局",
    ),
)
"""Labels after which the departments that a clause binds are listed."""
