/**
 * What finds, explains and checks rates, as a bundle of its own: dist/rates.js is loaded with the first document, so that activation is
 * spared the parsers.
 */
export { explainRate } from '../../app/rates/explainRate.ts';
export { TimeSlicing } from '../../app/rates/timeSlicing.ts';
export { Parsers } from '../../code/parsers.ts';
export { RateSession } from '../../code/rateSession.ts';
export { checkRates } from '../../code/rules/checkRates.ts';
export { ignoreEdit } from '../../code/rules/ignoreComments.ts';
