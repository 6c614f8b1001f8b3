"""Looks at a page under a light and a dark system; prints which of both it shows, part by part, as JSON. Usage: look_at_theme.py PAGE"""
from looking import arguments, looking

options = arguments(__doc__).parse_args()

LOOK = """(() => {
    const name = (bytes) => Math.max(...bytes) < 64 ? "dark" : Math.min(...bytes) > 192 ? "light" : String(bytes);
    const parts = [name(getComputedStyle(document.body).backgroundColor.match(/\\d+/g).slice(0, 3).map(Number))];
    const map = document.getElementById("map-points"), pictures = [...document.images].filter((image) => image.offsetWidth > 0);
    if (window.fathom?.map) {
        const copy = new OffscreenCanvas(map.width, map.height).getContext("2d");
        copy.drawImage(map, 0, 0);
        parts.push(name([...copy.getImageData(1, 1, 1, 1).data].slice(0, 3)));
    }
    parts.push(...new Set(pictures.map((image) => image.className.slice(3))));
    parts.push(document.getElementById("theme").getAttribute("aria-pressed") === "true" ? "dark" : "light");
    return [...new Set(parts)].join();
})()"""

with looking(options.page) as (browser, seen):
    def look(system=None, turned=False):
        if system:
            browser.prefer(system)
        if turned:
            browser.ask("document.getElementById('theme').click()")
        browser.frames(4)
        return browser.ask(LOOK)

    seen["followed"] = [look("light"), look("dark"), look("light")]
    # Dark from the beginning, and as the reader turns it, whatever the system becomes after that.
    browser.prefer("dark")
    browser.open(options.page)
    seen["opened"] = look()
    seen["turned"] = [look(turned=True), look("light"), look("dark"), look(turned=True), look("light")]
    # What no script has seen to.
    browser.send("Emulation.setScriptExecutionDisabled", value=True)
    browser.prefer("dark")
    browser.open(options.page)
    seen["bare"] = browser.ask("getComputedStyle(document.body).backgroundColor")
    seen["bareButton"] = browser.ask("document.getElementById('theme').offsetWidth")
