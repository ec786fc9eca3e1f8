import { ExperimentFolder } from '../../src/store/experimentFolder.ts';

/** A program that opens an experiment with all its series, as the panel does, and prints how many runs are finished. */
async function main(folder: string): Promise<void> {
  const { runs } = await (await ExperimentFolder.open(folder)).overview();
  console.log(runs.filter(({ state }) => state === 'finished').length);
}

void main(process.argv[2]);
