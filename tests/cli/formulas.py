# SPDX-License-Identifier: GPL-3.0-or-later
"""A small calculator for the formulas of the workbook: what the writer uses, and nothing else.

Numbers, texts, + - * /, equal numbers in brackets, brackets, cells and ranges of any sheet, SUM, MAX, ROUND, INT, TRUNC,
SUMPRODUCT, EXACT.
"""
import datetime
import decimal
import math
import os
import re
import shutil
import subprocess

import openpyxl

TOKEN = re.compile(r"\s*(?:(?P<number>\d+(?:\.\d+)?)"
                   r"|\"(?P<text>[^\"]*)\""
                   r"|(?P<cell>(?:'[^']+'!|[A-Za-z_]+!)?\$?[A-Z]{1,2}\$?\d+"
                   r"(?::\$?[A-Z]{1,2}\$?\d+)?)"
                   r"|(?P<name>[A-Z]+)(?=\()|(?P<sign>[-+*/(),=]))")
EPOCH = datetime.datetime(1899, 12, 30)


def number(value):
    if isinstance(value, datetime.datetime):
        return (value - EPOCH).days
    return 0 if value is None or isinstance(value, str) else value


def half_up(value, places):
    """Of the number as it is held, and as some spreadsheets do of 15 digits: they have to agree."""
    unit = decimal.Decimal(1).scaleb(-places)
    held, shown = (decimal.Decimal(number).quantize(unit, decimal.ROUND_HALF_UP)
                   for number in (value, f"{value:.15g}"))
    if held != shown:
        raise ValueError(f"{value!r}: spreadsheets round this in two ways")
    return float(held)


def each(function, one, two):
    """Cell by cell where either is a range."""
    if isinstance(one, list) or isinstance(two, list):
        length = len(one) if isinstance(one, list) else len(two)
        one = one if isinstance(one, list) else [one] * length
        two = two if isinstance(two, list) else [two] * length
        if len(one) != len(two):
            raise ValueError("ranges of different length")
        return [function(a, b) for a, b in zip(one, two)]
    return function(one, two)


def flat(values):
    return [item for value in values for item in (value if isinstance(value, list) else [value])]


FUNCTIONS = {
    "SUM": lambda *values: sum(number(value) for value in flat(values)),
    "INT": lambda value: math.floor(number(value)),
    "TRUNC": lambda value: math.trunc(number(value)),
    "MAX": lambda *values: max(number(value) for value in flat(values)),
    "ROUND": lambda values, places: each(lambda value, to: half_up(float(number(value)), int(to)),
                                         values, places),
    "SUMPRODUCT": lambda values: sum(number(value) for value in values),
    "EXACT": lambda one, two: each(lambda a, b: str(a or "") == str(b or ""), one, two),
}


def formulas(book):
    """Sheet, place and formula of every formula of an openpyxl workbook."""
    return [(sheet.title, cell.coordinate, cell.value) for sheet in book
            for row in sheet.iter_rows() for cell in row
            if isinstance(cell.value, str) and cell.value.startswith("=")]


def office():
    """LibreOffice; None when it is not installed."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def recalculated(book, folder):
    """The workbook with its values as LibreOffice works them out, from formulas alone."""
    bare = os.path.join(folder, "bare.xlsx")  # saved again, a workbook has no values of its own
    book.save(bare)
    for sheet, place, _ in formulas(book)[:20]:
        assert openpyxl.load_workbook(bare, data_only=True)[sheet][place].value is None
    done = subprocess.run(
        [office(), f"-env:UserInstallation=file://{os.path.join(folder, 'profile')}", "--headless",
         "--convert-to", "xlsx", "--outdir", os.path.join(folder, "calculated"), bare],
        capture_output=True, timeout=240, check=False)
    made = os.path.join(folder, "calculated", "bare.xlsx")
    if not os.path.exists(made):
        raise AssertionError(f"LibreOffice wrote nothing: {done.stdout + done.stderr}")
    return openpyxl.load_workbook(made, data_only=True)


class Calculator:
    """Works cells of an openpyxl workbook out from their formulas, never from cached values."""

    def __init__(self, book):
        self.book = book
        self.known = {}

    def cell(self, sheet, place):
        if (sheet, place) not in self.known:
            value = self.book[sheet][place].value
            if isinstance(value, str) and value.startswith("="):
                value = Formula(self, sheet, value[1:]).value()
            self.known[sheet, place] = value
        return self.known[sheet, place]


class Formula:
    def __init__(self, calculator, sheet, text):
        self.calculator, self.sheet = calculator, sheet
        self.tokens, at = [], 0
        while at < len(text):
            match = TOKEN.match(text, at)
            if match is None:
                raise ValueError(f"{text}: not understood from {text[at:]!r} on")
            self.tokens.append((match.lastgroup, match[match.lastgroup]))
            at = match.end()

    def value(self):
        value = self.sum()
        if self.tokens:
            raise ValueError(f"left over: {self.tokens}")
        return value

    def take(self, *signs):
        if self.tokens and self.tokens[0][0] == "sign" and self.tokens[0][1] in signs:
            return self.tokens.pop(0)[1]
        return None

    def sum(self):
        value = self.product()
        while sign := self.take("+", "-"):
            other = self.product()
            value = each(lambda a, b, s=sign: number(a) + number(b) if s == "+"
                         else number(a) - number(b), value, other)
        return value

    def product(self):
        value = self.term()
        while sign := self.take("*", "/"):
            other = self.term()
            value = each(lambda a, b, s=sign: number(a) * number(b) if s == "*"
                         else number(a) / number(b), value, other)
        return value

    def term(self):
        if self.take("-"):
            return -number(self.term())
        if self.take("("):
            value = self.sum()
            if self.take("="):
                value = each(lambda a, b: number(a) == number(b), value, self.sum())
            assert self.take(")")
            return value
        kind, text = self.tokens.pop(0)
        if kind == "number":
            return float(text)
        if kind == "text":
            return text
        if kind == "cell":
            return self.reference(text)
        arguments = []
        assert kind == "name" and self.take("("), text
        while not self.take(")"):
            arguments.append(self.sum())
            self.take(",")
        return FUNCTIONS[text](*arguments)

    def reference(self, text):
        sheet, _, place = text.replace("$", "").rpartition("!")
        sheet = sheet.strip("'") or self.sheet
        if ":" not in place:
            return self.calculator.cell(sheet, place)
        return [self.calculator.cell(sheet, cell.coordinate)
                for row in self.calculator.book[sheet][place] for cell in row]
