"""Filling in instruments, and the worksheets that come of it."""

from django.urls import path

from learning.worksheets import trying, views

app_name = "worksheets"
urlpatterns = [
    path("toolkits/<slug:toolkit>/<slug:lesson>/fill", trying.fill, name="fill"),
    path("worksheets/", views.worksheets, name="worksheets"),
    path("worksheets/join", views.join, name="join"),
    path("worksheets/<uuid:pk>/", views.worksheet, name="worksheet"),
    path("worksheets/<uuid:pk>/<int:number>", views.part, name="part"),
    path("worksheets/<uuid:pk>/hand-in", views.hand_in, name="hand-in"),
    path("worksheets/<uuid:pk>/open-again", views.open_again, name="open-again"),
    path("worksheets/<uuid:pk>/invite", views.invite, name="invite"),
    path("worksheets/<uuid:pk>/reconcile", views.reconcile, name="reconcile"),
    path("worksheets/<uuid:pk>/result", views.result, name="result"),
    path("worksheets/<uuid:pk>/plan", views.plan, name="plan"),
    path("worksheets/<uuid:pk>/plan/sheet", views.plan_sheet, name="plan-sheet"),
    path("worksheets/<uuid:pk>/delete", views.delete, name="delete"),
    path("worksheets/<uuid:pk>/<slug:what>.<slug:form>", views.download, name="download"),
]
