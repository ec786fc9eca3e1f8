import { problemTable, TORCH } from './markedProblems.ts';

const SGD = `${TORCH}optimizer = optim.SGD(model.parameters(), lr=0.1, momentum=0.9)\n`;

/** One update of a training with a single batch. */
const UPDATE = 'optimizer.zero_grad(); loss(model).backward(); optimizer.step(); scheduler.step()';

describe('a training that updates once an epoch', () => {
  problemTable('stepped-per-batch', {
    'is none over batches because of a condition around': `${TORCH}if __name__ == "__main__":
    optimizer = optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
    scheduler = StepLR(optimizer, step_size=30, gamma=0.1)
    for batch in rounds:
        ${UPDATE}`,
    'is none over batches because of the name of its count': `${SGD}scheduler = MultiStepLR(optimizer, milestones=[30, 60])
for fold in range(5):
    for sample in range(90):
        ${UPDATE}`,
  });
  problemTable('stepped-per-epoch', {
    'may take thousands of epochs': `${SGD}from transformers import get_linear_schedule_with_warmup
scheduler = get_linear_schedule_with_warmup(optimizer, num_warmup_steps=100, num_training_steps=5000)
for epoch in range(5000):
    ${UPDATE}`,
  });
});

describe('a metric that is turned around', () => {
  const watching = (metric: string) => `${SGD}scheduler = ReduceLROnPlateau(optimizer, mode="max")
for epoch in range(100):
    scheduler.step(${metric})`;
  problemTable('plateau-metric', {
    'is higher where a loss is lower': watching('neg_val_loss'),
    'is how much a loss has fallen': watching('val_loss_improvement'),
  });
});
