"""Forms about people: inviting, changing, ending, accepting."""

from datetime import datetime, time
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils import timezone

from evenhand.accounts import reasons
from evenhand.accounts.models import Person
from evenhand.accounts.roles import Role, roles
from evenhand.audit.models import Act
from evenhand.measures.words.messages import say

LONGEST_REASON = 300


class _RoleForm(forms.Form):
    """A form that offers the roles that somebody may give."""

    role = forms.ChoiceField()

    def __init__(self, *args: Any, may_give: tuple[Role, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(str(role), say(roles().roles[role].name)) for role in may_give]
        self.fields["role"] = forms.ChoiceField(choices=offered)
        words = say("Choose a role")
        self.fields["role"].error_messages.update(required=words, invalid_choice=words)


class InviteForm(_RoleForm):
    """Whom to invite, to which role, until when."""

    email = forms.EmailField(max_length=254)
    until = forms.DateField(required=False, input_formats=["%Y-%m-%d", "%d/%m/%Y"])
    field_order = ("email", "role", "until")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = say("Enter an e-mail address, like name@example.police.uk")
        self.fields["email"].error_messages.update(required=words, invalid=words)
        self.fields["until"].error_messages["invalid"] = say(
            "Enter a date, like 31/3/2027, or leave it out"
        )

    def clean_until(self) -> datetime | None:
        """Access lasts to the end of the day that was typed."""
        day = self.cleaned_data["until"]
        return timezone.make_aware(datetime.combine(day, time.max)) if day else None


class WhyForm(forms.Form):
    """Why a role ends; it is kept with the role."""

    why = forms.CharField(required=False, max_length=LONGEST_REASON)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["why"].required = reasons.asked_for(Act.ACCESS)
        self.fields["why"].error_messages["required"] = say("Enter why: this site asks for it")
        self.fields["why"].error_messages["max_length"] = say(
            "The reason must be {most} characters or fewer", most=str(LONGEST_REASON)
        )


class EraseForm(forms.Form):
    """Why a person is erased, and until when the log about them must stay."""

    why = forms.CharField(max_length=LONGEST_REASON)
    keep_log_until = forms.DateField(required=False, input_formats=["%Y-%m-%d", "%d/%m/%Y"])
    sure = forms.BooleanField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["why"].error_messages.update(
            required=say("Enter why they are erased"),
            max_length=say(
                "The reason must be {most} characters or fewer", most=str(LONGEST_REASON)
            ),
        )
        self.fields["keep_log_until"].error_messages["invalid"] = say(
            "Enter a date, like 31/3/2027, or leave it out"
        )
        self.fields["sure"].error_messages["required"] = say(
            "Say that you know that there is no way back"
        )


class ChangeRoleForm(_RoleForm, WhyForm):
    """The new role, and why."""

    field_order = ("role", "why")


class AcceptForm(forms.Form):
    """A new person's name and password."""

    name = forms.CharField(max_length=100)
    password = forms.CharField(strip=False, max_length=4096)

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email
        self.fields["name"].error_messages["required"] = say("Enter your name")
        self.fields["password"].error_messages["required"] = say("Choose a password")

    def clean(self) -> None:
        """The password must not be about the person."""
        super().clean()
        typed = self.cleaned_data.get("password")
        if not typed:
            return
        about = Person(email=self.email, name=self.cleaned_data.get("name", ""))
        try:
            validate_password(typed, about)
        except forms.ValidationError as error:
            self.add_error("password", error)
