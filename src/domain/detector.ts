import { createFinding } from './createFinding.ts';
import { DivergenceRules } from './divergenceRules.ts';
import type { Finding, Severity } from './finding.ts';
import { judgeFinished, judgeUnfinished } from './guessingRules.ts';
import { LossHistory } from './lossHistory.ts';
import type { EndState } from './run.ts';
import type { Sample } from './sample.ts';
import type { FindingChange } from './runEvent.ts';
import type { RunFacts } from './runFacts.ts';

/** Stored with each result. Results of an older detector are judged again when they are opened. */
export const DETECTOR_VERSION = 1;

/** The losses are judged again each time that their number has grown by this share, so that a loss costs the same in a long run. */
const REVIEW_GROWTH = 0.05;

const SEVERITY_ORDER: readonly Severity[] = ['error', 'warning', 'information', 'hint'];

/** Ids of the detector's own findings; there is at most one of each. */
type FindingId = 'nan' | 'course';

/** The first loss that is not finite. */
interface BrokenLoss {
  readonly step: number;
  readonly loss: number;
  readonly isValidation: boolean;
}

/**
 * Judges a run by its own curve while its samples arrive.
 * - A loss that is not finite is found at once.
 * - The course of the loss is judged by what guessing would give where that is known (guessingRules.ts), and otherwise by whether it
 *   rises for good (divergenceRules.ts). What is found while the run goes on is withdrawn if the loss recovers.
 *
 * The same samples give the same findings, however they are divided.
 */
export class Detector {
  #facts: RunFacts;
  #history = new LossHistory();
  #divergence = new DivergenceRules();
  #broken: BrokenLoss | null = null;
  /** Whether the newest training loss is finite. Weights that broke stay broken, so it says that it was not the weights. */
  #isFinite = true;
  #nextReview = 1;
  #newestStep = 0;
  #own: Partial<Record<FindingId, Finding | null>> = {};
  readonly #findings = new Map<string, Finding>();

  constructor(facts: RunFacts) {
    this.#facts = facts;
  }

  /** What is found so far, the most severe first. */
  get findings(): readonly Finding[] {
    return [...this.#findings.values()].sort(
      (a, b) => SEVERITY_ORDER.indexOf(a.severity) - SEVERITY_ORDER.indexOf(b.severity) || b.confidence - a.confidence,
    );
  }

  /** Replaces the facts when more is known about the run. */
  updateFacts(facts: RunFacts): readonly FindingChange[] {
    this.#facts = facts;
    return [];
  }

  addSamples(samples: readonly Sample[]): readonly FindingChange[] {
    const before = { ...this.#own };
    for (const { step, loss, validationLoss } of samples) {
      this.#newestStep = step;
      if (loss !== undefined) this.#takeLoss(step, loss);
      if (validationLoss !== undefined && !Number.isFinite(validationLoss)) {
        this.#broken ??= { step, loss: validationLoss, isValidation: true };
      }
    }
    if (this.#broken) this.#judgeBroken(this.#broken);
    return this.#publish(before);
  }

  /** Adds, replaces or withdraws a finding that the run's source reported itself. */
  applyFinding({ id, finding }: FindingChange): readonly FindingChange[] {
    if (finding) this.#findings.set(id, finding);
    else this.#findings.delete(id);
    return [{ id, finding }];
  }

  end(state: EndState): readonly FindingChange[] {
    const before = { ...this.#own };
    const { baseline } = this.#facts;
    const isJudgedWhole = state === 'finished' && baseline !== null && !this.#isBroken;
    if (this.#broken) this.#own.nan = this.#nanFinding(this.#broken);
    this.#own.course = isJudgedWhole ? judgeFinished(this.#history, baseline) : this.#judgeCurve();
    return this.#publish(before);
  }

  /** Starts over and withdraws all findings. */
  reset(): readonly FindingChange[] {
    const withdrawn = [...this.#findings.keys()].map((id) => ({ id, finding: null }));
    this.#findings.clear();
    this.#history = new LossHistory();
    this.#divergence = new DivergenceRules();
    this.#broken = null;
    this.#isFinite = true;
    this.#nextReview = 1;
    this.#newestStep = 0;
    this.#own = {};
    return withdrawn;
  }

  /** Whether a loss was not finite and none has been since. */
  get #isBroken(): boolean {
    return this.#broken !== null && !this.#isRecovered(this.#broken);
  }

  #takeLoss(step: number, loss: number): void {
    this.#isFinite = Number.isFinite(loss);
    if (!this.#isFinite) {
      this.#broken ??= { step, loss, isValidation: false };
      return;
    }
    this.#history.add(step, loss);
    if (this.#history.count < this.#nextReview) return;
    this.#nextReview = this.#history.count * (1 + REVIEW_GROWTH);
    this.#own.course = this.#judgeCurve();
  }

  #judgeBroken(broken: BrokenLoss): void {
    const isKnown = this.#own.nan?.cause === (this.#isRecovered(broken) ? 'undetermined' : 'rate-too-high');
    if (!isKnown) this.#own.nan = this.#nanFinding(broken);
    if (this.#isBroken) this.#own.course = null;
  }

  /** Null for a run whose loss is no longer finite: the `nan` finding says everything. */
  #judgeCurve(): Finding | null {
    const { baseline, total } = this.#facts;
    if (this.#isBroken) return null;
    return baseline === null ? this.#divergence.review(this.#history) : judgeUnfinished(this.#history, baseline, total);
  }

  #isRecovered({ step }: BrokenLoss): boolean {
    return this.#isFinite && this.#history.lastStep > step;
  }

  #nanFinding(broken: BrokenLoss): Finding {
    const { step, loss, isValidation } = broken;
    const isRecovered = this.#isRecovered(broken);
    const kind = Number.isNaN(loss) ? 'nan' : 'infinite';
    const { first } = this.#history;
    return createFinding({
      symptom: 'nan',
      fromStep: step,
      toStep: isRecovered ? step : this.#newestStep,
      cause: isRecovered ? 'undetermined' : 'rate-too-high',
      confidence: isRecovered ? 0.5 : 1,
      code: isValidation ? `${kind}-validation` : isRecovered ? `${kind}-recovered` : kind,
      args: [String(step)],
      evidence: { ...(first ? { initialLoss: first.loss } : {}), loss },
    });
  }

  #publish(before: Readonly<Partial<Record<FindingId, Finding | null>>>): FindingChange[] {
    return (['nan', 'course'] as const).flatMap((id) => {
      const finding = this.#own[id] ?? null;
      if (isSame(finding, before[id] ?? null)) return [];
      if (finding) this.#findings.set(id, finding);
      else this.#findings.delete(id);
      return [{ id, finding }];
    });
  }
}

function isSame(a: Finding | null, b: Finding | null): boolean {
  return (
    a === b || (a !== null && b !== null && a.message === b.message && a.cause === b.cause && a.toStep === b.toStep)
  );
}
