// Small line and point charts as SVG: they print, scale with the page and need no canvas.

/** Round steps that cover [low, high]. */
function niceTicks(low, high, wanted) {
  const raw = (high - low) / wanted;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = power * [1, 2, 2.5, 5, 10].find(m => m * power >= raw * 0.999);
  const ticks = [];
  for (let i = Math.ceil(low / step - 1e-9); i * step <= high + step * 1e-9; ++i) ticks.push(Number((i * step).toPrecision(12)));
  return ticks;
}

function spread(values, share) {
  const low = values.length ? values.reduce((a, b) => Math.min(a, b)) : 0;
  const high = values.length ? values.reduce((a, b) => Math.max(a, b)) : 1;
  const margin = (high - low) * share || Math.abs(high) * 0.1 || 1;
  return [low - margin, high + margin];
}

/** A linear scale from data to pixels. */
function linearScale([low, high], [from, to], wanted) {
  const of = value => from + (value - low) / (high - low) * (to - from);
  return { of, ticks: niceTicks(low, high, wanted).filter(t => t >= low && t <= high), text: value => formatNumber(value) };
}

/** A logarithmic scale for doses; ticks are the doses themselves, thinned to at most `wanted`. */
function doseScale(doses, [from, to], wanted) {
  const logs = doses.map(Math.log10);
  const inner = linearScale(spread(logs, doses.length > 1 ? 0.08 : 0.5), [from, to], 2);
  const every = Math.ceil(doses.length / wanted);
  return { of: dose => inner.of(Math.log10(dose)), ticks: doses.filter((_, i) => i % every === 0), text: dose => formatNumber(dose) };
}

/** Axes of a chart: `x`, `y` scales, box {width, height, left, right, top, bottom}. */
function axes(x, y, box, xTitle, yTitle) {
  const right = box.width - box.right;
  const bottom = box.height - box.bottom;
  return svg('g', { class: 'axes' },
    y.ticks.map(t => [svg('line', { class: 'grid', x1: box.left, x2: right, y1: y.of(t), y2: y.of(t) }),
      svg('text', { x: box.left - 6, y: y.of(t), class: 'tick end' }, y.text(t))]),
    x.ticks.map(t => svg('text', { x: x.of(t), y: bottom + 15, class: 'tick middle' }, x.text(t))),
    svg('line', { class: 'base', x1: box.left, x2: right, y1: bottom, y2: bottom }),
    xTitle && svg('text', { x: (box.left + right) / 2, y: box.height - 8, class: 'axis-title middle' }, xTitle),
    yTitle && svg('text', { transform: `translate(11 ${(box.top + bottom) / 2}) rotate(-90)`, class: 'axis-title middle' }, yTitle));
}

/** A line through points, broken where one is missing. */
function pathOf(points, x, y) {
  let pen = 'M';
  return points.map(([px, py]) => {
    if (!Number.isFinite(px) || !Number.isFinite(py)) { pen = 'M'; return ''; }
    const piece = `${pen}${x.of(px).toFixed(1)} ${y.of(py).toFixed(1)}`;
    pen = 'L';
    return piece;
  }).join('');
}

const frame = (box, name, ...content) =>
  svg('svg', { class: 'chart', viewBox: `0 0 ${box.width} ${box.height}`, role: 'img', 'aria-label': name }, content);
