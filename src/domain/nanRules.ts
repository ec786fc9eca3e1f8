import { createFinding } from './createFinding.ts';
import type { Finding } from './finding.ts';
import type { LossHistory } from './lossHistory.ts';
import type { Sample } from './sample.ts';

/** The first loss that is not finite. */
interface BrokenLoss {
  readonly step: number;
  readonly loss: number;
  readonly isValidation: boolean;
}

/**
 * Finds the first loss of a run that is NaN or infinite. Weights that broke stay broken, so if the training loss is finite again later,
 * it was not the weights.
 */
export class NanRules {
  #broken: BrokenLoss | null = null;
  #newestStep = 0;
  /** Whether the newest training loss is finite. */
  #isFinite = true;
  /** Step of the newest finite training loss; −1 before the first. */
  #newestFinite = -1;

  /** Whether a loss was not finite and no training loss after it was. */
  get isBroken(): boolean {
    return this.#broken !== null && !this.#isRecovered(this.#broken);
  }

  addSample({ step, loss, validationLoss }: Sample): void {
    this.#newestStep = step;
    if (loss !== undefined) {
      this.#isFinite = Number.isFinite(loss);
      if (this.#isFinite) this.#newestFinite = step;
      else this.#broken ??= { step, loss, isValidation: false };
    }
    if (validationLoss !== undefined && !Number.isFinite(validationLoss)) {
      this.#broken ??= { step, loss: validationLoss, isValidation: true };
    }
  }

  /** Null while all losses are finite. */
  review({ first }: LossHistory): Finding | null {
    if (!this.#broken) return null;
    const { step, loss, isValidation } = this.#broken;
    const isRecovered = this.#isRecovered(this.#broken);
    const kind = Number.isNaN(loss) ? 'nan' : 'infinite';
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

  #isRecovered({ step }: BrokenLoss): boolean {
    return this.#isFinite && this.#newestFinite > step;
  }
}
