"""Addresses of the workspace."""

from django.urls import include, path

from evenhand.workspace.views import account, home, invitations, organisations, people

urlpatterns = [
    path("", home.home, name="workspace"),
    path("what-i-may-do/", home.access, name="my-access"),
    path("organisations/", organisations.choose, name="choose-organisation"),
    path("people/", people.people, name="people"),
    path("people/invite/", people.invite, name="invite"),
    path("people/<int:number>/role/", people.change, name="change-role"),
    path("people/<int:number>/end/", people.end, name="end-role"),
    path("people/invitations/<int:number>/withdraw/", people.withdraw, name="withdraw"),
    path("invitation/<str:secret>/", invitations.invitation, name="invitation"),
    path("account/", account.mine, name="my-account"),
    path("account/sessions/", account.signed_in_at, name="usersessions_list"),
    path("account/", include("evenhand.accounts.urls")),
]
