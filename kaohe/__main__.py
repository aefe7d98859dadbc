"""`python -m kaohe`."""

from kaohe.cli import run

if __name__ == "__main__":
    run()
