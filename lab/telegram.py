"""The public preview of a Telegram channel, in the shape in which it is served: twenty messages a page, newest last."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from random import Random

from lab.channels import HOST, Channel
from lab.offers import Message, Version

PAGE = 20
"""Messages of a page, every photo of an album counted as one."""
LINK = re.compile(r"https?://[^\s<]+")
EMOJI = re.compile("([🔥✅])")
HEAD = """<!DOCTYPE html>
<html>
  <head>
    <meta charset="utf-8">
    <title>{title} – Telegram</title>
    <meta name="viewport" content="width=device-width, initial-scale=1.0" />
    <meta property="og:title" content="{title}">
<meta property="og:site_name" content="Telegram">
<meta property="og:description" content="{title}">
    {previous}<link rel="canonical" href="/s/{name}{canonical}">
  </head>
  <body class="widget_frame_base tgme_webpreview emoji_image thin_box_shadow tme_mode no_transitions">
    <header class="tgme_header search_collapsed">
  <div class="tgme_container">
    <div class="tgme_header_right_column">
      <section class="tgme_right_column">
        <div class="tgme_channel_info">
          <div class="tgme_channel_info_header">
            <div class="tgme_channel_info_header_title_wrap">
              <div class="tgme_channel_info_header_title"><span dir="auto">{title}</span></div>
            </div>
            <div class="tgme_channel_info_header_username"><a href="http://{host}/{name}">@{name}</a></div>
          </div>
          <div class="tgme_channel_info_counters"><div class="tgme_channel_info_counter"><span class="counter_value">\
{subscribers}</span> <span class="counter_type">subscribers</span></div></div>
          <div class="tgme_channel_info_description">{title}</div>
        </div>
      </section>
    </div>
  </div>
    </header>
    <main class="tgme_main" data-url="/{name}">
      <div class="tgme_container">
        <section class="tgme_channel_history js-message_history">
"""
FOOT = """        </section>
      </div>
    </main>
  </body>
</html>
<!-- page generated in {milliseconds}ms -->
"""
MORE = (
    '<div class="tgme_widget_message_centered js-messages_more_wrap"><a href="/s/{name}?before={before}" '
    'class="tme_messages_more js-messages_more" data-before="{before}"></a></div>\n'
)
NOTHING = '<div class="tgme_widget_message_centered"><div class="tme_no_messages_found">No posts found</div></div>\n'
LANDING = """<!DOCTYPE html>
<html>
  <head>
    <meta charset="utf-8">
    <title>Telegram: {verb} @{name}</title>
    <meta name="viewport" content="width=device-width, initial-scale=1.0">
    {robots}<meta property="og:title" content="{title}">
<meta property="og:site_name" content="Telegram">
<meta property="og:description" content="">
  </head>
  <body class="no_transition">
    <div class="tgme_page_wrap">
      <div class="tgme_body_wrap">
        <div class="tgme_page">
          {icon}
<div class="tgme_page_description">
  If you have <strong>Telegram</strong>, you can {act} <a class="tgme_username_link" href="tg://resolve?domain={name}">\
@{name}</a> right away.
</div>
<div class="tgme_page_action">
  <a class="tgme_action_button_new" href="tg://resolve?domain={name}">{button}</a>
</div>
        </div>
      </div>
    </div>
  </body>
</html>
"""


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


def page(channel: Channel, day: date, before: int | None) -> str:
    """The preview as of `day`: the newest page, or the one whose ids lie below `before`."""
    shown = [Shown(message, version) for message, version in channel.on(day)]
    older = [one for one in shown if before is None or one.message.id < before]
    newest = last_page(older)
    first = newest[0].message.id if newest else None
    more = first is not None and len(newest) < len(older)
    body = "".join(block(channel, one, day) for one in newest) or NOTHING
    if more:
        body = MORE.format(name=channel.name, before=first) + body
    return head(channel, first if more else None, before, day) + body + foot(channel, day, before)


def last_page(shown: Sequence[Shown]) -> list[Shown]:
    """The newest messages that fill one page, at least one."""
    taken: list[Shown] = []
    weight = 0
    for one in reversed(shown):
        weight += one.weight
        if taken and weight > PAGE:
            break
        taken.append(one)
    return taken[::-1]


def head(channel: Channel, previous: int | None, before: int | None, day: date) -> str:
    """All that stands above the messages."""
    link = f'<link rel="prev" href="/s/{channel.name}?before={previous}">\n' if previous else ""
    canonical = f"?before={before}" if before else ""
    subscribers = rounded_count(Random(channel.name).randrange(300, 9000) + 3 * (day.toordinal() % 1000))
    return HEAD.format(
        title=escape(channel.title), name=channel.name, host=HOST, previous=link, canonical=canonical,
        subscribers=subscribers,
    )  # fmt: skip


def foot(channel: Channel, day: date, before: int | None) -> str:
    """What closes the page; the time it took differs from day to day, as it does in the wild."""
    return FOOT.format(milliseconds=Random(f"{channel.name}{day}{before}").randrange(300, 2000) / 100)


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
        f"{forward(message)}{album(channel, message)}{text(channel, shown)}{footer(channel, shown, day)}"
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


def landing(channel: Channel | None, name: str) -> str:
    """Where the preview sends whoever asks for a channel that it does not show, and the card of one that exists."""
    if channel is None or not channel.exists:
        return LANDING.format(
            verb="Contact", name=escape(name), title=f"Telegram: Contact @{escape(name)}", act="contact",
            robots='<meta name="robots" content="noindex, nofollow">', button="Send Message",
            icon='<div class="tgme_page_icon">\n  <i class="tgme_icon_user"></i>\n</div>',
        )  # fmt: skip
    title = escape(channel.title)
    return LANDING.format(
        verb="View", name=channel.name, title=title, robots="", act="view and join", button="View in Telegram",
        icon=f'<div class="tgme_page_title"><span dir="auto">{title}</span></div>',
    )  # fmt: skip
