"""The texts that the encoder is trained on: pairs that mean the same, and what may not stand against them as negative.

Sources: ESCO (labels, alternative labels, descriptions, occupation-skill relations, hierarchy), O*NET (alternate
titles, tasks, technologies), SkillSkape's training split (MIT) and texts that were written for this project (`own`). No
pair joins O*NET to ESCO, and no text is a query of a benchmark (`heldout`).
"""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Final

from recommender.data.build import own_texts
from recommender.data.build.shared.heldout import (
    alternatives,
    benchmark_queries,
    held_out_occupation,
    held_out_sentence,
    same,
)
from recommender.data.build.shared.sources import rows

#: Share of the batches drawn from each source.
SHARES: Final = {"labels": 0.18, "sentences": 0.40, "titles": 0.23, "occupations": 0.17, "texts": 0.02}
#: Ways in which adverts and CVs name skills, one to three at a time.
_NAMED: Final = (
    "Experience in {}", "Strong knowledge of {}", "You have worked with {}.", "{}", "{} is a plus", "Able to {}",
    "Responsible for {}", "Solid understanding of {} required", "Must be able to {}", "* {}", "Skills : {}",
    "You will {} as part of our team .", "3+ years of {}", "Familiarity with {} is an advantage .",
)  # fmt: skip
#: What vacancies put around a title.
_TITLED: Final = (
    "Senior {}", "{} (remote)", "Junior {}", "Sr. {}", "Lead {}", "{} - full time", "{} II", "{} III", "{}, m/f/d",
    "{} needed", "Immediate start: {}", "{} - night shift", "{} (part-time, 20 hours)", "{} | hybrid", "Graduate {}",
    "{} - 12 month contract", "Experienced {}", "{} - up to 40k", "Head {}", "Assistant {}", "{} / team lead",
    "{} (maternity cover)", "Urgent! {}", "{} - London", "{} with company car", "Trainee {}",
    "{} - no experience needed",
)  # fmt: skip
LONGEST: Final = 400


@dataclass(frozen=True, slots=True)
class Pair:
    """Two texts that mean the same. ``friends`` of a side: concepts that are no negatives of it."""

    anchor: str
    positive: str
    concept: str
    friends: frozenset[str]


@dataclass(slots=True)
class Concepts:
    """Labels by identifier (preferred first) and the neighbours of each."""

    labels: dict[str, list[str]] = field(default_factory=dict)
    near: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def friends(self, concepts: Iterable[str]) -> frozenset[str]:
        """Concepts that are no negatives of this one."""
        out: set[str] = set()
        for concept in concepts:
            out.add(concept)
            out |= self.near.get(concept, set())
        return frozenset(out)


