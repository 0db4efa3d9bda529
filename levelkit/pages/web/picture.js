// A chart as a file: title, unit and source go inside the picture.

const SVG = "http://www.w3.org/2000/svg";
const FONT = "Arial, 'Liberation Sans', Helvetica, sans-serif";
const MARGIN = 20;
const FINER = 2; // a PNG has so many times the pixels of the screen

/** @param {string} tag @param {Record<string, string | number>} attributes */
export function svgElement(tag, attributes) {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, String(value));
  return node;
}

/** Break text into lines of at most `width` pixels. @param {string} text @param {number} size @param {string} weight @param {number} width */
function wrap(text, size, weight, width) {
  const pen = /** @type {CanvasRenderingContext2D} */ (
    document.createElement("canvas").getContext("2d")
  );
  pen.font = `${weight} ${size}px ${FONT}`;
  const lines = [""];
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const last = lines[lines.length - 1];
    const longer = last ? `${last} ${word}` : word;
    if (last && pen.measureText(longer).width > width) lines.push(word);
    else lines[lines.length - 1] = longer;
  }
  return lines.filter(Boolean);
}

/**
 * The chart's SVG with its words around it, as an SVG document.
 * @param {string} chartSvg
 * @param {{ title: string, subtitle: string, source: string }} words
 */
export function compose(chartSvg, { title, subtitle, source }) {
  const chart = new DOMParser().parseFromString(chartSvg, "image/svg+xml").documentElement;
  const [width, height] = ["width", "height"].map((key) =>
    parseFloat(chart.getAttribute(key) ?? "")
  );
  const page = document.createElementNS(SVG, "svg");
  let y = MARGIN;
  /** @param {string} text @param {number} size @param {string} weight @param {string} fill */
  const write = (text, size, weight, fill) => {
    for (const line of wrap(text, size, weight, width)) {
      y += size * 1.3;
      const node = svgElement("text", {
        x: MARGIN,
        y,
        fill,
        "font-size": size,
        "font-weight": weight,
        "font-family": FONT,
      });
      node.textContent = line;
      page.append(node);
    }
  };
  write(title, 22, "bold", "#0b0c0c");
  write(subtitle, 14, "normal", "#505a5f");
  chart.setAttribute("x", String(MARGIN));
  chart.setAttribute("y", String(y + 12));
  page.append(chart);
  y += height + 16;
  write(source, 12, "normal", "#505a5f");
  const [whole, tall] = [Math.ceil(width + 2 * MARGIN), Math.ceil(y + MARGIN)];
  page.setAttribute("width", String(whole));
  page.setAttribute("height", String(tall));
  page.setAttribute("viewBox", `0 0 ${whole} ${tall}`);
  page.prepend(svgElement("rect", { width: "100%", height: "100%", fill: "#ffffff" }));
  return new XMLSerializer().serializeToString(page);
}

/** Draw an SVG document as a PNG. @param {string} svg @returns {Promise<Blob>} */
export async function toPng(svg) {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = FINER * image.naturalWidth;
  canvas.height = FINER * image.naturalHeight;
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("no picture"))), "image/png");
  });
}

/** Hand a file to the visitor. @param {Blob} blob @param {string} name */
export function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
