"""`make bench`: times pages and compiling on the demonstration, then on 100 times its answers."""

import argparse
import os
from secrets import token_hex

from ppf_site.embedded_postgres import throwaway_postgres

PARTS = ["anew", "reading", "downloads", "nginx", "browser", "compiling", "saving"]


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--times", type=int, default=100, help="councils, times the real number")
    parser.add_argument("--rounds", type=int, default=12, help="rounds of the large data set")
    parser.add_argument("--plans", action="store_true", help="print the plans of slow queries")
    parser.add_argument("--only", choices=PARTS, help="one part on the demonstration, no more")
    options = parser.parse_args()
    with throwaway_postgres() as url:
        os.environ.update(DATABASE_URL=url, SECRET_KEY=token_hex(32), SITE_URL="http://127.0.0.1")
        os.environ["DJANGO_SETTINGS_MODULE"] = "ppf_site.settings"
        import django  # noqa: PLC0415 - it reads the environment that has just been set

        django.setup()
        from bench.measure import run  # noqa: PLC0415

        run(**vars(options))


if __name__ == "__main__":
    main()
