"""What an uploaded file may be, decided before it is read as a spreadsheet."""

import io
import zipfile
from collections.abc import Mapping
from xml.etree.ElementTree import ParseError

from .workbook_contents import STRANGE, Unusable, is_plain_xml, refuse_too_much
from .workbook_parts import CONTENT_TYPES, under_usual_names, workbook_part

__all__ = [
    "LARGEST_FILE",
    "LIMITS",
    "TOO_LARGE",
    "Unusable",
    "cleaned",
    "is_text",
    "without_pictures",
]

MEGABYTE = 1024 * 1024
LARGEST_FILE = 5 * MEGABYTE
LARGEST_UNPACKED = 20 * MEGABYTE
MOST_ENTRIES = 200

SAVE_AS = "Open it in your spreadsheet program and save it as an Excel workbook (.xlsx)."
LIMITS = f"up to {LARGEST_FILE // MEGABYTE} MB"
TOO_LARGE = (
    f"The file is larger than {LARGEST_FILE // MEGABYTE} MB. The spreadsheet of a return is much "
    "smaller: take pictures and other sheets out of it, or download it again and fill that in."
)
UNPACKS_TOO_LARGE = (
    f"The file unpacks to more than {LARGEST_UNPACKED // MEGABYTE} MB, far more than a return "
    "needs. Download the spreadsheet again and copy your answers into it."
)
NOT_WHOLE = "The file is damaged or not complete. Save it again and upload that."
STRICT = (
    "The file is a “Strict Open XML Spreadsheet”, which looks like an Excel workbook and is "
    "another kind. Save it as “Excel Workbook (.xlsx)” and upload that."
)
NO_WORKBOOK = (
    "This is not an Excel workbook, whatever its name ends in. Upload the .xlsx file "
    "that you downloaded here and filled in."
)


def cleaned(content: bytes) -> bytes:
    """The same workbook packed anew from parts that were each unpacked within the limits.

    What reads it later never sees the archive as it came: sizes that lie, parts that overlap,
    names that are there twice and unusual ones end here. Raises Unusable.
    """
    if len(content) > LARGEST_FILE:
        raise Unusable(TOO_LARGE)
    _refuse_other_kinds(content)
    parts = _unpack(content)
    _refuse_what_is_not_a_plain_workbook(parts)
    refuse_too_much(parts)
    return _packed(_readable(parts))


def _readable(parts: Mapping[str, bytes]) -> Mapping[str, bytes]:
    try:
        workbook, is_strict = workbook_part(parts)
        if is_strict:
            raise Unusable(STRICT)
        if not workbook:
            raise Unusable(NO_WORKBOOK)
        return under_usual_names(parts, workbook)
    except ParseError as error:
        raise Unusable(STRANGE) from error


def without_pictures(safe: bytes) -> bytes:
    """A cleaned workbook for a reader that would make out XML where there is none."""
    parts = _unpack(safe)
    return _packed(
        {
            name: part
            for name, part in parts.items()
            if is_plain_xml(part) and not name.lower().endswith(".vml")
        }
    )


def _packed(parts: Mapping[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return packed.getvalue()


def _refuse_other_kinds(content: bytes) -> None:
    if not content.strip():
        raise Unusable("The file is empty. Choose the spreadsheet that you filled in.")
    if content.startswith(b"%PDF"):
        raise Unusable(
            "This is a PDF, not a spreadsheet. Upload the .xlsx file that you filled in."
        )
    if content.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise Unusable(
                "The file is protected with a password, so it cannot be read. Take the password "
                "off (File, Info, Protect workbook) and upload it again."
            )
        raise Unusable(f"This is an old kind of spreadsheet (.xls). {SAVE_AS}")
    if not content.startswith(b"PK"):
        if is_text(content):
            raise Unusable(
                "This is a text or CSV file. It has lost what says which answer is whose. "
                "Fill in the spreadsheet (.xlsx) that you download here, and upload that."
            )
        raise Unusable(f"This is not a spreadsheet that can be read. {SAVE_AS}")


def is_text(content: bytes) -> bool:
    start = content[:4096]
    for encoding in (
        ("utf-8-sig", "utf-16") if start[:2] in {b"\xff\xfe", b"\xfe\xff"} else ("utf-8",)
    ):
        try:
            return "\x00" not in start[:4000].decode(encoding, errors="strict")
        except UnicodeDecodeError:
            continue
    # Exports of older programs are in the Windows code page.
    return not any(byte < 9 or 13 < byte < 27 for byte in start)


def _unpack(content: bytes) -> dict[str, bytes]:
    """Every part by name, never more than the limits, whatever the archive says of itself."""
    parts: dict[str, bytes] = {}
    left = LARGEST_UNPACKED
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            if len(entries) > MOST_ENTRIES:
                raise Unusable(
                    f"The file has more than {MOST_ENTRIES} parts inside. Download the "
                    "spreadsheet again and copy your answers into it."
                )
            if sum(entry.file_size for entry in entries) > LARGEST_UNPACKED:
                raise Unusable(UNPACKS_TOO_LARGE)
            for entry in entries:
                if entry.flag_bits & 1:
                    raise Unusable("The file is encrypted. Take the password off and upload again.")
                # Some programs under Windows write its own separator.
                name = entry.filename.replace("\\", "/")
                if name in parts:
                    raise Unusable(NOT_WHOLE)
                with archive.open(entry) as part:
                    parts[name] = part.read(left + 1)
                left -= len(parts[name])
                if left < 0:
                    raise Unusable(UNPACKS_TOO_LARGE)
    except (Unusable, MemoryError):
        raise
    except Exception as error:
        # Broken archives fail in many ways: a bad sum, an unknown method, a cut end.
        raise Unusable(NOT_WHOLE) from error
    return parts


def _refuse_what_is_not_a_plain_workbook(parts: Mapping[str, bytes]) -> None:
    types = parts.get(CONTENT_TYPES, b"").decode("utf-8", errors="replace")
    names = [name.lower() for name in parts]
    if b"opendocument.spreadsheet" in parts.get("mimetype", b""):
        raise Unusable(f"This is an OpenDocument spreadsheet (.ods). {SAVE_AS}")
    if "macroEnabled" in types or any("vbaproject" in name for name in names):
        raise Unusable(
            "The file holds macros (.xlsm). Save it as an Excel workbook without macros (.xlsx) "
            "and upload that."
        )
    if "sheet.binary" in types:
        raise Unusable(f"This is a binary workbook (.xlsb). {SAVE_AS}")
    if "spreadsheetml.sheet.main+xml" not in types:
        raise Unusable(NO_WORKBOOK)
    if any(
        name.startswith(("xl/externallinks/", "xl/connections", "xl/querytables/"))
        for name in names
    ):
        raise Unusable(
            "The file takes values from other files. Break the links (Data, Edit links), or paste "
            "your answers as values into a new download, and upload that."
        )
