"""Signing in: the form in Chinese, and the lock after wrong attempts."""

from __future__ import annotations

import pytest
from django.test import Client, override_settings
from django.urls import reverse

from tests.factories.office import make_office


@pytest.mark.django_db
def test_the_form_is_in_chinese() -> None:
    content = Client(HTTP_ACCEPT_LANGUAGE="zh-TW").get(reverse("wagtailadmin_login")).content.decode()
    assert "密碼" in content
    assert "Password" not in content


@pytest.mark.django_db
@override_settings(AXES_ENABLED=True)
def test_five_wrong_passwords_lock_the_account() -> None:
    make_office()
    client = Client(HTTP_ACCEPT_LANGUAGE="zh-TW")
    address = reverse("wagtailadmin_login")
    answers = [client.post(address, {"username": "owner", "password": "wrong"}) for _ in range(5)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 200, 429]
    assert "登入已鎖定" in answers[-1].content.decode()
    # The right password does not help now; another person is not locked out.
    assert client.post(address, {"username": "owner", "password": "pass"}).status_code == 429
    assert client.post(address, {"username": "webmaster", "password": "pass"}).status_code == 302
