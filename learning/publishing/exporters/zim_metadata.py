"""What a ZIM file says of itself, within the lengths that readers show.

Source: openZIM wiki, "Metadata"; zim-tools refuses a file that lacks one of the first eight.
"""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence

from learning.bundles.manifest import Manifest
from learning.bundles.profiles import Profile
from learning.publishing.exporters.lms_package import keywords, plain

MOST_TITLE, MOST_DESCRIPTION, MOST_LONG = 30, 80, 4000  # graphemes
DAY = len("2026-11-22")
OURS = "Atoll"
SCRAPER = "atoll-zim/1"
UNDETERMINED = "und"
JOINER = "\u200d"
# ISO 639-1 with the code of ISO 639-3 for the same language, as aa-aar without the hyphen.
CODES = (
    "aaaar ababk aeave afafr akaka amamh anarg arara asasm avava ayaym azaze babak bebel bgbul "
    "bibis bmbam bnben bobod brbre bsbos cacat ceche chcha cocos crcre csces cuchu cvchv cycym "
    "dadan dedeu dvdiv dzdzo eeewe elell eneng eoepo esspa etest eueus fafas ffful fifin fjfij "
    "fofao frfra fyfry gagle gdgla glglg gngrn guguj gvglv hahau heheb hihin hohmo hrhrv hthat "
    "huhun hyhye hzher iaina idind ieile igibo iiiii ikipk ioido isisl itita iuiku jajpn jvjav "
    "kakat kgkon kikik kjkua kkkaz klkal kmkhm knkan kokor krkau kskas kukur kvkom kwcor kykir "
    "lalat lbltz lglug lilim lnlin lolao ltlit lulub lvlav mgmlg mhmah mimri mkmkd mlmal mnmon "
    "mrmar msmsa mtmlt mymya nanau nbnob ndnde nenep ngndo nlnld nnnno nonor nrnbl nvnav nynya "
    "ococi ojoji omorm orori ososs papan pipli plpol pspus ptpor quque rmroh rnrun roron rurus "
    "rwkin sasan scsrd sdsnd sesme sgsag sisin skslk slslv smsmo snsna sosom sqsqi srsrp ssssw "
    "stsot susun svswe swswa tatam tetel tgtgk ththa titir tktuk tltgl tntsn toton trtur tstso "
    "tttat twtwi tytah uguig ukukr ururd uzuzb veven vivie vovol wawln wowol xhxho yiyid yoyor "
    "zazha zhzho zuzul"
)
ALPHA_3: Mapping[str, str] = {code[:2]: code[2:] for code in CODES.split()}


def metadata(manifest: Manifest, profile: Profile) -> Mapping[str, str]:
    """Give the entries by their names; one with nothing to say is left out."""
    title = plain(manifest.title)
    summary = plain(manifest.summary) or title
    said = {
        "Name": f"atoll_{manifest.language}_{manifest.slug}",
        "Title": shortened(title, MOST_TITLE),
        "Language": alpha_3(manifest.language),
        "Creator": OURS,
        "Publisher": OURS,
        "Date": manifest.frozen_at[:DAY],
        "Description": shortened(summary, MOST_DESCRIPTION),
        "LongDescription": shortened(_at_length(title, summary, manifest.outcomes), MOST_LONG),
        "Tags": ";".join(_tags(manifest)),
        "Flavour": profile.value,
        "License": plain(manifest.licence),
        "Scraper": SCRAPER,
    }
    return {name: value for name, value in said.items() if value}


def alpha_3(language: str) -> str:
    """Give the code of ISO 639-3 for a language tag, "und" if there is none for it."""
    code = language.partition("-")[0].lower()
    return code if len(code) == len(UNDETERMINED) else ALPHA_3.get(code, UNDETERMINED)


def shortened(text: str, most: int) -> str:
    """Give `text` in at most `most` graphemes, cut between words where one ends near enough."""
    graphemes = list(_graphemes(text))
    if len(graphemes) <= most:
        return text
    kept = "".join(graphemes[: most - 1])
    words, _space, _rest = kept.rpartition(" ")
    return (words if len(words) > most // 2 else kept).rstrip(" ,;:–-") + "…"


def _graphemes(text: str) -> Iterator[str]:
    """Give each character with the marks that stand on it."""
    grapheme = ""
    for character in text:
        is_joined = unicodedata.category(character).startswith("M") or character == JOINER
        if grapheme and not is_joined and not grapheme.endswith(JOINER):
            yield grapheme
            grapheme = ""
        grapheme += character
    if grapheme:
        yield grapheme


def _at_length(title: str, summary: str, outcomes: Sequence[str]) -> str:
    return "\n".join([title, summary, *(f"– {plain(outcome)}" for outcome in outcomes)])


def _tags(manifest: Manifest) -> Iterator[str]:
    kinds = {file.media_type.partition("/")[0] for file in manifest.media}
    yield "_ftindex:yes"
    yield f"_pictures:{'yes' if 'image' in kinds else 'no'}"
    yield f"_videos:{'yes' if 'video' in kinds else 'no'}"
    yield "_details:yes"
    yield manifest.kind.value
    yield from (plain(word).replace(";", ",") for word in keywords(manifest))
