"""A program of its own, standard library and typst alone: typesets one document, and what typst
remembers of its pictures goes with it. Told by JSON on standard input; the PDF is a file.
"""

import json
import sys

import typst


def main() -> None:
    """Typeset what is asked for."""
    asked = json.load(sys.stdin)
    typst.compile(**asked)


if __name__ == "__main__":
    main()
