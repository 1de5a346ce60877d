// Pictures of wells: which there are, which scaling is shown, the card that follows the pointer.

const pictures = (() => {
  const byWell = new Map(data.pictures.map(picture => [wellKey(picture.plate, picture.well), picture]));
  const shown = new Set();
  let scaling = 'comparable';
  const source = picture => picture && (picture[scaling] || picture.comparable || picture.automatic);

  /** The picture of a well as an element, or null. */
  function make(plate, well, alt, className = 'picture') {
    const picture = byWell.get(wellKey(plate, well));
    const src = source(picture);
    if (!src) return null;
    const image = el('img', { class: className, src, alt, loading: 'lazy', decoding: 'async' });
    image.picture = picture;
    shown.add(new WeakRef(image));
    return image;
  }
  function setScaling(name) {
    scaling = name;
    for (const reference of shown) {
      const image = reference.deref();
      if (image) image.src = source(image.picture);
      else shown.delete(reference);
    }
    document.querySelectorAll('.scaling button').forEach(b => b.setAttribute('aria-pressed', String(b.value === name)));
  }
  const hasBoth = data.pictures.some(picture => picture.comparable && picture.automatic);
  const button = (value, text, title) => el('button', { type: 'button', value, title, 'aria-pressed': String(scaling === value),
    onclick: () => setScaling(value) }, text);
  /** Chooses between scalings for every picture of the page; null where there is nothing to choose. */
  const scalingControl = () => hasBoth && el('div', { class: 'scaling', role: 'group', 'aria-label': 'Picture scaling' }, el('span', {}, 'Pictures'),
    button('comparable', 'Comparable', 'All wells drawn with the same ranges'),
    button('automatic', 'Each its own', 'Every well drawn with its own ranges'));

  return { make, scalingControl, has: (plate, well) => Boolean(source(byWell.get(wellKey(plate, well)))), any: byWell.size > 0 };
})();

/** "P1 · B02" and what is known of a well, as term and value pairs. */
function wellFacts(row, names) {
  const wells = screen.wells;
  const keep = names || wells.columns.map(c => c.name).filter(name => !['plate', 'well', 'row', 'col'].includes(name));
  return el('dl', { class: 'facts' }, keep.filter(name => wells.has(name) && wells.text(row, name) !== '')
    .map(name => [el('dt', {}, label(name)), el('dd', {}, wells.text(row, name))]));
}

const wellTitle = (plate, well) => `${plate} · ${well}`;

/** The card beside the pointer. */
const card = (() => {
  const node = el('div', { class: 'card', role: 'status', hidden: true });
  document.body.append(node);
  function place(x, y) {
    const { width, height } = node.getBoundingClientRect();
    const left = x + 18 + width > window.innerWidth ? x - width - 14 : x + 18;
    node.style.left = Math.max(left, 6) + 'px';
    node.style.top = Math.max(Math.min(y + 14, window.innerHeight - height - 8), 6) + 'px';
  }
  return {
    show(x, y, ...content) {
      node.replaceChildren(...content.flat().filter(Boolean));
      node.hidden = false;
      place(x, y);
    },
    /** A well, with the column that is looked at first. */
    showWell(x, y, plate, well, first) {
      const row = screen.row(plate, well);
      const names = [...new Set([first, 'treatment', 'compound', 'dose', 'mechanism', 'role', 'cell_count'])].filter(Boolean);
      this.show(x, y, pictures.make(plate, well, '', 'picture card-picture'),
        el('div', { class: 'card-text' }, el('strong', {}, wellTitle(plate, well)),
          row === undefined ? el('p', { class: 'note' }, 'No row in the table of wells.') : wellFacts(row, names)));
    },
    hide() { node.hidden = true; },
  };
})();
