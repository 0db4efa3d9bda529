// A chart as a file: title, unit and source go inside the picture.

const SVG = "http://www.w3.org/2000/svg";
const FONT = "Arial, 'Liberation Sans', Helvetica, sans-serif";
const MARGIN = 20;

/** Break text into lines of at most `width` pixels. */
function wrap(text, size, weight, width) {
  const pen = document.createElement("canvas").getContext("2d");
  pen.font = `${weight} ${size}px ${FONT}`;
  const lines = [""];
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const longer = lines.at(-1) ? `${lines.at(-1)} ${word}` : word;
    if (lines.at(-1) && pen.measureText(longer).width > width) lines.push(word);
    else lines[lines.length - 1] = longer;
  }
  return lines.filter(Boolean);
}

/** The chart's SVG with its words around it, as an SVG document. */
export function compose(chartSvg, { title, subtitle, source }) {
  const chart = new DOMParser().parseFromString(chartSvg, "image/svg+xml").documentElement;
  const [width, height] = ["width", "height"].map((key) => parseFloat(chart.getAttribute(key)));
  const page = document.createElementNS(SVG, "svg");
  let y = MARGIN;
  const write = (text, size, weight, fill) => {
    for (const line of wrap(text, size, weight, width)) {
      y += size * 1.3;
      const node = document.createElementNS(SVG, "text");
      const attributes = { x: MARGIN, y, fill, "font-size": size, "font-weight": weight };
      for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
      node.setAttribute("font-family", FONT);
      node.textContent = line;
      page.append(node);
    }
  };
  write(title, 22, "bold", "#0b0c0c");
  write(subtitle, 14, "normal", "#505a5f");
  chart.setAttribute("x", MARGIN);
  chart.setAttribute("y", y + 12);
  page.append(chart);
  y += height + 16;
  write(source, 12, "normal", "#505a5f");
  const size = { width: width + 2 * MARGIN, height: y + MARGIN };
  for (const [key, value] of Object.entries(size)) page.setAttribute(key, Math.ceil(value));
  page.setAttribute("viewBox", `0 0 ${Math.ceil(size.width)} ${Math.ceil(size.height)}`);
  const paper = document.createElementNS(SVG, "rect");
  for (const key of ["width", "height"]) paper.setAttribute(key, "100%");
  paper.setAttribute("fill", "#ffffff");
  page.prepend(paper);
  return new XMLSerializer().serializeToString(page);
}

/** Draw an SVG document as a PNG, twice as fine as the screen. */
export async function toPng(svg) {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = 2 * image.naturalWidth;
  canvas.height = 2 * image.naturalHeight;
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
}

/** Hand a file to the visitor. */
export function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}
