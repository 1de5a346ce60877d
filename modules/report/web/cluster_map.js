// Leafs through the chunks of a cluster map: a canvas a chunk, names at the left, what lies under the pointer in words.
const chunks = JSON.parse(document.getElementById('maps').textContent);
const element = id => document.getElementById(id);
const select = element('chunk');
const map = element('map');
const said = element('under-pointer');
let shown = 0;
let marked = -1;
let layout = { left: 0, side: 1 };

// Blue at -1, light grey at 0, red at 1.
const colour = value => {
  const t = value / 127.5 - 1;
  const from = [236, 238, 241];
  const to = t < 0 ? [33, 80, 160] : [176, 22, 38];
  return from.map((low, i) => Math.round(low + (to[i] - low) * Math.abs(t)));
};

const paint = (canvas, width, height, valueAt) => {
  const picture = new ImageData(width, height);
  for (let y = 0; y < height; ++y) {
    for (let x = 0; x < width; ++x) {
      picture.data.set([...colour(valueAt(y, x)), 255], 4 * (y * width + x));
    }
  }
  canvas.width = width;
  canvas.height = height;
  canvas.getContext('2d').putImageData(picture, 0, 0);
};

const pixelsOf = chunk => chunk.values ??= Uint8Array.from(atob(chunk.pixels), byte => byte.charCodeAt(0));

const draw = () => {
  const chunk = chunks[shown];
  const n = chunk.names.length;
  const values = pixelsOf(chunk);
  const small = document.createElement('canvas');
  paint(small, n, n, (y, x) => values[y * n + x]);
  const side = Math.max(4, Math.min(24, Math.floor(1040 / n)));
  const text = Math.min(13, Math.max(9, side - 1));
  const named = side >= 9 ? 1 : Math.ceil(10 / side); // every so many rows carry their name
  const context = map.getContext('2d');
  const font = `${text}px ${getComputedStyle(document.body).fontFamily}`;
  context.font = font;
  const left = 12 + Math.min(320, Math.max(...chunk.names.map(name => context.measureText(name).width)));
  layout = { left, side };
  const scale = window.devicePixelRatio || 1;
  map.width = (left + side * n) * scale;
  map.height = side * n * scale;
  map.style.width = `${left + side * n}px`;
  map.style.height = `${side * n}px`;
  context.setTransform(scale, 0, 0, scale, 0, 0);
  context.imageSmoothingEnabled = false;
  context.drawImage(small, left, 0, side * n, side * n);
  context.font = font;
  context.textAlign = 'right';
  context.textBaseline = 'middle';
  const style = getComputedStyle(document.body);
  chunk.names.forEach((name, i) => {
    if (i % named === 0 || i === marked) {
      context.fillStyle = i === marked ? style.getPropertyValue('--accent') : style.color;
      context.fillText(name, left - 6, Math.max(text / 2, (i + .5) * side), left - 8);
    }
  });
  if (marked >= 0) {
    context.strokeStyle = style.getPropertyValue('--accent');
    context.lineWidth = 2;
    context.strokeRect(left, marked * side, side * n, side);
    context.strokeRect(left + marked * side, 0, side, side * n);
  }
  select.value = shown;
  element('before').disabled = shown === 0;
  element('after').disabled = shown === chunks.length - 1;
};

const show = (chunk, item) => {
  shown = chunk;
  marked = item;
  said.textContent = item < 0 ? `${chunks[chunk].names.length} treatments, neighbours in the dendrogram side by side.`
    : `${chunks[chunk].names[item]} (${chunks[chunk].kinds[item]})`;
  draw();
};

const find = name => {
  const wanted = name.trim().toLowerCase();
  for (const same of [each => each === wanted, each => each.startsWith(wanted)]) {
    for (const [c, chunk] of chunks.entries()) {
      const item = chunk.names.findIndex(each => same(each.toLowerCase()));
      if (wanted && item >= 0) {
        show(c, item);
        return;
      }
    }
  }
  said.textContent = wanted ? `No treatment is called ${name}.` : '';
};

if (chunks.length === 0) {
  said.textContent = 'No treatments.';
} else {
  let first = 1;
  for (const [c, chunk] of chunks.entries()) {
    const last = first + chunk.names.length - 1;
    select.add(new Option(`${c + 1} of ${chunks.length}: ${first} to ${last}`, c));
    first = last + 1;
  }
  for (const name of chunks.flatMap(chunk => chunk.names)) {
    element('names').append(new Option(name));
  }
  paint(element('legend'), 180, 1, (y, x) => 255 * x / 179);
  select.addEventListener('change', () => show(Number(select.value), -1));
  element('before').addEventListener('click', () => show(shown - 1, -1));
  element('after').addEventListener('click', () => show(shown + 1, -1));
  element('search').addEventListener('change', event => find(event.target.value));
  map.addEventListener('mousemove', event => {
    const chunk = chunks[shown];
    const n = chunk.names.length;
    const row = Math.floor(event.offsetY / layout.side);
    const column = Math.floor((event.offsetX - layout.left) / layout.side);
    if (row >= 0 && row < n && column >= 0 && column < n) {
      const value = pixelsOf(chunk)[row * n + column] / 127.5 - 1;
      said.textContent = `${chunk.names[row]} (${chunk.kinds[row]}) and ${chunk.names[column]} (${chunk.kinds[column]}): ${value.toFixed(2)}`;
    }
  });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);
  show(0, -1);
}
