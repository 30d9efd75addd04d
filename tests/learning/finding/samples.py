"""Editions that are indexed, and the shortest way to ask for them."""

from learning.finding.filtering import choose
from learning.finding.indexing import index
from learning.finding.searching import Found, Hit, search
from learning.finding.snippets import Snippet
from learning.publishing.models import Edition
from tests.factories.editions import Written, offer

# language, what a lesson is called, a word or two of it that somebody types
SCRIPTS = [
    ("bn", "ডিজিটাল সেবা সবার জন্য", "সেবা"),
    ("bn", "কর দেওয়ার নিয়ম", "কর"),
    ("hi", "डिजिटल सेवा सबके लिए", "सेवा"),
    ("hi", "नागरिकों के लिए सूचना", "सूचना"),
    ("ne", "स्थानीय सरकारको काम", "सरकार"),
    ("ta", "மின்னணு சேவை அனைவருக்கும்", "சேவை"),
    ("si", "රාජ්‍ය සේවාව සැමට", "සේවාව"),
    ("th", "การให้บริการภาครัฐดิจิทัล", "บริการ"),
    ("th", "การให้บริการภาครัฐดิจิทัล", "รัฐ"),
    ("km", "សេវាសាធារណៈឌីជីថល", "សេវា"),
    ("km", "សេវា\u200bសាធារណៈ\u200bឌីជីថល", "សេវាសាធារណៈ"),
    ("lo", "ການບໍລິການຂອງລັດ", "ບໍລິການ"),
    ("my", "ပြည်သူ့ဝန်ဆောင်မှုလုပ်ငန်း", "ဝန်ဆောင်မှု"),
    ("ar", "الحكومة الرقمية للجميع", "حكومة"),
    ("ar", "خدمات إلكترونية", "الكترونيه"),
    ("ar", "الإِدارَة العامّة", "الادارة"),
    ("fa", "دولت الکترونیکی", "دولت الكترونيكي"),
    ("ur", "ڈیجیٹل خدمات", "خدمات"),
    ("he", "ממשל דיגיטלי", "ממשל"),
    ("zh-hans", "电子政府服务指南", "政府"),
    ("zh-hans", "怎样缴税", "税"),
    ("ja", "デジタル行政サービス", "行政"),
    ("ko", "전자정부는 모두를 위한 것", "전자정부"),
    ("am", "ዲጂታል መንግሥት", "መንግሥት"),
    ("ru", "Учёт обращений граждан", "учет"),
    ("el", "Ψηφιακή διακυβέρνηση", "ψηφιακη"),
    ("fr", "L’État et ses démarches", "etat demarche"),
    ("pt", "Serviços públicos", "servicos"),
    ("vi", "Dịch vụ công trực tuyến", "dich vu"),
    ("tr", "IRMAK ve İşlem", "işlem"),
    ("sw", "Huduma za serikali", "huduma"),
    ("en", "Policies for ＯＰＥＮ data", "policy open"),
]


def publish(*lessons: Written, title: str = "A course", **changes: object) -> Edition:
    edition = offer(title, lessons, **changes)
    index(edition)
    return edition


def ask(text: str, reader: str = "en", *, as_typed: bool = False, **filters: str) -> Found:
    return search(text, choose(filters), language=reader, as_typed=as_typed)


def titles(text: str, reader: str = "en", **filters: str) -> list[str]:
    return [hit.entry.title for hit in ask(text, reader, **filters).page(1)]


def first(text: str) -> Hit:
    return ask(text).page(1)[0]


def said(snippet: Snippet) -> str:
    """Give a snippet with brackets around what was found."""
    return "".join(f"[{each.text}]" if each.is_found else each.text for each in snippet.stretches)
