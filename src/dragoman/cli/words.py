"""The words of ``dragoman.desk.words``, which the page uses too, under the name that the commands import."""

from dragoman.desk.words import count, say_certainty, say_day, say_days, say_list, say_published

__all__ = ["count", "say_certainty", "say_day", "say_days", "say_list", "say_published"]
