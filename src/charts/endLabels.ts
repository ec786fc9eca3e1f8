/**
 * Moves labels apart as little as needed: labels that would overlap form a block centred on their wanted positions.
 * @param wanted centres in pixels, in any order
 * @param gap smallest distance between two centres; less when the room is too small for all
 * @param room pixels from 0 that centres may take
 * @returns centres in the order of `wanted`
 */
export function spread(wanted: readonly number[], gap: number, room: number): number[] {
  const distance = wanted.length > 1 ? Math.min(gap, room / (wanted.length - 1)) : gap;
  const order = wanted.map((_, index) => index).sort((a, b) => wanted[a] - wanted[b]);
  const blocks: { members: number[]; top: number }[] = [];
  for (const index of order) {
    let block = { members: [index], top: fit(wanted[index], 0, room) };
    for (
      let above = blocks.at(-1);
      above && above.top + above.members.length * distance > block.top;
      above = blocks.at(-1)
    ) {
      blocks.pop();
      const members = [...above.members, ...block.members];
      const centre =
        members.reduce((sum, member, place) => sum + wanted[member] - place * distance, 0) / members.length;
      block = { members, top: fit(centre, (members.length - 1) * distance, room) };
    }
    blocks.push(block);
  }
  const centres = new Array<number>(wanted.length);
  for (const { members, top } of blocks) members.forEach((member, place) => (centres[member] = top + place * distance));
  return centres;
}

function fit(top: number, height: number, room: number): number {
  return Math.max(0, Math.min(top, room - height));
}
