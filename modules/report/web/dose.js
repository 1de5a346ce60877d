// Dose curves: a panel a mechanism, its compounds as lines through the means of their wells.

const FIRST_PANELS = 12;
const SMALL = { width: 300, height: 200, left: 46, right: 10, top: 10, bottom: 36 };
const LARGE = { width: 860, height: 360, left: 60, right: 16, top: 12, bottom: 42 };

const mean = values => values.reduce((a, b) => a + b, 0) / values.length;

/** [dose, mean value] in order of dose. */
function meanCurve(points) {
  return [...grouped(points, p => p.dose)].sort((a, b) => a[0] - b[0]).map(([dose, own]) => [dose, mean(own.map(p => p.value))]);
}

/** Mean and standard deviation of control wells as a band. */
function controlBand(controls, y, box) {
  if (controls.length < 2) return null;
  const middle = mean(controls);
  const sd = Math.sqrt(mean(controls.map(v => (v - middle) ** 2)) * controls.length / (controls.length - 1));
  const top = y.of(middle + sd);
  const right = box.width - box.right;
  return svg('g', { class: 'control-band' }, svg('rect', { x: box.left, width: right - box.left, y: top, height: Math.max(y.of(middle - sd) - top, 1) }),
    svg('line', { x1: box.left, x2: right, y1: y.of(middle), y2: y.of(middle) }));
}

function curve(points, colour, x, y, className, title) {
  const line = meanCurve(points);
  return svg('g', { class: className, style: `--curve:${colour}` }, title && svg('title', {}, title),
    points.map(p => svg('circle', { class: 'dot', cx: x.of(p.dose), cy: y.of(p.value), r: 2.6 })),
    svg('path', { class: 'mean', d: pathOf(line, x, y) }));
}

function doseChart(points, controls, range, box, name, draw) {
  const x = doseScale(distinct(points.map(p => p.dose)).sort((a, b) => a - b), [box.left, box.width - box.right], box === LARGE ? 10 : 5);
  const y = linearScale(range, [box.height - box.bottom, box.top], 4);
  return frame(box, name, axes(x, y, box, 'Dose', box === LARGE ? label(data.dose_value) : null), controlBand(controls, y, box), draw(x, y));
}

function readDose(dose) {
  const points = dose.indices().map(row => ({ compound: dose.cell(row, 'compound'), dose: dose.cell(row, 'dose'), value: dose.cell(row, 'value'),
    group: dose.cell(row, 'mechanism') || dose.cell(row, 'compound'), control: isControlRole(dose.cell(row, 'role')) })).filter(p => Number.isFinite(p.value));
  return { treated: points.filter(p => !p.control && p.dose > 0), controls: points.filter(p => p.control).map(p => p.value) };
}

function groupPanel(group, points, controls, range) {
  const compounds = distinct(points.map(p => p.compound));
  const colour = compound => GROUPS[compounds.indexOf(compound) % GROUPS.length];
  const ofCompound = compound => points.filter(p => p.compound === compound);
  return el('figure', { class: 'dose-panel' }, el('figcaption', {}, el('strong', {}, group),
    compounds.slice(0, 6).map(c => el('span', { class: 'swatch' }, el('i', { style: `background:${colour(c)}` }), c)),
    compounds.length > 6 && el('span', { class: 'note' }, `and ${compounds.length - 6} more`)),
  doseChart(points, controls, range, SMALL, `${group}: value by dose`, (x, y) => compounds.map(c => curve(ofCompound(c), colour(c), x, y, 'curve', c))));
}

function compoundPanel(compound, treated, controls, range) {
  const points = treated.filter(p => p.compound === compound);
  const group = points[0].group;
  const siblings = treated.filter(p => p.group === group);
  const others = distinct(siblings.map(p => p.compound)).filter(c => c !== compound);
  return el('figure', { class: 'dose-panel single' }, el('figcaption', {}, el('strong', {}, compound),
    group !== compound && el('span', {}, group), others.length > 0 && el('span', { class: 'note' }, 'Dashed: mean of its mechanism')),
  doseChart(siblings, controls, range, LARGE, `${compound}: value by dose`, (x, y) => [
    others.length > 0 && svg('path', { class: 'mechanism-mean', d: pathOf(meanCurve(siblings), x, y) }),
    curve(points, GROUPS[0], x, y, 'curve')].filter(Boolean)));
}

function doseSection() {
  const dose = tables.dose;
  if (!dose) return null;
  const { treated, controls } = readDose(dose);
  if (treated.length === 0) return section('dose', 'Dose', null, el('p', { class: 'empty' }, 'No compound has a dose above 0 with a value.'));
  const range = spread([...treated.map(p => p.value), ...controls], 0.06);
  const ofGroup = grouped(treated, p => p.group);
  const top = points => Math.max(...meanCurve(points).map(([, value]) => value));
  const groups = [...ofGroup].map(([group, points]) => ({ group, points, top: top(points) })).sort((a, b) => b.top - a.top || natural(a.group, b.group));
  let limit = FIRST_PANELS;
  let chosen = '';
  const grid = el('div', { class: 'dose-grid' });
  const more = el('button', { type: 'button', class: 'more', onclick: () => { limit = Infinity; draw(); } }, `Show all ${groups.length} panels`);
  function draw() {
    grid.replaceChildren(...(chosen ? [compoundPanel(chosen, treated, controls, range)]
      : groups.slice(0, limit).map(g => groupPanel(g.group, g.points, controls, range))));
    more.hidden = chosen !== '' || groups.length <= limit;
  }
  draw();
  const compounds = distinct(treated.map(p => p.compound)).map(c => [c, c]);
  return section('dose', 'Dose', `${label(data.dose_value)} of wells by dose, lines are means; strongest effect first, one axis for all. `
    + (controls.length > 1 ? 'The grey band is the mean of the control wells ± one standard deviation.' : ''),
  el('div', { class: 'controls' }, dropDown('Compound', [['', 'All, by mechanism'], ...compounds], '', value => { chosen = value; draw(); })), grid, more);
}
