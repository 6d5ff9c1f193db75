"""What one can ask of a desk, a method a question: of its tables (``plain``), of stories (``stories``), of one actor,
article or network (``profiles``); ``exports`` takes a result away.
"""
