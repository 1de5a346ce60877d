// The hit list: treatments by their distance to the controls, each beside a control.

const HIT_ORDER = ['rank', 'treatment', 'compound', 'dose', 'mechanism', 'distance', 'p', 'q'];

/** The well of a treatment that is shown: the first one with a picture. */
function pictureRow(treatment) {
  const wells = screen.wells;
  return (screen.ofTreatment.get(treatment) || []).find(row => pictures.has(wells.cell(row, 'plate'), wells.cell(row, 'well')));
}

function hitPair(treatment) {
  const row = pictureRow(treatment);
  if (row === undefined) return null;
  const wells = screen.wells;
  const image = r => pictures.make(wells.cell(r, 'plate'), wells.cell(r, 'well'), wellTitle(wells.cell(r, 'plate'), wells.cell(r, 'well')));
  const control = controlWell(wells.cell(row, 'plate'));
  return el('div', { class: 'pair' }, image(row), control !== undefined && image(control));
}

function distanceCell(table, row, largest) {
  const value = table.cell(row, 'distance');
  const share = largest > 0 && Number.isFinite(value) ? Math.max(value, 0) / largest : 0;
  return el('span', { class: 'meter' }, el('i', { style: `width:${(share * 100).toFixed(1)}%` }), el('span', {}, table.text(row, 'distance')));
}

function hitColumns(hits, withPictures) {
  const largest = hits.has('distance') ? Math.max(0, ...hits.column('distance').values.filter(Number.isFinite)) : 0;
  const names = hits.filled.map(c => c.name);
  const ordered = [...HIT_ORDER.filter(name => names.includes(name)), ...names.filter(name => !HIT_ORDER.includes(name))];
  const columns = ordered.map(name => {
    const column = textColumn(hits, name);
    if (name === 'distance') column.cell = row => distanceCell(hits, row, largest);
    if (name === 'treatment') column.className = 'strong';
    return column;
  });
  const at = ordered.indexOf('treatment');
  if (withPictures) columns.splice(at, 0, { name: 'picture', title: 'Hit | control', fixed: true, className: 'pictures', cell: row => hitPair(hits.cell(row, 'treatment')) });
  return columns;
}

function hitFacts(hits, row) {
  return el('dl', { class: 'facts' }, hits.columns.filter(c => c.name !== 'treatment' && hits.text(row, c.name) !== '')
    .map(c => [el('dt', {}, label(c.name)), el('dd', {}, hits.text(row, c.name))]));
}

function hitsSection() {
  const hits = tables.hits;
  if (!hits) return null;
  const withPictures = pictures.any && hits.indices().some(row => pictureRow(hits.cell(row, 'treatment')) !== undefined);
  const block = dataTable('hit-table', hitColumns(hits, withPictures), { rows: hits.indices(), caption: 'hits', search: 'Search hits  ( / )',
    sort: hits.has('rank') ? { name: 'rank', descending: false } : null,
    controls: withPictures && pictures.scalingControl(),
    choose: row => openTreatment(hits.cell(row, 'treatment'), hitFacts(hits, row)) });
  document.addEventListener('keydown', event => {
    if (event.key === '/' && !['INPUT', 'SELECT', 'TEXTAREA'].includes(document.activeElement.tagName)) {
      event.preventDefault();
      block.querySelector('input')?.focus();
    }
  });
  return section('hits', 'Hits', 'Treatments by how far their wells lie from the controls. Click a head to sort, a row to see all its wells.',
    block);
}
