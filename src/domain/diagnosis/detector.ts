import type { Cause, Finding, Severity } from '../finding.ts';
import type { EndState } from '../run.ts';
import type { FindingChange } from '../runEvent.ts';
import type { RunFacts } from '../runFacts.ts';
import type { Sample } from '../sample.ts';
import type { CauseVerdict } from './causeVerdict.ts';
import { causeOf, judgeCourse, nanAdvice } from './course.ts';
import type { CourseInput } from './course.ts';
import { createFinding, inUnit } from './createFinding.ts';
import { formatLoss, roundStep } from '../format.ts';
import { hasNoFloor } from './floorRule.ts';
import { HeldOutCurve } from './heldOutCurve.ts';
import { LossCurve } from './lossCurve.ts';
import { NanRules, NO_ADVICE } from './nanRules.ts';
import type { NanAdvice } from './nanRules.ts';
import { findOverfitting } from './overfittingRule.ts';
import { findSpike } from './spikeRule.ts';

/** Stored with each result. Results of an older detector are judged again when they are opened. */
export const DETECTOR_VERSION = 5;

/** The losses are judged again each time that their number has grown by this share, so that a loss costs the same in a long run. */
const REVIEW_GROWTH = 0.2;
/** A finite loss beyond this is as good as infinite: its square overflows. */
const HUGE = 1e30;

const SEVERITY_ORDER: readonly Severity[] = ['error', 'warning', 'information', 'hint'];

/** Ids of the detector's own findings; there is at most one of each. */
const OWN = ['nan', 'course', 'spike', 'overfitting'] as const;
type FindingId = (typeof OWN)[number];
type OwnFindings = Partial<Record<FindingId, Finding | null>>;

/**
 * Judges a run by its own curve while its samples arrive, in constant memory.
 * - A loss that is not finite is found at once (nanRules.ts).
 * - The course of the loss: symptoms by rules, their cause by a fitted model (course.ts, causeVerdict.ts).
 * - Spikes, and a held-out loss that rises, stand beside them.
 *
 * What is found while the run goes on is withdrawn if the loss recovers. The same samples give the same findings, however they are
 * divided.
 */
export class Detector {
  #facts: RunFacts;
  #curve = new LossCurve();
  #held = new HeldOutCurve();
  #nan = new NanRules();
  #losses = { count: 0, nonFinite: 0, firstNonFinite: null as number | null, isBroken: false };
  #nextReview = 1;
  #hasBroken = false;
  /** What the newest review said of the cause. */
  #cause: Cause | null = null;
  #nanAdvice: NanAdvice = NO_ADVICE;
  #own: OwnFindings = {};
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
    const end = this.#losses.count + samples.reduce((count, { loss }) => count + (loss === undefined ? 0 : 1), 0);
    for (const sample of samples) this.#addSample(sample, end);
    this.#own.nan = this.#nan.review(this.#curve, this.#nanAdvice);
    if (this.#nan.isBroken) this.#own.course = null;
    return this.#publish(before);
  }

  /** Adds, replaces or withdraws a finding that the run's source reported itself. */
  applyFinding({ id, finding }: FindingChange): readonly FindingChange[] {
    if (finding) this.#findings.set(id, finding);
    else this.#findings.delete(id);
    return [{ id, finding }];
  }

