// The report's data: tables by column, wells and what is known of them.

const data = JSON.parse(document.getElementById('report-data').textContent);

const PROBABILITY = /(^|_)([pq]|p_value)$/;

class ReportTable {
  constructor(json) {
    this.rows = json.rows;
    this.columns = json.columns.map(column => ({
      name: column.name,
      kind: column.kind,
      values: column.kind === 'text' ? column.values
        : column.values.map(v => v === null ? NaN : typeof v === 'number' ? v : v === 'inf' ? Infinity : -Infinity),
    }));
    this.filled = this.columns.filter(c => c.kind === 'number' || this.rows === 0 || c.values.some(v => v !== ''));
    this.byName = new Map(this.columns.map(column => [column.name, column]));
  }
  has(name) { return this.byName.has(name); }
  column(name) { return this.byName.get(name); }
  /** A cell, or undefined where there is no such column. */
  cell(row, name) { return this.byName.get(name)?.values[row]; }
  /** A cell as people read it. */
  text(row, name) {
    const column = this.byName.get(name);
    if (!column) return '';
    return column.kind === 'number' ? formatNumber(column.values[row], PROBABILITY.test(name) ? 2 : undefined) : column.values[row];
  }
  indices() { return Array.from({ length: this.rows }, (_, row) => row); }
}

const tables = Object.fromEntries(Object.entries(data.tables).map(([name, json]) => [name, new ReportTable(json)]));

/** Natural order: P2 before P10. */
const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });
const natural = (a, b) => collator.compare(a, b) || (a < b ? -1 : a > b ? 1 : 0);
const distinct = values => [...new Set(values)].sort(natural);

const CONTROL = new Set(['negcon', 'negative_control', 'control', 'dmso']);
const isControlRole = role => CONTROL.has(String(role ?? '').toLowerCase());

/** Items by key, both in order of appearance. */
function grouped(items, keyOf) {
  const groups = new Map();
  for (const item of items) {
    const key = keyOf(item);
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(item);
  }
  return groups;
}

const wellKey = (plate, well) => JSON.stringify([plate, well]);

/** Wells by plate and name, by treatment, and the controls of a plate. */
const screen = (() => {
  const wells = tables.wells;
  const rowOf = new Map();
  const rows = wells ? wells.indices() : [];
  for (const row of rows) rowOf.set(wellKey(wells.cell(row, 'plate'), wells.cell(row, 'well')), row);
  return {
    wells,
    ofTreatment: grouped(rows, row => wells.cell(row, 'treatment')),
    controls: rows.filter(row => isControlRole(wells.cell(row, 'role'))),
    row: (plate, well) => rowOf.get(wellKey(plate, well)),
    isControl: row => isControlRole(wells.cell(row, 'role')),
  };
})();

/** Zero-based row and column of "B02" or "AA15"; null for another spelling. */
function wellPosition(well) {
  const match = /^([A-Z]{1,2})(\d+)$/.exec(well);
  if (!match) return null;
  const row = [...match[1]].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
  return { row, column: Number(match[2]) - 1 };
}

const rowLetters = row => (row >= 26 ? String.fromCharCode(64 + Math.floor(row / 26)) : '') + String.fromCharCode(65 + row % 26);

const PLACES = new Set(['plate', 'well', 'site', 'batch', 'row', 'col', 'column', 'well_original', 'x', 'y']);

/** The columns of a table that can colour something, as groups of a drop-down. */
function colouringOptions(table, places) {
  const names = kind => table.columns.filter(c => c.kind === kind && !PLACES.has(c.name)).map(c => [c.name, label(c.name)]);
  const varied = table.columns.filter(c => places.includes(c.name)).map(c => [c.name, label(c.name)]);
  return [{ label: 'Numbers', options: names('number') }, { label: 'Groups', options: [...names('text'), ...varied] }];
}
