"""Every ordinance the portal knows, and how to find a version."""

from grants.ordinances.delmos_2018_118 import VERSIONS as SFS_2018_118
from grants.ordinances.delmos_2018_119 import VERSIONS as SFS_2018_119
from grants.ordinances.profile import OrdinanceVersion
from grants.ordinances.standard_2025 import VERSIONS as STANDARD_2025

VERSIONS: tuple[OrdinanceVersion, ...] = (*SFS_2018_118, *SFS_2018_119, *STANDARD_2025)

_BY_KEY = {version.key: version for version in VERSIONS}


def ordinance_version(key: str) -> OrdinanceVersion:
    """The version named ``key`` (``2018:118/2018-04-06``). Raises KeyError for an unknown one."""
    return _BY_KEY[key]
