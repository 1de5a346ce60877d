// Figures of merit: what was trained beside what was not.

const CHANCE = 'chance';
const CHANCE_END = '_chance';
const STRIP = { width: 420, height: 46, left: 8, right: 8, top: 8, bottom: 20 };

/** Metrics of the whole screen; "nsc_chance" of any scope is the chance of "nsc". As [{metric, entries: [{scope, value, low, high, n, row}]}]. */
function comparisons(metrics) {
  const names = new Set(metrics.column('metric').values);
  const found = new Map();
  for (const row of metrics.indices()) {
    if (metrics.cell(row, 'group') || !metrics.cell(row, 'scope')) continue;
    const name = metrics.cell(row, 'metric');
    const base = name.endsWith(CHANCE_END) ? name.slice(0, -CHANCE_END.length) : name;
    const ofChance = base !== name && names.has(base);
    const metric = ofChance ? base : name;
    if (!found.has(metric)) found.set(metric, []);
    const entry = { scope: ofChance ? CHANCE : metrics.cell(row, 'scope'), value: metrics.cell(row, 'value'), low: metrics.cell(row, 'low'), high: metrics.cell(row, 'high') };
    const known = found.get(metric).some(e => e.scope === CHANCE && ofChance && formatNumber(e.value) === formatNumber(entry.value));
    if (!known) found.get(metric).push(entry);
  }
  return [...found].map(([metric, entries]) => ({ metric, entries: entries.filter(e => Number.isFinite(e.value)) })).filter(c => c.entries.length > 0);
}

function strip({ metric, entries }, colour) {
  const ends = entries.flatMap(e => [e.value, e.low, e.high]).filter(Number.isFinite);
  const unit = ends.every(v => v >= 0 && v <= 1);
  const x = linearScale(unit ? [0, 1] : spread(ends, 0.08), [STRIP.left, STRIP.width - STRIP.right], 4);
  const middle = 15;
  const bottom = STRIP.height - STRIP.bottom;
  return svg('svg', { class: 'strip', viewBox: `0 0 ${STRIP.width} ${STRIP.height}`, role: 'img',
    'aria-label': `${label(metric)}: ${entries.map(e => `${e.scope} ${formatNumber(e.value)}`).join(', ')}` },
  svg('line', { class: 'base', x1: STRIP.left, x2: STRIP.width - STRIP.right, y1: bottom + 2, y2: bottom + 2 }),
  x.ticks.map(t => svg('text', { class: 'tick middle', x: x.of(t), y: STRIP.height - 4 }, formatNumber(t))),
  entries.map(e => e.scope === CHANCE ? svg('line', { class: 'chance', x1: x.of(e.value), x2: x.of(e.value), y1: 3, y2: bottom + 2 })
    : svg('g', { style: `--curve:${colour(e.scope)}` }, svg('title', {}, `${e.scope}: ${formatNumber(e.value)}`),
      Number.isFinite(e.low) && Number.isFinite(e.high) && svg('line', { class: 'interval', x1: x.of(e.low), x2: x.of(e.high), y1: middle, y2: middle }),
      svg('circle', { class: 'score', cx: x.of(e.value), cy: middle, r: 6 }))));
}

function metricsSection() {
  const metrics = tables.metrics;
  if (!metrics) return null;
  const compared = comparisons(metrics);
  const scopes = [...new Set(compared.flatMap(c => c.entries.map(e => e.scope)))].sort((a, b) => (a === CHANCE) - (b === CHANCE));
  const colour = scope => GROUPS[scopes.indexOf(scope) % GROUPS.length];
  const head = scope => el('th', { scope: 'col', class: 'number' }, el('span', { class: 'swatch' },
    el('i', scope === CHANCE ? { class: 'chance-mark' } : { style: `background:${colour(scope)}` }), label(scope)));
  const value = (entries, scope) => {
    const own = entries.filter(e => e.scope === scope);
    return el('td', { class: 'number' }, own.map(e => formatNumber(e.value)).join(', '),
      own.filter(e => Number.isFinite(e.low) && Number.isFinite(e.high)).map(e => el('small', {}, `${formatNumber(e.low)} to ${formatNumber(e.high)}`)));
  };
  const table = compared.length > 0 && el('div', { class: 'table-scroll', tabindex: 0, role: 'region', 'aria-label': 'metrics beside baselines' },
    el('table', { class: 'data comparison', id: 'comparison-table' },
      el('thead', {}, el('tr', {}, el('th', { scope: 'col' }, 'Metric'), el('th', { scope: 'col', class: 'strip-head' }, ''), scopes.map(head))),
      el('tbody', {}, compared.map(c => el('tr', {}, el('th', { scope: 'row' }, label(c.metric)), el('td', {}, strip(c, colour)), scopes.map(s => value(c.entries, s)))))));
  return section('metrics', 'How good is it', 'The trained embedding beside its baselines; the dashed tick is chance, thin lines are confidence intervals. The same numbers stand in metrics.json.',
    table, folded('All metrics', plural(metrics.rows, 'row'), plainTable('metrics-table', metrics, { caption: 'metrics', search: metrics.rows > 20 && 'Search' })));
}
