// What ran: inputs, steps, versions and every resolved parameter, folded.

function keyValues(object) {
  const text = value => typeof value === 'string' ? value : JSON.stringify(value);
  return el('dl', { class: 'facts mono' }, Object.entries(object || {}).map(([name, value]) => [el('dt', {}, name), el('dd', {}, text(value))]));
}

function inputsTable(inputs) {
  const rank = name => ['digest', 'rows', 'type', 'name'].indexOf(name) * -1;
  const names = [...new Set(inputs.flatMap(input => Object.keys(input)))].sort((a, b) => rank(a) - rank(b) || natural(a, b));
  const text = (i, name) => typeof inputs[i][name] === 'number' ? formatNumber(inputs[i][name]) : String(inputs[i][name] ?? '');
  return dataTable('inputs-table', names.map(name => ({ name, title: label(name), className: name === 'digest' ? 'digest' : null,
    value: i => inputs[i][name], text: i => text(i, name) })), { rows: inputs.map((_, i) => i), caption: 'inputs' });
}

function stepPart(step) {
  const version = step.version === undefined ? '' : ` version ${step.version}`;
  return el('details', { class: 'step' }, el('summary', {}, el('strong', {}, step.step), el('code', {}, (step.node ?? '') + version), el('span', { class: 'note' }, step.title ?? '')),
    el('p', { class: 'note' }, [step.each?.length ? 'once per ' + step.each.join(', ') : 'once', step.tasks !== undefined && plural(step.tasks, 'task'),
      step.stored === false ? 'in memory' : step.stored === true && 'stored'].filter(Boolean).join(' · ')),
    keyValues(step.params));
}

function settingsSection() {
  const steps = Array.isArray(run.steps) ? run.steps : [];
  const inputs = Array.isArray(run.inputs) ? run.inputs : [];
  if (steps.length === 0 && inputs.length === 0) return null;
  return section('settings', 'What ran', 'Every parameter as it was used, defaults included.',
    inputs.length > 0 && inputsTable(inputs),
    steps.length > 0 && folded('Steps and settings', plural(steps.length, 'step'), el('div', { class: 'steps' }, steps.map(stepPart))));
}
