import type { Finding } from '../finding.ts';
import type { Sample } from '../sample.ts';
import { createFinding } from './createFinding.ts';
import type { Judgement } from './createFinding.ts';
import type { LossCurve } from './lossCurve.ts';
import { EXPLODED } from './riseRule.ts';
import { roundStep } from '../format.ts';

/** What of a run was not finite, since when, and its first such value. */
interface BrokenValue {
  readonly step: number;
  readonly value: number;
}

/** The cause of a loss that is not finite, and what helps. */
export type NanAdvice = Pick<
  Judgement,
  'cause' | 'confidence' | 'estimate' | 'suggestion' | 'rate' | 'remedies' | 'reasons'
>;

/** Where nothing is known of the cause. */
export const NO_ADVICE: NanAdvice = { cause: 'undetermined', confidence: 0.5 };

/** After so many steps with a gradient norm that is not finite and a loss that does not move, the weights are broken. */
const FROZEN_STEPS = 3;

/**
 * Finds what is NaN or infinite in a run, the newest time that it began. Weights that broke stay broken, so if the training loss is as
 * usual again later, it was not the weights. Some programs hide it: they print a loss of 0 or the one before, beside a gradient norm that is
 * NaN.
 */
export class NanRules {
  #loss: BrokenValue | null = null;
  #validation: BrokenValue | null = null;
  /** A gradient counts where the loss hides it, which stays at one value. */
  #gradient: BrokenValue | null = null;
  #newestStep = 0;
  /** Whether the training loss was not finite, and has not recovered since. */
  #isLossBroken = false;
  #isValidationFinite = true;
  /** The first finite training loss; null before it. */
  #firstLoss: number | null = null;
  /** Step of the newest finite training loss that has not exploded: from one that has, the weights soon break again. −1 before the first. */
  #newestSound = -1;
  /** The steps in a row whose gradient norm was not finite while the loss stayed the same, and where they began. */
  #frozen = { from: 0, count: 0, loss: NaN };

  /** Whether something was not finite and the training loss has not recovered since. */
  get isBroken(): boolean {
    return this.#newest()?.isRecovered === false;
  }

  addSample({ step, loss, validationLoss, gradientNorm }: Sample): void {
    this.#newestStep = step;
    if (loss !== undefined) {
      this.#watchLoss(step, loss);
      this.#watchGradient(step, loss, gradientNorm);
    }
    if (validationLoss !== undefined) {
      const isFinite = Number.isFinite(validationLoss);
      if (!isFinite && this.#isValidationFinite) this.#validation = { step, value: validationLoss };
      this.#isValidationFinite = isFinite;
    }
  }

  #watchLoss(step: number, loss: number): void {
    if (!Number.isFinite(loss)) {
      if (!this.#isLossBroken) this.#loss = { step, value: loss };
      this.#isLossBroken = true;
      return;
    }
    this.#firstLoss ??= loss;
    if (loss > EXPLODED * Math.abs(this.#firstLoss)) return;
    this.#newestSound = step;
    this.#isLossBroken = false;
  }

  #watchGradient(step: number, loss: number, norm = 0): void {
    const frozen = this.#frozen;
    if (Number.isFinite(norm)) {
      frozen.count = 0;
      this.#gradient = null;
      return;
    }
    if (frozen.count > 0 && loss === frozen.loss) frozen.count++;
    else this.#frozen = { from: step, count: 1, loss };
    if (this.#frozen.count >= FROZEN_STEPS) this.#gradient ??= { step: this.#frozen.from, value: norm };
  }

  /**
   * Null while everything is finite.
   * @param advice the cause and what helps, where they are known
   */
  review({ first }: LossCurve, advice: NanAdvice): Finding | null {
    const newest = this.#newest();
    if (!newest) return null;
    const { step, value, seenIn, isRecovered } = newest;
    const kind = Number.isNaN(value) ? 'nan' : 'infinite';
    return createFinding({
      symptom: 'nan',
      fromStep: step,
      toStep: isRecovered ? step : this.#newestStep,
      ...(isRecovered ? NO_ADVICE : advice),
      code: seenIn === 'loss' ? (isRecovered ? `${kind}-recovered` : kind) : `${kind}-${seenIn}`,
      args: [String(roundStep(step))],
      evidence: { ...(first ? { initialLoss: first.loss } : {}), loss: value },
    });
  }

  /** What matters most of what was not finite: what has not recovered, the training loss first. */
  #newest() {
    if (!this.#loss && !this.#gradient && !this.#validation) return null;
    const hasLossSince = ({ step }: BrokenValue): boolean => !this.#isLossBroken && this.#newestSound > step;
    const all = [
      ...(this.#loss ? [{ ...this.#loss, seenIn: 'loss' as const, isRecovered: hasLossSince(this.#loss) }] : []),
      ...(this.#gradient ? [{ ...this.#gradient, seenIn: 'gradient' as const, isRecovered: false }] : []),
      ...(this.#validation
        ? [{ ...this.#validation, seenIn: 'validation' as const, isRecovered: hasLossSince(this.#validation) }]
        : []),
    ];
    return all.find(({ isRecovered }) => !isRecovered) ?? all.at(0) ?? null;
  }
}
