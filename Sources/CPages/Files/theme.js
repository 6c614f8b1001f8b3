"use strict";
// Light or dark: as the reader says, or else as the page was written, or else as the reader's system is and becomes.

const root = document.documentElement, systemIsDark = matchMedia("(prefers-color-scheme: dark)");
const isDark = () => root.dataset.theme ? root.dataset.theme === "dark" : systemIsDark.matches;

function startTheme() {
  const button = element("theme");
  function show() {
    button.setAttribute("aria-pressed", String(isDark()));
    dispatchEvent(new Event("themechange"));
  }
  button.addEventListener("click", () => { root.dataset.theme = isDark() ? "light" : "dark"; show(); });
  systemIsDark.addEventListener("change", show);
  show();
  button.hidden = false;
}

startTheme();
