"""Chromium without a window, driven by the DevTools protocol: enough of it to open a page from disk, act on it and ask it things.

Needs a Chromium (PATH, or FATHOM_CHROMIUM) and the package websocket-client.
"""
import base64
import json
import os
import shutil
import subprocess
import tempfile
import time

import websocket


def executable():
    names = [os.environ.get("FATHOM_CHROMIUM"), "chromium", "chromium-browser", "google-chrome"]
    return next((path for path in (shutil.which(name) for name in names if name) if path), None)


class Browser:
    def __init__(self, width=1200, height=900, webgl=True):
        self.profile = tempfile.mkdtemp(prefix="fathom-chromium-")
        options = ["--enable-unsafe-swiftshader"] if webgl else ["--disable-gpu", "--disable-3d-apis"]
        self.process = subprocess.Popen(
            [executable(), "--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--no-first-run", "--disable-extensions",
             "--disable-background-networking", "--remote-debugging-port=0", "--remote-allow-origins=*", f"--window-size={width},{height}",
             f"--user-data-dir={self.profile}", *options, "about:blank"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        port_file, limit = os.path.join(self.profile, "DevToolsActivePort"), time.time() + 60
        while not (os.path.exists(port_file) and len(open(port_file).read().split()) == 2):
            if self.process.poll() is not None or time.time() > limit:
                raise RuntimeError("Chromium does not start")
            time.sleep(0.05)
        port, path = open(port_file).read().split()
        self.socket = websocket.create_connection(f"ws://127.0.0.1:{port}{path}", timeout=120, max_size=None)
        self.count, self.session, self.events = 0, None, []
        target = self.send("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.send("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ["Page", "Runtime", "Log", "Network"]:
            self.send(domain + ".enable")
        self.send("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)
        self.prefer("light")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
        shutil.rmtree(self.profile, ignore_errors=True)

    def send(self, method, **parameters):
        self.count += 1
        message = {"id": self.count, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        self.socket.send(json.dumps(message))
        while True:
            answer = json.loads(self.socket.recv())
            if answer.get("id") == self.count:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']}")
                return answer["result"]
            self.events.append(answer)

    def open(self, path):
        self.send("Page.navigate", url="file://" + os.path.abspath(path))
        self.wait_for("document.readyState === 'complete'")

    def prefer(self, scheme):
        """Turns the system light or dark, as a page sees it."""
        self.send("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])

    def ask(self, expression):
        """The value of an expression of JavaScript; awaits promises."""
        answer = self.send("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(answer["exceptionDetails"].get("exception", {}).get("description", str(answer)))
        return answer["result"].get("value")

    def wait_for(self, condition, seconds=60):
        limit = time.time() + seconds
        while not self.ask(condition):
            if time.time() > limit:
                raise RuntimeError("never true: " + condition)
            time.sleep(0.02)

    def frames(self, count=2):
        """Waits until the page has drawn some frames."""
        self.ask(f"new Promise((done) => {{ let left = {count}; const next = () => left-- ? requestAnimationFrame(next) : done(true); next(); }})")

    def mouse(self, kind, x, y, **more):
        self.send("Input.dispatchMouseEvent", type=kind, x=x, y=y, **more)

    def drag(self, path, modifiers=0):
        """Draws with the left button held, through places of the page."""
        self.mouse("mousePressed", *path[0], button="left", buttons=1, clickCount=1, modifiers=modifiers)
        for place in path[1:]:
            self.mouse("mouseMoved", *place, button="left", buttons=1, modifiers=modifiers)
        self.mouse("mouseReleased", *path[-1], button="left", buttons=0, clickCount=1, modifiers=modifiers)

    def key(self, key):
        for kind in ["rawKeyDown", "keyUp"]:
            self.send("Input.dispatchKeyEvent", type=kind, key=key, code=key, windowsVirtualKeyCode=13 if key == "Enter" else 0)

    def screenshot(self, path):
        with open(path, "wb") as file:
            file.write(base64.b64decode(self.send("Page.captureScreenshot", format="png")["data"]))

    def complaints(self):
        """Errors and warnings of the console, exceptions, and requests for anything but the page itself."""
        self.ask("1")
        found = []
        for event in self.events:
            method, parameters = event.get("method"), event.get("params", {})
            if method == "Runtime.exceptionThrown":
                found.append(str(parameters["exceptionDetails"].get("exception", {}).get("description", parameters)))
            elif method == "Runtime.consoleAPICalled" and parameters["type"] in ("error", "warning", "assert"):
                found.append(str([argument.get("value") for argument in parameters["args"]]))
            elif method == "Log.entryAdded" and parameters["entry"]["level"] in ("error", "warning"):
                found.append(parameters["entry"]["text"])
            elif method == "Network.requestWillBeSent" and not parameters["request"]["url"].startswith(("file:", "data:", "blob:", "about:")):
                found.append("asks for " + parameters["request"]["url"])
            elif method == "Page.javascriptDialogOpening":
                found.append("a dialog opens: " + parameters["message"])
        return found


# What browsers say of drawing without a graphics card, which is no fault of a page.
def faults(browser):
    return [text for text in browser.complaints() if "GPU stall due to ReadPixels" not in text and "software WebGL" not in text]
