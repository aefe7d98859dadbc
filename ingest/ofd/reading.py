"""An OFD file → its source text."""

from corpus.collecting import uncollected
from corpus.source_text import SourceText
from ingest.limits import Limits
from ingest.ofd.document import OfdFile
from ingest.ofd.page import OfdPage, annotations
from ingest.ofd.parts import Parts
from ingest.pdf.binding import Binding

PARSER = "ofd/1"
_SHOWN = 40  # characters of what is left out that a remark shows


@uncollected
def read_ofd(data: bytes, name: str, limits: Limits) -> SourceText:
    """The source text of an OFD: text, boxes, lines with their roles, ruled tables, remarks.

    Boxes are in points (OFD counts in millimetres), origin at the top left of the page's physical box. Text stands as
    the file's TextCodes have it; what is drawn over pages from templates is theirs, annotations are left out and
    remarked on. Raises `Unreadable`: damaged, encrypted, without pages, or most pages without usable text.
    """
    file = OfdFile(Parts(data, name, limits), name)
    binding = Binding(len(file.sheets))
    for number, sheet in enumerate(file.sheets, 1):
        page = OfdPage(file, sheet)
        drawn = None if page.damaged else page.picture
        start, end = binding.add(page.content(), page.frame.width, page.frame.height, drawn)
        _remark_page(binding, file, number, page, start, end)
    _remark_file(binding, file)
    return binding.source(data, name, media_type="application/ofd", parser=PARSER, refusal="ofd-no-text")


def _remark_page(binding: Binding, file: OfdFile, number: int, page: OfdPage, start: int, end: int) -> None:
    at = start if start < end else max(end - 1, 0)
    if page.missing:
        binding.writer.remark(
            "missing-part", f"第 {number} 页引用的模板、图片或图元在文件包里找不到，请对照原件核对", at, at + 1
        )
    if page.pale.strip():
        binding.writer.remark(
            "pale-text", f"第 {number} 页有白色的文字“{_short(page.pale)}”，纸上看不见，已读入，请核对去留", at, at + 1
        )
    count, said = annotations(file, file.sheets[number - 1])
    if count:
        quoted = f"（“{_short(said)}”）" if said else ""
        binding.writer.remark(
            "annotation", f"第 {number} 页有 {count} 处批注{quoted}，不属于正文，没有读入", at, at + 1
        )
    _remark_seals(binding, file, number, at)


def _remark_seals(binding: Binding, file: OfdFile, number: int, at: int) -> None:
    sheet = file.sheets[number - 1]
    found = sheet.body.seals.get(sheet.id, ())
    if not found:
        return
    binding.writer.remark(
        "signed", f"第 {number} 页有 {len(found)} 处电子印章，印章上的字没有读入，签名是否有效未作验证", at, at + 1
    )
    unseen = sum(seal.picture(file.parts) is None for seal in found)
    if unseen:
        said = f"第 {number} 页有 {unseen} 处电子印章的图样画不出来，页图上看不见，请用 OFD 阅读器打开核对"
        binding.writer.remark("left-out", said, at, at + 1)


def _short(text: str) -> str:
    return text[:_SHOWN] + ("…" if len(text) > _SHOWN else "")


def _remark_file(binding: Binding, file: OfdFile) -> None:
    remark = binding.writer.remark
    if file.documents > 1:
        remark("several-documents", f"文件里有 {file.documents} 份文档，已按顺序读入，页码连续编排", 0, 0)
    if file.signatures:
        remark("signed", f"文件有 {file.signatures} 处电子签名不在页面上显示，签名是否有效未作验证", 0, 0)
    if file.attachments:
        listed = "、".join(file.attachments[:5]) + ("等" if len(file.attachments) > 5 else "")
        remark("attachment", f"文件带有 {len(file.attachments)} 个附件（{listed}），没有读入，请另行打开", 0, 0)
    if file.parts.encrypted:
        remark("encrypted", "文件有一部分加了密，加密的部分没有读入，请用有权限的阅读器打开核对", 0, 0)
