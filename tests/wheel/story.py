"""Runs inside the bare project: load the office, publish its front page through the door, read it."""

from __future__ import annotations

import json
import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bare.settings.dev")
django.setup()

from django.conf import settings  # noqa: E402  # Django must be ready
from django.contrib.auth import get_user_model  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402
from django.utils import translation  # noqa: E402
from wagtail.models import Page  # noqa: E402

from cms.core.errors import Refusal  # noqa: E402
from cms.publishing.actions.first_load import FirstLoad  # noqa: E402
from cms.publishing.models import Publication  # noqa: E402
from site_pages.models import HomePage  # noqa: E402

Page.objects.get(depth=2, slug="home").delete()
call_command("load_office", str(settings.OFFICE_DATA_DIR), verbosity=0)
call_command("demo_accounts", verbosity=0)
home = HomePage.objects.get(key="home", locale__language_code="zh-hant")
client = Client(SERVER_NAME="localhost")
address = "/api/v1/pages/home/"

before = client.get(address)
assert before.status_code == 404, before.content
director = get_user_model().objects.get(username="director")
FirstLoad(home, revision=home.latest_revision, actor=director).execute()
after = client.get(address)
assert after.status_code == 200, after.content
document = json.loads(after.content)
assert document["key"] == "home"
assert document["title"] == home.title
assert Publication.objects.filter(key="home", action="first_load").count() == 1
assert client.get("/admin/login/").status_code == 200
page = client.get("/")
assert page.status_code == 200, page.content
assert f"<h1>{home.title}</h1>" in page.content.decode()

with translation.override("zh-hant"):
    sentence = Refusal("self_approval").message
assert not sentence.isascii(), "the compiled catalogue travels with the wheel"
print("published and read", document["title"], sentence)
