"""Install the database's own guard of the timeline, the approvals and the audit trail."""

from django.db import migrations

from cms.publishing.guards import statements


def install(apps, schema_editor):
    for statement in statements(f"{schema_editor.connection.vendor}_first"):
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [
        ("cms_publishing", "0001_initial"),
        ("cms_core", "0001_initial"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    # Taking the guard away would leave approved texts open to change: there is no way back by design.
    operations = [migrations.RunPython(install, elidable=False)]
