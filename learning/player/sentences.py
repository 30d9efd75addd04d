"""What is said about answers that could not be taken: what happened, what is safe, what to do."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from learning.bundles.manifest import Question, QuestionType
from learning.player.marking import Fault

OTHERS_PAGE = gettext_lazy(
    "This page was opened by another person, so nothing was saved for you. Your own answers are "
    "safe. Answer here if you want to."
)
QUESTION_CHANGED = gettext_lazy(
    "This question was changed while you answered it, so your answer was not marked. What you "
    "filled in is still here where it fits. Read the question again, then check your answer."
)
SIGNED_OUT = gettext_lazy(
    "You were signed out, so this is not saved yet. Your answer is below and is kept for you. Sign "
    "in and send it again."
)
SIGNED_OUT_UNKEPT = gettext_lazy(
    "You were signed out, so this is not saved. Your answer is below: copy it, sign in and send it "
    "again."
)
TEST_CHANGED = gettext_lazy(
    "This test was changed while you answered it, so nothing was handed in. Your answers are still "
    "here where they fit. Look through the questions, then hand in."
)
LIMITS_CHANGED = gettext_lazy(
    "The limits of this test were changed or used up while you answered, so nothing was handed in. "
    "What you filled in is kept for an hour: it stands in the form again once you can begin."
)
OTHER_ATTEMPT = gettext_lazy(
    "What you sent belongs to another attempt, so nothing was handed in. Below is the attempt that "
    "is open, with your answers where they fit."
)
HANDED_IN_BEFORE = gettext_lazy(
    "This attempt was handed in before. What was handed in first counts."
)
NOT_WRITABLE = gettext_lazy(
    "Your answers could not be saved: the server cannot write at the moment. They are still in the "
    "form. Keep this page open and send them again in a few minutes."
)


def sentence(question: Question, fault: Fault) -> str:
    """Say what to do about what was sent."""
    match fault:
        case Fault.PLACES:
            return _("Each item needs a number of its own. Nothing is lost: look at them again.")
        case Fault.PAIRS:
            return _("Choose something for each line, then check your answer.")
        case Fault.NUMBER:
            return _("This is not a number that can be read. Write digits, such as 1200 or 0.25.")
        case Fault.TOO_LONG:
            return _("This is too long. Write at most 200 characters.")
    if question.type in (QuestionType.NUMERIC, QuestionType.FILLIN):
        return _("Write an answer first, then check it.")
    return _("Choose an answer first, then check it.")
