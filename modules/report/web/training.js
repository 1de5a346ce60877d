// The training curve.

const CURVE = { width: 860, height: 300, left: 60, right: 16, top: 12, bottom: 42 };

function trainingChart(history, time, name) {
  const points = history.indices().map(row => [history.cell(row, time), history.cell(row, name)]).filter(p => p.every(Number.isFinite));
  if (points.length === 0) return el('p', { class: 'empty' }, 'No values.');
  const x = linearScale(spread(points.map(p => p[0]), 0.02), [CURVE.left, CURVE.width - CURVE.right], 8);
  const y = linearScale(spread(points.map(p => p[1]), 0.08), [CURVE.height - CURVE.bottom, CURVE.top], 5);
  return frame(CURVE, `${label(name)} by ${time}`, axes(x, y, CURVE, label(time), label(name)),
    svg('g', { class: 'curve', style: `--curve:${GROUPS[0]}` }, svg('path', { class: 'mean', d: pathOf(points, x, y) }),
      points.length <= 60 && points.map(([px, py]) => svg('circle', { class: 'dot', cx: x.of(px), cy: y.of(py), r: 3 }, svg('title', {}, `${label(time)} ${formatNumber(px)}: ${formatNumber(py)}`)))));
}

function trainingSection() {
  const history = tables.history;
  if (!history) return null;
  const time = ['step', 'epoch'].find(name => history.has(name));
  const names = history.columns.filter(c => c.kind === 'number' && !['step', 'epoch'].includes(c.name)).map(c => c.name);
  if (!time || names.length === 0) return section('training', 'Training', null, el('p', { class: 'empty' }, 'The history has no numbers by epoch or step.'));
  const chosen = names.find(name => /loss/i.test(name)) || names[0];
  const plot = el('div', { class: 'training-plot' });
  const draw = name => plot.replaceChildren(trainingChart(history, time, name));
  draw(chosen);
  return section('training', 'Training', null,
    names.length > 1 && el('div', { class: 'controls' }, dropDown('Show', names.map(name => [name, label(name)]), chosen, draw)), plot);
}
