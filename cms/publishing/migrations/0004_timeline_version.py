"""The one row that writers lock: made here, so that the first two writers cannot both make it."""

from django.db import migrations


def make(apps, schema_editor):
    apps.get_model("cms_publishing", "TimelineVersion").objects.get_or_create(pk=1)


class Migration(migrations.Migration):
    dependencies = [("cms_publishing", "0003_redaction")]

    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
