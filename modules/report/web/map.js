// The map of wells: near wells look alike. Drawn by plotly with WebGL where the browser has it.

function hasWebGl() {
  const canvas = document.createElement('canvas');
  return Boolean(canvas.getContext('webgl') || canvas.getContext('experimental-webgl'));
}

const cssColour = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

function mapSection() {
  const map = tables.map;
  if (!map) return null;
  if (map.rows === 0) return section('map', 'Map of wells', null, el('p', { class: 'empty' }, 'The map has no wells.'));
  const type = hasWebGl() ? 'scattergl' : 'scatter';
  const points = map.indices().map(row => ({ plate: map.cell(row, 'plate'), well: map.cell(row, 'well'),
    x: map.cell(row, 'x'), y: map.cell(row, 'y'), row: screen.row(map.cell(row, 'plate'), map.cell(row, 'well')) }));
  const source = screen.wells || map;
  const valueOf = (point, i, column) => source === map ? column.values[i] : point.row === undefined ? undefined : column.values[point.row];
  let name = ['mechanism', 'treatment', 'compound', 'role', 'plate'].find(n => source.has(n) && distinct(source.column(n).values).length > 1) || 'plate';
  let wanted = '';
  const plot = el('div', { class: 'map-plot', role: 'img', 'aria-label': `Map of ${plural(points.length, 'well')}` });
  const scale = el('div', { class: 'map-legend' });
  const found = el('span', { class: 'note', role: 'status' });

  const searchText = points.map(p => [p.plate, p.well, ...(p.row === undefined ? []
    : source.columns.filter(c => c.kind === 'text').map(c => c.values[p.row]))].join('\n').toLowerCase());
  const matches = i => wanted === '' || searchText[i].includes(wanted);

  function trace(indices, marker, text) {
    return { type, mode: 'markers', name: text, hoverinfo: 'none', showlegend: false, customdata: indices,
      x: indices.map(i => points[i].x), y: indices.map(i => points[i].y), marker };
  }
  function traces(column, colours) {
    const size = points.length > 5000 ? 4 : points.length > 1200 ? 6 : 9;
    const dimmed = points.map((_, i) => i).filter(i => !matches(i));
    const lit = points.map((_, i) => i).filter(matches);
    const rim = { color: cssColour('--surface'), width: size > 6 ? 0.8 : 0 };
    const dim = trace(dimmed, { size: size - 2, color: cssColour('--missing'), opacity: 0.5 }, 'others');
    if (colours.kind === 'number') {
      const colour = i => { const v = valueOf(points[i], i, column); return v === undefined || Number.isNaN(v) ? cssColour('--missing') : colours.of(v); };
      return [dim, trace(lit, { size, color: lit.map(colour), opacity: 0.9, line: rim }, label(name))];
    }
    const ofGroup = new Map([...colours.groups, ''].map(group => [group, []]));
    for (const i of lit) ofGroup.get(valueOf(points[i], i, column) ?? '').push(i);
    const draw = ([group, indices]) => trace(indices, { size, opacity: 0.9, line: rim, symbol: group === '' ? 'circle' : colours.shape(group),
      color: group === '' ? cssColour('--missing') : colours.of(group) }, group);
    const isGrey = ([group]) => colours.of(group) === CONTROL_COLOUR;
    const groups = [...ofGroup].filter(([, indices]) => indices.length > 0);
    return [dim, ...groups.filter(isGrey).map(draw), ...groups.filter(g => !isGrey(g)).map(draw)];
  }
  function draw() {
    const column = source.column(name);
    const colours = colouring(column, controlGroups(name));
    const axis = { showgrid: false, zeroline: false, showticklabels: false, ticks: '', showline: false };
    Plotly.react(plot, traces(column, colours), { autosize: true, margin: { l: 8, r: 8, t: 8, b: 8 }, hovermode: 'closest', dragmode: 'pan',
      uirevision: 'map', paper_bgcolor: 'rgba(0,0,0,0)', plot_bgcolor: 'rgba(0,0,0,0)',
      modebar: { bgcolor: 'rgba(0,0,0,0)', color: cssColour('--soft'), activecolor: cssColour('--accent') }, xaxis: axis, yaxis: { ...axis, scaleanchor: 'x' } },
    { responsive: true, displaylogo: false, scrollZoom: true, modeBarButtons: [['toImage', 'zoom2d', 'pan2d', 'resetScale2d']] });
    scale.replaceChildren(legend(colours, label(name)));
    const n = points.filter((_, i) => matches(i)).length;
    found.textContent = wanted ? `${formatNumber(n)} of ${plural(points.length, 'well')}` : '';
  }
  const options = colouringOptions(source, ['plate', 'batch']);
  const node = section('map', 'Map of wells', 'Wells that look alike lie near each other. Point at a well to see it, click to keep it beside the map.',
    el('div', { class: 'controls' }, dropDown('Colour by', options, name, value => { name = value; draw(); }),
      searchBox('Find wells in the map', 'Find treatment, plate, well', text => { wanted = text.trim().toLowerCase(); draw(); }), found),
    el('div', { class: 'map-block' }, plot, scale));
  node.whenShown = () => {
    draw();
    plot.on('plotly_hover', ({ event, points: [hit] }) => card.showWell(event.clientX, event.clientY, points[hit.customdata].plate, points[hit.customdata].well, name));
    plot.on('plotly_unhover', () => card.hide());
    plot.on('plotly_click', ({ points: [hit] }) => { card.hide(); openWell(points[hit.customdata].plate, points[hit.customdata].well); });
    window.matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);
  };
  return node;
}
