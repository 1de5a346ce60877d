// The head of the page, its key numbers, and what was left out.

const run = data.run || {};

function pageHead(links) {
  const version = run.pheno ? `pheno-run ${typeof run.pheno === 'string' ? run.pheno : run.pheno.version ?? ''}` : null;
  const facts = [run.workflow && ['Workflow', run.workflow], version && ['Version', version],
    run.seed !== undefined && ['Seed', String(run.seed)],
    run.seeds > 1 && ['Trainings', `${run.seeds} seeds; wells, map, hits and doses are those of the first`], Array.isArray(run.steps) && ['Steps', String(run.steps.length)]].filter(Boolean);
  return el('header', { class: 'page-head' },
    data.simulated && el('p', { class: 'simulated', role: 'note' }, el('strong', {}, 'Simulated data'), ' The images of this screen were computed, not taken: its hits say nothing about biology.'),
    el('h1', {}, data.title),
    el('p', { class: 'facts-line' }, facts.map(([term, value]) => el('span', {}, el('b', {}, term), ' ', value))),
    el('nav', { 'aria-label': 'Sections' }, links.map(([id, text]) => el('a', { href: '#' + id }, text))));
}

function keyNumbers() {
  const wells = tables.wells;
  const items = [];
  if (wells) {
    items.push([formatNumber(distinct(wells.column('plate').values).length), 'plates'], [formatNumber(wells.rows), 'wells']);
    const cells = wells.column('cell_count');
    if (cells?.kind === 'number') items.push([formatNumber(cells.values.filter(Number.isFinite).reduce((a, b) => a + b, 0)), 'cells']);
  }
  if (tables.hits) {
    const q = tables.hits.column('q');
    items.push(q?.kind === 'number'
      ? [`${formatNumber(q.values.filter(v => v <= 0.05).length)}`, `of ${plural(tables.hits.rows, 'treatment')} with q ≤ 0.05`]
      : [formatNumber(tables.hits.rows), 'treatments ranked']);
  }
  for (const { name, value, low, high } of data.headline) {
    const range = low !== null && high !== null && low !== undefined ? ` (${formatNumber(low)} – ${formatNumber(high)})` : '';
    items.push([formatNumber(value ?? NaN), [label(name.split('/')[0]), ...name.split('/').slice(1)].join(', ') + range]);
  }
  items.push([formatNumber((run.quarantine || []).length), 'quarantined']);
  return el('ul', { class: 'key-numbers' }, items.map(([value, text]) => el('li', {}, el('b', {}, value), el('span', {}, text))));
}

const isFinding = status => status !== '' && status !== undefined && status !== 'ok';

function auditPart() {
  const audit = tables.audit;
  if (!audit) return null;
  const rows = audit.indices();
  const bad = rows.filter(row => isFinding(audit.cell(row, 'status')));
  const sorted = [...bad, ...rows.filter(row => !isFinding(audit.cell(row, 'status')))];
  const note = audit.has('status') ? (bad.length ? `${plural(bad.length, 'row')} with a finding, of ${formatNumber(rows.length)}` : `${plural(rows.length, 'row')}, no finding`)
    : plural(rows.length, 'row');
  const part = folded('Image audit', note, plainTable('audit-table', audit, { rows: sorted, caption: 'image audit', search: 'Search plate, well, finding',
    rowClass: row => isFinding(audit.cell(row, 'status')) ? 'finding' : '' }));
  part.open = bad.length > 0;
  return part;
}

const AXES = ['batch', 'plate', 'well', 'site'];

function quarantinePart() {
  const items = run.quarantine || [];
  const place = item => Object.entries(item.shard || {}).sort(([a], [b]) => AXES.indexOf(a) - AXES.indexOf(b)).map(([axis, value]) => `${axis} ${value}`).join(', ');
  const columns = [['step', 'Step', item => item.step], ['place', 'Where', place], ['item', 'Item', item => item.item], ['reason', 'Reason', item => item.reason]]
    .map(([name, title, text]) => ({ name, title, value: i => String(text(items[i]) ?? ''), text: i => String(text(items[i]) ?? '') }));
  const part = folded('Quarantine', items.length ? `${plural(items.length, 'item')} left out, each with its reason` : 'nothing was left out',
    items.length > 0 && dataTable('quarantine-table', columns, { rows: items.map((_, i) => i), caption: 'quarantine', search: items.length > 10 && 'Search' }));
  part.open = items.length > 0;
  return part;
}

function unmatchedPart() {
  const table = tables.unmatched;
  if (!table) return null;
  const part = folded('Wells in the plate map or the images alone', table.rows ? plural(table.rows, 'well') : 'none',
    table.rows > 0 && plainTable('unmatched-table', table, { caption: 'unmatched wells' }));
  part.open = table.rows > 0;
  return part;
}

function notesPart() {
  const notes = run.notes || [];
  if (notes.length === 0) return null;
  return folded('Notes of the run', plural(notes.length, 'note'),
    el('ul', { class: 'notes' }, notes.map(note => el('li', {}, typeof note === 'string' ? note : note.message ?? JSON.stringify(note)))));
}

const qualitySection = () => section('quality', 'What went in, what was left out',
  'Nothing leaves a screen silently: what is not in the figures above stands here.',
  auditPart(), quarantinePart(), unmatchedPart(), notesPart());
