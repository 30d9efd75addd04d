"""Measure the store of statements on the PostgreSQL of ATOLL_DATABASE: one line of JSON a row."""

from tests.benchmarks.__main__ import a_hub

if __name__ == "__main__":
    with a_hub():
        from tests.benchmarks.storing import print_rows

        print_rows()
