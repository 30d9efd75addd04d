"""The resources of documents, activities and agents; no address ends with a slash."""

from django.urls import URLPattern, URLResolver, path

from learning.lrs.documents import describing, views

app_name = "lrs_documents"
urlpatterns: list[URLPattern | URLResolver] = [
    path("activities/state", views.state, name="state"),
    path("activities/profile", views.activity_profile, name="activity-profile"),
    path("agents/profile", views.agent_profile, name="agent-profile"),
    path("activities", describing.activities, name="activities"),
    path("agents", describing.agents, name="agents"),
    path("about", describing.about, name="about"),
]
