"""What every look at a page begins and ends with: its arguments, the page opened and drawn, what was seen printed as JSON."""
import argparse
import contextlib
import json
import sys
import time

from browser import Browser, faults

DRAWN = "!document.getElementById('map') || window.fathom && window.fathom.map && window.fathom.map.drawn === window.fathom.points.count"


def arguments(description):
    """A parser of the arguments that all looks have."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("page")
    parser.add_argument("--picture", help="where pictures of the page go, for people to look at: FILE.png, FILE-dark.png")
    return parser


@contextlib.contextmanager
def looking(page, **browser_options):
    """Gives the browser with the page drawn, and a dictionary for what is seen; prints it at the end."""
    with Browser(**browser_options) as browser:
        seen = {}
        began = time.time()
        browser.open(page)
        browser.wait_for(DRAWN)
        seen["seconds"] = round(time.time() - began, 2)
        seen["title"] = browser.ask("document.title")
        seen["heading"] = browser.ask("document.querySelector('h1').textContent")
        seen["scripts"] = browser.ask("document.querySelectorAll('script:not([type])').length")
        yield browser, seen
        seen["faults"] = faults(browser)
        json.dump(seen, sys.stdout)
