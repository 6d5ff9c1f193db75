"""Shared fixtures. Sets that we only measure on are never in the project: tests that need them take ``--data``."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


def pytest_addoption(parser):
    parser.addoption("--data", default=os.environ.get("DRAGOMAN_DATA"), help="folder of the measuring sets")


@pytest.fixture(scope="session")
def data(request) -> Path:
    given = request.config.getoption("--data")
    if not given or not Path(given).is_dir():
        pytest.skip("the measuring sets are not here; give --data FOLDER")
    return Path(given)


@pytest.fixture(scope="session")
def knowledge():
    from dragoman.knowledge import default_knowledge

    return default_knowledge()


@pytest.fixture(scope="session")
def language():
    """The shipped encoder, loaded once a test run."""
    from dragoman.language import Language

    return Language.load()
