"""The public preview of a Telegram channel, in the shape in which it is served: twenty messages a page, newest last."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from html import escape
from random import Random

from lab.channels import HOST, Channel
from lab.preview import Shown, block, rounded_count

PAGE = 20
"""Messages of a page, every photo of an album counted as one."""
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
