"""The life of a listing in a channel: posted, edited, reposted and taken down as a seller's mind changes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from random import Random

from lab import official, wording
from lab.forms import FITS, Aim
from lab.truth import Access, Line
from lab.wording import Contact, Fragment, Sentence

RELAY_FORMS = (
    "equation", "rate", "rate", "ratio", "pack", "multiplier", "fold", "share", "off", "pair", "pair", "pair_usd",
    "stablecoin", "call", "unbounded", "free",
)  # fmt: skip
PLAN_FORMS = ("seat", "seat", "account", "topup", "topup", "topup_hkd", "mirror")
ACCESS: dict[str, Access] = {
    "seat": "shared_seat", "account": "account", "topup": "top_up", "topup_hkd": "top_up", "mirror": "mirror",
    "free": "free",
}  # fmt: skip
CURRENCY = {"pair_usd": "USD", "stablecoin": "USDT", "topup_hkd": "HKD"}
BANDS = {"claude": (6, 30), "gpt": (2, 12), "gemini": (5, 18), "grok": (6, 20), "deepseek": (30, 80), None: (8, 22)}
PLAN_BANDS = {"seat": (12, 45), "account": (40, 110), "topup": (60, 140), "topup_hkd": (60, 140), "mirror": (5, 20)}
CHANGES_PRICE, CHANGES_CLAIMS, REPOSTS, ENDS = 0.12, 0.08, 0.04, 0.05


@dataclass(frozen=True, slots=True)
class Version:
    """What a message says from a day on."""

    since: date
    text: str
    lines: tuple[Line, ...] = ()
    claims: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a channel; the versions of what is no offer have no lines. `id` is given by the channel."""

    seller: str
    posted: datetime
    versions: tuple[Version, ...]
    removed: date | None = None
    access: Access = "relay_api"
    kind: str = "text"
    forwarded_from: str | None = None
    photos: int = 0
    planted: tuple[str, ...] = ()
    id: int = 0

    def on(self, day: date) -> Version | None:
        """The version that stands on `day`, None before it is posted and after it is taken down."""
        if self.removed and day >= self.removed:
            return None
        return next((version for version in reversed(self.versions) if version.since <= day), None)

    @property
    def last(self) -> date | None:
        """The last day it can be seen, None while it is still there."""
        return self.removed - timedelta(days=1) if self.removed else None


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
        return Version(day, "\n".join(text), flat, self.codes() | many)


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


def plan_subjects(rng: Random, form: str) -> list[tuple[str | None, ...]]:
    """Which plans an offer sells: one, or a short price list."""
    if form == "mirror":
        return [(rng.choice(["claude", "gpt"]),)]
    names = rng.sample(sorted(official.plans()), rng.choice([1, 1, 1, 2, 3]))
    return [(name,) for name in names]


def pick_form(shop: Shop, rng: Random) -> str:
    """A form of price that exists in the shop's language."""
    forms = {"relay": RELAY_FORMS, "plans": PLAN_FORMS, "mixed": RELAY_FORMS + PLAN_FORMS}[shop.sells]
    known = wording.phrases()["forms"][shop.language]
    return rng.choice([form for form in forms if form in known])


def initial_claims(
    shop: Shop, form: str, sentences: Sequence[Sentence], lines: Sequence[str | None], rng: Random
) -> list[Fragment]:
    """Up to six claims that a seller would put together."""
    access = ACCESS.get(form, "relay_api")
    chosen: list[Fragment] = []
    if lines == [None] and form not in PLAN_FORMS:
        chosen.append(wording.many_models(shop.language, rng))
    said = set().union(*(sentence.codes for sentence in sentences), *(fragment.codes for fragment in chosen))
    wanted = rng.randint(1, 6)
    for fragment in wording.claim_pool(access, lines, shop.language, rng):
        if len(chosen) < wanted and wording.fits_beside(fragment, said):
            chosen.append(fragment)
            said |= fragment.codes
    if access == "relay_api" and form not in {"unbounded", "call"} and rng.random() < 0.1:
        chosen.append(wording.denial(shop.language, rng))
    return chosen


def new_offer(shop: Shop, rng: Random, day: date) -> Offer:
    """A new offer of `shop`, as it is thought up on `day`."""
    form = pick_form(shop, rng)
    subjects = plan_subjects(rng, form) if form in PLAN_FORMS else relay_subjects(rng, form, day)
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


def change_price(offer: Offer) -> None:
    """The seller asks more or less for everything in the offer."""
    factor = Decimal(str(offer.rng.choice([0.7, 0.8, 0.85, 1.15, 1.25, 1.4])))
    offer.aims = [aim * factor for aim in offer.aims]


def change_claims(offer: Offer) -> None:
    """The seller drops a claim or finds a new one."""
    lines = [wording.line_of(subject) for _, group in offer.sentences for subject in group]
    removable = [fragment for fragment in offer.fragments if "many_models" not in fragment.codes]
    if removable and offer.rng.random() < 0.5:
        offer.fragments.remove(offer.rng.choice(removable))
        return
    pool = wording.claim_pool(offer.access, lines, offer.shop.language, offer.rng)
    codes = offer.codes()
    offer.fragments.extend([fragment for fragment in pool if wording.fits_beside(fragment, codes)][:1])


def moment(day: date, rng: Random) -> datetime:
    """A time of that day."""
    return datetime.combine(day, time(rng.randrange(1, 23), rng.randrange(60), rng.randrange(60)), UTC)


def day_before(week: date, rng: Random) -> date:
    """A day in the week that ends on `week`, never that day itself: what happened is old when it is observed."""
    return week - timedelta(days=rng.randint(1, 6))


def messages_of(offer: Offer, weeks: Sequence[date], first: date) -> Iterator[Message]:
    """The messages of one offer from its first posting until the seller gives it up, reposts included."""
    rng = offer.rng
    versions = [offer.version(first)]
    post = Message(offer.shop.name, moment(first, rng), (), None, offer.access, planted=offer.planted)
    for week in weeks:
        day = day_before(week, rng)
        if rng.random() < ENDS:
            yield replace(post, versions=tuple(versions), removed=day)
            return
        if rng.random() < REPOSTS:
            yield replace(post, versions=tuple(versions), removed=day if rng.random() < 0.5 else None)
            post, versions = replace(post, posted=moment(day, rng)), [replace(versions[-1], since=day)]
            continue
        edit(offer, versions, day)
    yield replace(post, versions=tuple(versions))


def edit(offer: Offer, versions: list[Version], day: date) -> None:
    """Perhaps a new version, where the seller changed something that shows."""
    if offer.rng.random() < CHANGES_PRICE:
        change_price(offer)
    elif offer.rng.random() < CHANGES_CLAIMS:
        change_claims(offer)
    else:
        return
    changed = offer.version(day)
    if changed.text != versions[-1].text:
        versions.append(changed)


def offers_of(shop: Shop, slots: int, weeks: Sequence[date], rng: Random) -> Iterator[Message]:
    """Everything a shop posts in half a year with about `slots` offers standing at a time."""
    for _ in range(slots):
        start = 0 if rng.random() < 0.7 else rng.randrange(1, len(weeks) // 2)
        while start < len(weeks):
            first = day_before(weeks[start], rng) - timedelta(days=rng.randrange(30) if start == 0 else 0)
            found = list(messages_of(new_offer(shop, rng, first), weeks[start + 1 :], first))
            yield from found
            gone = found[-1].removed
            start = len(weeks) if gone is None else sum(week < gone for week in weeks) + rng.randint(1, 4)
