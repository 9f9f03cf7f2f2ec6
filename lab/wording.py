"""How a seller says it: sentences put together from the lab's own phrases, with the claims that they assert."""

from __future__ import annotations

import string
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from lab import official
from lab.forms import figures
from lab.truth import Line

VENDORS = ("claude", "gpt", "gemini", "grok", "deepseek")
KEY_SHAPES = (("sk-", 48), ("sk-ant-api03-", 86), ("AIza", 35), ("ghp_", 36))
WIDE = {"zh": "，", "zh-Hant": "，", "en": ", "}


@dataclass(frozen=True, slots=True)
class Fragment:
    """A claim in words, with the codes that the words assert; a denial asserts none."""

    words: str
    codes: frozenset[str]
    not_with: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Sentence:
    """One price as it is said: the template stays while the figures change; all `lines` share their figures."""

    form: str
    template: str
    what: str
    codes: frozenset[str]

    def say(self, lines: Sequence[Line]) -> str:
        """The sentence with the figures of `lines`."""
        return self.template.format(what=self.what, **figures(lines[0]))


@dataclass(frozen=True, slots=True)
class Contact:
    """Where a seller is reached: the strings that must never reach the disk."""

    kind: str
    value: str


def phrases() -> dict[str, Any]:
    """The lab's phrases."""
    return official.table("phrases")


def line_of(subject: str | None) -> str | None:
    """The model line of a subject: a model's own, or the subject itself where it is a line; None otherwise."""
    model = official.models().get(subject or "")
    return model.line if model else subject if subject in VENDORS else None


def display_name(model: str, rng: Random) -> str:
    """A model id as sellers write it: "claude-opus-4.6" is "Opus 4.6", "Claude Opus 4.6" or "opus4.6"."""
    vendor, _, rest = model.partition("-")
    if vendor == "gpt":
        spaced = f"GPT {rest.replace('-', ' ')}" if "." in rest else f"GPT-{rest}"
        return rng.choice([f"GPT-{rest}", spaced, model])
    tier, _, version = rest.rpartition("-")
    if vendor == "claude":
        return rng.choice([f"{tier.title()} {version}", f"Claude {tier.title()} {version}", f"{tier}{version}"])
    return rng.choice([model, " ".join(part.title() for part in model.split("-"))])


def name_of(subject: str | None, language: str, rng: Random) -> tuple[str, frozenset[str]]:
    """What a subject is called in `language`, and what that name asserts by itself."""
    if subject in official.models():
        return display_name(subject or "", rng), frozenset()
    words, *codes = rng.choice(phrases()["names"][language][subject or "everything"])
    return words, frozenset(codes)


def sentence(form: str, subjects: Sequence[str | None], language: str, rng: Random) -> Sentence:
    """A way of saying the price of `subjects`, chosen once for the life of an offer."""
    names = [name_of(subject, language, rng) for subject in subjects]
    own = frozenset(phrases()["form_codes"].get(form, []))
    template = rng.choice(phrases()["forms"][language][form])
    return Sentence(form, template, " / ".join(name for name, _ in names), own.union(*(codes for _, codes in names)))


def claim_pool(access: str, lines: Iterable[str | None], language: str, rng: Random) -> list[Fragment]:
    """Every claim that fits what is sold, in the order of the seed, each in one wording."""
    kind = "relay" if access in {"relay_api", "free"} else "plan"
    wanted = [
        row
        for row in phrases()["claim"]
        if row["for"] in {kind, "both"} and row.get("line") in {None, *lines} and language in row
    ]
    rng.shuffle(wanted)
    return [
        Fragment(rng.choice(row[language]), frozenset(row["codes"]), frozenset(row.get("not_with", ())))
        for row in wanted
    ]


def many_models(language: str, rng: Random) -> Fragment:
    """One key for everything, in words."""
    return Fragment(rng.choice(phrases()["many"][language]), frozenset({"many_models"}))


def denial(language: str, rng: Random) -> Fragment:
    """Words that look like a claim and assert nothing."""
    row = rng.choice(phrases()["denial"])
    return Fragment(rng.choice(row[language]), frozenset(), frozenset(row["not_with"]))


def fits_beside(fragment: Fragment, said: Iterable[Fragment], codes: Iterable[str] = ()) -> bool:
    """Whether a seller that says all this, and asserts `codes` besides, could say `fragment` too: no echo, no clash."""
    others = list(said)
    asserted = frozenset(codes).union(*(other.codes for other in others))
    excluded = frozenset[str]().union(*(other.not_with for other in others))
    return not (fragment.codes & (asserted | excluded) or fragment.not_with & asserted)


def secret_key(rng: Random) -> str:
    """Something with the shape of a vendor's key, drawn from the seed: it opens nothing."""
    prefix, length = rng.choice(KEY_SHAPES)
    return prefix + "".join(rng.choices(string.ascii_letters + string.digits, k=length))


def referral(rng: Random) -> str:
    """A code that pays whoever brought the buyer."""
    return "".join(rng.choices(string.ascii_uppercase + string.digits, k=8))


def contact(name: str, rng: Random) -> Contact:
    """A way to reach the seller `name`, of a random kind."""
    word = "".join(rng.choices(string.ascii_lowercase, k=5))
    number = rng.randrange(10**8, 10**9)
    made: Mapping[str, str] = {
        "wechat": f"vx_{word}{number % 1000}",
        "qq": f"{number}",
        "telegram": f"{word}_kefu{number % 1000}",
        "phone": f"13{number}",
        "email": f"{word}.{number % 1000}@{name}",
    }
    return Contact(*rng.choice(sorted(made.items())))


def contact_line(found: Contact, language: str, rng: Random) -> str:
    """The contact as a line of a message."""
    return str(rng.choice(phrases()["contacts"][language][found.kind]).format(value=found.value))


def claims_block(fragments: Sequence[Fragment], style: int, language: str) -> list[str]:
    """The claims as lines: run together, ticked one by one, or dotted."""
    words = [fragment.words for fragment in fragments]
    if not words:
        return []
    if style == 0:
        return [WIDE[language].join(words)]
    return [f"{'✅' if style == 1 else '·'} {word}" for word in words]
