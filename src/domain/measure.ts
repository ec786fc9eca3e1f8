/**
 * What can be measured at each step beside the loss, at a cost of its own.
 * - gradient-norm: Euclidean norm of the gradient of the batch's mean loss by the parameters, before any clipping
 * - update-ratio: ‖Δw‖ / ‖w‖, how far an update moves the weights w in relation to their size before it
 * - dead-share: share, 0..1, of the ReLU units that are 0 everywhere in a batch: of the channels of convolutions in all images at
 *   all positions, as far as pooling hands them on, and of the units of hidden dense layers in all images
 */
export const MEASURES = ['gradient-norm', 'update-ratio', 'dead-share'] as const;

export type Measure = (typeof MEASURES)[number];
