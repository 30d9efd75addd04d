"""The pages about a cohort's work."""

from django.urls import URLPattern, path

from learning.cohorts.work import (
    assignment_views,
    certifying_views,
    marking_views,
    own_views,
    views,
)

TEACH = "teach/<str:code>/work"
ASSIGNMENT = f"{TEACH}/assignments/<uuid:assignment>"
MINE = "me/cohorts/<str:code>"
OWN = f"{MINE}/work"

urlpatterns: list[URLPattern] = [
    path(f"{TEACH}/", views.work, name="work"),
    path(f"{TEACH}/tests/", views.tests, name="work-tests"),
    path(f"{TEACH}/files/<uuid:learner>/<str:sha256>", views.file, name="work-file"),
    path(f"{TEACH}/assignments/new", assignment_views.edit, name="work-assignment-new"),
    path(f"{ASSIGNMENT}/", assignment_views.assignment, name="work-assignment"),
    path(f"{ASSIGNMENT}/edit", assignment_views.edit, name="work-assignment-edit"),
    path(f"{ASSIGNMENT}/withdraw", assignment_views.withdraw, name="work-assignment-withdraw"),
    path(f"{ASSIGNMENT}/<uuid:learner>/", assignment_views.review, name="work-review"),
    path(f"{TEACH}/teach-back/", marking_views.teach_backs, name="work-teach-backs"),
    path(f"{TEACH}/teach-back/rubric", marking_views.rubric, name="work-rubric"),
    path(
        f"{TEACH}/teach-back/<int:number>/<uuid:learner>/",
        marking_views.teach_back,
        name="work-teach-back",
    ),
    path(f"{TEACH}/plans/", marking_views.plans, name="work-plans"),
    path(f"{TEACH}/plans/<uuid:learner>/", marking_views.plan, name="work-plan"),
    path(f"{TEACH}/certifying/", certifying_views.standings, name="work-verdicts"),
    path(f"{TEACH}/certifying/confirm", certifying_views.confirm, name="work-confirm"),
    path(f"{TEACH}/certifying/rule", certifying_views.rule, name="work-rule"),
    path(
        f"{TEACH}/certifying/<uuid:learner>/take-back",
        certifying_views.withdraw,
        name="work-take-back",
    ),
    path(f"{OWN}/", own_views.my_work, name="my-work"),
    path(
        f"{OWN}/assignments/<uuid:assignment>/",
        own_views.my_assignment,
        name="my-assignment",
    ),
    path(f"{OWN}/teach-back/<int:number>/", own_views.my_teach_back, name="my-teach-back"),
    path(f"{OWN}/plan/", own_views.my_plan, name="my-plan"),
    path(f"{OWN}/files/<str:sha256>", own_views.my_file, name="my-file"),
    path(f"{MINE}/certificate/", own_views.my_certificate_rule, name="my-certificate-rule"),
]
