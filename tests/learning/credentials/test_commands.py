from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from learning.credentials.models import Award


def run(command: str, *arguments: str) -> str:
    told = StringIO()
    call_command(command, *arguments, stdout=told)
    return told.getvalue().strip()


def test_revoking_says_what_was_revoked(award: Award) -> None:
    told = run("revoke_certificate", award.printed_code.lower(), "--reason", " By\n mistake. ")
    award.refresh_from_db()
    assert told == f"Revoked: {award.printed_code}, Learner One, Foundations."
    assert award.revoked_because == "By mistake."


@pytest.mark.parametrize("reason", ["", "  ", "x" * 301])
def test_revoking_needs_a_reason_of_a_sentence(award: Award, reason: str) -> None:
    with pytest.raises(CommandError, match="Nothing was changed"):
        run("revoke_certificate", award.code, "--reason", reason)
    award.refresh_from_db()
    assert not award.is_revoked


def test_revoking_twice_is_refused(award: Award) -> None:
    run("revoke_certificate", award.code, "--reason", "A")
    with pytest.raises(CommandError, match="revoked already"):
        run("revoke_certificate", award.code, "--reason", "B")


@pytest.mark.parametrize("code", ["000000000000", "nonsense"])
@pytest.mark.parametrize(
    ("command", "option"), [("revoke_certificate", "--reason"), ("mend_certificate", "--name")]
)
def test_an_unknown_code_is_told(db: None, command: str, option: str, code: str) -> None:
    with pytest.raises(CommandError, match="No certificate has this code"):
        run(command, code, option, "Something")


def test_mending_the_name_says_what_it_was(award: Award) -> None:
    told = run("mend_certificate", award.code, "--name", "Learner Óne")
    assert told == f"{award.printed_code}: the name was Learner One, and is Learner Óne now."
    assert Award.objects.get().name == "Learner Óne"


def test_an_unfit_name_changes_nothing(award: Award) -> None:
    with pytest.raises(CommandError, match="cannot be printed"):
        run("mend_certificate", award.code, "--name", "A\u202eB")
    assert Award.objects.get().name == "Learner One"
