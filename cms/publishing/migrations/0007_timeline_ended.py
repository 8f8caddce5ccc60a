"""Find what was ended since a cursor by an index."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cms_publishing", "0006_timeline_channel"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="publication",
            index=models.Index(
                models.F("ended_at"), condition=models.Q(("ended_at__isnull", False)), name="timeline_ended"
            ),
        ),
    ]
