"""Who stands where in a clause: ``syntax`` over ``phrases`` and ``lemmas``; ``cast`` says who of them can take part."""
