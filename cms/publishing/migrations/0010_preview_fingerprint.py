"""The text a preview link was made for. Links of before have none; they end by themselves within days."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cms_publishing", "0009_guards"),
    ]

    operations = [
        migrations.AddField(
            model_name="previewlink",
            name="fingerprint",
            field=models.CharField(blank=True, default="", max_length=64),
            preserve_default=False,
        ),
    ]
