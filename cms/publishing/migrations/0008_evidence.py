"""What an approval shows, and what a request is about. Rows of before know neither; they stay as they are.

The columns can be empty, so that SQLite adds them without making the tables, and their triggers, anew.
"""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cms_publishing", "0007_timeline_ended"),
    ]

    operations = [
        migrations.AddField(
            model_name="approval",
            name="text_hash",
            field=models.CharField(max_length=64, null=True),
        ),
        migrations.AddField(
            model_name="withdrawal",
            name="publication",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="cms_publishing.publication",
            ),
        ),
        migrations.AddIndex(
            model_name="approval",
            index=models.Index(fields=["withdrawal_id"], name="approval_of_withdrawal"),
        ),
    ]
