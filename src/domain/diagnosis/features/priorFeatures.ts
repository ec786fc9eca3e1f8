import { USUAL_CENTRES } from '../usualCentres.generated.ts';
import type { CurveContext } from './curveContext.ts';
import { clip } from './featureMath.ts';

/** Where the rate lies beside what is usual for the optimizer. */
export function priorFeatures({ optimizer, rate }: CurveContext) {
  const isKnown = optimizer !== null && rate !== null && rate > 0;
  return {
    hasPrior: isKnown ? 1 : 0,
    prior: isKnown ? clip(Math.log10(rate) - USUAL_CENTRES[optimizer], -5, 5) : 0,
    isSgd: isKnown && optimizer === 'sgd' ? 1 : 0,
    isMomentum: isKnown && optimizer === 'momentum' ? 1 : 0,
    isAdagrad: isKnown && optimizer === 'adagrad' ? 1 : 0,
    isSign: isKnown && (optimizer === 'lion' || optimizer === 'muon') ? 1 : 0,
  };
}
