/**
 * Finds, explains and checks rates. Bundled separately as dist/rates.js, which is loaded with the first document, so that activation
 * doesn't load the parsers.
 */
export { explainRate } from '../../app/rates/explainRate.ts';
export { explainSchedule } from '../../app/rates/explainSchedule.ts';
export { pointedAt } from '../../app/rates/pointedAt.ts';
export { judgeRate } from '../../app/rates/judgeRate.ts';
export { sweepAt } from '../../app/rates/sweepAt.ts';
export { findRates } from '../../code/findRates.ts';
export { addSchedule } from '../../code/fixes/addSchedule.ts';
export { clipGradients } from '../../code/fixes/clipGradients.ts';
export { extractConstant } from '../../code/fixes/extractConstant.ts';
export { switchToAdam } from '../../code/fixes/switchToAdam.ts';
export { trainLonger } from '../../code/fixes/trainLonger.ts';
export { Parsers } from '../../code/parsers.ts';
export { RateSession } from '../../code/rateSession.ts';
export { checkInSteps } from '../../code/rules/checkRates.ts';
export { runSteps } from '../../code/yieldPolicy.ts';
export { ignoreEdit } from '../../code/rules/ignoreComments.ts';
export { writeRate } from '../../code/writeRate.ts';
export { TimeSlices } from '../../store/timeSlices.ts';
