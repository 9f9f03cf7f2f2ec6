"""Finds the names of products however they are written: misspelt, starred, in pieces, glued to words, as a site."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from parsers.text.phrases import alternatives

_VOWELS = "aeiou"
_BETWEEN = r"[ .·•_\-*~+\u4e28']"
"""What may stand between the letters of a name: one such sign, or a picture."""
_PICTURE = "[\u2600-\u27bf\U0001f300-\U0001faff]"
_OPEN = r"(?<![a-z0-9\u0430-\u044f@/.\\_\-])"
_CLOSED = r"(?![a-z\u0430-\u044f@/\\_]|-[a-z]|\.[a-z]{2})"
"""Where a name begins and ends: one within an address or the name of a project stays as it is."""
_STARS = re.compile(r"\*{1,8}")
_LEAST = 2
"""Letters that must be left of a name whose others are stars, one star each; of one with any stars, half of it."""


@dataclass(frozen=True, slots=True)
class Slip:
    """A misspelt name: where it stands in the folded text, and how it is spelled, with blanks where it is cut."""

    start: int
    end: int
    name: str


@dataclass(frozen=True, slots=True)
class Sites:
    """The sites of products: beside a word of their sale they name what is sold, elsewhere where something is."""

    names: Mapping[str, str]
    pattern: re.Pattern[str]
    led: re.Pattern[str]
    sold: re.Pattern[str]

    @classmethod
    def of(cls, rows: Sequence[Mapping[str, Any]], sold: Mapping[str, Any]) -> Sites:
        """The hosts of the rows, and the words beside them."""
        names = {host: row["id"] for row in rows for host in row.get("hosts", ())}
        host = "|".join(map(re.escape, names))
        return cls(
            names,
            re.compile(rf"(?<![a-z0-9./@-])(?:https?://)?(?:www\.)?(?P<host>{host})/?(?![a-z0-9/.@-])"),
            re.compile(rf"{alternatives(sold['before'])}[ :]{{0,2}}\Z"),
            re.compile(rf"[ |:(-]{{0,3}}{alternatives(sold['behind'])}"),
        )

    def is_sold(self, folded: str, found: re.Match[str]) -> bool:
        """Whether a word of its sale stands directly beside a site."""
        led = self.led.search(folded, max(0, found.start() - 16), found.start())
        return led is not None or self.sold.match(folded, found.end()) is not None


@dataclass(frozen=True, slots=True)
class Misspelt:
    """The names of misspelt.toml with all that is written for them; `slips` and `names` are whole words."""

    names: frozenset[str]
    slips: Mapping[str, str]
    letters: Mapping[int, int]
    pieces: re.Pattern[str]
    held: frozenset[str]
    token: re.Pattern[str]
    odd: re.Pattern[str]
    dotted: re.Pattern[str]
    sites: Sites

    @classmethod
    def of(cls, document: Mapping[str, Any]) -> Misspelt:
        """The table, ready to use."""
        rows, signs = document["name"], document["like"]["signs"]
        words = {row["word"].replace(" ", ""): row for row in rows}
        other = {word for row in rows for word in row.get("unless", ())} | set(words)
        slips = {slip: word for word, row in words.items() if not row.get("exact") for slip in _slips(word, signs)}
        cut = [*_glued(words, document["glued"]), *_behind(document["glued"]["products"], document["glued"])]
        slips |= {spelled.replace(" ", ""): spelled for spelled in cut}
        letters = {ord(sign): ord(letter) for sign, letter in document["like"]["letters"].items()}
        foreign = "".join(map(chr, letters))
        inside = re.escape("".join(sorted("".join(signs.values())))) + foreign
        return cls(
            frozenset(words),
            {slip: word for slip, word in slips.items() if slip not in other},
            letters,
            re.compile(f"{_OPEN}(?:{'|'.join(map(_spread, words))}){_CLOSED}"),
            frozenset(joined for row in rows for joined in (row["word"], *row.get("unless", ()))),
            re.compile(rf"{_OPEN}[a-z{foreign}](?:[a-z{inside}*]{{1,22}}[a-z{foreign}]){_CLOSED}"),
            re.compile(rf"[a-z][{foreign}]|[{foreign}][a-z]|[a-z]\*|\*[a-z]"),
            re.compile(rf"{_OPEN}(?:{'|'.join(words)})\.(?:{'|'.join(document['glued']['tiers'])}){_CLOSED}"),
            Sites.of(rows, document["sold"]),
        )

    def find(self, folded: str) -> list[Slip]:
        """Every misspelt name of a folded text, in order; none lies within another."""
        every = (*self._words(folded), *self._pieces(folded), *self._sites(folded), *self._dotted(folded))
        found = {slip.start: slip for slip in every}
        ordered = [found[start] for start in sorted(found)]
        return [slip for i, slip in enumerate(ordered) if not i or slip.start >= ordered[i - 1].end]

    def _words(self, folded: str) -> Iterator[Slip]:
        """Whole words that are slips of names."""
        if not self.odd.search(folded) and self.slips.keys().isdisjoint(self.token.findall(folded)):
            return
        for found in self.token.finditer(folded):
            name = self._meant(found.group())
            if name:
                yield Slip(found.start(), found.end(), name)

    def _meant(self, word: str) -> str | None:
        """The name that a word is written for."""
        if word in self.names:
            return None
        if "*" in word:
            return self._starred(word)
        name = self.slips.get(word)
        if name or word.isascii():
            return name
        latin = word.translate(self.letters)
        return latin if latin in self.names else self.slips.get(latin)

    def _starred(self, word: str) -> str | None:
        """The only name whose letters a word with stars has."""
        left = len(word) - word.count("*")
        if left < _LEAST:
            return None
        exact = re.compile("".join("." if sign == "*" else re.escape(sign) for sign in word))
        loose = re.compile("[a-z]+".join(map(re.escape, _STARS.split(word))))
        fitting = [name for name in self.names if exact.fullmatch(name)]
        fitting = fitting or [name for name in self.names if 2 * left >= len(name) and loose.fullmatch(name)]
        return fitting[0] if len(fitting) == 1 else None

    def _pieces(self, folded: str) -> Iterator[Slip]:
        """Names with signs between their letters."""
        for found in self.pieces.finditer(folded):
            written = found.group()
            spelled = "".join(filter(str.isalpha, written))
            if spelled != written and re.sub(r"[_.·\-]", " ", written) not in self.held:
                yield Slip(found.start(), found.end(), spelled)

    def _dotted(self, folded: str) -> Iterator[Slip]:
        """Names with a tier behind a dot, which is no host of that name."""
        for found in self.dotted.finditer(folded):
            yield Slip(found.start(), found.end(), found.group().replace(".", " "))

    def _sites(self, folded: str) -> Iterator[Slip]:
        """Products that are sold by the names of their sites."""
        for found in self.sites.pattern.finditer(folded):
            if self.sites.is_sold(folded, found):
                yield Slip(found.start(), found.end(), self.sites.names[found["host"]])


def _glued(names: Iterable[str], words: Mapping[str, Any]) -> Iterator[str]:
    """Names with the words that are written as one with them on either side, and with blanks where they are cut."""
    for name in names:
        behind = list(_behind([name], words))
        yield from behind
        yield from (f"{word} {spelled}" for word in words["before"] for spelled in (name, *behind))


def _behind(products: Iterable[str], words: Mapping[str, Any]) -> Iterator[str]:
    """Products with the words that are written as one behind them."""
    return (f"{product.replace(' ', '')} {word}" for product in products for word in words["behind"])


def _spread(name: str) -> str:
    """The pattern of a name with a sign, or a picture, between any of its letters; short ones take no blanks."""
    between = _BETWEEN if len(name) > 5 else _BETWEEN.replace(" ", "")
    return f"(?:{between}|{_PICTURE})?".join(name)


def _slips(name: str, signs: Mapping[str, str]) -> Iterator[str]:
    """All that a single slip of the pen makes of a name; its first letter stays."""
    for i, letter in enumerate(name):
        head, tail = name[:i], name[i + 1 :]
        yield head + letter + letter + tail
        for sign in signs.get(letter, ""):
            yield head + sign + tail
        if i:
            yield head + tail
            yield from (head + vowel + letter + tail for vowel in _VOWELS)
            yield from (head + vowel + tail for vowel in _VOWELS if letter in _VOWELS)
        for j in (i + 1, i + 2):
            if j < len(name):
                yield head + name[j] + name[i + 1 : j] + letter + name[j + 1 :]
