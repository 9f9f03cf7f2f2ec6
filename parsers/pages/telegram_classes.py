"""The classes of a message block in Telegram's preview: those that are read, and those that are left alone by name."""

from __future__ import annotations

import re

READ = {
    "tgme_widget_message": "the block, with data-post",
    "service_message": "a notice of the channel: no message",
    "tgme_widget_message_text": "the words",
    "js-message_text": "the words, not those of an answered message",
    "tgme_widget_message_date": "the permalink with the time",
    "tgme_widget_message_meta": "says `edited`",
    "tgme_widget_message_forwarded_from_name": "the channel that the message was taken from",
    "message_media_not_supported": "what only the app shows",
}
"""What the reader looks at."""

LAYOUT = (
    "(?:js-)?(?:tgme_)?widget_message_wrap|js-widget_message|text_not_supported_wrap|media_(?:not_)?supported_cont"
    "|no_bubble|date_visible|before_footer|compact|short|time|copyonly|accent_(?:color|bg)|dark|blured|not_supported"
    "|background|border_[a-z0-9]+|bubble_icon|user-color-[a-z0-9]+|bgcolor[0-9]+|icon(?:-[a-z-]+)?|emoji|bar"
    "|url_button|grouped_media[a-z_]*|ready|noloop|playing|audio|voice|videogif|language-[\\w+#-]+"
    "|tgme_widget_message_(?:bubble(?:_tail)?|footer|info|centered|service_date(?:_wrap)?)|js-message_(?:footer|info)"
)
SENDER = (
    "tgme_widget_message_(?:user(?:_photo)?|author(?:_name)?|owner_name|owner_labels|from_author|via_bot|channel_name"
    "|forwarded_from(?:_author)?)|verified-icon|tgme_widget_service_strong_text"
)
FILES = "[0-9]+(?:_[0-9]+)?"
"""By which a picture that stands alone is known at Telegram."""
ANSWERED = "tgme_widget_message_(?:reply(?:_thumb)?|metatext)|js-message_reply_text"
COUNTS = (
    "tgme_widget_message_(?:views|reactions|replies(?:_\\w+)?|comments|voters)"
    "|js-message_reactions|tgme_reaction(?:_\\w+)?"
)
MEDIA = (
    "(?:tgme_widget_|js-)?message_(?:grouped|photo|videogif|videosticker|video|roundvideo|voice|audio|document|sticker"
    "|tgsticker|poll|location|venue|contact|game|invoice|service_photo|media)(?:_\\w+)?"
    "|js-(?:sticker_image|tgsticker_image|videosticker|poll)(?:_\\w+)?|tgme_widget_message_media_\\w+"
)
CARDS = "tgme_widget_message_(?:link_preview|inline_(?:keyboard|row|button)(?:_\\w+)?|page)|link_preview_\\w+"

KNOWN = re.compile("|".join([*map(re.escape, READ), LAYOUT, SENDER, FILES, ANSWERED, COUNTS, MEDIA, CARDS]))
"""Every class that may stand in a message without being reported."""
