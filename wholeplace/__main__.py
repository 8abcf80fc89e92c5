"""`python -m wholeplace` is `wholeplace`."""

from wholeplace.cli import main

if __name__ == "__main__":
    main()
