import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { writeAtomically } from './files.mjs';
import { root, runIfStarted } from './program.mjs';

const [WIDTH, HEIGHT] = [500, 220];
/** The plot within the picture. */
const PLOT = { left: 44, right: 360, top: 20, bottom: 180 };
const POINTS = 120;
/** The loss at the top of the plot. */
const TOP = 4;
/** The loss of guessing one of ten classes, ln 10. */
const CHANCE = 2.3;

const healthy = (at) => 0.2 + 2.1 * Math.exp(-6 * at);
/** Noise that is the same each time: −1..1. */
const noise = (at) => Math.sin(311 * at) * Math.cos(197 * at);
const bump = (at, middle, width) => Math.exp(-(((at - middle) / width) ** 2));

/**
 * The example of each symptom: the loss from the beginning (0) to the end (1) of a training, and the name of the line. A loss that is
 * not a number ends the line with a cross. The name stands at the end of the line, or at `labelAt`.
 */
const EXAMPLES = {
  nan: { label: 'NaN', loss: (at) => (at < 0.45 ? healthy(at) + 12 * Math.max(0, at - 0.36) : NaN) },
  exploding: { label: 'exploding', loss: (at) => healthy(at) + 0.05 * Math.exp(16 * Math.max(0, at - 0.4)) - 0.05 },
  diverging: { label: 'diverging', loss: (at) => healthy(at) + 2.6 * Math.max(0, at - 0.4) + 0.06 * noise(at) },
  oscillating: { label: 'oscillating', loss: (at) => 1.5 + 0.7 * Math.exp(-5 * at) + 0.75 * noise(at) },
  spike: { label: 'spike', loss: (at) => healthy(at) + 2.4 * bump(at, 0.55, 0.025), labelAt: 0.55, other: null },
  'stuck-at-chance': {
    label: 'stuck at chance',
    loss: (at) => CHANCE + 1.6 * bump(at, 0.03, 0.02) + 0.04 * noise(at),
    level: { loss: CHANCE, label: 'guessing' },
  },
  plateau: { label: 'plateau', loss: (at) => 1.45 + 0.85 * Math.exp(-14 * at) + 0.04 * noise(at) },
  slow: { label: 'slow', loss: (at) => CHANCE - 0.75 * at + 0.03 * noise(at) },
  overfitting: {
    label: 'validation',
    loss: (at) => 0.6 + 1.7 * Math.exp(-7 * at) + 1.5 * Math.max(0, at - 0.3) ** 1.3,
    other: { label: 'training', loss: (at) => 0.08 + 2.2 * Math.exp(-6 * at) },
  },
  healthy: { label: 'healthy', loss: (at) => healthy(at) + 0.08 * noise(at) * Math.exp(-at), other: null },
};

/**
 * The picture of a symptom, on a ground of its own, so that it can be read on pages of every theme.
 * @param {keyof typeof EXAMPLES} symptom
 */
export function drawSymptom(symptom) {
  const { label, loss, labelAt = 1, level = null, other = { label: 'healthy', loss: healthy } } = EXAMPLES[symptom];
  const { left, right, top, bottom } = PLOT;
  const lines = [
    `<rect width="${WIDTH}" height="${HEIGHT}" rx="6" fill="#ffffff" stroke="#767676"/>`,
    `<path d="M${left} ${top}V${bottom}H${right}" fill="none" stroke="#4d4d4d"/>`,
    `<text x="${left}" y="${bottom + 24}" fill="#4d4d4d">start</text>`,
    `<text x="${right}" y="${bottom + 24}" fill="#4d4d4d" text-anchor="end">end of training</text>`,
    `<text transform="translate(28 ${(top + bottom) / 2}) rotate(-90)" fill="#4d4d4d" text-anchor="middle">loss</text>`,
    ...(level
      ? [
          `<path d="M${left} ${yOf(level.loss)}H${right}" stroke="#4d4d4d" stroke-dasharray="4 4"/>`,
          `<text x="${left + 60}" y="${yOf(level.loss) + 18}" fill="#4d4d4d">${level.label}</text>`,
        ]
      : []),
    ...(other ? curve({ ...other, labelAt: 1 }, '#4d4d4d', '5 4') : []),
    ...curve({ label, loss, labelAt }, symptom === 'healthy' ? '#1f5fbf' : '#b3261e', ''),
  ];
  const title = other ? `A loss curve: ${label}, beside one that is ${other.label}` : `A loss curve: ${label}`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" font-family="system-ui, sans-serif" font-size="13" role="img">
<title>${title}</title>
${lines.join('\n')}
</svg>
`;
}

/** A line with its name at its end; one that leaves the plot or is no number any more ends there. */
function curve({ label, loss, labelAt }, colour, dashes) {
  const all = Array.from({ length: POINTS + 1 }, (_, index) => ({ at: index / POINTS, loss: loss(index / POINTS) }));
  const end = all.findIndex((point) => !(point.loss <= TOP));
  const points = end < 0 ? all : all.slice(0, end);
  const places = points.map((point) => `${xOf(point.at)} ${yOf(point.loss)}`);
  const [x, y] = places.at(-1).split(' ').map(Number);
  const [labelX, labelY] = labelAt < 1 ? [xOf(labelAt), yOf(loss(labelAt))] : [x, y];
  const cross = `<path d="M${x - 5} ${y - 5}l10 10m0 -10l-10 10" stroke="${colour}" stroke-width="2.5"/>`;
  const arrow = `<path d="M${x - 5} ${PLOT.top + 4}l5 -8l5 8z" fill="${colour}"/>`;
  return [
    `<path d="M${places.join('L')}" fill="none" stroke="${colour}" stroke-width="2.5" stroke-linejoin="round"${dashes && ` stroke-dasharray="${dashes}"`}/>`,
    ...(end < 0 ? [] : [Number.isNaN(all[end].loss) ? cross : arrow]),
    `<text x="${labelX + 10}" y="${labelY + 4}" fill="${colour}" font-weight="600">${label}</text>`,
  ];
}

function xOf(at) {
  return round(PLOT.left + at * (PLOT.right - PLOT.left));
}

function yOf(loss) {
  return round(PLOT.bottom - (loss / TOP) * (PLOT.bottom - PLOT.top));
}

function round(pixels) {
  return Math.round(10 * pixels) / 10;
}

await runIfStarted(import.meta.url, async () => {
  const folder = join(root, 'media', 'symptoms');
  await mkdir(folder, { recursive: true });
  for (const symptom of Object.keys(EXAMPLES)) {
    await writeAtomically(join(folder, `${symptom}.svg`), drawSymptom(symptom));
  }
});
