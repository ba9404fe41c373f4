"""What is installed for the portal starts no service of its own."""

import subprocess
from pathlib import Path

import pytest

from delmos.machine import starting_nothing


def test_the_package_system_is_told_to_start_nothing(tmp_path: Path) -> None:
    policy = tmp_path / "policy-rc.d"
    with starting_nothing(policy):
        answer = subprocess.run([policy, "clamav-daemon", "start"], check=False).returncode
    assert (answer, policy.exists()) == (101, False)


def test_a_failed_installation_leaves_no_policy_behind(tmp_path: Path) -> None:
    policy = tmp_path / "policy-rc.d"
    with pytest.raises(KeyboardInterrupt), starting_nothing(policy):
        raise KeyboardInterrupt
    assert not policy.exists()


def test_a_policy_of_the_machines_own_stands(tmp_path: Path) -> None:
    policy = tmp_path / "policy-rc.d"
    policy.write_text("#!/bin/sh\nexit 0\n")
    with starting_nothing(policy):
        pass
    assert policy.read_text() == "#!/bin/sh\nexit 0\n"