class TrainingTexts:
    """All pairs, drawn at random with a seed. ``banned``: texts that may not be used (`benchmark_queries`)."""

    def __init__(self, shared: Path) -> None:
        self.banned = benchmark_queries(shared)
        self.skills = self._concepts(rows(shared / "esco" / "skills_en.csv.gz"))
        self.occupations = self._concepts(rows(shared / "esco" / "occupations_en.csv.gz"))
        self.descriptions = self._descriptions(shared)
        self._relate(shared)
        self.needs = self._needs(shared)
        self.sentences = self._sentences(shared)
        self.adverts = self._adverts()
        self.vacancies = [
            (title, uri)
            for title, uri in own_texts.vacancies()
            if not held_out_sentence(title) and self._allowed([title])
        ]
        self.onet_titles, self.onet_texts = self._onet(shared)
        self._skill_ids = [uri for uri, labels in self.skills.labels.items() if labels]
        self._many = [uri for uri in self._skill_ids if len(self.skills.labels[uri]) > 1]
        self._titled = [uri for uri, labels in self.occupations.labels.items() if len(labels) > 1]
        self._onet_many = [code for code, titles in self.onet_titles.items() if len(titles) > 1]
        self._needing = [uri for uri in self.needs if self.occupations.labels.get(uri)]
        self.draws: dict[str, Callable[[Random], Pair]] = {
            "labels": self._label,
            "sentences": self._sentence,
            "titles": self._title,
            "occupations": self._occupation,
            "texts": self._text,
        }

    def texts(self) -> set[str]:
        """Every text that training can see, whole; templates wrap these."""
        out = {label for concepts in (self.skills, self.occupations) for ls in concepts.labels.values() for label in ls}
        out |= set(self.descriptions.values()) | {sentence for sentence, _ in (*self.sentences, *self.adverts)}
        out |= {title for titles in self.onet_titles.values() for title in titles}
        out |= {title for title, _ in self.vacancies}
        return out | {text for a, b, _ in self.onet_texts for text in (a, b)}

    def first_label(self, uri: str) -> str:
        """Of a skill or an occupation of ESCO: the preferred one, unless it is held out."""
        return (self.skills.labels.get(uri) or self.occupations.labels[uri])[0]

    # Drawing

    def _label(self, random: Random) -> Pair:
        uri = random.choice(self._many)
        labels = self.skills.labels[uri]
        anchor = random.choice(labels[1:])
        positive = labels[0] if random.random() < 0.8 else random.choice([x for x in labels if x != anchor])
        return Pair(anchor, positive, uri, self.skills.friends([uri]))

    def _sentence(self, random: Random) -> Pair:
        draw = random.random()
        if draw < 0.72:
            sentence, uris = random.choice(self.sentences if draw < 0.34 else self.adverts)
            uri = random.choice(uris)
            return Pair(sentence, self._shown(uri, random), uri, self.skills.friends(uris))
        if draw < 0.84:
            uri = random.choice(self._skill_ids)
            text = self.descriptions.get(uri)
            if text:
                return Pair(text, self._shown(uri, random), uri, self.skills.friends([uri]))
        return self._advert(random)

    def _advert(self, random: Random) -> Pair:
        line, uris = self.naming(random)
        uri = random.choice(uris)
        return Pair(line, self._shown(uri, random), uri, self.skills.friends(uris))

    def naming(self, random: Random) -> tuple[str, list[str]]:
        """A line that names up to three skills of one occupation by any of their labels, and those skills."""
        pool = self.needs[random.choice(self._needing)]
        uris = random.sample(pool, min(len(pool), random.choice((1, 1, 2, 3))))
        named = [random.choice(self.skills.labels[uri]) for uri in uris]
        listed = random.choice((", ", " and ", ", ", " / ")).join(named)
        return random.choice(_NAMED).format(listed), uris

    def _shown(self, uri: str, random: Random) -> str:
        labels = self.skills.labels[uri]
        return labels[0] if random.random() < 0.85 else random.choice(labels)

    def _title(self, random: Random) -> Pair:
        draw = random.random()
        if draw < 0.35:
            anchor, uri = random.choice(self.vacancies)
            positive = random.choice(self.occupations.labels[uri] or [anchor])
            return Pair(anchor, positive, uri, self.occupations.friends([uri]))
        if draw < 0.7:
            uri = random.choice(self._titled)
            anchor, positive = random.sample(self.occupations.labels[uri], 2)
            friends = self.occupations.friends([uri])
        else:
            uri = random.choice(self._onet_many)
            anchor, positive = random.sample(self.onet_titles[uri], 2)
            friends = frozenset([uri])
        if random.random() < 0.4:
            anchor = random.choice(_TITLED).format(anchor)
        return Pair(anchor, positive, uri, friends)

    def _occupation(self, random: Random) -> Pair:
        occupation = random.choice(self._needing)
        uri = random.choice(self.needs[occupation])
        anchor = random.choice(self.occupations.labels[occupation])
        return Pair(anchor, self.first_label(uri), uri, frozenset([uri, *self.needs[occupation]]))

    def _text(self, random: Random) -> Pair:
        anchor, positive, concept = random.choice(self.onet_texts)
        return Pair(anchor, positive, concept, frozenset([concept]))

    # Reading

    def _allowed(self, texts: Iterable[str]) -> list[str]:
        return list(dict.fromkeys(t[:LONGEST] for t in texts if t and same(t) not in self.banned))

    def _concepts(self, table: list[dict[str, str]]) -> Concepts:
        found = Concepts()
        for row in table:
            found.labels[row["conceptUri"]] = self._allowed([row["preferredLabel"], *alternatives(row)])
        return found

    def _descriptions(self, shared: Path) -> dict[str, str]:
        out = {}
        for row in rows(shared / "esco" / "skills_en.csv.gz"):
            if texts := self._allowed([row["description"]]):
                out[row["conceptUri"]] = texts[0]
        return out

    def _relate(self, shared: Path) -> None:
        near = self.skills.near
        for row in rows(shared / "esco" / "broaderRelationsSkillPillar.csv.gz"):
            if row["broaderUri"] in self.skills.labels:
                near[row["conceptUri"]].add(row["broaderUri"])
                near[row["broaderUri"]].add(row["conceptUri"])
        for row in rows(shared / "esco" / "skillSkillRelations.csv.gz"):
            near[row["originalSkillUri"]].add(row["relatedSkillUri"])
            near[row["relatedSkillUri"]].add(row["originalSkillUri"])
        by_label: dict[str, set[str]] = defaultdict(set)
        for uri, labels in self.skills.labels.items():
            for label in labels:
                by_label[same(label)].add(uri)
        for uris in by_label.values():
            for uri in uris:
                near[uri] |= uris - {uri}
        for row in rows(shared / "esco" / "broaderRelationsOccPillar.csv.gz"):
            if row["broaderUri"] in self.occupations.labels:
                self.occupations.near[row["conceptUri"]].add(row["broaderUri"])
                self.occupations.near[row["broaderUri"]].add(row["conceptUri"])

    def _needs(self, shared: Path) -> dict[str, list[str]]:
        """Skills of each occupation that is not held out."""
        out: dict[str, list[str]] = defaultdict(list)
        for row in rows(shared / "esco" / "occupationSkillRelations.csv.gz"):
            uri, skill = row["occupationUri"], row["skillUri"]
            if not held_out_occupation(uri) and self.skills.labels.get(skill):
                out[uri].append(skill)
        return dict(out)

    def _sentences(self, shared: Path) -> list[tuple[str, list[str]]]:
        """SkillSkape's training sentences with their skills; those without one, and those held out, are left out."""
        by_label = {
            same(row["preferredLabel"]): row["conceptUri"] for row in rows(shared / "esco" / "skills_en.csv.gz")
        }
        out = []
        for row in rows(shared / "benchmarks" / "skillskape" / "train.csv.gz"):
            found = (by_label.get(same(label)) for label in ast.literal_eval(row["skills"]))
            uris = [uri for uri in found if uri and self.skills.labels[uri]]
            if uris and not held_out_sentence(row["sentence"]):
                out += [(sentence, uris) for sentence in self._allowed([row["sentence"]])]
        return out

    def _adverts(self) -> list[tuple[str, list[str]]]:
        out = []
        for text, found in own_texts.sentences():
            uris = [uri for uri in found if self.skills.labels[uri]]
            if uris and not held_out_sentence(text):
                out += [(sentence, uris) for sentence in self._allowed([text])]
        return out

    def _onet(self, shared: Path) -> tuple[dict[str, list[str]], list[tuple[str, str, str]]]:
        """Alternate titles by occupation; and pairs of task and title, and of technology and its class."""
        folder = shared / "onet"
        titles: dict[str, list[str]] = defaultdict(list)
        for row in rows(folder / "alternate_titles.tsv.gz"):
            titles[row["O*NET-SOC Code"]] += self._allowed([row["Alternate Title"]])
        texts: list[tuple[str, str, str]] = []
        for row in rows(folder / "task_statements.tsv.gz"):
            code = row["O*NET-SOC Code"]
            if titles.get(code):
                texts += [(task, titles[code][0], code) for task in self._allowed([row["Task"]])]
        seen = {(row["Example"], row["Commodity Title"]) for row in rows(folder / "technology_skills.tsv.gz")}
        for example, commodity in sorted(seen):
            if len(self._allowed([example, commodity])) == 2:
                texts.append((example, commodity, commodity))
        return dict(titles), texts
