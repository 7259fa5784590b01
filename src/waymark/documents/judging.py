"""What a file really is, by its content and not by its name: the one door to the checks of content.

Each check reads a bounded amount in bounded time, unpacks nothing to disk, and runs nothing.
"""

import logging
from collections.abc import Callable
from typing import BinaryIO

from waymark.documents.compound import check_doc, check_msg
from waymark.documents.kinds import Kind
from waymark.documents.packages import check_docx, check_odt, check_xlsx
from waymark.documents.pdf import check_pdf
from waymark.documents.pictures import check_heic, check_jpg, check_png
from waymark.documents.rules import Flaw
from waymark.documents.unfit import Unfit
from waymark.documents.writing import check_eml, check_txt

log = logging.getLogger(__name__)

CHECKS: dict[str, Callable[[BinaryIO], None]] = {
    "pdf": check_pdf,
    "docx": check_docx,
    "doc": check_doc,
    "odt": check_odt,
    "xlsx": check_xlsx,
    "jpg": check_jpg,
    "png": check_png,
    "heic": check_heic,
    "eml": check_eml,
    "msg": check_msg,
    "txt": check_txt,
}


def flaw_in(content: BinaryIO, kind: Kind) -> Flaw | None:
    """What is wrong with a file that says it is of that kind; nothing when it is in order."""
    try:
        CHECKS[kind.code](content)
    except Unfit as unfit:
        return unfit.flaw
    except Exception as error:  # noqa: BLE001 - a file that breaks its check is refused, not a 500
        log.warning(
            "A file broke its check", extra={"kind": kind.code, "error": type(error).__name__}
        )
        return Flaw.DIFFERS
    finally:
        content.seek(0)
    return None
