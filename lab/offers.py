"""What a shop offers: what is sold, in which form of price, at what aim, with which claims and closing lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from random import Random

from lab import official, wording
from lab.forms import FITS, Aim
from lab.messages import Version
from lab.truth import Access, Line
from lab.wording import Contact, Fragment, Sentence

RELAY_FORMS = (
    "equation", "rate", "rate", "ratio", "pack", "multiplier", "fold", "share", "off", "pair", "pair", "pair_usd",
    "stablecoin", "call", "unbounded", "free",
)  # fmt: skip
PLAN_FORMS = ("seat", "seat", "account", "topup", "topup", "topup_hkd", "mirror")
FORMS = {"relay": RELAY_FORMS, "plans": PLAN_FORMS, "mixed": RELAY_FORMS + PLAN_FORMS, "goods": PLAN_FORMS}
ACCESS: dict[str, Access] = {
    "seat": "shared_seat", "account": "account", "topup": "top_up", "topup_hkd": "top_up", "mirror": "mirror",
    "free": "free",
}  # fmt: skip
CURRENCY = {"pair_usd": "USD", "stablecoin": "USDT", "topup_hkd": "HKD"}
BANDS = {"claude": (6, 30), "gpt": (2, 12), "gemini": (5, 18), "grok": (6, 20), "deepseek": (30, 80), None: (8, 22)}
PLAN_BANDS = {"seat": (12, 45), "account": (40, 110), "topup": (60, 140), "topup_hkd": (60, 140), "mirror": (5, 20)}


@dataclass(frozen=True, slots=True)
class Shop:
    """A seller as its channel knows it."""

    name: str
    title: str
    language: str
    sells: str
    contact: Contact


@dataclass(slots=True)
class Offer:
    """One thing a shop sells, and how it writes it: what can change over its life changes here."""

    shop: Shop
    rng: Random
    form: str
    aims: list[Decimal]
    sentences: list[tuple[Sentence, tuple[str | None, ...]]]
    fragments: list[Fragment]
    opener: str
    style: int
    tail: list[str] = field(default_factory=list)
    planted: tuple[str, ...] = ()
    seed: int = 0

    @property
    def access(self) -> Access:
        """How access is given."""
        return ACCESS.get(self.form, "relay_api")

    def lines(self, day: date) -> list[tuple[Line, ...]]:
        """The lines of each sentence, with figures as a seller writes them on `day`."""
        currency = CURRENCY.get(self.form) or ("USD" if self.language_prices_in_usd else "CNY")
        return [
            tuple(FITS[self.form](Aim(subject, aim, day, currency), Random(self.seed)) for subject in subjects)
            for (_, subjects), aim in zip(self.sentences, self.aims, strict=True)
        ]

    @property
    def language_prices_in_usd(self) -> bool:
        """English shops sell plans in dollars."""
        return self.shop.language == "en" and self.form in PLAN_FORMS

    def codes(self) -> frozenset[str]:
        """Everything the words assert."""
        found = frozenset().union(*(sentence.codes for sentence, _ in self.sentences))
        return found.union(*(fragment.codes for fragment in self.fragments))

    def version(self, day: date) -> Version:
        """The message as it stands when written on `day`."""
        lines = self.lines(day)
        said = [sentence.say(group) for (sentence, _), group in zip(self.sentences, lines, strict=True)]
        text = [self.opener, *said, *wording.claims_block(self.fragments, self.style, self.shop.language), *self.tail]
        flat = tuple(line for group in lines for line in group)
        vendors = {wording.line_of(line.subject) for line in flat} - {None}
        many = {"many_models"} if len(vendors) >= 3 else set()
        names = tuple(way.what for (way, _), group in zip(self.sentences, lines, strict=True) for _ in group)
        notes = tuple(fragment.words for fragment in self.fragments)
        return Version(day, "\n".join(text), flat, self.codes() | many, self.form, tuple(said), names, notes)


def between(rng: Random, band: tuple[int, int]) -> Decimal:
    """A percent inside a band, the low end likelier."""
    low, high = band
    return Decimal(str(round(low + (high - low) * rng.random() ** 1.5, 2)))


def relay_subjects(rng: Random, form: str, day: date) -> list[tuple[str | None, ...]]:
    """What a relay offer is for: one model, one line, lines with prices of their own, several at one price, or all."""
    newest = [
        model.id
        for model in official.models().values()
        if model.released <= day and model.line in {"claude", "gpt", "gemini"} and model.id[0] != "o"
    ]
    if form in {"pair", "pair_usd"}:
        return [(model,) for model in rng.sample(newest, rng.randint(1, 3))]
    if form == "call":
        return [(rng.choice(newest),)]
    if form in {"rate", "multiplier"} and rng.random() < 0.4:
        return [("claude",), ("gpt",)] if rng.random() < 0.7 else [("claude",), ("gpt",), ("gemini",)]
    choice = rng.random()
    if choice < 0.15:
        return [(None,)]
    if choice < 0.3:
        return [tuple(rng.sample(["claude", "gpt", "gemini"], rng.randint(2, 3)))]
    return [(rng.choice(["claude", "claude", "gpt", "gemini", rng.choice(newest)]),)]


def plan_subjects(rng: Random, form: str, lists: bool) -> list[tuple[str | None, ...]]:
    """Which plans an offer sells: one, or a short price list where the shop writes such."""
    if form == "mirror":
        return [(rng.choice(["claude", "gpt"]),)]
    names = rng.sample(sorted(official.plans()), rng.choice([1, 1, 1, 2, 3]) if lists else 1)
    return [(name,) for name in names]


def pick_form(shop: Shop, rng: Random) -> str:
    """A form of price that exists in the shop's language."""
    known = wording.phrases()["forms"][shop.language]
    return rng.choice([form for form in FORMS[shop.sells] if form in known])


