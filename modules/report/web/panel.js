// The panel at the side: one well or one treatment, large.

const panel = (() => {
  const title = el('h2', { id: 'panel-title', tabindex: -1 });
  const body = el('div', { class: 'panel-body' });
  const node = el('aside', { class: 'panel', 'aria-labelledby': 'panel-title', hidden: true },
    el('header', {}, title, el('button', { type: 'button', class: 'close', 'aria-label': 'Close', onclick: () => close() }, '×')), body);
  document.body.append(node);
  let cameFrom = null;
  function open(text, ...content) {
    if (node.hidden) cameFrom = document.activeElement;
    title.textContent = text;
    body.replaceChildren(...content.flat().filter(Boolean));
    node.hidden = false;
    document.body.classList.add('panel-open');
    window.dispatchEvent(new Event('resize')); // plotly looks at its width again
    title.focus({ preventScroll: true });
  }
  function close() {
    node.hidden = true;
    document.body.classList.remove('panel-open');
    window.dispatchEvent(new Event('resize'));
    cameFrom?.focus?.({ preventScroll: true });
  }
  document.addEventListener('keydown', event => { if (event.key === 'Escape' && !node.hidden) close(); });
  return { open, close };
})();

/** The first control well of a plate that has a picture; of another plate where that plate has none. */
function controlWell(plate) {
  const wells = screen.wells;
  const pictured = screen.controls.filter(row => pictures.has(wells.cell(row, 'plate'), wells.cell(row, 'well')));
  return pictured.find(row => wells.cell(row, 'plate') === plate) ?? pictured[0];
}

function figureOf(row, note) {
  const plate = screen.wells.cell(row, 'plate');
  const well = screen.wells.cell(row, 'well');
  const image = pictures.make(plate, well, `${note}, ${wellTitle(plate, well)}`);
  return image && el('figure', {}, image, el('figcaption', {}, el('strong', {}, note), ' ', wellTitle(plate, well)));
}

const treatmentOf = row => screen.wells.cell(row, 'treatment') || screen.wells.cell(row, 'compound') || 'Well';

function besideControl(row) {
  const control = controlWell(screen.wells.cell(row, 'plate'));
  const own = figureOf(row, treatmentOf(row));
  return own && el('div', { class: 'pair large' }, own, control !== undefined && control !== row && figureOf(control, 'Control'));
}

function openWell(plate, well) {
  const row = screen.row(plate, well);
  if (row === undefined) return panel.open(wellTitle(plate, well), el('p', {}, 'No row in the table of wells.'));
  return panel.open(wellTitle(plate, well), pictures.scalingControl(), besideControl(row), wellFacts(row));
}

const MOST_PICTURES = 24;

/** All wells of a treatment beside a control, and its row of the hit table. */
function openTreatment(treatment, facts) {
  const rows = screen.ofTreatment.get(treatment) || [];
  const figures = rows.map(row => figureOf(row, rows.length > 1 ? '' : treatment)).filter(Boolean);
  const control = rows.length ? controlWell(screen.wells.cell(rows[0], 'plate')) : undefined;
  const controlFigure = control !== undefined && figures.length > 0 && figureOf(control, 'Control');
  panel.open(treatment, figures.length > 0 && pictures.scalingControl(),
    facts, figures.length > 0 && el('div', { class: 'gallery' }, figures.slice(0, 1), controlFigure, figures.slice(1, MOST_PICTURES)),
    el('p', { class: 'note' }, rows.length ? plural(rows.length, 'well') + ': ' + rows.map(row => wellTitle(screen.wells.cell(row, 'plate'), screen.wells.cell(row, 'well'))).join(', ')
      : 'No well of the table of wells carries this treatment.'));
}
