// The training curve.

const CURVE = { width: 860, height: 300, left: 60, right: 16, top: 12, bottom: 42 };

function trainingChart(history, time, name) {
  const seeds = history.has('seed') ? distinct(history.column('seed').values) : [null];
  const curves = seeds.map(seed => history.indices().filter(row => seed === null || history.cell(row, 'seed') === seed)
    .map(row => [history.cell(row, time), history.cell(row, name)]).filter(p => p.every(Number.isFinite)));
  const points = curves.flat();
  if (points.length === 0) return el('p', { class: 'empty' }, 'No values.');
  const x = linearScale(spread(points.map(p => p[0]), 0.02), [CURVE.left, CURVE.width - CURVE.right], 8);
  const y = linearScale(spread(points.map(p => p[1]), 0.08), [CURVE.height - CURVE.bottom, CURVE.top], 5);
  return frame(CURVE, `${label(name)} by ${time}`, axes(x, y, CURVE, label(time), label(name)),
    curves.map((curve, i) => svg('g', { class: 'curve', style: `--curve:${GROUPS[i % GROUPS.length]}` },
      svg('path', { class: 'mean', d: pathOf(curve, x, y) }, seeds[i] !== null && svg('title', {}, `seed ${seeds[i]}`)),
      curve.length <= 60 && curve.map(([px, py]) => svg('circle', { class: 'dot', cx: x.of(px), cy: y.of(py), r: 3 },
        svg('title', {}, `${seeds[i] === null ? '' : `seed ${seeds[i]}, `}${label(time)} ${formatNumber(px)}: ${formatNumber(py)}`))))));
}

function trainingSection() {
  const history = tables.history;
  if (!history) return null;
  const time = ['step', 'epoch'].find(name => history.has(name));
  const names = history.columns.filter(c => c.kind === 'number' && !['step', 'epoch', 'seed'].includes(c.name)).map(c => c.name);
  if (!time || names.length === 0) return section('training', 'Training', null, el('p', { class: 'empty' }, 'The history has no numbers by epoch or step.'));
  const chosen = names.find(name => /loss/i.test(name)) || names[0];
  const plot = el('div', { class: 'training-plot' });
  const draw = name => plot.replaceChildren(trainingChart(history, time, name));
  draw(chosen);
  return section('training', 'Training', null,
    names.length > 1 && el('div', { class: 'controls' }, dropDown('Show', names.map(name => [name, label(name)]), chosen, draw)), plot);
}
