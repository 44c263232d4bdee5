#!/usr/bin/python3
"""Opens pages of reports in headless Chromium, as a person would: narrow and wide, light and dark.

    pages.py CRM CRM_TESTS FOLDER

makes the dashboard of the example book with CRM, and with CRM_TESTS a page that has everything and
one whose texts try to break out. A page must say nothing on the console, never be wider than the
window, and be drawn in other colours where it is dark; charts must have titles and keep within
their frames. What was seen stays in FOLDER as pictures.
"""

import html as markup
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

NARROW, WIDE = 400, 1400
SCHEMES = {"dark": 0, "light": 1}  # as blink numbers them

MEASURE = """
<script>
const wide = [];
for (const svg of document.querySelectorAll('svg')) {
  const frame = svg.viewBox.baseVal;
  for (const text of svg.querySelectorAll('text')) {
    const box = text.getBBox();
    if (box.x < -12 || box.x + box.width > frame.width + 12) wide.push(text.firstChild.data);
  }
}
const measured = {
  width: document.documentElement.clientWidth,
  needed: document.documentElement.scrollWidth,
  charts: document.querySelectorAll('svg').length,
  untitled: [...document.querySelectorAll('svg')].filter(
      one => !one.querySelector(':scope > title')?.textContent.trim() ||
             !one.querySelector(':scope > desc')?.textContent.trim()).length,
  outside: wide,
  unreachable: [...document.querySelectorAll('.scroll')].filter(
      one => one.tabIndex !== 0 || !one.getAttribute('aria-label')).length,
  strange: [...document.querySelectorAll('img, iframe, object, embed, link, form, base, [onload], ' +
      '[onerror], [onclick]')].length + document.scripts.length - 1,
  ground: getComputedStyle(document.body).backgroundColor,
  ink: getComputedStyle(document.body).color,
  bar: document.querySelector('.bar') ? getComputedStyle(document.querySelector('.bar')).fill : '',
};
parent.postMessage(measured, '*');
</script>
"""

# A window is never narrower than 500 pixels without a screen; a frame is.
FRAMES = """<!DOCTYPE html>
<meta charset="utf-8"><meta name="color-scheme" content="light dark">
<pre id="measured"></pre>
<script>
const all = [];
addEventListener('message', said => {
  all.push(said.data);
  document.getElementById('measured').textContent = JSON.stringify(all);
});
</script>
"""

failures = []


def expect(condition, what):
    if not condition:
        failures.append(what)
        print("not so:", what)


def chromium(page, width, scheme, *wishes):
    command = [
        "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
        "--no-first-run", "--disable-extensions", "--disable-background-networking",
        "--enable-logging=stderr", f"--window-size={width},1600",
        f"--blink-settings=preferredColorScheme={SCHEMES[scheme]}", *wishes, page.as_uri(),
    ]
    ran = subprocess.run(command, capture_output=True, timeout=120, check=False)
    return ran.stdout.decode(), ran.stderr.decode()


def measured(page, scheme, folder):
    """What copies of the page in frames say of themselves: the page as it is runs no script."""
    html = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", page.read_text())
    head, end = html.rsplit("</body>", 1)
    copy, frames = folder / "measured.html", folder / "frames.html"
    copy.write_text(head + MEASURE + "</body>" + end)
    frames.write_text(FRAMES + "".join(
        f'<iframe src="measured.html" style="border:0;width:{width}px;height:800px"></iframe>'
        for width in (NARROW, WIDE)))
    dom, _ = chromium(frames, WIDE, scheme, "--virtual-time-budget=5000", "--dump-dom")
    copy.unlink()
    frames.unlink()
    found = re.search(r'<pre id="measured">(.+?)</pre>', dom, re.S)
    return {one["width"]: one for one in json.loads(markup.unescape(found.group(1)))} if found else {}


def look_at(page, width, scheme, folder):
    name = f"{page.stem}, {width} wide, {scheme}"
    picture = folder / f"{page.stem}-{width}-{scheme}.png"
    picture.unlink(missing_ok=True)
    _, log = chromium(page, width, scheme, f"--screenshot={picture}")
    console = [line for line in log.splitlines() if "CONSOLE" in line]
    expect(not console, f"{name}: the console is silent: {console[:3]}")
    expect(picture.exists(), f"{name}: it can be seen: {log[-500:]}")


def judge(name, seen):
    expect(seen["needed"] <= seen["width"], f"{name}: no scrolling to the side: {seen['needed']}")
    expect(seen["charts"] > 0, f"{name}: it has charts")
    expect(seen["untitled"] == 0, f"{name}: every chart has a title and a description")
    # How wide a letter is, is guessed; who writes nothing but the widest ones is guessed wrong.
    expect(name.startswith("hostile") or not seen["outside"],
           f"{name}: texts of charts are within them: {seen['outside'][:5]}")
    expect(seen["unreachable"] == 0, f"{name}: what scrolls is reached by the keyboard")
    expect(seen["strange"] == 0, f"{name}: nothing got out of its place")


def make_pages(crm, tests, folder):
    environment = {
        "PATH": os.environ["PATH"], "HOME": str(folder), "LANG": "C.UTF-8", "CRM_ME": "meera",
        "CRM_NOW": "2026-11-21T10:15:00+05:30",
    }
    with tempfile.TemporaryDirectory() as there:
        book = pathlib.Path(there) / "book"
        subprocess.run([crm, "init", "--example", book], env=environment, check=True,
                       capture_output=True)
        subprocess.run([crm, "--book", book, "report", "--html", folder / "dashboard.html"],
                       env=environment, check=True)
    subprocess.run([tests, "--test-case=a page is well-formed*"],
                   env={**os.environ, "CRM_PAGES": str(folder)}, check=True, capture_output=True)
    return [folder / name for name in ("dashboard.html", "gallery.html", "hostile.html")]


def main(crm, tests, folder):
    folder = pathlib.Path(folder).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    for page in make_pages(pathlib.Path(crm).resolve(), pathlib.Path(tests).resolve(), folder):
        for width in (NARROW, WIDE):
            for scheme in SCHEMES if page.stem != "hostile" else ["light"]:
                look_at(page, width, scheme, folder)
        seen = {scheme: measured(page, scheme, folder) for scheme in SCHEMES}
        for width in (NARROW, WIDE):
            for scheme in SCHEMES:
                name = f"{page.stem}, {width} wide, {scheme}"
                expect(width in seen[scheme], f"{name}: it can be measured: {list(seen[scheme])}")
                if width in seen[scheme]:
                    judge(name, seen[scheme][width])
            for what in ("ground", "ink", "bar"):
                colours = {one[width][what] for one in seen.values() if width in one}
                expect(len(colours) == 2, f"{page.stem}: the {what} is another in the dark: {colours}")
        paper = folder / (page.stem + ".pdf")
        paper.unlink(missing_ok=True)
        chromium(page, WIDE, "dark", f"--print-to-pdf={paper}", "--no-pdf-header-footer")
        expect(paper.exists() and paper.stat().st_size > 1000, f"{page.stem}: it can be printed")
    print(f"{len(failures)} expectations failed; what was seen is in {folder}")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
