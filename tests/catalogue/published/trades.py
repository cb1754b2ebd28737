"""Made-up courses of many trades, in several languages and scripts."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Course:
    """A title in its language, and skills of its trade: plain ones, and one that holds a comma in parentheses."""

    title: str
    language: str
    skills: tuple[str, ...]
    grouped: str


# trade: its titles by language, its plain skills, its skill with a comma
TRADES: dict[str, tuple[tuple[tuple[str, str], ...], tuple[str, ...], str]] = {
    "nursing": (
        (
            ("en", "Wound Care at the Bedside"),
            ("en", "Medicines & Doses for Nurses"),
            ("de", "Pflege im Krankenhaus – Grundlagen für Einsteiger"),
            ("fr", "Soins infirmiers à domicile"),
        ),
        ("wound care", "infection control", "patient handling", "medication rounds", "first aid"),
        "Vital signs (pulse, pressure)",
    ),
    "welding": (
        (
            ("en", "MIG Welding – First Seams"),
            ("en", "Reading Weld Drawings"),
            ("de", "Schweißen für Anfänger"),
            ("es", "Soldadura básica en taller"),
            ("pl", "Spawanie metodą TIG"),
        ),
        ("MIG welding", "plasma cutting", "weld inspection", "workshop safety", "reading drawings"),
        "Joints (butt, lap, tee)",
    ),
    "cooking": (
        (
            ("en", "Crème Brûlée and Other Desserts"),
            ("en", "Soups, Sauces & Stocks"),
            ("en", "A Week’s Menu under €50"),
            ("fr", "Pâtisserie : crèmes et pâtes"),
            ("ja", "寿司の基本"),
        ),
        ("pastry", "menu planning", "food hygiene", "sauce making", "kitchen costing"),
        "Knife cuts (julienne, brunoise)",
    ),
    "logistics": (
        (
            ("en", "Warehouse Safety; Forklifts & Racks"),
            ("en", "Customs Papers, Step by Step"),
            ("de", "Lagerführung für Praktiker"),
            ("fr", "Gérer un entrepôt"),
        ),
        ("forklift driving", "stock control", "route planning", "customs clearance", "load securing"),
        "Freight papers (waybills, manifests)",
    ),
    "law": (
        (
            ("en", "Tenancy Law for Advisers"),
            ("en", "A Clerk’s Guide to Contracts"),
            ("fr", "Droit du travail – l’essentiel"),
            ("el", "Εργατικό δίκαιο για αρχάριους"),
        ),
        ("tenancy law", "legal drafting", "case research", "employment law", "client interviews"),
        "Contracts (drafting, review)",
    ),
    "farming": (
        (
            ("en", "Soil & Water on Small Farms"),
            ("es", "Riego y cultivo en pequeñas fincas"),
            ("de", "Ökologischer Gemüsebau"),
            ("ru", "Основы садоводства"),
        ),
        ("irrigation", "soil testing", "crop rotation", "pest control", "tractor maintenance"),
        "Livestock (cattle, sheep)",
    ),
    "design": (
        (
            ("en", "Type and Layout | A Studio Course"),
            ("en", "Café Interiors"),
            ("fr", "Création d’affiches"),
            ("es", "Diseño de envases"),
        ),
        ("typography", "page layout", "colour theory", "packaging design", "sketching"),
        "Image editing (cropping, masking)",
    ),
    "IT": (
        (
            ("en", "Data & Tables for the Office"),
            ("en", "A Beginner’s Naïve Bayes"),
            ("de", "Datenbanken für Büroberufe"),
            ("es", "Programación en Python"),
        ),
        ("SQL", "Python", "data cleaning", "network administration", "C#"),
        "Excel (pivot tables, charts)",
    ),
}

COURSES = tuple(
    Course(title, language, skills, grouped)
    for titles, skills, grouped in TRADES.values()
    for language, title in titles
)

PROVIDERS = (
    "Harrow & Pike College",
    "École Aubrac",
    "Institut Weißenfeld",
    "O’Brien Trade School",
    "Nordhaven Academy",
    "Universidad de Peñaflor",
    "Lakeside Learning",
    "Marrow Street Workshops",
    "Greenfield Institute",
    "Atelier Sérault",
    "Bramble Online",
    "Tilbury Skills Centre",
)

# A whole file of these in Windows-1251 cannot be told from other one-byte encodings without knowing the language.
CYRILLIC_COURSES = tuple(
    Course(title, "ru", ("сварка", "охрана труда", "работа в команде", "первая помощь"), "Право (труд, жильё)")
    for title in (
        "Сварка для начинающих",
        "Сестринское дело",
        "Кулинария: супы и соусы",
        "Складская логистика",
        "Основы трудового права",
        "Уход за садом и огородом",
    )
)
CYRILLIC_PROVIDERS = (
    "Северный институт",
    "Школа ремёсел",
    "Учебный центр Волна",
    "Академия Заря",
    "Мастерская Труд",
    "Дом знаний",
)

LANGUAGE_NAMES = {
    "en": "English",
    "de": "German",
    "fr": "French",
    "es": "Spanish",
    "pl": "Polish",
    "el": "Greek",
    "ja": "Japanese",
    "ru": "Russian",
}
LANGUAGE_TAGS = {
    "en": "en-GB",
    "de": "de-DE",
    "fr": "fr-FR",
    "es": "es-ES",
    "pl": "pl-PL",
    "el": "el-GR",
    "ja": "ja-JP",
    "ru": "ru-RU",
}
