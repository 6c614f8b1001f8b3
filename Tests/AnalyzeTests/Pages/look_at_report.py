"""Opens a report's page and looks at it; prints what it saw as JSON. Usage: look_at_report.py PAGE [--picture FILE.png]"""
import argparse
import json
import sys

from browser import Browser, faults

parser = argparse.ArgumentParser()
parser.add_argument("page")
parser.add_argument("--picture", help="where pictures of the page go, for people to look at")
options = parser.parse_args()

with Browser(width=1200, height=4200 if options.picture else 900) as browser:
    seen = {}
    browser.open(options.page)
    browser.wait_for("!document.getElementById('map') || window.fathom.map.drawn === window.fathom.points.count")
    seen["title"] = browser.ask("document.title")
    seen["heading"] = browser.ask("document.querySelector('h1').textContent")
    seen["sections"] = browser.ask("[...document.querySelectorAll('h2')].map((heading) => heading.textContent)")
    seen["links"] = browser.ask("[...document.querySelectorAll('nav a')].every((link) => document.querySelector(link.getAttribute('href')))")
    seen["refusals"] = browser.ask("[...document.querySelectorAll('section p')].map((p) => p.textContent).filter((text) => text.startsWith('Not shown'))")
    seen["texts"] = browser.ask("[...document.querySelectorAll('section p')].map((p) => p.textContent)")
    seen["cells"] = browser.ask("[...document.querySelectorAll('td')].map((cell) => cell.textContent)")
    seen["scripts"] = browser.ask("document.querySelectorAll('script:not([type])').length")
    # Pictures are there, can be seen, and have words; of each the one for the theme is shown.
    seen["pictures"] = browser.ask("document.images.length")
    seen["broken"] = browser.ask("[...document.images].filter((image) => !(image.complete && image.naturalWidth > 50 && image.alt)).length")
    shown = "[...document.images].filter((image) => image.offsetWidth > 0).length"
    seen["shownInLight"] = browser.ask(shown)
    seen["wide"] = browser.ask("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    if options.picture:
        browser.screenshot(options.picture)

    # The slider of the histograms goes through the steps.
    look = "[document.getElementById('histogram-step-name').textContent, ...[...document.querySelectorAll('.histograms rect')].map((r) => r.getAttribute('height'))].join()"
    if browser.ask("!!document.getElementById('histogram-step')"):
        seen["histograms"] = browser.ask("document.querySelectorAll('.histograms svg[aria-label]').length")
        last = browser.ask(look)
        browser.ask("(() => { const s = document.getElementById('histogram-step'); s.value = 0; s.dispatchEvent(new Event('input')); })()")
        first = browser.ask(look)
        seen["histogramSteps"] = [first.split(",")[0], last.split(",")[0]]
        seen["histogramsChange"] = first.split(",")[1:] != last.split(",")[1:]
    if browser.ask("!!document.getElementById('map')"):
        seen["mapPoints"] = browser.ask("fathom.points.count")
        seen["mapSteps"] = browser.ask("fathom.points.frameCount")
        browser.ask("document.getElementById('map-theme').click()")
        browser.frames()
        seen["shownInDark"] = browser.ask(shown)
        if options.picture:
            browser.screenshot(options.picture.replace(".png", "-dark.png"))
    seen["faults"] = faults(browser)
    json.dump(seen, sys.stdout)
