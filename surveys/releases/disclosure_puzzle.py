"""What anyone can work out from equations and bounds: how far apart the solutions lie."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from scipy.optimize import linprog
from scipy.sparse import csr_array

from .disclosure_cells import Part, Places

# A variable: the question, the column and the atom.
Name = tuple[str, Part, str, int]
Weights = dict[int, float]


@dataclass(slots=True)
class Puzzle:
    """The unknowns by atom, and what the shown figures say of them.

    Councils are whole numbers. The truth is a solution of it, and a hidden cell is protected by
    another solution in which it differs enough.
    """

    places: Places
    scale: float = 1
    index: dict[Name, int] = field(default_factory=dict)
    truth: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)
    whole: list[int] = field(default_factory=list)
    equal: list[tuple[Weights, float]] = field(default_factory=list)
    at_most: list[tuple[Weights, float]] = field(default_factory=list)
    _matrices: tuple[csr_array | None, csr_array | None] | None = None

    def add(self, name: Name, truth: float, upper: float, *, is_whole: bool) -> None:
        self.index[name] = len(self.truth)
        self.truth.append(truth)
        self.upper.append(upper)
        self.whole.append(int(is_whole))

    def weights(self, key: str, part: Part, column: str, atoms: Iterable[int]) -> Weights:
        return {self.index[key, part, column, atom]: 1.0 for atom in atoms}

    def is_truly(self, weights: Weights) -> float:
        return sum(weight * self.truth[index] for index, weight in weights.items())

    def fix(self, weights: Weights) -> None:
        """What is shown is as it is."""
        self.equal.append((weights, self.is_truly(weights)))

    def bound(self, weights: Weights, limit: float = 0) -> None:
        self.at_most.append((weights, limit))

    def farthest(self, weights: Weights, *, up: bool) -> Sequence[float] | None:
        """A solution in which this is as large, or as small, as it can be."""
        if self._matrices is None:
            self._matrices = self._matrix(self.equal), self._matrix(self.at_most)
        goal = [0.0] * len(self.truth)
        for index, weight in weights.items():
            goal[index] = -weight if up else weight
        is_whole = any(self.whole[index] for index in weights)
        found = linprog(
            goal,
            A_eq=self._matrices[0],
            b_eq=[right for _, right in self.equal] or None,
            A_ub=self._matrices[1],
            b_ub=[right for _, right in self.at_most] or None,
            bounds=[(0, upper) for upper in self.upper],
            integrality=self.whole if is_whole else None,
            method="highs",
        )
        return None if found.x is None else list(map(float, found.x))

    def _matrix(self, rows: list[tuple[Weights, float]]) -> csr_array | None:
        if not rows:
            return None
        cells = [
            (row, index, weight)
            for row, (weights, _) in enumerate(rows)
            for index, weight in weights.items()
        ]
        down, across, values = zip(*cells, strict=True)
        return csr_array((values, (down, across)), shape=(len(rows), len(self.truth)))
