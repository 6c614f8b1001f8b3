"""Opens a report's page and looks at it; prints what it saw as JSON. Usage: look_at_report.py PAGE [--picture FILE.png]"""
from looking import arguments, looking

options = arguments(__doc__).parse_args()

with looking(options.page, width=1200, height=4200 if options.picture else 900) as (browser, seen):
    seen["sections"] = browser.ask("[...document.querySelectorAll('h2')].map((heading) => heading.textContent)")
    seen["links"] = browser.ask("[...document.querySelectorAll('nav a')].every((link) => document.querySelector(link.getAttribute('href')))")
    seen["refusals"] = browser.ask("[...document.querySelectorAll('section p')].map((p) => p.textContent).filter((text) => text.startsWith('Not shown'))")
    seen["texts"] = browser.ask("[...document.querySelectorAll('section p')].map((p) => p.textContent)")
    seen["cells"] = browser.ask("[...document.querySelectorAll('td')].map((cell) => cell.textContent)")
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
        browser.ask("document.getElementById('theme').click()")
        browser.frames()
        seen["shownInDark"] = browser.ask(shown)
        if options.picture:
            browser.screenshot(options.picture.replace(".png", "-dark.png"))
