// Elements, text and numbers. Text from tables only ever becomes text nodes and attributes, never markup.

const SVG_SPACE = 'http://www.w3.org/2000/svg';

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes || {})) {
    if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
    else if (value === true) node.setAttribute(name, '');
    else if (value !== false && value !== null && value !== undefined) node.setAttribute(name, value);
  }
  node.append(...children.flat(Infinity).filter(child => child !== null && child !== undefined && child !== false));
  return node;
}

const el = (tag, attributes, ...children) => fill(document.createElement(tag), attributes, children);
const svg = (tag, attributes, ...children) => fill(document.createElementNS(SVG_SPACE, tag), attributes, children);

/** Four significant digits (three below 1), a thin space between thousands; an en dash for what is missing. */
function formatNumber(value, digits) {
  if (value === null || value === undefined || Number.isNaN(value)) return '–';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  const size = Math.abs(value);
  let text;
  if (Number.isInteger(value) && size < 1e9) text = String(size).replace(/\B(?=(\d{3})+(?!\d))/g, '\u2009');
  else if (size !== 0 && (size < 1e-3 || size >= 1e6)) text = size.toExponential(2).replace('e', ' e');
  else text = String(Number(size.toPrecision(digits ?? (size < 1 ? 3 : 4))));
  return (value < 0 ? '−' : '') + text;
}

const UPPER = { p: 'p', q: 'q', x: 'x', y: 'y', ap: 'AP', map: 'mAP', nsc: 'NSC', nscb: 'NSCB', moa: 'MoA', auroc: 'AUROC',
  auc: 'AUC', sd: 'SD', mad: 'MAD', id: 'ID', dmso: 'DMSO', dna: 'DNA', zprime: 'Z′' };

/** "distance_to_control" -> "Distance to control". */
function label(name) {
  const words = String(name).split('_').map(word => UPPER[word.toLowerCase()] || word);
  const text = words.join(' ');
  return words[0] === UPPER[String(name).split('_')[0].toLowerCase()] ? text : text.charAt(0).toUpperCase() + text.slice(1);
}

const plural = (n, one, many = one + 's') => `${formatNumber(n)} ${n === 1 ? one : many}`;

/** A labelled drop-down; `options` are [value, text] pairs or {label, options} groups. */
function dropDown(text, options, chosen, onchoose) {
  const make = ([value, shown]) => el('option', { value, selected: value === chosen }, shown);
  const select = el('select', { onchange: () => onchoose(select.value) },
    options.map(o => Array.isArray(o) ? make(o) : o.options.length > 0 && el('optgroup', { label: o.label }, o.options.map(make))));
  return el('label', { class: 'control' }, el('span', {}, text), select);
}

function searchBox(text, placeholder, oninput) {
  const input = el('input', { type: 'search', placeholder, 'aria-label': text, oninput: () => oninput(input.value) });
  return el('label', { class: 'control search' }, input);
}

/** A section of the page: heading, one sentence, content. */
function section(id, title, lead, ...content) {
  return el('section', { id, 'aria-labelledby': id + '-title' },
    el('header', { class: 'section-head' }, el('h2', { id: id + '-title' }, title), lead && el('p', { class: 'lead' }, lead)), content);
}

/** A folded part. */
function folded(title, note, ...content) {
  return el('details', { class: 'folded' }, el('summary', {}, el('span', {}, title), note && el('span', { class: 'note' }, note)), content);
}