def initial_claims(
    shop: Shop, form: str, sentences: Sequence[Sentence], lines: Sequence[str | None], rng: Random
) -> list[Fragment]:
    """Up to six claims that a seller would put together."""
    access = ACCESS.get(form, "relay_api")
    chosen: list[Fragment] = []
    if lines == [None] and form not in PLAN_FORMS:
        chosen.append(wording.many_models(shop.language, rng))
    own = frozenset[str]().union(*(sentence.codes for sentence in sentences))
    wanted = rng.randint(1, 6)
    for fragment in wording.claim_pool(access, lines, shop.language, rng):
        if len(chosen) < wanted and wording.fits_beside(fragment, chosen, own):
            chosen.append(fragment)
    if access == "relay_api" and rng.random() < 0.1:
        refused = wording.denial(shop.language, rng)
        chosen += [refused] if wording.fits_beside(refused, chosen, own) else []
    return chosen


def new_offer(shop: Shop, rng: Random, day: date) -> Offer:
    """A new offer of `shop`, as it is thought up on `day`."""
    form = pick_form(shop, rng)
    subjects = plan_subjects(rng, form, shop.sells != "goods") if form in PLAN_FORMS else relay_subjects(rng, form, day)
    ways = [wording.sentence(form, group, shop.language, rng) for group in subjects]
    template = ways[0].template
    sentences = [(replace(way, template=template), group) for way, group in zip(ways, subjects, strict=True)]
    lines = [wording.line_of(subject) for group in subjects for subject in group]
    bands = [PLAN_BANDS[form] if form in PLAN_BANDS else BANDS[wording.line_of(group[0])] for group in subjects]
    fragments = initial_claims(shop, form, ways, lines, rng)
    opener = rng.choice(wording.phrases()["openers"][shop.language]).format(seller=shop.title)
    aims = [between(rng, band) for band in bands]
    tail, planted = closing(shop, rng, form not in PLAN_FORMS)
    style, seed = rng.randrange(3), rng.randrange(10**6)
    return Offer(shop, rng, form, aims, sentences, fragments, opener, style, tail, planted, seed)


def closing(shop: Shop, rng: Random, relay: bool) -> tuple[list[str], tuple[str, ...]]:
    """The last lines of a message, and the strings in them that must not be kept."""
    words, language = wording.phrases(), shop.language
    ends: list[tuple[str, str]] = []
    if rng.random() < 0.7:
        ends.append((wording.contact_line(shop.contact, language, rng), shop.contact.value))
    if relay and rng.random() < 0.15:
        key = wording.secret_key(rng)
        ends.append((rng.choice(words["key_lines"][language]).format(value=key), key))
    if relay and rng.random() < 0.15:
        code, host = wording.referral(rng), f"{shop.name.replace('_', '-')}.example"
        ends.append((words["sign_up"][language].format(host=host, value=code), code))
    return [line for line, _ in ends], tuple(planted for _, planted in ends)
