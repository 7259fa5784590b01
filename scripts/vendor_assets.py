"""Fetch the design systems' prebuilt files into web/static/vendor, and the fonts of what we typeset
into documents/fonts. Run by a developer only.

    python scripts/vendor_assets.py

To take a newer release: change its version, run, and pin the checksum that the refusal shows,
once you trust it.
"""

import base64
import hashlib
import re
import shutil
import subprocess
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

WAYMARK = Path(__file__).resolve().parent.parent / "src/waymark"
VENDOR = WAYMARK / "web/static/vendor"
FONTS = WAYMARK / "documents/fonts"
CREST = re.compile(r"[-a-z]+:url\(/assets/images/govuk-crest\.svg\);?")
FONT_FACE = re.compile(r"@font-face\{[^}]*\}")
SOURCE_MAP = re.compile(r"(/\*# sourceMappingURL=\S+ \*/|//# sourceMappingURL=\S+)\s*$")
IMAGE = re.compile(r"url\(/assets/images/([\w.-]+)\)")
LICENCE = """\
The files in this folder come, changed as scripts/vendor_assets.py does, from

{packages}

The MIT License (MIT)

Copyright (C) 2017 Crown Copyright (Government Digital Service)
Copyright (c) 2019 Crown Copyright (Ministry of Justice)
Copyright (c) 2021 dxw

Permission is hereby granted, free of charge, to any person obtaining a copy of
this software and associated documentation files (the "Software"), to deal in
the Software without restriction, including without limitation the rights to
use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies
of the Software, and to permit persons to whom the Software is furnished to do
so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all
copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE
SOFTWARE.
"""


@dataclass(frozen=True)
class Package:
    """One npm package: which release, its checksum, and where its prebuilt files lie."""

    name: str
    version: str
    sha512: str
    folder: str
    files: tuple[str, ...]


PACKAGES = (
    Package(
        "govuk-frontend",
        "6.6.0",
        "xctkWrQvLnvQt7fyjQ3MGX9S0wz0x0RQuLxCeoXF+s8EjGICG81/DYQGKN5qgO+0KVT12UAaRwUsGY6fulRcRg==",
        "package/dist/govuk",
        ("govuk-frontend.min.css", "govuk-frontend.min.js"),
    ),
    Package(
        "@ministryofjustice/frontend",
        "11.1.0",
        "1bkUbm2M4DpcpX/pOmumQRBsbJco9W2RwmJv5h/ZC/ZqrAOn2/FjpF+A7vS0gs7oMXBizr9O5huDrSYbLx73Nw==",
        "package/moj",
        ("moj-frontend.min.css", "moj-frontend.min.js"),
    ),
)


NOTO_SANS = Package(
    "@expo-google-fonts/noto-sans",
    "0.4.2",
    "zYD8G2ijWLxqmquoQgghNh/x9p0yxWwArD0oxO1oXY1qx5vOd4t0Kbhnu/Cx8RTy08OgA8RtxuULZFaXwVPnPw==",
    "package",
    ("400Regular/NotoSans_400Regular.ttf", "700Bold/NotoSans_700Bold.ttf", "LICENSE_FONT"),
)
# What its files are called here; the licence of the fonts asks to lie beside them.
FONT_NAMES = ("NotoSans-Regular.ttf", "NotoSans-Bold.ttf", "OFL.txt")


def fetch(package: Package, into: Path) -> Path:
    """Download one release with npm and refuse it when its checksum is not the pinned one."""
    command = ["npm", "pack", "--silent", f"{package.name}@{package.version}"]
    done = subprocess.run(command, cwd=into, check=True, capture_output=True, text=True)  # noqa: S603
    tarball = into / done.stdout.strip().splitlines()[-1]
    found = base64.b64encode(hashlib.sha512(tarball.read_bytes()).digest()).decode()
    if found != package.sha512:
        raise SystemExit(f"{package.name} {package.version} is not what was pinned: sha512 {found}")
    return tarball


def without_what_is_not_ours_to_ship(css: str) -> str:
    """Take out the GDS Transport fonts and the crest; both are for services on GOV.UK only."""
    css = CREST.sub("", FONT_FACE.sub("", css))
    return css.replace("GDS Transport,arial,sans-serif", "arial,helvetica,sans-serif")


def vendor(package: Package, tarball: Path) -> None:
    """Write a package's prebuilt files, and the pictures that its style sheet names."""
    for name in package.files:
        text = SOURCE_MAP.sub("", read(package, tarball, name).decode())
        if name.endswith(".css"):
            text = without_what_is_not_ours_to_ship(text)
            for picture in set(IMAGE.findall(text)):
                octets = read(package, tarball, f"assets/images/{picture}")
                (VENDOR / "images" / picture).write_bytes(octets)
            text = IMAGE.sub(r"url(images/\1)", text)
        assert "/assets/" not in text, f"{name} still asks for /assets/"  # noqa: S101
        (VENDOR / name).write_text(text.rstrip() + "\n")


def vendor_fonts(package: Package, tarball: Path) -> None:
    """Write the fonts and their licence, as they are."""
    for path, name in zip(package.files, FONT_NAMES, strict=True):
        (FONTS / name).write_bytes(read(package, tarball, path))


def read(package: Package, tarball: Path, path: str) -> bytes:
    """One file of a release."""
    with tarfile.open(tarball) as archive:
        member = archive.extractfile(f"{package.folder}/{path}")
        assert member is not None, path  # noqa: S101
        return member.read()


def main() -> None:
    """Replace the vendor folder and the fonts with the pinned releases."""
    shutil.rmtree(VENDOR, ignore_errors=True)
    (VENDOR / "images").mkdir(parents=True)
    with tempfile.TemporaryDirectory() as folder:
        for package in PACKAGES:
            vendor(package, fetch(package, Path(folder)))
        vendor_fonts(NOTO_SANS, fetch(NOTO_SANS, Path(folder)))
    packages = "\n".join(f"  {package.name} {package.version}" for package in PACKAGES)
    (VENDOR / "LICENCE.txt").write_text(LICENCE.format(packages=packages))


if __name__ == "__main__":
    main()
