"""Where GT4Py is not there, tests that import gtscript functions are skipped, and it is said why."""

import os
import warnings

import pytest

os.environ.setdefault("FVOPT_CACHE", "off")
warnings.filterwarnings("ignore")

try:
    import gt4py.cartesian.gtscript

    REASON = None
except Exception as error:
    REASON = f"GT4Py cannot be imported by this Python: {error}"

collect_ignore = [] if REASON is None else ["gt4py"]


def pytest_report_header(config):
    if REASON is None:
        return [f"gt4py {gt4py.__version__}"]
    return [f"tests/gt4py is skipped. {REASON}"]


@pytest.fixture(scope="session", autouse=True)
def _gt4py_cache(tmp_path_factory):
    """GT4Py's own cache is in a temporary folder."""
    if REASON is None:
        from gt4py.cartesian import config

        config.cache_settings["root_path"] = str(tmp_path_factory.mktemp("gt4py"))
