import { DivergenceRules } from './divergenceRules.ts';
import type { Finding, Severity } from './finding.ts';
import { judgeFinished, judgeUnfinished } from './guessingRules.ts';
import { LossHistory } from './lossHistory.ts';
import { NanRules } from './nanRules.ts';
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

/**
 * Judges a run by its own curve while its samples arrive.
 * - A loss that is not finite is found at once (nanRules.ts).
 * - The course of the loss is judged by what guessing would give where that is known (guessingRules.ts), and otherwise by whether it
 *   rises for good (divergenceRules.ts). What is found while the run goes on is withdrawn if the loss recovers.
 *
 * The same samples give the same findings, however they are divided.
 */
export class Detector {
  #facts: RunFacts;
  #history = new LossHistory();
  #divergence = new DivergenceRules();
  #nan = new NanRules();
  #nextReview = 1;
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
    for (const sample of samples) {
      this.#nan.addSample(sample);
      if (sample.loss !== undefined && Number.isFinite(sample.loss)) this.#addLoss(sample.step, sample.loss);
    }
    const nan = this.#nan.review(this.#history);
    if (nan?.cause !== this.#own.nan?.cause) this.#own.nan = nan;
    if (this.#nan.isBroken) this.#own.course = null;
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
    const isJudgedWhole = state === 'finished' && baseline !== null && !this.#nan.isBroken;
    this.#own.nan = this.#nan.review(this.#history);
    this.#own.course = isJudgedWhole ? judgeFinished(this.#history, baseline, this.#facts) : this.#judgeCurve();
    return this.#publish(before);
  }

  /** Starts over and withdraws all findings. */
  reset(): readonly FindingChange[] {
    const withdrawn = [...this.#findings.keys()].map((id) => ({ id, finding: null }));
    this.#findings.clear();
    this.#history = new LossHistory();
    this.#divergence = new DivergenceRules();
    this.#nan = new NanRules();
    this.#nextReview = 1;
    this.#own = {};
    return withdrawn;
  }

  /** @param loss finite */
  #addLoss(step: number, loss: number): void {
    this.#history.add(step, loss);
    if (this.#history.count < this.#nextReview) return;
    this.#nextReview = this.#history.count * (1 + REVIEW_GROWTH);
    this.#own.course = this.#judgeCurve();
  }

  /** Null for a run whose loss is no longer finite: the `nan` finding says everything. */
  #judgeCurve(): Finding | null {
    const { baseline } = this.#facts;
    if (this.#nan.isBroken) return null;
    return baseline === null
      ? this.#divergence.review(this.#history)
      : judgeUnfinished(this.#history, baseline, this.#facts);
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
