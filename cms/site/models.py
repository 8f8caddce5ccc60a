"""What is kept of a page's rendering: the parts that its document alone decides."""

from __future__ import annotations

from django.db import models


class RenderedPage(models.Model):
    """The HTML of one publication, written in its own transaction; good for one version of the templates.

    It holds nothing that the publication's document does not say, and goes when that is blanked.
    """

    publication = models.OneToOneField(
        "cms_publishing.Publication", on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    version = models.CharField(max_length=40)
    head = models.TextField()
    main = models.TextField()
    about = models.TextField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.pk)
