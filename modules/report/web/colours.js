// Colour scales: viridis for numbers, a colour-blind-safe set with marker shapes for groups.

const VIRIDIS = ['#440154', '#482878', '#3e4a89', '#31688e', '#26828e', '#1f9e89', '#35b779', '#6ece58', '#b5de2b', '#fde725'];
const GROUPS = ['#0072b2', '#e69f00', '#009e73', '#cc79a7', '#d55e00', '#56b4e9', '#8c6bb1', '#b2a429', '#7f5539', '#2f4b7c'];
const SHAPES = ['circle', 'square', 'diamond', 'triangle-up', 'cross', 'x'];
const CONTROL_COLOUR = '#8a8f98';
const MISSING_COLOUR = 'var(--missing)';

const channelsOf = hex => [1, 3, 5].map(i => parseInt(hex.slice(i, i + 2), 16));

function viridis(share) {
  const at = Math.min(Math.max(share, 0), 1) * (VIRIDIS.length - 1);
  const below = Math.min(Math.floor(at), VIRIDIS.length - 2);
  const [a, b] = [channelsOf(VIRIDIS[below]), channelsOf(VIRIDIS[below + 1])];
  return `rgb(${a.map((v, i) => Math.round(v + (at - below) * (b[i] - v))).join(',')})`;
}

function quantile(sorted, share) {
  const at = share * (sorted.length - 1);
  const below = Math.floor(at);
  return below + 1 < sorted.length ? sorted[below] + (at - below) * (sorted[below + 1] - sorted[below]) : sorted[below];
}

/** A column's colouring: colour of a value and what the legend needs. Numbers run from the 1st to the 99th percentile,
 * so that one odd well does not flatten the rest; groups named as controls are grey. */
function colouring(column, isControlValue = () => false) {
  if (column.kind === 'number') {
    const sorted = column.values.filter(Number.isFinite).sort((a, b) => a - b);
    const low = sorted.length ? quantile(sorted, 0.01) : 0;
    const high = sorted.length ? quantile(sorted, 0.99) : 0;
    const clipped = { low: sorted.length > 0 && sorted[0] < low, high: sorted.length > 0 && sorted[sorted.length - 1] > high };
    const share = value => high > low ? (value - low) / (high - low) : 0.5;
    const of = value => Number.isNaN(value) || value === undefined ? MISSING_COLOUR : viridis(share(value));
    return { kind: 'number', low, high, clipped, of, empty: sorted.length === 0 };
  }
  const groups = distinct(column.values.filter(value => value !== ''));
  const drawn = groups.filter(group => !isControlValue(group));
  const place = new Map(drawn.map((group, i) => [group, i]));
  const of = value => value === '' || value === undefined ? MISSING_COLOUR
    : place.has(value) ? GROUPS[place.get(value) % GROUPS.length] : CONTROL_COLOUR;
  const shape = value => place.has(value) ? SHAPES[Math.floor(place.get(value) / GROUPS.length) % SHAPES.length] : 'circle';
  return { kind: 'text', groups, of, shape };
}

/** Is a group made of control wells alone? */
function controlGroups(name) {
  const column = screen.wells?.column(name);
  if (!column || column.kind !== 'text' || PLACES.has(name)) return () => false;
  const others = new Set(screen.wells.indices().filter(row => !screen.isControl(row)).map(row => column.values[row]));
  return group => !others.has(group);
}

/** The legend of a colouring, a bar or a row of swatches. */
function legend(colours, title) {
  if (colours.kind === 'number') {
    if (colours.empty) return el('p', { class: 'legend' }, 'No values.');
    return el('div', { class: 'legend', role: 'img', 'aria-label': `${title}: dark ${formatNumber(colours.low)}, bright ${formatNumber(colours.high)}` },
      el('span', {}, (colours.clipped.low ? '≤ ' : '') + formatNumber(colours.low)),
      el('span', { class: 'bar', style: `background:linear-gradient(90deg,${VIRIDIS.join(',')})` }),
      el('span', {}, (colours.clipped.high ? '≥ ' : '') + formatNumber(colours.high)));
  }
  const shown = colours.groups.slice(0, 40);
  return el('div', { class: 'legend groups' },
    shown.map(group => el('span', { class: 'swatch' }, el('i', { style: `background:${colours.of(group)}` }), group)),
    colours.groups.length > shown.length && el('span', { class: 'note' }, `and ${colours.groups.length - shown.length} more`));
}
