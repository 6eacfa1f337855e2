// Before the first paint, so that a chosen theme does not flash: "light", "dark", or what the system prefers.
(() => {
  const chosen = localStorage.getItem("sandbox.theme");
  if (chosen) document.documentElement.dataset.theme = chosen;
})();
