import pytest

from tests.learning.lrs.documents.asking import Program, made


@pytest.fixture
def program(db: None) -> Program:
    return Program(made())


@pytest.fixture
def program_2_0(program: Program) -> Program:
    return Program(program.client, version="2.0.0")
