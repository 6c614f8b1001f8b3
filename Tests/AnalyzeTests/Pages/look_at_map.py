"""Opens a map's page and acts on it as people do; prints what it saw as JSON. Usage: look_at_map.py PAGE [--no-webgl] [--picture FILE]"""
import json
import os
import time

from looking import arguments, looking

parser = arguments(__doc__)
parser.add_argument("--no-webgl", action="store_true")
parser.add_argument("--search", default="7")
options = parser.parse_args()

with looking(options.page, webgl=not options.no_webgl) as (browser, seen):
    seen["painter"] = browser.ask("fathom.map.painter.constructor.name")
    seen["status"] = browser.ask("document.getElementById('map-status').textContent")
    seen["foreign"] = browser.ask("document.querySelectorAll('img, iframe, svg, object, embed, link, a').length")
    seen["legend"] = browser.ask("[...document.querySelectorAll('#map-legend label')].map((row) => row.textContent)")
    seen["names"] = browser.ask(
        "[...document.querySelectorAll('button, input, canvas[tabindex]')].filter((e) => !(e.textContent || e.ariaLabel || (e.labels && e.labels.length))).length")
    # Not only the background.
    seen["colors"] = browser.ask("""(() => {
        const source = document.getElementById('map-points'), copy = new OffscreenCanvas(source.width, source.height).getContext('2d');
        copy.drawImage(source, 0, 0);
        return new Set(new Uint32Array(copy.getImageData(0, 0, source.width, source.height).data.buffer)).size;
    })()""")
    if options.picture:
        browser.screenshot(options.picture)

    box = browser.ask("(() => { const b = document.getElementById('map-points').getBoundingClientRect(); return [b.left, b.top, b.width, b.height]; })()")

    # Pointing at a point names it: one without neighbours nearby, so that no other is meant.
    place = browser.ask("""(() => {
        const { map, points } = fathom;
        let best = 0, width = 0;
        for (let i = 0; i < Math.min(points.count, 400); i++) {
            const near = points.nearest(points.x(i), points.y(i), 9e4, (other) => other !== i);
            const gap = near < 0 ? 1e9 : Math.hypot(points.x(near) - points.x(i), points.y(near) - points.y(i));
            if (gap > width) [best, width] = [i, gap];
        }
        return [best, ...map.toPage(best)];
    })()""")
    browser.mouse("mouseMoved", box[0] + place[1] + 1, box[1] + place[2] + 1)
    browser.frames()
    seen["pointed"] = place[0]
    seen["tip"] = browser.ask("document.getElementById('map-tip').hidden ? null : document.getElementById('map-tip').textContent")
    seen["thumbnail"] = browser.ask("""(() => {
        const tile = document.querySelector('#map-tip canvas');
        return tile && [tile.width, tile.height, new Set(tile.getContext('2d').getImageData(0, 0, tile.width, tile.height).data).size];
    })()""")
    if options.picture:
        browser.screenshot(options.picture.replace(".png", "-tip.png"))
    browser.mouse("mouseMoved", box[0] + 2, box[1] + 2)

    # A lasso around the left half selects what is there; the file saved holds it.
    middle = box[0] + box[2] * 0.5
    around = [(box[0] + 1, box[1] + 1), (middle, box[1] + 1), (middle, box[1] + box[3] - 2), (box[0] + 1, box[1] + box[3] - 2), (box[0] + 1, box[1] + 1)]
    browser.drag(around, modifiers=8)
    browser.frames()
    seen["selected"] = browser.ask("fathom.map.selection.length")
    seen["expected"] = browser.ask("""(() => {
        const { map, points } = fathom, middle = map.canvas.clientWidth / 2;
        let count = 0;
        for (let i = 0; i < points.count; i++) count += map.toPage(i)[0] < middle;
        return count;
    })()""")
    if options.picture:
        browser.screenshot(options.picture.replace(".png", "-lasso.png"))
    if seen["selected"] < 100_000:
        browser.send("Page.setDownloadBehavior", behavior="allow", downloadPath=browser.profile)
        browser.ask("document.getElementById('map-save').click()")
        saved, limit = os.path.join(browser.profile, "selection.csv"), time.time() + 20
        while not os.path.exists(saved) and time.time() < limit:
            time.sleep(0.05)
        seen["csv"] = open(saved, newline="").read()

    # Searching finds, Enter selects, the legend hides.
    browser.ask(f"document.getElementById('map-search').value = {json.dumps(options.search)}")
    browser.ask("document.getElementById('map-search').dispatchEvent(new Event('input'))")
    browser.wait_for("fathom.map.matches !== null")
    seen["found"] = browser.ask("fathom.map.matches.length")
    browser.ask("document.getElementById('map-search').focus()")
    browser.key("Enter")
    browser.frames()
    seen["selectedBySearch"] = browser.ask("fathom.map.selection.length")
    browser.ask("document.getElementById('map-clear').click()")
    seen["cleared"] = browser.ask("fathom.map.selection.length")
    if browser.ask("!!document.querySelector('#map-legend input')"):
        browser.ask("document.querySelector('#map-legend input').click()")
        seen["hidden"] = browser.ask("(() => { let n = 0; for (let i = 0; i < fathom.points.count; i++) n += !fathom.map.isShown(i); return n; })()")
        browser.ask("document.querySelector('#map-legend input').click()")

    # Keys act on the map, and say what they found.
    browser.ask("document.getElementById('map-points').focus()")
    before = browser.ask("[fathom.map.view.x, fathom.map.view.scale]")
    for key in ["ArrowLeft", "+", "Enter"]:
        browser.key(key)
    after = browser.ask("[fathom.map.view.x, fathom.map.view.scale]")
    seen["keysWork"] = after[0] < before[0] and after[1] > before[1]
    seen["named"] = browser.ask("document.getElementById('map-status').textContent")
    browser.key("0")

    # Panning, a move of the pointer in each frame.
    browser.ask("fathom.map.frameTimes.length = 0")
    browser.ask("""new Promise((done) => {
        const { map } = fathom;
        let left = 90;
        map.isMoving = true;
        const next = () => {
            map.pan(left % 30 < 15 ? 4 : -4, left % 2 ? 3 : -3);
            if (left--) requestAnimationFrame(next); else { map.isMoving = false; done(true); }
        };
        next();
    })""")
    times = sorted(browser.ask("fathom.map.frameTimes"))
    seen["panFrames"] = len(times)
    seen["panMilliseconds"] = round(times[len(times) // 2], 1) if times else None
    seen["panSlowest"] = round(times[len(times) * 9 // 10], 1) if times else None
    seen["panPoints"] = browser.ask("Math.floor(fathom.map.budget)")
    browser.wait_for("fathom.map.drawn === fathom.points.count")

    # Steps of a film.
    if browser.ask("!document.getElementById('map-film').hidden"):
        seen["steps"] = browser.ask("fathom.points.frameCount")
        browser.ask("document.getElementById('map-play').click()")
        browser.wait_for("document.getElementById('map-play').textContent === 'Play'")
        seen["stepName"] = browser.ask("document.getElementById('map-step-name').textContent")

    browser.ask("document.getElementById('theme').click()")
    browser.frames(3)
    seen["isDark"] = browser.ask("getComputedStyle(document.body).backgroundColor")
    # The least contrast of text with its background, as WCAG counts it.
    seen["contrast"] = browser.ask("""(() => {
        const light = (css) => { const c = css.match(/[\\d.]+/g).slice(0, 3).map((v) => v / 255).map((v) => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
            return 0.2126 * c[0] + 0.7152 * c[1] + 0.0722 * c[2]; };
        const ground = (e) => { for (; e; e = e.parentElement) { const c = getComputedStyle(e).backgroundColor; if (!/, 0\\)/.test(c)) return c; } return 'rgb(255,255,255)'; };
        return Math.min(...[...document.querySelectorAll('h1, p, button:not(:disabled), label, output, legend')].map((e) => {
            const pair = [light(getComputedStyle(e).color), light(ground(e))].sort((a, b) => b - a);
            return (pair[0] + 0.05) / (pair[1] + 0.05);
        }));
    })()""")
    if options.picture:
        browser.screenshot(options.picture.replace(".png", "-dark.png"))
