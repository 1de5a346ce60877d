// A table that sorts by its heads, searches and grows on demand.

const PAGE = 100;

const textColumn = (table, name) => ({
  name, title: label(name), number: table.column(name).kind === 'number',
  value: row => table.cell(row, name), text: row => table.text(row, name),
});

function compareValues(a, b) {
  const missing = value => value === '' || value === undefined || Number.isNaN(value);
  if (missing(a) || missing(b)) return missing(a) - missing(b);
  return typeof a === 'number' && typeof b === 'number' ? a - b : natural(String(a), String(b));
}

/** `columns`: name, title, value(row), text(row), number, cell(row) (an element instead of text), fixed (never sorted);
 * `options`: rows, search (placeholder), choose(row), caption, rowClass(row), sort {name, descending}, controls. */
function dataTable(id, columns, options) {
  let order = options.sort ? { ...options.sort } : null;
  let wanted = '';
  let limit = PAGE;
  const found = el('span', { class: 'note', role: 'status' });
  const body = el('tbody');
  const more = el('button', { type: 'button', class: 'more', onclick: () => { limit = Infinity; draw(); } });
  const haystack = new Map(options.rows.map(row => [row, columns.filter(c => c.text).map(c => c.text(row)).join('\n').toLowerCase()]));

  function visibleRows() {
    const words = wanted.toLowerCase().split(/\s+/).filter(Boolean);
    const rows = options.rows.filter(row => words.every(word => haystack.get(row).includes(word)));
    if (!order) return rows;
    const column = columns.find(c => c.name === order.name);
    const sign = order.descending ? -1 : 1;
    const missing = value => value === '' || value === undefined || Number.isNaN(value);
    return rows.map((row, i) => ({ row, i, value: column.value(row) })).sort((a, b) => {
      const plain = compareValues(a.value, b.value);
      return (missing(a.value) || missing(b.value) ? plain : sign * plain) || a.i - b.i;
    }).map(item => item.row);
  }
  function drawRow(row) {
    const cells = columns.map(c => el('td', { class: c.number ? 'number' : c.className }, c.cell ? c.cell(row) : c.text(row)));
    if (!options.choose) return el('tr', { class: options.rowClass?.(row) }, cells);
    const choose = event => { event.preventDefault(); options.choose(row); };
    return el('tr', { class: `chosen-by-click ${options.rowClass?.(row) || ''}`, tabindex: 0, onclick: choose,
      onkeydown: event => { if (event.key === 'Enter' && event.target === event.currentTarget) choose(event); } }, cells);
  }
  function draw() {
    const rows = visibleRows();
    body.replaceChildren(...rows.slice(0, limit).map(drawRow));
    if (rows.length === 0) body.append(el('tr', { class: 'empty' }, el('td', { colspan: columns.length }, wanted ? 'Nothing found.' : 'No rows.')));
    more.hidden = rows.length <= limit;
    more.textContent = `Show all ${formatNumber(rows.length)} rows`;
    found.textContent = wanted ? `${formatNumber(rows.length)} of ${formatNumber(options.rows.length)}` : plural(options.rows.length, 'row');
    heads.forEach(({ column, head }) => head.setAttribute('aria-sort',
      order?.name !== column.name ? 'none' : order.descending ? 'descending' : 'ascending'));
  }
  function sortBy(column) {
    order = order?.name === column.name ? { name: column.name, descending: !order.descending } : { name: column.name, descending: false };
    draw();
  }
  const heads = columns.filter(c => !c.fixed).map(column => ({ column,
    head: el('th', { scope: 'col', class: column.number ? 'number' : null },
      el('button', { type: 'button', onclick: () => sortBy(column) }, column.title)) }));
  const headOf = column => column.fixed ? el('th', { scope: 'col' }, column.title) : heads.find(h => h.column === column).head;
  const search = options.search && searchBox('Search ' + options.caption, options.search, text => { wanted = text; limit = PAGE; draw(); });
  const node = el('div', { class: 'table-block' },
    (search || options.controls || options.rows.length > PAGE) && el('div', { class: 'controls' }, search, found, options.controls),
    el('div', { class: 'table-scroll', tabindex: 0, role: 'region', 'aria-label': options.caption },
      el('table', { id, class: 'data' }, el('thead', {}, el('tr', {}, columns.map(headOf))), body)), more);
  draw();
  return node;
}

/** Every column of a table that holds anything, as it is. */
const plainTable = (id, table, options) =>
  dataTable(id, table.filled.map(c => textColumn(table, c.name)), { rows: table.indices(), ...options });
