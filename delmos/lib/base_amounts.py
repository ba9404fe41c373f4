"""Prisbasbelopp, the amount that rules on grants measure by, in öre for each year (socialförsäkringsbalken, SFS)."""

from collections.abc import Mapping

BASE_AMOUNTS: Mapping[int, int] = {
    2018: 45_500_00,
    2019: 46_500_00,
    2020: 47_300_00,
    2021: 47_600_00,
    2022: 48_300_00,
    2023: 52_500_00,
    2024: 57_300_00,
    2025: 58_800_00,
    2026: 59_200_00,
}


def base_amount(year: int) -> int | None:
    """The prisbasbelopp of ``year`` in öre; None for a year whose amount is not known here."""
    return BASE_AMOUNTS.get(year)
