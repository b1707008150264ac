"""A kind of page: /numbers/, how many articles each month has."""

from digestgen.pages import Page, PageKind

TEMPLATE = """{% extends "base.html" %}
{% block main %}
<h1>{{ page.title }}</h1>
<ul>{% for month, count in months %}<li>{{ month | date }}: {{ count | number }}</li>{% endfor %}</ul>
{% endblock %}
"""


def plan(read):
    return [Page("numbers/index.html", reads=("months:",))]


def build(page, given):
    months = [(month, n) for month, n in given.get("months:", tuple) if month != "undated"]
    return given.job("numbers.html", "Numbers", months=months)


numbers = PageKind(plan, build, TEMPLATE)
