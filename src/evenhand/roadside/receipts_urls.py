"""Addresses of receipts; none of them is written to any log."""

from django.urls import path

from evenhand.roadside.views import receipts

urlpatterns = [
    path("", receipts.find, name="receipt-find"),
    path("check_receipt.py", receipts.program, name="receipt-check"),
    path("<str:code>/", receipts.receipt, name="receipt"),
    path("<str:code>/ethnicity/", receipts.ethnicity, name="receipt-ethnicity"),
    path("<str:code>/copy/", receipts.copy, name="receipt-copy"),
    path("<str:code>/slip/", receipts.slip, name="receipt-slip"),
    path("<str:code>/proof/<int:number>/", receipts.proof, name="receipt-proof"),
]
