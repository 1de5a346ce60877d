// Puts the sections together. Pictures first.

const SECTIONS = [['plates', 'Plates', platesSection], ['map', 'Map', mapSection], ['hits', 'Hits', hitsSection], ['dose', 'Dose', doseSection],
  ['metrics', 'Metrics', metricsSection], ['training', 'Training', trainingSection], ['quality', 'Quality', qualitySection], ['settings', 'Settings', settingsSection]];

const built = SECTIONS.map(([id, text, make]) => ({ id, text, node: make() })).filter(item => item.node);
document.getElementById('page').append(pageHead(built.map(item => [item.id, item.text])), keyNumbers(), el('main', {}, built.map(item => item.node)),
  el('footer', {}, `${data.title} · ${run.workflow ?? ''}${data.simulated ? ' · simulated data' : ''}`));
for (const item of built) item.node.whenShown?.();
