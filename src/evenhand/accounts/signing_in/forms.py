"""Allauth's forms, asking for a new password once: it can be pasted, and a reset mends a slip."""

from typing import Any

from allauth.account.forms import ChangePasswordForm, ResetPasswordKeyForm
from django import forms


class ChangePassword(ChangePasswordForm):  # type: ignore[misc]  # allauth carries no types
    """The password used now, and the new one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["password2"]


class ResetPassword(ResetPasswordKeyForm):  # type: ignore[misc]  # allauth carries no types
    """The new password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["password2"]


class EndSessionForm(forms.Form):
    """The number of a session."""

    session = forms.IntegerField(min_value=1, max_value=2**63 - 1)
