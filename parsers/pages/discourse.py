"""Reads forums that run Discourse, by their JSON: lists and searches lead to topics, topics hold posts.

What a topic offers is said by whoever opened it; what others answer is counted and not listed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlunsplit

from selectolax.lexbor import LexborHTMLParser

from parsers import times
from parsers.charsets import decode
from parsers.links import beside, joined, split
from parsers.pages import forum_pages, shop
from parsers.pages.envelope import document, fields, flag, objects
from parsers.pages.markdown import spoken
from parsers.records import Ask, Listing, Page, PageError, Snapshot, Wall

QUOTED = frozenset({"aside"})
"""What others said, and previews of what is linked to."""
BESIDE = ".lightbox-wrapper .meta, div.poll"
"""The name and size of a picture's file, and what others vote on."""
WALLS = {
    "not_logged_in": "login", "invalid_access": "forbidden", "not_found": "not_found", "rate_limit": "rate_limited",
}  # fmt: skip
OWN = re.compile(r"/(?:latest|new|top|hot|c|t|tags?|search|posts|categories|filter)(?=[./]|\Z)")
"""What an address of the forum begins with, after the folder that it may live in."""
POST = {
    "id", "username", "created_at", "updated_at", "cooked", "post_number", "topic_id", "topic_slug", "user_id",
    "version", "hidden", "deleted_at", "user_deleted",
    "name", "avatar_template", "post_type", "reply_count", "reply_to_post_number", "quote_count", "avg_time",
    "incoming_link_count", "reads", "readers_count", "score", "yours", "display_username", "primary_group_name",
    "primary_group_flair_url", "primary_group_flair_bg_color", "primary_group_flair_color", "flair_name", "flair_url",
    "flair_bg_color", "flair_color", "flair_group_id", "can_edit", "can_delete", "can_recover", "can_wiki", "read",
    "user_title", "actions_summary", "moderator", "admin", "staff", "hidden_reason_id", "trust_level", "edit_reason",
    "can_view_edit_history", "wiki", "link_counts", "bookmarked", "badges_granted", "title_is_group", "reactions",
    "current_user_reaction", "reaction_users_count", "current_user_used_main_reaction", "can_accept_answer",
    "can_unaccept_answer", "accepted_answer", "topic_accepted_answer", "can_see_hidden_post", "polls", "polls_votes",
    "post_url", "badges", "user_status", "post_localizations_count", "policy_accepted_by", "like_count", "blurb",
    "reply_to_user", "topic_title", "topic_html_title", "category_id", "excerpt", "primary_group_id", "mentioned_users",
    "cooked_hidden", "raw", "draft_sequence", "deleted_by", "moderator?", "staff?", "notice", "notice_created_by_user",
    "last_wiki_edit", "locked", "reviewable_id", "reviewable_score_count", "reviewable_score_pending_count", "locale",
    "has_post_localizations", "localization_outdated", "is_localized", "language", "action_code", "action_code_who",
    "action_code_path", "via_email", "is_auto_generated", "user_custom_fields", "static_doc", "user_created_at",
    "user_birthdate", "user_cakedate", "can_publish_page", "can_translate", "can_localize_post", "group_moderator",
    "event", "calendar_details", "assigned_to_user", "assigned_to_group", "retorts", "can_vote", "vote_count",
    "user_voted", "user_signature", "bookmark_reminder_at", "bookmark_id", "bookmark_name", "can_permanently_delete",
    "bookmark_auto_delete_preference", "category_expert_approved_group", "needs_category_expert_approval", "comments",
    "comments_count", "post_voting_vote_count", "post_voting_has_votes", "post_voting_user_voted_direction",
    "primary_group_flair_icon", "posts_count", "topic_posts_count", "topic_filtered_posts_count", "topic_archetype",
    "category_slug", "category_name", "user", "raw_email", "previous_solutions_count",
}  # fmt: skip
"""Fields of a post that are read, or left alone by name: who may do what, ranks and counts."""


def read(snapshot: Snapshot) -> Page:
    """A list of topics, a search, or a topic, also as a web page. PageError for all else; a refusal is a wall."""
    text, _ = decode(snapshot.body, snapshot.media_type)
    shown = forum_pages.discourse(text) if text.lstrip("\ufeff \t\r\n").startswith("<") else None
    found = shown or document(snapshot)
    match found:
        case {"topic_list": {"topics": list(topics)} as listed}:
            return Page(asks=(*_topics(topics, snapshot), *_more(listed, snapshot)))
        case {"grouped_search_result": dict(), "topics": list(topics)}:
            return Page(asks=tuple(_topics(topics, snapshot)))
        case {"post_stream": {"posts": list(posts)}}:
            return _topic(found, [post for post in posts if isinstance(post, dict)], snapshot)
        case {"latest_posts": list(posts)}:
            return _latest(objects(posts), snapshot)
        case {"errors": list(errors)}:
            return Page(wall=_refused(errors, found, snapshot))
    raise PageError(f"{snapshot.url}: no answer of Discourse")


