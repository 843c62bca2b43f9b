"""An operation of migrations that asks tables for something and has no need of their models."""

from typing import TYPE_CHECKING

from django.db.migrations.operations import RunPython

if TYPE_CHECKING:
    from django.db.backends.base.schema import BaseDatabaseSchemaEditor
    from django.db.migrations.state import ProjectState


class OnTables(RunPython):
    """The same as ``RunPython``, for code that makes no use of the models that it is given.

    Django makes all models anew for each, as they were at that time. Making the tables of a new
    site took a sixth longer for that.
    """

    def database_forwards(
        self,
        app_label: str,
        schema_editor: "BaseDatabaseSchemaEditor",
        from_state: "ProjectState",
        to_state: "ProjectState",
    ) -> None:
        """Run the code, with models as they stand."""
        from_state.is_delayed = False
        super().database_forwards(app_label, schema_editor, from_state, to_state)
