"""Every sentence that the intake says to staff, each with a stable code: which file, what was found, what to do."""

from corpus.errors import Unreadable

# code → what was found, and what to do. `{…}` are facts that the caller gives.
SENTENCES: dict[str, str] = {
    # the file itself
    "missing": "找不到这个文件，请核对路径和文件名",
    "directory": "这是一个文件夹，不是文件，请选择其中的文件",
    "not-a-file": "这不是普通文件（可能是设备或管道），请把内容另存为文件后重试",
    "forbidden": "没有读取权限，请把文件复制到本人有权读取的文件夹，或请管理员开放权限后重试",
    "not-read-from-disk": "从磁盘读取时出错（{cause}），请把文件复制到本机硬盘后重试",
    "empty": "文件是空的（0 字节），请向来文单位重新索取或重新复制后重试",
    "blank": "文件里只有空白，没有文字，请核对是否选错了文件",
    "too-large": "文件有 {size} MB，超过 {limit} MB 的上限，请拆分或压缩其中的图片后重试",
    # type by content
    "unknown-format": "按内容认不出是什么格式，请用原软件打开，另存为 .docx 或 .pdf 后重试",
    "undecodable": "像是文字，但编码认不出来（不是 UTF-8、GB18030 或 UTF-16），请用记事本打开，另存为 UTF-8 编码后重试",
    "pptx": "这是演示文稿（.pptx），不能作为公文读取，请另存为 .pdf 后重试",
    "no-converter": "这是 {kind} 文件，需要 LibreOffice 转换后读取，本机没有安装，请安装 LibreOffice（7.0 以上），或用原软件另存为 .{target} 后重试",
    "not-converted": "这是 {kind} 文件，转换没有成功（{cause}），请用原软件打开，另存为 .{target} 后重试",
    "odf": "这是 OpenDocument 演示文稿或绘图，不能作为公文读取，请另存为 .pdf 后重试",
    "ppt": "这是旧版演示文稿（.ppt/.dps），不能作为公文读取，请另存为 .pdf 后重试",
    "encrypted-office": "文件设了打开密码（已加密），请用 Word 或 WPS 打开，取消密码，另存为 .docx 后重试",
    "ole": "这是旧版 Office 复合文档，认不出其中内容，请用原软件打开，另存为 .docx 或 .pdf 后重试",
    "html-no-text": "网页里没有正文（可能要联网由脚本显示，或只有框架、图片），请用浏览器打开，打印为 .pdf 后重试",
    "mhtml-no-page": "网页归档文件里找不到网页，请用浏览器打开，打印为 .pdf，或另存为 .html 后重试",
    "damaged-page": "网页内容已损坏，读不出来，请用浏览器打开，打印为 .pdf 后重试",
    "xml": "这是 XML 数据文件，不能作为公文读取，请用原软件打开，另存为 .docx 或 .pdf 后重试",
    "postscript": "这是 PostScript 打印文件，目前不能直接读取，请转换为 .pdf 后重试",
    "database": "这是数据库文件（{kind}），不是文档，请核对是否选错了文件",
    "archive": "这是压缩包（{kind}），请先解压，再选择其中的文件",
    "executable": "这是程序文件，不是文档，请核对是否选错了文件",
    # packages
    "damaged-zip": "文件已损坏（压缩包不完整：{cause}），可能没有传完，请重新复制或下载后重试",
    "encrypted-zip": "压缩包里的内容设了密码，请解除密码后重试",
    "too-many-entries": "文件包内有 {count} 个部件，超过 {limit} 个的上限，疑似恶意文件，未作读取，请核对来源",
    "too-large-unpacked": "文件展开后有 {size} MB，超过 {limit} MB 的上限，疑似恶意文件，未作读取，请核对来源",
    "too-compressed": "文件展开后是原来的 {ratio} 倍，超过 {limit} 倍的上限，疑似压缩炸弹，未作读取，请核对来源",
    "too-deep": "文件内部嵌套超过 {limit} 层，疑似恶意文件，未作读取，请核对来源，或用 Word 另存后重试",
    "no-main-part": "缺少正文部件，不是完整的 Word 文件，请用 Word 或 WPS 打开修复，另存为 .docx 后重试",
    "no-workbook": "缺少工作簿部件，不是完整的 Excel 文件，请用 Excel 或 WPS 打开修复，另存为 .xlsx 后重试",
    "damaged-part": "部件 {part} 已损坏，读不出来（{cause}），请用 Word、Excel 或 WPS 打开修复，另存后重试",
    "no-text": "文件里没有文字，可能只有图片，请提供文字版，或经文字识别后另存为 .docx 或 .pdf 后重试",
    # PDF
    "pdf-encrypted": "PDF 设了打开密码，请解除密码，另存后重试",
    "pdf-damaged": "PDF 已损坏，打不开（{cause}），请重新复制或下载，或用阅读器打开后打印为新的 PDF 再试",
    "pdf-no-pages": "PDF 里一页也没有，请重新导出后重试",
    "pdf-no-text": "{found}，请先做文字识别，另存为带文字的 PDF 后重试",
    # OFD
    "ofd-encrypted": "OFD 加了密，请用有权限的 OFD 阅读器打开，解除加密或打印为 .pdf 后重试",
    "ofd-no-document": "OFD 文件包里找不到文档（OFD.xml 或它指向的 Document.xml），请重新复制或下载，或打印为 .pdf 后重试",
    "ofd-no-pages": "OFD 里一页也没有，请用 OFD 阅读器打开核对，重新导出后重试",
    "ofd-damaged": "OFD 的部件 {part} 已损坏，读不出来（{cause}），请重新复制或下载，或用 OFD 阅读器打印为 .pdf 后重试",
    "ofd-no-text": "{found}，请提供带文字的版本，或经文字识别后另存为 .pdf 后重试",
    # pictures
    "ocr-missing": "{found}，要识别才能读取，请提供带文字的文件，或请系统管理员安装文字识别组件（pip install 'kaohe[ocr]'）后重试",
    "ocr-nothing": "{found}，经文字识别也没有读出文字，请核对是否选错了文件，或放正、调深后重新扫描（不低于 200 dpi）再试",
    "image-damaged": "图片已损坏，打不开（{cause}），请重新扫描、复制或下载后重试",
    "image-too-large": "图片有 {size} 百万像素，超过 {limit} 百万像素的上限，请按 200—300 dpi 重新扫描或缩小后重试",
    # the child process
    "timeout": "{seconds} 秒内没有读完，已停止，请拆分文件，或用原软件打开另存后重试",
    "memory": "读取时占用内存超过 {limit} MB 的上限，已停止，请拆分文件，或用原软件打开另存后重试",
    "crashed": "读取程序异常退出（{cause}），文件可能已损坏，请用原软件打开，另存为新文件后重试",
    "fault": "读取时出现意外错误（{cause}），请把这个文件和这句话交给系统管理员",
}


def unreadable(code: str, name: str, *, page: int | None = None, **facts: object) -> Unreadable:
    """The error for `code` on the file `name` (page where known), to be raised by the caller.

    >>> print(unreadable("empty", "考核办法.docx").message)
    读不了“考核办法.docx”：文件是空的（0 字节），请向来文单位重新索取或重新复制后重试。
    """
    place = f"“{name}”" if page is None else f"“{name}”第 {page} 页"
    return Unreadable(code, f"读不了{place}：{SENTENCES[code].format(**facts)}。")
