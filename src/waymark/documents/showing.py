"""Pictures made fit for a page: upright, of plain colours, no larger than print needs."""

import io
import logging

from PIL import Image, ImageOps

log = logging.getLogger(__name__)
LONGEST = 2000  # pixels: 250 to the inch on a page of A4
QUALITY = 85
PLAIN = ("RGB", "L")


def fit_for_a_page(content: bytes) -> tuple[bytes, str] | None:
    """The picture turned as its camera says, without what else it holds, as *jpg* or *png*; nothing
    when it cannot be drawn. The same picture always gives the same bytes.
    """
    try:
        with Image.open(io.BytesIO(content), formats=["JPEG", "PNG"]) as picture:
            form = "png" if picture.format == "PNG" else "jpg"
            most = max(1, max(picture.size) / LONGEST)
            picture.draft(
                None, (int(picture.width / most), int(picture.height / most))
            )  # what is enough
            return _stored(_plain(ImageOps.exif_transpose(picture)), form), form
    except (OSError, ValueError, SyntaxError) as error:
        log.warning("A picture cannot be drawn", extra={"error": type(error).__name__})
        return None


def _plain(picture: Image.Image) -> Image.Image:
    picture.thumbnail((LONGEST, LONGEST))
    if picture.mode in PLAIN:
        return picture
    if "A" in picture.getbands() or "transparency" in picture.info:
        shown = picture.convert("RGBA")
        paper = Image.new("RGB", shown.size, "white")
        paper.paste(shown, mask=shown.getchannel("A"))
        return paper
    return picture.convert("RGB")


def _stored(picture: Image.Image, form: str) -> bytes:
    stored = io.BytesIO()
    if form == "png":
        picture.save(stored, "PNG", compress_level=6)
    else:
        picture.save(stored, "JPEG", quality=QUALITY)
    return stored.getvalue()
