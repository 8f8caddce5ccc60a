"""Install the guard again: media are approved too, four eyes on withdrawals, requests decided once."""

from django.db import migrations

from cms.publishing import guards


def install(apps, schema_editor):
    guards.install(schema_editor)


class Migration(migrations.Migration):
    dependencies = [
        ("cms_publishing", "0008_evidence"),
        ("cms_core", "0001_initial"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    # Rows of before stay as they are: the guard looks at what is written from now on. No way back, as in 0002.
    operations = [migrations.RunPython(install, elidable=False)]
