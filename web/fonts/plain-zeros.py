"""Makes `plain-zero.woff2` and `plain-zero-italic.woff2` of the theme: the zero of its typeface without the slash.

Atkinson Hyperlegible Next has no other zero. The slash is the gap between the two halves of the counter, so the halves,
joined at their ends, are the counter of a plain zero. Needs fontTools and brotli: `python3 web/fonts/plain-zeros.py`.
"""

from io import BytesIO
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._g_l_y_f import GlyphCoordinates

FONTS = Path(__file__).parent.parent.parent / "themes/palier/static/fonts"
MADE = {"atkinson-next.woff2": "plain-zero.woff2", "atkinson-next-italic.woff2": "plain-zero-italic.woff2"}
# In the lower half of the counter, the point where the slash's edge ends; in the upper half, the same.
LOWER_START, UPPER_START = 4, 1


def order(ends: list[int]) -> list[int]:
    """The points of the plain zero, as indices of the slashed one's."""
    outline, lower, upper = range(ends[0] + 1), range(ends[0] + 1, ends[1] + 1), range(ends[1] + 1, ends[2] + 1)
    turned = lambda half, start: [*half[start:], *half[:start]]
    return [*outline, *turned(lower, LOWER_START), *turned(upper, UPPER_START)]


def reopened(font: TTFont) -> TTFont:
    saved = BytesIO()
    font.save(saved)
    return TTFont(BytesIO(saved.getvalue()), recalcTimestamp=False)


def make(source: Path, target: Path) -> None:
    font = TTFont(source, recalcTimestamp=False)
    options = Options()
    options.layout_features = ["tnum", "pnum"]
    options.name_IDs = ["*"]
    options.notdef_outline = True
    font.flavor = None
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=[ord("0")])
    subsetter.subset(font)
    # Glyphs can be edited once they are read from a plain font.
    font = reopened(font)

    zero = font["glyf"]["zero"]
    points = order(zero.endPtsOfContours)
    count = len(points)
    zero.coordinates = GlyphCoordinates([zero.coordinates[point] for point in points])
    zero.flags = bytearray(zero.flags[point] & 0x01 for point in points)
    zero.endPtsOfContours = [zero.endPtsOfContours[0], count - 1]
    zero.numberOfContours = 2
    for variation in font["gvar"].variations["zero"]:
        # The last four deltas are those of the advance and the like.
        places = [*points, *range(count, len(variation.coordinates))]
        variation.coordinates = [variation.coordinates[place] for place in places]
    for record in font["name"].names:
        if record.nameID in (1, 3, 4, 6, 16):
            record.string = "PlainZero" if record.nameID in (3, 6) else "Plain Zero"
    font.flavor = "woff2"
    saved = BytesIO()
    font.save(saved)
    target.write_bytes(saved.getvalue())
    print(f"{target.name}: {len(saved.getvalue())} bytes")


for source, target in MADE.items():
    make(FONTS / source, FONTS / target)
