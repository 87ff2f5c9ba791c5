"""Gives the theme's typeface the characters that browsers and French typography write, and that it lacks.

Where a browser divides a word it writes U+2010, and takes it from another font, or shows a box on paper, where the
typeface has none. Each is drawn as a character that looks the same. Needs fontTools and brotli:
`python3 web/fonts/hyphens.py`, once for a new version of the typeface.
"""

from pathlib import Path

from fontTools.ttLib import TTFont

FONTS = Path(__file__).parent.parent.parent / "themes/palier/static/fonts"
# The hyphen, the hyphen at which no line ends, and the thin space at which none ends.
DRAWN_AS = {0x2010: 0x002D, 0x2011: 0x002D, 0x202F: 0x2009}

for name in ("atkinson-next.woff2", "atkinson-next-italic.woff2"):
    font = TTFont(FONTS / name, recalcTimestamp=False)
    for table in font["cmap"].tables:
        table.cmap.update({character: table.cmap[same] for character, same in DRAWN_AS.items()})
    font.save(FONTS / name)
    print(f"{name}: {(FONTS / name).stat().st_size} bytes")
