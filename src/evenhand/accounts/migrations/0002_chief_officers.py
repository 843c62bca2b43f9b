# ruff: noqa: RUF012 (made by Django; its lists are not ours to type)

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="invitation",
            name="an_invitation_is_to_a_role_we_know",
        ),
        migrations.RemoveConstraint(
            model_name="membership",
            name="a_role_is_one_we_know",
        ),
        migrations.AlterField(
            model_name="invitation",
            name="role",
            field=models.CharField(
                choices=[
                    ("chief-officer", "Chief Officer"),
                    ("programme-manager", "Programme Manager"),
                    ("workstream-lead", "Workstream Lead"),
                    ("action-owner", "Action Owner"),
                    ("analyst", "Analyst"),
                    ("publisher", "Publisher"),
                    ("panel-chair", "Panel Chair"),
                    ("panel-member", "Panel Member"),
                    ("oversight-member", "Oversight Member"),
                    ("investigator", "Investigator"),
                    ("administrator", "Administrator"),
                ],
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="membership",
            name="role",
            field=models.CharField(
                choices=[
                    ("chief-officer", "Chief Officer"),
                    ("programme-manager", "Programme Manager"),
                    ("workstream-lead", "Workstream Lead"),
                    ("action-owner", "Action Owner"),
                    ("analyst", "Analyst"),
                    ("publisher", "Publisher"),
                    ("panel-chair", "Panel Chair"),
                    ("panel-member", "Panel Member"),
                    ("oversight-member", "Oversight Member"),
                    ("investigator", "Investigator"),
                    ("administrator", "Administrator"),
                ],
                max_length=20,
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "role__in",
                        [
                            "chief-officer",
                            "programme-manager",
                            "workstream-lead",
                            "action-owner",
                            "analyst",
                            "publisher",
                            "panel-chair",
                            "panel-member",
                            "oversight-member",
                            "investigator",
                            "administrator",
                        ],
                    )
                ),
                name="an_invitation_is_to_a_role_we_know",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "role__in",
                        [
                            "chief-officer",
                            "programme-manager",
                            "workstream-lead",
                            "action-owner",
                            "analyst",
                            "publisher",
                            "panel-chair",
                            "panel-member",
                            "oversight-member",
                            "investigator",
                            "administrator",
                        ],
                    )
                ),
                name="a_role_is_one_we_know",
            ),
        ),
    ]
