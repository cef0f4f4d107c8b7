"""Why a file is not taken, in words that say what to do about it.

The child process that looks into a file tells a code; the words are put to it outside, so nothing
that a file says can reach a page this way. “{It}” is the file's name at the upload, and "This PDF"
when it was found later; `{kind}` is the ending it should have.
"""

REASONS = {
    # Any kind
    "gave_up": "{It} is too complicated for us to check. Print it to a new PDF and send that.",
    "unreadable": "We could not read {it}. It may be damaged. Choose another file.",
    # Pictures
    "pixels": "{It} has too many pixels (limit 40 million). Make it smaller and try again.",
    # Office files
    "macros": "{It} holds macros. Save it as {kind} without macros, or as PDF.",
    "controls": "{It} holds ActiveX controls. Save it as {kind} without them, or as PDF.",
    "embedded": "{It} has another file inside it. Send that one by itself, "
    "and save this one without it, or as PDF.",
    "elsewhere": "{It} loads something from elsewhere. Save it as PDF and send that.",
    "opens": "{It} has a link that opens a program or another file. "
    "Take it out, or save the file as PDF.",
    "locked": "{It} is locked with a password. Save it without a password and send that.",
    "bomb": "{It} would unpack to far more than a document holds. Save it as PDF and send that.",
    "damaged": "{It} is damaged. Open it, save it again as {kind} or PDF, and send that.",
    "media": "{It} holds sound or film. Take it out, upload it elsewhere and give us a link.",
    "unknown": "{It} holds something that we cannot check. Save it as PDF and send that.",
    "template": "{It} is not a plain {kind} file. Open it, save it as {kind} or PDF, and send that.",
    "picture": "{It} holds a picture that we cannot read. Take it out, or save the file as PDF.",
    "picture_pixels": "{It} holds a picture with too many pixels (limit 40 million). "
    "Make the picture smaller and try again.",
    "drawing": "{It} holds a drawing (SVG) with a script or a link in it. "
    "Save the file as PDF and send that.",
    # PDF
    "pdf_script": "{It} holds a script. Print it to a new PDF and send that.",
    "pdf_acts": "{It} does something by itself when it is opened. "
    "Print it to a new PDF and send that.",
    "pdf_picture": "{It} holds a picture that is far too large. "
    "Make the picture smaller and try again.",
    "pdf_launch": "{It} starts another program. Print it to a new PDF and send that.",
    "pdf_embedded": "{It} has another file inside it. Send that one by itself, "
    "and print this one to a new PDF.",
    "pdf_media": "{It} holds sound, film or a 3D model. Print it to a new PDF and send that. "
    "For sound and film, give us a link.",
    "pdf_form": "{It} is a form of a kind (XFA) that we cannot check. "
    "Print it to a new PDF and send that.",
    "pdf_sends": "{It} sends or fetches data. Print it to a new PDF and send that.",
    "pdf_opens": "{It} opens another file. Print it to a new PDF and send that.",
    "pdf_locked": "{It} is locked or protected with a password. "
    "Print it to a new PDF without one and send that.",
    "pdf_pages": "{It} has more than 2,000 pages. Split it into parts and send those.",
    "pdf_unreadable": "We could not read {it}. It may be damaged. "
    "Print it to a new PDF and send that.",
    "pdf_and_zip": "{It} has an archive hidden behind the PDF. Print it to a new PDF and send that.",
}


class CannotKeep(Exception):
    """`code` is a key of `REASONS`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def sentence(code: str, *, it: str, kind: str = "") -> str:
    """`it` is “the name.docx” or "this file". A code that is not known says the least."""
    words = REASONS.get(code, REASONS["gave_up"])
    return words.format(it=it, It=it[:1].upper() + it[1:], kind=kind)
