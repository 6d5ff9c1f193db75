"""Mentions and who they stand for, but for what the article names again (``coreference``).

From the bottom up, each knowing only what stands before it: ``scan`` (known names in a text), ``context`` (what every
step looks at), ``words`` (what the words at a mention say), ``identity`` (known or new), ``mentions`` (where anybody is
mentioned), ``countries`` (of which country, by all that the article names), ``names`` (who bears a name) and
``completion`` (what only the rest of the article tells).
"""
