// Plate heat maps: one small map a plate, one colour scale for all.

const FORMATS = [[8, 12], [16, 24], [32, 48]];
const CELL = 10;
const FIRST_PLATES = 24;

/** The smallest plate format that holds all wells. */
function plateFormat(positions) {
  const rows = positions.reduce((most, p) => Math.max(most, p.row), 0) + 1;
  const columns = positions.reduce((most, p) => Math.max(most, p.column), 0) + 1;
  return FORMATS.find(([r, c]) => rows <= r && columns <= c) || [rows, columns];
}

function plateGrid([rows, columns]) {
  const step = columns > 12 ? 4 : 1;
  const letters = Array.from({ length: rows }, (_, r) => r).filter(r => r % (rows > 8 ? 3 : 1) === 0);
  const numbers = Array.from({ length: columns }, (_, c) => c).filter(c => c % step === step - 1 || c === 0);
  return [letters.map(r => svg('text', { class: 'plate-tick end', x: -2.5, y: r * CELL + CELL / 2 }, rowLetters(r))),
    numbers.map(c => svg('text', { class: 'plate-tick middle', x: c * CELL + CELL / 2, y: -4 }, String(c + 1))),
    svg('rect', { x: 0, y: 0, width: columns * CELL, height: rows * CELL, fill: 'url(#empty-wells)' }),
    svg('rect', { class: 'plate-edge', x: -1, y: -1, width: columns * CELL + 2, height: rows * CELL + 2, rx: 2.5 })];
}

/** Dots where a plate has no well. */
const emptyWells = () => svg('svg', { class: 'pattern', width: 0, height: 0, 'aria-hidden': 'true' },
  svg('pattern', { id: 'empty-wells', width: CELL, height: CELL, patternUnits: 'userSpaceOnUse' }, svg('circle', { class: 'empty-well', cx: CELL / 2, cy: CELL / 2, r: 0.9 })));

/** Three or four plates a line, whichever leaves fewer places empty. */
const platesALine = (plates, most) => plates < most ? Math.max(plates, 2) : (most - plates % most) % most <= (most - 1 - plates % (most - 1)) % (most - 1) ? most : most - 1;

function plateMap(plate, rows, format, column, colours) {
  const wells = screen.wells;
  const drawn = rows.map(row => {
    const position = wellPosition(wells.cell(row, 'well'));
    return position && svg('rect', { class: screen.isControl(row) ? 'well control-well' : 'well', 'data-row': row, fill: colours.of(column.values[row]),
      x: position.column * CELL + 0.6, y: position.row * CELL + 0.6, width: CELL - 1.2, height: CELL - 1.2, rx: 1.4 });
  });
  const [height, width] = [format[0] * CELL, format[1] * CELL];
  return el('figure', { class: 'plate' }, el('figcaption', {}, plate),
    svg('svg', { class: 'plate-map', viewBox: `-11 -11 ${width + 13} ${height + 13}`, role: 'img', 'aria-label': `Plate ${plate}, ${plural(rows.length, 'well')}` },
      plateGrid(format), drawn.filter(Boolean)));
}

const DIST = /dist/i;

/** What is looked at first: distance to the controls, then cell count, then any number. */
function firstNumber(table) {
  const numbers = table.columns.filter(c => c.kind === 'number' && !PLACES.has(c.name)).map(c => c.name);
  return numbers.find(name => DIST.test(name)) || numbers.find(name => name === 'cell_count') || numbers[0]
    || table.columns.find(c => c.kind === 'text' && !PLACES.has(c.name))?.name;
}

function platesSection() {
  const wells = screen.wells;
  if (!wells) return null;
  if (wells.rows === 0) return section('plates', 'Plates', null, el('p', { class: 'empty' }, 'The table of wells has no rows.'));
  const ofPlate = new Map([...grouped(wells.indices(), row => wells.cell(row, 'plate'))].sort((a, b) => natural(a[0], b[0])));
  const format = plateFormat(wells.column('well').values.map(wellPosition).filter(Boolean));
  let name = firstNumber(wells);
  let limit = FIRST_PLATES;
  const grid = el('div', { class: 'plates', style: `--plates:${platesALine(ofPlate.size, format[1] > 12 ? 3 : 4)}` });
  const scale = el('div');
  const more = el('button', { type: 'button', class: 'more', onclick: () => { limit = Infinity; draw(); } }, `Show all ${ofPlate.size} plates`);
  function draw() {
    const column = wells.column(name) || { kind: 'text', values: wells.indices().map(() => '') };
    const colours = colouring(column, controlGroups(name));
    grid.replaceChildren(...[...ofPlate].slice(0, limit).map(([plate, rows]) => plateMap(plate, rows, format, column, colours)));
    scale.replaceChildren(legend(colours, label(name || '')));
    more.hidden = ofPlate.size <= limit;
  }
  const rowUnder = event => event.target.dataset?.row;
  grid.addEventListener('pointermove', event => {
    const row = rowUnder(event);
    if (row === undefined) card.hide();
    else card.showWell(event.clientX, event.clientY, wells.cell(row, 'plate'), wells.cell(row, 'well'), name);
  });
  grid.addEventListener('pointerleave', () => card.hide());
  grid.addEventListener('click', event => {
    const row = rowUnder(event);
    if (row !== undefined) openWell(wells.cell(row, 'plate'), wells.cell(row, 'well'));
  });
  draw();
  return section('plates', 'Plates', screen.controls.length ? 'Wells with a dark rim are controls. One colour scale for all plates.' : 'One colour scale for all plates.',
    el('div', { class: 'controls' }, dropDown('Colour by', colouringOptions(wells, []), name, value => { name = value; draw(); }), scale), emptyWells(), grid, more);
}
