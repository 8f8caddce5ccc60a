"""Keys with a meaning for the whole site. An office that has no such page goes without the part."""

from __future__ import annotations

SITE_MAP = "site-map"
"""網站導覽: explains regions and access keys; the whole tree is shown below its text."""
LIFE_EVENTS = "life-events"
"""人生大小事: its links are the home page's “I want to …”."""
CLASSIFICATION = "classification"
"""分類檢索: leads to the lists by scheme and code."""
CONTACT = "contact"
"""聯絡資訊: where somebody is sent who found no answer."""
RSS = "rss"
"""RSS 訂閱: names every feed."""
