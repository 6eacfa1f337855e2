// Puts what pops up beside what opened it, inside the window.
const GAP = 4;
const EDGE = 8;

/** Below `anchor`, or above it where there is more room; `wide` makes it at least as wide as the anchor. */
export function place(popup, anchor, { wide = false } = {}) {
  const at = anchor.getBoundingClientRect();
  if (wide) popup.style.minWidth = `${at.width}px`;
  popup.style.maxHeight = "";
  const size = popup.getBoundingClientRect();
  const below = innerHeight - at.bottom - GAP - EDGE;
  const above = at.top - GAP - EDGE;
  const up = size.height > below && above > below;
  const height = Math.min(size.height, up ? above : below);
  popup.style.maxHeight = `${Math.max(height, 80)}px`;
  popup.style.top = `${up ? at.top - GAP - height : at.bottom + GAP}px`;
  popup.style.left = `${Math.max(EDGE, Math.min(at.left, innerWidth - size.width - EDGE))}px`;
}
