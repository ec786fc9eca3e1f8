import type { Finding } from '../finding.ts';
import type { Sample } from '../sample.ts';
import { createFinding } from './createFinding.ts';
import type { Judgement } from './createFinding.ts';
import type { LossCurve } from './lossCurve.ts';

/** How a run broke. */
interface BrokenLoss {
  readonly step: number;
  readonly loss: number;
  /** A gradient counts where the loss hides it: it stays at one value. */
  readonly seenIn: 'loss' | 'validation' | 'gradient';
}

/** The cause of a loss that is not finite, and what helps. */
export type NanAdvice = Pick<Judgement, 'cause' | 'confidence' | 'estimate' | 'suggestion' | 'rate' | 'remedies'>;

/** Where nothing is known of the cause. */
export const NO_ADVICE: NanAdvice = { cause: 'undetermined', confidence: 0.5 };

/** After so many steps with a gradient norm that is not finite and a loss that does not move, the weights are broken. */
const FROZEN_STEPS = 3;

/**
 * Finds the first loss of a run that is NaN or infinite. Weights that broke stay broken, so if the training loss is finite again later,
 * it was not the weights. Some programs hide it: they print a loss of 0 or the one before, beside a gradient norm that is NaN.
 */
export class NanRules {
  #broken: BrokenLoss | null = null;
  #newestStep = 0;
  /** Whether the newest training loss is finite. */
  #isFinite = true;
  /** Step of the newest finite training loss; −1 before the first. */
  #newestFinite = -1;
  /** The steps in a row whose gradient norm was not finite while the loss stayed the same, and where they began. */
  #frozen = { from: 0, count: 0, loss: NaN };

  /** Whether a loss was not finite and no training loss after it was. */
  get isBroken(): boolean {
    return this.#broken !== null && !this.#isRecovered(this.#broken);
  }

  addSample({ step, loss, validationLoss, gradientNorm }: Sample): void {
    this.#newestStep = step;
    if (loss !== undefined) {
      this.#isFinite = Number.isFinite(loss);
      if (this.#isFinite) this.#newestFinite = step;
      else this.#broken ??= { step, loss, seenIn: 'loss' };
      this.#watchGradient(step, loss, gradientNorm);
    }
    if (validationLoss !== undefined && !Number.isFinite(validationLoss)) {
      this.#broken ??= { step, loss: validationLoss, seenIn: 'validation' };
    }
  }

  #watchGradient(step: number, loss: number, norm = 0): void {
    const { count, from, loss: before } = this.#frozen;
    if (Number.isFinite(norm)) this.#frozen = { from: step, count: 0, loss };
    else if (count > 0 && loss === before) this.#frozen = { from, count: count + 1, loss };
    else this.#frozen = { from: step, count: 1, loss };
    if (this.#frozen.count >= FROZEN_STEPS)
      this.#broken ??= { step: this.#frozen.from, loss: norm, seenIn: 'gradient' };
    else if (this.#broken?.seenIn === 'gradient' && Number.isFinite(norm)) this.#broken = null;
  }

  /**
   * Null while all losses are finite.
   * @param advice the cause and what helps, where they are known
   */
  review({ first }: LossCurve, advice: NanAdvice): Finding | null {
    if (!this.#broken) return null;
    const { step, loss, seenIn } = this.#broken;
    const isRecovered = this.#isRecovered(this.#broken);
    const kind = Number.isNaN(loss) ? 'nan' : 'infinite';
    return createFinding({
      symptom: 'nan',
      fromStep: step,
      toStep: isRecovered ? step : this.#newestStep,
      ...(isRecovered ? NO_ADVICE : advice),
      code: seenIn === 'loss' ? (isRecovered ? `${kind}-recovered` : kind) : `${kind}-${seenIn}`,
      args: [String(step)],
      evidence: { ...(first ? { initialLoss: first.loss } : {}), loss },
    });
  }

  #isRecovered({ step, seenIn }: BrokenLoss): boolean {
    return seenIn !== 'gradient' && this.#isFinite && this.#newestFinite > step;
  }
}
