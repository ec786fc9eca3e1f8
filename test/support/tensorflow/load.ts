import { loadTensorflow } from '../../../src/training/tensorflow/load.ts';

// load.ts FOLDER: loads TensorFlow in a process of its own and prints its build, or one sentence on what is wrong.
loadTensorflow(process.argv[2]).then(
  ({ build }) => console.log(build),
  (error: unknown) => {
    console.log(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  },
);
