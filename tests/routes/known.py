"""What Wagtail and wagtail-localize register that no route needs to drive, each with its reason."""

from __future__ import annotations

from collections.abc import Mapping

READ = "it only shows something"
CHOOSER = "it offers objects to choose, and stores nothing"
UPLOAD = "it adds to the editors' library, which the public is never given"
ACCOUNT = "a person's own log-in and settings"
ADMIN = "who may enter the admin; who may publish is said by the office's matrix alone"
LISTS = "a listing and its parts"
SETTINGS = "a setting of one person's screen"
CLOSED = "it is closed: see tests/traps/test_editors.py"
NO_USE = "no model or page type of this project has it"


def _all(reason: str, *names: str) -> dict[str, str]:
    return dict.fromkeys(names, reason)


def _each(reason: str, prefix: str, *names: str) -> dict[str, str]:
    return {f"{prefix}:{name}": reason for name in names}


VIEWS: Mapping[str, str] = {
    **_all(
        READ,
        "wagtailadmin_home",
        "wagtailadmin_explore_root",
        "wagtailadmin_explore",
        "wagtailadmin_explore_results",
        "wagtailadmin_sprite",
        "wagtailadmin_javascript_catalog",
        "wagtailadmin_error_test",
        "wagtailadmin_block_preview",
        "wagtailadmin_tag_autocomplete",
        "wagtailadmin_tag_model_autocomplete",
        "wagtaildocs_serve",
        "-",
    ),
    **_all(
        ACCOUNT,
        "wagtailadmin_account",
        "wagtailadmin_login",
        "wagtailadmin_logout",
        "wagtailadmin_password_reset",
        "wagtailadmin_password_reset_complete",
        "wagtailadmin_password_reset_confirm",
        "wagtailadmin_password_reset_done",
    ),
    **_all(
        CHOOSER,
        "wagtailadmin_choose_page",
        "wagtailadmin_choose_page_anchor_link",
        "wagtailadmin_choose_page_child",
        "wagtailadmin_choose_page_chosen_multiple",
        "wagtailadmin_choose_page_email_link",
        "wagtailadmin_choose_page_external_link",
        "wagtailadmin_choose_page_phone_link",
        "wagtailadmin_choose_page_search",
        "wagtailembeds:chooser",
        "wagtailembeds:chooser_upload",
    ),
    **_all(SETTINGS, "wagtailadmin_dismissibles"),
    **_each(SETTINGS, "wagtailadmin_editing_sessions", "ping", "release"),
    **_each(
        READ,
        "wagtailadmin_pages",
        "add_subpage",
        "choose_parent",
        "history",
        "history_results",
        "preview_on_add",
        "preview_on_edit",
        "revisions_compare",
        "revisions_index",
        "revisions_view",
        "search",
        "search_results",
        "type_use",
        "type_use_results",
        "usage",
        "view_draft",
        "workflow_history",
        "workflow_history_detail",
        "workflow_preview",
    ),
    **{
        f"wagtailadmin_api:{kind}:{name}": reason
        for kind, reason in (("pages", READ), ("images", CLOSED), ("documents", CLOSED))
        for name in ("listing", "detail", "find")
    },
    **_each(LISTS, "wagtailadmin_collections", "index"),
    **_each("a new collection is empty", "wagtailadmin_collections", "add"),
    **_each(
        READ,
        "wagtailadmin_reports",
        *(
            f"{report}{part}"
            for report in (
                "aging_pages",
                "locked_pages",
                "page_types_usage",
                "site_history",
                "workflow",
                "workflow_tasks",
            )
            for part in ("", "_results")
        ),
    ),
    **_each(
        LISTS,
        "wagtailadmin_workflows",
        "index",
        "index_results",
        "select_task_type",
        "task_index",
        "task_index_results",
        "usage",
        "usage_results",
    ),
    **_each(
        CHOOSER, "wagtailadmin_workflows", "task_chooser", "task_chooser_create", "task_chooser_results", "task_chosen"
    ),
    **_each(
        READ,
        "wagtail_localize",
        "download_pofile",
        "javascript_catalog",
        "preview_translation",
        "snippets_api_detail",
        "snippets_api_listing",
        "translations_report",
        "translations_report_results",
    ),
    **_each(
        UPLOAD, "wagtaildocs", "add", "add_multiple", "create_multiple_from_uploaded_document", "delete_upload_multiple"
    ),
    **_each(LISTS, "wagtaildocs", "index", "index_results", "document_usage"),
    **_each(CHOOSER, "wagtaildocs_chooser", "choose", "choose_results", "chosen", "chosen_multiple"),
    **_each(UPLOAD, "wagtaildocs_chooser", "create"),
    **_each(
        UPLOAD, "wagtailimages", "add", "add_multiple", "create_multiple_from_uploaded_image", "delete_upload_multiple"
    ),
    **_each(
        LISTS,
        "wagtailimages",
        "index",
        "index_results",
        "image_usage",
        "preview",
        "url_generator",
        "url_generator_output",
    ),
    **_each(CHOOSER, "wagtailimages_chooser", "choose", "choose_results", "chosen", "chosen_multiple", "select_format"),
    **_each(UPLOAD, "wagtailimages_chooser", "create"),
    **_each(
        NO_USE,
        "wagtailforms",
        "delete_submissions",
        "index",
        "index_results",
        "list_submissions",
        "list_submissions_results",
    ),
    **_each(NO_USE, "wagtailsnippets", "index"),
    **_each(LISTS, "wagtailredirects", "index", "index_results"),
    **{
        f"{room}:{name}": LISTS
        for room in ("wagtaillocales", "wagtailsites", "wagtailusers_groups", "wagtailusers_users")
        for name in ("index", "index_results", "history", "history_results", "usage")
    },
    **_each("it opens the form for a new one", "wagtaillocales", "copy"),
    **_each("it opens the form for a new one", "wagtailsites", "copy"),
    **_each(ADMIN, "wagtailusers_groups", "add", "edit"),
    **_each(ADMIN, "wagtailusers_users", "add", "copy"),
}
"""Addresses of the admin by name."""

COMMANDS: Mapping[str, str] = {
    "show_references_index": READ,
    **_all(
        "it installs a PostgreSQL extension for Wagtail's search",
        "enable_fuzzystrmatch",
        "enable_trigram",
        "enable_unaccent",
    ),
    "convert_mariadb_uuids": "this project runs on SQLite and PostgreSQL",
}

API_ACTIONS: Mapping[str, str] = {}

ACTIONS: Mapping[str, str] = {
    "CopyForTranslationAction": "it copies translatable snippets, and no model of this project is one",
}

BULK_ACTIONS: Mapping[str, str] = {}