def is_answer(found: Any) -> bool:
    """Whether JSON is an answer of this software."""
    match found:
        case {"topic_list": {"topics": list()}} | {"post_stream": {"posts": list()}}:
            return True
        case {"grouped_search_result": dict(), "topics": list()} | {"latest_posts": list()}:
            return True
    return False


def _refused(errors: list[Any], found: Mapping[str, Any], snapshot: Snapshot) -> Wall:
    kind: Any = WALLS.get(str(found.get("error_type")))
    message = "; ".join(map(str, errors))
    if kind is None:
        raise PageError(f"{snapshot.url}: refused: {message[:200]!r}")
    wait = (found.get("extras") or {}).get("wait_seconds")
    return Wall(kind, f"{message}, retry after {wait} s" if wait else message)


def _topics(topics: list[Any], snapshot: Snapshot) -> Iterator[Ask]:
    for topic in topics:
        if isinstance(topic, dict) and isinstance(topic.get("id"), int):
            yield Ask(beside(snapshot.url, OWN, f"/t/{topic['id']}.json"), "topic")


def _more(listed: Mapping[str, Any], snapshot: Snapshot) -> Iterator[Ask]:
    """The next page of a list: its address is that of the page for people, to which the JSON's ending is added."""
    if isinstance(link := listed.get("more_topics_url"), str) and link:
        parts = split(joined(snapshot.url, link))
        path = parts.path if parts.path.endswith(".json") else f"{parts.path}.json"
        yield Ask(urlunsplit(parts._replace(path=path)), "page")


def _topic(found: Mapping[str, Any], posts: list[Mapping[str, Any]], snapshot: Snapshot) -> Page:
    title = shop.text_in(found, "title")
    opener = _opener(found, posts)
    shown = [post for post in posts if post.get("username") == opener and not _gone(post)]
    return Page(
        listings=tuple(_post(post, title, snapshot) for post in shown),
        unread=shop.said("discourse", shop.strange(posts, POST, "post.")),
        not_offers=len(posts) - len(shown),
    )


def _latest(posts: list[dict[str, Any]], snapshot: Snapshot) -> Page:
    """The newest posts of all topics: those that opened one are read, the others answer."""
    shown = [post for post in posts if post.get("post_number") == 1 and not _gone(post)]
    return Page(
        listings=tuple(_post(post, shop.text_in(post, "topic_title"), snapshot) for post in shown),
        unread=shop.said("discourse", shop.strange(posts, POST, "post.")),
        not_offers=len(posts) - len(shown),
    )


def _opener(found: Mapping[str, Any], posts: list[Mapping[str, Any]]) -> Any:
    """Who opened the topic: whose post is the first, else whom the topic names, else who stands first unnumbered."""
    if first := next((post for post in posts if post.get("post_number") == 1), None):
        return first.get("username")
    if name := fields(fields(found.get("details")).get("created_by")).get("username"):
        return name
    unnumbered = posts and not isinstance(posts[0].get("post_number"), int)
    return posts[0].get("username") if unnumbered else None


def _gone(post: Mapping[str, Any]) -> bool:
    held = (post.get(name) for name in ("hidden", "cooked_hidden", "deleted_at", "user_deleted"))
    return any(flag(value, bool(value)) for value in held)


def _post(post: Mapping[str, Any], title: str, snapshot: Snapshot) -> Listing:
    first = post.get("post_number") == 1
    body = LexborHTMLParser(str(post.get("cooked") or "")).body
    for aside in body.css(BESIDE) if body is not None else ():
        aside.decompose()
    words = spoken(body, snapshot.url, QUOTED)[0] if body is not None else ""
    topic, number = shop.text_in(post, "topic_id"), shop.text_in(post, "post_number")
    place = f"/t/{shop.text_in(post, 'topic_slug') or 'topic'}/{topic}/{number}"
    return Listing(
        source=snapshot.source,
        url=beside(snapshot.url, OWN, place) if topic else snapshot.url,
        seller=f"{shop.shop_of(snapshot)}/{shop.text_in(post, 'username')}",
        title=title,
        text="\n".join(filter(None, (title if first else "", words))),
        native_id=shop.id_in("post", post),
        posted_at=times.of_iso(post.get("created_at")),
        edited=isinstance(post.get("version"), int) and post["version"] > 1,
    )
