// Zoom and pan of a map: by wheel, drag and two fingers (d3-zoom), by keyboard, by buttons.

const MOST = 40; // times closer than the whole map
const CLOSER = 1.6; // by a key or a button
const STEP = 60; // pixels that an arrow key moves
const WHEEL = 277; // pixels of a wheel that double the map

/**
 * @typedef {{ zoom: number, pan_x: number, pan_y: number }} Position pixels from the middle
 * @typedef {{ act: () => void, sign: string, label: string }} Tool
 */

/**
 * @param {HTMLElement} canvas
 * @param {() => { width: number, height: number }} size of the chart
 * @param {(position: Position) => void} moved
 * @param {any} maps the library
 */
export function zoomable(canvas, size, moved, { select, zoom, zoomIdentity, zoomTransform }) {
  /** @type {Position} */
  const at = { zoom: 1, pan_x: 0, pan_y: 0 };
  const half = () => {
    const { width, height } = size();
    return [width / 2, height / 2];
  };
  const behaviour = zoom()
    .scaleExtent([1, MOST])
    .extent(() => [[0, 0], half().map((length) => 2 * length)])
    .clickDistance(4) // a move of a few pixels is still a click
    .wheelDelta((/** @type {WheelEvent} */ event) => -event.deltaY / WHEEL)
    // The page scrolls as ever: over a map that is in use, or with Ctrl, the wheel zooms, and
    // one finger scrolls where two move the map.
    .filter((/** @type {any} */ event) =>
      event.type === "wheel"
        ? event.ctrlKey || document.activeElement === canvas
        : event.touches
        ? event.touches.length > 1
        : !event.button
    )
    .on("zoom", (/** @type {any} */ { transform: { k, x, y } }) => {
      const [middle, centre] = half();
      Object.assign(at, {
        zoom: k,
        pan_x: x + (k - 1) * middle,
        pan_y: y + (k - 1) * centre,
      });
      moved(at);
    });
  const whole = select(canvas);
  whole.call(behaviour).on("dblclick.zoom", null);

  // d3 counts from the corner, we from the middle, which stays where it is when the page grows.
  const fit = () => {
    const [middle, centre] = half();
    const corner = [at.pan_x - (at.zoom - 1) * middle, at.pan_y - (at.zoom - 1) * centre];
    const { k, x, y } = zoomTransform(canvas);
    if (k === at.zoom && x === corner[0] && y === corner[1]) return;
    whole.property("__zoom", zoomIdentity.translate(...corner).scale(at.zoom));
  };
  for (const event of ["mousedown", "touchstart", "wheel"]) {
    canvas.addEventListener(event, fit, { capture: true, passive: true });
  }
  const by = (/** @type {number} */ factor) => {
    fit();
    behaviour.scaleBy(whole, factor);
  };
  const pan = (/** @type {number} */ x, /** @type {number} */ y) => {
    fit();
    behaviour.translateBy(whole, x / at.zoom, y / at.zoom);
  };
  const reset = () => whole.call(behaviour.transform, zoomIdentity);

  canvas.tabIndex = 0;
  canvas.addEventListener("keydown", (event) => {
    const act = /** @type {Record<string, () => void>} */ ({
      ArrowLeft: () => pan(STEP, 0),
      ArrowRight: () => pan(-STEP, 0),
      ArrowUp: () => pan(0, STEP),
      ArrowDown: () => pan(0, -STEP),
      "+": () => by(CLOSER),
      "=": () => by(CLOSER),
      "-": () => by(1 / CLOSER),
      0: reset,
      Home: reset,
    })[event.key];
    if (event.ctrlKey || event.metaKey || event.altKey || !act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  });
  /** @type {Tool[]} */
  const tools = [
    { sign: "+", label: "Zoom in", act: () => by(CLOSER) },
    { sign: "−", label: "Zoom out", act: () => by(1 / CLOSER) },
    { sign: "Reset", label: "Show the whole map", act: reset },
  ];
  return { at, reset, tools };
}