  /** @param score of the run, as scoreOf gives it; null if it is unknown */
  end(state: EndState, score: number | null = null): readonly FindingChange[] {
    const before = { ...this.#own };
    this.#review(state === 'finished', score);
    return this.#publish(before);
  }

  /** Starts over and withdraws all findings. */
  reset(): readonly FindingChange[] {
    const withdrawn = [...this.#findings.keys()].map((id) => ({ id, finding: null }));
    this.#findings.clear();
    this.#curve = new LossCurve();
    this.#held = new HeldOutCurve();
    this.#nan = new NanRules();
    this.#losses = { count: 0, nonFinite: 0, firstNonFinite: null, isBroken: false };
    this.#nextReview = 1;
    this.#hasBroken = false;
    this.#cause = null;
    this.#nanAdvice = NO_ADVICE;
    this.#own = {};
    return withdrawn;
  }

  /** @param end how many losses there will be with the last sample that has arrived: only the last of the reviews until then is seen */
  #addSample(sample: Sample, end: number): void {
    const { step, loss, rate, gradientNorm, validationLoss } = sample;
    this.#nan.addSample(sample);
    if (validationLoss !== undefined && Number.isFinite(validationLoss)) this.#held.add(step, validationLoss);
    if (loss !== undefined) {
      const losses = this.#losses;
      losses.isBroken = !(Math.abs(loss) <= HUGE);
      if (losses.isBroken) {
        losses.nonFinite++;
        losses.firstNonFinite ??= losses.count;
      } else this.#curve.add({ step, loss, rate, norm: gradientNorm });
      losses.count++;
    }
    const isDue = this.#losses.count >= this.#nextReview;
    if (isDue) this.#nextReview = this.#losses.count * (1 + REVIEW_GROWTH);
    // The first break is judged at once; a run that breaks and recovers all the time only when a review is due.
    const isFirstBreak = this.#nan.isBroken && !this.#hasBroken;
    if (isFirstBreak) this.#hasBroken = true;
    if (!isDue && !isFirstBreak) return;
    if (this.#nextReview > end) this.#review(false, null);
    else this.#cause = causeOf(this.#input(false, null))?.cause ?? null;
  }

  #review(isEnded: boolean, score: number | null): void {
    const input = this.#input(isEnded, score);
    const verdict = causeOf(input);
    this.#cause = verdict?.cause ?? null;
    this.#nanAdvice = this.#nan.isBroken ? nanAdvice(input, verdict) : NO_ADVICE;
    const nan = this.#nan.review(this.#curve, this.#nanAdvice);
    const course = this.#nan.isBroken ? null : judgeCourse(input, verdict);
    // In a run that is ill, spikes and a rising held-out loss belong to that.
    const isIll = this.#nan.isBroken || (course !== null && course.severity !== 'hint');
    const overfitting = isIll ? null : this.#overfitting();
    const isHealthy = course?.symptom === 'healthy' && !nan && !overfitting;
    this.#own = {
      nan,
      course: course?.symptom === 'healthy' && !isHealthy ? null : course,
      spike: isIll || hasNoFloor(this.#curve) ? null : this.#spike(verdict),
      overfitting,
    };
  }

  #input(isEnded: boolean, score: number | null): CourseInput {
    const { nonFinite, firstNonFinite, isBroken } = this.#losses;
    const run = { curve: this.#curve, held: this.#held, nonFinite, firstNonFinite, isBroken };
    return { run, facts: this.#facts, isEnded, score, before: this.#cause };
  }

  /** A single spike says little of the rate. */
  #spike(verdict: CauseVerdict | null): Finding | null {
    const spike = findSpike(this.#curve);
    if (!spike) return null;
    const isDataSuspected = verdict?.cause === 'not-the-rate';
    return createFinding({
      symptom: 'spike',
      fromStep: spike.step,
      toStep: spike.step,
      cause: isDataSuspected ? 'not-the-rate' : 'undetermined',
      confidence: isDataSuspected ? verdict.confidence : 0.5,
      code: 'spike',
      args: [formatLoss(spike.loss), String(roundStep(spike.step)), formatLoss(spike.level)],
      evidence: { loss: spike.loss, level: spike.level },
      remedies: isDataSuspected ? [{ kind: 'check-data', what: 'spike' }] : [],
    });
  }

  #overfitting(): Finding | null {
    const found = findOverfitting(this.#curve, this.#held);
    if (!found) return null;
    return createFinding({
      symptom: 'overfitting',
      fromStep: found.fromStep,
      toStep: this.#held.newest!.step,
      cause: 'not-the-rate',
      confidence: 0.8,
      code: 'overfitting',
      args: [formatLoss(found.lowest), String(roundStep(found.fromStep)), formatLoss(found.newest)],
      evidence: { lowestHeldOutLoss: found.lowest, heldOutLoss: found.newest },
      remedies: [{ kind: 'check-data', what: 'overfitting' }],
    });
  }

  #publish(before: Readonly<OwnFindings>): FindingChange[] {
    return OWN.flatMap((id) => {
      const own = this.#own[id] ?? null;
      if (isSame(own, before[id] ?? null)) return [];
      const finding = own && inUnit(own, this.#facts.unit);
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
