/** How the rate is to change: it falls in a cosine over the whole training, or first climbs over some steps or epochs. */
export type Shape =
  | { readonly kind: 'cosine' }
  | { readonly kind: 'warm-up'; readonly count: number; readonly unit: 'step' | 'epoch' | 'row' };
