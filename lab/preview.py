"""One message of a Telegram channel, as the public preview marks it up."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from html import escape
from random import Random
from urllib.parse import urlsplit

from lab.channels import HOST, Channel
from lab.messages import Message, Version

LINK = re.compile(r"https?://[^\s<]+")
EMOJI = re.compile("([🔥✅])")


@dataclass(frozen=True, slots=True)
class Shown:
    """A message as it is shown on a day."""

    message: Message
    version: Version

    @property
    def weight(self) -> int:
        """How many of a page's twenty places it takes."""
        return max(1, self.message.photos)

    @property
    def edited(self) -> bool:
        """Whether it was changed since it was posted."""
        return self.version is not self.message.versions[0]


def block(channel: Channel, shown: Shown, day: date) -> str:
    """One message."""
    message = shown.message
    service = " service_message" if message.kind == "service" else " text_not_supported_wrap"
    where = f"{channel.name}/{message.id}"
    name = owner(channel, "tgme_widget_message_owner_name")
    return (
        '<div class="tgme_widget_message_wrap js-widget_message_wrap">'
        f'<div class="tgme_widget_message{service} js-widget_message" data-post="{where}">\n'
        f'  <div class="tgme_widget_message_user"><a href="http://{HOST}/{channel.name}"></a></div>\n'
        '  <div class="tgme_widget_message_bubble">\n'
        f'    <div class="tgme_widget_message_author accent_color">{name}</div>\n'
        f"{forward(message)}{quotation(channel, message)}{album(channel, message)}{text(channel, shown)}"
        f"{link_preview(shown)}{reactions(where)}{footer(channel, shown, day)}"
        "  </div>\n</div></div>\n"
    )


def owner(channel: Channel, css: str) -> str:
    """The channel's own name, linked."""
    return f'<a class="{css}" href="http://{HOST}/{channel.name}"><span dir="auto">{escape(channel.title)}</span></a>'


def forward(message: Message) -> str:
    """Where a forwarded message came from."""
    if not message.forwarded_from:
        return ""
    name = message.forwarded_from
    return (
        '    <div class="tgme_widget_message_forwarded_from accent_color">Forwarded from&nbsp;'
        f'<a class="tgme_widget_message_forwarded_from_name" href="http://{HOST}/{name}/1">'
        f'<span dir="auto">{escape(name)}</span></a></div>\n'
    )


def quotation(channel: Channel, message: Message) -> str:
    """The beginning of the message that this one answers."""
    if not message.quotes:
        return ""
    name, words = owner(channel, "tgme_widget_message_author_name"), escape(message.quotes)
    return (
        f'    <a class="tgme_widget_message_reply" href="http://{HOST}/{channel.name}/{message.id - 1}">'
        f'<div class="tgme_widget_message_author accent_color">{name}</div>'
        f'<div class="tgme_widget_message_metatext js-message_reply_text" dir="auto">{words}</div></a>\n'
    )


def link_preview(shown: Shown) -> str:
    """The card of the first address that a message names."""
    found = LINK.search(shown.version.text)
    if not found:
        return ""
    host = urlsplit(found[0]).netloc
    return (
        f'    <a class="tgme_widget_message_link_preview" href="{escape(found[0])}">'
        f'<div class="link_preview_site_name accent_color" dir="auto">{host}</div>'
        '<div class="link_preview_title" dir="auto">Console</div>'
        '<div class="link_preview_description" dir="auto">Log in to continue.</div></a>\n'
    )


def reactions(where: str) -> str:
    """What readers clicked under some messages."""
    count = Random(f"reactions {where}").randrange(-20, 60)
    if count <= 0:
        return ""
    span = f'<span class="tgme_reaction"><i class="emoji"><b>👍</b></i>{count}</span>'
    return f'    <div class="tgme_widget_message_reactions js-message_reactions">{span}</div>\n'


def album(channel: Channel, message: Message) -> str:
    """A photo, or the photos of an album with a permalink each."""
    grouped = message.photos > 1
    photos = "".join(photo(f"{channel.name}/{message.id + number}", grouped) for number in range(message.photos))
    if not grouped:
        return photos
    return (
        '<div class="tgme_widget_message_grouped_wrap js-message_grouped_wrap">'
        '<div class="tgme_widget_message_grouped js-message_grouped">'
        f'<div class="tgme_widget_message_grouped_layer js-message_grouped_layer">\n{photos}</div></div></div>\n'
    )


def photo(where: str, grouped: bool) -> str:
    """One picture, with the address of the message that carries it."""
    css, single = (" grouped_media_wrap js-message_photo", "?single") if grouped else ("", "")
    picture = f"background-image:url('http://{HOST}/file/{where}.jpg')"
    link = f"http://{HOST}/{where}{single}"
    return f'<a class="tgme_widget_message_photo_wrap{css}" style="{picture}" href="{link}"></a>\n'


def text(channel: Channel, shown: Shown) -> str:
    """The words; an album nests them twice, a service message says what was pinned."""
    words = rich(shown.version.text)
    open_tag = '<div class="tgme_widget_message_text js-message_text" dir="auto">'
    if shown.message.kind == "service":
        words = (
            f"{owner(channel, 'tgme_widget_message_author_name')} pinned "
            f'«<span class="tgme_widget_service_strong_text" dir="auto">{words}</span>»'
        )
    if shown.message.photos > 1:
        words = f"{open_tag}{words}</div>"
    return f"    {open_tag}{words}</div>\n"


def rich(words: str) -> str:
    """Text as the preview marks it up: the first line bold, emoji as images, links as anchors."""
    lines = [LINK.sub(anchor, escape(line, quote=False)) for line in words.split("\n")]
    if len(lines) > 1:
        lines[0] = f"<b>{lines[0]}</b>"
    return EMOJI.sub(r'<i class="emoji" style="background-image:none"><b>\1</b></i>', "<br/>".join(lines))


def anchor(found: re.Match[str]) -> str:
    """A bare address as a link; `escape` has run over it before."""
    return f'<a href="{found[0]}" target="_blank" rel="noopener">{found[0]}</a>'


def footer(channel: Channel, shown: Shown, day: date) -> str:
    """Views, the mark of an edit, the time of posting."""
    message = shown.message
    age = (day - message.posted.date()).days + 1
    views = rounded_count(Random(f"{channel.name}/{message.id}").randrange(20, 400) * age)
    count = f'<span class="tgme_widget_message_views">{views}</span><span class="copyonly"> views</span>'
    return (
        '    <div class="tgme_widget_message_footer compact js-message_footer">\n'
        f'      <div class="tgme_widget_message_info short js-message_info">\n'
        f"        {'' if message.kind == 'service' else count}"
        f'<span class="tgme_widget_message_meta">{"edited &nbsp;" if shown.edited else ""}'
        f'<a class="tgme_widget_message_date" href="http://{HOST}/{channel.name}/{message.id}">'
        f'<time datetime="{message.posted.isoformat()}" class="time">{message.posted:%H:%M}</time></a></span>\n'
        "      </div>\n    </div>\n"
    )


def rounded_count(number: int) -> str:
    """A count as the preview rounds it: 1234 is "1.23K"."""
    if number < 1000:
        return str(number)
    return f"{f'{number / 1000:.3g}'.removesuffix('.0')}K"
