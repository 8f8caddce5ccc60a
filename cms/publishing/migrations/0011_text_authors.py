"""Note who wrote which version of a text, translations' words included."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cms_publishing", "0010_preview_fingerprint"),
    ]

    operations = [
        migrations.CreateModel(
            name="TextAuthor",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("page_id", models.BigIntegerField()),
                ("version", models.BigIntegerField()),
                ("author", models.BigIntegerField()),
                ("of_words", models.BooleanField(default=False)),
            ],
            options={
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("page_id", "version", "author", "of_words"), name="text_author_once"
                    )
                ],
            },
        ),
    ]
