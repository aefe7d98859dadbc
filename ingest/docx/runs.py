"""The inside of a paragraph → its content: runs, tracked changes, fields, symbols, drawings."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from corpus.source_text import Unboxed
from ingest.docx.content import Content
from ingest.docx.fields import Fields, page_number
from ingest.docx.formula import linear
from ingest.docx.names import MC, PIC, M, V, W, on
from ingest.docx.styles import Styles, number_of
from ingest.docx.symbols import symbol, unknown

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

    Handler = Callable[[Element], None]

_VAL = W + "val"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_BLANK = " \t\r\n"


class Runs:
    """Reads the paragraphs of one story (body, header, notes), in order: fields may run over several of them.

    `notes` collects the (kind, id) of the foot- and endnotes referred to, in order.
    """

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._fields = Fields()
        self._content = Content()
        self._hidden = False
        self.notes: list[tuple[str, str]] = []
        self._inside: dict[str, Handler] = {
            W + "r": self._run,
            W + "ins": self._inserted,
            W + "moveTo": self._inserted,
            W + "del": self._deleted,
            W + "moveFrom": self._deleted,
            W + "fldSimple": self._simple_field,
            W + "sdt": self._control,
            M + "oMath": self._formula,
            M + "oMathPara": self._formula,
            MC + "AlternateContent": self._alternative,
        }
        for name in ("hyperlink", "smartTag", "customXml", "bdo", "dir", "rubyBase"):
            self._inside[W + name] = self._descend
        self._in_run: dict[str, Handler] = {
            W + "t": self._text,
            W + "tab": lambda _: self._separator("\t"),
            W + "ptab": lambda _: self._separator("\t"),
            W + "cr": lambda _: self._separator("\n"),
            W + "br": self._break,
            W + "noBreakHyphen": lambda _: self._add("-"),
            W + "sym": self._symbol,
            W + "fldChar": self._field_mark,
            W + "instrText": lambda e: self._fields.instruct(e.text or ""),
            W + "ruby": self._ruby,
            W + "drawing": self._drawing,
            W + "pict": self._drawing,
            W + "object": self._drawing,
            W + "footnoteReference": self._note,
            W + "endnoteReference": self._note,
            MC + "AlternateContent": self._drawing,
        }

    def read(self, paragraph: "Element", *, hidden: bool = False) -> Content:
        """The content of a `w:p`; `hidden`: whether its style hides it."""
        self._content = Content()
        self._hidden = hidden
        in_contents = self._fields.in_contents()
        self._descend(paragraph)
        content = self._content
        if content.hidden:
            content.remark("hidden-text", f"此处有 {content.hidden} 个隐藏文字，没有读入")
        if content.length and (in_contents or self._fields.in_contents()):
            content.remark("table-of-contents", "Word 自动生成的目录", 0)
        return content

    def _descend(self, element: "Element") -> None:
        inside = self._inside
        for child in element:
            handler = inside.get(child.tag)
            if handler is not None:
                handler(child)

    def _run(self, run: "Element") -> None:
        hidden = self._hidden
        in_run = self._in_run
        for child in run:
            tag = child.tag
            if tag == _RPR:
                hidden = self._look(child, hidden)
            elif hidden:
                self._content.hidden += len(child.text or "") if tag == _T and not self._fields.silent else 0
                if tag in (_FLD_CHAR, _INSTR):  # a hidden field still opens and closes
                    in_run[tag](child)
            else:
                handler = in_run.get(tag)
                if handler is not None:
                    handler(child)

    def _look(self, properties: "Element", hidden: bool) -> bool:
        """Note the type size; whether the run is hidden."""
        for child in properties:
            tag = child.tag
            if tag == _SZ:
                if self._content.size is None:
                    half_points = number_of(child.get(_VAL))
                    self._content.size = half_points / 2 if half_points else None
            elif tag == _VANISH:
                return on(child.get(_VAL))
            elif tag == _RSTYLE:
                styled, size = self._styles.run(child.get(_VAL) or "")
                hidden = hidden if styled is None else styled
                if self._content.size is None:
                    self._content.size = size
        return hidden

    def _add(self, text: str, why: Unboxed = Unboxed.FLOWED) -> None:
        if not self._fields.silent:
            self._content.add(text, why)

    def _separator(self, text: str) -> None:
        self._add(text, Unboxed.SEPARATOR)

    def _text(self, element: "Element") -> None:
        text = element.text
        if not text:
            return
        if (text[0] in _BLANK or text[-1] in _BLANK) and element.get(_SPACE) != "preserve":
            text = text.strip(_BLANK)
        if "\n" in text or "\r" in text or "\t" in text:
            text = text.replace("\r\n", " ").replace("\n", " ").replace("\r", " ").replace("\t", " ")
        self._add(text)

    def _break(self, element: "Element") -> None:
        self._separator("\f" if element.get(W + "type") == "page" else "\n")

    def _symbol(self, element: "Element") -> None:
        try:
            code = int(element.get(W + "char") or "", 16)
        except ValueError:
            return
        start = self._content.length
        look = symbol(code, element.get(W + "font") or "")
        self._add(look)
        if unknown(look):
            self._content.remark("symbol", f"符号字体“{element.get(W + 'font')}”里的字符，样子请看原件", start)

    def _field_mark(self, element: "Element") -> None:
        kind = element.get(W + "fldCharType")
        if kind == "begin":
            box = element.find(f"{W}ffData/{W}checkBox")
            if box is not None:
                self._add("☑" if _checked(box) else "□", Unboxed.COMPUTED)
            self._fields.begin()
        elif kind == "separate":
            self._fields.separate()
        elif kind == "end":
            self._fields.end()

    def _simple_field(self, element: "Element") -> None:
        if not page_number(element.get(W + "instr") or ""):
            self._descend(element)

    def _ruby(self, element: "Element") -> None:
        base = element.find(W + "rubyBase")
        if base is not None:
            self._descend(base)

    def _note(self, element: "Element") -> None:
        if self._fields.silent:
            return
        kind = "footnote" if element.tag == W + "footnoteReference" else "endnote"
        self.notes.append((kind, element.get(W + "id") or ""))
        self._content.remark("footnote", f"此处有注 {len(self.notes)}，注文在文末")

    def _inserted(self, element: "Element") -> None:
        start = self._content.length
        self._descend(element)
        if self._content.length > start:
            self._content.remark("tracked-insertion", f"修订中插入的文字{_author(element)}，按接受修订读入", start)

    def _deleted(self, element: "Element") -> None:
        length = sum(len(t.text or "") for t in element.iter(W + "delText", W + "t"))
        if length:
            self._content.remark(
                "tracked-deletion", f"修订中在此处删去了 {length} 个字{_author(element)}，按接受修订未读入"
            )

    def _control(self, element: "Element") -> None:
        placeholder = element.find(f"{W}sdtPr/{W}showingPlcHdr")
        if placeholder is not None and on(placeholder.get(_VAL)):
            self._content.remark("placeholder", "此处是未填写的内容控件，提示文字没有读入")
            return
        content = element.find(W + "sdtContent")
        if content is not None:
            self._descend(content)

    def _formula(self, element: "Element") -> None:
        start = self._content.length
        self._add(linear(element))
        self._content.remark("formula", "公式，已按一行文字读入，上下标和分式请看原件", start)

    def _alternative(self, element: "Element") -> None:
        """Runs in two versions for newer and older readers: one of them, never both."""
        branch = _branch(element)
        if branch is not None:
            self._descend(branch)

    def _drawing(self, element: "Element") -> None:
        if self._fields.silent:
            return
        found = list(text_boxes(element))
        self._content.boxes.extend(found)
        if found:
            return
        if element.tag == W + "object" and element.find(f".//{M}oMath") is None:
            self._content.remark("object", "此处嵌入了其他程序的内容（如表格、公式），其中的文字没有读入")
        elif next(element.iter(PIC + "pic", V + "imagedata"), None) is not None:
            self._content.remark("picture", "此处是图片，图中如有文字，没有读入")


def text_boxes(element: "Element") -> "Iterator[Element | str]":
    """The text boxes of a drawing (`w:txbxContent`) and the words of WordArt; of two versions only one."""
    if element.tag == W + "txbxContent":
        yield element
        return
    if element.tag == V + "textpath" and element.get("string"):
        yield element.get("string") or ""
        return
    if element.tag == MC + "AlternateContent":
        branch = _branch(element)
        if branch is not None:
            yield from text_boxes(branch)
        return
    for child in element:
        yield from text_boxes(child)


def _branch(element: "Element") -> "Element | None":
    """The first choice that holds anything a reader may want, else the fallback."""
    choice = element.find(MC + "Choice")
    fallback = element.find(MC + "Fallback")
    if choice is None or (fallback is not None and not len(choice)):
        return fallback
    has_text = next(choice.iter(W + "txbxContent", W + "t"), None) is not None
    if (
        not has_text
        and fallback is not None
        and next(fallback.iter(W + "txbxContent", W + "t", V + "textpath"), None) is not None
    ):
        return fallback
    return choice


def _checked(box: "Element") -> bool:
    state = box.find(W + "checked")
    if state is None:
        state = box.find(W + "default")
    return state is not None and on(state.get(_VAL))


def _author(element: "Element") -> str:
    author = element.get(W + "author")
    return f"（{author}）" if author else ""


_RPR, _T, _SZ, _VANISH, _RSTYLE = W + "rPr", W + "t", W + "sz", W + "vanish", W + "rStyle"
_FLD_CHAR, _INSTR = W + "fldChar", W + "instrText"
