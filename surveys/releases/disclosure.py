from decimal import Decimal

COUNTS, OPTIONS, SUM, QUARTILES = "counts", "options", "sum", "quartiles"


def rounded_count(value: Decimal) -> Decimal:
    return Decimal(4) if value < 5 else Decimal(5 * round(value / 5))
