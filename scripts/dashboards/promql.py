"""What an expression names, from its syntax tree."""

from dataclasses import dataclass

import promql_parser as promql

COUNTER_FUNCTIONS = {"rate", "irate", "increase"}


@dataclass
class Selector:
    name: str
    matchers: list  # (label, operator, value), operators as in PromQL
    range: str  # as duration in seconds; empty for an instant
    function: str  # the call it is the argument of; empty for none


OPERATORS = {"Equal": "=", "NotEqual": "!=", "Re": "=~", "NotRe": "!~"}


class Expression:
    """ValueError if it does not parse."""

    def __init__(self, text):
        self.selectors, self.labels, self.made, self.quantiles = [], set(), set(), []
        self._visit(promql.parse(text), "")

    def _labels(self, modifier):
        if modifier is not None:
            self.labels |= set(modifier.labels)

    def _visit(self, node, function):
        if isinstance(node, promql.VectorSelector):
            self._select(node, "", function)
        elif isinstance(node, promql.MatrixSelector):
            self._select(node.vector_selector, f"{node.range.total_seconds():g}", function)
        elif isinstance(node, promql.Call):
            self._call(node)
        elif isinstance(node, promql.AggregateExpr):
            self._labels(node.modifier)
            self._visit(node.expr, "")
        elif isinstance(node, promql.BinaryExpr):
            if node.modifier is not None:
                self._labels(node.modifier.matching)
                self.labels |= set(node.modifier.group_labels or [])
            self._visit(node.lhs, "")
            self._visit(node.rhs, "")
        elif hasattr(node, "expr"):
            self._visit(node.expr, function)

    def _select(self, node, duration, function):
        matchers = [
            (each.name, OPERATORS[str(each.op).rpartition(".")[2]], each.value) for each in node.matchers.matchers
        ]
        self.selectors.append(Selector(node.name, matchers, duration, function))

    def _call(self, node):
        if node.func.name == "label_replace":
            self.made.add(node.args[1].val)
            if node.args[3].val:
                self.labels.add(node.args[3].val)
        before = len(self.selectors)
        for argument in node.args:
            self._visit(argument, node.func.name)
        if node.func.name == "histogram_quantile":
            self.quantiles += self.selectors[before:]
