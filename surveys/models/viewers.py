"""The people who are named on a release under embargo."""

import pghistory
import pgtrigger

from ppf_site.kept.triggers import ANOTHER_VERSION

from .releases import Release

# Others of their kind do not see what they see.
APART = """
UPDATE kept_published SET apart = ARRAY(SELECT DISTINCT user_id FROM surveys_release_viewers);
"""


@pghistory.track(pghistory.InsertEvent(), pghistory.DeleteEvent(), obj_field=None)
class ReleaseViewer(Release.viewers.through):  # type: ignore[name-defined]
    """Who may see a release under embargo, for its history, and for pages that are kept."""

    class Meta:
        proxy = True
        triggers = [
            pgtrigger.Trigger(
                name="tells_apart",
                level=pgtrigger.Statement,
                when=pgtrigger.After,
                operation=pgtrigger.Insert
                | pgtrigger.Update
                | pgtrigger.Delete
                | pgtrigger.Truncate,
                func=f"{ANOTHER_VERSION} {APART} RETURN NULL;",
            )
        ]
