"""What TensorBoard shows of a log directory: its answers at the addresses that its own page asks, for both of its readers, and what
EventFileLoader and EventAccumulator read of it. Prints one JSON object.

    python ask_tensorboard.py LOGDIR
"""
import base64
import json
import pathlib
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request

PATIENCE = 120  # seconds


def start(logdir, fast, folder):
    command = [sys.executable, "-m", "tensorboard.main", "--logdir", logdir, "--host", "127.0.0.1", "--port", "0"]
    command += [f"--load_fast={'true' if fast else 'false'}", "--reload_interval", "1"]
    log = open(pathlib.Path(folder) / f"log-{fast}", "w+")
    return subprocess.Popen(command, stdout=log, stderr=log), log


def address(process, log):
    """The page's address, as the server itself announces it."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        log.flush()
        for line in pathlib.Path(log.name).read_text().splitlines():
            if "http://127.0.0.1:" in line:
                return line.split("at ")[1].split(" ")[0].rstrip("/")
        time.sleep(0.2)
    sys.exit("TensorBoard did not start:\n" + pathlib.Path(log.name).read_text())


class Page:
    def __init__(self, root):
        self.root = root

    def bytes(self, path, **query):
        with urllib.request.urlopen(self.root + path + ("?" + urllib.parse.urlencode(query) if query else ""), timeout=60) as answer:
            return answer.read()

    def json(self, path, **query):
        return json.loads(self.bytes(path, **query))

    def wait(self):
        """Until the tags are the same for two seconds, and there are some."""
        until, before, since = time.monotonic() + PATIENCE, None, time.monotonic()
        while time.monotonic() < until:
            now = [self.json(f"/data/plugin/{plugin}/tags") for plugin in ("scalars", "histograms", "images")]
            if now != before:
                before, since = now, time.monotonic()
            if any(now) and time.monotonic() - since > 2:
                return
            time.sleep(0.25)

    def everything(self):
        self.wait()
        found = {"scalars": {}, "histograms": {}, "distributions": {}, "images": {}, "text": {}}
        for plugin in ("scalars", "histograms", "distributions"):
            for run, tags in self.json(f"/data/plugin/{plugin}/tags").items():
                for tag in tags:
                    found[plugin][f"{run}:{tag}"] = self.json(f"/data/plugin/{plugin}/{plugin}", run=run, tag=tag)
        for run, tags in self.json("/data/plugin/images/tags").items():
            for tag, details in tags.items():
                samples = []
                for sample in range(details["samples"]):
                    for image in self.json("/data/plugin/images/images", run=run, tag=tag, sample=sample):
                        data = self.bytes("/data/plugin/images/individualImage?" + image["query"])
                        samples.append([image["step"], sample, base64.b64encode(data).decode()])
                found["images"][f"{run}:{tag}"] = samples
        for run, tags in self.json("/data/plugin/text/tags").items():
            for tag in tags:
                found["text"][f"{run}:{tag}"] = [entry["text"] for entry in self.json("/data/plugin/text/text", run=run, tag=tag)]
        found["hparams"] = self.hparams()
        found["projector"] = self.projector()
        return found

    def hparams(self):
        experiment = self.json("/data/plugin/hparams/experiment", request="{}")
        columns = {info["name"]: info.get("type") for info in experiment.get("hparamInfos", [])}
        if not columns:
            return None
        request = {"startIndex": 0, "sliceSize": 100, "allowedStatuses": ["STATUS_SUCCESS", "STATUS_FAILURE", "STATUS_RUNNING"], "colParams": []}
        for info in experiment["metricInfos"]:
            request["colParams"].append({"metric": info["name"]})
        groups = self.json("/data/plugin/hparams/session_groups", request=json.dumps(request))
        sessions = [
            {
                "group": group["name"], "values": group["hparams"], "status": [s["status"] for s in group["sessions"]],
                "metrics": {m["name"]["tag"]: m["value"] for m in group.get("metricValues", [])},
            }
            for group in groups["sessionGroups"]
        ]
        return {"columns": columns, "metrics": [info["name"]["tag"] for info in experiment["metricInfos"]], "sessions": sessions}

    def projector(self):
        found = {}
        for run in self.json("/data/plugin/projector/runs"):
            for embedding in self.json("/data/plugin/projector/info", run=run)["embeddings"]:
                name = embedding["tensorName"]
                ask = lambda what: self.bytes(f"/data/plugin/projector/{what}", run=run, name=name)
                found[f"{run}:{name}"] = {
                    "shape": [int(extent) for extent in embedding["tensorShape"]],
                    "vectors": base64.b64encode(ask("tensor")).decode(),
                    "metadata": ask("metadata").decode() if "metadataPath" in embedding else None,
                    "bookmarks": json.loads(ask("bookmarks")) if "bookmarksPath" in embedding else None,
                    "sprite": base64.b64encode(ask("sprite_image")).decode() if "sprite" in embedding else None,
                    "pictureSize": embedding.get("sprite", {}).get("singleImageDim"),
                }
        return found


def records(logdir):
    """How many events the loader reads of each file, and what the accumulator then knows."""
    from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
    from tensorboard.backend.event_processing.event_file_loader import EventFileLoader

    found = {}
    for path in sorted(pathlib.Path(logdir).rglob("*tfevents*")):
        accumulator = EventAccumulator(str(path), size_guidance={"tensors": 0})
        accumulator.Reload()
        tensors = {tag: len(accumulator.Tensors(tag)) for tag in accumulator.Tags()["tensors"]}
        found[str(path.parent.relative_to(logdir))] = {"events": sum(1 for _ in EventFileLoader(str(path)).Load()), "tensors": tensors}
    return found


def main():
    logdir = sys.argv[1]
    # Whoever runs this may have blocked the signal that ends the servers, which would inherit that.
    signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGTERM])
    with tempfile.TemporaryDirectory() as folder:
        servers = {"fast": start(logdir, True, folder), "slow": start(logdir, False, folder)}
        try:
            answer = {name: Page(address(*server)).everything() for name, server in servers.items()}
        finally:
            for process, _ in servers.values():
                process.terminate()
            for process, _ in servers.values():
                try:
                    process.wait(10)
                except subprocess.TimeoutExpired:
                    process.kill()
        print(json.dumps(dict(answer, records=records(logdir))))


if __name__ == "__main__":
    main()
